-- Words that stand in no listing and find it all the same: what kinds of event are called, the
-- months, and what a mark on a page says (online, free). Written from supabase/data with the
-- network for each of its languages; a test holds the kinds against the texts of the interface.
-- Kinds of organisation have their names in organisation_kinds.
create table internal.search_terms (
	sort text not null check (sort in ('event-kind', 'month', 'attendance', 'price')),
	-- A kind of event, the number of a month, 'online', 'free'.
	id text not null,
	words jsonb not null check (internal.is_localised(words, 200) and words <> '{}'),
	primary key (sort, id)
);
alter table internal.search_terms enable row level security;
revoke all on internal.search_terms from public, anon, authenticated, service_role;
create trigger b_check_languages before insert or update of words on internal.search_terms
	for each row execute function internal.check_languages('words');

create function internal.term_words(sort text, id text) returns text
	language sql stable strict security definer set search_path = '' as $$
	select internal.texts_of(term.words) from internal.search_terms as term
	where term.sort = term_words.sort and term.id = term_words.id
$$;
comment on function internal.term_words(text, text) is
	'What something is called in every language of the network; NULL for what has no words of its own.';

-- What words find an organisation by. One document each, kept true by triggers on every table it
-- draws from; only published organisations have one, so that nothing about a draft can be found,
-- not even by a correction of a word.

-- Phones as they are typed: all digits, and without a country code of one to three digits. Nobody
-- looks for an extension.
create function internal.phone_words(phones text[]) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select pg_catalog.string_agg(pg_catalog.substr(digits.digits, first), ' ')
	from pg_catalog.unnest(phones) as phone,
		lateral (select pg_catalog.regexp_replace(pg_catalog.split_part(phone, ';', 1), '[^0-9]', '', 'g') as digits) as digits,
		pg_catalog.generate_series(1, 4) as first
$$;

-- What there is to read of organisations in all languages; the main name is the one in the first of
-- the network's languages that has one. By weight: names; what they are and help with; where they
-- are; the rest.
create function internal.organisation_texts(ids uuid[]) returns table (
	organisation_id uuid, name text, names text, sorts text, places text, descriptions text
)
	language sql stable security definer set search_path = '' as $$
	select organisation.id, organisation.name ->> main.language,
		pg_catalog.concat_ws(' ', internal.texts_of(organisation.name - main.language), organisation.abbreviation,
			pg_catalog.array_to_string(organisation.former_names, ' ')),
		pg_catalog.concat_ws(' ', internal.texts_of(kind.name), (
			select pg_catalog.string_agg(internal.texts_of(topic.name), ' ' order by topic.position)
			from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.organisation_id = organisation.id)),
		pg_catalog.concat_ws(' ', internal.texts_of(place.name, municipality.full_name, region.name), organisation.street, organisation.postcode),
		pg_catalog.concat_ws(' ', internal.texts_of(organisation.summary, organisation.legal_form),
			organisation.registration_number, internal.phone_words(organisation.phones), organisation.email,
			pg_catalog.regexp_replace(organisation.website, '^https?://(www\.)?', ''))
	from (select distinct id from pg_catalog.unnest(ids) as id) as wanted
	-- `is true` keeps the planner from the list's index: without statistics, as in the transaction
	-- that loads a new directory, it takes published organisations for a handful and reads all of
	-- them again for each row.
	join public.organisations as organisation
		on organisation.id = wanted.id and (organisation.publication = 'published') is true
	left join lateral (
		select known.language
		from pg_catalog.unnest((select internal.languages())) with ordinality as known (language, place)
		where organisation.name ? known.language order by known.place limit 1) as main on true
	left join public.organisation_kinds as kind on kind.id = organisation.kind
	left join public.places as place on place.id = organisation.place_id
	left join public.municipalities as municipality on municipality.id = organisation.municipality_id
	left join public.regions as region on region.id = organisation.region_id
$$;

