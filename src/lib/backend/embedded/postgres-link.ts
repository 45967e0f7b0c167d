// The connections to a PostgreSQL server, and whether it is there. A paused server keeps its
// connections and says nothing, and the driver would wait with it; a restarted one has closed them,
// and the driver waits longer before each attempt. So a question that is silent for a second makes
// this ask again on a connection of its own. Without an answer the server counts as away: all
// connections are thrown away, whoever asks is told at once, and it is asked again until it
// answers.
import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { overPostgres, type SqlExecutor } from './sql.ts';
import { codeOf, reasonOf } from './start-error.ts';
import { postgresLine, type Line, type Lines } from './transactions.ts';

/** Milliseconds without an answer after which the server is asked whether it is there. */
const SILENCE = 1000;

/** Milliseconds it may take to say so; with SILENCE shorter than what a page may take. */
const PATIENCE = 2000;

/** Milliseconds between two looks at a server that is away: how soon the site is whole again. */
const EVERY = 250;

/**
 * Milliseconds of silence, while the server answers others, after which a connection counts as lost
 * on the way.
 */
const LOST = 10_000;

/** Milliseconds to wait for one of the connections there are, while the server gives no more. */
const FULL_PATIENCE = 4000;

/** SQLSTATE too_many_connections: the server is there and has no room for one more. */
const TOO_MANY = '53300';

/**
 * What the driver and the system say of a connection that is gone, beside the SQLSTATE classes 08
 * (connection) and 57P (shutdown).
 */
const GONE = /^(08|57P|CONNECT|E[A-Z]+$)/;

/** Nothing is asked of a server that is away. */
export class DatabaseAway extends Error {
	constructor() {
		super('the database is away');
		this.name = 'DatabaseAway';
	}
}

export interface LinkOptions {
	/** The server does not answer. @param reason a code or a few words, nothing of the address */
	onAway(reason: string): void;
	onBack(): void;
}

/**
 * One connection: a pool of one of the driver's, whose own pools forget who waits when a connection
 * is lost.
 */
class Held {
	readonly sql: Sql;
	readonly line: Omit<Line, 'release'>;
	#isLost = false;

