-- What is offered while somebody types, and which place a name means.

-- How a short name answers what was typed, the smaller the better, NULL for not at all: 0 the name itself, 1 a form of it,
-- 2 its beginning, 3 every word begins a word of it, 4 and more: with that many typing errors less 3.
create function internal.name_match(typed text[], name text) returns integer
	language plpgsql stable strict parallel safe set search_path = '' as $$
declare
	whole text := pg_catalog.array_to_string(typed, ' ');
	plain text := internal.plain_words(name);
	words text[] := pg_catalog.string_to_array(plain, ' ');
	forgiven integer := internal.errors_forgiven(pg_catalog.length(whole));
	errors integer;
begin
	if whole = '' then
		return null;
	end if;
	if whole = plain then
		return 0;
	end if;
	if pg_catalog.cardinality(typed) = pg_catalog.cardinality(words) and not exists (
		select from unnest(typed, words) as pair (typed, word)
		where internal.stem(pair.typed) <> internal.stem(pair.word))
	then
		return 1;
	end if;
	if pg_catalog.starts_with(plain, whole) then
		return 2;
	end if;
	if not exists (select from pg_catalog.unnest(typed) as one where not exists (
		select from pg_catalog.unnest(words) as word
		where pg_catalog.starts_with(word, one) or pg_catalog.length(one) > 3 and internal.stem(word) = internal.stem(one)))
	then
		return 3;
	end if;
	errors := least(internal.typing_errors(whole, plain, forgiven),
		internal.typing_errors(internal.stem(whole), internal.stem(plain), forgiven));
	return case when errors <= forgiven then 3 + errors end;
end;
$$;

-- The words of a place's name in what was typed: without "near", "pie" and what sort of place it is, unless that is all.
create function internal.words_of_place(name text) returns text[]
	language sql stable strict parallel safe set search_path = '' as $$
	select coalesce(nullif(array(
			select one.word from pg_catalog.unnest(words.all) with ordinality as one (word, position)
			where not internal.is_stop_word(one.word)
				and one.word !~ '^(novad(s|a|u|am|i)?|pilset(a|as|u|ai)|ciem(s|a|u|am)|valstspilset(a|as|u|ai)|city|town|village|municipality|close|around)$'
			order by one.position), '{}'), words.all)
	from (select pg_catalog.string_to_array(internal.plain_words(pg_catalog.left(name, 100)), ' ') as all) as words
$$;

-- Places a name can mean, the likeliest first: the name itself or a form of it ("Kuldīgā", "kuldiga", "near Liepaja",
-- "pie Cēsīm", "Kuldīgas novads"), else names that begin with it, else those a typing error away. `exact` says that it is
-- the place's own name, not the beginning of one or a correction. `most` is held to 1 to 50; nothing for an empty name.
create function public.find_places(name text, most integer default 8) returns table (
	id text, name_lv text, name_en text, kind text, municipality_lv text, region_id text,
	latitude double precision, longitude double precision, exact boolean
)
	language sql stable set search_path = '' as $$
	with compared as materialized (
		select place.*, least(internal.name_match(asked.words, place.name_lv),
			internal.name_match(asked.words, place.name_en)) as match
		from public.places as place, (select internal.words_of_place(name) as words) as asked
	), best as (
		select case when min(match) < 2 then 1 when min(match) < 4 then 3 else min(match) end as match from compared
	)
	select place.id, place.name_lv, place.name_en, place.kind, municipality.full_name_lv, municipality.region_id,
		place.latitude, place.longitude, place.match < 2
	from compared as place
	join best on place.match <= best.match
	left join public.municipalities as municipality on municipality.id = place.municipality_id
	order by place.match, place.importance, place.sort_key collate "C", place.id
	limit least(greatest(most, 1), 50)
$$;

-- Organisations and events whose names have every word typed, the last one perhaps only begun, with two letters or with one
-- after other words. A name can begin like thousands; of so many, any few hundred are compared, because more typing will tell.
create function internal.organisations_named(typed text, most integer) returns table (organisation_id uuid, rank real)
	language sql stable security definer set search_path = '' as $$
	select found.id, found.rank
	from internal.matches('organisation', typed, case when pg_catalog.btrim(typed) like '% %' then 1 else 2 end, true, 300)
		as found
	order by found.rank desc, found.id limit most
