-- The ground everything stands on: extensions, a schema no API exposes, who may do what by default,
-- the facts of the network.
--
-- How these files are read: each begins with what it is about. A table stands with all its columns
-- and constraints, and under it its indexes, policies, grants and triggers; a function with its
-- grant. They apply in the order of their numbers to an empty database; what a file needs at once
-- (tables, types, functions in constraints and policies) stands before it, and bodies of functions
-- may name what comes later.

set check_function_bodies = off;

-- Where hosted Supabase keeps extensions; the same place everywhere, so that the embedded database,
-- plain PostgreSQL and hosted Supabase have one schema.

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
create extension if not exists postgis with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists unaccent with schema extensions;

-- Rules, triggers and whatever must run with the owner's rights. Not exposed by any API; the roles
-- may only call what is granted to them one by one.
create schema internal;
revoke all on schema internal from public;
grant usage on schema internal to anon, authenticated, service_role;

-- Hosted Supabase grants the roles of requests everything that is made in `public`. Here each right
-- is granted by name.
alter default privileges in schema public
	revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
	revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public
	revoke all on functions from anon, authenticated, service_role;

-- The facts of the network this installation serves, one row, written from network.config.ts at the
-- first start.
create table internal.network (
	singleton boolean primary key default true check (singleton),
	south double precision not null,
	west double precision not null,
	north double precision not null,
	east double precision not null,
	postcode_pattern text not null,
	registration_number_pattern text not null,
	time_zone text not null,
	-- Months after which an organisation is asked whether its listing is still right.
	ask_after_months integer not null default 6 check (ask_after_months between 1 and 120),
	-- ISO 639 codes, the network's first language first: texts are kept in these and no others.
	languages text[] not null check (cardinality(languages) between 1 and 20 and array_ndims(languages) = 1
		and array_to_string(languages, ' ', '?') ~ '^[a-z]{2,3}( [a-z]{2,3})*$'),
	-- Whether administrators need a second factor (132_second_factor.sql).
	administrators_need_second_factor boolean not null default false,
	check (south < north and west < east)
);
comment on table internal.network is
	'One row: where a pin may lie (WGS84 degrees), the forms of postcodes and registration numbers, the zone of dates, the languages of texts, and what administrators sign in with.';
alter table internal.network enable row level security;
revoke all on internal.network from public, anon, authenticated, service_role;

-- A listing's version rises once a transaction. Whether this one has counted already is told by its
-- number: by the time alone two saves within one tick of the clock (a millisecond on the embedded
-- database) would be taken for one, and the second would have no version and no history. The number
-- alone would not do either: a database that was restored counts its transactions anew. In
-- PL/pgSQL, because it answers without beginning a query.
create function internal.is_counted(counted_at timestamptz, counted_in xid8) returns boolean
	language plpgsql stable parallel safe set search_path = '' as $$
begin
	return counted_at = now() and counted_in = pg_current_xact_id();
end;
$$;