-- Texts as a document with the weights A to D, and how many words the main name has. All of them
-- are folded at once as plain_words() does, with a control character between them, because calling
-- functions is what costs here.
create function internal.document_of(
	name text, names text, sorts text, places text, descriptions text, out document tsvector, out name_length integer
)
	language plpgsql stable parallel safe set search_path = '' as $$
declare
	plain text := pg_catalog.regexp_replace(
		pg_catalog.lower(extensions.unaccent('extensions.unaccent', pg_catalog.normalize(pg_catalog.translate(
			pg_catalog.concat(name, E'\x1f', names, E'\x1f', sorts, E'\x1f', places, E'\x1f', descriptions),
			E'ς\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFE0E\uFE0F\uFEFF', 'σ'), 'NFKD'))),
		'[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF\u001F]+', ' ', 'g');
	parts text[] := pg_catalog.string_to_array(plain, E'\x1f');
begin
	document := pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', parts[1] || ' ' || parts[2]), 'A')
		|| pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', parts[3]), 'B')
		|| pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', parts[4]), 'C')
		|| pg_catalog.setweight(pg_catalog.to_tsvector('pg_catalog.simple', parts[5]), 'D');
	name_length := pg_catalog.cardinality(pg_catalog.string_to_array(pg_catalog.btrim(parts[1]), ' '));
end;
$$;

-- Without a foreign key: its cascade would go row by row, and each row would recount its words. The
-- triggers on organisations take rows away together.
create table internal.organisation_words (
	organisation_id uuid primary key,
	document tsvector not null,
	-- How many words its main name has, so that a name said in full comes before a longer one that
	-- has it in it.
	name_length integer not null
);
-- The list of entries that wait to be sorted in makes writing ten times as fast; every question
-- reads through it, so it is kept short.
create index organisation_words_document on internal.organisation_words using gin (document)
	with (fastupdate = on, gin_pending_list_limit = 512);
alter table internal.organisation_words enable row level security;
revoke all on internal.organisation_words from public, anon, authenticated, service_role;

create function internal.count_document_words() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op = 'INSERT' then
		perform internal.count_words(array_agg(word), array_agg(change)) from (
			select entry.lexeme as word, count(*) as change
			from came, pg_catalog.unnest(came.document) as entry group by entry.lexeme) as one;
	elsif tg_op = 'DELETE' then
		perform internal.count_words(array_agg(word), array_agg(change)) from (
			select entry.lexeme as word, -count(*) as change
			from went, pg_catalog.unnest(went.document) as entry group by entry.lexeme) as one;
	else
		perform internal.count_words(array_agg(word), array_agg(change)) from (
			select word, sum(one) as change from (
				select entry.lexeme as word, 1 as one from came, pg_catalog.unnest(came.document) as entry
				union all
				select entry.lexeme, -1 from went, pg_catalog.unnest(went.document) as entry
			) as each_one group by word having sum(one) <> 0) as one;
	end if;
	return null;
end;
$$;
create trigger count_words_in after insert on internal.organisation_words
	referencing new table as came for each statement execute function internal.count_document_words();
create trigger count_words_both after update on internal.organisation_words
	referencing old table as went new table as came for each statement execute function internal.count_document_words();
create trigger count_words_out after delete on internal.organisation_words
	referencing old table as went for each statement execute function internal.count_document_words();

-- Writes the documents of these organisations anew where they differ, and takes those of
-- unpublished ones away. One that is gone altogether is left to the trigger on organisations.
create function internal.refresh_organisation_words(ids uuid[]) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.organisation_words as kept (organisation_id, document, name_length)
	select texts.organisation_id, written.document, written.name_length
	from internal.organisation_texts(ids) as texts,
		internal.document_of(texts.name, texts.names, texts.sorts, texts.places, texts.descriptions) as written
	on conflict (organisation_id) do update set document = excluded.document, name_length = excluded.name_length
		where (kept.document, kept.name_length) is distinct from (excluded.document, excluded.name_length);
	-- Looked for first: a statement that meets no row still wakes the triggers of the table.
	if exists (select from public.organisations as organisation
			where organisation.id = any (ids) and organisation.publication <> 'published') then
		delete from internal.organisation_words as kept
		using public.organisations as organisation
		where organisation.id = any (ids) and organisation.publication <> 'published'
			and kept.organisation_id = organisation.id;
	end if;
