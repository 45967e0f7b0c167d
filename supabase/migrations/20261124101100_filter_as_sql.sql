-- How a filter becomes a statement. A condition that is only there when it is asked for can use an index; `not filter ? 'kinds'
-- or ...` never can. So the text of a statement is put together from the conditions that are present. The text holds nothing
-- but what is written here; every value stays in the filter, which the statement gets as its parameter $1.
--
-- Such statements run in functions of this schema with the owner's rights: under row level security, an index is not used for
-- an operator that is not leakproof, and none of those for places, arrays and words is. They say themselves that only what is
-- published counts.
-- They do without just-in-time compilation, which takes longer (100 ms and more) than any of these statements.
--
-- `filter` is the Filter of src/lib/filter as JSON; a key that is missing does not restrict:
--   words (one text, as typed) · kinds[] · topics[] · regions[] · municipalities[] · languages[] · slugs[] ·
--   near {lat, lng} (WGS84 degrees) with km · area {south, west, north, east}
--   of organisations: upcoming (true: holds something that is not over) · openHours[] (the texts that mean "open" now) ·
--     confirmedSince (date)
--   of events: eventKinds[] (kinds[] is that of an organiser) · from, to, endedBy (instants) · online (true: only what can be
--     followed online)
-- `besides` leaves one of the keys out of account, for counting what another choice of it would give.

drop function public.find_organisations(jsonb, text, integer, integer);
drop function public.organisation_points(jsonb, text);
drop function internal.matching_organisations(jsonb);
drop function public.find_events(jsonb, boolean, integer, integer);
drop function public.event_points(jsonb, text);
drop function internal.matching_occurrences(jsonb);
drop function internal.metres_from(jsonb, extensions.geography);

-- These three are immutable, so that the planner works them out before it chooses a plan, and not once a row.

create function internal.texts(filter jsonb, key text) returns text[]
	language sql immutable parallel safe set search_path = ''
	return array(select pg_catalog.jsonb_array_elements_text(filter -> key));

