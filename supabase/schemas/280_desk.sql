-- The listings a person keeps, for the desk and its lists: every one they may edit, by the same
-- rules as internal.may_edit, but as one set and not asked of every row, so that ten thousand
-- organisations cost one look at an index. A test holds the two against each other for every person
-- and every listing.

-- Of any person, because mails are put together while they are away (285_waits.sql). `nearest`:
-- administrators have only what lies in a region nobody coordinates, or in none, beside what they
-- coordinate or keep themselves: the rest has somebody nearer.
create function internal.listings_of(wanted uuid, wanted_subject text, nearest boolean) returns setof uuid
	language plpgsql stable security definer set search_path = '' as $$
declare
	administers constant boolean := exists (select from public.memberships as one
		where one.person_id = wanted and one.role = 'administrator');
	regions constant text[] := array(select one.region_id from public.memberships as one
			where one.person_id = wanted and one.role = 'coordinator'
		union select region.id from public.regions as region
			where administers and nearest and not exists (select from public.memberships as one
				where one.role = 'coordinator' and one.region_id = region.id));
	kept constant uuid[] := array(select one.organisation_id from public.memberships as one
		where one.person_id = wanted and one.role = 'editor');
begin
	if wanted_subject = 'organisation' and administers and not nearest then
		return query select organisation.id from public.organisations as organisation;
	elsif wanted_subject = 'organisation' then
		return query
			select organisation.id from public.organisations as organisation where organisation.region_id = any (regions)
			union
			select organisation.id from public.organisations as organisation where organisation.id = any (kept)
			union
			select organisation.id from public.organisations as organisation where administers and organisation.region_id is null;
	elsif wanted_subject = 'event' and administers and not nearest then
		return query select event.id from public.events as event;
	elsif wanted_subject = 'event' then
		return query
			select event.id from public.events as event where event.region_id = any (regions)
			union
			select organiser.event_id from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.position = 1
				and (organisation.region_id = any (regions) or organisation.id = any (kept))
			union
			select event.id from public.events as event
			where administers and event.region_id is null
				and not exists (select from public.event_organisers as organiser
					join public.organisations as organisation on organisation.id = organiser.organisation_id
					where organiser.event_id = event.id and organiser.position = 1 and organisation.region_id is not null);
	end if;
end;
$$;

create function internal.my_listings(wanted_subject text) returns setof uuid
	language sql stable security definer set search_path = '' as $$
	select listed.id from internal.listings_of(internal.person(), wanted_subject, false) as listed (id);
$$;

-- What waits for somebody at their listings (`nearest` as in internal.listings_of), and since when:
-- drafts nobody finished, what the clock will publish and what it could not, organisations nobody
-- confirmed within a year, that say they closed, or that were asked in vain whether they are still
-- right (207_still_true.sql), events people could not come to as they stand. Examples are invented
-- and wait for nobody.
create function internal.waiting_for(wanted uuid, wanted_subject text, nearest boolean)
	returns table (id uuid, what text, since timestamptz)
	language plpgsql stable security definer set search_path = '' as $$
declare
	today constant date := (now() at time zone
		coalesce((select network.time_zone from internal.network as network), 'UTC'))::date;
