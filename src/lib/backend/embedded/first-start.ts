// From a data folder to a database that may be opened: made whole at the first start, judged at
// every other one.
//
// A first start that is killed half-way must leave nothing that looks like a database (2 of 40
// directories killed in the making could never be opened again), so it is made beside the real
// place, put on the disk, and renamed when complete.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBackup } from './backups.ts';
import { dropManifest, judge } from './damage.ts';
import { bytesUnder, OPENING, type DiskWatch } from './disk.ts';
import { copyChanged, copyOf } from './file-copy.ts';
import { removeLeftovers, syncPath, syncTree } from './files.ts';
import { dropFloor, floorOf, noteFloor } from './floor.ts';
import { migrationFiles } from './migration-files.ts';
import { waysOutOfDamage } from './missing.ts';
import { layOut } from './prepared-database.ts';
import type { Opened, Progress, WorkerTask } from './protocol.ts';
import { recordedMigrations, wasOpenedWith, writeRecord } from './record.ts';
import { StartError, codeOf, reasonOf, type StartErrorCode } from './start-error.ts';
import { runTask } from './worker-task.ts';

/** Bytes a new database takes with its log and its first data. */
const NEW_DATABASE = 100 * 1024 * 1024;

const MAKING = 'database.making-';
const REHEARSAL = 'database.rehearsal-';

/** What this program keeps in a data folder. */
const OURS =
	/^(database(\..*)?|secrets\.json(\..*)?|lock(\..*)?|mail|first-administrator\.txt(\..*)?|tiles|backups|cache)$/;

/** What file systems and tools put into folders that count as empty. */
const HARMLESS = new Set(['lost+found', '.gitkeep', '.gitignore', '.DS_Store', '.keep']);

/** Where the database lies in a data folder. */
export function databaseOf(dataDir: string): string {
	return join(dataDir, 'database');
}

/**
 * Makes the data folder when it is missing and refuses one that is somebody else's: a first start
 * in a wrong folder would strew files among theirs. Called before the lock, so that a refused
 * folder is not touched at all.
 * @throws {StartError} DATA_UNWRITABLE, DATA_DAMAGED
 */
