// Languages as choices of a form, named on the server: browsers do not know the same names.
import { capitalised } from '#lib/i18n/capitalised.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { Choice } from './choices.ts';

/** Languages by name, in alphabetical order. */
export function languagesIn(codes: Iterable<string>, locale: Locale): Choice[] {
	const names = new Intl.DisplayNames([locale], { type: 'language' });
	return [...new Set(codes)]
		.map((id) => ({ id, name: capitalised(names.of(id) ?? id, locale) }))
		.sort((a, b) => a.name.localeCompare(b.name, locale));
}
