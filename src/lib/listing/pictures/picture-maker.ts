// Has pictures decoded in processes of their own, so that a file that takes too long or too much
// memory costs nobody but its sender.
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { MadePicture, PictureFault } from './encode.ts';

export interface PictureLimits {
	/** Processes at the same time, without those that are slow. */
	width: number;
	/** Milliseconds after which a process is slow: the next may begin beside it. */
	slow: number;
	/** Processes at the same time, with those that are slow. */
	most: number;
	/** Milliseconds a picture may take. */
	time: number;
	/** Octets a process may hold, the program itself included (some 90 MB). */
	memory: number;
	/** Pictures of one person that may wait. */
	waiting: number;
	/**
	 * Attempts of one person within `window` milliseconds; those that failed of themselves count five
	 * times.
	 */
	attempts: number;
	window: number;
}

/** Why there is no picture; `wait`: this person has tried too often. */
export type NoPicture = PictureFault | 'wait';

interface Waiting {
	person: string;
	begin(): void;
}

/** What a picture that had to be stopped counts for. */
const dear = 5;

export class PictureMaker {
	readonly #file: string;
	readonly #limits: PictureLimits;
	/** By person: what was tried when. */
	readonly #attempts = new Map<string, { at: number; weight: number }[]>();
	/** Whose picture is being decoded, and since when. */
	readonly #running = new Map<symbol, { person: string; isSlow: boolean }>();
	readonly #waiting: Waiting[] = [];

	/** @param file of the process, picture-process.ts */
	constructor(file: string, limits: PictureLimits) {
		this.#file = file;
		this.#limits = limits;
	}

	/** How many pictures are being decoded now. */
	get running(): number {
		return this.#running.size;
	}

	/**
	 * Makes a picture of a file somebody has sent. One person's pictures are made one after the
	 * other, whatever others send. Never throws.
	 */
	async make(person: string, bytes: Uint8Array): Promise<MadePicture | NoPicture> {
		if (!this.#mayTry(person)) return 'wait';
		const attempt = this.#count(person);
		const done = await this.#turn(person);
		if (!done) return 'wait';
		try {
			const made = await this.#decode(bytes);
			if (made === 'too-costly') attempt.weight = dear;
			return made;
		} finally {
			done();
		}
	}

	#mayTry(person: string): boolean {
		const since = Date.now() - this.#limits.window;
		for (const [id, tried] of this.#attempts) {
			const left = tried.filter(({ at }) => at > since);
			if (left.length === 0) this.#attempts.delete(id);
			else this.#attempts.set(id, left);
		}
		const tried = this.#attempts.get(person) ?? [];
		return tried.reduce((sum, { weight }) => sum + weight, 0) < this.#limits.attempts;
	}

	#count(person: string) {
		const attempt = { at: Date.now(), weight: 1 };
		this.#attempts.set(person, [...(this.#attempts.get(person) ?? []), attempt]);
		return attempt;
	}

	#mayBegin(person: string): boolean {
		const running = [...this.#running.values()];
		return (
			running.every((one) => one.person !== person) &&
			running.length < this.#limits.most &&
			running.filter(({ isSlow }) => !isSlow).length < this.#limits.width
		);
	}

	/** Gives the turn back; null when too many of this person wait. */
	async #turn(person: string): Promise<(() => void) | null> {
		if (!this.#mayBegin(person)) {
			const own = this.#waiting.filter((one) => one.person === person).length;
			if (own >= this.#limits.waiting) return null;
			return await new Promise((resolve) =>
				this.#waiting.push({ person, begin: () => resolve(this.#begin(person)) })
			);
		}
		return this.#begin(person);
	}

	#begin(person: string): () => void {
		const key = Symbol(person);
		const turn = { person, isSlow: false };
		this.#running.set(key, turn);
		const timer = setTimeout(() => {
			turn.isSlow = true;
			this.#next();
		}, this.#limits.slow);
		return () => {
			clearTimeout(timer);
			this.#running.delete(key);
			this.#next();
		};
	}

	/** First come, first served, of those who may begin. */
	#next(): void {
		for (;;) {
			const at = this.#waiting.findIndex(({ person }) => this.#mayBegin(person));
			if (at === -1) return;
			this.#waiting.splice(at, 1)[0]?.begin();
		}
	}

	/** Asks a new process. What it dies of, or takes too long for, is too costly. */
	async #decode(bytes: Uint8Array): Promise<MadePicture | PictureFault> {
		const child = fork(this.#file, [], {
			execArgv: ['--max-old-space-size=64'],
			// A decoder that was taken over by a file finds no passwords of the server's.
			env: process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot },
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'ignore', 'ipc']
		});
		// Pages are served first.
		if (child.pid !== undefined) setPriorityOf(child.pid);
		let timer: NodeJS.Timeout | undefined;
		try {
			return await new Promise<MadePicture | PictureFault>((resolve) => {
				const stopped = () => resolve('too-costly');
				// A busy machine may need long to start the process; what is measured is the picture.
				timer = setTimeout(stopped, this.#limits.time * 3);
				child.on('message', (answer: 'ready' | MadePicture | PictureFault) => {
					if (answer !== 'ready') return resolve(answer);
					clearTimeout(timer);
					timer = setTimeout(stopped, this.#limits.time);
					child.send({ bytes, memory: this.#limits.memory });
				});
				child.on('error', stopped);
				child.on('exit', stopped);
			});
		} finally {
			clearTimeout(timer);
			child.kill('SIGKILL');
		}
	}
}

function setPriorityOf(pid: number): void {
	try {
		setPriority(pid, 10);
	} catch {
		// It is gone already, or the system has no priorities.
	}
}
