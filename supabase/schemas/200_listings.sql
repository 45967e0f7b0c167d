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
	me constant uuid := internal.acting_member();
	answer jsonb;
	operation uuid := gen_random_uuid();
	one uuid;
	outcome text;
	done uuid[] := '{}'::uuid[];
	refused uuid[] := '{}'::uuid[];
	unchanged uuid[] := '{}'::uuid[];
begin
	if me is null or cardinality(ids) not between 1 and 500
		or not exists (select from internal.listing_sorts as sort where sort.subject = acted_subject) then
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
					(detail ->> 'publish_at')::timestamptz, operation, me)
				when 'confirm' then case acted_subject
					when 'organisation' then internal.write_confirmation(one, operation, me, 'confirm') else 'refused' end
				else internal.write_topics(acted_subject, one, detail, operation, me) end;
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

-- Gives a listing another state; the one it has already is no change.
create function internal.set_state(change internal.listing_change, state text, due timestamptz) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.write_row((change.sort).relation, change.row_before, jsonb_build_object('publication', state,
		'publish_at', case when state = 'draft' then due end,
		'removed_at', case when state = 'removed' then coalesce((change.row_before ->> 'removed_at')::timestamptz, now()) end));
end;
$$;

-- What became of a listing in a go: done, or unchanged when its version is what it was.
create function internal.outcome(change internal.listing_change, row_after jsonb) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return case when row_after -> 'version' = change.row_before -> 'version' then 'unchanged' else 'done' end;
end;
$$;

-- What a removed listing was before: the state it had, and the time a draft was to be published at
-- while that is still to come. Nothing is known of one: a draft.
create function internal.state_before_removal(removed_subject text, removed uuid)
	returns table (publication text, publish_at timestamptz)
	language sql stable security definer set search_path = '' as $$
	select coalesce(before.publication, 'draft'), case when before.publish_at > now() then before.publish_at end
	from (select) as always
	left join lateral (select revision.publication, revision.publish_at
		from public.revisions as revision
		where revision.subject = removed_subject and revision.subject_id = removed and revision.publication <> 'removed'
		order by revision.version desc limit 1) as before on true;
$$;

-- `restored` is no state of its own but the one a removed listing had; any other has nothing to be
-- restored.
create function internal.write_publication(
	written_subject text, wanted uuid, state text, due timestamptz, operation uuid, acting uuid
) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change := internal.begin_change(written_subject, wanted, acting);
begin
	if change.id is null or state is null or state not in ('draft', 'published', 'archived', 'removed', 'restored') then
		return 'refused';
	end if;
	if state = 'restored' then
		if change.row_before ->> 'publication' <> 'removed' then
			return 'unchanged';
		end if;
		select before.publication, before.publish_at into state, due
		from internal.state_before_removal(written_subject, wanted) as before;
	end if;
	perform internal.set_state(change, state, due);
	return internal.outcome(change, internal.end_change(change, case
			when change.row_before ->> 'publication' = 'removed' and state <> 'removed' then 'bring-back'
			when state = 'published' then 'publish'
			when state = 'archived' then 'archive'
			when state = 'removed' then 'remove'
			when due is not null then 'schedule'
			when change.row_before ->> 'publication' = 'archived' then 'unarchive'
			else 'unpublish' end, operation));
end;
$$;

create function internal.write_topics(
	written_subject text, wanted uuid, detail jsonb, operation uuid, acting uuid
) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change := internal.begin_change(written_subject, wanted, acting);
begin
	if change.id is null or change.row_before ->> 'publication' = 'removed' then
		return 'refused';
	end if;
	perform internal.set_topics(written_subject, wanted, coalesce(change.document_before -> 'topics', '[]')
		- array(select jsonb_array_elements_text(coalesce(detail -> 'remove', '[]')))
		|| coalesce(detail -> 'add', '[]'));
	return internal.outcome(change, internal.end_change(change, 'topics', operation));
end;
$$;

