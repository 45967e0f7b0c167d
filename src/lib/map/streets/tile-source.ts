// Where tiles of a street map come from: a file of this machine (pmtiles-file.server.ts) or another
// server (distant-tiles.server.ts).
import type { Credit, Streets } from './streets.ts';
import type { Tile } from './tile.ts';

export interface TileBytes {
	bytes: Uint8Array<ArrayBuffer>;
	/** Media type. */
	type: string;
}

export interface TileSource {
	/** What browsers are told of it. */
	readonly streets: Streets;
	/**
	 * The tile; null where there is none, as on the open sea.
	 * @throws when it cannot be had now
	 */
	tile(tile: Tile): Promise<TileBytes | null>;
	close(): Promise<void>;
}

/** Closest zoom of a map of pictures: closer they are only larger. */
export const closestOfPictures = 18;

/** Vectors are drawn sharp at any zoom; closer than this a house fills the map. */
export const closestOfVectors = 18;

const named: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	copy: '©',
	nbsp: ' '
};

/**
 * The credit line of a map in plain words: what PMTiles and operators write may be a piece of HTML,
 * and nothing of it is to become markup of a page. Null when no words are left.
 */
export function creditFrom(written: string): Credit | null {
	const text = written
		.slice(0, 2000)
		.replace(/<[^>]*>/g, '')
		.replace(/&(?:#(\d{1,7})|(\w{1,8}));/g, (whole, number?: string, name?: string) => {
			const code = Number(number);
			if (number) return code > 31 && code < 0x110000 ? String.fromCodePoint(code) : '';
			return named[name ?? ''] ?? whole;
		})
		.replace(/https?:\/\/\S+/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 200);
	const href = /https?:\/\/[^\s"'<>]+/.exec(written.slice(0, 2000))?.[0];
	return text ? { text, ...(href && URL.canParse(href) && { href }) } : null;
}
