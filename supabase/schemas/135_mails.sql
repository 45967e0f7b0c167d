-- Mails that wait to be sent. Each is put here in the transaction of what causes it, so that there
-- is no invitation without its mail and no mail of a change that did not happen; the server claims
-- them one by one (src/lib/mail). What is secret in a mail is encrypted by the server with a key
-- that is not in this database, and goes as soon as the mail is sent or can no longer be.

create table internal.mails (
	id uuid primary key,
	sort text not null check (sort in ('sign-in', 'invitation', 'password', 'new-address', 'address-changed',
		'second-factor-on', 'second-factor-off', 'second-factor-removed', 'operation', 'correction',
		'corrections-wait', 'still-true', 'waits')),
	recipient text not null check (length(recipient) between 3 and 254),
	language text not null check (language ~ '^[a-z]{2}$'),
	-- What the mail says, as the database knows it.
	about jsonb not null default '{}',
	-- Links and codes, encrypted; NULL: the mail has none.
	sealed text check (length(sealed) <= 4000),
	-- The invitation the mail belongs to, or the person who has asked for a new address.
	subject_id uuid,
	put_at timestamptz not null default now(),
	-- Not sent any more afterwards.
	expires_at timestamptz not null,
	next_at timestamptz not null default now(),
	-- Also those that ended with their server.
	tries integer not null default 0,
	-- Who is sending it now, and until when nobody else does.
	lease uuid,
	leased_until timestamptz,
	-- refused: by the mail server, for good. void: what it is about has ended. stopped: whose address
	-- it is does not want such mails.
	state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'expired', 'void', 'stopped')),
	-- Why the last try came to nothing.
	reason text check (length(reason) <= 500),
	ended_at timestamptz,
	constraint mail_ends_with_its_state check ((state = 'waiting') = (ended_at is null)),
	constraint mail_keeps_no_secret check (state = 'waiting' or (sealed is null and about = '{}'))
);
comment on table internal.mails is 'Waiting mails, and for thirty days which were sent or failed.';
create index mails_due on internal.mails (next_at) where state = 'waiting';
create index mails_subject on internal.mails (subject_id);
create index mails_ended_at on internal.mails (ended_at);
alter table internal.mails enable row level security;
revoke all on internal.mails from public, anon, authenticated, service_role;

-- `mail`: {id uuid, sealed} as the server made it; NULL puts nothing. One that is not wanted
-- (136_mail_stops.sql) is noted as that and never sent.
create function internal.put_mail(
	mail jsonb, sort text, recipient text, language text, about jsonb default '{}', subject_id uuid default null
) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	is_stopped boolean := mail is not null and internal.is_mail_stopped(put_mail.recipient, put_mail.sort);
begin
	insert into internal.mails (id, sort, recipient, language, about, sealed, subject_id, expires_at, state, ended_at)
	select (mail ->> 'id')::uuid, put_mail.sort, put_mail.recipient, put_mail.language,
		case when is_stopped then '{}' else put_mail.about end, case when not is_stopped then mail ->> 'sealed' end,
		put_mail.subject_id,
		-- A code to sign in with is good for ten minutes (src/lib/backend/embedded/lite.ts).
		now() + case put_mail.sort when 'sign-in' then interval '10 minutes' else interval '3 days' end,
		case when is_stopped then 'stopped' else 'waiting' end, case when is_stopped then now() end
	where mail is not null;
end;
$$;

-- How long somebody who took a mail to send it has it for themselves: longer than the mail server
-- is given to take it.
create function internal.mail_lease() returns interval
	language sql immutable set search_path = '' as $$ select interval '5 minutes' $$;

-- How long to wait after so many tries.
create function internal.mail_pause(sort text, tries integer) returns interval
	language sql immutable set search_path = '' as $$
	select case sort
		when 'sign-in' then least(interval '10 seconds' * 2 ^ least(tries - 1, 10), interval '2 minutes')
		else least(interval '1 minute' * 3 ^ least(tries - 1, 10), interval '6 hours') end
$$;

-- Puts the mail with a code to sign in and takes it at once: nobody waits for a turn. @returns the
-- lease
create function internal.put_sign_in_mail(mail jsonb, recipient text, language text) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	taken uuid;
begin
	-- Only the newest code is good.
	perform internal.void_mails('sign-in', put_sign_in_mail.recipient, null);
	perform internal.put_mail(mail, 'sign-in', put_sign_in_mail.recipient, put_sign_in_mail.language);
	update internal.mails as put set lease = gen_random_uuid(), leased_until = now() + internal.mail_lease(), tries = 1
	where put.id = (mail ->> 'id')::uuid
	returning put.lease into taken;
	return taken;
