-- Lists and pins of organisations. Both are in one order: with words by how well they match, near
-- something by distance, then those that somebody confirmed or may yet, then by name.

create type internal.placed_organisation as (organisation_id uuid, metres double precision);

-- What organisations are ordered by in a language, as an expression for statements that are put
-- together.
create function internal.sort_expression(language text) returns text
	language sql stable set search_path = '' as $$
	select pg_catalog.format('organisation.sort_keys[%s]', coalesce(
		pg_catalog.array_position(internal.languages(), internal.known_language(language)), 1))
$$;

-- How well words match, best first; of one whose listing nobody has confirmed for long half of it.
create function internal.merit_expression(filter jsonb) returns text
	language sql immutable parallel safe set search_path = ''
	return case when filter operator(pg_catalog.?) 'words'
		then '-hit.rank * case when organisation.doubtful_since is null then 1::real else 0.5::real end' end;

-- One page of the list as ids in their order. With `after`, the last row of the page before, the
-- page begins where that row stands in the order, without counting through all the rows before it;
-- when that row is gone, the page's number counts.
create function internal.organisations_in_order(
	filter jsonb, language text, page integer, page_size integer, after uuid default null
) returns setof internal.placed_organisation
	language plpgsql stable security definer set search_path = '' set jit = off rows 40 as $$
declare
	rank text := internal.merit_expression(filter);
	distance text := case when filter ? 'near' then 'extensions.st_distance(organisation.location, internal.near_point($1))' end;
	name text := internal.sort_expression(language);
	doubtful constant text := '(organisation.doubtful_since is not null)';
	keys text := pg_catalog.concat_ws(', ', rank, distance, doubtful, name, 'organisation.id');
	skipped bigint := (greatest(page, 1) - 1)::bigint * page_size;
	beyond text := '';
	-- What the last row of the page before is ordered by.
	last_rank real;
	last_distance double precision;
	last_name text;
	last_doubtful boolean;
	source text := internal.from_organisations(filter);
	state internal.set_making;
	left_over bit varying;
	likely uuid[];
begin
	if after is not null then
		-- What else that row matched does not move it: it may have changed since.
		execute pg_catalog.format('select %s, %s, %s, %s %s and organisation.id = $2',
				coalesce(rank, 'null'), coalesce(distance, 'null'), name, doubtful,
				internal.from_organisations(case when filter ? 'words' then filter - array(
					select key from pg_catalog.jsonb_object_keys(filter) as key where key <> 'words') else '{}' end))
			into last_rank, last_distance, last_name, last_doubtful using filter, after;
		if last_name is not null and (distance is null or last_distance is not null) then
			skipped := 0;
			beyond := pg_catalog.format(' and (%s) > (%s)', keys, pg_catalog.concat_ws(', ',
				case when rank is not null then '$3' end, case when distance is not null then '$4' end, '$8', '$5', '$2'));
		end if;
	end if;
	-- Of many that match or are near, only those are ordered that can be on the page.
	if rank is not null or distance is not null then
		select * into state from internal.live_sets();
		left_over := case when state.live is not null then internal.set_left(state, filter) end;
		if bit_count(left_over) > state.many then
			likely := case when rank is not null then internal.best_matches(state, left_over, filter, name,
					skipped + page_size, case when beyond <> '' then last_rank end, last_name, after, last_doubtful)
				else internal.nearest_places(state, left_over, filter, skipped + page_size,
					case when beyond <> '' then last_distance else 0 end) end;
		end if;
		if likely is not null then
			likely := likely || internal.changed_since(left_over);
			source := pg_catalog.replace(source, '$1 -> ''meant'')', '$1 -> ''meant'', $9)')
				|| ' and organisation.id = any ($9)';
		end if;
	end if;
	-- That there is a key says nothing new, and lets the list be read from its index.
	return query execute pg_catalog.format(
			'select organisation.id, %s %s and %s is not null %s order by %s limit $6 offset $7',
			coalesce(distance, 'null::double precision'), source, name, beyond, keys)
		using filter, after, last_rank, last_distance, last_name, page_size, skipped, last_doubtful, likely;