-- Takes one go back, as far as nobody has changed a listing since. One go of an administrator may
-- have changed listings of several regions, and its number stands in the history of each: a listing
-- that is not theirs is named only to whom chose it for that go, or the number alone would tell the
-- ids of all the others, unpublished ones too.
create function internal.undo_operation(undone uuid, attempt uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	answer jsonb;
	operation uuid := gen_random_uuid();
	change internal.listing_change;
	revision public.revisions;
	earlier public.revisions;
	done uuid[] := '{}'::uuid[];
	skipped uuid[] := '{}'::uuid[];
	refused uuid[] := '{}'::uuid[];
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	for revision in select * from public.revisions as one where one.operation = undone order by one.subject_id loop
		change := internal.begin_change(revision.subject, revision.subject_id, me);
		if change.id is null then
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
		perform internal.set_state(change, coalesce(earlier.publication, 'draft'), earlier.publish_at);
		if 'topics' = any (revision.fields) then
			perform internal.set_topics(revision.subject, revision.subject_id, earlier.listing -> 'topics');
		end if;
		if revision.action in ('confirm', 'confirm-own') then
			update public.organisations as one set confirmed_on = revision.confirmed_before where one.id = revision.subject_id;
		end if;
		perform internal.end_change(change, 'undo', operation, earlier.version);
		done := done || revision.subject_id;
	end loop;
	return internal.remember_answer(me, attempt, jsonb_build_object('status', 'done', 'operation', operation,
		'done', to_jsonb(done), 'skipped', to_jsonb(skipped), 'refused', to_jsonb(refused)));
end;
$$;
grant execute on function internal.undo_operation to authenticated;

-- Somebody who knows says today that an organisation's listing is right. Saving is not confirming.
-- @param acted confirm, or confirm-own by the organisation itself, which has shown a link's secret
create function internal.write_confirmation(confirmed uuid, operation uuid, acting uuid, acted text) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change :=
		internal.begin_change('organisation', confirmed, acting, acted = 'confirm-own');
	row_after jsonb;
begin
	if change.id is null or change.row_before ->> 'publication' = 'removed' then
		return 'refused';
	end if;
	update public.organisations as one set confirmed_on = internal.today() where one.id = confirmed;
	row_after := internal.end_change(change, acted, operation);
	if row_after -> 'version' = change.row_before -> 'version' then
		return 'unchanged';
	end if;
	update public.revisions as revision set confirmed_before = (change.row_before ->> 'confirmed_on')::date
	where revision.subject = 'organisation' and revision.subject_id = confirmed
		and revision.version = (row_after ->> 'version')::integer;
	return 'done';
end;
$$;

-- The answer names the listing, and the operation by which it is taken back.
create function internal.confirm_listing(confirmed uuid, attempt uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	answer jsonb;
	outcome text;
	undoable constant uuid := gen_random_uuid();
	row_after jsonb;
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	outcome := internal.write_confirmation(confirmed, undoable, me, 'confirm');
	if outcome = 'refused' then
		return internal.remember_answer(me, attempt, '{"status":"refused"}');
	end if;
	row_after := internal.listing_row('organisation', confirmed);
	return internal.remember_answer(me, attempt, jsonb_build_object(
		'status', case outcome when 'done' then 'saved' else outcome end, 'id', row_after -> 'id',
		'slug', row_after -> 'slug', 'version', row_after -> 'version', 'name', row_after -> 'name', 'operation', undoable));
end;
$$;
grant execute on function internal.confirm_listing to authenticated;

-- What the clock could not do: a listing that a rule made since refuses. Kept until it could, or
-- the listing has another version; its coordinator finds it on the desk (internal.waiting),
-- administrators in the audit.
create table internal.clock_refusals (
	subject text not null references internal.listing_sorts (subject),
	subject_id uuid not null,
	work text not null check (work in ('publish', 'erase')),
	-- The name of the rule, or the number of the error.
	rule text not null,
	-- The state that was refused.
	version integer not null,
	refused_at timestamptz not null default now(),
	primary key (subject, subject_id, work)
);
alter table internal.clock_refusals enable row level security;
revoke all on internal.clock_refusals from public, anon, authenticated, service_role;

-- @returns false when the same was refused for the same reason before: the clock asks again each
-- minute, and the audit is told once
create function internal.note_refusal(sort internal.listing_sorts, refused uuid, refused_work text, broken text)
	returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	refused_row constant jsonb := internal.row_of(sort.relation, refused);
begin
	insert into internal.clock_refusals as kept (subject, subject_id, work, rule, version)
	values (sort.subject, refused, refused_work, broken, (refused_row ->> 'version')::integer)
	on conflict (subject, subject_id, work) do update
		set rule = excluded.rule, version = excluded.version, refused_at = now()
		where (kept.rule, kept.version) is distinct from (excluded.rule, excluded.version);
	if not found then
		return false;
	end if;
	perform internal.note_act(refused_work || '-refused', sort.subject, refused, internal.listing_name(sort, refused_row),
		 refused_row ->> 'region_id',
		jsonb_build_object('constraint', broken));
	return true;
end;
$$;

-- Publishes one listing whose time has come. @returns whether that changed anything
create function internal.publish_due(due_subject text, due uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change := internal.begin_change(due_subject, due, null, true);
begin
	perform internal.set_state(change, 'published', null);
	return internal.outcome(change, internal.end_change(change, 'publish')) = 'done';
end;
$$;

-- Erases one listing, history and all; the audit keeps that it was there. @returns true
create function internal.erase_due(sort internal.listing_sorts, due uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	erased constant jsonb := internal.row_of(sort.relation, due);
	erased_name constant text := internal.listing_name(sort, erased);
begin
	if sort.subject = 'organisation' then
		-- Who held an event stays written beside it, as a name.
		update public.event_organisers as organiser set organisation_id = null, name = erased_name
		where organiser.organisation_id = due;
	end if;
	execute format('delete from public.%I as one where one.id = $1', sort.relation) using due;
	delete from public.revisions as revision where revision.subject = sort.subject and revision.subject_id = due;
	delete from public.conflicts as conflict where conflict.subject = sort.subject and conflict.subject_id = due;
	delete from internal.clock_refusals as refusal where refusal.subject = sort.subject and refusal.subject_id = due;
	perform internal.note_act('erase', sort.subject, due, erased_name, erased ->> 'region_id', '{}');
	return true;
end;
$$;

-- {published, erased, refused: how many anew, pictures}: publishes what is due, erases what was
-- removed thirty days ago, and sweeps pictures last, because what was just erased may have been the
-- last to name one. Each listing stands alone: one that is refused keeps no other from its time.
-- The clock is nobody: called with somebody's token it would write their name under what it
-- published and erased, also in regions that are not theirs, so that only the server may call it,
-- as a visitor.
create function internal.run_jobs() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	due_id uuid;
	due_work text;
	changed boolean;
	broken text;
	published integer := 0;
	erased integer := 0;
	refused integer := 0;
begin
	for sort in select * from internal.listing_sorts as one order by one.subject loop
		for due_id, due_work in execute format($due$
			select one.id, 'publish' as work from public.%1$I as one where one.publish_at <= now()
			union all
			select one.id, 'erase' from public.%1$I as one where one.removed_at < now() - interval '30 days'
			order by work desc, id$due$, sort.relation)
		loop
			broken := null;
			begin
				changed := case due_work when 'publish' then internal.publish_due(sort.subject, due_id)
					else internal.erase_due(sort, due_id) end;
				set constraints all immediate;
				delete from internal.clock_refusals as refusal where refusal.subject = sort.subject
					and refusal.subject_id = due_id and refusal.work = due_work;
				published := published + (changed and due_work = 'publish')::integer;
				erased := erased + (changed and due_work = 'erase')::integer;
			exception
				-- What is no fault of the listing (somebody holds it, the disk is full) goes on,
				-- and the clock comes again.
				when integrity_constraint_violation or data_exception or feature_not_supported or program_limit_exceeded
					or raise_exception or sqlstate 'TK001' then
					get stacked diagnostics broken = constraint_name;
					broken := coalesce(nullif(broken, ''), sqlstate);
			end;
			if broken is not null then
				refused := refused + internal.note_refusal(sort, due_id, due_work, broken)::integer;
			end if;
		end loop;
	end loop;
	delete from internal.attempts as attempt where attempt.made_at < now() - interval '30 days';
	return jsonb_build_object('published', published, 'erased', erased, 'refused', refused,
		'pictures', internal.sweep_pictures(50));
end;
$$;
grant execute on function internal.run_jobs to anon, service_role;

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

create function public.confirm_listings(ids uuid[], attempt uuid) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_listings('confirm', 'organisation', ids, '{}', attempt)
$$;
grant execute on function public.confirm_listings to authenticated;

create function public.undo_operation(operation uuid, attempt uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.undo_operation(operation, attempt) $$;
grant execute on function public.undo_operation to authenticated;

create function public.confirm_listing(id uuid, attempt uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.confirm_listing(id, attempt) $$;
grant execute on function public.confirm_listing to authenticated;

create function public.run_jobs() returns jsonb
	language sql set search_path = '' as $$ select internal.run_jobs() $$;
grant execute on function public.run_jobs to anon, service_role;
