-- What every save does around its own work: the same attempt is answered once, what is refused
-- leaves nothing behind, and what was typed into a form that is no longer current is kept for its
-- person.

-- What somebody typed into a form that was no longer current when they sent it: kept until they
-- have chosen.
create table public.conflicts (
	id uuid primary key default gen_random_uuid(),
	person_id uuid not null references public.people (id) on delete cascade,
	subject text not null references internal.listing_sorts (subject),
	subject_id uuid not null,
	read_version integer not null,
	listing jsonb not null,
	kept_at timestamptz not null default now(),
	constraint one_conflict_a_listing unique (person_id, subject, subject_id)
);
alter table public.conflicts enable row level security;
create policy "everybody reads their own conflicts" on public.conflicts
	for select to authenticated using (person_id = (select internal.person()));
revoke all on public.conflicts from public, anon, authenticated, service_role;
grant select (
	id, person_id, subject, subject_id, read_version, listing, kept_at
) on public.conflicts to authenticated;
grant select on public.conflicts to service_role;

-- Answers by the number a form got when it was made: sent twice, it is saved once and answered
-- twice.
create table internal.attempts (
	person_id uuid not null references public.people (id) on delete cascade,
	attempt uuid not null,
	answer jsonb,
	made_at timestamptz not null default now(),
	primary key (person_id, attempt)
);
create index attempts_made_at on internal.attempts (made_at);
alter table internal.attempts enable row level security;
revoke all on internal.attempts from public, anon, authenticated, service_role;

-- Claims an attempt. NULL: it is new, go on. Otherwise the answer it got before; while the first
-- one is still being worked on, this waits for it.
create function internal.earlier_answer(person uuid, wanted uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	found_answer jsonb;
begin
	if wanted is null then
		return null;
	end if;
	insert into internal.attempts (person_id, attempt) values (person, wanted) on conflict do nothing;
	if found then
		return null;
	end if;
	select coalesce(earlier.answer, '{"status":"busy"}') into found_answer
	from internal.attempts as earlier where earlier.person_id = person and earlier.attempt = wanted;
	return found_answer;
end;
$$;

-- Remembers the answer of an attempt that changed something; one that did not may be tried again
-- under the same number.
create function internal.remember_answer(person uuid, wanted uuid, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
begin
	if given ->> 'status' in ('saved', 'done') then
		update internal.attempts set answer = given where person_id = person and attempt = wanted;
	else
		delete from internal.attempts where person_id = person and attempt = wanted;
	end if;
	return given;
end;
$$;

-- How often somebody saved in the hour that has begun with their first save. Every state is kept
-- for good, so that a program with somebody's session could fill the disk.
create table internal.save_counts (
	person_id uuid primary key references public.people (id) on delete cascade,
	ends_at timestamptz not null,
	times integer not null
);
alter table internal.save_counts enable row level security;
revoke all on internal.save_counts from public, anon, authenticated, service_role;

-- Whether a state of a listing is kept that a restore can bring back.
create function internal.has_version(kept_subject text, wanted uuid, version text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.revisions as revision where revision.subject = kept_subject
		and revision.subject_id = wanted and revision.version::text = has_version.version);
$$;

-- What a stale save is answered: how the listing stands, how it was read, and who changed what
-- since. A state from which a person was taken out is no ground to compare a form with: a form
-- opened when she was still listed would seem to have added her, and bring her back without anybody
-- choosing it. Without a ground each difference is asked about.
create function internal.stale_answer(stale_subject text, wanted uuid, read_version integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('status', 'stale',
		'version', internal.listing_row(stale_subject, wanted) -> 'version',
		'listing', internal.document(stale_subject, wanted),
		'base', (select base.listing from public.revisions as base
			where base.subject = stale_subject and base.subject_id = wanted and base.version = read_version
				and base.person_taken_out_at is null),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
				'by', coalesce(person.name, revision.person_name), 'own', coalesce(revision.person_id = (select internal.person()), false),
				'action', revision.action, 'fields', to_jsonb(revision.fields))
				order by revision.version), '[]')
			from public.revisions as revision left join public.people as person on person.id = revision.person_id
			where revision.subject = stale_subject and revision.subject_id = wanted and revision.version > read_version));