end;
$$;
grant execute on function internal.organisations_in_order to anon, authenticated, service_role;

-- One page of the list, in the list's order: [OrganisationSummary of src/lib/organisation].
create function public.find_organisations(
	filter jsonb default '{}', language text default null, page integer default 1, page_size integer default 40,
	after uuid default null
) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', organisation.id, 'slug', organisation.slug,
		'kind', organisation.kind, 'name', organisation.name, 'abbreviation', organisation.abbreviation,
		'summary', organisation.summary, 'street', organisation.street, 'place', place.name,
		'municipality', municipality.full_name, 'regionId', organisation.region_id,
		'pin', internal.pin(organisation.latitude, organisation.longitude, organisation.approximate),
		'phone', organisation.phones[1], 'email', organisation.email, 'website', organisation.website,
		'confirmedOn', organisation.confirmed_on, 'doubtfulSince', organisation.doubtful_since,
		'correctedAt', organisation.corrected_at, 'isExample', organisation.is_example, 'metres', found.metres,
		'nextEvent', internal.next_event(organisation.id)) order by found.place), '[]')
	from internal.organisations_in_order(filter, language, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (organisation_id, metres, place)
	join public.organisations as organisation on organisation.id = found.organisation_id
	left join public.places as place on place.id = organisation.place_id
	left join public.municipalities as municipality on municipality.id = organisation.municipality_id;
$$;
grant execute on function public.find_organisations to anon, authenticated, service_role;

create function internal.count_organisations(filter jsonb) returns bigint
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	state internal.set_making;
	left_over bit varying;
	total bigint;
begin
	select * into state from internal.live_sets();
	if state.live is not null then
		left_over := internal.set_left(state, filter);
	end if;
	filter := internal.with_everything(filter);
	execute 'select count(*) ' || internal.from_organisations(filter, null, false)
			|| case when left_over is not null then ' and organisation.id = any ($2)' else '' end
		into total using filter, internal.changed_since(left_over);
	return total + coalesce(bit_count(left_over), 0);
end;
$$;
grant execute on function internal.count_organisations to anon, authenticated, service_role;

-- How many organisations a filter leaves on all pages. A question of its own, because it is the
-- same for every page.
create function public.count_organisations(filter jsonb default '{}') returns bigint
	language sql stable set search_path = '' as $$
	select internal.count_organisations(filter);
$$;
grant execute on function public.count_organisations to anon, authenticated, service_role;

-- What is added to the row of a pin that is drawn pale; nothing to all others, which are most.
create function internal.doubt_mark(doubtful_since date) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return case when doubtful_since is null then '[]'::jsonb else '[true]'::jsonb end;
grant execute on function internal.doubt_mark to anon, authenticated, service_role;

create function internal.organisation_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'select coalesce(jsonb_agg(jsonb_build_array(organisation.slug, organisation.kind, %s,
			organisation.latitude, organisation.longitude, organisation.approximate)
			|| internal.doubt_mark(organisation.doubtful_since) order by %s), ''[]'') %s
			and organisation.location is not null',
		internal.text_expression('organisation.name', language),
		pg_catalog.concat_ws(', ',
			internal.merit_expression(filter),
			case when filter ? 'near' then 'extensions.st_distance(organisation.location, internal.near_point($1))' end,
			'(organisation.doubtful_since is not null)',
			internal.sort_expression(language), 'organisation.id'),
		internal.from_organisations(filter))
		into points using filter;
	return points;
end;
$$;
grant execute on function internal.organisation_points to anon, authenticated, service_role;

-- Every pin of a filter, small enough to send whole: [[slug, kind, name, latitude, longitude,
-- approximate, true when nobody has confirmed it for long], ...] in the list's order. Organisations
-- without a pin are not in it; count_organisations counts them.
create function public.organisation_points(filter jsonb default '{}', language text default null) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_points(filter, language);
$$;
grant execute on function public.organisation_points to anon, authenticated, service_role;

-- Lists and pins of events: dates, not events, are what a list shows and counts.

create type internal.placed_occurrence as (occurrence_id uuid, metres double precision);

