// The part of the map that shows all of some points.
import type { Bounds } from '#lib/geo/position.ts';

/** Degrees a view spans at least: a single town should be seen with the towns around it. */
const min = { lat: 1.2, lng: 2.4 };

/** The smallest box round all points, never smaller than about 130 km; null when there are none. */
export function boundsAround(points: readonly { lat: number; lng: number }[]): Bounds | null {
	const [first] = points;
	if (!first) return null;
	const box = { south: first.lat, north: first.lat, west: first.lng, east: first.lng };
	for (const { lat, lng } of points) {
		box.south = Math.min(box.south, lat);
		box.north = Math.max(box.north, lat);
		box.west = Math.min(box.west, lng);
		box.east = Math.max(box.east, lng);
	}
	const tall = Math.max(0, min.lat - (box.north - box.south)) / 2;
	const wide = Math.max(0, min.lng - (box.east - box.west)) / 2;
	return {
		south: box.south - tall,
		north: box.north + tall,
		west: box.west - wide,
		east: box.east + wide
	};
}
