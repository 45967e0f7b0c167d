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

-- Whoever changes an organisation notes which, when sets are there or being made. Who begins a making
-- waits for everybody who has looked whether it is so, until they are done, and they wait for the
-- beginning alone: nobody can overlook the other.
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

-- Puts the organisations from the place that is next up to `up_to` into the sets that are being made.
create function internal.put_into_sets(state internal.set_making, up_to integer) returns void
	language sql security definer set search_path = '' as $$
	-- What says a language twice is counted twice: from its row.
	insert into internal.set_changes (organisation_id, making)
	select organisation.id, state.making
	from internal.set_places as own
	join public.organisations as organisation on organisation.id = own.organisation_id
	where own.making = state.making and own.place >= state.done and own.place < up_to and (
		cardinality(organisation.languages) > (select count(distinct word) from unnest(organisation.languages) as word)
		or cardinality(organisation.accessibility) > (select count(distinct word) from unnest(organisation.accessibility) as word));
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
-- there is more to do. `smallest`: so many published organisations have sets; `portion`: so many are
-- put into sets at once; `changes`: so many changed ones are read beside the sets before they are
-- made anew.
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

-- The sets that may be asked now: no row when there are none, or when so much was changed that
-- reading it would take longer than what they spare.
create function internal.live_sets() returns setof internal.set_making
	language sql stable security definer rows 1 set search_path = '' as $$
	select one.* from internal.set_making as one
	where one.live is not null and (select count(*) from (
		select distinct changed.organisation_id from internal.set_changes as changed limit 2001) as changes) <= 2000
$$;

-- All that have one of these values.
create function internal.set_of_any(state internal.set_making, of_facet text, of_values text[]) returns bit varying
	language sql stable security definer set search_path = '' as $$
	select coalesce(bit_or(one.members), repeat('0', state.bits)::bit varying) from internal.sets as one
	where one.making = state.live and one.facet = of_facet and one.value = any (of_values)
$$;

-- All that have one of these words in one of these places, A to D.
create function internal.set_of_words(state internal.set_making, places text[], known text[]) returns bit varying
	language sql stable security definer set search_path = '' as $$
	select coalesce(bit_or(one.members), repeat('0', state.bits)::bit varying) from internal.sets as one
	where one.making = state.live and one.value = any (known)
		and one.facet = any (array(select 'words' || place from unnest(places) as place))
$$;

-- All that documents find, for what has no set: few, so each place is looked up.
create function internal.set_of_found(state internal.set_making, sought tsquery) returns bit varying
	language sql stable security definer set search_path = '' set jit = off set random_page_cost = 1.1 as $$
	select internal.set_of(array(
		select own.place from internal.organisation_words as kept
		join internal.set_places as own on own.organisation_id = kept.organisation_id and own.making = state.live
		where kept.document operator(pg_catalog.@@) sought), state.bits)
$$;

-- Which of these words have a set; with `begun`, also those that begin so.
create function internal.words_with_set(state internal.set_making, forms text[], begun text) returns text[]
	language sql stable security definer set search_path = '' as $$
	select array(select distinct one.value from internal.sets as one
		where one.making = state.live and one.facet in ('wordsA', 'wordsB', 'wordsC', 'wordsD')
			and (one.value = any (forms) or starts_with(one.value, begun)))
$$;

-- Who holds something now: those of whom it was said when the sets were made, but for whose last
-- date has ended since (or, asked by a transaction older than the sets, not yet).
create function internal.set_upcoming(state internal.set_making) returns bit varying
	language sql stable security definer set search_path = '' as $$
	select internal.set_of_any(state, 'upcoming', array['']) # internal.set_of(array(
		select own.place from internal.last_dates as last
		join internal.set_places as own on own.organisation_id = last.organisation_id and own.making = state.live
		where last.ends_at > least(state.said_at, now()) and last.ends_at <= greatest(state.said_at, now())), state.bits)
$$;

create function internal.set_confirmed(state internal.set_making, since date) returns bit varying
	language sql stable security definer set search_path = '' as $$
	select internal.set_of_any(state, 'confirmedSince', array['']) # internal.set_of(array(
		select own.place from public.organisations as organisation
		join internal.set_places as own on own.organisation_id = organisation.id and own.making = state.live
		where organisation.publication = 'published'
			and organisation.confirmed_on >= least(internal.confirmed_since(state.said_at), since)
			and organisation.confirmed_on < greatest(internal.confirmed_since(state.said_at), since)), state.bits)
$$;

create function internal.set_open(state internal.set_making, open_hours text[]) returns bit varying
	language sql stable security definer set search_path = '' as $$
	select internal.set_of(array(select own.place from internal.set_places as own
		where own.making = state.live and own.opening_hours = any (open_hours)), state.bits)
