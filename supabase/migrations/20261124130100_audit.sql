-- Who did what, for good. Rows are only ever added, by functions of this database; no role of the API can write here, and a
-- trigger refuses change and removal even to the owner, so that a slip of the hand does not erase what happened.

create table public.audit (
	id bigint generated always as identity primary key,
	at timestamptz not null default clock_timestamp(),
	-- Not a reference: what somebody did stays known when their account is gone. Empty: the server itself.
	person_id uuid,
	person_name text,
	action text not null check (action ~ '^[a-z-]{1,40}$'),
	subject text not null check (subject ~ '^[a-z-]{1,40}$'),
	subject_id uuid,
	subject_name text,
	region_id text,
	-- What changed, in names of fields; never a secret, a token or a contact of a private person.
	detail jsonb not null default '{}'
);
create index audit_at on public.audit (at desc);
create index audit_person on public.audit (person_id, at desc);
create index audit_subject on public.audit (subject_id, at desc);
create index audit_region on public.audit (region_id, at desc);

alter table public.audit enable row level security;
create policy "administrators read the audit" on public.audit
	for select to authenticated using ((select internal.is_administrator()));
revoke all on public.audit from public, anon, authenticated, service_role;
grant select on public.audit to authenticated, service_role;

create function internal.audit_only_grows() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	raise exception using errcode = 'insufficient_privilege', message = 'the audit only grows';
end;
$$;
create trigger audit_only_grows before update or delete or truncate on public.audit
	for each statement execute function internal.audit_only_grows();

-- Called by the functions that change something; the person is whoever asks.
create function internal.note_act(
	action text, subject text, subject_id uuid, subject_name text, region_id text, detail jsonb default '{}'
) returns void
	language sql security definer set search_path = '' as $$
	insert into public.audit (person_id, person_name, action, subject, subject_id, subject_name, region_id, detail)
	select me.id, (select person.name from public.people as person where person.id = me.id),
		note_act.action, note_act.subject, note_act.subject_id, note_act.subject_name, note_act.region_id,
		coalesce(note_act.detail, '{}')
	from (select internal.person() as id) as me;
$$;

revoke execute on function internal.audit_only_grows(), internal.note_act(text, text, uuid, text, text, jsonb)
	from public, anon, authenticated, service_role;
