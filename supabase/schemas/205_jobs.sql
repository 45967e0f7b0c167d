-- What time does by itself: which jobs there are, when each ran and runs next, and what came of it.
-- The server runs them (src/lib/jobs). However many servers share this database, each run is one
-- server's: it takes the job for a while, and if it ends without a word, the next one runs it then.

create table internal.jobs (
	name text primary key check (name ~ '^[a-z-]{1,40}$'),
	every interval not null check (every > interval '0'),
	next_at timestamptz not null default now(),
	began_at timestamptz,
	ended_at timestamptz,
	-- What the last run did that came to an end: how many of what.
	did jsonb not null default '{}',
	-- In vain, one after the other; 0: the last run came to its end.
	failures integer not null default 0,
	failed_at timestamptz,
	failure text check (length(failure) <= 500),
	-- Who runs it now, and until when nobody else does.
	lease uuid,
	leased_until timestamptz
);
alter table internal.jobs enable row level security;
revoke all on internal.jobs from public, anon, authenticated, service_role;

-- Takes all that is due of the jobs a server knows: `known` [{name, every: seconds, lease:
-- seconds}]. {jobs: [{name, lease}], wait: seconds until the next of the others}. What was missed
-- while no server ran is due once.
create function internal.take_jobs(known jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	taken jsonb;
	waiting double precision;
begin
	insert into internal.jobs (name, every)
	select one.name, make_interval(secs => one.every)
	from jsonb_to_recordset(known) as one (name text, every double precision)
	on conflict (name) do update set every = excluded.every where jobs.every <> excluded.every;
	with due as (
		select job.name, one.lease
		from internal.jobs as job
		join jsonb_to_recordset(known) as one (name text, lease double precision) on one.name = job.name
		where job.next_at <= now() and (job.leased_until is null or job.leased_until <= now())
		for update of job skip locked
	), begun as (
		update internal.jobs as job
		set began_at = now(), lease = gen_random_uuid(), leased_until = now() + make_interval(secs => due.lease)
		from due where due.name = job.name
		returning job.name, job.lease
	)
	select coalesce(jsonb_agg(jsonb_build_object('name', begun.name, 'lease', begun.lease) order by begun.name), '[]')
	into taken from begun;
	select min(extract(epoch from greatest(job.next_at, job.leased_until) - now())) into waiting
	from internal.jobs as job
	where job.name in (select one ->> 'name' from jsonb_array_elements(known) as one);
	return jsonb_build_object('jobs', taken, 'wait', greatest(waiting, 0));
end;
$$;
grant execute on function internal.take_jobs to service_role;

create function public.take_jobs(known jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.take_jobs(known) $$;
grant execute on function public.take_jobs to service_role;

-- What came of a run; `failure` is NULL when it came to its end. One that failed is tried again
-- after a pause that grows. @returns seconds until the next run; NULL: somebody else has it by now
create function internal.end_job(job text, by uuid, did jsonb, failure text default null) returns double precision
	language sql security definer set search_path = '' as $$
	update internal.jobs as one
	set ended_at = now(), lease = null, leased_until = null,
		did = case when end_job.failure is null then end_job.did else one.did end,
		failures = case when end_job.failure is null then 0 else one.failures + 1 end,
		failed_at = case when end_job.failure is null then one.failed_at else now() end,
		failure = case when end_job.failure is null then one.failure else left(end_job.failure, 500) end,
		next_at = case when end_job.failure is null then greatest(one.began_at + one.every, now())
			else now() + least(one.every, interval '1 minute' * 2 ^ least(one.failures, 10)) end
	where one.name = job and one.lease = by
	returning extract(epoch from one.next_at - now())::double precision;
$$;
grant execute on function internal.end_job to service_role;

create function public.end_job(job text, by uuid, did jsonb, failure text default null) returns double precision
	language sql set search_path = '' as $$ select internal.end_job(job, by, did, failure) $$;
grant execute on function public.end_job to service_role;

-- A run of a job that the server does by a clock of its own, because it concerns its files:
-- `next_at` is when it comes next.
create function internal.note_job(job text, began_at timestamptz, next_at timestamptz, failure text default null)
	returns void
	language sql security definer set search_path = '' as $$
	insert into internal.jobs as one (name, every, next_at, began_at, ended_at, failures, failed_at, failure)
	values (job, interval '1 day', note_job.next_at, note_job.began_at, now(), (note_job.failure is not null)::integer,
		case when note_job.failure is not null then now() end, left(note_job.failure, 500))
	on conflict (name) do update set next_at = excluded.next_at, began_at = excluded.began_at, ended_at = excluded.ended_at,
		failures = case when excluded.failure is null then 0 else one.failures + 1 end,
		failed_at = coalesce(excluded.failed_at, one.failed_at), failure = coalesce(excluded.failure, one.failure);
$$;
grant execute on function internal.note_job to service_role;

create function public.note_job(job text, began_at timestamptz, next_at timestamptz, failure text default null)
	returns void
	language sql set search_path = '' as $$ select internal.note_job(job, began_at, next_at, failure) $$;
grant execute on function public.note_job to service_role;

-- What each job would do now, without doing it, and when it is due: [{name, nextAt, running, would:
-- {how many of what}}].
create function internal.jobs_ahead() returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	due bigint;
	old bigint;
	publish bigint := 0;
	erase bigint := 0;
	would jsonb;
begin
	for sort in select * from internal.listing_sorts as one loop
		execute format('select count(*) filter (where one.publish_at <= now()) as publish,
			count(*) filter (where one.removed_at < now() - interval ''30 days'') as erase from public.%I as one',
			sort.relation) into due, old;
		publish := publish + due;
		erase := erase + old;
	end loop;
	would := jsonb_build_object(
		'listings', jsonb_build_object('published', publish, 'erased', erase),
		'clean-up', internal.would_clean_up(),
		'corrections', jsonb_build_object('told', jsonb_array_length(internal.corrections_to_tell()),
			'reminded', (select count(distinct late.person_id) from internal.late_corrections() as late
				where late.is_due)),
		'still-true', (select coalesce(jsonb_object_agg(due.step, due.count), '{}')
			from (select case one.step when 'ask' then 'asked' when 'remind' then 'reminded' when 'tell' then 'told'
					when 'doubt' then 'doubted' else 'proposed' end as step, count(*) as count
				from internal.truth_due() as one group by one.step) as due),
		'waits', jsonb_build_object('mailed', (select count(*) from internal.waits as one
			where one.next_at <= now() and internal.waits_plan(one, now()) -> 'about' is not null)),
		'mails', jsonb_build_object('sent', (select count(*) from internal.mails as mail
			where mail.state = 'waiting' and mail.next_at <= now() and mail.expires_at > now()
				and (mail.leased_until is null or mail.leased_until <= now()))));
	return (select coalesce(jsonb_agg(jsonb_build_object('name', job.name, 'nextAt', job.next_at,
			'running', coalesce(job.leased_until > now(), false), 'would', coalesce(would -> job.name, '{}'))
			order by job.name), '[]')
		from internal.jobs as job);
end;
$$;
grant execute on function internal.jobs_ahead to service_role;

create function public.jobs_ahead() returns jsonb
	language sql stable set search_path = '' as $$ select internal.jobs_ahead() $$;
grant execute on function public.jobs_ahead to service_role;
