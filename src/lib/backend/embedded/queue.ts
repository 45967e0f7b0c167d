// A queue in front of a database, at most `width` at a time. It has lanes, so that many dear
// questions of visitors stop neither a member's save nor the question whether the database is well;
// in a lane it is first in, first out.
//
// It is the wall that keeps visitors apart on PGlite. lite opens a transaction per request on the
// one connection without any lock; two requests begun together interleave, and the second one runs
// as superuser, past row level security. With width 1 a request only begins when the one before it
// has ended. Whoever widens it for PGlite publishes hidden rows: burst.test.ts shows it.

/**
 * Why a request was not begun: the queue is full, it waited too long, the backend is closing, the
 * database is away.
 */
export type Refused = 'full' | 'waited' | 'closed' | 'away';

export class NotServed extends Error {
	readonly reason: Refused;

	constructor(reason: Refused) {
		super(`not served: ${reason}`);
		this.name = 'NotServed';
		this.reason = reason;
	}
}

/**
 * Who asks, those who are served first in front: the server about itself, people who have signed
 * in, visitors.
 */
const lanes = ['own', 'member', 'visitor'] as const;
export type Lane = (typeof lanes)[number];

/**
 * So many turns in a row others may take before visitors who wait have one: they wait longer, not
 * for ever.
 */
const TURNS_BEFORE_VISITORS = 8;

interface Waiting {
	begin(): void;
	refuse(error: NotServed): void;
}

export interface QueueLimits {
	/** How many may run at the same time. */
	width: number;
	/** How many may wait; one more is refused at once. */
	waiting: number;
	/** Milliseconds somebody may wait before being refused. */
	patience: number;
	/** How many of `width` visitors leave free for the others; none when left out. */
	reserved?: number;
}

export class Queue {
	readonly #limits: QueueLimits;
	readonly #waiting: Record<Lane, Waiting[]> = { own: [], member: [], visitor: [] };
	#running = 0;
	#visitors = 0;
	/** Turns others took while visitors waited. */
	#passed = 0;
	#closed = false;

	constructor(limits: QueueLimits) {
		this.#limits = limits;
	}

	/**
	 * Runs `work` when its turn comes.
	 * @param patience milliseconds to wait for it at most; the queue's own when left out
	 * @throws {NotServed} when its turn does not come; `work` has then not been begun.
	 */
	async run<T>(
		work: () => Promise<T>,
		lane: Lane = 'visitor',
		patience = this.#limits.patience
	): Promise<T> {
		await this.#turn(lane, patience);
		try {
			return await work();
		} finally {
			this.#running -= 1;
			if (lane === 'visitor') this.#visitors -= 1;
			this.#next();
		}
	}

	/** How many wait for their turn. */
	get waiting(): number {
		return lanes.reduce((sum, lane) => sum + this.#waiting[lane].length, 0);
	}

	/** Refuses everybody who waits and everybody who comes. Who runs may end. */
	close(): void {
		this.#closed = true;
		this.refuseWaiting('closed');
	}

	/** Refuses everybody who waits now. */
	refuseWaiting(reason: Refused): void {
		for (const lane of lanes)
			for (const waiting of this.#waiting[lane].splice(0)) waiting.refuse(new NotServed(reason));
	}

	#hasRoom(lane: Lane): boolean {
		const { width, reserved = 0 } = this.#limits;
		return this.#running < width && (lane !== 'visitor' || this.#visitors < width - reserved);
	}

	/**
	 * Counted here, not when the promise resolves: a newcomer between the two would be let in beside
	 * it.
	 */
	#enter(lane: Lane): void {
		this.#running += 1;
		if (lane === 'visitor') this.#visitors += 1;
	}

	#turn(lane: Lane, patience: number): Promise<void> {
		if (this.#closed) return Promise.reject(new NotServed('closed'));
		const queue = this.#waiting[lane];
		if (this.#hasRoom(lane)) {
			this.#enter(lane);
			return Promise.resolve();
		}
		if (queue.length >= this.#limits.waiting) return Promise.reject(new NotServed('full'));
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				queue.splice(queue.indexOf(entry), 1);
				reject(new NotServed('waited'));
			}, patience);
			const entry: Waiting = {
				begin() {
					clearTimeout(timer);
					resolve();
				},
				refuse(error) {
					clearTimeout(timer);
					reject(error);
				}
			};
			queue.push(entry);
		});
	}

	#next(): void {
		const visitorsWait = this.#waiting.visitor.length > 0 && this.#hasRoom('visitor');
		const lane =
			visitorsWait && this.#passed >= TURNS_BEFORE_VISITORS
				? 'visitor'
				: lanes.find((one) => this.#waiting[one].length > 0 && this.#hasRoom(one));
		if (lane === undefined) return;
		this.#passed = lane === 'visitor' || !visitorsWait ? 0 : this.#passed + 1;
		this.#enter(lane);
		this.#waiting[lane].shift()?.begin();
	}
}
