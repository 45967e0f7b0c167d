-- The gazetteer: towns and villages by name, for "near ..." and for pins whose street is not known.

create table public.places (
	id text primary key check (internal.is_slug(id)),
	name_lv text not null check (length(btrim(name_lv)) between 1 and 120),
	name_en text check (length(btrim(name_en)) between 1 and 120),
	kind text not null check (kind in ('state-city', 'town', 'village', 'neighbourhood')),
	municipality_id text references public.municipalities (id),
	location extensions.geography (Point, 4326) not null,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	-- 1 = drawn first on the map.
	importance smallint not null check (importance between 1 and 5),
	folded_name text generated always as (internal.fold(name_lv)) stored,
	sort_key text generated always as (internal.sort_key(name_lv)) stored,
	source text not null
);
create index places_municipality on public.places (municipality_id);
create index places_location on public.places using gist (location);
create index places_folded_name on public.places (folded_name);

alter table public.places enable row level security;
create policy "everybody reads places" on public.places for select to anon, authenticated using (true);
revoke all on public.places from public, anon, authenticated, service_role;
grant select on public.places to anon, authenticated, service_role;
