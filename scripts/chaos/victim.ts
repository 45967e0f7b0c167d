// A process to be killed: it opens a database, says what it finds there, and then says each thing
// it has written only after the database has acknowledged it.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Far beyond any opening seen; a database that has not opened by then does not open. */
const OPENING_LIMIT = 120_000;

/** A repeatable random number from 0 to 1 (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A running victim and what it has said. */
export class Victim {
	/** What it said it had written and got an answer for, in order. */
	readonly kept: string[] = [];
	/** What it found when it had opened. */
	found: unknown[] | null = null;
	opening: number | null = null;
	readonly #child: ChildProcessByStdio<null, Readable, Readable>;
	readonly #ended: Promise<unknown>;
	readonly #read: Promise<unknown>;
	#complaint = '';

	/**
	 * @param program a file of this folder; it gets `args` and speaks the lines of writer.ts
	 * @param environment added to that of this process
	 */
	constructor(program: string, args: string[], environment: Record<string, string> = {}) {
		const path = fileURLToPath(new URL(program, import.meta.url));
		this.#child = spawn(process.execPath, [path, ...args], {
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, ...environment }
		});
		this.#child.stderr.on('data', (data: Buffer) => (this.#complaint += data.toString()));
		this.#ended = once(this.#child, 'close');
		const lines = createInterface({ input: this.#child.stdout });
		this.#read = once(lines, 'close');
		lines.on('line', (line) => this.#hear(line));
	}

	#hear(line: string): void {
		const space = line.indexOf(' ');
		const [word, rest] = [line.slice(0, space), line.slice(space + 1)];
		if (word === 'ready') this.opening = Number(rest);
		if (word === 'found') this.found = JSON.parse(rest) as unknown[];
		if (word === 'kept') this.kept.push(rest);
	}

	/**
	 * True when it has opened and read; false when it ended or took too long.
	 * @param expected false where a refusal is nothing to be told about
	 */
	async opens(expected = true): Promise<boolean> {
		await this.#until(() => this.found !== null);
		if (this.found === null && expected)
			console.error(this.#complaint.trim() || 'It did not open in time.');
		return this.found !== null;
	}

	/**
	 * Resolves when something has been acknowledged. On a busy machine that takes longer than any
	 * pause one would think of.
	 */
	async keepsSomething(): Promise<void> {
		await this.#until(() => this.kept.length > 0);
		if (this.kept.length === 0) throw new Error(`nothing was saved: ${this.#complaint.trim()}`);
	}

	/** Whether a signal has ended it: its own, when the power goes (disk-model.ts). */
	get isKilled(): boolean {
		return this.#child.signalCode === 'SIGKILL';
	}

	/** What it said on its way out. */
	get complaint(): string {
		return this.#complaint.trim();
	}

	/** True when it has ended by itself within `milliseconds`. */
	async ends(milliseconds: number): Promise<boolean> {
		return await Promise.race([this.#ended.then(() => true), pause(milliseconds, false)]);
	}

	/** Waits for what it says, as long as it runs and the limit is not over. */
	async #until(heard: () => boolean): Promise<void> {
		const over = this.#ended.then(() => true);
		const limit = Date.now() + OPENING_LIMIT;
		while (!heard() && Date.now() < limit) if (await Promise.race([over, pause(5, false)])) break;
	}

	/** Asks it to end in order, and waits until it has. */
	async end(): Promise<void> {
		this.#child.kill('SIGTERM');
		await this.#ended;
	}

	/** SIGKILL: no handler, no flush, nothing. Everything it had said is read. */
	async kill(): Promise<void> {
		this.#child.kill('SIGKILL');
		await Promise.all([this.#ended, this.#read]);
	}
}
