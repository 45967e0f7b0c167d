-- Lists and pins of organisations. Both are in one order: with words by how well they match, near something by distance, then
-- by name.

create type internal.placed_organisation as (organisation_id uuid, metres double precision);

-- One page of the list as ids in their order. With `after`, the last row of the page before, the page begins where that row
-- stands in the order, without counting through all the rows before it; when that row is gone, the page's number counts.
create function internal.organisations_in_order(
	filter jsonb, language text, page integer, page_size integer, after uuid default null
) returns setof internal.placed_organisation
	language plpgsql stable security definer set search_path = '' set jit = off rows 40 as $$
declare
	name text := case when language = 'en' then 'organisation.sort_en' else 'organisation.sort_lv' end || ' collate "C"';
	rank text := case when filter ? 'words' then '-hit.rank' end;
	distance text := case when filter ? 'near' then 'extensions.st_distance(organisation.location, internal.near_point($1))' end;
	keys text := pg_catalog.concat_ws(', ', rank, distance, name, 'organisation.id');
	skipped bigint := (greatest(page, 1) - 1)::bigint * page_size;
	beyond text := '';
	-- What the last row of the page before is ordered by.
	last_rank real;
	last_distance double precision;
	last_name text;
begin
	if after is not null then
		-- What else that row matched does not move it: it may have changed since.
		execute pg_catalog.format('select %s, %s, %s %s and organisation.id = $2',
				coalesce(rank, 'null'), coalesce(distance, 'null'), name,
				internal.from_organisations(case when filter ? 'words' then filter - array(
					select key from pg_catalog.jsonb_object_keys(filter) as key where key <> 'words') else '{}' end))
			into last_rank, last_distance, last_name using filter, after;
		if last_name is not null and (distance is null or last_distance is not null) then
			skipped := 0;
			beyond := pg_catalog.format(' and (%s) > (%s)', keys, pg_catalog.concat_ws(', ',
				case when rank is not null then '$3' end, case when distance is not null then '$4' end, '$5', '$2'));
		end if;
	end if;
	return query execute pg_catalog.format('select organisation.id, %s %s %s order by %s limit $6 offset $7',
			coalesce(distance, 'null::double precision'), internal.from_organisations(filter), beyond, keys)
		using filter, after, last_rank, last_distance, last_name, page_size, skipped;
end;
$$;

-- One page of the list, in the list's order.
create function public.find_organisations(
	filter jsonb default '{}', language text default 'lv', page integer default 1, page_size integer default 40,
	after uuid default null
) returns table (
	id uuid, slug text, kind text, name_lv text, name_en text, abbreviation text, summary_lv text, summary_en text,
	street text, place_lv text, place_en text, municipality_lv text, region_id text,
	latitude double precision, longitude double precision, approximate boolean,
	confirmed_on date, is_example boolean, metres double precision, next_event jsonb
)
	language sql stable set search_path = '' as $$
	select organisation.id, organisation.slug, organisation.kind, organisation.name_lv, organisation.name_en,
		organisation.abbreviation, organisation.summary_lv, organisation.summary_en, organisation.street,
		place.name_lv, place.name_en, municipality.full_name_lv, organisation.region_id,
		organisation.latitude, organisation.longitude, organisation.approximate,
		organisation.confirmed_on, organisation.is_example, found.metres, internal.next_event(organisation.id)
	from internal.organisations_in_order(filter, language, page, least(greatest(page_size, 1), 200), after)
		with ordinality as found (organisation_id, metres, place)
	join public.organisations as organisation on organisation.id = found.organisation_id
	left join public.places as place on place.id = organisation.place_id
	left join public.municipalities as municipality on municipality.id = organisation.municipality_id
	order by found.place;
$$;

create function internal.count_organisations(filter jsonb) returns bigint
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	total bigint;
begin
	execute 'select count(*) ' || internal.from_organisations(filter) into total using filter;
	return total;
end;
$$;

-- How many organisations a filter leaves on all pages. A question of its own, because it is the same for every page.
create function public.count_organisations(filter jsonb default '{}') returns bigint
	language sql stable set search_path = '' as $$
	select internal.count_organisations(filter);
$$;

create function internal.organisation_points(filter jsonb, language text) returns jsonb
	language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
	points jsonb;
begin
	execute pg_catalog.format(
		'select coalesce(jsonb_agg(jsonb_build_array(organisation.slug, organisation.kind, %s,
			organisation.latitude, organisation.longitude, organisation.approximate) order by %s), ''[]'') %s
			and organisation.location is not null',
		case when language = 'en' then 'coalesce(organisation.name_en, organisation.name_lv)' else 'organisation.name_lv' end,
		pg_catalog.concat_ws(', ',
			case when filter ? 'words' then '-hit.rank' end,
			case when filter ? 'near' then 'extensions.st_distance(organisation.location, internal.near_point($1))' end,
			case when language = 'en' then 'organisation.sort_en' else 'organisation.sort_lv' end || ' collate "C"',
			'organisation.id'),
		internal.from_organisations(filter))
		into points using filter;
	return points;
end;
$$;

-- Every pin of a filter, small enough to send whole: [[slug, kind, name, latitude, longitude, approximate], ...] in the
-- list's order. Organisations without a pin are not in it; count_organisations counts them.
create function public.organisation_points(filter jsonb default '{}', language text default 'lv') returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_points(filter, language);
$$;

revoke execute on function
	internal.organisations_in_order(jsonb, text, integer, integer, uuid), internal.count_organisations(jsonb),
	internal.organisation_points(jsonb, text), public.find_organisations(jsonb, text, integer, integer, uuid),
	public.count_organisations(jsonb), public.organisation_points(jsonb, text)
	from public, anon, authenticated, service_role;
grant execute on function
	internal.organisations_in_order(jsonb, text, integer, integer, uuid), internal.count_organisations(jsonb),
	internal.organisation_points(jsonb, text), public.find_organisations(jsonb, text, integer, integer, uuid),
	public.count_organisations(jsonb), public.organisation_points(jsonb, text)
	to anon, authenticated, service_role;
