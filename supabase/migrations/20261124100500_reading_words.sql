-- What a visitor typed, word by word: which written forms each word can stand for, and what it was taken for when nobody
-- ever wrote it.

-- The smallest number of typing errors between two words: a letter too many, missing, another one, or two neighbours swapped
-- (optimal string alignment). Answers most + 1 when there are more than `most`.
create function internal.typing_errors(typed text, meant text, most integer) returns integer
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
		return least(pg_catalog.length(a) + pg_catalog.length(b), most + 1);
	end if;
	if pg_catalog.abs(pg_catalog.length(a) - pg_catalog.length(b)) > most then
		return most + 1;
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
		if (select min(one) from pg_catalog.unnest(current) as one) > most then
			return most + 1;
		end if;
		earlier := previous;
		previous := current;
	end loop;
	return least(previous[pg_catalog.length(b) + 1], most + 1);
end;
$$;

-- Words people put around what they look for. Folded; without such as could be an abbreviation (IT, ES, AS).
create function internal.is_stop_word(word text) returns boolean
	language sql immutable strict parallel safe set search_path = ''
	return word = any ('{un,vai,ar,par,pie,no,uz,pa,pec,lai,ka,kas,ko,kam,kur,kad,kura,kuras,kuru,kuri,kuriem,kuram,ir,bez,starp,caur,tas,tie,tiem,to,sis,si,visi,visu,visai,visas,tuvu,netalu,tuvuma,blakus,the,of,in,on,at,and,or,for,a,an,by,with,from,near,about,is,are,this,that,these,which,such,where}'::text[]);

-- The word of the lexicon somebody meant by one that is not in it, or NULL. Errors are counted in the word as typed and, less
-- telling, in what is left of five letters or more without the ending. The fewest errors win; then the word that begins
-- alike, then the more frequent. Two errors and another beginning are another word, and four letters are too few to tell
-- except for a name.
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
				from internal.lexicon_keys as kept
				join internal.lexicon as lexicon on lexicon.word = kept.word
				where kept.near operator(pg_catalog.&&)
						(internal.without_letters(typed, depth) || internal.without_letters(bare, depth))
					and pg_catalog.length(lexicon.word) between length - 2 and length + 2
			) as near
			order by near.begins_alike desc, near.documents desc, near.word
		loop
			-- What is worse than the best one so far, or no better and less likely, is not compared to the end.
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

-- The words of a question, read. The last one may be only begun, from `begun` letters on.
create function internal.read_words(words text, begun integer default 3) returns table (
	-- As typed, without punctuation.
	typed text,
	-- The word it was taken for, folded; NULL when it was taken as it is.
	corrected text,
	-- Folded forms found in documents.
	forms text[],
	-- What a document must have, and the same for a word that is still being typed (the last one; else NULL).
	whole tsquery,
	beginning tsquery
)
	language plpgsql stable security definer set search_path = '' as $$
declare
	piece text[];
	plain text;
	pieces text[] := array[]::text[];
	digits text;
	kept text[];
begin
	-- A run of digits with spaces, dots, brackets or strokes between them is one number if it is as long as one. What every
	-- web address begins with says nothing.
	for piece in select pg_catalog.regexp_matches(
		pg_catalog.regexp_replace(pg_catalog.left(words, 200), 'https?://(www\.)?|\mwww\.', ' ', 'gi'),
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
		beginning := null;
		if plain = '' then
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
			if i = pg_catalog.cardinality(kept) and pg_catalog.length(digits) >= begun then
				beginning := (pg_catalog.quote_literal(digits) || ':*')::tsquery;
			end if;
		else
			forms := array(select lexicon.word from internal.lexicon as lexicon
				where lexicon.stem = internal.stem(plain) or lexicon.english = internal.english_stem(plain)
				order by lexicon.word);
			if i = pg_catalog.cardinality(kept) and pg_catalog.length(plain) >= begun then
				beginning := (pg_catalog.quote_literal(plain) || ':*')::tsquery;
			end if;
			if pg_catalog.cardinality(forms) = 0 and (beginning is null or not exists (
				select from internal.lexicon as lexicon
				where lexicon.word >= plain and lexicon.word < plain || pg_catalog.chr(1114111)))
			then
				corrected := internal.nearest_word(plain);
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
comment on function internal.read_words(text, integer) is
	'The words of a question, up to 200 characters of it; no row when there is no word in it.';

revoke execute on function internal.typing_errors(text, text, integer), internal.nearest_word(text),
	internal.is_stop_word(text), internal.read_words(text, integer) from public;
grant execute on function internal.read_words(text, integer)
	to anon, authenticated, service_role;
