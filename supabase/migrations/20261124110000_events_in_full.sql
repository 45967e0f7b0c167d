-- What people need to know of an event before they come: whom it is for, whether they can get in and follow, whom to ask, who
-- pays, papers and a picture, where exactly, and what has changed since they last looked.

-- Words of the accessibility of a venue. Names for people are in words.ts; the list is the same one as in event.ts.
create function internal.are_accessibility_words(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return list operator(pg_catalog.<@) array[
		'step-free', 'lift', 'accessible-toilet', 'accessible-parking', 'public-transport', 'hearing-loop', 'sign-language',
		'interpretation', 'captions', 'easy-language', 'large-print', 'assistance-dogs', 'personal-assistant', 'quiet-room',
		'child-care'];

alter table public.events
	add column audience_lv text check (length(btrim(audience_lv)) between 1 and 500),
	add column audience_en text check (length(btrim(audience_en)) between 1 and 500),
	-- What there is. What is not in the list is not known to be missing.
	add column accessibility text[] not null default '{}'
		check (internal.are_accessibility_words(accessibility) and cardinality(accessibility) <= 20),
	add column accessibility_note_lv text check (length(btrim(accessibility_note_lv)) between 1 and 500),
	add column accessibility_note_en text check (length(btrim(accessibility_note_en)) between 1 and 500),
	add column contact_name text check (length(btrim(contact_name)) between 1 and 200),
	add column contact_role_lv text check (length(btrim(contact_role_lv)) between 1 and 200),
	add column contact_role_en text check (length(btrim(contact_role_en)) between 1 and 200),
	add column contact_phone text check (internal.is_phone(contact_phone)),
	add column contact_email text check (internal.is_email(contact_email)),
	-- Who pays for it, in the words the funder asks for.
	add column funder_lv text check (length(btrim(funder_lv)) between 1 and 500),
	add column funder_en text check (length(btrim(funder_en)) between 1 and 500),
	add column registration_places integer check (registration_places between 1 and 100000),
	-- A picture of this server: a visitor's browser asks nobody else. Pixels, so that nothing jumps while it loads.
	add column image_path text check (image_path ~ '^(/[A-Za-z0-9_-]+)+\.(avif|jpe?g|png|svg|webp)$' and length(image_path) <= 300),
	add column image_width integer check (image_width between 1 and 20000),
	add column image_height integer check (image_height between 1 and 20000),
	add column image_alt_lv text check (length(btrim(image_alt_lv)) between 1 and 300),
	add column image_alt_en text check (length(btrim(image_alt_en)) between 1 and 300),
	add column image_credit text check (length(btrim(image_credit)) between 1 and 200),
	-- Dates the rule gives and that are not held (EXDATE), in local time like starts_local.
	add column exceptions timestamp[] not null default '{}'
		check (array_position(exceptions, null) is null and cardinality(exceptions) <= 400),
	-- An open-ended series is only known until this day; somebody must renew it then.
	add column known_until date,
	add constraint event_image_is_described check (num_nulls(image_path, image_width, image_height) in (0, 3)
		and (image_path is null or image_alt_lv is not null or image_alt_en is not null)),
	add constraint event_all_day_is_whole_days check (not all_day
		or (starts_local = date_trunc('day', starts_local) and ends_local = date_trunc('day', ends_local))),
	add constraint event_exceptions_need_a_rule check (cardinality(exceptions) = 0 or recurrence is not null),
	add constraint event_known_until_needs_a_rule check (known_until is null or recurrence is not null),
	-- The names of the zone database, not abbreviations: 'EET' has no summer time everywhere.
	add constraint event_time_zone_is_a_name check (time_zone ~ '^([A-Z][A-Za-z0-9_+-]+(/[A-Z][A-Za-z0-9_+-]+)+|UTC)$');

create table public.event_documents (
	event_id uuid not null references public.events (id) on delete cascade,
	position smallint not null check (position between 1 and 50),
	title_lv text check (length(btrim(title_lv)) between 1 and 200),
	title_en text check (length(btrim(title_en)) between 1 and 200),
	url text not null check (internal.is_web_address(url)),
	primary key (event_id, position),
	constraint document_has_a_title check (title_lv is not null or title_en is not null)
);

-- One date that differs from what the event says. Each column empty: as the event says. A place of its own replaces the whole
-- place of the event, so that a new street never stands beside the old town.
alter table public.event_occurrences
	add column title_lv text check (length(btrim(title_lv)) between 1 and 200),
	add column title_en text check (length(btrim(title_en)) between 1 and 200),
	add column reason_lv text check (length(btrim(reason_lv)) between 1 and 500),
	add column reason_en text check (length(btrim(reason_en)) between 1 and 500),
	-- Begins or ends at another time than the rule says.
	add column rescheduled boolean not null default false,
	add column venue_name text check (length(btrim(venue_name)) between 1 and 200),
	add column street text check (length(btrim(street)) between 1 and 200),
	add column postcode text,
	add column place_id text references public.places (id),
	add column municipality_id text references public.municipalities (id),
	add column region_id text references public.regions (id),
	add column location extensions.geography (Point, 4326),
	add column approximate boolean not null default true,
	add column latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	add column longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	add column elsewhere boolean generated always as
		(num_nonnulls(venue_name, street, postcode, place_id, municipality_id, region_id, location) > 0) stored,
	add constraint occurrence_keeps_the_rule check (rescheduled or starts_at = original_start);
create index event_occurrences_place on public.event_occurrences (place_id) where place_id is not null;
create index event_occurrences_municipality on public.event_occurrences (municipality_id) where municipality_id is not null;
create index event_occurrences_region on public.event_occurrences (region_id) where region_id is not null;
create index event_occurrences_location on public.event_occurrences using gist (location) where location is not null;

create trigger a_check_point before insert or update of location on public.event_occurrences
	for each row when (new.location is not null) execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode on public.event_occurrences
	for each row when (new.postcode is not null) execute function internal.check_forms();
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.event_occurrences
	for each row when (new.location is not null or new.municipality_id is not null)
	execute function internal.follow_pin();

-- An event at an organisation of the directory has that organisation's address. A table of its own, because the id of an
-- organisation that is not published may not be readable, and columns of a row are all read or none.
create table public.event_venues (
	event_id uuid primary key references public.events (id) on delete cascade,
	organisation_id uuid not null references public.organisations (id) on delete cascade
);
create index event_venues_organisation on public.event_venues (organisation_id);

-- What changed after an event was published, so that its page can say "moved from 12 March". Written by triggers alone.
create table public.event_changes (
	id uuid primary key default gen_random_uuid(),
	event_id uuid not null references public.events (id) on delete cascade,
	-- The date that changed; empty when the whole event did.
	occurrence_id uuid references public.event_occurrences (id) on delete cascade,
	changed_at timestamptz not null default now(),
	what text not null check (what in ('time', 'place', 'state')),
	previous_starts_at timestamptz,
	previous_ends_at timestamptz,
	previous_attendance text check (previous_attendance in ('on-site', 'online', 'both')),
	previous_venue text,
	previous_street text,
	previous_place_id text references public.places (id),
	previous_state text check (previous_state in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	constraint change_says_what_was check (case what
		when 'time' then previous_starts_at is not null and previous_ends_at > previous_starts_at
		when 'state' then previous_state is not null
		else true end)
);
create index event_changes_event on public.event_changes (event_id, changed_at);
create index event_changes_occurrence on public.event_changes (occurrence_id) where occurrence_id is not null;
create index event_changes_place on public.event_changes (previous_place_id) where previous_place_id is not null;

alter table public.event_documents enable row level security;
alter table public.event_venues enable row level security;
alter table public.event_changes enable row level security;

create policy "everybody reads documents of published events" on public.event_documents
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
create policy "everybody reads published venues of published events" on public.event_venues
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published')
		and exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
create policy "everybody reads changes of published events" on public.event_changes
	for select to anon, authenticated using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));

