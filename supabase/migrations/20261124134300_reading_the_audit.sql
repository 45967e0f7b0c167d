-- The audit as administrators look through it: {total, items [{id, at, by, person_id, action, subject, subject_id, subject_name,
-- region_id, detail}]}, newest first. `asked` holds what was asked for, each part left out or {person uuid, action, subject,
-- region, words text, from instant, to instant, below id: only what is older than this line, page from 1, size up to 1000}.
-- Row level security decides who sees a line at all; for everybody but administrators there is none.
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
				'person_id', line.person_id, 'action', line.action, 'subject', line.subject, 'subject_id', line.subject_id,
				'subject_name', line.subject_name, 'region_id', line.region_id, 'detail', line.detail) order by line.id desc), '[]')
			from page join public.audit as line on line.id = page.id));
$$;

-- What the audit can be narrowed to: {people [{id, name}], actions [...], subjects [...]} that occur in it.
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

revoke execute on function public.find_audit(jsonb), public.audit_choices() from public, anon, authenticated, service_role;
grant execute on function public.find_audit(jsonb), public.audit_choices() to authenticated;
