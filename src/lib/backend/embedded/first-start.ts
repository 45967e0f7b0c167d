// From a data folder to a database that may be opened: made whole at the first start, judged at every other one.
//
// A first start that is killed half-way must leave nothing that looks like a database (2 of 40 directories killed in the
// making could never be opened again), so it is made beside the real place, put on the disk, and renamed when complete.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dropManifest, judge } from './damage.ts';
import { removeLeftovers, syncPath, syncTree } from './files.ts';
import type { Opened, Progress, WorkerTask } from './protocol.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';
import { runTask } from './worker-task.ts';

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
 * Makes the data folder when it is missing and refuses one that is somebody else's: a first start in a wrong folder would
 * strew files among theirs. Called before the lock, so that a refused folder is not touched at all.
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
 * @throws {StartError} DATA_DAMAGED, with the directory left as it is; what the worker said when making it failed.
 */
export async function prepareDatabase(
	dataDir: string,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onProgress: (progress: Progress) => void
): Promise<Opened | null> {
	await clear(dataDir);
	const directory = databaseOf(dataDir);
	if (!existsSync(directory)) return await make(dataDir, directory, task, onProgress);
	const verdict = await judge(directory);
	if (verdict.kind === 'damaged') throw damaged(directory, verdict.fault);
	if (verdict.kind === 'unclean') await rehearse(dataDir, directory, task, onProgress);
	await dropManifest(directory);
	return null;
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
	onProgress: (progress: Progress) => void
): Promise<Opened | null> {
	onProgress({ step: 'creating', message: `Creating the database in ${directory}` });
	const draft = join(dataDir, `${MAKING}${process.pid}`);
	const opened = await runTask(
		{ ...task, task: 'create', width: 1, store: { kind: 'embedded', directory: draft } },
		onProgress
	);
	await syncTree(draft);
	await rename(draft, directory);
	await syncPath(dataDir);
	return opened;
}

/**
 * After a crash the opening replays the log and writes; whether that ends well is tried on a copy first, every table read.
 * Costs about two seconds, and only after a crash.
 */
async function rehearse(
	dataDir: string,
	directory: string,
	task: Omit<WorkerTask, 'task' | 'store' | 'width'>,
	onProgress: (progress: Progress) => void
): Promise<void> {
	onProgress({
		step: 'checking',
		message: 'The last run did not end in order; checking the database'
	});
	const copy = join(dataDir, `${REHEARSAL}${process.pid}`);
	try {
		await cp(directory, copy, { recursive: true, preserveTimestamps: true });
		await runTask(
			{ ...task, task: 'rehearse', width: 1, store: { kind: 'embedded', directory: copy } },
			onProgress
		);
	} catch (error) {
		if (codeOf(error) === 'ENOSPC')
			throw new StartError('DATA_UNWRITABLE', `There is no room on the disk of ${dataDir}.`);
		throw damaged(directory, reasonOf(error));
	} finally {
		await rm(copy, { recursive: true, force: true });
	}
}

function damaged(directory: string, fault: string): StartError {
	return new StartError(
		'DATA_DAMAGED',
		`The database in ${directory} is damaged (${fault}); nothing was changed, restore a backup or move the folder away.`
	);
}
