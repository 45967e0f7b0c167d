-- Sets of organisations, for counting in a large directory. Each organisation has a place in a row
-- of bits; a set is such a row, one for each value that is counted (a region, a topic, a language)
-- and for each word that many have. What a filter leaves is then an intersection, and how many
-- there are the number of its bits: a few milliseconds, where reading a hundred thousand listings
-- takes seconds.
--
-- Sets are made in the background, a portion at a time, and are never wrong: whatever is changed
-- after their making began is noted, is taken out of every set that is asked, and is counted from
-- its rows. A directory that is small enough to be read has no sets, and notes nothing.

-- One row.
create table internal.set_making (
	singleton boolean primary key default true check (singleton),
	-- Of the last making that has begun.
	number integer not null default 0,
	-- The sets that are asked; NULL: there are none.
	live integer,
	-- The sets that are being made; NULL: none are.
	making integer,
	-- Of those: how many organisations they have, and how many of them are done.
	size integer not null default 0,
	done integer not null default 0,
	-- Of a list of more, those are looked for first that can be on the page.
	many integer not null default 1000,
	-- Words that have a set.
	words text[] not null default '{}',
	began_at timestamptz not null default now(),
	-- Of the sets that are asked: how many bits each has, and when their making began, which is what
	-- they take for now.
	bits integer not null default 0,
	said_at timestamptz not null default now()
);
alter table internal.set_making enable row level security;
revoke all on internal.set_making from public, anon, authenticated, service_role;
insert into internal.set_making default values;

create table internal.set_places (
	making integer not null,
	place integer not null,
	organisation_id uuid not null,
	latitude double precision,
	longitude double precision,
	opening_hours text,
	primary key (making, place)
);
create unique index set_places_organisation on internal.set_places (organisation_id, making);
create index set_places_latitude on internal.set_places (making, latitude) where latitude is not null;
alter table internal.set_places enable row level security;
revoke all on internal.set_places from public, anon, authenticated, service_role;

create table internal.sets (
	making integer not null,
	facet text not null,
	value text not null,
	members bit varying not null,
	primary key (making, facet, value)
);
-- Unpacking them would take longer than counting them.
alter table internal.sets alter column members set storage external;
alter table internal.sets enable row level security;
revoke all on internal.sets from public, anon, authenticated, service_role;

-- What was changed, and which making was the last to have begun by then. No key: two who change the
-- same organisation must not wait for each other, and neither note may stand for the other's.
create table internal.set_changes (
	organisation_id uuid not null,
	making integer not null
);
create index set_changes_organisation on internal.set_changes (organisation_id);
alter table internal.set_changes enable row level security;
revoke all on internal.set_changes from public, anon, authenticated, service_role;

-- Bits at these places, as many as there are.
create function internal.set_of(places integer[], bits integer) returns bit varying
	language sql immutable parallel safe set search_path = '' as $$
	-- Thirty-two places are eight digits; where none is in a set, noughts stand.
	select ('x' || pg_catalog.rpad(coalesce(pg_catalog.string_agg(
			pg_catalog.repeat('00000000', part.number - part.before - 1)
				|| pg_catalog.lpad(pg_catalog.to_hex(part.digits), 8, '0'), '' order by part.number), ''),
		bits / 4, '0'))::bit varying
	from (
		select one.number, one.digits, coalesce(pg_catalog.lag(one.number) over (order by one.number), -1) as before
		from (
			select place >> 5 as number, pg_catalog.bit_or(1::bigint << (31 - (place & 31))) as digits
			from pg_catalog.unnest(places) as place group by 1) as one) as part
$$;

-- Whoever changes an organisation notes which, when sets are there or being made. Who begins a
-- making waits for everybody who has looked whether it is so, until they are done, and they wait
-- for the beginning alone: nobody can overlook the other.
create function internal.note_set_changes() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	changed constant text := case tg_op when 'INSERT' then 'came' when 'DELETE' then 'went' else 'both' end;
	noted integer;