-- The point a filter is near, NULL without one.
create function internal.near_point(filter jsonb) returns extensions.geography
	language sql immutable parallel safe set search_path = ''
	return extensions.st_setsrid(extensions.st_makepoint(
		(filter #>> '{near,lng}')::double precision,
		(filter #>> '{near,lat}')::double precision), 4326)::extensions.geography;

-- The part of the map a filter asks about, NULL without one.
create function internal.area_box(filter jsonb) returns extensions.geometry
	language sql immutable parallel safe set search_path = ''
	return extensions.st_makeenvelope(
		(filter #>> '{area,west}')::double precision, (filter #>> '{area,south}')::double precision,
		(filter #>> '{area,east}')::double precision, (filter #>> '{area,north}')::double precision, 4326);

-- Metres from the point a filter is near, NULL without one.
create function internal.metres_from(filter jsonb, location extensions.geography) returns double precision
	language sql stable parallel safe set search_path = ''
	return extensions.st_distance(location, internal.near_point(filter));

-- What a filter asks of where something is, as conditions that begin with "and"; '' when it asks nothing of that.
create function internal.place_conditions(filter jsonb, subject text) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	conditions text := '';
begin
	if filter ? 'regions' then
		conditions := conditions || $sql$ and subject.region_id = any (internal.texts($1, 'regions'))$sql$;
	end if;
	if filter ? 'municipalities' then
		conditions := conditions || $sql$ and subject.municipality_id = any (internal.texts($1, 'municipalities'))$sql$;
	end if;
	if filter ? 'near' then
		conditions := conditions || $sql$
			and extensions.st_dwithin(subject.location, internal.near_point($1), ($1 ->> 'km')::double precision * 1000)$sql$;
	end if;
	if filter ? 'area' then
		-- Boxes are compared in single precision, which is good for an index and not for an edge.
		conditions := conditions || $sql$
			and subject.location::extensions.geometry operator(extensions.&&) internal.area_box($1)
			and subject.latitude between ($1 #>> '{area,south}')::double precision
				and ($1 #>> '{area,north}')::double precision
			and subject.longitude between ($1 #>> '{area,west}')::double precision
				and ($1 #>> '{area,east}')::double precision$sql$;
	end if;
	return pg_catalog.replace(conditions, 'subject.', subject || '.');
end;
$$;

-- What a filter asks of when something is, the same way, of `occurrence`.
create function internal.date_conditions(filter jsonb) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	conditions text := '';
begin
	if filter ? 'from' then
		conditions := conditions || $sql$ and occurrence.ends_at > ($1 ->> 'from')::timestamptz$sql$;
	end if;
	if filter ? 'to' then
		conditions := conditions || $sql$ and occurrence.starts_at < ($1 ->> 'to')::timestamptz$sql$;
	end if;
	if filter ? 'endedBy' then
		-- What ended has begun: said as well, because lists are read along an index of beginnings.
		conditions := conditions || $sql$ and occurrence.ends_at <= ($1 ->> 'endedBy')::timestamptz
			and occurrence.starts_at < ($1 ->> 'endedBy')::timestamptz$sql$;
	end if;
	return conditions;
end;
$$;

-- "from ... where ..." of the published organisations a filter leaves: `organisation`, and with words `hit` with its `rank`.
create function internal.from_organisations(filter jsonb, besides text default null) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	asked jsonb := filter - coalesce(besides, '');
	statement text := 'from public.organisations as organisation';
begin
	if asked ? 'words' then
		statement := statement || $sql$
			join internal.organisation_hits($1 ->> 'words') as hit on hit.organisation_id = organisation.id$sql$;
	end if;
	statement := statement || $sql$ where organisation.publication = 'published'$sql$
		|| internal.place_conditions(asked, 'organisation');
	if asked ? 'slugs' then
		statement := statement || $sql$ and organisation.slug = any (internal.texts($1, 'slugs'))$sql$;
	end if;
	if asked ? 'kinds' then
		statement := statement || $sql$ and organisation.kind = any (internal.texts($1, 'kinds'))$sql$;
	end if;
	if asked ? 'topics' then
		statement := statement || $sql$ and exists (
			select from public.organisation_topics as topic
			where topic.organisation_id = organisation.id and topic.topic_id = any (internal.texts($1, 'topics')))$sql$;
	end if;
	if asked ? 'languages' then
		statement := statement || $sql$ and organisation.languages && internal.texts($1, 'languages')$sql$;
	end if;
	if asked ? 'upcoming' then
		statement := statement || $sql$ and exists (
			select from internal.last_dates as last
			where last.organisation_id = organisation.id and last.ends_at > now())$sql$;
	end if;
	if asked ? 'openHours' then
		statement := statement || $sql$ and organisation.opening_hours = any (internal.texts($1, 'openHours'))$sql$;
	end if;
	if asked ? 'confirmedSince' then
		statement := statement || $sql$ and organisation.confirmed_on >= ($1 ->> 'confirmedSince')::date$sql$;
	end if;
	return statement;
end;
$$;

-- The same of the dates of published events: `occurrence`, its `event`, and with words `hit`.
create function internal.from_occurrences(filter jsonb, besides text default null) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	asked jsonb := filter - coalesce(besides, '');
	statement text := 'from public.event_occurrences as occurrence
		join public.events as event on event.id = occurrence.event_id';
begin
	if asked ? 'words' then
		statement := statement || $sql$
			join internal.event_hits($1 ->> 'words') as hit on hit.event_id = event.id$sql$;
	end if;
	statement := statement || $sql$ where event.publication = 'published'$sql$
		|| internal.place_conditions(asked, 'event');
	if asked ? 'slugs' then
		statement := statement || $sql$ and event.slug = any (internal.texts($1, 'slugs'))$sql$;
	end if;
	if asked ? 'eventKinds' then
		statement := statement || $sql$ and event.kind = any (internal.texts($1, 'eventKinds'))$sql$;
	end if;
	if asked ? 'kinds' then
		statement := statement || $sql$ and exists (
			select from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id and organisation.publication = 'published'
				and organisation.kind = any (internal.texts($1, 'kinds')))$sql$;
	end if;
	if asked ? 'topics' then
		statement := statement || $sql$ and exists (
			select from public.event_topics as topic
			where topic.event_id = event.id and topic.topic_id = any (internal.texts($1, 'topics')))$sql$;
	end if;
	if asked ? 'languages' then
		statement := statement || $sql$ and event.languages && internal.texts($1, 'languages')$sql$;
	end if;
	if coalesce((asked ->> 'online')::boolean, false) then
		statement := statement || $sql$ and event.attendance in ('online', 'both')$sql$;
	end if;
	return statement || internal.date_conditions(asked);
end;
$$;

-- Everything a filter leaves, in no order, for questions that work on whole sets.

create function internal.matching_organisations(filter jsonb) returns setof public.organisations
	language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
	return query execute 'select organisation.* ' || internal.from_organisations(filter) using filter;
end;
$$;

create type internal.matching_occurrence as (
	occurrence_id uuid, event_id uuid, starts_at timestamptz, ends_at timestamptz, status text
);
create function internal.matching_occurrences(filter jsonb) returns setof internal.matching_occurrence
	language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
	return query execute 'select occurrence.id, event.id, occurrence.starts_at, occurrence.ends_at,
		coalesce(occurrence.status, event.status) ' || internal.from_occurrences(filter) using filter;
end;
$$;

revoke execute on function internal.texts(jsonb, text), internal.near_point(jsonb), internal.area_box(jsonb),
	internal.metres_from(jsonb, extensions.geography), internal.place_conditions(jsonb, text), internal.date_conditions(jsonb),
	internal.from_organisations(jsonb, text), internal.from_occurrences(jsonb, text),
	internal.matching_organisations(jsonb), internal.matching_occurrences(jsonb)
	from public, anon, authenticated, service_role;
-- The rest is called by functions that run as the owner.
grant execute on function internal.near_point(jsonb), internal.metres_from(jsonb, extensions.geography),
	internal.matching_organisations(jsonb), internal.matching_occurrences(jsonb)
	to anon, authenticated, service_role;