end;
$$;

create function internal.follow_organisations() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op = 'DELETE' then
		delete from internal.organisation_words where organisation_id in (select id from went);
	elsif tg_op = 'TRUNCATE' then
		delete from internal.organisation_words;
	else
		perform internal.refresh_organisation_words(array(select id from came));
	end if;
	return null;
end;
$$;
create trigger x_words_in after insert on public.organisations
	referencing new table as came for each statement execute function internal.follow_organisations();
create trigger x_words_both after update on public.organisations
	referencing new table as came for each statement execute function internal.follow_organisations();
create trigger x_words_out after delete on public.organisations
	referencing old table as went for each statement execute function internal.follow_organisations();
create trigger x_words_none after truncate on public.organisations
	for each statement execute function internal.follow_organisations();

create function internal.follow_organisation_topics() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		perform internal.refresh_organisation_words(array(select distinct organisation_id from went));
	end if;
	if tg_op <> 'DELETE' then
		perform internal.refresh_organisation_words(array(select distinct organisation_id from came));
	end if;
	return null;
end;
$$;
create trigger x_words_in after insert on public.organisation_topics
	referencing new table as came for each statement execute function internal.follow_organisation_topics();
create trigger x_words_both after update on public.organisation_topics
	referencing old table as went new table as came for each statement
	execute function internal.follow_organisation_topics();
create trigger x_words_out after delete on public.organisation_topics
	referencing old table as went for each statement execute function internal.follow_organisation_topics();

-- A name that many share changed: rare, and dear only where many share it.
create function internal.follow_names_of_organisations() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.refresh_organisation_words(array(
		select organisation.id from public.organisations as organisation
		where case tg_table_name
			when 'places' then organisation.place_id in (select to_jsonb(came) ->> 'id' from came)
			when 'municipalities' then organisation.municipality_id in (select to_jsonb(came) ->> 'id' from came)
			when 'regions' then organisation.region_id in (select to_jsonb(came) ->> 'id' from came)
			when 'organisation_kinds' then organisation.kind in (select to_jsonb(came) ->> 'id' from came)
			when 'topics' then organisation.id in (
				select link.organisation_id from public.organisation_topics as link
				where link.topic_id in (select to_jsonb(came) ->> 'id' from came))
		end));
	return null;
end;
$$;
create trigger x_words_of_organisations after update on public.places
	referencing new table as came for each statement execute function internal.follow_names_of_organisations();
create trigger x_words_of_organisations after update on public.municipalities
	referencing new table as came for each statement execute function internal.follow_names_of_organisations();
create trigger x_words_of_organisations after update on public.regions
	referencing new table as came for each statement execute function internal.follow_names_of_organisations();
create trigger x_words_of_organisations after update on public.topics
	referencing new table as came for each statement execute function internal.follow_names_of_organisations();
create trigger x_words_of_organisations after update on public.organisation_kinds
	referencing new table as came for each statement execute function internal.follow_names_of_organisations();

