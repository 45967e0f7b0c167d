// Time passes for an installation while it is away: what it keeps is moved into the past, as if it
// had happened so much earlier, and the server that starts again finds it due, as after a night or
// a fortnight.
import { dropManifest, writeManifest } from '#lib/backend/embedded/damage.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { openEmbedded } from '#lib/backend/embedded/stores.ts';
import type { TestServer } from './server.ts';

/**
 * Stops the server, runs the statements on its database with the owner's rights, and starts it
 * again.
 * @param statements nothing reacts to them: no version is written, no rule is asked
 */
export async function whileAway(server: TestServer, statements: readonly string[]): Promise<void> {
	await server.restart(async () => {
		const directory = databaseOf(server.dataDir);
		await dropManifest(directory);
		const store = await openEmbedded(directory);
		try {
			await store.asOwner(async (sql) => {
				await sql.exec('set session_replication_role = replica');
				for (const statement of statements) await sql.exec(statement);
			});
		} finally {
			await store.close();
		}
		await writeManifest(directory);
	});
}
