// A month of the programme as a calendar, past days included.
import { signedIn } from '#lib/desk/signed-in.server.ts';
import { events } from '#lib/event/events.server.ts';
import { choicesOf } from '#lib/search/choices.server.ts';
import { vocabularyOf } from '#lib/filter/choices.ts';
import { parseFilter } from '#lib/filter/filter.ts';
import { places } from '#lib/search/places.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const choices = await choicesOf(locals.locale, url.searchParams);
	const { filter } = parseFilter(url.searchParams, vocabularyOf(choices), 'events');
	const now = new Date();
	const { filter: located, place } = await places.locate(filter);
	return {
		choices,
		filter,
		place,
		problems: locals.leftOut,
		month: params.month,
		calendar: await events.month(located, params.month, now),
		now: now.toISOString(),
		...signedIn(locals)
	};
};
