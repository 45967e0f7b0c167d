-- Saving an event, its dates and its series. The dates come worked out from the rule
-- (recurrence.ts) and are written in the same transaction; what does not follow from the event is
-- refused by the database whoever sends it.

-- Who was named beside an event of others and has taken themselves off: they stay off until they
-- name themselves.
create table internal.left_events (
	event_id uuid not null references public.events (id) on delete cascade,
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	left_at timestamptz not null default now(),
	primary key (event_id, organisation_id)
);
create index left_events_organisation on internal.left_events (organisation_id);
alter table internal.left_events enable row level security;
revoke all on internal.left_events from public, anon, authenticated, service_role;

-- Organisations may be named beside an event when they are published and have not taken themselves
-- off it, when the person may edit them, or when they were named there already: nobody learns or
-- guesses a hidden one by organising something with it.
create function internal.may_name_organisation(wanted uuid, event uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
			where organisation.id = wanted and organisation.publication = 'published'
				and not exists (select from internal.left_events as gone
					where gone.event_id = may_name_organisation.event and gone.organisation_id = wanted))
		or internal.may_edit_organisation(wanted)
		or exists (select from public.event_organisers as organiser
			where organiser.event_id = event and organiser.organisation_id = wanted)
		or exists (select from public.event_venues as venue
			where venue.event_id = event and venue.organisation_id = wanted);
$$;

