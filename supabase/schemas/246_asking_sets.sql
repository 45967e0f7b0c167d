-- What a filter leaves, counted with sets of organisations (245_sets.sql), and among which of them
-- the next rows of a long list are.

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
-- there are many of them and few are wanted; the planner takes them for few and would sort them
-- all.
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
	by_place bit varying[] := array[]::bit varying[];
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
	found uuid[] := array[]::uuid[];
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
