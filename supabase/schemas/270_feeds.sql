-- What the feeds ask: the same filters as the lists, answered with every column another program may
-- want. One question an answer; only a calendar too long for one answer is fetched in parts. All
-- run with the caller's rights.
--
-- An answer about events names each event once and its dates beside it, because a series repeats
-- nothing but its dates:
--   {"total": n, "events": [FeedEvent], "dates": [{"event": id, "date": FeedDate}]} FeedEvent,
--   FeedDate and FeedOrganisation are those of src/lib/feed. `starts`, `ends` and `original` of a
--   date are what the clock on the wall of the event's own zone shows, so that a calendar is
--   written without working out a single offset.

-- Where one date is held that is not held where its event is; a place replaces the whole place of
-- the event. Asked only of such dates: nearly all are where the event is, and a function called for
-- each of them costs more than the rest of the question.
create function internal.place_of_date(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object('venue', held.venue_name, 'street', held.street,
		'postcode', held.postcode, 'place', place.name, 'municipality', municipality.full_name,
		'region', internal.named(region.id, region.name),
		'pin', internal.pin(held.latitude, held.longitude, held.approximate))
	from internal.held_dates as held
	left join public.places as place on place.id = held.place_id
	left join public.municipalities as municipality on municipality.id = held.municipality_id
	left join public.regions as region on region.id = held.region_id
	where held.id = wanted;
$$;
grant execute on function internal.place_of_date to anon, authenticated, service_role;

-- Every date with what feeds tell of it: FeedDate but for the metres, which depend on the question.
create view internal.feed_dates with (security_invoker = true) as
	select held.id, held.event_id, held.starts_at, held.ends_at, held.original_start, held.rescheduled,
		held.takes_place,
		jsonb_build_object('id', held.id, 'startsAt', held.starts_at, 'endsAt', held.ends_at,
			'originalStart', held.original_start, 'starts', held.starts_at at time zone event.time_zone,
			'ends', held.ends_at at time zone event.time_zone,
			'original', held.original_start at time zone event.time_zone, 'state', held.state,
			'title', case when held.own_title then held.title else '{}' end, 'reason', held.reason,
			'deadline', held.registration_deadline, 'metres', null,
			'elsewhere', case when held.elsewhere then internal.place_of_date(held.id) end) as told
	from internal.held_dates as held
	join public.events as event on event.id = held.event_id;
grant select on internal.feed_dates to anon, authenticated, service_role;

-- Regions and pins are put together on the spot, not by internal.named and internal.pin: a feed has
-- thousands of them, and two calls for each would be a fifth of the question.
create function internal.feed_facts(wanted uuid[]) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'id', event.id, 'slug', event.slug, 'kind', event.kind, 'title', event.title, 'summary', event.summary,
		'attendance', event.attendance, 'venue', event.venue_name, 'street', event.street, 'postcode', event.postcode,
		'place', place.name, 'municipality', municipality.full_name, 'region', case when region.id is not null
			then jsonb_build_object('id', region.id, 'name', region.name) end,
		'pin', case when event.latitude is not null then jsonb_build_object('lat', event.latitude,
			'lng', event.longitude, 'approximate', event.approximate) end,
		'languages', event.languages, 'free', event.free, 'price', event.price,
		'registration', jsonb_build_object('url', event.registration_url, 'email', event.registration_email,
			'phone', event.registration_phone, 'deadline', event.registration_deadline),
		'state', event.status, 'stateReason', event.status_reason, 'timeZone', event.time_zone,
		'starts', event.starts_local, 'ends', event.ends_local, 'allDay', event.all_day,
		'precision', event.date_precision, 'recurrence', event.recurrence, 'exceptions', event.exceptions,
		'knownUntil', event.known_until, 'isExample', event.is_example, 'version', event.version,
		'createdAt', event.created_at, 'updatedAt', event.updated_at,
		'topics', topics.list, 'organisers', organisers.list, 'sources', sources.list) order by event.id), '[]')
	from public.events as event
	left join public.places as place on place.id = event.place_id
	left join public.municipalities as municipality on municipality.id = event.municipality_id
	left join public.regions as region on region.id = event.region_id
	cross join lateral (
		select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name', topic.name)
			order by topic.position), '[]') as list
		from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
		where link.event_id = event.id) as topics
	cross join lateral (
		select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'email', organisation.email,
			'name', coalesce(organisation.name, internal.in_first_language(organiser.name)))
			order by organiser.position), '[]') as list
		from public.event_organisers as organiser
		left join public.organisations as organisation on organisation.id = organiser.organisation_id
		where organiser.event_id = event.id and (organisation.id is not null or organiser.name is not null)) as organisers
	cross join lateral (
		select coalesce(jsonb_agg(source.source order by source.source), '[]') as list
		from public.event_sources as source where source.event_id = event.id) as sources
	where event.id = any (wanted) and event.publication = 'published';
