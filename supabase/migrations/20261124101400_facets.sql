-- How many a choice would give, for the numbers beside the checkboxes. Each facet is counted with all the other conditions of
-- the filter and without its own, so that the number beside a second box says what checking it adds.

-- The counts of some facets over one set: what `filter` leaves when `besides` does not count. Counting is done in memory, also
-- where the server is set up for the smallest machine.
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
		'languages', 'select jsonb_object_agg(language, n) from (select language, count(*) as n
			from matching, unnest(matching.languages) as language group by language) as one',
		'upcoming', 'select to_jsonb(count(*)) from matching
			join internal.last_dates as last on last.organisation_id = matching.id where last.ends_at > now()',
		'openHours', 'select to_jsonb(count(*)) from matching where opening_hours = any ($2)',
		'confirmedSince', 'select to_jsonb(count(*)) from matching where confirmed_on >= $3');
	answer jsonb;
begin
	execute pg_catalog.format(
		'with matching as materialized (select organisation.id, organisation.kind, organisation.region_id,
			organisation.municipality_id, organisation.languages, organisation.opening_hours, organisation.confirmed_on %s)
		select jsonb_build_object(%s)',
		internal.from_organisations(filter, besides),
		(select pg_catalog.string_agg(pg_catalog.format('%L, coalesce((%s), ''{}'')', facet, counts ->> facet), ', ')
			from pg_catalog.unnest(facets) as facet))
		into answer using filter, open_hours, confirmed_since;
	return answer;
end;
$$;

create function internal.organisation_facets(filter jsonb, open_hours text[], confirmed_since date) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	known constant text[] := array['kinds', 'topics', 'regions', 'municipalities', 'languages', 'upcoming', 'openHours',
		'confirmedSince'];
	chosen constant text[] := array(select key from pg_catalog.unnest(known) as key where filter ? key);
	rest constant text[] := array(select key from pg_catalog.unnest(known) as key where not filter ? key);
	answer jsonb := internal.organisation_counts(filter, null, array['total'] || rest, open_hours, confirmed_since);
	facet text;
begin
	foreach facet in array chosen loop
		answer := answer || internal.organisation_counts(filter, facet, array[facet], open_hours, confirmed_since);
	end loop;
	return answer - 'openHours' - 'confirmedSince'
		|| jsonb_build_object('open', answer -> 'openHours', 'confirmed', answer -> 'confirmedSince');
end;
$$;

-- {"total": n, "kinds": {id: n}, "topics": {}, "regions": {}, "municipalities": {}, "languages": {}, "upcoming": n, "open": n,
-- "confirmed": n}. A value nothing has is not in it.
-- `open_hours`: the texts that mean "open" at this minute; `confirmed_since`: the day from which a confirmation counts.
create function public.organisation_facets(
	filter jsonb default '{}', open_hours text[] default '{}', confirmed_since date default current_date - 365
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_facets(filter, open_hours, confirmed_since);
$$;

-- The same of dates of events. They are counted an event at a time: a series has one kind and many dates.
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
		'languages', 'select jsonb_object_agg(language, n) from (select language, sum(dates) as n
			from matching, unnest(matching.languages) as language group by language) as one',
		'kinds', 'select jsonb_object_agg(kind, n) from (select kind, sum(dates) as n from (
			select distinct matching.id, matching.dates, organisation.kind from matching
			join public.event_organisers as organiser on organiser.event_id = matching.id
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organisation.publication = ''published'') as held group by kind) as one',
		'online', 'select to_jsonb(coalesce(sum(dates), 0)) from matching where attendance in (''online'', ''both'')');
	answer jsonb;
begin
	execute pg_catalog.format(
		'with dated as materialized (%s),
		matching as materialized (select event.id, event.kind, event.region_id, event.municipality_id, event.languages,
			event.attendance, dated.dates from dated join public.events as event on event.id = dated.id
			where event.publication = ''published'')
		select jsonb_build_object(%s)',
		-- When nothing is asked of the events themselves, a million dates are counted without looking at their events first.
		case when filter - coalesce(besides, '') - array['from', 'to', 'endedBy'] = '{}'
			then 'select occurrence.event_id as id, count(*) as dates from public.event_occurrences as occurrence
				where true' || internal.date_conditions(filter) || ' group by occurrence.event_id'
			else 'select event.id, count(*) as dates ' || internal.from_occurrences(filter, besides) || ' group by event.id'
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
	answer jsonb := internal.event_counts(filter, null, array['total'] || rest);
	facet text;
begin
	foreach facet in array chosen loop
		answer := answer || internal.event_counts(filter, facet, array[facet]);
	end loop;
	return answer;
end;
$$;

-- {"total": n, "eventKinds": {id: n}, "kinds": {}, "topics": {}, "regions": {}, "municipalities": {}, "languages": {},
-- "online": n}, in dates, as the list counts them. A value nothing has is not in it.
create function public.event_facets(filter jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_facets(filter);
$$;

-- Every text of opening hours in use, for working out which of them mean "open" at some minute.
create function public.opening_hours_in_use() returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(distinct organisation.opening_hours), '[]')
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.opening_hours is not null;
$$;

revoke execute on function internal.organisation_counts(jsonb, text, text[], text[], date),
	internal.organisation_facets(jsonb, text[], date), internal.event_counts(jsonb, text, text[]),
	internal.event_facets(jsonb), public.organisation_facets(jsonb, text[], date), public.event_facets(jsonb),
	public.opening_hours_in_use() from public, anon, authenticated, service_role;
grant execute on function internal.organisation_facets(jsonb, text[], date), internal.event_facets(jsonb),
	public.organisation_facets(jsonb, text[], date), public.event_facets(jsonb), public.opening_hours_in_use()
	to anon, authenticated, service_role;
