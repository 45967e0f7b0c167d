// Which marks the server-drawn map shows, and where: a still picture cannot be zoomed, so what
// would overlap is gathered into groups that lead to a list. Pure.
import { metresBetween } from '#lib/geo/distance.ts';
import type { MapCell, MapPoint } from './points.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';
import { placeInView, type MapView } from '#lib/geo/projection.ts';

/** A mark of the drawing: its points, and where it stands in pixels of the view. */
export interface StaticMark extends Position {
	x: number;
	y: number;
	/**
	 * One for a single mark; the points of a group in the order they were given, as far as they are
	 * known one by one.
	 */
	points: MapPoint[];
	/** How many there are, those in cells included. */
	count: number;
	/** The box round them. */
	bounds: Bounds;
	/** Kilometres from the mark within which all its points lie, rounded up; at least 1. */
	km: number;
}

export interface StaticMarksOptions {
	/** Least distance between two marks, in pixels of the view. */
	spacing: number;
	/** What is only counted, beside the points. */
	cells?: readonly MapCell[];
	/** Never more marks than this; the spacing grows until it is so. */
	atMost?: number;
}

interface Place extends Position {
	x: number;
	y: number;
	points: MapPoint[];
	count: number;
	bounds: Bounds;
}

const together = (a: Bounds, b: Bounds): Bounds => ({
	south: Math.min(a.south, b.south),
	west: Math.min(a.west, b.west),
	north: Math.max(a.north, b.north),
	east: Math.max(a.east, b.east)
});

/** The farthest corner of a box from a place, in metres. */
const farthest = (from: Position, { south, west, north, east }: Bounds) =>
	Math.max(
		...[south, north].flatMap((lat) => [west, east].map((lng) => metresBetween(from, { lat, lng })))
	);

/**
 * Points by place: many stand at the very same town's centre. Those outside the view are left out.
 */
function places(points: readonly MapPoint[], cells: readonly MapCell[], view: MapView): Place[] {
	const found = new Map<string, Place>();
	for (const point of points) {
		const key = `${point.lat} ${point.lng}`;
		const known = found.get(key);
		if (known) {
			known.points.push(point);
			known.count++;
			continue;
		}
		const { x, y } = placeInView(point, view);
		if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
		const { lat, lng } = point;
		const bounds = { south: lat, west: lng, north: lat, east: lng };
		found.set(key, { lat, lng, x, y, points: [point], count: 1, bounds });
	}
	const counted = cells.flatMap((cell): Place[] => {
		const { x, y } = placeInView(cell, view);
		if (x < 0 || y < 0 || x > view.width || y > view.height) return [];
		return [{ ...cell, x, y, points: [] }];
	});
	return [...found.values(), ...counted];
}

/**
 * Gathers points into marks. The places with most points keep their position and take in everything
 * within the spacing, so that a group stands at its town and not in a field (or the sea) between
 * two.
 */
export function staticMarks(
	points: readonly MapPoint[],
	view: MapView,
	{ spacing, atMost = 43, cells = [] }: StaticMarksOptions
): StaticMark[] {
	const busiestFirst = places(points, cells, view).sort((a, b) => b.count - a.count);
	const rank = new Map(points.map((point, index) => [point, index]));
	for (let room = spacing; ; room *= 1.15) {
		const kept: { place: Place; members: Place[] }[] = [];
		for (const place of busiestFirst) {
			const near = kept
				.map((one) => ({
					one,
					far: Math.hypot(one.place.x - place.x, one.place.y - place.y)
				}))
				.filter(({ far }) => far < room)
				.sort((a, b) => a.far - b.far)[0];
			if (near) near.one.members.push(place);
			else if (kept.length > atMost) break;
			else kept.push({ place, members: [place] });
		}
		if (kept.length > atMost) continue;
		return kept
			.map(({ place: { lat, lng, x, y }, members }) => ({
				lat,
				lng,
				x,
				y,
				points: members
					.flatMap((member) => member.points)
					.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)),
				count: members.reduce((sum, member) => sum + member.count, 0),
				bounds: members.map((member) => member.bounds).reduce(together),
				km: Math.max(
					1,
					Math.ceil(Math.max(...members.map((to) => farthest({ lat, lng }, to.bounds))) / 1000)
				)
			}))
			.sort((a, b) => a.y - b.y || a.x - b.x);
	}
}
