-- Made from supabase/schemas by `npm run migration`; read and changed there, never here.

-- 010_foundation.sql

-- The ground everything stands on: extensions, a schema no API exposes, who may do what by default,
-- the facts of the network.
--
-- How these files are read: each begins with what it is about. A table stands with all its columns
-- and constraints, and under it its indexes, policies, grants and triggers; a function with its
-- grant. They apply in the order of their numbers to an empty database; what a file needs at once
-- (tables, types, functions in constraints and policies) stands before it, and bodies of functions
-- may name what comes later.

set check_function_bodies = off;

-- Where hosted Supabase keeps extensions; the same place everywhere, so that the embedded database,
-- plain PostgreSQL and hosted Supabase have one schema.

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
create extension if not exists postgis with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists unaccent with schema extensions;

-- Rules, triggers and whatever must run with the owner's rights. Not exposed by any API; the roles
-- may only call what is granted to them one by one.
create schema internal;
revoke all on schema internal from public;
grant usage on schema internal to anon, authenticated, service_role;

-- Hosted Supabase grants the roles of requests everything that is made in `public`. Here each right
-- is granted by name.
alter default privileges in schema public
	revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public
	revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public
	revoke all on functions from anon, authenticated, service_role;

-- The facts of the network this installation serves, one row, written from network.config.ts at the
-- first start.
create table internal.network (
	singleton boolean primary key default true check (singleton),
	south double precision not null,
	west double precision not null,
	north double precision not null,
	east double precision not null,
	postcode_pattern text not null,
	registration_number_pattern text not null,
	time_zone text not null,
	-- Months after which an organisation is asked whether its listing is still right.
	ask_after_months integer not null default 6 check (ask_after_months between 1 and 120),
	-- ISO 639 codes, the network's first language first: texts are kept in these and no others.
	languages text[] not null check (cardinality(languages) between 1 and 20 and array_ndims(languages) = 1
		and array_to_string(languages, ' ', '?') ~ '^[a-z]{2,3}( [a-z]{2,3})*$'),
	-- Whether administrators need a second factor (132_second_factor.sql).
	administrators_need_second_factor boolean not null default false,
	check (south < north and west < east)
);
comment on table internal.network is
	'One row: where a pin may lie (WGS84 degrees), the forms of postcodes and registration numbers, the zone of dates, the languages of texts, and what administrators sign in with.';
alter table internal.network enable row level security;
revoke all on internal.network from public, anon, authenticated, service_role;

-- A listing's version rises once a transaction. Whether this one has counted already is told by its
-- number: by the time alone two saves within one tick of the clock (a millisecond on the embedded
-- database) would be taken for one, and the second would have no version and no history. The number
-- alone would not do either: a database that was restored counts its transactions anew. In
-- PL/pgSQL, because it answers without beginning a query.
create function internal.is_counted(counted_at timestamptz, counted_in xid8) returns boolean
	language plpgsql stable parallel safe set search_path = '' as $$
begin
	return counted_at = now() and counted_in = pg_current_xact_id();
end;
$$;

-- 020_text.sql

-- Rules about text that tables, forms and search share: how it is compared, sorted and checked.

-- Lower case whatever the database's locale is: under the locale C, lower() leaves every letter
-- outside ASCII as it is, and 'Ādaži' would not be found by 'ādaži'.
create function internal.lower_case(value text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.lower(pg_catalog.translate(
		value,
		'ĀČĒĢĪĶĻŅŌŖŠŪŽÁÉÍÓÚÝĆŃŚŹĹÀÈÌÒÙǸĂĔÂÊÎÔÛĚŘŤĎŇÅŮÄËÏÖÜŸŐŰÃÕÑĄĘĮŲÇŞØŁĐĖŻ',
		'āčēģīķļņōŗšūžáéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėż'
	));
comment on function internal.lower_case(text) is
	'Lower case in any locale; NULL for NULL.';
grant execute on function internal.lower_case to anon, authenticated, service_role;

-- What is written and not seen: soft hyphens, what joins or parts letters without a gap, marks of
-- the direction, sorts of the sign before. Pasted texts hold them, people who look for these texts
-- do not type them, so everything that compares takes them away. In src/lib/i18n/fold.ts the same
-- ones.
create function internal.without_unseen(value text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.translate(value, E'\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFE0E\uFE0F\uFEFF', '');
comment on function internal.without_unseen(text) is
	'The text without the signs nobody sees; NULL for NULL.';
grant execute on function internal.without_unseen to anon, authenticated, service_role;

-- Lower case without diacritics, for comparing what people type: letters are taken apart into
-- letter and mark, and the marks go. What Unicode does not take apart is written out, for all
-- letters of the blocks Latin-1, Extended-A and Extended-B that unaccent() knows. Not unaccent()
-- itself, which is only STABLE (its rules are a file that can change): a column that is worked out
-- needs an IMMUTABLE function. The same as fold() in src/lib/i18n; a test holds the three together.
create function internal.fold(value text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
		pg_catalog.lower(pg_catalog.regexp_replace(pg_catalog.normalize(pg_catalog.translate(value,
			E'ς\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFE0E\uFE0F\uFEFF', 'σ'), 'NFKD'),
			'[\u0300-\u0362]+', '', 'g')),
		'ðøđħıĸłŋŧƀɓƃƈɖɗƌɛƒɠɩɨƙƚɲƞƥƫƭʈʋƴƶǥȡȥȴȵȶȷȼȿɀⱥⱦʉɇɉɍɏ‐‑‒–—―−’‘ʼʻ',
		'dodhiqlntbbbcdddefgiiklnnptttvyzgdzlntjcszatuejry-------'''''''''),
		'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
comment on function internal.fold(text) is
	'Lower case without diacritics and unseen signs; NULL for NULL.';
grant execute on function internal.fold to anon, authenticated, service_role;

-- Names in Cyrillic and Greek letters as Latvian has them, in lower case, for addresses of pages:
-- 'Общество «Єдність»' is 'obščestvo «jednist»'. One letter for one letter but where Latvian hears
-- more. The same as latinLetters() in src/lib/geo/latinised.ts; a test holds them together.
create function internal.latin_letters(value text) returns text
	language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
	-- Letters that become several.
	longer constant text[] := array['ё', 'jo', 'є', 'je', 'ї', 'ji', 'щ', 'šč', 'ю', 'ju', 'я', 'ja', 'љ', 'lj', 'њ', 'nj',
		'џ', 'dž', 'ѕ', 'dz', 'ου', 'u', 'ξ', 'ks', 'ψ', 'ps'];
	latin text := pg_catalog.lower(pg_catalog.normalize(pg_catalog.translate(value, E'\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFE0E\uFE0F\uFEFF', ''), 'NFC'));
begin
	if latin !~ '[\u0250-\u02AF\u01DD\u0370-\u052F\u1F00-\u1FFF]' then
		return latin;
	end if;
	-- Before a vowel this letter is Latvian's j: Руйиена.
	latin := pg_catalog.regexp_replace(latin, 'й(?=[иеэ])', 'j', 'g');
	-- Behind a consonant these two only soften it: Плявиняс is Pļaviņas.
	latin := pg_catalog.regexp_replace(latin, '(?<=[бвгджзклмнпрстфхцчшщ])я', 'a', 'g');
	latin := pg_catalog.regexp_replace(latin, '(?<=[бвгджзклмнпрстфхцчшщ])ю', 'u', 'g');
	-- At the beginning of a word this letter is heard with a j: Екабпилс, Ерсика.
	latin := pg_catalog.regexp_replace(latin, '(?<![a-z\u00DF-\u024F\u0370-\u052F])е', 'je', 'g');
	-- Accents of Greek are no part of the letter.
	latin := pg_catalog.normalize(pg_catalog.regexp_replace(pg_catalog.normalize(latin, 'NFD'),
		'([\u0370-\u03FF])[\u0300-\u036F]+', '\1', 'g'), 'NFC');
	for place in 1 .. pg_catalog.cardinality(longer) by 2 loop
		latin := pg_catalog.replace(latin, longer[place], longer[place + 1]);
	end loop;
	return pg_catalog.translate(latin,
		'абвгґдежзиійклмнопрстуўфхцчшыэђјћѓќәғқңөұүһѣαβγδεζηθικλμνοπρσςτυφχωəǝɔʊɣъь',
		'abvggdežziiiklmnoprstuufhcčšiedjćgkagknouuheavgdezitiklmnoprsstifhoeeoug');
end;
$$;

-- A name as a part of an address: lower-case letters a to z, digits and single hyphens, at most 70
-- of them and cut behind a word; '' when nothing of it can be written so (a name in Chinese). The
-- same as slugify() in src/lib/seed/slug.ts.
create function internal.slug_of(name text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select case
		when pg_catalog.length(whole.slug) <= 70 or pg_catalog.substr(whole.slug, 71, 1) = '-' then pg_catalog.left(whole.slug, 70)
		else pg_catalog.regexp_replace(pg_catalog.left(whole.slug, 70), '-[^-]*$', '')
	end
	from (select pg_catalog.btrim(pg_catalog.regexp_replace(internal.fold(internal.latin_letters(name)),
		'[^a-z0-9]+', '-', 'g'), '-') as slug) as whole
$$;

-- Order by Latvian rules where the database has no ICU (the embedded one). Source: CLDR 48's
-- collation for lv, as Intl.Collator has it: a ā b c č ... h i y ī j ..., each a letter of its own;
-- foreign diacritics count only when all letters are the same. The key has three parts with a tab
-- between them, because a tab sorts before everything else and so a name before a longer one that
-- begins with it: the letters as characters of their place in the alphabet, what is no letter or
-- digit as one space; then the diacritics; then the text itself. Keys compare bytewise (collate
-- "C"); a test holds them against Intl.Collator('lv').
create function internal.sort_key(value text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select pg_catalog.translate(plain.name,
			'aābcčdeēfgģhiyījkķlļmnņoōpqrŗsštuūvwxzžáéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėż',
			'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmAGMXgNDVdlSAGMXgVAGAGMXgGbfFVAgAGMXgNXgAXVAGMgDdXSFGl')
		|| E'\t'
		|| pg_catalog.regexp_replace(pg_catalog.translate(plain.name,
			'0123456789áéíóúýćńśźĺàèìòùǹăĕâêîôûěřťďňåůäëïöüÿőűãõñąęįųçşøłđėż',
			'000000000011111111111222222334444455555556666667788899999999999'), '[^1-9]', '0', 'g')
		|| E'\t' || value
	from (select pg_catalog.btrim(pg_catalog.regexp_replace(
		pg_catalog.replace(pg_catalog.replace(internal.lower_case(
			internal.without_unseen(value)), 'ß', 'ss'), 'æ', 'ae'),
		-- Letters beyond Latin (Cyrillic, Greek) keep their place after it.
		'[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF]+', ' ', 'g')) as name) as plain
$$;
comment on function internal.sort_key(text) is
	'Key that sorts bytewise in Latvian alphabetical order, punctuation ignored; NULL for NULL.';
grant execute on function internal.sort_key to anon, authenticated, service_role;

-- What no listing may hold, whoever writes it and however it comes. Forms never send such values;
-- the data interface of a hosted project takes them from anybody who may save one listing, and each
-- of them would break more than that listing: a date no calendar can write stops every page and
-- feed it is in, a list of a hundred thousand words the whole database, and a text that turns the
-- letters around it shows another address than it leads to.

-- In PL/pgSQL, which answers a plain expression without beginning a query: every row that is
-- written is asked some twenty times.

-- What nobody sees: control characters (line ends and tabs are text), the signs that reorder text,
-- soft hyphens and what has no width, numbers that are nobody's or every font's own, and what XML
-- cannot hold at all. Forms leave the same out (visibleText() in src/lib/i18n; a test holds them
-- together), and know where joiners (U+200C, U+200D), variation signs and tags are part of a letter
-- or an emoji; these are taken here.
create function internal.is_plain(value text) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return value is null
		or value !~ '[\u0001-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uE000-\uF8FF\uFDD0-\uFDEF\uFEFF\uFFA0\uFFF0-\uFFFC\uFFFE\uFFFF\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000F0000-\U0010FFFF]';
end;
$$;

create function internal.are_plain(variadic texts text[]) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return internal.is_plain(pg_catalog.array_to_string(texts, ' '));
end;
$$;

-- No name before the host, which would show another host than it leads to; a host and a port that
-- browsers can read.
create function internal.is_web_address(value text) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return value is null or (pg_catalog.length(value) <= 2000 and internal.is_plain(value)
		and value ~ '^https?://[^\s<>"/?#@:%^|`{}\\\[\]]+(:[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-5][0-9]{3})?([/?#][^\s<>"\\]*)?$');
end;
$$;
grant execute on function internal.is_web_address to anon, authenticated, service_role;

-- Nothing that would be more than an address in a mailto: link (RFC 6068): a link to write to one
-- is not a link to write to two.
create function internal.is_email(value text) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return value is null or (pg_catalog.length(value) <= 254 and internal.is_plain(value)
		and value ~ '^[^\s@<>"(),;:?&%#/\\]+@[^\s@<>"(),;:?&%#/\\]+\.[^\s@<>"(),;:.?&%#/\\]{2,}$');
end;
$$;
grant execute on function internal.is_email to anon, authenticated, service_role;

-- E.164 (ITU-T): a plus, the country, at most 15 digits; an extension as in a tel: link (RFC 3966).
-- Spaces are put in when it is shown.
create function internal.is_phone(value text) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return value is null or value ~ '^\+[1-9][0-9]{6,14}(;ext=[0-9]{1,7})?$';
end;
$$;
grant execute on function internal.is_phone to anon, authenticated, service_role;

-- Lists, not tables: what is nested comes out of JSON with several dimensions, and no page reads
-- such a column.
create function internal.are_phones(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 10 then false
		else pg_catalog.array_position(list, null) is null
			and not exists (select 1 from pg_catalog.unnest(list) as entry where not internal.is_phone(entry)) end;
grant execute on function internal.are_phones to anon, authenticated, service_role;

create function internal.are_web_addresses(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 20 then false
		else pg_catalog.array_position(list, null) is null
			and not exists (select 1 from pg_catalog.unnest(list) as entry where not internal.is_web_address(entry)) end;
grant execute on function internal.are_web_addresses to anon, authenticated, service_role;

-- ISO 639-1 codes.
create function internal.are_languages(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 30 then false
		else pg_catalog.array_position(list, null) is null
			and not exists (select 1 from pg_catalog.unnest(list) as entry where entry !~ '^[a-z]{2}$') end;
grant execute on function internal.are_languages to anon, authenticated, service_role;

create function internal.is_slug(value text) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return value ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and pg_catalog.length(value) <= 80;
end;
$$;
grant execute on function internal.is_slug to anon, authenticated, service_role;

-- A text in several languages is one value: {"lv": "Rīga", "en": "Riga"}. A language without a text
-- is absent, a text in no language is {}: never null, never an empty string, so that there is one
-- way to say that nothing is there.

-- Whether a value has this form: keys look like codes of languages, and texts are plain, not blank
-- and at most `longest` characters. That the languages are the network's own is asked by
-- internal.check_languages, because a check may not read a table.
-- In PL/pgSQL and without a query, because every row that is written asks it for each of its texts.
create function internal.is_localised(value jsonb, longest integer) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	languages jsonb;
	language text;
	written text;
begin
	if value is null or value = '{}' then
		return true;
	elsif pg_catalog.jsonb_typeof(value) <> 'object' then
		return false;
	end if;
	languages := pg_catalog.jsonb_path_query_array(value, '$.keyvalue().key');
	for place in 0 .. pg_catalog.jsonb_array_length(languages) - 1 loop
		language := languages ->> place;
		written := value ->> language;
		if language !~ '^[a-z]{2,3}$' or pg_catalog.jsonb_typeof(value -> language) <> 'string'
			or pg_catalog.btrim(written) = '' or pg_catalog.length(written) > longest
			or not internal.is_plain(written) then
			return false;
		end if;
	end loop;
	return true;
end;
$$;

-- The network's languages, its first one first; none before the network has its row.
create function internal.languages() returns text[]
	language sql stable security definer set search_path = '' as $$
	select coalesce((select network.languages from internal.network as network), '{}')
$$;
grant execute on function internal.languages to anon, authenticated, service_role;

-- The language somebody asks for when it is one of the network's, else its first one.
create function internal.known_language(language text) returns text
	language sql stable set search_path = '' as $$
	select case when language = any (known) then language else known[1] end from internal.languages() as known
$$;

-- A text in one language: in that one, else in the first of the network's languages that has it.
-- The same rule as textIn in src/lib/i18n. NULL: there is none.
create function internal.text_in(value jsonb, language text) returns text
	language plpgsql stable set search_path = '' as $$
declare
	other text;
begin
	if value ? language then
		return value ->> language;
	end if;
	foreach other in array internal.languages() loop
		if value ? other then
			return value ->> other;
		end if;
	end loop;
	return null;
end;
$$;
grant execute on function internal.text_in to anon, authenticated, service_role;

-- The same as an expression over a column, for statements that are put together: no function is
-- called for each of twenty thousand rows.
create function internal.text_expression(named_column text, language text) returns text
	language sql stable set search_path = '' as $$
	select 'coalesce(' || pg_catalog.string_agg(pg_catalog.format('%s ->> %L', named_column, one.language), ', '
		order by one.place) || ')'
	from pg_catalog.unnest(pg_catalog.array_prepend(internal.known_language(language), internal.languages()))
		with ordinality as one (language, place)
$$;

-- What is said without a language (the name of somebody outside of the directory) as a value: it
-- stands in the network's first language. NULL for NULL.
create function internal.in_first_language(value text) returns jsonb
	language sql stable strict set search_path = '' as $$
	select pg_catalog.jsonb_build_object((internal.languages())[1], value)
$$;
grant execute on function internal.in_first_language to anon, authenticated, service_role;

-- Every text of the values with a space between them, value by value in the order of their
-- languages' codes; NULL when there is none. In PL/pgSQL and without a query, and of several values
-- in one call, because each save asks it.
create function internal.texts_of(variadic given jsonb[]) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	one jsonb;
	texts jsonb;
	joined text;
begin
	foreach one in array given loop
		texts := pg_catalog.jsonb_path_query_array(one, '$.*');
		for place in 0 .. coalesce(pg_catalog.jsonb_array_length(texts), 0) - 1 loop
			joined := pg_catalog.concat_ws(' ', joined, texts ->> place);
		end loop;
	end loop;
	return joined;
end;
$$;

-- Refuses texts in a language that is not the network's. The columns are the trigger's arguments.
create function internal.check_languages() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	known constant text[] := internal.languages();
	fields constant jsonb := to_jsonb(new);
	column_name text;
begin
	if cardinality(known) = 0 then
		return new;
	end if;
	foreach column_name in array tg_argv loop
		if jsonb_typeof(fields -> column_name) = 'object' and (fields -> column_name) - known <> '{}' then
			raise exception using errcode = 'check_violation', constraint = 'language_of_network',
				message = 'a text is in a language that is not one of the network''s';
		end if;
	end loop;
	return new;
end;
$$;

-- Words as they are compared: folded, and without the ending that Latvian grammar puts on them.

-- What stands between letters and digits as one space, everything folded: 'Rīgas NVO-nams' is
-- 'rigas nvo nams'. By the rules of unaccent, which takes half of the time of fold(): every text of
-- the directory goes through here. Its rules are a file, so this is only STABLE; no index is built
-- on it, and documents are rewritten when they change. Unaccent knows only letters in one piece,
-- and not й: they are taken apart first, so that it does not matter how somebody's keyboard wrote
-- them.
create function internal.plain_words(value text) returns text
	language sql stable strict parallel safe set search_path = ''
	return pg_catalog.btrim(pg_catalog.regexp_replace(
		pg_catalog.lower(extensions.unaccent('extensions.unaccent', pg_catalog.normalize(
			pg_catalog.translate(value, E'ς\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u2060\u2061\u2062\u2063\u2064\uFE0E\uFE0F\uFEFF', 'σ'), 'NFKD'))),
		-- Letters beyond Latin (Cyrillic, Greek) are letters too.
		'[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF]+', ' ', 'g'));
comment on function internal.plain_words(text) is
	'Folded words with one space between them; NULL for NULL.';
grant execute on function internal.plain_words to anon, authenticated, service_role;

-- A light stemmer for Latvian nouns and adjectives. Model: K. Kreslins, "A stemming algorithm for
-- Latvian" (PhD thesis, Loughborough University, 1996), in the reduced form of Apache Lucene's
-- LatvianStemmer: the longest ending of case, number and gender goes if at least three letters with
-- a vowel among them stay. Written anew, with these differences:
--   * It works on folded letters, because people type without diacritics and both sides must meet.
--     Endings that differ by
--     a macron alone (-am, -ām) are one; and c, s, z, l, n, k, g already stand for their softened
--     forms (lācis, lāča).
--   * So of the softenings only p, b, m, v before j are left to undo (gulbis, gulbja), and t to s
--     in jaunietis, jaunieši.
--   * The -aj- of definite adjectives (jaunajiem) goes after the ending, not as one with it:
--     folded, -ajā is also the end
--     of skolotāja and Liepāja, whose forms would part. It stays where it belongs to the word:
--     -otājs, -ētājs, Liepāja. Words of up to three letters (NVO) and whatever has a digit or a
--     letter beyond a to z stay as they are.
create function internal.stem(word text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select case
		when folded.word !~ '^[a-z]{4,}$' or bare.word !~ '[aeiouy]' then folded.word
		when folded.word ~ '^[a-z]{2,}iet(?:is|im|i)$' then pg_catalog.regexp_replace(bare.word, 't$', 's')
		when bare.word ~ '(?:[aeiou]t|liep|bolder)aj$' then bare.word
		else pg_catalog.regexp_replace(bare.word, '^([a-z]{3,})aj$|^([a-z]{2,}[pbmv])j$', '\1\2')
	end
	-- `offset 0`: without it each of them is worked out again wherever it is named.
	from (select internal.fold(word) as word offset 0) as folded,
		lateral (select pg_catalog.regexp_replace(folded.word,
			'^([a-z]{3,}?)(?:iem|[ae]i|ais|[aeiu]m|[aeiou]s|i[je]|[aeiou]|s)$', '\1') as word offset 0) as bare
$$;
comment on function internal.stem(text) is
	'A Latvian word, folded and without its inflectional ending; what is not a word of four or more letters a to z is only folded; NULL for NULL.';
grant execute on function internal.stem to anon, authenticated, service_role;

-- The stem of a folded English word by the Snowball stemmer PostgreSQL brings; NULL for words
-- English leaves out (the, of).
create function internal.english_stem(word text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select (pg_catalog.ts_lexize('pg_catalog.english_stem', word))[1]
$$;
grant execute on function internal.english_stem to anon, authenticated, service_role;

-- Words of the accessibility of a venue. Names for people are in words.ts; the list is the same one
-- as in event.ts.
create function internal.are_accessibility_words(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return list operator(pg_catalog.<@) array[
		'step-free', 'lift', 'accessible-toilet', 'accessible-parking', 'public-transport', 'hearing-loop', 'sign-language',
		'interpretation', 'captions', 'easy-language', 'large-print', 'assistance-dogs', 'personal-assistant', 'quiet-room',
		'child-care'];
grant execute on function internal.are_accessibility_words to anon, authenticated, service_role;

create function internal.are_names(list text[]) returns boolean
	language sql immutable parallel safe set search_path = ''
	return case when pg_catalog.array_ndims(list) > 1 or pg_catalog.cardinality(list) > 20 then false
		else not exists (select 1 from pg_catalog.unnest(list) as entry
			where entry is null or pg_catalog.length(pg_catalog.btrim(entry)) not between 1 and 200
				or not internal.is_plain(entry)) end;

-- 030_content_version.sql

-- One number that rises with every change a visitor could see. Cached pages carry it; when it
-- moved, they are made anew.

create table public.content_version (
	singleton boolean primary key default true check (singleton),
	version bigint not null default 1
);
alter table public.content_version enable row level security;
create policy "everybody reads the content version" on public.content_version
	for select to anon, authenticated using (true);
revoke all on public.content_version from public, anon, authenticated, service_role;
grant select (singleton, version) on public.content_version to anon, authenticated;
grant select on public.content_version to service_role;

insert into public.content_version default values;

create function internal.raise_content_version() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	update public.content_version set version = version + 1;
	return null;
end;
$$;

-- 040_people.sql

-- Who may do what. A person is an account of the sign-in service with a name; what they may do is
-- in memberships and nowhere else: a token says who somebody is, never what they may do. Taking a
-- membership away works with the next statement.

-- The person of this request: the subject of a valid token whose session still lives. A token is
-- honoured until it expires, also after signing out (EMBEDDED.md); asking for the session ends it
-- at once. A token without a session is nobody's. So is one of a session that has shown one factor
-- (aal1, in the words of the sign-in service) where two are asked for: by its owner, who has set a
-- second one up, or by the network of administrators.
create function internal.person() returns uuid
	language sql stable security definer set search_path = '' as $$
	select session.user_id
	from auth.sessions as session
	where session.id = (select case
			when auth.jwt() ->> 'session_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
			then (auth.jwt() ->> 'session_id')::uuid end)
		and session.user_id = (select auth.uid())
		and (session.not_after is null or session.not_after > now())
		and (session.aal::text = 'aal2' or not (
			exists (select from internal.second_factors as factor
				where factor.person_id = session.user_id and factor.confirmed_at is not null)
			-- Asked first, because it is asked with every statement and mostly the answer.
			or (exists (select from internal.network as network where network.administrators_need_second_factor)
				and internal.needs_second_factor(session.user_id))));
$$;
comment on function internal.person() is 'NULL: nobody is signed in, no longer, or not far enough.';
grant execute on function internal.person to authenticated;

-- Who is there is asked once a statement, in a query of its own: written into the condition, it
-- would be asked of every membership.
create function internal.is_administrator() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.person_id = (select internal.person()) and membership.role = 'administrator');
$$;
grant execute on function internal.is_administrator to authenticated;

create function internal.is_member() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.person_id = (select internal.person()));
$$;
grant execute on function internal.is_member to authenticated;

-- The person of this request when they have a membership; NULL: may change nothing.
create function internal.acting_member() returns uuid
	language sql stable security definer set search_path = '' as $$
	select membership.person_id from public.memberships as membership
	where membership.person_id = (select internal.person()) limit 1;
$$;

create function internal.my_regions() returns text[]
	language sql stable security definer set search_path = '' as $$
	select coalesce(array_agg(membership.region_id), '{}')
	from public.memberships as membership
	where membership.person_id = (select internal.person()) and membership.role = 'coordinator';
$$;
grant execute on function internal.my_regions to authenticated;

create function internal.my_organisations() returns uuid[]
	language sql stable security definer set search_path = '' as $$
	select coalesce(array_agg(membership.organisation_id), '{}')
	from public.memberships as membership
	where membership.person_id = (select internal.person()) and membership.role = 'editor';
$$;
grant execute on function internal.my_organisations to authenticated;

-- The region follows from where the pin lies (internal.follow_pin), so rights do too. What lies in
-- no region is the administrators'.
create function internal.may_edit_organisation(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
		join public.memberships as membership on membership.person_id = (select internal.person())
		where organisation.id = wanted and case membership.role
			when 'administrator' then true
			when 'coordinator' then membership.region_id = organisation.region_id
			when 'editor' then membership.organisation_id = organisation.id end);
$$;
grant execute on function internal.may_edit_organisation to authenticated;

-- An event belongs to the region it lies in and to its first organiser, the one to ask: who holds a
-- seminar away from home must be able to correct it. Co-organisers are named, they do not decide.
create function internal.may_edit_event(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.events as event
		join public.memberships as membership on membership.person_id = (select internal.person())
		left join public.event_organisers as organiser on organiser.event_id = event.id and organiser.position = 1
		left join public.organisations as holder on holder.id = organiser.organisation_id
		where event.id = wanted and case membership.role
			when 'administrator' then true
			when 'coordinator' then membership.region_id in (event.region_id, holder.region_id)
			when 'editor' then membership.organisation_id = holder.id end);
$$;
grant execute on function internal.may_edit_event to authenticated;

-- A listing of any sort: asks the sort's own function, may_edit_<subject>. False for what is no
-- sort.
create function internal.may_edit(subject text, wanted uuid) returns boolean
	language plpgsql stable security definer set search_path = '' as $$
declare
	theirs boolean := false;
begin
	if to_regprocedure(format('internal.%I(uuid)', 'may_edit_' || subject)) is not null then
		execute format('select internal.%I($1)', 'may_edit_' || subject) into theirs using wanted;
	end if;
	return theirs;
end;
$$;
grant execute on function internal.may_edit to authenticated;

create table public.people (
	id uuid primary key references auth.users (id) on delete cascade,
	name text not null check (length(btrim(name)) between 1 and 120),
	-- Mails to this person are written in it; ISO 639-1.
	language text not null check (language ~ '^[a-z]{2}$'),
	created_at timestamptz not null default now(),
	-- The last of their rights has ended; NULL: there are some, or there were none yet.
	rights_ended_at timestamptz,
	constraint person_name_is_plain check (internal.is_plain(name))
);
comment on table public.people is 'Accounts that have, or had, a membership; the address is with the sign-in service.';
alter table public.people enable row level security;
create policy "members read the names of members" on public.people
	for select to authenticated using (id = (select internal.person()) or (select internal.is_member()));
revoke all on public.people from public, anon, authenticated, service_role;
grant select (id, name, language, created_at) on public.people
	to authenticated;
grant select on public.people to service_role;

-- 050_geography.sql

-- Planning regions and the municipalities in them. A municipality has a validity period because
-- borders change: what lay in Varakļānu novads until 30 June 2025 lies in Madonas novads since.

create table public.regions (
	id text primary key check (internal.is_slug(id)),
	name jsonb not null check (internal.is_localised(name, 200) and name <> '{}'),
	short jsonb not null check (internal.is_localised(short, 80) and short <> '{}'),
	position integer not null,
	source text not null
);
alter table public.regions enable row level security;
create policy "everybody reads regions" on public.regions for select to anon, authenticated using (true);
revoke all on public.regions from public, anon, authenticated, service_role;
grant select (
	id, name, short, position, source
) on public.regions to anon, authenticated;
grant select on public.regions to service_role;
create trigger b_check_languages before insert or update of name, short on public.regions
	for each row execute function internal.check_languages('name', 'short');
create trigger z_raise_content_version after insert or update or delete or truncate on public.regions
	for each statement execute function internal.raise_content_version();

create table public.municipalities (
	id text primary key check (internal.is_slug(id)),
	region_id text not null references public.regions (id),
	name jsonb not null check (internal.is_localised(name, 200) and name <> '{}'),
	full_name jsonb not null check (internal.is_localised(full_name, 200) and full_name <> '{}'),
	kind text not null check (kind in ('state-city', 'municipality')),
	iso_code text unique check (iso_code ~ '^[A-Z]{2}-[A-Z0-9]{1,4}$'),
	valid_from date not null,
	-- The last day it existed; empty while it exists.
	valid_to date,
	merged_into text references public.municipalities (id),
	-- Which municipality a pin lies in is answered from here, never from the address text.
	area extensions.geography (MultiPolygon, 4326),
	source text not null,
	check (valid_to is null or valid_to >= valid_from),
	check (merged_into is null or valid_to is not null)
);
create index municipalities_region on public.municipalities (region_id);
create index municipalities_merged_into on public.municipalities (merged_into);
create index municipalities_area on public.municipalities using gist (area);
alter table public.municipalities enable row level security;
create policy "everybody reads municipalities" on public.municipalities
	for select to anon, authenticated using (true);
revoke all on public.municipalities from public, anon, authenticated, service_role;
grant select (
	id, region_id, name, full_name, kind, iso_code, valid_from, valid_to, merged_into, area,
	source
) on public.municipalities to anon, authenticated;
grant select on public.municipalities to service_role;
create trigger b_check_languages before insert or update of name, full_name on public.municipalities
	for each row execute function internal.check_languages('name', 'full_name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.municipalities
	for each statement execute function internal.raise_content_version();

-- The gazetteer: towns and villages by name, for "near ..." and for pins whose street is not known.

create table public.places (
	id text primary key check (internal.is_slug(id)),
	name jsonb not null check (internal.is_localised(name, 120) and name <> '{}'),
	kind text not null check (kind in ('state-city', 'town', 'village', 'neighbourhood')),
	municipality_id text references public.municipalities (id),
	location extensions.geography (Point, 4326) not null,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	-- 1 = drawn first on the map.
	importance smallint not null check (importance between 1 and 5),
	source text not null
);
create index places_municipality on public.places (municipality_id);
create index places_location on public.places using gist (location);
alter table public.places enable row level security;
create policy "everybody reads places" on public.places for select to anon, authenticated using (true);
revoke all on public.places from public, anon, authenticated, service_role;
grant select (
	id, name, kind, municipality_id, location, latitude, longitude, importance, source
) on public.places to anon, authenticated;
grant select on public.places to service_role;
create trigger b_check_languages before insert or update of name on public.places
	for each row execute function internal.check_languages('name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.places
	for each statement execute function internal.raise_content_version();

-- A pin as pages have it: {lat, lng, approximate}; NULL without one.
create function internal.pin(
	latitude double precision, longitude double precision, approximate boolean
) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return case when latitude is not null and longitude is not null
		then pg_catalog.jsonb_build_object('lat', latitude, 'lng', longitude, 'approximate', approximate) end;
grant execute on function internal.pin to anon, authenticated, service_role;

-- A row that can be linked, as pages have it: {id, name}; NULL without one.
create function internal.named(id text, name jsonb) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return case when id is not null then pg_catalog.jsonb_build_object('id', id, 'name', name) end;
grant execute on function internal.named to anon, authenticated, service_role;

-- Rules every pin obeys, whether an organisation's or an event's: it lies inside the network, and
-- the municipality and region follow from where it lies. A postcode and a registration number have
-- the network's form.

-- A pin that is nowhere (POINT EMPTY) has no latitude and lies outside of every network.
create function internal.check_point_in_network() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	x double precision;
	y double precision;
begin
	select * into network from internal.network;
	if not found or new.location is null then
		return new;
	end if;
	x := extensions.st_x(new.location::extensions.geometry);
	y := extensions.st_y(new.location::extensions.geometry);
	if x is null or y not between network.south and network.north or x not between network.west and network.east then
		raise exception using errcode = 'check_violation', constraint = 'point_in_network',
			message = 'the point lies outside the network';
	end if;
	return new;
end;
$$;

create function internal.check_forms() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	network internal.network;
	fields jsonb := to_jsonb(new);
begin
	select * into network from internal.network;
	if not found then
		return new;
	end if;
	if fields ->> 'postcode' is not null and fields ->> 'postcode' !~ network.postcode_pattern then
		raise exception using errcode = 'check_violation', constraint = 'postcode_form',
			message = 'the postcode does not have the network''s form';
	end if;
	if fields ->> 'registration_number' is not null
		and fields ->> 'registration_number' !~ network.registration_number_pattern then
		raise exception using errcode = 'check_violation', constraint = 'registration_number_form',
			message = 'the registration number does not have the network''s form';
	end if;
	return new;
end;
$$;

-- The pin decides. Without a pin the municipality decides the region; without either, the region
-- stands as given.
create function internal.follow_pin() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	found_municipality text;
begin
	if new.location is not null then
		select municipality.id into found_municipality
		from public.municipalities as municipality
		where municipality.valid_to is null
			and extensions.st_intersects(municipality.area, new.location)
		limit 1;
		if found_municipality is not null then
			new.municipality_id := found_municipality;
		end if;
	end if;
	if new.municipality_id is not null then
		select municipality.region_id into new.region_id
		from public.municipalities as municipality
		where municipality.id = new.municipality_id;
	end if;
	return new;
end;
$$;

-- 060_topics.sql

-- What organisations help with and what events are about.

create table public.topics (
	id text primary key check (internal.is_slug(id)),
	name jsonb not null check (internal.is_localised(name, 120) and name <> '{}'),
	position integer not null
);
alter table public.topics enable row level security;
create policy "everybody reads topics" on public.topics for select to anon, authenticated using (true);
revoke all on public.topics from public, anon, authenticated, service_role;
grant select (id, name, position) on public.topics to anon, authenticated;
grant select on public.topics to service_role;
create trigger b_check_languages before insert or update of name on public.topics
	for each row execute function internal.check_languages('name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.topics
	for each statement execute function internal.raise_content_version();

-- 070_pictures.sql

-- Pictures of listings. What people upload is re-encoded by the server
-- (src/lib/coordinator/pictures.server.ts) before it comes here, so that there is one format, no
-- metadata and a limit to every side; here it is held to that. A picture is seen by everybody while
-- a published listing shows it, and otherwise by who uploaded it and who edits a listing that has
-- it.

create function internal.picture_path(picture uuid) returns text
	language sql immutable strict parallel safe set search_path = ''
	return '/pictures/' || picture::text || '.webp';

create function internal.may_see_picture(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
			where wanted in (organisation.logo_id, organisation.picture_id)
				and (organisation.publication = 'published' or internal.may_edit_organisation(organisation.id)))
		or exists (select from public.events as event
			where event.image_path = internal.picture_path(wanted)
				and (event.publication = 'published' or internal.may_edit_event(event.id)))
		or exists (select from public.pictures as picture
			where picture.id = wanted and picture.uploaded_by = (select internal.person()));
$$;
grant execute on function internal.may_see_picture to anon, authenticated;

create table public.pictures (
	id uuid primary key default gen_random_uuid(),
	-- WebP.
	content bytea not null check (length(content) between 20 and 2000000),
	width integer not null check (width between 1 and 4000),
	height integer not null check (height between 1 and 4000),
	bytes integer not null generated always as (length(content)) stored,
	uploaded_by uuid references public.people (id) on delete set null,
	created_at timestamptz not null default now(),
	-- When it was last asked whether anybody uses it: the next one to ask about is the one not
	-- asked about for longest.
	looked_at timestamptz not null default '-infinity',
	constraint picture_is_webp check (
		substring(content from 1 for 4) = 'RIFF'::bytea and substring(content from 9 for 4) = 'WEBP'::bytea)
);
create index pictures_uploaded_by on public.pictures (uploaded_by, created_at);
create index pictures_looked_at on public.pictures (looked_at);
-- A WebP is as small as it gets: the database need not try to make it smaller.
alter table public.pictures alter column content set storage external;
alter table public.pictures enable row level security;
create policy "everybody sees pictures of what they see" on public.pictures
	for select to anon, authenticated using (internal.may_see_picture(id));
revoke all on public.pictures from public, anon, authenticated, service_role;
-- The content comes through public.picture alone, who uploaded it through nothing.
grant select on public.pictures to service_role;
grant select (bytes, height, id, width) on public.pictures to anon, authenticated;

-- Whoever knows the id of somebody else's draft picture must not make it public by putting it into
-- a listing of their own. What a listing had before it may have again. The seed and imports act for
-- nobody and are not asked.
create function internal.check_pictures() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	now_row jsonb := to_jsonb(new);
	old_row jsonb := case tg_op when 'UPDATE' then to_jsonb(old) else '{}'::jsonb end;
	column_name text;
	path text;
	picture uuid;
begin
	if internal.person() is null then
		return new;
	end if;
	foreach column_name in array tg_argv loop
		path := now_row ->> column_name;
		picture := substring(path from '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid;
		if path is not distinct from old_row ->> column_name or picture is null then
			continue;
		end if;
		-- An event names its picture by an address, which no foreign key holds: the picture must not be
		-- swept away meanwhile.
		perform from public.pictures as kept where kept.id = picture for key share;
		if not internal.may_see_picture(picture)
			and not exists (select from public.revisions as revision
				where revision.subject_id = new.id and path in (
					revision.listing ->> 'logo_id', revision.listing ->> 'picture_id', revision.listing ->> 'image_path')) then
			raise exception using errcode = 'check_violation', constraint = 'picture_of_somebody_else',
				message = 'the picture belongs to somebody else';
		end if;
	end loop;
	return new;
end;
$$;

-- {status: saved, id} · refused (not a member, or a hundred pictures in a day already) · invalid
-- {constraint}.
create function internal.save_picture(content_base64 text, width integer, height integer) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	made uuid;
	broken text;
begin
	-- Uploads of one person at the same moment wait for each other: each would find 99 pictures.
	perform pg_advisory_xact_lock(hashtextextended('save_picture ' || coalesce(me::text, ''), 0));
	if me is null or not internal.is_member() or (select count(*) >= 100 from public.pictures as picture
			where picture.uploaded_by = me and picture.created_at > now() - interval '1 day') then
		return '{"status":"refused"}'::jsonb;
	end if;
	insert into public.pictures (content, width, height, uploaded_by)
	values (decode(content_base64, 'base64'), save_picture.width, save_picture.height, me)
	returning id into made;
	return jsonb_build_object('status', 'saved', 'id', made);
exception
	when integrity_constraint_violation then
		get stacked diagnostics broken = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', broken);
	when data_exception then
		return '{"status":"invalid","constraint":"base64"}'::jsonb;
end;
$$;
grant execute on function internal.save_picture to authenticated;

create function public.save_picture(content_base64 text, width integer, height integer) returns jsonb
	language sql set search_path = '' as $$ select internal.save_picture(content_base64, width, height) $$;
grant execute on function public.save_picture to authenticated;

-- {content (base64), shared}: `shared` when everybody may see it. NULL: not there, or not for who
-- asks.
create function internal.picture(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'content', translate(encode(picture.content, 'base64'), E'\n', ''),
		'shared', exists (select from public.organisations as organisation
				where wanted in (organisation.logo_id, organisation.picture_id) and organisation.publication = 'published')
			or exists (select from public.events as event
				where event.image_path = internal.picture_path(wanted) and event.publication = 'published'))
	from public.pictures as picture
	where picture.id = wanted and internal.may_see_picture(wanted);
$$;
grant execute on function internal.picture to anon, authenticated;

create function public.picture(id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.picture(id) $$;
grant execute on function public.picture to anon, authenticated;

-- Pictures nobody uses any more go by themselves, thirty days after they were uploaded: those no
-- listing shows, no kept state names (restoring it would miss them) and no version that waits for
-- its person. A few each minute, so that nobody waits for it.

create function internal.is_picture_used(wanted uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation where organisation.logo_id = wanted)
		or exists (select from public.organisations as organisation where organisation.picture_id = wanted)
		or exists (select from public.events as event where event.image_path = internal.picture_path(wanted))
		or exists (select from public.revisions as revision where revision.listing ->> 'logo_id' = wanted::text)
		or exists (select from public.revisions as revision where revision.listing ->> 'picture_id' = wanted::text)
		or exists (select from public.revisions as revision
			where revision.listing ->> 'image_path' = internal.picture_path(wanted))
		or exists (select from public.conflicts as conflict where wanted::text in (conflict.listing ->> 'logo_id',
				conflict.listing ->> 'picture_id') or conflict.listing ->> 'image_path' = internal.picture_path(wanted));
$$;

-- Removes what nobody uses among the next `max_rows` pictures that are old enough; each is asked
-- about once a day. @returns how many it removed
create function internal.sweep_pictures(max_rows integer) returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	due uuid[];
	gone integer;
begin
	-- Who puts one into a listing at this moment holds its row: it is left for another day. Whoever
	-- comes later finds it locked, and then gone.
	select array_agg(picture.id) into due
	from (
		select old.id from public.pictures as old
		where old.looked_at < now() - interval '1 day' and old.created_at < now() - interval '30 days'
		order by old.looked_at limit max_rows
		for update skip locked
	) as picture;
	-- A statement of its own: it sees what was saved until the rows were locked.
	delete from public.pictures as picture where picture.id = any (due) and not internal.is_picture_used(picture.id);
	get diagnostics gone = row_count;
	update public.pictures as picture set looked_at = now() where picture.id = any (due);
	return gone;
end;
$$;

-- 080_organisations.sql

-- Anything listed in the directory, how to reach it, and where each fact comes from.

-- The kinds an installation knows; their names and markers are in network.config.ts.
create table public.organisation_kinds (
	id text primary key check (internal.is_slug(id)),
	position integer not null,
	name jsonb not null check (internal.is_localised(name, 120) and name <> '{}')
);
alter table public.organisation_kinds enable row level security;
create policy "everybody reads kinds" on public.organisation_kinds
	for select to anon, authenticated using (true);
revoke all on public.organisation_kinds from public, anon, authenticated, service_role;
grant select (id, position, name) on public.organisation_kinds
	to anon, authenticated;
grant select on public.organisation_kinds to service_role;
create trigger b_check_languages before insert or update of name on public.organisation_kinds
	for each row execute function internal.check_languages('name');
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisation_kinds
	for each statement execute function internal.raise_content_version();

create table public.organisations (
	id uuid primary key default gen_random_uuid(),
	slug text not null unique check (internal.is_slug(slug)),
	kind text not null references public.organisation_kinds (id),
	name jsonb not null check (internal.is_localised(name, 200) and name <> '{}'),
	abbreviation text check (length(btrim(abbreviation)) between 1 and 40),
	-- Names and abbreviations it had earlier, so that an old name still finds it.
	former_names text[] not null default '{}',
	legal_form jsonb not null default '{}' check (internal.is_localised(legal_form, 200)),
	registration_number text,
	-- What it helps with, in plain words.
	summary jsonb not null default '{}' check (internal.is_localised(summary, 1000)),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	-- The pin stands at the town's centre because no better point is known.
	approximate boolean not null default true,
	-- Somebody set the pin: another town does not bring it along.
	pin_by_hand boolean not null default false,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	phones text[] not null default '{}' check (internal.are_phones(phones) and cardinality(phones) <= 10),
	email text check (internal.is_email(email)),
	website text check (internal.is_web_address(website)),
	social_links text[] not null default '{}'
		check (internal.are_web_addresses(social_links) and cardinality(social_links) <= 20),
	-- ISO 639-1: languages one can be helped in.
	languages text[] not null default '{}' check (internal.are_languages(languages)),
	-- OpenStreetMap opening_hours syntax.
	opening_hours text check (length(btrim(opening_hours)) between 1 and 500),
	-- How one gets in, and what there is for those who need it.
	accessibility text[] not null default '{}'
		check (internal.are_accessibility_words(accessibility) and cardinality(accessibility) <= 20
			and coalesce(array_ndims(accessibility), 1) = 1),
	accessibility_note jsonb not null default '{}' check (internal.is_localised(accessibility_note, 500)),
	logo_id uuid,
	logo_alt jsonb not null default '{}' check (internal.is_localised(logo_alt, 300)),
	picture_id uuid,
	picture_alt jsonb not null default '{}' check (internal.is_localised(picture_alt, 300)),
	-- The day somebody who knows last said that all this is right. Saving is not confirming.
	confirmed_on date,
	-- Nobody has said for long that it is right, though they were asked (207_still_true.sql): it
	-- ranks lower and says why.
	doubtful_since date,
	-- When somebody who keeps it last listed it or changed what it says: then it is no longer what
	-- public sources said alone, though nobody has said that all the rest is right.
	corrected_at timestamptz,
	-- Invented, for trying out or for load tests; every page says so.
	is_example boolean not null default false,
	publication text not null default 'draft' check (publication in ('draft', 'published', 'archived', 'removed')),
	-- A draft that is published by itself at this moment.
	publish_at timestamptz,
	-- Erased for good thirty days later.
	removed_at timestamptz,
	version integer not null default 1 check (version > 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	-- The transaction that counted the last change.
	counted_in xid8 not null default pg_current_xact_id(),
	-- What lists are ordered by: a key for each of the network's languages, in their order. Written
	-- by a trigger, because which languages there are is the network's to say.
	sort_keys text[] collate "C" not null default '{}',
	constraint organisation_is_scheduled_as_a_draft check (publish_at is null or publication = 'draft'),
	constraint organisation_knows_when_it_was_removed check ((publication = 'removed') = (removed_at is not null)),
	constraint organisation_logo_is_described
		check (logo_id is null or logo_alt <> '{}'),
	constraint organisation_picture_is_described
		check (picture_id is null or picture_alt <> '{}'),
	constraint organisation_logo foreign key (logo_id) references public.pictures (id),
	constraint organisation_picture foreign key (picture_id) references public.pictures (id),
	constraint organisation_texts_are_plain check (internal.are_plain(abbreviation, street, opening_hours)),
	constraint organisation_former_names check (internal.are_names(former_names)),
	constraint organisation_is_published_in_our_time check (publish_at >= '2000-01-01' and publish_at < '2200-01-01')
);
comment on column public.organisations.location is 'WGS84; empty when not even the town is known.';
create index organisations_kind on public.organisations (kind);
create index organisations_place on public.organisations (place_id);
create index organisations_municipality on public.organisations (municipality_id);
create index organisations_region on public.organisations (region_id);
create index organisations_location on public.organisations using gist (location);
-- Lists in the network's first, second, third and fourth language; one without a place among its
-- languages has no row here. In a fifth one they would be sorted anew for each page.
create index organisations_list_1 on public.organisations ((doubtful_since is not null), (sort_keys[1]), id)
	where publication = 'published' and sort_keys[1] is not null;
create index organisations_list_2 on public.organisations ((doubtful_since is not null), (sort_keys[2]), id)
	where publication = 'published' and sort_keys[2] is not null;
create index organisations_list_3 on public.organisations ((doubtful_since is not null), (sort_keys[3]), id)
	where publication = 'published' and sort_keys[3] is not null;
create index organisations_list_4 on public.organisations ((doubtful_since is not null), (sort_keys[4]), id)
	where publication = 'published' and sort_keys[4] is not null;
-- An index for each condition of a filter that can leave few of many.
create index organisations_area on public.organisations using gist ((location::extensions.geometry))
	where publication = 'published';
create index organisations_languages on public.organisations using gin (languages);
create index organisations_accessibility on public.organisations using gin (accessibility);
create index organisations_confirmed on public.organisations (confirmed_on) where publication = 'published';
-- How much of each region was confirmed: examples count nowhere.
create index organisations_fresh on public.organisations (region_id, confirmed_on)
	where publication = 'published' and not is_example;
create index organisations_opening_hours on public.organisations (opening_hours)
	where publication = 'published' and opening_hours is not null;
create index organisations_to_publish on public.organisations (publish_at) where publish_at is not null;
create index organisations_removed on public.organisations (removed_at) where removed_at is not null;
create index organisations_logo on public.organisations (logo_id) where logo_id is not null;
create index organisations_picture on public.organisations (picture_id) where picture_id is not null;
alter table public.organisations enable row level security;
-- Drafts and what is put away are read by who may edit them. One policy for a role and table,
-- because each is asked for every row; what is published comes first, so that rights are only asked
-- of the rest. Who somebody is is asked once a statement.
create policy "everybody reads published organisations" on public.organisations
	for select to anon using (publication = 'published');
create policy "members read what is published and what they edit" on public.organisations
	for select to authenticated using (
		publication = 'published'
		or (select internal.is_administrator())
		or region_id = any ((select internal.my_regions())::text[])
		or id = any ((select internal.my_organisations())::uuid[]));
revoke all on public.organisations from public, anon, authenticated, service_role;
grant select (
	id, slug, kind, name, abbreviation, former_names, legal_form, registration_number, summary,
	street, postcode, place_id, municipality_id, region_id, location, approximate, latitude,
	longitude, phones, email, website, social_links, languages, opening_hours, accessibility,
	accessibility_note, logo_id, logo_alt, picture_id, picture_alt, confirmed_on, doubtful_since, corrected_at, is_example,
	publication, version, created_at, updated_at
) on public.organisations to anon, authenticated;
grant select on public.organisations to service_role;

-- What people edit of it, in the order of the form. An allow list, like the grant above: a column
-- it does not name is in no document, in no history, and no save can touch it.
create function internal.organisation_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['kind', 'name', 'abbreviation', 'former_names', 'legal_form',
		'registration_number', 'summary', 'street', 'postcode', 'place_id', 'municipality_id', 'latitude',
		'longitude', 'approximate', 'pin_by_hand', 'phones', 'email', 'website', 'social_links', 'languages', 'opening_hours',
		'accessibility', 'accessibility_note', 'logo_id', 'logo_alt', 'picture_id', 'picture_alt'];
end;
$$;

-- What its page shows as it stands in the row, under the names of OrganisationDetail in
-- src/lib/organisation; an allow list too. Runs with the caller's rights.
create function internal.organisation_facts(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'id', organisation.id, 'slug', organisation.slug, 'kind', organisation.kind, 'name', organisation.name,
		'abbreviation', organisation.abbreviation, 'formerNames', organisation.former_names,
		'legalForm', organisation.legal_form, 'registrationNumber', organisation.registration_number,
		'summary', organisation.summary, 'street', organisation.street, 'postcode', organisation.postcode,
		'phones', organisation.phones, 'email', organisation.email, 'website', organisation.website,
		'socialLinks', organisation.social_links, 'languages', organisation.languages,
		'openingHours', organisation.opening_hours, 'accessibility', organisation.accessibility,
		'accessibilityNote', organisation.accessibility_note, 'confirmedOn', organisation.confirmed_on,
		'doubtfulSince', organisation.doubtful_since, 'correctedAt', organisation.corrected_at,
		'isExample', organisation.is_example, 'updatedAt', organisation.updated_at)
	from public.organisations as organisation
	where organisation.id = wanted;
$$;
grant execute on function internal.organisation_facts to anon, authenticated, service_role;

create trigger a_check_point before insert or update of location on public.organisations
	for each row execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode, registration_number on public.organisations
	for each row execute function internal.check_forms();
create trigger b_check_languages before insert or update of name, legal_form, summary, accessibility_note, logo_alt,
	picture_alt on public.organisations
	for each row execute function internal.check_languages('name', 'legal_form', 'summary', 'accessibility_note',
		'logo_alt', 'picture_alt');
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.organisations
	for each row execute function internal.follow_pin();
create trigger e_check_pictures before insert or update of logo_id, picture_id on public.organisations
	for each row execute function internal.check_pictures('logo_id', 'picture_id');
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisations
	for each statement execute function internal.raise_content_version();

-- One key for each of the network's languages, in their order.
create function internal.sort_keys(name jsonb) returns text[]
	language sql stable set search_path = '' as $$
	select coalesce(
		array_agg(coalesce(internal.sort_key(internal.text_in(name, known.language)), '') order by known.place), '{}')
	from unnest(internal.languages()) with ordinality as known (language, place)
$$;

create function internal.write_sort_keys() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	new.sort_keys := internal.sort_keys(new.name);
	return new;
end;
$$;
create trigger d_write_sort_keys before insert or update of name on public.organisations
	for each row execute function internal.write_sort_keys();

create table public.organisation_topics (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	topic_id text not null references public.topics (id),
	primary key (organisation_id, topic_id)
);
create index organisation_topics_topic on public.organisation_topics (topic_id);
alter table public.organisation_topics enable row level security;
create policy "everybody reads topics of published organisations" on public.organisation_topics
	for select to anon using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
-- The row of the organisation decides.
create policy "members read what belongs to organisations they read" on public.organisation_topics
	for select to authenticated using (
		exists (select from public.organisations as organisation where organisation.id = organisation_id));
revoke all on public.organisation_topics from public, anon, authenticated, service_role;
grant select (organisation_id, topic_id) on public.organisation_topics to anon, authenticated;
grant select on public.organisation_topics to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisation_topics
	for each statement execute function internal.raise_content_version();

-- Where a fact was read, or what it was inferred from. `field` is the column's name; 'topics'
-- stands for organisation_topics.
create table public.organisation_sources (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	field text not null check (field ~ '^[a-z_]{1,40}$'),
	source text not null check (length(btrim(source)) between 1 and 2000),
	certainty text not null check (certainty in ('read', 'inferred')),
	-- How old the page was, as far as it says: '2019', '2024-02-19', '2016-2018'. A phone read on a
	-- page of 2010 deserves doubt.
	page_date text check (page_date ~ '^[0-9]{4}(-[0-9]{2,4}){0,2}$'),
	primary key (organisation_id, field, source)
);
alter table public.organisation_sources enable row level security;
create policy "everybody reads sources of published organisations" on public.organisation_sources
	for select to anon using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
-- The row of the organisation decides.
create policy "members read what belongs to organisations they read" on public.organisation_sources
	for select to authenticated using (
		exists (select from public.organisations as organisation where organisation.id = organisation_id));
revoke all on public.organisation_sources from public, anon, authenticated, service_role;
grant select (organisation_id, field, source, certainty, page_date) on public.organisation_sources
	to anon, authenticated;
grant select on public.organisation_sources to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.organisation_sources
	for each statement execute function internal.raise_content_version();

-- Who answers for a region: the nearest organisation is not always the right one.
create table public.region_contacts (
	region_id text primary key references public.regions (id),
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	source text not null
);
create index region_contacts_organisation on public.region_contacts (organisation_id);
alter table public.region_contacts enable row level security;
create policy "everybody reads published contacts of regions" on public.region_contacts
	for select to anon, authenticated using (
		exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
revoke all on public.region_contacts from public, anon, authenticated, service_role;
grant select (region_id, organisation_id, source) on public.region_contacts
	to anon, authenticated;
grant select on public.region_contacts to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.region_contacts
	for each statement execute function internal.raise_content_version();

-- The persons behind an organisation, apart from its own contacts.
create table public.contact_persons (
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	position smallint not null check (position between 1 and 20),
	name text not null check (length(btrim(name)) between 1 and 200),
	role jsonb not null default '{}' check (internal.is_localised(role, 200)),
	phone text check (internal.is_phone(phone)),
	email text check (internal.is_email(email)),
	-- What the person is kept for: a contact without a purpose may not be kept (GDPR, article 5).
	purpose text not null check (length(btrim(purpose)) between 1 and 300),
	-- The day the person agreed to be shown to everybody.
	consent_on date,
	shown boolean not null default false,
	primary key (organisation_id, position),
	constraint shown_with_consent check (not shown or consent_on is not null),
	constraint contact_texts_are_plain check (internal.are_plain(name, purpose)),
	-- Nobody has agreed tomorrow; somewhere it is tomorrow already.
	constraint consent_was_given check (consent_on >= '1900-01-01' and consent_on <= current_date + 1)
);
alter table public.contact_persons enable row level security;
-- Visitors never read the table, only what a person agreed to show, through a function that leaves
-- out purpose and day.
create policy "who edits an organisation reads its contact persons" on public.contact_persons
	for select to authenticated using (internal.may_edit_organisation(organisation_id));
revoke all on public.contact_persons from public, anon, authenticated, service_role;
grant select (
	organisation_id, position, name, role, phone, email, purpose, consent_on, shown
) on public.contact_persons to authenticated;
grant select on public.contact_persons to service_role;
create trigger b_check_languages before insert or update of role on public.contact_persons
	for each row execute function internal.check_languages('role');
create trigger z_raise_content_version after insert or update or delete or truncate on public.contact_persons
	for each statement execute function internal.raise_content_version();

-- [{name, role, phone, email}] of a published organisation: who agreed to be shown.
create function internal.shown_contact_persons(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('name', contact.name, 'role', contact.role,
		'phone', contact.phone, 'email', contact.email) order by contact.position), '[]')
	from public.contact_persons as contact
	join public.organisations as organisation on organisation.id = contact.organisation_id
	where contact.organisation_id = wanted and contact.shown and contact.consent_on is not null
		and (organisation.publication = 'published' or internal.may_edit_organisation(wanted));
$$;
grant execute on function internal.shown_contact_persons to anon, authenticated, service_role;

-- The version of an organisation rises with every real change of it, once a transaction, as that of
-- an event does.
create function internal.count_organisation_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	aside text[] := array['version', 'updated_at', 'counted_in', 'slug', 'latitude', 'longitude', 'sort_keys',
		'doubtful_since'];
begin
	if (to_jsonb(new) - aside) is distinct from (to_jsonb(old) - aside)
		and not internal.is_counted(old.updated_at, old.counted_in)
	then
		new.version := old.version + 1;
		new.updated_at := now();
		new.counted_in := pg_current_xact_id();
	end if;
	return new;
end;
$$;
create trigger z_count_change before update on public.organisations
	for each row execute function internal.count_organisation_change();

create function internal.count_change_beside_organisation() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	changed uuid := case tg_op when 'DELETE' then old.organisation_id else new.organisation_id end;
begin
	if exists (select from public.organisations as organisation
			where organisation.id = changed
				and not internal.is_counted(organisation.updated_at, organisation.counted_in)) then
		update public.organisations as organisation set version = organisation.version + 1, updated_at = now(),
			counted_in = pg_current_xact_id()
		where organisation.id = changed and not internal.is_counted(organisation.updated_at, organisation.counted_in);
	end if;
	return null;
end;
$$;
create trigger y_count_change after insert or update or delete on public.organisation_topics
	for each row execute function internal.count_change_beside_organisation();
create trigger y_count_change after insert or update or delete on public.contact_persons
	for each row execute function internal.count_change_beside_organisation();

-- 090_events.sql

-- What organisations hold. An event is described once; each date of it is an occurrence, a row of
-- its own, so that lists, the map and feeds read dates from an index and never expand a rule.

create table public.events (
	id uuid primary key default gen_random_uuid(),
	slug text not null unique check (internal.is_slug(slug)),
	kind text not null check (kind in
		('seminar', 'discussion', 'training', 'conference', 'forum', 'information-day', 'experience-exchange', 'other')),
	title jsonb not null default '{}' check (internal.is_localised(title, 200)),
	summary jsonb not null default '{}' check (internal.is_localised(summary, 1000)),
	-- Markdown.
	description jsonb not null default '{}' check (internal.is_localised(description, 20000)),
	audience jsonb not null default '{}' check (internal.is_localised(audience, 500)),
	-- A picture of this server: a visitor's browser asks nobody else. Pixels, so that nothing jumps
	-- while it loads.
	image_path text check (image_path ~ '^(/[A-Za-z0-9_-]+)+\.(avif|jpe?g|png|svg|webp)$' and length(image_path) <= 300),
	image_width integer check (image_width between 1 and 20000),
	image_height integer check (image_height between 1 and 20000),
	image_alt jsonb not null default '{}' check (internal.is_localised(image_alt, 300)),
	image_credit text check (length(btrim(image_credit)) between 1 and 200),
	attendance text not null default 'on-site' check (attendance in ('on-site', 'online', 'both')),
	venue_name text check (length(btrim(venue_name)) between 1 and 200),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	approximate boolean not null default true,
	-- Somebody set the pin: another town does not bring it along.
	pin_by_hand boolean not null default false,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	-- Languages spoken, ISO 639-1.
	languages text[] not null default '{}' check (internal.are_languages(languages)),
	-- What there is. What is not in the list is not known to be missing.
	accessibility text[] not null default '{}'
		check (internal.are_accessibility_words(accessibility) and cardinality(accessibility) <= 20),
	accessibility_note jsonb not null default '{}' check (internal.is_localised(accessibility_note, 500)),
	-- Empty = not known.
	free boolean,
	price jsonb not null default '{}' check (internal.is_localised(price, 200)),
	-- Who pays for it, in the words the funder asks for.
	funder jsonb not null default '{}' check (internal.is_localised(funder, 500)),
	registration_url text check (internal.is_web_address(registration_url)),
	registration_email text check (internal.is_email(registration_email)),
	registration_phone text check (internal.is_phone(registration_phone)),
	registration_deadline timestamptz,
	registration_places integer check (registration_places between 1 and 100000),
	contact_name text check (length(btrim(contact_name)) between 1 and 200),
	contact_role jsonb not null default '{}' check (internal.is_localised(contact_role, 200)),
	contact_phone text check (internal.is_phone(contact_phone)),
	contact_email text check (internal.is_email(contact_email)),
	status text not null default 'planned'
		check (status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	status_reason jsonb not null default '{}' check (internal.is_localised(status_reason, 500)),
	-- The first date as people say it, in the event's own zone; occurrences are the instants that
	-- follow from it. What lasts whole days ends at the midnight after its last day (as DTEND does
	-- in RFC 5545).
	time_zone text not null default 'Europe/Riga',
	starts_local timestamp not null,
	ends_local timestamp not null,
	all_day boolean not null default false,
	-- How exactly the date is known: of some past events only the month or the year.
	date_precision text not null default 'minute' check (date_precision in ('minute', 'day', 'month', 'year')),
	-- RFC 5545 recurrence rule of a series, without DTSTART. Only what people plan by
	-- (recurrence-rule.ts); calendars of strangers take the rule as it stands.
	recurrence text check (length(recurrence) <= 500 and recurrence ~
		'^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[0-9A-Z,+-]+)*$'),
	-- Dates the rule gives and that are not held (EXDATE), in local time like starts_local.
	exceptions timestamp[] not null default '{}'
		check (array_position(exceptions, null) is null and cardinality(exceptions) <= 400),
	-- An open-ended series is only known until this day; somebody must renew it then.
	known_until date,
	-- The same in every part of a series that was divided (internal.parts_of_series).
	series_id uuid,
	is_example boolean not null default false,
	publication text not null default 'draft' check (publication in ('draft', 'published', 'archived', 'removed')),
	-- A draft that is published by itself at this moment.
	publish_at timestamptz,
	-- Erased for good thirty days later.
	removed_at timestamptz,
	version integer not null default 1 check (version > 0),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	-- The transaction that counted the last change.
	counted_in xid8 not null default pg_current_xact_id(),
	constraint event_has_a_title check (title <> '{}'),
	constraint event_ends_after_start check (ends_local > starts_local),
	constraint event_free_has_no_price check (not (coalesce(free, false) and price <> '{}')),
	constraint event_image_is_described check (num_nulls(image_path, image_width, image_height) in (0, 3)
		and (image_path is null or image_alt <> '{}')),
	constraint event_all_day_is_whole_days check (not all_day
		or (starts_local = date_trunc('day', starts_local) and ends_local = date_trunc('day', ends_local))),
	constraint event_exceptions_need_a_rule check (cardinality(exceptions) = 0 or recurrence is not null),
	constraint event_known_until_needs_a_rule check (known_until is null or recurrence is not null),
	constraint event_is_scheduled_as_a_draft check (publish_at is null or publication = 'draft'),
	constraint event_knows_when_it_was_removed check ((publication = 'removed') = (removed_at is not null)),
	constraint event_texts_are_plain check (internal.are_plain(venue_name, street, contact_name, image_credit)),
	constraint event_lists_are_lists check (coalesce(array_ndims(accessibility), 1) = 1
		and coalesce(array_ndims(exceptions), 1) = 1),
	-- Infinity and the year 20000 are dates to the database and to nobody else.
	constraint event_is_in_our_time check (starts_local >= '1900-01-01' and ends_local < '2200-01-01'
		and registration_deadline >= '1900-01-01' and registration_deadline < '2200-01-01'
		and known_until >= '1900-01-01' and known_until < '2200-01-01'
		and '1900-01-01' <= all (exceptions) and '2200-01-01' > all (exceptions)),
	constraint event_is_published_in_our_time check (publish_at >= '2000-01-01' and publish_at < '2200-01-01'),
	-- A name of the zone database: 'EET' has no summer time everywhere, and PostgreSQL takes
	-- "Anything/At-all3" for a zone three hours off (POSIX); no calendar and no browser does.
	constraint event_time_zone_is_a_name check (time_zone ~
		'^([A-Z][A-Za-z_-]*(/[A-Z][A-Za-z_-]+)+|Etc/GMT(\+([1-9]|1[0-2])|-([1-9]|1[0-4]))|UTC)$')
);
create index events_place on public.events (place_id);
create index events_municipality on public.events (municipality_id);
create index events_region on public.events (region_id);
create index events_location on public.events using gist (location);
create index events_accessibility on public.events using gin (accessibility);
-- What begins about the same time is compared with what is proposed.
create index events_begin on public.events (starts_local);
create index events_series on public.events (series_id) where series_id is not null;
create index events_examples on public.events (id) where is_example;
create index events_area on public.events using gist ((location::extensions.geometry)) where publication = 'published';
create index events_to_publish on public.events (publish_at) where publish_at is not null;
create index events_removed on public.events (removed_at) where removed_at is not null;
create index events_image on public.events (image_path) where image_path is not null;
alter table public.events enable row level security;
create policy "everybody reads published events" on public.events
	for select to anon using (publication = 'published');
create policy "members read what is published and what they edit" on public.events
	for select to authenticated using (
		publication = 'published'
		or (select internal.is_administrator())
		or region_id = any ((select internal.my_regions())::text[])
		or internal.may_edit_event(id));
revoke all on public.events from public, anon, authenticated, service_role;
grant select (
	id, slug, kind, title, summary, description, audience, image_path, image_width, image_height,
	image_alt, image_credit, attendance, venue_name, street, postcode, place_id, municipality_id,
	region_id, location, approximate, latitude, longitude, languages, accessibility,
	accessibility_note, free, price, funder, registration_url, registration_email,
	registration_phone, registration_deadline, registration_places, contact_name, contact_role,
	contact_phone, contact_email, status, status_reason, time_zone, starts_local, ends_local,
	all_day, date_precision, recurrence, exceptions, known_until, series_id, is_example, publication, version,
	created_at, updated_at
) on public.events to anon, authenticated;
grant select on public.events to service_role;

-- A name of that form that this database does not know could be saved and never be read again.
create function internal.check_time_zone() returns trigger
	language plpgsql set search_path = '' as $$
begin
	perform now() at time zone new.time_zone;
	return new;
exception when invalid_parameter_value then
	raise exception using errcode = 'check_violation', constraint = 'event_time_zone_is_a_name',
		message = 'the time zone of this event is not known';
end;
$$;
create trigger a_check_time_zone before insert or update of time_zone on public.events
	for each row execute function internal.check_time_zone();
create trigger a_check_point before insert or update of location on public.events
	for each row execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode on public.events
	for each row execute function internal.check_forms();
create trigger b_check_languages before insert or update of title, summary, description, audience, image_alt,
	accessibility_note, price, funder, contact_role, status_reason on public.events
	for each row execute function internal.check_languages('title', 'summary', 'description', 'audience',
		'image_alt', 'accessibility_note', 'price', 'funder', 'contact_role', 'status_reason');
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.events
	for each row execute function internal.follow_pin();
create trigger e_check_pictures before insert or update of image_path on public.events
	for each row execute function internal.check_pictures('image_path');
create trigger z_raise_content_version after insert or update or delete or truncate on public.events
	for each statement execute function internal.raise_content_version();

-- The first organiser is the one to ask; others hold it together with them. Some are not in the
-- directory.
create table public.event_organisers (
	event_id uuid not null references public.events (id) on delete cascade,
	position smallint not null check (position between 1 and 50),
	organisation_id uuid references public.organisations (id),
	name text check (length(btrim(name)) between 1 and 200),
	primary key (event_id, position),
	constraint organiser_is_one_or_the_other check ((organisation_id is null) <> (name is null)),
	constraint organiser_name_is_plain check (internal.is_plain(name))
);
create index event_organisers_organisation on public.event_organisers (organisation_id);
alter table public.event_organisers enable row level security;
-- An organiser that is not published is not named beside a published event either, not even by its
-- id.
create policy "everybody reads published organisers of published events" on public.event_organisers
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published')
		and (organisation_id is null or exists (
			select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published')));
create policy "members read what belongs to events they read" on public.event_organisers
	for select to authenticated using (
		exists (select from public.events as event where event.id = event_id)
		and (organisation_id is null
			or exists (select from public.organisations as organisation where organisation.id = organisation_id)
			or internal.may_edit_event(event_id)));
revoke all on public.event_organisers from public, anon, authenticated, service_role;
grant select (event_id, position, organisation_id, name) on public.event_organisers to anon, authenticated;
grant select on public.event_organisers to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_organisers
	for each statement execute function internal.raise_content_version();

create table public.event_topics (
	event_id uuid not null references public.events (id) on delete cascade,
	topic_id text not null references public.topics (id),
	primary key (event_id, topic_id)
);
create index event_topics_topic on public.event_topics (topic_id);
alter table public.event_topics enable row level security;
create policy "everybody reads topics of published events" on public.event_topics
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_topics
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_topics from public, anon, authenticated, service_role;
grant select (event_id, topic_id) on public.event_topics to anon, authenticated;
grant select on public.event_topics to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_topics
	for each statement execute function internal.raise_content_version();

create table public.event_sources (
	event_id uuid not null references public.events (id) on delete cascade,
	source text not null check (length(btrim(source)) between 1 and 2000),
	certainty text not null check (certainty in ('read', 'inferred')),
	primary key (event_id, source)
);
alter table public.event_sources enable row level security;
create policy "everybody reads sources of published events" on public.event_sources
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_sources
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_sources from public, anon, authenticated, service_role;
grant select (event_id, source, certainty) on public.event_sources to anon, authenticated;
grant select on public.event_sources to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_sources
	for each statement execute function internal.raise_content_version();

create table public.event_occurrences (
	id uuid primary key default gen_random_uuid(),
	event_id uuid not null references public.events (id) on delete cascade,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	-- What the rule says; differs from starts_at once this one date was moved. Stays stable for
	-- calendars (RECURRENCE-ID).
	original_start timestamptz not null,
	-- What was said of this one date. What holds of it is internal.held_dates (105_held_dates.sql).
	status text check (status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	-- The whole event was cancelled, postponed or full after that was said: it waits until that is
	-- taken back.
	overruled boolean not null default false,
	-- What was said of the whole event when this date was over, kept once something else is said.
	whole_status text check (whole_status in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	whole_reason jsonb not null default '{}' check (internal.is_localised(whole_reason, 500)),
	-- What follows is where this date differs from the event. Empty: as the event says. A place of
	-- its own replaces the whole place of the event, so that a new street never stands beside the
	-- old town.
	title jsonb not null default '{}' check (internal.is_localised(title, 200)),
	reason jsonb not null default '{}' check (internal.is_localised(reason, 500)),
	-- Begins or ends at another time than the rule says.
	rescheduled boolean not null default false,
	venue_name text check (length(btrim(venue_name)) between 1 and 200),
	street text check (length(btrim(street)) between 1 and 200),
	postcode text,
	place_id text references public.places (id),
	municipality_id text references public.municipalities (id),
	region_id text references public.regions (id),
	location extensions.geography (Point, 4326),
	approximate boolean not null default true,
	latitude double precision generated always as (extensions.st_y(location::extensions.geometry)) stored,
	longitude double precision generated always as (extensions.st_x(location::extensions.geometry)) stored,
	elsewhere boolean generated always as
		(num_nonnulls(venue_name, street, postcode, place_id, municipality_id, region_id, location) > 0) stored,
	constraint occurrence_ends_after_start check (ends_at > starts_at),
	constraint occurrence_waits_with_a_word check (status is not null or not overruled),
	unique (event_id, original_start),
	constraint occurrence_keeps_the_rule check (rescheduled or starts_at = original_start),
	constraint occurrence_texts_are_plain check (internal.are_plain(venue_name, street)),
	constraint occurrence_is_in_our_time check (starts_at >= '1900-01-01' and ends_at < '2200-01-02'
		and original_start >= '1900-01-01' and original_start < '2200-01-02')
);
create index event_occurrences_start on public.event_occurrences (starts_at, event_id);
create index event_occurrences_end on public.event_occurrences (ends_at);
create index event_occurrences_event on public.event_occurrences (event_id, starts_at);
-- Dates in the order of the lists, and those that go on at a moment.
create index event_occurrences_order on public.event_occurrences (starts_at, id);
create index event_occurrences_span on public.event_occurrences using gist (tstzrange(starts_at, ends_at));
create index event_occurrences_place on public.event_occurrences (place_id) where place_id is not null;
create index event_occurrences_municipality on public.event_occurrences (municipality_id) where municipality_id is not null;
create index event_occurrences_region on public.event_occurrences (region_id) where region_id is not null;
create index event_occurrences_location on public.event_occurrences using gist (location) where location is not null;
alter table public.event_occurrences enable row level security;
create policy "everybody reads dates of published events" on public.event_occurrences
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_occurrences
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_occurrences from public, anon, authenticated, service_role;
grant select (
	id, event_id, starts_at, ends_at, original_start, status, overruled, whole_status, whole_reason,
	title, reason, rescheduled, venue_name, street, postcode, place_id, municipality_id, region_id, location, approximate, latitude,
	longitude, elsewhere
) on public.event_occurrences to anon, authenticated;
grant select on public.event_occurrences to service_role;
create trigger a_check_point before insert or update of location on public.event_occurrences
	for each row when (new.location is not null) execute function internal.check_point_in_network();
create trigger b_check_forms before insert or update of postcode on public.event_occurrences
	for each row when (new.postcode is not null) execute function internal.check_forms();
create trigger b_check_languages before insert or update of title, reason on public.event_occurrences
	for each row when (new.title <> '{}' or new.reason <> '{}') execute function internal.check_languages('title', 'reason');
create trigger c_follow_pin before insert or update of location, municipality_id, region_id on public.event_occurrences
	for each row when (new.location is not null or new.municipality_id is not null)
	execute function internal.follow_pin();
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_occurrences
	for each statement execute function internal.raise_content_version();

-- The join link of an online event is shown only when it should be; it lives apart so that no
-- select of events leaks it.
create table public.event_join_links (
	event_id uuid primary key references public.events (id) on delete cascade,
	url text not null check (internal.is_web_address(url)),
	-- The join link is shown from so many minutes before a date begins until it ends. Empty: never
	-- on a page, the organiser sends it to those who registered.
	visible_minutes integer check (visible_minutes between 0 and 10080)
);
alter table public.event_join_links enable row level security;
create policy "who edits an event reads its join link" on public.event_join_links
	for select to authenticated using (internal.may_edit_event(event_id));
revoke all on public.event_join_links from public, anon, authenticated, service_role;
grant select (event_id, url, visible_minutes) on public.event_join_links to authenticated;
grant select on public.event_join_links to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_join_links
	for each statement execute function internal.raise_content_version();

create table public.event_documents (
	event_id uuid not null references public.events (id) on delete cascade,
	position smallint not null check (position between 1 and 50),
	title jsonb not null default '{}' check (internal.is_localised(title, 200)),
	url text not null check (internal.is_web_address(url)),
	primary key (event_id, position),
	constraint document_has_a_title check (title <> '{}')
);
alter table public.event_documents enable row level security;
create policy "everybody reads documents of published events" on public.event_documents
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_documents
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_documents from public, anon, authenticated, service_role;
grant select (event_id, position, title, url) on public.event_documents to anon, authenticated;
grant select on public.event_documents to service_role;
create trigger b_check_languages before insert or update of title on public.event_documents
	for each row execute function internal.check_languages('title');
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_documents
	for each statement execute function internal.raise_content_version();

-- An event at an organisation of the directory has that organisation's address. A table of its own,
-- because the id of an organisation that is not published may not be readable, and columns of a row
-- are all read or none.
create table public.event_venues (
	event_id uuid primary key references public.events (id) on delete cascade,
	organisation_id uuid not null references public.organisations (id) on delete cascade
);
create index event_venues_organisation on public.event_venues (organisation_id);
alter table public.event_venues enable row level security;
create policy "everybody reads published venues of published events" on public.event_venues
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published')
		and exists (select 1 from public.organisations as organisation
			where organisation.id = organisation_id and organisation.publication = 'published'));
create policy "members read what belongs to events they read" on public.event_venues
	for select to authenticated using (
		exists (select from public.events as event where event.id = event_id)
		and (organisation_id is null
			or exists (select from public.organisations as organisation where organisation.id = organisation_id)
			or internal.may_edit_event(event_id)));
revoke all on public.event_venues from public, anon, authenticated, service_role;
grant select (event_id, organisation_id) on public.event_venues to anon, authenticated;
grant select on public.event_venues to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_venues
	for each statement execute function internal.raise_content_version();

-- The address follows the organisation: when the venue is chosen, and when the organisation moves,
-- as long as something of the event is still to begin.
create function internal.take_venue_address(wanted uuid[]) returns void
	language sql security definer set search_path = '' as $$
	update public.events as event
	set street = organisation.street, postcode = organisation.postcode, place_id = organisation.place_id,
		municipality_id = organisation.municipality_id, region_id = organisation.region_id,
		location = organisation.location, approximate = organisation.approximate
	from public.event_venues as venue
	join public.organisations as organisation on organisation.id = venue.organisation_id
	where event.id = any (wanted) and venue.event_id = event.id
		and (event.street, event.postcode, event.place_id, event.municipality_id, event.region_id,
				event.location::text, event.approximate)
			is distinct from (organisation.street, organisation.postcode, organisation.place_id,
				organisation.municipality_id, organisation.region_id, organisation.location::text,
				organisation.approximate);
$$;

create function internal.follow_venue() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.take_venue_address(array[new.event_id]);
	return null;
end;
$$;
create trigger follow_venue after insert or update on public.event_venues
	for each row execute function internal.follow_venue();

-- Where dates of a series were held, or are being held, is kept as a place of their own. What an
-- address was put right by, its pin or its postcode, concerns them, too; and nobody has seen a
-- draft.
create function internal.bring_events_along() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	along constant uuid[] := array(
		select venue.event_id from public.event_venues as venue
		where venue.organisation_id = new.id
			and exists (select from public.event_occurrences as occurrence
				where occurrence.event_id = venue.event_id and occurrence.starts_at > now()));
begin
	update public.event_occurrences as occurrence
	set venue_name = event.venue_name, street = event.street, postcode = event.postcode, place_id = event.place_id,
		municipality_id = event.municipality_id, region_id = event.region_id, location = event.location,
		approximate = event.approximate
	from public.events as event
	where event.id = any (along) and event.publication <> 'draft'
		and (event.street, event.place_id) is distinct from (new.street, new.place_id)
		and occurrence.event_id = event.id and occurrence.starts_at <= now() and not occurrence.elsewhere;
	perform internal.take_venue_address(along);
	return null;
end;
$$;
create trigger bring_events_along
	after update of street, postcode, place_id, municipality_id, region_id, location, approximate on public.organisations
	for each row execute function internal.bring_events_along();

-- An address of its own beside a venue that says another would send people to two places.
create function internal.keep_venue_address() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if (new.street, new.postcode, new.place_id, new.location::text)
			is distinct from (old.street, old.postcode, old.place_id, old.location::text)
		and exists (
			select from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = new.id
				and (organisation.street, organisation.postcode, organisation.place_id, organisation.location::text)
					is distinct from (new.street, new.postcode, new.place_id, new.location::text)) then
		raise exception using errcode = 'check_violation', constraint = 'venue_decides_address',
			message = 'the address of this event is that of its venue';
	end if;
	return new;
end;
$$;
create trigger d_keep_venue_address before update of street, postcode, place_id, location on public.events
	for each row execute function internal.keep_venue_address();

-- {visibleFrom, visibleUntil, url} of the next date that takes place; url is NULL while it is too
-- early. NULL where there is no link to show. The only way to the link for visitors: it runs as the
-- owner and asks the clock itself.
create function internal.join_link(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('visibleFrom', soon.visible_from, 'visibleUntil', soon.ends_at,
		'url', case when now() >= soon.visible_from then link.url end)
	from public.event_join_links as link
	join public.events as event on event.id = link.event_id
		and event.publication = 'published' and event.attendance in ('online', 'both')
	cross join lateral (
		select occurrence.starts_at - make_interval(mins => link.visible_minutes) as visible_from, occurrence.ends_at
		from internal.held_dates as occurrence
		where occurrence.event_id = event.id and occurrence.ends_at > now() and occurrence.takes_place
		order by occurrence.starts_at limit 1
	) as soon
	where link.event_id = wanted and link.visible_minutes is not null;
$$;
grant execute on function internal.join_link to anon, authenticated, service_role;

-- 095_event_changes.sql

-- What changed after an event was published, so that its page can say "moved from 12 March".
-- Written by triggers alone.
create table public.event_changes (
	id uuid primary key default gen_random_uuid(),
	event_id uuid not null references public.events (id) on delete cascade,
	-- The date that changed; empty when the whole event did.
	occurrence_id uuid references public.event_occurrences (id) on delete cascade,
	changed_at timestamptz not null default now(),
	what text not null check (what in ('time', 'place', 'state')),
	previous_starts_at timestamptz,
	previous_ends_at timestamptz,
	previous_attendance text check (previous_attendance in ('on-site', 'online', 'both')),
	previous_venue text,
	previous_street text,
	previous_place_id text references public.places (id),
	previous_state text check (previous_state in ('planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full')),
	constraint change_says_what_was check (case what
		when 'time' then previous_starts_at is not null and previous_ends_at > previous_starts_at
		when 'state' then previous_state is not null
		else true end)
);
create index event_changes_event on public.event_changes (event_id, changed_at);
create index event_changes_occurrence on public.event_changes (occurrence_id) where occurrence_id is not null;
create index event_changes_place on public.event_changes (previous_place_id) where previous_place_id is not null;
alter table public.event_changes enable row level security;
create policy "everybody reads changes of published events" on public.event_changes
	for select to anon using (
		exists (select 1 from public.events as event where event.id = event_id and event.publication = 'published'));
-- The row of the event decides.
create policy "members read what belongs to events they read" on public.event_changes
	for select to authenticated using (exists (select from public.events as event where event.id = event_id));
revoke all on public.event_changes from public, anon, authenticated, service_role;
grant select (
	id, event_id, occurrence_id, changed_at, what, previous_starts_at, previous_ends_at,
	previous_attendance, previous_venue, previous_street, previous_place_id, previous_state
) on public.event_changes to anon, authenticated;
grant select on public.event_changes to service_role;
create trigger z_raise_content_version after insert or update or delete or truncate on public.event_changes
	for each statement execute function internal.raise_content_version();

-- Only what people could have read and could still go to is worth a notice: drafts, what is made in
-- the same transaction and dates that are over are not.
create function internal.record_event_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.created_at >= now() or not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = new.id and occurrence.ends_at > now()) then
		return null;
	end if;
	if (new.attendance, new.venue_name, new.street, new.place_id)
			is distinct from (old.attendance, old.venue_name, old.street, old.place_id) then
		insert into public.event_changes (event_id, what, previous_attendance, previous_venue, previous_street,
			previous_place_id)
		values (new.id, 'place', old.attendance, old.venue_name, old.street, old.place_id);
	end if;
	if new.status <> old.status then
		insert into public.event_changes (event_id, what, previous_state) values (new.id, 'state', old.status);
	end if;
	return null;
end;
$$;
create trigger record_event_change
	after update of attendance, venue_name, street, place_id, status on public.events
	for each row when (old.publication = 'published' and new.publication = 'published')
	execute function internal.record_event_change();

create function internal.record_occurrence_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
	state_before text;
begin
	select * into event from public.events as one where one.id = new.event_id;
	if event.publication <> 'published' or event.created_at >= now() or old.ends_at <= now()
		or old.event_id <> new.event_id then
		return null;
	end if;
	if (new.starts_at, new.ends_at) is distinct from (old.starts_at, old.ends_at) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_starts_at, previous_ends_at)
		values (new.event_id, new.id, 'time', old.starts_at, old.ends_at);
	end if;
	if (case when new.elsewhere then new.venue_name else event.venue_name end,
			case when new.elsewhere then new.street else event.street end,
			case when new.elsewhere then new.place_id else event.place_id end)
		is distinct from (case when old.elsewhere then old.venue_name else event.venue_name end,
			case when old.elsewhere then old.street else event.street end,
			case when old.elsewhere then old.place_id else event.place_id end) then
		insert into public.event_changes (event_id, occurrence_id, what, previous_attendance, previous_venue,
			previous_street, previous_place_id)
		values (new.event_id, new.id, 'place', event.attendance,
			case when old.elsewhere then old.venue_name else event.venue_name end,
			case when old.elsewhere then old.street else event.street end,
			case when old.elsewhere then old.place_id else event.place_id end);
	end if;
	-- What the whole event does to its dates (internal.overrule_dates) has the notice of the whole.
	state_before := coalesce(case when not old.overruled then old.status end, event.status);
	if coalesce(case when not new.overruled then new.status end, event.status) <> state_before
		and pg_catalog.pg_trigger_depth() = 1 then
		insert into public.event_changes (event_id, occurrence_id, what, previous_state)
		values (new.event_id, new.id, 'state', state_before);
	end if;
	return null;
end;
$$;
create trigger record_occurrence_change after update on public.event_occurrences
	for each row execute function internal.record_occurrence_change();

-- 095_event_versions.sql

-- Calendars take an event anew when its SEQUENCE has risen and leave it alone when not, and feed
-- readers sort by the last change. So the database itself counts: `version` rises and `updated_at`
-- moves with every real change of an event, its dates, organisers and topics, once a transaction,
-- and with nothing else.

create function internal.count_event_change() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	-- What a change is not: the count itself, the address, and columns that follow from others (empty
	-- here until the row is written).
	aside text[] := array['version', 'updated_at', 'counted_in', 'slug', 'latitude', 'longitude'];
begin
	if (to_jsonb(new) - aside) is distinct from (to_jsonb(old) - aside)
		and not internal.is_counted(old.updated_at, old.counted_in)
	then
		new.version := old.version + 1;
		new.updated_at := now();
		new.counted_in := pg_current_xact_id();
	end if;
	return new;
end;
$$;

-- After every trigger that completes the row.
create trigger z_count_change before update on public.events
	for each row execute function internal.count_event_change();

create function internal.count_change_beside_event() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	changed uuid[] := case tg_op when 'INSERT' then array[new.event_id] when 'DELETE' then array[old.event_id]
		else array[old.event_id, new.event_id] end;
begin
	-- An event that is new, or was counted in this transaction, carries the transaction's own number.
	-- It is looked for first: an update that meets no row would still wake every trigger of the
	-- table, once a date.
	if exists (select from public.events as event where event.id = any (changed)
				and not internal.is_counted(event.updated_at, event.counted_in)) then
		update public.events as event set version = event.version + 1, updated_at = now(), counted_in = pg_current_xact_id()
		where event.id = any (changed) and not internal.is_counted(event.updated_at, event.counted_in);
	end if;
	return null;
end;
$$;
create trigger y_count_change after insert or delete on public.event_occurrences
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change_of_date after update on public.event_occurrences
	for each row when (old.* is distinct from new.*) execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_organisers
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_topics
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_documents
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_venues
	for each row execute function internal.count_change_beside_event();
create trigger y_count_change after insert or update or delete on public.event_join_links
	for each row execute function internal.count_change_beside_event();

-- 100_event_dates.sql

-- The dates of an event are rows. They are written by one function, whoever saves the event, in the
-- same transaction; an event whose rows do not follow from it cannot be committed. No role of the
-- data interface may call any of this.

-- The instant of a local time. A time the clock jumps over falls as much later as it jumps (03:30
-- becomes 04:30); of a time that comes twice the first one is meant: RFC 5545, 3.3.5. PostgreSQL
-- does the first by itself and takes the second of two. src/lib/event/local-time.ts is the same
-- rule; a test holds them against each other.
create function internal.instant_of(local_time timestamp, zone text) returns timestamptz
	language sql stable parallel safe set search_path = '' as $$
	select case
		when (later.instant - interval '1 hour') at time zone zone = local_time then later.instant - interval '1 hour'
		when (later.instant - interval '30 minutes') at time zone zone = local_time
			then later.instant - interval '30 minutes'
		else later.instant end
	from (select local_time at time zone zone as instant) as later;
$$;

-- When a date ends: when the clock shows its end, as people say it, also in the night of a clock
-- change; where the change would leave nothing of it, it lasts as long as the clock says.
create function internal.end_of(starts_local timestamp, ends_local timestamp, zone text) returns timestamptz
	language sql stable parallel safe set search_path = '' as $$
	select greatest(internal.instant_of(ends_local, zone),
		case when internal.instant_of(ends_local, zone) <= internal.instant_of(starts_local, zone)
			then internal.instant_of(starts_local, zone) + (ends_local - starts_local) end);
$$;

-- Writes the dates of one or more events: [{"event": id, "zone_before": the zone they were written
-- in until now, when it changes, "known_until": date | null, "dates": [{"id": optional, "starts":
-- local time, "ends": local time}, ...]}, ...], every date the rule gives, without the exceptions.
--
-- A date is known by the start its rule gives it (RECURRENCE-ID). What is known keeps its id and
-- whatever was changed about it. When the hour of a series changes, a date stays the same date by
-- its day; the one date of an event stays the same wherever it goes, and has nothing of its own:
-- what is said of it is said of the event. What the rule no longer gives is removed, except dates
-- ahead that were cancelled: whoever noted one looks it up.
create function internal.save_occurrences(saved jsonb) returns void
	language plpgsql set search_path = '' as $$
declare
	wanted jsonb;
begin
	perform from public.events as event
	where event.id in (select (one ->> 'event')::uuid from jsonb_array_elements(saved) as one)
	order by event.id for update;

	-- Instants are worked out here and nowhere else: no second copy of the zones can disagree.
	select jsonb_agg(jsonb_build_object(
		'event_id', event.id, 'id', date ->> 'id', 'zone', event.time_zone,
		'starts_at', internal.instant_of((date ->> 'starts')::timestamp, event.time_zone),
		'ends_at', internal.end_of((date ->> 'starts')::timestamp, (date ->> 'ends')::timestamp, event.time_zone)))
	into wanted
	from jsonb_array_elements(saved) as one
	join public.events as event on event.id = (one ->> 'event')::uuid
	cross join lateral jsonb_array_elements(one -> 'dates') as date;

	update public.event_occurrences as occurrence
	set original_start = renamed.starts_at,
		starts_at = case when occurrence.rescheduled then occurrence.starts_at else renamed.starts_at end,
		ends_at = case when occurrence.rescheduled then occurrence.ends_at else renamed.ends_at end
	from (
		with wanted_dates as (
			select date.*, (date.starts_at at time zone date.zone)::date as day,
				count(*) over (partition by date.event_id) as of_event,
				count(*) over (partition by date.event_id, (date.starts_at at time zone date.zone)::date) as of_day
			from jsonb_to_recordset(wanted)
				as date (event_id uuid, zone text, starts_at timestamptz, ends_at timestamptz)
		), known_dates as (
			-- By the clock they were written with: in another zone an evening is the next morning.
			select known.id, known.event_id, known.original_start,
				(known.original_start at time zone zone.before)::date as day,
				-- Beside it, cancelled dates of an earlier rule may stand.
				count(*) over (partition by known.event_id) = 1 or (known.status is distinct from 'cancelled'
					and count(*) filter (where known.status is distinct from 'cancelled')
						over (partition by known.event_id) = 1) as only_one,
				count(*) over (partition by known.event_id, (known.original_start at time zone zone.before)::date)
					as of_day
			from public.event_occurrences as known
			join (
				select event.id, coalesce(one ->> 'zone_before', event.time_zone) as before
				from jsonb_array_elements(saved) as one
				join public.events as event on event.id = (one ->> 'event')::uuid
			) as zone on zone.id = known.event_id
			where known.event_id in (select wanted_date.event_id from wanted_dates as wanted_date)
		)
		select known_date.id, wanted_date.starts_at, wanted_date.ends_at
		from known_dates as known_date
		join wanted_dates as wanted_date on wanted_date.event_id = known_date.event_id
			and ((wanted_date.of_event = 1 and known_date.only_one)
				or (wanted_date.day = known_date.day and wanted_date.of_day = 1 and known_date.of_day = 1))
		where wanted_date.starts_at <> known_date.original_start
			and (wanted_date.event_id, wanted_date.starts_at) not in
				(select taken.event_id, taken.original_start from known_dates as taken)
			and (known_date.event_id, known_date.original_start) not in
				(select kept.event_id, kept.starts_at from wanted_dates as kept)
	) as renamed
	where occurrence.id = renamed.id;

	insert into public.event_occurrences as occurrence (id, event_id, starts_at, ends_at, original_start)
	select coalesce(date.id, gen_random_uuid()), date.event_id, date.starts_at, date.ends_at, date.starts_at
	from jsonb_to_recordset(wanted) as date (id uuid, event_id uuid, starts_at timestamptz, ends_at timestamptz)
	on conflict (event_id, original_start) do update
		set starts_at = excluded.starts_at, ends_at = excluded.ends_at
		where not occurrence.rescheduled
			and (occurrence.starts_at, occurrence.ends_at) is distinct from (excluded.starts_at, excluded.ends_at);

	-- Of a series that becomes one date.
	perform internal.take_differences_back(event.id, internal.instant_of(event.starts_local, event.time_zone))
	from public.events as event
	where event.recurrence is null and event.id in (select (one ->> 'event')::uuid from jsonb_array_elements(saved) as one);

	delete from public.event_occurrences as occurrence
	using public.events as event
	where event.id = occurrence.event_id
		and event.id in (select (one ->> 'event')::uuid from jsonb_array_elements(saved) as one)
		and not (occurrence.status is not distinct from 'cancelled' and event.publication = 'published'
			and occurrence.ends_at > now())
		-- Held earlier than its turn, which came after the last date that is left.
		and not (occurrence.rescheduled and occurrence.ends_at <= now() and event.recurrence is not null
			and occurrence.original_start > (select max(date.starts_at)
				from jsonb_to_recordset(coalesce(wanted, '[]')) as date (event_id uuid, starts_at timestamptz)
				where date.event_id = event.id))
		-- Looked up in a hash; a join would be planned for the hundred dates PostgreSQL expects of
		-- JSON.
		and (occurrence.event_id, occurrence.original_start) not in (
			select date.event_id, date.starts_at
			from jsonb_to_recordset(coalesce(wanted, '[]')) as date (event_id uuid, starts_at timestamptz));

	update public.events as event set known_until = (one ->> 'known_until')::date
	from jsonb_array_elements(saved) as one
	where event.id = (one ->> 'event')::uuid
		and event.known_until is distinct from (one ->> 'known_until')::date;
end;
$$;

-- Takes back what one date has of its own. It stays known by the start its rule gives it.
create function internal.take_differences_back(taken_from uuid, original timestamptz) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	update public.event_occurrences as occurrence
	set starts_at = occurrence.original_start, rescheduled = false, status = null, overruled = false, whole_status = null,
		whole_reason = '{}', title = '{}', reason = '{}', venue_name = null, street = null, postcode = null,
		place_id = null, municipality_id = null, region_id = null, location = null, approximate = true,
		ends_at = internal.end_of(event.starts_local, event.ends_local, event.time_zone)
	from public.events as event
	where event.id = taken_from and occurrence.event_id = taken_from and occurrence.original_start = original
		and (occurrence.rescheduled or occurrence.elsewhere or occurrence.title <> '{}' or occurrence.reason <> '{}'
			or num_nonnulls(occurrence.status, occurrence.whole_status) > 0);
end;
$$;

-- Changes one date of a series, known by the local start its rule gives it. `change` holds what
-- differs: starts and ends (local times, both together), internal.date_columns(), region_id,
-- location (EWKT); overruled comes with an earlier state. NULL takes a difference back; what is not
-- named stays. A location must be a point in degrees before PostGIS reads it, which ends a save
-- with an error of its own otherwise.
create function internal.change_occurrence(changed_event uuid, original_local timestamp, change jsonb) returns void
	language plpgsql set search_path = '' as $$
declare
	event public.events;
	occurrence public.event_occurrences;
	rescheduled boolean := change ->> 'starts' is not null;
	next_row jsonb;
begin
	select * into event from public.events as one where one.id = changed_event for update;
	select * into occurrence from public.event_occurrences as one
	where one.event_id = changed_event
		and one.original_start = internal.instant_of(original_local, event.time_zone);
	if occurrence.id is null then
		raise exception using errcode = 'no_data_found', message = 'the event has no such date';
	end if;
	if event.recurrence is null and occurrence.status is distinct from 'cancelled' then
		perform internal.refuse('{"status":"invalid","constraint":"event_has_one_date"}');
	end if;
	if exists (select from jsonb_object_keys(change) as key where key <> all (internal.date_columns()
			|| array['starts', 'ends', 'region_id', 'location', 'overruled'])) or (change ? 'starts') <> (change ? 'ends') then
		raise exception using errcode = 'invalid_parameter_value',
			message = 'not a change of a date: an unknown field, or starts and ends apart';
	end if;
	if change ->> 'location' !~ '^SRID=4326;POINT\(-?[0-9.]{1,20} -?[0-9.]{1,20}\)$' then
		raise exception using errcode = 'invalid_parameter_value', message = 'not a point in degrees';
	end if;

	next_row := internal.typed('event_occurrences', change - array['starts', 'ends']);
	-- Columns that are never NULL: taken back, they are as in a date that has nothing of its own.
	next_row := next_row || (select coalesce(jsonb_object_agg(blank.key, blank.value), '{}')
		from jsonb_each('{"approximate": true, "title": {}, "reason": {}}') as blank where next_row -> blank.key = 'null');
	if change ? 'status' then
		next_row := next_row || '{"overruled": false}';
	end if;
	if change ? 'overruled' then
		next_row := next_row || jsonb_build_object('overruled', change -> 'overruled');
	end if;
	if change ? 'starts' then
		next_row := next_row || jsonb_build_object('rescheduled', rescheduled,
			'starts_at', case when rescheduled
				then internal.instant_of((change ->> 'starts')::timestamp, event.time_zone) else occurrence.original_start end,
			'ends_at', case when rescheduled
				then internal.end_of((change ->> 'starts')::timestamp, (change ->> 'ends')::timestamp, event.time_zone)
				else internal.end_of(original_local, original_local + (event.ends_local - event.starts_local),
					event.time_zone) end);
		-- A date that was over and is ahead again hears what is said of the whole.
		if occurrence.ends_at <= now() and (next_row ->> 'ends_at')::timestamptz > now() then
			next_row := next_row || '{"whole_status": null, "whole_reason": {}}';
		end if;
	end if;
	perform internal.write_row('event_occurrences', to_jsonb(occurrence), next_row);
end;
$$;

-- "This and following": the dates from one on go to the event that takes the series over, with
-- their ids and whatever was changed about them. Both events are saved anew afterwards in the same
-- transaction.
create function internal.hand_over_occurrences(from_event uuid, to_event uuid, from_local timestamp) returns integer
	language plpgsql set search_path = '' as $$
declare
	handed integer;
begin
	update public.event_occurrences as occurrence set event_id = to_event
	from public.events as event
	where event.id = from_event and occurrence.event_id = from_event
		and occurrence.original_start >= internal.instant_of(from_local, event.time_zone)
		-- Held earlier than its turn: it has taken place, and stays.
		and not (occurrence.rescheduled and occurrence.ends_at <= now()
			and occurrence.original_start > internal.instant_of(from_local, event.time_zone));
	get diagnostics handed = row_count;
	update public.event_changes as change set event_id = to_event
	from public.event_occurrences as occurrence
	where occurrence.id = change.occurrence_id and occurrence.event_id = to_event and change.event_id = from_event;
	return handed;
end;
$$;

-- Asked once at the end of a transaction: an event has its first date where it says it begins; a
-- single event has no other, but for cancelled ones that were given up; nothing lies before the
-- first; an open-ended series, and no other, says until when it is known.
create function internal.check_dates_follow(checked uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
	first_start timestamptz;
begin
	select * into event from public.events as one where one.id = checked;
	if event.id is null then
		return;
	end if;
	first_start := internal.instant_of(event.starts_local, event.time_zone);
	if not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id and occurrence.original_start = first_start) then
		raise exception using errcode = 'check_violation', constraint = 'event_has_its_first_date',
			message = 'the event has no date where it begins';
	end if;
	if exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id and occurrence.status is distinct from 'cancelled'
				and (occurrence.original_start < first_start
					or (event.recurrence is null and occurrence.original_start > first_start))) then
		raise exception using errcode = 'check_violation', constraint = 'event_has_only_its_dates',
			message = 'the event has a date that does not follow from it';
	end if;
	if event.recurrence is null and exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id and occurrence.original_start = first_start
				and (occurrence.rescheduled or occurrence.elsewhere or occurrence.title <> '{}' or occurrence.reason <> '{}'
					or num_nonnulls(occurrence.status, occurrence.whole_status) > 0)) then
		raise exception using errcode = 'check_violation', constraint = 'one_date_is_the_event',
			message = 'the one date of an event has nothing of its own';
	end if;
	-- A calendar tells whole days without hours: what is not whole days would end when it begins.
	if event.all_day and exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = event.id
				and (occurrence.starts_at <> internal.instant_of(
						date_trunc('day', occurrence.starts_at at time zone event.time_zone), event.time_zone)
					or occurrence.ends_at <> internal.instant_of(
						date_trunc('day', occurrence.ends_at at time zone event.time_zone), event.time_zone))) then
		raise exception using errcode = 'check_violation', constraint = 'dates_are_whole_days',
			message = 'a date of an event of whole days has hours';
	end if;
	if coalesce(event.recurrence !~ '(^|;)(COUNT|UNTIL)=', false) <> (event.known_until is not null) then
		raise exception using errcode = 'check_violation', constraint = 'open_series_is_known_until',
			message = 'an open-ended series, and no other event, says until when it is known';
	end if;
end;
$$;

create function internal.event_keeps_its_dates() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.check_dates_follow(new.id);
	return null;
end;
$$;
create constraint trigger dates_follow
	after insert or update of starts_local, time_zone, all_day, recurrence, known_until on public.events
	deferrable initially deferred for each row execute function internal.event_keeps_its_dates();

create function internal.dates_keep_to_their_event() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		perform internal.check_dates_follow(old.event_id);
	end if;
	if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.event_id <> old.event_id) then
		perform internal.check_dates_follow(new.event_id);
	end if;
	return null;
end;
$$;
create constraint trigger dates_follow
	after insert or delete or update of event_id, original_start, status, rescheduled, title, reason, venue_name, street,
		postcode, place_id, municipality_id, region_id, location, whole_status, starts_at, ends_at on public.event_occurrences
	deferrable initially deferred for each row execute function internal.dates_keep_to_their_event();

-- Every date of an event in the order of time, in local time, with what is its own: [{original,
-- starts, ends, over, status, ...}]; `state` and `held_reason` are what holds
-- (internal.held_dates).
create function public.event_dates(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'original', occurrence.original_start at time zone event.time_zone,
		'starts', occurrence.starts_at at time zone event.time_zone,
		'ends', occurrence.ends_at at time zone event.time_zone,
		'over', occurrence.ends_at <= now(), 'rescheduled', occurrence.rescheduled, 'status', occurrence.status,
		'state', held.state, 'held_reason', held.reason,
		'title', occurrence.title, 'reason', occurrence.reason,
		'elsewhere', occurrence.elsewhere, 'venue_name', occurrence.venue_name, 'street', occurrence.street,
		'postcode', occurrence.postcode, 'place_id', occurrence.place_id, 'latitude', occurrence.latitude,
		'longitude', occurrence.longitude, 'approximate', occurrence.approximate) order by occurrence.starts_at), '[]')
	from public.event_occurrences as occurrence
	join internal.held_dates as held on held.id = occurrence.id
	join public.events as event on event.id = occurrence.event_id
	where event.id = wanted and internal.may_edit_event(event.id);
$$;
grant execute on function public.event_dates to authenticated;

-- The other parts of a divided series for who edits one of them, in the order of time: [{id, slug,
-- title, starts, ends, first_turn, last_turn, editable}], local times of the first start and the
-- last end, and of the first and last start that its rule gives.
create function public.event_parts(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', part.id, 'slug', part.slug, 'title', part.title,
		'starts', dates.first at time zone part.time_zone, 'ends', dates.last at time zone part.time_zone,
		'first_turn', dates.first_turn at time zone part.time_zone, 'last_turn', dates.last_turn at time zone part.time_zone,
		'editable', internal.may_edit_event(part.id)) order by part.starts_local, part.id), '[]')
	from internal.parts_of_series(wanted) as other (id)
	join public.events as part on part.id = other.id and part.id <> wanted and part.publication <> 'removed'
	cross join lateral (select min(held.starts_at) as first, max(held.ends_at) as last,
			min(held.original_start) as first_turn, max(held.original_start) as last_turn
		from internal.held_dates as held where held.event_id = part.id) as dates
	where internal.may_edit_event(wanted);
$$;
grant execute on function public.event_parts to authenticated;

-- A date that is held elsewhere has a pin of its own, by the rules of every pin: who may set that
-- of an event only within their regions may not set that of a date beyond them.

-- Whose organisation holds the event may hold a date of it anywhere, as they may the event
-- (internal.may_edit_event).
create function internal.may_hold_date_in(wanted uuid, region text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select internal.is_administrator() or region = any (internal.my_regions())
		or exists (select from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = wanted and organiser.position = 1
				and (organisation.region_id = any (internal.my_regions())
					or organisation.id = any (internal.my_organisations())));
$$;

-- At the row, so that it holds for every way in: the form of a date, and an earlier state that
-- comes back with its dates. The seed and imports act for nobody and are not asked.
create function internal.check_region_of_date() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if new.region_id is not null and new.region_id is distinct from old.region_id and internal.person() is not null
		and not internal.may_hold_date_in(new.event_id, new.region_id) then
		perform internal.refuse(jsonb_build_object('status', 'outside', 'region_id', new.region_id));
	end if;
	return new;
end;
$$;

-- After c_follow_pin, which says in which region a pin lies.
create trigger d_check_region before update of location, municipality_id, region_id on public.event_occurrences
	for each row execute function internal.check_region_of_date();

-- 105_held_dates.sql

-- What holds of a date. What was said of a whole event and what was said of its single dates is
-- kept apart; what follows from both is worked out here and nowhere else, and pages, lists, the
-- month, the map, feeds, mails and forms read this and nothing beside it.
--
--   * What is said of a date holds for it, until something stronger is said of the whole event:
--     cancelled and postponed are stronger than anything, full is stronger than all but these two.
--   * What was said of a date afterwards holds again, and so does everything once the word about
--     the
--     whole is taken back.
--   * A word about the whole concerns the dates that are not over when it is said. What has taken
--     place, or has not, stays so.
--   * An event with one date has no separate date: what is said, is said of the event.

-- One row a date, with everything that holds of it. A join to the event that a question does not
-- need is left out by the planner, so reading `starts_at` here costs what it costs in the table.
--   state, reason   what holds, and why; own_word: it was said of this date and not of the whole
--   takes_place     neither cancelled nor postponed
--   title           its own, or else that of the event
--   venue_name ... longitude where it is held: a place of its own (elsewhere) replaces the whole
--   place
--     of the event, so that a new street never stands beside the old town; only the region stays
--     that of the event where nothing says another
--   registration_deadline in a series that of the event is said of its first date, and every date
--     has as much time before it; nothing is registered for after it has begun
create view internal.held_dates with (security_invoker = true) as
	select occurrence.id, occurrence.event_id, occurrence.starts_at, occurrence.ends_at, occurrence.original_start,
		occurrence.rescheduled,
		occurrence.status is not null and not occurrence.overruled as own_word,
		case when occurrence.status is not null and not occurrence.overruled then occurrence.status
			else coalesce(occurrence.whole_status, event.status) end as state,
		case when occurrence.status is not null and not occurrence.overruled then occurrence.status
			else coalesce(occurrence.whole_status, event.status) end not in ('cancelled', 'postponed') as takes_place,
		case when not occurrence.overruled and (occurrence.status is not null or occurrence.reason <> '{}')
				then occurrence.reason
			when occurrence.whole_status is not null then occurrence.whole_reason
			else event.status_reason end as reason,
		occurrence.title <> '{}' as own_title,
		case when occurrence.title <> '{}' then occurrence.title else event.title end as title,
		event.attendance, occurrence.elsewhere,
		case when occurrence.elsewhere then occurrence.venue_name else event.venue_name end as venue_name,
		case when occurrence.elsewhere then occurrence.street else event.street end as street,
		case when occurrence.elsewhere then occurrence.postcode else event.postcode end as postcode,
		case when occurrence.elsewhere then occurrence.place_id else event.place_id end as place_id,
		case when occurrence.elsewhere then occurrence.municipality_id else event.municipality_id end as municipality_id,
		case when occurrence.elsewhere then coalesce(occurrence.region_id, event.region_id)
			else event.region_id end as region_id,
		case when occurrence.elsewhere then occurrence.location else event.location end as location,
		case when occurrence.elsewhere then occurrence.approximate else event.approximate end as approximate,
		case when occurrence.elsewhere then occurrence.latitude else event.latitude end as latitude,
		case when occurrence.elsewhere then occurrence.longitude else event.longitude end as longitude,
		case when event.recurrence is null then event.registration_deadline
			when event.registration_deadline at time zone event.time_zone >= event.starts_local
				then least(event.registration_deadline, occurrence.starts_at)
			else least(((occurrence.starts_at at time zone event.time_zone)
				- (event.starts_local - (event.registration_deadline at time zone event.time_zone)))
				at time zone event.time_zone, occurrence.starts_at) end as registration_deadline
	from public.event_occurrences as occurrence
	left join public.events as event on event.id = occurrence.event_id;
grant select on internal.held_dates to anon, authenticated, service_role;

-- Something is said of a whole event: what was said of its dates ahead waits or holds again, and
-- the dates that are over keep what was said of the whole till then.
create function internal.overrule_dates() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	-- The one date of an event is the event.
	if old.recurrence is not null then
		update public.event_occurrences as occurrence
		set whole_status = old.status, whole_reason = old.status_reason
		where occurrence.event_id = new.id and occurrence.ends_at <= now() and occurrence.whole_status is null;
	end if;
	if new.status <> old.status then
		update public.event_occurrences as occurrence set overruled = not occurrence.overruled
		where occurrence.event_id = new.id and occurrence.ends_at > now() and occurrence.status is not null
			and occurrence.overruled <> (new.status in ('cancelled', 'postponed')
				or (new.status = 'full' and occurrence.status not in ('cancelled', 'postponed')));
	end if;
	return null;
end;
$$;
create trigger overrule_dates after update of status, status_reason on public.events
	for each row when ((old.status, old.status_reason) is distinct from (new.status, new.status_reason))
	execute function internal.overrule_dates();

-- The parts of a series that was divided, in the order of time, with the event itself; the event
-- alone when it never was. With the rights of whoever asks: a part they may not read is not told.
-- Of the thousand rows PostgreSQL would expect, every event would be read for them.
create function internal.parts_of_series(wanted uuid) returns setof uuid
	language sql stable rows 3 set search_path = '' as $$
	select part.id from (
		select event.id, event.starts_local from public.events as event where event.id = wanted
		union all
		-- Apart, so that each is found by its index.
		select other.id, other.starts_local from public.events as event
		join public.events as other on other.series_id = event.series_id and other.id <> event.id
		where event.id = wanted
	) as part
	order by part.starts_local, part.id;
$$;
grant execute on function internal.parts_of_series to anon, authenticated, service_role;

-- Parts of a divided series as pages name them, [EventPart] in the order of time; what is not
-- published is not named.
create function internal.named_parts(wanted uuid[]) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('slug', part.slug, 'title', part.title,
		'startsAt', dates.first, 'endsAt', dates.last) order by part.starts_local, part.id), '[]')
	from public.events as part
	cross join lateral (select min(held.starts_at) as first, max(held.ends_at) as last
		from internal.held_dates as held where held.event_id = part.id) as dates
	where part.id = any (wanted) and part.publication = 'published';
$$;
grant execute on function internal.named_parts to anon, authenticated, service_role;

-- The zone of the network, in which its people read days.
create function internal.time_zone() returns text
	language sql stable security definer set search_path = '' as $$
	select coalesce((select network.time_zone from internal.network as network), 'UTC');
$$;
grant execute on function internal.time_zone to anon, authenticated, service_role;

-- The day it is there.
create function internal.today() returns date
	language sql stable security definer set search_path = '' as $$
	select (now() at time zone internal.time_zone())::date;
$$;

-- 110_memberships.sql

-- What people may do: their memberships, and what a person is told of their own rights.

-- administrator: the whole network. coordinator: one region a row, as many rows as regions. editor:
-- one organisation.
create table public.memberships (
	id uuid primary key default gen_random_uuid(),
	person_id uuid not null references public.people (id) on delete cascade,
	role text not null check (role in ('administrator', 'coordinator', 'editor')),
	region_id text references public.regions (id),
	organisation_id uuid references public.organisations (id) on delete cascade,
	-- Stands in for the region's coordinator: the same rights, named second.
	deputy boolean not null default false,
	granted_by uuid references public.people (id) on delete set null,
	granted_at timestamptz not null default now(),
	constraint membership_has_its_scope check (case role
		when 'administrator' then region_id is null and organisation_id is null
		when 'coordinator' then region_id is not null and organisation_id is null
		else region_id is null and organisation_id is not null end),
	constraint only_coordinators_have_deputies check (role = 'coordinator' or not deputy),
	constraint membership_only_once unique nulls not distinct (person_id, role, region_id, organisation_id)
);
create index memberships_region on public.memberships (region_id);
create index memberships_organisation on public.memberships (organisation_id);
create index memberships_granted_by on public.memberships (granted_by);
alter table public.memberships enable row level security;
create policy "everybody reads their own memberships, administrators all" on public.memberships
	for select to authenticated using (person_id = (select internal.person()) or (select internal.is_administrator()));
revoke all on public.memberships from public, anon, authenticated, service_role;
grant select (
	id, person_id, role, region_id, organisation_id, deputy, granted_by, granted_at
) on public.memberships to authenticated;
grant select on public.memberships to service_role;
-- Whether somebody coordinates a region is told in the open (207_still_true.sql).
create trigger z_raise_content_version after insert or update or delete or truncate on public.memberships
	for each statement execute function internal.raise_content_version();

-- Whether anybody coordinates a region; where nobody does, administrators decide at once.
create function internal.is_coordinated(region text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership
		where membership.role = 'coordinator' and membership.region_id = region);
$$;
grant execute on function internal.is_coordinated to anon, authenticated;

-- {person {id, email, name, language}, administrator, regions [{id, name, short, deputy}],
-- organisations [{id, slug, name}]}; NULL for who is not signed in or has no membership.
create function internal.my_rights() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'person', jsonb_build_object('id', person.id, 'email', account.email, 'name', person.name,
			'language', person.language),
		'administrator', exists (select from public.memberships as membership
			where membership.person_id = person.id and membership.role = 'administrator'),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name', region.name,
				'short', region.short, 'deputy', membership.deputy) order by region.position), '[]')
			from public.memberships as membership join public.regions as region on region.id = membership.region_id
			where membership.person_id = person.id),
		'organisations', (select coalesce(jsonb_agg(jsonb_build_object('id', organisation.id,
				'slug', organisation.slug, 'name', organisation.name)
				order by internal.sort_key(internal.text_in(organisation.name, person.language)) collate "C"), '[]')
			from public.memberships as membership
			join public.organisations as organisation on organisation.id = membership.organisation_id
			where membership.person_id = person.id))
	from public.people as person
	join auth.users as account on account.id = person.id
	where person.id = (select internal.acting_member());
$$;
grant execute on function internal.my_rights to authenticated;

create function public.my_rights() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_rights() $$;
grant execute on function public.my_rights to authenticated;

-- 120_invitations.sql

-- The first administrator. Nobody ships with a password: while there is no administrator the server
-- writes a one-time link to its own disk, and whoever can read that may become it. Only its hash is
-- kept. All of it is for the server alone (service_role): nobody is a member then.

create table internal.first_administrator (
	singleton boolean primary key default true check (singleton),
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	offered_at timestamptz not null default now()
);
alter table internal.first_administrator enable row level security;
revoke all on internal.first_administrator from public, anon, authenticated, service_role;

create function internal.has_administrator() returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as membership where membership.role = 'administrator');
$$;

-- Takes the hash of a fresh link; an older link is void from then on. False: there is an
-- administrator, no link is needed.
create function internal.offer_first_administrator(hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	if internal.has_administrator() then
		delete from internal.first_administrator;
		return false;
	end if;
	insert into internal.first_administrator (token_hash) values (hash)
	on conflict (singleton) do update set token_hash = excluded.token_hash, offered_at = now();
	return true;
end;
$$;
grant execute on function internal.offer_first_administrator to service_role;

create function public.offer_first_administrator(hash text) returns boolean
	language sql set search_path = '' as $$ select internal.offer_first_administrator(hash) $$;
grant execute on function public.offer_first_administrator to service_role;

create function internal.is_first_administrator_link(hash text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select not internal.has_administrator()
		and exists (select from internal.first_administrator as offer where offer.token_hash = hash);
$$;
grant execute on function internal.is_first_administrator_link to service_role;

create function public.is_first_administrator_link(hash text) returns boolean
	language sql stable set search_path = '' as $$ select internal.is_first_administrator_link(hash) $$;
grant execute on function public.is_first_administrator_link to service_role;

-- Uses the link up. The row is deleted first, so that of two at once one finds it and the other
-- does not.
create function internal.make_first_administrator(hash text, person uuid, name text, language text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	delete from internal.first_administrator as offer where offer.token_hash = hash;
	if not found or internal.has_administrator() then
		return false;
	end if;
	insert into public.people (id, name, language) values (person, btrim(make_first_administrator.name), language)
	on conflict (id) do update set name = excluded.name, language = excluded.language;
	insert into public.memberships (person_id, role) values (person, 'administrator');
	insert into public.audit (person_id, person_name, action, subject, subject_id, subject_name, detail)
	values (person, btrim(make_first_administrator.name), 'first-administrator', 'person', person,
		btrim(make_first_administrator.name), '{"role": "administrator"}');
	return true;
end;
$$;
grant execute on function internal.make_first_administrator to service_role;

create function public.make_first_administrator(hash text, person uuid, name text, language text) returns boolean
	language sql set search_path = '' as $$ select internal.make_first_administrator(hash, person, name, language) $$;
grant execute on function public.make_first_administrator to service_role;

-- Whether somebody may give such rights and take them away: administrators all of them,
-- coordinators those to edit an organisation of a region of theirs.
create function internal.grants_rights(giver uuid, role text, organisation uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.memberships as own
		where own.person_id = giver and (own.role = 'administrator'
			or (grants_rights.role = 'editor' and own.role = 'coordinator' and own.region_id = (
				select one.region_id from public.organisations as one where one.id = grants_rights.organisation))));
$$;

create function internal.may_grant(role text, organisation uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select internal.grants_rights(internal.person(), role, organisation);
$$;
grant execute on function internal.may_grant to authenticated;

-- Secrets of links are made here, so that whoever asks for one cannot choose it: one that is known,
-- weak, or that of somebody else. Two random UUIDs have 244 bits that nobody can guess; written so
-- that it can stand in an address.
create function internal.new_secret() returns text
	language sql volatile set search_path = '' as $$
	select translate(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'), '+/=', '-_');
$$;

-- The hash by which a secret is kept.
create function internal.hash_of(secret text) returns text
	language sql immutable strict set search_path = '' as $$
	select encode(sha256(convert_to(secret, 'UTF8')), 'hex');
$$;

-- Invitations: somebody who may names an address and what its owner will be; the mail has a secret
-- of which only the hash is kept. Whoever comes with it and with that address as their account's
-- gets the memberships, once, within 14 days.

create table public.invitations (
	id uuid primary key default gen_random_uuid(),
	email text not null check (internal.is_email(email) and email = lower(email)),
	name text not null check (length(btrim(name)) between 1 and 120),
	language text not null check (language ~ '^[a-z]{2}$'),
	role text not null check (role in ('administrator', 'coordinator', 'editor')),
	region_ids text[] not null default '{}',
	organisation_id uuid references public.organisations (id) on delete cascade,
	deputy boolean not null default false,
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	invited_by uuid references public.people (id) on delete set null,
	invited_at timestamptz not null default now(),
	expires_at timestamptz not null,
	accepted_at timestamptz,
	accepted_by uuid references public.people (id) on delete set null,
	withdrawn_at timestamptz,
	constraint invitation_has_its_scope check (case role
		when 'administrator' then region_ids = '{}' and organisation_id is null and not deputy
		when 'coordinator' then region_ids <> '{}' and organisation_id is null
		else region_ids = '{}' and organisation_id is not null and not deputy end),
	constraint invitation_token unique (token_hash),
	constraint invitation_name_is_plain check (internal.is_plain(name))
);
comment on table public.invitations is 'Open while neither accepted nor withdrawn nor expired.';
create index invitations_organisation on public.invitations (organisation_id);
create index invitations_invited_by on public.invitations (invited_by);
create index invitations_accepted_by on public.invitations (accepted_by);
alter table public.invitations enable row level security;
create policy "who may invite to the same reads invitations" on public.invitations
	for select to authenticated using (internal.may_grant(role, organisation_id));
revoke all on public.invitations from public, anon, authenticated, service_role;
-- All but the hash of the secret.
grant select (accepted_at, accepted_by, deputy, email, expires_at, id, invited_at, invited_by, language, name, organisation_id, region_ids, role, withdrawn_at) on public.invitations to authenticated, service_role;

-- The mail of an open invitation, with what it says; an earlier one that still waits has an old
-- link. Not in the transaction that invites: its link holds the secret that is made there, and in
-- this database it lies encrypted only. An invitation without a mail is listed as one.
create function internal.put_invitation_mail(mail jsonb, invitation uuid) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.void_mails('invitation', null, put_invitation_mail.invitation);
	perform internal.put_mail(put_invitation_mail.mail, 'invitation', open.email, open.language,
		internal.invitation_of(open.token_hash), open.id)
	from public.invitations as open
	where open.id = put_invitation_mail.invitation and open.accepted_at is null and open.withdrawn_at is null;
end;
$$;
grant execute on function internal.put_invitation_mail to service_role;

create function public.put_invitation_mail(mail jsonb, invitation uuid) returns void
	language sql set search_path = '' as $$ select internal.put_invitation_mail(mail, invitation) $$;
grant execute on function public.put_invitation_mail to service_role;

-- What is known of the newest mail of each open invitation somebody may see: {invitation: {state,
-- at: when it ended or is tried next, failed: whether it was tried in vain}}.
create function internal.invitation_mails() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_object_agg(open.id, jsonb_build_object('state', mail.state,
		'at', coalesce(mail.ended_at, mail.next_at), 'failed', mail.reason is not null)), '{}')
	from public.invitations as open
	cross join lateral (select one.* from internal.mails as one
		where one.subject_id = open.id order by one.put_at desc, one.id limit 1) as mail
	where open.accepted_at is null and open.withdrawn_at is null and internal.may_grant(open.role, open.organisation_id);
$$;
grant execute on function internal.invitation_mails to authenticated;

create function public.invitation_mails() returns jsonb
	language sql stable set search_path = '' as $$ select internal.invitation_mails() $$;
grant execute on function public.invitation_mails to authenticated;

-- `invitation`: {email, name, language, role, regions [], organisation, deputy, again}. An open
-- invitation to the same address for the same role is replaced. Who has rights or an invitation
-- already is told of first, {status: known, member: name, invited: when}, unless `again`; of others
-- than one could invite nothing is told. {status: saved, id, expires_at, secret: of the link, told
-- this once}.
create function internal.invite(invitation jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	made public.invitations;
	wanted_regions text[];
	address text := lower(btrim(invitation ->> 'email'));
	known jsonb;
	secret constant text := internal.new_secret();
	constraint_hit text;
begin
	if not internal.may_grant(invitation ->> 'role', (invitation ->> 'organisation')::uuid) then
		return jsonb_build_object('status', 'refused');
	end if;
	select coalesce(array_agg(entry order by entry), '{}') into wanted_regions
	from jsonb_array_elements_text(coalesce(invitation -> 'regions', '[]')) as entry;
	if exists (select from unnest(wanted_regions) as entry
		where not exists (select from public.regions as region where region.id = entry))
	then
		return jsonb_build_object('status', 'invalid', 'constraint', 'invitations_regions');
	end if;
	if not coalesce((invitation ->> 'again')::boolean, false) then
		known := internal.known_address(address);
		if known is not null then
			return jsonb_build_object('status', 'known') || known;
		end if;
	end if;
	update public.invitations as older set withdrawn_at = now()
	where older.email = address and older.role = invitation ->> 'role'
		and older.organisation_id is not distinct from (invitation ->> 'organisation')::uuid
		and older.region_ids = wanted_regions
		and older.accepted_at is null and older.withdrawn_at is null;
	insert into public.invitations (email, name, language, role, region_ids, organisation_id, deputy, token_hash, invited_by,
		expires_at)
	values (address, btrim(invitation ->> 'name'), invitation ->> 'language', invitation ->> 'role',
		wanted_regions, (invitation ->> 'organisation')::uuid, coalesce((invitation ->> 'deputy')::boolean, false),
		internal.hash_of(secret),
		internal.person(), now() + interval '14 days')
	returning * into made;
	perform internal.note_act('invite', 'invitation', made.id, made.name, made.region_ids[1],
		jsonb_build_object('role', made.role, 'regions', made.region_ids, 'organisation', made.organisation_id,
			'deputy', made.deputy));
	return jsonb_build_object('status', 'saved', 'id', made.id, 'expires_at', made.expires_at, 'secret', secret);
exception
	when check_violation or not_null_violation or foreign_key_violation or unique_violation or invalid_text_representation then
		get stacked diagnostics constraint_hit = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', constraint_hit);
end;
$$;
grant execute on function internal.invite to authenticated;

create function public.invite(invitation jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.invite(invitation) $$;
grant execute on function public.invite to authenticated;

-- Who has rights, or an open invitation to some, under an address, as far as the person of this
-- request could have given them; NULL: nobody.
create function internal.known_address(address text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('member', known.member, 'invited', known.invited)
	from (select
		(select person.name from public.people as person join auth.users as account on account.id = person.id
			where lower(account.email) = address and exists (select from public.memberships as one
				where one.person_id = person.id and internal.may_grant(one.role, one.organisation_id)) limit 1) as member,
		(select max(open.invited_at) from public.invitations as open
			where open.email = address and open.accepted_at is null and open.withdrawn_at is null and open.expires_at > now()
				and internal.may_grant(open.role, open.organisation_id)) as invited) as known
	where known.member is not null or known.invited is not null;
$$;

-- A new secret and another 14 days; the link of the earlier mail is void. Answers what the new mail
-- needs.
create function internal.renew_invitation(invitation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	renewed public.invitations;
	secret constant text := internal.new_secret();
begin
	update public.invitations as open set token_hash = internal.hash_of(secret), expires_at = now() + interval '14 days'
	where open.id = invitation and open.accepted_at is null and open.withdrawn_at is null
		and internal.may_grant(open.role, open.organisation_id)
	returning * into renewed;
	if renewed.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.note_act('renew-invitation', 'invitation', renewed.id, renewed.name, renewed.region_ids[1],
		jsonb_build_object('role', renewed.role, 'regions', renewed.region_ids, 'organisation', renewed.organisation_id,
			'deputy', renewed.deputy));
	-- What waits has the link of before.
	perform internal.void_mails('invitation', null, renewed.id);
	return jsonb_build_object('status', 'saved', 'id', renewed.id, 'expires_at', renewed.expires_at,
		'email', renewed.email, 'language', renewed.language, 'secret', secret);
end;
$$;
grant execute on function internal.renew_invitation to authenticated;

create function public.renew_invitation(invitation uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.renew_invitation(invitation) $$;
grant execute on function public.renew_invitation to authenticated;

create function internal.withdraw_invitation(invitation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	withdrawn public.invitations;
begin
	update public.invitations as open set withdrawn_at = now()
	where open.id = invitation and open.accepted_at is null and open.withdrawn_at is null
		and internal.may_grant(open.role, open.organisation_id)
	returning * into withdrawn;
	if withdrawn.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.note_act('withdraw-invitation', 'invitation', withdrawn.id, withdrawn.name, withdrawn.region_ids[1],
		jsonb_build_object('role', withdrawn.role, 'regions', withdrawn.region_ids, 'organisation', withdrawn.organisation_id,
			'deputy', withdrawn.deputy));
	return jsonb_build_object('status', 'saved', 'id', withdrawn.id);
end;
$$;
grant execute on function internal.withdraw_invitation to authenticated;

create function public.withdraw_invitation(invitation uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.withdraw_invitation(invitation) $$;
grant execute on function public.withdraw_invitation to authenticated;

-- What an invitation says, for who shows its secret. NULL: there is none with it. `known`: the
-- address is that of somebody who has or had rights. The secret is no proof of that account,
-- because whoever invited could keep it: it opens one that is new, and theirs is opened by signing
-- in.
create function internal.invitation_of(hash text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'state', case
			when invitation.withdrawn_at is not null then 'withdrawn'
			when invitation.accepted_at is not null then 'accepted'
			when invitation.expires_at < now() then 'expired'
			else 'open' end,
		'email', invitation.email, 'name', invitation.name, 'language', invitation.language, 'role', invitation.role,
		'known', exists (select from auth.users as account join public.people as person on person.id = account.id
			where lower(account.email) = invitation.email),
		'deputy', invitation.deputy, 'expiresAt', invitation.expires_at,
		'invitedBy', (select person.name from public.people as person where person.id = invitation.invited_by),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('name', region.name) order by region.position), '[]')
			from public.regions as region where region.id = any (invitation.region_ids)),
		'organisation', (select jsonb_build_object('name', organisation.name)
			from public.organisations as organisation where organisation.id = invitation.organisation_id))
	from public.invitations as invitation
	where invitation.token_hash = hash;
$$;
grant execute on function internal.invitation_of to anon, authenticated;

create function public.invitation_of(hash text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.invitation_of(hash) $$;
grant execute on function public.invitation_of to anon, authenticated;

-- For the signed-in owner of the invited address. The row is claimed first: of two at once one gets
-- it.
create function internal.accept_invitation(hash text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	claimed public.invitations;
begin
	update public.invitations as open set accepted_at = now()
	where open.token_hash = hash and open.accepted_at is null and open.withdrawn_at is null and open.expires_at >= now()
		and open.email = (select lower(account.email) from auth.users as account where account.id = me)
	returning * into claimed;
	if claimed.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	insert into public.people (id, name, language) values (me, claimed.name, claimed.language) on conflict (id) do nothing;
	update public.invitations as done set accepted_by = me where done.id = claimed.id;
	insert into public.memberships (person_id, role, region_id, organisation_id, deputy, granted_by)
	select me, claimed.role, region, claimed.organisation_id, claimed.deputy, claimed.invited_by
	from unnest(case when claimed.role = 'coordinator' then claimed.region_ids else array[null::text] end) as region
	on conflict on constraint membership_only_once do update set deputy = excluded.deputy;
	perform internal.note_act('accept-invitation', 'person', me, claimed.name, claimed.region_ids[1],
		jsonb_build_object('role', claimed.role, 'regions', claimed.region_ids, 'organisation', claimed.organisation_id,
			'deputy', claimed.deputy));
	return jsonb_build_object('status', 'saved', 'id', me);
end;
$$;
grant execute on function internal.accept_invitation to authenticated;

create function public.accept_invitation(hash text) returns jsonb
	language sql set search_path = '' as $$ select internal.accept_invitation(hash) $$;
grant execute on function public.accept_invitation to authenticated;

-- An invitation that is being written while its inviter's rights end: one waits for the
-- other, by the rows of the memberships.
create function internal.inviter_stays() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform from public.memberships as one
	where one.person_id = new.invited_by for share;
	if new.invited_by is not null and not internal.grants_rights(new.invited_by, new.role, new.organisation_id) then
		raise exception using errcode = 'check_violation', constraint = 'invited_by_who_may',
			message = 'only who may give rights invites to them';
	end if;
	return new;
end;
$$;
create trigger inviter_stays before insert on public.invitations
	for each row execute function internal.inviter_stays();

-- An invitation that is withdrawn, however that came, or accepted by the link that was handed over,
-- is not mailed any more.
create function internal.end_invitation_mail() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.void_mails('invitation', null, new.id);
	return null;
end;
$$;
create trigger end_invitation_mail after update of withdrawn_at, accepted_at on public.invitations
	for each row when (new.withdrawn_at is not null or new.accepted_at is not null)
	execute function internal.end_invitation_mail();

-- 125_members.sql

-- The people of the network: who has which rights, changing them, and ending them. And one's own
-- address.

-- Who may no longer give rights leaves no way back: what they invited to and nobody has accepted
-- yet is withdrawn in the same moment, or they could have invited a second address of their own
-- beforehand.
create function internal.withdraw_invitations_of(giver uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	open_invitation public.invitations;
begin
	for open_invitation in
		update public.invitations as open set withdrawn_at = now()
		where open.invited_by = giver and open.accepted_at is null and open.withdrawn_at is null
			and not internal.grants_rights(giver, open.role, open.organisation_id)
		returning *
	loop
		perform internal.note_act('withdraw-invitation', 'invitation', open_invitation.id, open_invitation.name,
			open_invitation.region_ids[1], jsonb_build_object('role', open_invitation.role,
				'regions', open_invitation.region_ids, 'organisation', open_invitation.organisation_id,
				'deputy', open_invitation.deputy));
	end loop;
end;
$$;

-- What the audit says of a membership.
create function internal.membership_detail(one public.memberships) returns jsonb
	language sql immutable set search_path = '' as $$
	select jsonb_build_object('role', one.role, 'region', one.region_id, 'organisation', one.organisation_id,
		'deputy', one.deputy);
$$;

-- Whether a membership is that of the last administrator. All who end or change administrators
-- queue for the same lock, so that the last two cannot remove each other at the same moment.
create function internal.is_last_administrator(membership uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	perform from public.memberships as one where one.role = 'administrator' order by one.id for update;
	return exists (select from public.memberships as one where one.id = membership and one.role = 'administrator')
		and (select count(*) from public.memberships as one where one.role = 'administrator') = 1;
end;
$$;

-- Takes a membership away, at once, and ends the sessions of its owner: {status: saved, name}. The
-- network keeps one administrator: the last one cannot be removed, by nobody.
create function internal.end_membership(membership uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	ended public.memberships;
	whose text;
	is_last boolean := internal.is_last_administrator(membership);
begin
	-- Asked after the lock: whoever held it may have ended this person's own membership.
	select one.* into ended from public.memberships as one
	where one.id = membership and internal.may_grant(one.role, one.organisation_id);
	if ended.id is null then
		return jsonb_build_object('status', 'refused');
	end if;
	if is_last then
		return jsonb_build_object('status', 'last-administrator');
	end if;
	delete from public.memberships as one where one.id = membership;
	if not found then
		return jsonb_build_object('status', 'refused');
	end if;
	select person.name into whose from public.people as person where person.id = ended.person_id;
	perform internal.note_act('end-membership', 'person', ended.person_id, whose, ended.region_id,
		internal.membership_detail(ended));
	perform internal.withdraw_invitations_of(ended.person_id);
	-- Who gives up one of several rights of their own stays where they are.
	if ended.person_id is distinct from me
		or not exists (select from public.memberships as one where one.person_id = ended.person_id)
	then
		delete from auth.sessions as session where session.user_id = ended.person_id;
	end if;
	return jsonb_build_object('status', 'saved', 'id', ended.id, 'name', whose);
end;
$$;
grant execute on function internal.end_membership to authenticated;

create function public.end_membership(membership uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_membership(membership) $$;
grant execute on function public.end_membership to authenticated;

-- Whoever has no right left has nothing to be signed in for, however the last one went: taken away,
-- given up, or gone with its organisation.
create function internal.end_sessions_without_rights() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	delete from auth.sessions as session
	where session.user_id = old.person_id
		and not exists (select from public.memberships as one where one.person_id = old.person_id);
	return null;
end;
$$;
create trigger end_sessions_without_rights after delete on public.memberships
	for each row execute function internal.end_sessions_without_rights();

-- Ends every session of somebody else, who keeps their rights: a computer was lost. {status: saved,
-- name, ended: how many} · refused: only administrators do, and their own on their own page.
create function internal.end_sessions_of(person uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	whose text := (select one.name from public.people as one where one.id = person);
	ended integer;
begin
	if not internal.is_administrator() or whose is null or person = internal.person() then
		return jsonb_build_object('status', 'refused');
	end if;
	delete from auth.sessions as session where session.user_id = person;
	get diagnostics ended = row_count;
	perform internal.note_act('end-sessions-of', 'person', person, whose, null, '{}');
	return jsonb_build_object('status', 'saved', 'name', whose, 'ended', ended);
end;
$$;
grant execute on function internal.end_sessions_of to authenticated;

create function public.end_sessions_of(person uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_sessions_of(person) $$;
grant execute on function public.end_sessions_of to authenticated;

-- Makes a membership another one: `becomes` is {role, region, organisation, deputy}. {status:
-- saved, name} · unchanged · last-administrator · invalid: not a whole role, or they have it
-- already · refused: only administrators change what somebody is.
create function internal.change_membership(membership uuid, becomes jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	before public.memberships;
	after public.memberships;
	whose text;
	is_last boolean;
	constraint_hit text;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	is_last := internal.is_last_administrator(membership);
	select one.* into before from public.memberships as one where one.id = membership for update;
	if before.id is null or not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	select person.name into whose from public.people as person where person.id = before.person_id;
	if is_last and becomes ->> 'role' is distinct from 'administrator' then
		return jsonb_build_object('status', 'last-administrator', 'name', whose);
	end if;
	update public.memberships as one set role = becomes ->> 'role', region_id = becomes ->> 'region',
		organisation_id = (becomes ->> 'organisation')::uuid,
		deputy = coalesce((becomes ->> 'deputy')::boolean, false)
	where one.id = membership
	returning * into after;
	if internal.membership_detail(after) = internal.membership_detail(before) then
		return jsonb_build_object('status', 'unchanged', 'name', whose);
	end if;
	update public.memberships as one set granted_by = internal.person(), granted_at = now() where one.id = membership;
	perform internal.note_act('change-membership', 'person', after.person_id, whose, after.region_id,
		internal.membership_detail(after) || jsonb_build_object('before', internal.membership_detail(before)));
	perform internal.withdraw_invitations_of(after.person_id);
	return jsonb_build_object('status', 'saved', 'name', whose);
exception
	when check_violation or not_null_violation or foreign_key_violation or unique_violation or invalid_text_representation then
		get stacked diagnostics constraint_hit = constraint_name;
		return jsonb_build_object('status', 'invalid', 'constraint', constraint_hit);
end;
$$;
grant execute on function internal.change_membership to authenticated;

create function public.change_membership(membership uuid, becomes jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.change_membership(membership, becomes) $$;
grant execute on function public.change_membership to authenticated;

-- Everybody with a membership that the person of this request could give or take away, with those
-- memberships and their address, for the page of people.
create function internal.people_of_network() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
			'id', person.id, 'name', person.name, 'email', account.email, 'lastSignInAt', account.last_sign_in_at,
			'secondFactor', exists (select from internal.second_factors as factor
				where factor.person_id = person.id and factor.confirmed_at is not null),
			'memberships', theirs.memberships)
			order by internal.sort_key(person.name) collate "C", person.id), '[]')
	from public.people as person
	join auth.users as account on account.id = person.id
	cross join lateral (select jsonb_agg(jsonb_build_object(
				'id', membership.id, 'role', membership.role, 'deputy', membership.deputy,
				'grantedAt', membership.granted_at,
				'region', case when region.id is not null then
					jsonb_build_object('id', region.id, 'name', region.name) end,
				'organisation', case when organisation.id is not null then jsonb_build_object('id', organisation.id,
					'name', organisation.name) end)
				order by membership.role, region.position,
					internal.sort_key(internal.text_in(organisation.name, null)) collate "C") as memberships
			from public.memberships as membership
			left join public.regions as region on region.id = membership.region_id
			left join public.organisations as organisation on organisation.id = membership.organisation_id
			where membership.person_id = person.id
				and internal.may_grant(membership.role, membership.organisation_id)) as theirs
	where theirs.memberships is not null;
$$;
grant execute on function internal.people_of_network to authenticated;

create function public.people_of_network() returns jsonb
	language sql stable set search_path = '' as $$ select internal.people_of_network() $$;
grant execute on function public.people_of_network to authenticated;

-- Who answers for the regions of the person of this request, those they coordinate and those of the
-- organisations they edit: [{id, name, people [{name, deputy, me}]}], coordinators before deputies.
-- Names alone; addresses are the administrators'.
create function internal.my_colleagues() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name', region.name,
			'people', (select coalesce(jsonb_agg(jsonb_build_object('name', person.name,
					'deputy', membership.deputy, 'me', person.id = (select internal.person()))
					order by membership.deputy, internal.sort_key(person.name) collate "C", person.id), '[]')
				from public.memberships as membership
				join public.people as person on person.id = membership.person_id
				where membership.region_id = region.id))
			order by region.position), '[]')
	from public.regions as region
	where region.id = any (internal.my_regions()) or region.id in (
		select organisation.region_id from public.organisations as organisation
		where organisation.id = any (internal.my_organisations()));
$$;
grant execute on function internal.my_colleagues to authenticated;

create function public.my_colleagues() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_colleagues() $$;
grant execute on function public.my_colleagues to authenticated;

-- A new address of one's own. It is theirs once its link was opened by the person who asked for it:
-- only the hash of the link's secret is kept, for a day.
create table internal.address_changes (
	person_id uuid primary key references public.people (id) on delete cascade,
	email text not null check (internal.is_email(email) and email = lower(email)),
	token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
	expires_at timestamptz not null
);
alter table internal.address_changes enable row level security;
revoke all on internal.address_changes from public, anon, authenticated, service_role;

-- {status: saved} · invalid: no address · refused: nobody with rights is signed in. Whether
-- somebody else has the address is not said. Nor is the secret, which is the proof of the address:
-- the server asks for it and mails it.
create function internal.ask_new_address(email text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.acting_member();
begin
	if me is null then
		return jsonb_build_object('status', 'refused');
	end if;
	insert into internal.address_changes (person_id, email, token_hash, expires_at)
	values (me, lower(btrim(ask_new_address.email)), internal.hash_of(internal.new_secret()), now() + interval '1 day')
	on conflict (person_id) do update set email = excluded.email, token_hash = excluded.token_hash,
		expires_at = excluded.expires_at;
	return jsonb_build_object('status', 'saved');
exception
	when check_violation or not_null_violation then
		return jsonb_build_object('status', 'invalid');
end;
$$;
grant execute on function internal.ask_new_address to authenticated;

create function public.ask_new_address(email text) returns jsonb
	language sql set search_path = '' as $$ select internal.ask_new_address(email) $$;
grant execute on function public.ask_new_address to authenticated;

-- For the server alone: {email, secret} of the mail to the address this person has asked for; NULL
-- when they have not, or it is too long ago. The secret of an earlier mail is void.
create function internal.new_address_secret(person uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	secret constant text := internal.new_secret();
	asked text;
begin
	update internal.address_changes as change set token_hash = internal.hash_of(secret)
	where change.person_id = person and change.expires_at > now()
	returning change.email into asked;
	return case when asked is not null then jsonb_build_object('email', asked, 'secret', secret) end;
end;
$$;
grant execute on function internal.new_address_secret to service_role;

create function public.new_address_secret(person uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.new_address_secret(person) $$;
grant execute on function public.new_address_secret to service_role;

-- Puts the mail to the address this person has asked for; an earlier one that still waits has an
-- old link. Its link holds the secret that was just made, and lies here encrypted only.
create function internal.put_new_address_mail(mail jsonb, person uuid) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.void_mails('new-address', null, put_new_address_mail.person);
	perform internal.put_mail(put_new_address_mail.mail, 'new-address', change.email, one.language,
		jsonb_build_object('email', change.email), put_new_address_mail.person)
	from internal.address_changes as change join public.people as one on one.id = change.person_id
	where change.person_id = put_new_address_mail.person;
end;
$$;
grant execute on function internal.put_new_address_mail to service_role;

create function public.put_new_address_mail(mail jsonb, person uuid) returns void
	language sql set search_path = '' as $$ select internal.put_new_address_mail(mail, person) $$;
grant execute on function public.put_new_address_mail to service_role;

-- The secret of the mail, shown by the person who asked for it. The row is claimed first: of two at
-- once one finds it. {status: saved, email} · refused: another's, used, too old, or the address has
-- an account already. `mail` tells the address before; see internal.put_mail.
create function internal.take_new_address(hash text, mail jsonb default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.acting_member();
	claimed internal.address_changes;
	before text;
begin
	delete from internal.address_changes as change
	where change.person_id = me and change.token_hash = hash and change.expires_at > now()
	returning * into claimed;
	if claimed.person_id is null
		or exists (select from auth.users as account where lower(account.email) = claimed.email and account.id <> me)
	then
		return jsonb_build_object('status', 'refused');
	end if;
	select account.email into before from auth.users as account where account.id = me;
	update auth.users as account set email = claimed.email where account.id = me;
	update auth.identities as identity
	set identity_data = identity.identity_data || jsonb_build_object('email', claimed.email)
	where identity.user_id = me and identity.provider = 'email';
	perform internal.move_mail_stops(before, claimed.email);
	perform internal.note_act('address', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
	perform internal.put_mail(mail, 'address-changed', before, person.language,
		jsonb_build_object('email', claimed.email), me)
	from public.people as person where person.id = me and before is not null;
	return jsonb_build_object('status', 'saved', 'email', claimed.email);
end;
$$;
grant execute on function internal.take_new_address to authenticated;

create function public.take_new_address(hash text, mail jsonb default null) returns jsonb
	language sql set search_path = '' as $$ select internal.take_new_address(hash, mail) $$;
grant execute on function public.take_new_address to authenticated;

-- 130_sign_in.sql

-- How often somebody may try to sign in. Counted here, so that it holds across restarts and across
-- several servers. Neither addresses nor IP addresses are kept: the server sends them shaded (HMAC
-- with a key that is not in the database).

create table internal.sign_in_attempts (
	what text not null,
	shade text not null check (length(shade) between 20 and 100),
	ends_at timestamptz not null,
	times integer not null,
	primary key (what, shade)
);
comment on table internal.sign_in_attempts is 'One row for each limit somebody has begun to use up; gone when its time is over.';
create index sign_in_attempts_ends_at on internal.sign_in_attempts (ends_at);
alter table internal.sign_in_attempts enable row level security;
revoke all on internal.sign_in_attempts from public, anon, authenticated, service_role;

-- What somebody may see and change about their own account: name, language, sessions. The sign-in
-- service keeps the sessions in `auth`, which no role of the API reads; here everybody sees their
-- own.

create table internal.account_facts (
	person_id uuid primary key references auth.users (id) on delete cascade,
	-- The sign-in service gives every account some password; only one somebody chose is asked for.
	password_chosen_at timestamptz
);
alter table internal.account_facts enable row level security;
revoke all on internal.account_facts from public, anon, authenticated, service_role;

create function internal.my_account() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'password_chosen_at', (select fact.password_chosen_at from internal.account_facts as fact
			where fact.person_id = (select internal.person())),
		'sessions', coalesce((select jsonb_agg(jsonb_build_object(
				'id', session.id, 'device', session.user_agent, 'began', session.created_at,
				-- Without a zone in the sign-in service's table: it is UTC.
				'used', coalesce(session.refreshed_at at time zone 'UTC', session.created_at),
				'this', session.id::text = auth.jwt() ->> 'session_id')
				order by session.id::text = auth.jwt() ->> 'session_id' desc,
					coalesce(session.refreshed_at at time zone 'UTC', session.created_at) desc)
			from auth.sessions as session
			where session.user_id = (select internal.person()) and (session.not_after is null or session.not_after > now())), '[]'))
	where internal.person() is not null;
$$;
grant execute on function internal.my_account to authenticated;

create function public.my_account() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_account() $$;
grant execute on function public.my_account to authenticated;

-- The sign-in service sees this server, not the browser behind it. The embedded one also begins a
-- session for each account it makes, which nobody holds: it is the one without a device, and goes
-- here. However much it is used, a session ends 90 days after it began; where the sign-in service
-- is ours, its table says so by itself (src/lib/backend/embedded/bootstrap.ts).
create function internal.note_device(device text) returns void
	language sql security definer set search_path = '' as $$
	update auth.sessions as session set user_agent = left(coalesce(note_device.device, ''), 300),
		not_after = least(session.not_after, session.created_at + interval '90 days')
	where session.id = internal.session_of_request() and session.user_id = (select internal.session_owner());
	delete from auth.sessions as session
	where session.user_id = (select internal.session_owner()) and session.user_agent is null and session.refreshed_at is null;
$$;
grant execute on function internal.note_device to authenticated;

create function public.note_device(device text) returns void
	language sql set search_path = '' as $$ select internal.note_device(device) $$;
grant execute on function public.note_device to authenticated;

-- Ends one session of one's own. Ending the one that asks is signing out, which is no news to
-- anybody; ending another is written down: whoever finds a line they know nothing of has learnt
-- that somebody else was in.
create function internal.end_session(session uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	-- Whoever has not shown the second factor may leave, and nothing else.
	me uuid := coalesce(internal.person(),
		case when session = internal.session_of_request() then internal.session_owner() end);
	whose text := (select person.name from public.people as person where person.id = me);
begin
	if session::text is distinct from auth.jwt() ->> 'session_id'
		and exists (select from auth.sessions as old where old.id = end_session.session and old.user_id = me) then
		perform internal.note_act('end-session', 'person', me, whose, null, '{}');
	end if;
	delete from auth.sessions as old where old.id = end_session.session and old.user_id = me;
	return jsonb_build_object('status', case when found then 'saved' else 'refused' end);
end;
$$;
grant execute on function internal.end_session to authenticated;

create function public.end_session(session uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.end_session(session) $$;
grant execute on function public.end_session to authenticated;

-- Renews a session where the sign-in service is ours: `token` and `next` are the SHA-256 of the one
-- the browser shows and of the one it gets. For the server alone, which signs the access token.
-- {status: saved, person, email, session, level} · over: unknown, ended, or too old · reused: the
-- token was renewed before. Two tabs that wake up together show the same one, so it holds for a
-- minute more and brings the same successor; whoever shows it later has a copy, or the other one
-- has, and the session ends for both.
create function internal.renew_session(token text, next text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	shown auth.refresh_tokens;
	renewed auth.sessions;
begin
	select held.* into shown from auth.refresh_tokens as held where held.token = renew_session.token for update;
	select session.* into renewed from auth.sessions as session
	where session.id = shown.session_id and (session.not_after is null or session.not_after > now())
		-- As long as somebody may stay away (sessionSeconds in src/lib/account/presence.server.ts).
		and coalesce(session.refreshed_at at time zone 'UTC', session.created_at) > now() - interval '30 days';
	if renewed.id is null then
		delete from auth.sessions as session where session.id = shown.session_id;
		return jsonb_build_object('status', 'over');
	end if;
	if not shown.revoked then
		update auth.refresh_tokens as held set revoked = true, updated_at = now() where held.id = shown.id;
		delete from auth.refresh_tokens as old
		where old.session_id = renewed.id and old.revoked and old.updated_at < now() - interval '30 days';
		insert into auth.refresh_tokens (id, token, user_id, session_id, parent)
		values (gen_random_uuid(), renew_session.next, renewed.user_id, renewed.id, shown.token);
		update auth.sessions as session set refreshed_at = now() at time zone 'UTC', updated_at = now()
		where session.id = renewed.id;
	elsif shown.updated_at < now() - interval '1 minute' then
		delete from auth.sessions as session where session.id = renewed.id;
		return jsonb_build_object('status', 'reused', 'person', renewed.user_id);
	end if;
	return (select jsonb_build_object('status', 'saved', 'person', account.id, 'email', account.email,
			'session', renewed.id, 'level', renewed.aal)
		from auth.users as account where account.id = renewed.user_id);
end;
$$;
grant execute on function internal.renew_session to service_role;

create function public.renew_session(token text, next text) returns jsonb
	language sql set search_path = '' as $$ select internal.renew_session(token, next) $$;
grant execute on function public.renew_session to service_role;

-- Whose a link to sign in is, by the hash it carries; NULL: nobody's, used, or too old. For the
-- server alone: the page behind the link says it before anybody presses its button, so that nobody
-- works in the account of who sent them a link.
create function internal.owner_of_link(hash text) returns text
	language sql stable security definer set search_path = '' as $$
	select account.email from auth.users as account
	where account.recovery_token = hash and account.recovery_sent_at > now() - interval '10 minutes';
$$;
grant execute on function internal.owner_of_link to service_role;

create function public.owner_of_link(hash text) returns text
	language sql stable set search_path = '' as $$ select internal.owner_of_link(hash) $$;
grant execute on function public.owner_of_link to service_role;

-- {status: saved} · invalid: a name no page can show, or no language · refused: nobody is signed
-- in.
create function internal.save_me(name text, language text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	is_changed boolean;
begin
	if me is null or not internal.is_member() then
		return jsonb_build_object('status', 'refused');
	end if;
	if btrim(coalesce(name, '')) = '' or length(btrim(name)) > 120 or not internal.is_plain(name) or language is null or language !~ '^[a-z]{2}$' then
		return jsonb_build_object('status', 'invalid', 'constraint', 'people_name_check');
	end if;
	select (person.name, person.language) is distinct from (btrim(save_me.name), save_me.language) into is_changed
	from public.people as person where person.id = me;
	if not is_changed then
		return jsonb_build_object('status', 'unchanged');
	end if;
	update public.people as person set name = btrim(save_me.name), language = save_me.language where person.id = me;
	perform internal.note_act('account', 'person', me, btrim(name), null, '{}');
	return jsonb_build_object('status', 'saved');
end;
$$;
grant execute on function internal.save_me to authenticated;

create function public.save_me(name text, language text) returns jsonb
	language sql set search_path = '' as $$ select internal.save_me(name, language) $$;
grant execute on function public.save_me to authenticated;

-- For members only: whoever is none any more writes no lines into the audit. `mail` tells the owner
-- of the account; see internal.put_mail.
create function internal.note_password(mail jsonb default null) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
begin
	if me is null or not internal.is_member() then
		return;
	end if;
	insert into internal.account_facts (person_id, password_chosen_at) values (me, now())
	on conflict (person_id) do update set password_chosen_at = excluded.password_chosen_at;
	perform internal.note_act('password', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
	perform internal.put_mail(mail, 'password', account.email, person.language, subject_id => me)
	from public.people as person join auth.users as account on account.id = person.id where person.id = me;
end;
$$;
grant execute on function internal.note_password to authenticated;

create function public.note_password(mail jsonb default null) returns void
	language sql set search_path = '' as $$ select internal.note_password(mail) $$;
grant execute on function public.note_password to authenticated;

-- Ends every session of one's own, this one too. {status: saved, ended: how many} · refused: nobody
-- is signed in.
create function internal.end_all_sessions() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me uuid := internal.person();
	ended integer;
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	-- Written first: afterwards nobody is asking any more.
	perform internal.note_act('end-all-sessions', 'person', me, person.name, null, '{}')
	from public.people as person where person.id = me;
	delete from auth.sessions as old where old.user_id = me;
	get diagnostics ended = row_count;
	return jsonb_build_object('status', 'saved', 'ended', ended);
end;
$$;
grant execute on function internal.end_all_sessions to authenticated;

create function public.end_all_sessions() returns jsonb
	language sql set search_path = '' as $$ select internal.end_all_sessions() $$;
grant execute on function public.end_all_sessions to authenticated;

-- In which language somebody is written to. For the server alone: to anybody else the answer would
-- tell who has an account.

-- NULL: nobody with this address, or nobody with a language of their own; the two are the same.
create function internal.language_of(address text) returns text
	language sql stable security definer set search_path = '' as $$
	select person.language
	from auth.users as account
	join public.people as person on person.id = account.id
	where lower(account.email) = lower(btrim(address));
$$;
grant execute on function internal.language_of to service_role;

create function public.language_of(address text) returns text
	language sql stable set search_path = '' as $$ select internal.language_of(address) $$;
grant execute on function public.language_of to service_role;

-- Whether an address is that of an account. For the server alone, which does the same work for the
-- others.
create function internal.has_account(address text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from auth.users as account where lower(account.email) = lower(btrim(address)));
$$;
grant execute on function internal.has_account to service_role;

create function public.has_account(address text) returns boolean
	language sql stable set search_path = '' as $$ select internal.has_account(address) $$;
grant execute on function public.has_account to service_role;

-- Mails asked for by others must not lock the owner of an address out. A browser that has signed in
-- as this address before shows the server a mark of that (a signed cookie) and has mails of its own
-- to ask for, which nobody else can use up. And one visitor alone cannot use up what all others
-- together may ask for. A code is tried by the browser that asked for it and counted by that
-- browser. Wrong passwords of others make the next of them wait and do not shut the owner out; a
-- browser that is known does not wait for them.

-- How often, within how long, counted by address, by visitor (an office shares one), by both
-- together, or by a browser that is known at this address (of a code: that asked for it). A code
-- has six digits and five tries; 20 mails a day leave strangers 100 guesses of a million. `known`:
-- whether a limit is for browsers that are known (true), for all others (false), or for both
-- (NULL).
-- `delays`: beyond it one waits longer and longer, and is not refused.
create function internal.attempt_limits() returns table (
	kind text, what text, counted_by text, known boolean, max_times integer, during interval, delays boolean
)
	language sql immutable set search_path = '' as $$
	values
		('mail', 'mail', 'address', false, 10, interval '30 minutes', false),
		('mail', 'mail-day', 'address', false, 20, interval '1 day', false),
		('mail', 'mail-pair', 'pair', false, 10, interval '1 day', false),
		('mail', 'mail-browser', 'browser', true, 10, interval '30 minutes', false),
		('mail', 'mail-browser-day', 'browser', true, 20, interval '1 day', false),
		('mail', 'mail-visitor', 'visitor', null, 30, interval '1 hour', false),
		('code', 'code', 'address', false, 5, interval '10 minutes', false),
		('code', 'code-browser', 'browser', true, 5, interval '1 hour', false),
		('code', 'code-visitor', 'visitor', null, 60, interval '15 minutes', false),
		('password', 'password', 'address', false, 10, interval '15 minutes', true),
		('password', 'password-day', 'address', false, 100, interval '1 day', false),
		('password', 'password-pair', 'pair', false, 10, interval '15 minutes', false),
		('password', 'password-browser', 'browser', true, 10, interval '15 minutes', false),
		('password', 'password-visitor', 'visitor', null, 60, interval '15 minutes', false),
		-- Counted by account (the shade of its id): who tries has shown the first factor, so no
		-- stranger uses it up, and no browser has tries of its own.
		('second', 'second', 'address', null, 10, interval '15 minutes', false),
		('second', 'second-day', 'address', null, 30, interval '1 day', false)
$$;

-- Counts one attempt against every limit of its kind and says how it stands. A mail that is let
-- through brings a new code, so the tries at the old one no longer count. `browser`: the shade of
-- one that is known at this address, or has asked for its code; NULL for any other.
create function internal.count_attempt(
	wanted text, address text, visitor text, browser text default null
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	longest interval := interval '0';
	is_over boolean := false;
	delay integer := 0;
	limit_ record;
	counted internal.sign_in_attempts;
	spared_limits text[] := '{}'::text[];
	spared_shades text[] := '{}'::text[];
begin
	if wanted not in ('mail', 'code', 'password', 'second')
		or address !~ '^[A-Za-z0-9_-]{20,100}$' or visitor !~ '^[A-Za-z0-9_-]{20,100}$'
		or address is null or visitor is null or browser !~ '^[A-Za-z0-9_-]{20,100}$'
	then
		return jsonb_build_object('allowed', false, 'wait', 60, 'dead', false, 'delay', 0);
	end if;
	delete from internal.sign_in_attempts as old where old.ends_at < now();
	for limit_ in select * from internal.attempt_limits() as l
		where l.kind = wanted and coalesce(l.known = (browser is not null), true) order by l.what
	loop
		insert into internal.sign_in_attempts as kept (what, shade, ends_at, times)
		values (limit_.what, case limit_.counted_by when 'visitor' then visitor when 'browser' then browser
			when 'pair' then left(address, 50) || left(visitor, 50) else address end, now() + limit_.during, 1)
		-- Stops counting where it stops mattering, so that trying on does not make the wait longer.
		on conflict (what, shade) do update set times = least(kept.times + 1,
			limit_.max_times + case when limit_.delays then 4 else 1 end)
		returning * into counted;
		if limit_.delays then
			-- 2, 4, 8 and then always 16 seconds.
			delay := case when counted.times > limit_.max_times then 2 ^ (counted.times - limit_.max_times) else 0 end;
			if counted.times < limit_.max_times + 4 then
				spared_limits := spared_limits || counted.what;
				spared_shades := spared_shades || counted.shade;
			end if;
		elsif counted.times > limit_.max_times then
			longest := greatest(longest, counted.ends_at - now());
			is_over := is_over or limit_.what in ('code', 'code-browser');
		else
			spared_limits := spared_limits || counted.what;
			spared_shades := spared_shades || counted.shade;
		end if;
	end loop;
	if longest > interval '0' then
		-- What is refused is not done, and uses nothing up where there was room: or one visitor,
		-- refused again and again, would still take the rest of the day from an address.
		update internal.sign_in_attempts as kept set times = kept.times - 1
		from unnest(spared_limits, spared_shades) as spared (what, shade)
		where kept.what = spared.what and kept.shade = spared.shade;
		return jsonb_build_object('allowed', false, 'wait', ceil(extract(epoch from longest))::integer, 'dead', is_over,
			'delay', 0);
	end if;
	if wanted = 'mail' then
		delete from internal.sign_in_attempts as old where old.what = 'code' and old.shade = address;
	end if;
	return jsonb_build_object('allowed', true, 'wait', 0, 'dead', false, 'delay', delay);
end;
$$;
comment on function internal.count_attempt(text, text, text, text) is
	'{allowed, wait: seconds, dead: this code had its five tries, delay: seconds to wait before the try}. It counts and says nothing else.';
grant execute on function internal.count_attempt to anon, authenticated;

create function public.count_attempt(wanted text, address text, visitor text, browser text default null) returns jsonb
	language sql set search_path = '' as $$ select internal.count_attempt(wanted, address, visitor, browser) $$;
grant execute on function public.count_attempt to anon, authenticated;

-- 132_second_factor.sql

-- The second factor: a code of an authenticator app (TOTP, RFC 6238), for whoever wants it, and for
-- administrators where the network's configuration demands it. A session that lacks it is nobody's
-- (internal.person), so every rule of this database holds without asking for it anew. The server
-- works the codes out, because this database cannot, and tells which one was shown; that each
-- serves once is decided here.

create table internal.second_factors (
	person_id uuid primary key references auth.users (id) on delete cascade,
	-- What the app and the server share, encrypted by the server with a key that is not here.
	sealed text not null check (length(sealed) between 20 and 1000),
	-- NULL until the first code was shown: it asks for nothing before that.
	confirmed_at timestamptz,
	-- The number of the newest 30 seconds whose code was taken; only later ones are.
	last_step bigint not null default 0
);
alter table internal.second_factors enable row level security;
revoke all on internal.second_factors from public, anon, authenticated, service_role;

-- For who has lost the phone: each serves once. HMAC by the server, with a key that is not here.
create table internal.recovery_codes (
	person_id uuid not null references internal.second_factors (person_id) on delete cascade,
	shade text not null check (length(shade) between 20 and 100),
	used_at timestamptz,
	primary key (person_id, shade)
);
alter table internal.recovery_codes enable row level security;
revoke all on internal.recovery_codes from public, anon, authenticated, service_role;

-- The session of this request's token, which the sign-in service has signed; NULL: it names none.
create function internal.session_of_request() returns uuid
	language sql stable set search_path = '' as $$
	select case when auth.jwt() ->> 'session_id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
		then (auth.jwt() ->> 'session_id')::uuid end;
$$;

-- Whose a living session is, however far they have proved it; of the person of this request by
-- default. What may be done with it is little: prove the rest, or leave.
create function internal.session_owner(session uuid default internal.session_of_request()) returns uuid
	language sql stable security definer set search_path = '' as $$
	select one.user_id from auth.sessions as one
	where one.id = session_owner.session and (one.not_after is null or one.not_after > now());
$$;

-- How far somebody is signed in: {person, email, session, needs: `code`: their app's is asked for,
-- `setup`: the network demands that they set one up, NULL: they are in; since: when they set it up,
-- codes: how many recovery codes are left, demanded: whether the network demands it of them, fresh:
-- whether they have signed in within the last 15 minutes}. NULL: nobody is signed in.
create function internal.my_sign_in() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('person', account.id, 'email', account.email, 'session', session.id,
		'needs', case when internal.person() is null then
			case when factor.confirmed_at is not null then 'code' else 'setup' end end,
		'since', factor.confirmed_at,
		'codes', (select count(*) from internal.recovery_codes as code
			where code.person_id = account.id and code.used_at is null),
		'demanded', internal.needs_second_factor(account.id),
		'fresh', session.created_at > now() - interval '15 minutes')
	from auth.users as account
	join auth.sessions as session on session.user_id = account.id and session.id = internal.session_of_request()
	left join internal.second_factors as factor on factor.person_id = account.id
	where account.id = internal.session_owner() and account.id = (select auth.uid());
$$;
grant execute on function internal.my_sign_in to authenticated;

create function public.my_sign_in() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_sign_in() $$;
grant execute on function public.my_sign_in to authenticated;

-- Whether the network demands it of somebody: of administrators, when its configuration says so.
create function internal.needs_second_factor(person uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from internal.network as network where network.administrators_need_second_factor)
		and exists (select from public.memberships as one
			where one.person_id = needs_second_factor.person and one.role = 'administrator');
$$;

-- What follows up to remove_second_factor is for the server alone, which names the session it was
-- asked by.

-- {sealed, confirmed: whether it is in use}; NULL: there is none.
create function internal.second_factor_of(session uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('sealed', factor.sealed, 'confirmed', factor.confirmed_at is not null)
	from internal.second_factors as factor
	where factor.person_id = internal.session_owner(second_factor_of.session);
$$;
grant execute on function internal.second_factor_of to service_role;

create function public.second_factor_of(session uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.second_factor_of(session) $$;
grant execute on function public.second_factor_of to service_role;

-- Begins one that is to be confirmed by its first code. {status: saved} · stale: whoever finds an
-- unlocked computer must not lock its owner out, so they sign in anew first · refused: there is
-- one.
create function internal.begin_second_factor(session uuid, sealed text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	if not exists (select from auth.sessions as one
		where one.id = begin_second_factor.session and one.created_at > now() - interval '15 minutes')
	then
		return '{"status":"stale"}'::jsonb;
	end if;
	insert into internal.second_factors as factor (person_id, sealed) values (owner, begin_second_factor.sealed)
	on conflict (person_id) do update set sealed = excluded.sealed, last_step = 0 where factor.confirmed_at is null;
	return jsonb_build_object('status', case when found then 'saved' else 'refused' end);
end;
$$;
grant execute on function internal.begin_second_factor to service_role;

create function public.begin_second_factor(session uuid, sealed text) returns jsonb
	language sql set search_path = '' as $$ select internal.begin_second_factor(session, sealed) $$;
grant execute on function public.begin_second_factor to service_role;

-- Takes what was shown, once: the code of these 30 seconds (`step`), or a recovery code (`shade`).
create function internal.take_second_factor(owner uuid, step bigint, shade text, confirmed boolean) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	if step is not null then
		update internal.second_factors as factor set last_step = step
		where factor.person_id = owner and factor.last_step < step and (factor.confirmed_at is not null) = confirmed;
	else
		update internal.recovery_codes as code set used_at = now()
		where code.person_id = owner and code.shade = take_second_factor.shade and code.used_at is null;
	end if;
	return found;
end;
$$;

-- The code was right: the session has both factors. {status: saved} · refused: it was used before.
create function internal.pass_second_factor(session uuid, step bigint, shade text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null or not internal.take_second_factor(owner, step, shade, true) then
		return '{"status":"refused"}'::jsonb;
	end if;
	update auth.sessions as one set aal = 'aal2' where one.id = pass_second_factor.session;
	if step is null then
		perform internal.note_act('recovery-code', 'person', owner, person.name, null, '{}', owner)
		from public.people as person where person.id = owner;
	end if;
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.pass_second_factor to service_role;

create function public.pass_second_factor(session uuid, step bigint, shade text) returns jsonb
	language sql set search_path = '' as $$ select internal.pass_second_factor(session, step, shade) $$;
grant execute on function public.pass_second_factor to service_role;

-- The first code was right: from now on it is asked for. `shades` are those of the recovery codes.
create function internal.confirm_second_factor(session uuid, step bigint, shades text[], mail jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null or not internal.take_second_factor(owner, step, null, false) then
		return '{"status":"refused"}'::jsonb;
	end if;
	update internal.second_factors as factor set confirmed_at = now() where factor.person_id = owner;
	insert into internal.recovery_codes (person_id, shade) select owner, one from unnest(shades) as one;
	update auth.sessions as one set aal = 'aal2' where one.id = confirm_second_factor.session;
	perform internal.tell_second_factor(owner, 'second-factor-on', owner, mail);
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.confirm_second_factor to service_role;

create function public.confirm_second_factor(session uuid, step bigint, shades text[], mail jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.confirm_second_factor(session, step, shades, mail) $$;
grant execute on function public.confirm_second_factor to service_role;

-- Switched off by its owner, who shows a code.
create function internal.drop_second_factor(session uuid, step bigint, shade text, mail jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	owner uuid := internal.session_owner(session);
begin
	if owner is null or not internal.take_second_factor(owner, step, shade, true) then
		return '{"status":"refused"}'::jsonb;
	end if;
	perform internal.end_second_factor(owner);
	perform internal.tell_second_factor(owner, 'second-factor-off', owner, mail);
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.drop_second_factor to service_role;

create function public.drop_second_factor(session uuid, step bigint, shade text, mail jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.drop_second_factor(session, step, shade, mail) $$;
grant execute on function public.drop_second_factor to service_role;

-- Sessions that have shown it have one factor again.
create function internal.end_second_factor(person uuid) returns void
	language sql security definer set search_path = '' as $$
	delete from internal.second_factors as factor where factor.person_id = person;
	update auth.sessions as one set aal = 'aal1' where one.user_id = person;
$$;

-- A line of the audit, and a mail to whose factor it is: whatever was done without them they find
-- out.
create function internal.tell_second_factor(person uuid, action text, acting uuid, mail jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.note_act(action, 'person', person, one.name, null, '{}', acting)
	from public.people as one where one.id = person;
	perform internal.put_mail(mail, action, account.email, one.language)
	from public.people as one join auth.users as account on account.id = one.id where one.id = person;
end;
$$;

-- By an administrator, from somebody who has lost the phone and the recovery codes; their sessions
-- end, because whoever has the phone may have them. {status: saved, name} · refused: nobody else's,
-- or there is none.
create function internal.remove_second_factor(person uuid, mail jsonb default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
begin
	if not internal.is_administrator() or person = internal.person() or not exists (
		select from internal.second_factors as factor where factor.person_id = person and factor.confirmed_at is not null)
	then
		return '{"status":"refused"}'::jsonb;
	end if;
	perform internal.end_second_factor(person);
	delete from auth.sessions as session where session.user_id = person;
	perform internal.tell_second_factor(person, 'second-factor-removed', internal.person(), mail);
	return jsonb_build_object('status', 'saved', 'name', (select one.name from public.people as one where one.id = person));
end;
$$;
grant execute on function internal.remove_second_factor to authenticated;

create function public.remove_second_factor(person uuid, mail jsonb default null) returns jsonb
	language sql set search_path = '' as $$ select internal.remove_second_factor(person, mail) $$;
grant execute on function public.remove_second_factor to authenticated;

-- 135_mails.sql

-- Mails that wait to be sent. Each is put here in the transaction of what causes it, so that there
-- is no invitation without its mail and no mail of a change that did not happen; the server claims
-- them one by one (src/lib/mail). What is secret in a mail is encrypted by the server with a key
-- that is not in this database, and goes as soon as the mail is sent or can no longer be.

create table internal.mails (
	id uuid primary key,
	sort text not null check (sort in ('sign-in', 'invitation', 'password', 'new-address', 'address-changed',
		'second-factor-on', 'second-factor-off', 'second-factor-removed', 'operation', 'correction',
		'corrections-wait', 'still-true', 'waits')),
	recipient text not null check (length(recipient) between 3 and 254),
	language text not null check (language ~ '^[a-z]{2}$'),
	-- What the mail says, as the database knows it.
	about jsonb not null default '{}',
	-- Links and codes, encrypted; NULL: the mail has none.
	sealed text check (length(sealed) <= 4000),
	-- The invitation the mail belongs to, or the person who has asked for a new address.
	subject_id uuid,
	put_at timestamptz not null default now(),
	-- Not sent any more afterwards.
	expires_at timestamptz not null,
	next_at timestamptz not null default now(),
	-- Also those that ended with their server.
	tries integer not null default 0,
	-- Who is sending it now, and until when nobody else does.
	lease uuid,
	leased_until timestamptz,
	-- refused: by the mail server, for good. void: what it is about has ended. stopped: whose address
	-- it is does not want such mails.
	state text not null default 'waiting' check (state in ('waiting', 'sent', 'refused', 'expired', 'void', 'stopped')),
	-- Why the last try came to nothing.
	reason text check (length(reason) <= 500),
	ended_at timestamptz,
	constraint mail_ends_with_its_state check ((state = 'waiting') = (ended_at is null)),
	constraint mail_keeps_no_secret check (state = 'waiting' or (sealed is null and about = '{}'))
);
comment on table internal.mails is 'Waiting mails, and for thirty days which were sent or failed.';
create index mails_due on internal.mails (next_at) where state = 'waiting';
create index mails_subject on internal.mails (subject_id);
create index mails_ended_at on internal.mails (ended_at);
alter table internal.mails enable row level security;
revoke all on internal.mails from public, anon, authenticated, service_role;

-- `mail`: {id uuid, sealed} as the server made it; NULL puts nothing. One that is not wanted
-- (136_mail_stops.sql) is noted as that and never sent.
create function internal.put_mail(
	mail jsonb, sort text, recipient text, language text, about jsonb default '{}', subject_id uuid default null
) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	is_stopped boolean := mail is not null and internal.is_mail_stopped(put_mail.recipient, put_mail.sort);
begin
	insert into internal.mails (id, sort, recipient, language, about, sealed, subject_id, expires_at, state, ended_at)
	select (mail ->> 'id')::uuid, put_mail.sort, put_mail.recipient, put_mail.language,
		case when is_stopped then '{}' else put_mail.about end, case when not is_stopped then mail ->> 'sealed' end,
		put_mail.subject_id,
		-- A code to sign in with is good for ten minutes (src/lib/backend/embedded/lite.ts).
		now() + case put_mail.sort when 'sign-in' then interval '10 minutes' else interval '3 days' end,
		case when is_stopped then 'stopped' else 'waiting' end, case when is_stopped then now() end
	where mail is not null;
end;
$$;

-- How long somebody who took a mail to send it has it for themselves: longer than the mail server
-- is given to take it.
create function internal.mail_lease() returns interval
	language sql immutable set search_path = '' as $$ select interval '5 minutes' $$;

-- How long to wait after so many tries.
create function internal.mail_pause(sort text, tries integer) returns interval
	language sql immutable set search_path = '' as $$
	select case sort
		when 'sign-in' then least(interval '10 seconds' * 2 ^ least(tries - 1, 10), interval '2 minutes')
		else least(interval '1 minute' * 3 ^ least(tries - 1, 10), interval '6 hours') end
$$;

-- Puts the mail with a code to sign in and takes it at once: nobody waits for a turn. @returns the
-- lease
create function internal.put_sign_in_mail(mail jsonb, recipient text, language text) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	taken uuid;
begin
	-- Only the newest code is good.
	perform internal.void_mails('sign-in', put_sign_in_mail.recipient, null);
	perform internal.put_mail(mail, 'sign-in', put_sign_in_mail.recipient, put_sign_in_mail.language);
	update internal.mails as put set lease = gen_random_uuid(), leased_until = now() + internal.mail_lease(), tries = 1
	where put.id = (mail ->> 'id')::uuid
	returning put.lease into taken;
	return taken;
end;
$$;
grant execute on function internal.put_sign_in_mail to service_role;

create function public.put_sign_in_mail(mail jsonb, recipient text, language text) returns uuid
	language sql set search_path = '' as $$ select internal.put_sign_in_mail(mail, recipient, language) $$;
grant execute on function public.put_sign_in_mail to service_role;

-- What waits to be sent to an address, or about something, and would no longer be true.
create function internal.void_mails(sort text, recipient text, subject_id uuid) returns void
	language sql security definer set search_path = '' as $$
	update internal.mails as old set state = 'void', ended_at = now(), sealed = null, about = '{}'
	where old.state = 'waiting' and old.sort = void_mails.sort
		and (old.recipient = void_mails.recipient or old.subject_id = void_mails.subject_id);
$$;

-- Takes one mail that is due, or the one that is wanted if nobody else has it: {id, sort,
-- recipient, language, about, sealed, lease}; NULL: none; {stopped: true}: nobody wants the one
-- that is asked for. A mail whose sender ended without a word is taken again when its lease is
-- over: it may have been sent, which nobody can know then.
create function internal.take_mail(wanted uuid default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	taken internal.mails;
begin
	update internal.mails as late set state = 'expired', ended_at = now(), sealed = null, about = '{}'
	where late.state = 'waiting' and late.expires_at <= now() and (late.leased_until is null or late.leased_until <= now());
	update internal.mails as due
	set lease = gen_random_uuid(), leased_until = now() + internal.mail_lease(), tries = due.tries + 1,
		next_at = now() + internal.mail_pause(due.sort, due.tries + 1)
	where due.id = (select one.id from internal.mails as one
		where one.state = 'waiting' and (one.leased_until is null or one.leased_until <= now())
			and case when wanted is null then one.next_at <= now() else one.id = wanted end
		order by one.next_at, one.id limit 1 for update skip locked)
	returning * into taken;
	if taken.id is null and exists (select from internal.mails as one where one.id = wanted and one.state = 'stopped') then
		return jsonb_build_object('stopped', true);
	end if;
	-- Told as it stands now, to whoever may still see it.
	if taken.sort = 'waits' then
		taken.about := internal.waits_told(taken.subject_id, taken.recipient, taken.about);
	end if;
	return case when taken.id is not null then jsonb_build_object('id', taken.id, 'sort', taken.sort,
		'recipient', taken.recipient, 'language', taken.language, 'about', taken.about, 'sealed', taken.sealed,
		'lease', taken.lease) end;
end;
$$;
grant execute on function internal.take_mail to service_role;

create function public.take_mail(wanted uuid default null) returns jsonb
	language sql set search_path = '' as $$ select internal.take_mail(wanted) $$;
grant execute on function public.take_mail to service_role;

-- What came of a try: sent, refused for good, not wanted (stopped), nothing left to say (void), or
-- later. Whoever lost their
-- lease meanwhile changes nothing, unless the mail is out.
create function internal.end_mail(mail uuid, by uuid, outcome text, reason text default null) returns void
	language sql security definer set search_path = '' as $$
	update internal.mails as one
	set state = case outcome when 'later' then 'waiting' else outcome end,
		ended_at = case when outcome <> 'later' then now() end,
		sealed = case when outcome = 'later' then one.sealed end,
		about = case when outcome = 'later' then one.about else '{}' end,
		next_at = now() + internal.mail_pause(one.sort, one.tries),
		reason = case when outcome not in ('sent', 'stopped', 'void') then left(end_mail.reason, 500) end,
		lease = null, leased_until = null
	where one.id = mail and one.state = 'waiting' and outcome in ('sent', 'refused', 'stopped', 'void', 'later')
		and (one.lease = by or outcome = 'sent');
$$;
grant execute on function internal.end_mail to service_role;

create function public.end_mail(mail uuid, by uuid, outcome text, reason text default null) returns void
	language sql set search_path = '' as $$ select internal.end_mail(mail, by, outcome, reason) $$;
grant execute on function public.end_mail to service_role;

-- In how many seconds the next mail is due; NULL: none waits.
create function internal.next_mail() returns double precision
	language sql stable security definer set search_path = '' as $$
	select greatest(extract(epoch from greatest(one.next_at, one.leased_until) - now()), 0)::double precision
	from internal.mails as one where one.state = 'waiting'
	order by greatest(one.next_at, one.leased_until) limit 1;
$$;
grant execute on function internal.next_mail to service_role;

create function public.next_mail() returns double precision
	language sql stable set search_path = '' as $$ select internal.next_mail() $$;
grant execute on function public.next_mail to service_role;

-- 136_mail_stops.sql

-- Sorts of mail somebody does not want. An address is kept as a hash, so that those of nobody with
-- an account can say no, too; a mail's link to say it holds a secret, kept as a hash (RFC 8058).
-- One secret is good for one address and one sort of mail and for nothing else.

-- The sorts one may say no to: those nobody has just asked for. What tells the owner of an account
-- that its password or address was changed is not among them: it is sent once, and keeps it safe.
create function internal.unasked_mails() returns text[]
	language sql immutable set search_path = ''
	as $$ select array['corrections-wait', 'invitation', 'operation', 'still-true', 'waits'] $$;

create table internal.mail_stops (
	address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
	sort text not null check (sort = any (internal.unasked_mails())),
	stopped_at timestamptz not null default now(),
	primary key (address_hash, sort)
);
comment on table internal.mail_stops is 'What is not mailed to an address any more.';
alter table internal.mail_stops enable row level security;
revoke all on internal.mail_stops from public, anon, authenticated, service_role;

create table internal.mail_stop_links (
	token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
	address_hash text not null check (address_hash ~ '^[0-9a-f]{64}$'),
	sort text not null check (sort = any (internal.unasked_mails())),
	-- When it last stood in a mail.
	mailed_at timestamptz not null default now()
);
comment on table internal.mail_stop_links is 'Links in mails by which their sort is stopped; a year after the last such mail they go.';
create index mail_stop_links_address on internal.mail_stop_links (address_hash, sort);
create index mail_stop_links_mailed_at on internal.mail_stop_links (mailed_at);
alter table internal.mail_stop_links enable row level security;
revoke all on internal.mail_stop_links from public, anon, authenticated, service_role;

-- By what an address is known here, however it is written.
create function internal.address_hash(address text) returns text
	language sql immutable strict set search_path = '' as $$
	select encode(sha256(convert_to('mail to ' || lower(btrim(address)), 'UTF8')), 'hex');
$$;

create function internal.is_mail_stopped(address text, sort text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from internal.mail_stops as stop
		where stop.address_hash = internal.address_hash(is_mail_stopped.address) and stop.sort = is_mail_stopped.sort);
$$;

-- The link that stands in a mail about to be sent, by the hash of its secret. False: the mail is
-- not wanted.
create function internal.offer_mail_stop(address text, sort text, hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.mail_stop_links (token_hash, address_hash, sort)
	values (hash, internal.address_hash(offer_mail_stop.address), offer_mail_stop.sort)
	on conflict (token_hash) do update set mailed_at = now(), address_hash = excluded.address_hash;
	return not internal.is_mail_stopped(offer_mail_stop.address, offer_mail_stop.sort);
end;
$$;
grant execute on function internal.offer_mail_stop to service_role;

create function public.offer_mail_stop(address text, sort text, hash text) returns boolean
	language sql set search_path = '' as $$ select internal.offer_mail_stop(address, sort, hash) $$;
grant execute on function public.offer_mail_stop to service_role;

-- What the link of a mail is for: {sort, stopped}; whose it is is not said. NULL: there is none.
create function internal.mail_stop_of(hash text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('sort', link.sort, 'stopped', exists (select from internal.mail_stops as stop
		where stop.address_hash = link.address_hash and stop.sort = link.sort))
	from internal.mail_stop_links as link where link.token_hash = hash;
$$;
grant execute on function internal.mail_stop_of to anon, authenticated;

create function public.mail_stop_of(hash text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.mail_stop_of(hash) $$;
grant execute on function public.mail_stop_of to anon, authenticated;

-- Stops a sort of mail to an address, or takes that back. What waits to be sent does not go.
create function internal.set_mail_stop(hash_of_address text, sort text, wanted boolean) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	if wanted then
		delete from internal.mail_stops as stop
		where stop.address_hash = hash_of_address and stop.sort = set_mail_stop.sort;
		return;
	end if;
	insert into internal.mail_stops (address_hash, sort) values (hash_of_address, set_mail_stop.sort)
	on conflict do nothing;
	update internal.mails as mail set state = 'stopped', ended_at = now(), sealed = null, about = '{}'
	where mail.state = 'waiting' and mail.sort = set_mail_stop.sort
		and internal.address_hash(mail.recipient) = hash_of_address;
end;
$$;

-- By whoever shows the secret of a mail. {status: saved, sort} · refused: there is no such link.
create function internal.stop_mails(hash text, wanted boolean default false) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	shown internal.mail_stop_links;
begin
	select link.* into shown from internal.mail_stop_links as link where link.token_hash = hash;
	if shown.token_hash is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.set_mail_stop(shown.address_hash, shown.sort, coalesce(wanted, false));
	return jsonb_build_object('status', 'saved', 'sort', shown.sort);
end;
$$;
grant execute on function internal.stop_mails to anon, authenticated;

create function public.stop_mails(hash text, wanted boolean default false) returns jsonb
	language sql set search_path = '' as $$ select internal.stop_mails(hash, wanted) $$;
grant execute on function public.stop_mails to anon, authenticated;

-- The sorts that may come to the person of this request, and whether they want them: [{sort,
-- wanted}]; NULL: nobody with rights.
create function internal.my_mails() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_agg(jsonb_build_object('sort', one, 'wanted', not internal.is_mail_stopped(account.email, one)) order by one)
	from auth.users as account
	cross join unnest(internal.unasked_mails()) as one
	where account.id = (select internal.acting_member())
		and (one <> 'operation' or (select internal.is_administrator()))
		-- One goes to addresses of organisations, and how often the other comes is a choice of its own
		-- (285_waits.sql).
		and one not in ('still-true', 'waits');
$$;
grant execute on function internal.my_mails to authenticated;

create function public.my_mails() returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_mails() $$;
grant execute on function public.my_mails to authenticated;

-- Of the sorts that may come, those that are wanted; all others are stopped. {status: saved} ·
-- refused: nobody with rights is signed in.
create function internal.save_my_mails(wanted text[]) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	mine jsonb := internal.my_mails();
begin
	if mine is null or wanted is null then
		return jsonb_build_object('status', 'refused');
	end if;
	perform internal.set_mail_stop(internal.address_hash(account.email), one ->> 'sort', one ->> 'sort' = any (wanted))
	from auth.users as account cross join jsonb_array_elements(mine) as one
	where account.id = internal.person();
	return jsonb_build_object('status', 'saved');
end;
$$;
grant execute on function internal.save_my_mails to authenticated;

create function public.save_my_mails(wanted text[]) returns jsonb
	language sql set search_path = '' as $$ select internal.save_my_mails(wanted) $$;
grant execute on function public.save_my_mails to authenticated;

-- A new address of the same person: what they do not want is not sent there either, and links in
-- mails they have go on to work.
create function internal.move_mail_stops(before text, after text) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	insert into internal.mail_stops (address_hash, sort, stopped_at)
	select internal.address_hash(move_mail_stops.after), stop.sort, stop.stopped_at from internal.mail_stops as stop
	where stop.address_hash = internal.address_hash(move_mail_stops.before)
	on conflict do nothing;
	delete from internal.mail_stops as stop where stop.address_hash = internal.address_hash(move_mail_stops.before);
	update internal.mail_stop_links as link set address_hash = internal.address_hash(move_mail_stops.after)
	where link.address_hash = internal.address_hash(move_mail_stops.before);
end;
$$;

-- 140_audit.sql

-- Who did what, for good. Rows are only ever added, by functions of this database; no role of the
-- API can write here, and a trigger refuses change and removal even to the owner, so that a slip of
-- the hand does not erase what happened. All a line can lose is a person (204_forgetting.sql).

create table public.audit (
	id bigint generated always as identity primary key,
	at timestamptz not null default clock_timestamp(),
	-- Not a reference: what somebody did stays known when their account is gone. Empty: the server
	-- itself; or who was forgotten, whose name is '' then.
	person_id uuid,
	person_name text,
	action text not null check (action ~ '^[a-z-]{1,40}$'),
	subject text not null check (subject ~ '^[a-z-]{1,40}$'),
	subject_id uuid,
	subject_name text,
	region_id text,
	-- What changed, in names of fields; never a secret, a token or a contact of a private person.
	detail jsonb not null default '{}'
);
create index audit_at on public.audit (at desc);
create index audit_person on public.audit (person_id, at desc);
create index audit_subject on public.audit (subject_id, at desc);
create index audit_region on public.audit (region_id, at desc);
alter table public.audit enable row level security;
create policy "administrators read the audit" on public.audit
	for select to authenticated using ((select internal.is_administrator()));
revoke all on public.audit from public, anon, authenticated, service_role;
grant select (
	id, at, person_id, person_name, action, subject, subject_id, subject_name, region_id, detail
) on public.audit to authenticated;
grant select on public.audit to service_role;

create function internal.audit_only_grows() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	raise exception using errcode = 'insufficient_privilege', message = 'the audit only grows';
end;
$$;
create trigger audit_only_grows before delete or truncate on public.audit
	for each statement execute function internal.audit_only_grows();
create trigger audit_stays before update on public.audit
	for each row when (
		(new.id, new.at, new.action, new.subject, new.region_id, new.detail)
			is distinct from (old.id, old.at, old.action, old.subject, old.region_id, old.detail)
		or ((new.person_id, new.person_name) is distinct from (old.person_id, old.person_name)
			and (new.person_id is not null or new.person_name is distinct from '' or old.person_name is null))
		or ((new.subject_id, new.subject_name) is distinct from (old.subject_id, old.subject_name)
			and (new.subject_id is not null or new.subject_name is distinct from ''
				or old.subject not in ('person', 'invitation'))))
	execute function internal.audit_only_grows();

-- Called by the functions that change something; the person is whoever asks.
create function internal.note_act(
	action text, subject text, subject_id uuid, subject_name text, region_id text, detail jsonb default '{}',
	acting uuid default internal.person()
) returns void
	language sql security definer set search_path = '' as $$
	insert into public.audit (person_id, person_name, action, subject, subject_id, subject_name, region_id, detail)
	values (note_act.acting, case note_act.action
			-- Signed by the organisation it is about.
			when 'confirm-own' then note_act.subject_name
			when 'report-closing' then note_act.subject_name
			else (select person.name from public.people as person where person.id = note_act.acting) end,
		note_act.action, note_act.subject, note_act.subject_id, note_act.subject_name, note_act.region_id,
		coalesce(note_act.detail, '{}'));
$$;

-- The audit as administrators look through it: {total, items [{id, at, by, personId, action,
-- subject, subjectId, subjectName, regionId, detail, organisation: the name of the one a line about
-- a person speaks of, NULL when there is none, or it is erased}]}, newest first. `asked` holds what
-- was asked for, each part left out or {person uuid, action, subject, region, words text, from
-- instant, to instant, below id: only what is older than this line, page from 1, size up to 1000}.
-- Row level security decides who sees a line at all; for everybody but administrators there is
-- none.
create function public.find_audit(asked jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$
	with fitting as materialized (
		select line.id
		from public.audit as line
		where (asked ->> 'person' is null or line.person_id = (asked ->> 'person')::uuid)
			and (asked ->> 'action' is null or line.action = asked ->> 'action')
			and (asked ->> 'subject' is null or line.subject = asked ->> 'subject')
			and (asked ->> 'region' is null or line.region_id = asked ->> 'region')
			and (asked ->> 'words' is null
				or position(internal.fold(asked ->> 'words') in internal.fold(coalesce(line.subject_name, ''))) > 0)
			and (asked ->> 'from' is null or line.at >= (asked ->> 'from')::timestamptz)
			and (asked ->> 'to' is null or line.at < (asked ->> 'to')::timestamptz)
			and (asked ->> 'below' is null or line.id < (asked ->> 'below')::bigint)
	), page as (
		select one.id from fitting as one order by one.id desc
		offset (greatest(coalesce((asked ->> 'page')::integer, 1), 1) - 1)::bigint
			* least(greatest(coalesce((asked ->> 'size')::integer, 50), 1), 1000)
		limit least(greatest(coalesce((asked ->> 'size')::integer, 50), 1), 1000)
	)
	select jsonb_build_object(
		'total', (select count(*) from fitting),
		'items', (select coalesce(jsonb_agg(jsonb_build_object('id', line.id, 'at', line.at, 'by', line.person_name,
				'personId', line.person_id, 'action', line.action, 'subject', line.subject, 'subjectId', line.subject_id,
				'subjectName', line.subject_name, 'regionId', line.region_id, 'detail', line.detail,
				'organisation', organisation.name) order by line.id desc), '[]')
			from page join public.audit as line on line.id = page.id
			left join public.organisations as organisation on organisation.id::text = line.detail ->> 'organisation'));
$$;
grant execute on function public.find_audit to authenticated;

-- What the audit can be narrowed to: {people [{id, name}], actions [...], subjects [...]} that
-- occur in it.
create function public.audit_choices() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'people', (select coalesce(jsonb_agg(jsonb_build_object('id', one.person_id, 'name', one.name) order by one.name), '[]')
			from (select line.person_id, max(line.person_name) as name from public.audit as line
				where line.person_id is not null group by line.person_id) as one),
		'actions', (select coalesce(jsonb_agg(one.action order by one.action), '[]')
			from (select distinct line.action from public.audit as line) as one),
		'subjects', (select coalesce(jsonb_agg(one.subject order by one.subject), '[]')
			from (select distinct line.subject from public.audit as line) as one));
$$;
grant execute on function public.audit_choices to authenticated;

-- 145_listing_sorts.sql

-- What can be listed. Everything that is done to every listing alike (saving, history, conflicts,
-- publication, rights) is written once and finds here what differs between the sorts.
--
-- A new sort of listing is a table with the columns publication, publish_at, removed_at, version,
-- created_at, updated_at, region_id and slug, a row here, and four functions with its name:
-- internal.may_edit_SUBJECT(id), internal.SUBJECT_columns(), internal.SUBJECT_document(id) and
-- internal.write_SUBJECT(work, change, given) (170_saving.sql).

create table internal.listing_sorts (
	subject text primary key check (subject ~ '^[a-z]{1,30}$'),
	-- Its table in `public`.
	relation text not null unique check (relation ~ '^[a-z_]{1,40}$'),
	-- What it is called by: the audit names it so, its address is made of it.
	name_column text not null check (name_column ~ '^[a-z_]{1,40}$'),
	-- Fields of its document that decide whose it is, beside the region of its row.
	deciding_fields text[] not null default '{}',
	-- Facts beside which its page says when they were last changed: {fact: fields of its document}.
	facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object')
);
alter table internal.listing_sorts enable row level security;
revoke all on internal.listing_sorts from public, anon, authenticated, service_role;

insert into internal.listing_sorts (subject, relation, name_column, deciding_fields, facts)
values ('organisation', 'organisations', 'name', '{}', '{
		"contact": ["phones", "email", "website", "social_links"],
		"hours": ["opening_hours"],
		"where": ["street", "postcode", "place_id", "latitude", "longitude"]
	}'), ('event', 'events', 'title', '{organisers}', '{
		"when": ["starts_local", "ends_local", "time_zone", "all_day", "date_precision", "recurrence", "exceptions",
			"status", "status_reason", "differences"],
		"where": ["attendance", "venue_organisation_id", "venue_name", "street", "postcode", "place_id", "latitude",
			"longitude", "join_link"],
		"registration": ["registration_url", "registration_email", "registration_phone", "registration_deadline",
			"registration_places"],
		"fee": ["free", "price"],
		"who": ["organisers"],
		"contact": ["contact_name", "contact_role", "contact_phone", "contact_email"]
	}');

-- The whole row of a listing, NULL where there is none.
create function internal.row_of(relation text, wanted uuid) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	found_row jsonb;
begin
	execute format('select to_jsonb(one) from public.%I as one where one.id = $1', relation)
	into found_row using wanted;
	return found_row;
end;
$$;

create function internal.listing_row(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.row_of(sort.relation, wanted) from internal.listing_sorts as sort where sort.subject = wanted_subject;
$$;

-- What a listing is called, from its row or its document.
create function internal.listing_name(sort internal.listing_sorts, listing jsonb) returns text
	language plpgsql stable set search_path = '' as $$
begin
	return internal.text_in(listing -> sort.name_column, null);
end;
$$;

-- 150_revisions.sql

-- Nothing is lost: every saved state of a listing is kept whole, with who saved it and when. A
-- listing is written down as one JSON document, the same shape a form sends, so that saving,
-- comparing, restoring and undoing speak of the same fields.

create table public.revisions (
	id bigint generated always as identity primary key,
	subject text not null references internal.listing_sorts (subject),
	subject_id uuid not null,
	version integer not null check (version > 0),
	saved_at timestamptz not null default clock_timestamp(),
	-- Not a reference: what somebody did stays known when their account is gone. Empty: the seed, an
	-- import, or the clock; or who was forgotten, whose name is '' then.
	person_id uuid,
	-- As they were called when their account went; NULL while there is one.
	person_name text,
	-- confirm-own: by the organisation itself, through a link of a mail.
	-- found: how it stood when it was first touched, or after something outside had changed it.
	action text not null check (action in ('found', 'create', 'save', 'dates', 'split', 'publish', 'schedule', 'unpublish',
		'archive', 'unarchive', 'remove', 'bring-back', 'topics', 'confirm', 'confirm-own', 'restore', 'undo')),
	-- Names of the document's fields that differ from the version before.
	fields text[] not null default '{}',
	publication text not null,
	publish_at timestamptz,
	listing jsonb not null,
	-- The version whose state this one brings back.
	restored_version integer,
	-- Changes made in one go; they can be undone in one go.
	operation uuid,
	region_id text,
	-- Of a confirmation: the day of the one before, which comes back when this one is taken back.
	confirmed_before date,
	-- A contact person was taken out of this state: it no longer says everything that stood there.
	person_taken_out_at timestamptz,
	constraint one_revision_a_version unique (subject, subject_id, version)
);
create index revisions_latest on public.revisions (saved_at desc);
create index revisions_region on public.revisions (region_id, saved_at desc);
create index revisions_person on public.revisions (person_id, saved_at desc);
create index revisions_operation on public.revisions (operation) where operation is not null;
-- Every state has a picture or none under the same three keys; without these each question would
-- read the whole history.
create index revisions_logo on public.revisions ((listing ->> 'logo_id')) where listing ->> 'logo_id' is not null;
create index revisions_picture on public.revisions ((listing ->> 'picture_id')) where listing ->> 'picture_id' is not null;
create index revisions_image on public.revisions ((listing ->> 'image_path')) where listing ->> 'image_path' is not null;
alter table public.revisions enable row level security;
create policy "who edits a listing reads its history" on public.revisions
	for select to authenticated using (
		(select internal.is_administrator()) or internal.may_edit(subject, subject_id));
revoke all on public.revisions from public, anon, authenticated, service_role;
grant select (
	id, subject, subject_id, version, saved_at, person_id, person_name, action, fields, publication,
	publish_at, listing, restored_version, operation, region_id, person_taken_out_at
) on public.revisions to authenticated;
grant select on public.revisions to service_role;

-- Which columns people read and write, in the order forms show them; those of an organisation are
-- said beside its table. Each list is an allow list: a column that it does not name is in no
-- document, in no history, and no save can touch it. In PL/pgSQL, because it answers without
-- beginning a query, and each save asks several times.

create function internal.event_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['kind', 'title', 'summary', 'description',
		'attendance', 'venue_name', 'street', 'postcode', 'place_id', 'municipality_id', 'latitude', 'longitude', 'approximate',
		'pin_by_hand', 'languages', 'free', 'price', 'registration_url', 'registration_email',
		'registration_phone', 'registration_deadline', 'registration_places', 'status', 'status_reason', 'time_zone', 'starts_local', 'ends_local', 'all_day', 'date_precision', 'recurrence', 'exceptions',
		'audience', 'accessibility', 'accessibility_note', 'contact_name',
		'contact_role', 'contact_phone', 'contact_email', 'funder', 'image_path',
		'image_width', 'image_height', 'image_alt', 'image_credit'];
end;
$$;

-- One contact person of an organisation, one document of an event.
create function internal.contact_person_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['name', 'role', 'phone', 'email', 'purpose', 'consent_on', 'shown'];
end;
$$;

create function internal.event_document_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['title', 'url'];
end;
$$;

-- What one date of an event may have for itself, beside its time.
create function internal.date_columns() returns text[]
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return array['status', 'title', 'reason', 'venue_name', 'street', 'postcode',
		'place_id', 'municipality_id', 'approximate'];
end;
$$;

create function internal.only_keys(document jsonb, kept text[]) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select coalesce(jsonb_object_agg(field.key, field.value), '{}')
	from jsonb_each(document) as field where field.key = any (kept);
$$;

create function internal.organisation_document(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select (select jsonb_object_agg(field.key, field.value) from jsonb_each(to_jsonb(organisation)) as field
			where field.key = any (internal.organisation_columns())) || jsonb_build_object(
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.organisation_topics as link where link.organisation_id = wanted),
		'contact_persons', (select coalesce(jsonb_agg(named.contact order by contact.position), '[]')
			from public.contact_persons as contact
			cross join lateral (select jsonb_object_agg(field.key, field.value) as contact
				from jsonb_each(to_jsonb(contact)) as field
				where field.key = any (internal.contact_person_columns())) as named
			where contact.organisation_id = wanted))
	from public.organisations as organisation where organisation.id = wanted;
$$;

-- `differences`: dates that are not as the event says, by the local start its rule gives them. Each
-- is looked at field by field in this statement and by no function of its own: a series has
-- hundreds. How exactly a place is known belongs to the place: a date without one of its own has
-- neither.
create function internal.event_document(wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select (select jsonb_object_agg(field.key, field.value) from jsonb_each(to_jsonb(event)) as field
			where field.key = any (internal.event_columns())) || jsonb_build_object(
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.event_topics as link where link.event_id = wanted),
		'organisers', (select coalesce(jsonb_agg(case when organiser.organisation_id is null
				then jsonb_build_object('name', organiser.name)
				else jsonb_build_object('organisation_id', organiser.organisation_id) end order by organiser.position), '[]')
			from public.event_organisers as organiser where organiser.event_id = wanted),
		'documents', (select coalesce(jsonb_agg(named.document order by document.position), '[]')
			from public.event_documents as document
			cross join lateral (select jsonb_object_agg(field.key, field.value) as document
				from jsonb_each(to_jsonb(document)) as field
				where field.key = any (internal.event_document_columns())) as named
			where document.event_id = wanted),
		'venue_organisation_id', (select venue.organisation_id from public.event_venues as venue
			where venue.event_id = wanted),
		'join_link', (select jsonb_build_object('url', link.url, 'visible_minutes', link.visible_minutes)
			from public.event_join_links as link where link.event_id = wanted),
		'differences', (select coalesce(jsonb_agg(
				jsonb_build_object('original', occurrence.original_start at time zone event.time_zone)
				|| coalesce(own.difference, '{}')
				|| case when occurrence.rescheduled then jsonb_build_object(
					'starts', occurrence.starts_at at time zone event.time_zone,
					'ends', occurrence.ends_at at time zone event.time_zone) else '{}' end
				order by occurrence.original_start), '[]')
			from public.event_occurrences as occurrence
			cross join lateral (select jsonb_object_agg(field.key, field.value) as difference
				from jsonb_each(to_jsonb(occurrence)) as field
				where field.value not in ('null', '{}')
					and (field.key = any (internal.date_columns()) or field.key in ('latitude', 'longitude', 'overruled'))
					and (field.key <> 'overruled' or occurrence.overruled)
					and (field.key <> 'approximate' or occurrence.elsewhere)) as own
			where occurrence.event_id = wanted and (occurrence.rescheduled or own.difference is not null)))
	from public.events as event where event.id = wanted;
$$;

-- The document of a listing of any sort, made by the sort's own function.
create function internal.document(subject text, wanted uuid) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	made jsonb;
begin
	execute format('select internal.%I($1)', subject || '_document') into made using wanted;
	return made;
end;
$$;

-- The columns of a sort's documents, by the sort's own list.
create function internal.columns_of(subject text) returns text[]
	language plpgsql stable security definer set search_path = '' as $$
declare
	columns text[];
begin
	execute format('select internal.%I()', subject || '_columns') into columns;
	return columns;
end;
$$;

-- Names of the fields in which two documents differ, sorted; what only one of them has differs from
-- NULL.
create function internal.differing_fields(one jsonb, other jsonb) returns text[]
	language sql immutable parallel safe set search_path = '' as $$
	select coalesce(array_agg(field.key order by field.key), '{}')
	from jsonb_object_keys(one || other) as field (key)
	where coalesce(one -> field.key, 'null') is distinct from coalesce(other -> field.key, 'null');
$$;

-- A listing while it is changed: how it stood before. `id` and `row_before` are NULL while it is
-- made.
create type internal.listing_change as (
	sort internal.listing_sorts,
	id uuid,
	-- Who changes it; NULL: the clock.
	person_id uuid,
	row_before jsonb,
	document_before jsonb
);

-- Begins to change a listing: locks it, asks whether it is theirs, and finds its document, which
-- was written down when this version was saved. When nobody has saved it yet, or something outside
-- (an import, the seed, a venue that moved) has changed it since, it is built and written down now:
-- every version anybody could have read can be compared and restored. The clock is nobody and is
-- not asked.
-- @param acting who asks: internal.acting_member()
-- @returns NULL in every part when it is not there or not theirs
create function internal.begin_change(
	changed_subject text, wanted uuid, acting uuid, by_clock boolean default false
) returns internal.listing_change
	language plpgsql security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	row_before jsonb;
	document_before jsonb;
begin
	select * into sort from internal.listing_sorts as one where one.subject = changed_subject;
	if sort.subject is null then
		return null;
	end if;
	execute format('select to_jsonb(one) from public.%I as one where one.id = $1 for update', sort.relation)
	into row_before using wanted;
	if row_before is null or not (by_clock or internal.may_edit(changed_subject, wanted)) then
		return null;
	end if;
	-- One from before a column was named, or that no longer says everything, is not how it stands.
	select revision.listing into document_before from public.revisions as revision
	where revision.subject = changed_subject and revision.subject_id = wanted
		and revision.version = (row_before ->> 'version')::integer and revision.person_taken_out_at is null;
	if document_before is null or not document_before ?& internal.columns_of(changed_subject) then
		document_before := internal.document(changed_subject, wanted);
		insert into public.revisions (subject, subject_id, version, saved_at, action, publication, publish_at, listing,
			region_id)
		values (changed_subject, wanted, (row_before ->> 'version')::integer,
			(row_before ->> 'updated_at')::timestamptz, 'found', row_before ->> 'publication',
			(row_before ->> 'publish_at')::timestamptz, document_before, row_before ->> 'region_id')
		on conflict on constraint one_revision_a_version do nothing;
	end if;
	return (sort, wanted, acting, row_before, document_before);
end;
$$;

-- Ends it: writes the revision of the listing as it stands now and the audit's line, unless its
-- version is the one it had. A save that changed nothing but the state is called by what it did.
-- @param known the row as it stands now, where the caller has read it
-- @returns the row as it stands now
create function internal.end_change(
	change internal.listing_change, acted text, operation uuid default null, restored integer default null,
	known jsonb default null
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	sort constant internal.listing_sorts := change.sort;
	row_after constant jsonb := coalesce(known, internal.row_of(sort.relation, change.id));
	document_after jsonb;
	differing text[];
begin
	if row_after -> 'version' = change.row_before -> 'version' then
		return row_after;
	end if;
	document_after := internal.document(sort.subject, change.id);
	differing := internal.differing_fields(coalesce(change.document_before, '{}'), document_after);
	if acted = 'save' and differing = '{}' then
		acted := case
			when row_after ->> 'publication' <> change.row_before ->> 'publication' then
				case when row_after ->> 'publication' = 'published' then 'publish'
					when row_after ->> 'publication' = 'archived' then 'archive'
					when change.row_before ->> 'publication' = 'archived' then 'unarchive'
					else 'unpublish' end
			when row_after ->> 'publish_at' is not null then 'schedule'
			else 'save' end;
	end if;
	insert into public.revisions (subject, subject_id, version, person_id, action, fields, publication, publish_at,
		listing, restored_version, operation, region_id)
	values (sort.subject, change.id, (row_after ->> 'version')::integer, change.person_id, acted, differing,
		row_after ->> 'publication', (row_after ->> 'publish_at')::timestamptz, document_after, restored, operation,
		row_after ->> 'region_id');
	perform internal.note_act(acted, sort.subject, change.id, internal.listing_name(sort, row_after),
		row_after ->> 'region_id', jsonb_strip_nulls(jsonb_build_object('version', row_after -> 'version',
			'fields', to_jsonb(differing), 'publication', row_after -> 'publication',
			'publish_at', row_after -> 'publish_at', 'restored', restored, 'operation', operation)), change.person_id);
	return row_after;
end;
$$;

-- Everything a form needs of a listing, or NULL: not there, or not theirs.
create function internal.listing(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('subject', wanted_subject, 'id', one.listing -> 'id', 'slug', one.listing -> 'slug',
		'version', one.listing -> 'version', 'publication', one.listing -> 'publication',
		'publish_at', one.listing -> 'publish_at', 'removed_at', one.listing -> 'removed_at',
		'is_example', one.listing -> 'is_example', 'confirmed_on', one.listing -> 'confirmed_on',
		'corrected_at', one.listing -> 'corrected_at',
		'region_id', one.listing -> 'region_id', 'updated_at', one.listing -> 'updated_at',
		'listing', internal.document(wanted_subject, wanted))
	from (select internal.listing_row(wanted_subject, wanted) as listing) as one
	where internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.listing to authenticated;

create function public.listing(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.listing(subject, id) $$;
grant execute on function public.listing to authenticated;

-- 160_history.sql

-- The history of a listing: who saved it, when, and which fields changed. Whole states are asked
-- for two at a time, to be compared.

-- {id, name, slug, version, publication, updated_at, total, revisions [{version, at, by, action,
-- fields, publication, publish_at, restored, many: changed together with others,
-- person_taken_out_at}]}, newest first, `size` of them from page `page`; NULL: not there or not
-- theirs.
create function internal.listing_history(wanted_subject text, wanted uuid, page integer, size integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', wanted, 'slug', one.listing -> 'slug',
		'name', coalesce(one.listing -> 'name', one.listing -> 'title'),
		'version', one.listing -> 'version', 'publication', one.listing -> 'publication',
		'updated_at', one.listing -> 'updated_at',
		'total', (select count(*) from public.revisions as revision
			where revision.subject = wanted_subject and revision.subject_id = wanted),
		'revisions', (select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
				'by', coalesce(person.name, revision.person_name), 'action', revision.action, 'fields', to_jsonb(revision.fields),
				'publication', revision.publication, 'publish_at', revision.publish_at,
				'restored', revision.restored_version, 'many', revision.operation is not null,
				'person_taken_out_at', revision.person_taken_out_at) order by revision.version desc), '[]')
			from (select * from public.revisions as every_one
				where every_one.subject = wanted_subject and every_one.subject_id = wanted
				order by every_one.version desc offset (greatest(page, 1) - 1) * size limit size) as revision
			left join public.people as person on person.id = revision.person_id))
	from (select internal.listing_row(wanted_subject, wanted) as listing) as one
	where internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.listing_history to authenticated;

create function public.listing_history(subject text, id uuid, page integer default 1, size integer default 50)
	returns jsonb
	language sql stable set search_path = '' as $$
	select internal.listing_history(subject, id, page, least(greatest(size, 1), 200))
$$;
grant execute on function public.listing_history to authenticated;

-- Two states of a listing, older first: [{version, at, by, publication, listing}]. A version nobody
-- wrote down is missing.
create function internal.listing_versions(wanted_subject text, wanted uuid, versions integer[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
		'by', coalesce(person.name, revision.person_name),
		'publication', revision.publication, 'listing', revision.listing) order by revision.version), '[]')
	from public.revisions as revision left join public.people as person on person.id = revision.person_id
	where internal.may_edit(wanted_subject, wanted) and revision.subject = wanted_subject
		and revision.subject_id = wanted and revision.version = any (versions[1:2]);
$$;
grant execute on function internal.listing_versions to authenticated;

create function public.listing_versions(subject text, id uuid, versions integer[]) returns jsonb
	language sql stable set search_path = '' as $$ select internal.listing_versions(subject, id, versions) $$;
grant execute on function public.listing_versions to authenticated;

-- What listings held before and after these lines of the audit, for administrators: {id: {before,
-- after}} of up to 200 lines that changed a document. Of a person who was taken out of the history
-- nothing stands here either: it is the history that is read.
create function internal.audit_states(lines bigint[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_object_agg(line.id, jsonb_build_object('before', before.listing, 'after', later.listing)), '{}')
	from public.audit as line
	join public.revisions as later on later.subject = line.subject and later.subject_id = line.subject_id
		and later.version::text = line.detail ->> 'version' and later.fields <> '{}'
	cross join lateral (select one.listing from public.revisions as one
		where one.subject = later.subject and one.subject_id = later.subject_id and one.version < later.version
		order by one.version desc limit 1) as before
	where (select internal.is_administrator()) and line.id = any (lines[1:200]);
$$;
grant execute on function internal.audit_states to authenticated;

create function public.audit_states(lines bigint[]) returns jsonb
	language sql stable set search_path = '' as $$ select internal.audit_states(lines) $$;
grant execute on function public.audit_states to authenticated;

-- A contact person who has left may ask to be forgotten: the listing no longer names them, its
-- history still does. Whoever keeps the listing takes them out of every kept state; everything else
-- in these states can still be restored. What is taken out is gone.

-- How two spellings of a name are held to be one: capitals, diacritics and spaces do not matter.
create function internal.person_key(name text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.regexp_replace(pg_catalog.btrim(internal.fold(name)), '\s+', ' ', 'g');

-- {name, key} of everybody a document names as a contact: persons of an organisation; of an event
-- its contact, who without a name is known by address or phone. A document that holds only some
-- keys (a kept conflict) names whom these name.
create function internal.persons_of(document jsonb) returns table (name text, key text)
	language sql immutable parallel safe set search_path = '' as $$
	select btrim(one.name), internal.person_key(one.name)
	from (
		select person ->> 'name' as name
		from jsonb_array_elements(case jsonb_typeof(document -> 'contact_persons')
			when 'array' then document -> 'contact_persons' else '[]' end) as person
		union all
		select coalesce(document ->> 'contact_name', document ->> 'contact_email', document ->> 'contact_phone')
	) as one
	where btrim(one.name) <> '';
$$;

-- The document without a person, everything else as it was. `nothing` stands where an event's
-- contact stood: in a saved state NULL, so that restoring it says that there was none; a kept
-- conflict leaves the keys out, because what a save does not name stays.
create function internal.without_person(document jsonb, gone text, nothing jsonb) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select case
			when internal.person_key(coalesce(document ->> 'contact_name', document ->> 'contact_email',
				document ->> 'contact_phone')) = gone
			then document - array['contact_name', 'contact_role', 'contact_phone', 'contact_email']
				|| nothing
			else document end
		|| case when jsonb_typeof(document -> 'contact_persons') = 'array'
			then jsonb_build_object('contact_persons', (
				select coalesce(jsonb_agg(person.entry order by person.place), '[]')
				from jsonb_array_elements(document -> 'contact_persons') with ordinality as person (entry, place)
				where internal.person_key(person.entry ->> 'name') is distinct from gone))
			else '{}' end;
$$;

-- [{name, versions: how many saved states name them}] of those whom the history still names and the
-- listing does not. What others typed and never saved is theirs to see: it is taken out, too, and
-- counts for nobody else here.
create function internal.persons_in_history(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('name', known.name, 'versions', known.versions)
		order by internal.sort_key(known.name) collate "C", known.key), '[]')
	from (
		select named.key, (array_agg(named.name order by named.version desc nulls last))[1] as name,
			count(distinct named.version) as versions
		from (
			select person.key, person.name, revision.version
			from public.revisions as revision cross join lateral internal.persons_of(revision.listing) as person
			where revision.subject = wanted_subject and revision.subject_id = wanted
			union all
			select person.key, person.name, null
			from public.conflicts as conflict cross join lateral internal.persons_of(conflict.listing) as person
			where conflict.subject = wanted_subject and conflict.subject_id = wanted
				and conflict.person_id = (select internal.person())
		) as named
		where internal.may_edit(wanted_subject, wanted)
		group by named.key
	) as known
	where not exists (select from internal.persons_of(internal.document(wanted_subject, wanted)) as listed
		where listed.key = known.key);
$$;
grant execute on function internal.persons_in_history to authenticated;

create function public.persons_in_history(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.persons_in_history(subject, id) $$;
grant execute on function public.persons_in_history to authenticated;

-- {status: done, versions} · listed: the listing names them today, which is taken back first ·
-- unchanged: nothing names them · refused. The audit says that it was done, to which listing, and
-- not to whom.
create function internal.take_person_out(changed_subject text, wanted uuid, person text) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	gone text := internal.person_key(person);
	change internal.listing_change;
	states integer;
	typed integer;
begin
	if me is null or coalesce(gone, '') = '' then
		return '{"status":"refused"}'::jsonb;
	end if;
	-- A save that names them again waits for this, or this for it.
	change := internal.begin_change(changed_subject, wanted, me);
	if change.id is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	if exists (select from internal.persons_of(change.document_before) as listed where listed.key = gone) then
		return '{"status":"listed"}'::jsonb;
	end if;
	update public.revisions as revision
	set person_taken_out_at = now(),
		listing = internal.without_person(revision.listing, gone, '{"contact_name": null, "contact_role": {},
			"contact_phone": null, "contact_email": null}')
	where revision.subject = changed_subject and revision.subject_id = wanted
		and exists (select from internal.persons_of(revision.listing) as named where named.key = gone);
	get diagnostics states = row_count;
	update public.conflicts as conflict set listing = internal.without_person(conflict.listing, gone, '{}')
	where conflict.subject = changed_subject and conflict.subject_id = wanted
		and exists (select from internal.persons_of(conflict.listing) as named where named.key = gone);
	get diagnostics typed = row_count;
	if states + typed = 0 then
		return '{"status":"unchanged"}'::jsonb;
	end if;
	perform internal.note_act('take-out-person', changed_subject, wanted,
		internal.listing_name(change.sort, change.row_before), change.row_before ->> 'region_id',
		jsonb_build_object('versions', states));
	return jsonb_build_object('status', 'done', 'versions', states);
end;
$$;
grant execute on function internal.take_person_out to authenticated;

create function public.take_person_out(subject text, id uuid, person text) returns jsonb
	language sql set search_path = '' as $$ select internal.take_person_out(subject, id, person) $$;
grant execute on function public.take_person_out to authenticated;

-- 170_saving.sql

-- What every save does around its own work: the same attempt is answered once, what is refused
-- leaves nothing behind, and what was typed into a form that is no longer current is kept for its
-- person.

-- What somebody typed into a form that was no longer current when they sent it: kept until they
-- have chosen.
create table public.conflicts (
	id uuid primary key default gen_random_uuid(),
	person_id uuid not null references public.people (id) on delete cascade,
	subject text not null references internal.listing_sorts (subject),
	subject_id uuid not null,
	read_version integer not null,
	listing jsonb not null,
	kept_at timestamptz not null default now(),
	constraint one_conflict_a_listing unique (person_id, subject, subject_id)
);
alter table public.conflicts enable row level security;
create policy "everybody reads their own conflicts" on public.conflicts
	for select to authenticated using (person_id = (select internal.person()));
revoke all on public.conflicts from public, anon, authenticated, service_role;
grant select (
	id, person_id, subject, subject_id, read_version, listing, kept_at
) on public.conflicts to authenticated;
grant select on public.conflicts to service_role;

-- Answers by the number a form got when it was made: sent twice, it is saved once and answered
-- twice.
create table internal.attempts (
	person_id uuid not null references public.people (id) on delete cascade,
	attempt uuid not null,
	answer jsonb,
	made_at timestamptz not null default now(),
	primary key (person_id, attempt)
);
create index attempts_made_at on internal.attempts (made_at);
alter table internal.attempts enable row level security;
revoke all on internal.attempts from public, anon, authenticated, service_role;

-- Claims an attempt. NULL: it is new, go on. Otherwise the answer it got before; while the first
-- one is still being worked on, this waits for it.
create function internal.earlier_answer(person uuid, wanted uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	found_answer jsonb;
begin
	if wanted is null then
		return null;
	end if;
	insert into internal.attempts (person_id, attempt) values (person, wanted) on conflict do nothing;
	if found then
		return null;
	end if;
	select coalesce(earlier.answer, '{"status":"busy"}') into found_answer
	from internal.attempts as earlier where earlier.person_id = person and earlier.attempt = wanted;
	return found_answer;
end;
$$;

-- Remembers the answer of an attempt that changed something; one that did not may be tried again
-- under the same number.
create function internal.remember_answer(person uuid, wanted uuid, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
begin
	if given ->> 'status' in ('saved', 'done') then
		update internal.attempts set answer = given where person_id = person and attempt = wanted;
	else
		delete from internal.attempts where person_id = person and attempt = wanted;
	end if;
	return given;
end;
$$;

-- How often somebody saved in the hour that has begun with their first save. Every state is kept
-- for good, so that a program with somebody's session could fill the disk.
create table internal.save_counts (
	person_id uuid primary key references public.people (id) on delete cascade,
	ends_at timestamptz not null,
	times integer not null
);
alter table internal.save_counts enable row level security;
revoke all on internal.save_counts from public, anon, authenticated, service_role;

-- Whether a state of a listing is kept that a restore can bring back.
create function internal.has_version(kept_subject text, wanted uuid, version text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.revisions as revision where revision.subject = kept_subject
		and revision.subject_id = wanted and revision.version::text = has_version.version);
$$;

-- What a stale save is answered: how the listing stands, how it was read, and who changed what
-- since. A state from which a person was taken out is no ground to compare a form with: a form
-- opened when she was still listed would seem to have added her, and bring her back without anybody
-- choosing it. Without a ground each difference is asked about.
create function internal.stale_answer(stale_subject text, wanted uuid, read_version integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('status', 'stale',
		'version', internal.listing_row(stale_subject, wanted) -> 'version',
		'listing', internal.document(stale_subject, wanted),
		'base', (select base.listing from public.revisions as base
			where base.subject = stale_subject and base.subject_id = wanted and base.version = read_version
				and base.person_taken_out_at is null),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('version', revision.version, 'at', revision.saved_at,
				'by', coalesce(person.name, revision.person_name), 'own', coalesce(revision.person_id = (select internal.person()), false),
				'action', revision.action, 'fields', to_jsonb(revision.fields))
				order by revision.version), '[]')
			from public.revisions as revision left join public.people as person on person.id = revision.person_id
			where revision.subject = stale_subject and revision.subject_id = wanted and revision.version > read_version));
$$;

create function internal.keep_conflict(kept_subject text, wanted uuid, version integer, typed jsonb) returns void
	language sql security definer set search_path = '' as $$
	insert into public.conflicts (person_id, subject, subject_id, read_version, listing)
	values (internal.person(), kept_subject, wanted, version, typed)
	on conflict on constraint one_conflict_a_listing do update
		set read_version = excluded.read_version, listing = excluded.listing, kept_at = now();
$$;

create function internal.drop_conflict(dropped_subject text, wanted uuid) returns void
	language sql security definer set search_path = '' as $$
	delete from public.conflicts as conflict
	where conflict.person_id = (select internal.person()) and conflict.subject = dropped_subject and conflict.subject_id = wanted;
$$;
grant execute on function internal.drop_conflict to authenticated;

create function public.drop_conflict(subject text, id uuid) returns void
	language sql set search_path = '' as $$ select internal.drop_conflict(subject, id) $$;
grant execute on function public.drop_conflict to authenticated;

-- What a save that went well is answered.
create function internal.saved_answer(change internal.listing_change, row_after jsonb) returns jsonb
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return jsonb_build_object('status',
		case when row_after -> 'version' = change.row_before -> 'version' then 'unchanged' else 'saved' end,
		'id', row_after -> 'id', 'slug', row_after -> 'slug', 'version', row_after -> 'version');
end;
$$;

-- The name of the broken rule; a missing value has no rule of its own and is known by its column.
create function internal.invalid_answer(rule text, message text) returns jsonb
	language sql immutable parallel safe set search_path = '' as $$
	select jsonb_build_object('status', 'invalid', 'constraint', case
		when coalesce(rule, '') <> '' then rule
		else coalesce(substring(message from 'column "([a-z_]+)"'), 'unknown') end);
$$;

-- What somebody typed into a form that was no longer current waits for them; this is how it comes
-- back: as a stale save is answered, and what they had typed beside it. NULL: nothing waits, or the
-- listing is no longer theirs.
create function internal.pending_conflict(wanted_subject text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.stale_answer(wanted_subject, wanted, conflict.read_version)
		|| jsonb_build_object('mine', conflict.listing)
	from public.conflicts as conflict
	where conflict.person_id = (select internal.person()) and conflict.subject = wanted_subject
		and conflict.subject_id = wanted and internal.may_edit(wanted_subject, wanted);
$$;
grant execute on function internal.pending_conflict to authenticated;

create function public.pending_conflict(subject text, id uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.pending_conflict(subject, id) $$;
grant execute on function public.pending_conflict to authenticated;

-- The save of a listing of any sort: one frame around what is the sort's own. It checks who asks,
-- refuses what was read before somebody else saved, answers the same attempt once, leaves nothing
-- half done, keeps a stale save for its person and writes down what became of the listing. The
-- document is built once, as it stands afterwards. What is refused leaves nothing behind; a broken
-- rule of a table comes back by its name; more than a megabyte is refused before anything is done
-- with it, and lists within lists come back as a form that cannot be read. Errors that are no
-- person's fault go on.
--
-- `given` is {listing: the fields that change, dates, act: {publication, publish_at, action: save
-- or restore, of: the version that comes back, correction: the one that is accepted by it, and what
-- else the sort's own work needs}}. The work
-- is done by internal.write_SUBJECT(work, change, given), which gets `listing` and `act` as objects
-- and
-- `state`, the columns of the state that was asked for, and answers {id, following: another listing
-- it made}.
create function internal.save_listing(
	saved_subject text, work text, wanted uuid, read_version integer, attempt uuid, given jsonb
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	act constant jsonb := coalesce(nullif(given -> 'act', 'null'), '{}');
	change internal.listing_change;
	following internal.listing_change;
	accepted internal.corrections;
	written jsonb;
	row_after jsonb;
	following_after jsonb;
	answer jsonb;
	saves integer;
	broken text;
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	if octet_length(given::text) > 1000000 then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	-- Counted before it is made; saves of one person at the same moment wait for each other here, so
	-- that none slips past.
	insert into internal.save_counts as kept (person_id, ends_at, times) values (me, now() + interval '1 hour', 1)
	on conflict (person_id) do update set
		times = case when kept.ends_at < now() then 1 else least(kept.times + 1, 1001) end,
		ends_at = case when kept.ends_at < now() then excluded.ends_at else kept.ends_at end
	returning kept.times into saves;
	if saves > 1000 then
		return internal.remember_answer(me, attempt, '{"status":"invalid","constraint":"too_many_saves"}');
	end if;
	begin
		-- Before the listing is locked: of two who accept at once the second one finds it decided.
		if act ? 'correction' then
			accepted := internal.begin_accepting((act ->> 'correction')::uuid, saved_subject, wanted);
		end if;
		if wanted is null then
			select one, null::uuid, me, null::jsonb, null::jsonb into change
			from internal.listing_sorts as one where one.subject = saved_subject;
		else
			change := internal.begin_change(saved_subject, wanted, me);
		end if;
		if change.sort is null or change.id is distinct from wanted then
			perform internal.refuse('{"status":"refused"}');
		elsif change.row_before ->> 'publication' = 'removed' then
			perform internal.refuse('{"status":"removed"}');
		elsif coalesce(act ->> 'action', '') = 'restore' and not internal.has_version(saved_subject, wanted, act ->> 'of') then
			perform internal.refuse('{"status":"invalid","constraint":"restored_version"}');
		elsif wanted is not null and read_version is distinct from (change.row_before ->> 'version')::integer then
			perform internal.refuse('{"status":"stale"}');
		end if;

		execute format('select internal.%I($1, $2, $3)', 'write_' || saved_subject) into written
		using work, change, given || jsonb_build_object('listing', coalesce(nullif(given -> 'listing', 'null'), '{}'),
			'dates', nullif(given -> 'dates', 'null'), 'act', act, 'state', internal.asked_state(act));
		change.id := (written ->> 'id')::uuid;

		-- A pin or another organiser may have moved it out of their reach. Asked again only where
		-- something decides that.
		row_after := internal.row_of((change.sort).relation, change.id);
		if (wanted is null or work <> 'save' or row_after -> 'region_id' <> change.row_before -> 'region_id'
				or given -> 'listing' ?| (change.sort).deciding_fields)
			and not internal.may_edit(saved_subject, change.id) then
			perform internal.refuse(jsonb_build_object('status', 'outside', 'region_id', row_after -> 'region_id'));
		end if;
		set constraints all immediate;

		if written ->> 'following' is not null then
			following := (change.sort, (written ->> 'following')::uuid, me, null, null);
			following_after := internal.end_change(following, 'create');
		end if;
		row_after := internal.end_change(change, case
			when wanted is null then 'create'
			when work <> 'save' then work
			when act ->> 'action' = 'restore' then 'restore'
			else 'save' end, null,
			case when act ->> 'action' = 'restore' then (act ->> 'of')::integer end, row_after);
		if accepted.id is not null then
			perform internal.end_accepting(accepted, change, row_after);
		end if;
		delete from public.conflicts as conflict
		where conflict.person_id = me and conflict.subject = saved_subject and conflict.subject_id = change.id;
		answer := internal.saved_answer(change, row_after);
		if following_after is not null then
			answer := answer || jsonb_build_object('following',
				internal.saved_answer(following, following_after) - 'status');
		end if;
	exception
		when sqlstate 'TK001' then
			get stacked diagnostics broken = pg_exception_detail;
			answer := broken::jsonb;
		when integrity_constraint_violation then
			get stacked diagnostics broken = constraint_name;
			answer := internal.invalid_answer(broken, sqlerrm);
		when no_data_found then
			answer := '{"status":"invalid","constraint":"no_such_date"}'::jsonb;
		when data_exception or feature_not_supported or program_limit_exceeded then
			answer := internal.invalid_answer('form', sqlerrm);
	end;
	if answer ->> 'status' = 'stale' then
		if work = 'save' then
			perform internal.keep_conflict(saved_subject, wanted, read_version,
				coalesce(nullif(given -> 'listing', 'null'), '{}'));
		end if;
		answer := internal.stale_answer(saved_subject, wanted, read_version);
	end if;
	return internal.remember_answer(me, attempt, answer);
end;
$$;
grant execute on function internal.save_listing to authenticated;

-- 175_writing.sql

-- How a save writes, whatever it writes to: rows, what hangs on them, pins and states. Which
-- columns may be written is said by the lists in 150_revisions.sql and asked before; nothing here
-- names one.

-- Ends a save from within: what was written so far is taken back, the answer goes to the person.
create function internal.refuse(answer jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	raise exception using errcode = 'TK001', message = 'refused', detail = answer::text;
end;
$$;

-- Refuses a save that names what it may not write: a column that is not in the list, whatever it
-- is.
create function internal.refuse_unknown(unknown jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	perform internal.refuse(jsonb_build_object('status', 'invalid', 'constraint', 'unknown_field',
		'field', (select key from jsonb_object_keys(unknown) as key limit 1)));
end;
$$;

-- The same values as the columns hold them ('1' as 1, a time with seconds), so that they can be
-- compared with a row; what is no column goes.
create function internal.typed(relation text, changed jsonb) returns jsonb
	language plpgsql stable set search_path = '' as $$
declare
	filled jsonb;
begin
	execute format('select coalesce(jsonb_object_agg(field.key, field.value), ''{}'')
		from jsonb_each(to_jsonb(jsonb_populate_record(null::public.%I, $1))) as field where $1 ? field.key', relation)
	into filled using changed;
	return filled;
end;
$$;

-- Writes the columns that `changed` (typed) names and that differ from the row as it was; what is
-- not named stays, and what is not written wakes no trigger. Without a row a new one is made, with
-- the table's own defaults for what is not named. @returns the row after its triggers
create function internal.write_row(relation text, row_before jsonb, changed jsonb) returns jsonb
	language plpgsql set search_path = '' as $$
declare
	written text := (select string_agg(quote_ident(field.key), ', ') from jsonb_each(changed) as field
		where row_before is null or row_before -> field.key is distinct from field.value);
	row_after jsonb;
begin
	if written is null then
		return row_before;
	end if;
	if row_before is null then
		execute format('insert into public.%1$I as one (%2$s)
			select %2$s from jsonb_populate_record(null::public.%1$I, $1) returning to_jsonb(one)', relation, written)
		into row_after using changed;
	else
		execute format('update public.%1$I as one
			set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $1))
			where one.id = $2 returning to_jsonb(one)', relation, written)
		into row_after using changed, (row_before ->> 'id')::uuid;
	end if;
	return row_after;
end;
$$;

-- Replaces what hangs on a listing, in the order given: rows of a table with the columns `owner`
-- (the listing) and `position`. Of each entry the columns of the list are written; what it leaves
-- out or has as null is as `blank` says.
create function internal.write_children(
	relation text, owner text, owner_id uuid, allowed text[], entries jsonb, blank jsonb default '{}'
) returns void
	language plpgsql set search_path = '' as $$
declare
	columns text := (select string_agg(quote_ident(name), ', ') from unnest(allowed) as name);
begin
	execute format('delete from public.%I as child where child.%I = $1', relation, owner) using owner_id;
	execute format('insert into public.%1$I (%2$I, position, %3$s)
		select $1, entry.place, %3$s from jsonb_array_elements($2) with ordinality as entry (value, place)
		cross join lateral jsonb_populate_record(null::public.%1$I,
			($3 || jsonb_strip_nulls(entry.value)) - array[%2$L, ''position'']) as filled', relation, owner, columns)
	using owner_id, entries, blank;
end;
$$;

-- Whether two lists hold the same, in whatever order; false when one is missing.
create function internal.same_set(one jsonb, other jsonb) returns boolean
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return coalesce(jsonb_typeof(one) = 'array' and jsonb_typeof(other) = 'array' and one @> other and one <@ other,
		false);
end;
$$;

-- The topics of a listing, as a set: rows that stay are not touched.
create function internal.set_topics(changed_subject text, wanted uuid, topics jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	execute format('delete from public.%1$I as link where link.%2$I = $1 and not ($2 ? link.topic_id)',
		changed_subject || '_topics', changed_subject || '_id') using wanted, topics;
	execute format('insert into public.%1$I (%2$I, topic_id)
		select $1, topic from jsonb_array_elements_text($2) as topic on conflict do nothing',
		changed_subject || '_topics', changed_subject || '_id') using wanted, topics;
end;
$$;

-- The columns that follow from a changed place, by the rules of every pin: latitude and longitude
-- become one point; another town brings the pin along, unless a hand has set it, which knows better
-- than a gazetteer; where there is no pin, nobody has set it and nothing is exact.
-- @param changed columns as a person sends them @returns the same without latitude and longitude,
-- with location, approximate and pin_by_hand where they follow
create function internal.placed(row_before jsonb, changed jsonb) returns jsonb
	language plpgsql stable set search_path = '' as $$
declare
	next_row jsonb := coalesce(row_before, '{}') || changed;
	placed jsonb := changed - array['latitude', 'longitude'];
begin
	if changed ? 'latitude' or changed ? 'longitude' then
		placed := placed || jsonb_build_object('location',
			case when changed ->> 'latitude' is not null and changed ->> 'longitude' is not null
			then extensions.st_setsrid(extensions.st_makepoint((changed ->> 'longitude')::double precision,
				(changed ->> 'latitude')::double precision), 4326)::extensions.geography::text end);
	end if;
	if next_row ->> 'place_id' is distinct from row_before ->> 'place_id'
		and not coalesce((next_row ->> 'pin_by_hand')::boolean, false) and changed ->> 'latitude' is null then
		placed := placed || jsonb_build_object('approximate', true, 'location',
			(select place.location::text from public.places as place where place.id = next_row ->> 'place_id'));
	end if;
	if (coalesce(row_before, '{}') || placed) ->> 'location' is null then
		placed := placed || '{"pin_by_hand": false, "approximate": true}';
	end if;
	return placed;
end;
$$;

-- The columns of the state an act asks for; none when it asks for none.
create function internal.asked_state(act jsonb) returns jsonb
	language plpgsql stable set search_path = '' as $$
begin
	if act ->> 'publication' is null then
		return '{}'::jsonb;
	end if;
	if act ->> 'publication' not in ('draft', 'published', 'archived') then
		perform internal.refuse('{"status":"invalid","constraint":"publication"}');
	end if;
	return jsonb_build_object('publication', act ->> 'publication', 'publish_at',
		case when act ->> 'publication' = 'draft' then (act ->> 'publish_at')::timestamptz end);
end;
$$;

-- A draft that was never published has told its address to nobody: it gives it up to whoever asks
-- for the same name, who would learn from a number after theirs that a draft of that name is there.
-- @returns whether it did
create function internal.give_slug_up(named_subject text, relation text, wanted text) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	hidden uuid;
begin
	execute format('select one.id from public.%I as one where one.slug = $1 and one.publication = ''draft''
		and not exists (select from public.revisions as revision where revision.subject = $2
			and revision.subject_id = one.id and revision.publication <> ''draft'')', relation)
	into hidden using wanted, named_subject;
	if hidden is null then
		return false;
	end if;
	execute format('update public.%I set slug = $1 where id = $2', relation)
	using rtrim(left(wanted, 60), '-') || '-' || left(replace(gen_random_uuid()::text, '-', ''), 12), hidden;
	return true;
end;
$$;

-- An address for a new listing: the words of its name in plain Latin letters, its sort when there
-- are none; with a number when another one of its sort has it already.
create function internal.new_slug(named_subject text, name text) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	relation text := (select sort.relation from internal.listing_sorts as sort where sort.subject = named_subject);
	wanted text := coalesce(nullif(internal.slug_of(name), ''), named_subject);
	candidate text;
	taken boolean;
begin
	-- Two listings of the same name made at the same moment must not both be told that the address
	-- is free.
	perform pg_advisory_xact_lock(7406912359);
	for number in 1 .. 1000 loop
		candidate := case when number = 1 then wanted else wanted || '-' || number end;
		execute format('select exists (select from public.%I as one where one.slug = $1)', relation)
		into taken using candidate;
		if not taken or internal.give_slug_up(named_subject, relation, candidate) then
			return candidate;
		end if;
	end loop;
	return left(wanted, 40) || '-' || replace(gen_random_uuid()::text, '-', '');
end;
$$;

-- 180_saving_organisations.sql

-- Saving an organisation: what is its own within the frame of every save (internal.save_listing).
-- No role of the data interface may write to a table; this is the only way in.

create function internal.write_organisation(work text, change internal.listing_change, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	columns constant text[] := internal.organisation_columns();
	-- What is no column of its own; differences belong to events, and stand in no document of an
	-- organisation.
	parts constant text[] := array['topics', 'contact_persons', 'differences'];
	changed jsonb := given -> 'listing';
	next_row jsonb;
	row_after jsonb;
	corrects boolean;
	replaced text[] := array[]::text[];
begin
	if work <> 'save' then
		perform internal.refuse('{"status":"invalid","constraint":"work"}');
	end if;
	if changed - columns - parts <> '{}' then
		perform internal.refuse_unknown(changed - columns - parts);
	end if;
	next_row := internal.typed('organisations', changed - parts);
	if changed ? 'topics' and not internal.same_set(changed -> 'topics', change.document_before -> 'topics') then
		replaced := replaced || 'topics'::text;
	end if;
	if changed ? 'contact_persons'
		and changed -> 'contact_persons' is distinct from change.document_before -> 'contact_persons' then
		replaced := replaced || 'contact_persons'::text;
	end if;
	-- Another state alone corrects nothing.
	corrects := change.id is null or replaced <> '{}' or change.row_before || next_row <> change.row_before;
	next_row := internal.placed(change.row_before, next_row) || (given -> 'state')
		|| case when corrects then jsonb_build_object('corrected_at', now()) else '{}' end;
	if change.id is null then
		-- Editors keep one organisation; new ones are listed by who answers for a region.
		if not internal.is_administrator() and cardinality(internal.my_regions()) = 0 then
			perform internal.refuse('{"status":"refused"}');
		end if;
		-- Nobody knows yet where it is: it is listed in the region of whoever lists it, or they
		-- could not go on with it.
		if next_row ->> 'location' is null and next_row ->> 'municipality_id' is null then
			next_row := next_row || jsonb_build_object('region_id', (internal.my_regions())[1]);
		end if;
		next_row := next_row || jsonb_build_object('slug',
			internal.new_slug('organisation', internal.listing_name(change.sort, next_row)));
	end if;
	row_after := internal.write_row('organisations', change.row_before, next_row);

	if 'topics' = any (replaced) then
		perform internal.set_topics('organisation', (row_after ->> 'id')::uuid, changed -> 'topics');
	end if;
	if 'contact_persons' = any (replaced) then
		perform internal.write_children('contact_persons', 'organisation_id', (row_after ->> 'id')::uuid,
			internal.contact_person_columns(), changed -> 'contact_persons',
			'{"shown": false, "role": {}}');
	end if;
	-- Where a fact was read says nothing about the one that replaces it. Looked for first, because
	-- a statement that meets no row still wakes the triggers of the table.
	if change.id is not null and exists (select from public.organisation_sources as source
			where source.organisation_id = change.id and (source.field = any (replaced)
				or change.row_before -> source.field is distinct from row_after -> source.field)) then
		delete from public.organisation_sources as source
		where source.organisation_id = change.id and (source.field = any (replaced)
			or change.row_before -> source.field is distinct from row_after -> source.field);
	end if;
	return jsonb_build_object('id', row_after -> 'id');
end;
$$;

create function public.save_organisation(
	id uuid, read_version integer, attempt uuid, listing jsonb, act jsonb default '{}'
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('organisation', 'save', id, read_version, attempt,
		jsonb_build_object('listing', listing, 'act', act))
$$;
grant execute on function public.save_organisation to authenticated;

-- 190_saving_events.sql

-- Saving an event, its dates and its series. The dates come worked out from the rule
-- (recurrence.ts) and are written in the same transaction; what does not follow from the event is
-- refused by the database whoever sends it.

-- Who was named beside an event of others and has taken themselves off: they stay off until they
-- name themselves.
create table internal.left_events (
	event_id uuid not null references public.events (id) on delete cascade,
	organisation_id uuid not null references public.organisations (id) on delete cascade,
	left_at timestamptz not null default now(),
	primary key (event_id, organisation_id)
);
create index left_events_organisation on internal.left_events (organisation_id);
alter table internal.left_events enable row level security;
revoke all on internal.left_events from public, anon, authenticated, service_role;

-- Organisations may be named beside an event when they are published and have not taken themselves
-- off it, when the person may edit them, or when they were named there already: nobody learns or
-- guesses a hidden one by organising something with it.
create function internal.may_name_organisation(wanted uuid, event uuid) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from public.organisations as organisation
			where organisation.id = wanted and organisation.publication = 'published'
				and not exists (select from internal.left_events as gone
					where gone.event_id = may_name_organisation.event and gone.organisation_id = wanted))
		or internal.may_edit_organisation(wanted)
		or exists (select from public.event_organisers as organiser
			where organiser.event_id = event and organiser.organisation_id = wanted)
		or exists (select from public.event_venues as venue
			where venue.event_id = event and venue.organisation_id = wanted);
$$;

-- Whatever hangs on an event, written only where it differs, so that a save that changes nothing
-- counts as none.
create function internal.write_event_parts(written uuid, changed jsonb, document_before jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	link jsonb := changed -> 'join_link';
begin
	if changed ? 'topics' and not internal.same_set(changed -> 'topics', document_before -> 'topics') then
		perform internal.set_topics('event', written, changed -> 'topics');
	end if;
	if changed ? 'organisers' and changed -> 'organisers' is distinct from document_before -> 'organisers' then
		if exists (select from jsonb_array_elements(changed -> 'organisers') as organiser
				where organiser ->> 'organisation_id' is not null
					and not internal.may_name_organisation((organiser ->> 'organisation_id')::uuid, written)) then
			perform internal.refuse('{"status":"invalid","constraint":"organiser_is_known"}');
		end if;
		perform internal.write_children('event_organisers', 'event_id', written, array['organisation_id', 'name'],
			changed -> 'organisers');
	end if;
	if changed ? 'documents' and changed -> 'documents' is distinct from document_before -> 'documents' then
		perform internal.write_children('event_documents', 'event_id', written, internal.event_document_columns(),
			changed -> 'documents', '{"title": {}}');
	end if;
	if changed ? 'join_link' and link is distinct from document_before -> 'join_link' then
		delete from public.event_join_links as kept where kept.event_id = written;
		if link ->> 'url' is not null then
			insert into public.event_join_links (event_id, url, visible_minutes)
			values (written, link ->> 'url', (link ->> 'visible_minutes')::integer);
		end if;
	end if;
	if changed ? 'venue_organisation_id' and changed -> 'venue_organisation_id'
			is distinct from document_before -> 'venue_organisation_id' then
		if changed ->> 'venue_organisation_id' is not null
			and not internal.may_name_organisation((changed ->> 'venue_organisation_id')::uuid, written) then
			perform internal.refuse('{"status":"invalid","constraint":"venue_is_known"}');
		end if;
		insert into public.event_venues (event_id, organisation_id)
		select written, (changed ->> 'venue_organisation_id')::uuid
		where changed ->> 'venue_organisation_id' is not null
		on conflict (event_id) do update set organisation_id = excluded.organisation_id;
	end if;
end;
$$;

-- Writes an event with its dates and what hangs on it. @param whole false for a part of a split
-- series, whose dates come afterwards or stay behind
create function internal.write_whole_event(
	sort internal.listing_sorts, row_before jsonb, document_before jsonb, changed jsonb, dates jsonb, state jsonb,
	whole boolean default true
) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	columns constant text[] := internal.event_columns();
	-- What is no column of its own.
	parts constant text[] := array['topics', 'organisers', 'documents', 'venue_organisation_id', 'join_link',
		'differences'];
	-- Its dates follow from these.
	when_columns constant text[] := array['starts_local', 'ends_local', 'time_zone', 'recurrence', 'exceptions', 'all_day'];
	venue_before constant text := document_before ->> 'venue_organisation_id';
	venue text := venue_before;
	next_row jsonb;
	after jsonb;
	written uuid;
begin
	if changed - columns - parts <> '{}' then
		perform internal.refuse_unknown(changed - columns - parts);
	end if;
	if jsonb_array_length(coalesce(dates -> 'dates', '[]')) > 1000 then
		perform internal.refuse('{"status":"invalid","constraint":"too_many_dates"}');
	end if;
	next_row := internal.placed(row_before, internal.typed('events', changed - parts)) || state;
	if row_before is null then
		next_row := jsonb_build_object('time_zone', coalesce(
			(select network.time_zone from internal.network as network), 'UTC')) || next_row;
		next_row := next_row || jsonb_build_object('slug',
			internal.new_slug('event', internal.listing_name(sort, next_row)));
	end if;
	if dates is not null then
		next_row := next_row || internal.typed('events', jsonb_build_object('known_until', dates -> 'known_until'));
	elsif whole and next_row ?| when_columns then
		if exists (select from unnest(when_columns) as name
				where next_row ? name and next_row -> name is distinct from row_before -> name) then
			perform internal.refuse('{"status":"invalid","constraint":"dates_are_missing"}');
		end if;
	end if;

	-- Online, or nobody knows where yet: it is listed in the region of who holds it.
	after := coalesce(row_before, '{}') || next_row;
	if after ->> 'location' is null and after ->> 'municipality_id' is null then
		next_row := next_row || jsonb_build_object('region_id', coalesce(
			(select organisation.region_id from public.organisations as organisation
				where organisation.id = (coalesce(changed -> 'organisers', document_before -> 'organisers')
					-> 0 ->> 'organisation_id')::uuid),
			case when row_before is null then (internal.my_regions())[1] else row_before ->> 'region_id' end));
	end if;

	if venue_before is not null then
		if changed ? 'venue_organisation_id' then
			venue := changed ->> 'venue_organisation_id';
		end if;
		if venue = venue_before then
			-- While the venue stays, its address does, whatever the form still carries of it.
			next_row := next_row - array['street', 'postcode', 'place_id', 'municipality_id', 'region_id', 'location',
				'approximate'];
		else
			-- A venue of the directory lends its address, which a trigger guards; a new address
			-- comes after it has gone.
			delete from public.event_venues as kept where kept.event_id = (row_before ->> 'id')::uuid;
		end if;
	end if;

	after := internal.write_row('events', row_before, next_row);
	written := (after ->> 'id')::uuid;
	if dates is not null then
		perform internal.save_occurrences(jsonb_build_array(dates
			|| jsonb_build_object('event', written, 'zone_before', row_before ->> 'time_zone')));
	end if;
	if changed ?| parts then
		perform internal.write_event_parts(written, changed, document_before);
	end if;
	return written;
end;
$$;

-- Bringing an old state back brings back what was changed about single dates, as far as these dates
-- are there and not over: what has taken place stays as it was.
create function internal.restore_dates(restored uuid, differences jsonb) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	event public.events;
	difference jsonb;
begin
	if differences is not distinct from internal.event_document(restored) -> 'differences' then
		return;
	end if;
	select * into event from public.events as one where one.id = restored;
	execute format('update public.event_occurrences as occurrence
		set starts_at = occurrence.original_start, rescheduled = false, %s,
			ends_at = internal.end_of(occurrence.original_start at time zone $2,
				(occurrence.original_start at time zone $2) + $3, $2)
		where occurrence.event_id = $1 and occurrence.ends_at > now()',
		(select string_agg(format('%I = default', name), ', ')
			from unnest(internal.date_columns() || array['region_id', 'location', 'overruled']) as name))
	using restored, event.time_zone, event.ends_local - event.starts_local;
	for difference in select one from jsonb_array_elements(differences) as one
		join public.event_occurrences as occurrence on occurrence.event_id = restored
			and occurrence.original_start = internal.instant_of((one ->> 'original')::timestamp, event.time_zone)
			and occurrence.ends_at > now()
	loop
		perform internal.change_occurrence(restored, (difference ->> 'original')::timestamp,
			(difference - array['original', 'latitude', 'longitude'])
			|| case when difference ->> 'latitude' is null then '{}'::jsonb
				else jsonb_build_object('location', 'SRID=4326;POINT(' || (difference ->> 'longitude') || ' '
					|| (difference ->> 'latitude') || ')') end);
	end loop;
end;
$$;

-- "This and following": the series ends before a date, and a new one, otherwise the same, takes
-- over from there, with the dates themselves: whoever noted one finds it again. Both name the
-- series they are parts of (internal.parts_of_series). Each half is {listing, dates}.
create function internal.split_event(
	change internal.listing_change, from_local timestamp, ended jsonb, following jsonb
) returns uuid
	language plpgsql security definer set search_path = '' as $$
declare
	taking_over uuid;
	-- A word about the whole is said once the dates are there to hear it.
	word constant text[] := array['status', 'status_reason'];
	series constant jsonb := jsonb_build_object('series_id',
		coalesce((change.row_before ->> 'series_id')::uuid, gen_random_uuid()));
begin
	if change.row_before ->> 'recurrence' is null or not exists (select from public.event_occurrences as occurrence
			where occurrence.event_id = change.id
				and occurrence.original_start = internal.instant_of(from_local, change.row_before ->> 'time_zone')) then
		perform internal.refuse('{"status":"invalid","constraint":"no_such_date"}');
	end if;
	-- The dates are handed over before either half is saved, so that saving finds them and keeps
	-- what was changed about them.
	taking_over := internal.write_whole_event(change.sort, null, '{}',
		(change.document_before - 'differences') || coalesce(nullif(following -> 'listing', 'null'), '{}')
			|| internal.only_keys(change.document_before, word),
		null, internal.asked_state(change.row_before - 'publish_at') || series, false);
	perform internal.hand_over_occurrences(change.id, taking_over, from_local);
	perform internal.write_whole_event(change.sort, internal.listing_row('event', taking_over), '{}',
		internal.only_keys(coalesce(nullif(following -> 'listing', 'null'), '{}'), word),
		nullif(following -> 'dates', 'null'), '{}', false);
	perform internal.write_whole_event(change.sort, change.row_before, change.document_before,
		coalesce(nullif(ended -> 'listing', 'null'), '{}'), nullif(ended -> 'dates', 'null'), series, false);
	if not internal.may_edit_event(taking_over) then
		perform internal.refuse(jsonb_build_object('status', 'outside',
			'region_id', internal.listing_row('event', taking_over) -> 'region_id'));
	end if;
	return taking_over;
end;
$$;

-- A divided series stays one for people: what was said of one part, but for when it is, is said of
-- its other parts as well, each as a save of its own with its own line in its history. What the
-- person may not edit stays, and so does where dates were held: a part that has run keeps its
-- place.
-- @param saved another part that has been saved already
create function internal.change_other_parts(change internal.listing_change, changed jsonb, saved uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	place constant text[] := array['attendance', 'venue_name', 'street', 'postcode', 'place_id', 'municipality_id',
		'latitude', 'longitude', 'approximate', 'pin_by_hand', 'venue_organisation_id', 'join_link'];
	-- Each part has its own.
	own constant text[] := array['starts_local', 'ends_local', 'time_zone', 'all_day', 'date_precision', 'recurrence',
		'exceptions', 'registration_deadline', 'differences'];
	said constant jsonb := (select coalesce(jsonb_object_agg(field.key, field.value), '{}')
		from jsonb_each(changed - own) as field
		where field.value is distinct from coalesce(change.document_before -> field.key, 'null'));
	part uuid;
	other internal.listing_change;
begin
	for part in select other_part.id from internal.parts_of_series(change.id) as other_part (id)
		join public.events as event on event.id = other_part.id and event.publication <> 'removed'
		where other_part.id <> change.id and other_part.id is distinct from saved
	loop
		other := internal.begin_change('event', part, change.person_id);
		if other.id is not null then
			perform internal.write_whole_event(other.sort, other.row_before, other.document_before,
				case when exists (select from public.event_occurrences as occurrence
					where occurrence.event_id = part and occurrence.starts_at <= now()) then said - place else said end,
				null, '{}');
			perform internal.end_change(other, 'save');
		end if;
	end loop;
end;
$$;

-- What people were told of the dates of a published series that have begun, by their ids: when and
-- where they were, as from-today.ts asks it (a pin or a postcode is put right for all dates).
-- @param dates asked for by their ids, wherever they belong now; without them, all of the event
create function internal.told_past(wanted uuid, dates text[] default null) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_object_agg(held.id, jsonb_build_object('over', held.ends_at <= now(), 'held', held.takes_place,
		'span', jsonb_build_array(held.starts_at, held.ends_at), 'elsewhere', held.elsewhere,
		'place', jsonb_build_array(held.attendance, held.venue_name, held.street, held.place_id, venue.organisation_id))), '{}')
	from internal.held_dates as held
	left join public.event_venues as venue on venue.event_id = held.event_id
	where case when dates is null then held.event_id = wanted and held.starts_at <= now()
		else held.id::text = any (dates) end;
$$;

-- What has taken place stays as it was, whoever saves: another time or place of a series that has
-- run comes with a division, or with the word that the past was wrong (act.past_too).
create function internal.refuse_another_past(before jsonb) returns void
	language plpgsql set search_path = '' as $$
begin
	if before <> '{}' and exists (
			select from jsonb_each(before) as was
			cross join lateral (select internal.told_past(null, array(select jsonb_object_keys(before))) as all_dates) as stands
			where ((was.value ->> 'over')::boolean and (was.value ->> 'held')::boolean
					and stands.all_dates #> array[was.key, 'span'] is distinct from was.value -> 'span')
				or (not (was.value ->> 'elsewhere')::boolean
					and not (stands.all_dates #>> array[was.key, 'elsewhere'])::boolean
					and stands.all_dates #> array[was.key, 'place'] is distinct from was.value -> 'place')) then
		perform internal.refuse('{"status":"invalid","constraint":"past_dates_stay"}');
	end if;
end;
$$;

-- What is an event's own within the frame of every save (internal.save_listing). `work`: save;
-- dates:
-- `act` names one date by the local start its rule gives it (original), `listing` what changes
-- about it; split: `act` says from which date on and how both halves are (from, ended, following).
-- A save whose `act` has divide (from, ended) is one of the dates from then on: what was before
-- stays as it was, and what is saved takes over. With all_parts it is said of every part of the
-- series, with past_too also of what has taken place.
create function internal.write_event(work text, change internal.listing_change, given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	act constant jsonb := given -> 'act';
	written uuid := change.id;
	following uuid;
	-- Of a published series alone.
	past jsonb;
begin
	if work <> 'dates' and not coalesce((act ->> 'past_too')::boolean, false)
		and change.row_before ->> 'publication' = 'published' and change.row_before ->> 'recurrence' is not null then
		past := internal.told_past(written);
	end if;
	case work
		when 'save' then
			if act ? 'divide' then
				following := internal.split_event(change, (act #>> '{divide,from}')::timestamp, act #> '{divide,ended}',
					given - array['act', 'state']);
				if act ->> 'action' = 'restore' and given -> 'listing' ? 'differences' then
					perform internal.restore_dates(following, given -> 'listing' -> 'differences');
				end if;
				if coalesce((act ->> 'all_parts')::boolean, false) then
					perform internal.change_other_parts(change, given -> 'listing', following);
				end if;
				perform internal.refuse_another_past(past);
				return jsonb_build_object('id', written, 'following', following);
			end if;
			written := internal.write_whole_event(change.sort, change.row_before, change.document_before, given -> 'listing',
				nullif(given -> 'dates', 'null'), given -> 'state');
			if act ->> 'action' = 'restore' and given -> 'listing' ? 'differences' then
				perform internal.restore_dates(written, given -> 'listing' -> 'differences');
			end if;
			if coalesce((act ->> 'all_parts')::boolean, false) and change.id is not null then
				perform internal.change_other_parts(change, given -> 'listing', null);
			end if;
		when 'dates' then
			perform internal.change_occurrence(written, (act ->> 'original')::timestamp, given -> 'listing');
		when 'split' then
			following := internal.split_event(change, (act ->> 'from')::timestamp, act -> 'ended', act -> 'following');
		else
			perform internal.refuse('{"status":"invalid","constraint":"work"}');
	end case;
	perform internal.refuse_another_past(past);
	return jsonb_build_object('id', written, 'following', following);
end;
$$;

create function public.save_event(
	id uuid, read_version integer, attempt uuid, listing jsonb, dates jsonb, act jsonb default '{}'
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('event', 'save', id, read_version, attempt,
		jsonb_build_object('listing', listing, 'dates', dates, 'act', act))
$$;
grant execute on function public.save_event to authenticated;

-- Changes one date, known by the local start its rule gives it; `change` as in
-- internal.change_occurrence.
create function public.change_date(
	event uuid, read_version integer, attempt uuid, original_local timestamp, change jsonb
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('event', 'dates', event, read_version, attempt,
		jsonb_build_object('listing', change, 'act', jsonb_build_object('original', original_local)))
$$;
grant execute on function public.change_date to authenticated;

create function public.split_series(
	event uuid, read_version integer, attempt uuid, from_local timestamp, ended jsonb, following jsonb
) returns jsonb
	language sql set search_path = '' as $$
	select internal.save_listing('event', 'split', event, read_version, attempt,
		jsonb_build_object('act', jsonb_build_object('from', from_local, 'ended', ended, 'following', following)))
$$;
grant execute on function public.split_series to authenticated;

-- Events of others that name an organisation of one's own: published, not over, and held by
-- somebody else first. [{id, slug, title, startsAt: of the next date, holder {id, name} or NULL}]
create function internal.named_beside(organisation uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', event.id, 'slug', event.slug, 'title', event.title,
		'startsAt', soon.starts_at, 'holder', holder.named) order by soon.starts_at, event.id), '[]')
	from public.event_organisers as organiser
	join public.events as event on event.id = organiser.event_id and event.publication = 'published'
	cross join lateral (select occurrence.starts_at from public.event_occurrences as occurrence
		where occurrence.event_id = event.id and occurrence.ends_at > now()
		order by occurrence.starts_at limit 1) as soon
	left join lateral (select jsonb_build_object('id', one.id, 'name', one.name) as named
		from public.event_organisers as first_one
		join public.organisations as one on one.id = first_one.organisation_id and one.publication = 'published'
		where first_one.event_id = event.id and first_one.position = 1) as holder on true
	where organiser.organisation_id = named_beside.organisation and organiser.position > 1
		and internal.may_edit_organisation(named_beside.organisation);
$$;
grant execute on function internal.named_beside to authenticated;

create function public.named_beside(organisation uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.named_beside(organisation) $$;
grant execute on function public.named_beside to authenticated;

-- Takes an organisation of one's own off an event of others, which is not one's own to edit: the
-- event is changed as the clock changes one, under the name of who left. {status: saved} · refused:
-- it is not named there beside others, or not theirs, or the event is over.
create function internal.leave_event(left_event uuid, organisation uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	own constant jsonb := jsonb_build_object('organisation_id', organisation);
	change internal.listing_change;
	organisers jsonb;
begin
	if me is null or not internal.named_beside(organisation) @> jsonb_build_array(jsonb_build_object('id', left_event)) then
		return '{"status":"refused"}'::jsonb;
	end if;
	change := internal.begin_change('event', left_event, me, true);
	-- Asked again once nobody else can change it.
	organisers := change.document_before -> 'organisers';
	if change.id is null or organisers -> 0 = own or not organisers @> jsonb_build_array(own) then
		return '{"status":"refused"}'::jsonb;
	end if;
	insert into internal.left_events (event_id, organisation_id) values (left_event, organisation)
	on conflict do nothing;
	perform internal.write_children('event_organisers', 'event_id', left_event, array['organisation_id', 'name'],
		(select jsonb_agg(entry.value order by entry.place)
			from jsonb_array_elements(organisers) with ordinality as entry (value, place) where entry.value <> own));
	perform internal.end_change(change, 'save');
	return '{"status":"saved"}'::jsonb;
end;
$$;
grant execute on function internal.leave_event to authenticated;

create function public.leave_event(event uuid, organisation uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.leave_event(event, organisation) $$;
grant execute on function public.leave_event to authenticated;

-- 200_listings.sql

-- Publishing, archiving, removing and bringing back, one listing or many in one go; topics of many;
-- taking a whole go back. And what the clock does by itself: publishing what is due, erasing what
-- was removed long enough ago.

-- Every listing of a go is locked in the order of ids, so that two goes never wait for each other
-- in a circle.
create function internal.act_on_listings(
	work text, acted_subject text, ids uuid[], detail jsonb, attempt uuid
) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	answer jsonb;
	operation uuid := gen_random_uuid();
	one uuid;
	outcome text;
	done uuid[] := '{}'::uuid[];
	refused uuid[] := '{}'::uuid[];
	unchanged uuid[] := '{}'::uuid[];
begin
	if me is null or cardinality(ids) not between 1 and 500
		or not exists (select from internal.listing_sorts as sort where sort.subject = acted_subject) then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	for one in select distinct wanted from unnest(ids) as wanted order by wanted loop
		begin
			outcome := case work
				when 'publication' then internal.write_publication(acted_subject, one, detail ->> 'publication',
					(detail ->> 'publish_at')::timestamptz, operation, me)
				when 'confirm' then case acted_subject
					when 'organisation' then internal.write_confirmation(one, operation, me, 'confirm') else 'refused' end
				else internal.write_topics(acted_subject, one, detail, operation, me) end;
			set constraints all immediate;
		exception
			when integrity_constraint_violation or data_exception then
				outcome := 'refused';
		end;
		if outcome = 'done' then
			done := done || one;
		elsif outcome = 'unchanged' then
			unchanged := unchanged || one;
		else
			refused := refused || one;
		end if;
	end loop;
	return internal.remember_answer(me, attempt, jsonb_build_object('status', 'done', 'operation', operation,
		'done', to_jsonb(done), 'unchanged', to_jsonb(unchanged), 'refused', to_jsonb(refused)));
end;
$$;
grant execute on function internal.act_on_listings to authenticated;

-- Gives a listing another state; the one it has already is no change.
create function internal.set_state(change internal.listing_change, state text, due timestamptz) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	perform internal.write_row((change.sort).relation, change.row_before, jsonb_build_object('publication', state,
		'publish_at', case when state = 'draft' then due end,
		'removed_at', case when state = 'removed' then coalesce((change.row_before ->> 'removed_at')::timestamptz, now()) end));
end;
$$;

-- What became of a listing in a go: done, or unchanged when its version is what it was.
create function internal.outcome(change internal.listing_change, row_after jsonb) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
begin
	return case when row_after -> 'version' = change.row_before -> 'version' then 'unchanged' else 'done' end;
end;
$$;

-- What a removed listing was before: the state it had, and the time a draft was to be published at
-- while that is still to come. Nothing is known of one: a draft.
create function internal.state_before_removal(removed_subject text, removed uuid)
	returns table (publication text, publish_at timestamptz)
	language sql stable security definer set search_path = '' as $$
	select coalesce(before.publication, 'draft'), case when before.publish_at > now() then before.publish_at end
	from (select) as always
	left join lateral (select revision.publication, revision.publish_at
		from public.revisions as revision
		where revision.subject = removed_subject and revision.subject_id = removed and revision.publication <> 'removed'
		order by revision.version desc limit 1) as before on true;
$$;

-- `restored` is no state of its own but the one a removed listing had; any other has nothing to be
-- restored.
create function internal.write_publication(
	written_subject text, wanted uuid, state text, due timestamptz, operation uuid, acting uuid
) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change := internal.begin_change(written_subject, wanted, acting);
begin
	if change.id is null or state is null or state not in ('draft', 'published', 'archived', 'removed', 'restored') then
		return 'refused';
	end if;
	if state = 'restored' then
		if change.row_before ->> 'publication' <> 'removed' then
			return 'unchanged';
		end if;
		select before.publication, before.publish_at into state, due
		from internal.state_before_removal(written_subject, wanted) as before;
	end if;
	perform internal.set_state(change, state, due);
	return internal.outcome(change, internal.end_change(change, case
			when change.row_before ->> 'publication' = 'removed' and state <> 'removed' then 'bring-back'
			when state = 'published' then 'publish'
			when state = 'archived' then 'archive'
			when state = 'removed' then 'remove'
			when due is not null then 'schedule'
			when change.row_before ->> 'publication' = 'archived' then 'unarchive'
			else 'unpublish' end, operation));
end;
$$;

create function internal.write_topics(
	written_subject text, wanted uuid, detail jsonb, operation uuid, acting uuid
) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change := internal.begin_change(written_subject, wanted, acting);
begin
	if change.id is null or change.row_before ->> 'publication' = 'removed' then
		return 'refused';
	end if;
	perform internal.set_topics(written_subject, wanted, coalesce(change.document_before -> 'topics', '[]')
		- array(select jsonb_array_elements_text(coalesce(detail -> 'remove', '[]')))
		|| coalesce(detail -> 'add', '[]'));
	return internal.outcome(change, internal.end_change(change, 'topics', operation));
end;
$$;

-- Takes one go back, as far as nobody has changed a listing since. One go of an administrator may
-- have changed listings of several regions, and its number stands in the history of each: a listing
-- that is not theirs is named only to whom chose it for that go, or the number alone would tell the
-- ids of all the others, unpublished ones too.
create function internal.undo_operation(undone uuid, attempt uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	answer jsonb;
	operation uuid := gen_random_uuid();
	change internal.listing_change;
	revision public.revisions;
	earlier public.revisions;
	done uuid[] := '{}'::uuid[];
	skipped uuid[] := '{}'::uuid[];
	refused uuid[] := '{}'::uuid[];
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	for revision in select * from public.revisions as one where one.operation = undone order by one.subject_id loop
		change := internal.begin_change(revision.subject, revision.subject_id, me);
		if change.id is null then
			if revision.person_id = me then
				refused := refused || revision.subject_id;
			end if;
			continue;
		end if;
		if exists (select from public.revisions as later where later.subject = revision.subject
				and later.subject_id = revision.subject_id and later.version > revision.version) then
			skipped := skipped || revision.subject_id;
			continue;
		end if;
		select * into earlier from public.revisions as one
		where one.subject = revision.subject and one.subject_id = revision.subject_id and one.version < revision.version
		order by one.version desc limit 1;
		perform internal.set_state(change, coalesce(earlier.publication, 'draft'), earlier.publish_at);
		if 'topics' = any (revision.fields) then
			perform internal.set_topics(revision.subject, revision.subject_id, earlier.listing -> 'topics');
		end if;
		if revision.action in ('confirm', 'confirm-own') then
			update public.organisations as one set confirmed_on = revision.confirmed_before where one.id = revision.subject_id;
		end if;
		perform internal.end_change(change, 'undo', operation, earlier.version);
		done := done || revision.subject_id;
	end loop;
	return internal.remember_answer(me, attempt, jsonb_build_object('status', 'done', 'operation', operation,
		'done', to_jsonb(done), 'skipped', to_jsonb(skipped), 'refused', to_jsonb(refused)));
end;
$$;
grant execute on function internal.undo_operation to authenticated;

-- Somebody who knows says today that an organisation's listing is right. Saving is not confirming.
-- @param acted confirm, or confirm-own by the organisation itself, which has shown a link's secret
create function internal.write_confirmation(confirmed uuid, operation uuid, acting uuid, acted text) returns text
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change :=
		internal.begin_change('organisation', confirmed, acting, acted = 'confirm-own');
	row_after jsonb;
begin
	if change.id is null or change.row_before ->> 'publication' = 'removed' then
		return 'refused';
	end if;
	update public.organisations as one set confirmed_on = internal.today() where one.id = confirmed;
	row_after := internal.end_change(change, acted, operation);
	if row_after -> 'version' = change.row_before -> 'version' then
		return 'unchanged';
	end if;
	update public.revisions as revision set confirmed_before = (change.row_before ->> 'confirmed_on')::date
	where revision.subject = 'organisation' and revision.subject_id = confirmed
		and revision.version = (row_after ->> 'version')::integer;
	return 'done';
end;
$$;

-- The answer names the listing, and the operation by which it is taken back.
create function internal.confirm_listing(confirmed uuid, attempt uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	me constant uuid := internal.acting_member();
	answer jsonb;
	outcome text;
	undoable constant uuid := gen_random_uuid();
	row_after jsonb;
begin
	if me is null then
		return '{"status":"refused"}'::jsonb;
	end if;
	answer := internal.earlier_answer(me, attempt);
	if answer is not null then
		return answer;
	end if;
	outcome := internal.write_confirmation(confirmed, undoable, me, 'confirm');
	if outcome = 'refused' then
		return internal.remember_answer(me, attempt, '{"status":"refused"}');
	end if;
	row_after := internal.listing_row('organisation', confirmed);
	return internal.remember_answer(me, attempt, jsonb_build_object(
		'status', case outcome when 'done' then 'saved' else outcome end, 'id', row_after -> 'id',
		'slug', row_after -> 'slug', 'version', row_after -> 'version', 'name', row_after -> 'name', 'operation', undoable));
end;
$$;
grant execute on function internal.confirm_listing to authenticated;

-- What the clock could not do: a listing that a rule made since refuses. Kept until it could, or
-- the listing has another version; its coordinator finds it on the desk (internal.waiting),
-- administrators in the audit.
create table internal.clock_refusals (
	subject text not null references internal.listing_sorts (subject),
	subject_id uuid not null,
	work text not null check (work in ('publish', 'erase')),
	-- The name of the rule, or the number of the error.
	rule text not null,
	-- The state that was refused.
	version integer not null,
	refused_at timestamptz not null default now(),
	primary key (subject, subject_id, work)
);
alter table internal.clock_refusals enable row level security;
revoke all on internal.clock_refusals from public, anon, authenticated, service_role;

-- @returns false when the same was refused for the same reason before: the clock asks again each
-- minute, and the audit is told once
create function internal.note_refusal(sort internal.listing_sorts, refused uuid, refused_work text, broken text)
	returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	refused_row constant jsonb := internal.row_of(sort.relation, refused);
begin
	insert into internal.clock_refusals as kept (subject, subject_id, work, rule, version)
	values (sort.subject, refused, refused_work, broken, (refused_row ->> 'version')::integer)
	on conflict (subject, subject_id, work) do update
		set rule = excluded.rule, version = excluded.version, refused_at = now()
		where (kept.rule, kept.version) is distinct from (excluded.rule, excluded.version);
	if not found then
		return false;
	end if;
	perform internal.note_act(refused_work || '-refused', sort.subject, refused, internal.listing_name(sort, refused_row),
		 refused_row ->> 'region_id',
		jsonb_build_object('constraint', broken));
	return true;
end;
$$;

-- Publishes one listing whose time has come. @returns whether that changed anything
create function internal.publish_due(due_subject text, due uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	change constant internal.listing_change := internal.begin_change(due_subject, due, null, true);
begin
	perform internal.set_state(change, 'published', null);
	return internal.outcome(change, internal.end_change(change, 'publish')) = 'done';
end;
$$;

-- Erases one listing, history and all; the audit keeps that it was there. @returns true
create function internal.erase_due(sort internal.listing_sorts, due uuid) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	erased constant jsonb := internal.row_of(sort.relation, due);
	erased_name constant text := internal.listing_name(sort, erased);
begin
	if sort.subject = 'organisation' then
		-- Who held an event stays written beside it, as a name.
		update public.event_organisers as organiser set organisation_id = null, name = erased_name
		where organiser.organisation_id = due;
	end if;
	execute format('delete from public.%I as one where one.id = $1', sort.relation) using due;
	delete from public.revisions as revision where revision.subject = sort.subject and revision.subject_id = due;
	delete from public.conflicts as conflict where conflict.subject = sort.subject and conflict.subject_id = due;
	delete from internal.clock_refusals as refusal where refusal.subject = sort.subject and refusal.subject_id = due;
	perform internal.note_act('erase', sort.subject, due, erased_name, erased ->> 'region_id', '{}');
	return true;
end;
$$;

-- {published, erased, refused: how many anew, pictures}: publishes what is due, erases what was
-- removed thirty days ago, and sweeps pictures last, because what was just erased may have been the
-- last to name one. Each listing stands alone: one that is refused keeps no other from its time.
-- The clock is nobody: called with somebody's token it would write their name under what it
-- published and erased, also in regions that are not theirs, so that only the server may call it,
-- as a visitor.
create function internal.run_jobs() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	due_id uuid;
	due_work text;
	changed boolean;
	broken text;
	published integer := 0;
	erased integer := 0;
	refused integer := 0;
begin
	for sort in select * from internal.listing_sorts as one order by one.subject loop
		for due_id, due_work in execute format($due$
			select one.id, 'publish' as work from public.%1$I as one where one.publish_at <= now()
			union all
			select one.id, 'erase' from public.%1$I as one where one.removed_at < now() - interval '30 days'
			order by work desc, id$due$, sort.relation)
		loop
			broken := null;
			begin
				changed := case due_work when 'publish' then internal.publish_due(sort.subject, due_id)
					else internal.erase_due(sort, due_id) end;
				set constraints all immediate;
				delete from internal.clock_refusals as refusal where refusal.subject = sort.subject
					and refusal.subject_id = due_id and refusal.work = due_work;
				published := published + (changed and due_work = 'publish')::integer;
				erased := erased + (changed and due_work = 'erase')::integer;
			exception
				-- What is no fault of the listing (somebody holds it, the disk is full) goes on,
				-- and the clock comes again.
				when integrity_constraint_violation or data_exception or feature_not_supported or program_limit_exceeded
					or raise_exception or sqlstate 'TK001' then
					get stacked diagnostics broken = constraint_name;
					broken := coalesce(nullif(broken, ''), sqlstate);
			end;
			if broken is not null then
				refused := refused + internal.note_refusal(sort, due_id, due_work, broken)::integer;
			end if;
		end loop;
	end loop;
	delete from internal.attempts as attempt where attempt.made_at < now() - interval '30 days';
	return jsonb_build_object('published', published, 'erased', erased, 'refused', refused,
		'pictures', internal.sweep_pictures(50));
end;
$$;
grant execute on function internal.run_jobs to anon, service_role;

create function public.set_publication(
	subject text, ids uuid[], publication text, publish_at timestamptz, attempt uuid
) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_listings('publication', subject, ids,
		jsonb_build_object('publication', publication, 'publish_at', publish_at), attempt)
$$;
grant execute on function public.set_publication to authenticated;

create function public.set_topics(subject text, ids uuid[], add text[], remove text[], attempt uuid) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_listings('topics', subject, ids,
		jsonb_build_object('add', to_jsonb(add), 'remove', to_jsonb(remove)), attempt)
$$;
grant execute on function public.set_topics to authenticated;

create function public.confirm_listings(ids uuid[], attempt uuid) returns jsonb
	language sql set search_path = '' as $$
	select internal.act_on_listings('confirm', 'organisation', ids, '{}', attempt)
$$;
grant execute on function public.confirm_listings to authenticated;

create function public.undo_operation(operation uuid, attempt uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.undo_operation(operation, attempt) $$;
grant execute on function public.undo_operation to authenticated;

create function public.confirm_listing(id uuid, attempt uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.confirm_listing(id, attempt) $$;
grant execute on function public.confirm_listing to authenticated;

create function public.run_jobs() returns jsonb
	language sql set search_path = '' as $$ select internal.run_jobs() $$;
grant execute on function public.run_jobs to anon, service_role;

-- 204_forgetting.sql

-- What stays of somebody who is not here any more. Whose rights have ended keeps an account for
-- thirty days; then account, address, sessions, mails and invitations go, and under what they did
-- their name stays. Administrators can forget somebody at once: then the name goes, too.

-- Under what somebody did who was forgotten their name is this: not NULL, which is the directory
-- itself, and no name anybody can have.
create function internal.forgotten() returns text
	language sql immutable set search_path = '' as $$ select ''::text $$;

-- History holds the id of its people, the name while there is an account, and afterwards this copy.
create function internal.keep_name() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	update public.revisions as revision set person_name = old.name where revision.person_id = old.id;
	return old;
end;
$$;
create trigger keep_name before delete on public.people for each row execute function internal.keep_name();

-- Since when somebody is without any rights.
create function internal.note_rights() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op <> 'INSERT' then
		update public.people as person set rights_ended_at = now()
		where person.id = old.person_id
			and not exists (select from public.memberships as one where one.person_id = old.person_id);
	end if;
	if tg_op <> 'DELETE' then
		update public.people as person set rights_ended_at = null
		where person.id = new.person_id and person.rights_ended_at is not null;
	end if;
	return null;
end;
$$;
create trigger note_rights after insert or delete or update of person_id on public.memberships
	for each row execute function internal.note_rights();

-- Invitations and what the audit calls them by: the names of those who were invited.
create function internal.erase_invitations(gone uuid[]) returns void
	language plpgsql security definer set search_path = '' as $$
begin
	delete from internal.mails as mail where mail.subject_id = any (gone);
	update public.audit as line set subject_id = null, subject_name = internal.forgotten()
	where line.subject = 'invitation' and line.subject_id = any (gone);
	delete from public.invitations as one where one.id = any (gone);
end;
$$;

-- What the sign-in service keeps of somebody, in whatever tables its version has.
create function internal.erase_sign_ins(person uuid, address text) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	part record;
begin
	for part in select one.relname from pg_catalog.pg_class as one
		join pg_catalog.pg_attribute as field on field.attrelid = one.oid and field.attname = 'user_id' and not field.attisdropped
		where one.relnamespace = 'auth'::regnamespace and one.relkind = 'r'
		order by one.relname
	loop
		execute format('delete from auth.%I as one where one.user_id::text = $1', part.relname) using person::text;
	end loop;
	if to_regclass('auth.audit_log_entries') is not null then
		execute 'delete from auth.audit_log_entries as one where position($1 in one.payload::text) > 0
			or position($2 in lower(one.payload::text)) > 0' using person::text, coalesce(address, person::text);
	end if;
	delete from auth.users as account where account.id = person;
end;
$$;

-- Account, address and all that hangs on them. The name stays in history and audit.
create function internal.erase_account(person uuid) returns void
	language plpgsql security definer set search_path = '' as $$
declare
	address constant text := (select lower(account.email) from auth.users as account where account.id = person);
begin
	perform internal.erase_invitations(array(select one.id from public.invitations as one
		where one.email = address or one.accepted_by = person));
	delete from internal.mails as mail
	where lower(mail.recipient) = address or mail.subject_id = person or lower(mail.about ->> 'email') = address;
	-- What others were invited to in their name, and what is about to be sent.
	update internal.mails as mail set about = mail.about || '{"invitedBy": null}'
	from public.invitations as one
	where one.id = mail.subject_id and one.invited_by = person and mail.about ? 'invitedBy';
	delete from internal.mail_stops as stop where stop.address_hash = internal.address_hash(address);
	delete from internal.mail_stop_links as link where link.address_hash = internal.address_hash(address);
	-- What they proposed as anybody may stays, without the address.
	update internal.corrections as one set sender_email = null where lower(one.sender_email) = address;
	delete from public.people as one where one.id = person;
	perform internal.erase_sign_ins(person, address);
end;
$$;

-- Whom administrators can forget: {id, name, email, rights, isLast: of the administrators, isMe,
-- acts: lines of the audit and states of listings that name them}; NULL for everybody else, and for
-- who is unknown.
create function internal.person_to_forget(person uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', person_to_forget.person, 'name', known.name,
		'email', (select account.email from auth.users as account where account.id = person_to_forget.person),
		'isMe', person_to_forget.person = internal.person(),
		'isLast', exists (select from public.memberships as own
				where own.person_id = person_to_forget.person and own.role = 'administrator')
			and not exists (select from public.memberships as other
				where other.person_id <> person_to_forget.person and other.role = 'administrator'),
		'rights', (select count(*) from public.memberships as own where own.person_id = person_to_forget.person),
		'lines', (select count(*) from public.audit as line
			where line.person_id = person_to_forget.person
				or (line.subject = 'person' and line.subject_id = person_to_forget.person)),
		'states', (select count(*) from public.revisions as revision
			where revision.person_id = person_to_forget.person))
	from (select coalesce(
		(select one.name from public.people as one where one.id = person_to_forget.person),
		(select line.person_name from public.audit as line where line.person_id = person_to_forget.person
			order by line.id desc limit 1)) as name) as known
	where (select internal.is_administrator()) and known.name is not null;
$$;
grant execute on function internal.person_to_forget to authenticated;

create function public.person_to_forget(person uuid) returns jsonb
	language sql stable set search_path = '' as $$ select internal.person_to_forget(person) $$;
grant execute on function public.person_to_forget to authenticated;

-- Those without rights whom administrators can still forget, by name: [{id, name, email, until:
-- when the account goes}]; without an account both are NULL.
create function internal.former_people() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', former.id, 'name', former.name, 'email', former.email,
		'until', former.until) order by internal.sort_key(former.name) collate "C", former.id), '[]')
	from (
		select person.id, person.name, account.email,
			coalesce(person.rights_ended_at, person.created_at) + interval '30 days' as until
		from public.people as person join auth.users as account on account.id = person.id
		where not exists (select from public.memberships as one where one.person_id = person.id)
		union all
		select line.person_id, (array_agg(line.person_name order by line.id desc))[1], null, null
		from public.audit as line
		where line.person_id is not null
			and not exists (select from public.people as person where person.id = line.person_id)
		group by line.person_id
	) as former
	where (select internal.is_administrator());
$$;
grant execute on function internal.former_people to authenticated;

create function public.former_people() returns jsonb
	language sql stable set search_path = '' as $$ select internal.former_people() $$;
grant execute on function public.former_people to authenticated;

-- Forgets somebody: rights, account, and their name under everything they did. {status: saved,
-- name} · self: nobody forgets themselves by a slip, another administrator does ·
-- last-administrator · refused: no administrator asks, or nobody is known by this number.
create function internal.forget_person(person uuid) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	known jsonb;
begin
	if not internal.is_administrator() then
		return jsonb_build_object('status', 'refused');
	end if;
	-- Of two administrators who forget each other at once the second is none any more.
	perform from public.memberships as one where one.role = 'administrator' order by one.id for update;
	known := internal.person_to_forget(person);
	if known is null then
		return jsonb_build_object('status', 'refused');
	end if;
	if (known ->> 'isMe')::boolean then
		return jsonb_build_object('status', 'self');
	end if;
	if (known ->> 'isLast')::boolean then
		return jsonb_build_object('status', 'last-administrator');
	end if;
	delete from public.memberships as one where one.person_id = forget_person.person;
	perform internal.withdraw_invitations_of(forget_person.person);
	perform internal.erase_account(forget_person.person);
	update public.revisions as revision set person_id = null, person_name = internal.forgotten()
	where revision.person_id = forget_person.person;
	update public.audit as line set person_id = null, person_name = internal.forgotten()
	where line.person_id = forget_person.person;
	update public.audit as line set subject_id = null, subject_name = internal.forgotten()
	where line.subject = 'person' and line.subject_id = forget_person.person;
	perform internal.note_act('forget', 'person', null, internal.forgotten(), null, '{}');
	return jsonb_build_object('status', 'saved', 'name', known ->> 'name');
end;
$$;
grant execute on function internal.forget_person to authenticated;

create function public.forget_person(person uuid) returns jsonb
	language sql set search_path = '' as $$ select internal.forget_person(person) $$;
grant execute on function public.forget_person to authenticated;

-- Whether an account has been without any rights for thirty days, nobody has invited its owner, and
-- it is not the one that stands in for accounts there are not (src/lib/account/decoy.server.ts).
create function internal.is_account_due(wanted uuid, address text, made_at timestamptz) returns boolean
	language sql stable security definer set search_path = '' as $$
	select not exists (select from public.memberships as one where one.person_id = wanted)
		and coalesce((select coalesce(person.rights_ended_at, person.created_at) from public.people as person
			where person.id = wanted), made_at) < now() - interval '30 days'
		and lower(coalesce(address, '')) <> 'nobody@decoy.invalid'
		and not exists (select from public.invitations as open
			where open.email = lower(address) and open.accepted_at is null and open.withdrawn_at is null
				and open.expires_at > now());
$$;

-- What has had its time: which rows of which table, counted as what.
create function internal.outdated() returns table (what text, relation text, condition text)
	language sql immutable set search_path = '' as $$
	values
		('mails', 'internal.mails', $rule$one.ended_at < now() - case one.sort when 'sign-in' then interval '1 day' else interval '30 days' end$rule$),
		('addresses', 'internal.address_changes', 'one.expires_at < now()'),
		('attempts', 'internal.sign_in_attempts', 'one.ends_at < now()'),
		('stops', 'internal.mail_stop_links', $rule$one.mailed_at < now() - interval '1 year'$rule$),
		('answers', 'internal.truth_links', $rule$one.expires_at < now() - interval '90 days'$rule$),
		('searches', 'internal.unfound_words', 'one.day <= internal.today() - 90'),
		('accounts', 'auth.users', 'internal.is_account_due(one.id, one.email, one.created_at)'),
		('invitations', 'public.invitations', $rule$coalesce(one.accepted_at, one.withdrawn_at, one.expires_at) < now() - interval '90 days'$rule$),
		('signins', 'auth.audit_log_entries', $rule$one.created_at < now() - interval '90 days'$rule$),
		('signins', 'auth.flow_state', $rule$one.created_at < now() - interval '90 days'$rule$),
		('signins', 'auth.one_time_tokens', $rule$one.created_at < now() - interval '90 days'$rule$),
		('signins', 'auth.refresh_tokens', $rule$one.updated_at < now() - interval '90 days'$rule$),
		('signins', 'auth.sessions', $rule$greatest(one.refreshed_at at time zone 'UTC', one.updated_at, one.created_at) < now() - interval '90 days'$rule$)
$$;

-- Erases it, and answers how many of what; `refused`: accounts that something else still holds.
create function internal.clean_up() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	rule record;
	ids uuid[];
	gone uuid;
	times bigint;
	did jsonb := '{"mails": 0, "addresses": 0, "attempts": 0}'::jsonb;
	refused integer := 0;
begin
	for rule in select * from internal.outdated() as one where to_regclass(one.relation) is not null loop
		times := 0;
		if rule.what in ('accounts', 'invitations') then
			execute format('select coalesce(array_agg(one.id order by one.id), ''{}'') from %s as one where %s',
				rule.relation, rule.condition) into ids;
			if rule.what = 'invitations' then
				perform internal.erase_invitations(ids);
				times := cardinality(ids);
			else
				foreach gone in array ids loop
					begin
						perform internal.erase_account(gone);
						times := times + 1;
					exception when foreign_key_violation then
						refused := refused + 1;
					end;
				end loop;
			end if;
		else
			execute format('delete from %s as one where %s', rule.relation, rule.condition);
			get diagnostics times = row_count;
		end if;
		did := did || jsonb_build_object(rule.what, coalesce((did ->> rule.what)::bigint, 0) + times);
	end loop;
	did := did || jsonb_build_object('senders', internal.erase_senders());
	return did || case when refused > 0 then jsonb_build_object('refused', refused) else '{}' end;
end;
$$;
grant execute on function internal.clean_up to service_role;

create function public.clean_up() returns jsonb
	language sql set search_path = '' as $$ select internal.clean_up() $$;
grant execute on function public.clean_up to service_role;

-- How many of what would go now.
create function internal.would_clean_up() returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	rule record;
	times bigint;
	would jsonb := '{}'::jsonb;
begin
	for rule in select * from internal.outdated() as one where to_regclass(one.relation) is not null loop
		execute format('select count(*) from %s as one where %s', rule.relation, rule.condition) into times;
		would := would || jsonb_build_object(rule.what, coalesce((would ->> rule.what)::bigint, 0) + times);
	end loop;
	return would || jsonb_build_object('senders', (select count(*) from internal.outdated_senders()));
end;
$$;

-- 205_jobs.sql

-- What time does by itself: which jobs there are, when each ran and runs next, and what came of it.
-- The server runs them (src/lib/jobs). However many servers share this database, each run is one
-- server's: it takes the job for a while, and if it ends without a word, the next one runs it then.

create table internal.jobs (
	name text primary key check (name ~ '^[a-z-]{1,40}$'),
	every interval not null check (every > interval '0'),
	next_at timestamptz not null default now(),
	began_at timestamptz,
	ended_at timestamptz,
	-- What the last run did that came to an end: how many of what.
	did jsonb not null default '{}',
	-- In vain, one after the other; 0: the last run came to its end.
	failures integer not null default 0,
	failed_at timestamptz,
	failure text check (length(failure) <= 500),
	-- Who runs it now, and until when nobody else does.
	lease uuid,
	leased_until timestamptz
);
alter table internal.jobs enable row level security;
revoke all on internal.jobs from public, anon, authenticated, service_role;

-- Takes all that is due of the jobs a server knows: `known` [{name, every: seconds, lease:
-- seconds}]. {jobs: [{name, lease}], wait: seconds until the next of the others}. What was missed
-- while no server ran is due once.
create function internal.take_jobs(known jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	taken jsonb;
	waiting double precision;
begin
	insert into internal.jobs (name, every)
	select one.name, make_interval(secs => one.every)
	from jsonb_to_recordset(known) as one (name text, every double precision)
	on conflict (name) do update set every = excluded.every where jobs.every <> excluded.every;
	with due as (
		select job.name, one.lease
		from internal.jobs as job
		join jsonb_to_recordset(known) as one (name text, lease double precision) on one.name = job.name
		where job.next_at <= now() and (job.leased_until is null or job.leased_until <= now())
		for update of job skip locked
	), begun as (
		update internal.jobs as job
		set began_at = now(), lease = gen_random_uuid(), leased_until = now() + make_interval(secs => due.lease)
		from due where due.name = job.name
		returning job.name, job.lease
	)
	select coalesce(jsonb_agg(jsonb_build_object('name', begun.name, 'lease', begun.lease) order by begun.name), '[]')
	into taken from begun;
	select min(extract(epoch from greatest(job.next_at, job.leased_until) - now())) into waiting
	from internal.jobs as job
	where job.name in (select one ->> 'name' from jsonb_array_elements(known) as one);
	return jsonb_build_object('jobs', taken, 'wait', greatest(waiting, 0));
end;
$$;
grant execute on function internal.take_jobs to service_role;

create function public.take_jobs(known jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.take_jobs(known) $$;
grant execute on function public.take_jobs to service_role;

-- What came of a run; `failure` is NULL when it came to its end. One that failed is tried again
-- after a pause that grows. @returns seconds until the next run; NULL: somebody else has it by now
create function internal.end_job(job text, by uuid, did jsonb, failure text default null) returns double precision
	language sql security definer set search_path = '' as $$
	update internal.jobs as one
	set ended_at = now(), lease = null, leased_until = null,
		did = case when end_job.failure is null then end_job.did else one.did end,
		failures = case when end_job.failure is null then 0 else one.failures + 1 end,
		failed_at = case when end_job.failure is null then one.failed_at else now() end,
		failure = case when end_job.failure is null then one.failure else left(end_job.failure, 500) end,
		next_at = case when end_job.failure is null then greatest(one.began_at + one.every, now())
			else now() + least(one.every, interval '1 minute' * 2 ^ least(one.failures, 10)) end
	where one.name = job and one.lease = by
	returning extract(epoch from one.next_at - now())::double precision;
$$;
grant execute on function internal.end_job to service_role;

create function public.end_job(job text, by uuid, did jsonb, failure text default null) returns double precision
	language sql set search_path = '' as $$ select internal.end_job(job, by, did, failure) $$;
grant execute on function public.end_job to service_role;

-- A run of a job that the server does by a clock of its own, because it concerns its files:
-- `next_at` is when it comes next.
create function internal.note_job(job text, began_at timestamptz, next_at timestamptz, failure text default null)
	returns void
	language sql security definer set search_path = '' as $$
	insert into internal.jobs as one (name, every, next_at, began_at, ended_at, failures, failed_at, failure)
	values (job, interval '1 day', note_job.next_at, note_job.began_at, now(), (note_job.failure is not null)::integer,
		case when note_job.failure is not null then now() end, left(note_job.failure, 500))
	on conflict (name) do update set next_at = excluded.next_at, began_at = excluded.began_at, ended_at = excluded.ended_at,
		failures = case when excluded.failure is null then 0 else one.failures + 1 end,
		failed_at = coalesce(excluded.failed_at, one.failed_at), failure = coalesce(excluded.failure, one.failure);
$$;
grant execute on function internal.note_job to service_role;

create function public.note_job(job text, began_at timestamptz, next_at timestamptz, failure text default null)
	returns void
	language sql set search_path = '' as $$ select internal.note_job(job, began_at, next_at, failure) $$;
grant execute on function public.note_job to service_role;

-- What each job would do now, without doing it, and when it is due: [{name, nextAt, running, would:
-- {how many of what}}].
create function internal.jobs_ahead() returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	due bigint;
	old bigint;
	publish bigint := 0;
	erase bigint := 0;
	would jsonb;
begin
	for sort in select * from internal.listing_sorts as one loop
		execute format('select count(*) filter (where one.publish_at <= now()) as publish,
			count(*) filter (where one.removed_at < now() - interval ''30 days'') as erase from public.%I as one',
			sort.relation) into due, old;
		publish := publish + due;
		erase := erase + old;
	end loop;
	would := jsonb_build_object(
		'listings', jsonb_build_object('published', publish, 'erased', erase),
		'clean-up', internal.would_clean_up(),
		'corrections', jsonb_build_object('told', jsonb_array_length(internal.corrections_to_tell()),
			'reminded', (select count(distinct late.person_id) from internal.late_corrections() as late
				where late.is_due)),
		'still-true', (select coalesce(jsonb_object_agg(due.step, due.count), '{}')
			from (select case one.step when 'ask' then 'asked' when 'remind' then 'reminded' when 'tell' then 'told'
					when 'doubt' then 'doubted' else 'proposed' end as step, count(*) as count
				from internal.truth_due() as one group by one.step) as due),
		'waits', jsonb_build_object('mailed', (select count(*) from internal.waits as one
			where one.next_at <= now() and internal.waits_plan(one, now()) -> 'about' is not null)),
		'mails', jsonb_build_object('sent', (select count(*) from internal.mails as mail
			where mail.state = 'waiting' and mail.next_at <= now() and mail.expires_at > now()
				and (mail.leased_until is null or mail.leased_until <= now()))));
	return (select coalesce(jsonb_agg(jsonb_build_object('name', job.name, 'nextAt', job.next_at,
			'running', coalesce(job.leased_until > now(), false), 'would', coalesce(would -> job.name, '{}'))
			order by job.name), '[]')
		from internal.jobs as job);
end;
$$;
grant execute on function internal.jobs_ahead to service_role;

create function public.jobs_ahead() returns jsonb
	language sql stable set search_path = '' as $$ select internal.jobs_ahead() $$;
grant execute on function public.jobs_ahead to service_role;

-- 206_corrections.sql

-- What members of the public say is wrong. A stranger's proposal waits here and changes nothing;
-- the coordinator of the region where the pin lies decides (207_deciding.sql). Only this server
-- puts one in, after it has looked at the form (src/lib/correction); no role of the data interface
-- reads or writes the table.

create table internal.corrections (
	id uuid primary key default gen_random_uuid(),
	-- The form it was sent with: sent twice, it waits once.
	attempt uuid not null unique,
	subject text not null references internal.listing_sorts (subject),
	-- NULL: a listing that is proposed and not there yet.
	subject_id uuid,
	-- The version its sender has seen.
	read_version integer,
	-- Keys of the document that should be otherwise, as they should be.
	proposed jsonb not null default '{}' check (jsonb_typeof(proposed) = 'object'),
	note text check (length(note) between 1 and 2000 and internal.is_plain(note)),
	-- Where it belongs as long as its listing lies in no region; NULL: to the administrators.
	region_id text references public.regions (id),
	-- Erased 90 days after the decision.
	sender_email text check (internal.is_email(sender_email)),
	language text not null check (language ~ '^[a-z]{2}$'),
	-- A shade of the sender's network; erased after two days. NULL: a proxy does not say whose it is.
	network text check (network ~ '^[A-Za-z0-9_-]{20,100}$'),
	put_at timestamptz not null default now(),
	state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined')),
	decided_at timestamptz,
	decided_by uuid references public.people (id) on delete set null,
	-- What the sender is told.
	reason text check (length(reason) between 1 and 1000 and internal.is_plain(reason)),
	-- Keys of what was accepted as it was proposed.
	taken text[] not null default '{}',
	-- The version before the accepted save and the one it made; NULL: nothing was saved.
	version_before integer,
	version_after integer,
	-- When the outcome was put among the mails; and the hash of the secret to answer it with.
	told_at timestamptz,
	answer_hash text check (answer_hash ~ '^[0-9a-f]{64}$'),
	answer text check (length(answer) between 1 and 2000 and internal.is_plain(answer)),
	answered_at timestamptz,
	answer_read_at timestamptz,
	-- How far it was reminded of: 1 its coordinator, 2 the deputy, 3 the administrators.
	reminded integer not null default 0 check (reminded between 0 and 3),
	constraint correction_says_something check (proposed <> '{}' or note is not null),
	constraint correction_is_small check (octet_length(proposed::text) <= 100000),
	-- One that proposed a listing knows it once that was made.
	constraint correction_knows_what_was_read check (subject_id is null or read_version is not null
		or version_after is not null),
	constraint correction_is_decided check ((state = 'waiting') = (decided_at is null)),
	constraint correction_is_answered_once check ((answer is null) = (answered_at is null))
);
comment on table internal.corrections is 'What the public proposes: waiting, accepted or declined.';
create index corrections_waiting on internal.corrections (put_at) where state = 'waiting';
create index corrections_put on internal.corrections (put_at);
create index corrections_subject on internal.corrections (subject, subject_id);
create index corrections_network on internal.corrections (network, put_at) where network is not null;
create index corrections_decided on internal.corrections (decided_at) where state <> 'waiting';
create index corrections_decided_by on internal.corrections (decided_by);
create index corrections_region on internal.corrections (region_id);
create unique index corrections_answer on internal.corrections (answer_hash) where answer_hash is not null;
alter table internal.corrections enable row level security;
revoke all on internal.corrections from public, anon, authenticated, service_role;

-- How much may wait: of one listing, of listings that are proposed, of the whole network; and how
-- much comes from one network in an hour and in a day. Where nobody knows from whom it comes, only
-- what waits is limited. New listings leave room for corrections of known ones.
create function internal.correction_limits() returns table (
	listing integer, proposals integer, everything integer, network_hour integer, network_day integer
)
	language sql immutable set search_path = '' as $$ values (10, 200, 500, 6, 20) $$;

-- Keys of a document that strangers may propose: what the public sees, but pictures, people, and
-- whether an event is held.
create function internal.correctable(wanted_subject text) returns text[]
	language sql stable security definer set search_path = '' as $$
	select array(select field from unnest(internal.columns_of(wanted_subject) || 'topics'::text
			|| case when wanted_subject = 'event' then array['venue_organisation_id'] else '{}' end) as field
		where field !~ '^(logo|picture|image|status)(_|$)')
$$;

-- The same of a listing that is proposed: who holds a new event is said by whoever proposes it.
create function internal.proposable(wanted_subject text) returns text[]
	language sql stable security definer set search_path = '' as $$
	select internal.correctable(wanted_subject)
		|| case when wanted_subject = 'event' then array['organisers'] else '{}' end;
$$;
grant execute on function internal.proposable to service_role;

create function public.proposable(subject text) returns jsonb
	language sql stable set search_path = '' as $$ select to_jsonb(internal.proposable(subject)) $$;
grant execute on function public.proposable to service_role;

-- A published listing as the form to correct it needs it: {id, slug, version, name, regionId,
-- fields: keys that can be proposed, listing}, without people and links that are not for everybody.
-- `seen`: as it was in this version, if it was public then and is still known; NULL: as it stands.
-- NULL where there is none.
create function internal.correctable_listing(wanted_subject text, wanted_slug text, seen integer default null)
	returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	row_now jsonb;
	document jsonb;
begin
	select * into sort from internal.listing_sorts as one where one.subject = wanted_subject;
	execute format('select to_jsonb(one) from public.%I as one where one.slug = $1 and one.publication = ''published''',
		sort.relation) into row_now using wanted_slug;
	if row_now is null then
		return null;
	end if;
	if seen is null or seen = (row_now ->> 'version')::integer then
		document := internal.document(wanted_subject, (row_now ->> 'id')::uuid);
	else
		select revision.listing into document from public.revisions as revision
		where revision.subject = wanted_subject and revision.subject_id = (row_now ->> 'id')::uuid
			and revision.version = seen and revision.publication = 'published' and revision.person_taken_out_at is null;
	end if;
	return jsonb_build_object('id', row_now -> 'id', 'slug', row_now -> 'slug',
		'version', case when document is null then row_now -> 'version' else to_jsonb(coalesce(seen,
			(row_now ->> 'version')::integer)) end,
		'name', row_now -> sort.name_column, 'regionId', row_now -> 'region_id', 'isExample', row_now -> 'is_example',
		'fields', to_jsonb(internal.correctable(wanted_subject)),
		'listing', coalesce(document, internal.document(wanted_subject, (row_now ->> 'id')::uuid))
			- array['contact_persons', 'join_link', 'differences']);
end;
$$;
grant execute on function internal.correctable_listing to service_role;

create function public.correctable_listing(subject text, slug text, seen integer default null) returns jsonb
	language sql stable set search_path = '' as $$ select internal.correctable_listing(subject, slug, seen) $$;
grant execute on function public.correctable_listing to service_role;

-- The region a proposal belongs to while its listing lies in none: where its own pin lies, its
-- place or its municipality; else where its first organiser is at home.
create function internal.proposed_region(proposed_subject text, wanted uuid, proposed jsonb) returns text
	language sql stable security definer set search_path = '' as $$
	select coalesce(
		(select municipality.region_id from public.municipalities as municipality
			where wanted is null and municipality.valid_to is null and proposed ->> 'latitude' is not null
				and extensions.st_intersects(municipality.area, extensions.st_setsrid(extensions.st_makepoint(
					(proposed ->> 'longitude')::double precision, (proposed ->> 'latitude')::double precision),
					4326)::extensions.geography) limit 1),
		(select municipality.region_id from public.places as place
			join public.municipalities as municipality on municipality.id = place.municipality_id
			where wanted is null and place.id = proposed ->> 'place_id'),
		(select municipality.region_id from public.municipalities as municipality
			where wanted is null and municipality.id = proposed ->> 'municipality_id'),
		(select organisation.region_id from public.organisations as organisation
			where wanted is null and proposed_subject = 'event' and organisation.publication = 'published'
				and organisation.id::text = proposed #>> '{organisers,0,organisation_id}'),
		(select organisation.region_id from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where proposed_subject = 'event' and organiser.event_id = wanted and organiser.position = 1));
$$;

-- Names as a proposed one is compared with them, all languages together: what reads nearly the same
-- as one of them shares at least half of its trigrams with the whole. Its cost is said because it
-- is high, and a small directory would be read from its beginning to its end otherwise.
create function internal.compared_names(names jsonb) returns text
	language sql immutable strict parallel safe cost 1000 set search_path = ''
	return pg_catalog.left(internal.fold(internal.texts_of(names)), 1000);
create index organisations_alike on public.organisations
	using gin ((internal.compared_names(name)) extensions.gin_trgm_ops) with (fastupdate = off);

-- By what else an organisation is known.
create function internal.known_by(email text, website text, registration_number text, phones text[]) returns text[]
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.array_remove(array[email, website, registration_number] || phones, null);
create index organisations_known_by on public.organisations
	using gin ((internal.known_by(email, website, registration_number, phones))) with (fastupdate = off);

-- Listings a proposed one may be the same as, best first, five at most: [{id, slug, name, when:
-- local start of an event, publication}]. Those that are public; and for whoever may edit them,
-- those that are not. Alike is a name that reads nearly the same, or, of an organisation, the same
-- address, phone or number; of an event, within three days of it. Whoever asks chooses the name, so
-- of the listings that come near it at most 300 are compared letter by letter, and what reads
-- almost the same is looked for first.
create function internal.similar_listings(proposed_subject text, proposed jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	names constant text[] := array(select left(internal.fold(value), 200) from jsonb_each_text(
		case when jsonb_typeof(proposed -> case proposed_subject when 'event' then 'title' else 'name' end) = 'object'
			then proposed -> case proposed_subject when 'event' then 'title' else 'name' end else '{}' end) limit 20);
	wanted_phones constant text[] := case when jsonb_typeof(proposed -> 'phones') = 'array'
		then array(select jsonb_array_elements_text(proposed -> 'phones') limit 10) else '{}' end;
	wanted_keys constant text[] := internal.known_by(proposed ->> 'email', proposed ->> 'website',
		proposed ->> 'registration_number', wanted_phones);
	known uuid[];
	near uuid[];
	likely jsonb;
	threshold real;
begin
	if proposed_subject = 'organisation' then
		-- Looked for in turn: conditions that are joined by "or" would read every listing.
		known := array(select listing.id from public.organisations as listing
			where internal.known_by(listing.email, listing.website, listing.registration_number, listing.phones)
					operator(pg_catalog.&&) wanted_keys
				and listing.publication <> 'removed'
				and (listing.publication = 'published' or internal.may_edit('organisation', listing.id))
			limit 300);
		foreach threshold in array array[0.9, 0.7, 0.5] loop
			perform set_config('pg_trgm.word_similarity_threshold', threshold::text, true);
			near := array(select distinct one.id from unnest(names) as wanted cross join lateral (
				select listing.id from public.organisations as listing
				where wanted operator(extensions.<%) internal.compared_names(listing.name)
					and listing.publication <> 'removed'
					and (listing.publication = 'published' or internal.may_edit('organisation', listing.id))
				limit 300) as one);
			select jsonb_agg(to_jsonb(one) - 'alike' order by one.alike desc, one.id) into likely from (
				select listing.id, listing.slug, listing.name, null as "when", listing.publication, best.alike
				from public.organisations as listing
				cross join lateral (select greatest((listing.id = any (known))::integer,
						max(extensions.similarity(internal.fold(called.value), wanted))) as alike
					from jsonb_each_text(listing.name) as called left join unnest(names) as wanted on true) as best
				where listing.id = any (known || near) and best.alike >= threshold
				order by best.alike desc, listing.id limit 5) as one;
			exit when jsonb_array_length(likely) = 5;
		end loop;
	elsif proposed_subject = 'event' then
		select jsonb_agg(to_jsonb(one) - 'alike' order by one.alike desc, one.id) into likely from (
			select listing.id, listing.slug, listing.title as name, listing.starts_local as "when", listing.publication,
				best.alike
			from public.events as listing
			cross join lateral (select coalesce(max(extensions.similarity(internal.fold(called.value), wanted)), 0) as alike
				from jsonb_each_text(listing.title) as called, unnest(names) as wanted) as best
			where listing.publication <> 'removed' and best.alike >= 0.5
				and listing.starts_local > (proposed ->> 'starts_local')::timestamp - interval '3 days 1 second'
				and listing.starts_local < (proposed ->> 'starts_local')::timestamp + interval '3 days 1 second'
				and (listing.publication = 'published' or internal.may_edit('event', listing.id))
			order by best.alike desc, listing.id limit 5) as one;
	end if;
	return coalesce(likely, '[]');
end;
$$;

-- Puts what somebody proposes into the queue: `given` is {attempt, subject, id, readVersion,
-- proposed, note, email, language, network}. {status: waiting}, also when the same form comes
-- again; {status: full, what: listing, everything or network}; {status: gone}: the listing is not
-- there or not public; {status: invalid, constraint}.
create function internal.propose_correction(given jsonb) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	limits record;
	sort internal.listing_sorts;
	wanted uuid;
	proposed constant jsonb := coalesce(nullif(given -> 'proposed', 'null'), '{}');
	sender_network constant text := given ->> 'network';
	is_there boolean;
	broken text;
begin
	if octet_length(given::text) > 120000 then
		return '{"status":"invalid","constraint":"correction_is_small"}'::jsonb;
	end if;
	select * into limits from internal.correction_limits();
	select * into sort from internal.listing_sorts as one where one.subject = given ->> 'subject';
	if sort.subject is null or jsonb_typeof(proposed) <> 'object' then
		return '{"status":"invalid","constraint":"form"}'::jsonb;
	end if;
	wanted := (given ->> 'id')::uuid;
	if proposed - (case when wanted is null then internal.proposable(sort.subject)
			else internal.correctable(sort.subject) end) <> '{}' then
		return '{"status":"invalid","constraint":"unknown_field"}'::jsonb;
	end if;
	if wanted is null and internal.listing_name(sort, proposed) is null then
		return '{"status":"invalid","constraint":"proposal_has_a_name"}'::jsonb;
	end if;
	if wanted is not null then
		execute format('select exists (select from public.%I as one where one.id = $1 and one.publication = ''published'')',
			sort.relation) into is_there using wanted;
		if not is_there then
			return '{"status":"gone"}'::jsonb;
		end if;
	end if;
	-- One after the other, so that none slips past a limit.
	perform pg_advisory_xact_lock(7406912360);
	if exists (select from internal.corrections as one where one.attempt = (given ->> 'attempt')::uuid) then
		return '{"status":"waiting"}'::jsonb;
	end if;
	if sender_network is not null and ((select count(*) from internal.corrections as one
				where one.network = sender_network and one.put_at > now() - interval '1 hour') >= limits.network_hour
			or (select count(*) from internal.corrections as one
				where one.network = sender_network and one.put_at > now() - interval '1 day') >= limits.network_day) then
		return '{"status":"full","what":"network"}'::jsonb;
	end if;
	if wanted is not null and (select count(*) from internal.corrections as one where one.state = 'waiting'
			and one.subject = sort.subject and one.subject_id = wanted) >= limits.listing then
		return '{"status":"full","what":"listing"}'::jsonb;
	end if;
	if (wanted is null and (select count(*) from internal.corrections as one where one.state = 'waiting'
				and one.subject_id is null) >= limits.proposals)
		or (select count(*) from internal.corrections as one where one.state = 'waiting') >= limits.everything then
		return '{"status":"full","what":"everything"}'::jsonb;
	end if;
	insert into internal.corrections (attempt, subject, subject_id, read_version, proposed, note, region_id, sender_email,
		language, network)
	values ((given ->> 'attempt')::uuid, sort.subject, wanted,
		case when wanted is not null then (given ->> 'readVersion')::integer end, proposed,
		nullif(btrim(given ->> 'note'), ''), internal.proposed_region(sort.subject, wanted, proposed),
		nullif(btrim(given ->> 'email'), ''), given ->> 'language', sender_network);
	return '{"status":"waiting"}'::jsonb;
exception
	when integrity_constraint_violation then
		get stacked diagnostics broken = constraint_name;
		return internal.invalid_answer(broken, sqlerrm);
	when data_exception then
		return internal.invalid_answer('form', sqlerrm);
end;
$$;
grant execute on function internal.propose_correction to service_role;

create function public.similar_listings(subject text, proposed jsonb) returns jsonb
	language sql stable set search_path = '' as $$ select internal.similar_listings(subject, proposed) $$;
grant execute on function internal.similar_listings to service_role, authenticated;
grant execute on function public.similar_listings to service_role, authenticated;

create function public.propose_correction(given jsonb) returns jsonb
	language sql set search_path = '' as $$ select internal.propose_correction(given) $$;
grant execute on function public.propose_correction to service_role;

-- What the sender of a secret link may know: {state, reason, subject, name, isNew: it proposed a
-- listing, slug: of that listing, once it is public, taken, answered}; NULL: no such link.
create function internal.correction_outcome(hash text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('state', one.state, 'reason', one.reason, 'subject', one.subject,
		'name', coalesce(listing.now, one.proposed) -> sort.name_column, 'isNew', one.read_version is null,
		'slug', case when listing.now ->> 'publication' = 'published' then listing.now -> 'slug' end,
		'taken', cardinality(one.taken), 'answered', one.answered_at is not null)
	from internal.corrections as one join internal.listing_sorts as sort on sort.subject = one.subject
	cross join lateral (select internal.listing_row(one.subject, one.subject_id) as now) as listing
	where one.answer_hash = hash and one.state <> 'waiting';
$$;
grant execute on function internal.correction_outcome to service_role;

create function public.correction_outcome(hash text) returns jsonb
	language sql stable set search_path = '' as $$ select internal.correction_outcome(hash) $$;
grant execute on function public.correction_outcome to service_role;

-- The sender's one answer. False: there is no such link, it was answered, or says nothing.
create function internal.answer_correction(hash text, answer text) returns boolean
	language plpgsql security definer set search_path = '' as $$
begin
	update internal.corrections as one
	set answer = nullif(btrim(answer_correction.answer), ''), answered_at = now()
	where one.answer_hash = hash and one.state <> 'waiting' and one.answered_at is null
		and nullif(btrim(answer_correction.answer), '') is not null;
	return found;
exception
	when check_violation then
		return false;
end;
$$;
grant execute on function internal.answer_correction to service_role;

create function public.answer_correction(hash text, answer text) returns boolean
	language sql set search_path = '' as $$ select internal.answer_correction(hash, answer) $$;
grant execute on function public.answer_correction to service_role;

-- 207_alarms.sql

-- What administrators are told of by mail, once each time it begins: the server's disk is nearly
-- full, or backups or mails have failed twice.

create table internal.alarms (
	what text primary key check (what in ('disk', 'backup', 'mails')),
	since timestamptz not null,
	-- What the server says of it.
	detail text check (length(detail) <= 500),
	-- Seen last.
	seen_at timestamptz not null,
	-- Over; what comes back later is told again.
	ended_at timestamptz
);
comment on table internal.alarms is 'Of each sort the one that lasts, or the last there was.';
alter table internal.alarms enable row level security;
revoke all on internal.alarms from public, anon, authenticated, service_role;

-- How long something must not have been seen until it is over: what comes and goes by the minute is
-- one event.
create function internal.alarm_rest() returns interval
	language sql immutable set search_path = '' as $$ select interval '1 hour' $$;

-- Notes how it stands, and mails all administrators when it has just begun. @returns mails
create function internal.note_alarm(alarm text, lasts boolean, says text) returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	has_begun boolean := false;
	mailed integer := 0;
begin
	if not lasts then
		update internal.alarms as one set ended_at = now()
		where one.what = alarm and one.ended_at is null and one.seen_at <= now() - internal.alarm_rest();
		return 0;
	end if;
	-- Of two servers that see it at once one finds that it has begun.
	insert into internal.alarms as one (what, since, detail, seen_at) values (alarm, now(), left(says, 500), now())
	on conflict (what) do update set since = now(), ended_at = null, seen_at = now(), detail = excluded.detail
		where one.ended_at is not null;
	has_begun := found;
	if not has_begun then
		update internal.alarms as one set seen_at = now(), detail = left(says, 500) where one.what = alarm;
		return 0;
	end if;
	perform internal.put_mail(jsonb_build_object('id', gen_random_uuid()), 'operation', account.email, person.language,
		jsonb_build_object('what', alarm, 'since', now(), 'detail', left(says, 500)))
	from public.people as person join auth.users as account on account.id = person.id
	where account.email is not null and exists (select from public.memberships as one
		where one.person_id = person.id and one.role = 'administrator');
	get diagnostics mailed = row_count;
	return mailed;
end;
$$;

-- Looks at everything. `disk`: {filling, taken: percent, free: megabytes}; NULL where no disk is
-- looked at. {mailed}.
create function internal.check_alarms(disk jsonb default null) returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	backup internal.jobs;
	mails internal.jobs;
	late internal.mails;
	mailed integer := 0;
begin
	if disk is not null then
		mailed := mailed + internal.note_alarm('disk', (disk ->> 'filling')::boolean,
			(disk ->> 'taken') || ' %, ' || (disk ->> 'free') || ' MB');
	end if;
	select one.* into backup from internal.jobs as one where one.name = 'backup';
	mailed := mailed + internal.note_alarm('backup', coalesce(backup.failures >= 2, false), backup.failure);
	select one.* into mails from internal.jobs as one where one.name = 'mails';
	select one.* into late from internal.mails as one
	where one.state = 'waiting' and one.tries >= 2 and one.reason is not null and one.lease is null
	order by one.put_at, one.id limit 1;
	mailed := mailed + internal.note_alarm('mails', late.id is not null or coalesce(mails.failures >= 2, false),
		coalesce(late.reason, mails.failure));
	return jsonb_build_object('mailed', mailed);
end;
$$;
grant execute on function internal.check_alarms to service_role;

create function public.check_alarms(disk jsonb default null) returns jsonb
	language sql set search_path = '' as $$ select internal.check_alarms(disk) $$;
grant execute on function public.check_alarms to service_role;

-- For administrators, NULL for everybody else: [{what, since, detail, endedAt}] of those that last,
-- and of the last thirty days.
create function internal.alarms_overview() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce((select jsonb_agg(jsonb_build_object('what', one.what, 'since', one.since, 'detail', one.detail,
			'endedAt', one.ended_at) order by one.ended_at desc nulls first, one.since desc)
		from internal.alarms as one
		where one.ended_at is null or one.ended_at > now() - interval '30 days'), '[]')
	where internal.is_administrator();
$$;
grant execute on function internal.alarms_overview to authenticated;

create function public.alarms_overview() returns jsonb
	language sql stable set search_path = '' as $$ select internal.alarms_overview() $$;
grant execute on function public.alarms_overview to authenticated;

-- 207_deciding.sql

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

-- 207_still_true.sql

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

-- 208_correction_mails.sql

-- Mails about corrections: what became of one, to the sender who left an address, and reminders of
-- what waits too long. Both are put among the mails by a job (src/lib/jobs).

-- Decided ones whose sender is to be told: [{id, language}]. Not at once, so that a slip of the
-- hand is taken back before anybody has read of it.
create function internal.corrections_to_tell() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', one.id, 'language', one.language) order by one.decided_at), '[]')
	from (select * from internal.corrections as every_one
		where every_one.state <> 'waiting' and every_one.told_at is null and every_one.sender_email is not null
			and every_one.decided_at < now() - interval '5 minutes'
		order by every_one.decided_at limit 50) as one;
$$;
grant execute on function internal.corrections_to_tell to service_role;

create function public.corrections_to_tell() returns jsonb
	language sql stable set search_path = '' as $$ select internal.corrections_to_tell() $$;
grant execute on function public.corrections_to_tell to service_role;

-- Puts the mail to its sender. @param hash of the secret in the mail's link @returns false: it was
-- told meanwhile, or is waiting again
create function internal.tell_correction(wanted uuid, mail jsonb, hash text) returns boolean
	language plpgsql security definer set search_path = '' as $$
declare
	told internal.corrections;
begin
	update internal.corrections as one set told_at = now(), answer_hash = hash
	where one.id = wanted and one.state <> 'waiting' and one.told_at is null and one.sender_email is not null
	returning * into told;
	if told.id is null then
		return false;
	end if;
	perform internal.put_mail(mail, 'correction', told.sender_email, told.language,
		internal.correction_outcome(hash) || jsonb_build_object('partly',
			told.state = 'accepted' and cardinality(told.taken) < (select count(*) from jsonb_object_keys(told.proposed))),
		told.id);
	return true;
end;
$$;
grant execute on function internal.tell_correction to service_role;

create function public.tell_correction(correction uuid, mail jsonb, hash text) returns boolean
	language sql set search_path = '' as $$ select internal.tell_correction(correction, mail, hash) $$;
grant execute on function public.tell_correction to service_role;

-- One that waits, among what a person has been told of (285_waits.sql).
create function internal.correction_key(correction uuid) returns text
	language sql immutable set search_path = '' as $$ select 'correction ' || correction $$;

-- Whom what waits concerns, and from when on: at once the coordinators of its region, after seven
-- days the deputies, after fourteen the administrators, at once where nobody coordinates. A deputy
-- without a coordinator is one. {step: as in corrections.reminded}.
create function internal.correction_watch()
	returns table (id uuid, put_at timestamptz, reminded integer, person_id uuid, step integer, concerns_from timestamptz)
	language sql stable security definer set search_path = '' as $$
	with waiting as materialized (
		select one.id, one.put_at, one.reminded, located.region_id,
			coalesce(internal.is_coordinated(located.region_id), false) as coordinated,
			exists (select from public.memberships as membership where membership.role = 'coordinator'
				and membership.region_id = located.region_id and not membership.deputy) as has_first
		from internal.corrections as one join internal.located_corrections() as located on located.id = one.id
		where one.state = 'waiting'
	), watched as (
		select waiting.id, waiting.put_at, waiting.reminded, membership.person_id,
			case when membership.role = 'administrator' then 3 when membership.deputy and waiting.has_first then 2 else 1 end as step,
			waiting.put_at + case
				when membership.role = 'administrator' then case when waiting.coordinated then interval '14 days' else interval '0' end
				when membership.deputy and waiting.has_first then interval '7 days' else interval '0' end as concerns_from
		from waiting join public.memberships as membership on membership.role = 'administrator'
			or (membership.role = 'coordinator' and membership.region_id = waiting.region_id)
	)
	-- An administrator who coordinates is told once, as whoever is told first.
	select distinct on (watched.id, watched.person_id) watched.* from watched
	order by watched.id, watched.person_id, watched.concerns_from;
$$;

-- What has waited too long and whom that concerns now: after three days whom it concerned at once,
-- then whom it begins to concern. `is_settled`: they know it by the mail of what waits
-- (285_waits.sql), or want no such mail and it is their own work. `is_due`: they are to be reminded
-- now; however much waits, a person gets one such mail a day.
create function internal.late_corrections() returns table (id uuid, put_at timestamptz, step integer,
	person_id uuid, email text, language text, is_settled boolean, is_due boolean)
	language sql stable security definer set search_path = '' as $$
	with late as materialized (
		select watch.* from internal.correction_watch() as watch
		where watch.step > watch.reminded
			and watch.concerns_from < now() - case watch.step when 1 then interval '3 days' else interval '0' end
	), named as (
		select late.id, late.put_at, late.step, late.person_id, account.email::text as email, person.language,
			coalesce(one.told @> array[internal.correction_key(late.id)], false)
				or (late.step = 1 and internal.is_mail_stopped(account.email, 'waits')) as is_settled
		from late
		join public.people as person on person.id = late.person_id
		join auth.users as account on account.id = person.id
		left join internal.waits as one on one.person_id = person.id
		-- Of those it has come to by now the last ones.
		where late.step = (select max(other.step) from late as other where other.id = late.id)
			and account.email is not null
	)
	select named.*, not named.is_settled and not internal.is_mail_stopped(named.email, 'corrections-wait')
		and not exists (select from internal.mails as earlier
			where earlier.sort = 'corrections-wait' and earlier.subject_id = named.person_id
				and earlier.put_at > now() - interval '20 hours')
	from named;
$$;

-- Reminds of it. {reminded: how many mails}.
create function internal.remind_of_corrections() returns jsonb
	language plpgsql security definer set search_path = '' as $$
declare
	written integer;
begin
	perform internal.know_waits();
	-- What that mail tells just now is known afterwards.
	perform from internal.waits as one order by one.person_id for update;
	with named as materialized (
		select * from internal.late_corrections()
	), mailed as materialized (
		select named.person_id, named.email, named.language, count(*) as count, min(named.put_at) as since,
			array_agg(internal.correction_key(named.id)) as keys
		from named where named.is_due
		group by named.person_id, named.email, named.language
	), reminded as (
		update internal.corrections as one set reminded = named.step
		from named left join mailed on mailed.person_id = named.person_id
		where named.id = one.id and (named.is_settled or mailed.person_id is not null)
	), told as (
		update internal.waits as one set told = one.told || mailed.keys
		from mailed where mailed.person_id = one.person_id
	), put as (
		insert into internal.mails (id, sort, recipient, language, about, subject_id, expires_at)
		select gen_random_uuid(), 'corrections-wait', mailed.email, mailed.language,
			jsonb_build_object('count', mailed.count, 'since', mailed.since), mailed.person_id, now() + interval '3 days'
		from mailed
		returning 1
	)
	select count(*) into written from put;
	return jsonb_build_object('reminded', written);
end;
$$;
grant execute on function internal.remind_of_corrections to service_role;

create function public.remind_of_corrections() returns jsonb
	language sql set search_path = '' as $$ select internal.remind_of_corrections() $$;
grant execute on function public.remind_of_corrections to service_role;

-- Corrections of which the sender is to be forgotten: decided 90 days ago.
create function internal.outdated_senders() returns setof uuid
	language sql stable security definer set search_path = '' as $$
	select one.id from internal.corrections as one
	where one.decided_at < now() - interval '90 days' and (one.sender_email is not null or one.answer_hash is not null);
$$;

-- Erases who sent what was decided 90 days ago, from which network anything came after two days,
-- and what was about listings that are erased. @returns how many senders
create function internal.erase_senders() returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	sort internal.listing_sorts;
	erased integer;
begin
	update internal.corrections as one set sender_email = null, answer_hash = null
	where one.id in (select internal.outdated_senders());
	get diagnostics erased = row_count;
	update internal.corrections as one set network = null
	where one.network is not null and one.put_at < now() - interval '2 days';
	for sort in select * from internal.listing_sorts loop
		execute format('delete from internal.corrections as one where one.subject = $1 and one.subject_id is not null
			and not exists (select from public.%I as listing where listing.id = one.subject_id)', sort.relation)
		using sort.subject;
	end loop;
	return erased;
end;
$$;

-- 208_unfound_words.sql

-- Words somebody searched for and found nothing, for coordinators: the words as the search compares
-- them, whether organisations or events were looked for, the day, and in which of its hours.
-- Nothing about who searched. Kept 90 days (204_forgetting.sql). Strangers write these words, so
-- that all of it is bounded: how long they are, how many come at once, how many new ones an hour
-- has room for. An hour counts once, however often and by however many servers a search is noted,
-- so that a program that repeats one search makes nothing of it.

create table internal.unfound_words (
	day date not null,
	subject text not null references internal.listing_sorts (subject),
	words text not null,
	-- Hours of the day in the network's zone, bit 0 the first one.
	hours integer not null,
	primary key (day, subject, words),
	constraint unfound_words_are_short check (length(words) between 2 and 60),
	constraint unfound_words_are_folded check (words = internal.fold(words) and internal.is_plain(words)),
	constraint unfound_in_an_hour check (hours between 1 and 16777215)
);
comment on table internal.unfound_words is 'Searches that found nothing: words, day and hours, no person.';
create index unfound_words_subject on internal.unfound_words (subject);
alter table internal.unfound_words enable row level security;
revoke all on internal.unfound_words from public, anon, authenticated, service_role;

-- How many are noted at once, and how many new ones a day has room for in each hour that has begun:
-- a flood of one hour leaves the next one its room.
create function internal.unfound_limits() returns table (at_once integer, an_hour integer)
	language sql immutable set search_path = '' as $$ values (100, 20) $$;

-- Whether words may be noted: folded, 2 to 60 characters, not of digits and signs alone; nothing
-- that looks like an address or like a number somebody has: an @, a slash, five digits. The same as
-- isNotable() in src/lib/search/unfound.server.ts; a test holds them together.
create function internal.is_notable(words text) returns boolean
	language sql immutable set search_path = '' as $$
	select coalesce(length(words) between 2 and 60 and words = internal.fold(words) and words = btrim(words)
		and internal.is_plain(words) and words ~ '[a-z]|[^\u0001-\u007f]' and words !~ '[@/]|([0-9][ .-]*){5}',
		false);
$$;

-- Notes what a server has collected: `given` [{subject, words}]; what may not be noted, and what
-- there is no room for, is left out. Noted twice it is noted once. @returns how many were noted
create function internal.note_unfound(given jsonb) returns integer
	language plpgsql security definer set search_path = '' as $$
declare
	here constant timestamp := now() at time zone internal.time_zone();
	bit constant integer := 1 << extract(hour from here)::integer;
	room integer;
	known integer;
	fresh integer;
begin
	if jsonb_typeof(given) is distinct from 'array' then
		return 0;
	end if;
	-- Two servers at once would both see the same room.
	perform pg_advisory_xact_lock(7406912361);
	select limits.an_hour * (extract(hour from here)::integer + 1)
		- (select count(*) from internal.unfound_words as one where one.day = here::date)
	into room from internal.unfound_limits() as limits;
	with wanted as materialized (
		select distinct one.subject, one.words
		from (select element ->> 'subject' as subject, element ->> 'words' as words
			from jsonb_array_elements(given) as element limit (select limits.at_once from internal.unfound_limits() as limits)) as one
		where one.subject in (select sort.subject from internal.listing_sorts as sort) and internal.is_notable(one.words)
	), updated as (
		update internal.unfound_words as kept set hours = kept.hours | bit
		from wanted where kept.day = here::date and kept.subject = wanted.subject and kept.words = wanted.words
		returning kept.subject, kept.words
	), added as (
		insert into internal.unfound_words (day, subject, words, hours)
		select here::date, wanted.subject, wanted.words, bit from wanted
		where not exists (select from updated where updated.subject = wanted.subject and updated.words = wanted.words)
		order by wanted.words limit greatest(room, 0)
		returning 1
	)
	select (select count(*) from updated), (select count(*) from added) into known, fresh;
	return known + fresh;
end;
$$;
grant execute on function internal.note_unfound to service_role;

create function public.note_unfound(given jsonb) returns integer
	language sql set search_path = '' as $$ select internal.note_unfound(given) $$;
grant execute on function public.note_unfound to service_role;

-- For coordinators and administrators, NULL for everybody else: [{words, subject, hours: of all
-- days together, days, last: the last day}], the most wanted first, at most so many.
create function internal.unfound_words_of(max_rows integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select (select coalesce(jsonb_agg(jsonb_build_object('words', one.words, 'subject', one.subject,
				'hours', one.hours, 'days', one.days, 'last', one.last)
				order by one.hours desc, one.last desc, one.words, one.subject), '[]')
		from (select kept.words, kept.subject, sum(bit_count(kept.hours::bit(24))) as hours,
				count(*) as days, max(kept.day) as last
			from internal.unfound_words as kept
			-- What the clean-up has not come to yet has had its time all the same.
			where kept.day > internal.today() - 90
			group by kept.words, kept.subject
			order by 3 desc, 5 desc, 1, 2 limit max_rows) as one)
	where (select internal.is_administrator()) or cardinality((select internal.my_regions())) > 0;
$$;
grant execute on function internal.unfound_words_of to authenticated;

create function public.unfound_words_of(max_rows integer default 100) returns jsonb
	language sql stable set search_path = '' as $$ select internal.unfound_words_of(least(max_rows, 1000)) $$;
grant execute on function public.unfound_words_of to authenticated;

-- 209_numbers.sql

-- The directory in numbers: how much is listed, how fresh and how complete it is, what became of
-- corrections, what events were held and are planned. Counted from what is listed and from nobody's
-- visits; what a public page says of it is in no answer to fewer than everybody. Examples are
-- counted nowhere. Months and this year are those of the network's zone.

-- Whether a fact of an organisation is given: one that is counted, and by which its keepers' list
-- is narrowed to those that lack it. `text-lv`: a summary in a language. NULL: no such fact.
create function internal.has_fact(one public.organisations, fact text) returns boolean
	language sql immutable parallel safe set search_path = '' as $$
	select case fact
		when 'phone' then cardinality(one.phones) > 0
		when 'email' then one.email is not null
		when 'website' then one.website is not null
		when 'hours' then one.opening_hours is not null
		when 'pin' then one.location is not null
		when 'exact' then one.location is not null and not one.approximate
		when 'access' then cardinality(one.accessibility) > 0 or one.accessibility_note <> '{}'
		else case when fact like 'text-%' then one.summary ->> substring(fact from 6) is not null end end;
$$;

-- The numbers at a moment, of the whole network or of one region: {today, organisations, doubtful,
-- kinds [{id, count}], regions [{id, name, total, confirmed: this year}], complete {total, phone,
-- email, website, hours, pin, exact, access, texts {lv: how many}}, corrections {waiting, oldest:
-- when it came, decided, median, longest: days, months [{month, received, accepted, declined,
-- median}]}, events {months [{month, held, planned}], regions, topics [{id, name, held, planned}],
-- kinds [{id, held, planned}]}}. Corrections are those of this month and the eleven before it;
-- events are dates that take place, from eleven months before this one to twelve after it: held
-- when they are over. Only what there is is named; a date on two topics is counted under both.
create function internal.numbers_at(at timestamptz, wanted text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with frame as materialized (
		select clock.zone, clock.today,
			(date_trunc('month', clock.today::timestamp) - interval '11 months') at time zone clock.zone as begins,
			(date_trunc('month', clock.today::timestamp) + interval '13 months') at time zone clock.zone as ends
		from (select zone.name as zone, (at at time zone zone.name)::date as today
			from (select internal.time_zone() as name) as zone) as clock
	), listed as materialized (
		select one.kind, one.doubtful_since is not null as doubtful, 
			internal.has_fact(one, 'phone') as phone, internal.has_fact(one, 'email') as email,
			internal.has_fact(one, 'website') as website, internal.has_fact(one, 'hours') as hours,
			internal.has_fact(one, 'pin') as pin, internal.has_fact(one, 'exact') as exact,
			internal.has_fact(one, 'access') as access, array(select language
				from unnest(internal.languages()) as language where internal.has_fact(one, 'text-' || language)) as texts
		from public.organisations as one
		where one.publication = 'published' and not one.is_example and (wanted is null or one.region_id = wanted)
	), fresh as (
		select counted.region_id, region.name, counted.total, counted.confirmed, region.position
		from frame cross join internal.freshness(frame.today) as counted
		left join (select known.id, known.short as name, known.position from public.regions as known) as region
			on region.id = counted.region_id
		where wanted is null or counted.region_id = wanted
	), sent as materialized (
		select one.state, one.put_at, one.decided_at, one.put_at >= frame.begins as received,
			one.decided_at >= frame.begins as decided, extract(epoch from one.decided_at - one.put_at) / 86400 as days,
			to_char(one.put_at at time zone frame.zone, 'YYYY-MM') as month_put,
			to_char(one.decided_at at time zone frame.zone, 'YYYY-MM') as month_decided
		from frame join internal.corrections as one
			on one.put_at >= frame.begins or one.decided_at >= frame.begins or one.state = 'waiting'
		where wanted is null or one.id in (select located.id from internal.located_corrections() as located
			where located.region_id = wanted)
	), dates as materialized (
		select held.event_id, event.kind, held.region_id, held.ends_at <= at as over,
			to_char(held.starts_at at time zone frame.zone, 'YYYY-MM') as month
		from frame
		join internal.held_dates as held on held.starts_at >= frame.begins and held.starts_at < frame.ends
		join public.events as event on event.id = held.event_id
		where event.publication = 'published' and not event.is_example and held.takes_place
			and (wanted is null or held.region_id = wanted)
	)
	select jsonb_build_object(
		'today', frame.today,
		'organisations', (select count(*) from listed),
		'doubtful', (select count(*) from listed where listed.doubtful),
		'kinds', (select coalesce(jsonb_agg(jsonb_build_object('id', one.kind, 'count', one.count)
				order by kind.position, one.kind), '[]')
			from (select listed.kind, count(*) as count from listed group by listed.kind) as one
			join public.organisation_kinds as kind on kind.id = one.kind),
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', fresh.region_id, 'name', fresh.name,
				'total', fresh.total, 'confirmed', fresh.confirmed) order by fresh.position nulls last), '[]') from fresh),
		'complete', (select jsonb_build_object('phone', count(*) filter (where listed.phone),
				'email', count(*) filter (where listed.email), 'website', count(*) filter (where listed.website),
				'hours', count(*) filter (where listed.hours), 'pin', count(*) filter (where listed.pin),
				'exact', count(*) filter (where listed.exact), 'access', count(*) filter (where listed.access))
			from listed) || jsonb_build_object('texts', (select coalesce(jsonb_object_agg(language,
				(select count(*) from listed where language = any (listed.texts))), '{}')
			from unnest(internal.languages()) as language)),
		'corrections', (select jsonb_build_object('waiting', count(*) filter (where sent.state = 'waiting'),
				'oldest', min(sent.put_at) filter (where sent.state = 'waiting'),
				'decided', count(*) filter (where sent.decided),
				'median', round((percentile_cont(0.5) within group (order by sent.days) filter (where sent.decided))::numeric, 1),
				'longest', round((max(sent.days) filter (where sent.decided))::numeric, 1))
			from sent) || jsonb_build_object('months', (select coalesce(jsonb_agg(jsonb_build_object('month', told.month,
				'received', told.received, 'accepted', told.accepted, 'declined', told.declined, 'median', told.median)
				order by told.month), '[]')
			from (select one.month, count(*) filter (where one.what = 'received') as received,
					count(*) filter (where one.what = 'accepted') as accepted,
					count(*) filter (where one.what = 'declined') as declined,
					round((percentile_cont(0.5) within group (order by one.days))::numeric, 1) as median
				from (select sent.month_put as month, 'received' as what, null as days from sent where sent.received
					union all
					select sent.month_decided, sent.state, sent.days from sent where sent.decided) as one
				group by one.month) as told)),
		'events', jsonb_build_object(
			'months', (select coalesce(jsonb_agg(jsonb_build_object('month', one.month, 'held', one.held,
					'planned', one.planned) order by one.month), '[]')
				from (select dates.month, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned from dates group by dates.month) as one),
			'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', one.region_id, 'name', region.short,
					'held', one.held, 'planned', one.planned) order by region.position nulls last), '[]')
				from (select dates.region_id, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned from dates group by dates.region_id) as one
				left join public.regions as region on region.id = one.region_id),
			'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name', topic.name,
					'held', one.held, 'planned', one.planned) order by topic.position, topic.id), '[]')
				from (select link.topic_id, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned
					from dates join public.event_topics as link on link.event_id = dates.event_id
					group by link.topic_id) as one
				join public.topics as topic on topic.id = one.topic_id),
			'kinds', (select coalesce(jsonb_agg(jsonb_build_object('id', one.kind, 'held', one.held,
					'planned', one.planned) order by one.kind), '[]')
				from (select dates.kind, count(*) filter (where dates.over) as held,
					count(*) filter (where not dates.over) as planned from dates group by dates.kind) as one)))
	from frame;
$$;

-- What everybody may know.
create function internal.numbers_in_the_open() returns jsonb
	language sql stable security definer set search_path = '' as $$ select internal.numbers_at(now(), null) $$;
grant execute on function internal.numbers_in_the_open to anon, authenticated;

create function public.numbers_in_the_open() returns jsonb
	language sql stable set search_path = '' as $$ select internal.numbers_in_the_open() $$;
grant execute on function public.numbers_in_the_open to anon, authenticated;

-- The same for members, of one region too, and beside it {states [{subject, draft, scheduled,
-- published, archived}]}: what is not public as a number alone. NULL for everybody else.
create function internal.numbers_for_members(wanted text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.numbers_at(now(), wanted) || jsonb_build_object('states', (
		select jsonb_agg(jsonb_build_object('subject', counted.subject, 'draft', counted.draft,
			'scheduled', counted.scheduled, 'published', counted.published, 'archived', counted.archived)
			order by counted.subject desc)
		from (select one.subject, count(*) filter (where one.publication = 'draft' and one.publish_at is null) as draft,
				count(*) filter (where one.publish_at is not null) as scheduled,
				count(*) filter (where one.publication = 'published') as published,
				count(*) filter (where one.publication = 'archived') as archived
			from (select 'organisation' as subject, organisation.publication, organisation.publish_at
				from public.organisations as organisation
				where not organisation.is_example and (wanted is null or organisation.region_id = wanted)
				union all
				select 'event', event.publication, event.publish_at from public.events as event
				where not event.is_example and (wanted is null or event.region_id = wanted)) as one
			group by one.subject) as counted))
	where internal.acting_member() is not null;
$$;
grant execute on function internal.numbers_for_members to authenticated;

create function public.numbers_for_members(region text default null) returns jsonb
	language sql stable set search_path = '' as $$ select internal.numbers_for_members(region) $$;
grant execute on function public.numbers_for_members to authenticated;

-- 209_operation.sql

-- How an installation is, for whoever runs it: its database, jobs, mails and alarms. Counts and
-- times; no address, no text of a mail.

-- {database {version, bytes, organisations, events}, jobs [{name, every: seconds, nextAt, beganAt,
-- endedAt, did, failures, failedAt, failure, running}], mails {waiting: not tried in vain yet,
-- late: tried in vain and tried again, failed: given up in thirty days, sent: in a day,
-- lastSentAt}, alarms [{what, since}]: those that last}.
create function internal.operation_report() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'database', jsonb_build_object(
			'version', split_part(current_setting('server_version'), ' ', 1),
			'bytes', pg_database_size(current_database()),
			'organisations', (select count(*) from public.organisations as one where one.publication = 'published'),
			'events', (select count(*) from public.events as one where one.publication = 'published')),
		'jobs', (select coalesce(jsonb_agg(jsonb_build_object('name', job.name,
				'every', extract(epoch from job.every), 'nextAt', job.next_at, 'beganAt', job.began_at,
				'endedAt', job.ended_at, 'did', job.did, 'failures', job.failures, 'failedAt', job.failed_at,
				'failure', job.failure, 'running', coalesce(job.leased_until > now(), false)) order by job.name), '[]')
			from internal.jobs as job),
		'mails', (select jsonb_build_object(
				'waiting', count(*) filter (where mail.state = 'waiting' and mail.reason is null),
				'late', count(*) filter (where mail.state = 'waiting' and mail.reason is not null),
				'failed', count(*) filter (where mail.state in ('refused', 'expired')),
				'sent', count(*) filter (where mail.state = 'sent' and mail.ended_at > now() - interval '1 day'),
				'lastSentAt', max(mail.ended_at) filter (where mail.state = 'sent'))
			from internal.mails as mail),
		'alarms', (select coalesce(jsonb_agg(jsonb_build_object('what', one.what, 'since', one.since)
				order by one.since), '[]')
			from internal.alarms as one where one.ended_at is null))
$$;
grant execute on function internal.operation_report to service_role;

create function public.operation_report() returns jsonb
	language sql stable set search_path = '' as $$ select internal.operation_report() $$;
grant execute on function public.operation_report to service_role;

-- For administrators, NULL for everybody else: the same, and unsent [{id, sort, recipient, state,
-- tries, putAt, at: when it ended or is tried next, reason}]: the newest hundred mails that are not
-- out, failed ones for thirty days.
create function internal.operation_overview() returns jsonb
	language sql stable security definer set search_path = '' as $$
	select internal.operation_report() || jsonb_build_object(
		'unsent', (select coalesce(jsonb_agg(jsonb_build_object('id', mail.id, 'sort', mail.sort,
				'recipient', mail.recipient, 'state', mail.state, 'tries', mail.tries, 'putAt', mail.put_at,
				'at', coalesce(mail.ended_at, mail.next_at), 'reason', mail.reason) order by mail.put_at desc, mail.id), '[]')
			from (select one.* from internal.mails as one
				where one.state in ('refused', 'expired') or (one.state = 'waiting' and one.reason is not null)
				order by one.put_at desc, one.id limit 100) as mail))
	where internal.is_administrator();
$$;
grant execute on function internal.operation_overview to authenticated;

create function public.operation_overview() returns jsonb
	language sql stable set search_path = '' as $$ select internal.operation_overview() $$;
grant execute on function public.operation_overview to authenticated;

-- 210_lexicon.sql

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

-- 220_words.sql

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

-- 225_short_names.sql

-- Short names (of places and topics) as they are compared, one row a name, in every language that
-- has one. Folding and stemming each name for each question would cost a hundred times what
-- comparing them does.
create table internal.short_names (
	sort text not null check (sort in ('place', 'topic')),
	id text not null,
	plain text not null,
	words text[] not null,
	stems text[] not null,
	bare text not null,
	-- What finds it: how its words begin (^), their stems (=), and what is left of it when letters
	-- are left out (~).
	keys text[] not null,
	-- The sort does not come first: every name of a sort would seem quickly read through it.
	primary key (id, sort, plain)
);
-- Written at once: what would wait in a list is read from its beginning to its end by every
-- question.
create index short_names_keys on internal.short_names using gin (keys) with (fastupdate = off);
alter table internal.short_names enable row level security;
revoke all on internal.short_names from public, anon, authenticated, service_role;

create function internal.left_out(name text, bare text, max_errors integer) returns text[]
	language sql immutable strict parallel safe set search_path = '' as $$
	select array(select distinct '~' || key from pg_catalog.unnest(
		internal.without_letters(name, max_errors) || internal.without_letters(bare, max_errors)) as key)
$$;

create function internal.follow_short_names() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	wanted text := case tg_table_name when 'places' then 'place' else 'topic' end;
begin
	delete from internal.short_names as kept where kept.sort = wanted;
	insert into internal.short_names (sort, id, plain, words, stems, bare, keys)
	select wanted, name.id, name.plain, name.words, name.stems, name.bare, array(
			select '^' || pg_catalog.left(word, length) from pg_catalog.unnest(name.words) as word,
				pg_catalog.generate_series(1, 4) as length
			union select '=' || stem from pg_catalog.unnest(name.stems) as stem
			union select pg_catalog.unnest(internal.left_out(name.plain, name.bare,
				case when pg_catalog.length(name.plain) >= 7 then 2 else 1 end)))
	from (
		select one.id, one.plain, pg_catalog.string_to_array(one.plain, ' ') as words, array(
				select internal.stem(word) from pg_catalog.string_to_table(one.plain, ' ') with ordinality as each_one (word, position)
				order by position) as stems, internal.stem(one.plain) as bare
		from (
			select distinct named.id, internal.plain_words(own.name) as plain
			from (
				select place.id, place.name from public.places as place where wanted = 'place'
				union all
				select topic.id, topic.name from public.topics as topic where wanted = 'topic'
			) as named cross join lateral pg_catalog.jsonb_each_text(named.name) as own (language, name)
		) as one
		where one.plain <> ''
	) as name;
	return null;
end;
$$;
create trigger y_short_names after insert or update or delete or truncate on public.places
	for each statement execute function internal.follow_short_names();
create trigger y_short_names after insert or update or delete or truncate on public.topics
	for each statement execute function internal.follow_short_names();

-- 230_search.sql

-- What a visitor typed, word by word: which written forms each word can stand for, and what it was
-- taken for when nobody ever wrote it.

-- The smallest number of typing errors between two words: a letter too many, missing, another one,
-- or two neighbours swapped (optimal string alignment). Answers most + 1 when there are more than
-- `max_errors`.
create function internal.typing_errors(typed text, meant text, max_errors integer) returns integer
	language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
	a text := typed;
	b text := meant;
	earlier integer[];
	previous integer[];
	current integer[];
	cost integer;
begin
	-- What is equal at both ends needs no counting, and little is left of words that are close.
	while a <> '' and pg_catalog.left(a, 1) = pg_catalog.left(b, 1) loop
		a := pg_catalog.substr(a, 2);
		b := pg_catalog.substr(b, 2);
	end loop;
	while a <> '' and pg_catalog.right(a, 1) = pg_catalog.right(b, 1) loop
		a := pg_catalog.left(a, -1);
		b := pg_catalog.left(b, -1);
	end loop;
	if a = '' or b = '' then
		return least(pg_catalog.length(a) + pg_catalog.length(b), max_errors + 1);
	end if;
	if pg_catalog.abs(pg_catalog.length(a) - pg_catalog.length(b)) > max_errors then
		return max_errors + 1;
	end if;
	previous := array(select pg_catalog.generate_series(0, pg_catalog.length(b)));
	for i in 1..pg_catalog.length(a) loop
		current := array[i];
		for j in 1..pg_catalog.length(b) loop
			cost := case when pg_catalog.substr(a, i, 1) = pg_catalog.substr(b, j, 1) then 0 else 1 end;
			current[j + 1] := least(previous[j + 1] + 1, current[j] + 1, previous[j] + cost);
			if i > 1 and j > 1 and pg_catalog.substr(a, i, 1) = pg_catalog.substr(b, j - 1, 1)
				and pg_catalog.substr(a, i - 1, 1) = pg_catalog.substr(b, j, 1) then
				current[j + 1] := least(current[j + 1], earlier[j - 1] + 1);
			end if;
		end loop;
		if (select min(one) from pg_catalog.unnest(current) as one) > max_errors then
			return max_errors + 1;
		end if;
		earlier := previous;
		previous := current;
	end loop;
	return least(previous[pg_catalog.length(b) + 1], max_errors + 1);
end;
$$;

-- Words people put around what they look for. Folded; without such as could be an abbreviation (IT,
-- ES, AS).
create function internal.is_stop_word(word text) returns boolean
	language sql immutable strict parallel safe set search_path = ''
	return word = any ('{un,vai,ar,par,pie,no,uz,pa,pec,lai,ka,kas,ko,kam,kur,kad,kura,kuras,kuru,kuri,kuriem,kuram,ir,bez,starp,caur,tas,tie,tiem,to,sis,si,visi,visu,visai,visas,tuvu,netalu,tuvuma,blakus,the,of,in,on,at,and,or,for,a,an,by,with,from,near,about,is,are,this,that,these,which,such,where}'::text[]);

-- The word of the lexicon somebody meant by one that is not in it, or NULL. Errors are counted in
-- the word as typed and, less telling, in what is left of five letters or more without the ending.
-- The fewest errors win; then the word that begins alike, then the more frequent. Two errors and
-- another beginning are another word, and four letters are too few to tell except for a name.
create function internal.nearest_word(typed text) returns text
	-- The planner takes a few dozen keys for a reason to read the whole table; it is not.
	language plpgsql stable strict security definer set search_path = '' set enable_seqscan = off as $$
declare
	length integer := pg_catalog.length(typed);
	bare text := internal.stem(typed);
	bare_length integer := pg_catalog.length(bare);
	candidate record;
	best text;
	best_worth integer := 100;
	errors integer;
	worth integer;
begin
	if length < 4 then
		return null;
	end if;
	-- One letter left out first: it finds most of what was meant, among far fewer candidates.
	for depth in 1..case when length >= 7 then 2 else 1 end loop
		-- Likelier ones first, so that most of the others need not be compared letter by letter.
		for candidate in
			select near.word, near.stem, near.is_name, near.begins_alike,
				internal.errors_forgiven(greatest(length, pg_catalog.length(near.word))) as in_word,
				case when bare_length >= 5 and pg_catalog.length(near.stem) >= 5
					then internal.errors_forgiven(greatest(bare_length, pg_catalog.length(near.stem))) else 0 end as in_stem
			from (
				select lexicon.*, pg_catalog.left(lexicon.word, 1) = pg_catalog.left(typed, 1) as begins_alike
				from (
					-- Comparing letter by letter is what costs: of a large vocabulary, the most alike are
					-- compared.
					select kept.word from internal.lexicon_keys as kept
					where kept.near operator(pg_catalog.&&)
							(internal.without_letters(typed, depth) || internal.without_letters(bare, depth))
						and pg_catalog.length(kept.word) between length - 2 and length + 2
					order by extensions.similarity(kept.word, typed) desc, kept.word limit 30
				) as alike
				join internal.lexicon as lexicon on lexicon.word = alike.word
			) as near
			order by near.begins_alike desc, near.documents desc, near.word
		loop
			-- What is worse than the best one so far, or no better and less likely, is not compared to
			-- the end.
			errors := internal.typing_errors(typed, candidate.word, candidate.in_word);
			worth := case when errors <= candidate.in_word then 4 * errors else 100 end;
			if candidate.in_stem > 0 and best_worth > 6 and worth > 6 then
				errors := internal.typing_errors(bare, candidate.stem, candidate.in_stem);
				worth := least(worth, case when errors <= candidate.in_stem then 4 * errors + 2 else 100 end);
			end if;
			worth := worth + case when candidate.begins_alike then 0 else 1 end;
			if worth < best_worth and (candidate.begins_alike or worth < 8)
				and not internal.is_stop_word(candidate.word)
				and (length >= 5 or candidate.begins_alike and (candidate.is_name or exists (
					select from internal.organisation_words
					where document operator(pg_catalog.@@) (pg_catalog.quote_literal(candidate.word) || ':A')::tsquery)))
			then
				best := candidate.word;
				best_worth := worth;
				exit when worth <= 4;
			end if;
		end loop;
		exit when best_worth < 8;
	end loop;
	return best;
end;
$$;

-- The words of a question, read. The last one may be only begun, from `begun` letters on. At most
-- eight are read, and for three that nobody ever wrote it is tried what they could mean: whoever
-- asks chooses the words, not what they cost. `meant` is what an earlier reading of the same words
-- found ({typed, folded: meant, folded}); with it nothing is tried again.
create function internal.read_words(words text, begun integer default 3, meant jsonb default null) returns table (
	-- As typed, without punctuation.
	typed text,
	-- The word it was taken for, folded; NULL when it was taken as it is.
	corrected text,
	-- Folded forms found in documents.
	forms text[],
	-- What a document must have (NULL for a word that was left out), and the same for a word that is
	-- still being typed (the last one; else NULL).
	whole tsquery,
	beginning tsquery,
	-- As typed, folded.
	plain text,
	-- False where nobody ever wrote it and it was not tried what it could mean.
	tried boolean
)
	language plpgsql stable security definer set search_path = '' as $$
declare
	piece text[];
	pieces text[] := array[]::text[];
	digits text;
	kept text[];
	tries integer := 0;
	is_last boolean;
begin
	-- A run of digits with spaces, dots, brackets or strokes between them is one number if it is as
	-- long as one. What every web address begins with says nothing.
	for piece in select pg_catalog.regexp_matches(
		pg_catalog.regexp_replace(pg_catalog.left(internal.without_unseen(words), 200), 'https?://(www\.)?|\mwww\.', ' ', 'gi'),
		'(\+?[0-9][0-9 ()./-]{5,}[0-9])|([0-9A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF]+)', 'g')
	loop
		if piece[1] is null then
			pieces := pieces || piece[2];
		elsif pg_catalog.length(pg_catalog.regexp_replace(piece[1], '[^0-9]', '', 'g')) >= 7 then
			pieces := pieces || piece[1];
		else
			pieces := pieces || pg_catalog.string_to_array(internal.plain_words(piece[1]), ' ');
		end if;
	end loop;
	kept := array(select one from pg_catalog.unnest(pieces) with ordinality as each_one (one, place)
		where not internal.is_stop_word(internal.plain_words(one)) order by place);
	if pg_catalog.cardinality(kept) = 0 then
		kept := pieces;
	end if;

	for i in 1..pg_catalog.cardinality(kept) loop
		typed := kept[i];
		plain := internal.plain_words(typed);
		corrected := null;
		forms := '{}';
		whole := null;
		beginning := null;
		tried := true;
		is_last := i = pg_catalog.cardinality(kept);
		if plain = '' then
			continue;
		end if;
		if i > 8 then
			return next;
			continue;
		end if;
		if plain ~ '[0-9]' then
			digits := pg_catalog.regexp_replace(pg_catalog.regexp_replace(plain, '[^0-9]', '', 'g'), '^00', '');
			forms := pg_catalog.string_to_array(plain, ' ');
			whole := pg_catalog.plainto_tsquery('pg_catalog.simple', plain);
			if pg_catalog.length(digits) >= 7 then
				forms := forms || digits;
				whole := whole operator(pg_catalog.||) pg_catalog.quote_literal(digits)::tsquery;
			end if;
			if is_last and pg_catalog.length(digits) >= begun then
				beginning := (pg_catalog.quote_literal(digits) || ':*')::tsquery;
			end if;
		else
			forms := array(select lexicon.word from internal.lexicon as lexicon
				where lexicon.stem = internal.stem(plain) or lexicon.english = internal.english_stem(plain)
				order by lexicon.word);
			if is_last and pg_catalog.length(plain) >= begun then
				beginning := (pg_catalog.quote_literal(plain) || ':*')::tsquery;
			end if;
			if pg_catalog.cardinality(forms) = 0 and (beginning is null or not exists (
				select from internal.lexicon as lexicon
				where lexicon.word >= plain and lexicon.word < plain || pg_catalog.chr(1114111)))
			then
				if meant is not null then
					corrected := meant ->> plain;
				elsif tries < 3 then
					tries := tries + 1;
					corrected := internal.nearest_word(plain);
				else
					tried := false;
				end if;
				forms := array(select lexicon.word from internal.lexicon as lexicon
					where lexicon.stem = internal.stem(corrected) or lexicon.english = internal.english_stem(corrected)
					order by lexicon.word);
				beginning := null;
			end if;
			whole := pg_catalog.quote_literal(plain)::tsquery;
			if pg_catalog.cardinality(forms) > 0 then
				whole := (select pg_catalog.string_agg(pg_catalog.quote_literal(form), '|')
					from pg_catalog.unnest(forms) as form)::tsquery;
			end if;
		end if;
		return next;
	end loop;
end;
$$;
comment on function internal.read_words(text, integer, jsonb) is
	'The words of a question, up to 200 characters of it; no row when there is no word in it.';
grant execute on function internal.read_words to anon, authenticated, service_role;

-- Which organisations and events have all the words of a question, and how well.
--
-- These run with their owner's rights because of how row level security works: under it PostgreSQL
-- uses no operator as a condition of an index unless that operator is marked as leaking nothing,
-- and @@ is not, so a visitor's question would read every document. They answer ids of published
-- rows and a number, nothing else.

-- The words of a question as conditions: all of them anywhere, all of them in names, each whole or
-- (the last) only begun, and exactly as typed. No row when it has no words.
create function internal.question(words text, begun integer default 3, meant jsonb default null) returns table (
	everything tsquery, in_names tsquery, wholes tsquery[], beginnings tsquery[], exact tsquery
)
	language sql stable security definer set search_path = '' as $$
	select read.everything::tsquery,
		pg_catalog.replace(pg_catalog.regexp_replace(read.everything, '''([^'']+)''(:[*])?', '''\1'':\2A', 'g'),
			'::*', ':*')::tsquery,
		read.wholes, read.beginnings, read.exact
	from (
		select pg_catalog.string_agg('(' || coalesce(word.whole || word.beginning, word.whole)::text || ')', '&') as everything,
			array_agg(word.whole) as wholes, array_agg(word.beginning) as beginnings,
			pg_catalog.plainto_tsquery('pg_catalog.simple',
				internal.plain_words(pg_catalog.string_agg(coalesce(word.corrected, word.typed), ' '))) as exact
		from internal.read_words(words, begun, meant) as word
		where word.whole is not null
		having count(*) > 0
	) as read
$$;

create type internal.hit as (id uuid, rank real);

-- What has all the words of a question, and how well, 0 to 1. For each word the best place it
-- stands in counts (a name 1, what it is 0.6, where it is 0.4, the rest 0.15); one that is only
-- begun counts a tenth of it, less than any whole word. What is written exactly as typed is a
-- little better than another form of it, and a name said in full than a part of a longer one.
--
-- ts_rank adds up places; with weights this far apart the sum still tells the best one (it would
-- take a dozen of the next lower to pass for it), in one pass over the document. What ts_rank
-- divides by (the number of forms, and the limit of 1 + 1/4 + 1/9 + ...) is undone first. The
-- statement is written out word by word because a common word is ranked in every document that has
-- it, and a function called for each costs five times as much.
--
-- `subject`: organisation or event; `max_rows`: any so many are ranked, NULL for all; `among`: only
-- these.
create function internal.matches(
	subject text, words text, begun integer, in_names boolean, max_rows integer, meant jsonb default null,
	among uuid[] default null
)
	returns setof internal.hit
	language plpgsql stable security definer set search_path = '' as $$
declare
	question record;
	place text := '(array[0, 0.15, 0.4, 0.6, 1])[pg_catalog.width_bucket('
		'pg_catalog.ts_rank(array[0.000125, 0.0025, 0.05, 1]::real[], kept.document, %1$s[%2$s])'
		' * ((pg_catalog.numnode(%1$s[%2$s]) + 1) / 2) * 1.64494, array[1e-9, 0.00249, 0.0499, 0.999]) + 1]';
	scores text;
	sum text;
	in_name text;
begin
	select * into question from internal.question(words, begun, meant);
	if not found then
		return;
	end if;
	select pg_catalog.string_agg(pg_catalog.format(
			case when question.beginnings[i] is null then place
				else 'coalesce(nullif(' || place || ', 0), 0.1 * ' || pg_catalog.replace(place, '%1$s', '%3$s') || ')' end
			|| ' as word_%2$s', '$2', i, '$3'), ', '),
		pg_catalog.string_agg('word_' || i, ' + '),
		pg_catalog.string_agg('(word_' || i || ' = 1)::integer', ' + ')
	into scores, sum, in_name
	from pg_catalog.generate_series(1, pg_catalog.cardinality(question.wholes)) as i;
	return query execute pg_catalog.format(
		'select found.id, (0.9 * (%3$s) / %5$s + 0.05 * found.exactly::integer'
			' + 0.05 * least(1, (%4$s)::real / greatest(found.name_length, 1)))::real
		from (
			select kept.%1$s_id as id, kept.name_length, kept.document operator(pg_catalog.@@) $4 as exactly, %2$s
			from internal.%1$s_words as kept
			where kept.document operator(pg_catalog.@@) $1
				and exists (select from public.%1$ss as one where one.id = kept.%1$s_id and one.publication = ''published'') %6$s
			-- Kept apart, so that each score is worked out once.
			offset 0 limit $5
		) as found',
		subject, scores, sum, in_name, pg_catalog.cardinality(question.wholes),
		case when among is not null then pg_catalog.format('and kept.%s_id = any ($6)', subject) else '' end)
	using case when in_names then question.in_names else question.everything end, question.wholes,
		question.beginnings, question.exact, max_rows, among;
end;
$$;

create function internal.organisation_hits(words text, meant jsonb default null, among uuid[] default null)
	returns table (organisation_id uuid, rank real)
	language sql stable security definer rows 100 set search_path = '' as $$
	select found.id, found.rank from internal.matches('organisation', words, 3, false, null, meant, among) as found
$$;
comment on function internal.organisation_hits(text, jsonb, uuid[]) is
	'Published organisations that have every word of the question (stop words aside), and how well, 0 to 1; none for a question without a word.';
grant execute on function internal.organisation_hits to anon, authenticated, service_role;

create function internal.event_hits(words text, meant jsonb default null) returns table (event_id uuid, rank real)
	language sql stable security definer rows 100 set search_path = '' as $$
	select found.id, found.rank from internal.matches('event', words, 3, false, null, meant) as found
$$;
comment on function internal.event_hits(text, jsonb) is
	'Published events that have every word of the question (stop words aside), and how well, 0 to 1; none for a question without a word.';
grant execute on function internal.event_hits to anon, authenticated, service_role;

-- A word as somebody wrote it, with its diacritics, for saying what a typed word was taken for.
-- Looked up when it is needed, from any document that has it; the folded word when none does.
create function internal.as_written(word text) returns text
	language sql stable strict security definer set search_path = '' as $$
	select coalesce((
		select piece
		from (
			(select texts.* from internal.organisation_texts(array(
				select organisation_id from internal.organisation_words
				where document operator(pg_catalog.@@) pg_catalog.quote_literal(word)::tsquery limit 5)) as texts)
			union all
			(select texts.* from internal.event_texts(array(
				select event_id from internal.event_words
				where document operator(pg_catalog.@@) pg_catalog.quote_literal(word)::tsquery limit 5)) as texts)
			union all
			(select null, null, internal.texts_of(place.name), null, null, null from public.places as place
				where place.id in (select kept.id from internal.short_names as kept
					where kept.sort = 'place' and kept.keys operator(pg_catalog.&&) array['^' || pg_catalog.left(word, 4)]
						and word = any (kept.words)))
		) as texts,
			pg_catalog.string_to_table(pg_catalog.regexp_replace(internal.without_unseen(
				pg_catalog.concat_ws(' ', texts.name, texts.names, texts.sorts, texts.places, texts.descriptions)),
				'[^0-9A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF]+', ' ', 'g'), ' ') as piece
		where internal.plain_words(piece) = word
		-- An English text may have the word without the diacritics a Latvian one has.
		order by piece ~ '[^ -~]' desc limit 1), word)
$$;

-- How a question was read: [{"typed", "corrected": what it was taken for or null, "forms": folded
-- forms, for marking, "plain" and "meant": the first two folded, "read": false for a word that was
-- left out, "tried": false where it was not tried what it could mean}].
create function internal.words_as_read(words text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
		'typed', word.typed, 'corrected', internal.as_written(word.corrected), 'forms', word.forms,
		'plain', word.plain, 'meant', word.corrected, 'read', word.whole is not null, 'tried', word.tried)), '[]')
	from internal.read_words(words) as word
$$;
grant execute on function internal.words_as_read to anon, authenticated, service_role;

create function public.interpret_words(words text) returns jsonb
	language sql stable set search_path = ''
	return internal.words_as_read(words);
grant execute on function public.interpret_words to anon, authenticated, service_role;

-- 235_suggestions.sql

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

-- 240_filter.sql

-- Until when an organisation holds something: the end of the last date of its published events that
-- takes place. "Has upcoming events" is then one comparison with the clock, where looking through
-- the dates of everybody would read a million rows.

create table internal.last_dates (
	organisation_id uuid primary key references public.organisations (id) on delete cascade,
	ends_at timestamptz not null
);
create index last_dates_end on internal.last_dates (ends_at);
alter table internal.last_dates enable row level security;
revoke all on internal.last_dates from public, anon, authenticated, service_role;

-- Works the rows of these organisations out anew.
create function internal.refresh_last_dates(organisations uuid[]) returns void
	language sql security definer set search_path = '' set jit = off as $$
	with held as (
		select organiser.organisation_id, max(occurrence.ends_at) as ends_at
		from public.event_organisers as organiser
		join public.events as event on event.id = organiser.event_id and event.publication = 'published'
		join internal.held_dates as occurrence on occurrence.event_id = event.id
		where organiser.organisation_id = any (organisations) and occurrence.takes_place
		group by organiser.organisation_id
	), gone as (
		delete from internal.last_dates as kept
		where kept.organisation_id = any (organisations)
			and not exists (select from held where held.organisation_id = kept.organisation_id)
	)
	insert into internal.last_dates as kept (organisation_id, ends_at)
	select held.organisation_id, held.ends_at from held
	on conflict (organisation_id) do update set ends_at = excluded.ends_at where kept.ends_at <> excluded.ends_at;
$$;

-- After a statement on event_organisers, events or event_occurrences, for whoever it concerned
-- before and after. The triggers are named to come last, after the content version is raised: that
-- row is held by one writer at a time, so two who change events of one organisation at once do not
-- overlook each other.
create function internal.follow_last_dates() returns trigger
	language plpgsql security definer set search_path = '' as $$
declare
	-- The column by which a changed row leads to organisations.
	by_event constant text := case tg_table_name when 'events' then 'id' when 'event_occurrences' then 'event_id' end;
	changed constant text := case
		when tg_op = 'INSERT' then 'select * from came' when tg_op = 'DELETE' then 'select * from went'
		-- Of an event only its state matters here, and most saves leave that alone.
		when tg_table_name = 'events' then 'select came.id from came join went on went.id = came.id
			where (came.publication, came.status) is distinct from (went.publication, went.status)'
		else 'select * from came union all select * from went' end;
	concerned uuid[];
begin
	if tg_op = 'TRUNCATE' then
		delete from internal.last_dates;
		return null;
	end if;
	execute pg_catalog.format(case when by_event is null
			then 'select array_agg(distinct organisation_id) from (%1$s) as changed where organisation_id is not null'
			else 'select array_agg(distinct organiser.organisation_id) from (%1$s) as changed
				join public.event_organisers as organiser on organiser.event_id = changed.%2$I
				where organiser.organisation_id is not null' end, changed, by_event)
		into concerned;
	if concerned is not null then
		perform internal.refresh_last_dates(concerned);
	end if;
	return null;
end;
$$;
create trigger zz_last_dates_in after insert on public.event_organisers
	referencing new table as came for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_both after update on public.event_organisers
	referencing old table as went new table as came for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_out after delete on public.event_organisers
	referencing old table as went for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_none after truncate on public.event_organisers
	for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_in after insert on public.events
	referencing new table as came for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_both after update on public.events
	referencing old table as went new table as came for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_out after delete on public.events
	referencing old table as went for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_none after truncate on public.events
	for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_in after insert on public.event_occurrences
	referencing new table as came for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_both after update on public.event_occurrences
	referencing old table as went new table as came for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_out after delete on public.event_occurrences
	referencing old table as went for each statement execute function internal.follow_last_dates();
create trigger zz_last_dates_none after truncate on public.event_occurrences
	for each statement execute function internal.follow_last_dates();

-- How a filter becomes a statement. A condition that is only there when it is asked for can use an
-- index; `not filter ? 'kinds' or ...` never can. So the text of a statement is put together from
-- the conditions that are present. The text holds nothing but what is written here; every value
-- stays in the filter, which the statement gets as its parameter $1.
--
-- Such statements run in functions of this schema with the owner's rights: under row level
-- security, an index is not used for an operator that is not leakproof, and none of those for
-- places, arrays and words is. They say themselves that only what is published counts. They do
-- without just-in-time compilation, which takes longer (100 ms and more) than any of these
-- statements.
--
-- `filter` is the Filter of src/lib/filter as JSON; a key that is missing does not restrict:
--   words (one text, as typed) · kinds[] · topics[] · regions[] · municipalities[] · languages[] ·
--   slugs[] ·
--   access[] (all of them) · near {lat, lng} (WGS84 degrees) with km · area {south, west, north,
--   east}
--   of organisations: upcoming (true: holds something that is not over) · openHours[] (the texts
--   that mean "open" now) ·
--     confirmedSince (date)
--   of events: eventKinds[] (kinds[] is that of an organiser) · from, to, endedBy (instants) ·
--   online (true: only what can be
--     followed online)
-- `besides` leaves one of the keys out of account, for counting what another choice of it would
-- give.

-- The next three are immutable, so that the planner works them out before it chooses a plan, and
-- not once a row.

create function internal.texts(filter jsonb, key text) returns text[]
	language sql immutable parallel safe set search_path = ''
	return array(select pg_catalog.jsonb_array_elements_text(filter -> key));

-- The point a filter is near, NULL without one.
create function internal.near_point(filter jsonb) returns extensions.geography
	language sql immutable parallel safe set search_path = ''
	return extensions.st_setsrid(extensions.st_makepoint(
		(filter #>> '{near,lng}')::double precision,
		(filter #>> '{near,lat}')::double precision), 4326)::extensions.geography;
grant execute on function internal.near_point to anon, authenticated, service_role;

-- The part of the map a filter asks about, NULL without one.
create function internal.area_box(filter jsonb) returns extensions.geometry
	language sql immutable parallel safe set search_path = ''
	return extensions.st_makeenvelope(
		(filter #>> '{area,west}')::double precision, (filter #>> '{area,south}')::double precision,
		(filter #>> '{area,east}')::double precision, (filter #>> '{area,north}')::double precision, 4326);

-- Metres from the point a filter is near, NULL without one.
create function internal.metres_from(filter jsonb, location extensions.geography) returns double precision
	language sql stable parallel safe set search_path = ''
	return extensions.st_distance(location, internal.near_point(filter));
grant execute on function internal.metres_from to anon, authenticated, service_role;

-- What a filter asks of where something is, as conditions that begin with "and"; '' when it asks
-- nothing of that.
create function internal.place_conditions(filter jsonb, subject text) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	conditions text := '';
begin
	if filter ? 'regions' then
		conditions := conditions || $sql$ and subject.region_id = any (internal.texts($1, 'regions'))$sql$;
	end if;
	if filter ? 'municipalities' then
		conditions := conditions || $sql$ and subject.municipality_id = any (internal.texts($1, 'municipalities'))$sql$;
	end if;
	if filter ? 'near' then
		conditions := conditions || $sql$
			and extensions.st_dwithin(subject.location, internal.near_point($1), ($1 ->> 'km')::double precision * 1000)$sql$;
	end if;
	if filter ? 'area' then
		-- Boxes are compared in single precision, which is good for an index and not for an edge.
		conditions := conditions || $sql$
			and subject.location::extensions.geometry operator(extensions.&&) internal.area_box($1)
			and subject.latitude between ($1 #>> '{area,south}')::double precision
				and ($1 #>> '{area,north}')::double precision
			and subject.longitude between ($1 #>> '{area,west}')::double precision
				and ($1 #>> '{area,east}')::double precision$sql$;
	end if;
	return pg_catalog.replace(conditions, 'subject.', subject || '.');
end;
$$;

-- What a filter asks of when something is, the same way, of `occurrence`.
create function internal.date_conditions(filter jsonb) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	conditions text := '';
begin
	if filter ? 'from' then
		conditions := conditions || $sql$ and occurrence.ends_at > ($1 ->> 'from')::timestamptz$sql$;
	end if;
	if filter ? 'to' then
		conditions := conditions || $sql$ and occurrence.starts_at < ($1 ->> 'to')::timestamptz$sql$;
	end if;
	if filter ? 'endedBy' then
		-- What ended has begun: said as well, because lists are read along an index of beginnings.
		conditions := conditions || $sql$ and occurrence.ends_at <= ($1 ->> 'endedBy')::timestamptz
			and occurrence.starts_at < ($1 ->> 'endedBy')::timestamptz$sql$;
	end if;
	return conditions;
end;
$$;

-- A filter with what its words mean as a condition, for statements that only count: `everything`, a
-- tsquery. It is never taken from whoever asks.
create function internal.with_everything(filter jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
begin
	filter := filter - 'everything';
	if filter ? 'words' then
		filter := filter || coalesce((select pg_catalog.jsonb_build_object('everything', one.everything)
			from internal.question(filter ->> 'words', 3, filter -> 'meant') as one), '{}');
	end if;
	return filter;
end;
$$;

-- "from ... where ..." of the published organisations a filter leaves: `organisation`, and with
-- words `hit` with its `rank`; `ranked` false: without, for a filter with its words as a condition.
create function internal.from_organisations(filter jsonb, besides text default null, ranked boolean default true)
	returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	asked jsonb := filter - coalesce(besides, '');
	statement text := 'from public.organisations as organisation';
begin
	if asked ? 'words' and ranked then
		statement := statement || $sql$
			join internal.organisation_hits($1 ->> 'words', $1 -> 'meant') as hit on hit.organisation_id = organisation.id$sql$;
	end if;
	statement := statement || $sql$ where organisation.publication = 'published'$sql$
		|| internal.place_conditions(asked, 'organisation');
	if asked ? 'words' and not ranked then
		statement := statement || $sql$ and exists (
			select from internal.organisation_words as kept where kept.organisation_id = organisation.id
				and kept.document operator(pg_catalog.@@) ($1 ->> 'everything')::tsquery)$sql$;
	end if;
	if asked ? 'slugs' then
		statement := statement || $sql$ and organisation.slug = any (internal.texts($1, 'slugs'))$sql$;
	end if;
	if asked ? 'kinds' then
		statement := statement || $sql$ and organisation.kind = any (internal.texts($1, 'kinds'))$sql$;
	end if;
	if asked ? 'topics' then
		statement := statement || $sql$ and exists (
			select from public.organisation_topics as topic
			where topic.organisation_id = organisation.id and topic.topic_id = any (internal.texts($1, 'topics')))$sql$;
	end if;
	if asked ? 'languages' then
		statement := statement || $sql$ and organisation.languages && internal.texts($1, 'languages')$sql$;
	end if;
	if asked ? 'access' then
		statement := statement || $sql$ and organisation.accessibility @> internal.texts($1, 'access')$sql$;
	end if;
	if asked ? 'upcoming' then
		statement := statement || $sql$ and exists (
			select from internal.last_dates as last
			where last.organisation_id = organisation.id and last.ends_at > now())$sql$;
	end if;
	if asked ? 'openHours' then
		statement := statement || $sql$ and organisation.opening_hours = any (internal.texts($1, 'openHours'))$sql$;
	end if;
	if asked ? 'confirmedSince' then
		statement := statement || $sql$ and organisation.confirmed_on >= ($1 ->> 'confirmedSince')::date$sql$;
	end if;
	return statement;
end;
$$;

-- The same of the dates of published events: `occurrence` (internal.held_dates), its `event`, and
-- with words `hit`. Where something is asked of the place, that of the date counts: events of which
-- the event or a date is there are found along indexes, then each date is looked at.
create function internal.from_occurrences(filter jsonb, besides text default null) returns text
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	asked jsonb := filter - coalesce(besides, '');
	statement text := 'from internal.held_dates as occurrence
		join public.events as event on event.id = occurrence.event_id';
begin
	if asked ? 'words' then
		statement := statement || $sql$
			join internal.event_hits($1 ->> 'words', $1 -> 'meant') as hit on hit.event_id = event.id$sql$;
	end if;
	statement := statement || $sql$ where event.publication = 'published'$sql$;
	if asked ?| array['regions', 'municipalities', 'near', 'area'] then
		statement := statement || pg_catalog.format($sql$ and event.id in (
			select there.id from public.events as there where there.publication = 'published'%s
			union all select own.event_id from public.event_occurrences as own where own.elsewhere%s)%s$sql$,
			internal.place_conditions(asked, 'there'), internal.place_conditions(asked, 'own'),
			internal.place_conditions(asked, 'occurrence'));
	end if;
	if asked ? 'slugs' then
		statement := statement || $sql$ and event.slug = any (internal.texts($1, 'slugs'))$sql$;
	end if;
	if asked ? 'eventKinds' then
		statement := statement || $sql$ and event.kind = any (internal.texts($1, 'eventKinds'))$sql$;
	end if;
	if asked ? 'kinds' then
		statement := statement || $sql$ and exists (
			select from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id and organisation.publication = 'published'
				and organisation.kind = any (internal.texts($1, 'kinds')))$sql$;
	end if;
	if asked ? 'topics' then
		statement := statement || $sql$ and exists (
			select from public.event_topics as topic
			where topic.event_id = event.id and topic.topic_id = any (internal.texts($1, 'topics')))$sql$;
	end if;
	if asked ? 'languages' then
		statement := statement || $sql$ and event.languages && internal.texts($1, 'languages')$sql$;
	end if;
	if asked ? 'access' then
		statement := statement || $sql$ and event.accessibility @> internal.texts($1, 'access')$sql$;
	end if;
	if coalesce((asked ->> 'online')::boolean, false) then
		statement := statement || $sql$ and event.attendance in ('online', 'both')$sql$;
	end if;
	return statement || internal.date_conditions(asked);
end;
$$;

-- `status` is what holds of the date; the last three are the event's.
create type internal.matching_occurrence as (
	occurrence_id uuid, event_id uuid, starts_at timestamptz, ends_at timestamptz, status text,
	all_day boolean, date_precision text, time_zone text
);

-- Every date a filter leaves, in no order, for questions that work on whole sets.
create function internal.matching_occurrences(filter jsonb) returns setof internal.matching_occurrence
	language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
	return query execute 'select occurrence.id, event.id, occurrence.starts_at, occurrence.ends_at,
		occurrence.state, event.all_day, event.date_precision, event.time_zone ' || internal.from_occurrences(filter) using filter;
end;
$$;
grant execute on function internal.matching_occurrences to anon, authenticated, service_role;

-- 245_sets.sql

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

-- 246_asking_sets.sql

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

-- 250_finding.sql

-- Lists and pins of organisations. Both are in one order: with words by how well they match, near
-- something by distance, then those that somebody confirmed or may yet, then by name.

create type internal.placed_organisation as (organisation_id uuid, metres double precision);

-- What organisations are ordered by in a language, as an expression for statements that are put
-- together.
create function internal.sort_expression(language text) returns text
	language sql stable set search_path = '' as $$
	select pg_catalog.format('organisation.sort_keys[%s]', coalesce(
		pg_catalog.array_position(internal.languages(), internal.known_language(language)), 1))
$$;

-- How well words match, best first; of one whose listing nobody has confirmed for long half of it.
create function internal.merit_expression(filter jsonb) returns text
	language sql immutable parallel safe set search_path = ''
	return case when filter operator(pg_catalog.?) 'words'
		then '-hit.rank * case when organisation.doubtful_since is null then 1::real else 0.5::real end' end;

-- One page of the list as ids in their order. With `after`, the last row of the page before, the
-- page begins where that row stands in the order, without counting through all the rows before it;
-- when that row is gone, the page's number counts.
create function internal.organisations_in_order(
	filter jsonb, language text, page integer, page_size integer, after uuid default null
) returns setof internal.placed_organisation
	language plpgsql stable security definer set search_path = '' set jit = off rows 40 as $$
declare
	rank text := internal.merit_expression(filter);
	distance text := case when filter ? 'near' then 'extensions.st_distance(organisation.location, internal.near_point($1))' end;
	name text := internal.sort_expression(language);
	doubtful constant text := '(organisation.doubtful_since is not null)';
	keys text := pg_catalog.concat_ws(', ', rank, distance, doubtful, name, 'organisation.id');
	skipped bigint := (greatest(page, 1) - 1)::bigint * page_size;
	beyond text := '';
	-- What the last row of the page before is ordered by.
	last_rank real;
	last_distance double precision;
	last_name text;
	last_doubtful boolean;
	source text := internal.from_organisations(filter);
	state internal.set_making;
	left_over bit varying;
	likely uuid[];
begin
	if after is not null then
		-- What else that row matched does not move it: it may have changed since.
		execute pg_catalog.format('select %s, %s, %s, %s %s and organisation.id = $2',
				coalesce(rank, 'null'), coalesce(distance, 'null'), name, doubtful,
				internal.from_organisations(case when filter ? 'words' then filter - array(
					select key from pg_catalog.jsonb_object_keys(filter) as key where key <> 'words') else '{}' end))
			into last_rank, last_distance, last_name, last_doubtful using filter, after;
		if last_name is not null and (distance is null or last_distance is not null) then
			skipped := 0;
			beyond := pg_catalog.format(' and (%s) > (%s)', keys, pg_catalog.concat_ws(', ',
				case when rank is not null then '$3' end, case when distance is not null then '$4' end, '$8', '$5', '$2'));
		end if;
	end if;
	-- Of many that match or are near, only those are ordered that can be on the page.
	if rank is not null or distance is not null then
		select * into state from internal.live_sets();
		left_over := case when state.live is not null then internal.set_left(state, filter) end;
		if bit_count(left_over) > state.many then
			likely := case when rank is not null then internal.best_matches(state, left_over, filter, name,
					skipped + page_size, case when beyond <> '' then last_rank end, last_name, after, last_doubtful)
				else internal.nearest_places(state, left_over, filter, skipped + page_size,
					case when beyond <> '' then last_distance else 0 end) end;
		end if;
		if likely is not null then
			likely := likely || internal.changed_since(left_over);
			source := pg_catalog.replace(source, '$1 -> ''meant'')', '$1 -> ''meant'', $9)')
				|| ' and organisation.id = any ($9)';
		end if;
	end if;
	-- That there is a key says nothing new, and lets the list be read from its index.
	return query execute pg_catalog.format(
			'select organisation.id, %s %s and %s is not null %s order by %s limit $6 offset $7',
			coalesce(distance, 'null::double precision'), source, name, beyond, keys)
		using filter, after, last_rank, last_distance, last_name, page_size, skipped, last_doubtful, likely;
end;
$$;
grant execute on function internal.organisations_in_order to anon, authenticated, service_role;

-- One page of the list, in the list's order: [OrganisationSummary of src/lib/organisation].
create function public.find_organisations(
	filter jsonb default '{}', language text default null, page integer default 1, page_size integer default 40,
	after uuid default null
) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', organisation.id, 'slug', organisation.slug,
		'kind', organisation.kind, 'name', organisation.name, 'abbreviation', organisation.abbreviation,
		'summary', organisation.summary, 'street', organisation.street, 'place', place.name,
		'municipality', municipality.full_name, 'regionId', organisation.region_id,
		'pin', internal.pin(organisation.latitude, organisation.longitude, organisation.approximate),
		'phone', organisation.phones[1], 'email', organisation.email, 'website', organisation.website,
		'confirmedOn', organisation.confirmed_on, 'doubtfulSince', organisation.doubtful_since,
		'correctedAt', organisation.corrected_at, 'isExample', organisation.is_example, 'metres', found.metres,
		'nextEvent', internal.next_event(organisation.id)) order by found.place), '[]')
	from internal.organisations_in_order(filter, language, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (organisation_id, metres, place)
	join public.organisations as organisation on organisation.id = found.organisation_id
	left join public.places as place on place.id = organisation.place_id
	left join public.municipalities as municipality on municipality.id = organisation.municipality_id;
$$;
grant execute on function public.find_organisations to anon, authenticated, service_role;

create function internal.count_organisations(filter jsonb) returns bigint
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	state internal.set_making;
	left_over bit varying;
	total bigint;
begin
	select * into state from internal.live_sets();
	if state.live is not null then
		left_over := internal.set_left(state, filter);
	end if;
	filter := internal.with_everything(filter);
	execute 'select count(*) ' || internal.from_organisations(filter, null, false)
			|| case when left_over is not null then ' and organisation.id = any ($2)' else '' end
		into total using filter, internal.changed_since(left_over);
	return total + coalesce(bit_count(left_over), 0);
end;
$$;
grant execute on function internal.count_organisations to anon, authenticated, service_role;

-- How many organisations a filter leaves on all pages. A question of its own, because it is the
-- same for every page.
create function public.count_organisations(filter jsonb default '{}') returns bigint
	language sql stable set search_path = '' as $$
	select internal.count_organisations(filter);
$$;
grant execute on function public.count_organisations to anon, authenticated, service_role;

-- What is added to the row of a pin that is drawn pale; nothing to all others, which are most.
create function internal.doubt_mark(doubtful_since date) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return case when doubtful_since is null then '[]'::jsonb else '[true]'::jsonb end;
grant execute on function internal.doubt_mark to anon, authenticated, service_role;

create function internal.organisation_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'select coalesce(jsonb_agg(jsonb_build_array(organisation.slug, organisation.kind, %s,
			organisation.latitude, organisation.longitude, organisation.approximate)
			|| internal.doubt_mark(organisation.doubtful_since) order by %s), ''[]'') %s
			and organisation.location is not null',
		internal.text_expression('organisation.name', language),
		pg_catalog.concat_ws(', ',
			internal.merit_expression(filter),
			case when filter ? 'near' then 'extensions.st_distance(organisation.location, internal.near_point($1))' end,
			'(organisation.doubtful_since is not null)',
			internal.sort_expression(language), 'organisation.id'),
		internal.from_organisations(filter))
		into points using filter;
	return points;
end;
$$;
grant execute on function internal.organisation_points to anon, authenticated, service_role;

-- Every pin of a filter, small enough to send whole: [[slug, kind, name, latitude, longitude,
-- approximate, true when nobody has confirmed it for long], ...] in the list's order. Organisations
-- without a pin are not in it; count_organisations counts them.
create function public.organisation_points(filter jsonb default '{}', language text default null) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_points(filter, language);
$$;
grant execute on function public.organisation_points to anon, authenticated, service_role;

-- Lists and pins of events: dates, not events, are what a list shows and counts.

create type internal.placed_occurrence as (occurrence_id uuid, metres double precision);

-- One page of dates as ids in their order, which is one of
--   'soonest'  by beginning
--   'latest'   by beginning, backwards
--   'nearest'  by distance, then by beginning; without a point as 'soonest'
--   'best'     by how well the words match, then by beginning; without words as 'soonest'
-- With `after`, the last date of the page before, the page begins where that one stands in the
-- order; when it is gone, the page's number counts.
create function internal.occurrences_in_order(
	filter jsonb, ordering text, page integer, page_size integer, after uuid default null
) returns setof internal.placed_occurrence
	language plpgsql stable security definer set search_path = '' set jit = off rows 40 as $$
declare
	direction text := case when ordering = 'latest' then 'desc' else 'asc' end;
	distance text := case when filter ? 'near' then 'extensions.st_distance(occurrence.location, internal.near_point($1))' end;
	-- What the dates are ordered by before their beginning.
	merit text := case when ordering = 'nearest' then distance
		when ordering = 'best' and filter ? 'words' then '-hit.rank::double precision' end;
	keys text := pg_catalog.concat_ws(', ', merit, 'occurrence.starts_at', 'occurrence.id');
	skipped bigint := (greatest(page, 1) - 1)::bigint * page_size;
	beyond text := '';
	part text;
	last_merit double precision;
	last_start timestamptz;
begin
	if after is not null then
		execute pg_catalog.format('select %s, occurrence.starts_at %s and occurrence.id = $2', coalesce(merit, 'null'),
				internal.from_occurrences(case when filter ? 'words' then filter - array(
					select key from pg_catalog.jsonb_object_keys(filter) as key where key <> 'words') else '{}' end))
			into last_merit, last_start using filter, after;
		if last_start is not null and (merit is null or last_merit is not null) then
			skipped := 0;
			beyond := pg_catalog.format(' and (%s) %s (%s)', keys, case when ordering = 'latest' then '<' else '>' end,
				pg_catalog.concat_ws(', ', case when merit is not null then '$3' end, '$4', '$2'));
		end if;
	end if;
	part := pg_catalog.format('select occurrence.id, %s as metres, %s as merit, occurrence.starts_at %%s%%s %s
			order by %s limit $5 + $6',
		coalesce(distance, 'null::double precision'), coalesce(merit, 'null::double precision'), beyond,
		pg_catalog.concat_ws(', ', merit, 'occurrence.starts_at ' || direction, 'occurrence.id ' || direction));
	if filter ? 'from' and merit is null and ordering <> 'latest' then
		-- What is not over by then is found along two indexes: what goes on at that moment by its span,
		-- what begins later by its beginning. One condition for both would read through everything that
		-- ever began.
		part := pg_catalog.format('(%s) union all (%s)',
			pg_catalog.format(part, internal.from_occurrences(filter, 'from'), $sql$
				and tstzrange(occurrence.starts_at, occurrence.ends_at) @> ($1 ->> 'from')::timestamptz$sql$),
			pg_catalog.format(part, internal.from_occurrences(filter, 'from'), $sql$
				and occurrence.starts_at > ($1 ->> 'from')::timestamptz$sql$));
	else
		part := pg_catalog.format(part, internal.from_occurrences(filter), '');
	end if;
	return query execute pg_catalog.format(
			'select found.id, found.metres from (%s) as found order by found.merit, found.starts_at %s, found.id %s
				limit $5 offset $6', part, direction, direction)
		using filter, after, last_merit, last_start, page_size, skipped;
end;
$$;
grant execute on function internal.occurrences_in_order to anon, authenticated, service_role;

-- A date that is held elsewhere or under another name says so in lists and on the map, and is found
-- where it is held.

-- One page of dates in the order asked for, each as it is held: [EventSummary of src/lib/event].
create function public.find_events(
	filter jsonb default '{}', ordering text default 'soonest', page integer default 1, page_size integer default 40,
	after uuid default null
) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('occurrenceId', occurrence.id, 'slug', event.slug, 'kind', event.kind,
		'title', occurrence.title, 'summary', event.summary, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
		'allDay', event.all_day, 'precision', event.date_precision, 'timeZone', event.time_zone,
		'state', occurrence.state, 'attendance', event.attendance,
		'venue', occurrence.venue_name, 'place', place.name, 'regionId', occurrence.region_id,
		'pin', internal.pin(occurrence.latitude, occurrence.longitude, occurrence.approximate),
		'free', event.free, 'isExample', event.is_example, 'inSeries', event.recurrence is not null,
		'registrationDeadline', occurrence.registration_deadline, 'metres', found.metres,
		'organisers', internal.organisers_of(event.id)) order by found.place), '[]')
	from internal.occurrences_in_order(filter, ordering, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (occurrence_id, metres, place)
	join internal.held_dates as occurrence on occurrence.id = found.occurrence_id
	join public.events as event on event.id = occurrence.event_id
	left join public.places as place on place.id = occurrence.place_id;
$$;
grant execute on function public.find_events to anon, authenticated, service_role;

create function internal.count_events(filter jsonb) returns bigint
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	total bigint;
begin
	execute 'select count(*) ' || internal.from_occurrences(filter) into total using filter;
	return total;
end;
$$;
grant execute on function internal.count_events to anon, authenticated, service_role;

-- How many dates a filter leaves on all pages.
create function public.count_events(filter jsonb default '{}') returns bigint
	language sql stable set search_path = '' as $$
	select internal.count_events(filter);
$$;
grant execute on function public.count_events to anon, authenticated, service_role;

create function internal.event_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'with next_date as (
			select distinct on (event.id) event.slug, event.kind, %s as title,
				occurrence.latitude, occurrence.longitude, occurrence.approximate, occurrence.starts_at,
				occurrence.ends_at, event.all_day, event.date_precision, event.is_example
			%s and occurrence.takes_place
			order by event.id, occurrence.starts_at
		)
		select coalesce(jsonb_agg(jsonb_build_array(slug, kind, title, latitude, longitude, approximate, starts_at, ends_at,
			all_day, date_precision, is_example) order by starts_at, slug), ''[]'')
		from next_date where latitude is not null',
		internal.text_expression('occurrence.title', language), internal.from_occurrences(filter))
		into points using filter;
	return points;
end;
$$;
grant execute on function internal.event_points to anon, authenticated, service_role;

-- One pin an event with its next matching date: [[slug, kind, title, latitude, longitude,
-- approximate, starts_at, ends_at, all_day, date_precision, is_example], ...], soonest first.
create function public.event_points(filter jsonb default '{}', language text default null) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_points(filter, language);
$$;
grant execute on function public.event_points to anon, authenticated, service_role;

-- How many a choice would give, for the numbers beside the checkboxes. Each facet is counted with
-- all the other conditions of the filter and without its own, so that the number beside a second
-- box says what checking it adds.

-- The counts of some facets over one set: what `filter` leaves when `besides` does not count.
-- Counting is done in memory, also where the server is set up for the smallest machine.
create function internal.organisation_counts(
	filter jsonb, besides text, facets text[], open_hours text[], confirmed_since date
) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '32MB' as $$
declare
	-- The whole set is read once, and only as many columns of it as are counted.
	counts constant jsonb := jsonb_build_object(
		'total', 'select to_jsonb(count(*)) from matching',
		'kinds', 'select jsonb_object_agg(kind, n) from (select kind, count(*) as n from matching group by kind) as one',
		'regions', 'select jsonb_object_agg(region_id, n) from (select region_id, count(*) as n from matching
			where region_id is not null group by region_id) as one',
		'municipalities', 'select jsonb_object_agg(municipality_id, n) from (select municipality_id, count(*) as n
			from matching where municipality_id is not null group by municipality_id) as one',
		'topics', 'select jsonb_object_agg(topic_id, n) from (select topic.topic_id, count(*) as n from matching
			join public.organisation_topics as topic on topic.organisation_id = matching.id group by topic.topic_id) as one',
		-- Who names one of them twice is still one.
		'languages', 'select jsonb_object_agg(language, n) from (select language, count(*) as n from matching,
			lateral (select distinct unnest(matching.languages) as language) as said group by language) as one',
		'access', 'select jsonb_object_agg(word, n) from (select word, count(*) as n from matching,
			lateral (select distinct unnest(matching.accessibility) as word) as said group by word) as one',
		'upcoming', 'select to_jsonb(count(*)) from matching
			join internal.last_dates as last on last.organisation_id = matching.id where last.ends_at > now()',
		'openHours', 'select to_jsonb(count(*)) from matching where opening_hours = any ($2)',
		'confirmedSince', 'select to_jsonb(count(*)) from matching where confirmed_on >= $3');
	state internal.set_making;
	left_over bit varying;
	answer jsonb;
begin
	select * into state from internal.live_sets();
	if state.live is not null then
		left_over := internal.set_left(state, filter - coalesce(besides, ''));
	end if;
	filter := internal.with_everything(filter);
	execute pg_catalog.format(
		'with matching as materialized (select organisation.id, organisation.kind, organisation.region_id,
			organisation.municipality_id, organisation.languages, organisation.accessibility,
			organisation.opening_hours, organisation.confirmed_on %s%s)
		select jsonb_build_object(%s)',
		internal.from_organisations(filter, besides, false),
		case when left_over is not null then ' and organisation.id = any ($4)' else '' end,
		(select pg_catalog.string_agg(pg_catalog.format('%L, coalesce((%s), ''{}'')', facet, counts ->> facet), ', ')
			from pg_catalog.unnest(facets) as facet))
		into answer using filter, open_hours, confirmed_since, internal.changed_since(left_over);
	if left_over is null then
		return answer;
	end if;
	return (select jsonb_object_agg(facet, case when jsonb_typeof(answer -> facet) = 'number'
			then to_jsonb((answer ->> facet)::bigint + bit_count(left_over & case facet
				when 'upcoming' then internal.set_upcoming(state)
				when 'openHours' then internal.set_open(state, open_hours)
				when 'confirmedSince' then internal.set_confirmed(state, confirmed_since)
				else left_over end))
			else internal.counted_in_sets(state, facet, left_over, answer -> facet) end)
		from unnest(facets) as facet);
end;
$$;

create function internal.organisation_facets(filter jsonb, open_hours text[], confirmed_since date) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	known constant text[] := array['kinds', 'topics', 'regions', 'municipalities', 'languages', 'upcoming', 'openHours',
		'confirmedSince'];
	chosen constant text[] := array(select key from pg_catalog.unnest(known) as key where filter ? key);
	rest constant text[] := array(select key from pg_catalog.unnest(known) as key where not filter ? key);
	-- What is needed to get in is asked for together: the number beside a second box says what is
	-- left, so it is counted under the first one too.
	answer jsonb := internal.organisation_counts(filter, null, array['total', 'access'] || rest, open_hours,
		confirmed_since);
	facet text;
begin
	foreach facet in array chosen loop
		answer := answer || internal.organisation_counts(filter, facet, array[facet], open_hours, confirmed_since);
	end loop;
	return answer - 'openHours' - 'confirmedSince'
		|| jsonb_build_object('open', answer -> 'openHours', 'confirmed', answer -> 'confirmedSince');
end;
$$;
grant execute on function internal.organisation_facets to anon, authenticated, service_role;

-- {"total": n, "kinds": {id: n}, "topics": {}, "regions": {}, "municipalities": {}, "languages":
-- {}, "access": {}, "upcoming": n, "open": n, "confirmed": n}. A value nothing has is not in it.
-- `open_hours`: the texts that mean "open" at this minute; `confirmed_since`: the day from which a
-- confirmation counts.
create function public.organisation_facets(
	filter jsonb default '{}', open_hours text[] default '{}', confirmed_since date default current_date - 365
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_facets(filter, open_hours, confirmed_since);
$$;
grant execute on function public.organisation_facets to anon, authenticated, service_role;

-- The same of dates of events. They are counted an event at a time, and a place of it at a time: a
-- series has one kind and many dates.
create function internal.event_counts(filter jsonb, besides text, facets text[]) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '32MB' as $$
declare
	counts constant jsonb := jsonb_build_object(
		'total', 'select to_jsonb(coalesce(sum(dates), 0)) from matching',
		'eventKinds', 'select jsonb_object_agg(kind, n) from (select kind, sum(dates) as n from matching group by kind) as one',
		'regions', 'select jsonb_object_agg(region_id, n) from (select region_id, sum(dates) as n from matching
			where region_id is not null group by region_id) as one',
		'municipalities', 'select jsonb_object_agg(municipality_id, n) from (select municipality_id, sum(dates) as n
			from matching where municipality_id is not null group by municipality_id) as one',
		'topics', 'select jsonb_object_agg(topic_id, n) from (select topic.topic_id, sum(dates) as n from matching
			join public.event_topics as topic on topic.event_id = matching.id group by topic.topic_id) as one',
		-- As above.
		'languages', 'select jsonb_object_agg(language, n) from (select language, sum(dates) as n from matching,
			lateral (select distinct unnest(matching.languages) as language) as said group by language) as one',
		'access', 'select jsonb_object_agg(word, n) from (select word, sum(dates) as n from matching,
			lateral (select distinct unnest(matching.accessibility) as word) as said group by word) as one',
		'kinds', 'select jsonb_object_agg(kind, n) from (select kind, sum(dates) as n from (
			select distinct matching.id, matching.dates, organisation.kind
			from (select every.id, sum(every.dates) as dates from matching as every group by every.id) as matching
			join public.event_organisers as organiser on organiser.event_id = matching.id
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organisation.publication = ''published'') as held group by kind) as one',
		'online', 'select to_jsonb(coalesce(sum(dates), 0)) from matching where attendance in (''online'', ''both'')');
	answer jsonb;
begin
	execute pg_catalog.format(
		'with dated as materialized (%s),
		matching as materialized (select event.id, event.kind,
			case when dated.elsewhere then coalesce(dated.region_id, event.region_id) else event.region_id end as region_id,
			case when dated.elsewhere then dated.municipality_id else event.municipality_id end as municipality_id,
			event.languages, event.accessibility, event.attendance, dated.dates from dated join public.events as event on event.id = dated.id
			where event.publication = ''published'')
		select jsonb_build_object(%s)',
		-- When nothing is asked of the events themselves, a million dates are counted without looking
		-- at their events first.
		case when filter - coalesce(besides, '') - array['from', 'to', 'endedBy'] = '{}'
			then 'select occurrence.event_id as id, occurrence.elsewhere, occurrence.region_id, occurrence.municipality_id,
					count(*) as dates from public.event_occurrences as occurrence
				where true' || internal.date_conditions(filter) || ' group by 1, 2, 3, 4'
			else 'select event.id, occurrence.elsewhere, occurrence.region_id, occurrence.municipality_id,
					count(*) as dates ' || internal.from_occurrences(filter, besides) || ' group by 1, 2, 3, 4'
		end,
		(select pg_catalog.string_agg(pg_catalog.format('%L, coalesce((%s), ''{}'')', facet, counts ->> facet), ', ')
			from pg_catalog.unnest(facets) as facet))
		into answer using filter;
	return answer;
end;
$$;

create function internal.event_facets(filter jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	known constant text[] := array['eventKinds', 'kinds', 'topics', 'regions', 'municipalities', 'languages', 'online'];
	chosen constant text[] := array(select key from pg_catalog.unnest(known) as key where filter ? key);
	rest constant text[] := array(select key from pg_catalog.unnest(known) as key where not filter ? key);
	-- As of organisations.
	answer jsonb := internal.event_counts(filter, null, array['total', 'access'] || rest);
	facet text;
begin
	foreach facet in array chosen loop
		answer := answer || internal.event_counts(filter, facet, array[facet]);
	end loop;
	return answer;
end;
$$;
grant execute on function internal.event_facets to anon, authenticated, service_role;

-- {"total": n, "eventKinds": {id: n}, "kinds": {}, "topics": {}, "regions": {}, "municipalities":
-- {}, "languages": {}, "access": {}, "online": n}, in dates, as the list counts them. A value
-- nothing has is not in it.
create function public.event_facets(filter jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_facets(filter);
$$;
grant execute on function public.event_facets to anon, authenticated, service_role;

-- Every text of opening hours in use, for working out which of them mean "open" at some minute.
create function public.opening_hours_in_use() returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(distinct organisation.opening_hours), '[]')
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.opening_hours is not null;
$$;
grant execute on function public.opening_hours_in_use to anon, authenticated, service_role;

-- A month of the programme as a calendar shows it: for each day how many dates fall on it, and the
-- first few of them. A list of a whole month would be cut somewhere; a day that says "14" and shows
-- four of them is not.

-- {total, days: [{day, count, dates: [CalendarDate of src/lib/event]}], undated: [...]}. Days are
-- those of the network, whose people read them, also of an hour that an event tells in another
-- zone; whole days are the same days everywhere. A date of several days stands on each of them.
-- `undated` are past events of which only the month is known.
create function public.events_by_day(filter jsonb, first_day date, last_day date, max_rows integer default 4) returns jsonb
	language sql stable set search_path = '' set jit = off as $$
	with here as materialized (
		select internal.time_zone() as time_zone
	), matching as (
		select occurrence.*,
			(occurrence.starts_at at time zone zone.name)::date as begins,
			-- What ends at midnight does not reach into the next day.
			((occurrence.ends_at - interval '1 microsecond') at time zone zone.name)::date as ends
		from internal.matching_occurrences(filter) as occurrence
		cross join here
		cross join lateral (select case when occurrence.all_day or occurrence.date_precision <> 'minute'
			then occurrence.time_zone else here.time_zone end as name) as zone
		where occurrence.date_precision <> 'year'
	), within as (
		select * from matching where matching.ends >= first_day and matching.begins <= last_day
	), on_days as (
		select within.*, within.begins + passed.days as day
		from within, generate_series(
			greatest(first_day - within.begins, 0), least(within.ends, last_day) - within.begins) as passed (days)
		where within.date_precision <> 'month'
	), placed as (
		select on_days.*, count(*) over (partition by on_days.day) as count,
			-- What begins on the day comes before what only goes on.
			row_number() over (partition by on_days.day
				order by on_days.begins < on_days.day, on_days.starts_at, on_days.occurrence_id) as position
		from on_days
	), shown as (
		select placed.day, placed.count, placed.position, placed.occurrence_id, placed.event_id, placed.starts_at,
			placed.ends_at, placed.status
		from placed where placed.position <= least(greatest(max_rows, 1), 50)
		union all
		select null, null, row_number() over (order by within.starts_at, within.occurrence_id), within.occurrence_id,
			within.event_id, within.starts_at, within.ends_at, within.status
		from within where within.date_precision = 'month'
	), described as (
		select shown.day, shown.count, shown.position, jsonb_build_object(
			'slug', event.slug,
			'title', own.title,
			'startsAt', shown.starts_at, 'endsAt', shown.ends_at, 'allDay', event.all_day,
			'precision', event.date_precision, 'timeZone', event.time_zone, 'state', shown.status,
			'attendance', event.attendance, 'place', place.name, 'isExample', event.is_example) as date
		from shown
		-- Each is looked up: how few they are the planner cannot know, and would read all there are.
		cross join lateral (select one.slug, one.all_day, one.date_precision, one.time_zone, one.attendance, one.is_example
			from public.events as one where one.id = shown.event_id offset 0) as event
		cross join lateral (select held.title, held.place_id from internal.held_dates as held
			where held.id = shown.occurrence_id offset 0) as own
		left join public.places as place on place.id = own.place_id
	)
	select jsonb_build_object(
		'total', (select count(*) from within),
		'days', (select coalesce(jsonb_agg(day order by day ->> 'day'), '[]') from (
			select jsonb_build_object('day', described.day, 'count', described.count,
				'dates', jsonb_agg(described.date order by described.position)) as day
			from described where described.day is not null
			group by described.day, described.count) as each_day),
		'undated', (select coalesce(jsonb_agg(described.date order by described.position), '[]')
			from described where described.day is null));
$$;
grant execute on function public.events_by_day to anon, authenticated, service_role;

-- 260_map_cells.sql

-- The places of a filter counted in cells, for a map that has more of them than a browser should
-- carry. The map is cut into the tiles of web maps (OpenStreetMap wiki, "Slippy map tilenames"):
-- tile z/x/y is the square x from the west and y from the north when the world is cut into 2^z by
-- 2^z. Each is cut again into `fine` by `fine` cells, and what lies in one cell is counted
-- together. A tile with few places sends each of them by itself.
--
-- Rows: a place by itself as in organisation_points and event_points; a cell as [count, latitude
-- and longitude of the mean, south, west, north, east] of what it holds. Every place of the filter
-- is in exactly one cell of exactly one tile of a zoom.

-- The latitude that lies a part of the world's side from its north edge (Web Mercator, EPSG:3857).
create function internal.latitude_of(world_y double precision) returns double precision
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.degrees(pg_catalog.atan(pg_catalog.sinh(pg_catalog.pi() * (1 - 2 * world_y))));

-- The box of a tile in degrees. The tile's own edges are decided by its cells; the box is a hair
-- wider, so that rounding loses nobody.
create function internal.tile_box(z integer, x integer, y integer) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.jsonb_build_object(
		'south', internal.latitude_of((y + 1) / pg_catalog.power(2, z)) - 1e-9,
		'north', internal.latitude_of(y / pg_catalog.power(2, z)) + 1e-9,
		'west', x / pg_catalog.power(2, z) * 360 - 180 - 1e-9,
		'east', (x + 1) / pg_catalog.power(2, z) * 360 - 180 + 1e-9);

-- The filter with its area narrowed to a box, or NULL when the two have nothing in common.
create function internal.narrowed_to(filter jsonb, box jsonb) returns jsonb
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	south double precision := (box ->> 'south')::double precision;
	west double precision := (box ->> 'west')::double precision;
	north double precision := (box ->> 'north')::double precision;
	east double precision := (box ->> 'east')::double precision;
begin
	if filter ? 'area' then
		south := greatest(south, (filter #>> '{area,south}')::double precision);
		west := greatest(west, (filter #>> '{area,west}')::double precision);
		north := least(north, (filter #>> '{area,north}')::double precision);
		east := least(east, (filter #>> '{area,east}')::double precision);
	end if;
	if south > north or west > east then
		return null;
	end if;
	return filter || pg_catalog.jsonb_build_object('area',
		pg_catalog.jsonb_build_object('south', south, 'west', west, 'north', north, 'east', east));
end;
$$;

-- Puts places into cells. `places` is a statement with the columns id, latitude, longitude, and
-- starts_at, ends_at and own, which are only handed on; it has the filter as its parameter $1, and
-- with sets $7 to $9: their making, the members that are left, and what was changed since.
-- `single` makes the row of one place of them from the table `subject`. The projection is written
-- out: a function with its own search_path is called for every row, which took ten times as long.
create function internal.cells(
	places text, subject text, single text, filter jsonb, z integer, x integer, y integer, fine integer, few integer,
	making integer default null, members bit varying default null
) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	cells jsonb;
	along double precision := pg_catalog.power(2, z) * fine;
begin
	execute pg_catalog.format($sql$
		with found as (%s), place as materialized (
			select * from (
				select found.*, pg_catalog.floor((found.longitude / 360 + 0.5) * $2)::integer as x,
					pg_catalog.floor((0.5 - pg_catalog.atanh(pg_catalog.sin(pg_catalog.radians(found.latitude)))
						/ (2 * pg_catalog.pi())) * $2)::integer as y
				from found) as everywhere
			where everywhere.x >= $3 and everywhere.x < $3 + $5 and everywhere.y >= $4 and everywhere.y < $4 + $5
		), cell as (
			select place.x, place.y, pg_catalog.count(*) as count,
				pg_catalog.avg(place.latitude) as latitude, pg_catalog.avg(place.longitude) as longitude,
				pg_catalog.min(place.latitude) as south, pg_catalog.min(place.longitude) as west,
				pg_catalog.max(place.latitude) as north, pg_catalog.max(place.longitude) as east,
				-- Of a cell of one place: that one.
				(pg_catalog.array_agg(place.id))[1] as id, (pg_catalog.array_agg(place.starts_at))[1] as starts_at,
				(pg_catalog.array_agg(place.ends_at))[1] as ends_at, (pg_catalog.array_agg(place.own))[1] as own
			from place
			group by place.x, place.y, case when (select pg_catalog.count(*) from place as every) <= $6 then place.id end
		)
		select coalesce(jsonb_agg(part.content order by part.y, part.x, part.content), '[]') from (
			select cell.x, cell.y, case when cell.count = 1
				-- A question for each: a join would be planned for a guessed number of rows, and the guess
				-- is wrong.
				then (select %s from %s where subject.id = cell.id)
				else jsonb_build_array(cell.count,
					pg_catalog.round(cell.latitude::numeric, 5), pg_catalog.round(cell.longitude::numeric, 5),
					cell.south, cell.west, cell.north, cell.east) end as content
			from cell) as part
		$sql$, places, single, subject)
		into cells using filter, along, x * fine, y * fine, fine, few, making, members, internal.changed_since(members);
	return cells;
end;
$$;

create function internal.organisation_cells(
	filter jsonb, language text, z integer, x integer, y integer, fine integer, few integer
) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	-- The whole world leaves nobody out, and no condition costs less than one that is always true.
	narrowed jsonb := case when z = 0 then filter else internal.narrowed_to(filter, internal.tile_box(z, x, y)) end;
	state internal.set_making;
	left_over bit varying;
begin
	if narrowed is null then
		return '[]'::jsonb;
	end if;
	select * into state from internal.live_sets();
	if state.live is not null then
		left_over := internal.set_left(state, narrowed);
	end if;
	narrowed := internal.with_everything(narrowed);
	return internal.cells(
		case when left_over is not null then
			'select own.organisation_id as id, own.latitude, own.longitude,
				null::timestamptz as starts_at, null::timestamptz as ends_at, null::jsonb as own
			from internal.set_places as own
			where own.making = $7 and own.latitude is not null and pg_catalog.get_bit($8, own.place) = 1 union all '
			else '' end
			|| 'select organisation.id, organisation.latitude, organisation.longitude,
				null::timestamptz as starts_at, null::timestamptz as ends_at, null::jsonb as own '
			|| internal.from_organisations(narrowed, null, false) || ' and organisation.location is not null'
			|| case when left_over is not null then ' and organisation.id = any ($9)' else '' end,
		'public.organisations as subject',
		pg_catalog.format('jsonb_build_array(subject.slug, subject.kind, %s, subject.latitude, subject.longitude,
				subject.approximate) || internal.doubt_mark(subject.doubtful_since)',
			internal.text_expression('subject.name', language)),
		narrowed, z, x, y, fine, few, state.live, left_over);
end;
$$;
grant execute on function internal.organisation_cells to anon, authenticated, service_role;

-- Where the next date of an event is held decides where it stands: a date can be elsewhere. So the
-- tile may only leave out events of which no date is near it.
create function internal.event_cells(
	filter jsonb, language text, z integer, x integer, y integer, fine integer, few integer
) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	near_tile text := case when z > 0 then $sql$ and (
		event.location::extensions.geometry operator(extensions.&&)
			internal.area_box(jsonb_build_object('area', $1 -> 'tile'))
		or exists (
			select from public.event_occurrences as other
			where other.event_id = event.id and other.location::extensions.geometry operator(extensions.&&)
				internal.area_box(jsonb_build_object('area', $1 -> 'tile'))))$sql$ else '' end;
begin
	return internal.cells(
		pg_catalog.format($sql$
			select next_date.* from (
				select distinct on (event.id) event.id,
					occurrence.latitude, occurrence.longitude, occurrence.starts_at, occurrence.ends_at,
					jsonb_build_array(%s, occurrence.approximate) as own
				%s and occurrence.takes_place %s
				order by event.id, occurrence.starts_at) as next_date
			where next_date.latitude is not null$sql$,
			internal.text_expression('occurrence.title', language), internal.from_occurrences(filter), near_tile),
		'public.events as subject',
		'jsonb_build_array(subject.slug, subject.kind, cell.own -> 0, cell.south, cell.west, cell.own -> 1,
			cell.starts_at, cell.ends_at, subject.all_day, subject.date_precision, subject.is_example)',
		filter || pg_catalog.jsonb_build_object('tile', internal.tile_box(z, x, y)), z, x, y, fine, few);
end;
$$;
grant execute on function internal.event_cells to anon, authenticated, service_role;

-- Organisations of a filter within a tile; when there are more than `few` of them, those that share
-- a cell are counted.
create function public.organisation_cells(
	filter jsonb default '{}', language text default null, z integer default 0, x integer default 0, y integer default 0,
	fine integer default 64, few integer default 300
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_cells(filter, language, least(greatest(z, 0), 12), least(greatest(x, 0), 4095),
		least(greatest(y, 0), 4095), least(greatest(fine, 1), 65536), least(greatest(few, 0), 2000));
$$;
grant execute on function public.organisation_cells to anon, authenticated, service_role;

-- The same of events, each once with its next date.
create function public.event_cells(
	filter jsonb default '{}', language text default null, z integer default 0, x integer default 0, y integer default 0,
	fine integer default 64, few integer default 300
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_cells(filter, language, least(greatest(z, 0), 12), least(greatest(x, 0), 4095),
		least(greatest(y, 0), 4095), least(greatest(fine, 1), 65536), least(greatest(few, 0), 2000));
$$;
grant execute on function public.event_cells to anon, authenticated, service_role;

-- 265_withdrawn_events.sql

-- Events that were public and were taken back: unpublished, removed or erased. A calendar that
-- holds one goes on announcing it, unless its next answer says that it is cancelled; so for ninety
-- days feeds say so, and afterwards that it is gone. What is kept is when it was and what filters
-- ask of it, and none of its words, not even those of its address: some are taken back because of
-- what they say. Examples leave nothing, because nobody was invited.

create table internal.withdrawn_events (
	-- No reference: this outlives the event.
	event_id uuid primary key,
	slug text not null,
	series_id uuid,
	withdrawn_at timestamptz not null default now(),
	-- What feeds tell (WithdrawnEvent of src/lib/feed) and what filters ask; empty after ninety days.
	told jsonb,
	kind text,
	organiser_kinds text[],
	topics text[],
	languages text[],
	attendance text,
	regions text[],
	municipalities text[],
	-- Where its dates were to be.
	points extensions.geography (MultiPoint, 4326),
	-- When the first of the dates that were still ahead begins, and the last one ends; empty when
	-- none was.
	starts_at timestamptz,
	ends_at timestamptz
);
create index withdrawn_events_slug on internal.withdrawn_events (slug);
create index withdrawn_events_series on internal.withdrawn_events (series_id) where series_id is not null;
create index withdrawn_events_time on internal.withdrawn_events (withdrawn_at) where told is not null;
alter table internal.withdrawn_events enable row level security;
revoke all on internal.withdrawn_events from public, anon, authenticated, service_role;

-- Days for which feeds tell that an event was taken back.
create function internal.withdrawal_days() returns integer
	language sql immutable parallel safe set search_path = ''
	return 90;

create function internal.keep_withdrawal(event public.events, version integer) returns void
	language sql security definer set search_path = '' as $$
	-- Older ones need only be known to be gone.
	update internal.withdrawn_events as kept
	set told = null, kind = null, organiser_kinds = null, topics = null, languages = null, attendance = null,
		regions = null, municipalities = null, points = null
	where kept.told is not null and kept.withdrawn_at <= now() - make_interval(days => internal.withdrawal_days());

	insert into internal.withdrawn_events as kept (event_id, slug, series_id, told, kind, organiser_kinds, topics,
		languages, attendance, regions, municipalities, points, starts_at, ends_at)
	select event.id, event.slug, event.series_id,
		jsonb_build_object('id', event.id, 'kind', event.kind, 'timeZone', event.time_zone,
			'starts', event.starts_local, 'ends', event.ends_local, 'allDay', event.all_day,
			'precision', event.date_precision, 'recurrence', event.recurrence, 'exceptions', event.exceptions,
			'knownUntil', event.known_until, 'version', version, 'createdAt', event.created_at, 'withdrawnAt', now(),
			'dates', dates.list),
		event.kind,
		array(select distinct organisation.kind from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id and organisation.publication = 'published'),
		array(select link.topic_id from public.event_topics as link where link.event_id = event.id),
		event.languages, event.attendance, dates.regions, dates.municipalities, dates.points, dates.starts_at, dates.ends_at
	from (
		select jsonb_agg(jsonb_build_object('id', held.id, 'startsAt', held.starts_at, 'endsAt', held.ends_at,
				'originalStart', held.original_start, 'starts', held.starts_at at time zone event.time_zone,
				'ends', held.ends_at at time zone event.time_zone,
				'original', held.original_start at time zone event.time_zone,
				'state', case when held.ends_at > now() then 'cancelled' else held.state end)
				order by held.original_start) as list,
			array_agg(distinct held.region_id) as regions, array_agg(distinct held.municipality_id) as municipalities,
			extensions.st_multi(extensions.st_collect(held.location::extensions.geometry))::extensions.geography as points,
			min(held.starts_at) filter (where held.ends_at > now()) as starts_at,
			max(held.ends_at) filter (where held.ends_at > now()) as ends_at
		from internal.held_dates as held where held.event_id = event.id
	) as dates
	where dates.list is not null
	on conflict (event_id) do update set slug = excluded.slug, series_id = excluded.series_id, withdrawn_at = now(),
		told = excluded.told, kind = excluded.kind, organiser_kinds = excluded.organiser_kinds, topics = excluded.topics,
		languages = excluded.languages, attendance = excluded.attendance, regions = excluded.regions,
		municipalities = excluded.municipalities, points = excluded.points, starts_at = excluded.starts_at,
		ends_at = excluded.ends_at;
$$;

create function internal.follow_withdrawal() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op = 'DELETE' then
		perform internal.keep_withdrawal(old, old.version + 1);
		return old;
	end if;
	if new.publication = 'published' then
		delete from internal.withdrawn_events as kept where kept.event_id = new.id;
	else
		perform internal.keep_withdrawal(new, new.version);
	end if;
	return null;
end;
$$;
create trigger follow_withdrawal after update of publication on public.events
	for each row when ((old.publication = 'published') <> (new.publication = 'published') and not new.is_example)
	execute function internal.follow_withdrawal();
-- Before its dates go with it.
create trigger follow_withdrawal_for_good before delete on public.events
	for each row when (old.publication = 'published' and not old.is_example)
	execute function internal.follow_withdrawal();

-- The next functions run with the owner's rights and tell nothing but what was public.

-- The events a filter would find, were they still there: [WithdrawnEvent]. Words are not kept, so a
-- question with words finds none; nor one that asks for what is over.
create function internal.withdrawn_matching(filter jsonb) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(kept.told order by kept.withdrawn_at desc, kept.event_id), '[]')
	from internal.withdrawn_events as kept
	where kept.told is not null and kept.ends_at is not null
		and kept.withdrawn_at > now() - make_interval(days => internal.withdrawal_days())
		and not filter ?| array['words', 'slugs', 'endedBy']
		and (not filter ? 'from' or kept.ends_at > (filter ->> 'from')::timestamptz)
		and (not filter ? 'to' or kept.starts_at < (filter ->> 'to')::timestamptz)
		and (not filter ? 'eventKinds' or kept.kind = any (internal.texts(filter, 'eventKinds')))
		and (not filter ? 'kinds' or kept.organiser_kinds && internal.texts(filter, 'kinds'))
		and (not filter ? 'topics' or kept.topics && internal.texts(filter, 'topics'))
		and (not filter ? 'languages' or kept.languages && internal.texts(filter, 'languages'))
		and (not filter ? 'regions' or kept.regions && internal.texts(filter, 'regions'))
		and (not filter ? 'municipalities' or kept.municipalities && internal.texts(filter, 'municipalities'))
		and (not coalesce((filter ->> 'online')::boolean, false) or kept.attendance in ('online', 'both'))
		and (not filter ? 'near' or extensions.st_dwithin(kept.points, internal.near_point(filter),
			(filter ->> 'km')::double precision * 1000))
		and (not filter ? 'area'
			or extensions.st_intersects(kept.points::extensions.geometry, internal.area_box(filter)));
$$;
grant execute on function internal.withdrawn_matching to anon, authenticated, service_role;

-- Whether there was an event of this name and is none now.
create function internal.was_withdrawn(wanted_slug text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from internal.withdrawn_events as kept where kept.slug = wanted_slug)
		and not exists (select from public.events as event
			where event.slug = wanted_slug and event.publication = 'published');
$$;
grant execute on function internal.was_withdrawn to anon, authenticated, service_role;

-- The series that an event of this name was a part of; NULL when there was none.
create function internal.withdrawn_series(wanted_slug text) returns uuid
	language sql stable security definer set search_path = '' as $$
	select kept.series_id from internal.withdrawn_events as kept
	where kept.slug = wanted_slug and internal.was_withdrawn(wanted_slug)
	order by kept.withdrawn_at desc limit 1;
$$;
grant execute on function internal.withdrawn_series to anon, authenticated, service_role;

-- What was taken back lately of the event of this name or of its series: [WithdrawnEvent].
create function internal.withdrawn_parts(wanted_slug text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(kept.told order by kept.event_id), '[]')
	from internal.withdrawn_events as kept
	where kept.told is not null and kept.ends_at is not null
		and kept.withdrawn_at > now() - make_interval(days => internal.withdrawal_days())
		and (kept.series_id = coalesce(internal.withdrawn_series(wanted_slug), (select event.series_id
				from public.events as event where event.slug = wanted_slug and event.publication = 'published'))
			or (kept.slug = wanted_slug and internal.was_withdrawn(wanted_slug)));
$$;
grant execute on function internal.withdrawn_parts to anon, authenticated, service_role;

-- What the page of an event that was taken back may still tell, as the feeds do: its kind and the
-- dates that were ahead, at most twelve of them. NULL when that is over, too.
create function internal.withdrawn_told(wanted_slug text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('kind', kept.kind, 'timeZone', kept.told -> 'timeZone', 'allDay', kept.told -> 'allDay',
		'precision', kept.told -> 'precision', 'count', ahead.count, 'dates', ahead.list)
	from internal.withdrawn_events as kept
	cross join lateral (
		select max(numbered.position) as count, jsonb_agg(jsonb_build_object('startsAt', numbered.date -> 'startsAt',
			'endsAt', numbered.date -> 'endsAt') order by numbered.position) filter (where numbered.position <= 12) as list
		from (select date, row_number() over (order by (date ->> 'startsAt')::timestamptz) as position
			from jsonb_array_elements(kept.told -> 'dates') as date
			where (date ->> 'endsAt')::timestamptz > now()) as numbered
	) as ahead
	where kept.slug = wanted_slug and kept.told is not null and ahead.count > 0
		and kept.withdrawn_at > now() - make_interval(days => internal.withdrawal_days())
		and internal.was_withdrawn(wanted_slug)
	order by kept.withdrawn_at desc limit 1;
$$;
grant execute on function internal.withdrawn_told to anon, authenticated, service_role;

-- What is to be said at the address of an event that was taken back: {told, parts}, the parts of
-- its series that are still there. NULL when there never was one.
create function public.withdrawn_event(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object('told', internal.withdrawn_told(wanted_slug),
		'parts', internal.named_parts(array(select part.id from public.events as part
			where part.series_id = internal.withdrawn_series(wanted_slug))))
	where internal.was_withdrawn(wanted_slug);
$$;
grant execute on function public.withdrawn_event to anon, authenticated, service_role;

-- 270_feeds.sql

-- What the feeds ask: the same filters as the lists, answered with every column another program may
-- want. One question an answer; only a calendar too long for one answer is fetched in parts. All
-- run with the caller's rights.
--
-- An answer about events names each event once and its dates beside it, because a series repeats
-- nothing but its dates:
--   {"total": n, "events": [FeedEvent], "dates": [{"event": id, "date": FeedDate}]} FeedEvent,
--   FeedDate and FeedOrganisation are those of src/lib/feed. `starts`, `ends` and `original` of a
--   date are what the clock on the wall of the event's own zone shows, so that a calendar is
--   written without working out a single offset.

-- Where one date is held that is not held where its event is; a place replaces the whole place of
-- the event. Asked only of such dates: nearly all are where the event is, and a function called for
-- each of them costs more than the rest of the question.
create function internal.place_of_date(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object('venue', held.venue_name, 'street', held.street,
		'postcode', held.postcode, 'place', place.name, 'municipality', municipality.full_name,
		'region', internal.named(region.id, region.name),
		'pin', internal.pin(held.latitude, held.longitude, held.approximate))
	from internal.held_dates as held
	left join public.places as place on place.id = held.place_id
	left join public.municipalities as municipality on municipality.id = held.municipality_id
	left join public.regions as region on region.id = held.region_id
	where held.id = wanted;
$$;
grant execute on function internal.place_of_date to anon, authenticated, service_role;

-- Every date with what feeds tell of it: FeedDate but for the metres, which depend on the question.
create view internal.feed_dates with (security_invoker = true) as
	select held.id, held.event_id, held.starts_at, held.ends_at, held.original_start, held.rescheduled,
		held.takes_place,
		jsonb_build_object('id', held.id, 'startsAt', held.starts_at, 'endsAt', held.ends_at,
			'originalStart', held.original_start, 'starts', held.starts_at at time zone event.time_zone,
			'ends', held.ends_at at time zone event.time_zone,
			'original', held.original_start at time zone event.time_zone, 'state', held.state,
			'title', case when held.own_title then held.title else '{}' end, 'reason', held.reason,
			'deadline', held.registration_deadline, 'metres', null,
			'elsewhere', case when held.elsewhere then internal.place_of_date(held.id) end) as told
	from internal.held_dates as held
	join public.events as event on event.id = held.event_id;
grant select on internal.feed_dates to anon, authenticated, service_role;

-- Regions and pins are put together on the spot, not by internal.named and internal.pin: a feed has
-- thousands of them, and two calls for each would be a fifth of the question.
create function internal.feed_facts(wanted uuid[]) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'id', event.id, 'slug', event.slug, 'kind', event.kind, 'title', event.title, 'summary', event.summary,
		'attendance', event.attendance, 'venue', event.venue_name, 'street', event.street, 'postcode', event.postcode,
		'place', place.name, 'municipality', municipality.full_name, 'region', case when region.id is not null
			then jsonb_build_object('id', region.id, 'name', region.name) end,
		'pin', case when event.latitude is not null then jsonb_build_object('lat', event.latitude,
			'lng', event.longitude, 'approximate', event.approximate) end,
		'languages', event.languages, 'free', event.free, 'price', event.price,
		'registration', jsonb_build_object('url', event.registration_url, 'email', event.registration_email,
			'phone', event.registration_phone, 'deadline', event.registration_deadline),
		'state', event.status, 'stateReason', event.status_reason, 'timeZone', event.time_zone,
		'starts', event.starts_local, 'ends', event.ends_local, 'allDay', event.all_day,
		'precision', event.date_precision, 'recurrence', event.recurrence, 'exceptions', event.exceptions,
		'knownUntil', event.known_until, 'isExample', event.is_example, 'version', event.version,
		'createdAt', event.created_at, 'updatedAt', event.updated_at,
		'topics', topics.list, 'organisers', organisers.list, 'sources', sources.list) order by event.id), '[]')
	from public.events as event
	left join public.places as place on place.id = event.place_id
	left join public.municipalities as municipality on municipality.id = event.municipality_id
	left join public.regions as region on region.id = event.region_id
	cross join lateral (
		select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name', topic.name)
			order by topic.position), '[]') as list
		from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
		where link.event_id = event.id) as topics
	cross join lateral (
		select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'email', organisation.email,
			'name', coalesce(organisation.name, internal.in_first_language(organiser.name)))
			order by organiser.position), '[]') as list
		from public.event_organisers as organiser
		left join public.organisations as organisation on organisation.id = organiser.organisation_id
		where organiser.event_id = event.id and (organisation.id is not null or organiser.name is not null)) as organisers
	cross join lateral (
		select coalesce(jsonb_agg(source.source order by source.source), '[]') as list
		from public.event_sources as source where source.event_id = event.id) as sources
	where event.id = any (wanted) and event.publication = 'published';
$$;
grant execute on function internal.feed_facts to anon, authenticated, service_role;

-- One page of dates in the order of the list: soonest first, or latest first with `newest_first`.
create function public.feed_events(
	filter jsonb default '{}', newest_first boolean default false, page integer default 1, page_size integer default 1000
) returns jsonb
	language sql stable set search_path = '' as $$
	with this_page as materialized (
		select found.occurrence_id, found.metres, found.position
		from internal.occurrences_in_order(filter, case when newest_first then 'latest' else 'soonest' end, page,
			least(greatest(page_size, 1), 2000)) with ordinality as found (occurrence_id, metres, position)
	)
	select jsonb_build_object(
		'total', public.count_events(filter),
		'events', internal.feed_facts(array(
			select distinct occurrence.event_id from this_page
			join public.event_occurrences as occurrence on occurrence.id = this_page.occurrence_id)),
		'dates', (select coalesce(jsonb_agg(jsonb_build_object('event', date.event_id,
				'date', date.told || jsonb_build_object('metres', this_page.metres)) order by this_page.position), '[]')
			from this_page
			join internal.feed_dates as date on date.id = this_page.occurrence_id));
$$;
grant execute on function public.feed_events to anon, authenticated, service_role;

-- The events of a calendar with their dates, by id. `whole` gives every date of each event (a
-- series is only understood whole), else only the matching ones. At most `max_rows` events are
-- described; `rest` holds the ids of the others, which are then asked for as `wanted`, so that a
-- hundred thousand events never stand in memory together and are looked for once. `withdrawn` are
-- the events that were taken back lately: a calendar that holds them must learn of it.
create function public.feed_calendar(
	filter jsonb default '{}', whole boolean default true, max_rows integer default 1000, wanted uuid[] default null
) returns jsonb
	language plpgsql stable set search_path = '' as $$
declare
	found uuid[] := wanted;
	part uuid[];
	dates jsonb;
begin
	if found is null then
		found := array(select distinct occurrence.event_id from internal.matching_occurrences(filter) as occurrence
			order by occurrence.event_id);
	end if;
	part := found[1:least(greatest(max_rows, 1), 2000)];
	select coalesce(jsonb_agg(jsonb_build_object('event', date.event_id, 'date', date.told)
				order by date.event_id, date.original_start), '[]')
		into dates
		from internal.feed_dates as date
		join public.events as event on event.id = date.event_id
		where event.id = any (part) and event.publication = 'published'
			and (whole or ((not filter ? 'from' or date.ends_at > (filter ->> 'from')::timestamptz)
				and (not filter ? 'to' or date.starts_at < (filter ->> 'to')::timestamptz)));
	return jsonb_build_object(
		'total', cardinality(found), 'events', internal.feed_facts(part), 'dates', dates,
		'rest', to_jsonb(found[cardinality(part) + 1:]),
		'withdrawn', case when wanted is null then internal.withdrawn_matching(filter) else '[]' end);
end;
$$;
grant execute on function public.feed_calendar to anon, authenticated, service_role;

-- One event with all its dates, the same way, and the other parts of a series that was divided:
-- whoever follows one goes on with the next. `gone`: there was an event of this name.
create function public.feed_event(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select public.feed_calendar('{}', true, 2000, array(
			select part.id from public.events as event cross join internal.parts_of_series(event.id) as part (id)
				where event.slug = wanted_slug and event.publication = 'published'
			union select part.id from public.events as part
				where part.series_id = internal.withdrawn_series(wanted_slug) and part.publication = 'published'
			order by 1))
		|| jsonb_build_object('withdrawn', internal.withdrawn_parts(wanted_slug),
			'gone', internal.was_withdrawn(wanted_slug));
$$;
grant execute on function public.feed_event to anon, authenticated, service_role;

-- Events by their last change, latest first, each with the matching date that is next and takes
-- place (or else the next one, or, when all are over, the last), and after it at most ten dates
-- ahead that do not take place or were moved: whoever reads of the next one would overlook them.
create function public.feed_changes(filter jsonb default '{}', page integer default 1, page_size integer default 50)
	returns jsonb
	language sql stable set search_path = '' as $$
	with matching as materialized (
		select distinct on (occurrence.event_id) occurrence.occurrence_id, occurrence.event_id
		from internal.matching_occurrences(filter) as occurrence
		-- The date its page shows large (mainDateOf): the next that takes place, else the next, else
		-- the last.
		order by occurrence.event_id, occurrence.ends_at <= now(),
			occurrence.ends_at > now() and occurrence.status in ('cancelled', 'postponed'),
			abs(extract(epoch from occurrence.starts_at - now()))
	), this_page as materialized (
		select matching.*, row_number() over (order by event.updated_at desc, event.id) as position
		from matching join public.events as event on event.id = matching.event_id
		order by position
		limit least(greatest(page_size, 1), 200)
		offset (greatest(page, 1) - 1)::bigint * least(greatest(page_size, 1), 200)
	), told as (
		select this_page.position, 0 as place, date.starts_at, date.event_id, date.told
		from this_page join internal.feed_dates as date on date.id = this_page.occurrence_id
		union all
		select this_page.position, 1, other.starts_at, other.event_id, other.told
		from this_page cross join lateral (
			select date.starts_at, date.event_id, date.told from internal.feed_dates as date
			where date.event_id = this_page.event_id and date.id <> this_page.occurrence_id and date.ends_at > now()
				and (not date.takes_place or date.rescheduled)
			order by date.starts_at limit 10) as other
	)
	select jsonb_build_object(
		'total', (select count(*) from matching),
		'events', internal.feed_facts(array(select this_page.event_id from this_page)),
		'dates', (select coalesce(jsonb_agg(jsonb_build_object('event', told.event_id, 'date', told.told)
			order by told.position, told.place, told.starts_at), '[]') from told),
		'withdrawn', case when page = 1 then internal.withdrawn_matching(filter) else '[]' end);
$$;
grant execute on function public.feed_changes to anon, authenticated, service_role;

-- One page of organisations in the order of the list: {"total": n, "organisations":
-- [FeedOrganisation]}.
create function public.feed_organisations(
	filter jsonb default '{}', language text default null, page integer default 1, page_size integer default 1000
) returns jsonb
	language sql stable set search_path = '' as $$
	with this_page as materialized (
		select found.organisation_id as id, found.metres, found.position
		from internal.organisations_in_order(filter, language, page, least(greatest(page_size, 1), 2000))
			with ordinality as found (organisation_id, metres, position)
	)
	select jsonb_build_object(
		'total', public.count_organisations(filter),
		'organisations', (select coalesce(jsonb_agg(jsonb_build_object(
			'id', organisation.id, 'slug', organisation.slug, 'kind', organisation.kind, 'name', organisation.name,
			'abbreviation', organisation.abbreviation, 'formerNames', organisation.former_names,
			'registrationNumber', organisation.registration_number, 'summary', organisation.summary, 'venue', null,
			'street', organisation.street, 'postcode', organisation.postcode, 'place', place.name,
			'municipality', municipality.full_name, 'region', case when region.id is not null
				then jsonb_build_object('id', region.id, 'name', region.name) end,
			'pin', case when organisation.latitude is not null then jsonb_build_object('lat', organisation.latitude,
				'lng', organisation.longitude, 'approximate', organisation.approximate) end,
			'metres', this_page.metres, 'phones', organisation.phones, 'email', organisation.email,
			'website', organisation.website, 'socialLinks', organisation.social_links,
			'languages', organisation.languages, 'openingHours', organisation.opening_hours,
			'accessibility', organisation.accessibility, 'accessibilityNote', organisation.accessibility_note,
			'confirmedOn', organisation.confirmed_on, 'isExample', organisation.is_example,
			'updatedAt', organisation.updated_at,
			'topics', topics.list, 'sources', sources.list) order by this_page.position), '[]')
			from this_page
			join public.organisations as organisation on organisation.id = this_page.id
			left join public.places as place on place.id = organisation.place_id
			left join public.municipalities as municipality on municipality.id = organisation.municipality_id
			left join public.regions as region on region.id = organisation.region_id
			cross join lateral (
				select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name', topic.name)
					order by topic.position), '[]') as list
				from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
				where link.organisation_id = organisation.id) as topics
			cross join lateral (
				select coalesce(jsonb_agg(distinct source.source), '[]') as list
				from public.organisation_sources as source where source.organisation_id = organisation.id) as sources));
$$;
grant execute on function public.feed_organisations to anon, authenticated, service_role;

-- 280_desk.sql

-- The listings a person keeps, for the desk and its lists: every one they may edit, by the same
-- rules as internal.may_edit, but as one set and not asked of every row, so that ten thousand
-- organisations cost one look at an index. A test holds the two against each other for every person
-- and every listing.

-- Of any person, because mails are put together while they are away (285_waits.sql). `nearest`:
-- administrators have only what lies in a region nobody coordinates, or in none, beside what they
-- coordinate or keep themselves: the rest has somebody nearer.
create function internal.listings_of(wanted uuid, wanted_subject text, nearest boolean) returns setof uuid
	language plpgsql stable security definer set search_path = '' as $$
declare
	administers constant boolean := exists (select from public.memberships as one
		where one.person_id = wanted and one.role = 'administrator');
	regions constant text[] := array(select one.region_id from public.memberships as one
			where one.person_id = wanted and one.role = 'coordinator'
		union select region.id from public.regions as region
			where administers and nearest and not exists (select from public.memberships as one
				where one.role = 'coordinator' and one.region_id = region.id));
	kept constant uuid[] := array(select one.organisation_id from public.memberships as one
		where one.person_id = wanted and one.role = 'editor');
begin
	if wanted_subject = 'organisation' and administers and not nearest then
		return query select organisation.id from public.organisations as organisation;
	elsif wanted_subject = 'organisation' then
		return query
			select organisation.id from public.organisations as organisation where organisation.region_id = any (regions)
			union
			select organisation.id from public.organisations as organisation where organisation.id = any (kept)
			union
			select organisation.id from public.organisations as organisation where administers and organisation.region_id is null;
	elsif wanted_subject = 'event' and administers and not nearest then
		return query select event.id from public.events as event;
	elsif wanted_subject = 'event' then
		return query
			select event.id from public.events as event where event.region_id = any (regions)
			union
			select organiser.event_id from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.position = 1
				and (organisation.region_id = any (regions) or organisation.id = any (kept))
			union
			select event.id from public.events as event
			where administers and event.region_id is null
				and not exists (select from public.event_organisers as organiser
					join public.organisations as organisation on organisation.id = organiser.organisation_id
					where organiser.event_id = event.id and organiser.position = 1 and organisation.region_id is not null);
	end if;
end;
$$;

create function internal.my_listings(wanted_subject text) returns setof uuid
	language sql stable security definer set search_path = '' as $$
	select listed.id from internal.listings_of(internal.person(), wanted_subject, false) as listed (id);
$$;

-- What waits for somebody at their listings (`nearest` as in internal.listings_of), and since when:
-- drafts nobody finished, what the clock will publish and what it could not, organisations nobody
-- confirmed within a year, that say they closed, or that were asked in vain whether they are still
-- right (207_still_true.sql), events people could not come to as they stand. Examples are invented
-- and wait for nobody.
create function internal.waiting_for(wanted uuid, wanted_subject text, nearest boolean)
	returns table (id uuid, what text, since timestamptz)
	language plpgsql stable security definer set search_path = '' as $$
declare
	today constant date := (now() at time zone
		coalesce((select network.time_zone from internal.network as network), 'UTC'))::date;
begin
	if wanted_subject = 'organisation' then
		return query
			select organisation.id, wait.what, wait.since
			from internal.listings_of(wanted, 'organisation', nearest) as mine (id)
			join public.organisations as organisation on organisation.id = mine.id and not organisation.is_example
			left join internal.clock_refusals as refusal on refusal.subject = 'organisation' and refusal.work = 'publish'
				and refusal.subject_id = organisation.id and refusal.version = organisation.version
			left join internal.truth_asks as ask on ask.organisation_id = organisation.id
			left join internal.truth_reports as report on report.organisation_id = organisation.id
			cross join lateral (values
				('draft', organisation.updated_at, organisation.publication = 'draft' and organisation.publish_at is null),
				('refused', refusal.refused_at, refusal.refused_at is not null),
				('scheduled', organisation.publish_at, organisation.publish_at is not null and refusal.refused_at is null),
				('closing', report.reported_at, report.reported_at is not null),
				('to-archive', ask.proposed_at, ask.proposed_at is not null and report.reported_at is null),
				('unanswered', ask.told_at, ask.told_at is not null and ask.proposed_at is null and report.reported_at is null),
				('unconfirmed', coalesce(organisation.confirmed_on, '-infinity')::timestamptz,
					organisation.publication = 'published' and ask.told_at is null and report.reported_at is null
					and coalesce(organisation.confirmed_on < today - interval '1 year', true)
					-- Who listed it by hand said all of it that day.
					and (organisation.created_at < today - interval '1 year' or not exists (
						select from public.revisions as first where first.subject = 'organisation'
							and first.subject_id = organisation.id and first.version = 1 and first.action = 'create')))
			) as wait (what, since, waits)
			where wait.waits;
	elsif wanted_subject = 'event' then
		return query
			select event.id, wait.what, wait.since
			from internal.listings_of(wanted, 'event', nearest) as mine (id)
			join public.events as event on event.id = mine.id and not event.is_example
			left join internal.clock_refusals as refusal on refusal.subject = 'event' and refusal.work = 'publish'
				and refusal.subject_id = event.id and refusal.version = event.version
			cross join lateral (select event.status <> 'cancelled'
				and (event.publication = 'published' or event.publish_at is not null) as counts) as public_one
			cross join lateral (values
				('draft', event.updated_at, event.publication = 'draft' and event.publish_at is null),
				('refused', refusal.refused_at, refusal.refused_at is not null),
				('scheduled', event.publish_at, event.publish_at is not null and refusal.refused_at is null),
				('without-place', event.starts_local at time zone event.time_zone,
					public_one.counts and event.attendance <> 'online' and event.location is null and event.place_id is null),
				-- Of some only the month is known yet; a postponed one waits for its new day.
				('without-date', event.starts_local at time zone event.time_zone,
					public_one.counts and (event.date_precision in ('month', 'year') or event.status = 'postponed')),
				('ending', event.known_until::timestamptz,
					public_one.counts and event.known_until < today + 45)
			) as wait (what, since, waits)
			where wait.waits
				-- Where something was held, or when, nobody can mend for those who wanted to come.
				and (wait.what not in ('without-place', 'without-date') or event.status = 'postponed'
					or exists (select from public.event_occurrences as occurrence
						where occurrence.event_id = event.id and occurrence.ends_at > now()));
	end if;
end;
$$;

create function internal.waiting(wanted_subject text) returns table (id uuid, what text, since timestamptz)
	language sql stable security definer set search_path = '' as $$
	select wait.id, wait.what, wait.since from internal.waiting_for(internal.person(), wanted_subject, false) as wait;
$$;

-- How a listing stands before the public, as the desk says it: a draft with a moment to be
-- published at is scheduled, and what is removed has a page of its own.
create function internal.listing_state(publication text, publish_at timestamptz) returns text
	language sql immutable parallel safe set search_path = ''
	return case when publish_at is not null then 'scheduled' when publication = 'removed' then 'archived'
		else publication end;

-- Organisations as lists of the desk show them (DeskOrganisation of src/lib), in the order of the
-- ids.
create function internal.organisation_rows(ids uuid[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('subject', 'organisation', 'id', organisation.id,
		'slug', organisation.slug, 'kind', organisation.kind, 'name', organisation.name,
		'version', organisation.version,
		'state', internal.listing_state(organisation.publication, organisation.publish_at),
		'publishAt', organisation.publish_at, 'isExample', organisation.is_example,
		'confirmedOn', organisation.confirmed_on, 'doubtfulSince', organisation.doubtful_since,
		'closing', (select jsonb_build_object('what', report.what, 'on', report.closed_on, 'whereTo', report.where_to)
			from internal.truth_reports as report where report.organisation_id = organisation.id),
		'correctedAt', organisation.corrected_at, 'updatedAt', organisation.updated_at,
		'phones', organisation.phones, 'email', organisation.email, 'openingHours', organisation.opening_hours,
		'street', organisation.street, 'place', place.name, 'regionId', organisation.region_id,
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.organisation_topics as link where link.organisation_id = organisation.id)) order by wanted.place), '[]')
	from unnest(ids) with ordinality as wanted (id, place)
	join public.organisations as organisation on organisation.id = wanted.id
	left join public.places as place on place.id = organisation.place_id;
$$;

-- The same for events (KeptEvent), each with the date ahead that comes next, or else the last one.
create function internal.event_rows(ids uuid[]) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('subject', 'event', 'id', event.id, 'slug', event.slug,
		'kind', event.kind, 'name', event.title, 'version', event.version,
		'state', internal.listing_state(event.publication, event.publish_at), 'publishAt', event.publish_at,
		'isExample', event.is_example, 'updatedAt', event.updated_at, 'status', event.status,
		'online', event.attendance = 'online', 'venue', event.venue_name, 'street', event.street,
		'place', place.name, 'regionId', event.region_id,
		'phone', coalesce(event.contact_phone, event.registration_phone),
		'organiser', coalesce(organisation.name, internal.in_first_language(organiser.name)),
		'series', event.recurrence is not null, 'knownUntil', event.known_until,
		'date', case when shown.starts_at is not null then jsonb_build_object('startsAt', shown.starts_at,
			'endsAt', shown.ends_at, 'allDay', event.all_day, 'precision', event.date_precision,
			'timeZone', event.time_zone) end,
		'topics', (select coalesce(jsonb_agg(link.topic_id order by link.topic_id), '[]')
			from public.event_topics as link where link.event_id = event.id)) order by wanted.place), '[]')
	from unnest(ids) with ordinality as wanted (id, place)
	join public.events as event on event.id = wanted.id
	left join public.places as place on place.id = event.place_id
	left join public.event_organisers as organiser on organiser.event_id = event.id and organiser.position = 1
	left join public.organisations as organisation on organisation.id = organiser.organisation_id
	left join lateral (select occurrence.starts_at, occurrence.ends_at
		from public.event_occurrences as occurrence where occurrence.event_id = event.id
		order by occurrence.ends_at <= now(), abs(extract(epoch from occurrence.starts_at - now())) limit 1) as shown on true;
$$;

-- A page of the person's listings: {total, items}. `asked` holds what was asked for, each part left
-- out or {ids [uuid], words text, state draft|published|scheduled|archived|example or what waits,
-- region text, lacks a fact of internal.has_fact, sort name|changed|confirmed|date, language of the
-- names' order, page from 1, size up to 100}. What is removed has a page of its own.
create function internal.my_list(wanted_subject text, asked jsonb) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	plain constant text := internal.fold(coalesce(asked ->> 'words', ''));
	words constant text[] := string_to_array(btrim(regexp_replace(plain, '[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF@.]+', ' ', 'g')), ' ');
	size constant integer := least(greatest(coalesce((asked ->> 'size')::integer, 40), 1), 100);
	page constant integer := greatest(coalesce((asked ->> 'page')::integer, 1), 1);
	state constant text := asked ->> 'state';
	sort constant text := coalesce(asked ->> 'sort', 'name');
	sorted_in constant text := internal.known_language(asked ->> 'language');
	wanted uuid[];
	found uuid[];
	total integer;
begin
	if asked ? 'ids' then
		wanted := array(select value::uuid from jsonb_array_elements_text(asked -> 'ids'));
	end if;
	if wanted_subject = 'organisation' then
		with fitting as materialized (
			select organisation.id, organisation.updated_at, organisation.confirmed_on,
				organisation.sort_keys[array_position(internal.languages(), sorted_in)] as name
			from internal.my_listings('organisation') as mine (id)
			join public.organisations as organisation on organisation.id = mine.id
			where organisation.publication <> 'removed'
				and (wanted is null or organisation.id = any (wanted))
				and (asked ->> 'region' is null or organisation.region_id = asked ->> 'region')
				-- As they are counted (209_numbers.sql).
				and (asked ->> 'lacks' is null or organisation.publication = 'published' and not organisation.is_example
					and not internal.has_fact(organisation, asked ->> 'lacks'))
				and case
					when state is null then true
					when state in ('published', 'archived') then organisation.publication = state
					when state = 'draft' then organisation.publication = 'draft' and organisation.publish_at is null
					when state = 'scheduled' then organisation.publish_at is not null
					when state = 'example' then organisation.is_example
					else organisation.id in (select waits.id from internal.waiting('organisation') as waits
						where waits.what = state) end
				and (cardinality(words) = 0 or not exists (
					select from unnest(words) as word, internal.fold(concat_ws(' ',
						internal.texts_of(organisation.name), organisation.abbreviation,
						array_to_string(organisation.former_names, ' '), organisation.street, organisation.email,
						array_to_string(organisation.phones, ' '),
						(select internal.texts_of(place.name)
							from public.places as place where place.id = organisation.place_id))) as text
					where position(word in text) = 0))
		)
		select (select count(*) from fitting), array(
			select one.id from fitting as one
			order by case when sort = 'changed' then one.updated_at end desc nulls last,
				case when sort = 'confirmed' then coalesce(one.confirmed_on, '-infinity') end,
				one.name collate "C", one.id
			offset (page - 1)::bigint * size limit size)
		into total, found;
		return jsonb_build_object('total', total, 'items', internal.organisation_rows(found));
	end if;

	with fitting as materialized (
		select event.id, event.updated_at,
			case when sort = 'date' then (select min(occurrence.starts_at) from public.event_occurrences as occurrence
				where occurrence.event_id = event.id and occurrence.ends_at > now()) end as next_date,
			case when sort = 'date' then (select max(occurrence.starts_at) from public.event_occurrences as occurrence
				where occurrence.event_id = event.id) end as last_date,
			case when sort in ('changed', 'date') then ''
				else internal.sort_key(internal.text_in(event.title, sorted_in)) end as name
		from internal.my_listings('event') as mine (id)
		join public.events as event on event.id = mine.id
		where event.publication <> 'removed'
			and (wanted is null or event.id = any (wanted))
			and (asked ->> 'region' is null or event.region_id = asked ->> 'region')
			and case
				when state is null then true
				when state in ('published', 'archived') then event.publication = state
				when state = 'draft' then event.publication = 'draft' and event.publish_at is null
				when state = 'scheduled' then event.publish_at is not null
				when state = 'example' then event.is_example
				else event.id in (select waits.id from internal.waiting('event') as waits where waits.what = state) end
			and (cardinality(words) = 0 or not exists (
				select from unnest(words) as word, internal.fold(concat_ws(' ',
					internal.texts_of(event.title), event.venue_name, event.street,
					(select internal.texts_of(place.name) from public.places as place where place.id = event.place_id),
					(select string_agg(coalesce(internal.texts_of(organisation.name), organiser.name), ' ')
						from public.event_organisers as organiser
						left join public.organisations as organisation on organisation.id = organiser.organisation_id
						where organiser.event_id = event.id))) as text
				where position(word in text) = 0))
	)
	select (select count(*) from fitting), array(
		select one.id from fitting as one
		order by case when sort = 'changed' then one.updated_at end desc nulls last,
			one.next_date nulls last, one.last_date desc nulls last, one.name collate "C", one.id
		offset (page - 1)::bigint * size limit size)
	into total, found;
	return jsonb_build_object('total', total, 'items', internal.event_rows(found));
end;
$$;
grant execute on function internal.my_list to authenticated;

create function public.my_listings(subject text, asked jsonb default '{}') returns jsonb
	language sql stable set search_path = '' as $$ select internal.my_list(subject, asked) $$;
grant execute on function public.my_listings to authenticated;

-- What others changed lately at the listings of a person, the newest first; a change of many
-- listings in one go is one line. `nearest` as in internal.listings_of; `since` NULL: the newest
-- five hundred.
create function internal.changes_by_others(wanted uuid, nearest boolean, since timestamptz, max_rows integer) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with mine as materialized (
		select listed.id from internal.listings_of(wanted, 'organisation', nearest) as listed (id)
		union all select listed.id from internal.listings_of(wanted, 'event', nearest) as listed (id)
	), latest as materialized (
		select revision.* from public.revisions as revision
		where revision.action <> 'found' and revision.person_id is distinct from wanted
			and revision.subject_id in (select mine.id from mine)
			and (since is null or revision.saved_at > since)
		order by revision.saved_at desc limit 500
	), goes as (
		select latest.*, row_number() over (partition by coalesce(latest.operation::text, latest.id::text)
				order by latest.id) as place,
			count(*) over (partition by coalesce(latest.operation::text, latest.id::text)) as listings
		from latest
	), shown as (
		select * from goes where goes.place = 1 order by goes.saved_at desc limit max_rows
	)
	select coalesce(jsonb_agg(jsonb_build_object('subject', shown.subject, 'id', shown.subject_id,
		'name', coalesce(shown.listing -> 'name', shown.listing -> 'title', '{}'),
		'version', shown.version, 'at', shown.saved_at, 'by', coalesce(person.name, shown.person_name), 'act', shown.action,
		'fields', to_jsonb(shown.fields), 'restored', shown.restored_version, 'listings', shown.listings)
		order by shown.saved_at desc), '[]')
	from shown left join public.people as person on person.id = shown.person_id;
$$;

-- The first page after signing in, as one answer: what waits for this person, their listings, and
-- what others changed.

-- {waits {what: {total, items}}, organisations {total, items}, events {total, items}, changes
-- [...]}. Lists begin with what is most pressing and hold at most `max_rows`; the pages of lists
-- have the rest. A change of many listings in one go is one line.
create function internal.desk(language text, max_rows integer) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	me constant uuid := internal.person();
	kept constant uuid[] := internal.my_organisations();
	waits jsonb;
	own_conflicts jsonb;
	changes jsonb;
begin
	if me is null or not internal.is_member() then
		return null;
	end if;

	with waiting as materialized (
		select 'organisation' as subject, wait.* from internal.waiting('organisation') as wait
		union all select 'event', wait.* from internal.waiting('event') as wait
	), numbered as (
		select waiting.*, row_number() over (partition by waiting.subject, waiting.what
			-- A draft touched last is the one somebody wants to go on with; everything else is the more
			-- pressing the earlier.
			order by case when waiting.what = 'draft' then waiting.since end desc, waiting.since, waiting.id) as place,
			count(*) over (partition by waiting.subject, waiting.what) as total
		from waiting
	)
	select coalesce(jsonb_object_agg(one.subject || '-' || one.what, jsonb_build_object('total', one.total, 'items',
		case one.subject when 'organisation' then internal.organisation_rows(one.ids) else internal.event_rows(one.ids) end)),
		'{}')
	into waits
	from (
		select numbered.subject, numbered.what, max(numbered.total) as total,
			array_agg(numbered.id order by numbered.place) as ids
		from numbered where numbered.place <= max_rows group by numbered.subject, numbered.what
	) as one;

	select coalesce(jsonb_agg(jsonb_build_object('subject', conflict.subject, 'id', conflict.subject_id,
		'name', coalesce(organisation.name, event.title), 'keptAt', conflict.kept_at) order by conflict.kept_at desc), '[]')
	into own_conflicts
	from public.conflicts as conflict
	left join public.organisations as organisation
		on conflict.subject = 'organisation' and organisation.id = conflict.subject_id
	left join public.events as event on conflict.subject = 'event' and event.id = conflict.subject_id
	where conflict.person_id = me and coalesce(organisation.publication, event.publication) <> 'removed';

	changes := internal.changes_by_others(me, false, null, greatest(max_rows, 10));

	return jsonb_build_object('waits', waits, 'conflicts', own_conflicts, 'changes', changes,
		'kept', internal.organisation_rows(kept),
		'organisations', internal.my_list('organisation', jsonb_build_object('size', greatest(max_rows, 10),
			'language', language)),
		'events', internal.my_list('event', jsonb_build_object('sort', 'date', 'size', max_rows, 'language', language)));
end;
$$;
grant execute on function internal.desk to authenticated;

create function public.desk(language text default null, max_rows integer default 5) returns jsonb
	language sql stable set search_path = '' as $$ select internal.desk(language, least(greatest(max_rows, 1), 50)) $$;
grant execute on function public.desk to authenticated;

-- What was removed and can still be brought back, what goes first on top:
-- [{subject, id, name, removedAt, by, publication: as it was before}].
create function internal.removed_listings() returns jsonb
	language sql stable security definer set search_path = '' as $$
	with removed as (
		select 'organisation' as subject, organisation.id, organisation.name, organisation.removed_at
		from public.organisations as organisation
		where organisation.removed_at is not null
			and organisation.id in (select mine.id from internal.my_listings('organisation') as mine (id))
		union all
		select 'event', event.id, event.title, event.removed_at
		from public.events as event
		where event.removed_at is not null
			and event.id in (select mine.id from internal.my_listings('event') as mine (id))
		order by removed_at, id limit 500
	)
	select coalesce(jsonb_agg(jsonb_build_object('subject', removed.subject, 'id', removed.id,
		'name', removed.name, 'removedAt', removed.removed_at, 'by', act.name,
		'publication', before.publication) order by removed.removed_at, removed.id), '[]')
	from removed
	left join lateral (select revision.version, coalesce(person.name, revision.person_name) as name
		from public.revisions as revision left join public.people as person on person.id = revision.person_id
		where revision.subject = removed.subject and revision.subject_id = removed.id and revision.publication = 'removed'
		order by revision.version desc limit 1) as act on true
	cross join lateral internal.state_before_removal(removed.subject, removed.id) as before;
$$;
grant execute on function internal.removed_listings to authenticated;

create function public.removed_listings() returns jsonb
	language sql stable set search_path = '' as $$ select internal.removed_listings() $$;
grant execute on function public.removed_listings to authenticated;

-- 285_waits.sql

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

-- 290_pages.sql

-- What the public pages ask about one organisation, one event, one point of the map, and the
-- network itself. All run with the rights of whoever asks: what they may not read is not in it.

-- The next date an organisation holds or helps to hold: EventDate of src/lib/organisation.
create function internal.next_event(organisation uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'slug', event.slug, 'title', occurrence.title, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
		'allDay', event.all_day, 'precision', event.date_precision, 'isExample', event.is_example)
	from public.event_organisers as organiser
	join public.events as event on event.id = organiser.event_id and event.publication = 'published'
	join internal.held_dates as occurrence on occurrence.event_id = event.id
	where organiser.organisation_id = organisation
		and occurrence.ends_at > now() and occurrence.takes_place
	order by occurrence.starts_at
	limit 1;
$$;
grant execute on function internal.next_event to anon, authenticated, service_role;

-- Everything an organisation's page shows, or NULL: no such organisation is published.
create function public.organisation_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_page(organisation.id)
	from public.organisations as organisation
	where organisation.slug = wanted_slug and organisation.publication = 'published';
$$;
grant execute on function public.organisation_detail to anon, authenticated, service_role;

-- What the forms offer: {regions [{id, name, short}], today's municipalities [{id, regionId,
-- name}], topics [{id, name}]}.
create function public.network_outline() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name', region.name,
				'short', region.short) order by region.position), '[]')
			from public.regions as region),
		'municipalities', (select coalesce(jsonb_agg(jsonb_build_object('id', municipality.id,
				'regionId', municipality.region_id, 'name', municipality.full_name)
				order by internal.sort_key(internal.text_in(municipality.name, null)) collate "C", municipality.kind desc),
				'[]')
			from public.municipalities as municipality where municipality.valid_to is null),
		'topics', (select coalesce(jsonb_agg(internal.named(topic.id, topic.name) order by topic.position), '[]')
			from public.topics as topic));
$$;
grant execute on function public.network_outline to anon, authenticated, service_role;

-- Who holds an event, in order: [{slug, kind, name}] where slug and kind are null for somebody
-- outside the directory.
create function internal.organisers_of(event uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
		'name', coalesce(organisation.name, internal.in_first_language(organiser.name)))
		order by organiser.position), '[]')
	from public.event_organisers as organiser
	left join public.organisations as organisation on organisation.id = organiser.organisation_id
	where organiser.event_id = event and (organisation.id is not null or organiser.name is not null);
$$;
grant execute on function internal.organisers_of to anon, authenticated, service_role;

-- Everything an event's page shows, or NULL.
create function public.event_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_page(event.id) from public.events as event
	where event.slug = wanted_slug and event.publication = 'published';
$$;
grant execute on function public.event_detail to anon, authenticated, service_role;

-- Every public page with a subject, for the sitemap: {organisations: [[slug, updated_at]], events:
-- [[slug, updated_at]]}.
create function public.page_addresses() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'organisations', (select coalesce(jsonb_agg(jsonb_build_array(organisation.slug, organisation.updated_at)
			order by organisation.slug), '[]') from public.organisations as organisation
			where organisation.publication = 'published'),
		'events', (select coalesce(jsonb_agg(jsonb_build_array(event.slug, event.updated_at) order by event.slug), '[]')
			from public.events as event where event.publication = 'published' and not event.is_example));
$$;
grant execute on function public.page_addresses to anon, authenticated, service_role;

-- Who answers for a point of the map, because the nearest organisation is not always the right one.

-- The four organisations nearest to a point, nearest first, one left out. How many is written out,
-- because with any number the planner expects a tenth of the table and does not take the nearest
-- from the index.
create function internal.nearest_organisations(point extensions.geography, besides uuid default null)
	returns table (organisation_id uuid, metres double precision)
	language sql stable security definer set search_path = '' set jit = off rows 4 as $$
	select organisation.id, extensions.st_distance(organisation.location, point)
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.location is not null
		and organisation.id is distinct from besides
	order by organisation.location operator(extensions.<->) point
	limit 4;
$$;
grant execute on function internal.nearest_organisations to anon, authenticated, service_role;

-- RegionAnswer of src/lib/organisation: {inside, municipality {id, name}, region {id, name, short},
-- contact {slug, kind, name, phones, email, website}, nearest [{slug, kind, name, place, metres,
-- approximate, pin}]}. WGS84 degrees. Outside every municipality of today `inside` is false and
-- there is no municipality, region and contact; `nearest` are the four nearest either way. A region
-- without a published contact has NULL there.
create function public.region_at(lat double precision, lng double precision) returns jsonb
	language sql stable set search_path = '' as $$
	with asked as (
		select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326)::extensions.geography as point
	), here as (
		select municipality.id, municipality.full_name, municipality.region_id
		from asked
		join public.municipalities as municipality on extensions.st_intersects(municipality.area, asked.point)
		where municipality.valid_to is null
		limit 1
	)
	select jsonb_build_object(
		'inside', exists (select from here),
		'municipality', (select internal.named(here.id, here.full_name) from here),
		'region', (select jsonb_build_object('id', region.id, 'name', region.name, 'short', region.short)
			from here join public.regions as region on region.id = here.region_id),
		'contact', (select jsonb_build_object('slug', contact.slug, 'kind', contact.kind, 'name', contact.name,
				'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from here
			join public.region_contacts as link on link.region_id = here.region_id
			join public.organisations as contact on contact.id = link.organisation_id),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name', organisation.name, 'place', place.name, 'metres', near.metres,
				'approximate', organisation.approximate,
				'pin', internal.pin(organisation.latitude, organisation.longitude, organisation.approximate))
				order by near.metres, organisation.slug), '[]')
			from asked
			cross join lateral internal.nearest_organisations(asked.point) as near
			join public.organisations as organisation on organisation.id = near.organisation_id
			left join public.places as place on place.id = organisation.place_id));
$$;
grant execute on function public.region_at to anon, authenticated, service_role;

-- The page of an organisation with its pictures and the persons who agreed to be shown; and the
-- same page of a listing that is not published, for who edits it.

-- When somebody who keeps a listing last changed each of the facts its sort names (listing_sorts):
-- days of the network, NULL where nobody has. What was found by an import or the seed is nobody's
-- word. Of the history it tells these days alone.
create function internal.facts_changed(facts_of text, wanted uuid) returns jsonb
	language sql stable security definer set search_path = '' as $$
	with told as materialized (
		select revision.fields, (revision.saved_at at time zone internal.time_zone())::date as day
		from public.revisions as revision
		where revision.subject = facts_of and revision.subject_id = wanted
			and revision.person_id is not null and revision.action in ('create', 'save', 'restore', 'undo')
			and ((select internal.listing_row(facts_of, wanted) ->> 'publication') = 'published'
				or (select internal.may_edit(facts_of, wanted)))
	)
	select jsonb_object_agg(fact.key, (select max(told.day) from told
		where told.fields && array(select jsonb_array_elements_text(fact.value))))
	from internal.listing_sorts as sort cross join lateral jsonb_each(sort.facts) as fact
	where sort.subject = facts_of;
$$;
grant execute on function internal.facts_changed to anon, authenticated, service_role;

-- OrganisationDetail of src/lib/organisation. Runs with the caller's rights: what they may not read
-- is not in it. What it shows is named one by one, the columns of the row beside their table: a new
-- column is in no answer until it is.
create function internal.organisation_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_facts(organisation.id) || jsonb_build_object(
		'pin', internal.pin(organisation.latitude, organisation.longitude, organisation.approximate),
		'logo', (select jsonb_build_object('id', picture.id, 'width', picture.width, 'height', picture.height,
				'alt', organisation.logo_alt)
			from public.pictures as picture where picture.id = organisation.logo_id),
		'picture', (select jsonb_build_object('id', picture.id, 'width', picture.width, 'height', picture.height,
				'alt', organisation.picture_alt)
			from public.pictures as picture where picture.id = organisation.picture_id),
		'contactPersons', internal.shown_contact_persons(organisation.id),
		'changedOn', internal.facts_changed('organisation', organisation.id),
		'place', (select place.name from public.places as place where place.id = organisation.place_id),
		'municipality', (select municipality.full_name
			from public.municipalities as municipality where municipality.id = organisation.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name', region.name, 'short', region.short)
			from public.regions as region where region.id = organisation.region_id),
		'topics', (select coalesce(jsonb_agg(internal.named(topic.id, topic.name) order by topic.position), '[]')
			from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.organisation_id = organisation.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('field', source.field, 'source', source.source,
				'certainty', source.certainty, 'pageDate', source.page_date) order by source.field, source.source), '[]')
			from public.organisation_sources as source where source.organisation_id = organisation.id),
		'regionContact', (select jsonb_build_object('slug', contact.slug, 'name', contact.name,
				'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from public.region_contacts as link
			join public.organisations as contact on contact.id = link.organisation_id
			where link.region_id = organisation.region_id and contact.publication = 'published'),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', other.slug, 'kind', other.kind,
				'name', other.name, 'place', place.name, 'metres', near.metres, 'approximate', other.approximate)
				order by near.metres, other.slug), '[]')
			from internal.nearest_organisations(organisation.location, organisation.id) as near
			join public.organisations as other on other.id = near.organisation_id
			left join public.places as place on place.id = other.place_id
			where organisation.location is not null),
		'upcoming', (select coalesce(jsonb_agg(dates.date order by dates.starts_at, dates.slug), '[]') from (
			select occurrence.starts_at, event.slug, jsonb_build_object('slug', event.slug, 'kind', event.kind,
				'title', occurrence.title, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
				'allDay', event.all_day, 'precision', event.date_precision, 'isExample', event.is_example,
				'state', occurrence.state) as date
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join internal.held_dates as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at > now()
			order by occurrence.starts_at, event.slug limit 20) as dates),
		'past', (select coalesce(jsonb_agg(dates.date order by dates.starts_at desc, dates.slug), '[]') from (
			select occurrence.starts_at, event.slug, jsonb_build_object('slug', event.slug, 'kind', event.kind,
				'title', occurrence.title, 'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
				'allDay', event.all_day, 'precision', event.date_precision, 'isExample', event.is_example,
				'state', occurrence.state) as date
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join internal.held_dates as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at <= now()
			order by occurrence.starts_at desc, event.slug limit 20) as dates))
	from public.organisations as organisation
	where organisation.id = wanted;
$$;
grant execute on function internal.organisation_page to anon, authenticated, service_role;

-- As the public will see it. NULL: not there, or not theirs.
create function public.organisation_preview(id uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_page(organisation.id)
	from public.organisations as organisation
	where organisation.id = organisation_preview.id and internal.may_edit_organisation(organisation.id);
$$;
grant execute on function public.organisation_preview to authenticated;

-- The page of an event before it is published, as the public will see it, and what its dates are,
-- for who may edit it. Both run with the rights of whoever asks: what a member may not read is not
-- in it either.

-- EventDetail of src/lib/event; NULL where there is no such event, or none that may be read. What
-- the page shows is named one by one, as of an organisation.
create function internal.event_page(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'slug', event.slug, 'kind', event.kind, 'title', event.title, 'summary', event.summary,
		'description', event.description, 'audience', event.audience, 'accessibility', event.accessibility,
		'accessibilityNote', event.accessibility_note, 'attendance', event.attendance, 'venue', event.venue_name,
		'street', event.street, 'postcode', event.postcode,
		'place', (select internal.named(place.id, place.name)
			from public.places as place where place.id = event.place_id),
		'municipality', (select internal.named(municipality.id, municipality.full_name)
			from public.municipalities as municipality where municipality.id = event.municipality_id),
		'region', (select internal.named(region.id, region.name)
			from public.regions as region where region.id = event.region_id),
		'pin', internal.pin(event.latitude, event.longitude, event.approximate),
		'venueOrganisation', (select jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name', organisation.name)
			from public.event_venues as venue
			join public.organisations as organisation on organisation.id = venue.organisation_id
			where venue.event_id = event.id),
		'joinLink', internal.join_link(event.id), 'languages', event.languages, 'free', event.free,
		'price', event.price,
		'registration', jsonb_build_object('url', event.registration_url, 'email', event.registration_email,
			'phone', event.registration_phone,
			-- That of the date ahead that comes next, where there is one.
			'deadline', coalesce((select next_date.registration_deadline from internal.held_dates as next_date
				where next_date.event_id = event.id and next_date.ends_at > now() and next_date.takes_place
				order by next_date.starts_at limit 1), event.registration_deadline),
			'places', event.registration_places),
		'state', event.status, 'stateReason', event.status_reason, 'timeZone', event.time_zone,
		'allDay', event.all_day, 'precision', event.date_precision,
		'series', case when event.recurrence is not null then jsonb_build_object('rule', event.recurrence,
			'startsLocal', event.starts_local, 'endsLocal', event.ends_local, 'exceptions', event.exceptions,
			'knownUntil', event.known_until) end,
		'isExample', event.is_example, 'updatedAt', event.updated_at,
		'changedOn', internal.facts_changed('event', event.id),
		'topics', (select coalesce(jsonb_agg(internal.named(topic.id, topic.name) order by topic.position), '[]')
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id),
		'contact', case when event.contact_role <> '{}'
				or num_nonnulls(event.contact_name, event.contact_phone, event.contact_email) > 0
			then jsonb_build_object('name', event.contact_name, 'role', event.contact_role,
				'phone', event.contact_phone, 'email', event.contact_email) end,
		'funder', event.funder,
		'image', case when event.image_path is not null then jsonb_build_object('path', event.image_path,
			'width', event.image_width, 'height', event.image_height, 'alternative', event.image_alt,
			'credit', event.image_credit) end,
		'documents', (select coalesce(jsonb_agg(jsonb_build_object('title', document.title,
				'url', document.url) order by document.position), '[]')
			from public.event_documents as document where document.event_id = event.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('source', source.source,
				'certainty', source.certainty) order by source.source), '[]')
			from public.event_sources as source where source.event_id = event.id),
		'organisers', internal.organisers_of(event.id),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('occurrenceId', change.occurrence_id,
				'changedAt', change.changed_at, 'what', case change.what
					when 'time' then jsonb_build_object('kind', 'time', 'startsAt', change.previous_starts_at,
						'endsAt', change.previous_ends_at)
					when 'place' then jsonb_build_object('kind', 'place', 'attendance', change.previous_attendance,
						'venue', change.previous_venue, 'street', change.previous_street,
						'place', (select internal.named(place.id, place.name)
							from public.places as place where place.id = change.previous_place_id))
					else jsonb_build_object('kind', 'state', 'state', change.previous_state) end)
				order by change.changed_at desc, change.id), '[]')
			from (select every_change.id, every_change.occurrence_id, every_change.changed_at, every_change.what,
				every_change.previous_starts_at, every_change.previous_ends_at, every_change.previous_attendance,
				every_change.previous_venue, every_change.previous_street, every_change.previous_place_id,
				every_change.previous_state
				from public.event_changes as every_change where every_change.event_id = event.id
				order by every_change.changed_at desc, every_change.id limit 20) as change),
		'occurrences', (select coalesce(jsonb_agg(jsonb_build_object('id', occurrence.id,
				'startsAt', occurrence.starts_at, 'endsAt', occurrence.ends_at,
				'state', occurrence.state, 'originalStart', occurrence.original_start,
				'rescheduled', occurrence.rescheduled,
				'title', case when occurrence.own_title then occurrence.title else '{}' end,
				'reason', occurrence.reason,
				'elsewhere', case when occurrence.elsewhere then jsonb_build_object(
					'venue', occurrence.venue_name, 'street', occurrence.street, 'postcode', occurrence.postcode,
					'place', (select internal.named(place.id, place.name)
						from public.places as place where place.id = occurrence.place_id),
					'municipality', (select internal.named(municipality.id, municipality.full_name)
						from public.municipalities as municipality where municipality.id = occurrence.municipality_id),
					'pin', internal.pin(occurrence.latitude, occurrence.longitude, occurrence.approximate)) end)
				order by occurrence.starts_at), '[]')
			from (select every_date.id, every_date.starts_at, every_date.ends_at, every_date.original_start,
				every_date.rescheduled, every_date.state, every_date.own_title, every_date.title, every_date.reason,
				every_date.elsewhere, every_date.venue_name, every_date.street, every_date.postcode, every_date.place_id,
				every_date.municipality_id, every_date.latitude, every_date.longitude, every_date.approximate
				from internal.held_dates as every_date where every_date.event_id = event.id
				order by every_date.ends_at <= now(), abs(extract(epoch from every_date.starts_at - now()))
				limit 60) as occurrence),
		-- The other parts of a series that was divided, in the order of time.
		'parts', internal.named_parts(array(select other.id from internal.parts_of_series(event.id) as other (id)
			where other.id <> event.id)),
		'occurrenceCount', (select count(*) from public.event_occurrences as every_date
			where every_date.event_id = event.id))
	from public.events as event
	where event.id = wanted;
$$;
grant execute on function internal.event_page to anon, authenticated, service_role;

create function public.event_preview(wanted uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_page(event.id) from public.events as event
	where event.id = wanted and internal.may_edit_event(event.id);
$$;
grant execute on function public.event_preview to authenticated;

-- 300_closed.sql

-- The end of the book. A function can be called by everybody from its birth; this takes that away
-- from all of them at once, so that none can be forgotten. What somebody may call is granted by
-- name under the function itself.

revoke execute on all functions in schema public, internal from public;

reset check_function_bodies;
