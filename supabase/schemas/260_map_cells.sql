-- The places of a filter counted in cells, for a map that has more of them than a browser should
-- carry. The map is cut into the tiles of web maps (OpenStreetMap wiki, "Slippy map tilenames"):
-- tile z/x/y is the square x from the west and y from the north when the world is cut into 2^z by
-- 2^z. Each is cut again into `fine` by `fine` cells, and what lies in one cell is counted
-- together. A tile with few places sends each of them by itself.
--
-- Rows: a place by itself as in organisation_points and event_points; a cell as [count, latitude
-- and longitude of the mean, south, west, north, east] of what it holds. Every place of the filter
-- is in exactly one cell of exactly one tile of a zoom.

-- The latitude that lies a part of the world's side from its north edge (Web Mercator, EPSG:3857).
create function internal.latitude_of(world_y double precision) returns double precision
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.degrees(pg_catalog.atan(pg_catalog.sinh(pg_catalog.pi() * (1 - 2 * world_y))));

-- The box of a tile in degrees. The tile's own edges are decided by its cells; the box is a hair
-- wider, so that rounding loses nobody.
create function internal.tile_box(z integer, x integer, y integer) returns jsonb
	language sql immutable parallel safe set search_path = ''
	return pg_catalog.jsonb_build_object(
		'south', internal.latitude_of((y + 1) / pg_catalog.power(2, z)) - 1e-9,
		'north', internal.latitude_of(y / pg_catalog.power(2, z)) + 1e-9,
		'west', x / pg_catalog.power(2, z) * 360 - 180 - 1e-9,
		'east', (x + 1) / pg_catalog.power(2, z) * 360 - 180 + 1e-9);

-- The filter with its area narrowed to a box, or NULL when the two have nothing in common.
create function internal.narrowed_to(filter jsonb, box jsonb) returns jsonb
	language plpgsql immutable parallel safe set search_path = '' as $$
declare
	south double precision := (box ->> 'south')::double precision;
	west double precision := (box ->> 'west')::double precision;
	north double precision := (box ->> 'north')::double precision;
	east double precision := (box ->> 'east')::double precision;
