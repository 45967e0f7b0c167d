// Which migrations the project has, by the names of their files alone: the main thread asks this
// too, and must not load what reads and applies them.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/** The Supabase CLI's pattern of a migration's file name. */
const FILE_NAME = /^([0-9]+)_(.*)\.sql$/;

export interface MigrationFile {
	/** The digits before the first underscore of the file's name. */
	version: string;
	name: string;
	path: string;
}

/**
 * The migrations of the project in the order they apply.
 * @throws {StartError} CONFIGURATION when the folder is missing
 */
export async function migrationFiles(projectRoot: string): Promise<MigrationFile[]> {
	const folder = join(projectRoot, 'supabase', 'migrations');
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (error) {
		throw new StartError('CONFIGURATION', `The migrations are missing: ${folder} cannot be read.`, {
			cause: error
		});
	}
	return names.sort().flatMap((file) => {
		const [, version, name] = FILE_NAME.exec(file) ?? [];
		if (version === undefined || name === undefined) return [];
		return [{ version, name, path: join(folder, file) }];
	});
}
