// A text in the languages of the network, and which of them a page shows.
import type { Locale } from './languages.ts';

/** A text in every language of the interface. */
export type Localised = Record<Locale, string>;

/** A text that may be missing in a language; at least one of the two is there. */
export type PartlyLocalised = Partial<Localised>;

/** A name that is at least there in Latvian. */
export type Name = PartlyLocalised & { lv: string };

/** The text of two columns; what is null is left out. */
export function inBoth(lv: string | null, en: string | null): PartlyLocalised {
	return { ...(lv !== null && { lv }), ...(en !== null && { en }) };
}

/**
 * The text in the page's language, or in the other one with that language named, so that the page
 * can mark it with `lang`. Null when there is neither.
 */
export function textIn(
	text: PartlyLocalised,
	locale: Locale
): { text: string; lang: Locale | undefined } | null {
	const own = text[locale];
	if (own) return { text: own, lang: undefined };
	const other: Locale = locale === 'lv' ? 'en' : 'lv';
	const foreign = text[other];
	return foreign ? { text: foreign, lang: other } : null;
}
