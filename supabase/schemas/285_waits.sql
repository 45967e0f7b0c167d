-- What waits, by mail: each person chooses how often they are told of what waits for them, what
-- others changed, what comes up and what went wrong. Nothing new, no mail; on Monday morning what
-- still waits is told once more. What a mail says is put together when it is sent, out of what its
-- reader may see then: the queue holds only which of it was new.

create table internal.waits (
	person_id uuid primary key references public.people (id) on delete cascade,
	-- "Never" is the stop of this sort of mail (136_mail_stops.sql), so that the link in a mail, the
	-- page of one's account and a new address all speak of the same.
	often text not null default 'week' check (often in ('at-once', 'day', 'week')),
	-- When it is looked next, and from when on a look is that of the week.
	next_at timestamptz not null,
	overview_at timestamptz not null,
	looked_at timestamptz not null default now(),
	-- Up to when it was told what others changed.
	changes_until timestamptz not null default now(),
	-- Keys of what this person has been told of and what still waits.
	told text[] not null default '{}'
);
comment on table internal.waits is 'How often each person is told of what waits, and what they know already.';
create index waits_next_at on internal.waits (next_at);
alter table internal.waits enable row level security;
revoke all on internal.waits from public, anon, authenticated, service_role;

-- The next seven o'clock in the morning of the network after a moment, or that of a Monday.
create function internal.next_morning(after timestamptz, zone text, of_monday boolean) returns timestamptz
	language sql stable set search_path = '' as $$
	select min(morning.at)
	from generate_series(0, 8) as ahead
	cross join lateral (select (after at time zone zone)::date + ahead as day) as one
	cross join lateral (select (one.day + time '07:00') at time zone zone as at) as morning
	where morning.at > after and (not of_monday or extract(isodow from one.day) = 1);
$$;

-- When somebody is looked at again: at once is every five minutes, and an hour after a mail.
create function internal.next_waits_look(often text, after timestamptz, mailed boolean, overview_at timestamptz, zone text)
	returns timestamptz
	language sql stable set search_path = '' as $$
	select least(overview_at, case often
		when 'at-once' then after + case when mailed then interval '1 hour' else interval '5 minutes' end
		when 'day' then internal.next_morning(after, zone, false) end);
$$;

-- Everybody with rights has a row; whoever comes new is told on the next Monday.
create function internal.know_waits() returns void
	language sql security definer set search_path = '' as $$
	insert into internal.waits (person_id, next_at, overview_at)
	select distinct membership.person_id, monday.at, monday.at
	from public.memberships as membership
	cross join (select internal.next_morning(now(), internal.time_zone(), true) as at) as monday
	where not exists (select from internal.waits as one where one.person_id = membership.person_id)
	on conflict do nothing;
$$;

