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