revoke all on public.event_documents, public.event_venues, public.event_changes
	from public, anon, authenticated, service_role;
grant select on public.event_documents, public.event_venues, public.event_changes to anon, authenticated, service_role;

-- The address follows the organisation: when the venue is chosen, and when the organisation moves, as long as the event is
-- not over. Where something was held stays as it was.
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

create function internal.bring_events_along() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.take_venue_address(array(
		select venue.event_id from public.event_venues as venue
		where venue.organisation_id = new.id
			and exists (select from public.event_occurrences as occurrence
				where occurrence.event_id = venue.event_id and occurrence.ends_at > now())));
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

-- Only what people could have read and could still go to is worth a notice: drafts, what is made in the same transaction and
-- dates that are over are not.
create function internal.record_event_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.created_at >= now() or not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = new.id and occurrence.ends_at > now()) then
		return null;
	end if;
	if (new.attendance, new.venue_name, new.street, new.place_id)
			is distinct from (old.attendance, old.venue_name, old.street, old.place_id) then
		insert into public.event_changes (event_id, what, previous_attendance, previous_venue, previous_street,
			previous_place_id)
		values (new.id, 'place', old.attendance, old.venue_name, old.street, old.place_id);
	end if;
	if new.status <> old.status then
		insert into public.event_changes (event_id, what, previous_state) values (new.id, 'state', old.status);
	end if;
	return null;
