// The squares into which the map is cut when its places are asked for part by part: the tiles of
// web maps (OpenStreetMap wiki, "Slippy map tilenames"), four times as wide as a picture tile, so
// that a window needs four or six of them. Everybody who looks at a part of the map asks for the
// same squares, and one kept answer serves all. Pure.
import { groupingZoom } from './clusters.ts';
import { tileSize, topLeftOf, type MapView } from '#lib/geo/projection.ts';

/**
 * Tile z/x/y: the square x from the west and y from the north when the world is cut into 2^z by
 * 2^z.
 */
export interface Tile {
	z: number;
	x: number;
	y: number;
}

/** A tile is 2^2 times as wide as a picture tile of the zoom it is shown at. */
const wider = 2;

/**
 * Cells along a tile's side: 16 px each at the zoom it is made for, a third of the least distance
 * between marks.
 */
export const cellsAlong = 64;

/** The map is not moved farther out or closer than tiles of these zooms are for. */
const [min, max] = [0, 12];

/** Zoom of the tiles for a zoom of the map. */
export const tileZoom = (zoom: number): number =>
	Math.min(max, Math.max(min, groupingZoom(zoom) - wider));

/** The tiles a view shows a part of, from the north-west in rows. */
export function tilesInView(view: MapView): Tile[] {
	const z = tileZoom(view.zoom);
	const { x: left, y: top } = topLeftOf(view);
	const side = tileSize * 2 ** (view.zoom - z);
	const last = 2 ** z - 1;
	const held = (position: number) => Math.min(last, Math.max(0, Math.floor(position / side)));
	const tiles: Tile[] = [];
	for (let y = held(top); y <= held(top + view.height); y++)
		for (let x = held(left); x <= held(left + view.width); x++) tiles.push({ z, x, y });
	return tiles;
}

export const printTile = ({ z, x, y }: Tile): string => `${z}/${x}/${y}`;

/** A tile from an address, or null when there is none of that name. */
export function tileFrom(text: string): Tile | null {
	const found = /^(\d{1,2})\/(\d{1,4})\/(\d{1,4})$/.exec(text);
	if (!found) return null;
	const [z = 0, x = 0, y = 0] = found.slice(1).map(Number);
	// One tile has one name, or it would be kept under several.
	if (text !== printTile({ z, x, y }) || z > max) return null;
	return x < 2 ** z && y < 2 ** z ? { z, x, y } : null;
}
