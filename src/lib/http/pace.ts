// So many of something within a time, whoever sends it, for what costs the server's own thread:
// more comes later, much more not at all.
import { setTimeout as pause } from 'node:timers/promises';
import { TooMany } from './visitor-turns.ts';

export interface PaceLimits {
	/** Milliseconds between two, on the average. */
	gap: number;
	/** How many may come at once after a rest. */
	burst: number;
	/** Milliseconds one may wait. */
	patience: number;
}

export class Pace {
	readonly #limits: PaceLimits;
	/** When the last one that was let in had its turn. */
	#last = -Infinity;

	constructor(limits: PaceLimits) {
		this.#limits = limits;
	}

	/** Ends when it is the turn of this one. @throws {TooMany} when that would be too late */
	async wait(): Promise<void> {
		const { gap, burst, patience } = this.#limits;
		const now = performance.now();
		const turn = Math.max(this.#last + gap, now - (burst - 1) * gap);
		if (turn - now > patience) throw new TooMany();
		this.#last = turn;
		if (turn > now) await pause(turn - now);
	}
}
