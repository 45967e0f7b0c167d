-- Which organisations and events have all the words of a question, and how well.
--
-- These run with their owner's rights because of how row level security works: under it PostgreSQL uses no operator as a
-- condition of an index unless that operator is marked as leaking nothing, and @@ is not, so a visitor's question would read
-- every document. They answer ids of published rows and a number, nothing else.

-- How well a document has the words of a question, 0 to 1: for each word the best place it stands in counts (a name 1, what
-- it is 0.6, where it is 0.4, the rest 0.15); one that is only begun counts a tenth of it, less than any whole word. What is
-- written exactly as typed is a little better than another form of it, and a name said in full than a part of a longer one.
--
-- ts_rank adds up places; with weights this far apart the sum still tells the best one (it would take a dozen of the next
-- lower to pass for it), in one pass over the document. What ts_rank divides by (the number of forms, and the limit of
-- 1 + 1/4 + 1/9 + ...) is undone first.
create function internal.document_score(
	document tsvector, name_length integer, wholes tsquery[], beginnings tsquery[], exact tsquery
) returns real
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	weights constant real[] := array[0.000125, 0.0025, 0.05, 1]::real[];
	sum double precision := 0;
	place double precision;
	worth double precision;
	in_name integer := 0;
begin
	for i in 1..pg_catalog.cardinality(wholes) loop
		worth := 1;
		place := pg_catalog.ts_rank(weights, document, wholes[i])
			* ((pg_catalog.numnode(wholes[i]) + 1) / 2) * 1.64494;
		if place = 0 and beginnings[i] is not null then
			worth := 0.1;
			place := pg_catalog.ts_rank(weights, document, beginnings[i]) * 1.64494;
		end if;
		if place >= 0.999 then
			in_name := in_name + 1;
		end if;
		sum := sum + worth * case when place >= 0.999 then 1 when place >= 0.0499 then 0.6
			when place >= 0.00249 then 0.4 when place > 0 then 0.15 else 0 end;
	end loop;
	return 0.9 * sum / pg_catalog.cardinality(wholes)
		+ case when document operator(pg_catalog.@@) exact then 0.05 else 0 end
		+ 0.05 * least(1, in_name / greatest(name_length, 1)::double precision);
end;
$$;

-- The words of a question as the three arguments above and as one condition, anywhere and in names; no row when it has no
-- words.
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

create function internal.organisation_hits(words text) returns table (organisation_id uuid, rank real)
	language plpgsql stable security definer rows 100 set search_path = '' as $$
declare
	question record;
begin
	select * into question from internal.question(words);
	if not found then
		return;
	end if;
	return query
	select found.organisation_id,
		internal.document_score(found.document, found.name_length, question.wholes, question.beginnings, question.exact)
	from internal.organisation_words as found
	where found.document operator(pg_catalog.@@) question.everything
		and exists (select from public.organisations as organisation
			where organisation.id = found.organisation_id and organisation.publication = 'published');
end;
$$;
comment on function internal.organisation_hits(text) is
	'Published organisations that have every word of the question (stop words aside), and how well, 0 to 1; none for a question without a word.';

create function internal.event_hits(words text) returns table (event_id uuid, rank real)
	language plpgsql stable security definer rows 100 set search_path = '' as $$
declare
	question record;
begin
	select * into question from internal.question(words);
	if not found then
		return;
	end if;
	return query
	select found.event_id,
		internal.document_score(found.document, found.name_length, question.wholes, question.beginnings, question.exact)
	from internal.event_words as found
	where found.document operator(pg_catalog.@@) question.everything
		and exists (select from public.events as event
			where event.id = found.event_id and event.publication = 'published');
end;
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

revoke execute on function internal.document_score(tsvector, integer, tsquery[], tsquery[], tsquery), internal.question(text, integer),
	internal.organisation_hits(text), internal.event_hits(text), internal.as_written(text),
	internal.words_as_read(text), public.interpret_words(text) from public, anon, authenticated, service_role;
grant execute on function internal.organisation_hits(text), internal.event_hits(text), internal.words_as_read(text),
	public.interpret_words(text) to anon, authenticated, service_role;
