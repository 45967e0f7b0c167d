// Every pin of a filter about upcoming events, as compact rows.
import { events } from '$lib/event/events.server';
import { strictFilter } from '$lib/explorer/explorer.server';
import { refusal } from '$lib/explorer/refusal';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) => {
	const asked = await strictFilter(url.searchParams, 'events');
	if ('refused' in asked) return refusal(400, asked.refused);
	return json(await events.points(asked.filter, asked.locale));
};
