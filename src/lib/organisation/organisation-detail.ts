// Everything the page of one organisation shows. Rows of the database become these in organisation-detail.server.ts.
import type { Localised } from '#lib/i18n/languages.ts';
import type { Neighbour, RegionContact } from '#lib/network/region-answer.ts';
import type { EventKind, EventState } from '#lib/event/event.ts';
import type { EventDate } from '#lib/event/event.ts';
import type { Pin } from '#lib/geo/position.ts';

/** Where one fact was read, or what it was inferred from. */
export interface FactSource {
	/** Column of the listing: `phones`, `summary`, ... */
	field: string;
	/** An address, or a citation in words. */
	source: string;
	certainty: 'read' | 'inferred';
	/** How old the page was: "2019", "2021-03-16", "2013-2015"; null = not known. */
	pageDate: string | null;
}

/** A date this organisation holds or helps to hold. */
export interface HeldDate extends EventDate {
	kind: EventKind;
	state: EventState;
}

/** A picture with what it shows in words. */
export interface DescribedPicture {
	id: string;
	/** Pixels. */
	width: number;
	height: number;
	alt: Localised;
}

/** Somebody behind an organisation who agreed to be shown. */
export interface ShownPerson {
	name: string;
	role: Localised;
	/** E.164. */
	phone: string | null;
	email: string | null;
}

export interface OrganisationDetail {
	id: string;
	slug: string;
	kind: string;
	name: Localised;
	abbreviation: string | null;
	formerNames: string[];
	legalForm: Localised;
	registrationNumber: string | null;
	summary: Localised;
	topics: { id: string; name: Localised }[];
	street: string | null;
	postcode: string | null;
	place: Localised | null;
	municipality: Localised | null;
	region: { id: string; name: Localised; short: Localised } | null;
	pin: Pin | null;
	/** E.164. */
	phones: string[];
	email: string | null;
	website: string | null;
	socialLinks: string[];
	/** ISO 639-1. */
	languages: string[];
	/** OpenStreetMap syntax. */
	openingHours: string | null;
	logo: DescribedPicture | null;
	picture: DescribedPicture | null;
	contactPersons: ShownPerson[];
	/** ISO date; null = nobody who knows has ever said that it is right. */
	confirmedOn: string | null;
	isExample: boolean;
	/** ISO 8601 instant of the last change. */
	updatedAt: string;
	sources: FactSource[];
	regionContact: RegionContact | null;
	nearest: Neighbour[];
	/** Soonest first. */
	upcoming: HeldDate[];
	/** Latest first. */
	past: HeldDate[];
}
