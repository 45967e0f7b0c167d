// What languages are called.
import type { Locale } from './languages.ts';

/** Names of languages in the page's language; a code nobody knows stays a code. */
export function languageNames(codes: readonly string[], locale: Locale): string {
	const names = new Intl.DisplayNames([locale], { type: 'language' });
	return new Intl.ListFormat(locale === 'lv' ? 'lv' : 'en-GB', { type: 'conjunction' }).format(
		codes.map((code) => names.of(code) ?? code)
	);
}
