-- How an installation is, for whoever runs it: its database, jobs, mails and alarms. Counts and
-- times; no address, no text of a mail.

-- {database {version, bytes, organisations, events}, jobs: listed_jobs(), mails {waiting: not tried
-- in vain yet, late: tried in vain and tried again, failed: given up in thirty days, sent: in a
-- day, lastSentAt}, alarms [{what, since}]: those that last}.
create function internal.operation_report() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'database', jsonb_build_object(
			'version', split_part(current_setting('server_version'), ' ', 1),
			'bytes', pg_database_size(current_database()),
			'organisations', (select count(*) from public.organisations as one
				where one.publication = 'published'),
			'events', (select count(*) from public.events as one
				where one.publication = 'published')),
		'jobs', internal.listed_jobs(),
		'mails', (select jsonb_build_object(
				'waiting', count(*) filter (where mail.state = 'waiting' and mail.reason is null),
				'late', count(*) filter (where mail.state = 'waiting' and mail.reason is not null),
				'failed', count(*) filter (where mail.state in ('refused', 'expired')),
				'sent', count(*) filter (where mail.state = 'sent' and mail.ended_at > now() - interval '1 day'),
				'lastSentAt', max(mail.ended_at) filter (where mail.state = 'sent'))
			from internal.mails as mail),
		'alarms', (select coalesce(jsonb_agg(jsonb_build_object('what', one.what, 'since', one.since)
				order by one.since), '[]')
			from internal.alarms as one where one.ended_at is null))
$$;
grant execute on function internal.operation_report to service_role;

create function public.operation_report() returns jsonb
	language sql stable set search_path = '' as $$ select internal.operation_report() $$;
grant execute on function public.operation_report to service_role;

-- The same for administrators, NULL for everybody else.
create function internal.operation_overview() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.operation_report() where internal.is_administrator();
$$;
grant execute on function internal.operation_overview to authenticated;

create function public.operation_overview() returns jsonb
	language sql stable set search_path = '' as $$ select internal.operation_overview() $$;
grant execute on function public.operation_overview to authenticated;
