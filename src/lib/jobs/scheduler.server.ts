// The clock of this server: it runs what is due, then waits until the next job is. `npm run jobs`
// does the same once, for whoever has a clock of their own (JOBS=off).
import { log } from '#lib/log/log.server.ts';
import { runDue, type Run } from './jobs.server.ts';

/** Seconds between two looks at the database at most and at least: another server may have run. */
const LONGEST = 60;
const SHORTEST = 1;

// On globalThis, because the dev server evaluates this module anew at each change, and each would
// start a clock of its own.
const shelf = globalThis as typeof globalThis & { tiklsScheduler?: NodeJS.Timeout };

const complaints = new Map<string, string>();

/** Says a failure once as long as it lasts. */
function complain(about: string, reason: string | null): void {
	if (reason === null) complaints.delete(about);
	else if (complaints.get(about) !== reason) {
		log('error', `${about} failed: ${reason}`);
		complaints.set(about, reason);
	}
}

/**
 * Runs what is due now and whenever something is, as long as the process runs for another reason.
 * Never throws; the log learns of a failure once.
 * @param env JOBS=off leaves it to another clock
 */
export function startScheduler(env: Record<string, string | undefined>): void {
	clearTimeout(shelf.tiklsScheduler);
	if (env.JOBS?.trim() === 'off') return;
	void tick().then((seconds) => {
		shelf.tiklsScheduler = setTimeout(() => startScheduler(env), seconds * 1000);
		shelf.tiklsScheduler.unref();
	});
}

/** One look: runs what is due and says after how many seconds to look again. */
export async function tick(): Promise<number> {
	try {
		const { runs, wait } = await runDue();
		complain('the list of jobs', null);
		for (const { name, failure } of runs) complain(`the job ${name}`, failure);
		return Math.min(Math.max(wait, SHORTEST), LONGEST);
	} catch (error) {
		complain('the list of jobs', error instanceof Error ? error.message : String(error));
		return LONGEST;
	}
}

/** A run in one line, for the terminal. */
export function lineOf({ name, did, failure }: Run): string {
	if (failure !== null) return `${name}: failed (${failure})`;
	const counts = Object.entries(did).filter(([, count]) => count > 0);
	const words = counts.map(([what, count]) => `${what} ${count}`).join(', ');
	return `${name}: ${words || 'nothing to do'}`;
}