-- One page of dates as ids in their order, which is one of
--   'soonest'  by beginning
--   'latest'   by beginning, backwards
--   'nearest'  by distance, then by beginning; without a point as 'soonest'
--   'best'     by how well the words match, then by beginning; without words as 'soonest'
-- With `after`, the last date of the page before, the page begins where that one stands in the
-- order; when it is gone, the page's number counts.
create function internal.occurrences_in_order(
	filter jsonb, ordering text, page integer, page_size integer, after uuid default null
) returns setof internal.placed_occurrence
	language plpgsql stable security definer set search_path = '' set jit = off rows 40 as $$
declare
	direction text := case when ordering = 'latest' then 'desc' else 'asc' end;
	distance text := case when filter ? 'near' then 'extensions.st_distance(occurrence.location, internal.near_point($1))' end;
	-- What the dates are ordered by before their beginning.
	merit text := case when ordering = 'nearest' then distance
		when ordering = 'best' and filter ? 'words' then '-hit.rank::double precision' end;
	keys text := pg_catalog.concat_ws(', ', merit, 'occurrence.starts_at', 'occurrence.id');
	skipped bigint := (greatest(page, 1) - 1)::bigint * page_size;
	beyond text := '';
	part text;
	last_merit double precision;
	last_start timestamptz;
begin
	if after is not null then
		execute pg_catalog.format('select %s, occurrence.starts_at %s and occurrence.id = $2', coalesce(merit, 'null'),
				internal.from_occurrences(case when filter ? 'words' then filter - array(
					select key from pg_catalog.jsonb_object_keys(filter) as key where key <> 'words') else '{}' end))
			into last_merit, last_start using filter, after;
		if last_start is not null and (merit is null or last_merit is not null) then
			skipped := 0;
			beyond := pg_catalog.format(' and (%s) %s (%s)', keys, case when ordering = 'latest' then '<' else '>' end,
				pg_catalog.concat_ws(', ', case when merit is not null then '$3' end, '$4', '$2'));
		end if;
	end if;
	part := pg_catalog.format('select occurrence.id, %s as metres, %s as merit, occurrence.starts_at %%s%%s %s
			order by %s limit $5 + $6',
		coalesce(distance, 'null::double precision'), coalesce(merit, 'null::double precision'), beyond,
		pg_catalog.concat_ws(', ', merit, 'occurrence.starts_at ' || direction, 'occurrence.id ' || direction));
	if filter ? 'from' and merit is null and ordering <> 'latest' then
		-- What is not over by then is found along two indexes: what goes on at that moment by its span,
		-- what begins later by its beginning. One condition for both would read through everything that
		-- ever began.
		part := pg_catalog.format('(%s) union all (%s)',
			pg_catalog.format(part, internal.from_occurrences(filter, 'from'), $sql$
				and tstzrange(occurrence.starts_at, occurrence.ends_at) @> ($1 ->> 'from')::timestamptz$sql$),
			pg_catalog.format(part, internal.from_occurrences(filter, 'from'), $sql$
				and occurrence.starts_at > ($1 ->> 'from')::timestamptz$sql$));
	else
		part := pg_catalog.format(part, internal.from_occurrences(filter), '');
	end if;
	return query execute pg_catalog.format(
			'select found.id, found.metres from (%s) as found order by found.merit, found.starts_at %s, found.id %s
				limit $5 offset $6', part, direction, direction)
		using filter, after, last_merit, last_start, page_size, skipped;
end;
$$;
grant execute on function internal.occurrences_in_order to anon, authenticated, service_role;

-- A date that is held elsewhere or under another name says so in lists and on the map, and is found
-- where it is held.

-- One page of dates in the order asked for, each as it is held: [EventSummary of src/lib/event].
create function public.find_events(
	filter jsonb default '{}', ordering text default 'soonest', page integer default 1, page_size integer default 40,
	after uuid default null
) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('occurrenceId', occurrence.id, 'slug', event.slug, 'kind', event.kind,
		'title', occurrence.title, 'summary', event.summary, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
		'allDay', event.all_day, 'precision', event.date_precision, 'timeZone', event.time_zone,
		'state', occurrence.state, 'attendance', event.attendance,
		'venue', occurrence.venue_name, 'place', place.name, 'regionId', occurrence.region_id,
		'pin', internal.pin(occurrence.latitude, occurrence.longitude, occurrence.approximate),
		'free', event.free, 'isExample', event.is_example, 'inSeries', event.recurrence is not null,
		'registrationDeadline', occurrence.registration_deadline, 'metres', found.metres,
		'organisers', internal.organisers_of(event.id)) order by found.place), '[]')
	from internal.occurrences_in_order(filter, ordering, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (occurrence_id, metres, place)
	join internal.held_dates as occurrence on occurrence.id = found.occurrence_id
	join public.events as event on event.id = occurrence.event_id
	left join public.places as place on place.id = occurrence.place_id;
$$;
grant execute on function public.find_events to anon, authenticated, service_role;

create function internal.count_events(filter jsonb) returns bigint
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	total bigint;
begin
	execute 'select count(*) ' || internal.from_occurrences(filter) into total using filter;
	return total;
end;
$$;
grant execute on function internal.count_events to anon, authenticated, service_role;

-- How many dates a filter leaves on all pages.
create function public.count_events(filter jsonb default '{}') returns bigint
	language sql stable set search_path = '' as $$
	select internal.count_events(filter);
$$;
grant execute on function public.count_events to anon, authenticated, service_role;

create function internal.event_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'with next_date as (
			select distinct on (event.id) event.slug, event.kind, %s as title,
				occurrence.latitude, occurrence.longitude, occurrence.approximate, occurrence.starts_at,
				occurrence.ends_at, event.all_day, event.date_precision, event.is_example
			%s and occurrence.takes_place
			order by event.id, occurrence.starts_at
		)
		select coalesce(jsonb_agg(jsonb_build_array(slug, kind, title, latitude, longitude, approximate, starts_at, ends_at,
			all_day, date_precision, is_example) order by starts_at, slug), ''[]'')
		from next_date where latitude is not null',
		internal.text_expression('occurrence.title', language), internal.from_occurrences(filter))
		into points using filter;
	return points;
