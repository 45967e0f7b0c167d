-- What holds of a date. What was said of a whole event and what was said of its single dates is
-- kept apart; what follows from both is worked out here and nowhere else, and pages, lists, the
-- month, the map, feeds, mails and forms read this and nothing beside it.
--
--   * What is said of a date holds for it, until something stronger is said of the whole event:
--     cancelled and postponed are stronger than anything, full is stronger than all but these two.
--   * What was said of a date afterwards holds again, and so does everything once the word about
--     the
--     whole is taken back.
--   * A word about the whole concerns the dates that are not over when it is said. What has taken
--     place, or has not, stays so.
--   * An event with one date has no separate date: what is said, is said of the event.

-- One row a date, with everything that holds of it. A join to the event that a question does not
-- need is left out by the planner, so reading `starts_at` here costs what it costs in the table.
--   state, reason   what holds, and why; own_word: it was said of this date and not of the whole
--   takes_place     neither cancelled nor postponed
--   title           its own, or else that of the event
--   venue_name ... longitude where it is held: a place of its own (elsewhere) replaces the whole
--   place
--     of the event, so that a new street never stands beside the old town; only the region stays
--     that of the event where nothing says another
--   registration_deadline in a series that of the event is said of its first date, and every date
--     has as much time before it; nothing is registered for after it has begun
create view internal.held_dates with (security_invoker = true) as
	select occurrence.id, occurrence.event_id, occurrence.starts_at, occurrence.ends_at, occurrence.original_start,
		occurrence.rescheduled,
		occurrence.status is not null and not occurrence.overruled as own_word,
		case when occurrence.status is not null and not occurrence.overruled then occurrence.status
			else coalesce(occurrence.whole_status, event.status) end as state,
		case when occurrence.status is not null and not occurrence.overruled then occurrence.status
			else coalesce(occurrence.whole_status, event.status) end not in ('cancelled', 'postponed') as takes_place,
		case when not occurrence.overruled and (occurrence.status is not null or occurrence.reason <> '{}')
				then occurrence.reason
			when occurrence.whole_status is not null then occurrence.whole_reason
			else event.status_reason end as reason,
		occurrence.title <> '{}' as own_title,
		case when occurrence.title <> '{}' then occurrence.title else event.title end as title,
		event.attendance, occurrence.elsewhere,
		case when occurrence.elsewhere then occurrence.venue_name else event.venue_name end as venue_name,
		case when occurrence.elsewhere then occurrence.street else event.street end as street,
		case when occurrence.elsewhere then occurrence.postcode else event.postcode end as postcode,
		case when occurrence.elsewhere then occurrence.place_id else event.place_id end as place_id,
		case when occurrence.elsewhere then occurrence.municipality_id else event.municipality_id end as municipality_id,
		case when occurrence.elsewhere then coalesce(occurrence.region_id, event.region_id)
			else event.region_id end as region_id,
		case when occurrence.elsewhere then occurrence.location else event.location end as location,
		case when occurrence.elsewhere then occurrence.approximate else event.approximate end as approximate,
		case when occurrence.elsewhere then occurrence.latitude else event.latitude end as latitude,
		case when occurrence.elsewhere then occurrence.longitude else event.longitude end as longitude,
		case when event.recurrence is null then event.registration_deadline
			when event.registration_deadline at time zone event.time_zone >= event.starts_local
				then least(event.registration_deadline, occurrence.starts_at)
			else least(((occurrence.starts_at at time zone event.time_zone)
				- (event.starts_local - (event.registration_deadline at time zone event.time_zone)))
				at time zone event.time_zone, occurrence.starts_at) end as registration_deadline
	from public.event_occurrences as occurrence
	left join public.events as event on event.id = occurrence.event_id;
grant select on internal.held_dates to anon, authenticated, service_role;

-- Something is said of a whole event: what was said of its dates ahead waits or holds again, and
-- the dates that are over keep what was said of the whole till then.
create function internal.overrule_dates() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	-- The one date of an event is the event.
	if old.recurrence is not null then
		update public.event_occurrences as occurrence
		set whole_status = old.status, whole_reason = old.status_reason
		where occurrence.event_id = new.id and occurrence.ends_at <= now() and occurrence.whole_status is null;
	end if;
	if new.status <> old.status then
		update public.event_occurrences as occurrence set overruled = not occurrence.overruled
		where occurrence.event_id = new.id and occurrence.ends_at > now() and occurrence.status is not null
			and occurrence.overruled <> (new.status in ('cancelled', 'postponed')
				or (new.status = 'full' and occurrence.status not in ('cancelled', 'postponed')));
	end if;
	return null;
end;
$$;
create trigger overrule_dates after update of status, status_reason on public.events
	for each row when ((old.status, old.status_reason) is distinct from (new.status, new.status_reason))
	execute function internal.overrule_dates();

-- The parts of a series that was divided, in the order of time, with the event itself; the event
-- alone when it never was. With the rights of whoever asks: a part they may not read is not told.
-- Of the thousand rows PostgreSQL would expect, every event would be read for them.
create function internal.parts_of_series(wanted uuid) returns setof uuid
	language sql stable rows 3 set search_path = '' as $$
	select part.id from (
		select event.id, event.starts_local from public.events as event where event.id = wanted
		union all
		-- Apart, so that each is found by its index.
		select other.id, other.starts_local from public.events as event
		join public.events as other on other.series_id = event.series_id and other.id <> event.id
		where event.id = wanted
	) as part
	order by part.starts_local, part.id;
$$;
grant execute on function internal.parts_of_series to anon, authenticated, service_role;

-- Parts of a divided series as pages name them, [EventPart] in the order of time; what is not
-- published is not named.
create function internal.named_parts(wanted uuid[]) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('slug', part.slug, 'title', part.title,
		'startsAt', dates.first, 'endsAt', dates.last) order by part.starts_local, part.id), '[]')
	from public.events as part
	cross join lateral (select min(held.starts_at) as first, max(held.ends_at) as last
		from internal.held_dates as held where held.event_id = part.id) as dates
	where part.id = any (wanted) and part.publication = 'published';
$$;
grant execute on function internal.named_parts to anon, authenticated, service_role;

-- The zone of the network, in which its people read days.
create function internal.time_zone() returns text
	language sql stable security definer set search_path = '' as $$
	select coalesce((select network.time_zone from internal.network as network), 'UTC');
$$;
grant execute on function internal.time_zone to anon, authenticated, service_role;

-- The day it is there.
create function internal.today() returns date
	language sql stable security definer set search_path = '' as $$
	select (now() at time zone internal.time_zone())::date;
$$;
