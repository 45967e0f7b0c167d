-- A date that is held elsewhere or under another name says so in lists and on the map. What a filter finds is still asked of the
-- event, so that list, map and counts find the same.

-- One page of dates in the order asked for, each as it is held.
create or replace function public.find_events(
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
	select occurrence.id, event.slug, event.kind,
		case when num_nonnulls(occurrence.title_lv, occurrence.title_en) > 0
			then occurrence.title_lv else event.title_lv end,
		case when num_nonnulls(occurrence.title_lv, occurrence.title_en) > 0
			then occurrence.title_en else event.title_en end,
		event.summary_lv, event.summary_en, occurrence.starts_at, occurrence.ends_at, event.all_day,
		event.date_precision, event.time_zone, coalesce(occurrence.status, event.status), event.attendance,
		whereabouts.venue_name, place.name_lv, place.name_en, whereabouts.region_id, whereabouts.latitude,
		whereabouts.longitude, whereabouts.approximate, event.free, event.is_example, event.recurrence is not null,
		event.registration_deadline,
		case when occurrence.elsewhere then internal.metres_from(filter, occurrence.location) else found.metres end,
		internal.organisers_of(event.id)
	from internal.occurrences_in_order(filter, ordering, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (occurrence_id, metres, place)
	join public.event_occurrences as occurrence on occurrence.id = found.occurrence_id
	join public.events as event on event.id = occurrence.event_id
	cross join lateral (
		select event.venue_name, event.place_id, event.region_id, event.latitude, event.longitude, event.approximate
		where not occurrence.elsewhere
		union all
		select occurrence.venue_name, occurrence.place_id, occurrence.region_id, occurrence.latitude,
			occurrence.longitude, occurrence.approximate
		where occurrence.elsewhere
	) as whereabouts
	left join public.places as place on place.id = whereabouts.place_id
	order by found.place;
$$;

create or replace function internal.event_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'with next_date as (
			select distinct on (event.id) event.slug, event.kind, coalesce(%s) as title,
				case when occurrence.elsewhere then occurrence.latitude else event.latitude end as latitude,
				case when occurrence.elsewhere then occurrence.longitude else event.longitude end as longitude,
				case when occurrence.elsewhere then occurrence.approximate else event.approximate end as approximate,
				occurrence.starts_at, occurrence.ends_at, event.all_day, event.date_precision, event.is_example
			%s and event.location is not null
				and coalesce(occurrence.status, event.status) not in (''cancelled'', ''postponed'')
			order by event.id, occurrence.starts_at
		)
		select coalesce(jsonb_agg(jsonb_build_array(slug, kind, title, latitude, longitude, approximate, starts_at, ends_at,
			all_day, date_precision, is_example) order by starts_at, slug), ''[]'')
		from next_date where latitude is not null',
		case when language = 'en'
			then 'occurrence.title_en, occurrence.title_lv, event.title_en, event.title_lv'
			else 'occurrence.title_lv, occurrence.title_en, event.title_lv, event.title_en' end,
		internal.from_occurrences(filter))
		into points using filter;
	return points;
end;
$$;
