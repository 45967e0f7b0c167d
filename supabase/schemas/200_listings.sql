-- Publishing, archiving, removing and bringing back, one listing or many in one go; topics of many;
-- taking a whole go back. And what the clock does by itself: publishing what is due, erasing what
-- was removed long enough ago.

-- Every listing of a go is locked in the order of ids, so that two goes never wait for each other
-- in a circle.
create function internal.act_on_listings(
	work text, acted_subject text, ids uuid[], detail jsonb, attempt uuid
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	answer jsonb;
	operation uuid := gen_random_uuid();
	one uuid;
	outcome text;
	done uuid[] := '{}'::uuid[];
	refused uuid[] := '{}'::uuid[];
	unchanged uuid[] := '{}'::uuid[];
begin
	if me is null or not internal.is_member() or acted_subject not in ('organisation', 'event')
		or cardinality(ids) not between 1 and 500 then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	for one in select distinct wanted from unnest(ids) as wanted order by wanted loop
		begin
			outcome := case work
				when 'publication' then internal.write_publication(acted_subject, one, detail ->> 'publication',
					(detail ->> 'publish_at')::timestamptz, operation)
				else internal.write_topics(acted_subject, one, detail, operation) end;
			set constraints all immediate;
		exception
			when integrity_constraint_violation or data_exception then
				outcome := 'refused';
		end;
		if outcome = 'done' then
			done := done || one;
		elsif outcome = 'unchanged' then
			unchanged := unchanged || one;
		else
			refused := refused || one;
		end if;
	end loop;
	return internal.remember_answer(me, attempt, jsonb_build_object('status', 'done', 'operation', operation,
		'done', to_jsonb(done), 'unchanged', to_jsonb(unchanged), 'refused', to_jsonb(refused)));
end;
$$;
grant execute on function internal.act_on_listings to authenticated;

-- Locks a listing for whoever may edit it. @returns its state, or NULL: not there or not theirs.
create function internal.lock_listing(locked_subject text, wanted uuid) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	state text;
begin
	if locked_subject = 'organisation' then
		select one.publication into state from public.organisations as one where one.id = wanted for update;
	else
		select one.publication into state from public.events as one where one.id = wanted for update;
	end if;
	if state is null or not internal.may_edit(locked_subject, wanted) then
		return null;
	end if;
	perform internal.note_found(locked_subject, wanted);
	return state;
end;
$$;

create function internal.set_state(changed_subject text, wanted uuid, state text, due timestamptz) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	if changed_subject = 'organisation' then
		update public.organisations as one
		set publication = state, publish_at = case when state = 'draft' then due end,
			removed_at = case when state = 'removed' then coalesce(one.removed_at, now()) end
		where one.id = wanted and (one.publication, one.publish_at)
			is distinct from (state, case when state = 'draft' then due end);
	else
		update public.events as one
		set publication = state, publish_at = case when state = 'draft' then due end,
			removed_at = case when state = 'removed' then coalesce(one.removed_at, now()) end
		where one.id = wanted and (one.publication, one.publish_at)
			is distinct from (state, case when state = 'draft' then due end);
	end if;
end;
$$;

create function internal.write_publication(
	written_subject text, wanted uuid, state text, due timestamptz, operation uuid
) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	before text := internal.lock_listing(written_subject, wanted);
begin
	if before is null or state is null or state not in ('draft', 'published', 'archived', 'removed') then
		return 'refused';
	end if;
	perform internal.set_state(written_subject, wanted, state, due);
	return case when internal.note_revision(written_subject, wanted, case
			when before = 'removed' and state <> 'removed' then 'bring-back'
			when state = 'published' then 'publish'
			when state = 'archived' then 'archive'
			when state = 'removed' then 'remove'
			when due is not null then 'schedule'
			else 'unpublish' end, operation) then 'done' else 'unchanged' end;
end;
$$;

create function internal.write_topics(written_subject text, wanted uuid, detail jsonb, operation uuid) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	before text := internal.lock_listing(written_subject, wanted);
	added text[] := array(select jsonb_array_elements_text(coalesce(detail -> 'add', '[]')));
	taken text[] := array(select jsonb_array_elements_text(coalesce(detail -> 'remove', '[]')));
begin
	if before is null or before = 'removed' then
		return 'refused';
	end if;
	if written_subject = 'organisation' then
		delete from public.organisation_topics as link where link.organisation_id = wanted and link.topic_id = any (taken);
		insert into public.organisation_topics (organisation_id, topic_id)
		select wanted, topic from unnest(added) as topic on conflict do nothing;
	else
		delete from public.event_topics as link where link.event_id = wanted and link.topic_id = any (taken);
		insert into public.event_topics (event_id, topic_id)
		select wanted, topic from unnest(added) as topic on conflict do nothing;
	end if;
	return case when internal.note_revision(written_subject, wanted, 'topics', operation) then 'done' else 'unchanged' end;
end;
$$;

-- Takes one go back, as far as nobody has changed a listing since. One go of an administrator may
-- have changed listings of several regions, and its number stands in the history of each: a listing
-- that is not theirs is named only to whom chose it for that go, or the number alone would tell the
-- ids of all the others, unpublished ones too.
create function internal.undo_operation(undone uuid, attempt uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	answer jsonb;
	operation uuid := gen_random_uuid();
	revision public.revisions;
	earlier public.revisions;
	done uuid[] := '{}'::uuid[];
	skipped uuid[] := '{}'::uuid[];
	refused uuid[] := '{}'::uuid[];
begin
	if me is null or not internal.is_member() then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	for revision in select * from public.revisions as one where one.operation = undone order by one.subject_id loop
		if internal.lock_listing(revision.subject, revision.subject_id) is null then
			if revision.person_id = me then
				refused := refused || revision.subject_id;
			end if;
			continue;
		end if;
		if exists (select from public.revisions as later where later.subject = revision.subject
				and later.subject_id = revision.subject_id and later.version > revision.version) then
			skipped := skipped || revision.subject_id;
			continue;
		end if;
		select * into earlier from public.revisions as one
		where one.subject = revision.subject and one.subject_id = revision.subject_id and one.version < revision.version
		order by one.version desc limit 1;
		perform internal.set_state(revision.subject, revision.subject_id, coalesce(earlier.publication, 'draft'),
			earlier.publish_at);
		if 'topics' = any (revision.fields) and revision.subject = 'organisation' then
			delete from public.organisation_topics as link where link.organisation_id = revision.subject_id
				and not (earlier.listing -> 'topics' ? link.topic_id);
			insert into public.organisation_topics (organisation_id, topic_id)
			select revision.subject_id, topic from jsonb_array_elements_text(earlier.listing -> 'topics') as topic
			on conflict do nothing;
		elsif 'topics' = any (revision.fields) then
			delete from public.event_topics as link where link.event_id = revision.subject_id
				and not (earlier.listing -> 'topics' ? link.topic_id);
			insert into public.event_topics (event_id, topic_id)
			select revision.subject_id, topic from jsonb_array_elements_text(earlier.listing -> 'topics') as topic
			on conflict do nothing;
		end if;
		perform internal.note_revision(revision.subject, revision.subject_id, 'undo', operation, earlier.version);
		done := done || revision.subject_id;
	end loop;
	return internal.remember_answer(me, attempt, jsonb_build_object('status', 'done', 'operation', operation,
		'done', to_jsonb(done), 'skipped', to_jsonb(skipped), 'refused', to_jsonb(refused)));
end;
$$;
grant execute on function internal.undo_operation to authenticated;

-- Somebody who knows says today that an organisation's listing is right. Saving is not confirming.
create function internal.confirm_listing(confirmed uuid, attempt uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	answer jsonb;
	state text;
begin
	if me is null or not internal.is_member() then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	state := internal.lock_listing('organisation', confirmed);
	if state is null or state = 'removed' then
		return internal.remember_answer(me, attempt, '{"status":"refused"}');
	end if;
	update public.organisations as one
	set confirmed_on = (now() at time zone coalesce((select network.time_zone from internal.network as network), 'UTC'))::date
	where one.id = confirmed;
	return internal.remember_answer(me, attempt, internal.saved_answer('organisation', confirmed, 'confirm'));
end;
$$;
grant execute on function internal.confirm_listing to authenticated;

-- {published, erased, pictures}: publishes what is due, erases what was removed thirty days ago,
-- history and all (the audit keeps that it was there), and sweeps pictures last, because what was
-- just erased may have been the last to name one. The clock is nobody: called with somebody's token
-- it would write their name under what it published and erased, also in regions that are not
-- theirs, so that only the server may call it, as a visitor.
create function internal.keep_time() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	due record;
	published integer := 0;
	erased integer := 0;
begin
	for due in
		select 'organisation' as subject, one.id from public.organisations as one where one.publish_at <= now()
		union all select 'event', one.id from public.events as one where one.publish_at <= now()
		order by 1, 2
	loop
		perform internal.note_found(due.subject, due.id);
		perform internal.set_state(due.subject, due.id, 'published', null);
		if internal.note_revision(due.subject, due.id, 'publish') then
			published := published + 1;
		end if;
	end loop;
	for due in
		select 'event' as subject, one.id, internal.text_in(one.title, null) as name, one.region_id
		from public.events as one where one.removed_at < now() - interval '30 days'
		union all
		select 'organisation', one.id, internal.text_in(one.name, null), one.region_id
		from public.organisations as one where one.removed_at < now() - interval '30 days'
	loop
		if due.subject = 'event' then
			delete from public.events as one where one.id = due.id;
		else
			-- Who held an event stays written beside it, as a name.
			update public.event_organisers as organiser set organisation_id = null, name = due.name
			where organiser.organisation_id = due.id;
			delete from public.organisations as one where one.id = due.id;
		end if;
		delete from public.revisions as revision where revision.subject = due.subject and revision.subject_id = due.id;
		delete from public.conflicts as conflict where conflict.subject = due.subject and conflict.subject_id = due.id;
		perform internal.note_act('erase', due.subject, due.id, due.name, due.region_id, '{}');
		erased := erased + 1;
	end loop;
	delete from internal.attempts as attempt where attempt.made_at < now() - interval '30 days';
	return jsonb_build_object('published', published, 'erased', erased, 'pictures', internal.sweep_pictures(50));
end;
$$;
grant execute on function internal.keep_time to anon, service_role;

create function public.set_publication(
	subject text, ids uuid[], publication text, publish_at timestamptz, attempt uuid
) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_listings('publication', subject, ids,
		jsonb_build_object('publication', publication, 'publish_at', publish_at), attempt)
$$;
grant execute on function public.set_publication to authenticated;

create function public.set_topics(subject text, ids uuid[], add text[], remove text[], attempt uuid) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_listings('topics', subject, ids,
		jsonb_build_object('add', to_jsonb(add), 'remove', to_jsonb(remove)), attempt)
$$;
grant execute on function public.set_topics to authenticated;

create function public.undo_operation(operation uuid, attempt uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.undo_operation(operation, attempt) $$;
grant execute on function public.undo_operation to authenticated;

create function public.confirm_listing(id uuid, attempt uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.confirm_listing(id, attempt) $$;
grant execute on function public.confirm_listing to authenticated;

create function public.keep_time() returns jsonb
	language sql set search_path = '' as $$ select internal.keep_time() $$;
grant execute on function public.keep_time to anon, service_role;
