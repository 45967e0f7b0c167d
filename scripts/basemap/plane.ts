// Arithmetic on rings and lines in degrees, with distances in kilometres on a plane touching the
// earth near Latvia. Good to a few parts in a thousand within the country, which is all that
// snapping and slivers need.
import type { Position, Ring } from './sources.ts';

const kmPerDegree = 111.195; // mean earth radius 6371.0 km

/** Kilometres per degree of longitude and latitude at a latitude. */
export function scaleAt(lat: number): [number, number] {
	return [kmPerDegree * Math.cos((lat * Math.PI) / 180), kmPerDegree];
}

/**
 * Signed area of a closed ring on the sphere in km²: positive when counter-clockwise. Chamberlain
 * and Duquette, "Some Algorithms for Polygons on a Sphere" (JPL 07-03): exact for edges that are
 * straight in longitude and sine of latitude, and additive, so parts sum to the whole.
 */
export function signedArea(ring: readonly Position[]): number {
	const radians = Math.PI / 180;
	let sum = 0;
	for (let i = 0; i + 1 < ring.length; i++) {
		const [ax, ay] = ring[i] as Position;
		const [bx, by] = ring[i + 1] as Position;
		sum -= (bx - ax) * radians * (2 + Math.sin(ay * radians) + Math.sin(by * radians));
	}
	return (sum / 2) * 6371.0072 ** 2; // authalic radius
}

/** Length of a line in km. */
export function lineLength(line: readonly Position[]): number {
	let sum = 0;
	for (let i = 0; i + 1 < line.length; i++)
		sum += distance(line[i] as Position, line[i + 1] as Position);
	return sum;
}

/** Distance of two positions in km. */
export function distance(a: Position, b: Position): number {
	const [kx, ky] = scaleAt((a[1] + b[1]) / 2);
	return Math.hypot((a[0] - b[0]) * kx, (a[1] - b[1]) * ky);
}

/** Whether a position lies inside a ring (even-odd rule). */
export function inRing([x, y]: Position, ring: readonly Position[]): boolean {
	let inside = false;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [ax, ay] = ring[i] as Position;
		const [bx, by] = ring[j] as Position;
		if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
	}
	return inside;
}

/**
 * Where the rings of a polygon cross a latitude: the longitudes, in no order. A position on it lies
 * inside when an odd number of them are greater than its own.
 */
export function crossings(rings: readonly Ring[], y: number): number[] {
	const found: number[] = [];
	for (const ring of rings)
		for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
			const [ax, ay] = ring[i] as Position;
			const [bx, by] = ring[j] as Position;
			if (ay > y !== by > y) found.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
		}
	return found;
}

/** Whether a position lies in any polygon of a GeoJSON MultiPolygon's coordinates. */
export function inPolygons(p: Position, polygons: readonly Ring[][]): boolean {
	return polygons.some(
		([outer, ...holes]) =>
			outer !== undefined && inRing(p, outer) && !holes.some((hole) => inRing(p, hole))
	);
}

/** A place on a line: after vertex `index`, at fraction `t` (0 to 1) of the way to the next one. */
export interface PlaceOnLine {
	index: number;
	t: number;
	position: Position;
	distance: number;
}

/** The place of a line that is nearest to a position. */
export function nearestOnLine(p: Position, line: readonly Position[]): PlaceOnLine {
	const [kx, ky] = scaleAt(p[1]);
	let best: PlaceOnLine = { index: 0, t: 0, position: line[0] as Position, distance: Infinity };
	for (let i = 0; i + 1 < line.length; i++) {
		const [ax, ay] = line[i] as Position;
		const [bx, by] = line[i + 1] as Position;
		const dx = (bx - ax) * kx;
		const dy = (by - ay) * ky;
		const length = dx * dx + dy * dy;
		const along = length === 0 ? 0 : ((p[0] - ax) * kx * dx + (p[1] - ay) * ky * dy) / length;
		const t = Math.min(1, Math.max(0, along));
		const q: Position = [ax + (bx - ax) * t, ay + (by - ay) * t];
		const d = Math.hypot((p[0] - q[0]) * kx, (p[1] - q[1]) * ky);
		if (d < best.distance) best = { index: i, t, position: q, distance: d };
	}
	return best;
}

/** Where segment ab crosses segment cd, as fractions of both; null when they do not cross. */
export function crossing(
	a: Position,
	b: Position,
	c: Position,
	d: Position
): { t: number; u: number } | null {
	const rx = b[0] - a[0];
	const ry = b[1] - a[1];
	const sx = d[0] - c[0];
	const sy = d[1] - c[1];
	const cross = rx * sy - ry * sx;
	if (cross === 0) return null;
	const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
	const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
	return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
}
