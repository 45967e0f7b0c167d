// Backups of the embedded database, in `DATA_DIR/backups`: one each night, proved before it gets
// its name, the newest ones kept. PGlite never asks the disk to flush, so after a power cut these
// are what is left; every file of them is flushed.
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inOrder, isDue, keepNewest, nextNumber, type Backup } from './backup-order.ts';
import type { Engine } from './engine.ts';
import { removeLeftovers, syncPath, writeDurably } from './files.ts';
import type { WorkerTask } from './protocol.ts';
import { reasonOf } from './start-error.ts';
import { runTask } from './worker-task.ts';

const MAKING = 'making-';
/** The moment it was made, by the machine's clock: `2026-11-24T03-30-00Z`. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;

/** Where backups of a data folder lie. */
export function backupsOf(dataDir: string): string {
	return join(dataDir, 'backups');
}

/** Names of the backups of a data folder in the order of their making, oldest first. */
export async function listBackups(dataDir: string): Promise<string[]> {
	return inOrder(await backupsIn(dataDir)).map(({ name }) => name);
}

async function backupsIn(dataDir: string): Promise<Backup[]> {
	const all = backupsOf(dataDir);
	const names = (await readdir(all).catch(() => [])).filter((name) => NAME.test(name));
	return await Promise.all(
		names.map(async (name) => ({ name, number: await numberOf(join(all, name)) }))
	);
}

/** In a backup: how many there had been when it was made, itself included. */
const NUMBER = 'number.txt';

async function numberOf(folder: string): Promise<number | null> {
	const number = Number(await readFile(join(folder, NUMBER), 'utf8').catch(() => ''));
	return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** When a backup was made; NaN for another name. */
export function timeOf(name: string): number {
	return Date.parse(name.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3Z'));
}

/**
 * The name of a backup made now. One of the same second is there when the clock was set back: then
 * the next free second's.
 */
function unusedName(backups: readonly Backup[], now: Date): string {
	const taken = new Set(backups.map(({ name }) => name));
	for (let moment = now.getTime(); ; moment += 1000) {
		const name = `${new Date(moment).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
		if (!taken.has(name)) return name;
	}
}

/**
 * Makes a backup of the database an engine serves and proves it in a process of its own.
 * @returns its name
 * @throws when it cannot be written or does not hold what the database held; nothing with a
 * backup's name is left then.
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
	const before = await backupsIn(dataDir);
	const name = unusedName(before, now);
	const draft = join(all, `${MAKING}${name}`);
	await mkdir(draft, { mode: 0o700 });
	try {
		if (!(await engine.copyTo(draft))) throw new Error('the database could not be copied');
		await runTask(
			{ ...task, task: 'prove', width: 1, store: { kind: 'embedded', directory: draft } },
			() => {}
		);
		await writeDurably(join(draft, NUMBER), `${nextNumber(before)}\n`, 0o600);
		await rename(draft, join(all, name));
		await syncPath(all);
	} catch (error) {
		await rm(draft, { recursive: true, force: true });
		throw error;
	}
	for (const old of keepNewest(await backupsIn(dataDir)).removed)
		await rm(join(all, old.name), { recursive: true, force: true });
	return name;
}

/**
 * The same for the log: says what was made or why not, and never throws.
 * @returns why none was made; null when one was
 */
export async function backUp(
	dataDir: string,
	engine: Pick<Engine, 'copyTo'>,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onNote: (text: string) => void
): Promise<string | null> {
	try {
		const name = await makeBackup(dataDir, engine, task);
		onNote(`A backup was made, restored and counted: ${join(backupsOf(dataDir), name)}`);
		return null;
	} catch (error) {
		onNote(`No backup was made: ${reasonOf(error)}`);
		return reasonOf(error);
	}
}

/**
 * Whether the newest backup is older than a day, or there is none: the machine may be off every
 * night.
 */
export async function isBackupDue(dataDir: string, now = new Date()): Promise<boolean> {
	const newest = (await listBackups(dataDir)).at(-1);
	return isDue(newest === undefined ? null : timeOf(newest), now.getTime());
}
