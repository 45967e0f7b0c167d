// The programme: upcoming dates soonest first, or with `?past=1` what has been, latest first.
import { events } from '#lib/event/events.server.ts';
import { askedOf, understand } from '#lib/search/asked.server.ts';
import type { FilterProblem } from '#lib/filter/filter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
	const asked = url.searchParams.get('past');
	const past = asked === '1';
	const misread: FilterProblem[] =
		asked !== null && asked !== '' && !past
			? [{ parameter: 'past', value: asked.slice(0, 60), reason: 'impossible-value' }]
			: [];
	// One instant for the whole page: what the list leaves out and what a row calls "past" must not disagree.
	const now = new Date();
	const understood = await understand(url.searchParams, locals.locale, 'events', {
		alsoKnown: ['past'],
		now,
		past
	});
	const found = events.find(understood.located, { past, now, withFacets: true });
	const [list, answer] = await Promise.all([found, askedOf(understood, found)]);
	return {
		...answer,
		problems: [...answer.problems, ...misread],
		past,
		list,
		now: now.toISOString()
	};
};
