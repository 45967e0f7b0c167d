// Which part of the map a filter is about: what the first view shows, what is drawn on it, and what
// "search in this area" asks for.
import { network } from '#network';
import type { LocatedFilter } from '#lib/filter/filter.ts';
import { boundsOfShape, type MapShape } from '#lib/map/shapes.ts';
import type { Bounds } from '#lib/geo/position.ts';
import { boundsOf, type MapView } from '#lib/geo/projection.ts';

/**
 * The box a map shows, rounded outward: what is seen is found. About a pixel more at most, and an
 * address that can be read.
 */
export function areaShown(view: MapView): Bounds {
	const unit = view.zoom < 9 ? 1e3 : 1e4;
	const { south, west, north, east } = boundsOf(view);
	return {
		south: Math.floor(south * unit) / unit,
		west: Math.floor(west * unit) / unit,
		north: Math.ceil(north * unit) / unit,
		east: Math.ceil(east * unit) / unit
	};
}

/** What a filter draws on the map. */
export function shapesOf({ near, area }: LocatedFilter): MapShape[] {
	const shapes: MapShape[] = [];
	if (area) shapes.push({ kind: 'area', bounds: area });
	if (near) shapes.push({ kind: 'circle', centre: { lat: near.lat, lng: near.lng }, km: near.km });
	return shapes;
}

/** The box of the first view: what is drawn on the map, else the whole network. */
export function firstView(shapes: readonly MapShape[]): Bounds {
	const [shape, ...more] = shapes.map(boundsOfShape);
	if (!shape) return network.bounds;
	return more.reduce(
		(all, one) => ({
			south: Math.min(all.south, one.south),
			west: Math.min(all.west, one.west),
			north: Math.max(all.north, one.north),
			east: Math.max(all.east, one.east)
		}),
		shape
	);
}
