// `DATA_DIR/database.record.json`: that this folder has a database, and which migrations that one
// had when it was last opened.
//
// A folder whose database is gone looks like one that never had one, and would be filled anew: the
// record is what tells them apart, also where there is no backup yet. And a start with other
// migrations than the last one is tried on a copy first, so that one that is refused (an older
// program, a migration that fails) has changed nothing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './files.ts';

/** Where the record of a data folder lies. */
export function recordOf(dataDir: string): string {
	return join(dataDir, 'database.record.json');
}

/**
 * @param versions the migrations the database has; null when nobody has looked, as after a restore
 */
export async function writeRecord(
	dataDir: string,
	versions: readonly string[] | null
): Promise<void> {
	await writeDurably(recordOf(dataDir), JSON.stringify({ migrations: versions }) + '\n', 0o600);
}

/** The migrations the database had when it was last opened; null when that is not known. */
export async function recordedMigrations(dataDir: string): Promise<string[] | null> {
	try {
		const read: unknown = JSON.parse(await readFile(recordOf(dataDir), 'utf8'));
		if (typeof read !== 'object' || read === null || !('migrations' in read)) return null;
		const { migrations } = read;
		if (!Array.isArray(migrations)) return null;
		return migrations.filter((one) => typeof one === 'string');
	} catch {
		// Missing or damaged: the trial on a copy finds out.
		return null;
	}
}

/**
 * Whether the database was last opened with exactly these migrations; false when that is not known.
 */
export async function wasOpenedWith(
	dataDir: string,
	versions: readonly string[]
): Promise<boolean> {
	return JSON.stringify(await recordedMigrations(dataDir)) === JSON.stringify(versions);
}
