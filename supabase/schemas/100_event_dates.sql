-- The dates of an event are rows. They are written by one function, whoever saves the event, in the
-- same transaction; an event whose rows do not follow from it cannot be committed. No role of the
-- data interface may call any of this.

-- The instant of a local time. A time the clock jumps over falls as much later as it jumps (03:30
-- becomes 04:30); of a time that comes twice the first one is meant: RFC 5545, 3.3.5. PostgreSQL
-- does the first by itself and takes the second of two. src/lib/event/local-time.ts is the same
-- rule; a test holds them against each other.
create function internal.instant_of(local_time timestamp, zone text) returns timestamptz
	language sql stable parallel safe set search_path = '' as $$
	select case
		when (later.instant - interval '1 hour') at time zone zone = local_time then later.instant - interval '1 hour'
		when (later.instant - interval '30 minutes') at time zone zone = local_time
			then later.instant - interval '30 minutes'
		else later.instant end
	from (select local_time at time zone zone as instant) as later;
$$;

-- When a date ends: when the clock shows its end, as people say it, also in the night of a clock
-- change; where the change would leave nothing of it, it lasts as long as the clock says.
create function internal.end_of(starts_local timestamp, ends_local timestamp, zone text) returns timestamptz
	language sql stable parallel safe set search_path = '' as $$
	select greatest(internal.instant_of(ends_local, zone),
		case when internal.instant_of(ends_local, zone) <= internal.instant_of(starts_local, zone)
			then internal.instant_of(starts_local, zone) + (ends_local - starts_local) end);
$$;

-- Writes the dates of one or more events: [{"event": id, "zone_before": the zone they were written
-- in until now, when it changes, "known_until": date | null, "dates": [{"id": optional, "starts":
-- local time, "ends": local time}, ...]}, ...], every date the rule gives, without the exceptions.
--
-- A date is known by the start its rule gives it (RECURRENCE-ID). What is known keeps its id and
-- whatever was changed about it. When the hour of a series changes, a date stays the same date by
-- its day; the one date of an event stays the same wherever it goes, and has nothing of its own:
-- what is said of it is said of the event. What the rule no longer gives is removed, except dates
-- ahead that were cancelled: whoever noted one looks it up.
create function internal.save_occurrences(saved jsonb) returns void
	language plpgsql set search_path = '' as $$
declare
	wanted jsonb;
