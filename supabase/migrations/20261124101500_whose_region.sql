-- Who answers for a point of the map, because the nearest organisation is not always the right one.

-- The organisations nearest to a point, nearest first.
create function internal.nearest_organisations(point extensions.geography, most integer)
	returns table (organisation_id uuid, metres double precision)
	language sql stable security definer set search_path = '' rows 3 as $$
	select organisation.id, extensions.st_distance(organisation.location, point)
	from public.organisations as organisation
	where organisation.publication = 'published' and organisation.location is not null
	order by organisation.location operator(extensions.<->) point
	limit most;
$$;

-- {inside, municipality {id, name_lv}, region {id, name_lv, name_en, short_lv, short_en}, contact {slug, kind, name_lv,
-- name_en, phones, email, website}, nearest [{slug, kind, name_lv, name_en, place_lv, place_en, latitude, longitude,
-- approximate, metres}]}. WGS84 degrees. Outside every municipality of today `inside` is false and there is no municipality,
-- region and contact; `nearest` are the three nearest either way. A region without a published contact has NULL there.
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
			cross join lateral internal.nearest_organisations(asked.point, 3) as near
			join public.organisations as organisation on organisation.id = near.organisation_id
			left join public.places as place on place.id = organisation.place_id));
$$;

revoke execute on function internal.nearest_organisations(extensions.geography, integer),
	public.region_at(double precision, double precision) from public, anon, authenticated, service_role;
grant execute on function internal.nearest_organisations(extensions.geography, integer),
	public.region_at(double precision, double precision) to anon, authenticated, service_role;
