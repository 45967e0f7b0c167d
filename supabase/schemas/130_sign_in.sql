-- How often somebody may try to sign in. Counted here, so that it holds across restarts and across
-- several servers. Neither addresses nor IP addresses are kept: the server sends them shaded (HMAC
-- with a key that is not in the database).

create table internal.sign_in_attempts (
	what text not null,
	shade text not null check (length(shade) between 20 and 100),
	ends_at timestamptz not null,
	times integer not null,
	primary key (what, shade)
);
comment on table internal.sign_in_attempts is 'One row for each limit somebody has begun to use up; gone when its time is over.';
create index sign_in_attempts_ends_at on internal.sign_in_attempts (ends_at);
alter table internal.sign_in_attempts enable row level security;
revoke all on internal.sign_in_attempts from public, anon, authenticated, service_role;

-- What somebody may see and change about their own account: name, language, sessions. The sign-in
-- service keeps the sessions in `auth`, which no role of the API reads; here everybody sees their
-- own.

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
			where fact.person_id = (select internal.person())),
		'sessions', coalesce((select jsonb_agg(jsonb_build_object(
				'id', session.id, 'device', session.user_agent, 'began', session.created_at,
				-- Without a zone in the sign-in service's table: it is UTC.
				'used', coalesce(session.refreshed_at at time zone 'UTC', session.created_at),
				'this', session.id::text = auth.jwt() ->> 'session_id')
				order by session.id::text = auth.jwt() ->> 'session_id' desc,
					coalesce(session.refreshed_at at time zone 'UTC', session.created_at) desc)
			from auth.sessions as session
			where session.user_id = (select internal.person()) and (session.not_after is null or session.not_after > now())), '[]'))
	where internal.person() is not null;
$$;
grant execute on function internal.my_account to authenticated;

create function public.my_account() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_account() $$;
grant execute on function public.my_account to authenticated;

-- The sign-in service sees this server, not the browser behind it. The embedded one also begins a
-- session for each account it makes, which nobody holds: it is the one without a device, and goes
-- here. However much it is used, a session ends 90 days after it began; where the sign-in service
-- is ours, its table says so by itself (src/lib/backend/embedded/bootstrap.ts).
create function internal.note_device(device text) returns void
	language sql security definer set search_path = '' as $$
	update auth.sessions as session set user_agent = left(coalesce(note_device.device, ''), 300),
		not_after = least(session.not_after, session.created_at + interval '90 days')
	where session.id = internal.session_of_request() and session.user_id = (select internal.session_owner());
	delete from auth.sessions as session
	where session.user_id = (select internal.session_owner()) and session.user_agent is null and session.refreshed_at is null;
$$;
grant execute on function internal.note_device to authenticated;

create function public.note_device(device text) returns void
	language sql set search_path = '' as $$ select internal.note_device(device) $$;
grant execute on function public.note_device to authenticated;

