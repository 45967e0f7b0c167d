// What an event is in the directory: the domain types of lists, the map and the event's page. Rows
// of the database become these in events.server.ts.
import type { Localised } from '#lib/i18n/languages.ts';
import type { Pin } from '#lib/geo/position.ts';

/** One date of an event as short as a list needs it. Instants are ISO 8601 in UTC. */
export interface EventDate {
	slug: string;
	title: Localised;
	startsAt: string;
	endsAt: string;
	allDay: boolean;
	/** Of some past events only the month or the year is known. */
	precision: 'minute' | 'day' | 'month' | 'year';
	isExample: boolean;
}

/** Characters of a description at most, in each language. */
export const longestDescription = 20_000;

/** Kinds of event, in the order they are offered. The database refuses any other. */
export const eventKinds = [
	'seminar',
	'discussion',
	'training',
	'conference',
	'forum',
	'information-day',
	'experience-exchange',
	'other'
] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventStates = [
	'planned',
	'confirmed',
	'postponed',
	'moved',
	'cancelled',
	'full'
] as const;
export type EventState = (typeof eventStates)[number];

export const attendances = ['on-site', 'online', 'both'] as const;
export type Attendance = (typeof attendances)[number];

/**
 * What a venue or an event offers to people with special needs, in the order it is told. The
 * database refuses any other.
 */
export const accessibilityWords = [
	'step-free',
	'lift',
	'accessible-toilet',
	'accessible-parking',
	'public-transport',
	'hearing-loop',
	'sign-language',
	'interpretation',
	'captions',
	'easy-language',
	'large-print',
	'assistance-dogs',
	'personal-assistant',
	'quiet-room',
	'child-care'
] as const;
export type AccessibilityWord = (typeof accessibilityWords)[number];

/** What there is for people with special needs, and what else is to be said of it. */
export interface Accessibility {
	/** What is known to be there; what is missing in the list is not known. */
	accessibility: AccessibilityWord[];
	accessibilityNote: Localised;
}

/** Who holds an event; `slug` is null for somebody who is not in the directory. */
export interface Organiser {
	slug: string | null;
	kind: string | null;
	name: Localised;
}

/** One date of an event in a list. */
export interface EventSummary extends EventDate {
	/** The occurrence's id: one event has several dates. */
	occurrenceId: string;
	kind: EventKind;
	summary: Localised;
	/** Zone its hours are told in here. */
	timeZone: string;
	/** Zone in which the event itself tells them, where that is another one. */
	otherZone: string | null;
	state: EventState;
	attendance: Attendance;
	venue: string | null;
	place: Localised | null;
	regionId: string | null;
	pin: Pin | null;
	/** null = not known. */
	free: boolean | null;
	inSeries: boolean;
	registrationDeadline: string | null;
	metres: number | null;
	organisers: Organiser[];
}

/** An event as a pin with its next date, names in one language. */
export type EventPoint = [
	slug: string,
	kind: EventKind,
	title: string,
	lat: number,
	lng: number,
	approximate: boolean,
	startsAt: string,
	endsAt: string,
	allDay: boolean,
	precision: EventDate['precision'],
	isExample: boolean
];

/** A name of the directory that can be linked: a topic, a region, a municipality. */
export interface NamedRecord {
	id: string;
	name: Localised;
}

/** Where something is held, as far as it is known. */
export interface EventAddress {
	venue: string | null;
	street: string | null;
	postcode: string | null;
	place: NamedRecord | null;
	municipality: NamedRecord | null;
	pin: Pin | null;
}

/** One date of an event on its own page. */
export interface EventOccurrence {
	id: string;
	startsAt: string;
	endsAt: string;
	/** What holds of this date, whatever was said of it and of the whole event. */
	state: EventState;
	/**
	 * When the rule says it begins: what calendars know this date by (RECURRENCE-ID). Differs from
	 * `startsAt` once moved.
	 */
	originalStart: string;
	/** This one date was moved away from what the rule says. */
	rescheduled: boolean;
	/** A title of this date alone; empty: the event's. */
	title: Localised;
	/** Why: of this date, or of the whole event where that holds. */
	reason: Localised;
	/** This date is held at another place than the event; null: where the event is. */
	elsewhere: EventAddress | null;
}

/** Another part of a divided series. */
export interface EventPart {
	slug: string;
	title: Localised;
	/** Where its first date begins and its last one ends. */
	startsAt: string;
	endsAt: string;
}

