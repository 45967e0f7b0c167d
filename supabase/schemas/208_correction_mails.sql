-- Mails about corrections: what became of one, to the sender who left an address, and reminders of
-- what waits too long. Both are put among the mails by a job (src/lib/jobs).

-- Decided ones whose sender is to be told: [{id, language}]. Not at once, so that a slip of the
-- hand is taken back before anybody has read of it.
create function internal.corrections_to_tell() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', one.id, 'language', one.language) order by one.decided_at), '[]')
	from (select * from internal.corrections as every_one
		where every_one.state <> 'waiting' and every_one.told_at is null and every_one.sender_email is not null
			and every_one.decided_at < now() - interval '5 minutes'
		order by every_one.decided_at limit 50) as one;
$$;
grant execute on function internal.corrections_to_tell to service_role;

create function public.corrections_to_tell() returns jsonb
	language sql stable set search_path = '' as $$ select internal.corrections_to_tell() $$;
grant execute on function public.corrections_to_tell to service_role;

-- Puts the mail to its sender. @param hash of the secret in the mail's link @returns false: it was
-- told meanwhile, or is waiting again
create function internal.tell_correction(wanted uuid, mail jsonb, hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	told internal.corrections;
begin
	update internal.corrections as one set told_at = now(), answer_hash = hash
	where one.id = wanted and one.state <> 'waiting' and one.told_at is null and one.sender_email is not null
	returning * into told;
	if told.id is null then
		return false;
	end if;
	perform internal.put_mail(mail, 'correction', told.sender_email, told.language,
		internal.correction_outcome(hash) || jsonb_build_object('partly',
			told.state = 'accepted' and cardinality(told.taken) < (select count(*) from jsonb_object_keys(told.proposed))),
		told.id);
	return true;
end;
$$;
grant execute on function internal.tell_correction to service_role;

create function public.tell_correction(correction uuid, mail jsonb, hash text) returns boolean
	language sql set search_path = '' as $$ select internal.tell_correction(correction, mail, hash) $$;
grant execute on function public.tell_correction to service_role;

-- One that waits, among what a person has been told of (285_waits.sql).
create function internal.correction_key(correction uuid) returns text
	language sql immutable set search_path = '' as $$ select 'correction ' || correction $$;

-- Whom what waits concerns, and from when on: at once the coordinators of its region, after seven
-- days the deputies, after fourteen the administrators, at once where nobody coordinates. A deputy
-- without a coordinator is one. {step: as in corrections.reminded}.
create function internal.correction_watch()
	returns table (id uuid, put_at timestamptz, reminded integer, person_id uuid, step integer, concerns_from timestamptz)
	language sql stable security definer set search_path = '' as $$
	with waiting as materialized (
		select one.id, one.put_at, one.reminded, located.region_id,
			coalesce(internal.is_coordinated(located.region_id), false) as coordinated,
			exists (select from public.memberships as membership where membership.role = 'coordinator'
				and membership.region_id = located.region_id and not membership.deputy) as has_first
		from internal.corrections as one join internal.located_corrections() as located on located.id = one.id
		where one.state = 'waiting'
	), watched as (
		select waiting.id, waiting.put_at, waiting.reminded, membership.person_id,
			case when membership.role = 'administrator' then 3 when membership.deputy and waiting.has_first then 2 else 1 end as step,
			waiting.put_at + case
				when membership.role = 'administrator' then case when waiting.coordinated then interval '14 days' else interval '0' end
				when membership.deputy and waiting.has_first then interval '7 days' else interval '0' end as concerns_from
		from waiting join public.memberships as membership on membership.role = 'administrator'
			or (membership.role = 'coordinator' and membership.region_id = waiting.region_id)
	)
	-- An administrator who coordinates is told once, as whoever is told first.
	select distinct on (watched.id, watched.person_id) watched.* from watched
	order by watched.id, watched.person_id, watched.concerns_from;
$$;

-- What has waited too long and whom that concerns now: after three days whom it concerned at once,
-- then whom it begins to concern. `is_settled`: they know it by the mail of what waits
-- (285_waits.sql), or want no such mail and it is their own work. `is_due`: they are to be reminded
-- now; however much waits, a person gets one such mail a day.
create function internal.late_corrections() returns table (id uuid, put_at timestamptz, step integer,
	person_id uuid, email text, language text, is_settled boolean, is_due boolean)
	language sql stable security definer set search_path = '' as $$
	with late as materialized (
		select watch.* from internal.correction_watch() as watch
		where watch.step > watch.reminded
			and watch.concerns_from < now() - case watch.step when 1 then interval '3 days' else interval '0' end
	), named as (
		select late.id, late.put_at, late.step, late.person_id, account.email::text as email, person.language,
			coalesce(one.told @> array[internal.correction_key(late.id)], false)
				or (late.step = 1 and internal.is_mail_stopped(account.email, 'waits')) as is_settled
		from late
		join public.people as person on person.id = late.person_id
		join auth.users as account on account.id = person.id
		left join internal.waits as one on one.person_id = person.id
		-- Of those it has come to by now the last ones.
		where late.step = (select max(other.step) from late as other where other.id = late.id)
			and account.email is not null
	)
	select named.*, not named.is_settled and not internal.is_mail_stopped(named.email, 'corrections-wait')
		and not exists (select from internal.mails as earlier
			where earlier.sort = 'corrections-wait' and earlier.subject_id = named.person_id
				and earlier.put_at > now() - interval '20 hours')
	from named;
$$;

-- Reminds of it. {reminded: how many mails}.
create function internal.remind_of_corrections() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	written integer;
begin
	perform internal.know_waits();
	-- What that mail tells just now is known afterwards.
	perform from internal.waits as one order by one.person_id for update;
	with named as materialized (
		select * from internal.late_corrections()
	), mailed as materialized (
		select named.person_id, named.email, named.language, count(*) as count, min(named.put_at) as since,
			array_agg(internal.correction_key(named.id)) as keys
		from named where named.is_due
		group by named.person_id, named.email, named.language
	), reminded as (
		update internal.corrections as one set reminded = named.step
		from named left join mailed on mailed.person_id = named.person_id
		where named.id = one.id and (named.is_settled or mailed.person_id is not null)
	), told as (
		update internal.waits as one set told = one.told || mailed.keys
		from mailed where mailed.person_id = one.person_id
	), put as (
		insert into internal.mails (id, sort, recipient, language, about, subject_id, expires_at)
		select gen_random_uuid(), 'corrections-wait', mailed.email, mailed.language,
			jsonb_build_object('count', mailed.count, 'since', mailed.since), mailed.person_id, now() + interval '3 days'
		from mailed
		returning 1
	)
	select count(*) into written from put;
	return jsonb_build_object('reminded', written);
end;
$$;
grant execute on function internal.remind_of_corrections to service_role;

create function public.remind_of_corrections() returns jsonb
	language sql set search_path = '' as $$ select internal.remind_of_corrections() $$;
grant execute on function public.remind_of_corrections to service_role;

-- Corrections of which the sender is to be forgotten: decided 90 days ago.
create function internal.outdated_senders() returns setof uuid
	language sql stable security definer set search_path = '' as $$
	select one.id from internal.corrections as one
	where one.decided_at < now() - interval '90 days' and (one.sender_email is not null or one.answer_hash is not null);
$$;

-- Erases who sent what was decided 90 days ago, from which network anything came after two days,
-- and what was about listings that are erased. @returns how many senders
create function internal.erase_senders() returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	erased integer;
begin
	update internal.corrections as one set sender_email = null, answer_hash = null
	where one.id in (select internal.outdated_senders());
	get diagnostics erased = row_count;
	update internal.corrections as one set network = null
	where one.network is not null and one.put_at < now() - interval '2 days';
	for sort in select * from internal.listing_sorts loop
		execute format('delete from internal.corrections as one where one.subject = $1 and one.subject_id is not null
			and not exists (select from public.%I as listing where listing.id = one.subject_id)', sort.relation)
		using sort.subject;
	end loop;
	return erased;
end;
$$;
