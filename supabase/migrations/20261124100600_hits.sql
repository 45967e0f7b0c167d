-- Which organisations and events have all the words of a question, and how well.
--
-- These run with their owner's rights because of how row level security works: under it PostgreSQL uses no operator as a
-- condition of an index unless that operator is marked as leaking nothing, and @@ is not, so a visitor's question would read
-- every document. They answer ids of published rows and a number, nothing else.

-- The words of a question as conditions: all of them anywhere, all of them in names, each whole or (the last) only begun, and
-- exactly as typed. No row when it has no words.
create function internal.question(words text, begun integer default 3) returns table (
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
		from internal.read_words(words, begun) as word
		having count(*) > 0
	) as read
$$;

create type internal.hit as (id uuid, rank real);

-- What has all the words of a question, and how well, 0 to 1. For each word the best place it stands in counts (a name 1, what
-- it is 0.6, where it is 0.4, the rest 0.15); one that is only begun counts a tenth of it, less than any whole word. What is
-- written exactly as typed is a little better than another form of it, and a name said in full than a part of a longer one.
--
-- ts_rank adds up places; with weights this far apart the sum still tells the best one (it would take a dozen of the next
-- lower to pass for it), in one pass over the document. What ts_rank divides by (the number of forms, and the limit of
-- 1 + 1/4 + 1/9 + ...) is undone first. The statement is written out word by word because a common word is ranked in every
-- document that has it, and a function called for each costs five times as much.
--
-- `subject`: organisation or event; `at_most`: any so many are ranked, NULL for all.
create function internal.matches(subject text, words text, begun integer, in_names boolean, at_most integer)
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
	select * into question from internal.question(words, begun);
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
				and exists (select from public.%1$ss as one where one.id = kept.%1$s_id and one.publication = ''published'')
			-- Kept apart, so that each score is worked out once.
			offset 0 limit $5
		) as found',
		subject, scores, sum, in_name, pg_catalog.cardinality(question.wholes))
	using case when in_names then question.in_names else question.everything end, question.wholes,
		question.beginnings, question.exact, at_most;
end;
$$;

create function internal.organisation_hits(words text) returns table (organisation_id uuid, rank real)
	language sql stable security definer rows 100 set search_path = '' as $$
	select found.id, found.rank from internal.matches('organisation', words, 3, false, null) as found
$$;
comment on function internal.organisation_hits(text) is
	'Published organisations that have every word of the question (stop words aside), and how well, 0 to 1; none for a question without a word.';

create function internal.event_hits(words text) returns table (event_id uuid, rank real)
	language sql stable security definer rows 100 set search_path = '' as $$
	select found.id, found.rank from internal.matches('event', words, 3, false, null) as found
$$;
comment on function internal.event_hits(text) is
	'Published events that have every word of the question (stop words aside), and how well, 0 to 1; none for a question without a word.';

-- A word as somebody wrote it, with its diacritics, for saying what a typed word was taken for. Looked up when it is needed,
-- from any document that has it; the folded word when none does.
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
			(select null, null, place.name_lv, null, null, null from public.places as place
				where place.folded_name operator(pg_catalog.~) ('\m' || word || '\M'))
		) as texts,
			pg_catalog.string_to_table(pg_catalog.regexp_replace(
				pg_catalog.concat_ws(' ', texts.name, texts.names, texts.sorts, texts.places, texts.descriptions),
				'[^0-9A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF]+', ' ', 'g'), ' ') as piece
		where internal.plain_words(piece) = word
		-- An English text may have the word without the diacritics a Latvian one has.
		order by piece ~ '[^ -~]' desc limit 1), word)
$$;

-- How a question was read: [{"typed", "corrected": what it was taken for or null, "forms": folded forms, for marking}].
create function internal.words_as_read(words text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
		'typed', word.typed, 'corrected', internal.as_written(word.corrected), 'forms', word.forms)), '[]')
	from internal.read_words(words) as word
$$;
create function public.interpret_words(words text) returns jsonb
	language sql stable set search_path = ''
	return internal.words_as_read(words);

revoke execute on function internal.question(text, integer),
	internal.matches(text, text, integer, boolean, integer),
	internal.organisation_hits(text), internal.event_hits(text), internal.as_written(text),
	internal.words_as_read(text), public.interpret_words(text) from public, anon, authenticated, service_role;
grant execute on function internal.organisation_hits(text), internal.event_hits(text), internal.words_as_read(text),
	public.interpret_words(text) to anon, authenticated, service_role;
