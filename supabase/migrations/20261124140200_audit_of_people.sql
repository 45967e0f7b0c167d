-- The audit tells of people as it does of listings: which role, where, of which organisation. And sessions that somebody ends are acts
-- like any other: whoever finds a line they know nothing of has learnt that somebody else was in.

create or replace function internal.renew_invitation(invitation uuid, hash text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	renewed public.invitations;
begin
	if not internal.is_administrator() or hash !~ '^[0-9a-f]{64}$' then
		return jsonb_build_object('status', 'refused');
	end if;
	update public.invitations as open set token_hash = hash, expires_at = now() + interval '14 days'
	where open.id = invitation and open.accepted_at is null and open.withdrawn_at is null
	returning * into renewed;
	if renewed.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.note_act('renew-invitation', 'invitation', renewed.id, renewed.name, renewed.region_ids[1],
		jsonb_build_object('role', renewed.role, 'regions', renewed.region_ids, 'organisation', renewed.organisation_id,
			'deputy', renewed.deputy));
	return jsonb_build_object('status', 'saved', 'id', renewed.id, 'expires_at', renewed.expires_at,
		'email', renewed.email, 'language', renewed.language);
end;
$$;

create or replace function internal.withdraw_invitation(invitation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	withdrawn public.invitations;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	update public.invitations as open set withdrawn_at = now()
	where open.id = invitation and open.accepted_at is null and open.withdrawn_at is null
	returning * into withdrawn;
	if withdrawn.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.note_act('withdraw-invitation', 'invitation', withdrawn.id, withdrawn.name, withdrawn.region_ids[1],
		jsonb_build_object('role', withdrawn.role, 'regions', withdrawn.region_ids, 'organisation', withdrawn.organisation_id,
			'deputy', withdrawn.deputy));
	return jsonb_build_object('status', 'saved', 'id', withdrawn.id);
end;
$$;

create or replace function internal.end_membership(membership uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	ended public.memberships;
	whose text;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	perform from public.memberships as one where one.role = 'administrator' order by one.id for update;
	-- Asked again: whoever held the lock may have ended this administrator's own membership.
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	if exists (select from public.memberships as one where one.id = membership and one.role = 'administrator')
		and (select count(*) from public.memberships as one where one.role = 'administrator') = 1
	then
		return jsonb_build_object('status', 'last-administrator');
	end if;
	delete from public.memberships as one where one.id = membership returning * into ended;
	if ended.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	select person.name into whose from public.people as person where person.id = ended.person_id;
	perform internal.note_act('end-membership', 'person', ended.person_id, whose, ended.region_id,
		jsonb_build_object('role', ended.role, 'region', ended.region_id, 'organisation', ended.organisation_id,
			'deputy', ended.deputy));
	return jsonb_build_object('status', 'saved', 'id', ended.id);
end;
$$;

-- Ends one session of one's own. Ending the one that asks is signing out, which is no news to anybody; ending another is written down.
create or replace function internal.end_session(session uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	whose text := (select person.name from public.people as person where person.id = me);
begin
	if session::text is distinct from auth.jwt() ->> 'session_id'
		and exists (select from auth.sessions as old where old.id = end_session.session and old.user_id = me) then
		perform internal.note_act('end-session', 'person', me, whose, null, '{}');
	end if;
	delete from auth.sessions as old where old.id = end_session.session and old.user_id = me;
	return jsonb_build_object('status', case when found then 'saved' else 'refused' end);
end;
$$;

-- Ends every session of one's own, this one too. {status: saved, ended: how many} · refused: nobody is signed in.
create function internal.end_all_sessions() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	ended integer;
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	-- Written first: afterwards nobody is asking any more.
	perform internal.note_act('end-all-sessions', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
	delete from auth.sessions as old where old.user_id = me;
	get diagnostics ended = row_count;
	return jsonb_build_object('status', 'saved', 'ended', ended);
end;
$$;
create function public.end_all_sessions() returns jsonb
	language sql set search_path = '' as $$ select internal.end_all_sessions() $$;

-- As before, and the names of the organisation a line about a person speaks of; NULL when there is none, or it is erased.
create or replace function public.find_audit(asked jsonb default '{}') returns jsonb
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
				'subject_name', line.subject_name, 'region_id', line.region_id, 'detail', line.detail,
				'organisation', case when organisation.id is not null then jsonb_build_object('name_lv', organisation.name_lv,
					'name_en', organisation.name_en) end) order by line.id desc), '[]')
			from page join public.audit as line on line.id = page.id
			left join public.organisations as organisation on organisation.id::text = line.detail ->> 'organisation'));
$$;

revoke execute on function internal.end_all_sessions(), public.end_all_sessions()
	from public, anon, authenticated, service_role;
grant execute on function internal.end_all_sessions(), public.end_all_sessions() to authenticated;