-- What words find an event by: the same as for organisations, with those who hold it, the month and
-- year of its first date, whom it is for, who pays, where it is held, and in words what a mark on
-- the page says (online, free).
create function internal.event_texts(ids uuid[]) returns table (
	event_id uuid, name text, names text, sorts text, places text, descriptions text
)
	language sql stable security definer set search_path = '' as $$
	select event.id, event.title ->> main.language, internal.texts_of(event.title - main.language),
		pg_catalog.concat_ws(' ', internal.term_words('event-kind', event.kind), (
			select pg_catalog.string_agg(internal.texts_of(topic.name), ' ' order by topic.position)
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id)),
		pg_catalog.concat_ws(' ', event.venue_name, event.street, event.postcode, 
			internal.texts_of(place.name, municipality.full_name, region.name), (
			select pg_catalog.string_agg(case when organisation.publication = 'published'
				then pg_catalog.concat_ws(' ', internal.texts_of(organisation.name), organisation.abbreviation,
					pg_catalog.array_to_string(organisation.former_names, ' '))
				else organiser.name end, ' ' order by organiser.position)
			from public.event_organisers as organiser
			left join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id), (
			select pg_catalog.concat_ws(' ', internal.texts_of(organisation.name), organisation.abbreviation)
			from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = event.id and (organisation.publication = 'published') is true)),
		pg_catalog.concat_ws(' ', internal.texts_of(event.summary, event.description, event.audience, event.funder),
			case when event.attendance <> 'on-site' then internal.term_words('attendance', 'online') end,
			case when event.free then internal.term_words('price', 'free') end,
			extract(year from event.starts_local)::integer,
			case when event.date_precision <> 'year'
				then internal.term_words('month', extract(month from event.starts_local)::text) end)
	from (select distinct id from pg_catalog.unnest(ids) as id) as wanted
	join public.events as event on event.id = wanted.id and (event.publication = 'published') is true
	left join lateral (
		select known.language
		from pg_catalog.unnest((select internal.languages())) with ordinality as known (language, place)
		where event.title ? known.language order by known.place limit 1) as main on true
	left join public.places as place on place.id = event.place_id
	left join public.municipalities as municipality on municipality.id = event.municipality_id
	left join public.regions as region on region.id = event.region_id
$$;

create table internal.event_words (
	event_id uuid primary key,
	document tsvector not null,
	name_length integer not null
);
create index event_words_document on internal.event_words using gin (document)
	with (fastupdate = on, gin_pending_list_limit = 512);
alter table internal.event_words enable row level security;
revoke all on internal.event_words from public, anon, authenticated, service_role;

create trigger count_words_in after insert on internal.event_words
	referencing new table as came for each statement execute function internal.count_document_words();
create trigger count_words_both after update on internal.event_words
	referencing old table as went new table as came for each statement execute function internal.count_document_words();
create trigger count_words_out after delete on internal.event_words
	referencing old table as went for each statement execute function internal.count_document_words();

create function internal.refresh_event_words(ids uuid[]) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.event_words as kept (event_id, document, name_length)
	select texts.event_id, written.document, written.name_length
	from internal.event_texts(ids) as texts,
		internal.document_of(texts.name, texts.names, texts.sorts, texts.places, texts.descriptions) as written
	on conflict (event_id) do update set document = excluded.document, name_length = excluded.name_length
		where (kept.document, kept.name_length) is distinct from (excluded.document, excluded.name_length);
	if exists (select from public.events as event
			where event.id = any (ids) and event.publication <> 'published') then
		delete from internal.event_words as kept
		using public.events as event
		where event.id = any (ids) and event.publication <> 'published' and kept.event_id = event.id;
	end if;
end;
$$;

create function internal.follow_events() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op = 'DELETE' then
		delete from internal.event_words where event_id in (select id from went);
	elsif tg_op = 'TRUNCATE' then
		delete from internal.event_words;
	else
		perform internal.refresh_event_words(array(select id from came));
	end if;
	return null;
end;
$$;
create trigger x_words_in after insert on public.events
	referencing new table as came for each statement execute function internal.follow_events();
create trigger x_words_both after update on public.events
	referencing new table as came for each statement execute function internal.follow_events();
create trigger x_words_out after delete on public.events
	referencing old table as went for each statement execute function internal.follow_events();
create trigger x_words_none after truncate on public.events
	for each statement execute function internal.follow_events();

create function internal.follow_parts_of_events() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		perform internal.refresh_event_words(array(select distinct event_id from went));
	end if;
	if tg_op <> 'DELETE' then
		perform internal.refresh_event_words(array(select distinct event_id from came));
	end if;
	return null;
