// The embedded database from folder to engine and back: the folder's lock, the database, the worker
// that serves it, the nightly upkeep and backup, and an orderly end.
import { setTimeout as pause } from 'node:timers/promises';
import { backUp, isBackupDue } from './backups.ts';
import { writeManifest } from './damage.ts';
import { Engine, type EngineOptions } from './engine.ts';
import { DiskWatch, isNoRoom, type DiskLimits, type ReadDisk } from './disk.ts';
import { databaseOf, prepareDataFolder, prepareDatabase, recordOpening } from './first-start.ts';
import { noteFloor, sizesOf } from './floor.ts';
import { takeLock, type Lock } from './lock.ts';
import { missingDatabase } from './missing.ts';
import type { Opened } from './protocol.ts';
import { settleRestore } from './restore.ts';
import { readOrMakeSecrets, type Secrets } from './secrets.ts';
import { reasonOf } from './start-error.ts';

export interface OpenEngine {
	engine: Engine;
	secrets: Secrets;
	/** The room on the disk of the data folder. */
	disk: DiskWatch;
	opened: Opened & { created: boolean };
	/** Idempotent, within five seconds. */
	close(): Promise<void>;
}

export interface OpenOptions extends EngineOptions {
	projectRoot: string;
	seed: boolean;
	/** From where on the disk counts as filling and full. */
	limits?: Partial<DiskLimits> | undefined;
	/** How the disk is looked at; as the system says when left out. */
	readDisk?: ReadDisk | undefined;
	/**
	 * The folder is no longer this process's and nothing is written any more; the process is told to
	 * end when left out.
	 */
	onLost?: () => void;
	/** Told of each piece of the night's work. */
	onNight?: ((run: NightRun) => void) | undefined;
}

/** A piece of the night's work that was done, or was not. */
export interface NightRun {
	job: 'upkeep' | 'backup';
	began: Date;
	/** When it comes next. */
	next: Date;
	/** Null: it is done. */
	failure: string | null;
}

/** PGlite's one connection bears one request at a time: decision 0006. */
const EMBEDDED_WIDTH = 1;

/** Milliseconds after an opening at which a backup that is a day late is made up for. */
const OVERDUE_BACKUP_AFTER = 15 * 60_000;

/**
 * Opens or creates the embedded database of a data folder.
 * @throws {StartError} and leaves the folder unlocked.
 */
export async function openEmbeddedEngine(
	dataDir: string,
	options: OpenOptions
): Promise<OpenEngine> {
	const {
		projectRoot,
		seed,
		limits,
		readDisk,
		onLost = endThisProcess,
		onNight = () => {},
		...engineOptions
	} = options;
	await prepareDataFolder(dataDir);
	const note = engineOptions.onNote ?? (() => {});
	const disk = new DiskWatch(dataDir, { readDisk, limits, onNote: note });
	const lock = await lockWithRoom(dataDir, disk);
	try {
		await disk.giveUpBallast();
		const settled = await settleRestore(dataDir);
		if (settled !== null) note(settled);
		const missing = await missingDatabase(dataDir);
		if (missing !== null) throw missing;
		const secrets = await readOrMakeSecrets(dataDir);
		const rest = { secrets, projectRoot, seed };
		const onProgress = engineOptions.onProgress ?? (() => {});
		const made = await prepareDatabase(dataDir, rest, onProgress, disk);
		const directory = databaseOf(dataDir);
		const engine = await Engine.open(
			{ ...rest, task: 'serve', store: { kind: 'embedded', directory }, width: EMBEDDED_WIDTH },
			{ ...engineOptions, isOurs: lock.isHeld, disk }
		);
		disk.begin();
		// Without it the next start only takes longer.
		await recordOpening(dataDir, projectRoot).catch((error: unknown) => note(reasonOf(error)));
		const ending = new AbortController();
		const wait = (milliseconds: number) =>
			pause(milliseconds, undefined, { ref: false, signal: ending.signal });
		const told = async (job: NightRun['job'], work: () => Promise<string | null>) => {
			const began = new Date();
			const failure = await work();
			onNight({ job, began, next: nextNight(new Date()), failure });
		};
		const makeBackup = () => told('backup', () => backUp(dataDir, engine, rest, note, wait));
		const stopNights = everyNight(async () => {
			await told('upkeep', async () => {
				// It begins with a checkpoint, which puts on the disk what is there now.
				const sizes = sizesOf(directory);
				if (!(await engine.maintain())) return 'the database did not do it';
				await noteFloor(directory, sizes).catch((error: unknown) => note(reasonOf(error)));
				return null;
			});
			await makeBackup();
		});
		const stopUpkeep = () => {
			stopNights();
			ending.abort();
		};
		// A machine that sleeps at night would never get one. Later, not now: whoever starts it wants
		// to see the site first.
		const overdue = setTimeout(() => {
			void isBackupDue(dataDir).then((due) => (due ? makeBackup() : undefined));
		}, OVERDUE_BACKUP_AFTER);
		overdue.unref();
		lock.watch((error) => {
			stopUpkeep();
			void disk.stop();
			clearTimeout(overdue);
			note(error.message);
			void engine.abandon().then(onLost);
		});
		let closing: Promise<void> | null = null;
		return {
			engine,
			secrets,
			disk,
			opened: {
				created: made !== null,
				migrations: [...(made?.migrations ?? []), ...engine.opened.migrations],
				seeded: made?.seeded ?? engine.opened.seeded,
				grantsRestored: engine.opened.grantsRestored
			},
			close() {
				closing ??= (async () => {
					stopUpkeep();
					await disk.stop();
					clearTimeout(overdue);
					// Only what was closed in order may be called whole at the next start.
					if (await engine.close()) await writeManifest(directory);
					lock.release();
				})();
				return closing;
			}
		};
	} catch (error) {
		lock.release();
		throw await disk.inWords(error);
	}
}

/**
 * Even a lock takes a few bytes. Whoever finds the disk full has found that nobody holds it, so the
 * room that is kept may be given up.
 */
async function lockWithRoom(dataDir: string, disk: DiskWatch): Promise<Lock> {
	try {
		return await takeLock(dataDir);
	} catch (error) {
		if (!isNoRoom(error)) throw error;
		await disk.giveUpBallast();
		try {
			return await takeLock(dataDir);
		} catch (still) {
			throw await disk.inWords(still);
		}
	}
}

/**
 * Ends in the way any order to stop does, so that open answers are still given and whoever started
 * it sees a failure.
 */
function endThisProcess(): void {
	process.exitCode = 1;
	process.kill(process.pid, 'SIGTERM');
}

/** The next 03:30 of the machine's clock, when hardly anybody reads. */
function nextNight(now: Date): Date {
	const next = new Date(now);
	next.setHours(3, 30, 0, 0);
	if (next <= now) next.setDate(next.getDate() + 1);
	return next;
}

/** Milliseconds from `now` to the next night's work. */
export function untilNextNight(now: Date): number {
	return nextNight(now).getTime() - now.getTime();
}

/** Runs `work` each night; the timer does not keep the process alive. @returns how to stop it. */
function everyNight(work: () => Promise<unknown>): () => void {
	let timer: NodeJS.Timeout;
	const plan = () => {
		timer = setTimeout(() => void work().finally(plan), untilNextNight(new Date()));
		timer.unref();
	};
	plan();
	return () => clearTimeout(timer);
}
