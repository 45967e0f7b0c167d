// Every pin of a filter about organisations, as compact rows.
import { strictFilter } from '$lib/explorer/explorer.server';
import { refusal } from '$lib/explorer/refusal';
import { organisations } from '$lib/organisation/organisations.server';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) => {
	const asked = await strictFilter(url.searchParams, 'organisations');
	if ('refused' in asked) return refusal(400, asked.refused);
	return json(await organisations.points(asked.filter, asked.locale));
};
