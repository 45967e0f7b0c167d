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