end;
$$;
grant execute on function internal.event_points to anon, authenticated, service_role;

-- One pin an event with its next matching date: [[slug, kind, title, latitude, longitude,
-- approximate, starts_at, ends_at, all_day, date_precision, is_example], ...], soonest first.
create function public.event_points(filter jsonb default '{}', language text default null) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_points(filter, language);
$$;
grant execute on function public.event_points to anon, authenticated, service_role;

-- How many a choice would give, for the numbers beside the checkboxes. Each facet is counted with
-- all the other conditions of the filter and without its own, so that the number beside a second
-- box says what checking it adds.

-- The counts of some facets over one set: what `filter` leaves when `besides` does not count.
-- Counting is done in memory, also where the server is set up for the smallest machine.
create function internal.organisation_counts(
	filter jsonb, besides text, facets text[], open_hours text[], confirmed_since date
) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '32MB' as $$
declare
	-- The whole set is read once, and only as many columns of it as are counted.
	counts constant jsonb := jsonb_build_object(
		'total', 'select to_jsonb(count(*)) from matching',
		'kinds', 'select jsonb_object_agg(kind, n) from (select kind, count(*) as n from matching group by kind) as one',
		'regions', 'select jsonb_object_agg(region_id, n) from (select region_id, count(*) as n from matching
			where region_id is not null group by region_id) as one',
		'municipalities', 'select jsonb_object_agg(municipality_id, n) from (select municipality_id, count(*) as n
			from matching where municipality_id is not null group by municipality_id) as one',
		'topics', 'select jsonb_object_agg(topic_id, n) from (select topic.topic_id, count(*) as n from matching
			join public.organisation_topics as topic on topic.organisation_id = matching.id group by topic.topic_id) as one',
		-- Who names one of them twice is still one.
		'languages', 'select jsonb_object_agg(language, n) from (select language, count(*) as n from matching,
			lateral (select distinct unnest(matching.languages) as language) as said group by language) as one',
		'access', 'select jsonb_object_agg(word, n) from (select word, count(*) as n from matching,
			lateral (select distinct unnest(matching.accessibility) as word) as said group by word) as one',
		'upcoming', 'select to_jsonb(count(*)) from matching
			join internal.last_dates as last on last.organisation_id = matching.id where last.ends_at > now()',
		'openHours', 'select to_jsonb(count(*)) from matching where opening_hours = any ($2)',
		'confirmedSince', 'select to_jsonb(count(*)) from matching where confirmed_on >= $3');
	state internal.set_making;
	left_over bit varying;
	answer jsonb;