begin
	perform from public.events as event
	where event.id in (select (one ->> 'event')::uuid from jsonb_array_elements(saved) as one)
	order by event.id for update;

	-- Instants are worked out here and nowhere else: no second copy of the zones can disagree.
	select jsonb_agg(jsonb_build_object(
		'event_id', event.id, 'id', date ->> 'id', 'zone', event.time_zone,
		'starts_at', internal.instant_of((date ->> 'starts')::timestamp, event.time_zone),
		'ends_at', internal.end_of((date ->> 'starts')::timestamp, (date ->> 'ends')::timestamp, event.time_zone)))
	into wanted
	from jsonb_array_elements(saved) as one
	join public.events as event on event.id = (one ->> 'event')::uuid
	cross join lateral jsonb_array_elements(one -> 'dates') as date;

	update public.event_occurrences as occurrence
	set original_start = renamed.starts_at,
		starts_at = case when occurrence.rescheduled then occurrence.starts_at else renamed.starts_at end,
		ends_at = case when occurrence.rescheduled then occurrence.ends_at else renamed.ends_at end
	from (
		with wanted_dates as (
			select date.*, (date.starts_at at time zone date.zone)::date as day,
				count(*) over (partition by date.event_id) as of_event,
				count(*) over (partition by date.event_id, (date.starts_at at time zone date.zone)::date) as of_day
			from jsonb_to_recordset(wanted)
				as date (event_id uuid, zone text, starts_at timestamptz, ends_at timestamptz)
		), known_dates as (
			-- By the clock they were written with: in another zone an evening is the next morning.
			select known.id, known.event_id, known.original_start,
				(known.original_start at time zone zone.before)::date as day,
				-- Beside it, cancelled dates of an earlier rule may stand.
				count(*) over (partition by known.event_id) = 1 or (known.status is distinct from 'cancelled'
					and count(*) filter (where known.status is distinct from 'cancelled')
						over (partition by known.event_id) = 1) as only_one,
				count(*) over (partition by known.event_id, (known.original_start at time zone zone.before)::date)
					as of_day
			from public.event_occurrences as known
			join (
				select event.id, coalesce(one ->> 'zone_before', event.time_zone) as before
				from jsonb_array_elements(saved) as one
				join public.events as event on event.id = (one ->> 'event')::uuid
			) as zone on zone.id = known.event_id
			where known.event_id in (select wanted_date.event_id from wanted_dates as wanted_date)
		)
		select known_date.id, wanted_date.starts_at, wanted_date.ends_at
		from known_dates as known_date
		join wanted_dates as wanted_date on wanted_date.event_id = known_date.event_id
			and ((wanted_date.of_event = 1 and known_date.only_one)
				or (wanted_date.day = known_date.day and wanted_date.of_day = 1 and known_date.of_day = 1))
		where wanted_date.starts_at <> known_date.original_start
			and (wanted_date.event_id, wanted_date.starts_at) not in
				(select taken.event_id, taken.original_start from known_dates as taken)
			and (known_date.event_id, known_date.original_start) not in
				(select kept.event_id, kept.starts_at from wanted_dates as kept)
	) as renamed
	where occurrence.id = renamed.id;

	insert into public.event_occurrences as occurrence (id, event_id, starts_at, ends_at, original_start)
	select coalesce(date.id, gen_random_uuid()), date.event_id, date.starts_at, date.ends_at, date.starts_at
	from jsonb_to_recordset(wanted) as date (id uuid, event_id uuid, starts_at timestamptz, ends_at timestamptz)
	on conflict (event_id, original_start) do update
		set starts_at = excluded.starts_at, ends_at = excluded.ends_at
		where not occurrence.rescheduled
			and (occurrence.starts_at, occurrence.ends_at) is distinct from (excluded.starts_at, excluded.ends_at);

	-- Of a series that becomes one date.
	perform internal.take_differences_back(event.id, internal.instant_of(event.starts_local, event.time_zone))
	from public.events as event
	where event.recurrence is null and event.id in (select (one ->> 'event')::uuid from jsonb_array_elements(saved) as one);

	delete from public.event_occurrences as occurrence
	using public.events as event
	where event.id = occurrence.event_id
		and event.id in (select (one ->> 'event')::uuid from jsonb_array_elements(saved) as one)
		and not (occurrence.status is not distinct from 'cancelled' and event.publication = 'published'
			and occurrence.ends_at > now())
		-- Held earlier than its turn, which came after the last date that is left.
		and not (occurrence.rescheduled and occurrence.ends_at <= now() and event.recurrence is not null
			and occurrence.original_start > (select max(date.starts_at)
				from jsonb_to_recordset(coalesce(wanted, '[]')) as date (event_id uuid, starts_at timestamptz)
				where date.event_id = event.id))
		-- Looked up in a hash; a join would be planned for the hundred dates PostgreSQL expects of
		-- JSON.
		and (occurrence.event_id, occurrence.original_start) not in (
			select date.event_id, date.starts_at
			from jsonb_to_recordset(coalesce(wanted, '[]')) as date (event_id uuid, starts_at timestamptz));

	update public.events as event set known_until = (one ->> 'known_until')::date
	from jsonb_array_elements(saved) as one
	where event.id = (one ->> 'event')::uuid
		and event.known_until is distinct from (one ->> 'known_until')::date;
end;
$$;

