// Files that must be whole after a crash, and folders that are walked: what first start, secrets and the manifest share.
import { constants, type Dirent } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Writes a file so that a crash leaves either the old one or the new one, never a half: beside it, fsync, rename. */
export async function writeDurably(path: string, content: string, mode: number): Promise<void> {
	const draft = `${path}.${process.pid}.new`;
	const handle = await open(draft, 'w', mode);
	try {
		await handle.chmod(mode); // the mode given to open() is cut by the umask
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(draft, path);
	await syncPath(dirname(path));
}

/** Puts one file or folder on the disk. A file system that cannot do that for folders (some network ones) is tolerated. */
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

/** Puts a whole folder on the disk. */
export async function syncTree(root: string): Promise<void> {
	for (const entry of await entriesUnder(root)) await syncPath(join(entry.parentPath, entry.name));
	await syncPath(root);
}

/** Every regular file under `root`, as paths relative to it, sorted. */
export async function filesUnder(root: string): Promise<string[]> {
	return (await entriesUnder(root))
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();
}

/** Removes what earlier processes left half-made: entries of `folder` whose names begin with one of the prefixes. */
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