begin
	if filter ? 'area' then
		south := greatest(south, (filter #>> '{area,south}')::double precision);
		west := greatest(west, (filter #>> '{area,west}')::double precision);
		north := least(north, (filter #>> '{area,north}')::double precision);
		east := least(east, (filter #>> '{area,east}')::double precision);
	end if;
	if south > north or west > east then
		return null;
	end if;
	return filter || pg_catalog.jsonb_build_object('area',
		pg_catalog.jsonb_build_object('south', south, 'west', west, 'north', north, 'east', east));
end;
$$;

-- Puts places into cells. `places` is a statement with the columns id, latitude, longitude, and
-- starts_at, ends_at and own, which are only handed on; it has the filter as its parameter $1, and
-- with sets $7 to $9: their making, the members that are left, and what was changed since.
-- `single` makes the row of one place of them from the table `subject`. The projection is written
-- out: a function with its own search_path is called for every row, which took ten times as long.
create function internal.cells(
	places text, subject text, single text, filter jsonb, z integer, x integer, y integer, fine integer, few integer,
	making integer default null, members bit varying default null
) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	cells jsonb;
	along double precision := pg_catalog.power(2, z) * fine;
begin
	execute pg_catalog.format($sql$
		with found as (%s), place as materialized (
			select * from (
				select found.*, pg_catalog.floor((found.longitude / 360 + 0.5) * $2)::integer as x,
					pg_catalog.floor((0.5 - pg_catalog.atanh(pg_catalog.sin(pg_catalog.radians(found.latitude)))
						/ (2 * pg_catalog.pi())) * $2)::integer as y
				from found) as everywhere
			where everywhere.x >= $3 and everywhere.x < $3 + $5 and everywhere.y >= $4 and everywhere.y < $4 + $5
		), cell as (
			select place.x, place.y, pg_catalog.count(*) as count,
				pg_catalog.avg(place.latitude) as latitude, pg_catalog.avg(place.longitude) as longitude,
				pg_catalog.min(place.latitude) as south, pg_catalog.min(place.longitude) as west,
				pg_catalog.max(place.latitude) as north, pg_catalog.max(place.longitude) as east,
				-- Of a cell of one place: that one.
				(pg_catalog.array_agg(place.id))[1] as id, (pg_catalog.array_agg(place.starts_at))[1] as starts_at,
				(pg_catalog.array_agg(place.ends_at))[1] as ends_at, (pg_catalog.array_agg(place.own))[1] as own
			from place
			group by place.x, place.y, case when (select pg_catalog.count(*) from place as every) <= $6 then place.id end
		)
		select coalesce(jsonb_agg(part.content order by part.y, part.x, part.content), '[]') from (
			select cell.x, cell.y, case when cell.count = 1
				-- A question for each: a join would be planned for a guessed number of rows, and the guess
				-- is wrong.
				then (select %s from %s where subject.id = cell.id)
				else jsonb_build_array(cell.count,
					pg_catalog.round(cell.latitude::numeric, 5), pg_catalog.round(cell.longitude::numeric, 5),
					cell.south, cell.west, cell.north, cell.east) end as content
			from cell) as part
		$sql$, places, single, subject)
		into cells using filter, along, x * fine, y * fine, fine, few, making, members, internal.changed_since(members);
	return cells;
end;
$$;

create function internal.organisation_cells(
	filter jsonb, language text, z integer, x integer, y integer, fine integer, few integer
) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	-- The whole world leaves nobody out, and no condition costs less than one that is always true.
	narrowed jsonb := case when z = 0 then filter else internal.narrowed_to(filter, internal.tile_box(z, x, y)) end;
	state internal.set_making;
	left_over bit varying;
begin
	if narrowed is null then
		return '[]'::jsonb;
	end if;
	select * into state from internal.live_sets();
	if state.live is not null then
		left_over := internal.set_left(state, narrowed);
	end if;
	narrowed := internal.with_everything(narrowed);
	return internal.cells(
		case when left_over is not null then
			'select own.organisation_id as id, own.latitude, own.longitude,
				null::timestamptz as starts_at, null::timestamptz as ends_at, null::jsonb as own
			from internal.set_places as own
			where own.making = $7 and own.latitude is not null and pg_catalog.get_bit($8, own.place) = 1 union all '
			else '' end
			|| 'select organisation.id, organisation.latitude, organisation.longitude,
				null::timestamptz as starts_at, null::timestamptz as ends_at, null::jsonb as own '
			|| internal.from_organisations(narrowed, null, false) || ' and organisation.location is not null'
			|| case when left_over is not null then ' and organisation.id = any ($9)' else '' end,
		'public.organisations as subject',
		pg_catalog.format('jsonb_build_array(subject.slug, subject.kind, %s, subject.latitude, subject.longitude,
				subject.approximate) || internal.doubt_mark(subject.doubtful_since)',
			internal.text_expression('subject.name', language)),
		narrowed, z, x, y, fine, few, state.live, left_over);
end;
$$;
grant execute on function internal.organisation_cells to anon, authenticated, service_role;

-- Where the next date of an event is held decides where it stands: a date can be elsewhere. So the
-- tile may only leave out events of which no date is near it.
create function internal.event_cells(
	filter jsonb, language text, z integer, x integer, y integer, fine integer, few integer
) returns jsonb
	language plpgsql stable security definer set search_path = '' as $$
declare
	near_tile text := case when z > 0 then $sql$ and (
		event.location::extensions.geometry operator(extensions.&&)
			internal.area_box(jsonb_build_object('area', $1 -> 'tile'))
		or exists (
			select from public.event_occurrences as other
			where other.event_id = event.id and other.location::extensions.geometry operator(extensions.&&)
				internal.area_box(jsonb_build_object('area', $1 -> 'tile'))))$sql$ else '' end;
begin
	return internal.cells(
		pg_catalog.format($sql$
			select next_date.* from (
				select distinct on (event.id) event.id,
					occurrence.latitude, occurrence.longitude, occurrence.starts_at, occurrence.ends_at,
					jsonb_build_array(%s, occurrence.approximate) as own
				%s and occurrence.takes_place %s
				order by event.id, occurrence.starts_at) as next_date
			where next_date.latitude is not null$sql$,
			internal.text_expression('occurrence.title', language), internal.from_occurrences(filter), near_tile),
		'public.events as subject',
		'jsonb_build_array(subject.slug, subject.kind, cell.own -> 0, cell.south, cell.west, cell.own -> 1,
			cell.starts_at, cell.ends_at, subject.all_day, subject.date_precision, subject.is_example)',
		filter || pg_catalog.jsonb_build_object('tile', internal.tile_box(z, x, y)), z, x, y, fine, few);
end;
$$;
grant execute on function internal.event_cells to anon, authenticated, service_role;

-- Organisations of a filter within a tile; when there are more than `few` of them, those that share
-- a cell are counted.
create function public.organisation_cells(
	filter jsonb default '{}', language text default null, z integer default 0, x integer default 0, y integer default 0,
	fine integer default 64, few integer default 300
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.organisation_cells(filter, language, least(greatest(z, 0), 12), least(greatest(x, 0), 4095),
		least(greatest(y, 0), 4095), least(greatest(fine, 1), 65536), least(greatest(few, 0), 2000));
$$;
grant execute on function public.organisation_cells to anon, authenticated, service_role;

-- The same of events, each once with its next date.
create function public.event_cells(
	filter jsonb default '{}', language text default null, z integer default 0, x integer default 0, y integer default 0,
	fine integer default 64, few integer default 300
) returns jsonb
	language sql stable set search_path = '' as $$
	select internal.event_cells(filter, language, least(greatest(z, 0), 12), least(greatest(x, 0), 4095),
		least(greatest(y, 0), 4095), least(greatest(fine, 1), 65536), least(greatest(few, 0), 2000));
$$;
grant execute on function public.event_cells to anon, authenticated, service_role;