-- All there is to tell a person now, by their rights: section waits|coming|wrong, what it is, which
-- listing (NULL: none, or it is only counted), and a key for what is news when it is not known yet.
-- What somebody has left undone themselves is no news to them.
create function internal.waits_of(wanted uuid)
	returns table (section text, what text, subject text, id uuid, name jsonb, since timestamptz, key text)
	language sql stable security definer set search_path = '' set jit = off as $$
	with mine as materialized (
		select 'organisation' as subject, listed.id from internal.listings_of(wanted, 'organisation', true) as listed (id)
		union all select 'event', listed.id from internal.listings_of(wanted, 'event', true) as listed (id)
	), administers as materialized (
		select from public.memberships as one where one.person_id = wanted and one.role = 'administrator'
	), listing_waits as (
		select 'organisation' as subject, wait.* from internal.waiting_for(wanted, 'organisation', true) as wait
		union all select 'event', wait.* from internal.waiting_for(wanted, 'event', true) as wait
	)
	select case when wait.what = 'refused' then 'wrong' when wait.what in ('scheduled', 'ending') then 'coming' else 'waits' end,
		wait.what, wait.subject, wait.id, coalesce(organisation.name, event.title), wait.since,
		case when wait.what in ('refused', 'closing', 'unanswered', 'to-archive')
			then concat_ws(' ', wait.what, wait.id, extract(epoch from wait.since)) end
	from listing_waits as wait
	left join public.organisations as organisation on wait.subject = 'organisation' and organisation.id = wait.id
	left join public.events as event on wait.subject = 'event' and event.id = wait.id
	union all
	-- Corrections of the public, and answers to what was decided about them.
	select 'waits', 'correction', 'correction', watch.id, internal.correction_name(one), watch.put_at,
		internal.correction_key(watch.id)
	from internal.correction_watch() as watch join internal.corrections as one on one.id = watch.id
	where watch.person_id = wanted and watch.concerns_from <= now()
	union all
	select 'waits', 'answer', 'correction', one.id, internal.correction_name(one), one.answered_at, 'answer ' || one.id
	from internal.corrections as one join internal.located_corrections() as located on located.id = one.id
	where one.state <> 'waiting' and one.answered_at is not null and one.answer_read_at is null
		and exists (select from public.memberships as membership where membership.person_id = wanted
			and case membership.role
				when 'coordinator' then membership.region_id = located.region_id
				when 'administrator' then one.decided_by = wanted or not exists (select from public.memberships as nearer
					where nearer.role = 'coordinator' and nearer.region_id = located.region_id) end)
	union all
	-- What could not be saved because somebody else had saved, where that may still be.
	select 'waits', 'conflict', conflict.subject, conflict.subject_id, coalesce(organisation.name, event.title),
		conflict.kept_at, null
	from public.conflicts as conflict
	left join public.organisations as organisation
		on conflict.subject = 'organisation' and organisation.id = conflict.subject_id
	left join public.events as event on conflict.subject = 'event' and event.id = conflict.subject_id
	where conflict.person_id = wanted and coalesce(organisation.publication, event.publication) <> 'removed'
		and conflict.subject_id in (select listed.id from internal.listings_of(wanted, conflict.subject, false) as listed (id))
	union all
	select 'waits', 'invitation', null, null, null, one.invited_at, null
	from public.invitations as one
	where one.accepted_at is null and one.withdrawn_at is null and exists (select from administers)
	union all
	-- What takes place in the next seven days, and what has to be confirmed in the next fourteen.
	select 'coming', 'begins', 'event', event.id, event.title, min(held.starts_at), null
	from mine join public.events as event on mine.subject = 'event' and event.id = mine.id
	join public.event_occurrences as held on held.event_id = event.id
	where event.publication = 'published' and not event.is_example and event.status not in ('cancelled', 'postponed')
		and event.date_precision not in ('month', 'year')
		and held.starts_at > now() and held.starts_at < now() + interval '7 days'
		and coalesce(held.status, '') not in ('cancelled', 'postponed')
	group by event.id
	union all
	select 'coming', 'confirm', 'organisation', organisation.id, organisation.name,
		(organisation.confirmed_on + interval '1 year') at time zone internal.time_zone(), null
	from mine join public.organisations as organisation on mine.subject = 'organisation' and organisation.id = mine.id
	left join internal.truth_asks as ask on ask.organisation_id = organisation.id
	where organisation.publication = 'published' and not organisation.is_example and ask.told_at is null
		and organisation.confirmed_on >= internal.today() - interval '1 year'
		and organisation.confirmed_on < internal.today() - interval '1 year' + interval '14 days'
		and not exists (select from internal.truth_reports as report where report.organisation_id = organisation.id)
	union all
	-- Mails to organisations that came back, or that the mail server refused for good.
	select 'wrong', 'returned', 'organisation', organisation.id, organisation.name, returned.at, 'returned ' || organisation.id
	from (select mark.organisation_id as id, mark.returned_from as address, mark.returned_at as at
			from internal.truth_marks as mark where mark.returned_at is not null
		union select mail.subject_id, mail.recipient, mail.ended_at
			from internal.mails as mail where mail.sort = 'still-true' and mail.state = 'refused') as returned
	join public.organisations as organisation on organisation.id = returned.id
	where organisation.publication = 'published' and lower(organisation.email) = lower(returned.address)
		and organisation.id in (select mine.id from mine where mine.subject = 'organisation')
	union all
	-- A code to sign in is no matter any more, and what else is mailed to organisations is above.
	select 'wrong', 'mail', null, null, null, mail.ended_at, 'mail ' || mail.id
	from internal.mails as mail
	where mail.state in ('refused', 'expired') and mail.ended_at > now() - interval '7 days'
		and mail.sort not in ('sign-in', 'still-true', 'waits') and exists (select from administers)
	union all
	-- Of backups and of sending mails administrators are warned at once (207_alarms.sql).
	select 'wrong', 'job', null, null, null, job.failed_at, 'job ' || job.name
	from internal.jobs as job
	where job.failures >= 2 and job.name not in ('backup', 'mails') and exists (select from administers);
$$;

-- What a mail says: {overview, groups [{section, what, subject, total, fresh, items [{subject, id,
-- name, at}]}], changes [{subject, id, name, by, at, listings}], changed: how many}; NULL: nothing.
-- `fresh`: keys of what is new. Without `overview` only what is new is told of what waits, and
-- nothing of what comes up; `since` NULL: nothing of what others changed.
create function internal.waits_content(wanted uuid, fresh text[], since timestamptz, overview boolean) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	most constant integer := 5;
	groups jsonb;
	changes jsonb;
