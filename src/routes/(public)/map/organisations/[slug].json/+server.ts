// One organisation for its card beside the map.
import { languageOf } from '#lib/search/language.ts';
import { isSlug, refusal } from '#lib/http/refusal.ts';
import { organisations } from '#lib/organisation/organisations.server.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url }) => {
	const locale = languageOf(url.searchParams);
	if (locale === null) return refusal(400, 'lang must be lv or en');
	const found = isSlug(params.slug) ? await organisations.summary(params.slug, locale) : null;
	if (!found) return refusal(404, 'no such organisation is published');
	return json(found);
};
