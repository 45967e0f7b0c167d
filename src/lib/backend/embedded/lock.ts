// One process per data folder. Two processes on one PGlite directory both open it without an error and destroy it within
// minutes, so this is the most important file of the folder.
//
// The lock itself is the kernel's: SQLite (built into Node) holds an exclusive file lock on `lock.held` as long as the
// process lives. The kernel drops it when the holder dies, however it dies, so there is no stale lock to judge: no process
// id that was given to somebody else, no race between two processes that both find a dead holder, and two containers that
// share a volume exclude each other although neither sees the other's processes. `lock` beside it is for people: it says
// who the holder is.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError, codeOf, reasonOf } from './start-error.ts';

export interface Holder {
	pid: number;
	/** ISO 8601, when the lock was taken. */
	since: string;
	host: string;
}

export interface Lock {
	/** Idempotent. */
	release(): void;
}

/** SQLite's result code for "another connection holds the lock" (https://sqlite.org/rescode.html#busy). */
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
 * @throws {StartError} DATA_IN_USE with the holder's process id, DATA_UNWRITABLE when no file can be made there.
 */
export function takeLock(dataDir: string): Lock {
	let kernel: DatabaseSync | undefined;
	try {
		kernel = new DatabaseSync(join(dataDir, 'lock.held'), { timeout: 0 });
		// Without a journal the lock file stays empty and nothing else appears beside it.
		kernel.exec('pragma journal_mode = off; pragma locking_mode = exclusive; begin exclusive');
	} catch (error) {
		kernel?.close();
		if (resultCode(error) === SQLITE_BUSY) throw inUse(dataDir);
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be written to (${reasonOf(error)}).`
		);
	}
	const held = kernel;
	const holder: Holder = { pid: process.pid, since: new Date().toISOString(), host: hostname() };
	try {
		writeFileSync(join(dataDir, 'lock'), JSON.stringify(holder) + '\n');
	} catch (error) {
		held.close();
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be written to (${codeOf(error) || reasonOf(error)}).`
		);
	}
	let released = false;
	return {
		release() {
			if (released) return;
			released = true;
			// First the note, then the lock: the other way round the next holder's note could be removed.
			rmSync(join(dataDir, 'lock'), { force: true });
			// `lock.held` stays: a file that is removed could still be held by one process while another locks its successor.
			held.close();
		}
	};
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
