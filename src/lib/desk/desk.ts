// The first page after signing in: what waits for the person, their listings, and what others
// changed.
import type { Localised } from '#lib/i18n/languages.ts';
import type {
	DeskEvent,
	DeskList,
	DeskOrganisation,
	ListingSort
} from '#lib/listing/desk-listing.ts';
import type { Act } from '#lib/history/act.ts';

/** What can wait at an organisation, the most pressing first. */
export const organisationWaits = [
	'refused',
	'closing',
	'unanswered',
	'to-archive',
	'unconfirmed',
	'scheduled',
	'draft'
] as const;
/** What can wait at an event, the most pressing first. */
export const eventWaits = [
	'refused',
	'without-date',
	'without-place',
	'ending',
	'scheduled',
	'draft'
] as const;

/** A form that could not be saved because somebody else had saved in between. */
export interface OpenConflict {
	subject: ListingSort;
	id: string;
	name: Localised;
	keptAt: string;
}

/** An invitation nobody has answered. */
export interface OpenInvitation {
	id: string;
	name: string;
	email: string;
	expiresAt: string;
	/** Its time has passed. */
	over: boolean;
}

/** A change by somebody else. */
export interface OthersChange {
	subject: ListingSort;
	id: string;
	name: Localised;
	version: number;
	at: string;
	/** Null: the clock, or an account that is gone. */
	by: string | null;
	act: Act;
	/** Keys of the document. */
	fields: string[];
	restored: number | null;
	/** How many listings were changed in one go. */
	listings: number;
}

export interface Desk {
	organisationWaits: {
		what: (typeof organisationWaits)[number];
		list: DeskList<DeskOrganisation>;
	}[];
	eventWaits: { what: (typeof eventWaits)[number]; list: DeskList<DeskEvent> }[];
	conflicts: OpenConflict[];
	changes: OthersChange[];
	/** The organisations an editor keeps. */
	kept: DeskOrganisation[];
	organisations: DeskList<DeskOrganisation>;
	events: DeskList<DeskEvent>;
}
