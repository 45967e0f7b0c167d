-- Events that were public and were taken back: unpublished, removed or erased. A calendar that
-- holds one goes on announcing it, unless its next answer says that it is cancelled; so for ninety
-- days feeds say so, and afterwards that it is gone. What is kept is when it was and what filters
-- ask of it, and none of its words, not even those of its address: some are taken back because of
-- what they say. Examples leave nothing, because nobody was invited.

create table internal.withdrawn_events (
	-- No reference: this outlives the event.
	event_id uuid primary key,
	slug text not null,
	series_id uuid,
	withdrawn_at timestamptz not null default now(),
	-- What feeds tell (WithdrawnEvent of src/lib/feed) and what filters ask; empty after ninety days.
	told jsonb,
	kind text,
	organiser_kinds text[],
	topics text[],
	languages text[],
	attendance text,
	regions text[],
	municipalities text[],
	-- Where its dates were to be.
	points extensions.geography (MultiPoint, 4326),
	-- When the first of the dates that were still ahead begins, and the last one ends; empty when
	-- none was.
	starts_at timestamptz,
	ends_at timestamptz
);
create index withdrawn_events_slug on internal.withdrawn_events (slug);
create index withdrawn_events_series on internal.withdrawn_events (series_id) where series_id is not null;
create index withdrawn_events_time on internal.withdrawn_events (withdrawn_at) where told is not null;
alter table internal.withdrawn_events enable row level security;
revoke all on internal.withdrawn_events from public, anon, authenticated, service_role;

-- Days for which feeds tell that an event was taken back.
create function internal.withdrawal_days() returns integer
	language sql immutable parallel safe set search_path = ''
	return 90;

create function internal.keep_withdrawal(event public.events, version integer) returns void
	language sql security definer set search_path = '' as $$
	-- Older ones need only be known to be gone.
	update internal.withdrawn_events as kept
	set told = null, kind = null, organiser_kinds = null, topics = null, languages = null, attendance = null,
		regions = null, municipalities = null, points = null
	where kept.told is not null and kept.withdrawn_at <= now() - make_interval(days => internal.withdrawal_days());

	insert into internal.withdrawn_events as kept (event_id, slug, series_id, told, kind, organiser_kinds, topics,
		languages, attendance, regions, municipalities, points, starts_at, ends_at)
	select event.id, event.slug, event.series_id,
		jsonb_build_object('id', event.id, 'kind', event.kind, 'timeZone', event.time_zone,
			'starts', event.starts_local, 'ends', event.ends_local, 'allDay', event.all_day,
			'precision', event.date_precision, 'recurrence', event.recurrence, 'exceptions', event.exceptions,
			'knownUntil', event.known_until, 'version', version, 'createdAt', event.created_at, 'withdrawnAt', now(),
			'dates', dates.list),
		event.kind,
		array(select distinct organisation.kind from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id and organisation.publication = 'published'),
		array(select link.topic_id from public.event_topics as link where link.event_id = event.id),
		event.languages, event.attendance, dates.regions, dates.municipalities, dates.points, dates.starts_at, dates.ends_at
	from (
		select jsonb_agg(jsonb_build_object('id', held.id, 'startsAt', held.starts_at, 'endsAt', held.ends_at,
				'originalStart', held.original_start, 'starts', held.starts_at at time zone event.time_zone,
				'ends', held.ends_at at time zone event.time_zone,
				'original', held.original_start at time zone event.time_zone,
				'state', case when held.ends_at > now() then 'cancelled' else held.state end)
				order by held.original_start) as list,
			array_agg(distinct held.region_id) as regions, array_agg(distinct held.municipality_id) as municipalities,
			extensions.st_multi(extensions.st_collect(held.location::extensions.geometry))::extensions.geography as points,
			min(held.starts_at) filter (where held.ends_at > now()) as starts_at,
			max(held.ends_at) filter (where held.ends_at > now()) as ends_at
		from internal.held_dates as held where held.event_id = event.id
	) as dates
	where dates.list is not null
	on conflict (event_id) do update set slug = excluded.slug, series_id = excluded.series_id, withdrawn_at = now(),
		told = excluded.told, kind = excluded.kind, organiser_kinds = excluded.organiser_kinds, topics = excluded.topics,
		languages = excluded.languages, attendance = excluded.attendance, regions = excluded.regions,
		municipalities = excluded.municipalities, points = excluded.points, starts_at = excluded.starts_at,
		ends_at = excluded.ends_at;
$$;

create function internal.follow_withdrawal() returns trigger
	language plpgsql security definer set search_path = '' as $$
begin
	if tg_op = 'DELETE' then
		perform internal.keep_withdrawal(old, old.version + 1);
		return old;
	end if;
	if new.publication = 'published' then
		delete from internal.withdrawn_events as kept where kept.event_id = new.id;
	else
		perform internal.keep_withdrawal(new, new.version);
	end if;
	return null;
end;
$$;
create trigger follow_withdrawal after update of publication on public.events
	for each row when ((old.publication = 'published') <> (new.publication = 'published') and not new.is_example)
	execute function internal.follow_withdrawal();
-- Before its dates go with it.
create trigger follow_withdrawal_for_good before delete on public.events
	for each row when (old.publication = 'published' and not old.is_example)
	execute function internal.follow_withdrawal();

