// The content version as this process last saw it. Asking the database for every visitor would cost
// what the cache saves, so the answer is good for two seconds: a change is seen by every server
// within that time, and at once by the one it was made on, which says so.
import { backend } from './backend.server.ts';

const GOOD_FOR = 2000;

/**
 * Milliseconds after which a question for the version counts as late: whoever comes then is
 * answered with the one known, without waiting, until the database has answered. Tests that count
 * questions give a busy machine more.
 */
export const patience = { ms: 100 };

let known: { version: string; until: number } | null = null;
let asking: { answer: Promise<string | null>; late: number } | null = null;

/**
 * The current content version; the last one known while the database is busy; null when none was
 * ever known.
 */
export async function contentVersion(): Promise<string | null> {
	if (known && known.until > Date.now()) return known.version;
	if (!asking) {
		const answer = ask().finally(() => {
			if (asking?.answer === answer) asking = null;
		});
		asking = { answer, late: Date.now() + patience.ms };
	}
	if (known === null) return await asking.answer;
	const before = known.version;
	const left = asking.late - Date.now();
	if (left <= 0) return before;
	let timer: NodeJS.Timeout | undefined;
	const soon = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), left);
	});
	const version = await Promise.race([asking.answer, soon]);
	clearTimeout(timer);
	return version ?? before;
}

/**
 * To be called after every write through this server: the next visitor asks anew and sees the
 * change.
 */
export function contentChanged(): void {
	changes += 1;
	// What was kept before the change is not shown any more, even if the database is too busy to say
	// its number.
	if (known) known = { version: `${known.version}+${changes}`, until: 0 };
	// An answer under way may be older than the change; who comes now does not wait for it.
	asking = null;
}

/** How many writes went through this server, to tell answers from before one apart. */
let changes = 0;

async function ask(): Promise<string | null> {
	const before = changes;
	const { data, error } = await backend()
		.visitor.from('content_version')
		.select('version')
		.maybeSingle();
	if (error || !data) return null;
	const version = String(data.version);
	if (before === changes) known = { version, until: Date.now() + GOOD_FOR };
	return version;
}
