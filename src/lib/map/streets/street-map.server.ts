// The street map of this installation, as its settings name it; most have none.
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { network } from '#network';
import { log } from '#lib/log/log.server.ts';
import { openDistant } from './distant-tiles.server.ts';
import { openPmtiles } from './pmtiles-file.server.ts';
import type { Streets } from './streets.ts';
import { isWithin, type Tile } from './tile.ts';
import type { TileBytes, TileSource } from './tile-source.ts';
import { TileStore } from './tile-store.server.ts';

/** Bytes of the disk that tiles of another server may take. */
const keptTiles = 512 * 1024 * 1024;

/**
 * What the settings name; null when they name none.
 * @throws {Error} with one sentence for whoever runs the installation
 */
export async function openStreetMap(
	env: Record<string, string | undefined>
): Promise<TileSource | null> {
	const file = env.STREET_MAP?.trim();
	const url = env.TILE_URL?.trim();
	const credit = env.STREET_CREDIT?.trim() ?? '';
	if (file) return openPmtiles(resolve(file), credit);
	if (!url) return null;
	if (
		!URL.canParse(url) ||
		!/^https?:/.test(url) ||
		!['{z}', '{x}', '{y}'].every((part) => url.includes(part))
	)
		throw new Error('TILE_URL is no web address with {z}, {x} and {y}');
	const version = createHash('sha256').update(url).digest('base64url').slice(0, 8);
	const folder = join(resolve(env.DATA_DIR?.trim() || './data'), 'tiles', version);
	return openDistant({
		url,
		credit,
		version,
		agent: `Tikls/0.1 (+${env.ORIGIN?.trim() || 'no public address'})`,
		store: await TileStore.open(folder, keptTiles)
	});
}

let opened: Promise<TileSource | null> | undefined;

/** Nobody's map is without its ground for a street map that cannot be read: the log says it. */
function source(): Promise<TileSource | null> {
	opened ??= openStreetMap(process.env).catch((error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		log('error', `The street map cannot be shown: ${reason}`);
		return null;
	});
	return opened;
}

/** Opens it when the server starts, so that a wrong setting is told then. */
export async function startStreetMap(): Promise<void> {
	await source();
}

/** What browsers are told of it. */
export const streetMap = async (): Promise<Streets | null> => (await source())?.streets ?? null;

/**
 * One of its tiles; null where it has none. Outside the network there is none.
 * @throws when it cannot be had now
 */
export async function streetTile(tile: Tile): Promise<TileBytes | null> {
	return isWithin(tile, network.bounds) ? ((await source())?.tile(tile) ?? null) : null;
}
