// The programme: upcoming dates soonest first, or with `?past=1` what has been, latest first.
import { events } from '$lib/event/events.server';
import { choicesOf } from '$lib/explorer/choices.server';
import { vocabularyOf } from '$lib/filter/choices';
import { parseFilter, type FilterProblem } from '$lib/filter/filter';
import { places } from '$lib/place/places.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
	const choices = await choicesOf(locals.locale, url.searchParams);
	const { filter, problems } = parseFilter(url.searchParams, vocabularyOf(choices), 'events', [
		'past'
	]);
	const asked = url.searchParams.get('past');
	const past = asked === '1';
	const misread: FilterProblem[] =
		asked !== null && asked !== '' && !past
			? [{ parameter: 'past', value: asked.slice(0, 60), reason: 'impossible-value' }]
			: [];
	// One instant for the whole page: what the list leaves out and what a row calls "past" must not disagree.
	const now = new Date();
	const { filter: located } = await places.locate(filter);
	const list = await events.find(located, { past, now });
	return {
		choices,
		filter,
		problems: [...problems, ...misread],
		past,
		list,
		now: now.toISOString()
	};
};
