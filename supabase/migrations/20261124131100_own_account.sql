-- What somebody may see and change about their own account: name, language, sessions. The sign-in service keeps the sessions
-- in `auth`, which no role of the API reads; here everybody sees their own.

create table internal.account_facts (
	person_id uuid primary key references auth.users (id) on delete cascade,
	-- The sign-in service gives every account some password; only one somebody chose is asked for.
	password_chosen_at timestamptz
);
alter table internal.account_facts enable row level security;
revoke all on internal.account_facts from public, anon, authenticated, service_role;

create function internal.my_account() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'password_chosen_at', (select fact.password_chosen_at from internal.account_facts as fact
			where fact.person_id = internal.person()),
		'sessions', coalesce((select jsonb_agg(jsonb_build_object(
				'id', session.id, 'device', session.user_agent, 'began', session.created_at,
				-- Without a zone in the sign-in service's table: it is UTC.
				'used', coalesce(session.refreshed_at at time zone 'UTC', session.created_at),
				'this', session.id::text = auth.jwt() ->> 'session_id')
				order by session.id::text = auth.jwt() ->> 'session_id' desc,
					coalesce(session.refreshed_at at time zone 'UTC', session.created_at) desc)
			from auth.sessions as session
			where session.user_id = internal.person() and (session.not_after is null or session.not_after > now())), '[]'))
	where internal.person() is not null;
$$;
create function public.my_account() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_account() $$;

-- The sign-in service sees this server, not the browser behind it. The embedded one also begins a session for each account it
-- makes, which nobody holds: it is the one without a device, and goes here.
create function internal.note_device(device text) returns void
	language sql security definer set search_path = '' as $$
	update auth.sessions as session set user_agent = left(coalesce(note_device.device, ''), 300)
	where session.id::text = auth.jwt() ->> 'session_id' and session.user_id = internal.person();
	delete from auth.sessions as session
	where session.user_id = internal.person() and session.user_agent is null and session.refreshed_at is null;
$$;
create function public.note_device(device text) returns void
	language sql set search_path = '' as $$ select internal.note_device(device) $$;

create function internal.end_session(session uuid) returns jsonb
	language sql security definer set search_path = '' as $$
	with ended as (
		delete from auth.sessions as old where old.id = end_session.session and old.user_id = internal.person()
		returning old.id
	)
	select jsonb_build_object('status', case when exists (select from ended) then 'saved' else 'refused' end);
$$;
create function public.end_session(session uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_session(session) $$;

create function internal.save_me(name text, language text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	is_changed boolean;
begin
	if me is null or not internal.is_member() then
		return jsonb_build_object('status', 'refused');
	end if;
	if btrim(coalesce(name, '')) = '' or length(btrim(name)) > 120 or language is null or language !~ '^[a-z]{2}$' then
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
create function public.save_me(name text, language text) returns jsonb
	language sql set search_path = '' as $$ select internal.save_me(name, language) $$;

create function internal.note_password() returns void
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
begin
	if me is null then
		return;
	end if;
	insert into internal.account_facts (person_id, password_chosen_at) values (me, now())
	on conflict (person_id) do update set password_chosen_at = excluded.password_chosen_at;
	perform internal.note_act('password', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
end;
$$;
create function public.note_password() returns void
	language sql set search_path = '' as $$ select internal.note_password() $$;

revoke execute on function internal.my_account(), public.my_account(), internal.note_device(text), public.note_device(text),
	internal.end_session(uuid), public.end_session(uuid), internal.save_me(text, text), public.save_me(text, text),
	internal.note_password(), public.note_password() from public, anon, authenticated, service_role;
grant execute on function internal.my_account(), public.my_account(), internal.note_device(text), public.note_device(text),
	internal.end_session(uuid), public.end_session(uuid), internal.save_me(text, text), public.save_me(text, text),
	internal.note_password(), public.note_password() to authenticated;
