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

-- Reminds of what waits: after three days its coordinators, after seven the deputies, after
-- fourteen the administrators, who are told at once of a region nobody coordinates. However much
-- waits, a person gets one mail a day. {reminded: how many mails}.
create function internal.remind_of_corrections() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	written integer;
begin
	with waiting as materialized (
		select one.id, one.put_at, one.reminded, located.region_id, case
			when not exists (select from public.memberships as membership
				where membership.role = 'coordinator' and membership.region_id = located.region_id) then 3
			when one.put_at < now() - interval '14 days' then 3
			when one.put_at < now() - interval '7 days' then 2
			when one.put_at < now() - interval '3 days' then 1 else 0 end as due
		from internal.corrections as one join internal.located_corrections() as located on located.id = one.id
		where one.state = 'waiting'
	), named as materialized (
		select late.id, late.put_at, late.due, membership.person_id
		from waiting as late join public.memberships as membership on case late.due
			when 3 then membership.role = 'administrator'
			when 2 then membership.role = 'coordinator' and membership.region_id = late.region_id and membership.deputy
			else membership.role = 'coordinator' and membership.region_id = late.region_id and (not membership.deputy
				or not exists (select from public.memberships as first where first.role = 'coordinator'
					and first.region_id = late.region_id and not first.deputy)) end
		where late.due > late.reminded
	), mailed as (
		select named.person_id, account.email, person.language, count(distinct named.id) as count, min(named.put_at) as since
		from named join public.people as person on person.id = named.person_id
		join auth.users as account on account.id = person.id
		where account.email is not null and not internal.is_mail_stopped(account.email, 'corrections-wait') and not exists (select from internal.mails as earlier
			where earlier.sort = 'corrections-wait' and earlier.subject_id = named.person_id
				and earlier.put_at > now() - interval '20 hours')
		group by named.person_id, account.email, person.language
	), reminded as (
		update internal.corrections as one set reminded = named.due
		from named join mailed on mailed.person_id = named.person_id where named.id = one.id
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
