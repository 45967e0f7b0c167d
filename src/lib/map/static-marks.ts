// Which marks the server-drawn map shows, and where: a still picture cannot be zoomed, so what would overlap is gathered into
// groups that lead to a list. Pure.
import { metresBetween } from '../place/distance.ts';
import type { MapPoint } from './points.ts';
import { placeInView, type LatLng, type MapView } from './projection.ts';

/** A mark of the drawing: its points, and where it stands in pixels of the view. */
export interface StaticMark extends LatLng {
	x: number;
	y: number;
	/** One for a single mark; the points of a group in the order they were given. */
	points: MapPoint[];
	/** Kilometres from the mark within which all its points lie, rounded up; at least 1. */
	km: number;
}

export interface StaticMarksOptions {
	/** Least distance between two marks, in pixels of the view. */
	spacing: number;
	/** Never more marks than this; the spacing grows until it is so. */
	atMost?: number;
}

interface Place extends LatLng {
	x: number;
	y: number;
	points: MapPoint[];
}

/** Points by place: many stand at the very same town's centre. Those outside the view are left out. */
function places(points: readonly MapPoint[], view: MapView): Place[] {
	const found = new Map<string, Place>();
	for (const point of points) {
		const key = `${point.lat} ${point.lng}`;
		const known = found.get(key);
		if (known) {
			known.points.push(point);
			continue;
		}
		const { x, y } = placeInView(point, view);
		if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
		found.set(key, { lat: point.lat, lng: point.lng, x, y, points: [point] });
	}
	return [...found.values()];
}

/**
 * Gathers points into marks. The places with most points keep their position and take in everything within the spacing, so that a
 * group stands at its town and not in a field (or the sea) between two.
 */
export function staticMarks(
	points: readonly MapPoint[],
	view: MapView,
	{ spacing, atMost = 43 }: StaticMarksOptions
): StaticMark[] {
	const busiestFirst = places(points, view).sort((a, b) => b.points.length - a.points.length);
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
				km: Math.max(
					1,
					Math.ceil(Math.max(...members.map((to) => metresBetween({ lat, lng }, to))) / 1000)
				)
			}))
			.sort((a, b) => a.y - b.y || a.x - b.x);
	}
}
