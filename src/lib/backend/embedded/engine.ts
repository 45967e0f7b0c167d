// The main thread's side of the worker: the queue in front of it, the five seconds a request may
// take, and the restart when one takes longer or the worker dies. Requests waiting in the queue
// live through a restart; those inside get 503.
import type { Worker } from 'node:worker_threads';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkerLost, refusalFor, refusals, toResponse } from './answers.ts';
import type { DiskWatch } from './disk.ts';
import { bringsPicture, goesOnWithoutRoom, isDoor } from './doors.ts';
import { copyChanged, copyOf, type Seen } from './file-copy.ts';
import type { FromWorker, IssuedCode, Opened, Progress, ToWorker, WorkerTask } from './protocol.ts';
import { NotServed, Queue, type Lane } from './queue.ts';
import { StartError, reasonOf } from './start-error.ts';
import { startWorker } from './worker-task.ts';

export interface EngineOptions {
	/** Milliseconds a request may take once it has begun. */
	requestTimeout?: number;
	onProgress?: (progress: Progress) => void;
	/**
	 * Whether the files still belong to this process; asked before each request, which is refused
	 * when they do not.
	 */
	isOurs?: () => boolean;
	/** The room on the disk the database lies on; left out where that is not known. */
	disk?: DiskWatch | undefined;
	/** What happened while nobody was asking: restarts and failures. For the log. */
	onNote?: (text: string) => void;
	/**
	 * Somebody asked to sign in and is to be mailed a code. `redirectTo` is the page the link leads
	 * to, as the request named it.
	 */
	onCode?: (code: IssuedCode, redirectTo: string | null) => void;
}

/**
 * Milliseconds before each attempt: at once, then slower, so that a database that cannot open does
 * not eat the machine.
 */
const RESTART_PAUSES = [0, 250, 1000, 4000, 15_000];

/**
 * The longest of them for a PostgreSQL server: an attempt costs this machine little, and the site
 * is to be back when it is.
 */
const LONGEST_PAUSE_OF_SERVER = 1000;

/**
 * A worker that served this long without falling is healthy again: its next fall counts as the
 * first.
 */
const HEALTHY_AFTER = 60_000;

/** Milliseconds somebody may wait for a turn, or for a worker that is being started. */
const PATIENCE = 15_000;

/** Milliseconds a question may go on after its time when nobody waits behind it. */
const LONGEST_ALONE = 10_000;

/**
 * Milliseconds a visitor's question may take on the embedded database while somebody waits behind
 * it.
 */
const VISITORS_TIME = 3000;

/** Milliseconds after which a thread that was started has read what it needs. */
const WARM_AFTER = 10_000;

/**
 * Milliseconds in which the thread must say that it is alive, asked after a question whose time is
 * over.
 */
const ALIVE_WITHIN = 2000;

/** Milliseconds for which it is believed that the database has no room. */
const FULL_FOR = 60_000;

/** Of `refusals.noRoom`. */
const NO_ROOM_STATUS = 507;

/** Bytes that have changed since they were copied and are copied while everybody waits. */
const LITTLE_TO_COPY = 24 * 1024 * 1024;

/** Milliseconds somebody who saves may wait for a backup. */
const PATIENCE_WITH_BACKUP = 2000;

/** Vacuum of a large database takes longer than a request may. */
const MAINTENANCE_TIMEOUT = 10 * 60_000;

interface Inside {
	resolve(message: FromWorker): void;
	reject(error: Error): void;
}

/** A message to the worker that expects an answer, before it has its number. */
type Question = ToWorker extends infer Message
	? Message extends { id: number }
		? Omit<Message, 'id'>
		: never
	: never;

