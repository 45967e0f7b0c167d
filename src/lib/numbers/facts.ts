// The facts of an organisation whose presence is counted, by which lists can be narrowed to the
// listings that lack one. What counts as given is the database's to know (internal.has_fact).
import { network } from '#network';
import { languageNames } from '#lib/i18n/language-names.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

const named: Readonly<Record<string, () => string>> = {
	phone: m.feed_column_phones,
	email: m.feed_column_email,
	website: m.feed_column_website,
	hours: m.feed_column_hours,
	pin: m.numbers_fact_pin,
	exact: m.numbers_fact_exact,
	access: m.feed_column_access
};
const texts = network.languages.map((code) => `text-${code}`);

/** In the order in which they are told. */
export const countedFacts: readonly string[] = [
	...['phone', 'email', 'website', 'hours'],
	...texts,
	...['pin', 'exact', 'access']
];

export const factName = (fact: string, locale: Locale): string =>
	named[fact]?.() ??
	m.numbers_fact_text({ language: languageNames([fact.slice('text-'.length)], locale) });