-- Takes back what one date has of its own. It stays known by the start its rule gives it.
create function internal.take_differences_back(taken_from uuid, original timestamptz) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	update public.event_occurrences as occurrence
	set starts_at = occurrence.original_start, rescheduled = false, status = null, overruled = false, whole_status = null,
		whole_reason = '{}', title = '{}', reason = '{}', venue_name = null, street = null, postcode = null,
		place_id = null, municipality_id = null, region_id = null, location = null, approximate = true,
		ends_at = internal.end_of(event.starts_local, event.ends_local, event.time_zone)
	from public.events as event
	where event.id = taken_from and occurrence.event_id = taken_from and occurrence.original_start = original
		and (occurrence.rescheduled or occurrence.elsewhere or occurrence.title <> '{}' or occurrence.reason <> '{}'
			or num_nonnulls(occurrence.status, occurrence.whole_status) > 0);
end;
$$;

-- Changes one date of a series, known by the local start its rule gives it. `change` holds what
-- differs: starts and ends (local times, both together), internal.date_columns(), region_id,
-- location (EWKT); overruled comes with an earlier state. NULL takes a difference back; what is not
-- named stays. A location must be a point in degrees before PostGIS reads it, which ends a save
-- with an error of its own otherwise.
create function internal.change_occurrence(changed_event uuid, original_local timestamp, change jsonb) returns void
	language plpgsql set search_path = '' as $$
declare
	event public.events;
	occurrence public.event_occurrences;
	rescheduled boolean := change ->> 'starts' is not null;
	next_row jsonb;
begin
	select * into event from public.events as one where one.id = changed_event for update;
	select * into occurrence from public.event_occurrences as one
	where one.event_id = changed_event
		and one.original_start = internal.instant_of(original_local, event.time_zone);
	if occurrence.id is null then
		raise exception using errcode = 'no_data_found', message = 'the event has no such date';
	end if;
	if event.recurrence is null and occurrence.status is distinct from 'cancelled' then
		perform internal.refuse('{"status":"invalid","constraint":"event_has_one_date"}');
	end if;
	if exists (select from jsonb_object_keys(change) as key where key <> all (internal.date_columns()
			|| array['starts', 'ends', 'region_id', 'location', 'overruled'])) or (change ? 'starts') <> (change ? 'ends') then
		raise exception using errcode = 'invalid_parameter_value',
			message = 'not a change of a date: an unknown field, or starts and ends apart';
	end if;
	if change ->> 'location' !~ '^SRID=4326;POINT\(-?[0-9.]{1,20} -?[0-9.]{1,20}\)$' then
		raise exception using errcode = 'invalid_parameter_value', message = 'not a point in degrees';
	end if;

	next_row := internal.typed('event_occurrences', change - array['starts', 'ends']);
	-- Columns that are never NULL: taken back, they are as in a date that has nothing of its own.
	next_row := next_row || (select coalesce(jsonb_object_agg(blank.key, blank.value), '{}')
		from jsonb_each('{"approximate": true, "title": {}, "reason": {}}') as blank where next_row -> blank.key = 'null');
	if change ? 'status' then
		next_row := next_row || '{"overruled": false}';
	end if;
	if change ? 'overruled' then
		next_row := next_row || jsonb_build_object('overruled', change -> 'overruled');
	end if;
	if change ? 'starts' then
		next_row := next_row || jsonb_build_object('rescheduled', rescheduled,
			'starts_at', case when rescheduled
				then internal.instant_of((change ->> 'starts')::timestamp, event.time_zone) else occurrence.original_start end,
			'ends_at', case when rescheduled
				then internal.end_of((change ->> 'starts')::timestamp, (change ->> 'ends')::timestamp, event.time_zone)
				else internal.end_of(original_local, original_local + (event.ends_local - event.starts_local),
					event.time_zone) end);
		-- A date that was over and is ahead again hears what is said of the whole.
		if occurrence.ends_at <= now() and (next_row ->> 'ends_at')::timestamptz > now() then
			next_row := next_row || '{"whole_status": null, "whole_reason": {}}';
		end if;
	end if;
	perform internal.write_row('event_occurrences', to_jsonb(occurrence), next_row);