begin
	if wanted_subject = 'organisation' then
		return query
			select organisation.id, wait.what, wait.since
			from internal.listings_of(wanted, 'organisation', nearest) as mine (id)
			join public.organisations as organisation on organisation.id = mine.id and not organisation.is_example
			left join internal.clock_refusals as refusal on refusal.subject = 'organisation' and refusal.work = 'publish'
				and refusal.subject_id = organisation.id and refusal.version = organisation.version
			left join internal.truth_asks as ask on ask.organisation_id = organisation.id
			left join internal.truth_reports as report on report.organisation_id = organisation.id
			cross join lateral (values
				('draft', organisation.updated_at, organisation.publication = 'draft' and organisation.publish_at is null),
				('refused', refusal.refused_at, refusal.refused_at is not null),
				('scheduled', organisation.publish_at, organisation.publish_at is not null and refusal.refused_at is null),
				('closing', report.reported_at, report.reported_at is not null),
				('to-archive', ask.proposed_at, ask.proposed_at is not null and report.reported_at is null),
				('unanswered', ask.told_at, ask.told_at is not null and ask.proposed_at is null and report.reported_at is null),
				('unconfirmed', coalesce(organisation.confirmed_on, '-infinity')::timestamptz,
					organisation.publication = 'published' and ask.told_at is null and report.reported_at is null
					and coalesce(organisation.confirmed_on < today - interval '1 year', true)
					-- Who listed it by hand said all of it that day.
					and (organisation.created_at < today - interval '1 year' or not exists (
						select from public.revisions as first where first.subject = 'organisation'
							and first.subject_id = organisation.id and first.version = 1 and first.action = 'create')))
			) as wait (what, since, waits)
			where wait.waits;
	elsif wanted_subject = 'event' then
		return query
			select event.id, wait.what, wait.since
			from internal.listings_of(wanted, 'event', nearest) as mine (id)
			join public.events as event on event.id = mine.id and not event.is_example
			left join internal.clock_refusals as refusal on refusal.subject = 'event' and refusal.work = 'publish'
				and refusal.subject_id = event.id and refusal.version = event.version
			cross join lateral (select event.status <> 'cancelled'
				and (event.publication = 'published' or event.publish_at is not null) as counts) as public_one
			cross join lateral (values
				('draft', event.updated_at, event.publication = 'draft' and event.publish_at is null),
				('refused', refusal.refused_at, refusal.refused_at is not null),
				('scheduled', event.publish_at, event.publish_at is not null and refusal.refused_at is null),
				('without-place', event.starts_local at time zone event.time_zone,
					public_one.counts and event.attendance <> 'online' and event.location is null and event.place_id is null),
				-- Of some only the month is known yet; a postponed one waits for its new day.
				('without-date', event.starts_local at time zone event.time_zone,
					public_one.counts and (event.date_precision in ('month', 'year') or event.status = 'postponed')),
				('ending', event.known_until::timestamptz,
					public_one.counts and event.known_until < today + 45)
			) as wait (what, since, waits)
			where wait.waits
				-- Where something was held, or when, nobody can mend for those who wanted to come.
				and (wait.what not in ('without-place', 'without-date') or event.status = 'postponed'
					or exists (select from public.event_occurrences as occurrence
						where occurrence.event_id = event.id and occurrence.ends_at > now()));
	end if;
end;
$$;

create function internal.waiting(wanted_subject text) returns table (id uuid, what text, since timestamptz)
	language sql stable security definer set search_path = '' as $$
	select wait.id, wait.what, wait.since from internal.waiting_for(internal.person(), wanted_subject, false) as wait;
$$;

-- How a listing stands before the public, as the desk says it: a draft with a moment to be
-- published at is scheduled, and what is removed has a page of its own.
create function internal.listing_state(publication text, publish_at timestamptz) returns text
	language sql immutable parallel safe set search_path = ''
	return case when publish_at is not null then 'scheduled' when publication = 'removed' then 'archived'
		else publication end;

-- Organisations as lists of the desk show them (DeskOrganisation of src/lib), in the order of the
-- ids.
create function internal.organisation_rows(ids uuid[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('subject', 'organisation', 'id', organisation.id,
		'slug', organisation.slug, 'kind', organisation.kind, 'name', organisation.name,
		'version', organisation.version,
		'state', internal.listing_state(organisation.publication, organisation.publish_at),
		'publishAt', organisation.publish_at, 'isExample', organisation.is_example,
		'confirmedOn', organisation.confirmed_on, 'doubtfulSince', organisation.doubtful_since,
		'closing', (select jsonb_build_object('what', report.what, 'on', report.closed_on, 'whereTo', report.where_to)
			from internal.truth_reports as report where report.organisation_id = organisation.id),
		'correctedAt', organisation.corrected_at, 'updatedAt', organisation.updated_at,
		'phones', organisation.phones, 'email', organisation.email, 'openingHours', organisation.opening_hours,
		'street', organisation.street, 'place', place.name, 'regionId', organisation.region_id,
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.organisation_topics as link where link.organisation_id = organisation.id)) order by wanted.place), '[]')
	from unnest(ids) with ordinality as wanted (id, place)
	join public.organisations as organisation on organisation.id = wanted.id
	left join public.places as place on place.id = organisation.place_id;
$$;

