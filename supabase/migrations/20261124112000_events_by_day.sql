-- A month of the programme as a calendar shows it: for each day how many dates fall on it, and the first few of them. A list
-- of a whole month would be cut somewhere; a day that says "14" and shows four of them is not.

-- {total, days: [{day, count, dates: [...]}], undated: [...]}. Days are those of each event's own zone, as every page tells
-- them; a date of several days stands on each of them. `undated` are past events of which only the month is known.
create function public.events_by_day(filter jsonb, first_day date, last_day date, most integer default 4) returns jsonb
	language sql stable set search_path = '' as $$
	with matching as (
		select occurrence.*, event.date_precision,
			(occurrence.starts_at at time zone event.time_zone)::date as begins,
			-- What ends at midnight does not reach into the next day.
			((occurrence.ends_at - interval '1 microsecond') at time zone event.time_zone)::date as ends
		from internal.matching_occurrences(filter) as occurrence
		join public.events as event on event.id = occurrence.event_id
		where event.date_precision <> 'year'
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
		from placed where placed.position <= least(greatest(most, 1), 50)
		union all
		select null, null, row_number() over (order by within.starts_at, within.occurrence_id), within.occurrence_id,
			within.event_id, within.starts_at, within.ends_at, within.status
		from within where within.date_precision = 'month'
	), described as (
		select shown.day, shown.count, shown.position, jsonb_build_object(
			'slug', event.slug,
			-- A title and a place of this date alone replace the event's, both languages together.
			'title_lv', case when num_nonnulls(own.title_lv, own.title_en) > 0 then own.title_lv else event.title_lv end,
			'title_en', case when num_nonnulls(own.title_lv, own.title_en) > 0 then own.title_en else event.title_en end,
			'starts_at', shown.starts_at, 'ends_at', shown.ends_at, 'all_day', event.all_day,
			'date_precision', event.date_precision, 'time_zone', event.time_zone, 'status', shown.status,
			'attendance', event.attendance, 'place_lv', place.name_lv, 'place_en', place.name_en,
			'is_example', event.is_example) as date
		from shown
		join public.events as event on event.id = shown.event_id
		join public.event_occurrences as own on own.id = shown.occurrence_id
		left join public.places as place
			on place.id = case when own.elsewhere then own.place_id else event.place_id end
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

revoke execute on function public.events_by_day(jsonb, date, date, integer) from public, anon, authenticated, service_role;
grant execute on function public.events_by_day(jsonb, date, date, integer) to anon, authenticated, service_role;