end;
$$;
grant execute on function internal.put_sign_in_mail to service_role;

create function public.put_sign_in_mail(mail jsonb, recipient text, language text) returns uuid
	language sql set search_path = '' as $$ select internal.put_sign_in_mail(mail, recipient, language) $$;
grant execute on function public.put_sign_in_mail to service_role;

-- What waits to be sent to an address, or about something, and would no longer be true.
create function internal.void_mails(sort text, recipient text, subject_id uuid) returns void
	language sql security definer set search_path = '' as $$
	update internal.mails as old set state = 'void', ended_at = now(), sealed = null, about = '{}'
	where old.state = 'waiting' and old.sort = void_mails.sort
		and (old.recipient = void_mails.recipient or old.subject_id = void_mails.subject_id);
$$;

-- Takes one mail that is due, or the one that is wanted if nobody else has it: {id, sort,
-- recipient, language, about, sealed, lease}; NULL: none; {stopped: true}: nobody wants the one
-- that is asked for. A mail whose sender ended without a word is taken again when its lease is
-- over: it may have been sent, which nobody can know then.
create function internal.take_mail(wanted uuid default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	taken internal.mails;
begin
	update internal.mails as late set state = 'expired', ended_at = now(), sealed = null, about = '{}'
	where late.state = 'waiting' and late.expires_at <= now() and (late.leased_until is null or late.leased_until <= now());
	update internal.mails as due
	set lease = gen_random_uuid(), leased_until = now() + internal.mail_lease(), tries = due.tries + 1,
		next_at = now() + internal.mail_pause(due.sort, due.tries + 1)
	where due.id = (select one.id from internal.mails as one
		where one.state = 'waiting' and (one.leased_until is null or one.leased_until <= now())
			and case when wanted is null then one.next_at <= now() else one.id = wanted end
		order by one.next_at, one.id limit 1 for update skip locked)
	returning * into taken;
	if taken.id is null and exists (select from internal.mails as one where one.id = wanted and one.state = 'stopped') then
		return jsonb_build_object('stopped', true);
	end if;
	-- Told as it stands now, to whoever may still see it.
	if taken.sort = 'waits' then
		taken.about := internal.waits_told(taken.subject_id, taken.recipient, taken.about);
	end if;
	return case when taken.id is not null then jsonb_build_object('id', taken.id, 'sort', taken.sort,
		'recipient', taken.recipient, 'language', taken.language, 'about', taken.about, 'sealed', taken.sealed,
		'lease', taken.lease) end;
end;
$$;
grant execute on function internal.take_mail to service_role;

create function public.take_mail(wanted uuid default null) returns jsonb
	language sql set search_path = '' as $$ select internal.take_mail(wanted) $$;
grant execute on function public.take_mail to service_role;

-- What came of a try: sent, refused for good, not wanted (stopped), nothing left to say (void), or
-- later. Whoever lost their
-- lease meanwhile changes nothing, unless the mail is out.
create function internal.end_mail(mail uuid, by uuid, outcome text, reason text default null) returns void
	language sql security definer set search_path = '' as $$
	update internal.mails as one
	set state = case outcome when 'later' then 'waiting' else outcome end,
		ended_at = case when outcome <> 'later' then now() end,
		sealed = case when outcome = 'later' then one.sealed end,
		about = case when outcome = 'later' then one.about else '{}' end,
		next_at = now() + internal.mail_pause(one.sort, one.tries),
		reason = case when outcome not in ('sent', 'stopped', 'void') then left(end_mail.reason, 500) end,
		lease = null, leased_until = null
	where one.id = mail and one.state = 'waiting' and outcome in ('sent', 'refused', 'stopped', 'void', 'later')
		and (one.lease = by or outcome = 'sent');
$$;
grant execute on function internal.end_mail to service_role;

create function public.end_mail(mail uuid, by uuid, outcome text, reason text default null) returns void
	language sql set search_path = '' as $$ select internal.end_mail(mail, by, outcome, reason) $$;
grant execute on function public.end_mail to service_role;

-- In how many seconds the next mail is due; NULL: none waits.
create function internal.next_mail() returns double precision
	language sql stable security definer set search_path = '' as $$
	select greatest(extract(epoch from greatest(one.next_at, one.leased_until) - now()), 0)::double precision
	from internal.mails as one where one.state = 'waiting'
	order by greatest(one.next_at, one.leased_until) limit 1;
$$;
grant execute on function internal.next_mail to service_role;

create function public.next_mail() returns double precision
	language sql stable set search_path = '' as $$ select internal.next_mail() $$;
grant execute on function public.next_mail to service_role;
