-- Planning regions and the municipalities in them. A municipality has a validity period because
-- borders change: what lay in Varakļānu novads until 30 June 2025 lies in Madonas novads since.

create table public.regions (
	id text primary key check (internal.is_slug(id)),
	name jsonb not null check (internal.is_localised(name, 200) and name <> '{}'),
	short jsonb not null check (internal.is_localised(short, 80) and short <> '{}'),
	position integer not null,
	source text not null
);
alter table public.regions enable row level security;
create policy "everybody reads regions" on public.regions for select to anon, authenticated using (true);
revoke all on public.regions from public, anon, authenticated, service_role;
grant select (
	id, name, short, position, source
) on public.regions to anon, authenticated;
grant select on public.regions to service_role;
create trigger b_check_languages before insert or update of name, short on public.regions
	for each row execute function internal.check_languages('name', 'short');
create trigger z_raise_content_version after insert or update or delete or truncate on public.regions
	for each statement execute function internal.raise_content_version();

create table public.municipalities (
	id text primary key check (internal.is_slug(id)),
	region_id text not null references public.regions (id),
	name jsonb not null check (internal.is_localised(name, 200) and name <> '{}'),
	full_name jsonb not null check (internal.is_localised(full_name, 200) and full_name <> '{}'),
	kind text not null check (kind in ('state-city', 'municipality')),
	iso_code text unique check (iso_code ~ '^[A-Z]{2}-[A-Z0-9]{1,4}$'),
	valid_from date not null,
	-- The last day it existed; empty while it exists.
	valid_to date,
	merged_into text references public.municipalities (id),
	-- Which municipality a pin lies in is answered from here, never from the address text.
	area extensions.geography (MultiPolygon, 4326),
	source text not null,
	check (valid_to is null or valid_to >= valid_from),
	check (merged_into is null or valid_to is not null)
);
create index municipalities_region on public.municipalities (region_id);
create index municipalities_merged_into on public.municipalities (merged_into);
create index municipalities_area on public.municipalities using gist (area);
alter table public.municipalities enable row level security;
create policy "everybody reads municipalities" on public.municipalities
	for select to anon, authenticated using (true);
revoke all on public.municipalities from public, anon, authenticated, service_role;
grant select (
	id, region_id, name, full_name, kind, iso_code, valid_from, valid_to, merged_into, area,
	source
) on public.municipalities to anon, authenticated;
grant select on public.municipalities to service_role;
create trigger b_check_languages before insert or update of name, full_name on public.municipalities
	for each row execute function internal.check_languages('name', 'full_name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.municipalities
	for each statement execute function internal.raise_content_version();

-- The gazetteer: towns and villages by name, for "near ..." and for pins whose street is not known.

create table public.places (
	id text primary key check (internal.is_slug(id)),
	name jsonb not null check (internal.is_localised(name, 120) and name <> '{}'),
	kind text not null check (kind in ('state-city', 'town', 'village', 'neighbourhood')),
	municipality_id text references public.municipalities (id),
	location extensions.geography (Point, 4326) not null,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	-- 1 = drawn first on the map.
	importance smallint not null check (importance between 1 and 5),
	source text not null
);
create index places_municipality on public.places (municipality_id);
create index places_location on public.places using gist (location);
alter table public.places enable row level security;
create policy "everybody reads places" on public.places for select to anon, authenticated using (true);
revoke all on public.places from public, anon, authenticated, service_role;
grant select (
	id, name, kind, municipality_id, location, latitude, longitude, importance, source
) on public.places to anon, authenticated;
grant select on public.places to service_role;
create trigger b_check_languages before insert or update of name on public.places
	for each row execute function internal.check_languages('name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.places
	for each statement execute function internal.raise_content_version();

-- A pin as pages have it: {lat, lng, approximate}; NULL without one.
create function internal.pin(
	latitude double precision, longitude double precision, approximate boolean
) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return case when latitude is not null and longitude is not null
		then pg_catalog.jsonb_build_object('lat', latitude, 'lng', longitude, 'approximate', approximate) end;
grant execute on function internal.pin to anon, authenticated, service_role;

-- A row that can be linked, as pages have it: {id, name}; NULL without one.
create function internal.named(id text, name jsonb) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return case when id is not null then pg_catalog.jsonb_build_object('id', id, 'name', name) end;
grant execute on function internal.named to anon, authenticated, service_role;

-- Rules every pin obeys, whether an organisation's or an event's: it lies inside the network, and
-- the municipality and region follow from where it lies. A postcode and a registration number have
-- the network's form.

-- A pin that is nowhere (POINT EMPTY) has no latitude and lies outside of every network.
create function internal.check_point_in_network() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	x double precision;
	y double precision;
begin
	select * into network from internal.network;
	if not found or new.location is null then
		return new;
	end if;
	x := extensions.st_x(new.location::extensions.geometry);
	y := extensions.st_y(new.location::extensions.geometry);
	if x is null or y not between network.south and network.north or x not between network.west and network.east then
		raise exception using errcode = 'check_violation', constraint = 'point_in_network',
			message = 'the point lies outside the network';
	end if;
	return new;
end;
$$;

create function internal.check_forms() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	fields jsonb := to_jsonb(new);
begin
	select * into network from internal.network;
	if not found then
		return new;
	end if;
	if fields ->> 'postcode' is not null and fields ->> 'postcode' !~ network.postcode_pattern then
		raise exception using errcode = 'check_violation', constraint = 'postcode_form',
			message = 'the postcode does not have the network''s form';
	end if;
	if fields ->> 'registration_number' is not null
		and fields ->> 'registration_number' !~ network.registration_number_pattern then
		raise exception using errcode = 'check_violation', constraint = 'registration_number_form',
			message = 'the registration number does not have the network''s form';
	end if;
	return new;
end;
$$;

-- The pin decides. Without a pin the municipality decides the region; without either, the region
-- stands as given.
create function internal.follow_pin() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	found_municipality text;
begin
	if new.location is not null then
		select municipality.id into found_municipality
		from public.municipalities as municipality
		where municipality.valid_to is null
			and extensions.st_intersects(municipality.area, new.location)
		limit 1;
		if found_municipality is not null then
			new.municipality_id := found_municipality;
		end if;
	end if;
	if new.municipality_id is not null then
		select municipality.region_id into new.region_id
		from public.municipalities as municipality
		where municipality.id = new.municipality_id;
	end if;
	return new;
end;
$$;