export async function prepareDataFolder(dataDir: string): Promise<void> {
	let names: string[];
	try {
		await mkdir(dataDir, { recursive: true, mode: 0o700 });
		names = await readdir(dataDir);
	} catch (error) {
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be used (${codeOf(error) || reasonOf(error)}).`
		);
	}
	if (names.includes('database')) return;
	const foreign = names.filter((name) => !OURS.test(name) && !HARMLESS.has(name));
	if (foreign.length > 0)
		throw new StartError(
			'DATA_DAMAGED',
			`The data folder ${dataDir} holds no database but other files (${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''}); set DATA_DIR to a new or empty folder.`
		);
}

/**
 * Leaves a database that may be opened at once. The folder's lock must be held.
 * @returns what making it did; null when it was there already.
 * @throws {StartError} DATA_DAMAGED, with the directory left as it is; what the worker said when
 * making it failed.
 */
export async function prepareDatabase(
	dataDir: string,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onProgress: (progress: Progress) => void,
	disk: DiskWatch
): Promise<Opened | null> {
	await clear(dataDir);
	const directory = databaseOf(dataDir);
	const versions = (await migrationFiles(task.projectRoot)).map(({ version }) => version);
	if (!existsSync(directory)) {
		await disk.need(NEW_DATABASE);
		const opened = await make(dataDir, directory, task, onProgress, disk);
		await writeRecord(dataDir, versions);
		await noteFloor(directory);
		return opened;
	}
	const verdict = await judge(directory);
	if (verdict.kind === 'damaged') throw await damaged(dataDir, verdict.fault);
	const known = await wasOpenedWith(dataDir, versions);
	const isTried = verdict.kind === 'unclean' || !known;
	await disk.need(OPENING + (isTried ? await bytesUnder(directory) : 0));
	if (isTried)
		await rehearse(
			dataDir,
			task,
			// With the migrations it has, being brought up to date changes nothing.
			verdict.kind !== 'unclean' ? 'try' : known ? 'recover' : 'rehearse',
			onProgress,
			disk
		);
	const before = await recordedMigrations(dataDir);
	// After a restore there is the backup it came from.
	if (before !== null && !known) await backUpBefore(dataDir, task, onProgress, disk);
	await dropManifest(directory);
	// What was killed may lie in memory only, and the floor says that it is there.
	if (verdict.kind === 'unclean') await syncTree(directory);
	await noteFloor(directory);
	return null;
}

/**
 * Keeps what the next migrations will change. The trial on a copy has shown that they can be
 * applied, so this is the moment before anything is written.
 * @throws {StartError} when it cannot be made: without it there would be no way back
 */
async function backUpBefore(
	dataDir: string,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onProgress: (progress: Progress) => void,
	disk: DiskWatch
): Promise<void> {
	onProgress({ step: 'backing-up', message: 'Making a backup before this update' });
	const closed = {
		async copyTo(folder: string) {
			await copyChanged(databaseOf(dataDir), copyOf(folder), new Map());
			return true;
		}
	};
	try {
		await makeBackup(dataDir, closed, { ...task, seed: false }, new Date(), disk.read);
	} catch (error) {
		const said = await disk.inWords(error);
		if (said instanceof StartError && said.code === 'DISK_FULL') throw said;
		throw new StartError(
			'BACKUP_FAILED',
			`No backup could be made in ${dataDir} before this update (${reasonOf(error)}); nothing was changed.`
		);
	}
}

/** Called when the database is open: from now on it has the migrations of this program. */
export async function recordOpening(dataDir: string, projectRoot: string): Promise<void> {
	const versions = (await migrationFiles(projectRoot)).map(({ version }) => version);
	if (!(await wasOpenedWith(dataDir, versions))) await writeRecord(dataDir, versions);
}

/** The lock is ours, so whatever is half-made was left by a dead process. */
async function clear(dataDir: string): Promise<void> {
	try {
		await removeLeftovers(dataDir, [MAKING, REHEARSAL]);
	} catch (error) {
		throw new StartError(
			'DATA_UNWRITABLE',
			`The data folder ${dataDir} cannot be written to (${codeOf(error) || reasonOf(error)}).`
		);
	}
}

async function make(
	dataDir: string,
	directory: string,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onProgress: (progress: Progress) => void,
	disk: DiskWatch
): Promise<Opened | null> {
	onProgress({ step: 'creating', message: `Creating the database in ${directory}` });
	const draft = join(dataDir, `${MAKING}${process.pid}`);
	try {
		if (!(await layOut(task.projectRoot, 'migrated', draft)))
			await layOut(task.projectRoot, 'empty', draft);
		const opened = await runTask(
			{ ...task, task: 'create', width: 1, store: { kind: 'embedded', directory: draft } },
			onProgress
		);
		await syncTree(draft);
		await rename(draft, directory);
		await syncPath(dataDir);
		return opened;
	} catch (error) {
		// Said while the draft still takes the room that is missing.
		const said = await disk.inWords(error);
		await rm(draft, { recursive: true, force: true });
		throw said;
	}
}

/**
 * Faults that are not the database's: the program's own, found on the copy before anything was
 * changed.
 */
const PROGRAM_FAULTS: readonly StartErrorCode[] = [
	'CONFIGURATION',
	'DATA_TOO_NEW',
	'MIGRATION_FAILED',
	'GRANTS_CHANGED',
	'DISK_FULL'
];

const NOT_ENDED = 'The last run did not end in order; checking the database';

const REASONS = {
	recover: NOT_ENDED,
	rehearse: NOT_ENDED,
	try: 'Trying this version of the program on a copy of the database'
} as const;

/**
 * Opens a copy first. After a crash, because the opening replays the log and writes, and what a
 * crash or a disk has spoilt must be found before anybody is served; with other migrations than the
 * last time, because a start that is refused must have changed nothing. Costs a few seconds, only
 * then.
 */
async function rehearse(
	dataDir: string,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	kind: keyof typeof REASONS,
	onProgress: (progress: Progress) => void,
	disk: DiskWatch
): Promise<void> {
	onProgress({ step: 'checking', message: REASONS[kind] });
	const copy = join(dataDir, `${REHEARSAL}${process.pid}`);
	try {
		const directory = databaseOf(dataDir);
		await cp(directory, copy, { recursive: true, preserveTimestamps: true });
		if (existsSync(floorOf(directory))) await cp(floorOf(directory), floorOf(copy));
		await runTask(
			{
				...task,
				seed: false,
				task: kind,
				width: 1,
				store: { kind: 'embedded', directory: copy }
			},
			() => {}
		);
	} catch (error) {
		const said = await disk.inWords(error);
		if (said !== error) throw said;
		if (error instanceof StartError && PROGRAM_FAULTS.includes(error.code)) throw error;
		throw await damaged(dataDir, reasonOf(error));
	} finally {
		await rm(copy, { recursive: true, force: true });
		await dropFloor(copy);
	}
}

async function damaged(dataDir: string, fault: string): Promise<StartError> {
	return new StartError(
		'DATA_DAMAGED',
		`The database in ${databaseOf(dataDir)} is damaged (${fault}); nothing was changed, ${await waysOutOfDamage(dataDir)}.`
	);
}
