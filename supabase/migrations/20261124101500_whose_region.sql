-- Who answers for a point of the map, because the nearest organisation is not always the right one.

-- The four organisations nearest to a point, nearest first, one left out. How many is written out, because with any number the
-- planner expects a tenth of the table and does not take the nearest from the index.
create function internal.nearest_organisations(point extensions.geography, besides uuid default null)
	returns table (organisation_id uuid, metres double precision)
	language sql stable security definer set search_path = '' set jit = off rows 4 as $$
	select organisation.id, extensions.st_distance(organisation.location, point)
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.location is not null
		and organisation.id is distinct from besides
	order by organisation.location operator(extensions.<->) point
	limit 4;
$$;

-- {inside, municipality {id, name_lv}, region {id, name_lv, name_en, short_lv, short_en}, contact {slug, kind, name_lv,
-- name_en, phones, email, website}, nearest [{slug, kind, name_lv, name_en, place_lv, place_en, latitude, longitude,
-- approximate, metres}]}. WGS84 degrees. Outside every municipality of today `inside` is false and there is no municipality,
-- region and contact; `nearest` are the four nearest either way. A region without a published contact has NULL there.
create function public.region_at(lat double precision, lng double precision) returns jsonb
	language sql stable set search_path = '' as $$
	with asked as (
		select extensions.st_setsrid(extensions.st_makepoint(lng, lat), 4326)::extensions.geography as point
	), here as (
		select municipality.id, municipality.full_name_lv, municipality.region_id
		from asked
		join public.municipalities as municipality on extensions.st_intersects(municipality.area, asked.point)
		where municipality.valid_to is null
		limit 1
	)
	select jsonb_build_object(
		'inside', exists (select from here),
		'municipality', (select jsonb_build_object('id', here.id, 'name_lv', here.full_name_lv) from here),
		'region', (select jsonb_build_object('id', region.id, 'name_lv', region.name_lv, 'name_en', region.name_en,
				'short_lv', region.short_lv, 'short_en', region.short_en)
			from here join public.regions as region on region.id = here.region_id),
		'contact', (select jsonb_build_object('slug', contact.slug, 'kind', contact.kind, 'name_lv', contact.name_lv,
				'name_en', contact.name_en, 'phones', contact.phones, 'email', contact.email, 'website', contact.website)
			from here
			join public.region_contacts as link on link.region_id = here.region_id
			join public.organisations as contact on contact.id = link.organisation_id),
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', organisation.slug, 'kind', organisation.kind,
				'name_lv', organisation.name_lv, 'name_en', organisation.name_en, 'place_lv', place.name_lv,
				'place_en', place.name_en, 'latitude', organisation.latitude, 'longitude', organisation.longitude,
				'approximate', organisation.approximate, 'metres', near.metres) order by near.metres, organisation.slug), '[]')
			from asked
			cross join lateral internal.nearest_organisations(asked.point) as near
			join public.organisations as organisation on organisation.id = near.organisation_id
			left join public.places as place on place.id = organisation.place_id));
$$;

-- Everything an organisation's page shows, or NULL: no such organisation is published. Its neighbours come from the index, too.
create or replace function public.organisation_detail(wanted_slug text) returns jsonb
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
		'nearest', (select coalesce(jsonb_agg(jsonb_build_object('slug', other.slug, 'kind', other.kind,
				'name_lv', other.name_lv, 'name_en', other.name_en, 'approximate', other.approximate,
				'place_lv', place.name_lv, 'place_en', place.name_en, 'metres', near.metres)
				order by near.metres, other.slug), '[]')
			from internal.nearest_organisations(organisation.location, organisation.id) as near
			join public.organisations as other on other.id = near.organisation_id
			left join public.places as place on place.id = other.place_id
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

revoke execute on function internal.nearest_organisations(extensions.geography, uuid),
	public.region_at(double precision, double precision) from public, anon, authenticated, service_role;
grant execute on function internal.nearest_organisations(extensions.geography, uuid),
	public.region_at(double precision, double precision) to anon, authenticated, service_role;
