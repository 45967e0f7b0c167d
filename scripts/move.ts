// Moves a stopped installation from the embedded database to a PostgreSQL server:
// `npm run move -- postgres://...`. The server's database must be empty; it is migrated and gets
// all rows, numbers and accounts. The folder's secrets stay, so everybody stays signed in. The
// embedded database is kept beside its place, and the folder is not served without the server
// afterwards.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseBackend, openBackend } from '#lib/backend/backend.server.ts';
import { dropManifest, manifestOf, writeManifest } from '#lib/backend/embedded/damage.ts';
import { syncPath } from '#lib/backend/embedded/files.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { takeLock } from '#lib/backend/embedded/lock.ts';
import { MOVED } from '#lib/backend/embedded/missing.ts';
import { copyEverything, type Moved } from '#lib/backend/embedded/moving.ts';
import { serverAddress } from '#lib/backend/embedded/server-address.ts';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { openEmbedded, openPostgres } from '#lib/backend/embedded/stores.ts';
import { needDatabase, runScript } from './installation.ts';

const projectRoot = fileURLToPath(new URL('../', import.meta.url));

await runScript(async () => {
	const [databaseUrl] = process.argv.slice(2);
	const from = chooseBackend(process.env);
	const to = chooseBackend({ DATABASE_URL: databaseUrl, DATA_DIR: process.env.DATA_DIR });
	if (from.kind !== 'embedded' || to.kind !== 'postgres')
		throw new StartError(
			'CONFIGURATION',
			'This moves the embedded database of DATA_DIR: npm run move -- postgres://USER:PASSWORD@SERVER/DATABASE'
		);
	const { dataDir } = from;
	await needDatabase(dataDir);
	// Opened the way the server does: the one is found whole and up to date, the other made so.
	await (await openBackend(from, { projectRoot, seed: false })).close();
	await (await openBackend(to, { projectRoot, seed: false })).close();
	const lock = await takeLock(dataDir);
	try {
		const directory = databaseOf(dataDir);
		const { tables, rows } = await copied(directory, to.databaseUrl);
		const kept = join(dataDir, `${MOVED}${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
		await rename(manifestOf(directory), manifestOf(kept));
		await rename(directory, kept);
		await syncPath(dataDir);
		return [
			`Moved ${rows} rows of ${tables} tables to ${serverAddress(to.databaseUrl).name}; each table was compared.`,
			`Set DATABASE_URL to that address from now on, and keep DATA_DIR (${dataDir}): its secrets keep everybody signed in.`,
			`The embedded database is kept in ${kept}.`
		].join('\n');
	} finally {
		lock.release();
	}
});

async function copied(directory: string, databaseUrl: string): Promise<Moved> {
	// Without the manifest a start after this was broken off checks the database, as after a crash.
	await dropManifest(directory);
	const embedded = await openEmbedded(directory);
	try {
		const server = await openPostgres(databaseUrl, 1);
		try {
			return await embedded.asOwner((source) =>
				server.asOwner((target) => copyEverything(source, target))
			);
		} finally {
			await server.close();
		}
	} finally {
		await embedded.close();
		await writeManifest(directory);
	}
}
