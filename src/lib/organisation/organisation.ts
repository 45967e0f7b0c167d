// What an organisation is in the directory: the domain types every page, map and feed uses. Rows of the database become
// these in organisations.server.ts; nothing else knows the columns.
import type { Localised } from '../page/network.ts';
import type { Locale } from '../page/paths.ts';

/** A text that may be missing in a language; at least one of the two is there. */
export type PartlyLocalised = Partial<Localised>;

/** WGS84 degrees. */
export interface Position {
	lat: number;
	lng: number;
}

/** A pin: where it stands, and whether it only stands at the town's centre because the street is not known. */
export interface Pin extends Position {
	approximate: boolean;
}

/** One date of an event as short as a list needs it. Instants are ISO 8601 in UTC. */
export interface EventDate {
	slug: string;
	title: PartlyLocalised;
	startsAt: string;
	endsAt: string;
	allDay: boolean;
	/** Of some past events only the month or the year is known. */
	precision: 'minute' | 'day' | 'month' | 'year';
	isExample: boolean;
}

/** An organisation in a list. */
export interface OrganisationSummary {
	id: string;
	slug: string;
	kind: string;
	name: PartlyLocalised & { lv: string };
	abbreviation: string | null;
	summary: PartlyLocalised;
	street: string | null;
	place: (PartlyLocalised & { lv: string }) | null;
	municipality: string | null;
	regionId: string | null;
	pin: Pin | null;
	/** ISO date somebody who knows last said that the listing is right; null = never. */
	confirmedOn: string | null;
	isExample: boolean;
	/** Metres from the point the filter names; null without one. */
	metres: number | null;
	nextEvent: EventDate | null;
}

/** A row of a list: what only the card and the page show is left to them, or every list would carry it twice. */
export type OrganisationListing = Omit<OrganisationSummary, 'id' | 'street' | 'summary'> & {
	/** Where it matches the words searched for when its name does not; missing when there is nothing to show. */
	match?: { text: string; lang: Locale | undefined };
};

/** One page of a list, with the size of the whole. */
export interface ListPage<T> {
	items: T[];
	/** How many there are on all pages. */
	total: number;
	page: number;
	pageSize: number;
	/** The id of the last row, after which the next page begins (`after` of the filter); null on an empty page. */
	last: string | null;
}

/** An organisation as a pin on the map: `[slug, kind, name, latitude, longitude, approximate]`, names in one language. */
export type OrganisationPoint = [
	slug: string,
	kind: string,
	name: string,
	lat: number,
	lng: number,
	approximate: boolean
];

/**
 * The text in the page's language, or in the other one with that language named, so that the page can mark it with
 * `lang`. Null when there is neither.
 */
export function textIn(
	text: PartlyLocalised,
	locale: Locale
): { text: string; lang: Locale | undefined } | null {
	const own = text[locale];
	if (own) return { text: own, lang: undefined };
	const other: Locale = locale === 'lv' ? 'en' : 'lv';
	const foreign = text[other];
	return foreign ? { text: foreign, lang: other } : null;
}
