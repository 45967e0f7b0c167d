-- What administrators are told of by mail, once each time it begins: the server's disk is nearly
-- full, or backups or mails have failed twice.

create table internal.alarms (
	what text primary key check (what in ('disk', 'backup', 'mails')),
	since timestamptz not null,
	-- What the server says of it.
	detail text check (length(detail) <= 500),
	-- Seen last.
	seen_at timestamptz not null,
	-- Over; what comes back later is told again.
	ended_at timestamptz
);
comment on table internal.alarms is 'Of each sort the one that lasts, or the last there was.';
alter table internal.alarms enable row level security;
revoke all on internal.alarms from public, anon, authenticated, service_role;

-- How long something must not have been seen until it is over: what comes and goes by the minute is
-- one event.
create function internal.alarm_rest() returns interval
	language sql immutable set search_path = '' as $$ select interval '1 hour' $$;

-- Notes how it stands, and mails all administrators when it has just begun. @returns mails
create function internal.note_alarm(alarm text, lasts boolean, says text) returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	has_begun boolean := false;
	mailed integer := 0;
begin
	if not lasts then
		update internal.alarms as one set ended_at = now()
		where one.what = alarm and one.ended_at is null and one.seen_at <= now() - internal.alarm_rest();
		return 0;
	end if;
	-- Of two servers that see it at once one finds that it has begun.
	insert into internal.alarms as one (what, since, detail, seen_at) values (alarm, now(), left(says, 500), now())
	on conflict (what) do update set since = now(), ended_at = null, seen_at = now(), detail = excluded.detail
		where one.ended_at is not null;
	has_begun := found;
	if not has_begun then
		update internal.alarms as one set seen_at = now(), detail = left(says, 500) where one.what = alarm;
		return 0;
	end if;
	perform internal.put_mail(jsonb_build_object('id', gen_random_uuid()), 'operation', account.email, person.language,
		jsonb_build_object('what', alarm, 'since', now(), 'detail', left(says, 500)))
	from public.people as person join auth.users as account on account.id = person.id
	where account.email is not null and exists (select from public.memberships as one
		where one.person_id = person.id and one.role = 'administrator');
	get diagnostics mailed = row_count;
	return mailed;
end;
$$;

-- Looks at everything. `disk`: {filling, taken: percent, free: megabytes}; NULL where no disk is
-- looked at. {mailed}.
create function internal.check_alarms(disk jsonb default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	backup internal.jobs;
	mails internal.jobs;
	late internal.mails;
	mailed integer := 0;
begin
	if disk is not null then
		mailed := mailed + internal.note_alarm('disk', (disk ->> 'filling')::boolean,
			(disk ->> 'taken') || ' %, ' || (disk ->> 'free') || ' MB');
	end if;
	select one.* into backup from internal.jobs as one where one.name = 'backup';
	mailed := mailed + internal.note_alarm('backup', coalesce(backup.failures >= 2, false), backup.failure);
	select one.* into mails from internal.jobs as one where one.name = 'mails';
	select one.* into late from internal.mails as one
	where one.state = 'waiting' and one.tries >= 2 and one.reason is not null and one.lease is null
	order by one.put_at, one.id limit 1;
	mailed := mailed + internal.note_alarm('mails', late.id is not null or coalesce(mails.failures >= 2, false),
		coalesce(late.reason, mails.failure));
	return jsonb_build_object('mailed', mailed);
end;
$$;
grant execute on function internal.check_alarms to service_role;

create function public.check_alarms(disk jsonb default null) returns jsonb
	language sql set search_path = '' as $$ select internal.check_alarms(disk) $$;
grant execute on function public.check_alarms to service_role;

-- For administrators, NULL for everybody else: [{what, since, detail, endedAt}] of those that last,
-- and of the last thirty days.
create function internal.alarms_overview() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce((select jsonb_agg(jsonb_build_object('what', one.what, 'since', one.since, 'detail', one.detail,
			'endedAt', one.ended_at) order by one.ended_at desc nulls first, one.since desc)
		from internal.alarms as one
		where one.ended_at is null or one.ended_at > now() - interval '30 days'), '[]')
	where internal.is_administrator();
$$;
grant execute on function internal.alarms_overview to authenticated;

create function public.alarms_overview() returns jsonb
	language sql stable set search_path = '' as $$ select internal.alarms_overview() $$;
grant execute on function public.alarms_overview to authenticated;
