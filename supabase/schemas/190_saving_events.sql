-- Saving an event, its dates and its series. The dates come worked out from the rule
-- (recurrence.ts) and are written in the same transaction; what does not follow from the event is
-- refused by the database whoever sends it.

-- Organisations may be named beside an event when they are published, when the person may edit
-- them, or when they were named there already: nobody learns or guesses a hidden one by organising
-- something with it.
create function internal.may_name_organisation(wanted uuid, event uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
			where organisation.id = wanted and organisation.publication = 'published')
		or internal.may_edit_organisation(wanted)
		or exists (select from public.event_organisers as organiser
			where organiser.event_id = event and organiser.organisation_id = wanted)
		or exists (select from public.event_venues as venue
			where venue.event_id = event and venue.organisation_id = wanted);
$$;

-- Whatever hangs on an event, written only where it differs, so that a save that changes nothing
-- counts as none.
create function internal.write_event_parts(written uuid, changed jsonb, before_document jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	link jsonb := changed -> 'join_link';
begin
	if changed ? 'topics' then
		delete from public.event_topics as topic
		where topic.event_id = written and not (changed -> 'topics' ? topic.topic_id);
		insert into public.event_topics (event_id, topic_id)
		select written, topic from jsonb_array_elements_text(changed -> 'topics') as topic
		on conflict do nothing;
	end if;
	if changed ? 'organisers' and changed -> 'organisers' is distinct from before_document -> 'organisers' then
		if exists (select from jsonb_array_elements(changed -> 'organisers') as organiser
				where organiser ->> 'organisation_id' is not null
					and not internal.may_name_organisation((organiser ->> 'organisation_id')::uuid, written)) then
			perform internal.refuse('{"status":"invalid","constraint":"organiser_is_known"}');
		end if;
		delete from public.event_organisers as organiser where organiser.event_id = written;
		insert into public.event_organisers (event_id, position, organisation_id, name)
		select written, organiser.place, (organiser.entry ->> 'organisation_id')::uuid, organiser.entry ->> 'name'
		from jsonb_array_elements(changed -> 'organisers') with ordinality as organiser (entry, place);
	end if;
	if changed ? 'documents' and changed -> 'documents' is distinct from before_document -> 'documents' then
		delete from public.event_documents as document where document.event_id = written;
		insert into public.event_documents (event_id, position, title, url)
		select written, document.place, coalesce(document.entry -> 'title', '{}'), document.entry ->> 'url'
		from jsonb_array_elements(changed -> 'documents') with ordinality as document (entry, place);
	end if;
	if changed ? 'join_link' and link is distinct from before_document -> 'join_link' then
		delete from public.event_join_links as kept where kept.event_id = written;
		if link ->> 'url' is not null then
			insert into public.event_join_links (event_id, url, visible_minutes)
			values (written, link ->> 'url', (link ->> 'visible_minutes')::integer);
		end if;
	end if;
	if changed ? 'venue_organisation_id' and changed -> 'venue_organisation_id'
			is distinct from before_document -> 'venue_organisation_id' then
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

create function internal.write_event(
	wanted uuid, read_version integer, changed jsonb, dates jsonb, act jsonb, acted text, counted boolean default true
) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	now_row public.events;
	next_row public.events;
	town public.places;
	made boolean := wanted is null;
	unknown text;
	before_document jsonb := '{}'::jsonb;
	difference jsonb;
begin
	select key into unknown from jsonb_object_keys(changed) as key
	where key <> all (internal.event_columns() || array['topics', 'organisers', 'documents', 'venue_organisation_id',
		'join_link', 'differences']) limit 1;
	if unknown is not null then
		perform internal.refuse(jsonb_build_object('status', 'invalid', 'constraint', 'unknown_field', 'field', unknown));
	end if;

	if made then
		now_row := jsonb_populate_record(null::public.events, '{"attendance":"on-site","approximate":true,"pin_by_hand":false,
			"languages":[],"status":"planned","all_day":false,"date_precision":"minute","exceptions":[],"accessibility":[],
			"publication":"draft","title":{},"summary":{},"description":{},"audience":{},"image_alt":{},"accessibility_note":{},
			"price":{},"funder":{},"contact_role":{},"status_reason":{}}');
		now_row.id := gen_random_uuid();
		now_row.time_zone := coalesce((select network.time_zone from internal.network as network), 'UTC');
	else
		select * into now_row from public.events as one where one.id = wanted for update;
		if now_row.id is null or not internal.may_edit_event(wanted) then
			perform internal.refuse('{"status":"refused"}');
		end if;
		if now_row.publication = 'removed' then
			perform internal.refuse('{"status":"removed"}');
		end if;
		-- The parts of one act (a series that is split) are checked and written down by that act.
		if counted and read_version is distinct from now_row.version then
			perform internal.refuse('{"status":"stale"}');
		end if;
		if counted then
			perform internal.note_found('event', wanted);
		end if;
		before_document := internal.event_document(wanted);
	end if;

	next_row := jsonb_populate_record(now_row, changed - array['latitude', 'longitude']);
	if changed ? 'latitude' or changed ? 'longitude' then
		next_row.location := case when changed ->> 'latitude' is not null and changed ->> 'longitude' is not null
			then extensions.st_setsrid(extensions.st_makepoint((changed ->> 'longitude')::double precision,
				(changed ->> 'latitude')::double precision), 4326)::extensions.geography end;
	end if;
	if next_row.place_id is distinct from now_row.place_id and not next_row.pin_by_hand
		and not (changed ->> 'latitude' is not null) then
		select * into town from public.places as place where place.id = next_row.place_id;
		next_row.location := town.location;
		next_row.approximate := true;
	end if;
	if next_row.location is null then
		next_row.pin_by_hand := false;
		next_row.approximate := true;
	end if;
	-- Online, or nobody knows where yet: it is listed in the region of who holds it.
	if next_row.location is null and next_row.municipality_id is null then
		next_row.region_id := coalesce(
			(select organisation.region_id from public.organisations as organisation
				where organisation.id = (coalesce(changed -> 'organisers', before_document -> 'organisers')
					-> 0 ->> 'organisation_id')::uuid),
			case when made then (internal.my_regions())[1] else now_row.region_id end);
	end if;
	if act ->> 'publication' is not null then
		if act ->> 'publication' not in ('draft', 'published', 'archived') then
			perform internal.refuse('{"status":"invalid","constraint":"publication"}');
		end if;
		next_row.publication := act ->> 'publication';
		next_row.publish_at := case when next_row.publication = 'draft' then (act ->> 'publish_at')::timestamptz end;
	end if;
	if counted and dates is null and (next_row.starts_local, next_row.ends_local, next_row.time_zone, next_row.recurrence,
			next_row.exceptions, next_row.all_day) is distinct from (now_row.starts_local, now_row.ends_local,
			now_row.time_zone, now_row.recurrence, now_row.exceptions, now_row.all_day) then
		perform internal.refuse('{"status":"invalid","constraint":"dates_are_missing"}');
	end if;
	if jsonb_array_length(coalesce(dates -> 'dates', '[]')) > 1000 then
		perform internal.refuse('{"status":"invalid","constraint":"too_many_dates"}');
	end if;
	if dates is not null then
		next_row.known_until := (dates ->> 'known_until')::date;
	end if;

	-- A venue of the directory lends its address, which a trigger guards; a new address of its own comes after it has gone.
	if not made and changed ? 'venue_organisation_id' and before_document ->> 'venue_organisation_id' is not null
		and changed ->> 'venue_organisation_id' is distinct from before_document ->> 'venue_organisation_id' then
		delete from public.event_venues as venue where venue.event_id = wanted;
	end if;
	-- While the venue stays, its address does, whatever the form still carries of it.
	if coalesce(case when changed ? 'venue_organisation_id' then changed ->> 'venue_organisation_id'
			else before_document ->> 'venue_organisation_id' end, '') = before_document ->> 'venue_organisation_id' then
		next_row.street := now_row.street;
		next_row.postcode := now_row.postcode;
		next_row.place_id := now_row.place_id;
		next_row.municipality_id := now_row.municipality_id;
		next_row.region_id := now_row.region_id;
		next_row.location := now_row.location;
		next_row.approximate := now_row.approximate;
	end if;

	if made then
		insert into public.events (id, slug,
			kind, title, summary, description, attendance, venue_name,
			street, postcode, place_id, municipality_id, region_id, location, approximate, pin_by_hand, languages, free,
			price, registration_url, registration_email, registration_phone, registration_deadline,
			registration_places, status, status_reason, time_zone, starts_local, ends_local, all_day,
			date_precision, recurrence, exceptions, audience, accessibility, accessibility_note, contact_name,
			contact_role, contact_phone, contact_email, funder, image_path, image_width, image_height, image_alt,
			image_credit, known_until,
			publication, publish_at)
		values (next_row.id, internal.new_slug(coalesce(internal.text_in(next_row.title, null), ''), 'event'),
			next_row.kind, next_row.title, next_row.summary,
			next_row.description, next_row.attendance, next_row.venue_name, next_row.street,
			next_row.postcode, next_row.place_id, next_row.municipality_id, next_row.region_id, next_row.location,
			next_row.approximate, next_row.pin_by_hand, next_row.languages, next_row.free, next_row.price,
			next_row.registration_url, next_row.registration_email, next_row.registration_phone,
			next_row.registration_deadline, next_row.registration_places, next_row.status, next_row.status_reason,
			next_row.time_zone, next_row.starts_local, next_row.ends_local, next_row.all_day,
			next_row.date_precision, next_row.recurrence, next_row.exceptions, next_row.audience,
			next_row.accessibility, next_row.accessibility_note, next_row.contact_name,
			next_row.contact_role, next_row.contact_phone, next_row.contact_email,
			next_row.funder, next_row.image_path, next_row.image_width, next_row.image_height,
			next_row.image_alt, next_row.image_credit, next_row.known_until, next_row.publication,
			next_row.publish_at);
	else
		update public.events as one
		set (
			kind, title, summary, description, attendance, venue_name,
			street, postcode, place_id, municipality_id, region_id, location, approximate, pin_by_hand, languages, free,
			price, registration_url, registration_email, registration_phone, registration_deadline,
			registration_places, status, status_reason, time_zone, starts_local, ends_local, all_day,
			date_precision, recurrence, exceptions, audience, accessibility, accessibility_note, contact_name,
			contact_role, contact_phone, contact_email, funder, image_path, image_width, image_height, image_alt,
			image_credit, known_until,
			publication, publish_at)
			= (
			next_row.kind, next_row.title, next_row.summary,
			next_row.description, next_row.attendance, next_row.venue_name, next_row.street,
			next_row.postcode, next_row.place_id, next_row.municipality_id, next_row.region_id, next_row.location,
			next_row.approximate, next_row.pin_by_hand, next_row.languages, next_row.free, next_row.price,
			next_row.registration_url, next_row.registration_email, next_row.registration_phone,
			next_row.registration_deadline, next_row.registration_places, next_row.status, next_row.status_reason,
			next_row.time_zone, next_row.starts_local, next_row.ends_local, next_row.all_day,
			next_row.date_precision, next_row.recurrence, next_row.exceptions, next_row.audience,
			next_row.accessibility, next_row.accessibility_note, next_row.contact_name,
			next_row.contact_role, next_row.contact_phone, next_row.contact_email,
			next_row.funder, next_row.image_path, next_row.image_width, next_row.image_height,
			next_row.image_alt, next_row.image_credit, next_row.known_until, next_row.publication,
			next_row.publish_at)
		where one.id = wanted
			and (to_jsonb(one) - array['latitude', 'longitude', 'location'], one.location::text)
				is distinct from (to_jsonb(next_row) - array['latitude', 'longitude', 'location'], next_row.location::text);
	end if;
	if dates is not null then
		perform internal.save_occurrences(jsonb_build_array(dates || jsonb_build_object('event', next_row.id)));
	end if;
	perform internal.write_event_parts(next_row.id, changed, before_document);

	-- Bringing an old state back brings back what was changed about single dates, as far as these dates are there.
	if acted = 'restore' and changed ? 'differences' and changed -> 'differences'
			is distinct from internal.event_document(next_row.id) -> 'differences' then
		update public.event_occurrences as occurrence
		set starts_at = occurrence.original_start, rescheduled = false, status = null, title = '{}', reason = '{}',
			venue_name = null, street = null, postcode = null, place_id = null,
			municipality_id = null, region_id = null, location = null, approximate = true,
			ends_at = internal.end_of(occurrence.original_start at time zone next_row.time_zone,
				(occurrence.original_start at time zone next_row.time_zone) + (next_row.ends_local - next_row.starts_local),
				next_row.time_zone)
		where occurrence.event_id = next_row.id;
		for difference in select one from jsonb_array_elements(changed -> 'differences') as one
			join public.event_occurrences as occurrence on occurrence.event_id = next_row.id
				and occurrence.original_start
					= internal.instant_of((one ->> 'original')::timestamp, next_row.time_zone)
		loop
			perform internal.change_occurrence(next_row.id, (difference ->> 'original')::timestamp,
				(difference - array['original', 'latitude', 'longitude'])
				|| case when difference ->> 'latitude' is null then '{}'::jsonb
					else jsonb_build_object('location', 'SRID=4326;POINT(' || (difference ->> 'longitude') || ' '
						|| (difference ->> 'latitude') || ')') end);
		end loop;
	end if;

	if not internal.may_edit_event(next_row.id) then
		perform internal.refuse(jsonb_build_object('status', 'outside', 'region_id',
			(select one.region_id from public.events as one where one.id = next_row.id)));
	end if;
	return next_row.id;
end;
$$;

-- What a save of an event is called in its history.
create function internal.event_action(made boolean, acted text, saved uuid) returns text
	language sql stable security definer set search_path = '' as $$
	select case
		when made then 'create'
		when acted in ('restore', 'dates', 'split') then acted
		when earlier.listing = internal.event_document(saved) and earlier.publication <> event.publication then
			case event.publication when 'published' then 'publish' when 'archived' then 'archive' else 'unpublish' end
		when earlier.listing = internal.event_document(saved) and event.publish_at is not null then 'schedule'
		else 'save' end
	from public.events as event
	left join lateral (select revision.listing, revision.publication from public.revisions as revision
		where revision.subject = 'event' and revision.subject_id = event.id
		order by revision.version desc limit 1) as earlier on true
	where event.id = saved;
$$;

-- One act on one event, with everything around it that saving an organisation has, too: `work` says
-- which.
create function internal.act_on_event(
	work text, wanted uuid, read_version integer, attempt uuid, changed jsonb, dates jsonb, act jsonb
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	answer jsonb;
	broken text;
	saved uuid;
	following uuid;
	now_version integer;
begin
	if me is null or not internal.is_member() then
		return '{"status":"refused"}'::jsonb;
	end if;
	if octet_length(concat(changed, dates, act)) > 1000000 then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	begin
		if work = 'save' then
			saved := internal.write_event(wanted, read_version, coalesce(changed, '{}'), dates, coalesce(act, '{}'),
				coalesce(act ->> 'action', 'save'));
		else
			select event.version into now_version from public.events as event where event.id = wanted for update;
			if now_version is null or not internal.may_edit_event(wanted) then
				perform internal.refuse('{"status":"refused"}');
			end if;
			if exists (select from public.events as event where event.id = wanted and event.publication = 'removed') then
				perform internal.refuse('{"status":"removed"}');
			end if;
			if read_version is distinct from now_version then
				perform internal.refuse('{"status":"stale"}');
			end if;
			perform internal.note_found('event', wanted);
			saved := wanted;
			if work = 'date' then
				perform internal.change_occurrence(wanted, (act ->> 'original')::timestamp, changed);
				-- One date may be held elsewhere, but not by that means in a region that is not one's own.
				if not internal.may_edit_event(wanted) then
					perform internal.refuse('{"status":"outside"}');
				end if;
			else
				following := internal.split_event(wanted, (act ->> 'from')::timestamp, act -> 'ended', act -> 'following');
			end if;
		end if;
		set constraints all immediate;
		if following is not null then
			perform internal.note_revision('event', following, 'create');
		end if;
		answer := internal.saved_answer('event', saved, internal.event_action(wanted is null,
				case work when 'date' then 'dates' when 'split' then 'split' else act ->> 'action' end, saved),
			null, case when work = 'save' then (act ->> 'of')::integer end);
		if following is not null then
			answer := answer || jsonb_build_object('following', (select jsonb_build_object('id', event.id,
				'slug', event.slug, 'version', event.version) from public.events as event where event.id = following));
		end if;
	exception
		when sqlstate 'TK001' then
			get stacked diagnostics broken = pg_exception_detail;
			answer := broken::jsonb;
		when integrity_constraint_violation then
			get stacked diagnostics broken = constraint_name;
			answer := internal.invalid_answer(broken, sqlerrm);
		when no_data_found then
			answer := '{"status":"invalid","constraint":"no_such_date"}'::jsonb;
		when data_exception or feature_not_supported or program_limit_exceeded then
			answer := internal.invalid_answer('form', sqlerrm);
	end;
	if answer ->> 'status' = 'stale' then
		if work = 'save' then
			perform internal.keep_conflict('event', wanted, read_version, coalesce(changed, '{}'));
		end if;
		answer := internal.stale_answer('event', wanted, read_version);
	end if;
	return internal.remember_answer(me, attempt, answer);
end;
$$;
grant execute on function internal.act_on_event to authenticated;

-- "This and following": the series ends before a date, and a new one, otherwise the same, takes
-- over from there, with the dates themselves: whoever noted one finds it again. Each half is
-- {listing, dates}.
create function internal.split_event(split uuid, from_local timestamp, ended jsonb, following jsonb) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	old_row public.events;
	taking_over uuid;
begin
	select * into old_row from public.events as event where event.id = split;
	if old_row.recurrence is null or not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = split
				and occurrence.original_start = internal.instant_of(from_local, old_row.time_zone)) then
		perform internal.refuse('{"status":"invalid","constraint":"no_such_date"}');
	end if;
	-- The dates are handed over before either half is saved, so that saving finds them and keeps what was changed about them.
	taking_over := internal.write_event(null, null,
		(internal.event_document(split) - 'differences') || coalesce(following -> 'listing', '{}'),
		null, jsonb_build_object('publication', old_row.publication), 'split', false);
	perform internal.hand_over_occurrences(split, taking_over, from_local);
	perform internal.write_event(taking_over, null, '{}', following -> 'dates', '{}', 'split', false);
	perform internal.write_event(split, null, coalesce(ended -> 'listing', '{}'), ended -> 'dates', '{}', 'split', false);
	return taking_over;
end;
$$;

create function public.save_event(
	id uuid, read_version integer, attempt uuid, listing jsonb, dates jsonb, act jsonb default '{}'
) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_event('save', id, read_version, attempt, listing, dates, act)
$$;
grant execute on function public.save_event to authenticated;

-- Changes one date, known by the local start its rule gives it; `change` as in
-- internal.change_occurrence.
create function public.change_date(
	event uuid, read_version integer, attempt uuid, original_local timestamp, change jsonb
) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_event('date', event, read_version, attempt, change, null,
		jsonb_build_object('original', original_local))
$$;
grant execute on function public.change_date to authenticated;

create function public.split_series(
	event uuid, read_version integer, attempt uuid, from_local timestamp, ended jsonb, following jsonb
) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_event('split', event, read_version, attempt, null, null,
		jsonb_build_object('from', from_local, 'ended', ended, 'following', following))
$$;
grant execute on function public.split_series to authenticated;
