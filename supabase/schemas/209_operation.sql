-- How an installation is, for whoever runs it: its database, jobs, mails and alarms. Counts and
-- times; no address, no text of a mail.

-- {database {version, bytes, organisations, events}, jobs [{name, every: seconds, nextAt, beganAt,
-- endedAt, did, failures, failedAt, failure, running}], mails {waiting: not tried in vain yet,
-- late: tried in vain and tried again, failed: given up in thirty days, sent: in a day,
-- lastSentAt}, alarms [{what, since}]: those that last}.
create function internal.operation_report() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'database', jsonb_build_object(
			'version', split_part(current_setting('server_version'), ' ', 1),
			'bytes', pg_database_size(current_database()),
			'organisations', (select count(*) from public.organisations as one where one.publication = 'published'),
			'events', (select count(*) from public.events as one where one.publication = 'published')),
		'jobs', (select coalesce(jsonb_agg(jsonb_build_object('name', job.name,
				'every', extract(epoch from job.every), 'nextAt', job.next_at, 'beganAt', job.began_at,
				'endedAt', job.ended_at, 'did', job.did, 'failures', job.failures, 'failedAt', job.failed_at,
				'failure', job.failure, 'running', coalesce(job.leased_until > now(), false)) order by job.name), '[]')
			from internal.jobs as job),
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

-- For administrators, NULL for everybody else: the same, and unsent [{id, sort, recipient, state,
-- tries, putAt, at: when it ended or is tried next, reason}]: the newest hundred mails that are not
-- out, failed ones for thirty days.
create function internal.operation_overview() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.operation_report() || jsonb_build_object(
		'unsent', (select coalesce(jsonb_agg(jsonb_build_object('id', mail.id, 'sort', mail.sort,
				'recipient', mail.recipient, 'state', mail.state, 'tries', mail.tries, 'putAt', mail.put_at,
				'at', coalesce(mail.ended_at, mail.next_at), 'reason', mail.reason) order by mail.put_at desc, mail.id), '[]')
			from (select one.* from internal.mails as one
				where one.state in ('refused', 'expired') or (one.state = 'waiting' and one.reason is not null)
				order by one.put_at desc, one.id limit 100) as mail))
	where internal.is_administrator();
$$;
grant execute on function internal.operation_overview to authenticated;

create function public.operation_overview() returns jsonb
	language sql stable set search_path = '' as $$ select internal.operation_overview() $$;
grant execute on function public.operation_overview to authenticated;
