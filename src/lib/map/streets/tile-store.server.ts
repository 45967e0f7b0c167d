// Tiles of another server, kept on our disk: so many bytes and no more, what was wanted longest ago
// goes first. A tile is a file whose name is its number; the first bytes are its media type.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tile } from './tile.ts';
import type { TileBytes } from './tile-source.ts';

export interface KeptTile extends TileBytes {
	/** Milliseconds since 1970. */
	kept: number;
}

interface Entry {
	bytes: number;
	kept: number;
}

const nameOf = ({ z, x, y }: Tile) => `${z}-${x}-${y}`;
const isName = (name: string) => /^\d{1,2}-\d{1,7}-\d{1,7}$/.test(name);

/** Bytes a file takes of the disk beside what it holds. */
const block = 4096;

export class TileStore {
	readonly #folder: string;
	readonly #limit: number;
	/** In the order of their last use. */
	readonly #entries = new Map<string, Entry>();
	#bytes = 0;

	private constructor(folder: string, limit: number) {
		this.#folder = folder;
		this.#limit = limit;
	}

	/** @param limit bytes it may take; what is there already and too much goes at once */
	static async open(folder: string, limit: number): Promise<TileStore> {
		await mkdir(folder, { recursive: true });
		const store = new TileStore(folder, limit);
		const found: [string, Entry, number][] = [];
		for (const name of await readdir(folder)) {
			const path = join(folder, name);
			// What was being written when the server ended.
			if (name.endsWith('.new')) await rm(path, { force: true });
			if (!isName(name)) continue;
			const { size, mtimeMs, atimeMs } = await stat(path);
			found.push([name, { bytes: size + block, kept: mtimeMs }, Math.max(atimeMs, mtimeMs)]);
		}
		for (const [name, entry] of found.sort((a, b) => a[2] - b[2])) store.#note(name, entry);
		await store.#makeRoom();
		return store;
	}

	/** Bytes it takes now. */
	get bytes(): number {
		return this.#bytes;
	}

	#note(name: string, entry: Entry): void {
		this.#bytes += entry.bytes - (this.#entries.get(name)?.bytes ?? 0);
		this.#entries.delete(name);
		this.#entries.set(name, entry);
	}

	#forget(name: string): void {
		this.#bytes -= this.#entries.get(name)?.bytes ?? 0;
		this.#entries.delete(name);
	}

	async #makeRoom(): Promise<void> {
		for (const name of [...this.#entries.keys()]) {
			if (this.#bytes <= this.#limit) return;
			this.#forget(name);
			await rm(join(this.#folder, name), { force: true });
		}
	}

	async read(tile: Tile): Promise<KeptTile | null> {
		const name = nameOf(tile);
		const entry = this.#entries.get(name);
		if (!entry) return null;
		try {
			const content = await readFile(join(this.#folder, name));
			const end = content.indexOf(0);
			this.#note(name, entry);
			const type = content.subarray(0, end).toString('latin1');
			return { type, bytes: new Uint8Array(content.subarray(end + 1)), kept: entry.kept };
		} catch {
			// Somebody has emptied the folder: it is asked for anew.
			this.#forget(name);
			return null;
		}
	}

	async keep(tile: Tile, { bytes, type }: TileBytes): Promise<void> {
		const name = nameOf(tile);
		const path = join(this.#folder, name);
		const content = Buffer.concat([Buffer.from(`${type}\0`, 'latin1'), bytes]);
		// Whole or not at all: a server may end while it writes.
		await writeFile(`${path}.new`, content);
		await rename(`${path}.new`, path);
		this.#note(name, { bytes: content.length + block, kept: Date.now() });
		await this.#makeRoom();
	}
}
