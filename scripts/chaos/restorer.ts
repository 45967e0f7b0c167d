// The victim of faults.ts: restores a database over another one and kills itself after the step it
// is told.
import { cp } from 'node:fs/promises';
import { takeLock } from '#lib/backend/embedded/lock.ts';
import { restoreDatabase, settleRestore } from '#lib/backend/embedded/restore.ts';

const [dataDir, database, until] = process.argv.slice(2);
if (dataDir === undefined || database === undefined || until === undefined)
	throw new Error('usage: restorer.ts DATA_DIR DATABASE STEP');

await takeLock(dataDir);
await settleRestore(dataDir);
await restoreDatabase(
	dataDir,
	(directory) => cp(database, directory, { recursive: true }),
	(step) => {
		if (step === until) process.kill(process.pid, 'SIGKILL');
	}
);
