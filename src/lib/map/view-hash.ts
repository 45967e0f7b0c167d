// Where the map stands, in the address: `#map=zoom/lat/lng` as OpenStreetMap writes it, so that a
// view can be linked and comes back with "back". Pure; who writes it into the address is the page's
// business.
import type { Position } from '#lib/geo/position.ts';
import type { MapView } from '#lib/geo/projection.ts';

/** A middle in WGS84 degrees and a zoom, without the size of the window it is looked at through. */
export interface MapPosition {
	centre: Position;
	zoom: number;
}

/** About a pixel at the zoom: more digits would only be noise in the address. */
const decimalsAt = (zoom: number) => (zoom < 9 ? 3 : zoom < 13 ? 4 : 5);

const shortest = (value: number, decimals: number) => String(Number(value.toFixed(decimals)) + 0);

/** The fragment of a view, with its `#`. */
export function hashOf({ centre, zoom }: MapPosition | MapView): string {
	const decimals = decimalsAt(zoom);
	return `#map=${shortest(zoom, 2)}/${shortest(centre.lat, decimals)}/${shortest(centre.lng, decimals)}`;
}

const form =
	/^#map=(\d{1,2}(?:\.\d{1,8})?)\/(-?\d{1,2}(?:\.\d{1,15})?)\/(-?\d{1,3}(?:\.\d{1,15})?)$/;

/** The view a fragment asks for; null when it asks for none, or for one that cannot be. */
export function positionFrom(hash: string): MapPosition | null {
	const found = form.exec(hash);
	if (!found) return null;
	const [zoom = NaN, lat = NaN, lng = NaN] = found.slice(1).map(Number);
	if (zoom > 22 || Math.abs(lat) > 85 || Math.abs(lng) > 180) return null;
	return { centre: { lat, lng }, zoom };
}

/**
 * Whether a fragment leads to the map at all, with a view or without: on a narrow screen it hides
 * the list.
 */
export function leadsToMap(hash: string): boolean {
	return hash === '#map' || positionFrom(hash) !== null;
}