-- Ends one session of one's own. Ending the one that asks is signing out, which is no news to
-- anybody; ending another is written down: whoever finds a line they know nothing of has learnt
-- that somebody else was in.
create function internal.end_session(session uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	-- Whoever has not shown the second factor may leave, and nothing else.
	me uuid := coalesce(internal.person(),
		case when session = internal.session_of_request() then internal.session_owner() end);
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
grant execute on function internal.end_session to authenticated;

create function public.end_session(session uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_session(session) $$;
grant execute on function public.end_session to authenticated;

-- Renews a session where the sign-in service is ours: `token` and `next` are the SHA-256 of the one
-- the browser shows and of the one it gets. For the server alone, which signs the access token.
-- {status: saved, person, email, session, level} · over: unknown, ended, or too old · reused: the
-- token was renewed before. Two tabs that wake up together show the same one, so it holds for a
-- minute more and brings the same successor; whoever shows it later has a copy, or the other one
-- has, and the session ends for both.
create function internal.renew_session(token text, next text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	shown auth.refresh_tokens;
	renewed auth.sessions;
begin
	select held.* into shown from auth.refresh_tokens as held where held.token = renew_session.token for update;
	select session.* into renewed from auth.sessions as session
	where session.id = shown.session_id and (session.not_after is null or session.not_after > now())
		-- As long as somebody may stay away (sessionSeconds in src/lib/account/presence.server.ts).
		and coalesce(session.refreshed_at at time zone 'UTC', session.created_at) > now() - interval '30 days';
	if renewed.id is null then
		delete from auth.sessions as session where session.id = shown.session_id;
		return jsonb_build_object('status', 'over');
	end if;
	if not shown.revoked then
		update auth.refresh_tokens as held set revoked = true, updated_at = now() where held.id = shown.id;
		delete from auth.refresh_tokens as old
		where old.session_id = renewed.id and old.revoked and old.updated_at < now() - interval '30 days';
		insert into auth.refresh_tokens (id, token, user_id, session_id, parent)
		values (gen_random_uuid(), renew_session.next, renewed.user_id, renewed.id, shown.token);
		update auth.sessions as session set refreshed_at = now() at time zone 'UTC', updated_at = now()
		where session.id = renewed.id;
	elsif shown.updated_at < now() - interval '1 minute' then
		delete from auth.sessions as session where session.id = renewed.id;
		return jsonb_build_object('status', 'reused', 'person', renewed.user_id);
	end if;
	return (select jsonb_build_object('status', 'saved', 'person', account.id, 'email', account.email,
			'session', renewed.id, 'level', renewed.aal)
		from auth.users as account where account.id = renewed.user_id);
end;
$$;
grant execute on function internal.renew_session to service_role;

create function public.renew_session(token text, next text) returns jsonb
	language sql set search_path = '' as $$ select internal.renew_session(token, next) $$;
grant execute on function public.renew_session to service_role;

-- Whose a link to sign in is, by the hash it carries; NULL: nobody's, used, or too old. For the
-- server alone: the page behind the link says it before anybody presses its button, so that nobody
-- works in the account of who sent them a link.
create function internal.owner_of_link(hash text) returns text
	language sql stable security definer set search_path = '' as $$
	select account.email from auth.users as account
	where account.recovery_token = hash and account.recovery_sent_at > now() - interval '10 minutes';
$$;
grant execute on function internal.owner_of_link to service_role;

create function public.owner_of_link(hash text) returns text
	language sql stable set search_path = '' as $$ select internal.owner_of_link(hash) $$;
grant execute on function public.owner_of_link to service_role;

-- {status: saved} · invalid: a name no page can show, or no language · refused: nobody is signed
-- in.
create function internal.save_me(name text, language text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	is_changed boolean;
begin
	if me is null or not internal.is_member() then
		return jsonb_build_object('status', 'refused');
	end if;
	if btrim(coalesce(name, '')) = '' or length(btrim(name)) > 120 or not internal.is_plain(name) or language is null or language !~ '^[a-z]{2}$' then
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
grant execute on function internal.save_me to authenticated;

create function public.save_me(name text, language text) returns jsonb
	language sql set search_path = '' as $$ select internal.save_me(name, language) $$;
grant execute on function public.save_me to authenticated;

-- For members only: whoever is none any more writes no lines into the audit. `mail` tells the owner
-- of the account; see internal.put_mail.
create function internal.note_password(mail jsonb default null) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
begin
	if me is null or not internal.is_member() then
		return;
	end if;
	insert into internal.account_facts (person_id, password_chosen_at) values (me, now())
	on conflict (person_id) do update set password_chosen_at = excluded.password_chosen_at;
	perform internal.note_act('password', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
	perform internal.put_mail(mail, 'password', account.email, person.language, subject_id => me)
	from public.people as person join auth.users as account on account.id = person.id where person.id = me;
end;
$$;
grant execute on function internal.note_password to authenticated;

create function public.note_password(mail jsonb default null) returns void
	language sql set search_path = '' as $$ select internal.note_password(mail) $$;
grant execute on function public.note_password to authenticated;

-- Ends every session of one's own, this one too. {status: saved, ended: how many} · refused: nobody
-- is signed in.
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
grant execute on function internal.end_all_sessions to authenticated;

create function public.end_all_sessions() returns jsonb
	language sql set search_path = '' as $$ select internal.end_all_sessions() $$;
grant execute on function public.end_all_sessions to authenticated;

-- In which language somebody is written to. For the server alone: to anybody else the answer would
-- tell who has an account.

-- NULL: nobody with this address, or nobody with a language of their own; the two are the same.
create function internal.language_of(address text) returns text
	language sql stable security definer set search_path = '' as $$
	select person.language
	from auth.users as account
	join public.people as person on person.id = account.id
	where lower(account.email) = lower(btrim(address));
$$;
grant execute on function internal.language_of to service_role;

create function public.language_of(address text) returns text
	language sql stable set search_path = '' as $$ select internal.language_of(address) $$;
grant execute on function public.language_of to service_role;

-- Whether an address is that of an account. For the server alone, which does the same work for the
-- others.
create function internal.has_account(address text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from auth.users as account where lower(account.email) = lower(btrim(address)));
$$;
grant execute on function internal.has_account to service_role;

create function public.has_account(address text) returns boolean
	language sql stable set search_path = '' as $$ select internal.has_account(address) $$;
grant execute on function public.has_account to service_role;

-- Mails asked for by others must not lock the owner of an address out. A browser that has signed in
-- as this address before shows the server a mark of that (a signed cookie) and has mails of its own
-- to ask for, which nobody else can use up. And one visitor alone cannot use up what all others
-- together may ask for. A code is tried by the browser that asked for it and counted by that
-- browser. Wrong passwords of others make the next of them wait and do not shut the owner out; a
-- browser that is known does not wait for them.

-- How often, within how long, counted by address, by visitor (an office shares one), by both
-- together, or by a browser that is known at this address (of a code: that asked for it). A code
-- has six digits and five tries; 20 mails a day leave strangers 100 guesses of a million. `known`:
-- whether a limit is for browsers that are known (true), for all others (false), or for both
-- (NULL).
-- `delays`: beyond it one waits longer and longer, and is not refused.
create function internal.attempt_limits() returns table (
	kind text, what text, counted_by text, known boolean, max_times integer, during interval, delays boolean
)
	language sql immutable set search_path = '' as $$
	values
		('mail', 'mail', 'address', false, 10, interval '30 minutes', false),
		('mail', 'mail-day', 'address', false, 20, interval '1 day', false),
		('mail', 'mail-pair', 'pair', false, 10, interval '1 day', false),
		('mail', 'mail-browser', 'browser', true, 10, interval '30 minutes', false),
		('mail', 'mail-browser-day', 'browser', true, 20, interval '1 day', false),
		('mail', 'mail-visitor', 'visitor', null, 30, interval '1 hour', false),
		('code', 'code', 'address', false, 5, interval '10 minutes', false),
		('code', 'code-browser', 'browser', true, 5, interval '1 hour', false),
		('code', 'code-visitor', 'visitor', null, 60, interval '15 minutes', false),
		('password', 'password', 'address', false, 10, interval '15 minutes', true),
		('password', 'password-day', 'address', false, 100, interval '1 day', false),
		('password', 'password-pair', 'pair', false, 10, interval '15 minutes', false),
		('password', 'password-browser', 'browser', true, 10, interval '15 minutes', false),
		('password', 'password-visitor', 'visitor', null, 60, interval '15 minutes', false),
		-- Counted by account (the shade of its id): who tries has shown the first factor, so no
		-- stranger uses it up, and no browser has tries of its own.
		('second', 'second', 'address', null, 10, interval '15 minutes', false),
		('second', 'second-day', 'address', null, 30, interval '1 day', false)
$$;

-- Counts one attempt against every limit of its kind and says how it stands. A mail that is let
-- through brings a new code, so the tries at the old one no longer count. `browser`: the shade of
-- one that is known at this address, or has asked for its code; NULL for any other.
create function internal.count_attempt(
	wanted text, address text, visitor text, browser text default null
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	longest interval := interval '0';
	is_over boolean := false;
	delay integer := 0;
	limit_ record;
	counted internal.sign_in_attempts;
	spared_limits text[] := '{}'::text[];
	spared_shades text[] := '{}'::text[];
begin
	if wanted not in ('mail', 'code', 'password', 'second')
		or address !~ '^[A-Za-z0-9_-]{20,100}$' or visitor !~ '^[A-Za-z0-9_-]{20,100}$'
		or address is null or visitor is null or browser !~ '^[A-Za-z0-9_-]{20,100}$'
	then
		return jsonb_build_object('allowed', false, 'wait', 60, 'dead', false, 'delay', 0);
	end if;
	delete from internal.sign_in_attempts as old where old.ends_at < now();
	for limit_ in select * from internal.attempt_limits() as l
		where l.kind = wanted and coalesce(l.known = (browser is not null), true) order by l.what
	loop
		insert into internal.sign_in_attempts as kept (what, shade, ends_at, times)
		values (limit_.what, case limit_.counted_by when 'visitor' then visitor when 'browser' then browser
			when 'pair' then left(address, 50) || left(visitor, 50) else address end, now() + limit_.during, 1)
		-- Stops counting where it stops mattering, so that trying on does not make the wait longer.
		on conflict (what, shade) do update set times = least(kept.times + 1,
			limit_.max_times + case when limit_.delays then 4 else 1 end)
		returning * into counted;
		if limit_.delays then
			-- 2, 4, 8 and then always 16 seconds.
			delay := case when counted.times > limit_.max_times then 2 ^ (counted.times - limit_.max_times) else 0 end;
			if counted.times < limit_.max_times + 4 then
				spared_limits := spared_limits || counted.what;
				spared_shades := spared_shades || counted.shade;
			end if;
		elsif counted.times > limit_.max_times then
			longest := greatest(longest, counted.ends_at - now());
			is_over := is_over or limit_.what in ('code', 'code-browser');
		else
			spared_limits := spared_limits || counted.what;
			spared_shades := spared_shades || counted.shade;
		end if;
	end loop;
	if longest > interval '0' then
		-- What is refused is not done, and uses nothing up where there was room: or one visitor,
		-- refused again and again, would still take the rest of the day from an address.
		update internal.sign_in_attempts as kept set times = kept.times - 1
		from unnest(spared_limits, spared_shades) as spared (what, shade)
		where kept.what = spared.what and kept.shade = spared.shade;
		return jsonb_build_object('allowed', false, 'wait', ceil(extract(epoch from longest))::integer, 'dead', is_over,
			'delay', 0);
	end if;
	if wanted = 'mail' then
		delete from internal.sign_in_attempts as old where old.what = 'code' and old.shade = address;
	end if;
	return jsonb_build_object('allowed', true, 'wait', 0, 'dead', false, 'delay', delay);
end;
$$;
comment on function internal.count_attempt(text, text, text, text) is
	'{allowed, wait: seconds, dead: this code had its five tries, delay: seconds to wait before the try}. It counts and says nothing else.';
grant execute on function internal.count_attempt to anon, authenticated;

create function public.count_attempt(wanted text, address text, visitor text, browser text default null) returns jsonb
	language sql set search_path = '' as $$ select internal.count_attempt(wanted, address, visitor, browser) $$;
grant execute on function public.count_attempt to anon, authenticated;
