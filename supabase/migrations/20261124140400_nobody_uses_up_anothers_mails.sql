-- Mails asked for by others must not lock the owner of an address out. A browser that has signed in as this address before shows the
-- server a mark of that (a signed cookie) and has mails of its own to ask for, which nobody else can use up. And one visitor alone cannot
-- use up what all others together may ask for.

-- The table of limits says now by what each is counted, which needs another shape.
drop function public.count_attempt(text, text, text);
drop function internal.count_attempt(text, text, text);
drop function internal.attempt_limits();

-- How often, within how long, counted by address, by visitor (an office shares one), by both together, or by a browser that is known at
-- this address. A code has six digits and five tries; 20 mails a day leave strangers 100 guesses of a million. `known`: whether a limit
-- is for browsers that are known (true), for all others (false), or for both (NULL).
create function internal.attempt_limits() returns table (
	kind text, what text, counted_by text, known boolean, most integer, during interval
)
	language sql immutable set search_path = '' as $$
	values
		('mail', 'mail', 'address', false, 10, interval '30 minutes'),
		('mail', 'mail-day', 'address', false, 20, interval '1 day'),
		('mail', 'mail-pair', 'pair', false, 10, interval '1 day'),
		('mail', 'mail-browser', 'browser', true, 10, interval '30 minutes'),
		('mail', 'mail-browser-day', 'browser', true, 20, interval '1 day'),
		('mail', 'mail-visitor', 'visitor', null, 30, interval '1 hour'),
		('code', 'code', 'address', null, 5, interval '10 minutes'),
		('code', 'code-visitor', 'visitor', null, 60, interval '15 minutes'),
		('password', 'password', 'address', null, 10, interval '15 minutes'),
		('password', 'password-visitor', 'visitor', null, 60, interval '15 minutes')
$$;

-- Counts one attempt against every limit of its kind and says how it stands. A mail that is let through brings a new code,
-- so the tries at the old one no longer count. `browser`: the shade of one that is known at this address; NULL for any other.
create function internal.count_attempt(
	wanted text, address text, visitor text, browser text default null
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	longest interval := interval '0';
	is_over boolean := false;
	limit_ record;
	counted internal.sign_in_attempts;
	spared_limits text[] := '{}'::text[];
	spared_shades text[] := '{}'::text[];
begin
	if wanted not in ('mail', 'code', 'password')
		or address !~ '^[A-Za-z0-9_-]{20,100}$' or visitor !~ '^[A-Za-z0-9_-]{20,100}$'
		or address is null or visitor is null or browser !~ '^[A-Za-z0-9_-]{20,100}$'
	then
		return jsonb_build_object('allowed', false, 'wait', 60, 'dead', false);
	end if;
	delete from internal.sign_in_attempts as old where old.ends_at < now();
	for limit_ in select * from internal.attempt_limits() as l
		where l.kind = wanted and coalesce(l.known = (browser is not null), true) order by l.what
	loop
		insert into internal.sign_in_attempts as kept (what, shade, ends_at, times)
		values (limit_.what, case limit_.counted_by when 'visitor' then visitor when 'browser' then browser
			when 'pair' then left(address, 50) || left(visitor, 50) else address end, now() + limit_.during, 1)
		-- Stops counting where it stops mattering, so that trying on does not make the wait longer.
		on conflict (what, shade) do update set times = least(kept.times + 1, limit_.most + 1)
		returning * into counted;
		if counted.times > limit_.most then
			longest := greatest(longest, counted.ends_at - now());
			is_over := is_over or limit_.what = 'code';
		else
			spared_limits := spared_limits || counted.what;
			spared_shades := spared_shades || counted.shade;
		end if;
	end loop;
	if longest > interval '0' then
		-- What is refused is not done, and uses nothing up where there was room: or one visitor, refused again and again, would
		-- still take the rest of the day from an address.
		update internal.sign_in_attempts as kept set times = kept.times - 1
		from unnest(spared_limits, spared_shades) as spared (what, shade)
		where kept.what = spared.what and kept.shade = spared.shade;
		return jsonb_build_object('allowed', false, 'wait', ceil(extract(epoch from longest))::integer, 'dead', is_over);
	end if;
	if wanted = 'mail' then
		delete from internal.sign_in_attempts as old where old.what = 'code' and old.shade = address;
	end if;
	return jsonb_build_object('allowed', true, 'wait', 0, 'dead', false);
end;
$$;
comment on function internal.count_attempt(text, text, text, text) is
	'{allowed, wait: seconds, dead: this code had its five tries}. It counts and says nothing else.';

create function public.count_attempt(wanted text, address text, visitor text, browser text default null) returns jsonb
	language sql set search_path = '' as $$ select internal.count_attempt(wanted, address, visitor, browser) $$;

revoke execute on function internal.attempt_limits(), internal.count_attempt(text, text, text, text),
	public.count_attempt(text, text, text, text) from public, anon, authenticated, service_role;
grant execute on function internal.count_attempt(text, text, text, text), public.count_attempt(text, text, text, text)
	to anon, authenticated;
