// A PostgreSQL server behind lite: the same worker and the same path as the embedded database,
// without its folder. Secrets still lie in the data folder; several servers of one installation
// share them by sharing that folder.
import { mkdir } from 'node:fs/promises';
import { DiskWatch } from './disk.ts';
import { Engine } from './engine.ts';
import type { OpenEngine, OpenOptions } from './open-embedded.ts';
import { readOrMakeSecrets } from './secrets.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';

/**
 * Connections of the pool, and requests let in at once; a pool gives each request its own
 * connection: decision 0006.
 */
export const CONNECTIONS = 8;

/** Opens a database of a PostgreSQL server, up to date and seeded. @throws {StartError} */
export async function openPostgresEngine(
	databaseUrl: string,
	dataDir: string,
	options: OpenOptions
): Promise<OpenEngine> {
	const { projectRoot, seed, limits, readDisk, ...engineOptions } = options;
	try {
		await mkdir(dataDir, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be used (${codeOf(error) || reasonOf(error)}).`
		);
	}
	const secrets = await readOrMakeSecrets(dataDir);
	const store = { kind: 'postgres', databaseUrl, connections: CONNECTIONS } as const;
	const engine = await Engine.open(
		{ task: 'serve', store, width: CONNECTIONS, secrets, projectRoot, seed },
		engineOptions
	);
	return {
		engine,
		secrets,
		// The database's own disk cannot be seen from here; mails that are kept as files are on this
		// one.
		disk: new DiskWatch(dataDir, { readDisk, limits }),
		// The database itself is the administrator's; this program only fills it.
		opened: { ...engine.opened, created: false },
		async close() {
			await engine.close();
		}
	};
}
