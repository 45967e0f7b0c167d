// What a control is called that takes a text in one of several languages.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Language } from '#lib/i18n/languages.ts';
import { languageNames } from '#lib/i18n/language-names.ts';

/** Languages whose name an adverb says; others are named in brackets. */
const adverbs = new Map<Language, (input: { label: string }) => string>([
	['lv', m.edit_in_latvian],
	['en', m.edit_in_english]
]);
const missing = new Map<Language, () => string>([
	['lv', m.edit_missing_latvian],
	['en', m.edit_missing_english]
]);

const nameOf = (language: Language) => languageNames([language], getLocale());

/** "Nosaukums latviski". */
export const labelIn = (label: string, language: Language): string =>
	adverbs.get(language)?.({ label }) ?? `${label} (${nameOf(language)})`;

/** "Nav latviski". */
export const missingIn = (language: Language): string =>
	missing.get(language)?.() ?? m.edit_missing_in({ language: nameOf(language) });