-- Whatever hangs on an event, written only where it differs, so that a save that changes nothing
-- counts as none.
create function internal.write_event_parts(written uuid, changed jsonb, document_before jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	link jsonb := changed -> 'join_link';
begin
	if changed ? 'topics' and not internal.same_set(changed -> 'topics', document_before -> 'topics') then
		perform internal.set_topics('event', written, changed -> 'topics');
	end if;
	if changed ? 'organisers' and changed -> 'organisers' is distinct from document_before -> 'organisers' then
		if exists (select from jsonb_array_elements(changed -> 'organisers') as organiser
				where organiser ->> 'organisation_id' is not null
					and not internal.may_name_organisation((organiser ->> 'organisation_id')::uuid, written)) then
			perform internal.refuse('{"status":"invalid","constraint":"organiser_is_known"}');
		end if;
		perform internal.write_children('event_organisers', 'event_id', written, array['organisation_id', 'name'],
			changed -> 'organisers');
	end if;
	if changed ? 'documents' and changed -> 'documents' is distinct from document_before -> 'documents' then
		perform internal.write_children('event_documents', 'event_id', written, internal.event_document_columns(),
			changed -> 'documents', '{"title": {}}');
	end if;
	if changed ? 'join_link' and link is distinct from document_before -> 'join_link' then
		delete from public.event_join_links as kept where kept.event_id = written;
		if link ->> 'url' is not null then
			insert into public.event_join_links (event_id, url, visible_minutes)
			values (written, link ->> 'url', (link ->> 'visible_minutes')::integer);
		end if;
	end if;
	if changed ? 'venue_organisation_id' and changed -> 'venue_organisation_id'
			is distinct from document_before -> 'venue_organisation_id' then
		if changed ->> 'venue_organisation_id' is not null
			and not internal.may_name_organisation((changed ->> 'venue_organisation_id')::uuid, written) then
			perform internal.refuse('{"status":"invalid","constraint":"venue_is_known"}');
		end if;
		insert into public.event_venues (event_id, organisation_id)
		select written, (changed ->> 'venue_organisation_id')::uuid
		where changed ->> 'venue_organisation_id' is not null
		on conflict (event_id) do update set organisation_id = excluded.organisation_id;
	end if;
end;
$$;

-- Writes an event with its dates and what hangs on it. @param whole false for a part of a split
-- series, whose dates come afterwards or stay behind
create function internal.write_whole_event(
	sort internal.listing_sorts, row_before jsonb, document_before jsonb, changed jsonb, dates jsonb, state jsonb,
	whole boolean default true
) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	columns constant text[] := internal.event_columns();
	-- What is no column of its own.
	parts constant text[] := array['topics', 'organisers', 'documents', 'venue_organisation_id', 'join_link',
		'differences'];
	-- Its dates follow from these.
	when_columns constant text[] := array['starts_local', 'ends_local', 'time_zone', 'recurrence', 'exceptions', 'all_day'];
	venue_before constant text := document_before ->> 'venue_organisation_id';
	venue text := venue_before;
	next_row jsonb;
	after jsonb;
	written uuid;
begin
	if changed - columns - parts <> '{}' then
		perform internal.refuse_unknown(changed - columns - parts);
	end if;
	if jsonb_array_length(coalesce(dates -> 'dates', '[]')) > 1000 then
		perform internal.refuse('{"status":"invalid","constraint":"too_many_dates"}');
	end if;
	next_row := internal.placed(row_before, internal.typed('events', changed - parts)) || state;
	if row_before is null then
		next_row := jsonb_build_object('time_zone', coalesce(
			(select network.time_zone from internal.network as network), 'UTC')) || next_row;
		next_row := next_row || jsonb_build_object('slug',
			internal.new_slug('event', internal.listing_name(sort, next_row)));
	end if;
	if dates is not null then
		next_row := next_row || internal.typed('events', jsonb_build_object('known_until', dates -> 'known_until'));
	elsif whole and next_row ?| when_columns then
		if exists (select from unnest(when_columns) as name
				where next_row ? name and next_row -> name is distinct from row_before -> name) then
			perform internal.refuse('{"status":"invalid","constraint":"dates_are_missing"}');
		end if;
	end if;

	-- Online, or nobody knows where yet: it is listed in the region of who holds it.
	after := coalesce(row_before, '{}') || next_row;
	if after ->> 'location' is null and after ->> 'municipality_id' is null then
		next_row := next_row || jsonb_build_object('region_id', coalesce(
			(select organisation.region_id from public.organisations as organisation
				where organisation.id = (coalesce(changed -> 'organisers', document_before -> 'organisers')
					-> 0 ->> 'organisation_id')::uuid),
			case when row_before is null then (internal.my_regions())[1] else row_before ->> 'region_id' end));
	end if;

	if venue_before is not null then
		if changed ? 'venue_organisation_id' then
			venue := changed ->> 'venue_organisation_id';
		end if;
		if venue = venue_before then
			-- While the venue stays, its address does, whatever the form still carries of it.
			next_row := next_row - array['street', 'postcode', 'place_id', 'municipality_id', 'region_id', 'location',
				'approximate'];
		else
			-- A venue of the directory lends its address, which a trigger guards; a new address
			-- comes after it has gone.
			delete from public.event_venues as kept where kept.event_id = (row_before ->> 'id')::uuid;
		end if;
	end if;

	after := internal.write_row('events', row_before, next_row);
	written := (after ->> 'id')::uuid;
	if dates is not null then
		perform internal.save_occurrences(jsonb_build_array(dates
			|| jsonb_build_object('event', written, 'zone_before', row_before ->> 'time_zone')));
	end if;
	if changed ?| parts then
		perform internal.write_event_parts(written, changed, document_before);
	end if;
	return written;
end;
$$;

-- Bringing an old state back brings back what was changed about single dates, as far as these dates
-- are there and not over: what has taken place stays as it was.
create function internal.restore_dates(restored uuid, differences jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
	difference jsonb;
begin
	if differences is not distinct from internal.event_document(restored) -> 'differences' then
		return;
	end if;
	select * into event from public.events as one where one.id = restored;
	execute format('update public.event_occurrences as occurrence
		set starts_at = occurrence.original_start, rescheduled = false, %s,
			ends_at = internal.end_of(occurrence.original_start at time zone $2,
				(occurrence.original_start at time zone $2) + $3, $2)
		where occurrence.event_id = $1 and occurrence.ends_at > now()',
		(select string_agg(format('%I = default', name), ', ')
			from unnest(internal.date_columns() || array['region_id', 'location', 'overruled']) as name))
	using restored, event.time_zone, event.ends_local - event.starts_local;
	for difference in select one from jsonb_array_elements(differences) as one
		join public.event_occurrences as occurrence on occurrence.event_id = restored
			and occurrence.original_start = internal.instant_of((one ->> 'original')::timestamp, event.time_zone)
			and occurrence.ends_at > now()
	loop
		perform internal.change_occurrence(restored, (difference ->> 'original')::timestamp,
			(difference - array['original', 'latitude', 'longitude'])
			|| case when difference ->> 'latitude' is null then '{}'::jsonb
				else jsonb_build_object('location', 'SRID=4326;POINT(' || (difference ->> 'longitude') || ' '
					|| (difference ->> 'latitude') || ')') end);
	end loop;
end;
$$;

-- "This and following": the series ends before a date, and a new one, otherwise the same, takes
-- over from there, with the dates themselves: whoever noted one finds it again. Both name the
-- series they are parts of (internal.parts_of_series). Each half is {listing, dates}.
create function internal.split_event(
	change internal.listing_change, from_local timestamp, ended jsonb, following jsonb
) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	taking_over uuid;
	-- A word about the whole is said once the dates are there to hear it.
	word constant text[] := array['status', 'status_reason'];
	series constant jsonb := jsonb_build_object('series_id',
		coalesce((change.row_before ->> 'series_id')::uuid, gen_random_uuid()));
begin
	if change.row_before ->> 'recurrence' is null or not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = change.id
				and occurrence.original_start = internal.instant_of(from_local, change.row_before ->> 'time_zone')) then
		perform internal.refuse('{"status":"invalid","constraint":"no_such_date"}');
	end if;
	-- The dates are handed over before either half is saved, so that saving finds them and keeps
	-- what was changed about them.
	taking_over := internal.write_whole_event(change.sort, null, '{}',
		(change.document_before - 'differences') || coalesce(nullif(following -> 'listing', 'null'), '{}')
			|| internal.only_keys(change.document_before, word),
		null, internal.asked_state(change.row_before - 'publish_at') || series, false);
	perform internal.hand_over_occurrences(change.id, taking_over, from_local);
	perform internal.write_whole_event(change.sort, internal.listing_row('event', taking_over), '{}',
		internal.only_keys(coalesce(nullif(following -> 'listing', 'null'), '{}'), word),
		nullif(following -> 'dates', 'null'), '{}', false);
	perform internal.write_whole_event(change.sort, change.row_before, change.document_before,
		coalesce(nullif(ended -> 'listing', 'null'), '{}'), nullif(ended -> 'dates', 'null'), series, false);
	if not internal.may_edit_event(taking_over) then
		perform internal.refuse(jsonb_build_object('status', 'outside',
			'region_id', internal.listing_row('event', taking_over) -> 'region_id'));
	end if;
	return taking_over;
end;
$$;

-- A divided series stays one for people: what was said of one part, but for when it is, is said of
-- its other parts as well, each as a save of its own with its own line in its history. What the
-- person may not edit stays, and so does where dates were held: a part that has run keeps its
-- place.
-- @param saved another part that has been saved already
create function internal.change_other_parts(change internal.listing_change, changed jsonb, saved uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	place constant text[] := array['attendance', 'venue_name', 'street', 'postcode', 'place_id', 'municipality_id',
		'latitude', 'longitude', 'approximate', 'pin_by_hand', 'venue_organisation_id', 'join_link'];
	-- Each part has its own.
	own constant text[] := array['starts_local', 'ends_local', 'time_zone', 'all_day', 'date_precision', 'recurrence',
		'exceptions', 'registration_deadline', 'differences'];
	said constant jsonb := (select coalesce(jsonb_object_agg(field.key, field.value), '{}')
		from jsonb_each(changed - own) as field
		where field.value is distinct from coalesce(change.document_before -> field.key, 'null'));
	part uuid;
	other internal.listing_change;
begin
	for part in select other_part.id from internal.parts_of_series(change.id) as other_part (id)
		join public.events as event on event.id = other_part.id and event.publication <> 'removed'
		where other_part.id <> change.id and other_part.id is distinct from saved
	loop
		other := internal.begin_change('event', part, change.person_id);
		if other.id is not null then
			perform internal.write_whole_event(other.sort, other.row_before, other.document_before,
				case when exists (select from public.event_occurrences as occurrence
					where occurrence.event_id = part and occurrence.starts_at <= now()) then said - place else said end,
				null, '{}');
			perform internal.end_change(other, 'save');
		end if;
	end loop;
end;
$$;

-- What people were told of the dates of a published series that have begun, by their ids: when and
-- where they were, as from-today.ts asks it (a pin or a postcode is put right for all dates).
-- @param dates asked for by their ids, wherever they belong now; without them, all of the event
create function internal.told_past(wanted uuid, dates text[] default null) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_object_agg(held.id, jsonb_build_object('over', held.ends_at <= now(), 'held', held.takes_place,
		'span', jsonb_build_array(held.starts_at, held.ends_at), 'elsewhere', held.elsewhere,
		'place', jsonb_build_array(held.attendance, held.venue_name, held.street, held.place_id, venue.organisation_id))), '{}')
	from internal.held_dates as held
	left join public.event_venues as venue on venue.event_id = held.event_id
	where case when dates is null then held.event_id = wanted and held.starts_at <= now()
		else held.id::text = any (dates) end;
$$;

-- What has taken place stays as it was, whoever saves: another time or place of a series that has
-- run comes with a division, or with the word that the past was wrong (act.past_too).
create function internal.refuse_another_past(before jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	if before <> '{}' and exists (
			select from jsonb_each(before) as was
			cross join lateral (select internal.told_past(null, array(select jsonb_object_keys(before))) as all_dates) as stands
			where ((was.value ->> 'over')::boolean and (was.value ->> 'held')::boolean
					and stands.all_dates #> array[was.key, 'span'] is distinct from was.value -> 'span')
				or (not (was.value ->> 'elsewhere')::boolean
					and not (stands.all_dates #>> array[was.key, 'elsewhere'])::boolean
					and stands.all_dates #> array[was.key, 'place'] is distinct from was.value -> 'place')) then
		perform internal.refuse('{"status":"invalid","constraint":"past_dates_stay"}');
	end if;
end;
$$;

-- What is an event's own within the frame of every save (internal.save_listing). `work`: save;
-- dates:
-- `act` names one date by the local start its rule gives it (original), `listing` what changes
-- about it; split: `act` says from which date on and how both halves are (from, ended, following).
-- A save whose `act` has divide (from, ended) is one of the dates from then on: what was before
-- stays as it was, and what is saved takes over. With all_parts it is said of every part of the
-- series, with past_too also of what has taken place.
create function internal.write_event(work text, change internal.listing_change, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	act constant jsonb := given -> 'act';
	written uuid := change.id;
	following uuid;
	-- Of a published series alone.
	past jsonb;
begin
	if work <> 'dates' and not coalesce((act ->> 'past_too')::boolean, false)
		and change.row_before ->> 'publication' = 'published' and change.row_before ->> 'recurrence' is not null then
		past := internal.told_past(written);
	end if;
	case work
		when 'save' then
			if act ? 'divide' then
				following := internal.split_event(change, (act #>> '{divide,from}')::timestamp, act #> '{divide,ended}',
					given - array['act', 'state']);
				if act ->> 'action' = 'restore' and given -> 'listing' ? 'differences' then
					perform internal.restore_dates(following, given -> 'listing' -> 'differences');
				end if;
				if coalesce((act ->> 'all_parts')::boolean, false) then
					perform internal.change_other_parts(change, given -> 'listing', following);
				end if;
				perform internal.refuse_another_past(past);
				return jsonb_build_object('id', written, 'following', following);
			end if;
			written := internal.write_whole_event(change.sort, change.row_before, change.document_before, given -> 'listing',
				nullif(given -> 'dates', 'null'), given -> 'state');
			if act ->> 'action' = 'restore' and given -> 'listing' ? 'differences' then
				perform internal.restore_dates(written, given -> 'listing' -> 'differences');
			end if;
			if coalesce((act ->> 'all_parts')::boolean, false) and change.id is not null then
				perform internal.change_other_parts(change, given -> 'listing', null);
			end if;
		when 'dates' then
			perform internal.change_occurrence(written, (act ->> 'original')::timestamp, given -> 'listing');
		when 'split' then
			following := internal.split_event(change, (act ->> 'from')::timestamp, act -> 'ended', act -> 'following');
		else
			perform internal.refuse('{"status":"invalid","constraint":"work"}');
	end case;
	perform internal.refuse_another_past(past);
	return jsonb_build_object('id', written, 'following', following);
end;
$$;

create function public.save_event(
	id uuid, read_version integer, attempt uuid, listing jsonb, dates jsonb, act jsonb default '{}'
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('event', 'save', id, read_version, attempt,
		jsonb_build_object('listing', listing, 'dates', dates, 'act', act))
$$;
grant execute on function public.save_event to authenticated;

-- Changes one date, known by the local start its rule gives it; `change` as in
-- internal.change_occurrence.
create function public.change_date(
	event uuid, read_version integer, attempt uuid, original_local timestamp, change jsonb
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('event', 'dates', event, read_version, attempt,
		jsonb_build_object('listing', change, 'act', jsonb_build_object('original', original_local)))
$$;
grant execute on function public.change_date to authenticated;

create function public.split_series(
	event uuid, read_version integer, attempt uuid, from_local timestamp, ended jsonb, following jsonb
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('event', 'split', event, read_version, attempt,
		jsonb_build_object('act', jsonb_build_object('from', from_local, 'ended', ended, 'following', following)))
$$;
grant execute on function public.split_series to authenticated;

-- Events of others that name an organisation of one's own: published, not over, and held by
-- somebody else first. [{id, slug, title, startsAt: of the next date, holder {id, name} or NULL}]
create function internal.named_beside(organisation uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', event.id, 'slug', event.slug, 'title', event.title,
		'startsAt', soon.starts_at, 'holder', holder.named) order by soon.starts_at, event.id), '[]')
	from public.event_organisers as organiser
	join public.events as event on event.id = organiser.event_id and event.publication = 'published'
	cross join lateral (select occurrence.starts_at from public.event_occurrences as occurrence
		where occurrence.event_id = event.id and occurrence.ends_at > now()
		order by occurrence.starts_at limit 1) as soon
	left join lateral (select jsonb_build_object('id', one.id, 'name', one.name) as named
		from public.event_organisers as first_one
		join public.organisations as one on one.id = first_one.organisation_id and one.publication = 'published'
		where first_one.event_id = event.id and first_one.position = 1) as holder on true
	where organiser.organisation_id = named_beside.organisation and organiser.position > 1
		and internal.may_edit_organisation(named_beside.organisation);
$$;
grant execute on function internal.named_beside to authenticated;

create function public.named_beside(organisation uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.named_beside(organisation) $$;
grant execute on function public.named_beside to authenticated;

-- Takes an organisation of one's own off an event of others, which is not one's own to edit: the
-- event is changed as the clock changes one, under the name of who left. {status: saved} · refused:
-- it is not named there beside others, or not theirs, or the event is over.
create function internal.leave_event(left_event uuid, organisation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	own constant jsonb := jsonb_build_object('organisation_id', organisation);
	change internal.listing_change;
	organisers jsonb;
begin
	if me is null or not internal.named_beside(organisation) @> jsonb_build_array(jsonb_build_object('id', left_event)) then
		return '{"status":"refused"}'::jsonb;
	end if;
	change := internal.begin_change('event', left_event, me, true);
	-- Asked again once nobody else can change it.
	organisers := change.document_before -> 'organisers';
	if change.id is null or organisers -> 0 = own or not organisers @> jsonb_build_array(own) then
		return '{"status":"refused"}'::jsonb;
	end if;
	insert into internal.left_events (event_id, organisation_id) values (left_event, organisation)
	on conflict do nothing;
	perform internal.write_children('event_organisers', 'event_id', left_event, array['organisation_id', 'name'],
		(select jsonb_agg(entry.value order by entry.place)
			from jsonb_array_elements(organisers) with ordinality as entry (value, place) where entry.value <> own));
	perform internal.end_change(change, 'save');
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.leave_event to authenticated;

create function public.leave_event(event uuid, organisation uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.leave_event(event, organisation) $$;
grant execute on function public.leave_event to authenticated;
