-- Whether what is listed is still true: after some months without a confirmation an organisation is
-- asked by mail, three weeks later once more, then its coordinator is told, then the listing turns
-- doubtful, and a year after it was last known to be right it is proposed for the archive, which a
-- person decides.
-- Whoever has no address, does not want such mails or cannot be reached by them is not asked: the
-- coordinator is told instead. A confirmation by anybody, or another state of the listing, ends it
-- all. Links of the mails hold a secret each, good for one purpose; the database keeps its hash.

create table internal.truth_asks (
	organisation_id uuid primary key references public.organisations (id) on delete cascade,
	asked_at timestamptz,
	reminded_at timestamptz,
	-- Since when the coordinator sees on the desk that nobody has answered, or could be asked.
	told_at timestamptz,
	proposed_at timestamptz,
	constraint ask_reminds_of_a_mail check (reminded_at is null or asked_at is not null),
	constraint ask_proposes_what_is_told check (proposed_at is null or told_at is not null)
);
comment on table internal.truth_asks is 'How far it has come with an organisation that is to be confirmed; none: it is not due.';
alter table internal.truth_asks enable row level security;
revoke all on internal.truth_asks from public, anon, authenticated, service_role;

create table internal.truth_links (
	token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	purpose text not null check (purpose in ('right', 'closed')),
	expires_at timestamptz not null,
	-- Used, or there is a newer one, or somebody else has answered.
	ended_at timestamptz
);
create index truth_links_organisation on internal.truth_links (organisation_id);
create index truth_links_expires_at on internal.truth_links (expires_at);
alter table internal.truth_links enable row level security;
revoke all on internal.truth_links from public, anon, authenticated, service_role;

-- What an organisation has said by a link, until its coordinator has decided.
create table internal.truth_reports (
	organisation_id uuid primary key references public.organisations (id) on delete cascade,
	what text not null check (what in ('closed', 'moved')),
	closed_on date not null,
	-- Where it has moved, or who goes on with its work.
	where_to text,
	reported_at timestamptz not null default now(),
	constraint closing_is_in_our_time check (closed_on >= '1990-01-01' and closed_on < '2200-01-01'),
	constraint closing_where_to check (length(btrim(where_to)) between 1 and 500 and internal.is_plain(where_to)),
	constraint moved_somewhere check (what <> 'moved' or where_to is not null)
);
alter table internal.truth_reports enable row level security;
revoke all on internal.truth_reports from public, anon, authenticated, service_role;

-- What coordinators have entered: that an organisation does not want to be written to, and the
-- address from which a mail came back. Another address may be written to again.
create table internal.truth_marks (
	organisation_id uuid primary key references public.organisations (id) on delete cascade,
	unwanted_at timestamptz,
	returned_at timestamptz,
	returned_from text check (length(returned_from) between 3 and 254),
	constraint returned_from_somewhere check ((returned_at is null) = (returned_from is null))
);
alter table internal.truth_marks enable row level security;
revoke all on internal.truth_marks from public, anon, authenticated, service_role;

-- Between two mails, and from the second one to the coordinator and to doubt.
create function internal.truth_pause() returns interval
	language sql immutable set search_path = '' as $$ select interval '21 days' $$;

-- Why nobody can be asked by mail; NULL: somebody can.
create function internal.why_unasked(wanted uuid, address text) returns text
	language sql stable security definer set search_path = '' as $$
	select case
		when address is null then 'no-address'
		when exists (select from internal.truth_marks as mark
			where mark.organisation_id = wanted and mark.unwanted_at is not null)
			or internal.is_mail_stopped(address, 'still-true') then 'unwanted'
		when exists (select from internal.truth_marks as mark
				where mark.organisation_id = wanted and lower(mark.returned_from) = lower(address))
			or exists (select from internal.mails as mail where mail.subject_id = wanted and mail.sort = 'still-true'
				and mail.state = 'refused' and lower(mail.recipient) = lower(address)) then 'returned' end;
$$;

