-- The second factor: a code of an authenticator app (TOTP, RFC 6238), for whoever wants it, and for
-- administrators where the network's configuration demands it. A session that lacks it is nobody's
-- (internal.person), so every rule of this database holds without asking for it anew. The server
-- works the codes out, because this database cannot, and tells which one was shown; that each
-- serves once is decided here.

create table internal.second_factors (
	person_id uuid primary key references auth.users (id) on delete cascade,
	-- What the app and the server share, encrypted by the server with a key that is not here.
	sealed text not null check (length(sealed) between 20 and 1000),
	-- NULL until the first code was shown: it asks for nothing before that.
	confirmed_at timestamptz,
	-- The number of the newest 30 seconds whose code was taken; only later ones are.
	last_step bigint not null default 0
);
alter table internal.second_factors enable row level security;
revoke all on internal.second_factors from public, anon, authenticated, service_role;

-- For who has lost the phone: each serves once. HMAC by the server, with a key that is not here.
create table internal.recovery_codes (
	person_id uuid not null references internal.second_factors (person_id) on delete cascade,
	shade text not null check (length(shade) between 20 and 100),
	used_at timestamptz,
	primary key (person_id, shade)
);
alter table internal.recovery_codes enable row level security;
revoke all on internal.recovery_codes from public, anon, authenticated, service_role;

-- The session of this request's token, which the sign-in service has signed; NULL: it names none.
create function internal.session_of_request() returns uuid
	language sql stable set search_path = '' as $$
	select case when auth.jwt() ->> 'session_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
		then (auth.jwt() ->> 'session_id')::uuid end;
$$;

-- Whose a living session is, however far they have proved it; of the person of this request by
-- default. What may be done with it is little: prove the rest, or leave.
create function internal.session_owner(session uuid default internal.session_of_request()) returns uuid
	language sql stable security definer set search_path = '' as $$
	select one.user_id from auth.sessions as one
	where one.id = session_owner.session and (one.not_after is null or one.not_after > now());
$$;

-- How far somebody is signed in: {person, email, session, needs: `code`: their app's is asked for,
-- `setup`: the network demands that they set one up, NULL: they are in; since: when they set it up,
-- codes: how many recovery codes are left, demanded: whether the network demands it of them, fresh:
-- whether they have signed in within the last 15 minutes}. NULL: nobody is signed in.
create function internal.my_sign_in() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('person', account.id, 'email', account.email, 'session', session.id,
		'needs', case when internal.person() is null then
			case when factor.confirmed_at is not null then 'code' else 'setup' end end,
		'since', factor.confirmed_at,
		'codes', (select count(*) from internal.recovery_codes as code
			where code.person_id = account.id and code.used_at is null),
		'demanded', internal.needs_second_factor(account.id),
		'fresh', session.created_at > now() - interval '15 minutes')
	from auth.users as account
	join auth.sessions as session on session.user_id = account.id and session.id = internal.session_of_request()
	left join internal.second_factors as factor on factor.person_id = account.id
	where account.id = internal.session_owner() and account.id = (select auth.uid());
$$;
grant execute on function internal.my_sign_in to authenticated;

create function public.my_sign_in() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_sign_in() $$;
grant execute on function public.my_sign_in to authenticated;

-- Whether the network demands it of somebody: of administrators, when its configuration says so.
create function internal.needs_second_factor(person uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from internal.network as network where network.administrators_need_second_factor)
		and exists (select from public.memberships as one
			where one.person_id = needs_second_factor.person and one.role = 'administrator');
$$;

-- What follows up to remove_second_factor is for the server alone, which names the session it was
-- asked by.

