// Answers that many pages share and that cost the database more than a page of rows: totals, counts
// beside choices. Kept in memory as long as the content stays as it is, so that they are worked out
// once for everybody and for every page of a list.

interface Cached<T> {
	answer: Promise<T>;
	expires: number;
	/** Bytes, roughly; 0 until it has come. */
	size: number;
}

export interface QueryLimits {
	/** How many answers are kept before the least recently used ones go. */
	answers: number;
	/** Bytes of memory, roughly, they may take together; 8 MB when left out. */
	bytes?: number;
	/** Milliseconds an answer is good for at most, because some depend on the clock. */
	maxAge: number;
}

const BYTES = 8 * 1024 * 1024;

export class QueryCache<T> {
	#version = '';
	#answers = new Map<string, Cached<T>>();
	#bytes = 0;
	#limits: Required<QueryLimits>;

	constructor(limits: QueryLimits) {
		this.#limits = { bytes: BYTES, ...limits };
	}

	/** Bytes of memory, roughly, of all answers that are kept. */
	get bytes(): number {
		return this.#bytes;
	}

	/**
	 * The answer kept under `key`, or a new one from `ask`. The same question at the same time is
	 * asked once; a failed answer is handed to everybody who waited for it and not kept.
	 * @param version the content version now; null (not known) asks anew without keeping
	 */
	async get(version: string | null, key: string, ask: () => Promise<T>): Promise<T> {
		if (version === null) return await ask();
		if (version !== this.#version) {
			this.#answers.clear();
			this.#bytes = 0;
			this.#version = version;
		}
		const known = this.#answers.get(key);
		if (known && known.expires > Date.now()) {
			// Map keeps insertion order: moving to the end makes the first one the least recently used.
			this.#answers.delete(key);
			this.#answers.set(key, known);
			return await known.answer;
		}
		this.#forget(key);
		const asked = { answer: ask(), expires: Date.now() + this.#limits.maxAge, size: 0 };
		this.#answers.set(key, asked);
		const isKept = () => this.#answers.get(key) === asked;
		asked.answer.then(
			(answer) => {
				if (!isKept()) return;
				asked.size = bytesOf(key) + bytesOf(answer);
				this.#bytes += asked.size;
				this.#bound();
			},
			() => {
				if (isKept()) this.#forget(key);
			}
		);
		this.#bound();
		return await asked.answer;
	}

	#bound(): void {
		for (const oldest of this.#answers.keys()) {
			if (this.#answers.size <= this.#limits.answers && this.#bytes <= this.#limits.bytes) break;
			this.#forget(oldest);
		}
	}

	#forget(key: string): void {
		this.#bytes -= this.#answers.get(key)?.size ?? 0;
		this.#answers.delete(key);
	}
}

/** Bytes of memory a value takes, roughly: JSON, as V8 lays it out. */
function bytesOf(value: unknown): number {
	if (typeof value === 'string') return 16 + value.length;
	if (typeof value !== 'object' || value === null) return 8;
	return Object.values(value).reduce<number>((sum, one) => sum + 8 + bytesOf(one), 32);
}
