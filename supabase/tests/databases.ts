// The two databases every rule is proved on: the embedded one, migrated by our own runner, and PostgreSQL, migrated by the
// Supabase CLI. Both are seeded, so that the rules meet real rows.
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { postgis } from '@electric-sql/pglite-postgis';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { bootstrap } from '../../src/lib/backend/embedded/bootstrap.ts';
import { applyMigrations, readMigrations } from '../../src/lib/backend/embedded/migrations.ts';
import { inTransaction, overPglite, overPostgres } from '../../src/lib/backend/embedded/sql.ts';
import type { SqlExecutor } from '../../src/lib/backend/embedded/sql.ts';
import { seed } from '../../src/lib/backend/seed/seed.ts';
import { supabase } from './cli.ts';
import { postgresInstalled, startThrowawayServer } from './throwaway.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The day the test databases are seeded on. */
export const today = '2026-11-23';

export const roles = ['anon', 'authenticated', 'service_role'] as const;
export type Role = (typeof roles)[number];

/** What a statement did: its rows, or the SQLSTATE it was refused with and the constraint that refused it. */
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
export async function openPglite(): Promise<TestDatabase> {
	const database = await PGlite.create({ extensions: { postgis, pg_trgm, unaccent } });
	const sql = overPglite(database);
	await bootstrap(sql);
	await applyMigrations(sql, await readMigrations(projectRoot));
	await inTransaction(sql, () => seed(sql, { today }));
	return testDatabase(sql, () => database.close());
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
export async function openPostgres(): Promise<TestDatabase> {
	const server = await startThrowawayServer();
	try {
		const address = await server.freshDatabase('rules');
		await supabase('db', 'push', `--remote=${address}`);
		const database = await connect(address);
		await inTransaction(database.sql, () => seed(database.sql, { today }));
		return testDatabase(database.sql, async () => {
			await database.close();
			await server.stop();
		});
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/** Both databases, for `describe.each`; a missing PostgreSQL is an error on the build server and a skip elsewhere. */
export const databases = [
	{ name: 'PGlite', open: openPglite, missing: false },
	{
		name: 'PostgreSQL',
		open: openPostgres,
		missing: !postgresInstalled() && process.env.CI !== 'true'
	}
];
