// What to offer for a text that is being typed: `q`, the page's language `lang`, and `only=place`
// for the field of places.
import { languageOf } from '#lib/search/language.ts';
import { refusal } from '#lib/http/refusal.ts';
import { placesFor, suggestionsFor } from '#lib/search/suggestions.server.ts';
import { wordsFrom } from '#lib/filter/values.ts';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) => {
	const locale = languageOf(url.searchParams);
	if (locale === null) return refusal(400, 'lang must be lv or en');
	const only = url.searchParams.get('only');
	if (only !== null && only !== 'place') return refusal(400, 'only must be place');
	const { text } = wordsFrom(url.searchParams.get('q') ?? '');
	if (text === '') return refusal(400, 'q must hold what was typed');
	return json(await (only ? placesFor(text, locale) : suggestionsFor(text, locale)));
};
