// What a feed is called: the network, and the conditions of the filter in words.
import { network } from '#network';
import { choicesOf } from '#lib/search/choices.server.ts';
import { conditionsOf } from '#lib/filter/describe.ts';
import { printFilter, type Filter } from '#lib/filter/filter.ts';
import { dayWords } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

/**
 * "Tīkls: pasākumi (Reģions: Kurzeme; Joma: Projektu finansējums)". Only in the language that is
 * being spoken.
 */
export async function feedName(filter: Filter, locale: Locale): Promise<string> {
	const choices = await choicesOf(locale, printFilter(filter));
	const conditions = conditionsOf(filter, 'events', choices, (day) => dayWords(day, locale))
		.map(({ label, value }) => `${label}: ${value}`)
		.join('; ');
	const name = m.feed_events_of({ network: network.name[locale] });
	return conditions ? `${name} (${conditions})` : name;
}

export const feedDescription = () => m.feed_description();
