-- Words as they are compared: folded, and without the ending that Latvian grammar puts on them.

-- The same answer as before in a third of the time, which counts where every text of the directory is folded: letters are
-- taken apart into letter and mark, and the marks go. What Unicode does not take apart is written out.
create or replace function internal.fold(value text) returns text
	language sql immutable strict parallel safe set search_path = ''
	return pg_catalog.replace(pg_catalog.replace(pg_catalog.translate(
		pg_catalog.regexp_replace(pg_catalog.lower(pg_catalog.normalize(value, 'NFD')), '[\u0300-\u036F]+', '', 'g'),
		'đłøĐŁØÆ', 'dlodloæ'), 'ß', 'ss'), 'æ', 'ae');

-- What stands between letters and digits as one space, everything folded: 'Rīgas NVO-nams' is 'rigas nvo nams'. By the rules
-- of unaccent, which takes a fifth of the time of fold(): every text of the directory goes through here. Its rules are a file,
-- so this is only STABLE; no index is built on it, and documents are rewritten when they change.
create function internal.plain_words(value text) returns text
	language sql stable strict parallel safe set search_path = ''
	return pg_catalog.btrim(pg_catalog.regexp_replace(
		pg_catalog.lower(extensions.unaccent('extensions.unaccent', value)),
		-- Letters beyond Latin (Cyrillic, Greek) are letters too.
		'[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF]+', ' ', 'g'));
comment on function internal.plain_words(text) is
	'Folded words with one space between them; NULL for NULL.';

-- A light stemmer for Latvian nouns and adjectives. Model: K. Kreslins, "A stemming algorithm for Latvian" (PhD thesis,
-- Loughborough University, 1996), in the reduced form of Apache Lucene's LatvianStemmer: the longest ending of case, number
-- and gender goes if at least three letters with a vowel among them stay. Written anew, with these differences:
--   * It works on folded letters, because people type without diacritics and both sides must meet. Endings that differ by
--     a macron alone (-am, -ām) are one; and c, s, z, l, n, k, g already stand for their softened forms (lācis, lāča).
--   * So of the softenings only p, b, m, v before j are left to undo (gulbis, gulbja), and t to s in jaunietis, jaunieši.
--   * The -aj- of definite adjectives (jaunajiem) goes after the ending, not as one with it: folded, -ajā is also the end
--     of skolotāja and Liepāja, whose forms would part. It stays where it belongs to the word: -otājs, -ētājs, Liepāja.
-- Words of up to three letters (NVO) and whatever has a digit or a letter beyond a to z stay as they are.
create function internal.stem(word text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select case
		when folded.word !~ '^[a-z]{4,}$' or bare.word !~ '[aeiouy]' then folded.word
		when folded.word ~ '^[a-z]{2,}iet(?:is|im|i)$' then pg_catalog.regexp_replace(bare.word, 't$', 's')
		when bare.word ~ '(?:[aeiou]t|liep|bolder)aj$' then bare.word
		else pg_catalog.regexp_replace(bare.word, '^([a-z]{3,})aj$|^([a-z]{2,}[pbmv])j$', '\1\2')
	end
	from (select internal.fold(word) as word) as folded,
		lateral (select pg_catalog.regexp_replace(folded.word,
			'^([a-z]{3,}?)(?:iem|[ae]i|ais|[aeiu]m|[aeiou]s|i[je]|[aeiou]|s)$', '\1') as word) as bare
$$;
comment on function internal.stem(text) is
	'A Latvian word, folded and without its inflectional ending; what is not a word of four or more letters a to z is only folded; NULL for NULL.';

-- The stem of a folded English word by the Snowball stemmer PostgreSQL brings; NULL for words English leaves out (the, of).
create function internal.english_stem(word text) returns text
	language sql immutable strict parallel safe set search_path = '' as $$
	select (pg_catalog.ts_lexize('pg_catalog.english_stem', word))[1]
$$;

revoke execute on function internal.plain_words(text), internal.stem(text), internal.english_stem(text) from public;
grant execute on function internal.plain_words(text), internal.stem(text), internal.english_stem(text)
	to anon, authenticated, service_role;
