// One tile of a street map: its number, and which part of the world it shows. Numbers as in
// "Slippy map tilenames", OpenStreetMap wiki.
import type { Bounds } from '#lib/geo/position.ts';
import { tileSize, unproject } from '#lib/geo/projection.ts';

export interface Tile {
	z: number;
	/** From the west, from 0. */
	x: number;
	/** From the north, from 0. */
	y: number;
}

/** Farther away no map of ours shows streets; drawn vector tiles are of the zoom before. */
export const farthestTile = 11;

/** Closer than this no map of ours goes, and no tile is asked for. */
export const deepestTile = 19;

/** The tile its numbers name; null for what names none. */
export function tileFrom({ z, x, y }: Record<'z' | 'x' | 'y', string>): Tile | null {
	if (![z, x, y].every((text) => /^(0|[1-9]\d{0,6})$/.test(text))) return null;
	const tile = { z: Number(z), x: Number(x), y: Number(y) };
	if (tile.z < farthestTile || tile.z > deepestTile) return null;
	if (tile.x >= 2 ** tile.z || tile.y >= 2 ** tile.z) return null;
	return tile;
}

/** What it shows, WGS84 degrees. */
export function boundsOfTile({ z, x, y }: Tile): Bounds {
	const { lat: north, lng: west } = unproject({ x: x * tileSize, y: y * tileSize }, z);
	const corner = { x: (x + 1) * tileSize, y: (y + 1) * tileSize };
	const { lat: south, lng: east } = unproject(corner, z);
	return { south, west, north, east };
}

/** Whether it shows anything of the box. */
export function isWithin(tile: Tile, box: Bounds): boolean {
	const { south, west, north, east } = boundsOfTile(tile);
	return south <= box.north && north >= box.south && west <= box.east && east >= box.west;
}
