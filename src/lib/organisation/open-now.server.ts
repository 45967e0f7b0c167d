// Which texts of opening hours mean "open" at this minute. The database cannot read them, so it is
// asked for every text in use, the library works out which are open, and the filter "open now" and
// its count take the list. Each text is read again only when it was about to change, not every
// minute.
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { QueryCache } from '#lib/backend/query-cache.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { openUntil } from './opening-hours.server.ts';
import { log } from '#lib/log/log.server.ts';

/** As many texts as are worked out before other requests get their turn. */
const atOnce = 50;

const inUse = new QueryCache<readonly string[]>({ answers: 1, maxAge: Infinity });
const openAt = new QueryCache<readonly string[]>({ answers: 2, maxAge: Infinity });

/** What is known of a text: whether it is open, and from when until when that holds. */
let states = new Map<string, { open: boolean; from: number; until: number }>();

/**
 * The texts that mean "open" in the network's zone at the minute of `now`. A text the library
 * cannot read is not open.
 */
export async function openHours(now: Date): Promise<readonly string[]> {
	const version = await contentVersion();
	const minute = Math.floor(now.getTime() / 60_000);
	return await openAt.get(version, String(minute), async () =>
		evaluate(await inUse.get(version, '', ask), new Date(minute * 60_000))
	);
}

async function evaluate(texts: readonly string[], minute: Date): Promise<readonly string[]> {
	const from = minute.getTime();
	const next: typeof states = new Map();
	let read = 0;
	for (const text of texts) {
		let state = states.get(text);
		if (!state || from < state.from || from >= state.until) {
			state = { from, ...openUntil(text, minute, network.timeZone) };
			read += 1;
			if (read % atOnce === 0) await new Promise(setImmediate);
		}
		next.set(text, state);
	}
	states = next;
	return texts.filter((text) => next.get(text)?.open);
}

async function ask(): Promise<readonly string[]> {
	const { data, error: failure } = await backend().visitor.rpc('opening_hours_in_use');
	if (failure) {
		log('error', `opening_hours_in_use failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return v.parse(v.array(v.string()), data);
}
