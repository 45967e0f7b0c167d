// A queue in front of a database: first in, first out, at most `width` at a time.
//
// It is the wall that keeps visitors apart on PGlite. lite opens a transaction per request on the one connection without any
// lock; two requests begun together interleave, and the second one runs as superuser, past row level security. With width 1
// a request only begins when the one before it has ended. Whoever widens it for PGlite publishes hidden rows:
// burst.test.ts shows it.

/** A request that was not begun: the queue is full, it waited too long, or the backend is closing. */
export class NotServed extends Error {
	readonly reason: 'full' | 'waited' | 'closed';

	constructor(reason: 'full' | 'waited' | 'closed') {
		super(`not served: ${reason}`);
		this.name = 'NotServed';
		this.reason = reason;
	}
}

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
}

export class Queue {
	readonly #limits: QueueLimits;
	readonly #waiting: Waiting[] = [];
	#running = 0;
	#closed = false;

	constructor(limits: QueueLimits) {
		this.#limits = limits;
	}

	/** Runs `work` when its turn comes. @throws {NotServed} when its turn does not come; `work` has then not been begun. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		await this.#turn();
		try {
			return await work();
		} finally {
			this.#running -= 1;
			this.#next();
		}
	}

	/** Refuses everybody who waits and everybody who comes. Who runs may end. */
	close(): void {
		this.#closed = true;
		for (const waiting of this.#waiting.splice(0)) waiting.refuse(new NotServed('closed'));
	}

	#turn(): Promise<void> {
		if (this.#closed) return Promise.reject(new NotServed('closed'));
		if (this.#running < this.#limits.width) {
			this.#running += 1;
			return Promise.resolve();
		}
		if (this.#waiting.length >= this.#limits.waiting) return Promise.reject(new NotServed('full'));
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#waiting.splice(this.#waiting.indexOf(entry), 1);
				reject(new NotServed('waited'));
			}, this.#limits.patience);
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
			this.#waiting.push(entry);
		});
	}

	#next(): void {
		const next = this.#waiting.shift();
		if (next === undefined) return;
		// Counted here, not when the promise resolves: a newcomer between the two would be let in beside it.
		this.#running += 1;
		next.begin();
	}
}