begin
	select * into state from internal.live_sets();
	if state.live is not null then
		left_over := internal.set_left(state, filter - coalesce(besides, ''));
	end if;
	filter := internal.with_everything(filter);
	execute pg_catalog.format(
		'with matching as materialized (select organisation.id, organisation.kind, organisation.region_id,
			organisation.municipality_id, organisation.languages, organisation.accessibility,
			organisation.opening_hours, organisation.confirmed_on %s%s)
		select jsonb_build_object(%s)',
		internal.from_organisations(filter, besides, false),
		case when left_over is not null then ' and organisation.id = any ($4)' else '' end,
		(select pg_catalog.string_agg(pg_catalog.format('%L, coalesce((%s), ''{}'')', facet, counts ->> facet), ', ')
			from pg_catalog.unnest(facets) as facet))
		into answer using filter, open_hours, confirmed_since, internal.changed_since(left_over);
	if left_over is null then
		return answer;
	end if;
	return (select jsonb_object_agg(facet, case when jsonb_typeof(answer -> facet) = 'number'
			then to_jsonb((answer ->> facet)::bigint + bit_count(left_over & case facet
				when 'upcoming' then internal.set_upcoming(state)
				when 'openHours' then internal.set_open(state, open_hours)
				when 'confirmedSince' then internal.set_confirmed(state, confirmed_since)
				else left_over end))
			else internal.counted_in_sets(state, facet, left_over, answer -> facet) end)
		from unnest(facets) as facet);
end;
$$;

create function internal.organisation_facets(filter jsonb, open_hours text[], confirmed_since date) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	known constant text[] := array['kinds', 'topics', 'regions', 'municipalities', 'languages', 'upcoming', 'openHours',
		'confirmedSince'];
	chosen constant text[] := array(select key from pg_catalog.unnest(known) as key where filter ? key);
	rest constant text[] := array(select key from pg_catalog.unnest(known) as key where not filter ? key);
	-- What is needed to get in is asked for together: the number beside a second box says what is
	-- left, so it is counted under the first one too.
	answer jsonb := internal.organisation_counts(filter, null, array['total', 'access'] || rest, open_hours,
		confirmed_since);
	facet text;
begin
	foreach facet in array chosen loop
		answer := answer || internal.organisation_counts(filter, facet, array[facet], open_hours, confirmed_since);
	end loop;
	return answer - 'openHours' - 'confirmedSince'
		|| jsonb_build_object('open', answer -> 'openHours', 'confirmed', answer -> 'confirmedSince');
end;
$$;
grant execute on function internal.organisation_facets to anon, authenticated, service_role;