end;
$$;
create trigger record_event_change
	after update of attendance, venue_name, street, place_id, status on public.events
	for each row when (old.publication = 'published' and new.publication = 'published')
	execute function internal.record_event_change();

create function internal.record_occurrence_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
begin
	select * into event from public.events as one where one.id = new.event_id;
	if event.publication <> 'published' or event.created_at >= now() or old.ends_at <= now()
		or old.event_id <> new.event_id then
		return null;
	end if;
	if (new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_starts_at, previous_ends_at)
		values (new.event_id, new.id, 'time', old.starts_at, old.ends_at);
	end if;
	if (new.venue_name, new.street, new.place_id) is distinct from (old.venue_name, old.street, old.place_id) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_attendance, previous_venue,
			previous_street, previous_place_id)
		values (new.event_id, new.id, 'place', event.attendance,
			case when old.elsewhere then old.venue_name else event.venue_name end,
			case when old.elsewhere then old.street else event.street end,
			case when old.elsewhere then old.place_id else event.place_id end);
	end if;
	if coalesce(new.status, event.status) <> coalesce(old.status, event.status) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_state)
		values (new.event_id, new.id, 'state', coalesce(old.status, event.status));
	end if;
	return null;
end;
$$;
create trigger record_occurrence_change after update on public.event_occurrences
	for each row execute function internal.record_occurrence_change();

-- The join link is shown from so many minutes before a date begins until it ends. Empty: never on a page, the organiser sends
-- it to those who registered.
alter table public.event_join_links
	add column visible_minutes integer check (visible_minutes between 0 and 10080);

