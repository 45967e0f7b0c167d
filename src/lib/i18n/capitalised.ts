import type { Locale } from './languages.ts';

/** A text that begins with a capital letter, by the rules of its language where it is known. */
export const capitalised = (text: string, locale?: Locale): string =>
	text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
