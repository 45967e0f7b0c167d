// What a control is called that takes a text in one of several languages.
import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/languages.ts';

const inWords: Record<Locale, (input: { label: string }) => string> = {
	lv: m.edit_in_latvian,
	en: m.edit_in_english
};
const missing: Record<Locale, () => string> = {
	lv: m.edit_missing_latvian,
	en: m.edit_missing_english
};

/** "Nosaukums latviski". */
export const labelIn = (label: string, language: Locale) => inWords[language]({ label });

/** "Nav latviski". */
export const missingIn = (language: Locale) => missing[language]();
