// Everything the page of one organisation shows. Rows of the database become these in organisation-detail.server.ts.
import type { EventKind, EventState } from '../event/event.ts';
import type { Localised } from '../page/network.ts';
import type { EventDate, PartlyLocalised, Pin } from './organisation.ts';

/** A name that is at least there in Latvian. */
export type Name = PartlyLocalised & { lv: string };

/** Where one fact was read, or what it was inferred from. */
export interface FactSource {
	/** Column of the listing: `phones`, `summary_lv`, ... */
	field: string;
	/** An address, or a citation in words. */
	source: string;
	certainty: 'read' | 'inferred';
	/** How old the page was: "2019", "2021-03-16", "2013-2015"; null = not known. */
	pageDate: string | null;
}

/** Another organisation near this one. */
export interface Neighbour {
	slug: string;
	kind: string;
	name: Name;
	place: Name | null;
	metres: number;
	/** Its pin only stands at the town's centre. */
	approximate: boolean;
}

/** Who answers for the region. */
export interface RegionContact {
	slug: string;
	name: Name;
	/** E.164. */
	phones: string[];
	email: string | null;
	website: string | null;
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
	alt: PartlyLocalised;
}

/** Somebody behind an organisation who agreed to be shown. */
export interface ShownPerson {
	name: string;
	role: PartlyLocalised;
	/** E.164. */
	phone: string | null;
	email: string | null;
}

export interface OrganisationDetail {
	id: string;
	slug: string;
	kind: string;
	name: Name;
	abbreviation: string | null;
	formerNames: string[];
	legalForm: PartlyLocalised;
	registrationNumber: string | null;
	summary: PartlyLocalised;
	topics: { id: string; name: Localised }[];
	street: string | null;
	postcode: string | null;
	place: Name | null;
	municipality: string | null;
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