-- {"total": n, "kinds": {id: n}, "topics": {}, "regions": {}, "municipalities": {}, "languages":
-- {}, "access": {}, "upcoming": n, "open": n, "confirmed": n}. A value nothing has is not in it.
-- `open_hours`: the texts that mean "open" at this minute; `confirmed_since`: the day from which a
-- confirmation counts.
create function public.organisation_facets(
	filter jsonb default '{}', open_hours text[] default '{}', confirmed_since date default current_date - 365
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_facets(filter, open_hours, confirmed_since);
$$;
grant execute on function public.organisation_facets to anon, authenticated, service_role;

-- The same of dates of events. They are counted an event at a time, and a place of it at a time: a
-- series has one kind and many dates.
create function internal.event_counts(filter jsonb, besides text, facets text[]) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '32MB' as $$
declare
	counts constant jsonb := jsonb_build_object(
		'total', 'select to_jsonb(coalesce(sum(dates), 0)) from matching',
		'eventKinds', 'select jsonb_object_agg(kind, n) from (select kind, sum(dates) as n from matching group by kind) as one',
		'regions', 'select jsonb_object_agg(region_id, n) from (select region_id, sum(dates) as n from matching
			where region_id is not null group by region_id) as one',
		'municipalities', 'select jsonb_object_agg(municipality_id, n) from (select municipality_id, sum(dates) as n
			from matching where municipality_id is not null group by municipality_id) as one',
		'topics', 'select jsonb_object_agg(topic_id, n) from (select topic.topic_id, sum(dates) as n from matching
			join public.event_topics as topic on topic.event_id = matching.id group by topic.topic_id) as one',
		-- As above.
		'languages', 'select jsonb_object_agg(language, n) from (select language, sum(dates) as n from matching,
			lateral (select distinct unnest(matching.languages) as language) as said group by language) as one',
		'access', 'select jsonb_object_agg(word, n) from (select word, sum(dates) as n from matching,
			lateral (select distinct unnest(matching.accessibility) as word) as said group by word) as one',
		'kinds', 'select jsonb_object_agg(kind, n) from (select kind, sum(dates) as n from (
			select distinct matching.id, matching.dates, organisation.kind
			from (select every.id, sum(every.dates) as dates from matching as every group by every.id) as matching
			join public.event_organisers as organiser on organiser.event_id = matching.id
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organisation.publication = ''published'') as held group by kind) as one',
		'online', 'select to_jsonb(coalesce(sum(dates), 0)) from matching where attendance in (''online'', ''both'')');
	answer jsonb;
begin
	execute pg_catalog.format(
		'with dated as materialized (%s),
		matching as materialized (select event.id, event.kind,
			case when dated.elsewhere then coalesce(dated.region_id, event.region_id) else event.region_id end as region_id,
			case when dated.elsewhere then dated.municipality_id else event.municipality_id end as municipality_id,
			event.languages, event.accessibility, event.attendance, dated.dates from dated join public.events as event on event.id = dated.id
			where event.publication = ''published'')
		select jsonb_build_object(%s)',
		-- When nothing is asked of the events themselves, a million dates are counted without looking
		-- at their events first.
		case when filter - coalesce(besides, '') - array['from', 'to', 'endedBy'] = '{}'
			then 'select occurrence.event_id as id, occurrence.elsewhere, occurrence.region_id, occurrence.municipality_id,
					count(*) as dates from public.event_occurrences as occurrence
				where true' || internal.date_conditions(filter) || ' group by 1, 2, 3, 4'
			else 'select event.id, occurrence.elsewhere, occurrence.region_id, occurrence.municipality_id,
					count(*) as dates ' || internal.from_occurrences(filter, besides) || ' group by 1, 2, 3, 4'
		end,
		(select pg_catalog.string_agg(pg_catalog.format('%L, coalesce((%s), ''{}'')', facet, counts ->> facet), ', ')
			from pg_catalog.unnest(facets) as facet))
		into answer using filter;
	return answer;
end;
$$;

