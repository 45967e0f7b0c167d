// The programme: upcoming dates soonest first, or with `?past=1` what has been, latest first.
import { events } from '#lib/event/events.server.ts';
import { signedIn } from '#lib/desk/signed-in.server.ts';
import { askedOf, understand } from '#lib/explorer/asked.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
	const past = url.searchParams.get('past') === '1';
	// One instant for the whole page: what the list leaves out and what a row calls "past" must not
	// disagree.
	const now = new Date();
	const { locale, leftOut } = locals;
	const understood = await understand(url.searchParams, leftOut, locale, 'events', { now, past });
	const found = events.find(understood.located, { past, now, withFacets: true });
	const [list, answer] = await Promise.all([found, askedOf(understood, found)]);
	return {
		...answer,
		past,
		list,
		now: now.toISOString(),
		...signedIn(locals)
	};
};
