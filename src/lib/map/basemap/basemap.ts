// The bundled basemap as the painters want it: plain rings and lines in Web Mercator, one list per
// layer. Made from the TopoJSON that scripts/build-basemap.ts writes; knows neither Leaflet nor the
// page.
import { feature, merge, mesh } from 'topojson-client';
import type { MultiPolygon, Topology } from 'topojson-specification';
import { project } from '#lib/geo/projection.ts';
import type { Position } from '#lib/geo/position.ts';

/**
 * One ring or line: x, y, x, y ... in world pixels of zoom 0, with the box round it. Rings do not
 * repeat their first point.
 */
export interface Outline {
	points: Float64Array;
	west: number;
	north: number;
	east: number;
	south: number;
}

/** A municipality of today; `rings` are outer rings and holes together, to be filled even-odd. */
export interface MunicipalityArea {
	id: string;
	name: string;
	region: string;
	rings: Outline[];
}

/** One level of detail. Fills are even-odd; every border is in exactly one of the line lists. */
export interface Basemap {
	neighbours: Outline[];
	land: Outline[];
	lakes: Outline[];
	municipalities: MunicipalityArea[];
	municipalityBorders: Outline[];
	regionBorders: Outline[];
	/** Where the country meets a neighbour on land. */
	stateBorder: Outline[];
	coast: Outline[];
	/** Borders between neighbours. */
	foreignBorders: Outline[];
}

/**
 * The two files and the zooms they are drawn for: `overview` up to and including 8, `detail` above.
 */
export type Level = 'overview' | 'detail';

/** Which level a (fractional) zoom needs. */
export function levelFor(zoom: number): Level {
	return zoom < 8.5 ? 'overview' : 'detail';
}

/** Whom the map data is owed to, to be shown on every map with a link to the licence. */
export const credits = [
	{
		text: '© OpenStreetMap contributors (ODbL)',
		href: 'https://www.openstreetmap.org/copyright'
	},
	{ text: 'Natural Earth', href: 'https://www.naturalearthdata.com/about/terms-of-use/' },
	{ text: 'GeoNames (CC BY 4.0)', href: 'https://www.geonames.org/' }
] as const;

interface Named {
	name: string;
	region: string;
}
type Areas<P extends object> = {
	type: 'GeometryCollection';
	geometries: MultiPolygon<P>[];
};

/** The TopoJSON of one level, as written by scripts/build-basemap.ts. */
export type BasemapTopology = Topology<{
	municipalities: Areas<Named>;
	neighbours: Areas<object>;
	lakes: MultiPolygon;
}>;

function outline(positions: readonly (readonly number[])[], closed: boolean): Outline {
	const length = positions.length - (closed ? 1 : 0);
	const points = new Float64Array(length * 2);
	const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
	for (let i = 0; i < length; i++) {
		const [lng = 0, lat = 0] = positions[i] ?? [];
		const { x, y } = project({ lat, lng }, 0);
		points[2 * i] = x;
		points[2 * i + 1] = y;
		box.west = Math.min(box.west, x);
		box.east = Math.max(box.east, x);
		box.north = Math.min(box.north, y);
		box.south = Math.max(box.south, y);
	}
	return { points, ...box };
}

/** Rings of polygons, outer and holes alike. */
const ringsOf = (polygons: readonly (readonly number[][][])[]) =>
	polygons.flatMap((polygon) => polygon.map((ring) => outline(ring, true)));

/** Decodes one level. Throws when the file is not the basemap's (a wrong or cut-off download). */
export function decodeBasemap(topology: BasemapTopology): Basemap {
	const { municipalities, neighbours, lakes } = topology.objects;
	const named = (g: MultiPolygon<Named>): Named => {
		if (!g.properties) throw new Error(`the basemap's municipality ${g.id} has no name`);
		return { name: g.properties.name, region: g.properties.region };
	};
	const region = new Map<unknown, string>(
		municipalities.geometries.map((g) => [g, named(g).region])
	);
	const all = {
		type: 'GeometryCollection' as const,
		geometries: [...municipalities.geometries, ...neighbours.geometries]
	};
	const lines = (wanted: (a: unknown, b: unknown) => boolean) =>
		mesh(topology, all, wanted).coordinates.map((line) => outline(line, false));
	const ours = (g: unknown) => region.has(g);
	return {
		neighbours: ringsOf(merge(topology, neighbours.geometries).coordinates),
		land: ringsOf(merge(topology, municipalities.geometries).coordinates),
		lakes: ringsOf(feature(topology, lakes).geometry.coordinates),
		municipalities: municipalities.geometries.map((g) => {
			const { geometry } = feature<Named>(topology, g);
			return {
				id: String(g.id),
				...named(g),
				rings: ringsOf(geometry.coordinates)
			};
		}),
		municipalityBorders: lines(
			(a, b) => a !== b && ours(a) && ours(b) && region.get(a) === region.get(b)
		),
		regionBorders: lines((a, b) => ours(a) && ours(b) && region.get(a) !== region.get(b)),
		stateBorder: lines((a, b) => ours(a) !== ours(b)),
		coast: lines((a, b) => a === b && ours(a)),
		foreignBorders: lines((a, b) => a !== b && !ours(a) && !ours(b))
	};
}

/**
 * Whether a place (world pixels of zoom 0) lies in an area, by the even-odd rule over all its
 * rings.
 */
export function contains(rings: readonly Outline[], x: number, y: number): boolean {
	let inside = false;
	for (const { points, west, north, east, south } of rings) {
		if (x < west || x > east || y < north || y > south) continue;
		for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
			const [ax = 0, ay = 0] = [points[i], points[i + 1]];
			const [bx = 0, by = 0] = [points[j], points[j + 1]];
			if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
		}
	}
	return inside;
}

/** The municipality a position lies in, or null outside the country. */
export function municipalityAt(basemap: Basemap, position: Position): MunicipalityArea | null {
	const { x, y } = project(position, 0);
	return basemap.municipalities.find(({ rings }) => contains(rings, x, y)) ?? null;
}
