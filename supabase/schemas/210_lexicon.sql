-- Every word that can be found, with what is needed to find its inflected forms and to see through
-- a typing error. It grows with the vocabulary, not with the number of organisations, and so does
-- the cost of a question.

-- What is left of a word when up to `max_errors` of its first seven letters are left out, the word
-- itself included. Two words that are `max_errors` typing errors apart have one of these in common,
-- so one look into an index finds every candidate (the symmetric deletes of W. Garbe's SymSpell).
-- Trigrams would miss swapped letters in short words and find half the lexicon for long ones.
create function internal.without_letters(word text, max_errors integer) returns text[]
	language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
	start text := pg_catalog.left(word, 7);
	length integer := pg_catalog.length(start);
	found text[] := array[start];
	shorter text;
begin
	if max_errors < 1 then
		return found;
	end if;
	for i in 1..length loop
		shorter := pg_catalog.left(start, i - 1) || pg_catalog.substr(start, i + 1);
		found := found || shorter;
		if max_errors > 1 then
			for j in i..length - 1 loop
				found := found || (pg_catalog.left(shorter, j - 1) || pg_catalog.substr(shorter, j + 1));
			end loop;
		end if;
	end loop;
	return found;
end;
$$;

-- How many typing errors are forgiven between two words: one if the longer has five letters or
-- more, two from nine on.
create function internal.errors_forgiven(length integer) returns integer
	language sql immutable strict parallel safe set search_path = ''
	return case when length >= 9 then 2 when length >= 5 then 1 else 0 end;

create table internal.lexicon (
	-- Folded, letters only: what has a digit is compared as it is.
	word text collate "C" primary key,
	-- In how many documents of organisations and events it stands.
	documents integer not null default 0,
	-- Stands in the name of a place, municipality, region, topic or kind, and so is right even
	-- where no document has it.
	is_name boolean not null default false,
	stem text collate "C" generated always as (internal.stem(word)) stored,
	english text collate "C" generated always as (internal.english_stem(word)) stored
-- Counts change all the time; with room on the page they change in place.
) with (fillfactor = 60);
create index lexicon_stem on internal.lexicon (stem);
create index lexicon_english on internal.lexicon (english);
alter table internal.lexicon enable row level security;
revoke all on internal.lexicon from public, anon, authenticated, service_role;

-- What each word and its stem leave when letters are left out. Apart from the lexicon, whose rows
-- change with every count and would have all of these indexed anew.
create table internal.lexicon_keys (
	word text collate "C" primary key references internal.lexicon (word) on delete cascade,
	near text[] not null
);
create index lexicon_keys_near on internal.lexicon_keys using gin (near);
alter table internal.lexicon_keys enable row level security;
revoke all on internal.lexicon_keys from public, anon, authenticated, service_role;

create function internal.key_words() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.lexicon_keys (word, near)
	-- A word of seven letters may be two errors away from one of nine.
	select word, array(select distinct key from unnest(internal.without_letters(word, errors)
		|| internal.without_letters(stem, errors)) as key)
	from (select word, stem, case when length(word) >= 7 then 2 else 1 end as errors from came
		where length(word) >= 4) as one;
	return null;
end;
$$;
create trigger key_words after insert on internal.lexicon
	referencing new table as came for each statement execute function internal.key_words();

-- Keeps the counts true: `words` stand in so many documents more, or fewer, than before.
create function internal.count_words(words text[], changes bigint[]) returns void
	language plpgsql strict security definer set search_path = '' as $$
begin
	with changed as materialized (
		select word, change from unnest(words, changes) as one (word, change)
		where word !~ '[0-9]' and pg_catalog.length(word) between 2 and 40
		-- One order for everybody, so that two savings wait for each other instead of blocking each
		-- other.
		order by word collate "C"
	), counted as (
		update internal.lexicon set documents = lexicon.documents + changed.change
		from changed where lexicon.word = changed.word
		returning lexicon.word
	)
	insert into internal.lexicon (word, documents)
	select changed.word, changed.change from changed
	where changed.change > 0 and not exists (select from counted where counted.word = changed.word)
	on conflict (word) do update set documents = lexicon.documents + excluded.documents;
	if exists (select from pg_catalog.unnest(changes) as change where change < 0) then
		delete from internal.lexicon where documents <= 0 and not is_name and word = any (words);
	end if;
end;
$$;

create function internal.mark_names_in_lexicon() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	names text[];
begin
	select array_agg(distinct word) into names
	from (
		select internal.texts_of(place.name) as name from public.places as place
		union all select internal.texts_of(municipality.full_name) from public.municipalities as municipality
		union all select internal.texts_of(region.name) from public.regions as region
		union all select internal.texts_of(region.short) from public.regions as region
		union all select internal.texts_of(topic.name) from public.topics as topic
		union all select internal.texts_of(kind.name) from public.organisation_kinds as kind
	) as named, pg_catalog.string_to_table(internal.plain_words(named.name), ' ') as word
	where word !~ '[0-9]' and pg_catalog.length(word) between 2 and 40;
	update internal.lexicon set is_name = false where is_name and word <> all (names);
	insert into internal.lexicon as lexicon (word, is_name) select word, true from pg_catalog.unnest(names) as word
	on conflict (word) do update set is_name = true where not lexicon.is_name;
	delete from internal.lexicon where documents <= 0 and not is_name;
	return null;
end;
$$;
create trigger y_mark_names after insert or update or delete or truncate on public.places
	for each statement execute function internal.mark_names_in_lexicon();
create trigger y_mark_names after insert or update or delete or truncate on public.municipalities
	for each statement execute function internal.mark_names_in_lexicon();
create trigger y_mark_names after insert or update or delete or truncate on public.regions
	for each statement execute function internal.mark_names_in_lexicon();
create trigger y_mark_names after insert or update or delete or truncate on public.topics
	for each statement execute function internal.mark_names_in_lexicon();
create trigger y_mark_names after insert or update or delete or truncate on public.organisation_kinds
	for each statement execute function internal.mark_names_in_lexicon();
