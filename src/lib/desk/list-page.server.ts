// What both lists of one's listings show; they differ in what they list.
import { wordsIn } from '#lib/i18n/localised.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { Person } from '#lib/account/person.ts';
import { myListings } from './desk.server.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import { readAsked } from './list-asked.ts';

/** Topics of the network in the page's language. */
export async function topicsIn(locale: Locale): Promise<{ id: string; name: string }[]> {
	const { topics } = await networkOutline();
	return topics.map(({ id, name }) => ({ id, name: wordsIn(name, locale) }));
}

/** Regions of the network in the page's language. */
export async function regionsIn(locale: Locale): Promise<{ id: string; name: string }[]> {
	const { regions } = await networkOutline();
	return regions.map(({ id, short }) => ({ id, name: wordsIn(short, locale) }));
}

export async function listPage(person: Person, subject: ListingSort, url: URL, locale: Locale) {
	const all = await regionsIn(locale);
	const own = new Set(person.regions.map(({ id }) => id));
	const regions = person.administrator ? all : all.filter(({ id }) => own.has(id));
	const asked = readAsked(
		url.searchParams,
		subject,
		regions.map(({ id }) => id)
	);
	return {
		subject,
		asked,
		regions,
		topics: await topicsIn(locale),
		list: await myListings(person, subject, asked, locale),
		mayAdd: person.administrator || person.regions.length > 0
	};
}
