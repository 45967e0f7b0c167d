// A disk that forgets, put under a program by `node --import`: whatever the program writes to its
// data folder is also in the files, but only what it has flushed is certain. What is certain is
// kept beside the folder, so that powercut.ts can make of it what a power cut may leave.
//
// Of each changed file: its bytes at the last flush (by inode, so that a renamed file keeps them),
// and now and then a page more, as a kernel writes back when it likes. Of each changed folder: the
// names at its last flush, and what was done to them since. A removed file stays reachable, for
// removing it may be forgotten too.
//
// `CHAOS_FOLDER` is the data folder, `CHAOS_DISK` where this lies, `CHAOS_DEAF=1` a disk that
// ignores every order to flush, `CHAOS_CUT` the chance that the power goes when something is about
// to be flushed. Files directly in the data folder and everything in `database` count.
import fs, { type PathLike, type Stats } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** Bytes a disk writes whole or not at all; half of a page of PostgreSQL. */
export const BLOCK = 4096;

/** What was done to a folder's names. */
export type NameChange =
	| { kind: 'made'; name: string; ino: number }
	| { kind: 'gone'; name: string }
	| { kind: 'renamed'; name: string; to: string; ino: number };

/** What is certain of a folder's names: files by their inode. */
export type Names = Record<string, number>;

/** Where the parts of the model lie. */
export const placesIn = (disk: string) => ({
	bytes: (ino: number) => join(disk, 'bytes', String(ino)),
	removed: (ino: number) => join(disk, 'removed', String(ino)),
	names: (folder: string) => join(disk, 'names', `=${folder.replaceAll('/', '+')}`),
	changes: (folder: string) => join(disk, 'changes', `=${folder.replaceAll('/', '+')}`)
});

/** SQLite writes these past Node, and after a power cut nobody holds them. */
const isLock = (name: string) => name === 'lock' || name.startsWith('lock.');

/** The files of a folder by name; folders in it are not looked at. */
export function namesIn(folder: string): Names {
	const names: Names = {};
	for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
		if (!entry.isFile() || isLock(entry.name)) continue;
		const found = fs.statSync(join(folder, entry.name), { throwIfNoEntry: false });
		if (found !== undefined) names[entry.name] = found.ino;
	}
	return names;
}

const folder = process.env.CHAOS_FOLDER;
const disk = process.env.CHAOS_DISK;
// Only the server itself and its thread: what its helpers write lies in copies.
if (folder !== undefined && disk !== undefined && process.send === undefined)
	putUnder(resolve(folder), disk);

