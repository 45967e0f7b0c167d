// What is offered while somebody types, and how the keyboard moves through it.
import type { Locale } from '#lib/i18n/languages.ts';

export const suggestionTypes = ['organisation', 'place', 'topic', 'event'] as const;
export type SuggestionType = (typeof suggestionTypes)[number];

export interface Suggestion {
	type: SuggestionType;
	/** The slug of an organisation or event, the id of a place or topic. */
	id: string;
	/** In the page's language where there is such a name. */
	name: string;
	/**
	 * What tells it from others of its name: a town, a municipality, a date; null when nothing is
	 * needed.
	 */
	note: string | null;
}

/** Where suggestions for a text come from. */
export function suggestHref(typed: string, locale: Locale, placesOnly: boolean): string {
	const params = new URLSearchParams({ q: typed, lang: locale });
	if (placesOnly) params.set('only', 'place');
	return `/suggest.json?${params}`;
}

/** Suggestions of one type under one heading; the types in the order of their best suggestion. */
export function byType(
	suggestions: readonly Suggestion[]
): { type: SuggestionType; items: Suggestion[] }[] {
	const groups = new Map<SuggestionType, Suggestion[]>();
	for (const suggestion of suggestions) {
		const group = groups.get(suggestion.type);
		if (group) group.push(suggestion);
		else groups.set(suggestion.type, [suggestion]);
	}
	return [...groups].map(([type, items]) => ({ type, items }));
}

/**
 * Which option is the active one after a key, -1 for the field itself; null when the key is not
 * about the options. Past either end comes the field, so that what was typed is never out of reach.
 */
export function afterKey(key: string, active: number, count: number): number | null {
	if (count === 0) return null;
	switch (key) {
		case 'ArrowDown':
			return active + 1 >= count ? -1 : active + 1;
		case 'ArrowUp':
			return active === -1 ? count - 1 : active - 1;
		// While nothing is chosen, these two move through the text, as in any field.
		case 'Home':
			return active === -1 ? null : 0;
		case 'End':
			return active === -1 ? null : count - 1;
		default:
			return null;
	}
}

/**
 * What to write into the field for a place: with its municipality where another one on offer bears
 * the same name.
 */
export function placeText(place: Suggestion, offered: readonly Suggestion[]): string {
	const isAmbiguous = offered.some(
		(other) => other.type === 'place' && other.name === place.name && other.id !== place.id
	);
	return isAmbiguous && place.note !== null ? `${place.name}, ${place.note}` : place.name;
}