end;
$$;

-- "This and following": the dates from one on go to the event that takes the series over, with
-- their ids and whatever was changed about them. Both events are saved anew afterwards in the same
-- transaction.
create function internal.hand_over_occurrences(from_event uuid, to_event uuid, from_local timestamp) returns integer
	language plpgsql set search_path = '' as $$
declare
	handed integer;
begin
	update public.event_occurrences as occurrence set event_id = to_event
	from public.events as event
	where event.id = from_event and occurrence.event_id = from_event
		and occurrence.original_start >= internal.instant_of(from_local, event.time_zone)
		-- Held earlier than its turn: it has taken place, and stays.
		and not (occurrence.rescheduled and occurrence.ends_at <= now()
			and occurrence.original_start > internal.instant_of(from_local, event.time_zone));
	get diagnostics handed = row_count;
	update public.event_changes as change set event_id = to_event
	from public.event_occurrences as occurrence
	where occurrence.id = change.occurrence_id and occurrence.event_id = to_event and change.event_id = from_event;
	return handed;
end;
$$;

-- Asked once at the end of a transaction: an event has its first date where it says it begins; a
-- single event has no other, but for cancelled ones that were given up; nothing lies before the
-- first; an open-ended series, and no other, says until when it is known.
create function internal.check_dates_follow(checked uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
	first_start timestamptz;
begin
	select * into event from public.events as one where one.id = checked;
	if event.id is null then
		return;
	end if;
	first_start := internal.instant_of(event.starts_local, event.time_zone);
	if not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id and occurrence.original_start = first_start) then
		raise exception using errcode = 'check_violation', constraint = 'event_has_its_first_date',
			message = 'the event has no date where it begins';
	end if;
	if exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id and occurrence.status is distinct from 'cancelled'
				and (occurrence.original_start < first_start
					or (event.recurrence is null and occurrence.original_start > first_start))) then
		raise exception using errcode = 'check_violation', constraint = 'event_has_only_its_dates',
			message = 'the event has a date that does not follow from it';
	end if;
	if event.recurrence is null and exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id and occurrence.original_start = first_start
				and (occurrence.rescheduled or occurrence.elsewhere or occurrence.title <> '{}' or occurrence.reason <> '{}'
					or num_nonnulls(occurrence.status, occurrence.whole_status) > 0)) then
		raise exception using errcode = 'check_violation', constraint = 'one_date_is_the_event',
			message = 'the one date of an event has nothing of its own';
	end if;
	-- A calendar tells whole days without hours: what is not whole days would end when it begins.
	if event.all_day and exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id
				and (occurrence.starts_at <> internal.instant_of(
						date_trunc('day', occurrence.starts_at at time zone event.time_zone), event.time_zone)
					or occurrence.ends_at <> internal.instant_of(
						date_trunc('day', occurrence.ends_at at time zone event.time_zone), event.time_zone))) then
		raise exception using errcode = 'check_violation', constraint = 'dates_are_whole_days',
			message = 'a date of an event of whole days has hours';
	end if;
	if coalesce(event.recurrence !~ '(^|;)(COUNT|UNTIL)=', false) <> (event.known_until is not null) then
		raise exception using errcode = 'check_violation', constraint = 'open_series_is_known_until',
			message = 'an open-ended series, and no other event, says until when it is known';
	end if;
end;
$$;

create function internal.event_keeps_its_dates() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.check_dates_follow(new.id);
	return null;
end;
$$;
create constraint trigger dates_follow
	after insert or update of starts_local, time_zone, all_day, recurrence, known_until on public.events
	deferrable initially deferred for each row execute function internal.event_keeps_its_dates();

create function internal.dates_keep_to_their_event() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		perform internal.check_dates_follow(old.event_id);
	end if;
	if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.event_id <> old.event_id) then
		perform internal.check_dates_follow(new.event_id);
	end if;
	return null;