	/** @param connect tells by `onclose` when the connection is gone */
	constructor(connect: Connect) {
		this.sql = connect(() => (this.#isLost = true));
		this.line = postgresLine(this.sql, () => this.check());
	}

	get isLost(): boolean {
		return this.#isLost;
	}

	/**
	 * @throws when it was lost: another one knows nothing of the transaction, and would act with the
	 * owner's rights
	 */
	check(): void {
		if (this.#isLost) throw new ConnectionLost();
	}

	/** What is asked on it is answered with an error. */
	drop(): void {
		this.#isLost = true;
		void this.sql.end({ timeout: 0 });
	}
}

class ConnectionLost extends Error {
	readonly code = 'CONNECTION_CLOSED';

	constructor() {
		super('CONNECTION_CLOSED');
		this.name = 'ConnectionLost';
	}
}

/** Makes a pool of one connection, which is opened when something is asked. */
export type Connect = (onclose: () => void) => Sql;

export class PostgresLink {
	readonly #connect: Connect;
	readonly #most: number;
	readonly #options: LinkOptions;
	readonly #held = new Set<Held>();
	readonly #free: Held[] = [];
	/** When each question that is not answered was asked. */
	readonly #asked = new Set<{ at: number }>();
	#lastAnswer = 0;
	#away = false;
	#looking = false;
	readonly #closing = new AbortController();
	readonly #timer: NodeJS.Timeout;

	/** @param most how many connections there may be; none is opened before it is needed */
	constructor(connect: Connect, most: number, options: LinkOptions) {
		this.#connect = connect;
		this.#most = most;
		this.#options = options;
		this.#timer = setInterval(() => this.#watch(), EVERY);
		this.#timer.unref();
	}

	/**
	 * For the requests of visitors and members.
	 * @throws {DatabaseAway} at once while the server is away
	 */
	readonly lines: Lines = async () => {
		const held = await this.#heard(() => this.#take());
		return {
			query: (text, parameters) => this.#heard(() => held.line.query(text, parameters)),
			batch: (text) => this.#heard(() => held.line.batch(text)),
			release: () => this.#give(held)
		};
	};

	/** For the owner's work on one connection, which may take as long as it needs. */
	async alone<T>(work: (sql: SqlExecutor) => Promise<T>): Promise<T> {
		const held = await this.#take();
		const sql = overPostgres(held.sql);
		try {
			return await work({
				query: (text, params) => {
					held.check();
					return sql.query(text, params);
				},
				exec: (text) => {
					held.check();
					return sql.exec(text);
				}
			});
		} finally {
			this.#give(held);
		}
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#closing.abort();
		await Promise.all([...this.#held].map(({ sql }) => sql.end({ timeout: 3 })));
	}

	/**
	 * One of the connections. A server that gives no more is asked again, until one of those there
	 * are is free.
	 */
	async #take(): Promise<Held> {
		const end = performance.now() + FULL_PATIENCE;
		for (;;) {
			if (this.#away) throw new DatabaseAway();
			for (let held = this.#free.pop(); held !== undefined; held = this.#free.pop()) {
				if (!held.isLost) return held;
				this.#held.delete(held);
			}
			const held = this.#held.size < this.#most ? await this.#open(end) : null;
			if (held !== null) return held;
			await pause(this.#held.size < this.#most ? 100 : 10);
			if (performance.now() > end + FULL_PATIENCE) throw new DatabaseAway();
		}
	}

	/** A new connection; null when the server has no room for it and there is still time. */
	async #open(end: number): Promise<Held | null> {
		const held = new Held(this.#connect);
		this.#held.add(held);
		try {
			await held.sql`select 1`;
			return held;
		} catch (error) {
			this.#held.delete(held);
			held.drop();
			if (codeOf(error) === TOO_MANY && performance.now() < end) return null;
			throw error;
		}
	}

	#give(held: Held): void {
		if (held.isLost) this.#held.delete(held);
		else this.#free.push(held);
	}

	async #heard<T>(work: () => Promise<T>): Promise<T> {
		const question = { at: performance.now() };
		this.#asked.add(question);
		try {
			const answer = await work();
			this.#lastAnswer = performance.now();
			return answer;
		} catch (error) {
			if (GONE.test(codeOf(error))) void this.#look();
			// Whatever the server refuses, it is there.
			else if (!(error instanceof DatabaseAway)) this.#lastAnswer = performance.now();
			throw error;
		} finally {
			this.#asked.delete(question);
		}
	}

	#watch(): void {
		let longest = 0;
		for (const { at } of this.#asked) longest = Math.max(longest, performance.now() - at);
		if (longest > LOST && !this.#away) this.#renew();
		else if (longest > SILENCE) void this.#look();
	}

	/** Asks whether the server is there, and waits for it when it is not. */
	async #look(): Promise<void> {
		if (this.#looking || this.#closing.signal.aborted) return;
		this.#looking = true;
		try {
			const begun = performance.now();
			const reason = await this.#missing();
			// A machine with too much to do is slow, not away: somebody got an answer meanwhile.
			if (reason === null || this.#lastAnswer > begun) return;
			this.#away = true;
			this.#options.onAway(reason);
			this.#renew();
			do await pause(EVERY, null, { signal: this.#closing.signal });
			while ((await this.#missing()) !== null);
			this.#away = false;
			this.#options.onBack();
		} catch {
			// It is being closed.
		} finally {
			this.#looking = false;
		}
	}

	/** Null when the server answers on a new connection, or has answered that it has none left. */
	async #missing(): Promise<string | null> {
		const one = this.#connect(() => {});
		const asked = one`select 1`.then(
			() => null,
			(error: unknown) => (codeOf(error) === TOO_MANY ? null : codeOf(error) || reasonOf(error))
		);
		const late = new AbortController();
		try {
			return await Promise.race([
				asked,
				pause(PATIENCE, 'no answer', { signal: late.signal }).catch(() => null)
			]);
		} finally {
			late.abort();
			void one.end({ timeout: 0 });
		}
	}

	/**
	 * Whatever is asked on the connections there are is answered with an error; who comes gets new
	 * ones.
	 */
	#renew(): void {
		for (const held of this.#held) held.drop();
		this.#held.clear();
		this.#free.length = 0;
	}
}
