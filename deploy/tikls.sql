-- What a superuser of PostgreSQL runs once, before the first start. From then on being the owner of
-- the database is enough.
--
--     sudo -u postgres psql -v ON_ERROR_STOP=1 -v password='a long one of your own' -f tikls.sql
create role tikls login password :'password';
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
grant anon, authenticated, service_role to tikls;
create database tikls owner tikls encoding 'UTF8' template template0;
\connect tikls
create schema extensions authorization tikls;
create extension postgis schema extensions;
create extension pg_trgm schema extensions;
create extension unaccent schema extensions;
