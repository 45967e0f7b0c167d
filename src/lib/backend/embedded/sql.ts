// Plain SQL with the owner's rights, for opening the database: bootstrap, migrations, grants and
// seed. Requests of visitors never come this way. One shape over both drivers, so that everything
// above it runs unchanged on PGlite and PostgreSQL.
import type { PGlite } from '@electric-sql/pglite';
import type { Sql } from 'postgres';

export interface SqlExecutor {
	/** One statement with `$1` parameters; answers its rows. */
	query<T>(text: string, params?: unknown[]): Promise<T[]>;
	/** Any number of statements, without parameters or rows. */
	exec(text: string): Promise<void>;
}

/** The executor over the embedded database. */
export function overPglite(database: PGlite): SqlExecutor {
	return {
		async query<T>(text: string, params: unknown[] = []) {
			return (await database.query<T>(text, params)).rows;
		},
		async exec(text) {
			await database.exec(text);
		}
	};
}

/** What postgres.js accepts as a parameter; the executor's callers pass JSON-like values only. */
type Parameter = string | number | boolean | null | Date | string[] | number[];

/**
 * The executor over one reserved connection of a PostgreSQL pool. Reserved, because a transaction
 * that is opened with
 * `exec('begin')` must stay on the connection it began on.
 */
export function overPostgres(connection: Pick<Sql, 'unsafe'>): SqlExecutor {
	return {
		async query<T>(text: string, params: unknown[] = []) {
			return [...(await connection.unsafe(text, params as Parameter[]))] as T[];
		},
		async exec(text) {
			await connection.unsafe(text).simple();
		}
	};
}

/**
 * Runs `work` in one transaction; anything it throws rolls everything back. Must not be nested:
 * PostgreSQL would only warn about the inner `begin`, and the inner `commit` would end the outer
 * transaction.
 */
export async function inTransaction<T>(sql: SqlExecutor, work: () => Promise<T>): Promise<T> {
	await sql.exec('begin');
	try {
		const result = await work();
		await sql.exec('commit');
		return result;
	} catch (error) {
		await sql.exec('rollback');
		throw error;
	}
}
