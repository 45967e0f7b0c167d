// New databases that lie ready in the build, as archives: one as PostgreSQL makes it, and one with
// every migration and nobody's data. Making them anew takes most of a first start, and 490 MB for a
// moment, which a small machine may not have when a backup is proved. Where they are not there, or
// are those of other migrations, everything is made as ever.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isNoRoom } from './disk.ts';
import { migrationFiles } from './migration-files.ts';

/** `empty`: as PostgreSQL makes it. `migrated`: as the first start would fill it. */
export type PreparedKind = 'empty' | 'migrated';

/** Where they lie. */
export const preparedIn = (projectRoot: string) => join(projectRoot, 'build', 'databases');

/** What decides how a new database looks, beside the migrations. */
const MADE_BY = [
	...['bootstrap.ts', 'migrations.ts', 'stores.ts'].map(
		(file) => `src/lib/backend/embedded/${file}`
	),
	...['@electric-sql/pglite', '@electric-sql/pglite-postgis', '@supabase/lite'].map(
		(name) => `node_modules/${name}/package.json`
	)
];

/** The archive of one that this program would make; another program's has another name. */
export async function archiveOf(projectRoot: string, kind: PreparedKind): Promise<string> {
	const digest = createHash('sha256');
	for (const file of MADE_BY) digest.update(await readFile(join(projectRoot, file)));
	if (kind === 'migrated') {
		for (const { path } of await migrationFiles(projectRoot)) digest.update(await readFile(path));
		digest.update(await readFile(join(projectRoot, 'supabase', 'grants.json')));
	}
	return join(preparedIn(projectRoot), `${kind}-${digest.digest('hex').slice(0, 16)}.tar.gz`);
}

/**
 * Unpacks a prepared database into a directory that is missing or empty.
 * @returns false, with nothing there, when there is none for these migrations, or it is damaged
 * @throws when the disk has no room for it
 */
export async function layOut(
	projectRoot: string,
	kind: PreparedKind,
	directory: string
): Promise<boolean> {
	try {
		const file = await archiveOf(projectRoot, kind);
		if (!existsSync(file)) return false;
		// Read by those alone who begin with one: a server holds it for as long as it runs.
		const tar = await import('tar');
		await mkdir(directory, { recursive: true, mode: 0o700 });
		await tar.extract({ cwd: directory, file, strict: true });
		return true;
	} catch (error) {
		await rm(directory, { recursive: true, force: true });
		if (isNoRoom(error)) throw error;
		return false;
	}
}
