// What an event is in the directory: the domain types of lists, the map and the event's page. Rows of the database become
// these in events.server.ts.
import type { EventDate, PartlyLocalised, Pin } from '../organisation/organisation.ts';

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

/** Who holds an event; `slug` is null for somebody who is not in the directory. */
export interface Organiser {
	slug: string | null;
	kind: string | null;
	name: PartlyLocalised & { lv: string };
}

/** One date of an event in a list. */
export interface EventSummary extends EventDate {
	/** The occurrence's id: one event has several dates. */
	occurrenceId: string;
	kind: EventKind;
	summary: PartlyLocalised;
	timeZone: string;
	state: EventState;
	attendance: Attendance;
	venue: string | null;
	place: (PartlyLocalised & { lv: string }) | null;
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
	name: PartlyLocalised & { lv: string };
}

/** One date of an event on its own page. */
export interface EventOccurrence {
	id: string;
	startsAt: string;
	endsAt: string;
	/** This date's own state where it differs from the event's, else the event's. */
	state: EventState;
}

/** Where a fact of a listing was found. */
export interface EventSource {
	/** A web address, or a description in words. */
	source: string;
	certainty: 'read' | 'inferred';
}

/** Everything an event's page shows. */
export interface EventDetail {
	slug: string;
	kind: EventKind;
	title: PartlyLocalised;
	summary: PartlyLocalised;
	/** Markdown. */
	description: PartlyLocalised;
	attendance: Attendance;
	venue: string | null;
	street: string | null;
	postcode: string | null;
	place: NamedRecord | null;
	municipality: NamedRecord | null;
	region: NamedRecord | null;
	pin: Pin | null;
	/** Languages spoken, ISO 639-1. */
	languages: string[];
	/** null = not known. */
	free: boolean | null;
	price: PartlyLocalised;
	registration: {
		url: string | null;
		email: string | null;
		phone: string | null;
		/** An instant; what ends at midnight ends with the day before. */
		deadline: string | null;
	};
	state: EventState;
	stateReason: PartlyLocalised;
	timeZone: string;
	allDay: boolean;
	precision: EventDate['precision'];
	/** RFC 5545 rule of a series; the dates that follow from it are `occurrences`. */
	recurrence: string | null;
	isExample: boolean;
	updatedAt: string;
	topics: NamedRecord[];
	organisers: Organiser[];
	sources: EventSource[];
	/** In order of time: what is still to come, and past dates as far as there is room. At least one. */
	occurrences: EventOccurrence[];
	/** How many dates there are in all. */
	occurrenceCount: number;
}
