-- What is offered while somebody types, and which place a name means.

-- What a short name typed word by word can mean, and how well each answers, the smaller the better:
-- 0 the name itself, 1 a form of it, 2 its beginning, 3 every word begins a word of it, 4 and more:
-- with that many typing errors less 3. At most 200 names that have a key in common are compared.
create function internal.names_like(wanted text, typed text[]) returns table (id text, match integer)
	language plpgsql stable strict security definer rows 10 set search_path = '' as $$
declare
	whole text := pg_catalog.array_to_string(typed, ' ');
	typed_bare text := internal.stem(whole);
	typed_stems text[] := array(
		select internal.stem(word) from pg_catalog.unnest(typed) with ordinality as one (word, position) order by position);
	forgiven integer := internal.errors_forgiven(pg_catalog.length(whole));
	near text[] := internal.left_out(whole, typed_bare, forgiven);
begin
	if whole = '' then
		return;
	end if;
	return query select compared.id, min(compared.match)
	from (
		select name.id, case
			when name.plain = whole then 0
			when name.stems = typed_stems then 1
			when pg_catalog.starts_with(name.plain, whole) then 2
			when not exists (
				select from unnest(typed, typed_stems) as one (word, stem) where not exists (
					select from unnest(name.words, name.stems) as own (word, stem)
					where pg_catalog.starts_with(own.word, one.word)
						or pg_catalog.length(one.word) > 3 and own.stem = one.stem)) then 3
			when forgiven > 0 and name.keys operator(pg_catalog.&&) near then 3 + least(
				internal.typing_errors(whole, name.plain, forgiven), internal.typing_errors(typed_bare, name.bare, forgiven))
			end as match
		from (
			-- Key by key, each a question of its own (offset 0): of hundreds of keys at once PostgreSQL
			-- thinks that reading every name is cheaper than their index, and it is not (119 ms of 6,000
			-- names on PGlite). For the same reason the sort is compared as a value that no index knows.
			with alike as materialized (
				select distinct named.id, named.plain
				from pg_catalog.unnest(near || ('^' || pg_catalog.left(typed[1], 4)) || ('=' || typed_stems[1])) as one (key)
				cross join lateral (select kept.id, kept.plain from internal.short_names as kept
					where kept.keys operator(pg_catalog.@>) array[one.key] and kept.sort || '' = wanted offset 0) as named
				limit 200
			)
			select kept.* from alike
			join internal.short_names as kept on kept.id = alike.id and kept.sort = wanted and kept.plain = alike.plain
		) as name
	) as compared
	where compared.match <= 3 + forgiven
	group by compared.id;
end;
$$;
grant execute on function internal.names_like to anon, authenticated, service_role;

-- The words of a place's name in what was typed: without "near", "pie" and what sort of place it
-- is, unless that is all.
create function internal.words_of_place(name text) returns text[]
	language sql stable strict parallel safe security definer set search_path = '' as $$
	select coalesce(nullif(array(
			select one.word from pg_catalog.unnest(words.all) with ordinality as one (word, position)
			where not internal.is_stop_word(one.word)
				and one.word !~ '^(novad(s|a|u|am|i)?|pilset(a|as|u|ai)|ciem(s|a|u|am)|valstspilset(a|as|u|ai)|city|town|village|municipality|close|around)$'
			order by one.position), '{}'), words.all)
	from (select pg_catalog.string_to_array(internal.plain_words(pg_catalog.left(name, 100)), ' ') as all) as words
$$;
grant execute on function internal.words_of_place to anon, authenticated, service_role;

-- Places a name can mean, the likeliest first: the name itself or a form of it ("Kuldīgā",
-- "kuldiga", "near Liepaja", "pie Cēsīm", "Kuldīgas novads"), else names that begin with it, else
-- those a typing error away. `exact` says that it is the place's own name, not the beginning of one
-- or a correction. `max_rows` is held to 1 to 50; nothing for an empty name.
create function internal.places_named(name text, max_rows integer) returns table (place_id text, exact boolean)
	language sql stable rows 10 set search_path = '' as $$
	with compared as materialized (
		select place.id, place.name, place.importance, named.match
		from internal.names_like('place', internal.words_of_place(places_named.name)) as named
		join public.places as place on place.id = named.id
	), best as (
		select case when min(match) < 2 then 1 when min(match) < 4 then 3 else min(match) end as match from compared
	)
	select place.id, place.match < 2
	from compared as place
	join best on place.match <= best.match
	order by place.match, place.importance, internal.sort_key(internal.text_in(place.name, null)) collate "C", place.id
	limit least(greatest(max_rows, 1), 50)
$$;
grant execute on function internal.places_named to anon, authenticated, service_role;

-- The same as pages show them: [{id, name, kind, municipality, regionId, lat, lng, exact}].
create function public.find_places(name text, max_rows integer default 8) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', place.id, 'name', place.name, 'kind', place.kind,
		'municipality', municipality.full_name, 'regionId', municipality.region_id,
		'lat', place.latitude, 'lng', place.longitude, 'exact', found.exact) order by found.position), '[]')
	from internal.places_named(find_places.name, max_rows) with ordinality as found (place_id, exact, position)
	join public.places as place on place.id = found.place_id
	left join public.municipalities as municipality on municipality.id = place.municipality_id