end;
$$;
create trigger x_words_in after insert on public.event_topics
	referencing new table as came for each statement execute function internal.follow_parts_of_events();
create trigger x_words_both after update on public.event_topics
	referencing old table as went new table as came for each statement
	execute function internal.follow_parts_of_events();
create trigger x_words_out after delete on public.event_topics
	referencing old table as went for each statement execute function internal.follow_parts_of_events();
create trigger x_words_in after insert on public.event_organisers
	referencing new table as came for each statement execute function internal.follow_parts_of_events();
create trigger x_words_both after update on public.event_organisers
	referencing old table as went new table as came for each statement
	execute function internal.follow_parts_of_events();
create trigger x_words_out after delete on public.event_organisers
	referencing old table as went for each statement execute function internal.follow_parts_of_events();

create function internal.follow_names_of_events() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.refresh_event_words(array(
		select event.id from public.events as event
		where case tg_table_name
			when 'places' then event.place_id in (select to_jsonb(came) ->> 'id' from came)
			when 'municipalities' then event.municipality_id in (select to_jsonb(came) ->> 'id' from came)
			when 'regions' then event.region_id in (select to_jsonb(came) ->> 'id' from came)
			when 'topics' then event.id in (
				select link.event_id from public.event_topics as link
				where link.topic_id in (select to_jsonb(came) ->> 'id' from came))
		end));
	return null;
end;
$$;
create trigger x_words_of_events after update on public.places
	referencing new table as came for each statement execute function internal.follow_names_of_events();
create trigger x_words_of_events after update on public.municipalities
	referencing new table as came for each statement execute function internal.follow_names_of_events();
create trigger x_words_of_events after update on public.regions
	referencing new table as came for each statement execute function internal.follow_names_of_events();
create trigger x_words_of_events after update on public.topics
	referencing new table as came for each statement execute function internal.follow_names_of_events();

-- Whose name an event's document has: who holds it, and where.
create function internal.follow_organisers() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	concerned uuid[] := array(
		select distinct organiser.event_id
		from came
		join went on went.id = came.id
		join (select event_id, organisation_id from public.event_organisers
			union all select event_id, organisation_id from public.event_venues) as organiser
			on organiser.organisation_id = came.id
		where (came.name, came.abbreviation, came.former_names, came.publication)
			is distinct from (went.name, went.abbreviation, went.former_names, went.publication));
begin
	-- Asked of none, it would still wake the triggers of the table of words.
	if cardinality(concerned) > 0 then
		perform internal.refresh_event_words(concerned);
	end if;
	return null;
end;
$$;
create trigger x_words_of_events after update on public.organisations
	referencing old table as went new table as came for each statement execute function internal.follow_organisers();
create trigger x_words_in after insert on public.event_venues
	referencing new table as came for each statement execute function internal.follow_parts_of_events();
create trigger x_words_both after update on public.event_venues
	referencing old table as went new table as came for each statement execute function internal.follow_parts_of_events();
create trigger x_words_out after delete on public.event_venues
	referencing old table as went for each statement execute function internal.follow_parts_of_events();

-- Terms are few and change with the configuration: everything that may have them is written anew.
create function internal.follow_search_terms() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.refresh_event_words(array(select event.id from public.events as event));
	return null;
end;
$$;
create trigger x_words_of_events after insert or update or delete on internal.search_terms
	for each statement execute function internal.follow_search_terms();

-- Another list of languages: what is made per language, sort keys and the words of listings, is
-- made anew.
create function internal.follow_languages() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	-- The words of organisations follow their rows.
	update public.organisations as organisation set sort_keys = internal.sort_keys(organisation.name);
	perform internal.refresh_event_words(array(select event.id from public.events as event));
	return null;
end;
$$;
create trigger follow_languages after insert on internal.network
	for each row execute function internal.follow_languages();
create trigger follow_other_languages after update on internal.network
	for each row when (old.languages <> new.languages) execute function internal.follow_languages();
