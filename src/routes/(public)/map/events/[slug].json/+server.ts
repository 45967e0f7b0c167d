// One event with its next date for its card beside the map.
import { events } from '#lib/event/events.server.ts';
import { languageOf } from '#lib/search/language.ts';
import { isSlug, refusal } from '#lib/http/refusal.ts';
import { nextDateOf } from '#lib/explorer/next-date.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url }) => {
	if (languageOf(url.searchParams) === null) return refusal(400, 'lang must be lv or en');
	const found = isSlug(params.slug) ? await events.detail(params.slug) : null;
	if (!found) return refusal(404, 'no such event is published');
	return json(nextDateOf(found, new Date()));
};
