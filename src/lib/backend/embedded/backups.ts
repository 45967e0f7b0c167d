// Backups of the embedded database, in `DATA_DIR/backups`: one each night, proved before it gets
// its name, the newest ones kept. Every file of them is flushed.
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inOrder, isDue, keepNewest, nextNumber, type Backup } from './backup-order.ts';
import { bytesUnder, readDisk as systemsDisk, RESERVE, type ReadDisk } from './disk.ts';
import type { Engine } from './engine.ts';
import { removeLeftovers, syncPath, writeDurably } from './files.ts';
import type { ProofStep, WorkerTask } from './protocol.ts';
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
 * The steps of a proof, each run in a process of its own: what one has opened takes memory that
 * only its end gives back.
 */
const PROOF: readonly ProofStep[] = ['pack', 'restore', 'replay'];

/**
 * Makes a backup of the database an engine serves and proves it in processes of its own.
 * @param isPatient whether the proof may take longer, so that whoever is served goes first
 * @returns its name
 * @throws when it cannot be written or does not hold what the database held; nothing with a
 * backup's name is left then.
 */
export async function makeBackup(
	dataDir: string,
	engine: Pick<Engine, 'copyTo'>,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	now = new Date(),
	readDisk?: ReadDisk,
	isPatient = false
): Promise<string> {
	await needRoom(dataDir, readDisk);
	const all = backupsOf(dataDir);
	await mkdir(all, { recursive: true, mode: 0o700 });
	await removeLeftovers(all, [MAKING]);
	const before = await backupsIn(dataDir);
	const name = unusedName(before, now);
	const draft = join(all, `${MAKING}${name}`);
	await mkdir(draft, { mode: 0o700 });
	try {
		if (!(await engine.copyTo(draft))) throw new Error('the database could not be copied');
		const store = { kind: 'embedded', directory: draft } as const;
		for (const step of PROOF)
			await runTask({ ...task, task: 'prove', step, width: 1, store }, () => {}, isPatient);
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
 * A backup leaves the room that pictures need: what it takes for a while is the files once more and
 * what they are packed into.
 */
async function needRoom(dataDir: string, readDisk: ReadDisk = systemsDisk): Promise<void> {
	const needed = Math.ceil((await bytesUnder(join(dataDir, 'database'))) * 1.5) + 2 * RESERVE;
	const { free } = await readDisk(dataDir);
	if (free < needed)
		throw new Error(
			`there is no room on the disk of ${dataDir}, ${inMegabytes(free)} are free and ${inMegabytes(needed)} needed`
		);
}

const inMegabytes = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`;

/** Milliseconds after which a backup that could not be made is tried again, the same night. */
export const TRIED_AGAIN_AFTER = [10, 20, 40].map((minutes) => minutes * 60_000);

/**
 * The same for the log: says what was made or why not, tries again a few times when it could not
 * be, and never throws.
 * @param wait between two tries; refused when there is to be no further one
 * @returns why none was made; null when one was
 */
export async function backUp(
	dataDir: string,
	engine: Pick<Engine, 'copyTo'>,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onNote: (text: string) => void,
	wait: (milliseconds: number) => Promise<void> = () => Promise.reject(new Error('once'))
): Promise<string | null> {
	let failure: string | null = null;
	for (const milliseconds of [...TRIED_AGAIN_AFTER, null]) {
		try {
			const name = await makeBackup(dataDir, engine, task, new Date(), systemsDisk, true);
			onNote(`A backup was made, restored and counted: ${join(backupsOf(dataDir), name)}`);
			return null;
		} catch (error) {
			failure = reasonOf(error);
			onNote(`No backup was made: ${failure}`);
		}
		const goesOn =
			milliseconds !== null &&
			(await wait(milliseconds).then(
				() => true,
				() => false
			));
		if (!goesOn) break;
	}
	return failure;
}

/**
 * Whether the newest backup is older than a day, or there is none: the machine may be off every
 * night.
 */
export async function isBackupDue(dataDir: string, now = new Date()): Promise<boolean> {
	const newest = (await listBackups(dataDir)).at(-1);
	return isDue(newest === undefined ? null : timeOf(newest), now.getTime());
}