-- The next functions run with the owner's rights and tell nothing but what was public.

-- The events a filter would find, were they still there: [WithdrawnEvent]. Words are not kept, so a
-- question with words finds none; nor one that asks for what is over.
create function internal.withdrawn_matching(filter jsonb) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(kept.told order by kept.withdrawn_at desc, kept.event_id), '[]')
	from internal.withdrawn_events as kept
	where kept.told is not null and kept.ends_at is not null
		and kept.withdrawn_at > now() - make_interval(days => internal.withdrawal_days())
		and not filter ?| array['words', 'slugs', 'endedBy']
		and (not filter ? 'from' or kept.ends_at > (filter ->> 'from')::timestamptz)
		and (not filter ? 'to' or kept.starts_at < (filter ->> 'to')::timestamptz)
		and (not filter ? 'eventKinds' or kept.kind = any (internal.texts(filter, 'eventKinds')))
		and (not filter ? 'kinds' or kept.organiser_kinds && internal.texts(filter, 'kinds'))
		and (not filter ? 'topics' or kept.topics && internal.texts(filter, 'topics'))
		and (not filter ? 'languages' or kept.languages && internal.texts(filter, 'languages'))
		and (not filter ? 'regions' or kept.regions && internal.texts(filter, 'regions'))
		and (not filter ? 'municipalities' or kept.municipalities && internal.texts(filter, 'municipalities'))
		and (not coalesce((filter ->> 'online')::boolean, false) or kept.attendance in ('online', 'both'))
		and (not filter ? 'near' or extensions.st_dwithin(kept.points, internal.near_point(filter),
			(filter ->> 'km')::double precision * 1000))
		and (not filter ? 'area'
			or extensions.st_intersects(kept.points::extensions.geometry, internal.area_box(filter)));
$$;
grant execute on function internal.withdrawn_matching to anon, authenticated, service_role;

-- Whether there was an event of this name and is none now.
create function internal.was_withdrawn(wanted_slug text) returns boolean
	language sql stable security definer set search_path = '' as $$
	select exists (select from internal.withdrawn_events as kept where kept.slug = wanted_slug)
		and not exists (select from public.events as event
			where event.slug = wanted_slug and event.publication = 'published');
$$;
grant execute on function internal.was_withdrawn to anon, authenticated, service_role;

-- The series that an event of this name was a part of; NULL when there was none.
create function internal.withdrawn_series(wanted_slug text) returns uuid
	language sql stable security definer set search_path = '' as $$
	select kept.series_id from internal.withdrawn_events as kept
	where kept.slug = wanted_slug and internal.was_withdrawn(wanted_slug)
	order by kept.withdrawn_at desc limit 1;
$$;
grant execute on function internal.withdrawn_series to anon, authenticated, service_role;

-- What was taken back lately of the event of this name or of its series: [WithdrawnEvent].
create function internal.withdrawn_parts(wanted_slug text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(kept.told order by kept.event_id), '[]')
	from internal.withdrawn_events as kept
	where kept.told is not null and kept.ends_at is not null
		and kept.withdrawn_at > now() - make_interval(days => internal.withdrawal_days())
		and (kept.series_id = coalesce(internal.withdrawn_series(wanted_slug), (select event.series_id
				from public.events as event where event.slug = wanted_slug and event.publication = 'published'))
			or (kept.slug = wanted_slug and internal.was_withdrawn(wanted_slug)));
$$;
grant execute on function internal.withdrawn_parts to anon, authenticated, service_role;

-- What the page of an event that was taken back may still tell, as the feeds do: its kind and the
-- dates that were ahead, at most twelve of them. NULL when that is over, too.
create function internal.withdrawn_told(wanted_slug text) returns jsonb
	language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('kind', kept.kind, 'timeZone', kept.told -> 'timeZone', 'allDay', kept.told -> 'allDay',
		'precision', kept.told -> 'precision', 'count', ahead.count, 'dates', ahead.list)
	from internal.withdrawn_events as kept
	cross join lateral (
		select max(numbered.position) as count, jsonb_agg(jsonb_build_object('startsAt', numbered.date -> 'startsAt',
			'endsAt', numbered.date -> 'endsAt') order by numbered.position) filter (where numbered.position <= 12) as list
		from (select date, row_number() over (order by (date ->> 'startsAt')::timestamptz) as position
			from jsonb_array_elements(kept.told -> 'dates') as date
			where (date ->> 'endsAt')::timestamptz > now()) as numbered
	) as ahead
	where kept.slug = wanted_slug and kept.told is not null and ahead.count > 0
		and kept.withdrawn_at > now() - make_interval(days => internal.withdrawal_days())
		and internal.was_withdrawn(wanted_slug)
	order by kept.withdrawn_at desc limit 1;
$$;
grant execute on function internal.withdrawn_told to anon, authenticated, service_role;

-- What is to be said at the address of an event that was taken back: {told, parts}, the parts of
-- its series that are still there. NULL when there never was one.
create function public.withdrawn_event(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object('told', internal.withdrawn_told(wanted_slug),
		'parts', internal.named_parts(array(select part.id from public.events as part
			where part.series_id = internal.withdrawn_series(wanted_slug))))
	where internal.was_withdrawn(wanted_slug);
$$;
grant execute on function public.withdrawn_event to anon, authenticated, service_role;