-- What is due: ask, remind, tell, doubt or propose, of all listings or of one. The day from which
-- months count is that of the last confirmation; of a listing nobody ever confirmed the day it was
-- entered. Examples are invented, and what an organisation has reported is for its coordinator to
-- decide first.
create function internal.truth_due(wanted uuid default null) returns table (id uuid, step text)
	language sql stable security definer set search_path = '' rows 50 as $$
	select due.id, due.step
	from (select organisation.id, case
			when ask.told_at is not null then case
				when organisation.doubtful_since is null then
					case when ask.told_at <= now() - internal.truth_pause() then 'doubt' end
				when ask.proposed_at is null and known.since + interval '1 year' <= internal.today() then 'propose' end
			when ask.organisation_id is null
				and known.since + make_interval(months => coalesce(network.ask_after_months, 6)) > internal.today() then null
			when internal.why_unasked(organisation.id, organisation.email) is not null then 'tell'
			when ask.asked_at is null then 'ask'
			when ask.reminded_at is null then case when ask.asked_at <= now() - internal.truth_pause() then 'remind' end
			when ask.reminded_at <= now() - internal.truth_pause() then 'tell' end as step
		from public.organisations as organisation
		cross join lateral (select coalesce(organisation.confirmed_on,
			(organisation.created_at at time zone internal.time_zone())::date) as since) as known
		left join internal.network as network on true
		left join internal.truth_asks as ask on ask.organisation_id = organisation.id
		where organisation.publication = 'published' and not organisation.is_example
			and (wanted is null or organisation.id = wanted)
			and not exists (select from internal.truth_reports as report where report.organisation_id = organisation.id)
	) as due
	where due.step is not null;
$$;

