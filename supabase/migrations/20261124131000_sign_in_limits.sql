-- How often somebody may try to sign in. Counted here, so that it holds across restarts and across several servers. Neither
-- addresses nor IP addresses are kept: the server sends them shaded (HMAC with a key that is not in the database).

create table internal.sign_in_attempts (
	what text not null,
	shade text not null check (length(shade) between 20 and 100),
	ends_at timestamptz not null,
	times integer not null,
	primary key (what, shade)
);
create index sign_in_attempts_ends_at on internal.sign_in_attempts (ends_at);
alter table internal.sign_in_attempts enable row level security;
comment on table internal.sign_in_attempts is 'One row for each limit somebody has begun to use up; gone when its time is over.';

-- How often, within how long. A mail: sent to an address, or asked for by one visitor (an office shares an address). A code
-- has six digits and five tries; 20 mails a day leave a stranger 100 guesses of a million.
create function internal.attempt_limits() returns table (kind text, what text, by_visitor boolean, most integer, during interval)
	language sql immutable set search_path = '' as $$
	values
		('mail', 'mail', false, 10, interval '30 minutes'),
		('mail', 'mail-day', false, 20, interval '1 day'),
		('mail', 'mail-visitor', true, 30, interval '1 hour'),
		('code', 'code', false, 5, interval '10 minutes'),
		('code', 'code-visitor', true, 60, interval '15 minutes'),
		('password', 'password', false, 10, interval '15 minutes'),
		('password', 'password-visitor', true, 60, interval '15 minutes')
$$;

-- Counts one attempt against every limit of its kind and says how it stands. A mail that is let through brings a new code,
-- so the tries at the old one no longer count.
create function internal.count_attempt(wanted text, address text, visitor text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	longest interval := interval '0';
	is_over boolean := false;
	limit_ record;
	counted internal.sign_in_attempts;
begin
	if wanted not in ('mail', 'code', 'password')
		or address !~ '^[A-Za-z0-9_-]{20,100}$' or visitor !~ '^[A-Za-z0-9_-]{20,100}$'
		or address is null or visitor is null
	then
		return jsonb_build_object('allowed', false, 'wait', 60, 'dead', false);
	end if;
	delete from internal.sign_in_attempts as old where old.ends_at < now();
	for limit_ in select * from internal.attempt_limits() as l where l.kind = wanted order by l.what loop
		insert into internal.sign_in_attempts as kept (what, shade, ends_at, times)
		values (limit_.what, case when limit_.by_visitor then visitor else address end, now() + limit_.during, 1)
		-- Stops counting where it stops mattering, so that trying on does not make the wait longer.
		on conflict (what, shade) do update set times = least(kept.times + 1, limit_.most + 1)
		returning * into counted;
		if counted.times > limit_.most then
			longest := greatest(longest, counted.ends_at - now());
			is_over := is_over or limit_.what = 'code';
		end if;
	end loop;
	if longest > interval '0' then
		return jsonb_build_object('allowed', false, 'wait', ceil(extract(epoch from longest))::integer, 'dead', is_over);
	end if;
	if wanted = 'mail' then
		delete from internal.sign_in_attempts as old where old.what = 'code' and old.shade = address;
	end if;
	return jsonb_build_object('allowed', true, 'wait', 0, 'dead', false);
end;
$$;
comment on function internal.count_attempt(text, text, text) is
	'{allowed, wait: seconds, dead: this code had its five tries}. It counts and says nothing else.';

create function public.count_attempt(wanted text, address text, visitor text) returns jsonb
	language sql set search_path = '' as $$ select internal.count_attempt(wanted, address, visitor) $$;

revoke all on internal.sign_in_attempts from public, anon, authenticated, service_role;
revoke execute on function internal.attempt_limits(), internal.count_attempt(text, text, text),
	public.count_attempt(text, text, text) from public, anon, authenticated, service_role;
grant execute on function internal.count_attempt(text, text, text), public.count_attempt(text, text, text)
	to anon, authenticated;