/** What is left to say at the address of an event that was taken back. */
export interface WithdrawnPage {
	/**
	 * What feeds go on telling of it for a while: its kind and the dates that were still ahead; null
	 * afterwards. None of its words: some are taken back because of them.
	 */
	told: {
		kind: EventKind;
		timeZone: string;
		allDay: boolean;
		precision: EventDate['precision'];
		/** How many dates were ahead; the first of them are `dates`. */
		count: number;
		dates: { startsAt: string; endsAt: string }[];
	} | null;
	/** The parts of its series that are still there, in order of time. */
	parts: EventPart[];
}

/** What was true of a published event before it was changed: "moved from 12 March". */
export interface EventChange {
	/** The date it is about; null: the whole event. */
	occurrenceId: string | null;
	changedAt: string;
	what: ChangedPart;
}

export type ChangedPart =
	| { kind: 'time'; startsAt: string; endsAt: string }
	| {
			kind: 'place';
			/** null = not recorded. */
			attendance: Attendance | null;
			venue: string | null;
			street: string | null;
			place: NamedRecord | null;
	  }
	| { kind: 'state'; state: EventState };

/** How the dates of a series follow from one another. */
export interface EventSeries {
	/** RFC 5545 recurrence rule, without DTSTART. */
	rule: string;
	/** First date as people say it, in the event's zone: `2026-12-08T18:00:00`. */
	startsLocal: string;
	endsLocal: string;
	/** Dates the rule gives and that are not held (EXDATE), like `startsLocal`. */
	exceptions: string[];
	/** An open-ended series is only known until this day (ISO date); null: it has an end. */
	knownUntil: string | null;
}

/** A picture of this server. */
export interface EventImage {
	path: string;
	/** Pixels. */
	width: number;
	height: number;
	alternative: Localised;
	credit: string | null;
}

/** The link to follow an event online. */
export interface JoinLink {
	/** Instants between which it is shown. */
	visibleFrom: string;
	visibleUntil: string;
	/** null: too early. */
	url: string | null;
}

/** Where a fact of a listing was found. */
export interface EventSource {
	/** A web address, or a description in words. */
	source: string;
	certainty: 'read' | 'inferred';
}

/** Everything an event's page shows. */
export interface EventDetail extends EventAddress, Accessibility {
	slug: string;
	kind: EventKind;
	title: Localised;
	summary: Localised;
	/** Markdown. */
	description: Localised;
	/** Whom it is for. */
	audience: Localised;
	attendance: Attendance;
	/** The organisation whose address this is, to be linked. */
	venueOrganisation: Organiser | null;
	region: NamedRecord | null;
	/** Shown for a while before and during the next date; null: there is none to show. */
	joinLink: JoinLink | null;
	/** Languages spoken, ISO 639-1. */
	languages: string[];
	/** null = not known. */
	free: boolean | null;
	price: Localised;
	registration: {
		url: string | null;
		email: string | null;
		phone: string | null;
		/** An instant; what ends at midnight ends with the day before. */
		deadline: string | null;
		/** How many can take part; null = not known or not limited. */
		places: number | null;
	};
	state: EventState;
	stateReason: Localised;
	timeZone: string;
	allDay: boolean;
	precision: EventDate['precision'];
	/** null: no series. The dates that follow from its rule are `occurrences`. */
	series: EventSeries | null;
	isExample: boolean;
	updatedAt: string;
	/** ISO dates at which somebody who keeps it last changed these facts; null = nobody has. */
	changedOn: Record<'when' | 'where' | 'registration' | 'fee' | 'who' | 'contact', string | null>;
	topics: NamedRecord[];
	/** Whom to ask about this event; null: the organiser. */
	contact: {
		name: string | null;
		role: Localised;
		phone: string | null;
		email: string | null;
	} | null;
	/** Who pays for it, in the words the funder asks for. */
	funder: Localised;
	image: EventImage | null;
	documents: { title: Localised; url: string }[];
	/** What was true before, newest first; at most 20. */
	changes: EventChange[];
	organisers: Organiser[];
	sources: EventSource[];
	/** The other parts of a series that was divided, in order of time. */
	parts: EventPart[];
	/**
	 * In order of time: what is still to come, and past dates as far as there is room. At least one.
	 */
	occurrences: EventOccurrence[];
	/** How many dates there are in all. */
	occurrenceCount: number;
}