$$;
grant execute on function internal.feed_facts to anon, authenticated, service_role;

-- One page of dates in the order of the list: soonest first, or latest first with `newest_first`.
create function public.feed_events(
	filter jsonb default '{}', newest_first boolean default false, page integer default 1, page_size integer default 1000
) returns jsonb
	language sql stable set search_path = '' as $$
	with this_page as materialized (
		select found.occurrence_id, found.metres, found.position
		from internal.occurrences_in_order(filter, case when newest_first then 'latest' else 'soonest' end, page,
			least(greatest(page_size, 1), 2000)) with ordinality as found (occurrence_id, metres, position)
	)
	select jsonb_build_object(
		'total', public.count_events(filter),
		'events', internal.feed_facts(array(
			select distinct occurrence.event_id from this_page
			join public.event_occurrences as occurrence on occurrence.id = this_page.occurrence_id)),
		'dates', (select coalesce(jsonb_agg(jsonb_build_object('event', date.event_id,
				'date', date.told || jsonb_build_object('metres', this_page.metres)) order by this_page.position), '[]')
			from this_page
			join internal.feed_dates as date on date.id = this_page.occurrence_id));
$$;
grant execute on function public.feed_events to anon, authenticated, service_role;

-- The events of a calendar with their dates, by id. `whole` gives every date of each event (a
-- series is only understood whole), else only the matching ones. At most `max_rows` events are
-- described; `rest` holds the ids of the others, which are then asked for as `wanted`, so that a
-- hundred thousand events never stand in memory together and are looked for once. `withdrawn` are
-- the events that were taken back lately: a calendar that holds them must learn of it.
create function public.feed_calendar(
	filter jsonb default '{}', whole boolean default true, max_rows integer default 1000, wanted uuid[] default null
) returns jsonb
	language plpgsql stable set search_path = '' as $$
declare
	found uuid[] := wanted;
	part uuid[];
	dates jsonb;
begin
	if found is null then
		found := array(select distinct occurrence.event_id from internal.matching_occurrences(filter) as occurrence
			order by occurrence.event_id);
	end if;
	part := found[1:least(greatest(max_rows, 1), 2000)];
	select coalesce(jsonb_agg(jsonb_build_object('event', date.event_id, 'date', date.told)
				order by date.event_id, date.original_start), '[]')
		into dates
		from internal.feed_dates as date
		join public.events as event on event.id = date.event_id
		where event.id = any (part) and event.publication = 'published'
			and (whole or ((not filter ? 'from' or date.ends_at > (filter ->> 'from')::timestamptz)
				and (not filter ? 'to' or date.starts_at < (filter ->> 'to')::timestamptz)));
	return jsonb_build_object(
		'total', cardinality(found), 'events', internal.feed_facts(part), 'dates', dates,
		'rest', to_jsonb(found[cardinality(part) + 1:]),
		'withdrawn', case when wanted is null then internal.withdrawn_matching(filter) else '[]' end);
end;
$$;
grant execute on function public.feed_calendar to anon, authenticated, service_role;

