-- Who decides about corrections, and how: the coordinators of the region where the pin lies and the
-- administrators; one decision each, signed, that can be taken back. What is accepted is a save
-- like any other (170_saving.sql).

-- The corrections of listings that are there, with the region each belongs to now: the pin may have
-- moved since it was sent.
create function internal.located_corrections() returns table (id uuid, region_id text)
	language plpgsql stable security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
begin
	for sort in select * from internal.listing_sorts loop
		return query execute format('select one.id, coalesce(listing.region_id, one.region_id)
			from internal.corrections as one
			join public.%I as listing on listing.id = one.subject_id and listing.publication <> ''removed''
			where one.subject = $1', sort.relation) using sort.subject;
	end loop;
	return query select one.id, one.region_id from internal.corrections as one where one.subject_id is null;
end;
$$;

create function internal.may_decide(region text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select (select internal.is_administrator()) or coalesce(region = any ((select internal.my_regions())::text[]), false);
$$;

-- What its listing is called now, or is proposed to be called.
create function internal.correction_name(one internal.corrections) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(internal.listing_row(one.subject, one.subject_id), one.proposed) -> sort.name_column
	from internal.listing_sorts as sort where sort.subject = one.subject;
$$;

-- What became of it, as whoever decides second is told: {state, decidedAt, decidedBy}.
create function internal.decision_of(one internal.corrections) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('state', one.state, 'decidedAt', one.decided_at,
		'decidedBy', (select person.name from public.people as person where person.id = one.decided_by));
$$;

-- As its deciders see it. Never the address of its sender.
create function internal.told_correction(one internal.corrections, region text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', one.id, 'subject', one.subject, 'listing', one.subject_id,
		'isNew', one.read_version is null,
		'name', internal.correction_name(one),
		'fields', (select coalesce(jsonb_agg(key order by key), '[]') from jsonb_object_keys(one.proposed) as key),
		'note', one.note, 'hasAddress', one.sender_email is not null, 'putAt', one.put_at,
		'regionId', region, 'reason', one.reason, 'taken', to_jsonb(one.taken), 'answer', one.answer, 'answeredAt', one.answered_at,
		'answerRead', one.answer_read_at is not null) || internal.decision_of(one);
$$;

-- {waiting, answered: with an answer nobody has read, decided: the newest of the last 90 days,
-- total: how many wait}, up to `size` each; nothing of other regions.
create function internal.my_corrections(size integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with mine as materialized (
		select one as correction, located.region_id, one.state, one.put_at, one.decided_at,
			one.answered_at is not null and one.answer_read_at is null as is_answered
		from internal.located_corrections() as located join internal.corrections as one on one.id = located.id
		where internal.may_decide(located.region_id)
	)
	select jsonb_build_object(
		'total', (select count(*) from mine where mine.state = 'waiting'),
		'waiting', (select coalesce(jsonb_agg(internal.told_correction(one.correction, one.region_id) order by one.put_at), '[]')
			from (select * from mine where mine.state = 'waiting' order by mine.put_at limit size) as one),
		'answered', (select coalesce(jsonb_agg(internal.told_correction(one.correction, one.region_id) order by one.put_at), '[]')
			from (select * from mine where mine.is_answered order by mine.put_at limit size) as one),
		'decided', (select coalesce(jsonb_agg(internal.told_correction(one.correction, one.region_id)
				order by one.decided_at desc), '[]')
			from (select * from mine where mine.decided_at > now() - interval '90 days' and not mine.is_answered
				order by mine.decided_at desc limit size) as one))
	where (select internal.is_administrator()) or cardinality((select internal.my_regions())) > 0;
$$;
grant execute on function internal.my_corrections to authenticated;

create function public.my_corrections(size integer default 20) returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_corrections(least(greatest(size, 1), 100)) $$;
grant execute on function public.my_corrections to authenticated;

-- One with everything to decide about it: beside what lists tell, `proposed`, `readVersion`, and
-- `base`: the document its sender has seen (NULL: not known any more). NULL: not there, or not
-- theirs.
create function internal.correction(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.told_correction(one, located.region_id) || jsonb_build_object('proposed', one.proposed,
		'readVersion', one.read_version,
		'base', (select revision.listing from public.revisions as revision
			where revision.subject = one.subject and revision.subject_id = one.subject_id
				and revision.version = one.read_version and revision.person_taken_out_at is null))
	from internal.corrections as one join internal.located_corrections() as located on located.id = one.id
	where one.id = wanted and internal.may_decide(located.region_id);
$$;
grant execute on function internal.correction to authenticated;

create function public.correction(id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.correction(id) $$;
grant execute on function public.correction to authenticated;

-- Locks one for its decider. Whoever comes second waits here and then finds it decided.
create function internal.claim_correction(wanted uuid) returns internal.corrections
	language plpgsql security definer set search_path = '' as $$
declare
	claimed internal.corrections;
begin
	select * into claimed from internal.corrections as one where one.id = wanted for update;
	if claimed.id is null or not exists (select from internal.located_corrections() as located
			where located.id = wanted and internal.may_decide(located.region_id)) then
		return null;
	end if;
	return claimed;
end;
$$;

-- The save that accepts a correction begins: it is still to be decided, about this listing, and
-- theirs to decide. Refuses the save otherwise, and says who decided before.
create function internal.begin_accepting(accepted uuid, saved_subject text, wanted uuid) returns internal.corrections
	language plpgsql security definer set search_path = '' as $$
declare
	claimed constant internal.corrections := internal.claim_correction(accepted);
begin
	if claimed.id is null or claimed.state <> 'waiting' or claimed.subject <> saved_subject
		or claimed.subject_id is distinct from wanted then
		perform internal.refuse(jsonb_build_object('status', 'invalid', 'constraint', 'correction_waits',
			'decision', case when claimed.state <> 'waiting' then internal.decision_of(claimed) end));
	end if;
	return claimed;
end;
$$;

-- It ends, in the same transaction.
create function internal.end_accepting(claimed internal.corrections, change internal.listing_change, row_after jsonb)
	returns void
	language plpgsql security definer set search_path = '' as $$
declare
	document_after constant jsonb := internal.document(claimed.subject, change.id);
	has_saved constant boolean := row_after -> 'version' is distinct from change.row_before -> 'version';
begin
	update internal.corrections as one
	set state = 'accepted', decided_at = now(), decided_by = change.person_id, subject_id = change.id, told_at = null,
		version_before = case when has_saved then (change.row_before ->> 'version')::integer end,
		version_after = case when has_saved then (row_after ->> 'version')::integer end,
		taken = array(select key from jsonb_object_keys(one.proposed) as key
			where internal.differing_fields(jsonb_build_object(key, one.proposed -> key),
				jsonb_build_object(key, document_after -> key)) = '{}' order by key)
	where one.id = claimed.id;
end;
$$;

-- Declines it with a reason, or accepts one that only says something: {status: done, or decided:
-- somebody was first, with their `decision`, or refused, or invalid}.
create function internal.decide_correction(wanted uuid, outcome text, reason text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	claimed constant internal.corrections := internal.claim_correction(wanted);
begin
	if claimed.id is null then
		return '{"status":"refused"}'::jsonb;
	elsif claimed.state <> 'waiting' then
		return jsonb_build_object('status', 'decided', 'decision', internal.decision_of(claimed));
	elsif outcome not in ('accepted', 'declined') or (outcome = 'accepted' and claimed.proposed <> '{}')
		or (outcome = 'declined' and nullif(btrim(reason), '') is null) then
		return '{"status":"invalid"}'::jsonb;
	end if;
	update internal.corrections as one
	set state = outcome, decided_at = now(), decided_by = internal.person(), told_at = null,
		reason = nullif(btrim(decide_correction.reason), '')
	where one.id = wanted;
	perform internal.note_act('decide', 'correction', wanted,
		internal.text_in((internal.told_correction(claimed, null)) -> 'name', null), claimed.region_id,
		jsonb_build_object('state', outcome));
	return '{"status":"done"}'::jsonb;
exception
	when check_violation then
		return '{"status":"invalid"}'::jsonb;
end;
$$;
grant execute on function internal.decide_correction to authenticated;

create function public.decide_correction(id uuid, outcome text, reason text default null) returns jsonb
	language sql set search_path = '' as $$ select internal.decide_correction(id, outcome, reason) $$;
grant execute on function public.decide_correction to authenticated;

-- Takes a decision back: it waits again, and what was accepted is saved as it was before, as long
-- as nobody has changed the listing since; a listing it made is removed, and can be brought back as
-- any other. {status: done, waiting: it was not decided, changed: since, or refused}.
create function internal.take_back_correction(wanted uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	claimed constant internal.corrections := internal.claim_correction(wanted);
	before jsonb;
	saved jsonb;
	made internal.listing_change;
begin
	if claimed.id is null then
		return '{"status":"refused"}'::jsonb;
	elsif claimed.state = 'waiting' then
		return '{"status":"waiting"}'::jsonb;
	end if;
	if claimed.version_before is not null then
		select internal.only_keys(earlier.listing, later.fields) into before
		from public.revisions as earlier join public.revisions as later on later.subject = earlier.subject
			and later.subject_id = earlier.subject_id and later.version = claimed.version_after
		where earlier.subject = claimed.subject and earlier.subject_id = claimed.subject_id
			and earlier.version = claimed.version_before;
		-- Dates of an event that followed from it are not worked out here.
		if before is null or before ?| array['starts_local', 'ends_local', 'recurrence', 'differences'] then
			return '{"status":"changed"}'::jsonb;
		end if;
		saved := internal.save_listing(claimed.subject, 'save', claimed.subject_id, claimed.version_after, null,
			jsonb_build_object('listing', before));
		if saved ->> 'status' not in ('saved', 'unchanged') then
			perform internal.drop_conflict(claimed.subject, claimed.subject_id);
			return '{"status":"changed"}'::jsonb;
		end if;
	elsif claimed.read_version is null and claimed.subject_id is not null then
		made := internal.begin_change(claimed.subject, claimed.subject_id, internal.acting_member());
		if made.id is null or (made.row_before ->> 'version')::integer <> claimed.version_after then
			return '{"status":"changed"}'::jsonb;
		end if;
		perform internal.set_state(made, 'removed', null);
		perform internal.end_change(made, 'remove');
	end if;
	update internal.corrections as one
	set state = 'waiting', decided_at = null, decided_by = null, reason = null, taken = '{}', version_before = null,
		version_after = null, told_at = null, reminded = 0,
		subject_id = case when one.read_version is not null then one.subject_id end,
		read_version = coalesce((saved ->> 'version')::integer, one.read_version)
	where one.id = wanted;
	perform internal.void_mails('correction', null, wanted);
	perform internal.note_act('undo-decision', 'correction', wanted,
		internal.text_in((internal.told_correction(claimed, null)) -> 'name', null), claimed.region_id,
		jsonb_build_object('state', claimed.state));
	return '{"status":"done"}'::jsonb;
end;
$$;
grant execute on function internal.take_back_correction to authenticated;

create function public.take_back_correction(id uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.take_back_correction(id) $$;
grant execute on function public.take_back_correction to authenticated;

-- The sender's answer was read. False: not theirs.
create function internal.read_answer(wanted uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	if (internal.claim_correction(wanted)).id is null then
		return false;
	end if;
	update internal.corrections as one set answer_read_at = coalesce(one.answer_read_at, now())
	where one.id = wanted and one.answered_at is not null;
	return found;
end;
$$;
grant execute on function internal.read_answer to authenticated;

create function public.read_answer(correction uuid) returns boolean
	language sql set search_path = '' as $$ select internal.read_answer(correction) $$;
grant execute on function public.read_answer to authenticated;