export class Engine {
	readonly #task: WorkerTask;
	readonly #options: Required<Omit<EngineOptions, 'disk'>>;
	readonly #disk: DiskWatch | undefined;
	readonly #queue: Queue;
	readonly #inside = new Map<number, Inside>();
	#worker: Worker | null = null;
	#starting: Worker | null = null;
	/** The worker that serves, or the promise of the next one. */
	#serving: Promise<Worker>;
	#opened: Opened | null = null;
	#nextId = 1;
	#falls = 0;
	#serverAway = false;
	/** A backup is being made, or waits for its turn. */
	#copying = false;
	/** Since when the database is away, or the thread that asks it is (ms since 1970). */
	#awaySince: number | null = null;
	#servingSince = 0;
	/** When the database last said that it has no room (ms since 1970). */
	#foundFullAt = 0;
	#closing: Promise<boolean> | null = null;
	/** Cuts short the pause before a restart. */
	readonly #ending = new AbortController();

	private constructor(task: WorkerTask, options: EngineOptions) {
		this.#task = task;
		this.#disk = options.disk;
		this.#options = {
			requestTimeout: options.requestTimeout ?? 5000,
			onProgress: options.onProgress ?? (() => {}),
			isOurs: options.isOurs ?? (() => true),
			onNote: options.onNote ?? (() => {}),
			onCode: options.onCode ?? (() => {})
		};
		this.#queue = new Queue({
			width: task.width,
			waiting: 1000,
			patience: PATIENCE,
			reserved: task.width > 2 ? 2 : 0
		});
		this.#serving = this.#start();
	}

	/** @throws {StartError} when the database cannot be opened; nothing is left running then. */
	static async open(task: WorkerTask, options: EngineOptions): Promise<Engine> {
		const engine = new Engine(task, options);
		await engine.#serving;
		return engine;
	}

	/** What the first opening did. */
	get opened(): Opened {
		return this.#opened ?? { migrations: [], seeded: null, grantsRestored: [] };
	}

	/**
	 * The in-process path to lite, of the shape of the global `fetch`. A full queue, a timeout and a
	 * lost worker do not throw: they are answers with status 503 and one of the codes of answers.ts.
	 */
	readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
		const request = new Request(input, init);
		const { response, codes } = await this.#answer(request);
		const redirectTo = new URL(request.url).searchParams.get('redirect_to');
		for (const code of codes) this.#options.onCode(code, redirectTo);
		return response;
	};

	/**
	 * A code for an address that is not mailed but given to the caller, who knows already that the
	 * address's owner asks: by an invitation, for instance. Makes the account when there is none.
	 * Null when the database does not answer.
	 */
	async issueCode(email: string): Promise<IssuedCode | null> {
		const { codes } = await this.#answer(
			new Request('http://embedded.invalid/auth/v1/otp', {
				method: 'POST',
				headers: {
					apikey: this.#task.secrets.publishableKey,
					'content-type': 'application/json'
				},
				body: JSON.stringify({ email, create_user: true })
			})
		);
		return codes[0] ?? null;
	}

	async #answer(request: Request): Promise<{ response: Response; codes: IssuedCode[] }> {
		const { pathname, search } = new URL(request.url);
		const without = (response: Response) => ({ response, codes: [] });
		if (!isDoor(pathname)) return without(refusals.noDoor());
		const body = request.body === null ? null : await request.arrayBuffer();
		const readOnly = await this.#mustNotWrite(request.method, pathname);
		try {
			const answer = await this.#ask(
				{
					type: 'request',
					method: request.method,
					path: pathname + search,
					headers: [...request.headers],
					body,
					readOnly
				},
				this.#options.requestTimeout,
				this.#laneOf(pathname, request.headers)
			);
			if (answer.type !== 'response') return without(refusals.restarted());
			const note = (text: string) =>
				this.#options.onNote(`${request.method} ${pathname} failed: ${text}`);
			const response = toResponse(answer, note, readOnly);
			if (response.status === NO_ROOM_STATUS && !readOnly) this.#foundFull();
			return { response, codes: answer.codes };
		} catch (error) {
			const refused = refusalFor(error);
			if (refused === null) throw error;
			const isWaiting = error instanceof NotServed && error.reason === 'waited';
			return without(isWaiting && this.#copying ? refusals.copying() : refused);
		}
	}

	/**
	 * Whether a request finds so little room that it may not write: the database refuses what would,
	 * and answers everything else.
	 */
	async #mustNotWrite(method: string, path: string): Promise<boolean> {
		if (this.#disk === undefined || method === 'GET' || method === 'HEAD') return false;
		if (goesOnWithoutRoom(path)) return false;
		const { room } = await this.#disk.look();
		return room === 'none' || (room === 'scarce' && bringsPicture(path));
	}

	/** The database itself has found no room. */
	#foundFull(): void {
		this.#foundFullAt = Date.now();
		this.#disk?.foundFull();
	}

	/** Whether the database has found no room within a minute, or before it went away. */
	get hasFoundFull(): boolean {
		return (this.#awaySince ?? Date.now()) - this.#foundFullAt < FULL_FOR;
	}

	/** Since when nothing can be asked, in milliseconds since 1970; null while something can. */
	get awaySince(): number | null {
		return this.#awaySince;
	}

	/**
	 * False when the database does not answer a trivial question within `milliseconds`, waiting in
	 * the queue included.
	 */
	async ping(milliseconds: number): Promise<boolean> {
		const answered = this.#ask({ type: 'ping' }, this.#options.requestTimeout, 'own').then(
			(message) => message.type === 'done' && message.ok,
			() => false
		);
		return await Promise.race([answered, pause(milliseconds, false, { ref: false })]);
	}

	/**
	 * Checkpoint and vacuum, step by step in the queue like everything else: between two tables
	 * others are served. @returns whether all was done.
	 */
	async maintain(): Promise<boolean> {
		try {
			for (let step = 0; ; step += 1) {
				const message = await this.#ask({ type: 'maintain', step }, MAINTENANCE_TIMEOUT);
				if (message.type !== 'done' || !message.ok) return false;
				if (message.more !== true) return true;
			}
		} catch {
			return false;
		}
	}

	/**
	 * Copies the data directory of the embedded database into a folder and counts its rows. While
	 * others are served everything is copied; then, alone like every request, what they have changed
	 * meanwhile.
	 * @returns whether it was done.
	 */
	async copyTo(folder: string): Promise<boolean> {
		const { store } = this.#task;
		if (store.kind !== 'embedded') return false;
		try {
			const seen: Seen = new Map();
			// A load or another great change may be going on.
			for (let goes = 0; goes < 4; goes += 1)
				if ((await copyChanged(store.directory, copyOf(folder), seen)) < LITTLE_TO_COPY) break;
			this.#copying = true;
			const message = await this.#ask({ type: 'copy', folder, seen }, MAINTENANCE_TIMEOUT);
			return message.type === 'done' && message.ok;
		} catch (error) {
			if (refusalFor(error) === null) throw error;
			return false;
		} finally {
			this.#copying = false;
		}
	}

	/**
	 * Ends within five seconds: who waits is refused, who is inside may finish for a moment, the
	 * database is closed.
	 * @returns true when it was closed in order, false when the worker had to be ended.
	 */
	close(): Promise<boolean> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	/** Ends at once and writes nothing any more: the files may be another process's by now. */
	async abandon(): Promise<void> {
		this.#closing ??= Promise.resolve(false);
		this.#queue.close();
		this.#ending.abort();
		await Promise.all([this.#worker?.terminate(), this.#starting?.terminate()]);
		this.#dropInside(false);
	}

	async #close(): Promise<boolean> {
		this.#queue.close();
		this.#ending.abort();
		const deadline = Date.now() + 4500;
		while (this.#inside.size > 0 && Date.now() < deadline - 3000) await pause(10);
		const worker = this.#worker;
		if (worker === null) {
			// One that is being started must be gone before the folder's lock is.
			await this.#starting?.terminate();
			return false;
		}
		const closed = new Promise<boolean>((resolve) => {
			worker.on('message', (message: FromWorker) => {
				if (message.type === 'closed') resolve(true);
			});
			worker.on('exit', () => resolve(false));
		});
		worker.postMessage({ type: 'close' } satisfies ToWorker);
		const orderly = await Promise.race([closed, pause(deadline - Date.now(), false)]);
		await worker.terminate();
		this.#dropInside(false);
		return orderly;
	}

	/**
	 * The content version is asked for before each page; whoever brings a token of his own, or wants
	 * one, is no visitor.
	 */
	#laneOf(path: string, headers: Headers): Lane {
		if (path === '/rest/v1/content_version') return 'own';
		const { publishableKey } = this.#task.secrets;
		const token = headers.get('authorization')?.replace(/^Bearer /i, '') ?? publishableKey;
		return token !== publishableKey || path.startsWith('/auth/') ? 'member' : 'visitor';
	}

	async #ask(question: Question, timeout: number, lane: Lane = 'member'): Promise<FromWorker> {
		// Until it is back somebody would wait in vain; a thread that is being started is waited for.
		if (this.#serverAway) throw new NotServed('away');
		const isHeldUp = this.#copying && question.type === 'request' && question.method !== 'GET';
		const patience = isHeldUp && lane === 'member' ? PATIENCE_WITH_BACKUP : undefined;
		return await this.#queue.run(
			async () => {
				const worker = await this.#nextWorker();
				if (!this.#options.isOurs()) throw new WorkerLost(false);
				if (this.#serverAway) throw new NotServed('away');
				const id = this.#nextId++;
				let timer: NodeJS.Timeout | undefined;
				try {
					return await new Promise<FromWorker>((resolve, reject) => {
						this.#inside.set(id, { resolve, reject });
						const time = this.#timeFor(lane, timeout);
						timer = setTimeout(() => this.#giveUp(worker, question.type, time, id), time);
						worker.postMessage({ ...question, id } satisfies ToWorker);
					});
				} finally {
					clearTimeout(timer);
					this.#inside.delete(id);
				}
			},
			lane,
			patience
		);
	}

	/**
	 * A thread that has just begun is slow at first: it is not ended for that, or it would be again
	 * and again.
	 */
	#timeFor(lane: Lane, timeout: number): number {
		const isWarm = Date.now() - this.#servingSince > WARM_AFTER;
		const hurries = this.#task.store.kind === 'embedded' && lane === 'visitor' && isWarm;
		return hurries ? Math.min(timeout, VISITORS_TIME) : timeout;
	}

	/**
	 * The worker that serves, waiting for one that is being started, but not for ever: this holds a
	 * place in the queue.
	 */
	async #nextWorker(): Promise<Worker> {
		const worker = await Promise.race([this.#serving, pause(PATIENCE, null, { ref: false })]);
		if (worker === null) throw new WorkerLost(false);
		return worker;
	}

	/** Starts a worker; resolves when it serves. @throws {StartError} */
	async #start(): Promise<Worker> {
		const worker = startWorker({ ...this.#task, again: this.#opened !== null });
		this.#starting = worker;
		try {
			await new Promise<void>((resolve, reject) => {
				worker.on('message', (message: FromWorker) => {
					if (message.type === 'ready') {
						this.#opened ??= message.opened;
						resolve();
					} else if (message.type === 'failed')
						reject(new StartError(message.code, message.message));
					else this.#hear(message);
				});
				worker.on('error', (error) => {
					this.#options.onNote(`The database's thread failed: ${reasonOf(error)}`);
					reject(new StartError('OPENING_FAILED', reasonOf(error)));
				});
				worker.on('exit', () => {
					reject(new StartError('OPENING_FAILED', "The database's thread ended while opening."));
					this.#fell(worker, false);
				});
			});
		} catch (error) {
			await worker.terminate();
			throw error;
		} finally {
			this.#starting = null;
		}
		this.#worker = worker;
		if (!this.#serverAway) this.#awaySince = null;
		this.#servingSince = Date.now();
		return worker;
	}

	#hear(message: FromWorker): void {
		if (message.type === 'progress') this.#options.onProgress(message);
		else if (message.type === 'note') this.#options.onNote(message.text);
		else if (message.type === 'away') this.#goAway(message.reason);
		else if (message.type === 'back') this.#comeBack();
		else if ('id' in message) this.#inside.get(message.id)?.resolve(message);
	}

	/** Said once, whatever is asked meanwhile. */
	#goAway(reason: string): void {
		this.#serverAway = true;
		this.#awaySince ??= Date.now();
		this.#options.onNote(
			`The database is away (${reason}); pages that are kept are served as they are, everything else is answered 503.`
		);
		this.#queue.refuseWaiting('away');
		for (const inside of this.#inside.values()) inside.reject(new NotServed('away'));
	}

	#comeBack(): void {
		const seconds = Math.round((Date.now() - (this.#awaySince ?? Date.now())) / 1000);
		this.#serverAway = false;
		this.#awaySince = null;
		this.#options.onNote(`The database is back after ${seconds} s.`);
	}

	/**
	 * Others are answered meanwhile on other connections; the thread is ended only when it is stuck
	 * itself.
	 */
	#giveUpAlone(worker: Worker, type: Question['type'], timeout: number, id: number): void {
		this.#inside.get(id)?.reject(new WorkerLost(true));
		const asked = this.#nextId++;
		const end = () => {
			this.#inside.delete(asked);
			clearTimeout(timer);
		};
		const timer = setTimeout(() => {
			end();
			this.#options.onNote(`A ${type} took over ${timeout} ms; restarting the thread that asks.`);
			this.#fell(worker, true);
		}, ALIVE_WITHIN);
		this.#inside.set(asked, { resolve: end, reject: end });
		worker.postMessage({ type: 'alive', id: asked } satisfies ToWorker);
	}

	/**
	 * A restart costs everybody some seconds: as long as nobody waits, the slow question may go on
	 * for a while.
	 */
	#giveUp(worker: Worker, type: Question['type'], timeout: number, id: number): void {
		if (this.#task.store.kind === 'postgres') return this.#giveUpAlone(worker, type, timeout, id);
		const end = Date.now() + LONGEST_ALONE;
		const look = () => {
			if (!this.#inside.has(id) || worker !== this.#worker) return;
			if (this.#queue.waiting === 0 && this.#inside.size === 1 && Date.now() < end) {
				setTimeout(look, 50);
				return;
			}
			this.#options.onNote(`A ${type} took over ${timeout} ms; restarting the database.`);
			this.#fell(worker, true);
		};
		look();
	}

	/** The worker is gone or must go: whoever is inside gets 503, and the next one is started. */
	#fell(worker: Worker, timedOut: boolean): void {
		if (worker !== this.#worker) return;
		this.#worker = null;
		this.#serverAway = false;
		this.#awaySince ??= Date.now();
		// One that was ended because somebody waited is well: nobody waits longer for the next.
		const isHealthy = timedOut || Date.now() - this.#servingSince > HEALTHY_AFTER;
		this.#falls = isHealthy ? 1 : this.#falls + 1;
		// Set before anybody is let in again: the next one in the queue must wait for the new worker.
		if (this.#closing === null) {
			this.#serving = this.#restart(worker);
			this.#serving.catch(() => {}); // told to whoever awaits it
		}
		this.#dropInside(timedOut);
	}

	#dropInside(timedOut: boolean): void {
		for (const inside of this.#inside.values()) inside.reject(new WorkerLost(timedOut));
		this.#inside.clear();
	}

	async #restart(previous: Worker): Promise<Worker> {
		// Awaited: a second PGlite on the directory while the first still lives destroys it.
		await previous.terminate();
		for (let attempt = this.#falls - 1; ; attempt += 1) {
			// Not unref'd: between two workers this timer may be all that keeps the process alive.
			const planned = RESTART_PAUSES[Math.min(attempt, RESTART_PAUSES.length - 1)] ?? 0;
			const milliseconds =
				this.#task.store.kind === 'postgres' ? Math.min(planned, LONGEST_PAUSE_OF_SERVER) : planned;
			await pause(milliseconds, null, { signal: this.#ending.signal }).catch(() => {});
			if (this.#closing !== null || !this.#options.isOurs()) throw new WorkerLost(false);
			try {
				return await this.#start();
			} catch (error) {
				this.#options.onNote(`The database did not open again: ${reasonOf(error)}`);
			}
		}
	}
}
