// A text in several languages as the database keeps it.
import { network } from '#network';

/** The text by language; one that is not there is absent. */
export type Localised = Readonly<Record<string, string>>;

/**
 * The texts a source file has, as one value: only those in the network's languages, and none that is
 * missing or empty, because the database refuses both.
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
