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
