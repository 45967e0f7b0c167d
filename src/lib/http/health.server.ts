// Looks at what /healthz tells, within a second whatever does not answer.
import { backend, chooseBackend } from '#lib/backend/backend.server.ts';
import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAnythingKept, outcomes } from './cached-response.server.ts';
import { healthOf, type Disk, type Health } from './health.ts';

/** Milliseconds for each look; with the rest of an answer it stays within a second. */
const patience = 700;

/**
 * Milliseconds for which a database may be busy; one that has answered nothing for longer is away,
 * whatever it does.
 */
const longSilence = 15_000;

/** Since when it has not answered whoever watches (ms since 1970). */
let silentSince: number | null = null;

/**
 * What was last seen of the files, and the look that is under way. On a machine with much to do a
 * look may take longer than whoever watches waits; one that takes very long is no answer.
 */
const files: { seen: Disk; looking: Promise<void> | null; since: number } = {
	seen: 'ok',
	looking: null,
	since: 0
};

const inTime = <T>(answer: Promise<T>, late: T): Promise<T> =>
	Promise.race([answer.catch(() => late), pause(patience, late, { ref: false })]);

/** What visitors get now. Asks the database once and the disk of the data folder. */
export async function lookAtHealth(): Promise<Health> {
	const [answers, disk, isKept] = await Promise.all([
		backend().healthy(patience),
		diskInTime(),
		inTime(isAnythingKept(), false)
	]);
	const now = Date.now();
	silentSince = answers ? null : (silentSince ?? now);
	const isLong = silentSince !== null && now - silentSince > longSilence;
	const awaySince = backend().awaySince ?? (isLong ? silentSince : null);
	const isFull = backend().saves === 'none';
	const isFailing = outcomes.isFailing(now);
	return healthOf({ answers, awaySince, isFailing, isKept, disk, isFull }, now);
}

async function diskInTime(): Promise<Disk> {
	if (files.looking === null) {
		files.since = Date.now();
		files.looking = lookAtDisk()
			.catch((): Disk => 'unreadable')
			.then((seen) => {
				files.seen = seen;
				files.looking = null;
			});
	}
	await Promise.race([files.looking, pause(patience, undefined, { ref: false })]);
	const isStuck = files.looking !== null && Date.now() - files.since > longSilence;
	return isStuck ? 'unreadable' : files.seen;
}

/** What the room is called for whoever watches. */
const named = {
	enough: 'ok',
	filling: 'filling',
	scarce: 'filling',
	none: 'full',
	unreadable: 'unreadable'
} as const;

async function lookAtDisk(): Promise<Disk> {
	const choice = chooseBackend(process.env);
	// Hosted Supabase: nothing of it is kept here.
	if (choice.kind === 'supabase') return 'ok';
	await mayUse(choice.dataDir);
	if (choice.kind === 'embedded') await lookAtFiles(join(choice.dataDir, 'database'));
	return named[(await backend().look())?.room ?? 'enough'];
}

const mayUse = (path: string) => access(path, constants.R_OK | constants.W_OK);

/**
 * What the database has open it can read also when nobody may open it any more; what it opens next
 * it cannot.
 * @throws when a file or folder is not to be used
 */
async function lookAtFiles(folder: string): Promise<void> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	for (const needed of ['base', 'pg_wal', join('global', 'pg_control')])
		await mayUse(join(folder, needed));
	await Promise.all(entries.map(({ parentPath, name }) => stillUsable(join(parentPath, name))));
}

/** A file that was removed since the folder was listed is no fault. */
const stillUsable = (path: string) =>
	mayUse(path).catch((error: unknown) => {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
	});