$$;

-- How far what stands in sets is from the point of a filter, on a sphere, which is quick: wrong by
-- less than a hundredth. Only what can be within the filter's reach.
create function internal.about_as_far(state internal.set_making, filter jsonb)
	returns table (place integer, organisation_id uuid, latitude double precision, longitude double precision, about double precision)
	language sql stable security definer rows 10000 set search_path = '' set jit = off as $$
	with asked as materialized (
		select one.lat, one.lng, one.degrees, one.degrees / greatest(cosd(least(abs(one.lat) + one.degrees, 90)), 0.001) as wide
		from (select (filter #>> '{near,lat}')::double precision as lat, (filter #>> '{near,lng}')::double precision as lng,
			(filter ->> 'km')::double precision / 110 as degrees) as one
	)
	select own.place, own.organisation_id, own.latitude, own.longitude,
		2 * 6371008.8 * asin(sqrt(least(1, sin(radians((own.latitude - asked.lat) / 2)) ^ 2
			+ cos(radians(asked.lat)) * cos(radians(own.latitude)) * sin(radians((own.longitude - asked.lng) / 2)) ^ 2)))
	from asked join internal.set_places as own on own.making = state.live
		and own.latitude between asked.lat - asked.degrees and asked.lat + asked.degrees
		and own.longitude between asked.lng - asked.wide and asked.lng + asked.wide
$$;

-- What stands near a point: only what lies that near the edge is measured as the list measures it.
create function internal.set_near(state internal.set_making, filter jsonb) returns bit varying
	language sql stable security definer set search_path = '' set jit = off as $$
	with asked as materialized (
		select (filter ->> 'km')::double precision * 1000 as metres, internal.near_point(filter) as point
	)
	select internal.set_of(array(select reach.place from asked cross join internal.about_as_far(state, filter) as reach
		where reach.about <= asked.metres * 1.01 and (reach.about < asked.metres * 0.99
			or extensions.st_dwithin(extensions.st_setsrid(extensions.st_makepoint(reach.longitude, reach.latitude),
				4326)::extensions.geography, asked.point, asked.metres))), state.bits)
$$;

create function internal.set_area(state internal.set_making, filter jsonb) returns bit varying
	language sql stable security definer set search_path = '' as $$
	select internal.set_of(array(select own.place from internal.set_places as own
		where own.making = state.live
			and own.latitude between (filter #>> '{area,south}')::double precision and (filter #>> '{area,north}')::double precision
			and own.longitude between (filter #>> '{area,west}')::double precision and (filter #>> '{area,east}')::double precision),
		state.bits)
$$;

-- What has every word of a question. A word that many have is the sum of the sets of its forms, and
-- of those documents that have it in a form without a set; one without any set leaves so few that
-- all words are looked for in them.
create function internal.set_having_words(state internal.set_making, filter jsonb) returns bit varying
	language plpgsql stable security definer set search_path = '' as $$
declare
	word record;
	known text[];
	had bit varying;
begin
	for word in
		select coalesce(one.whole || one.beginning, one.whole) as sought, one.plain,
			case when one.beginning is not null then one.plain end as begun,
			case when cardinality(one.forms) > 0 then one.forms else array[one.plain] end as forms
		from internal.read_words(filter ->> 'words', 3, filter -> 'meant') as one where one.whole is not null
	loop
		known := case when word.plain ~ '[0-9]' then '{}' else internal.words_with_set(state, word.forms, word.begun) end;
		if cardinality(known) = 0 then
			return internal.set_of_found(state,
				(select one.everything from internal.question(filter ->> 'words', 3, filter -> 'meant') as one));
		end if;
		had := coalesce(had, repeat('1', state.bits)::bit varying)
			& (internal.set_of_words(state, array['A', 'B', 'C', 'D'], known)
			| internal.set_of_found(state, word.sought && !!(
				select string_agg(quote_literal(form), '|') from unnest(known) as form)::tsquery));
	end loop;
	return coalesce(had, repeat('0', state.bits)::bit varying);
end;
$$;

-- What a filter leaves of organisations that were not changed since; NULL when it asks for
-- something that sets do not know.
create function internal.set_left(state internal.set_making, filter jsonb) returns bit varying
	language plpgsql stable security definer set search_path = '' as $$
declare
	left_over bit varying := internal.set_of_any(state, 'all', array['']);
	facet text;
	value text;
begin
	if filter - array['kinds', 'topics', 'regions', 'municipalities', 'languages', 'access', 'upcoming', 'openHours',
			'confirmedSince', 'near', 'km', 'area', 'words', 'meant'] <> '{}' then
		return null;
	end if;
	foreach facet in array array['kinds', 'topics', 'regions', 'municipalities', 'languages'] loop
		if filter ? facet then
			left_over := left_over & internal.set_of_any(state, facet, internal.texts(filter, facet));
		end if;
	end loop;
	foreach value in array internal.texts(filter, 'access') loop
		left_over := left_over & internal.set_of_any(state, 'access', array[value]);
	end loop;
	if filter ? 'upcoming' then
		left_over := left_over & internal.set_upcoming(state);
	end if;
	if filter ? 'openHours' then
		left_over := left_over & internal.set_open(state, internal.texts(filter, 'openHours'));
	end if;
	if filter ? 'confirmedSince' then
		left_over := left_over & internal.set_confirmed(state, (filter ->> 'confirmedSince')::date);
	end if;
	if filter ? 'near' then
		left_over := left_over & internal.set_near(state, filter);
	end if;
	if filter ? 'area' then
		left_over := left_over & internal.set_area(state, filter);
	end if;
	if filter ? 'words' then
		left_over := left_over & internal.set_having_words(state, filter);
	end if;
	return left_over & ~internal.set_of(array(
		select own.place from internal.set_changes as changed
		join internal.set_places as own on own.organisation_id = changed.organisation_id and own.making = state.live),
		state.bits);
end;
$$;

-- What was changed since the sets were made, beside which `left_over` was found; NULL without sets.
create function internal.changed_since(left_over bit varying) returns uuid[]
	language sql stable security definer set search_path = '' as $$
	select case when left_over is not null
		then array(select distinct changed.organisation_id from internal.set_changes as changed) end
$$;

-- {value: how many of them have it, and how many of those that were counted beside}.
create function internal.counted_in_sets(state internal.set_making, of_facet text, left_over bit varying, beside jsonb)
	returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_object_agg(sum.value, sum.count), '{}')
	from (select one.value, sum(one.count) as count from (
			select kept.value, bit_count(kept.members & left_over) as count from internal.sets as kept
				where kept.making = state.live and kept.facet = of_facet
			union all select key, value::bigint from jsonb_each_text(beside)) as one
		group by one.value) as sum
	where sum.count > 0
$$;

-- The next members in the order of the list. They are found by walking along its index, because
-- there are many of them and few are wanted; the planner takes them for few and would sort them all.
create function internal.next_by_name(
	of_making integer, members bit varying, name text, wanted bigint, after uuid, last_name text, last_doubtful boolean
) returns uuid[]
	language plpgsql stable security definer set search_path = '' set jit = off set enable_sort = off
	set enable_hashjoin = off set enable_mergejoin = off set max_parallel_workers_per_gather = 0 as $$
declare
	next_ones uuid[];
begin
	execute pg_catalog.format('select array(select organisation.id from public.organisations as organisation
			join internal.set_places as own on own.organisation_id = organisation.id and own.making = $1
			where organisation.publication = ''published'' and get_bit($2, own.place) = 1 and %1$s is not null %2$s
			order by (organisation.doubtful_since is not null), %1$s, organisation.id limit $3)', name,
		case when after is not null then
			pg_catalog.format('and ((organisation.doubtful_since is not null), %s, organisation.id) > ($6, $4, $5)', name)
			else '' end)
		into next_ones using of_making, members, wanted, last_name, after, last_doubtful;
	return next_ones;
end;
$$;

-- Organisations among which the next rows of a list ordered by match are to be found, so that not
-- all matches of a common word are ranked: tier by tier of the same rank (internal.matches), the
-- best first, until there are enough. NULL: sets cannot tell. `last_merit` to
-- `last_doubtful` are those of the last row of the page before.
create function internal.best_matches(
	state internal.set_making, left_over bit varying, filter jsonb, name text, wanted bigint,
	last_merit real default null, last_name text default null, after uuid default null, last_doubtful boolean default null
) returns uuid[]
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	word record;
	-- Of each word, who has it in a name, as what it is, where it is, elsewhere.
	by_place bit varying[] := '{}';
	words integer := 0;
	known text[];
	unknown tsquery;
	better bit varying;
	here bit varying;
	place text;
	exact_words text[];
	exactly bit varying;
	doubtful constant bit varying := internal.set_of_any(state, 'doubtful', array['']);
	tier record;
	is_last boolean;
	together bit varying := repeat('0', state.bits)::bit varying;
	rest bigint := wanted;
	found uuid[] := '{}';
	next_ones uuid[];
begin
	for word in
		select one.plain, case when cardinality(one.forms) > 0 then one.forms else array[one.plain] end as forms
		from internal.read_words(filter ->> 'words', 3, filter -> 'meant') as one where one.whole is not null
	loop
		words := words + 1;
		-- More forms than this in lower places could be ranked like one in a higher place.
		if words > 3 or word.plain ~ '[0-9]' or cardinality(word.forms) > 11 then
			return null;
		end if;
		known := internal.words_with_set(state, word.forms, null);
		better := repeat('0', state.bits)::bit varying;
		foreach place in array array['A', 'B', 'C', 'D'] loop
			unknown := (select string_agg(quote_literal(form) || ':' || place, '|') from unnest(word.forms) as form
				where form <> all (known))::tsquery;
			here := internal.set_of_words(state, array[place], known);
			if unknown is not null then
				here := here | internal.set_of_found(state, unknown);
			end if;
			by_place := by_place || (here & ~better);
			better := better | here;
		end loop;
	end loop;
	if words = 0 then
		return null;
	end if;
	select array(select distinct part.lexeme[1] from regexp_matches(one.exact::text, $re$'([^']+)'$re$, 'g') as part (lexeme))
		into exact_words from internal.question(filter ->> 'words', 3, filter -> 'meant') as one;
	if cardinality(internal.words_with_set(state, exact_words, null)) = cardinality(exact_words) then
		select bit_and(internal.set_of_words(state, array['A', 'B', 'C', 'D'], array[one])) into exactly
		from unnest(exact_words) as one;
	else
		exactly := internal.set_of_found(state,
			(select one.exact from internal.question(filter ->> 'words', 3, filter -> 'meant') as one));
	end if;
	for tier in
		with combination as materialized (
			select (select bit_and(by_place[4 * i + 1 + (number / power(4, i)::integer) % 4])
					from generate_series(0, words - 1) as i) & left_over as members,
				(select sum((array[1, 0.6, 0.4, 0.15])[1 + (number / power(4, i)::integer) % 4])
					from generate_series(0, words - 1) as i) as sum,
				(select count(*) from generate_series(0, words - 1) as i
					where (number / power(4, i)::integer) % 4 = 0)::integer as in_name
			from generate_series(0, power(4, words)::integer - 1) as number
		), part as materialized (
			select one.sum, one.in_name, is_exact, is_doubtful,
				one.members & case when is_exact then exactly else ~exactly end
					& case when is_doubtful then doubtful else ~doubtful end as members
			from combination as one cross join unnest(array[true, false]) as is_exact
			cross join unnest(array[false, true]) as is_doubtful
			where bit_count(one.members) > 0
		), ranked as materialized (
			select (0.9 * part.sum / words + 0.05 * part.is_exact::integer
					+ 0.05 * least(1, part.in_name::real / greatest(own.name_length, 1)))::real
				* case when part.is_doubtful then 0.5::real else 1::real end as rank,
				case when own.members is null then part.members else part.members & own.members end as members
			from part
			left join lateral (select one.value::integer as name_length, one.members from internal.sets as one
				where one.making = state.live and one.facet = 'lengths') as own on part.in_name > 0
			where bit_count(part.members) > 0
		)
		select one.rank, bit_or(one.members) as members from ranked as one
		where bit_count(one.members) > 0 and (last_merit is null or -one.rank >= last_merit)
		group by one.rank order by one.rank desc
	loop
		-- The tier of the last row of the page before.
		is_last := -tier.rank is not distinct from last_merit;
		if filter ? 'near' or (bit_count(tier.members) <= state.many / 5 and not is_last) then
			together := together | tier.members;
			rest := rest - case when is_last then 0 else bit_count(tier.members) end;
		else
			next_ones := internal.next_by_name(state.live, tier.members, name, rest, case when is_last then after end, last_name,
				last_doubtful);
			found := found || next_ones;
			rest := rest - cardinality(next_ones);
		end if;
		if rest <= 0 then
			return found || array(select own.organisation_id from internal.set_places as own
				where bit_count(together) > 0 and own.making = state.live and get_bit(together, own.place) = 1);
		end if;
	end loop;
	return null;
end;
$$;

-- The same of a list ordered by distance alone: those about as near as the last of so many.
create function internal.nearest_places(
	state internal.set_making, left_over bit varying, filter jsonb, wanted bigint, last_distance double precision default 0
) returns uuid[]
	language sql stable security definer set search_path = '' set jit = off as $$
	with reach as materialized (
		select one.organisation_id, one.about from internal.about_as_far(state, filter) as one
		where get_bit(left_over, one.place) = 1
	), edge as materialized (
		select reach.about from reach where reach.about >= last_distance * 1.01 + 1
		order by reach.about limit 1 offset wanted - 1
	)
	select array(select reach.organisation_id from reach
		where reach.about >= last_distance * 0.99 - 1
			and reach.about <= coalesce((select edge.about * 1.02 + 1 from edge), 'Infinity'))
$$;
