// One process per data folder. Two processes on one PGlite directory both open it without an error
// and destroy it within minutes, so this is the most important file of the folder.
//
// The lock itself is the kernel's: SQLite (built into Node) holds an exclusive file lock on
// `lock.held` as long as the process lives. The kernel drops it when the holder dies, however it
// dies, so there is no stale lock to judge: no process id that was given to somebody else, no race
// between two processes that both find a dead holder, and two containers that share a volume
// exclude each other although neither sees the other's processes. `lock` beside it is for people:
// it says who the holder is.
//
// A file can be removed, and then the next process locks another one of the same name. So on Linux
// the holder also has a name in the kernel that no file stands for and nobody can remove (an
// abstract socket, made of the folder's own number), and everywhere it looks whether the file it
// holds is still the one in the folder, and gives up when it is not.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { isNoRoom } from './disk.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';

export interface Holder {
	pid: number;
	/** ISO 8601, when the lock was taken. */
	since: string;
	host: string;
}

export interface Lock {
	/**
	 * Whether the file that is held is still the one in the folder. Cheap enough to be asked before
	 * each request.
	 */
	isHeld(): boolean;
	/** Calls once, within half a second, when it is no longer. The watching ends with the release. */
	watch(onLost: (error: StartError) => void): void;
	/** Idempotent. */
	release(): void;
}

/** Milliseconds between two looks at the file. */
const LOOK_EVERY = 500;

/**
 * Milliseconds a process waits that finds a database and no lock file: a holder whose file was
 * removed, and that cannot be seen because it runs in another container, has ended by then.
 */
const HOLDER_GIVES_UP_WITHIN = 4 * LOOK_EVERY;

/**
 * SQLite's result code for "another connection holds the lock"
 * (https://sqlite.org/rescode.html#busy).
 */
const SQLITE_BUSY = 5;

/** Who holds the folder, as far as `lock` tells; null when it is missing or unreadable. */
export function holderOf(dataDir: string): Holder | null {
	try {
		const read: unknown = JSON.parse(readFileSync(join(dataDir, 'lock'), 'utf8'));
		if (typeof read !== 'object' || read === null) return null;
		const { pid, since, host } = read as Partial<Record<keyof Holder, unknown>>;
		if (typeof pid !== 'number' || typeof since !== 'string' || typeof host !== 'string')
			return null;
		return { pid, since, host };
	} catch {
		return null;
	}
}

/**
 * Takes the folder for this process, at once or not at all.
 * @throws {StartError} DATA_IN_USE with the holder's process id, DATA_UNWRITABLE when no file can
 * be made there.
 */
export async function takeLock(dataDir: string): Promise<Lock> {
	const path = join(dataDir, 'lock.held');
	const suspicious = !existsSync(path) && existsSync(join(dataDir, 'database'));
	const kernel = lockFile(dataDir, path);
	let name: Server | null = null;
	const free = () => {
		name?.close();
		kernel.close();
	};
	try {
		name = await takeName(dataDir);
		const file = identityOf(path);
		const lock = lockOf(dataDir, path, file, free);
		if (suspicious) await pause(HOLDER_GIVES_UP_WITHIN);
		if (!lock.isHeld()) throw lostLock(dataDir);
		const holder: Holder = {
			pid: process.pid,
			since: new Date().toISOString(),
			host: hostname()
		};
		try {
			writeFileSync(join(dataDir, 'lock'), JSON.stringify(holder) + '\n');
		} catch (error) {
			// A note for people: for want of room nobody is refused.
			if (!isNoRoom(error)) throw error;
		}
		return lock;
	} catch (error) {
		free();
		if (error instanceof StartError) throw error;
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be written to (${codeOf(error) || reasonOf(error)}).`
		);
	}
}

/** The kernel's lock on the file. @throws {StartError} */
function lockFile(dataDir: string, path: string): DatabaseSync {
	let kernel: DatabaseSync | undefined;
	try {
		kernel = new DatabaseSync(path, { timeout: 0 });
		// Without a journal the lock file stays empty and nothing else appears beside it.
		kernel.exec('pragma journal_mode = off; pragma locking_mode = exclusive; begin exclusive');
		return kernel;
	} catch (error) {
		kernel?.close();
		if (resultCode(error) === SQLITE_BUSY) throw inUse(dataDir);
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be written to (${reasonOf(error)}).`
		);
	}
}

/**
 * The name of the folder in the kernel, by its number on its disk: the same by whichever path it is
 * reached. Null where the system has no such names.
 * @throws {StartError} DATA_IN_USE when another process has it
 */
async function takeName(dataDir: string): Promise<Server | null> {
	if (process.platform !== 'linux') return null;
	const server = createServer((socket) => socket.destroy());
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen({ path: `\0tikls data folder ${identityOf(dataDir)}` }, resolve);
		});
	} catch (error) {
		if (codeOf(error) === 'EADDRINUSE') throw inUse(dataDir);
		// A system that forbids sockets still has its file locks.
		return null;
	}
	server.on('error', () => {});
	return server.unref();
}

/** What tells a file from another one that has come in its place; empty when there is none. */
function identityOf(path: string): string {
	const found = statSync(path, { throwIfNoEntry: false, bigint: true });
	return found === undefined ? '' : `${found.dev} ${found.ino}`;
}

function lockOf(dataDir: string, path: string, file: string, free: () => void): Lock {
	let released = false;
	let timer: NodeJS.Timeout | undefined;
	// Only looked at, never opened: closing any handle on a file ends this process's locks on it.
	const isHeld = () => {
		try {
			return !released && identityOf(path) === file;
		} catch {
			return false;
		}
	};
	return {
		isHeld,
		watch(onLost) {
			timer = setInterval(() => {
				if (isHeld()) return;
				clearInterval(timer);
				onLost(lostLock(dataDir));
			}, LOOK_EVERY);
			timer.unref();
		},
		release() {
			if (released) return;
			clearInterval(timer);
			// First the note, then the lock: the other way round the next holder's note could be removed.
			if (isHeld()) rmSync(join(dataDir, 'lock'), { force: true });
			released = true;
			// `lock.held` stays: a file that is removed could still be held by one process while another
			// locks its successor.
			free();
		}
	};
}

function lostLock(dataDir: string): StartError {
	return new StartError(
		'DATA_IN_USE',
		`The lock of the data folder ${dataDir} was removed or replaced while this process held it; it ends, so that no other one writes beside it.`
	);
}

function resultCode(error: unknown): number {
	if (typeof error !== 'object' || error === null || !('errcode' in error)) return 0;
	// The lower eight bits are the primary code; the rest tells apart its variants.
	return typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
}

function inUse(dataDir: string): StartError {
	const holder = holderOf(dataDir);
	if (holder === null)
		return new StartError(
			'DATA_IN_USE',
			`The data folder ${dataDir} is in use by another process.`
		);
	const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
	return new StartError(
		'DATA_IN_USE',
		`The data folder ${dataDir} is in use by process ${holder.pid}${where} since ${holder.since}; stop that one first or set another DATA_DIR.`
	);
}