$$;
create function internal.events_named(typed text, most integer) returns table (event_id uuid, rank real)
	language sql stable security definer set search_path = '' as $$
	select found.id, found.rank
	from internal.matches('event', typed, case when pg_catalog.btrim(typed) like '% %' then 1 else 2 end, true, 300) as found
	order by found.rank desc, found.id limit most
$$;

-- Up to `most` (1 to 20) suggestions, sorts mixed fairly: [{type, id, name, note, lat, lng}]. `id` is what the page's address
-- needs: the slug of an organisation or event, the id of a place or topic. `note`: the town of an organisation, the
-- municipality of a place, the start of an event's next or last date (ISO 8601 with its offset), null for a topic.
create function public.suggest(typed text, language text default 'lv', most integer default 8) returns jsonb
	language sql stable set search_path = '' as $$
	with found as (
		select 1 as sort, 'organisation' as type, organisation.slug as id,
			case when language = 'en' then coalesce(organisation.name_en, organisation.name_lv)
				else organisation.name_lv end as name,
			case when language = 'en' then coalesce(place.name_en, place.name_lv) else place.name_lv end as note,
			organisation.latitude, organisation.longitude,
			row_number() over (order by hit.rank desc, organisation.sort_lv collate "C", organisation.id) as position
		from internal.organisations_named(typed, 20) as hit
		join public.organisations as organisation on organisation.id = hit.organisation_id
		left join public.places as place on place.id = organisation.place_id
		union all
		select 2, 'place', place.id,
			case when language = 'en' then coalesce(place.name_en, place.name_lv) else place.name_lv end,
			place.municipality_lv, place.latitude, place.longitude, place.position
		from public.find_places(typed, 20) with ordinality
			as place (id, name_lv, name_en, kind, municipality_lv, region_id, latitude, longitude, exact, position)
		union all
		select 3, 'topic', topic.id, case when language = 'en' then topic.name_en else topic.name_lv end, null, null, null,
			row_number() over (order by topic.match, topic.position)
		from (
			select topic.*, least(internal.name_match(asked.words, topic.name_lv),
				internal.name_match(asked.words, topic.name_en)) as match
			from public.topics as topic,
				(select pg_catalog.string_to_array(internal.plain_words(pg_catalog.left(typed, 100)), ' ') as words) as asked
		) as topic
		where topic.match is not null
		union all
		select 4, 'event', event.slug,
			case when language = 'en' then coalesce(event.title_en, event.title_lv)
				else coalesce(event.title_lv, event.title_en) end,
			to_jsonb(date.starts_at) #>> '{}', event.latitude, event.longitude,
			row_number() over (order by date.ends_at < now(), hit.rank desc,
				abs(extract(epoch from date.starts_at - now())), event.id)
		from internal.events_named(typed, 20) as hit
		join public.events as event on event.id = hit.event_id
		cross join lateral (
			select occurrence.starts_at, occurrence.ends_at from public.event_occurrences as occurrence
			where occurrence.event_id = event.id
			order by occurrence.ends_at < now(), abs(extract(epoch from occurrence.starts_at - now())) limit 1) as date
	), chosen as (
		select * from found order by position, sort limit least(greatest(most, 1), 20)
	)
	select coalesce(jsonb_agg(jsonb_build_object('type', type, 'id', id, 'name', name, 'note', note,
		'lat', latitude, 'lng', longitude) order by sort, position), '[]')
	from chosen
$$;

revoke execute on function internal.name_match(text[], text), internal.words_of_place(text),
	internal.organisations_named(text, integer), internal.events_named(text, integer),
	public.find_places(text, integer), public.suggest(text, text, integer) from public, anon, authenticated, service_role;
grant execute on function internal.name_match(text[], text), internal.words_of_place(text),
	internal.organisations_named(text, integer), internal.events_named(text, integer),
	public.find_places(text, integer), public.suggest(text, text, integer) to anon, authenticated, service_role;