-- One event with all its dates, the same way, and the other parts of a series that was divided:
-- whoever follows one goes on with the next. `gone`: there was an event of this name.
create function public.feed_event(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select public.feed_calendar('{}', true, 2000, array(
			select part.id from public.events as event cross join internal.parts_of_series(event.id) as part (id)
				where event.slug = wanted_slug and event.publication = 'published'
			union select part.id from public.events as part
				where part.series_id = internal.withdrawn_series(wanted_slug) and part.publication = 'published'
			order by 1))
		|| jsonb_build_object('withdrawn', internal.withdrawn_parts(wanted_slug),
			'gone', internal.was_withdrawn(wanted_slug));
$$;
grant execute on function public.feed_event to anon, authenticated, service_role;

-- Events by their last change, latest first, each with the matching date that is next and takes
-- place (or else the next one, or, when all are over, the last), and after it at most ten dates
-- ahead that do not take place or were moved: whoever reads of the next one would overlook them.
create function public.feed_changes(filter jsonb default '{}', page integer default 1, page_size integer default 50)
	returns jsonb
	language sql stable set search_path = '' as $$
	with matching as materialized (
		select distinct on (occurrence.event_id) occurrence.occurrence_id, occurrence.event_id
		from internal.matching_occurrences(filter) as occurrence
		-- The date its page shows large (mainDateOf): the next that takes place, else the next, else
		-- the last.
		order by occurrence.event_id, occurrence.ends_at <= now(),
			occurrence.ends_at > now() and occurrence.status in ('cancelled', 'postponed'),
			abs(extract(epoch from occurrence.starts_at - now()))
	), this_page as materialized (
		select matching.*, row_number() over (order by event.updated_at desc, event.id) as position
		from matching join public.events as event on event.id = matching.event_id
		order by position
		limit least(greatest(page_size, 1), 200)
		offset (greatest(page, 1) - 1)::bigint * least(greatest(page_size, 1), 200)
	), told as (
		select this_page.position, 0 as place, date.starts_at, date.event_id, date.told
		from this_page join internal.feed_dates as date on date.id = this_page.occurrence_id
		union all
		select this_page.position, 1, other.starts_at, other.event_id, other.told
		from this_page cross join lateral (
			select date.starts_at, date.event_id, date.told from internal.feed_dates as date
			where date.event_id = this_page.event_id and date.id <> this_page.occurrence_id and date.ends_at > now()
				and (not date.takes_place or date.rescheduled)
			order by date.starts_at limit 10) as other
	)
	select jsonb_build_object(
		'total', (select count(*) from matching),
		'events', internal.feed_facts(array(select this_page.event_id from this_page)),
		'dates', (select coalesce(jsonb_agg(jsonb_build_object('event', told.event_id, 'date', told.told)
			order by told.position, told.place, told.starts_at), '[]') from told),
		'withdrawn', case when page = 1 then internal.withdrawn_matching(filter) else '[]' end);
$$;
grant execute on function public.feed_changes to anon, authenticated, service_role;

-- One page of organisations in the order of the list: {"total": n, "organisations":
-- [FeedOrganisation]}.
create function public.feed_organisations(
	filter jsonb default '{}', language text default null, page integer default 1, page_size integer default 1000
) returns jsonb
	language sql stable set search_path = '' as $$
	with this_page as materialized (
		select found.organisation_id as id, found.metres, found.position
		from internal.organisations_in_order(filter, language, page, least(greatest(page_size, 1), 2000))
			with ordinality as found (organisation_id, metres, position)
	)
	select jsonb_build_object(
		'total', public.count_organisations(filter),
		'organisations', (select coalesce(jsonb_agg(jsonb_build_object(
			'id', organisation.id, 'slug', organisation.slug, 'kind', organisation.kind, 'name', organisation.name,
			'abbreviation', organisation.abbreviation, 'formerNames', organisation.former_names,
			'registrationNumber', organisation.registration_number, 'summary', organisation.summary, 'venue', null,
			'street', organisation.street, 'postcode', organisation.postcode, 'place', place.name,
			'municipality', municipality.full_name, 'region', case when region.id is not null
				then jsonb_build_object('id', region.id, 'name', region.name) end,
			'pin', case when organisation.latitude is not null then jsonb_build_object('lat', organisation.latitude,
				'lng', organisation.longitude, 'approximate', organisation.approximate) end,
			'metres', this_page.metres, 'phones', organisation.phones, 'email', organisation.email,
			'website', organisation.website, 'socialLinks', organisation.social_links,
			'languages', organisation.languages, 'openingHours', organisation.opening_hours,
			'accessibility', organisation.accessibility, 'accessibilityNote', organisation.accessibility_note,
			'confirmedOn', organisation.confirmed_on, 'isExample', organisation.is_example,
			'updatedAt', organisation.updated_at,
			'topics', topics.list, 'sources', sources.list) order by this_page.position), '[]')
			from this_page
			join public.organisations as organisation on organisation.id = this_page.id
			left join public.places as place on place.id = organisation.place_id
			left join public.municipalities as municipality on municipality.id = organisation.municipality_id
			left join public.regions as region on region.id = organisation.region_id
			cross join lateral (
				select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name', topic.name)
					order by topic.position), '[]') as list
				from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
				where link.organisation_id = organisation.id) as topics
			cross join lateral (
				select coalesce(jsonb_agg(distinct source.source), '[]') as list
				from public.organisation_sources as source where source.organisation_id = organisation.id) as sources));
$$;
grant execute on function public.feed_organisations to anon, authenticated, service_role;