function putUnder(root: string, lies: string): void {
	const isDeaf = process.env.CHAOS_DEAF === '1';
	const chance = Number(process.env.CHAOS_CUT ?? 0);
	const real = { ...fs };
	const places = placesIn(lies);
	for (const part of ['bytes', 'removed', 'names', 'changes'])
		real.mkdirSync(join(lies, part), { recursive: true });
	/** Blocks written since the last flush, by inode; and the shortest the file was meanwhile. */
	const written = new Map<number, { blocks: Set<number>; shortest: number }>();
	/** Open files that count, by descriptor. */
	const open = new Map<number, { ino: number; path: string }>();

	const counts = (path: string) => {
		const inside = relative(root, path);
		if (isLock(inside)) return false;
		return inside.startsWith('database/') || (!inside.includes('/') && !inside.startsWith('..'));
	};
	const inodeOf = (path: string) => real.statSync(path, { throwIfNoEntry: false })?.ino;

	/** Keeps what is certain of a file, before it is changed for the first time. */
	function keepBytes(ino: number, path: string): void {
		if (real.existsSync(places.bytes(ino))) return;
		const copy = `${places.bytes(ino)}.${isMainThread ? 0 : 1}`;
		real.copyFileSync(path, copy);
		real.renameSync(copy, places.bytes(ino));
	}

	/** Keeps what is certain of a folder's names, before they are changed for the first time. */
	function keepNames(path: string): string {
		const at = relative(root, dirname(path));
		if (!real.existsSync(places.names(at)))
			real.writeFileSync(places.names(at), JSON.stringify(namesIn(dirname(path))));
		return at;
	}

	function change(at: string, done: NameChange): void {
		real.appendFileSync(places.changes(at), JSON.stringify(done) + '\n');
	}

	/** A removed file's inode must not be given to another one. */
	function hold(path: string): void {
		const ino = inodeOf(path);
		if (ino !== undefined && !real.existsSync(places.removed(ino)))
			real.linkSync(path, places.removed(ino));
	}

	/** A new file: nothing of it is certain. */
	function made(at: string, path: string): void {
		const ino = inodeOf(path) ?? 0;
		real.writeFileSync(places.bytes(ino), '');
		change(at, { kind: 'made', name: basename(path), ino });
	}

	const dirty = (ino: number) => {
		const known = written.get(ino) ?? { blocks: new Set<number>(), shortest: Infinity };
		written.set(ino, known);
		return known;
	};

	function flushFile(ino: number, path: string): void {
		if ((written.get(ino)?.blocks.size ?? 0) > 0 && Math.random() < chance)
			process.kill(process.pid, 'SIGKILL');
		if (isDeaf || !real.existsSync(places.bytes(ino))) return;
		const known = written.get(ino);
		if (known === undefined) return real.copyFileSync(path, places.bytes(ino));
		const from = real.openSync(path, 'r');
		const to = real.openSync(places.bytes(ino), 'r+');
		const { size } = real.fstatSync(from);
		if (known.shortest < real.fstatSync(to).size) real.ftruncateSync(to, known.shortest);
		real.ftruncateSync(to, size);
		for (const block of known.blocks) copyBlock(from, to, block);
		real.closeSync(from);
		real.closeSync(to);
		written.delete(ino);
		known.blocks.clear();
		written.set(ino, { blocks: known.blocks, shortest: Infinity });
	}

	const bytes = Buffer.alloc(BLOCK);
	function copyBlock(from: number, to: number, block: number): void {
		const length = real.readSync(from, bytes, 0, BLOCK, block * BLOCK);
		if (length > 0) real.writeSync(to, bytes, 0, length, block * BLOCK);
	}

	function flushFolder(path: string): void {
		const at = relative(root, path);
		if (isDeaf || !real.existsSync(places.names(at))) return;
		real.writeFileSync(places.names(at), JSON.stringify(namesIn(path)));
		real.rmSync(places.changes(at), { force: true });
	}

	function flush(fd: number): void {
		const path = real.readlinkSync(`/proc/self/fd/${fd}`);
		const found: Stats = real.fstatSync(fd);
		if (found.isDirectory()) {
			if (path === root || counts(path)) flushFolder(path);
		} else if (counts(path)) flushFile(found.ino, path);
	}

	function beforeOpening(path: string): { at: string; isNew: boolean } {
		const at = keepNames(path);
		const ino = inodeOf(path);
		if (ino !== undefined) keepBytes(ino, path);
		return { at, isNew: ino === undefined };
	}

	const opensForWriting = (flags: unknown) =>
		typeof flags === 'number'
			? (flags & (real.constants.O_CREAT | real.constants.O_TRUNC)) !== 0
			: typeof flags === 'string' && /[wa]/.test(flags);

	fs.openSync = (path, flags, mode) => {
		const name = resolve(String(path));
		const isChange = counts(name) && opensForWriting(flags);
		const before = isChange ? beforeOpening(name) : null;
		const fd = real.openSync(path, flags, mode);
		if (before?.isNew === true) made(before.at, name);
		if (counts(name)) open.set(fd, { ino: real.fstatSync(fd).ino, path: name });
		return fd;
	};
	fs.closeSync = (fd) => {
		open.delete(fd);
		real.closeSync(fd);
	};
	fs.writeSync = ((...args: [number, Uint8Array, number, number, number]) => {
		const [fd, , , length, position] = args;
		const file = open.get(fd);
		if (file === undefined) return real.writeSync(...args);
		keepBytes(file.ino, file.path);
		const { blocks } = dirty(file.ino);
		const done = real.writeSync(...args);
		const last = Math.floor((position + length - 1) / BLOCK);
		for (let block = Math.floor(position / BLOCK); block <= last; block += 1) {
			blocks.add(block);
			if (Math.random() < 0.03) writeBack(file.ino, fd, block);
		}
		return done;
	}) as typeof fs.writeSync;
	/** Now and then a block reaches the disk by itself, and later versions of it may not. */
	function writeBack(ino: number, fd: number, block: number): void {
		const to = real.openSync(places.bytes(ino), 'r+');
		const length = real.fstatSync(to).size;
		// The file may have been opened for writing only.
		const from = real.openSync(`/proc/self/fd/${fd}`, 'r');
		if ((block + 1) * BLOCK <= length) copyBlock(from, to, block);
		real.closeSync(from);
		real.closeSync(to);
	}
	fs.writeFileSync = (path, data, options) => {
		const name = typeof path === 'number' ? '' : resolve(String(path));
		if (name === '' || !counts(name)) return real.writeFileSync(path, data, options);
		const { at, isNew } = beforeOpening(name);
		real.writeFileSync(path, data, options);
		if (isNew) made(at, name);
	};
	fs.truncateSync = (path, length = 0) => {
		const name = resolve(String(path));
		if (counts(name)) {
			const ino = inodeOf(name) ?? 0;
			keepBytes(ino, name);
			const known = dirty(ino);
			known.shortest = Math.min(known.shortest, length ?? 0);
		}
		real.truncateSync(path, length);
	};
	const remove = (path: string) => {
		const at = keepNames(path);
		hold(path);
		return () => change(at, { kind: 'gone', name: basename(path) });
	};
	fs.unlinkSync = (path) => {
		const name = resolve(String(path));
		const after = counts(name) ? remove(name) : () => {};
		real.unlinkSync(path);
		after();
	};
	fs.rmSync = (path, options) => {
		const name = resolve(String(path));
		const isFile = counts(name) && real.statSync(name, { throwIfNoEntry: false })?.isFile();
		const after = isFile === true ? remove(name) : () => {};
		real.rmSync(path, options);
		after();
	};
	const rename = (from: PathLike, to: PathLike) => {
		const [name, next] = [resolve(String(from)), resolve(String(to))];
		if (!counts(name) || !counts(next) || !real.statSync(name).isFile()) return () => {};
		const at = keepNames(name);
		hold(next);
		const ino = inodeOf(name) ?? 0;
		return () => change(at, { kind: 'renamed', name: basename(name), to: basename(next), ino });
	};
	fs.renameSync = (from, to) => {
		const after = rename(from, to);
		real.renameSync(from, to);
		after();
	};
	fs.fsyncSync = flush;
	fs.fdatasyncSync = flush;

	const { rm, rename: moves, open: opens } = { ...fsPromises };
	fsPromises.rename = async (from, to) => {
		const after = rename(from, to);
		await moves(from, to);
		after();
	};
	fsPromises.rm = async (path, options) => {
		const name = resolve(String(path));
		const isFile = counts(name) && real.statSync(name, { throwIfNoEntry: false })?.isFile();
		const after = isFile === true ? remove(name) : () => {};
		await rm(path, options);
		after();
	};
	fsPromises.open = async (path, flags, mode) => {
		const name = resolve(String(path));
		const before = counts(name) && opensForWriting(flags) ? beforeOpening(name) : null;
		const handle = await opens(path, flags, mode);
		if (before?.isNew === true) made(before.at, name);
		handle.sync = handle.datasync = () => {
			flush(handle.fd);
			return Promise.resolve();
		};
		return handle;
	};
	syncBuiltinESMExports();
}
