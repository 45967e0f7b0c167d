// A text in several languages as the database keeps it.
import type { Localised } from '#lib/i18n/languages.ts';
import { network } from '#network';

/**
 * The texts a source file has, as one value: only those in the network's languages, and none that
 * is missing or empty, because the database refuses both.
 */
export function localised(
	texts: Readonly<Record<string, string | null | undefined>> = {}
): Localised {
	return Object.fromEntries(
		network.languages.flatMap((language) => {
			const text = texts[language];
			return text ? [[language, text]] : [];
		})
	);
}
