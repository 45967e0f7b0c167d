-- The ground everything stands on: extensions, a schema no API exposes, and the rules about text that several tables share.
--
-- `extensions` is where hosted Supabase keeps extensions; the same place is used everywhere so that one set of
-- migrations runs on the embedded database, on plain PostgreSQL and on hosted Supabase.

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;

create extension if not exists postgis with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists unaccent with schema extensions;

-- Rules, triggers and whatever must run with the owner's rights. Not exposed by any API; the roles may only call what is
-- granted to them one by one.
create schema internal;
revoke all on schema internal from public;
grant usage on schema internal to anon, authenticated, service_role;

-- Functions are executable by everybody unless this is taken away; each one is granted by name instead.
alter default privileges in schema internal revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from public;

-- The facts of the network this installation serves, one row, written from network.config.ts at the first start.
create table internal.network (
	singleton boolean primary key default true check (singleton),
	south double precision not null,
	west double precision not null,
	north double precision not null,
	east double precision not null,
	postcode_pattern text not null,
	registration_number_pattern text not null,
	time_zone text not null,
	check (south < north and west < east)
);
alter table internal.network enable row level security;
comment on table internal.network is
	'One row: where a pin may lie (WGS84 degrees), the forms of postcodes and registration numbers, and the zone of dates.';

-- Lower case whatever the database's locale is: under the locale C, lower() leaves every letter outside ASCII as it is, and
-- 'Ādaži' would not be found by 'ādaži'.
create function internal.lower_case(value text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.lower(pg_catalog.translate(
		value,
		'ĀČĒĢĪĶĻŅŌŖŠŪŽÁÉÍÓÚÝĆŃŚŹĹÀÈÌÒÙǸĂĔÂÊÎÔÛĚŘŤĎŇÅŮÄËÏÖÜŸŐŰÃÕÑĄĘĮŲÇŞØŁĐĖŻ',
		'āčēģīķļņōŗšūžáéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėż'
	));
comment on function internal.lower_case(text) is
	'Lower case in any locale; NULL for NULL.';

-- Lower case without diacritics, for comparing what people type. Written out because unaccent() is only STABLE (its rules
-- are a file that can change), and an index needs an IMMUTABLE function.
create function internal.fold(value text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
		internal.lower_case(value),
		'āčēģīķļņōŗšūžáéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėżё',
		'acegiklnorsuzaeiouycnszlaeiounaeaeiouertdnauaeiouyouaonaeiucsoldezе'
	), 'ß', 'ss'), 'æ', 'ae');
comment on function internal.fold(text) is
	'Lower case without diacritics; NULL for NULL.';

-- Order by Latvian rules where the database has no ICU (the embedded one). Source: CLDR 48's collation for lv, as
-- Intl.Collator has it: a ā b c č ... h i y ī j ..., each a letter of its own; foreign diacritics count only when all letters
-- are the same. The key has three parts with a tab between them, because a tab sorts before everything else and so a name
-- before a longer one that begins with it: the letters as characters of their place in the alphabet, what is no letter or
-- digit as one space; then the diacritics; then the text itself. Keys compare bytewise (collate "C"); a test holds them
-- against Intl.Collator('lv').
create function internal.sort_key(value text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select pg_catalog.translate(plain.name,
			'aābcčdeēfgģhiyījkķlļmnņoōpqrŗsštuūvwxzžáéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėż',
			'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmAGMXgNDVdlSAGMXgVAGAGMXgGbfFVAgAGMXgNXgAXVAGMgDdXSFGl')
		|| E'\t'
		|| pg_catalog.regexp_replace(pg_catalog.translate(plain.name,
			'0123456789áéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėż',
			'000000000011111111111222222334444455555556666667788899999999999'), '[^1-9]', '0', 'g')
		|| E'\t' || value
	from (select pg_catalog.btrim(pg_catalog.regexp_replace(
		pg_catalog.replace(pg_catalog.replace(internal.lower_case(value), 'ß', 'ss'), 'æ', 'ae'),
		-- Letters beyond Latin (Cyrillic, Greek) keep their place after it.
		'[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF]+', ' ', 'g')) as name) as plain
$$;
comment on function internal.sort_key(text) is
	'Key that sorts bytewise in Latvian alphabetical order, punctuation ignored; NULL for NULL.';

create function internal.is_web_address(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value is null or (value ~ '^https?://[^\s<>"]+$' and pg_catalog.length(value) <= 2000);

create function internal.is_email(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value is null
		or (value ~ '^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:.]{2,}$' and pg_catalog.length(value) <= 254);

-- E.164 (ITU-T): a plus, the country, at most 15 digits. Spaces are put in when it is shown.
create function internal.is_phone(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value is null or value ~ '^\+[1-9][0-9]{6,14}$';

create function internal.are_phones(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.array_position(list, null) is null
		and not exists (select 1 from pg_catalog.unnest(list) as entry where not internal.is_phone(entry));

create function internal.are_web_addresses(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.array_position(list, null) is null
		and not exists (select 1 from pg_catalog.unnest(list) as entry where not internal.is_web_address(entry));

-- ISO 639-1 codes.
create function internal.are_languages(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.array_position(list, null) is null
		and not exists (select 1 from pg_catalog.unnest(list) as entry where entry !~ '^[a-z]{2}$');

create function internal.is_slug(value text) returns boolean
	language sql immutable parallel safe set search_path = ''
	return value ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and pg_catalog.length(value) <= 80;

revoke execute on all functions in schema internal from public;
grant execute on all functions in schema internal to anon, authenticated, service_role;
