// Looks at what /healthz tells, within a second whatever does not answer.
import { backend, chooseBackend } from '#lib/backend/backend.server.ts';
import { access, constants, readdir, statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isAnythingKept, outcomes } from './cached-response.server.ts';
import { healthOf, type Disk, type Health } from './health.ts';

/** Milliseconds for each look; with the rest of an answer it stays within a second. */
const patience = 700;

/** Bytes below which a disk counts as full: what a save of a listing with its pictures may need. */
const room = 32 * 1024 * 1024;

/**
 * Milliseconds for which a database may be busy; one that has answered nothing for longer is away,
 * whatever it does.
 */
const longSilence = 15_000;

/** Since when it has not answered whoever watches (ms since 1970). */
let silentSince: number | null = null;

const inTime = <T>(answer: Promise<T>, late: T): Promise<T> =>
	Promise.race([answer.catch(() => late), pause(patience, late, { ref: false })]);

/** What visitors get now. Asks the database once and the disk of the data folder. */
export async function lookAtHealth(): Promise<Health> {
	const [answers, disk, isKept] = await Promise.all([
		backend().healthy(patience),
		inTime<Disk>(lookAtDisk(), 'unreadable'),
		inTime(isAnythingKept(), false)
	]);
	const now = Date.now();
	silentSince = answers ? null : (silentSince ?? now);
	const isLong = silentSince !== null && now - silentSince > longSilence;
	const awaySince = backend().awaySince ?? (isLong ? silentSince : null);
	return healthOf({ answers, awaySince, isFailing: outcomes.isFailing(now), isKept, disk }, now);
}

async function lookAtDisk(): Promise<Disk> {
	const choice = chooseBackend(process.env);
	// Hosted Supabase: nothing of it is kept here.
	if (choice.kind === 'supabase') return 'ok';
	await readdir(choice.dataDir);
	await access(choice.dataDir, constants.R_OK | constants.W_OK);
	const { bavail, bsize } = await statfs(choice.dataDir);
	return bavail * bsize < room ? 'full' : 'ok';
}
