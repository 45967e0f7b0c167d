-- What the public pages ask about organisations: one function a question, so that a page costs one query.
-- All run with the caller's rights; row level security decides what they see.
--
-- `filter` is the Filter of src/lib/filter as JSON; a key that is missing does not restrict:
--   slugs[] · words[] · kinds[] · topics[] · regions[] · municipalities[] · near {lat, lng} (WGS84 degrees) with km

create function internal.matching_organisations(filter jsonb) returns setof public.organisations
	language sql stable set search_path = '' as $$
	select organisation.*
	from public.organisations as organisation
	left join public.places as place on place.id = organisation.place_id
	where organisation.publication = 'published'
		and (not filter ? 'slugs'
			or organisation.slug in (select jsonb_array_elements_text(filter -> 'slugs')))
		and (not filter ? 'kinds'
			or organisation.kind in (select jsonb_array_elements_text(filter -> 'kinds')))
		and (not filter ? 'regions'
			or organisation.region_id in (select jsonb_array_elements_text(filter -> 'regions')))
		and (not filter ? 'municipalities'
			or organisation.municipality_id in (select jsonb_array_elements_text(filter -> 'municipalities')))
		and (not filter ? 'topics' or exists (
			select 1 from public.organisation_topics as topic
			where topic.organisation_id = organisation.id
				and topic.topic_id in (select jsonb_array_elements_text(filter -> 'topics'))))
		and (not filter ? 'near' or extensions.st_dwithin(
			organisation.location,
			extensions.st_setsrid(extensions.st_makepoint(
				(filter #>> '{near,lng}')::double precision,
				(filter #>> '{near,lat}')::double precision), 4326)::extensions.geography,
			(filter ->> 'km')::double precision * 1000))
		and (not filter ? 'words' or not exists (
			select 1 from jsonb_array_elements_text(filter -> 'words') as word
			where pg_catalog.strpos(
				internal.fold(pg_catalog.concat_ws(' ',
					organisation.name_lv, organisation.name_en, organisation.abbreviation,
					pg_catalog.array_to_string(organisation.former_names, ' '),
					organisation.summary_lv, organisation.summary_en, organisation.registration_number,
					place.name_lv)),
				internal.fold(word)) = 0));
$$;

-- Metres from the point a filter names, NULL without one.
create function internal.metres_from(filter jsonb, location extensions.geography) returns double precision
	language sql stable set search_path = '' as $$
	select case when filter ? 'near' then extensions.st_distance(location,
		extensions.st_setsrid(extensions.st_makepoint(
			(filter #>> '{near,lng}')::double precision,
			(filter #>> '{near,lat}')::double precision), 4326)::extensions.geography) end;
$$;

-- The next date an organisation holds or helps to hold: {slug, title_lv, title_en, starts_at, ends_at, is_example, ...}.
create function internal.next_event(organisation uuid) returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'slug', event.slug, 'title_lv', event.title_lv, 'title_en', event.title_en,
		'starts_at', occurrence.starts_at, 'ends_at', occurrence.ends_at, 'all_day', event.all_day,
		'date_precision', event.date_precision, 'is_example', event.is_example)
	from public.event_organisers as organiser
	join public.events as event on event.id = organiser.event_id and event.publication = 'published'
	join public.event_occurrences as occurrence on occurrence.event_id = event.id
	where organiser.organisation_id = organisation
		and occurrence.ends_at > now()
		and coalesce(occurrence.status, event.status) not in ('cancelled', 'postponed')
	order by occurrence.starts_at
	limit 1;
$$;

-- One page of the list, in the list's order: by distance when the filter is near something, else by name.
create function public.find_organisations(
	filter jsonb default '{}', language text default 'lv', page integer default 1, page_size integer default 40
) returns table (
	id uuid, slug text, kind text, name_lv text, name_en text, abbreviation text, summary_lv text, summary_en text,
	street text, place_lv text, place_en text, municipality_lv text, region_id text,
	latitude double precision, longitude double precision, approximate boolean,
	confirmed_on date, is_example boolean, metres double precision, next_event jsonb, total bigint
)
	language sql stable set search_path = '' as $$
	with matching as (
		select organisation.*, internal.metres_from(filter, organisation.location) as metres,
			count(*) over () as total
		from internal.matching_organisations(filter) as organisation
	), this_page as (
		select * from matching
		order by matching.metres nulls last,
			(case when language = 'en' then matching.sort_en else matching.sort_lv end) collate "C", matching.id
		limit least(greatest(page_size, 1), 200)
		offset (greatest(page, 1) - 1)::bigint * least(greatest(page_size, 1), 200)
	)
	select this_page.id, this_page.slug, this_page.kind, this_page.name_lv, this_page.name_en, this_page.abbreviation,
		this_page.summary_lv, this_page.summary_en, this_page.street, place.name_lv, place.name_en,
		municipality.full_name_lv, this_page.region_id, this_page.latitude, this_page.longitude, this_page.approximate,
		this_page.confirmed_on, this_page.is_example, this_page.metres, internal.next_event(this_page.id),
		this_page.total
	from this_page
	left join public.places as place on place.id = this_page.place_id
	left join public.municipalities as municipality on municipality.id = this_page.municipality_id
	order by this_page.metres nulls last,
		(case when language = 'en' then this_page.sort_en else this_page.sort_lv end) collate "C", this_page.id;
$$;

-- Every pin of a filter, small enough to send whole: [[slug, kind, name, latitude, longitude, approximate], ...] in the
-- list's order. Organisations without a pin are not in it; find_organisations counts them.
create function public.organisation_points(filter jsonb default '{}', language text default 'lv') returns jsonb
	language sql stable set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_array(
		organisation.slug, organisation.kind,
		case when language = 'en' then coalesce(organisation.name_en, organisation.name_lv) else organisation.name_lv end,
		organisation.latitude, organisation.longitude, organisation.approximate)
		order by internal.metres_from(filter, organisation.location) nulls last,
			(case when language = 'en' then organisation.sort_en else organisation.sort_lv end) collate "C",
			organisation.id), '[]')
	from internal.matching_organisations(filter) as organisation
	where organisation.location is not null;
$$;

-- Everything an organisation's page shows, or NULL: no such organisation is published.
create function public.organisation_detail(wanted_slug text) returns jsonb
	language sql stable set search_path = '' as $$
	select to_jsonb(organisation) - array['location', 'sort_lv', 'sort_en', 'publication'] || jsonb_build_object(
		'place', (select jsonb_build_object('id', place.id, 'name_lv', place.name_lv, 'name_en', place.name_en)
			from public.places as place where place.id = organisation.place_id),
		'municipality', (select jsonb_build_object('id', municipality.id, 'name_lv', municipality.full_name_lv)
			from public.municipalities as municipality where municipality.id = organisation.municipality_id),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from public.regions as region where region.id = organisation.region_id),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]')
			from public.organisation_topics as link join public.topics as topic on topic.id = link.topic_id
			where link.organisation_id = organisation.id),
		'sources', (select coalesce(jsonb_agg(jsonb_build_object('field', source.field, 'source', source.source,
				'certainty', source.certainty, 'page_date', source.page_date) order by source.field, source.source), '[]')
			from public.organisation_sources as source where source.organisation_id = organisation.id),
		'region_contact', (select jsonb_build_object('slug', contact.slug, 'name_lv', contact.name_lv,
				'name_en', contact.name_en, 'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from public.region_contacts as link
			join public.organisations as contact on contact.id = link.organisation_id
			where link.region_id = organisation.region_id),
		'nearest', (select coalesce(jsonb_agg(to_jsonb(near) order by near.metres, near.slug), '[]') from (
			select other.slug, other.kind, other.name_lv, other.name_en, other.approximate,
				place.name_lv as place_lv, place.name_en as place_en,
				extensions.st_distance(other.location, organisation.location) as metres
			from public.organisations as other
			left join public.places as place on place.id = other.place_id
			where other.id <> organisation.id and other.publication = 'published' and other.location is not null
			order by other.location operator(extensions.<->) organisation.location, other.slug
			limit 4) as near
			where organisation.location is not null),
		'upcoming', (select coalesce(jsonb_agg(to_jsonb(dates) order by dates.starts_at, dates.slug), '[]') from (
			select event.slug, event.kind, event.title_lv, event.title_en, event.all_day, event.date_precision,
				event.is_example, coalesce(occurrence.status, event.status) as status,
				occurrence.starts_at, occurrence.ends_at
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join public.event_occurrences as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at > now()
			order by occurrence.starts_at, event.slug limit 20) as dates),
		'past', (select coalesce(jsonb_agg(to_jsonb(dates) order by dates.starts_at desc, dates.slug), '[]') from (
			select event.slug, event.kind, event.title_lv, event.title_en, event.all_day, event.date_precision,
				event.is_example, coalesce(occurrence.status, event.status) as status,
				occurrence.starts_at, occurrence.ends_at
			from public.event_organisers as organiser
			join public.events as event on event.id = organiser.event_id and event.publication = 'published'
			join public.event_occurrences as occurrence on occurrence.event_id = event.id
			where organiser.organisation_id = organisation.id and occurrence.ends_at <= now()
			order by occurrence.starts_at desc, event.slug limit 20) as dates))
	from public.organisations as organisation
	where organisation.slug = wanted_slug and organisation.publication = 'published';
$$;

-- What the forms offer: regions with today's municipalities, topics, kinds in use.
create function public.network_outline() returns jsonb
	language sql stable set search_path = '' as $$
	select jsonb_build_object(
		'regions', (select coalesce(jsonb_agg(jsonb_build_object('id', region.id, 'name_lv', region.name_lv,
				'name_en', region.name_en, 'short_lv', region.short_lv, 'short_en', region.short_en)
				order by region.position), '[]') from public.regions as region),
		'municipalities', (select coalesce(jsonb_agg(jsonb_build_object('id', municipality.id,
				'region_id', municipality.region_id, 'name_lv', municipality.full_name_lv)
				order by municipality.sort_key collate "C", municipality.kind desc), '[]')
			from public.municipalities as municipality where municipality.valid_to is null),
		'topics', (select coalesce(jsonb_agg(jsonb_build_object('id', topic.id, 'name_lv', topic.name_lv,
				'name_en', topic.name_en) order by topic.position), '[]') from public.topics as topic));
$$;

revoke execute on function internal.matching_organisations(jsonb),
	internal.metres_from(jsonb, extensions.geography), internal.next_event(uuid),
	public.find_organisations(jsonb, text, integer, integer), public.organisation_points(jsonb, text),
	public.organisation_detail(text), public.network_outline() from public, anon, authenticated, service_role;
grant execute on function internal.matching_organisations(jsonb),
	internal.metres_from(jsonb, extensions.geography), internal.next_event(uuid),
	public.find_organisations(jsonb, text, integer, integer), public.organisation_points(jsonb, text),
	public.organisation_detail(text), public.network_outline() to anon, authenticated, service_role;
