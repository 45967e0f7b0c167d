// What both test databases begin with, migrated and seeded, made once in a test run and copied by
// every file that asks: the data of the embedded one as an archive, that of PostgreSQL as a
// template on one server. Made anew for each file it cost two thirds of the time of these suites.
//
// vitest calls the default export before the first file (globalSetup in vite.config.ts); other
// programs call it themselves.
import { PGlite } from '@electric-sql/pglite';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	openAsBlob,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { bootstrap } from '#lib/backend/embedded/bootstrap.ts';
import { applyMigrations, readMigrations } from '#lib/backend/embedded/migrations.ts';
import {
	inTransaction,
	overPglite,
	overPostgres,
	type SqlExecutor
} from '#lib/backend/embedded/sql.ts';
import { extensions } from '#lib/backend/embedded/stores.ts';
import { seed } from '#lib/seed/seed.ts';
import { supabase } from './cli.ts';
import { runningServer, startThrowawayServer, type ThrowawayServer } from './throwaway.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The day the test databases are seeded on. */
export const today = '2026-11-23';

/** Where the folder of this run is said to the processes of its files. */
const FOLDER = 'TIKLS_TEST_RUN';

const TEMPLATE = 'prepared';

/**
 * Begins a run.
 * @returns what ends it: stops the server when one was started, and removes everything.
 */
export default function beginRun(): () => Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'tikls-run-'));
	process.env[FOLDER] = folder;
	return async () => {
		Reflect.deleteProperty(process.env, FOLDER);
		const running = join(folder, 'server');
		if (existsSync(running)) await runningServer(readFileSync(running, 'utf8')).stop();
		rmSync(folder, { recursive: true, force: true });
	};
}

/**
 * The file `name` of the run's folder, made by whichever process asks first; the others wait for
 * it.
 * @param make writes it to the path it is given
 */
async function once(name: string, make: (path: string) => Promise<void>): Promise<string> {
	const folder = process.env[FOLDER];
	if (folder === undefined) throw new Error('no run has begun: call beginRun() first');
	const path = join(folder, name);
	const failed = `${path}.failed`;
	try {
		mkdirSync(`${path}.making`);
	} catch {
		// Others are at it, or have been.
		while (!existsSync(path)) {
			if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		return path;
	}
	try {
		await make(`${path}.part`);
		renameSync(`${path}.part`, path);
		return path;
	} catch (error) {
		// Without it every other file would wait until its time is up and hide the reason.
		writeFileSync(failed, error instanceof Error ? (error.stack ?? error.message) : String(error));
		throw error;
	}
}

const seeded = (sql: SqlExecutor) => inTransaction(sql, () => seed(sql, { today }));

/** The data of the embedded database, migrated by our own runner and seeded: for `loadDataDir`. */
export async function preparedData(): Promise<Blob> {
	return await openAsBlob(
		await once('embedded.tar', async (path) => {
			const database = await PGlite.create({ extensions });
			const sql = overPglite(database);
			await bootstrap(sql);
			await applyMigrations(sql, await readMigrations(projectRoot));
			await seeded(sql);
			await sql.exec('checkpoint');
			const archive = await database.dumpDataDir('none');
			writeFileSync(path, Buffer.from(await archive.arrayBuffer()));
			await database.close();
		})
	);
}

/** The run's PostgreSQL server, with the roles of requests and nothing else. */
async function sharedServer(): Promise<ThrowawayServer> {
	const path = await once('server', async (part) => {
		writeFileSync(part, (await startThrowawayServer()).place);
	});
	return runningServer(readFileSync(path, 'utf8'));
}

let copies = 0;

/**
 * Address of a new PostgreSQL database, migrated by the Supabase CLI and seeded. It goes when the
 * run ends.
 */
export async function preparedDatabase(): Promise<string> {
	const server = await sharedServer();
	await once('template', async (path) => {
		const address = await server.freshDatabase(TEMPLATE);
		await supabase('db', 'push', `--remote=${address}`);
		const pool = postgres(address, { max: 1, onnotice: () => {} });
		const connection = await pool.reserve();
		await seeded(overPostgres(connection));
		// Statistics go along with a copy; without them the first questions of each are planned
		// blindly.
		await connection.unsafe('analyze');
		connection.release();
		await pool.end();
		writeFileSync(path, '');
	});
	copies += 1;
	return await server.copyDatabase(TEMPLATE, `copy_${process.pid}_${copies}`);
}