end;
$$;
create constraint trigger dates_follow
	after insert or delete or update of event_id, original_start, status, rescheduled, title, reason, venue_name, street,
		postcode, place_id, municipality_id, region_id, location, whole_status, starts_at, ends_at on public.event_occurrences
	deferrable initially deferred for each row execute function internal.dates_keep_to_their_event();

-- Every date of an event in the order of time, in local time, with what is its own: [{original,
-- starts, ends, over, status, ...}]; `state` and `held_reason` are what holds
-- (internal.held_dates).
create function public.event_dates(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'original', occurrence.original_start at time zone event.time_zone,
		'starts', occurrence.starts_at at time zone event.time_zone,
		'ends', occurrence.ends_at at time zone event.time_zone,
		'over', occurrence.ends_at <= now(), 'rescheduled', occurrence.rescheduled, 'status', occurrence.status,
		'state', held.state, 'held_reason', held.reason,
		'title', occurrence.title, 'reason', occurrence.reason,
		'elsewhere', occurrence.elsewhere, 'venue_name', occurrence.venue_name, 'street', occurrence.street,
		'postcode', occurrence.postcode, 'place_id', occurrence.place_id, 'latitude', occurrence.latitude,
		'longitude', occurrence.longitude, 'approximate', occurrence.approximate) order by occurrence.starts_at), '[]')
	from public.event_occurrences as occurrence
	join internal.held_dates as held on held.id = occurrence.id
	join public.events as event on event.id = occurrence.event_id
	where event.id = wanted and internal.may_edit_event(event.id);
$$;
grant execute on function public.event_dates to authenticated;

-- The other parts of a divided series for who edits one of them, in the order of time: [{id, slug,
-- title, starts, ends, first_turn, last_turn, editable}], local times of the first start and the
-- last end, and of the first and last start that its rule gives.
create function public.event_parts(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', part.id, 'slug', part.slug, 'title', part.title,
		'starts', dates.first at time zone part.time_zone, 'ends', dates.last at time zone part.time_zone,
		'first_turn', dates.first_turn at time zone part.time_zone, 'last_turn', dates.last_turn at time zone part.time_zone,
		'editable', internal.may_edit_event(part.id)) order by part.starts_local, part.id), '[]')
	from internal.parts_of_series(wanted) as other (id)
	join public.events as part on part.id = other.id and part.id <> wanted and part.publication <> 'removed'
	cross join lateral (select min(held.starts_at) as first, max(held.ends_at) as last,
			min(held.original_start) as first_turn, max(held.original_start) as last_turn
		from internal.held_dates as held where held.event_id = part.id) as dates
	where internal.may_edit_event(wanted);
$$;
grant execute on function public.event_parts to authenticated;

-- A date that is held elsewhere has a pin of its own, by the rules of every pin: who may set that
-- of an event only within their regions may not set that of a date beyond them.

-- Whose organisation holds the event may hold a date of it anywhere, as they may the event
-- (internal.may_edit_event).
create function internal.may_hold_date_in(wanted uuid, region text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select internal.is_administrator() or region = any (internal.my_regions())
		or exists (select from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = wanted and organiser.position = 1
				and (organisation.region_id = any (internal.my_regions())
					or organisation.id = any (internal.my_organisations())));
$$;

-- At the row, so that it holds for every way in: the form of a date, and an earlier state that
-- comes back with its dates. The seed and imports act for nobody and are not asked.
create function internal.check_region_of_date() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.region_id is not null and new.region_id is distinct from old.region_id and internal.person() is not null
		and not internal.may_hold_date_in(new.event_id, new.region_id) then
		perform internal.refuse(jsonb_build_object('status', 'outside', 'region_id', new.region_id));
	end if;
	return new;
end;
$$;

-- After c_follow_pin, which says in which region a pin lies.
create trigger d_check_region before update of location, municipality_id, region_id on public.event_occurrences
	for each row execute function internal.check_region_of_date();