-- The same for events (KeptEvent), each with the date ahead that comes next, or else the last one.
create function internal.event_rows(ids uuid[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('subject', 'event', 'id', event.id, 'slug', event.slug,
		'kind', event.kind, 'name', event.title, 'version', event.version,
		'state', internal.listing_state(event.publication, event.publish_at), 'publishAt', event.publish_at,
		'isExample', event.is_example, 'updatedAt', event.updated_at, 'status', event.status,
		'online', event.attendance = 'online', 'venue', event.venue_name, 'street', event.street,
		'place', place.name, 'regionId', event.region_id,
		'phone', coalesce(event.contact_phone, event.registration_phone),
		'organiser', coalesce(organisation.name, internal.in_first_language(organiser.name)),
		'series', event.recurrence is not null, 'knownUntil', event.known_until,
		'date', case when shown.starts_at is not null then jsonb_build_object('startsAt', shown.starts_at,
			'endsAt', shown.ends_at, 'allDay', event.all_day, 'precision', event.date_precision,
			'timeZone', event.time_zone) end,
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.event_topics as link where link.event_id = event.id)) order by wanted.place), '[]')
	from unnest(ids) with ordinality as wanted (id, place)
	join public.events as event on event.id = wanted.id
	left join public.places as place on place.id = event.place_id
	left join public.event_organisers as organiser on organiser.event_id = event.id and organiser.position = 1
	left join public.organisations as organisation on organisation.id = organiser.organisation_id
	left join lateral (select occurrence.starts_at, occurrence.ends_at
		from public.event_occurrences as occurrence where occurrence.event_id = event.id
		order by occurrence.ends_at <= now(), abs(extract(epoch from occurrence.starts_at - now())) limit 1) as shown on true;
$$;

