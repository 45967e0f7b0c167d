// Copies a folder in two goes, so that whoever writes into it is held up by the second alone: the
// first takes everything while it is being changed, the second what has changed since.
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** By the path of a file within its folder: what it was when it was copied. */
export type Seen = Map<string, { changedAt: number; size: number }>;

/**
 * Where the files of a database lie in the folder of its backup until they are packed.
 */
export const copyOf = (folder: string): string => join(folder, 'files');

/**
 * A file system's clock may stand still for some milliseconds, and a change in that time leaves no
 * mark: what was changed so shortly before it was copied is copied again (ms).
 */
const TREMBLES = 2000;

/** Files that are copied at the same time. */
const AT_ONCE = 16;

/**
 * Makes `to` what `from` is. Nobody else may write into `to`.
 * @param seen of the goes before; brought up to date
 * @returns bytes that were copied
 */
export async function copyChanged(from: string, to: string, seen: Seen): Promise<number> {
	const entries = await readdir(from, { recursive: true, withFileTypes: true });
	const pathOf = (entry: { parentPath: string; name: string }) =>
		relative(from, join(entry.parentPath, entry.name));
	await mkdir(to, { recursive: true, mode: 0o700 });
	for (const entry of entries)
		if (entry.isDirectory()) await mkdir(join(to, pathOf(entry)), { recursive: true, mode: 0o700 });
	const paths = entries.filter((entry) => entry.isFile()).map(pathOf);
	const left = new Set(paths);
	for (const path of [...seen.keys()].filter((known) => !left.has(known))) {
		await rm(join(to, path), { force: true });
		seen.delete(path);
	}
	let bytes = 0;
	const waiting = [...paths];
	const copySome = async () => {
		for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
			const copied = await copyOne(from, to, path, seen);
			bytes += copied;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, copySome));
	return bytes;
}

async function copyOne(from: string, to: string, path: string, seen: Seen): Promise<number> {
	const begun = Date.now();
	try {
		const { mtimeMs, size } = await stat(join(from, path));
		const known = seen.get(path);
		if (known !== undefined && known.changedAt === mtimeMs && known.size === size) return 0;
		await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
		if (begun - mtimeMs > TREMBLES) seen.set(path, { changedAt: mtimeMs, size });
		else seen.set(path, { changedAt: NaN, size });
		return size;
	} catch (error) {
		// Removed since the folder was listed: the next go takes it away.
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
		seen.set(path, { changedAt: NaN, size: -1 });
		return 0;
	}
}