begin
	with told as (
		select one.*, coalesce(one.key = any (fresh), false) as is_fresh from internal.waits_of(wanted) as one
	), numbered as (
		select told.*, row_number() over (partition by told.section, told.what, told.subject
				order by told.is_fresh desc, told.since, told.id) as place,
			count(*) over (partition by told.section, told.what, told.subject) as total,
			count(*) filter (where told.is_fresh) over (partition by told.section, told.what, told.subject) as fresh_ones
		from told
	)
	select coalesce(jsonb_agg(one.line order by one.section, one.what, one.subject), '[]') into groups
	from (select numbered.section, numbered.what, numbered.subject,
			jsonb_build_object('section', numbered.section, 'what', numbered.what, 'subject', numbered.subject,
				'total', max(numbered.total), 'fresh', max(numbered.fresh_ones),
				'items', coalesce(jsonb_agg(jsonb_build_object('subject', numbered.subject, 'id', numbered.id,
						'name', coalesce(numbered.name, '{}'),
						'at', case when isfinite(numbered.since) then numbered.since end) order by numbered.place)
					filter (where numbered.place <= most and numbered.id is not null and (overview or numbered.is_fresh)), '[]')) as line
		from numbered
		where overview or (numbered.section <> 'coming' and numbered.fresh_ones > 0)
		group by numbered.section, numbered.what, numbered.subject) as one;
	changes := case when since is null then '[]' else internal.changes_by_others(wanted, true, since, 500) end;
	if groups = '[]' and changes = '[]' then
		return null;
	end if;
	return jsonb_build_object('overview', overview, 'groups', groups, 'changed', jsonb_array_length(changes),
		'changes', (select coalesce(jsonb_agg(one.change - array['act', 'fields', 'restored', 'version'] order by one.place), '[]')
			from jsonb_array_elements(changes) with ordinality as one (change, place) where one.place <= most));
end;
$$;

-- What a look at somebody comes to at a moment: {known: keys of all that waits and can be news,
-- about: {fresh, since, overview} of the mail there is to send; left out: nothing to tell}. NULL:
-- they do not want it, or have no address.
create function internal.waits_plan(one internal.waits, moment timestamptz) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	overview constant boolean := moment >= one.overview_at;
	since timestamptz;
	known text[];
	fresh text[];
	is_wanted boolean;
begin
	select not internal.is_mail_stopped(account.email, 'waits') into is_wanted
	from auth.users as account where account.id = one.person_id and account.email is not null;
	if is_wanted is not true then
		return null;
	end if;
	-- A clock that went wrong, or a long time away, does not bring up what is long gone.
	if overview or one.often = 'day' then
		since := case when one.changes_until > moment then moment - interval '7 days'
			else greatest(one.changes_until, moment - interval '14 days') end;
	end if;
	known := array(select told.key from internal.waits_of(one.person_id) as told where told.key is not null);
	fresh := array(select key from unnest(known) as key where key <> all (one.told) limit 1000);
	if (since is null and fresh = '{}') or internal.waits_content(one.person_id, fresh, since, overview) is null then
		return jsonb_build_object('known', known);
	end if;
	return jsonb_build_object('known', known,
		'about', jsonb_build_object('fresh', fresh, 'since', since, 'overview', overview));
end;
$$;

-- Looks at one person whose time has come, and puts their mail when there is something to tell.
-- What was missed while no server ran is told once; of several servers each looks at somebody else.
-- {looked, mailed}: 0 or 1. `moment`: for tests of the clock.
create function internal.look_what_waits(moment timestamptz default now()) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	zone constant text := internal.time_zone();
	one internal.waits;
	reader record;
	plan jsonb;
	about jsonb;
	unsent internal.mails;
	monday timestamptz;