-- A page of the person's listings: {total, items}. `asked` holds what was asked for, each part left
-- out or {ids [uuid], words text, state draft|published|scheduled|archived|example or what waits,
-- region text, lacks a fact of internal.has_fact, sort name|changed|confirmed|date, language of the
-- names' order, page from 1, size up to 100}. What is removed has a page of its own.
create function internal.my_list(wanted_subject text, asked jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	plain constant text := internal.fold(coalesce(asked ->> 'words', ''));
	words constant text[] := string_to_array(btrim(regexp_replace(plain, '[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF@.]+', ' ', 'g')), ' ');
	size constant integer := least(greatest(coalesce((asked ->> 'size')::integer, 40), 1), 100);
	page constant integer := greatest(coalesce((asked ->> 'page')::integer, 1), 1);
	state constant text := asked ->> 'state';
	sort constant text := coalesce(asked ->> 'sort', 'name');
	sorted_in constant text := internal.known_language(asked ->> 'language');
	wanted uuid[];
	found uuid[];
	total integer;
begin
	if asked ? 'ids' then
		wanted := array(select value::uuid from jsonb_array_elements_text(asked -> 'ids'));
	end if;
	if wanted_subject = 'organisation' then
		with fitting as materialized (
			select organisation.id, organisation.updated_at, organisation.confirmed_on,
				organisation.sort_keys[array_position(internal.languages(), sorted_in)] as name
			from internal.my_listings('organisation') as mine (id)
			join public.organisations as organisation on organisation.id = mine.id
			where organisation.publication <> 'removed'
				and (wanted is null or organisation.id = any (wanted))
				and (asked ->> 'region' is null or organisation.region_id = asked ->> 'region')
				-- As they are counted (209_numbers.sql).
				and (asked ->> 'lacks' is null or organisation.publication = 'published' and not organisation.is_example
					and not internal.has_fact(organisation, asked ->> 'lacks'))
				and case
					when state is null then true
					when state in ('published', 'archived') then organisation.publication = state
					when state = 'draft' then organisation.publication = 'draft' and organisation.publish_at is null
					when state = 'scheduled' then organisation.publish_at is not null
					when state = 'example' then organisation.is_example
					else organisation.id in (select waits.id from internal.waiting('organisation') as waits
						where waits.what = state) end
				and (cardinality(words) = 0 or not exists (
					select from unnest(words) as word, internal.fold(concat_ws(' ',
						internal.texts_of(organisation.name), organisation.abbreviation,
						array_to_string(organisation.former_names, ' '), organisation.street, organisation.email,
						array_to_string(organisation.phones, ' '),
						(select internal.texts_of(place.name)
							from public.places as place where place.id = organisation.place_id))) as text
					where position(word in text) = 0))
		)
		select (select count(*) from fitting), array(
			select one.id from fitting as one
			order by case when sort = 'changed' then one.updated_at end desc nulls last,
				case when sort = 'confirmed' then coalesce(one.confirmed_on, '-infinity') end,
				one.name collate "C", one.id
			offset (page - 1)::bigint * size limit size)
		into total, found;
		return jsonb_build_object('total', total, 'items', internal.organisation_rows(found));
	end if;

	with fitting as materialized (
		select event.id, event.updated_at,
			case when sort = 'date' then (select min(occurrence.starts_at) from public.event_occurrences as occurrence
				where occurrence.event_id = event.id and occurrence.ends_at > now()) end as next_date,
			case when sort = 'date' then (select max(occurrence.starts_at) from public.event_occurrences as occurrence
				where occurrence.event_id = event.id) end as last_date,
			case when sort in ('changed', 'date') then ''
				else internal.sort_key(internal.text_in(event.title, sorted_in)) end as name
		from internal.my_listings('event') as mine (id)
		join public.events as event on event.id = mine.id
		where event.publication <> 'removed'
			and (wanted is null or event.id = any (wanted))
			and (asked ->> 'region' is null or event.region_id = asked ->> 'region')
			and case
				when state is null then true
				when state in ('published', 'archived') then event.publication = state
				when state = 'draft' then event.publication = 'draft' and event.publish_at is null
				when state = 'scheduled' then event.publish_at is not null
				when state = 'example' then event.is_example
				else event.id in (select waits.id from internal.waiting('event') as waits where waits.what = state) end
			and (cardinality(words) = 0 or not exists (
				select from unnest(words) as word, internal.fold(concat_ws(' ',
					internal.texts_of(event.title), event.venue_name, event.street,
					(select internal.texts_of(place.name) from public.places as place where place.id = event.place_id),
					(select string_agg(coalesce(internal.texts_of(organisation.name), organiser.name), ' ')
						from public.event_organisers as organiser
						left join public.organisations as organisation on organisation.id = organiser.organisation_id
						where organiser.event_id = event.id))) as text
				where position(word in text) = 0))
	)
	select (select count(*) from fitting), array(
		select one.id from fitting as one
		order by case when sort = 'changed' then one.updated_at end desc nulls last,
			one.next_date nulls last, one.last_date desc nulls last, one.name collate "C", one.id
		offset (page - 1)::bigint * size limit size)
	into total, found;
	return jsonb_build_object('total', total, 'items', internal.event_rows(found));
end;
$$;
grant execute on function internal.my_list to authenticated;

create function public.my_listings(subject text, asked jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_list(subject, asked) $$;
grant execute on function public.my_listings to authenticated;

-- What others changed lately at the listings of a person, the newest first; a change of many
-- listings in one go is one line. `nearest` as in internal.listings_of; `since` NULL: the newest
-- five hundred.
create function internal.changes_by_others(wanted uuid, nearest boolean, since timestamptz, max_rows integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with mine as materialized (
		select listed.id from internal.listings_of(wanted, 'organisation', nearest) as listed (id)
		union all select listed.id from internal.listings_of(wanted, 'event', nearest) as listed (id)
	), latest as materialized (
		select revision.* from public.revisions as revision
		where revision.action <> 'found' and revision.person_id is distinct from wanted
			and revision.subject_id in (select mine.id from mine)
			and (since is null or revision.saved_at > since)
		order by revision.saved_at desc limit 500
	), goes as (
		select latest.*, row_number() over (partition by coalesce(latest.operation::text, latest.id::text)
				order by latest.id) as place,
			count(*) over (partition by coalesce(latest.operation::text, latest.id::text)) as listings
		from latest
	), shown as (
		select * from goes where goes.place = 1 order by goes.saved_at desc limit max_rows
	)
	select coalesce(jsonb_agg(jsonb_build_object('subject', shown.subject, 'id', shown.subject_id,
		'name', coalesce(shown.listing -> 'name', shown.listing -> 'title', '{}'),
		'version', shown.version, 'at', shown.saved_at, 'by', coalesce(person.name, shown.person_name), 'act', shown.action,
		'fields', to_jsonb(shown.fields), 'restored', shown.restored_version, 'listings', shown.listings)
		order by shown.saved_at desc), '[]')
	from shown left join public.people as person on person.id = shown.person_id;
$$;

-- The first page after signing in, as one answer: what waits for this person, their listings, and
-- what others changed.

-- {waits {what: {total, items}}, organisations {total, items}, events {total, items}, changes
-- [...]}. Lists begin with what is most pressing and hold at most `max_rows`; the pages of lists
-- have the rest. A change of many listings in one go is one line.
create function internal.desk(language text, max_rows integer) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	me constant uuid := internal.person();
	kept constant uuid[] := internal.my_organisations();
	waits jsonb;
	own_conflicts jsonb;
	changes jsonb;
begin
	if me is null or not internal.is_member() then
		return null;
	end if;

	with waiting as materialized (
		select 'organisation' as subject, wait.* from internal.waiting('organisation') as wait
		union all select 'event', wait.* from internal.waiting('event') as wait
	), numbered as (
		select waiting.*, row_number() over (partition by waiting.subject, waiting.what
			-- A draft touched last is the one somebody wants to go on with; everything else is the more
			-- pressing the earlier.
			order by case when waiting.what = 'draft' then waiting.since end desc, waiting.since, waiting.id) as place,
			count(*) over (partition by waiting.subject, waiting.what) as total
		from waiting
	)
	select coalesce(jsonb_object_agg(one.subject || '-' || one.what, jsonb_build_object('total', one.total, 'items',
		case one.subject when 'organisation' then internal.organisation_rows(one.ids) else internal.event_rows(one.ids) end)),
		'{}')
	into waits
	from (
		select numbered.subject, numbered.what, max(numbered.total) as total,
			array_agg(numbered.id order by numbered.place) as ids
		from numbered where numbered.place <= max_rows group by numbered.subject, numbered.what
	) as one;

	select coalesce(jsonb_agg(jsonb_build_object('subject', conflict.subject, 'id', conflict.subject_id,
		'name', coalesce(organisation.name, event.title), 'keptAt', conflict.kept_at) order by conflict.kept_at desc), '[]')
	into own_conflicts
	from public.conflicts as conflict
	left join public.organisations as organisation
		on conflict.subject = 'organisation' and organisation.id = conflict.subject_id
	left join public.events as event on conflict.subject = 'event' and event.id = conflict.subject_id
	where conflict.person_id = me and coalesce(organisation.publication, event.publication) <> 'removed';

	changes := internal.changes_by_others(me, false, null, greatest(max_rows, 10));

	return jsonb_build_object('waits', waits, 'conflicts', own_conflicts, 'changes', changes,
		'kept', internal.organisation_rows(kept),
		'organisations', internal.my_list('organisation', jsonb_build_object('size', greatest(max_rows, 10),
			'language', language)),
		'events', internal.my_list('event', jsonb_build_object('sort', 'date', 'size', max_rows, 'language', language)));
end;
$$;
grant execute on function internal.desk to authenticated;

create function public.desk(language text default null, max_rows integer default 5) returns jsonb
	language sql stable set search_path = '' as $$ select internal.desk(language, least(greatest(max_rows, 1), 50)) $$;
grant execute on function public.desk to authenticated;

-- What was removed and can still be brought back, what goes first on top:
-- [{subject, id, name, removedAt, by, publication: as it was before}].
create function internal.removed_listings() returns jsonb
	language sql stable security definer set search_path = '' as $$
	with removed as (
		select 'organisation' as subject, organisation.id, organisation.name, organisation.removed_at
		from public.organisations as organisation
		where organisation.removed_at is not null
			and organisation.id in (select mine.id from internal.my_listings('organisation') as mine (id))
		union all
		select 'event', event.id, event.title, event.removed_at
		from public.events as event
		where event.removed_at is not null
			and event.id in (select mine.id from internal.my_listings('event') as mine (id))
		order by removed_at, id limit 500
	)
	select coalesce(jsonb_agg(jsonb_build_object('subject', removed.subject, 'id', removed.id,
		'name', removed.name, 'removedAt', removed.removed_at, 'by', act.name,
		'publication', before.publication) order by removed.removed_at, removed.id), '[]')
	from removed
	left join lateral (select revision.version, coalesce(person.name, revision.person_name) as name
		from public.revisions as revision left join public.people as person on person.id = revision.person_id
		where revision.subject = removed.subject and revision.subject_id = removed.id and revision.publication = 'removed'
		order by revision.version desc limit 1) as act on true
	cross join lateral internal.state_before_removal(removed.subject, removed.id) as before;
$$;
grant execute on function internal.removed_listings to authenticated;

create function public.removed_listings() returns jsonb
	language sql stable set search_path = '' as $$ select internal.removed_listings() $$;
grant execute on function public.removed_listings to authenticated;
