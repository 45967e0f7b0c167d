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
