-- Anything listed in the directory, how to reach it, and where each fact comes from.

-- The kinds an installation knows; their names and markers are in network.config.ts.
create table public.organisation_kinds (
	id text primary key check (internal.is_slug(id)),
	position integer not null
);

create table public.organisations (
	id uuid primary key default gen_random_uuid(),
	slug text not null unique check (internal.is_slug(slug)),
	kind text not null references public.organisation_kinds (id),
	name_lv text not null check (length(btrim(name_lv)) between 1 and 200),
	name_en text check (length(btrim(name_en)) between 1 and 200),
	abbreviation text check (length(btrim(abbreviation)) between 1 and 40),
	-- Names and abbreviations it had earlier, so that an old name still finds it.
	former_names text[] not null default '{}',
	legal_form_lv text check (length(btrim(legal_form_lv)) between 1 and 200),
	legal_form_en text check (length(btrim(legal_form_en)) between 1 and 200),
	registration_number text,
	-- What it helps with, in plain words.
	summary_lv text check (length(btrim(summary_lv)) between 1 and 1000),
	summary_en text check (length(btrim(summary_en)) between 1 and 1000),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	-- The pin stands at the town's centre because no better point is known.
	approximate boolean not null default true,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	phones text[] not null default '{}' check (internal.are_phones(phones) and cardinality(phones) <= 10),
	email text check (internal.is_email(email)),
	website text check (internal.is_web_address(website)),
	social_links text[] not null default '{}'
		check (internal.are_web_addresses(social_links) and cardinality(social_links) <= 20),
	-- ISO 639-1: languages one can be helped in.
	languages text[] not null default '{}' check (internal.are_languages(languages)),
	-- OpenStreetMap opening_hours syntax.
	opening_hours text check (length(btrim(opening_hours)) between 1 and 500),
	-- The day somebody who knows last said that all this is right. Saving is not confirming.
	confirmed_on date,
	-- Invented, for trying out or for load tests; every page says so.
	is_example boolean not null default false,
	publication text not null default 'draft' check (publication in ('draft', 'published', 'archived')),
	version integer not null default 1 check (version > 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	sort_lv text generated always as (internal.sort_key(name_lv)) stored,
	sort_en text generated always as (internal.sort_key(coalesce(name_en, name_lv))) stored
);
comment on column public.organisations.location is 'WGS84; empty when not even the town is known.';

create index organisations_kind on public.organisations (kind);
create index organisations_place on public.organisations (place_id);
create index organisations_municipality on public.organisations (municipality_id);
create index organisations_region on public.organisations (region_id);
create index organisations_location on public.organisations using gist (location);
create index organisations_list_lv on public.organisations (sort_lv collate "C", id) where publication = 'published';
create index organisations_list_en on public.organisations (sort_en collate "C", id) where publication = 'published';

create trigger a_check_point before insert or update of location on public.organisations
	for each row execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode, registration_number on public.organisations
	for each row execute function internal.check_forms();
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.organisations
	for each row execute function internal.follow_pin();

create table public.organisation_topics (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	topic_id text not null references public.topics (id),
	primary key (organisation_id, topic_id)
);
create index organisation_topics_topic on public.organisation_topics (topic_id);

-- Where a fact was read, or what it was inferred from. `field` is the column's name; 'topics' stands for organisation_topics.
create table public.organisation_sources (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	field text not null check (field ~ '^[a-z_]{1,40}$'),
	source text not null check (length(btrim(source)) between 1 and 2000),
	certainty text not null check (certainty in ('read', 'inferred')),
	-- How old the page was, as far as it says: '2019', '2024-02-19', '2016-2018'. A phone read on a page of 2010 deserves doubt.
	page_date text check (page_date ~ '^[0-9]{4}(-[0-9]{2,4}){0,2}$'),
	primary key (organisation_id, field, source)
);

-- Who answers for a region: the nearest organisation is not always the right one.
create table public.region_contacts (
	region_id text primary key references public.regions (id),
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	source text not null
);
create index region_contacts_organisation on public.region_contacts (organisation_id);

alter table public.organisation_kinds enable row level security;
alter table public.organisations enable row level security;
alter table public.organisation_topics enable row level security;
alter table public.organisation_sources enable row level security;
alter table public.region_contacts enable row level security;

create policy "everybody reads kinds" on public.organisation_kinds
	for select to anon, authenticated using (true);
create policy "everybody reads published organisations" on public.organisations
	for select to anon, authenticated using (publication = 'published');
create policy "everybody reads topics of published organisations" on public.organisation_topics
	for select to anon, authenticated using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
create policy "everybody reads sources of published organisations" on public.organisation_sources
	for select to anon, authenticated using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
create policy "everybody reads published contacts of regions" on public.region_contacts
	for select to anon, authenticated using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));

-- Nobody writes through the API until memberships exist.
revoke all on public.organisation_kinds, public.organisations, public.organisation_topics,
	public.organisation_sources, public.region_contacts from public, anon, authenticated, service_role;
grant select on public.organisation_kinds, public.organisations, public.organisation_topics,
	public.organisation_sources, public.region_contacts to anon, authenticated, service_role;
