// A month of the programme as a calendar, past days included.
import { events } from '$lib/event/events.server';
import { choicesOf } from '$lib/explorer/choices.server';
import { vocabularyOf } from '$lib/filter/choices';
import { parseFilter } from '$lib/filter/filter';
import { places } from '$lib/place/places.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const choices = await choicesOf(locals.locale, url.searchParams);
	const { filter, problems } = parseFilter(url.searchParams, vocabularyOf(choices), 'events');
	const now = new Date();
	const { filter: located } = await places.locate(filter);
	return {
		choices,
		filter,
		problems,
		month: params.month,
		calendar: await events.month(located, params.month, now),
		now: now.toISOString()
	};
};
