// How lite's transactions reach the database. lite sends one piece by piece: begin, then up to
// eleven settings (the role, the claims, the request's path and headers), the question, what the
// answer's headers are to be, commit. Each piece is a round trip. Here they become three: begin
// with all settings, the question, the end. Decision 0017 says why nobody's rights change by it.
//
// What is held back belongs to the connection object one transaction has for itself, and to nothing
// wider: were it shared, one visitor's settings could land in another's transaction.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PGlite } from '@electric-sql/pglite';
import type { Connection } from '@supabase/lite';
import {
	Kysely,
	PostgresAdapter,
	PostgresIntrospector,
	PostgresQueryCompiler,
	type CompiledQuery,
	type DatabaseConnection,
	type Driver,
	type QueryResult,
	type TransactionSettings
} from 'kysely';
import type { Sql } from 'postgres';

type Row = Record<string, unknown>;

/** One connection to the database, held by one transaction or one statement at a time. */
export interface Line {
	/** One statement with its parameters, in one round trip. */
	query(text: string, parameters: readonly unknown[]): Promise<QueryResult<Row>>;
	/** Several statements without parameters, in one round trip; answers the rows of each. */
	batch(text: string): Promise<Row[][]>;
	/** Gives the connection back. */
	release(): void;
}

/** Whether the transactions of what runs now may write. */
const reading = new AsyncLocalStorage<true>();

/** Runs `work`, whose transactions the database refuses to write in. */
export const withoutWriting = <T>(work: () => T): T => reading.run(true, work);

/** Waits for a connection that nobody else holds, where the database has several. */
export type Lines = () => Promise<Line>;

/** A setting for the length of the transaction: its name and its value. */
type Setting = [name: string, value: string];

const SETTING = /^SELECT set_config\('([a-z_.]+)', (?:(\$1)|'([^']*)'), true\)$/;

const SET_ROLE = /^SET LOCAL ROLE "([a-z_]+)"$/;

/**
 * The setting a statement of lite makes; null for every other statement, and for one that a new
 * release words otherwise.
 */
function settingOf({ sql, parameters }: CompiledQuery): Setting | null {
	if (sql === 'SET LOCAL transaction_read_only = on') return ['transaction_read_only', 'on'];
	const role = SET_ROLE.exec(sql)?.[1];
	if (role !== undefined) return ['role', role];
	const [, name, given, fixed] = SETTING.exec(sql) ?? [];
	if (name === undefined) return null;
	if (given === undefined) return parameters.length === 0 ? [name, fixed ?? ''] : null;
	const [value] = parameters;
	return typeof value === 'string' && parameters.length === 1 ? [name, value] : null;
}

/** What lite asks after a function's answer and before it commits, whatever the answer was. */
const LAST_QUESTION =
	/^\s*SELECT current_setting\('response\.status', true\) AS status,\s+current_setting\('response\.headers', true\) AS headers\s*$/;

/**
 * One statement that makes all settings, in their order. Their values are written by visitors
 * (headers, paths), so they travel as base64, whose letters cannot end a string whatever the server
 * thinks of quotes and backslashes.
 */
function settingStatement(settings: Setting[]): string {
	const encoded = Buffer.from(JSON.stringify(settings)).toString('base64');
	return `select pg_catalog.set_config(setting ->> 0, setting ->> 1, true) as value
		from pg_catalog.json_array_elements(
			pg_catalog.convert_from(pg_catalog.decode('${encoded}', 'base64'), 'UTF8')::pg_catalog.json
		) as setting`;
}

/**
 * Where a transaction is. `held`: begun for lite, nothing sent yet. `open`: begun in the database
 * with every setting made.
 * `refused`: it could not be begun. `over`: committed together with the last question.
 */
type Stage = 'none' | 'held' | 'open' | 'refused' | 'over';

/** One connection as lite sees it, for one transaction after the other. */
class BatchedConnection implements DatabaseConnection {
	readonly #line: Line;
	#stage: Stage = 'none';
	#begin = '';
	#settings: Setting[] = [];
	/** Statements of one transaction may come together: all of them wait for the same opening. */
	#opening: Promise<void> | null = null;

	constructor(line: Line) {
		this.#line = line;
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		return (await this.#execute(query)) as QueryResult<R>;
	}

	async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		yield await Promise.reject(new Error('lite reads no answer row by row'));
	}

	begin(text: string): void {
		this.#stage = 'held';
		this.#begin = text;
		this.#settings = [];
		this.#opening = null;
	}