begin
	select coalesce(one.making, one.live) into noted from internal.set_making as one for key share;
	if noted is null then
		return null;
	end if;
	if tg_op = 'TRUNCATE' then
		perform internal.forget_sets();
		return null;
	end if;
	execute pg_catalog.format('insert into internal.set_changes (organisation_id, making)
			select distinct %1$I, $1 from %2$s as changed where %1$I is not null',
		tg_argv[0], case changed when 'both' then pg_catalog.format(
			'(select %1$I from came union all select %1$I from went)', tg_argv[0]) else changed end)
		using noted;
	return null;
end;
$$;
create trigger zz_sets_in after insert on public.organisations
	referencing new table as came for each statement execute function internal.note_set_changes('id');
create trigger zz_sets_both after update on public.organisations
	referencing old table as went new table as came for each statement execute function internal.note_set_changes('id');
create trigger zz_sets_out after delete on public.organisations
	referencing old table as went for each statement execute function internal.note_set_changes('id');
create trigger zz_sets_none after truncate on public.organisations
	for each statement execute function internal.note_set_changes('id');
create trigger zz_sets_in after insert on public.organisation_topics
	referencing new table as came for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_both after update on public.organisation_topics
	referencing old table as went new table as came
	for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_out after delete on public.organisation_topics
	referencing old table as went for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_none after truncate on public.organisation_topics
	for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_in after insert on internal.last_dates
	referencing new table as came for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_both after update on internal.last_dates
	referencing old table as went new table as came
	for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_out after delete on internal.last_dates
	referencing old table as went for each statement execute function internal.note_set_changes('organisation_id');
create trigger zz_sets_none after truncate on internal.last_dates
	for each statement execute function internal.note_set_changes('organisation_id');

-- What organisations are found by changes with them, but for what places, topics and kinds are
-- called.
create function internal.forget_sets_of_names() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.forget_sets();
	return null;
end;
$$;
create trigger zz_sets after update on public.organisation_kinds
	for each statement execute function internal.forget_sets_of_names();
create trigger zz_sets after update on public.topics
	for each statement execute function internal.forget_sets_of_names();
create trigger zz_sets after update on public.places
	for each statement execute function internal.forget_sets_of_names();
create trigger zz_sets after update on public.municipalities
	for each statement execute function internal.forget_sets_of_names();
create trigger zz_sets after update on public.regions
	for each statement execute function internal.forget_sets_of_names();

create function internal.forget_sets() returns void
	language sql security definer set search_path = '' as $$
	update internal.set_making as one set live = null, making = null
	where one.live is not null or one.making is not null;
	delete from internal.sets;
	delete from internal.set_places;
	delete from internal.set_changes;
$$;

-- Bits come in words of thirty-two.
create function internal.bits_for(size integer) returns integer
	language sql immutable strict parallel safe set search_path = ''
	return (size + 31) / 32 * 32;

-- The day from which a confirmation counts that was given within a year.
create function internal.confirmed_since(said_at timestamptz) returns date
	language sql immutable strict parallel safe set search_path = ''
	return (said_at at time zone 'UTC')::date - 365;

-- Puts the organisations from the place that is next up to `up_to` into the sets that are being
-- made.
create function internal.put_into_sets(state internal.set_making, up_to integer) returns void
	language sql security definer set search_path = '' as $$
	with one as materialized (
		select own.place - state.done as place, organisation.*
		from internal.set_places as own
		join public.organisations as organisation on organisation.id = own.organisation_id
		where own.making = state.making and own.place >= state.done and own.place < up_to
	), member as (
		select 'all' as facet, '' as value, one.place from one
		union all select 'kinds', one.kind, one.place from one
		union all select 'regions', one.region_id, one.place from one where one.region_id is not null
		union all select 'municipalities', one.municipality_id, one.place from one where one.municipality_id is not null
		union all select 'topics', topic.topic_id, one.place
			from one join public.organisation_topics as topic on topic.organisation_id = one.id
		union all select 'languages', word, one.place from one cross join unnest(one.languages) as word
		union all select 'access', word, one.place from one cross join unnest(one.accessibility) as word
		union all select 'confirmedSince', '', one.place from one
			where one.confirmed_on >= internal.confirmed_since(state.began_at)
		union all select 'upcoming', '', one.place
			from one join internal.last_dates as last on last.organisation_id = one.id where last.ends_at > state.began_at
		union all select 'doubtful', '', one.place from one where one.doubtful_since is not null
		-- Words by the best place they stand in, and how long the name is: what matches are ordered by.
		union all select 'words' || case when 'A' = any (word.weights) then 'A' when 'B' = any (word.weights) then 'B'
				when 'C' = any (word.weights) then 'C' else 'D' end, word.lexeme, one.place
			from one join internal.organisation_words as kept on kept.organisation_id = one.id
			cross join unnest(kept.document) as word join unnest(state.words) as wanted on wanted = word.lexeme
		union all select 'lengths', kept.name_length::text, one.place
			from one join internal.organisation_words as kept on kept.organisation_id = one.id
	)
	insert into internal.sets as kept (making, facet, value, members)
	select state.making, member.facet, member.value, repeat('0', state.done)::bit varying
		|| internal.set_of(array_agg(member.place), internal.bits_for(up_to - state.done))
	from member group by member.facet, member.value
	on conflict (making, facet, value) do update set members = kept.members
		|| substring(excluded.members from length(kept.members) + 1);
