// A data folder that has held a database and holds none now. Making a new one there would look as
// if everything people wrote had never been; it is refused with what is still there and the command
// to go on.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { backupsOf, listBackups } from './backups.ts';
import { StartError } from './start-error.ts';

/** What the folder of a database is called once its installation lives on a PostgreSQL server. */
export const MOVED = 'database.moved-';

/**
 * Folders and files only a database leaves behind. Secrets alone are what a first start that was
 * broken off leaves.
 */
const LEFT_BEHIND =
	/^(database\.(replaced|restored|moved)-[^.]+|database\.(manifest|restore|record|floor)\.json|first-administrator\.txt)$/;

/**
 * Why no database may be made in a folder that has none; null when it never had one. The lock must
 * be held and a restore that was broken off be settled.
 */
export async function missingDatabase(dataDir: string): Promise<StartError | null> {
	const names = (await readdir(dataDir)).sort();
	if (names.includes('database')) return null;
	const backups = await listBackups(dataDir);
	const left = names.filter((name) => LEFT_BEHIND.test(name));
	for (const folder of ['backups', 'mail'])
		if (names.includes(folder) && (await readdir(join(dataDir, folder))).length > 0)
			left.push(folder);
	if (left.length === 0) return null;
	if (existsSync(join(dataDir, 'secrets.json'))) left.push('secrets.json');
	return new StartError(
		'DATA_DAMAGED',
		`The folder "database" is missing in ${dataDir}, where there has been one (${left.join(', ')} ${
			left.length === 1 ? 'is' : 'are'
		} still there); nothing was changed, ${wayOn(dataDir, left, backups.at(-1))}, or set DATA_DIR to an empty folder to begin anew.`
	);
}

function wayOn(dataDir: string, left: readonly string[], newest: string | undefined): string {
	const moved = left.findLast((name) => name.startsWith(MOVED));
	if (moved !== undefined)
		return `set DATABASE_URL to the PostgreSQL server it was moved to, or rename ${join(dataDir, moved)} to "database" to go on with what it held then`;
	const folder = left.findLast((name) => /^database\.re/.test(name) && !name.endsWith('.json'));
	if (newest !== undefined) return `restore the newest backup with ${restoreCommand(newest)}`;
	if (folder !== undefined) return `rename ${join(dataDir, folder)} to "database" to go on with it`;
	return 'put the folder back';
}

/** What to type to put a backup back. */
export function restoreCommand(name: string): string {
	return `"npm run backup -- restore ${name}"`;
}

/**
 * The words that say how to go on when a database is damaged: with the newest backup, when there is
 * one.
 */
export async function waysOutOfDamage(dataDir: string): Promise<string> {
	const newest = (await listBackups(dataDir)).at(-1);
	return newest === undefined
		? `there is no backup in ${backupsOf(dataDir)}, so restore a copy of yours or move the folder away`
		: `restore the newest backup with ${restoreCommand(newest)}`;
}
