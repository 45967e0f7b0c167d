// Opens an installation that is not running, with the owner's rights, for scripts that write to it:
// the embedded data folder (DATA_DIR) or the PostgreSQL database of DATABASE_URL. A running
// embedded installation is refused by its lock.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chooseBackend, openBackend } from '#lib/backend/backend.server.ts';
import { dropManifest, writeManifest } from '#lib/backend/embedded/damage.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { missingDatabase } from '#lib/backend/embedded/missing.ts';
import { journalOf } from '#lib/backend/embedded/restore.ts';
import { takeLock } from '#lib/backend/embedded/lock.ts';
import { inTransaction } from '#lib/backend/embedded/sql.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { openEmbedded, openPostgres } from '#lib/backend/embedded/stores.ts';
import { VACUUM } from '#lib/backend/embedded/upkeep.ts';
import type { OpenStore } from '#lib/backend/embedded/stores.ts';

const projectRoot = fileURLToPath(new URL('../', import.meta.url));

/**
 * Runs `work` in one transaction on the installation the environment names, then brings the
 * planner's statistics up to date. An installation that does not exist yet is created first, an
 * older one migrated.
 */
export async function onStoppedInstallation<T>(work: (sql: SqlExecutor) => Promise<T>): Promise<T> {
	const choice = chooseBackend(process.env);
	if (choice.kind === 'supabase') {
		throw new StartError(
			'CONFIGURATION',
			'This writes to a data folder or a DATABASE_URL, not to hosted Supabase.'
		);
	}
	// Opening it the way the server does checks everything the server would check, with the same
	// sentences.
	const backend = await openBackend(choice, { projectRoot });
	await backend.close();
	if (choice.kind === 'postgres')
		return await write(await openPostgres(choice.databaseUrl, 1), work);
	const lock = await takeLock(choice.dataDir);
	try {
		const directory = databaseOf(choice.dataDir);
		// Without the manifest the next start treats an unfinished write like a crash; with it, like
		// damage.
		await dropManifest(directory);
		const result = await write(await openEmbedded(directory), work);
		await writeManifest(directory);
		return result;
	} finally {
		lock.release();
	}
}

async function write<T>(store: OpenStore, work: (sql: SqlExecutor) => Promise<T>): Promise<T> {
	try {
		return await store.asOwner(async (sql) => {
			const result = await inTransaction(sql, () => work(sql));
			await sql.exec(VACUUM);
			return result;
		});
	} finally {
		await store.close();
	}
}

/**
 * For commands that work on the database there is.
 * @throws {StartError} where there is none, with what is there instead
 */
export async function needDatabase(dataDir: string): Promise<void> {
	if (existsSync(databaseOf(dataDir)) || existsSync(journalOf(dataDir))) return;
	const missing = existsSync(dataDir) ? await missingDatabase(dataDir) : null;
	throw missing ?? new StartError('CONFIGURATION', `There is no database in ${dataDir} yet.`);
}

/**
 * Runs a script's main function: its sentence on success, one plain sentence and exit code 1 on a
 * refusal.
 */
export async function runScript(main: () => Promise<string>): Promise<void> {
	try {
		console.log(await main());
	} catch (error) {
		if (!(error instanceof StartError)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}

/** Today in the network's zone, as an ISO date. */
export function todayIn(timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
}
