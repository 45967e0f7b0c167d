-- What organisations hold. An event is described once; each date of it is an occurrence, a row of
-- its own, so that lists, the map and feeds read dates from an index and never expand a rule.

create table public.events (
	id uuid primary key default gen_random_uuid(),
	slug text not null unique check (internal.is_slug(slug)),
	kind text not null check (kind in
		('seminar', 'discussion', 'training', 'conference', 'forum', 'information-day', 'experience-exchange', 'other')),
	title jsonb not null default '{}' check (internal.is_localised(title, 200)),
	summary jsonb not null default '{}' check (internal.is_localised(summary, 1000)),
	-- Markdown.
	description jsonb not null default '{}' check (internal.is_localised(description, 20000)),
	audience jsonb not null default '{}' check (internal.is_localised(audience, 500)),
	-- A picture of this server: a visitor's browser asks nobody else. Pixels, so that nothing jumps
	-- while it loads.
	image_path text check (image_path ~ '^(/[A-Za-z0-9_-]+)+\.(avif|jpe?g|png|svg|webp)$' and length(image_path) <= 300),
	image_width integer check (image_width between 1 and 20000),
	image_height integer check (image_height between 1 and 20000),
	image_alt jsonb not null default '{}' check (internal.is_localised(image_alt, 300)),
	image_credit text check (length(btrim(image_credit)) between 1 and 200),
	attendance text not null default 'on-site' check (attendance in ('on-site', 'online', 'both')),
	venue_name text check (length(btrim(venue_name)) between 1 and 200),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	approximate boolean not null default true,
	-- Somebody set the pin: another town does not bring it along.
	pin_by_hand boolean not null default false,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	-- Languages spoken, ISO 639-1.
	languages text[] not null default '{}' check (internal.are_languages(languages)),
	-- What there is. What is not in the list is not known to be missing.
	accessibility text[] not null default '{}'
		check (internal.are_accessibility_words(accessibility) and cardinality(accessibility) <= 20),
	accessibility_note jsonb not null default '{}' check (internal.is_localised(accessibility_note, 500)),
	-- Empty = not known.
	free boolean,
	price jsonb not null default '{}' check (internal.is_localised(price, 200)),
	-- Who pays for it, in the words the funder asks for.
	funder jsonb not null default '{}' check (internal.is_localised(funder, 500)),
	registration_url text check (internal.is_web_address(registration_url)),
	registration_email text check (internal.is_email(registration_email)),
	registration_phone text check (internal.is_phone(registration_phone)),
	registration_deadline timestamptz,
	registration_places integer check (registration_places between 1 and 100000),
	contact_name text check (length(btrim(contact_name)) between 1 and 200),
	contact_role jsonb not null default '{}' check (internal.is_localised(contact_role, 200)),
	contact_phone text check (internal.is_phone(contact_phone)),
	contact_email text check (internal.is_email(contact_email)),
	status text not null default 'planned'
		check (status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	status_reason jsonb not null default '{}' check (internal.is_localised(status_reason, 500)),
	-- The first date as people say it, in the event's own zone; occurrences are the instants that
	-- follow from it. What lasts whole days ends at the midnight after its last day (as DTEND does
	-- in RFC 5545).
	time_zone text not null default 'Europe/Riga',
	starts_local timestamp not null,
	ends_local timestamp not null,
	all_day boolean not null default false,
	-- How exactly the date is known: of some past events only the month or the year.
	date_precision text not null default 'minute' check (date_precision in ('minute', 'day', 'month', 'year')),
	-- RFC 5545 recurrence rule of a series, without DTSTART. Only what people plan by
	-- (recurrence-rule.ts); calendars of strangers take the rule as it stands.
	recurrence text check (length(recurrence) <= 500 and recurrence ~
		'^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[0-9A-Z,+-]+)*$'),
	-- Dates the rule gives and that are not held (EXDATE), in local time like starts_local.
	exceptions timestamp[] not null default '{}'
		check (array_position(exceptions, null) is null and cardinality(exceptions) <= 400),
	-- An open-ended series is only known until this day; somebody must renew it then.
	known_until date,
	-- The same in every part of a series that was divided (internal.parts_of_series).
	series_id uuid,
	is_example boolean not null default false,
	publication text not null default 'draft' check (publication in ('draft', 'published', 'archived', 'removed')),
	-- A draft that is published by itself at this moment.
	publish_at timestamptz,
	-- Erased for good thirty days later.
	removed_at timestamptz,
	version integer not null default 1 check (version > 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	-- The transaction that counted the last change.
	counted_in xid8 not null default pg_current_xact_id(),
	constraint event_has_a_title check (title <> '{}'),
	constraint event_ends_after_start check (ends_local > starts_local),
	constraint event_free_has_no_price check (not (coalesce(free, false) and price <> '{}')),
	constraint event_image_is_described check (num_nulls(image_path, image_width, image_height) in (0, 3)
		and (image_path is null or image_alt <> '{}')),
	constraint event_all_day_is_whole_days check (not all_day
		or (starts_local = date_trunc('day', starts_local) and ends_local = date_trunc('day', ends_local))),
	constraint event_exceptions_need_a_rule check (cardinality(exceptions) = 0 or recurrence is not null),
	constraint event_known_until_needs_a_rule check (known_until is null or recurrence is not null),
	constraint event_is_scheduled_as_a_draft check (publish_at is null or publication = 'draft'),
	constraint event_knows_when_it_was_removed check ((publication = 'removed') = (removed_at is not null)),
	constraint event_texts_are_plain check (internal.are_plain(venue_name, street, contact_name, image_credit)),
	constraint event_lists_are_lists check (coalesce(array_ndims(accessibility), 1) = 1
		and coalesce(array_ndims(exceptions), 1) = 1),
	-- Infinity and the year 20000 are dates to the database and to nobody else.
	constraint event_is_in_our_time check (starts_local >= '1900-01-01' and ends_local < '2200-01-01'
		and registration_deadline >= '1900-01-01' and registration_deadline < '2200-01-01'
		and known_until >= '1900-01-01' and known_until < '2200-01-01'
		and '1900-01-01' <= all (exceptions) and '2200-01-01' > all (exceptions)),
	constraint event_is_published_in_our_time check (publish_at >= '2000-01-01' and publish_at < '2200-01-01'),
	-- A name of the zone database: 'EET' has no summer time everywhere, and PostgreSQL takes
	-- "Anything/At-all3" for a zone three hours off (POSIX); no calendar and no browser does.
	constraint event_time_zone_is_a_name check (time_zone ~
		'^([A-Z][A-Za-z_-]*(/[A-Z][A-Za-z_-]+)+|Etc/GMT(\+([1-9]|1[0-2])|-([1-9]|1[0-4]))|UTC)$')
);
create index events_place on public.events (place_id);
create index events_municipality on public.events (municipality_id);
create index events_region on public.events (region_id);
create index events_location on public.events using gist (location);
create index events_accessibility on public.events using gin (accessibility);
-- What begins about the same time is compared with what is proposed.
create index events_begin on public.events (starts_local);
create index events_series on public.events (series_id) where series_id is not null;
create index events_examples on public.events (id) where is_example;
create index events_area on public.events using gist ((location::extensions.geometry)) where publication = 'published';
create index events_to_publish on public.events (publish_at) where publish_at is not null;
create index events_removed on public.events (removed_at) where removed_at is not null;
create index events_image on public.events (image_path) where image_path is not null;
alter table public.events enable row level security;
create policy "everybody reads published events" on public.events
	for select to anon using (publication = 'published');
create policy "members read what is published and what they edit" on public.events
	for select to authenticated using (
		publication = 'published'
		or (select internal.is_administrator())
		or region_id = any ((select internal.my_regions())::text[])
		or internal.may_edit_event(id));
revoke all on public.events from public, anon, authenticated, service_role;
grant select (
	id, slug, kind, title, summary, description, audience, image_path, image_width, image_height,
	image_alt, image_credit, attendance, venue_name, street, postcode, place_id, municipality_id,
	region_id, location, approximate, latitude, longitude, languages, accessibility,
	accessibility_note, free, price, funder, registration_url, registration_email,
	registration_phone, registration_deadline, registration_places, contact_name, contact_role,
	contact_phone, contact_email, status, status_reason, time_zone, starts_local, ends_local,
	all_day, date_precision, recurrence, exceptions, known_until, series_id, is_example, publication, version,
	created_at, updated_at
) on public.events to anon, authenticated;
grant select on public.events to service_role;

-- A name of that form that this database does not know could be saved and never be read again.
create function internal.check_time_zone() returns trigger
	language plpgsql set search_path = '' as $$
begin
	perform now() at time zone new.time_zone;
	return new;
exception when invalid_parameter_value then
	raise exception using errcode = 'check_violation', constraint = 'event_time_zone_is_a_name',
		message = 'the time zone of this event is not known';
end;
$$;
create trigger a_check_time_zone before insert or update of time_zone on public.events
	for each row execute function internal.check_time_zone();
create trigger a_check_point before insert or update of location on public.events
	for each row execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode on public.events
	for each row execute function internal.check_forms();
create trigger b_check_languages before insert or update of title, summary, description, audience, image_alt,
	accessibility_note, price, funder, contact_role, status_reason on public.events
	for each row execute function internal.check_languages('title', 'summary', 'description', 'audience',
		'image_alt', 'accessibility_note', 'price', 'funder', 'contact_role', 'status_reason');
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.events
	for each row execute function internal.follow_pin();
create trigger e_check_pictures before insert or update of image_path on public.events
	for each row execute function internal.check_pictures('image_path');
create trigger z_raise_content_version after insert or update or delete or truncate on public.events
	for each statement execute function internal.raise_content_version();

-- The first organiser is the one to ask; others hold it together with them. Some are not in the
-- directory.
create table public.event_organisers (
	event_id uuid not null references public.events (id) on delete cascade,
	position smallint not null check (position between 1 and 50),
	organisation_id uuid references public.organisations (id),
	name text check (length(btrim(name)) between 1 and 200),
	primary key (event_id, position),
	constraint organiser_is_one_or_the_other check ((organisation_id is null) <> (name is null)),
	constraint organiser_name_is_plain check (internal.is_plain(name))
);
create index event_organisers_organisation on public.event_organisers (organisation_id);
alter table public.event_organisers enable row level security;
-- An organiser that is not published is not named beside a published event either, not even by its
-- id.
create policy "everybody reads published organisers of published events" on public.event_organisers
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published')
		and (organisation_id is null or exists (
			select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published')));
create policy "members read what belongs to events they read" on public.event_organisers
	for select to authenticated using (
		exists (select from public.events as event where event.id = event_id)
		and (organisation_id is null
			or exists (select from public.organisations as organisation where organisation.id = organisation_id)
			or internal.may_edit_event(event_id)));
revoke all on public.event_organisers from public, anon, authenticated, service_role;
grant select (event_id, position, organisation_id, name) on public.event_organisers to anon, authenticated;
grant select on public.event_organisers to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_organisers
	for each statement execute function internal.raise_content_version();

create table public.event_topics (
	event_id uuid not null references public.events (id) on delete cascade,
	topic_id text not null references public.topics (id),
	primary key (event_id, topic_id)
);
create index event_topics_topic on public.event_topics (topic_id);
alter table public.event_topics enable row level security;
create policy "everybody reads topics of published events" on public.event_topics
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_topics
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_topics from public, anon, authenticated, service_role;
grant select (event_id, topic_id) on public.event_topics to anon, authenticated;
grant select on public.event_topics to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_topics
	for each statement execute function internal.raise_content_version();

create table public.event_sources (
	event_id uuid not null references public.events (id) on delete cascade,
	source text not null check (length(btrim(source)) between 1 and 2000),
	certainty text not null check (certainty in ('read', 'inferred')),
	primary key (event_id, source)
);
alter table public.event_sources enable row level security;
create policy "everybody reads sources of published events" on public.event_sources
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_sources
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_sources from public, anon, authenticated, service_role;
grant select (event_id, source, certainty) on public.event_sources to anon, authenticated;
grant select on public.event_sources to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_sources
	for each statement execute function internal.raise_content_version();

create table public.event_occurrences (
	id uuid primary key default gen_random_uuid(),
	event_id uuid not null references public.events (id) on delete cascade,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	-- What the rule says; differs from starts_at once this one date was moved. Stays stable for
	-- calendars (RECURRENCE-ID).
	original_start timestamptz not null,
	-- What was said of this one date. What holds of it is internal.held_dates (105_held_dates.sql).
	status text check (status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	-- The whole event was cancelled, postponed or full after that was said: it waits until that is
	-- taken back.
	overruled boolean not null default false,
	-- What was said of the whole event when this date was over, kept once something else is said.
	whole_status text check (whole_status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	whole_reason jsonb not null default '{}' check (internal.is_localised(whole_reason, 500)),
	-- What follows is where this date differs from the event. Empty: as the event says. A place of
	-- its own replaces the whole place of the event, so that a new street never stands beside the
	-- old town.
	title jsonb not null default '{}' check (internal.is_localised(title, 200)),
	reason jsonb not null default '{}' check (internal.is_localised(reason, 500)),
	-- Begins or ends at another time than the rule says.
	rescheduled boolean not null default false,
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
	elsewhere boolean generated always as
		(num_nonnulls(venue_name, street, postcode, place_id, municipality_id, region_id, location) > 0) stored,
	constraint occurrence_ends_after_start check (ends_at > starts_at),
	constraint occurrence_waits_with_a_word check (status is not null or not overruled),
	unique (event_id, original_start),
	constraint occurrence_keeps_the_rule check (rescheduled or starts_at = original_start),
	constraint occurrence_texts_are_plain check (internal.are_plain(venue_name, street)),
	constraint occurrence_is_in_our_time check (starts_at >= '1900-01-01' and ends_at < '2200-01-02'
		and original_start >= '1900-01-01' and original_start < '2200-01-02')
);
create index event_occurrences_start on public.event_occurrences (starts_at, event_id);
create index event_occurrences_end on public.event_occurrences (ends_at);
create index event_occurrences_event on public.event_occurrences (event_id, starts_at);
-- Dates in the order of the lists, and those that go on at a moment.
create index event_occurrences_order on public.event_occurrences (starts_at, id);
create index event_occurrences_span on public.event_occurrences using gist (tstzrange(starts_at, ends_at));
create index event_occurrences_place on public.event_occurrences (place_id) where place_id is not null;
create index event_occurrences_municipality on public.event_occurrences (municipality_id) where municipality_id is not null;
create index event_occurrences_region on public.event_occurrences (region_id) where region_id is not null;
create index event_occurrences_location on public.event_occurrences using gist (location) where location is not null;
alter table public.event_occurrences enable row level security;
create policy "everybody reads dates of published events" on public.event_occurrences
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_occurrences
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_occurrences from public, anon, authenticated, service_role;
grant select (
	id, event_id, starts_at, ends_at, original_start, status, overruled, whole_status, whole_reason,
	title, reason, rescheduled, venue_name, street, postcode, place_id, municipality_id, region_id, location, approximate, latitude,
	longitude, elsewhere
) on public.event_occurrences to anon, authenticated;
grant select on public.event_occurrences to service_role;
create trigger a_check_point before insert or update of location on public.event_occurrences
	for each row when (new.location is not null) execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode on public.event_occurrences
	for each row when (new.postcode is not null) execute function internal.check_forms();
create trigger b_check_languages before insert or update of title, reason on public.event_occurrences
	for each row when (new.title <> '{}' or new.reason <> '{}') execute function internal.check_languages('title', 'reason');
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.event_occurrences
	for each row when (new.location is not null or new.municipality_id is not null)
	execute function internal.follow_pin();
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_occurrences
	for each statement execute function internal.raise_content_version();

-- The join link of an online event is shown only when it should be; it lives apart so that no
-- select of events leaks it.
create table public.event_join_links (
	event_id uuid primary key references public.events (id) on delete cascade,
	url text not null check (internal.is_web_address(url)),
	-- The join link is shown from so many minutes before a date begins until it ends. Empty: never
	-- on a page, the organiser sends it to those who registered.
	visible_minutes integer check (visible_minutes between 0 and 10080)
);
alter table public.event_join_links enable row level security;
create policy "who edits an event reads its join link" on public.event_join_links
	for select to authenticated using (internal.may_edit_event(event_id));
revoke all on public.event_join_links from public, anon, authenticated, service_role;
grant select (event_id, url, visible_minutes) on public.event_join_links to authenticated;
grant select on public.event_join_links to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_join_links
	for each statement execute function internal.raise_content_version();

create table public.event_documents (
	event_id uuid not null references public.events (id) on delete cascade,
	position smallint not null check (position between 1 and 50),
	title jsonb not null default '{}' check (internal.is_localised(title, 200)),
	url text not null check (internal.is_web_address(url)),
	primary key (event_id, position),
	constraint document_has_a_title check (title <> '{}')
);
alter table public.event_documents enable row level security;
create policy "everybody reads documents of published events" on public.event_documents
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_documents
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_documents from public, anon, authenticated, service_role;
grant select (event_id, position, title, url) on public.event_documents to anon, authenticated;
grant select on public.event_documents to service_role;
create trigger b_check_languages before insert or update of title on public.event_documents
	for each row execute function internal.check_languages('title');
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_documents
	for each statement execute function internal.raise_content_version();

-- An event at an organisation of the directory has that organisation's address. A table of its own,
-- because the id of an organisation that is not published may not be readable, and columns of a row
-- are all read or none.
create table public.event_venues (
	event_id uuid primary key references public.events (id) on delete cascade,
	organisation_id uuid not null references public.organisations (id) on delete cascade
);
create index event_venues_organisation on public.event_venues (organisation_id);
alter table public.event_venues enable row level security;
create policy "everybody reads published venues of published events" on public.event_venues
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published')
		and exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
create policy "members read what belongs to events they read" on public.event_venues
	for select to authenticated using (
		exists (select from public.events as event where event.id = event_id)
		and (organisation_id is null
			or exists (select from public.organisations as organisation where organisation.id = organisation_id)
			or internal.may_edit_event(event_id)));
revoke all on public.event_venues from public, anon, authenticated, service_role;
grant select (event_id, organisation_id) on public.event_venues to anon, authenticated;
grant select on public.event_venues to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_venues
	for each statement execute function internal.raise_content_version();

-- The address follows the organisation: when the venue is chosen, and when the organisation moves,
-- as long as something of the event is still to begin.
create function internal.take_venue_address(wanted uuid[]) returns void
	language sql security definer set search_path = '' as $$
	update public.events as event
	set street = organisation.street, postcode = organisation.postcode, place_id = organisation.place_id,
		municipality_id = organisation.municipality_id, region_id = organisation.region_id,
		location = organisation.location, approximate = organisation.approximate
	from public.event_venues as venue
	join public.organisations as organisation on organisation.id = venue.organisation_id
	where event.id = any (wanted) and venue.event_id = event.id
		and (event.street, event.postcode, event.place_id, event.municipality_id, event.region_id,
				event.location::text, event.approximate)
			is distinct from (organisation.street, organisation.postcode, organisation.place_id,
				organisation.municipality_id, organisation.region_id, organisation.location::text,
				organisation.approximate);
$$;

create function internal.follow_venue() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.take_venue_address(array[new.event_id]);
	return null;
end;
$$;
create trigger follow_venue after insert or update on public.event_venues
	for each row execute function internal.follow_venue();

-- Where dates of a series were held, or are being held, is kept as a place of their own. What an
-- address was put right by, its pin or its postcode, concerns them, too; and nobody has seen a
-- draft.
create function internal.bring_events_along() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	along constant uuid[] := array(
		select venue.event_id from public.event_venues as venue
		where venue.organisation_id = new.id
			and exists (select from public.event_occurrences as occurrence
				where occurrence.event_id = venue.event_id and occurrence.starts_at > now()));
begin
	update public.event_occurrences as occurrence
	set venue_name = event.venue_name, street = event.street, postcode = event.postcode, place_id = event.place_id,
		municipality_id = event.municipality_id, region_id = event.region_id, location = event.location,
		approximate = event.approximate
	from public.events as event
	where event.id = any (along) and event.publication <> 'draft'
		and (event.street, event.place_id) is distinct from (new.street, new.place_id)
		and occurrence.event_id = event.id and occurrence.starts_at <= now() and not occurrence.elsewhere;
	perform internal.take_venue_address(along);
	return null;
end;
$$;
create trigger bring_events_along
	after update of street, postcode, place_id, municipality_id, region_id, location, approximate on public.organisations
	for each row execute function internal.bring_events_along();

-- An address of its own beside a venue that says another would send people to two places.
create function internal.keep_venue_address() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if (new.street, new.postcode, new.place_id, new.location::text)
			is distinct from (old.street, old.postcode, old.place_id, old.location::text)
		and exists (
			select from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = new.id
				and (organisation.street, organisation.postcode, organisation.place_id, organisation.location::text)
					is distinct from (new.street, new.postcode, new.place_id, new.location::text)) then
		raise exception using errcode = 'check_violation', constraint = 'venue_decides_address',
			message = 'the address of this event is that of its venue';
	end if;
	return new;
end;
$$;
create trigger d_keep_venue_address before update of street, postcode, place_id, location on public.events
	for each row execute function internal.keep_venue_address();

-- {visibleFrom, visibleUntil, url} of the next date that takes place; url is NULL while it is too
-- early. NULL where there is no link to show. The only way to the link for visitors: it runs as the
-- owner and asks the clock itself.
create function internal.join_link(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('visibleFrom', soon.visible_from, 'visibleUntil', soon.ends_at,
		'url', case when now() >= soon.visible_from then link.url end)
	from public.event_join_links as link
	join public.events as event on event.id = link.event_id
		and event.publication = 'published' and event.attendance in ('online', 'both')
	cross join lateral (
		select occurrence.starts_at - make_interval(mins => link.visible_minutes) as visible_from, occurrence.ends_at
		from internal.held_dates as occurrence
		where occurrence.event_id = event.id and occurrence.ends_at > now() and occurrence.takes_place
		order by occurrence.starts_at limit 1
	) as soon
	where link.event_id = wanted and link.visible_minutes is not null;
$$;
grant execute on function internal.join_link to anon, authenticated, service_role;
