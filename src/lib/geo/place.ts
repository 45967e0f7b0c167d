// A place of the gazetteer, and what became of the name somebody typed.
import { allTexts, postalName } from '#lib/i18n/localised.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { fold } from '#lib/i18n/fold.ts';
import { municipalityName, writtenPlace } from './written-place.ts';

export interface FoundPlace {
	id: string;
	name: Localised;
	/** Full name, e.g. "Kuldīgas novads". */
	municipality: Localised | null;
	/** WGS84 degrees. */
	lat: number;
	lng: number;
	/**
	 * It bears the name that was typed, in whatever case and without diacritics; otherwise it only
	 * comes close.
	 */
	exact: boolean;
}

/** What was found for a name. */
export interface PlaceAnswer {
	typed: string;
	/** The place the list is around; null when nothing bears the name. */
	taken: FoundPlace | null;
	/** Other places of the same name; without a `taken` one, the names that come closest. */
	others: FoundPlace[];
}

/**
 * Whether a place lies in the municipality of this name, as `municipalityName` has it; null = in
 * none.
 */
export const inMunicipality = ({ municipality }: FoundPlace, name: string | null): boolean =>
	municipality
		? allTexts(municipality).some((text) => municipalityName(fold(text)) === name)
		: name === null;

/**
 * What is made of the places found for a name.
 * @param typed what somebody wrote; it may say in which municipality ("Auce, Dobeles novads",
 * "Sala, Jēkabpils nov.")
 * @param found the likeliest first
 */
export function answerAmong(typed: string, found: readonly FoundPlace[]): PlaceAnswer {
	const { municipality } = writtenPlace(typed);
	const named = found.filter((place) => place.exact);
	const there = named.filter((place) => inMunicipality(place, municipality));
	const taken = there[0] ?? named[0] ?? null;
	return {
		typed,
		taken,
		// A municipality has said which one is meant.
		others: taken ? (there.length > 0 ? there.slice(1) : named.slice(1)) : [...found]
	};
}

/**
 * A place as it is written into an address so that it means this one among `others` of its name.
 */
export function nameAmong(place: FoundPlace, others: readonly FoundPlace[]): string {
	const name = postalName(place.name);
	const shared = others.some(
		({ id, name: other }) => id !== place.id && postalName(other) === name
	);
	return shared && place.municipality ? `${name}, ${postalName(place.municipality)}` : name;
}
