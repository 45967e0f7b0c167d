-- What every save does around its own work: the same attempt is answered once, what is refused
-- leaves nothing behind, and what was typed into a form that is no longer current is kept for its
-- person.

-- What somebody typed into a form that was no longer current when they sent it: kept until they
-- have chosen.
create table public.conflicts (
	id uuid primary key default gen_random_uuid(),
	person_id uuid not null references public.people (id) on delete cascade,
	subject text not null check (subject in ('organisation', 'event')),
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

-- What a stale save is answered: how the listing stands, how it was read, and who changed what
-- since. A state from which a person was taken out is no ground to compare a form with: a form
-- opened when she was still listed would seem to have added her, and bring her back without anybody
-- choosing it. Without a ground each difference is asked about.
create function internal.stale_answer(stale_subject text, wanted uuid, read_version integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('status', 'stale',
		'version', internal.listing(stale_subject, wanted) -> 'version',
		'listing', internal.document(stale_subject, wanted),
		'base', (select base.listing from public.revisions as base
			where base.subject = stale_subject and base.subject_id = wanted and base.version = read_version
				and base.person_taken_out_at is null),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
				'by', person.name, 'action', revision.action, 'fields', to_jsonb(revision.fields))
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
	where conflict.person_id = internal.person() and conflict.subject = dropped_subject and conflict.subject_id = wanted;
$$;
grant execute on function internal.drop_conflict to authenticated;

create function public.drop_conflict(subject text, id uuid) returns void
	language sql set search_path = '' as $$ select internal.drop_conflict(subject, id) $$;
grant execute on function public.drop_conflict to authenticated;

-- An address for a new listing: the words of its name without diacritics; with a number when
-- another one has it already.
create function internal.new_slug(name text, taken_by text) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	wanted text := btrim(left(btrim(regexp_replace(internal.fold(name), '[^a-z0-9]+', '-', 'g'), '-'), 70), '-');
	candidate text;
	taken boolean;
begin
	if wanted = '' then
		wanted := taken_by;
	end if;
	-- Two listings of the same name made at the same moment must not both be told that the address is free.
	perform pg_advisory_xact_lock(7406912359);
	for number in 1 .. 1000 loop
		candidate := case when number = 1 then wanted else wanted || '-' || number end;
		if taken_by = 'organisation' then
			taken := exists (select from public.organisations as one where one.slug = candidate);
		else
			taken := exists (select from public.events as one where one.slug = candidate);
		end if;
		if not taken then
			return candidate;
		end if;
	end loop;
	return left(wanted, 40) || '-' || replace(gen_random_uuid()::text, '-', '');
end;
$$;

-- Ends a save from within: what was written so far is taken back, the answer goes to the person.
create function internal.refuse(answer jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	raise exception using errcode = 'TK001', message = 'refused', detail = answer::text;
end;
$$;

-- Writes the revision and answers how it went.
create function internal.saved_answer(
	saved_subject text, saved uuid, acted text, operation uuid default null, restored integer default null
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	noted boolean := internal.note_revision(saved_subject, saved, acted, operation, restored);
begin
	perform internal.drop_conflict(saved_subject, saved);
	return (select jsonb_build_object('status', case when noted then 'saved' else 'unchanged' end, 'id', one ->> 'id',
			'slug', one ->> 'slug', 'version', one -> 'version')
		from internal.listing(saved_subject, saved) as one);
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
create function internal.kept_conflict(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.stale_answer(wanted_subject, wanted, conflict.read_version)
		|| jsonb_build_object('mine', conflict.listing)
	from public.conflicts as conflict
	where conflict.person_id = internal.person() and conflict.subject = wanted_subject
		and conflict.subject_id = wanted and internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.kept_conflict to authenticated;

create function public.kept_conflict(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.kept_conflict(subject, id) $$;
grant execute on function public.kept_conflict to authenticated;
