// A listing as the pages of its keeper show it in a row: what one would correct, and how it stands.
// Rows of the database become these in desk-rows.server.ts.
import type { Localised } from '#lib/i18n/languages.ts';
import type { Phone } from '#lib/formats/phone.server.ts';

export const subjects = ['organisation', 'event'] as const;
/** What a listing is. */
export type ListingSort = (typeof subjects)[number];

/** How a listing stands before the public. */
export const listingStates = ['draft', 'scheduled', 'published', 'archived'] as const;
export type ListingState = (typeof listingStates)[number];

export interface ListingRow {
	id: string;
	slug: string;
	/** A draft may have none yet. */
	name: Localised;
	version: number;
	state: ListingState;
	/** Instant at which a scheduled one is published. */
	publishAt: string | null;
	isExample: boolean;
	updatedAt: string;
	street: string | null;
	place: Localised | null;
	topics: string[];
}

export interface DeskOrganisation extends ListingRow {
	subject: 'organisation';
	kind: string;
	/** ISO date; null = nobody ever confirmed it. */
	confirmedOn: string | null;
	/** ISO date since which visitors are told that it is doubtful. */
	doubtfulSince: string | null;
	/** What it has said of itself by the link of a mail, while nobody has decided. */
	closing: { what: 'closed' | 'moved'; on: string; whereTo: string | null } | null;
	/** Instant at which somebody who keeps it last listed or changed it; null = nobody has. */
	correctedAt: string | null;
	phones: Phone[];
	email: string | null;
	/** OpenStreetMap syntax. */
	openingHours: string | null;
}

export interface DeskEvent extends ListingRow {
	subject: 'event';
	status: 'planned' | 'confirmed' | 'postponed' | 'moved' | 'cancelled' | 'full';
	online: boolean;
	venue: string | null;
	phone: Phone | null;
	organiser: Localised | null;
	series: boolean;
	/** Until which day an open-ended series is worked out. */
	knownUntil: string | null;
	/** The next date, or the last one when all are over; null when it has none. */
	date: {
		startsAt: string;
		endsAt: string;
		allDay: boolean;
		precision: 'minute' | 'day' | 'month' | 'year';
		timeZone: string;
	} | null;
}

export type DeskListing = DeskOrganisation | DeskEvent;

export interface DeskList<T extends DeskListing = DeskListing> {
	items: T[];
	/** How many there are on all pages. */
	total: number;
}