-- {sealed, confirmed: whether it is in use}; NULL: there is none.
create function internal.second_factor_of(session uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('sealed', factor.sealed, 'confirmed', factor.confirmed_at is not null)
	from internal.second_factors as factor
	where factor.person_id = internal.session_owner(second_factor_of.session);
$$;
grant execute on function internal.second_factor_of to service_role;

create function public.second_factor_of(session uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.second_factor_of(session) $$;
grant execute on function public.second_factor_of to service_role;

-- Begins one that is to be confirmed by its first code. {status: saved} · stale: whoever finds an
-- unlocked computer must not lock its owner out, so they sign in anew first · refused: there is
-- one.
create function internal.begin_second_factor(session uuid, sealed text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	if not exists (select from auth.sessions as one
		where one.id = begin_second_factor.session and one.created_at > now() - interval '15 minutes')
	then
		return '{"status":"stale"}'::jsonb;
	end if;
	insert into internal.second_factors as factor (person_id, sealed) values (owner, begin_second_factor.sealed)
	on conflict (person_id) do update set sealed = excluded.sealed, last_step = 0 where factor.confirmed_at is null;
	return jsonb_build_object('status', case when found then 'saved' else 'refused' end);
end;
$$;
grant execute on function internal.begin_second_factor to service_role;

create function public.begin_second_factor(session uuid, sealed text) returns jsonb
	language sql set search_path = '' as $$ select internal.begin_second_factor(session, sealed) $$;
grant execute on function public.begin_second_factor to service_role;

-- Takes what was shown, once: the code of these 30 seconds (`step`), or a recovery code (`shade`).
create function internal.take_second_factor(owner uuid, step bigint, shade text, confirmed boolean) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	if step is not null then
		update internal.second_factors as factor set last_step = step
		where factor.person_id = owner and factor.last_step < step and (factor.confirmed_at is not null) = confirmed;
	else
		update internal.recovery_codes as code set used_at = now()
		where code.person_id = owner and code.shade = take_second_factor.shade and code.used_at is null;
	end if;
	return found;
end;
$$;

-- The code was right: the session has both factors. {status: saved} · refused: it was used before.
create function internal.pass_second_factor(session uuid, step bigint, shade text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null or not internal.take_second_factor(owner, step, shade, true) then
		return '{"status":"refused"}'::jsonb;
	end if;
	update auth.sessions as one set aal = 'aal2' where one.id = pass_second_factor.session;
	if step is null then
		perform internal.note_act('recovery-code', 'person', owner, person.name, null, '{}', owner)
		from public.people as person where person.id = owner;
	end if;
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.pass_second_factor to service_role;

create function public.pass_second_factor(session uuid, step bigint, shade text) returns jsonb
	language sql set search_path = '' as $$ select internal.pass_second_factor(session, step, shade) $$;
grant execute on function public.pass_second_factor to service_role;

-- The first code was right: from now on it is asked for. `shades` are those of the recovery codes.
create function internal.confirm_second_factor(session uuid, step bigint, shades text[], mail jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null or not internal.take_second_factor(owner, step, null, false) then
		return '{"status":"refused"}'::jsonb;
	end if;
	update internal.second_factors as factor set confirmed_at = now() where factor.person_id = owner;
	insert into internal.recovery_codes (person_id, shade) select owner, one from unnest(shades) as one;
	update auth.sessions as one set aal = 'aal2' where one.id = confirm_second_factor.session;
	perform internal.tell_second_factor(owner, 'second-factor-on', owner, mail);
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.confirm_second_factor to service_role;

create function public.confirm_second_factor(session uuid, step bigint, shades text[], mail jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.confirm_second_factor(session, step, shades, mail) $$;
grant execute on function public.confirm_second_factor to service_role;

-- Switched off by its owner, who shows a code.
create function internal.drop_second_factor(session uuid, step bigint, shade text, mail jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null or not internal.take_second_factor(owner, step, shade, true) then
		return '{"status":"refused"}'::jsonb;
	end if;
	perform internal.end_second_factor(owner);
	perform internal.tell_second_factor(owner, 'second-factor-off', owner, mail);
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.drop_second_factor to service_role;

create function public.drop_second_factor(session uuid, step bigint, shade text, mail jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.drop_second_factor(session, step, shade, mail) $$;
grant execute on function public.drop_second_factor to service_role;

-- Sessions that have shown it have one factor again.
create function internal.end_second_factor(person uuid) returns void
	language sql security definer set search_path = '' as $$
	delete from internal.second_factors as factor where factor.person_id = person;
	update auth.sessions as one set aal = 'aal1' where one.user_id = person;
$$;

-- A line of the audit, and a mail to whose factor it is: whatever was done without them they find
-- out.
create function internal.tell_second_factor(person uuid, action text, acting uuid, mail jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.note_act(action, 'person', person, one.name, null, '{}', acting)
	from public.people as one where one.id = person;
	perform internal.put_mail(mail, action, account.email, one.language)
	from public.people as one join auth.users as account on account.id = one.id where one.id = person;
end;
$$;

-- By an administrator, from somebody who has lost the phone and the recovery codes; their sessions
-- end, because whoever has the phone may have them. {status: saved, name} · refused: nobody else's,
-- or there is none.
create function internal.remove_second_factor(person uuid, mail jsonb default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
begin
	if not internal.is_administrator() or person = internal.person() or not exists (
		select from internal.second_factors as factor where factor.person_id = person and factor.confirmed_at is not null)
	then
		return '{"status":"refused"}'::jsonb;
	end if;
	perform internal.end_second_factor(person);
	delete from auth.sessions as session where session.user_id = person;
	perform internal.tell_second_factor(person, 'second-factor-removed', internal.person(), mail);
	return jsonb_build_object('status', 'saved', 'name', (select one.name from public.people as one where one.id = person));
end;
$$;
grant execute on function internal.remove_second_factor to authenticated;

create function public.remove_second_factor(person uuid, mail jsonb default null) returns jsonb
	language sql set search_path = '' as $$ select internal.remove_second_factor(person, mail) $$;
grant execute on function public.remove_second_factor to authenticated;
