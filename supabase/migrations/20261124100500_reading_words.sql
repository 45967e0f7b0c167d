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
	language sql stable strict security definer set search_path = '' as $$
	select compared.word
	from (
		select lexicon.word, lexicon.documents, lexicon.is_name, whole.errors as in_word, bare.errors as in_stem,
			pg_catalog.left(lexicon.word, 1) = pg_catalog.left(typed, 1) as begins_alike
		from internal.lexicon as lexicon,
			lateral (select internal.errors_forgiven(
				greatest(pg_catalog.length(typed), pg_catalog.length(lexicon.word))) as most) as in_word,
			lateral (select case when pg_catalog.length(internal.stem(typed)) >= 5 and pg_catalog.length(lexicon.stem) >= 5
				then internal.errors_forgiven(
					greatest(pg_catalog.length(internal.stem(typed)), pg_catalog.length(lexicon.stem))) end as most) as in_stem,
			lateral (select nullif(internal.typing_errors(typed, lexicon.word, in_word.most), in_word.most + 1)
				as errors) as whole,
			lateral (select nullif(internal.typing_errors(internal.stem(typed), lexicon.stem, in_stem.most),
				in_stem.most + 1) as errors) as bare
		where lexicon.near operator(pg_catalog.&&) (
				internal.without_letters(typed, case when pg_catalog.length(typed) >= 7 then 2 else 1 end)
				|| internal.without_letters(internal.stem(typed), case when pg_catalog.length(typed) >= 7 then 2 else 1 end))
			and not internal.is_stop_word(lexicon.word)
	) as compared
	where (compared.begins_alike or least(compared.in_word, compared.in_stem) < 2)
		and coalesce(compared.in_word, compared.in_stem) is not null
		and (pg_catalog.length(typed) >= 5 or pg_catalog.length(typed) = 4 and compared.begins_alike and (compared.is_name
			or exists (select from internal.organisation_words
				where document operator(pg_catalog.@@) (pg_catalog.quote_literal(compared.word) || ':A')::tsquery)))
	order by least(2 * compared.in_word, 2 * compared.in_stem + 1), not compared.begins_alike, compared.documents desc,
		compared.word
	limit 1
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
grant execute on function internal.typing_errors(text, text, integer), internal.is_stop_word(text), internal.read_words(text, integer)
	to anon, authenticated, service_role;
