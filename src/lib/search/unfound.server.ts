// Searches that found nothing: the words alone, collected in memory and written at most once a
// minute, so that no visitor's request waits for it. What is kept of them, how much and how long is
// the database's rule (208_unfound_words.sql); an hour counts once there, so that a page that is
// kept, asked for twice or made in two languages is not counted twice.
import { backend } from '#lib/backend/backend.server.ts';
import type { Filter, Subject } from '#lib/filter/filter.ts';
import { relaxations } from '#lib/filter/relaxations.ts';
import { fold } from '#lib/i18n/fold.ts';
import { log } from '#lib/log/log.server.ts';

/** How many different searches wait at most; what comes beyond is not noted. */
export const maxWaiting = 100;
/** Milliseconds from the first one that waits until all of them are written. */
export const writtenAfter = 60_000;

interface Shelf {
	/** Subject and words, with a space between. */
	waiting: Set<string>;
	timer: NodeJS.Timeout | undefined;
}
// On globalThis, because the development server evaluates this module anew at each change.
const shared = globalThis as typeof globalThis & { tiklsUnfound?: Shelf };
const shelf = (shared.tiklsUnfound ??= { waiting: new Set(), timer: undefined });

/**
 * Whether folded words may be noted: 2 to 60 characters, not of digits and signs alone; nothing
 * that looks like an address or like a number somebody has. The same as `internal.is_notable`.
 */
export function isNotable(words: string): boolean {
	const { length } = [...words];
	return (
		length >= 2 &&
		length <= 60 &&
		/[a-z]|\P{ASCII}/u.test(words) &&
		!/[@/]|([0-9][ .-]*){5}/.test(words)
	);
}

/**
 * Notes that a search found nothing. Only searches by words alone: those that also name a region or
 * a day say nothing about the words. Never waits and never fails.
 */
export function noteUnfound(filter: Filter, subject: Subject): void {
	if (!filter.words || relaxations(filter).length > 1 || !backend().server) return;
	const words = fold(filter.words).replace(/\s+/gu, ' ').trim();
	if (!isNotable(words) || shelf.waiting.size >= maxWaiting) return;
	shelf.waiting.add(`${subject === 'events' ? 'event' : 'organisation'} ${words}`);
	writeLater();
}

function writeLater(): void {
	shelf.timer ??= setTimeout(() => void writeUnfound(), writtenAfter).unref();
}

/**
 * Writes what waits in this process. What could not be written waits on, as far as there is room;
 * never throws.
 */
export async function writeUnfound(): Promise<void> {
	clearTimeout(shelf.timer);
	shelf.timer = undefined;
	const { server } = backend();
	if (shelf.waiting.size === 0 || !server) return;
	const taken = [...shelf.waiting];
	shelf.waiting.clear();
	const given = taken.map((one) => {
		const [subject = '', ...words] = one.split(' ');
		return { subject, words: words.join(' ') };
	});
	const failure = await server.rpc('note_unfound', { given }).then(
		({ error }) => error,
		(error: unknown) => ({ code: '', message: String(error) })
	);
	if (!failure) return;
	// That the database is away is said once, not at each question.
	if (failure.code !== 'backend_away')
		log('error', `searches that found nothing were not noted: ${failure.message}`);
	for (const one of taken) if (shelf.waiting.size < maxWaiting) shelf.waiting.add(one);
	writeLater();
}
