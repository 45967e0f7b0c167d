// Web Mercator (EPSG:3857) in CSS pixels, as Leaflet and street tiles use it: the world is a square
// of 256 px at zoom 0 and doubles with every zoom. Pure arithmetic; formulas from "Web Mercator
// projection", OpenStreetMap wiki, "Slippy map tilenames".

import type { Bounds, Position } from './position.ts';

/** A place in world pixels: x grows to the east, y to the south. */
export interface WorldPoint {
	x: number;
	y: number;
}

/** What a map of a given size shows: the middle and the (possibly fractional) zoom. */
export interface MapView {
	centre: Position;
	zoom: number;
	/** CSS pixels. */
	width: number;
	height: number;
}

/** Side of the world's square in pixels at a zoom. */
export const tileSize = 256;

/** Mercator stretches the poles to infinity; the square ends here. */
export const maxLatitude = 85.05112877980659;

/** World pixels of a position at a zoom. Latitudes beyond the square's edge are held at it. */
export function project({ lat, lng }: Position, zoom: number): WorldPoint {
	const size = tileSize * 2 ** zoom;
	const held = Math.min(maxLatitude, Math.max(-maxLatitude, lat));
	const sine = Math.sin((held * Math.PI) / 180);
	return {
		x: (lng / 360 + 0.5) * size,
		y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size
	};
}

/** The position of a place in world pixels: the inverse of {@link project}. */
export function unproject({ x, y }: WorldPoint, zoom: number): Position {
	const size = tileSize * 2 ** zoom;
	return {
		lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI,
		lng: (x / size - 0.5) * 360
	};
}

/** Pixels that are kept free at the sides of a map. */
export interface Room {
	top: number;
	right: number;
	bottom: number;
	left: number;
}

/**
 * The view that shows the whole box in a map of that size, with `padding` px kept free on every
 * side, or on each as many as its `Room` says; the box stands in the middle of the rest. The zoom
 * is fractional unless `whole` asks for the next lower whole number, and never above `maxZoom` (a box
 * may be a single point).
 */
export function fit(
	bounds: Bounds,
	width: number,
	height: number,
	padding: number | Room = 0,
	{ maxZoom = 12, whole = false }: { maxZoom?: number; whole?: boolean } = {}
): MapView {
	const a = project({ lat: bounds.north, lng: bounds.west }, 0);
	const b = project({ lat: bounds.south, lng: bounds.east }, 0);
	const { top, right, bottom, left } =
		typeof padding === 'number'
			? { top: padding, right: padding, bottom: padding, left: padding }
			: padding;
	const across = Math.max(1, width - left - right) / (b.x - a.x);
	const down = Math.max(1, height - top - bottom) / (b.y - a.y);
	const ideal = Math.log2(Math.min(across, down));
	const zoom = Math.min(maxZoom, whole ? Math.floor(ideal) : ideal);
	const middle = {
		x: (a.x + b.x) / 2 + (right - left) / 2 / 2 ** zoom,
		y: (a.y + b.y) / 2 + (bottom - top) / 2 / 2 ** zoom
	};
	return { centre: unproject(middle, 0), zoom, width, height };
}

/** World pixels of the view's upper left corner; subtract it to get pixels within the map. */
export function topLeftOf({ centre, zoom, width, height }: MapView): WorldPoint {
	const { x, y } = project(centre, zoom);
	return { x: x - width / 2, y: y - height / 2 };
}

/** Pixels of a position within a view. */
export function placeInView(position: Position, view: MapView): WorldPoint {
	const at = project(position, view.zoom);
	const corner = topLeftOf(view);
	return { x: at.x - corner.x, y: at.y - corner.y };
}

/** The box a view shows. */
export function boundsOf(view: MapView): Bounds {
	const { x, y } = topLeftOf(view);
	const { lat: north, lng: west } = unproject({ x, y }, view.zoom);
	const { lat: south, lng: east } = unproject({ x: x + view.width, y: y + view.height }, view.zoom);
	return { south, west, north, east };
}
