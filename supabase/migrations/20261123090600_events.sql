-- What organisations hold. An event is described once; each date of it is an occurrence, a row of its own, so that lists,
-- the map and feeds read dates from an index and never expand a rule.

create table public.events (
	id uuid primary key default gen_random_uuid(),
	slug text not null unique check (internal.is_slug(slug)),
	kind text not null check (kind in
		('seminar', 'discussion', 'training', 'conference', 'forum', 'information-day', 'experience-exchange', 'other')),
	title_lv text check (length(btrim(title_lv)) between 1 and 200),
	title_en text check (length(btrim(title_en)) between 1 and 200),
	summary_lv text check (length(btrim(summary_lv)) between 1 and 1000),
	summary_en text check (length(btrim(summary_en)) between 1 and 1000),
	-- Markdown.
	description_lv text check (length(description_lv) <= 20000),
	description_en text check (length(description_en) <= 20000),
	attendance text not null default 'on-site' check (attendance in ('on-site', 'online', 'both')),
	venue_name text check (length(btrim(venue_name)) between 1 and 200),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	approximate boolean not null default true,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	-- Languages spoken, ISO 639-1.
	languages text[] not null default '{}' check (internal.are_languages(languages)),
	-- Empty = not known.
	free boolean,
	price_lv text check (length(btrim(price_lv)) between 1 and 200),
	price_en text check (length(btrim(price_en)) between 1 and 200),
	registration_url text check (internal.is_web_address(registration_url)),
	registration_email text check (internal.is_email(registration_email)),
	registration_phone text check (internal.is_phone(registration_phone)),
	registration_deadline timestamptz,
	status text not null default 'planned'
		check (status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	status_reason_lv text check (length(btrim(status_reason_lv)) between 1 and 500),
	status_reason_en text check (length(btrim(status_reason_en)) between 1 and 500),
	-- The first date as people say it, in the event's own zone; occurrences are the instants that follow from it. What lasts
	-- whole days ends at the midnight after its last day (as DTEND does in RFC 5545).
	time_zone text not null default 'Europe/Riga',
	starts_local timestamp not null,
	ends_local timestamp not null,
	all_day boolean not null default false,
	-- How exactly the date is known: of some past events only the month or the year.
	date_precision text not null default 'minute' check (date_precision in ('minute', 'day', 'month', 'year')),
	-- RFC 5545 recurrence rule of a series, without DTSTART.
	recurrence text check (recurrence ~ '^FREQ=' and length(recurrence) <= 500),
	is_example boolean not null default false,
	publication text not null default 'draft' check (publication in ('draft', 'published', 'archived')),
	version integer not null default 1 check (version > 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	constraint event_has_a_title check (title_lv is not null or title_en is not null),
	constraint event_ends_after_start check (ends_local > starts_local),
	constraint event_free_has_no_price check (not (coalesce(free, false) and (price_lv is not null or price_en is not null)))
);
create index events_place on public.events (place_id);
create index events_municipality on public.events (municipality_id);
create index events_region on public.events (region_id);
create index events_location on public.events using gist (location);
create index events_examples on public.events (id) where is_example;

create trigger a_check_point before insert or update of location on public.events
	for each row execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode on public.events
	for each row execute function internal.check_forms();
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.events
	for each row execute function internal.follow_pin();

-- The first organiser is the one to ask; others hold it together with them. Some are not in the directory.
create table public.event_organisers (
	event_id uuid not null references public.events (id) on delete cascade,
	position smallint not null check (position between 1 and 50),
	organisation_id uuid references public.organisations (id),
	name text check (length(btrim(name)) between 1 and 200),
	primary key (event_id, position),
	constraint organiser_is_one_or_the_other check ((organisation_id is null) <> (name is null))
);
create index event_organisers_organisation on public.event_organisers (organisation_id);

create table public.event_topics (
	event_id uuid not null references public.events (id) on delete cascade,
	topic_id text not null references public.topics (id),
	primary key (event_id, topic_id)
);
create index event_topics_topic on public.event_topics (topic_id);

create table public.event_sources (
	event_id uuid not null references public.events (id) on delete cascade,
	source text not null check (length(btrim(source)) between 1 and 2000),
	certainty text not null check (certainty in ('read', 'inferred')),
	primary key (event_id, source)
);

create table public.event_occurrences (
	id uuid primary key default gen_random_uuid(),
	event_id uuid not null references public.events (id) on delete cascade,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	-- What the rule says; differs from starts_at once this one date was moved. Stays stable for calendars (RECURRENCE-ID).
	original_start timestamptz not null,
	-- Set when this one date differs from the event's own state.
	status text check (status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	constraint occurrence_ends_after_start check (ends_at > starts_at),
	unique (event_id, original_start)
);
create index event_occurrences_start on public.event_occurrences (starts_at, event_id);
create index event_occurrences_end on public.event_occurrences (ends_at);
create index event_occurrences_event on public.event_occurrences (event_id, starts_at);

alter table public.events enable row level security;
alter table public.event_organisers enable row level security;
alter table public.event_topics enable row level security;
alter table public.event_sources enable row level security;
alter table public.event_occurrences enable row level security;

create policy "everybody reads published events" on public.events
	for select to anon, authenticated using (publication = 'published');
-- An organiser that is not published is not named beside a published event either, not even by its id.
create policy "everybody reads published organisers of published events" on public.event_organisers
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published')
		and (organisation_id is null or exists (
			select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published')));
create policy "everybody reads topics of published events" on public.event_topics
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
create policy "everybody reads sources of published events" on public.event_sources
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
create policy "everybody reads dates of published events" on public.event_occurrences
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));

-- The join link of an online event is shown only when it should be; it lives apart so that no select of events leaks it.
create table public.event_join_links (
	event_id uuid primary key references public.events (id) on delete cascade,
	url text not null check (internal.is_web_address(url))
);
alter table public.event_join_links enable row level security;

revoke all on public.events, public.event_organisers, public.event_topics, public.event_sources,
	public.event_occurrences, public.event_join_links from public, anon, authenticated, service_role;
grant select on public.events, public.event_organisers, public.event_topics, public.event_sources,
	public.event_occurrences to anon, authenticated, service_role;
grant select on public.event_join_links to service_role;
