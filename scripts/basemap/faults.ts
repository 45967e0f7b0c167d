// What must be true of the shapes whatever the sources say: the outline is the source's, no lake is
// lost, and the municipalities cover the country once. `npm run basemap` asks it before it writes,
// against the sources; the tests ask it of the committed files, against each other.
import { feature, merge } from 'topojson-client';
import { crossings, nearestOnLine, signedArea } from './plane.ts';
import type { Areas, Shapes } from './shapes.ts';
import type { Position, Ring } from './sources.ts';
import type { BasemapTopology } from '#lib/map/basemap/basemap.ts';

/**
 * How far in km a line may lie beside the source's: its vertices are kept, and moved to the grid.
 */
const onTheLine = 0.02;
/** Of two areas that should be the same, how far their ratio may be from 1. */
const sameArea = 0.0005;
/** A part of a municipality smaller than this, in km², is what is left between two lines. */
const sliver = 20;
/**
 * Steps in degrees, about 3 km, of the grid of places whose owner is asked. No multiples of each
 * other's.
 */
const grid = { lng: 0.0503, lat: 0.0281 };

function boxOf(positions: readonly Position[]) {
	const lngs = positions.map(([lng]) => lng);
	const lats = positions.map(([, lat]) => lat);
	return {
		west: Math.min(...lngs),
		south: Math.min(...lats),
		east: Math.max(...lngs),
		north: Math.max(...lats)
	};
}

const area = (ring: Ring) => Math.abs(signedArea(ring));

/** The outer rings of the country as a level draws it; one, unless the map is broken. */
export function outlinesOf(level: BasemapTopology): Ring[] {
	const land = merge(level, level.objects.municipalities.geometries).coordinates as Ring[][];
	return land.flatMap(([outer]) => (outer ? [outer] : []));
}

/** The rings of the lakes that a level draws. */
export function lakesOf(level: BasemapTopology): Ring[] {
	const polygons = feature(level, level.objects.lakes).geometry.coordinates as Ring[][];
	return polygons.flatMap(([outer]) => (outer ? [outer] : []));
}

/** Sentences on where the outline of a level is not that of the source. */
export function faultsOfOutline(level: BasemapTopology, outline: Ring): string[] {
	const drawn = outlinesOf(level);
	const [one] = drawn;
	if (!one || drawn.length > 1) return [`the country has ${drawn.length} outlines`];
	const faults: string[] = [];
	const ratio = area(one) / area(outline);
	if (Math.abs(ratio - 1) > sameArea) faults.push(`the country has ${ratio} times its area`);
	const farthest = Math.max(...one.map((p) => nearestOnLine(p, outline).distance));
	if (farthest > onTheLine) faults.push(`the outline is ${farthest} km beside the source's`);
	return faults;
}

/** Those of the lakes that a level does not draw. */
export function lostLakes(level: BasemapTopology, lakes: readonly Ring[]): Ring[] {
	const rings = lakesOf(level);
	const centre = (ring: Ring): Position => [
		ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
		ring.reduce((sum, [, y]) => sum + y, 0) / ring.length
	];
	return lakes.filter(
		(lake) => !rings.some((ring) => nearestOnLine(centre(lake), ring).distance < 3)
	);
}

/**
 * Sentences on where the municipalities do not cover the area within `outline` once: gaps,
 * overlaps, slivers.
 * @param beside how far in km the outline may lie beside theirs; places nearer to it are not asked
 */
export function faultsOfCover(areas: Areas, outline: Ring, beside = onTheLine): string[] {
	const faults: string[] = [];
	const parts = areas.features.flatMap(({ id, geometry }) =>
		geometry.coordinates.map((rings) => ({
			id,
			// Rings may turn either way: the outer one counts, its holes are taken off.
			area: rings.reduce((sum, ring, i) => sum + area(ring) * (i ? -1 : 1), 0)
		}))
	);
	const ratio = parts.reduce((sum, part) => sum + part.area, 0) / area(outline);
	if (Math.abs(ratio - 1) > sameArea)
		faults.push(`the municipalities cover ${ratio} of the country`);
	for (const part of parts)
		if (part.area < sliver) faults.push(`${part.id} has a part of ${part.area} km²`);

	const { west, south, east, north } = boxOf(outline);
	// Row by row: what a whole row crosses is looked for once, not at each of its places.
	for (let lat = south - grid.lat; lat < north + 2 * grid.lat; lat += grid.lat) {
		const across = (polygon: readonly Ring[]) => crossings(polygon, lat);
		const rows = areas.features.map(({ geometry }) => geometry.coordinates.map(across));
		const country = [across([outline])];
		for (let lng = west - grid.lng; lng < east + 2 * grid.lng; lng += grid.lng) {
			const inside = (polygons: readonly number[][]) =>
				polygons.some((row) => row.filter((at) => lng < at).length % 2 === 1);
			const owners = rows.filter(inside).length;
			const wanted = inside(country) ? 1 : 0;
			// How near the outline is takes longest to tell, so only those are asked that need an excuse.
			if (owners !== wanted && nearestOnLine([lng, lat], outline).distance >= beside)
				faults.push(`${owners} municipalities instead of ${wanted} have ${lat}, ${lng}`);
		}
	}
	return faults;
}

/** Sentences on what is wrong with the shapes; none when they may be written. */
export function faultsOfShapes({ overview, detail, areas, outline, lakes }: Shapes): string[] {
	const lost = Object.entries({ overview, detail }).flatMap(([name, level]) =>
		lostLakes(level, lakes).map(([place]) => `the ${name} lacks the lake at ${place}`)
	);
	return [...faultsOfOutline(detail, outline), ...lost, ...faultsOfCover(areas, outline)];
}
