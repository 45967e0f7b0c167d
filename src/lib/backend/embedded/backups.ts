// Backups of the embedded database, in `DATA_DIR/backups`: one each night, proved before it gets its name, the newest ones
// kept. PGlite never asks the disk to flush, so after a power cut these are what is left; every file of them is flushed.
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { removeLeftovers, syncPath } from './files.ts';
import type { WorkerTask } from './protocol.ts';
import { reasonOf } from './start-error.ts';
import { runTask } from './worker-task.ts';

/** Backups kept; older ones go once a newer one is proved. */
const KEPT = 14;

const MAKING = 'making-';
/** Names sort by age: `2026-11-24T03-30-00Z`. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;

/** Where backups of a data folder lie. */
export function backupsOf(dataDir: string): string {
	return join(dataDir, 'backups');
}

/** Names of the backups of a data folder, oldest first. */
export async function listBackups(dataDir: string): Promise<string[]> {
	const names = await readdir(backupsOf(dataDir)).catch(() => []);
	return names.filter((name) => NAME.test(name)).sort();
}

/** When a backup was made; NaN for another name. */
export function timeOf(name: string): number {
	return Date.parse(name.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3Z'));
}

function nameAt(now: Date): string {
	return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/**
 * Makes a backup of the database an engine serves and proves it in a process of its own.
 * @returns its name
 * @throws when it cannot be written or does not hold what the database held; nothing with a backup's name is left then.
 */
export async function makeBackup(
	dataDir: string,
	engine: Pick<Engine, 'copyTo'>,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	now = new Date()
): Promise<string> {
	const all = backupsOf(dataDir);
	await mkdir(all, { recursive: true, mode: 0o700 });
	await removeLeftovers(all, [MAKING]);
	const name = nameAt(now);
	const draft = join(all, `${MAKING}${name}`);
	await mkdir(draft, { mode: 0o700 });
	try {
		if (!(await engine.copyTo(draft))) throw new Error('the database could not be copied');
		await runTask(
			{ ...task, task: 'prove', width: 1, store: { kind: 'embedded', directory: draft } },
			() => {}
		);
		await syncPath(draft);
		await rename(draft, join(all, name));
		await syncPath(all);
	} catch (error) {
		await rm(draft, { recursive: true, force: true });
		throw error;
	}
	for (const old of (await listBackups(dataDir)).slice(0, -KEPT))
		await rm(join(all, old), { recursive: true, force: true });
	return name;
}

/** The same for the log: says what was made or why not, and never throws. */
export async function backUp(
	dataDir: string,
	engine: Pick<Engine, 'copyTo'>,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onNote: (text: string) => void
): Promise<void> {
	try {
		const name = await makeBackup(dataDir, engine, task);
		onNote(`A backup was made, restored and counted: ${join(backupsOf(dataDir), name)}`);
	} catch (error) {
		onNote(`No backup was made: ${reasonOf(error)}`);
	}
}

/** Whether the newest backup is older than a day, or there is none: the machine may be off every night. */
export async function isBackupDue(dataDir: string, now = new Date()): Promise<boolean> {
	const newest = (await listBackups(dataDir)).at(-1);
	return newest === undefined || now.getTime() - timeOf(newest) > 24 * 60 * 60_000;
}