$$;

-- Does the next portion of what is to be done about sets, at most about a second of work. True:
-- there is more to do. `smallest`: so many published organisations have sets; `portion`: so many
-- are put into sets at once; `changes`: so many changed ones are read beside the sets before they
-- are made anew.
create function internal.make_sets(smallest integer default 5000, portion integer default 4096, changes integer default 200)
	returns boolean
	language plpgsql security definer set search_path = '' set jit = off set work_mem = '32MB' as $$
declare
	state internal.set_making;
	published integer;
begin
	-- One at a time.
	if not pg_try_advisory_xact_lock(7406912361) then
		return false;
	end if;
	select * into state from internal.set_making as one;
	if state.making is null then
		select count(*) into published from public.organisations as one where one.publication = 'published';
		if published < smallest then
			if state.live is not null then
				perform internal.forget_sets();
			end if;
			return false;
		end if;
		if state.live is not null and (select count(distinct one.organisation_id) from internal.set_changes as one) < changes
				and (state.said_at > now() - interval '1 day' or not exists (select from internal.set_changes as one)) then
			return false;
		end if;
		-- Whoever changes something from here on notes it; who began before is waited for.
		perform from internal.set_making for update;
		update internal.set_making as one set number = one.number + 1, making = one.number + 1, size = 0, done = 0, words = '{}',
			began_at = now();
		return true;
	end if;
	if state.size = 0 then
		-- Neighbours in the list are neighbours in the sets.
		delete from internal.set_places as one where one.making is distinct from state.live;
		delete from internal.sets as one where one.making is distinct from state.live;
		insert into internal.set_places (making, place, organisation_id, latitude, longitude, opening_hours)
		select state.making, row_number() over (order by one.sort_keys[1], one.id) - 1, one.id, one.latitude, one.longitude,
			one.opening_hours
		from public.organisations as one where one.publication = 'published';
		get diagnostics published = row_count;
		update internal.set_making as one set size = greatest(published, 1), words = array(
			select known.word from internal.lexicon as known
			where known.documents >= greatest(published / 50, portion / 4) order by known.documents desc limit 2000);
		return true;
	end if;
	if state.done < state.size then
		perform internal.put_into_sets(state, least(state.done + portion, state.size));
		update internal.set_making as one set done = least(state.done + portion, state.size);
		return true;
	end if;
	update internal.sets as one set members = one.members
			|| repeat('0', internal.bits_for(state.size) - length(one.members))::bit varying
	where one.making = state.making and length(one.members) < internal.bits_for(state.size);
	update internal.set_making as one set live = state.making, making = null, bits = internal.bits_for(state.size),
		said_at = state.began_at;
	delete from internal.set_changes as one where one.making < state.making;
	return true;
end;
$$;

-- The job's: true while there is more to do.
create function internal.make_next_sets() returns boolean
	language sql security definer set search_path = '' as $$ select internal.make_sets() $$;
grant execute on function internal.make_next_sets to service_role;

create function public.make_next_sets() returns boolean
	language sql set search_path = '' as $$ select internal.make_next_sets() $$;
grant execute on function public.make_next_sets to service_role;
