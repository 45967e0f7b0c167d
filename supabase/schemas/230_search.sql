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
