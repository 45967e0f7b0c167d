// What strangers can do as often as they like fills no disk: of each kind of line a few a minute
// are written, the others are counted, and one line says how many they were.
import type { Facts } from './line.ts';

type Write = (what: string, facts?: Facts) => void;

interface Kind {
	/** Lines written and lines only counted in this minute. */
	written: number;
	counted: number;
	timer: NodeJS.Timeout;
}

export class Tally {
	readonly #kinds = new Map<string, Kind>();
	readonly #write: Write;
	readonly #limits: { lines: number; milliseconds: number };

	/** @param limits how many lines of a kind are written within how long */
	constructor(write: Write, limits: { lines: number; milliseconds: number }) {
		this.#write = write;
		this.#limits = limits;
	}

	/** Writes a line, or counts it when there were enough of its kind. */
	add(name: string, what: string, facts?: Facts): void {
		let kind = this.#kinds.get(name);
		if (!kind) {
			const timer = setTimeout(() => this.#end(name), this.#limits.milliseconds);
			// Nothing waits for a line of the log.
			timer.unref();
			kind = { written: 0, counted: 0, timer };
			this.#kinds.set(name, kind);
		}
		if (kind.written < this.#limits.lines) {
			kind.written += 1;
			this.#write(what, facts);
		} else kind.counted += 1;
	}

	/** Writes what has only been counted so far; for the end of the process. */
	flush(): void {
		for (const name of [...this.#kinds.keys()]) this.#end(name);
	}

	#end(name: string): void {
		const kind = this.#kinds.get(name);
		if (!kind) return;
		clearTimeout(kind.timer);
		this.#kinds.delete(name);
		if (kind.counted > 0)
			// They were many requests', not that of the first of them.
			this.#write(`${name}: ${kind.counted} more of these in a minute`, { request: null });
	}
}
