// What an organisation is in the directory: the domain types every page, map and feed uses. Rows of
// the database become these in organisations.server.ts; nothing else knows the columns.
import type { EventDate } from '#lib/event/event.ts';
import type { Phone } from '#lib/formats/phone.server.ts';
import type { Pin } from '#lib/geo/position.ts';
import type { Language, Localised } from '#lib/i18n/languages.ts';

/** An organisation in a list. */
export interface OrganisationSummary {
	id: string;
	slug: string;
	kind: string;
	name: Localised;
	abbreviation: string | null;
	summary: Localised;
	street: string | null;
	place: Localised | null;
	municipality: Localised | null;
	regionId: string | null;
	pin: Pin | null;
	/** The first of its numbers. */
	phone: Phone | null;
	email: string | null;
	website: string | null;
	/** ISO date somebody who knows last said that the listing is right; null = never. */
	confirmedOn: string | null;
	/** ISO date since which it is doubtful: nobody answered whether it is still right. */
	doubtfulSince: string | null;
	/** Instant at which somebody who keeps it last listed or changed it; null = nobody has. */
	correctedAt: string | null;
	isExample: boolean;
	/** Metres from the point the filter names; null without one. */
	metres: number | null;
	nextEvent: EventDate | null;
}

/** How it is reached, in a list: what is not known is left out or null. */
export type WaysToReach = Pick<OrganisationSummary, 'phone' | 'email' | 'website'>;

/**
 * A row of a list: what only the card and the page show is left to them, or every list would carry
 * it twice.
 */
export type OrganisationListing = Omit<
	OrganisationSummary,
	'id' | 'street' | 'summary' | keyof WaysToReach
> &
	Partial<WaysToReach> & {
		/**
		 * Where it matches the words searched for when its name does not; missing when there is nothing
		 * to show.
		 */
		match?: { text: string; lang: Language | undefined };
	};

/**
 * An organisation as a pin on the map: `[slug, kind, name, latitude, longitude, approximate]`,
 * names in one language; followed by `true` when its listing is doubtful.
 */
export type OrganisationPoint = [
	slug: string,
	kind: string,
	name: string,
	lat: number,
	lng: number,
	approximate: boolean,
	doubtful?: true
];
