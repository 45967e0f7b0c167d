-- Planning regions and the municipalities in them. A municipality has a validity period because borders change: what
-- lay in Varakļānu novads until 30 June 2025 lies in Madonas novads since.

create table public.regions (
	id text primary key check (internal.is_slug(id)),
	name_lv text not null check (length(btrim(name_lv)) between 1 and 200),
	name_en text not null check (length(btrim(name_en)) between 1 and 200),
	short_lv text not null check (length(btrim(short_lv)) between 1 and 80),
	short_en text not null check (length(btrim(short_en)) between 1 and 80),
	position integer not null,
	source text not null
);

create table public.municipalities (
	id text primary key check (internal.is_slug(id)),
	region_id text not null references public.regions (id),
	name_lv text not null check (length(btrim(name_lv)) between 1 and 200),
	full_name_lv text not null check (length(btrim(full_name_lv)) between 1 and 200),
	kind text not null check (kind in ('state-city', 'municipality')),
	iso_code text unique check (iso_code ~ '^[A-Z]{2}-[A-Z0-9]{1,4}$'),
	valid_from date not null,
	-- The last day it existed; empty while it exists.
	valid_to date,
	merged_into text references public.municipalities (id),
	-- Which municipality a pin lies in is answered from here, never from the address text.
	area extensions.geography (MultiPolygon, 4326),
	sort_key text generated always as (internal.sort_key(name_lv)) stored,
	source text not null,
	check (valid_to is null or valid_to >= valid_from),
	check (merged_into is null or valid_to is not null)
);
create index municipalities_region on public.municipalities (region_id);
create index municipalities_merged_into on public.municipalities (merged_into);
create index municipalities_area on public.municipalities using gist (area);

alter table public.regions enable row level security;
alter table public.municipalities enable row level security;
create policy "everybody reads regions" on public.regions for select to anon, authenticated using (true);
create policy "everybody reads municipalities" on public.municipalities
	for select to anon, authenticated using (true);
revoke all on public.regions, public.municipalities from public, anon, authenticated, service_role;
grant select on public.regions, public.municipalities to anon, authenticated, service_role;
