// An organisation as the feeds know it: everything the listing tells the public.
import type { Localised } from '#lib/i18n/languages.ts';
import type { Accessibility, NamedRecord } from '#lib/event/event.ts';
import type { Whereabouts } from './feed-event.ts';

export interface FeedOrganisation extends Whereabouts, Accessibility {
	/** UUID. */
	id: string;
	slug: string;
	kind: string;
	name: Localised;
	abbreviation: string | null;
	formerNames: string[];
	registrationNumber: string | null;
	summary: Localised;
	topics: NamedRecord[];
	/** Metres from the point the filter names; null without one. */
	metres: number | null;
	/** E.164. */
	phones: string[];
	email: string | null;
	website: string | null;
	socialLinks: string[];
	/** ISO 639-1. */
	languages: string[];
	/** OpenStreetMap syntax. */
	openingHours: string | null;
	/** ISO date; null = nobody who knows has ever said that it is right. */
	confirmedOn: string | null;
	isExample: boolean;
	/** Instant of the last change. */
	updatedAt: string;
	sources: string[];
}
