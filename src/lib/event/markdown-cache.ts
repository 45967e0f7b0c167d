// HTML of descriptions, worked out once in a thread of its own and kept under the text: whoever
// looks at a page never waits for more than the limit, and the server's own thread does nothing for
// it. Kept by the text, not beside it in the database, so that it is right for whatever way a text
// came there by.
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { plainHtmlOf } from './markdown.ts';

export interface MarkdownLimits {
	/** Bytes of HTML kept before the least recently used go. */
	bytes: number;
	/** Milliseconds a text may take. */
	patience: number;
	/**
	 * Milliseconds until a text that took longer is tried again: perhaps the machine was busy, not
	 * the text long.
	 */
	retryAfter: number;
	/** Milliseconds without work after which the thread ends; it holds some megabytes. */
	idle: number;
	/** Texts that may wait for the thread; the next one is shown as it was typed. */
	waiting: number;
}

export interface LaidOut {
	/** Safe HTML. */
	html: string;
	/** False when the text took too long and is shown as it was typed. */
	whole: boolean;
}

interface Cached extends LaidOut {
	expires: number;
	size: number;
}

export class MarkdownCache {
	readonly #file: URL;
	readonly #limits: MarkdownLimits;
	readonly #cached = new Map<string, Cached>();
	readonly #making = new Map<string, Promise<LaidOut>>();
	#bytes = 0;
	#worker: Worker | null = null;
	/** Takes what the thread says next; null when it died. */
	#hear: (answer: string | null) => void = () => {};
	#idle: NodeJS.Timeout | undefined;
	/** Ends when the text before has been laid out: the thread takes one at a time. */
	#turn: Promise<unknown> = Promise.resolve();
	#tries = 0;

	/** @param file of the thread, markdown-worker.ts */
	constructor(file: URL, limits: MarkdownLimits) {
		this.#file = file;
		this.#limits = limits;
	}

	/** How many texts went to the thread. */
	get tries(): number {
		return this.#tries;
	}

	/**
	 * Safe HTML of a Markdown text; of one that takes too long, the text as it was typed. Never
	 * throws.
	 */
	async layOut(markdown: string): Promise<LaidOut> {
		const key = createHash('sha256').update(markdown).digest('base64');
		const found = this.#cached.get(key);
		if (found && found.expires > Date.now()) {
			// Map keeps insertion order: moving to the end makes the first one the least recently used.
			this.#cached.delete(key);
			this.#cached.set(key, found);
			return found;
		}
		const known = this.#making.get(key);
		if (known) return await known;
		if (this.#making.size >= this.#limits.waiting)
			return { html: plainHtmlOf(markdown), whole: false };
		const making = this.#make(key, markdown).finally(() => this.#making.delete(key));
		this.#making.set(key, making);
		return await making;
	}

	/** Ends the thread. */
	async close(): Promise<void> {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		this.#worker = null;
		await worker?.terminate();
	}

	async #make(key: string, markdown: string): Promise<LaidOut> {
		const answer = this.#turn.then(() => this.#ask(markdown));
		this.#turn = answer;
		const html = await answer;
		const made = { html: html ?? plainHtmlOf(markdown), whole: html !== null };
		this.#keep(key, made);
		return made;
	}

	#keep(key: string, made: LaidOut): void {
		const before = this.#cached.get(key);
		if (before) this.#bytes -= before.size;
		this.#cached.delete(key);
		// A character of a string takes up to two bytes; the rest is the key and the book-keeping.
		const size = made.html.length * 2 + 300;
		const expires = made.whole ? Infinity : Date.now() + this.#limits.retryAfter;
		this.#cached.set(key, { ...made, size, expires });
		this.#bytes += size;
		for (const [oldest, { size: freed }] of this.#cached) {
			if (this.#bytes <= this.#limits.bytes) break;
			this.#cached.delete(oldest);
			this.#bytes -= freed;
		}
	}

	/** The thread's answer, or null when it took too long or died of the text. */
	async #ask(markdown: string): Promise<string | null> {
		clearTimeout(this.#idle);
		this.#tries += 1;
		const worker = this.#worker ?? (await this.#start());
		if (worker === null) return null;
		let timer: NodeJS.Timeout | undefined;
		const html = await new Promise<string | null>((resolve) => {
			timer = setTimeout(() => resolve(null), this.#limits.patience);
			this.#hear = resolve;
			worker.postMessage(markdown);
		});
		clearTimeout(timer);
		if (html === null) await this.close();
		else this.#idle = setTimeout(() => void this.close(), this.#limits.idle).unref();
		return html;
	}

	async #start(): Promise<Worker | null> {
		let worker: Worker;
		try {
			worker = new Worker(this.#file, {
				name: 'markdown',
				execArgv: [],
				resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 }
			});
		} catch {
			// No thread to be had: one text is shown as typed, and the next one asks again.
			return null;
		}
		// The server may end without waiting for it.
		worker.unref();
		// Only a thread that stands ready is held to the limit.
		const ready = await new Promise<boolean>((resolve) => {
			this.#hear = (answer) => resolve(answer !== null);
			worker.on('message', (answer: string) => this.#hear(answer));
			worker.on('error', () => this.#hear(null));
			worker.on('exit', () => this.#worker === worker && this.#hear(null));
		});
		this.#worker = ready ? worker : null;
		return this.#worker;
	}
}
