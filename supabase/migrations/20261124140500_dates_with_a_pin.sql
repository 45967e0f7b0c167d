-- A date that is held elsewhere has a pin of its own, by the rules of every pin: who may set that of an event only within their regions
-- may not set that of a date beyond them.

-- Whose organisation holds the event may hold a date of it anywhere, as they may the event (internal.may_edit_event).
create function internal.may_hold_date_in(wanted uuid, region text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select internal.is_administrator() or region = any (internal.my_regions())
		or exists (select from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = wanted and organiser.position = 1
				and (organisation.region_id = any (internal.my_regions())
					or organisation.id = any (internal.my_organisations())));
$$;

-- At the row, so that it holds for every way in: the form of a date, and an earlier state that comes back with its dates. The seed and
-- imports act for nobody and are not asked.
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

-- As before, and with the pin.
create or replace function public.event_dates(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'original', occurrence.original_start at time zone event.time_zone,
		'starts', occurrence.starts_at at time zone event.time_zone,
		'ends', occurrence.ends_at at time zone event.time_zone,
		'over', occurrence.ends_at <= now(), 'rescheduled', occurrence.rescheduled, 'status', occurrence.status,
		'title_lv', occurrence.title_lv, 'title_en', occurrence.title_en,
		'reason_lv', occurrence.reason_lv, 'reason_en', occurrence.reason_en,
		'elsewhere', occurrence.elsewhere, 'venue_name', occurrence.venue_name, 'street', occurrence.street,
		'postcode', occurrence.postcode, 'place_id', occurrence.place_id, 'latitude', occurrence.latitude,
		'longitude', occurrence.longitude, 'approximate', occurrence.approximate) order by occurrence.starts_at), '[]')
	from public.event_occurrences as occurrence join public.events as event on event.id = occurrence.event_id
	where event.id = wanted and internal.may_edit_event(event.id);
$$;

revoke execute on function internal.may_hold_date_in(uuid, text), internal.check_region_of_date()
	from public, anon, authenticated, service_role;
