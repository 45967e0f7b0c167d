// Answers that many pages share and that cost the database more than a page of rows: totals, counts
// beside choices. Kept in memory as long as the content stays as it is, so that they are worked out
// once for everybody and for every page of a list.

interface Cached<T> {
	answer: Promise<T>;
	expires: number;
}

export class QueryCache<T> {
	#version = '';
	#answers = new Map<string, Cached<T>>();
	#limits: { answers: number; maxAge: number };

	/**
	 * @param limits `answers`: how many are kept before the least recently used ones go; `maxAge`:
	 * milliseconds an answer is
	 *   good for at most, because some depend on the clock
	 */
	constructor(limits: { answers: number; maxAge: number }) {
		this.#limits = limits;
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
			this.#version = version;
		}
		const known = this.#answers.get(key);
		this.#answers.delete(key);
		const kept =
			known && known.expires > Date.now()
				? known
				: { answer: this.#ask(key, ask), expires: Date.now() + this.#limits.maxAge };
		// Map keeps insertion order: moving to the end makes the first one the least recently used.
		this.#answers.set(key, kept);
		for (const oldest of this.#answers.keys()) {
			if (this.#answers.size <= this.#limits.answers) break;
			this.#answers.delete(oldest);
		}
		return await kept.answer;
	}

	#ask(key: string, ask: () => Promise<T>): Promise<T> {
		const answer = ask();
		answer.catch(() => {
			if (this.#answers.get(key)?.answer === answer) this.#answers.delete(key);
		});
		return answer;
	}
}
