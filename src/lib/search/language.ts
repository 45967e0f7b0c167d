// The language in which data is asked for: data has one address in all languages, so the address
// does not say it.
import { locales, type Locale } from '#lib/i18n/languages.ts';

/**
 * The language data is asked for in; the first when none is named, null when it is none of ours.
 */
export function languageOf(params: URLSearchParams): Locale | null {
	const asked = params.getAll('lang');
	if (asked.length === 0) return locales[0];
	return locales.find((locale) => asked.length === 1 && asked[0] === locale) ?? null;
}
