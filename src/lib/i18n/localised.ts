// A text in the languages of the network, and which of them a page shows. The database falls back
// in the same order (`internal.text_in`).
import { network } from '#network';
import type { Language, Localised } from './languages.ts';

/**
 * The text in a language, or in the first of the network's languages that has one, which is then
 * named, so that the page can mark it with `lang`. Null when there is none.
 */
export function textIn(
	text: Localised,
	language: Language
): { text: string; lang: Language | undefined } | null {
	const own = text[language];
	if (own) return { text: own, lang: undefined };
	for (const lang of network.languages) {
		const other = text[lang];
		if (other) return { text: other, lang };
	}
	return null;
}

/** The same without its language, for where no markup can stand; empty when there is none. */
export const wordsIn = (text: Localised, language: Language): string =>
	textIn(text, language)?.text ?? '';

/**
 * The texts that {@link textIn} does not choose, each with its language, in the network's order.
 */
export function otherTexts(
	text: Localised,
	language: Language
): { text: string; lang: Language }[] {
	const chosen = textIn(text, language);
	const shown = chosen?.lang ?? language;
	return network.languages.flatMap((lang) => {
		const other = lang === shown ? undefined : text[lang];
		return other && other !== chosen?.text ? [{ text: other, lang }] : [];
	});
}

/** Whether there is a text in any language. */
export const hasText = (text: Localised): boolean => Object.values(text).some(Boolean);

/** The texts of all languages, in the network's order. */
export const allTexts = (text: Localised): string[] =>
	network.languages.flatMap((language) => text[language] ?? []);

/**
 * The language the network itself writes in: of postal addresses, and of what is not translated.
 */
export const networkLanguage: Language = network.languages[0] ?? '';

/** What `lang` says of a text in the network's own language on a page in another one. */
export const langOfNetwork = (language: Language): Language | undefined =>
	language === networkLanguage ? undefined : networkLanguage;

/** A name as an envelope has it: in the network's own language, whatever the page's is. */
export const postalName = (text: Localised): string => wordsIn(text, networkLanguage);
