// What the clock does without anybody asking: drafts are published when their time has come, what
// was removed thirty days ago goes for good, and pictures nobody uses any more go, too. The
// database does it; somebody must only tell it that time has passed.
import { backend } from '#lib/backend/backend.server.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';

const every = 60_000;

// On globalThis, because the dev server evaluates this module anew at each change, and each would
// start a clock of its own.
const shelf = globalThis as typeof globalThis & { tiklsScheduler?: NodeJS.Timeout };

let complained = '';

/**
 * Once now and then each minute, as long as the process runs for another reason. Never throws; the
 * log learns of a failure once.
 */
export function startScheduler(): void {
	clearInterval(shelf.tiklsScheduler);
	shelf.tiklsScheduler = setInterval(() => void runJobs(), every);
	shelf.tiklsScheduler.unref();
	void runJobs();
}

/**
 * Tells the database that time has passed, and this server's visitors that there may be something
 * new.
 */
export async function runJobs(): Promise<void> {
	try {
		const { data, error } = await backend().visitor.rpc('run_jobs');
		if (error) throw new Error(error.message);
		if (changedSomething(data)) contentChanged();
		if (counted(data, 'refused') > 0)
			console.error('a rule refused what was due: it waits on the desk of who keeps it');
		complained = '';
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		if (reason !== complained) console.error(`what is due was not published: ${reason}`);
		complained = reason;
	}
}

/** How many of something the answer counts; 0 when it says nothing of it. */
function counted(answer: unknown, what: string): number {
	if (typeof answer !== 'object' || answer === null) return 0;
	const count: unknown = Reflect.get(answer, what);
	return typeof count === 'number' ? count : 0;
}

/**
 * What was refused stays as it was, and pictures that go were shown nowhere: no visitor needs a
 * page anew for them.
 */
const changedSomething = (answer: unknown): boolean =>
	counted(answer, 'published') + counted(answer, 'erased') > 0;