-- Who is to be written to now, at most so many: [{id, slug, step: ask or remind}].
create function internal.to_ask(max_rows integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', one.id, 'slug', organisation.slug, 'step', one.step)), '[]')
	from (select due.id, due.step from internal.truth_due() as due
		where due.step in ('ask', 'remind') order by due.id limit max_rows) as one
	join public.organisations as organisation on organisation.id = one.id;
$$;
grant execute on function internal.to_ask to service_role;

create function public.to_ask(max_rows integer) returns jsonb
	language sql stable set search_path = '' as $$ select internal.to_ask(max_rows) $$;
grant execute on function public.to_ask to service_role;

-- Ends the links of an organisation and what waits to be mailed to it about this.
create function internal.end_asking(wanted uuid) returns void
	language sql security definer set search_path = '' as $$
	update internal.truth_links as link set ended_at = now()
	where link.organisation_id = wanted and link.ended_at is null;
	select internal.void_mails('still-true', null, wanted);
$$;

-- Puts the mail of a step and takes it down, both or neither: {id, sealed} of the mail, and the
-- hashes of the two secrets the server has encrypted in it, {right, closed}. False: the step is not
-- due any more, because somebody answered or another server was first.
create function internal.ask_if_true(wanted uuid, asked_step text, mail jsonb, hashes jsonb) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	asked public.organisations;
begin
	select * into asked from public.organisations as one where one.id = wanted for update;
	if asked_step not in ('ask', 'remind') or mail is null or not exists (
		select from internal.truth_due(wanted) as due where due.step = asked_step) then
		return false;
	end if;
	perform internal.end_asking(wanted);
	insert into internal.truth_asks as ask (organisation_id, asked_at) values (wanted, now())
	on conflict (organisation_id) do update set reminded_at = now();
	insert into internal.truth_links (token_hash, organisation_id, purpose, expires_at)
	select hashes ->> purpose, wanted, purpose, now() + interval '60 days'
	from unnest(array['right', 'closed']) as purpose;
	perform internal.put_mail(mail, 'still-true', asked.email, (internal.languages())[1],
		jsonb_build_object('name', asked.name, 'slug', asked.slug, 'confirmedOn', asked.confirmed_on,
			'again', asked_step = 'remind'), wanted);
	return true;
end;
$$;
grant execute on function internal.ask_if_true to service_role;

create function public.ask_if_true(id uuid, step text, mail jsonb, hashes jsonb) returns boolean
	language sql set search_path = '' as $$ select internal.ask_if_true(id, step, mail, hashes) $$;
grant execute on function public.ask_if_true to service_role;

-- What follows from silence: {tell, doubt, propose}: how many. Each listing is locked and asked
-- again, so that one that was answered in the same moment stays as it was answered.
create function internal.age_listings() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	due record;
	step_now text;
	did jsonb := '{"tell": 0, "doubt": 0, "propose": 0}'::jsonb;
begin
	for due in select one.id from internal.truth_due() as one where one.step in ('tell', 'doubt', 'propose') order by one.id loop
		perform from public.organisations as one where one.id = due.id for update;
		select one.step into step_now from internal.truth_due(due.id) as one;
		if step_now = 'tell' then
			insert into internal.truth_asks as ask (organisation_id, told_at) values (due.id, now())
			on conflict (organisation_id) do update set told_at = now();
		elsif step_now = 'doubt' then
			update public.organisations as one set doubtful_since = internal.today() where one.id = due.id;
		elsif step_now = 'propose' then
			update internal.truth_asks as ask set proposed_at = now() where ask.organisation_id = due.id;
		else
			continue;
		end if;
		did := did || jsonb_build_object(step_now, (did ->> step_now)::integer + 1);
	end loop;
	return did;
end;
$$;
grant execute on function internal.age_listings to service_role;

create function public.age_listings() returns jsonb
	language sql set search_path = '' as $$ select internal.age_listings() $$;
grant execute on function public.age_listings to service_role;

-- A confirmation by anybody, and another state of the listing, end it.
create function internal.forget_doubt() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.confirmed_on is distinct from old.confirmed_on or new.publication <> old.publication then
		new.doubtful_since := null;
	end if;
	return new;
end;
$$;
create trigger f_forget_doubt before update of confirmed_on, publication on public.organisations
	for each row execute function internal.forget_doubt();

create function internal.end_truth_ask() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.confirmed_on is distinct from old.confirmed_on or new.publication <> old.publication then
		perform internal.end_asking(new.id);
		delete from internal.truth_asks as ask where ask.organisation_id = new.id;
		delete from internal.truth_reports as report where report.organisation_id = new.id;
	end if;
	return null;
end;
$$;
create trigger end_truth_ask after update of confirmed_on, publication on public.organisations
	for each row execute function internal.end_truth_ask();

-- What the link of a mail leads to: {state: open, ended or expired, purpose, slug, name}; the slug
-- alone leads to what is public. NULL: there is no such link, or nothing is listed any more.
create function internal.still_true_of(secret text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('purpose', link.purpose, 'slug', organisation.slug, 'name', organisation.name,
		'state', case when link.ended_at is not null then 'ended' when link.expires_at <= now() then 'expired' else 'open' end)
	from internal.truth_links as link
	join public.organisations as organisation on organisation.id = link.organisation_id
	where link.token_hash = internal.hash_of(secret) and organisation.publication = 'published';
$$;
grant execute on function internal.still_true_of to anon, authenticated;

create function public.still_true_of(secret text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.still_true_of(secret) $$;
grant execute on function public.still_true_of to anon, authenticated;

-- The one press: confirms by a link for that, or reports by a link for that: `given` {what: closed
-- or moved, on date, whereTo}. {status: done · ended · expired · unknown · invalid, constraint}.
-- Pressed twice, also at once, it is done once.
create function internal.answer_still_true(secret text, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	link internal.truth_links;
	about public.organisations;
	broken text;
begin
	select * into link from internal.truth_links as one where one.token_hash = internal.hash_of(secret);
	-- The listing first, as everybody else locks them.
	select * into about from public.organisations as one where one.id = link.organisation_id for update;
	select * into link from internal.truth_links as one where one.token_hash = internal.hash_of(secret) for update;
	if link.token_hash is null or about.publication <> 'published' then
		return '{"status":"unknown"}'::jsonb;
	elsif link.ended_at is not null then
		return '{"status":"ended"}'::jsonb;
	elsif link.expires_at <= now() then
		return '{"status":"expired"}'::jsonb;
	end if;
	if link.purpose = 'right' then
		perform internal.write_confirmation(link.organisation_id, gen_random_uuid(), null, 'confirm-own');
		-- Also where the day of the confirmation was this one already.
		perform internal.end_asking(link.organisation_id);
		delete from internal.truth_asks as ask where ask.organisation_id = link.organisation_id;
		return '{"status":"done"}'::jsonb;
	end if;
	if coalesce(given ->> 'on', '') !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
		return '{"status":"invalid","constraint":"closing_is_in_our_time"}'::jsonb;
	end if;
	insert into internal.truth_reports as report (organisation_id, what, closed_on, where_to)
	values (link.organisation_id, given ->> 'what', (given ->> 'on')::date, nullif(btrim(given ->> 'whereTo'), ''))
	on conflict (organisation_id) do update
		set what = excluded.what, closed_on = excluded.closed_on, where_to = excluded.where_to, reported_at = now();
	perform internal.end_asking(link.organisation_id);
	perform internal.note_act('report-closing', 'organisation', about.id, internal.text_in(about.name, null),
		about.region_id, jsonb_build_object('what', given ->> 'what', 'on', given ->> 'on'), null);
	return '{"status":"done"}'::jsonb;
exception
	when integrity_constraint_violation or data_exception then
		get stacked diagnostics broken = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', coalesce(nullif(broken, ''), 'form'));
end;
$$;
grant execute on function internal.answer_still_true to anon, authenticated;

create function public.answer_still_true(secret text, given jsonb default '{}') returns jsonb
	language sql set search_path = '' as $$ select internal.answer_still_true(secret, given) $$;
grant execute on function public.answer_still_true to anon, authenticated;

-- How it stands with a listing, for who keeps it: {since: the day months count from, askAt: the day
-- it is due, askedAt, remindedAt, toldAt, doubtfulSince, email, why: nobody can be asked by mail,
-- unwanted, returnedFrom, answered: {what, on, whereTo, at}}; NULL: not theirs.
create function internal.still_true_state(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('askAt', (known.since + make_interval(months => coalesce(network.ask_after_months, 6)))::date,
		'askedAt', ask.asked_at, 'remindedAt', ask.reminded_at, 'toldAt', ask.told_at,
		'doubtfulSince', organisation.doubtful_since, 'email', organisation.email,
		'why', internal.why_unasked(organisation.id, organisation.email),
		'unwanted', mark.unwanted_at is not null,
		'returned', coalesce(lower(mark.returned_from) = lower(organisation.email), false),
		'report', case when report.organisation_id is not null then jsonb_build_object('what', report.what,
			'on', report.closed_on, 'whereTo', report.where_to, 'at', report.reported_at) end)
	from public.organisations as organisation
	cross join lateral (select coalesce(organisation.confirmed_on,
		(organisation.created_at at time zone internal.time_zone())::date) as since) as known
	left join internal.network as network on true
	left join internal.truth_asks as ask on ask.organisation_id = organisation.id
	left join internal.truth_marks as mark on mark.organisation_id = organisation.id
	left join internal.truth_reports as report on report.organisation_id = organisation.id
	where organisation.id = wanted and internal.may_edit('organisation', wanted);
$$;
grant execute on function internal.still_true_state to authenticated;

create function public.still_true_state(id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.still_true_state(id) $$;
grant execute on function public.still_true_state to authenticated;

-- What a keeper enters about writing to an organisation: `mark` is unwanted, returned (a mail came
-- back from its present address), or reported: what it had reported is settled. {status: saved ·
-- refused}.
create function internal.mark_still_true(wanted uuid, mark text, given boolean) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	about public.organisations;
begin
	if internal.acting_member() is null or not internal.may_edit('organisation', wanted)
		or mark is null or given is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	select * into about from public.organisations as one where one.id = wanted for update;
	if mark = 'reported' and not given then
		delete from internal.truth_reports as report where report.organisation_id = wanted;
	elsif mark = 'unwanted' then
		insert into internal.truth_marks (organisation_id, unwanted_at) values (wanted, case when given then now() end)
		on conflict (organisation_id) do update set unwanted_at = excluded.unwanted_at;
	elsif mark = 'returned' and about.email is not null then
		insert into internal.truth_marks (organisation_id, returned_at, returned_from)
		values (wanted, case when given then now() end, case when given then about.email end)
		on conflict (organisation_id) do update
			set returned_at = excluded.returned_at, returned_from = excluded.returned_from;
	else
		return '{"status":"refused"}'::jsonb;
	end if;
	if given then
		perform internal.void_mails('still-true', null, wanted);
	end if;
	perform internal.note_act(case when given then 'mark-' else 'unmark-' end || mark, 'organisation', wanted,
		internal.text_in(about.name, null), about.region_id, '{}');
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.mark_still_true to authenticated;

create function public.mark_still_true(id uuid, mark text, given boolean) returns jsonb
	language sql set search_path = '' as $$ select internal.mark_still_true(id, mark, given) $$;
grant execute on function public.mark_still_true to authenticated;

-- How fresh each region is on a day: how many organisations are listed and how many of them
-- somebody who knows has confirmed since its year began; examples are counted nowhere. NULL: those
-- that lie in no region. Read by whatever says how fresh the directory is.
create function internal.freshness(day date) returns table (region_id text, total bigint, confirmed bigint)
	language sql stable set search_path = '' rows 10 as $$
	select one.region_id, count(*), count(*) filter (where one.confirmed_on >= date_trunc('year', day)::date)
	from public.organisations as one
	where one.publication = 'published' and not one.is_example
	group by one.region_id;
$$;
grant execute on function internal.freshness to anon, authenticated;

-- The regions in their order, each with how fresh it is and who answers for it: [{region, short,
-- total, confirmed: this year, coordinated: somebody coordinates it, contact: slug, name, email,
-- phones}]; contact NULL where nobody answers.
create function public.regions_in_the_open() returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('region', region.name, 'short', region.short,
		'total', coalesce(counted.total, 0), 'confirmed', coalesce(counted.confirmed, 0),
		'coordinated', internal.is_coordinated(region.id),
		'contact', case when organisation.id is not null then jsonb_build_object('slug', organisation.slug,
			'name', organisation.name, 'email', organisation.email, 'phones', organisation.phones) end)
		order by region.position), '[]')
	from public.regions as region
	left join internal.freshness(internal.today()) as counted on counted.region_id = region.id
	left join public.region_contacts as link on link.region_id = region.id
	left join public.organisations as organisation
		on organisation.id = link.organisation_id and organisation.publication = 'published';
$$;
grant execute on function public.regions_in_the_open to anon, authenticated;
grant execute on function internal.today to anon, authenticated, service_role;
