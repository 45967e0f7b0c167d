-- What the public pages ask about events. The same `filter` as for organisations, with
--   eventKinds[] (kind of event) · kinds[] (kind of an organiser) · from, to, endedBy (instants) · online (true: only
--   what can be followed online)

create function internal.matching_occurrences(filter jsonb) returns table (
	occurrence_id uuid, event_id uuid, starts_at timestamptz, ends_at timestamptz, status text
)
	language sql stable set search_path = '' as $$
	select occurrence.id, event.id, occurrence.starts_at, occurrence.ends_at, coalesce(occurrence.status, event.status)
	from public.event_occurrences as occurrence
	join public.events as event on event.id = occurrence.event_id and event.publication = 'published'
	left join public.places as place on place.id = event.place_id
	where (not filter ? 'from' or occurrence.ends_at > (filter ->> 'from')::timestamptz)
		and (not filter ? 'to' or occurrence.starts_at < (filter ->> 'to')::timestamptz)
		and (not filter ? 'endedBy' or occurrence.ends_at <= (filter ->> 'endedBy')::timestamptz)
		and (not filter ? 'eventKinds' or event.kind in (select jsonb_array_elements_text(filter -> 'eventKinds')))
		and (not filter ? 'kinds' or exists (
			select 1 from public.event_organisers as organiser
			join public.organisations as organisation on organisation.id = organiser.organisation_id
			where organiser.event_id = event.id
				and organisation.kind in (select jsonb_array_elements_text(filter -> 'kinds'))))
		and (not filter ? 'regions' or event.region_id in (select jsonb_array_elements_text(filter -> 'regions')))
		and (not filter ? 'municipalities'
			or event.municipality_id in (select jsonb_array_elements_text(filter -> 'municipalities')))
		and (not filter ? 'topics' or exists (
			select 1 from public.event_topics as topic
			where topic.event_id = event.id
				and topic.topic_id in (select jsonb_array_elements_text(filter -> 'topics'))))
		and (not coalesce((filter ->> 'online')::boolean, false) or event.attendance in ('online', 'both'))
		and (not filter ? 'near' or extensions.st_dwithin(
			event.location,
			extensions.st_setsrid(extensions.st_makepoint(
				(filter #>> '{near,lng}')::double precision,
				(filter #>> '{near,lat}')::double precision), 4326)::extensions.geography,
			(filter ->> 'km')::double precision * 1000))
		and (not filter ? 'words' or not exists (
			select 1 from jsonb_array_elements_text(filter -> 'words') as word
			where pg_catalog.strpos(
				internal.fold(pg_catalog.concat_ws(' ', event.title_lv, event.title_en, event.summary_lv,
					event.summary_en, event.venue_name, place.name_lv,
					(select pg_catalog.string_agg(
						pg_catalog.concat_ws(' ', organiser.name, organisation.name_lv, organisation.abbreviation), ' ')
						from public.event_organisers as organiser
						left join public.organisations as organisation on organisation.id = organiser.organisation_id
						where organiser.event_id = event.id))),
				internal.fold(word)) = 0));
$$;

-- Who holds an event, in order: [{slug, name_lv, name_en}] where slug is null for somebody outside the directory.
create function internal.organisers_of(event uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'slug', organisation.slug, 'kind', organisation.kind,
		'name_lv', coalesce(organisation.name_lv, organiser.name), 'name_en', organisation.name_en)
		order by organiser.position), '[]')
	from public.event_organisers as organiser
	left join public.organisations as organisation on organisation.id = organiser.organisation_id
	where organiser.event_id = event and (organisation.id is not null or organiser.name is not null);
$$;

-- One page of dates, soonest first, or latest first with `newest_first`.
create function public.find_events(
	filter jsonb default '{}', newest_first boolean default false, page integer default 1, page_size integer default 40
) returns table (
	occurrence_id uuid, slug text, kind text, title_lv text, title_en text, summary_lv text, summary_en text,
	starts_at timestamptz, ends_at timestamptz, all_day boolean, date_precision text, time_zone text, status text,
	attendance text, venue_name text, place_lv text, place_en text, region_id text,
	latitude double precision, longitude double precision, approximate boolean, free boolean, is_example boolean,
	in_series boolean, registration_deadline timestamptz, metres double precision, organisers jsonb, total bigint
)
	language sql stable set search_path = '' as $$
	with matching as (
		select occurrence.*, count(*) over () as total from internal.matching_occurrences(filter) as occurrence
	), this_page as (
		select * from matching
		order by case when newest_first then null else matching.starts_at end,
			case when newest_first then matching.starts_at end desc, matching.occurrence_id
		limit least(greatest(page_size, 1), 200)
		offset (greatest(page, 1) - 1)::bigint * least(greatest(page_size, 1), 200)
	)
	select this_page.occurrence_id, event.slug, event.kind, event.title_lv, event.title_en, event.summary_lv,
		event.summary_en, this_page.starts_at, this_page.ends_at, event.all_day, event.date_precision, event.time_zone,
		this_page.status, event.attendance, event.venue_name, place.name_lv, place.name_en, event.region_id,
		event.latitude, event.longitude, event.approximate, event.free, event.is_example, event.recurrence is not null,
		event.registration_deadline, internal.metres_from(filter, event.location),
		internal.organisers_of(event.id), this_page.total
	from this_page
	join public.events as event on event.id = this_page.event_id
	left join public.places as place on place.id = event.place_id
	order by case when newest_first then null else this_page.starts_at end,
		case when newest_first then this_page.starts_at end desc, this_page.occurrence_id;
$$;

-- One pin an event with its next matching date: [[slug, kind, title, latitude, longitude, approximate, starts_at, ends_at,
-- all_day, date_precision, is_example], ...], soonest first.
create function public.event_points(filter jsonb default '{}', language text default 'lv') returns jsonb
	language sql stable set search_path = '' as $$
	with next_dates as (
		select distinct on (occurrence.event_id) occurrence.*
		from internal.matching_occurrences(filter) as occurrence
		where occurrence.status not in ('cancelled', 'postponed')
		order by occurrence.event_id, occurrence.starts_at
	)
	select coalesce(jsonb_agg(jsonb_build_array(
		event.slug, event.kind,
		case when language = 'en' then coalesce(event.title_en, event.title_lv)
			else coalesce(event.title_lv, event.title_en) end,
		event.latitude, event.longitude, event.approximate, next_date.starts_at, next_date.ends_at, event.all_day,
		event.date_precision, event.is_example) order by next_date.starts_at, event.slug), '[]')
	from next_dates as next_date
	join public.events as event on event.id = next_date.event_id
	where event.location is not null;
$$;

-- Everything an event's page shows, or NULL.
create function public.event_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select to_jsonb(event) - array['location', 'publication', 'starts_local', 'ends_local'] || jsonb_build_object(
		'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv, 'name_en', place.name_en)
			from public.places as place where place.id = event.place_id),
		'municipality', (select jsonb_build_object('id', municipality.id, 'name_lv', municipality.full_name_lv)
			from public.municipalities as municipality where municipality.id = event.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from public.regions as region where region.id = event.region_id),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]')
			from public.event_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.event_id = event.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('source', source.source,
				'certainty', source.certainty) order by source.source), '[]')
			from public.event_sources as source where source.event_id = event.id),
		'organisers', internal.organisers_of(event.id),
		'occurrences', (select coalesce(jsonb_agg(jsonb_build_object('id', occurrence.id,
				'starts_at', occurrence.starts_at, 'ends_at', occurrence.ends_at,
				'status', coalesce(occurrence.status, event.status)) order by occurrence.starts_at), '[]')
			from (select * from public.event_occurrences as every_date where every_date.event_id = event.id
				order by every_date.ends_at <= now(), abs(extract(epoch from every_date.starts_at - now()))
				limit 60) as occurrence),
		'occurrence_count', (select count(*) from public.event_occurrences as every_date
			where every_date.event_id = event.id))
	from public.events as event
	where event.slug = wanted_slug and event.publication = 'published';
$$;

-- Every public page with a subject, for the sitemap: {organisations: [[slug, updated_at]], events: [[slug, updated_at]]}.
create function public.page_addresses() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'organisations', (select coalesce(jsonb_agg(jsonb_build_array(organisation.slug, organisation.updated_at)
			order by organisation.slug), '[]') from public.organisations as organisation
			where organisation.publication = 'published'),
		'events', (select coalesce(jsonb_agg(jsonb_build_array(event.slug, event.updated_at) order by event.slug), '[]')
			from public.events as event where event.publication = 'published' and not event.is_example));
$$;

revoke execute on function internal.matching_occurrences(jsonb), internal.organisers_of(uuid),
	public.find_events(jsonb, boolean, integer, integer), public.event_points(jsonb, text),
	public.event_detail(text), public.page_addresses() from public, anon, authenticated, service_role;
grant execute on function internal.matching_occurrences(jsonb), internal.organisers_of(uuid),
	public.find_events(jsonb, boolean, integer, integer), public.event_points(jsonb, text),
	public.event_detail(text), public.page_addresses() to anon, authenticated, service_role;