$$;
grant execute on function public.find_places to anon, authenticated, service_role;

-- Organisations and events whose names have every word typed, the last one perhaps only begun, with
-- two letters or with one after other words. A name can begin like thousands; of so many, any few
-- hundred are compared, because more typing will tell.
create function internal.organisations_named(typed text, max_rows integer, meant jsonb default null)
	returns table (organisation_id uuid, rank real)
	language sql stable security definer set search_path = '' as $$
	select found.id, found.rank
	from internal.matches('organisation', typed, case when pg_catalog.btrim(typed) like '% %' then 1 else 2 end, true, 300,
		meant) as found
	order by found.rank desc, found.id limit max_rows
$$;
grant execute on function internal.organisations_named to anon, authenticated, service_role;

create function internal.events_named(typed text, max_rows integer, meant jsonb default null)
	returns table (event_id uuid, rank real)
	language sql stable security definer set search_path = '' as $$
	select found.id, found.rank
	from internal.matches('event', typed, case when pg_catalog.btrim(typed) like '% %' then 1 else 2 end, true, 300,
		meant) as found
	order by found.rank desc, found.id limit max_rows
$$;
grant execute on function internal.events_named to anon, authenticated, service_role;

-- What unknown words of a text can mean, as read_words() takes it.
create function internal.meant_by(typed text, begun integer) returns jsonb
	language sql stable strict security definer set search_path = '' as $$
	select coalesce(pg_catalog.jsonb_object_agg(word.plain, word.corrected) filter (where word.corrected is not null), '{}')
	from internal.read_words(typed, begun) as word
$$;
grant execute on function internal.meant_by to anon, authenticated, service_role;

-- Up to `max_rows` (1 to 20) suggestions, sorts mixed fairly: [{type, id, name, note, lat, lng}].
-- `id` is what the page's address needs: the slug of an organisation or event, the id of a place or
-- topic. `note`: the town of an organisation, the municipality of a place, the start of an event's
-- next or last date (ISO 8601 with its offset), null for a topic. Names are in `language`.
create function public.suggest(typed text, language text default null, max_rows integer default 8) returns jsonb
	language sql stable set search_path = '' as $$
	with words as materialized (
		select internal.meant_by(typed, case when btrim(typed) like '% %' then 1 else 2 end) as meant
	), found as (
		select 1 as sort, 'organisation' as type, organisation.slug as id,
			internal.text_in(organisation.name, language) as name, internal.text_in(place.name, language) as note,
			organisation.latitude, organisation.longitude,
			row_number() over (order by hit.rank desc,
				internal.sort_key(internal.text_in(organisation.name, language)) collate "C", organisation.id) as position
		from words cross join lateral internal.organisations_named(typed, 20, words.meant) as hit
		join public.organisations as organisation on organisation.id = hit.organisation_id
		left join public.places as place on place.id = organisation.place_id
		union all
		select 2, 'place', place.id, internal.text_in(place.name, language),
			internal.text_in(municipality.full_name, language), place.latitude, place.longitude, named.position
		from internal.places_named(typed, 20) with ordinality as named (place_id, exact, position)
		join public.places as place on place.id = named.place_id
		left join public.municipalities as municipality on municipality.id = place.municipality_id
		union all
		select 3, 'topic', topic.id, internal.text_in(topic.name, language), null, null, null,
			row_number() over (order by topic.match, topic.position)
		from (
			select topic.id, topic.name, topic.position, named.match
			from internal.names_like('topic',
				pg_catalog.string_to_array(internal.plain_words(pg_catalog.left(typed, 100)), ' ')) as named
			join public.topics as topic on topic.id = named.id
		) as topic
		union all
		select 4, 'event', event.slug, internal.text_in(event.title, language),
			to_jsonb(date.starts_at) #>> '{}', date.latitude, date.longitude,
			row_number() over (order by date.ends_at < now(), hit.rank desc,
				abs(extract(epoch from date.starts_at - now())), event.id)
		from words cross join lateral internal.events_named(typed, 20, words.meant) as hit
		join public.events as event on event.id = hit.event_id
		cross join lateral (
			select occurrence.starts_at, occurrence.ends_at, occurrence.latitude, occurrence.longitude
			from internal.held_dates as occurrence
			where occurrence.event_id = event.id
			order by occurrence.ends_at < now(), abs(extract(epoch from occurrence.starts_at - now())) limit 1) as date
	), chosen as (
		select * from found order by position, sort limit least(greatest(max_rows, 1), 20)
	)
	select coalesce(jsonb_agg(jsonb_build_object('type', type, 'id', id, 'name', name, 'note', note,
		'lat', latitude, 'lng', longitude) order by sort, position), '[]')
	from chosen
$$;
grant execute on function public.suggest to anon, authenticated, service_role;
