-- Lists and pins of events: dates, not events, are what a list shows and counts.

create type internal.placed_occurrence as (occurrence_id uuid, metres double precision);

-- One page of dates as ids in their order, which is one of
--   'soonest'  by beginning
--   'latest'   by beginning, backwards
--   'nearest'  by distance, then by beginning; without a point as 'soonest'
--   'best'     by how well the words match, then by beginning; without words as 'soonest'
-- With `after`, the last date of the page before, the page begins where that one stands in the order; when it is gone, the
-- page's number counts.
create function internal.occurrences_in_order(
	filter jsonb, ordering text, page integer, page_size integer, after uuid default null
) returns setof internal.placed_occurrence
	language plpgsql stable security definer set search_path = '' set jit = off rows 40 as $$
declare
	direction text := case when ordering = 'latest' then 'desc' else 'asc' end;
	distance text := case when filter ? 'near' then 'extensions.st_distance(event.location, internal.near_point($1))' end;
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
		-- What is not over by then is found along two indexes: what goes on at that moment by its span, what begins later
		-- by its beginning. One condition for both would read through everything that ever began.
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

-- One page of dates in the order asked for.
create function public.find_events(
	filter jsonb default '{}', ordering text default 'soonest', page integer default 1, page_size integer default 40,
	after uuid default null
) returns table (
	occurrence_id uuid, slug text, kind text, title_lv text, title_en text, summary_lv text, summary_en text,
	starts_at timestamptz, ends_at timestamptz, all_day boolean, date_precision text, time_zone text, status text,
	attendance text, venue_name text, place_lv text, place_en text, region_id text,
	latitude double precision, longitude double precision, approximate boolean, free boolean, is_example boolean,
	in_series boolean, registration_deadline timestamptz, metres double precision, organisers jsonb
)
	language sql stable set search_path = '' as $$
	select occurrence.id, event.slug, event.kind, event.title_lv, event.title_en, event.summary_lv,
		event.summary_en, occurrence.starts_at, occurrence.ends_at, event.all_day, event.date_precision, event.time_zone,
		coalesce(occurrence.status, event.status), event.attendance, event.venue_name, place.name_lv, place.name_en,
		event.region_id, event.latitude, event.longitude, event.approximate, event.free, event.is_example,
		event.recurrence is not null, event.registration_deadline, found.metres, internal.organisers_of(event.id)
	from internal.occurrences_in_order(filter, ordering, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (occurrence_id, metres, place)
	join public.event_occurrences as occurrence on occurrence.id = found.occurrence_id
	join public.events as event on event.id = occurrence.event_id
	left join public.places as place on place.id = event.place_id
	order by found.place;
$$;

create function internal.count_events(filter jsonb) returns bigint
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	total bigint;
begin
	execute 'select count(*) ' || internal.from_occurrences(filter) into total using filter;
	return total;
end;
$$;

-- How many dates a filter leaves on all pages.
create function public.count_events(filter jsonb default '{}') returns bigint
	language sql stable set search_path = '' as $$
	select internal.count_events(filter);
$$;

create function internal.event_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'with next_date as (
			select distinct on (event.id) event.slug, event.kind, %s as title, event.latitude, event.longitude,
				event.approximate, occurrence.starts_at, occurrence.ends_at, event.all_day, event.date_precision,
				event.is_example
			%s and event.location is not null
				and coalesce(occurrence.status, event.status) not in (''cancelled'', ''postponed'')
			order by event.id, occurrence.starts_at
		)
		select coalesce(jsonb_agg(jsonb_build_array(slug, kind, title, latitude, longitude, approximate, starts_at, ends_at,
			all_day, date_precision, is_example) order by starts_at, slug), ''[]'') from next_date',
		case when language = 'en' then 'coalesce(event.title_en, event.title_lv)'
			else 'coalesce(event.title_lv, event.title_en)' end,
		internal.from_occurrences(filter))
		into points using filter;
	return points;
end;
$$;

-- One pin an event with its next matching date: [[slug, kind, title, latitude, longitude, approximate, starts_at, ends_at,
-- all_day, date_precision, is_example], ...], soonest first.
create function public.event_points(filter jsonb default '{}', language text default 'lv') returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_points(filter, language);
$$;

revoke execute on function internal.occurrences_in_order(jsonb, text, integer, integer, uuid),
	internal.count_events(jsonb), internal.event_points(jsonb, text),
	public.find_events(jsonb, text, integer, integer, uuid), public.count_events(jsonb),
	public.event_points(jsonb, text) from public, anon, authenticated, service_role;
grant execute on function internal.occurrences_in_order(jsonb, text, integer, integer, uuid),
	internal.count_events(jsonb), internal.event_points(jsonb, text),
	public.find_events(jsonb, text, integer, integer, uuid), public.count_events(jsonb),
	public.event_points(jsonb, text) to anon, authenticated, service_role;