begin
	perform internal.know_waits();
	select due.* into one from internal.waits as due
	where (due.next_at <= moment or due.looked_at > moment)
		and exists (select from public.memberships as membership where membership.person_id = due.person_id)
	order by due.next_at, due.person_id limit 1 for update skip locked;
	if one.person_id is null then
		return '{"looked": 0, "mailed": 0}'::jsonb;
	end if;
	select account.email, person.language into reader
	from public.people as person join auth.users as account on account.id = person.id
	where person.id = one.person_id;
	monday := case when moment >= one.overview_at or one.looked_at > moment
		then internal.next_morning(moment, zone, true) else one.overview_at end;
	plan := internal.waits_plan(one, moment);
	if plan is null then
		-- Who wants them again is told of all of it.
		update internal.waits as kept set looked_at = moment, overview_at = monday, told = '{}', changes_until = moment,
			next_at = internal.next_waits_look('week', moment, false, monday, zone)
		where kept.person_id = one.person_id;
		return '{"looked": 1, "mailed": 0}'::jsonb;
	end if;
	-- One that is not out yet becomes part of this one. While it is with the mail server, or nobody
	-- knows whether it got there, this waits: what may have been told is not told in another mail.
	select mail.* into unsent from internal.mails as mail
	where mail.sort = 'waits' and mail.subject_id = one.person_id and mail.state = 'waiting'
	order by mail.put_at limit 1 for update;
	if unsent.lease is not null then
		update internal.waits as kept set next_at = moment + interval '5 minutes', looked_at = moment
		where kept.person_id = one.person_id;
		return '{"looked": 1, "mailed": 0}'::jsonb;
	end if;
	about := plan -> 'about';
	if about is not null then
		if unsent.id is not null then
			perform internal.void_mails('waits', null, one.person_id);
			about := about || jsonb_build_object('fresh', (about -> 'fresh') || (unsent.about -> 'fresh'),
				'since', least((about ->> 'since')::timestamptz, (unsent.about ->> 'since')::timestamptz),
				'overview', (about ->> 'overview')::boolean or (unsent.about ->> 'overview')::boolean);
		end if;
		perform internal.put_mail(jsonb_build_object('id', gen_random_uuid()), 'waits', reader.email, reader.language, about,
			one.person_id);
	end if;
	update internal.waits as kept set looked_at = moment, overview_at = monday,
		told = array(select jsonb_array_elements_text(plan -> 'known')),
		changes_until = case when moment >= one.overview_at or one.often = 'day' then moment else one.changes_until end,
		next_at = internal.next_waits_look(one.often, moment, about is not null, monday, zone)
	where kept.person_id = one.person_id;
	return jsonb_build_object('looked', 1, 'mailed', (about is not null)::integer);
end;
$$;
grant execute on function internal.look_what_waits to service_role;

create function public.look_what_waits() returns jsonb
	language sql set search_path = '' as $$ select internal.look_what_waits() $$;
grant execute on function public.look_what_waits to service_role;

-- What a mail that is about to be sent says, out of what its reader may see now; NULL: nothing is
-- left of it, or the address is theirs no longer.
create function internal.waits_told(reader uuid, recipient text, about jsonb) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.waits_content(reader, array(select jsonb_array_elements_text(about -> 'fresh')),
		(about ->> 'since')::timestamptz, (about ->> 'overview')::boolean)
	where exists (select from auth.users as account
			where account.id = reader and lower(account.email) = lower(waits_told.recipient))
		and exists (select from public.memberships as membership where membership.person_id = reader);
$$;

-- How often the person of this request is told: at-once|day|week|never; NULL: nobody with rights.
create function internal.my_waits() returns text
	language sql stable security definer set search_path = '' as $$
	select case when internal.is_mail_stopped(account.email, 'waits') then 'never' else coalesce(one.often, 'week') end
	from auth.users as account left join internal.waits as one on one.person_id = account.id
	where account.id = (select internal.acting_member());
$$;
grant execute on function internal.my_waits to authenticated;

create function public.my_waits() returns text
	language sql stable set search_path = '' as $$ select internal.my_waits() $$;
grant execute on function public.my_waits to authenticated;

-- {status: saved} · invalid: there is no such choice · refused: nobody with rights is signed in.
create function internal.save_my_waits(often text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	zone constant text := internal.time_zone();
	before constant text := internal.my_waits();
	address text;
begin
	if me is null then
		return jsonb_build_object('status', 'refused');
	end if;
	if coalesce(often not in ('at-once', 'day', 'week', 'never'), true) then
		return jsonb_build_object('status', 'invalid');
	end if;
	select account.email into address from auth.users as account where account.id = me;
	perform internal.set_mail_stop(internal.address_hash(address), 'waits', often <> 'never');
	if often <> 'never' and often <> before then
		perform internal.know_waits();
		-- From now on: what has waited for another choice is no mail at this moment.
		update internal.waits as one set often = save_my_waits.often,
			next_at = internal.next_waits_look(save_my_waits.often, now(), false, internal.next_morning(now(), zone, true), zone),
			overview_at = internal.next_morning(now(), zone, true)
		where one.person_id = me;
	end if;
	return jsonb_build_object('status', 'saved');
end;
$$;
grant execute on function internal.save_my_waits to authenticated;

create function public.save_my_waits(often text) returns jsonb
	language sql set search_path = '' as $$ select internal.save_my_waits(often) $$;
grant execute on function public.save_my_waits to authenticated;
