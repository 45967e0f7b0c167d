// What a visitor asked for at an address, understood: the filter, its place as a point, how its
// words were read, and what each further choice would give. The explorer and the programme of
// events share it.
import { wordsIn } from '#lib/i18n/localised.ts';
import type { FilterChoices } from '#lib/filter/choices.ts';
import type { Condition } from '#lib/filter/describe.ts';
import type { AddressProblem, Filter } from '#lib/filter/filter.ts';
import type { Counts } from '#lib/filter/groups.ts';
import type { WordReading } from '#lib/filter/marks.ts';
import type { Phone } from '#lib/formats/phone.server.ts';
import type { RegionAnswer } from '#lib/network/region-answer.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { FoundPlace, PlaceAnswer } from '#lib/geo/place.ts';

/** The place the list is around, and who answers for it. */
export interface SearchedPlace {
	/** What was made of a place's name; null for a point. */
	place: PlaceAnswer | null;
	/** Null when the place is not known. */
	region: (RegionAnswer & { contactPhones: Phone[] }) | null;
}

export interface Asked {
	filter: Filter;
	/** What was left out of the address. */
	problems: readonly AddressProblem[];
	choices: FilterChoices;
	counts: Counts;
	/** Null when nothing is asked about a place. */
	whereabouts: SearchedPlace | null;
	reading: WordReading[];
	/**
	 * When nothing was found: by key of `relaxations`, how many there would be without that
	 * condition. Empty otherwise.
	 */
	relaxations: Record<string, number>;
}

/**
 * What the place a list is around is called: by the gazetteer, with its municipality where others
 * bear the name; or of a point by its municipality; null when that is not known.
 */
export function placeText(whereabouts: SearchedPlace | null, locale: Locale): string | null {
	const taken = whereabouts?.place?.taken;
	if (taken) {
		const isShared = (whereabouts.place?.others.length ?? 0) > 0;
		return placeWords(taken, locale, isShared);
	}
	const around = whereabouts?.place ? null : whereabouts?.region?.municipality;
	return around ? wordsIn(around.name, locale) : null;
}

/** A place's name, and in which municipality it lies where that is wanted. */
export function placeWords(
	{ name, municipality }: FoundPlace,
	locale: Locale,
	full = true
): string {
	const own = wordsIn(name, locale);
	return full && municipality ? `${own}, ${wordsIn(municipality, locale)}` : own;
}

/** Whether a place is named that nobody knows: then the list is around none. */
export const isPlaceUnknown = (place: PlaceAnswer | null | undefined): boolean =>
	place?.taken === null;

/**
 * Whether there is something to say about the place: that nobody knows it, or that others bear its
 * name.
 */
export const isPlaceNoted = (place: PlaceAnswer | null | undefined): boolean =>
	isPlaceUnknown(place) || (place?.others.length ?? 0) > 0;

/** The conditions the list was really found by: what is not applied is no condition. */
export const appliedConditions = (
	conditions: readonly Condition[],
	place: PlaceAnswer | null | undefined
): Condition[] => conditions.filter(({ key }) => key !== 'near' || !isPlaceUnknown(place));

/**
 * The filter the list was really found by: a place nobody knows does not narrow it, and data that
 * is asked for with it is refused.
 */
export function findable({ filter, whereabouts }: Pick<Asked, 'filter' | 'whereabouts'>): Filter {
	return isPlaceUnknown(whereabouts?.place) ? { ...filter, near: null } : filter;
}
