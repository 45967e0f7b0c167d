// Backups of the embedded database of a stopped installation (a running one makes its own every
// night):
// `npm run backup` makes one now, `npm run backup -- list` names them, `npm run backup -- restore
// NAME` puts one back. What it replaces is kept beside it, so that restoring can be undone.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackBackup } from '#lib/backend/embedded/backup-copy.ts';
import { backupsOf, listBackups, makeBackup } from '#lib/backend/embedded/backups.ts';
import { takeLock } from '#lib/backend/embedded/lock.ts';
import { openEmbeddedEngine } from '#lib/backend/embedded/open-embedded.ts';
import { restoreDatabase, settleRestore } from '#lib/backend/embedded/restore.ts';
import { StartError, reasonOf } from '#lib/backend/embedded/start-error.ts';
import { chooseBackend } from '#lib/backend/backend.server.ts';
import { needDatabase, runScript } from './installation.ts';

const projectRoot = fileURLToPath(new URL('../', import.meta.url));

async function make(dataDir: string): Promise<string> {
	await needDatabase(dataDir);
	const open = await openEmbeddedEngine(dataDir, { projectRoot, seed: false });
	try {
		const name = await makeBackup(dataDir, open.engine, {
			secrets: open.secrets,
			projectRoot,
			seed: false
		});
		return `Made, restored and counted: ${join(backupsOf(dataDir), name)}`;
	} finally {
		await open.close();
	}
}

async function restore(dataDir: string, name: string): Promise<string> {
	const folder = name.includes('/') ? resolve(name) : join(backupsOf(dataDir), name);
	if (!existsSync(join(folder, 'database.tar.gz')))
		throw new StartError('CONFIGURATION', `There is no backup in ${folder}.`);
	const lock = await takeLock(dataDir);
	try {
		const settled = await settleRestore(dataDir);
		if (settled !== null) console.log(settled);
		const { kept } = await restoreDatabase(dataDir, async (directory) => {
			try {
				await unpackBackup(folder, directory);
			} catch (error) {
				throw new StartError(
					'DATA_DAMAGED',
					`The backup in ${folder} cannot be restored (${reasonOf(error)}); nothing was changed.`
				);
			}
		});
		return `Restored from ${folder}.${kept === null ? '' : ` What was there before is kept in ${kept}.`}`;
	} finally {
		lock.release();
	}
}

await runScript(async () => {
	const choice = chooseBackend(process.env);
	if (choice.kind !== 'embedded')
		throw new StartError(
			'CONFIGURATION',
			'This is for the embedded database; a PostgreSQL server has pg_dump.'
		);
	const [command = 'make', name] = process.argv.slice(2);
	if (command === 'make') return await make(choice.dataDir);
	if (command === 'list') {
		const names = await listBackups(choice.dataDir);
		return names.length > 0 ? names.join('\n') : `There are no backups in ${choice.dataDir}.`;
	}
	if (command === 'restore' && name !== undefined) return await restore(choice.dataDir, name);
	throw new StartError(
		'CONFIGURATION',
		'Say what to do: nothing (make one), list, or restore NAME.'
	);
});
