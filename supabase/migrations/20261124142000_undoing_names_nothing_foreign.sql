-- One go of an administrator may have changed listings of several regions, and its number stands in the history of each. Whoever undid
-- it by that number was told the ids of all the others, unpublished ones too. Now a listing that is not theirs is named only to whom
-- chose it for that go.
create or replace function internal.undo_operation(undone uuid, attempt uuid) returns jsonb
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