create function internal.event_facets(filter jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	known constant text[] := array['eventKinds', 'kinds', 'topics', 'regions', 'municipalities', 'languages', 'online'];
	chosen constant text[] := array(select key from pg_catalog.unnest(known) as key where filter ? key);
	rest constant text[] := array(select key from pg_catalog.unnest(known) as key where not filter ? key);
	-- As of organisations.
	answer jsonb := internal.event_counts(filter, null, array['total', 'access'] || rest);
	facet text;
begin
	foreach facet in array chosen loop
		answer := answer || internal.event_counts(filter, facet, array[facet]);
	end loop;
	return answer;
end;
$$;
grant execute on function internal.event_facets to anon, authenticated, service_role;

-- {"total": n, "eventKinds": {id: n}, "kinds": {}, "topics": {}, "regions": {}, "municipalities":
-- {}, "languages": {}, "access": {}, "online": n}, in dates, as the list counts them. A value
-- nothing has is not in it.
create function public.event_facets(filter jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_facets(filter);
$$;
grant execute on function public.event_facets to anon, authenticated, service_role;

-- Every text of opening hours in use, for working out which of them mean "open" at some minute.
create function public.opening_hours_in_use() returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(distinct organisation.opening_hours), '[]')
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.opening_hours is not null;
$$;
grant execute on function public.opening_hours_in_use to anon, authenticated, service_role;

-- A month of the programme as a calendar shows it: for each day how many dates fall on it, and the
-- first few of them. A list of a whole month would be cut somewhere; a day that says "14" and shows
-- four of them is not.

-- {total, days: [{day, count, dates: [CalendarDate of src/lib/event]}], undated: [...]}. Days are
-- those of the network, whose people read them, also of an hour that an event tells in another
-- zone; whole days are the same days everywhere. A date of several days stands on each of them.
-- `undated` are past events of which only the month is known.
create function public.events_by_day(filter jsonb, first_day date, last_day date, max_rows integer default 4) returns jsonb
	language sql stable set search_path = '' set jit = off as $$
	with here as materialized (
		select internal.time_zone() as time_zone
	), matching as (
		select occurrence.*,
			(occurrence.starts_at at time zone zone.name)::date as begins,
			-- What ends at midnight does not reach into the next day.
			((occurrence.ends_at - interval '1 microsecond') at time zone zone.name)::date as ends
		from internal.matching_occurrences(filter) as occurrence
		cross join here
		cross join lateral (select case when occurrence.all_day or occurrence.date_precision <> 'minute'
			then occurrence.time_zone else here.time_zone end as name) as zone
		where occurrence.date_precision <> 'year'
	), within as (
		select * from matching where matching.ends >= first_day and matching.begins <= last_day
	), on_days as (
		select within.*, within.begins + passed.days as day
		from within, generate_series(
			greatest(first_day - within.begins, 0), least(within.ends, last_day) - within.begins) as passed (days)
		where within.date_precision <> 'month'
	), placed as (
		select on_days.*, count(*) over (partition by on_days.day) as count,
			-- What begins on the day comes before what only goes on.
			row_number() over (partition by on_days.day
				order by on_days.begins < on_days.day, on_days.starts_at, on_days.occurrence_id) as position
		from on_days
	), shown as (
		select placed.day, placed.count, placed.position, placed.occurrence_id, placed.event_id, placed.starts_at,
			placed.ends_at, placed.status
		from placed where placed.position <= least(greatest(max_rows, 1), 50)
		union all
		select null, null, row_number() over (order by within.starts_at, within.occurrence_id), within.occurrence_id,
			within.event_id, within.starts_at, within.ends_at, within.status
		from within where within.date_precision = 'month'
	), described as (
		select shown.day, shown.count, shown.position, jsonb_build_object(
			'slug', event.slug,
			'title', own.title,
			'startsAt', shown.starts_at, 'endsAt', shown.ends_at, 'allDay', event.all_day,
			'precision', event.date_precision, 'timeZone', event.time_zone, 'state', shown.status,
			'attendance', event.attendance, 'place', place.name, 'isExample', event.is_example) as date
		from shown
		-- Each is looked up: how few they are the planner cannot know, and would read all there are.
		cross join lateral (select one.slug, one.all_day, one.date_precision, one.time_zone, one.attendance, one.is_example
			from public.events as one where one.id = shown.event_id offset 0) as event
		cross join lateral (select held.title, held.place_id from internal.held_dates as held
			where held.id = shown.occurrence_id offset 0) as own
		left join public.places as place on place.id = own.place_id
	)
	select jsonb_build_object(
		'total', (select count(*) from within),
		'days', (select coalesce(jsonb_agg(day order by day ->> 'day'), '[]') from (
			select jsonb_build_object('day', described.day, 'count', described.count,
				'dates', jsonb_agg(described.date order by described.position)) as day
			from described where described.day is not null
			group by described.day, described.count) as each_day),
		'undated', (select coalesce(jsonb_agg(described.date order by described.position), '[]')
			from described where described.day is null));
$$;
grant execute on function public.events_by_day to anon, authenticated, service_role;
