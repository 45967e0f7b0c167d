-- Who did what, for good. Rows are only ever added, by functions of this database; no role of the
-- API can write here, and a trigger refuses change and removal even to the owner, so that a slip of
-- the hand does not erase what happened. All a line can lose is a person (204_forgetting.sql).

create table public.audit (
	id bigint generated always as identity primary key,
	at timestamptz not null default clock_timestamp(),
	-- Not a reference: what somebody did stays known when their account is gone. Empty: the server
	-- itself; or who was forgotten, whose name is '' then.
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
grant select (
	id, at, person_id, person_name, action, subject, subject_id, subject_name, region_id, detail
) on public.audit to authenticated;
grant select on public.audit to service_role;

create function internal.audit_only_grows() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	raise exception using errcode = 'insufficient_privilege', message = 'the audit only grows';
end;
$$;
create trigger audit_only_grows before delete or truncate on public.audit
	for each statement execute function internal.audit_only_grows();
create trigger audit_stays before update on public.audit
	for each row when (
		(new.id, new.at, new.action, new.subject, new.region_id, new.detail)
			is distinct from (old.id, old.at, old.action, old.subject, old.region_id, old.detail)
		or ((new.person_id, new.person_name) is distinct from (old.person_id, old.person_name)
			and (new.person_id is not null or new.person_name is distinct from '' or old.person_name is null))
		or ((new.subject_id, new.subject_name) is distinct from (old.subject_id, old.subject_name)
			and (new.subject_id is not null or new.subject_name is distinct from ''
				or old.subject not in ('person', 'invitation'))))
	execute function internal.audit_only_grows();

-- Called by the functions that change something; the person is whoever asks.
create function internal.note_act(
	action text, subject text, subject_id uuid, subject_name text, region_id text, detail jsonb default '{}',
	acting uuid default internal.person()
) returns void
	language sql security definer set search_path = '' as $$
	insert into public.audit (person_id, person_name, action, subject, subject_id, subject_name, region_id, detail)
	values (note_act.acting, case note_act.action
			-- Signed by the organisation it is about.
			when 'confirm-own' then note_act.subject_name
			when 'report-closing' then note_act.subject_name
			else (select person.name from public.people as person where person.id = note_act.acting) end,
		note_act.action, note_act.subject, note_act.subject_id, note_act.subject_name, note_act.region_id,
		coalesce(note_act.detail, '{}'));
$$;

-- The audit as administrators look through it: {total, items [{id, at, by, personId, action,
-- subject, subjectId, subjectName, regionId, detail, organisation: the name of the one a line about
-- a person speaks of, NULL when there is none, or it is erased}]}, newest first. `asked` holds what
-- was asked for, each part left out or {person uuid, action, subject, region, words text, from
-- instant, to instant, below id: only what is older than this line, page from 1, size up to 1000}.
-- Row level security decides who sees a line at all; for everybody but administrators there is
-- none.
create function public.find_audit(asked jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$
	with fitting as materialized (
		select line.id
		from public.audit as line
		where (asked ->> 'person' is null or line.person_id = (asked ->> 'person')::uuid)
			and (asked ->> 'action' is null or line.action = asked ->> 'action')
			and (asked ->> 'subject' is null or line.subject = asked ->> 'subject')
			and (asked ->> 'region' is null or line.region_id = asked ->> 'region')
			and (asked ->> 'words' is null
				or position(internal.fold(asked ->> 'words') in internal.fold(coalesce(line.subject_name, ''))) > 0)
			and (asked ->> 'from' is null or line.at >= (asked ->> 'from')::timestamptz)
			and (asked ->> 'to' is null or line.at < (asked ->> 'to')::timestamptz)
			and (asked ->> 'below' is null or line.id < (asked ->> 'below')::bigint)
	), page as (
		select one.id from fitting as one order by one.id desc
		offset (greatest(coalesce((asked ->> 'page')::integer, 1), 1) - 1)::bigint
			* least(greatest(coalesce((asked ->> 'size')::integer, 50), 1), 1000)
		limit least(greatest(coalesce((asked ->> 'size')::integer, 50), 1), 1000)
	)
	select jsonb_build_object(
		'total', (select count(*) from fitting),
		'items', (select coalesce(jsonb_agg(jsonb_build_object('id', line.id, 'at', line.at, 'by', line.person_name,
				'personId', line.person_id, 'action', line.action, 'subject', line.subject, 'subjectId', line.subject_id,
				'subjectName', line.subject_name, 'regionId', line.region_id, 'detail', line.detail,
				'organisation', organisation.name) order by line.id desc), '[]')
			from page join public.audit as line on line.id = page.id
			left join public.organisations as organisation on organisation.id::text = line.detail ->> 'organisation'));
$$;
grant execute on function public.find_audit to authenticated;

-- What the audit can be narrowed to: {people [{id, name}], actions [...], subjects [...]} that
-- occur in it.
create function public.audit_choices() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'people', (select coalesce(jsonb_agg(jsonb_build_object('id', one.person_id, 'name', one.name) order by one.name), '[]')
			from (select line.person_id, max(line.person_name) as name from public.audit as line
				where line.person_id is not null group by line.person_id) as one),
		'actions', (select coalesce(jsonb_agg(one.action order by one.action), '[]')
			from (select distinct line.action from public.audit as line) as one),
		'subjects', (select coalesce(jsonb_agg(one.subject order by one.subject), '[]')
			from (select distinct line.subject from public.audit as line) as one));
$$;
grant execute on function public.audit_choices to authenticated;
