// What a filter draws on the map beside its places: the circle within which something is near, the
// outline of the part that was asked about. Pure; the live map and the server's drawing both show
// these lines.
import { earthRadius } from '#lib/geo/distance.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';

/** A condition of the filter that is a place on the map. */
export type MapShape =
	{ kind: 'circle'; centre: Position; km: number } | { kind: 'area'; bounds: Bounds };

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/**
 * The position `km` away from another in a direction (degrees clockwise from north); great circle
 * on a sphere.
 */
function destination({ lat, lng }: Position, km: number, direction: number): Position {
	const [far, way, north] = [(1000 * km) / earthRadius, radians(direction), radians(lat)];
	const sine = Math.sin(north) * Math.cos(far) + Math.cos(north) * Math.sin(far) * Math.cos(way);
	const east = Math.atan2(
		Math.sin(way) * Math.sin(far) * Math.cos(north),
		Math.cos(far) - Math.sin(north) * sine
	);
	return { lat: degrees(Math.asin(sine)), lng: lng + degrees(east) };
}

/** Enough corners to look round at the largest size a circle is drawn in. */
const corners = 90;

/**
 * The shape's outline, clockwise from the north (a circle) or the north-west corner (an area); not
 * closed.
 */
export function outlineOf(shape: MapShape): Position[] {
	if (shape.kind === 'circle') {
		const { centre, km } = shape;
		return Array.from({ length: corners }, (_, i) => destination(centre, km, (360 / corners) * i));
	}
	const { south, west, north, east } = shape.bounds;
	return [
		{ lat: north, lng: west },
		{ lat: north, lng: east },
		{ lat: south, lng: east },
		{ lat: south, lng: west }
	];
}

/** The box that holds the whole shape. */
export function boundsOfShape(shape: MapShape): Bounds {
	if (shape.kind === 'area') return shape.bounds;
	const line = outlineOf(shape);
	const [lats, lngs] = [line.map(({ lat }) => lat), line.map(({ lng }) => lng)];
	return {
		south: Math.min(...lats),
		west: Math.min(...lngs),
		north: Math.max(...lats),
		east: Math.max(...lngs)
	};
}