$$;

create function internal.keep_conflict(kept_subject text, wanted uuid, version integer, typed jsonb) returns void
	language sql security definer set search_path = '' as $$
	insert into public.conflicts (person_id, subject, subject_id, read_version, listing)
	values (internal.person(), kept_subject, wanted, version, typed)
	on conflict on constraint one_conflict_a_listing do update
		set read_version = excluded.read_version, listing = excluded.listing, kept_at = now();
$$;

create function internal.drop_conflict(dropped_subject text, wanted uuid) returns void
	language sql security definer set search_path = '' as $$
	delete from public.conflicts as conflict
	where conflict.person_id = (select internal.person()) and conflict.subject = dropped_subject and conflict.subject_id = wanted;
$$;
grant execute on function internal.drop_conflict to authenticated;

create function public.drop_conflict(subject text, id uuid) returns void
	language sql set search_path = '' as $$ select internal.drop_conflict(subject, id) $$;
grant execute on function public.drop_conflict to authenticated;

-- What a save that went well is answered.
create function internal.saved_answer(change internal.listing_change, row_after jsonb) returns jsonb
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return jsonb_build_object('status',
		case when row_after -> 'version' = change.row_before -> 'version' then 'unchanged' else 'saved' end,
		'id', row_after -> 'id', 'slug', row_after -> 'slug', 'version', row_after -> 'version');
end;
$$;

-- The name of the broken rule; a missing value has no rule of its own and is known by its column.
create function internal.invalid_answer(rule text, message text) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select jsonb_build_object('status', 'invalid', 'constraint', case
		when coalesce(rule, '') <> '' then rule
		else coalesce(substring(message from 'column "([a-z_]+)"'), 'unknown') end);
$$;

