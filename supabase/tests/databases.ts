// The two databases every rule is proved on: the embedded one, migrated by our own runner, and
// PostgreSQL, migrated by the Supabase CLI. Both are seeded, so that the rules meet real rows.
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';
import { overPglite, overPostgres } from '#lib/backend/embedded/sql.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { extensions } from '#lib/backend/embedded/stores.ts';
import { preparedData, preparedDatabase } from './prepared.ts';
import { postgresInstalled } from './throwaway.ts';

export { projectRoot, today } from './prepared.ts';

export const roles = ['anon', 'authenticated', 'service_role'] as const;
export type Role = (typeof roles)[number];

/**
 * What a statement did: its rows, or the SQLSTATE it was refused with and the constraint that
 * refused it.
 */
export type Outcome =
	{ rows: Record<string, unknown>[] } | { refused: string; constraint: string; message: string };

export interface TestDatabase {
	sql: SqlExecutor;
	/** Runs one statement as a role and takes back whatever it did. */
	as(role: Role | 'owner', text: string, params?: unknown[]): Promise<Outcome>;
	close(): Promise<void>;
}

/** A field of a driver's error; '' when it has none. */
function part(error: unknown, ...names: string[]): string {
	if (typeof error !== 'object' || error === null) return '';
	const found = Object.entries(error).find(
		([name, value]) => names.includes(name) && typeof value === 'string'
	);
	return found ? String(found[1]) : '';
}

/** A test database over an executor that keeps to one connection. */
export function testDatabase(sql: SqlExecutor, close: () => Promise<void>): TestDatabase {
	return {
		sql,
		async as(role, text, params = []) {
			await sql.exec('begin');
			try {
				if (role !== 'owner') await sql.exec(`set local role ${role}`);
				return { rows: await sql.query<Record<string, unknown>>(text, params) };
			} catch (error) {
				return {
					refused: part(error, 'code') || 'without SQLSTATE',
					constraint: part(error, 'constraint', 'constraint_name'),
					message: error instanceof Error ? error.message : ''
				};
			} finally {
				await sql.exec('rollback');
			}
		},
		close
	};
}

/** The embedded database in memory, migrated by our runner and seeded. */
async function openPglite(): Promise<TestDatabase> {
	const database = await PGlite.create({ extensions, loadDataDir: await preparedData() });
	return testDatabase(overPglite(database), () => database.close());
}

/** One connection to a PostgreSQL database. */
export async function connect(address: string): Promise<TestDatabase> {
	const pool = postgres(address, { max: 1, onnotice: () => {} });
	const connection = await pool.reserve();
	return testDatabase(overPostgres(connection), async () => {
		connection.release();
		await pool.end();
	});
}

/** PostgreSQL 15 with PostGIS, migrated by the Supabase CLI and seeded. */
const openPostgres = async () => await connect(await preparedDatabase());

/**
 * Both databases, for `describe.each`; a missing PostgreSQL is an error on the build server and a
 * skip elsewhere.
 */
export const databases = [
	{ name: 'PGlite', open: openPglite, missing: false },
	{
		name: 'PostgreSQL',
		open: openPostgres,
		missing: !postgresInstalled() && process.env.CI !== 'true'
	}
];
