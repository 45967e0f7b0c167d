// The pins of a view, tile by tile: fetches what is in view and not there yet, gives up on what has
// gone out of view, keeps what it has. Pure of the page; what fetches is handed in.
import { printTile, tilesInView, tileZoom, type Tile } from '#lib/map/tiles.ts';
import type { MapView } from '#lib/geo/projection.ts';
import type { Pins } from './pins.ts';

/**
 * Tiles remembered: some minutes of moving about; a tile is 100 KB at worst and mostly far less.
 */
const remembered = 120;

export type FetchTile = (tile: Tile, signal: AbortSignal) => Promise<Pins>;

export class PinTiles {
	readonly #fetch: FetchTile;
	readonly #onchange: (pins: Pins) => void;
	readonly #kept = new Map<string, Pins>();
	readonly #pending = new Map<string, { got: Promise<void>; abort: AbortController }>();
	/**
	 * What is in view is waited for together; a newer view makes an older one's waiting pointless.
	 */
	#turn = 0;

	constructor(fetchTile: FetchTile, onchange: (pins: Pins) => void) {
		this.#fetch = fetchTile;
		this.#onchange = onchange;
	}

	/**
	 * Tells `onchange` the pins of the view as soon as all its tiles are there; until then what was
	 * told before holds.
	 * @returns whether the view is complete; false when a newer one overtook it
	 * @throws when a tile in view cannot be had
	 */
	async show(view: MapView): Promise<boolean> {
		const turn = ++this.#turn;
		const tiles = tilesInView(view);
		const names = new Set(tiles.map(printTile));
		for (const [name, { abort }] of this.#pending) if (!names.has(name)) abort.abort();
		try {
			await Promise.all(tiles.map((tile) => this.#get(tile)));
		} catch (reason) {
			if (turn === this.#turn) throw reason;
		}
		if (turn !== this.#turn) return false;
		this.#onchange(this.#near(tiles, tileZoom(view.zoom)));
		return true;
	}

	stop(): void {
		this.#turn++;
		for (const { abort } of this.#pending.values()) abort.abort();
	}

	#get(tile: Tile): Promise<void> {
		const name = printTile(tile);
		const kept = this.#kept.get(name);
		if (kept) {
			// Put last again: the first is the one longest unused.
			this.#kept.delete(name);
			this.#kept.set(name, kept);
			return Promise.resolve();
		}
		const pending = this.#pending.get(name);
		if (pending && !pending.abort.signal.aborted) return pending.got;
		const abort = new AbortController();
		const got = this.#fetch(tile, abort.signal)
			.then((pins) => {
				this.#kept.set(name, pins);
				for (const oldest of this.#kept.keys()) {
					if (this.#kept.size <= remembered) break;
					this.#kept.delete(oldest);
				}
			})
			.catch((reason: unknown) => {
				if (!abort.signal.aborted) throw reason;
			})
			.finally(() => {
				if (this.#pending.get(name)?.abort === abort) this.#pending.delete(name);
			});
		this.#pending.set(name, { got, abort });
		return got;
	}

	/**
	 * The tiles in view and what is there of the ring round them, so that a short drag uncovers no
	 * bare land.
	 */
	#near(tiles: readonly Tile[], z: number): Pins {
		const [xs, ys] = [tiles.map(({ x }) => x), tiles.map(({ y }) => y)];
		const pins: Pins = { points: [], cells: [] };
		for (let y = Math.min(...ys) - 1; y <= Math.max(...ys) + 1; y++)
			for (let x = Math.min(...xs) - 1; x <= Math.max(...xs) + 1; x++) {
				const kept = this.#kept.get(printTile({ z, x, y }));
				if (!kept) continue;
				pins.points.push(...kept.points);
				pins.cells.push(...kept.cells);
			}
		return pins;
	}
}
