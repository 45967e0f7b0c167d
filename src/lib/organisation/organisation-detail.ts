// Everything the page of one organisation shows, and the check an answer of the database has to
// pass to be it: type and check stand together, so that a field is said in one file. Pages import
// the type alone; the check runs where the database is asked (organisation-detail.server.ts).
import * as v from 'valibot';
import { Instant, LocalisedText, NamedRecord, PinValue, Text } from '#lib/backend/answer.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import {
	NeighbourRow,
	RegionContactRow,
	RegionRow,
	type Neighbour,
	type RegionContact
} from '#lib/network/region-answer.ts';
import { accessibility, eventDate } from '#lib/event/event-rows.ts';
import {
	eventKinds,
	eventStates,
	type Accessibility,
	type EventDate,
	type EventKind,
	type EventState
} from '#lib/event/event.ts';
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

export interface OrganisationDetail extends Accessibility {
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
	/** ISO date since which it is doubtful: nobody answered whether it is still right. */
	doubtfulSince: string | null;
	/** Instant at which somebody who keeps it last listed or changed it; null = nobody has. */
	correctedAt: string | null;
	/** ISO dates at which somebody who keeps it last changed these facts; null = nobody has. */
	changedOn: { contact: string | null; hours: string | null; where: string | null };
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

const heldDate = v.object({
	...eventDate,
	kind: v.picklist(eventKinds),
	state: v.picklist(eventStates)
});

const picture = v.object({
	id: v.string(),
	width: v.number(),
	height: v.number(),
	alt: LocalisedText
});

const Texts = v.array(v.string());

const detailRow: v.GenericSchema<unknown, OrganisationDetail> = v.object({
	id: v.string(),
	slug: v.string(),
	kind: v.string(),
	name: LocalisedText,
	abbreviation: Text,
	formerNames: Texts,
	legalForm: LocalisedText,
	registrationNumber: Text,
	summary: LocalisedText,
	topics: v.array(NamedRecord),
	street: Text,
	postcode: Text,
	place: v.nullable(LocalisedText),
	municipality: v.nullable(LocalisedText),
	region: v.nullable(RegionRow),
	pin: PinValue,
	phones: Texts,
	email: Text,
	website: Text,
	socialLinks: Texts,
	languages: Texts,
	openingHours: Text,
	...accessibility,
	logo: v.nullable(picture),
	picture: v.nullable(picture),
	contactPersons: v.array(
		v.object({ name: v.string(), role: LocalisedText, phone: Text, email: Text })
	),
	confirmedOn: Text,
	doubtfulSince: Text,
	correctedAt: v.nullable(Instant),
	changedOn: v.object({ contact: Text, hours: Text, where: Text }),
	isExample: v.boolean(),
	updatedAt: Instant,
	sources: v.array(
		v.object({
			field: v.string(),
			source: v.string(),
			certainty: v.picklist(['read', 'inferred']),
			pageDate: v.optional(Text, null)
		})
	),
	regionContact: v.nullable(RegionContactRow),
	nearest: v.array(NeighbourRow),
	upcoming: v.array(heldDate),
	past: v.array(heldDate)
});

/** The answer of `organisation_detail`. @throws ValiError when it does not have the agreed shape */
export function toOrganisationDetail(answer: unknown): OrganisationDetail {
	return v.parse(detailRow, answer);
}