-- {visible_from, visible_until, url} of the next date that takes place; url is NULL while it is too early. NULL where there is
-- no link to show. The only way to the link for visitors: it runs as the owner and asks the clock itself.
create function internal.join_link(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('visible_from', soon.visible_from, 'visible_until', soon.ends_at,
		'url', case when now() >= soon.visible_from then link.url end)
	from public.event_join_links as link
	join public.events as event on event.id = link.event_id
		and event.publication = 'published' and event.attendance in ('online', 'both')
	cross join lateral (
		select occurrence.starts_at - make_interval(mins => link.visible_minutes) as visible_from, occurrence.ends_at
		from public.event_occurrences as occurrence
		where occurrence.event_id = event.id and occurrence.ends_at > now()
			and coalesce(occurrence.status, event.status) not in ('cancelled', 'postponed')
		order by occurrence.starts_at limit 1
	) as soon
	where link.event_id = wanted and link.visible_minutes is not null;
$$;

do $$
declare
	content text;
begin
	foreach content in array array['event_documents', 'event_venues', 'event_changes', 'event_join_links'] loop
		execute format(
			'create trigger z_raise_content_version after insert or update or delete or truncate on public.%I
				for each statement execute function internal.raise_content_version()', content);
	end loop;
end;
$$;

-- Everything an event's page shows, or NULL.
create or replace function public.event_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select to_jsonb(event) - array['location', 'publication'] || jsonb_build_object(
		'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv, 'name_en', place.name_en)
			from public.places as place where place.id = event.place_id),
		'municipality', (select jsonb_build_object('id', municipality.id, 'name_lv', municipality.full_name_lv)
			from public.municipalities as municipality where municipality.id = event.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from public.regions as region where region.id = event.region_id),
		'venue_organisation', (select jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name_lv', organisation.name_lv, 'name_en', organisation.name_en)
			from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = event.id),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]')
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id),
		'documents', (select coalesce(jsonb_agg(jsonb_build_object('title_lv', document.title_lv,
				'title_en', document.title_en, 'url', document.url) order by document.position), '[]')
			from public.event_documents as document where document.event_id = event.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('source', source.source,
				'certainty', source.certainty) order by source.source), '[]')
			from public.event_sources as source where source.event_id = event.id),
		'organisers', internal.organisers_of(event.id),
		'join_link', internal.join_link(event.id),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('occurrence_id', change.occurrence_id,
				'changed_at', change.changed_at, 'what', change.what,
				'previous_starts_at', change.previous_starts_at, 'previous_ends_at', change.previous_ends_at,
				'previous_attendance', change.previous_attendance, 'previous_venue', change.previous_venue,
				'previous_street', change.previous_street,
				'previous_place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv,
						'name_en', place.name_en)
					from public.places as place where place.id = change.previous_place_id),
				'previous_state', change.previous_state) order by change.changed_at desc, change.id), '[]')
			from (select * from public.event_changes as every_change where every_change.event_id = event.id
				order by every_change.changed_at desc, every_change.id limit 20) as change),
		'occurrences', (select coalesce(jsonb_agg(jsonb_build_object('id', occurrence.id,
				'starts_at', occurrence.starts_at, 'ends_at', occurrence.ends_at,
				'original_start', occurrence.original_start, 'rescheduled', occurrence.rescheduled,
				'status', coalesce(occurrence.status, event.status),
				'title_lv', occurrence.title_lv, 'title_en', occurrence.title_en,
				'reason_lv', occurrence.reason_lv, 'reason_en', occurrence.reason_en,
				'elsewhere', case when occurrence.elsewhere then jsonb_build_object(
					'venue_name', occurrence.venue_name, 'street', occurrence.street, 'postcode', occurrence.postcode,
					'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv,
							'name_en', place.name_en)
						from public.places as place where place.id = occurrence.place_id),
					'municipality', (select jsonb_build_object('id', municipality.id,
							'name_lv', municipality.full_name_lv)
						from public.municipalities as municipality where municipality.id = occurrence.municipality_id),
					'latitude', occurrence.latitude, 'longitude', occurrence.longitude,
					'approximate', occurrence.approximate) end) order by occurrence.starts_at), '[]')
			from (select * from public.event_occurrences as every_date where every_date.event_id = event.id
				order by every_date.ends_at <= now(), abs(extract(epoch from every_date.starts_at - now()))
				limit 60) as occurrence),
		'occurrence_count', (select count(*) from public.event_occurrences as every_date
			where every_date.event_id = event.id))
	from public.events as event
	where event.slug = wanted_slug and event.publication = 'published';
$$;

revoke execute on function internal.are_accessibility_words(text[]), internal.take_venue_address(uuid[]),
	internal.follow_venue(), internal.bring_events_along(), internal.keep_venue_address(),
	internal.record_event_change(), internal.record_occurrence_change(), internal.join_link(uuid)
	from public, anon, authenticated, service_role;
grant execute on function internal.are_accessibility_words(text[]), internal.join_link(uuid)
	to anon, authenticated, service_role;
