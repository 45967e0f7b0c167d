// A street map of another server. Visitors' browsers talk to us alone: the server asks, says who it
// is, keeps what it got, and asks for no more than a few at a time, so that a stranger who wants
// all of the country costs neither of the two much.
import { Pace } from '#lib/http/pace.ts';
import type { Tile } from './tile.ts';
import { closestOfPictures, creditFrom, type TileBytes, type TileSource } from './tile-source.ts';
import type { TileStore } from './tile-store.server.ts';

export interface DistantOptions {
	/** With `{z}`, `{x}` and `{y}`. */
	url: string;
	credit: string;
	/** How we call ourselves: the product, and the installation that asks. */
	agent: string;
	store: TileStore;
	/** Milliseconds between two questions on the average, and how many may come at once. */
	pace?: { gap: number; burst: number };
	version: string;
}

/** A tile is some tens of KB. */
const largestTile = 1024 * 1024;
/** Milliseconds after which a kept tile is asked for anew. */
const freshFor = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds the other server has to answer. */
const patience = 10_000;

async function read(response: Response): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of response.body ?? []) {
		length += chunk.length;
		if (length > largestTile) throw new Error('the tile is too large');
		chunks.push(chunk);
	}
	return new Uint8Array(Buffer.concat(chunks));
}

export function openDistant(options: DistantOptions): TileSource {
	const { url, agent, store, credit, version } = options;
	const pace = new Pace({ gap: 50, burst: 60, ...options.pace, patience: 4000 });
	/** Whoever wants the same one at the same time waits for the one question. */
	const underWay = new Map<string, Promise<TileBytes | null>>();

	async function ask({ z, x, y }: Tile): Promise<TileBytes | null> {
		await pace.wait();
		const address = url.replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`);
		const response = await fetch(address, {
			headers: { 'user-agent': agent, accept: 'image/*' },
			signal: AbortSignal.timeout(patience)
		});
		if (response.status === 404 || response.status === 204) {
			await response.body?.cancel();
			return null;
		}
		const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
		if (!response.ok || !/^image\/(png|jpeg|webp|avif)$/.test(type)) {
			await response.body?.cancel();
			throw new Error(`the server of the tiles answered ${response.status} ${type}`);
		}
		return { bytes: await read(response), type };
	}

	async function fresh(tile: Tile): Promise<TileBytes | null> {
		const kept = await store.read(tile);
		if (kept && Date.now() - kept.kept < freshFor) return kept;
		try {
			const got = await ask(tile);
			// A disk that is full keeps nothing, and shows it all the same.
			if (got) await store.keep(tile, got).catch(() => {});
			return got;
		} catch (error) {
			// An old street is better than none.
			if (kept) return kept;
			throw error;
		}
	}

	return {
		streets: {
			format: 'raster',
			closest: closestOfPictures,
			deepest: closestOfPictures,
			credit: creditFrom(credit),
			version
		},
		tile(tile) {
			const name = `${tile.z}/${tile.x}/${tile.y}`;
			const before = underWay.get(name);
			if (before) return before;
			const now = fresh(tile).finally(() => underWay.delete(name));
			underWay.set(name, now);
			return now;
		},
		close: async () => {}
	};
}
