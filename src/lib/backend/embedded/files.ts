// Files that must be whole after a crash, and folders that are walked: what first start, secrets
// and the manifest share.
import { randomUUID } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './start-error.ts';

/**
 * Writes a file so that a crash leaves either the old one or the new one, never a half: beside it,
 * fsync, rename.
 */
export async function writeDurably(path: string, content: string, mode: number): Promise<void> {
	const draft = `${path}.${process.pid}.new`;
	try {
		await writeToDisk(draft, 'w', content, mode);
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
	await syncPath(dirname(path));
}

/**
 * Makes a file that is not there yet, whole at once: whoever sees it sees all of it.
 * @returns false when another process was quicker; its file is left as it is
 */
export async function createDurably(path: string, content: string, mode: number): Promise<boolean> {
	// Process ids are not unique between containers that share the folder.
	const draft = `${path}.${randomUUID()}.new`;
	try {
		await writeToDisk(draft, 'wx', content, mode);
		// A second name for the file, and unlike a rename it never takes the place of another.
		await link(draft, path);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		if (!NO_LINKS.has(codeOf(error))) throw error;
		return await createInPlace(path, content, mode);
	} finally {
		await rm(draft, { force: true });
	}
	await syncPath(dirname(path));
	return true;
}

/** What file systems say that know no second names (FAT, some network ones). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function createInPlace(path: string, content: string, mode: number): Promise<boolean> {
	try {
		await writeToDisk(path, 'wx', content, mode);
		return true;
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
		// The quicker one may still be writing: it takes milliseconds.
		for (let tries = 0; tries < 50 && (await stat(path)).size < content.length; tries += 1)
			await pause(20);
		return false;
	}
}

async function writeToDisk(
	path: string,
	flag: 'w' | 'wx',
	content: string,
	mode: number
): Promise<void> {
	const handle = await open(path, flag, mode);
	try {
		await handle.chmod(mode); // the mode given to open() is cut by the umask
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/**
 * Puts one file or folder on the disk. A file system that cannot do that for folders (some network
 * ones) is tolerated.
 */
export async function syncPath(path: string): Promise<void> {
	const handle = await open(path, constants.O_RDONLY);
	try {
		await handle.sync();
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
	} finally {
		await handle.close();
	}
}

/** Files waited for at once: a disk takes many orders together, most of them for nothing. */
const SYNCED_AT_ONCE = 8;

/** Puts a whole folder on the disk. */
export async function syncTree(root: string): Promise<void> {
	const paths = (await entriesUnder(root)).map((entry) => join(entry.parentPath, entry.name));
	let next = 0;
	const one = async () => {
		for (let path = paths[next++]; path !== undefined; path = paths[next++]) await syncPath(path);
	};
	await Promise.all(Array.from({ length: SYNCED_AT_ONCE }, one));
	await syncPath(root);
}

/** Every regular file under `root`, as paths relative to it, sorted. */
export async function filesUnder(root: string): Promise<string[]> {
	return (await entriesUnder(root))
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();
}

/**
 * Removes what earlier processes left half-made: entries of `folder` whose names begin with one of
 * the prefixes.
 */
export async function removeLeftovers(folder: string, prefixes: readonly string[]): Promise<void> {
	for (const name of await readdir(folder)) {
		if (prefixes.some((prefix) => name.startsWith(prefix)))
			// Tried again: the process that made it may be dying this very moment.
			await rm(join(folder, name), { recursive: true, force: true, maxRetries: 10 });
	}
}

async function entriesUnder(root: string): Promise<Dirent[]> {
	return await readdir(root, { recursive: true, withFileTypes: true });
}