	async commit(): Promise<void> {
		if (this.#stage === 'refused')
			throw new Error('a transaction that was not begun has no commit');
		if (this.#stage === 'open') await this.#line.batch('commit');
		this.#stage = 'none';
	}

	async rollback(): Promise<void> {
		if (this.#stage === 'over') {
			this.#stage = 'none';
			throw new Error('the transaction was committed with its last question');
		}
		// One that was refused may have been begun in the database all the same.
		if (this.#stage === 'open' || this.#stage === 'refused') await this.#line.batch('rollback');
		this.#stage = 'none';
	}

	release(): void {
		this.#line.release();
	}

	async #execute(query: CompiledQuery): Promise<QueryResult<Row>> {
		if (this.#stage === 'held' && this.#opening === null) {
			const setting = settingOf(query);
			if (setting !== null) {
				this.#settings.push(setting);
				return { rows: [{ set_config: setting[1] }] };
			}
			this.#opening = this.#open();
		}
		await this.#opening;
		// Outside its transaction a statement would run with the owner's rights.
		if (this.#stage === 'refused' || this.#stage === 'over')
			throw new Error('the transaction of this statement is over');
		if (this.#stage === 'open' && LAST_QUESTION.test(query.sql)) {
			const [rows = []] = await this.#line.batch(`${query.sql}; commit`);
			this.#stage = 'over';
			return { rows };
		}
		return await this.#line.query(query.sql, query.parameters);
	}

	/**
	 * Begins in the database with every setting that was held back. Only when all of them are made is
	 * the question sent.
	 */
	async #open(): Promise<void> {
		const settings = this.#settings;
		if (reading.getStore() === true) settings.push(['transaction_read_only', 'on']);
		const statements = settings.length === 0 ? [] : [settingStatement(settings)];
		try {
			const answers = await this.#line.batch([this.#begin, ...statements].join('; '));
			const made = statements.length === 0 ? [] : (answers.at(-1) ?? []);
			// A database that broke inside answers without rows and without an error: nobody may be let
			// in on its word.
			if (!settings.every(([, value], at) => made[at]?.value === value))
				throw new Error('the database did not take the settings of a transaction');
			this.#stage = 'open';
		} catch (error) {
			this.#stage = 'refused';
			throw error;
		}
	}
}

/** As kysely writes it; the two settings are from its own lists of words. */
function beginning({ isolationLevel, accessMode }: TransactionSettings): string {
	const level = isolationLevel && `isolation level ${isolationLevel}`;
	return ['begin', level, accessMode].filter(Boolean).join(' ');
}

const batched = (connection: DatabaseConnection): BatchedConnection => {
	if (connection instanceof BatchedConnection) return connection;
	throw new TypeError('a connection of another driver');
};

/**
 * A kysely over these connections, whose transactions take one round trip to begin, settings
 * included.
 */
export function kyselyOver(lines: Lines): Connection['kysely'] {
	const driver: Driver = {
		init: () => Promise.resolve(),
		acquireConnection: async () => new BatchedConnection(await lines()),
		beginTransaction: (connection, settings) =>
			Promise.resolve(batched(connection).begin(beginning(settings))),
		commitTransaction: (connection) => batched(connection).commit(),
		rollbackTransaction: (connection) => batched(connection).rollback(),
		releaseConnection: (connection) => Promise.resolve(batched(connection).release()),
		// The database is closed by who opened it.
		destroy: () => Promise.resolve()
	};
	return new Kysely({
		dialect: {
			createAdapter: () => new PostgresAdapter(),
			createDriver: () => driver,
			createIntrospector: (database) => new PostgresIntrospector(database),
			createQueryCompiler: () => new PostgresQueryCompiler()
		}
	});
}

/**
 * The one connection of the embedded database. Nothing here keeps two transactions apart: the queue
 * does (queue.ts).
 */
export function embeddedLines(database: Pick<PGlite, 'query' | 'exec'>): Lines {
	const line: Line = {
		async query(text, parameters) {
			const { rows, affectedRows } = await database.query<Row>(text, [...parameters]);
			return affectedRows === undefined
				? { rows }
				: { rows, numAffectedRows: BigInt(affectedRows) };
		},
		batch: async (text) => (await database.exec(text)).map(({ rows }) => rows),
		release() {}
	};
	return () => Promise.resolve(line);
}

/** What postgres.js accepts as a parameter; lite hands over what came as JSON. */
type Parameter = Parameters<Sql['unsafe']>[1];

const WRITING = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/**
 * Texts of questions that a connection keeps prepared at most. lite writes the same text for the
 * same question, values apart, so a server needs a few hundred; lists of values of ever new lengths
 * must not fill the memory of the database.
 */
const PREPARED = 500;

/**
 * One connection to a PostgreSQL server: a pool of one, which nobody else uses meanwhile.
 * @param check throws when the connection was lost: the driver would open another one, where
 * nothing of the transaction holds
 */
export function postgresLine(
	connection: Pick<Sql, 'unsafe'>,
	check: () => void
): Omit<Line, 'release'> {
	const known = new Set<string>();
	/**
	 * The driver asks for the types of a statement's parameters first, once if it is prepared, else
	 * each time.
	 */
	const prepares = (text: string) => known.size < PREPARED || known.has(text);
	return {
		async query(text, parameters) {
			check();
			const prepare = parameters.length > 0 && prepares(text);
			if (prepare) known.add(text);
			const answer = await connection.unsafe<Row[]>(text, [...parameters] as Parameter, {
				prepare
			});
			const rows = [...answer];
			return WRITING.has(answer.command)
				? { rows, numAffectedRows: BigInt(answer.count) }
				: { rows };
		},
		async batch(text) {
			check();
			const answer: unknown = await connection.unsafe(text).simple();
			return rowsOfEach(answer);
		}
	};
}

/** postgres.js answers the rows of one statement, or a list of the rows of each. */
function rowsOfEach(answer: unknown): Row[][] {
	if (!Array.isArray(answer)) return [];
	return answer.every((part) => Array.isArray(part)) ? (answer as Row[][]) : [answer as Row[]];
}

/** Makes lite send its transactions this way. To be called before its first request. */
export function batchTransactions(connection: Connection, lines: Lines): void {
	connection.kysely = kyselyOver(lines);
}
