// The land and lakes around: neighbouring countries cut to a frame, with less and less detail the
// farther they lie from the country shown, because nobody reads them; they only keep the country
// from floating in the sea.
import { distance, signedArea } from './plane.ts';
import type { Position, Ring } from './sources.ts';

/** Degrees: how far the map is drawn at all. Wide enough for a 1600 px screen at zoom 6. */
export const frame = { west: 6, south: 50.5, east: 43.5, north: 62.5 };

/**
 * Countries that reach into the frame, ISO alpha-3 as the source names them, and the two letters
 * used in the files. Åland is left out: the source has it in Finland too, and an even-odd fill of
 * both would make it a hole.
 */
export const neighbours = {
	EST: 'EE',
	LTU: 'LT',
	RUS: 'RU',
	BLR: 'BY',
	SWE: 'SE',
	FIN: 'FI',
	POL: 'PL',
	DNK: 'DK',
	DEU: 'DE',
	NOR: 'NO',
	CZE: 'CZ',
	UKR: 'UA'
} as const;

/** Distance in km from a position to the box round the country; 0 within it. */
export function remoteness([lng, lat]: Position): number {
	const x = Math.min(Math.max(lng, 20.9), 28.3);
	const y = Math.min(Math.max(lat, 55.6), 58.15);
	return distance([lng, lat], [x, y]);
}

/** Smallest area in km² of an island or lake worth drawing at that distance. */
export function smallestWorthDrawing(km: number): number {
	if (km < 20) return 1;
	if (km < 60) return 6;
	if (km < 150) return 25;
	if (km < 300) return 100;
	return 250;
}

/**
 * How many times less important a bend is at that distance (an area factor: detail shrinks with its
 * square root).
 */
export function weightAt(km: number): number {
	return 1 / (1 + (km / 12) ** 1.7);
}

type Side = { axis: 0 | 1; at: number; keepGreater: boolean };

/**
 * Cuts a ring to the frame (Sutherland and Hodgman 1974; the four sides are convex). Empty when
 * nothing is left.
 */
export function cutToFrame(ring: Ring): Ring {
	const sides: Side[] = [
		{ axis: 0, at: frame.west, keepGreater: true },
		{ axis: 0, at: frame.east, keepGreater: false },
		{ axis: 1, at: frame.south, keepGreater: true },
		{ axis: 1, at: frame.north, keepGreater: false }
	];
	let open = ring.slice(0, -1);
	for (const { axis, at, keepGreater } of sides) {
		const kept = (p: Position) => (keepGreater ? p[axis] >= at : p[axis] <= at);
		const result: Ring = [];
		open.forEach((p, i) => {
			const before = open[(i - 1 + open.length) % open.length] as Position;
			if (kept(p) !== kept(before)) {
				const t = (at - before[axis]) / (p[axis] - before[axis]);
				const cut: Position = [
					before[0] + (p[0] - before[0]) * t,
					before[1] + (p[1] - before[1]) * t
				];
				cut[axis] = at;
				result.push(cut);
			}
			if (kept(p)) result.push(p);
		});
		open = result;
	}
	return open.length < 3 ? [] : [...open, open[0] as Position];
}

/**
 * One country's outlines and lakes within the frame, without what is too small to be worth drawing.
 */
export function cutCountry(polygons: readonly Ring[][]): { land: Ring[]; lakes: Ring[] } {
	const worth = (ring: Ring) =>
		ring.length > 3 &&
		Math.abs(signedArea(ring)) >= smallestWorthDrawing(Math.min(...ring.map(remoteness)));
	const land: Ring[] = [];
	const lakes: Ring[] = [];
	for (const [outer, ...holes] of polygons) {
		if (!outer) continue;
		const cut = cutToFrame(outer);
		if (!worth(cut)) continue;
		land.push(cut);
		lakes.push(...holes.map(cutToFrame).filter(worth));
	}
	return { land, lakes };
}