-- What somebody typed into a form that was no longer current waits for them; this is how it comes
-- back: as a stale save is answered, and what they had typed beside it. NULL: nothing waits, or the
-- listing is no longer theirs.
create function internal.pending_conflict(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.stale_answer(wanted_subject, wanted, conflict.read_version)
		|| jsonb_build_object('mine', conflict.listing)
	from public.conflicts as conflict
	where conflict.person_id = (select internal.person()) and conflict.subject = wanted_subject
		and conflict.subject_id = wanted and internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.pending_conflict to authenticated;

create function public.pending_conflict(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.pending_conflict(subject, id) $$;
grant execute on function public.pending_conflict to authenticated;

-- The save of a listing of any sort: one frame around what is the sort's own. It checks who asks,
-- refuses what was read before somebody else saved, answers the same attempt once, leaves nothing
-- half done, keeps a stale save for its person and writes down what became of the listing. The
-- document is built once, as it stands afterwards. What is refused leaves nothing behind; a broken
-- rule of a table comes back by its name; more than a megabyte is refused before anything is done
-- with it, and lists within lists come back as a form that cannot be read. Errors that are no
-- person's fault go on.
--
-- `given` is {listing: the fields that change, dates, act: {publication, publish_at, action: save
-- or restore, of: the version that comes back, correction: the one that is accepted by it, and what
-- else the sort's own work needs}}. The work
-- is done by internal.write_SUBJECT(work, change, given), which gets `listing` and `act` as objects
-- and
-- `state`, the columns of the state that was asked for, and answers {id, following: another listing
-- it made}.
create function internal.save_listing(
	saved_subject text, work text, wanted uuid, read_version integer, attempt uuid, given jsonb
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	act constant jsonb := coalesce(nullif(given -> 'act', 'null'), '{}');
	change internal.listing_change;
	following internal.listing_change;
	accepted internal.corrections;
	written jsonb;
	row_after jsonb;
	following_after jsonb;
	answer jsonb;
	saves integer;
	broken text;
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	if octet_length(given::text) > 1000000 then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	-- Counted before it is made; saves of one person at the same moment wait for each other here, so
	-- that none slips past.
	insert into internal.save_counts as kept (person_id, ends_at, times) values (me, now() + interval '1 hour', 1)
	on conflict (person_id) do update set
		times = case when kept.ends_at < now() then 1 else least(kept.times + 1, 1001) end,
		ends_at = case when kept.ends_at < now() then excluded.ends_at else kept.ends_at end
	returning kept.times into saves;
	if saves > 1000 then
		return internal.remember_answer(me, attempt, '{"status":"invalid","constraint":"too_many_saves"}');
	end if;
	begin
		-- Before the listing is locked: of two who accept at once the second one finds it decided.
		if act ? 'correction' then
			accepted := internal.begin_accepting((act ->> 'correction')::uuid, saved_subject, wanted);
		end if;
		if wanted is null then
			select one, null::uuid, me, null::jsonb, null::jsonb into change
			from internal.listing_sorts as one where one.subject = saved_subject;
		else
			change := internal.begin_change(saved_subject, wanted, me);
		end if;
		if change.sort is null or change.id is distinct from wanted then
			perform internal.refuse('{"status":"refused"}');
		elsif change.row_before ->> 'publication' = 'removed' then
			perform internal.refuse('{"status":"removed"}');
		elsif coalesce(act ->> 'action', '') = 'restore' and not internal.has_version(saved_subject, wanted, act ->> 'of') then
			perform internal.refuse('{"status":"invalid","constraint":"restored_version"}');
		elsif wanted is not null and read_version is distinct from (change.row_before ->> 'version')::integer then
			perform internal.refuse('{"status":"stale"}');
		end if;

		execute format('select internal.%I($1, $2, $3)', 'write_' || saved_subject) into written
		using work, change, given || jsonb_build_object('listing', coalesce(nullif(given -> 'listing', 'null'), '{}'),
			'dates', nullif(given -> 'dates', 'null'), 'act', act, 'state', internal.asked_state(act));
		change.id := (written ->> 'id')::uuid;

		-- A pin or another organiser may have moved it out of their reach. Asked again only where
		-- something decides that.
		row_after := internal.row_of((change.sort).relation, change.id);
		if (wanted is null or work <> 'save' or row_after -> 'region_id' <> change.row_before -> 'region_id'
				or given -> 'listing' ?| (change.sort).deciding_fields)
			and not internal.may_edit(saved_subject, change.id) then
			perform internal.refuse(jsonb_build_object('status', 'outside', 'region_id', row_after -> 'region_id'));
		end if;
		set constraints all immediate;

		if written ->> 'following' is not null then
			following := (change.sort, (written ->> 'following')::uuid, me, null, null);
			following_after := internal.end_change(following, 'create');
		end if;
		row_after := internal.end_change(change, case
			when wanted is null then 'create'
			when work <> 'save' then work
			when act ->> 'action' = 'restore' then 'restore'
			else 'save' end, null,
			case when act ->> 'action' = 'restore' then (act ->> 'of')::integer end, row_after);
		if accepted.id is not null then
			perform internal.end_accepting(accepted, change, row_after);
		end if;
		delete from public.conflicts as conflict
		where conflict.person_id = me and conflict.subject = saved_subject and conflict.subject_id = change.id;
		answer := internal.saved_answer(change, row_after);
		if following_after is not null then
			answer := answer || jsonb_build_object('following',
				internal.saved_answer(following, following_after) - 'status');
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
			perform internal.keep_conflict(saved_subject, wanted, read_version,
				coalesce(nullif(given -> 'listing', 'null'), '{}'));
		end if;
		answer := internal.stale_answer(saved_subject, wanted, read_version);
	end if;
	return internal.remember_answer(me, attempt, answer);
end;
$$;
grant execute on function internal.save_listing to authenticated;
