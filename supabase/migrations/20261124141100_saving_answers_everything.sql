-- The functions of saving, where they answered with an error what a person can cause, or named somebody who did nothing.

-- A pin that is nowhere (POINT EMPTY) has no latitude and lies outside of every network.
create or replace function internal.check_point_in_network() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	x double precision;
	y double precision;
begin
	select * into network from internal.network;
	if not found or new.location is null then
		return new;
	end if;
	x := extensions.st_x(new.location::extensions.geometry);
	y := extensions.st_y(new.location::extensions.geometry);
	if x is null or y not between network.south and network.north or x not between network.west and network.east then
		raise exception using errcode = 'check_violation', constraint = 'point_in_network',
			message = 'the point lies outside the network';
	end if;
	return new;
end;
$$;

-- As it was; a location must be a point in degrees before PostGIS reads it, which ends a save with an error of its own otherwise.
create or replace function internal.change_occurrence(changed_event uuid, original_local timestamp, change jsonb) returns void
	language plpgsql set search_path = '' as $$
declare
	event public.events;
	now_row public.event_occurrences;
	next_row public.event_occurrences;
	unknown text;
begin
	select * into event from public.events as one where one.id = changed_event for update;
	select * into now_row from public.event_occurrences as one
	where one.event_id = changed_event
		and one.original_start = internal.instant_of(original_local, event.time_zone);
	if now_row.id is null then
		raise exception using errcode = 'no_data_found', message = 'the event has no such date';
	end if;
	select key into unknown from jsonb_object_keys(change) as key
	where key <> all (array['starts', 'ends', 'status', 'title_lv', 'title_en', 'reason_lv', 'reason_en', 'venue_name',
		'street', 'postcode', 'place_id', 'municipality_id', 'region_id', 'location', 'approximate']) limit 1;
	if unknown is not null or (change ? 'starts') <> (change ? 'ends') then
		raise exception using errcode = 'invalid_parameter_value',
			message = 'not a change of a date: ' || coalesce(unknown, 'starts and ends go together');
	end if;

	if change ->> 'location' !~ '^SRID=4326;POINT\(-?[0-9.]{1,20} -?[0-9.]{1,20}\)$' then
		raise exception using errcode = 'invalid_parameter_value', message = 'not a point in degrees';
	end if;

	next_row := jsonb_populate_record(now_row, change - array['starts', 'ends']);
	if change ? 'starts' then
		next_row.rescheduled := change ->> 'starts' is not null;
		next_row.starts_at := case when next_row.rescheduled
			then internal.instant_of((change ->> 'starts')::timestamp, event.time_zone) else now_row.original_start end;
		next_row.ends_at := case when next_row.rescheduled
			then internal.end_of((change ->> 'starts')::timestamp, (change ->> 'ends')::timestamp, event.time_zone)
			else internal.end_of(original_local, original_local + (event.ends_local - event.starts_local), event.time_zone)
			end;
	end if;
	update public.event_occurrences as one
	set starts_at = next_row.starts_at, ends_at = next_row.ends_at, rescheduled = next_row.rescheduled,
		status = next_row.status, title_lv = next_row.title_lv, title_en = next_row.title_en,
		reason_lv = next_row.reason_lv, reason_en = next_row.reason_en,
		venue_name = next_row.venue_name, street = next_row.street, postcode = next_row.postcode,
		place_id = next_row.place_id, municipality_id = next_row.municipality_id, region_id = next_row.region_id,
		location = next_row.location, approximate = coalesce(next_row.approximate, true)
	where one.id = now_row.id;
end;
$$;

-- As they were; a listing of more than a megabyte is refused before anything is done with it, and lists within lists come back as
-- a form that cannot be read.
create or replace function internal.save_organisation(
	wanted uuid, read_version integer, attempt uuid, changed jsonb, act jsonb
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	answer jsonb;
	broken text;
begin
	if me is null or not internal.is_member() then
		return '{"status":"refused"}'::jsonb;
	end if;
	if octet_length(changed::text) > 1000000 then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	begin
		answer := internal.write_organisation(wanted, read_version, coalesce(changed, '{}'), coalesce(act, '{}'));
		set constraints all immediate;
	exception
		when sqlstate 'TK001' then
			get stacked diagnostics broken = pg_exception_detail;
			answer := broken::jsonb;
		when integrity_constraint_violation then
			get stacked diagnostics broken = constraint_name;
			answer := internal.invalid_answer(broken, sqlerrm);
		when data_exception or feature_not_supported or program_limit_exceeded then
			answer := internal.invalid_answer('form', sqlerrm);
	end;
	if answer ->> 'status' = 'stale' then
		perform internal.keep_conflict('organisation', wanted, read_version, coalesce(changed, '{}'));
		answer := internal.stale_answer('organisation', wanted, read_version);
	end if;
	return internal.remember_answer(me, attempt, answer);
end;
$$;

create or replace function internal.act_on_event(
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

-- As it was; a name is one a page can show.
create or replace function internal.save_me(name text, language text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	is_changed boolean;
begin
	if me is null or not internal.is_member() then
		return jsonb_build_object('status', 'refused');
	end if;
	if btrim(coalesce(name, '')) = '' or length(btrim(name)) > 120 or not internal.is_plain(name) or language is null or language !~ '^[a-z]{2}$' then
		return jsonb_build_object('status', 'invalid', 'constraint', 'people_name_check');
	end if;
	select (person.name, person.language) is distinct from (btrim(save_me.name), save_me.language) into is_changed
	from public.people as person where person.id = me;
	if not is_changed then
		return jsonb_build_object('status', 'unchanged');
	end if;
	update public.people as person set name = btrim(save_me.name), language = save_me.language where person.id = me;
	perform internal.note_act('account', 'person', me, btrim(name), null, '{}');
	return jsonb_build_object('status', 'saved');
end;
$$;

-- As it was, but for members only: whoever is none any more writes no lines into the audit.
create or replace function internal.note_password() returns void
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
begin
	if me is null or not internal.is_member() then
		return;
	end if;
	insert into internal.account_facts (person_id, password_chosen_at) values (me, now())
	on conflict (person_id) do update set password_chosen_at = excluded.password_chosen_at;
	perform internal.note_act('password', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
end;
$$;

-- The clock is nobody. Called with somebody's token it wrote their name under what it published and erased, also in regions that
-- are not theirs; the server calls it as a visitor.
revoke execute on function internal.keep_time(), public.keep_time() from authenticated;
