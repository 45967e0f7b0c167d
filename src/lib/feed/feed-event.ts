// An event as the feeds know it: every fact another program may want, and its dates beside it. Rows
// of the database become these in feed-rows.ts.
import type { Localised } from '#lib/i18n/languages.ts';
import type { Attendance, EventKind, EventState, NamedRecord } from '#lib/event/event.ts';
import type { EventDate } from '#lib/event/event.ts';
import type { Pin } from '#lib/geo/position.ts';

/** Date and time on the wall of the event's own zone: `2026-12-17T10:00:00`. Sorts as text. */
export type LocalTime = string;

export interface FeedOrganiser {
	/** Null for somebody who is not in the directory. */
	slug: string | null;
	name: Localised;
	email: string | null;
}

/** Where something is held; what is not known is null. */
export interface Whereabouts {
	venue: string | null;
	street: string | null;
	postcode: string | null;
	place: Localised | null;
	municipality: Localised | null;
	region: NamedRecord | null;
	pin: Pin | null;
}

export interface FeedEvent extends Whereabouts {
	/** UUID; the same for as long as the event exists. */
	id: string;
	slug: string;
	kind: EventKind;
	title: Localised;
	summary: Localised;
	attendance: Attendance;
	/** Languages spoken, ISO 639-1. */
	languages: string[];
	/** null = not known. */
	free: boolean | null;
	price: Localised;
	registration: {
		url: string | null;
		email: string | null;
		phone: string | null;
		/** An instant. */
		deadline: string | null;
	};
	state: EventState;
	stateReason: Localised;
	/** IANA zone. */
	timeZone: string;
	/** The first date as the rule of a series counts from it. */
	starts: LocalTime;
	ends: LocalTime;
	allDay: boolean;
	precision: EventDate['precision'];
	/** RFC 5545 rule, without DTSTART; null for what is not a series. */
	recurrence: string | null;
	/** Dates the rule gives and that are not held. */
	exceptions: LocalTime[];
	/** The last day up to which an open-ended series is known; null for every other event. */
	knownUntil: string | null;
	isExample: boolean;
	/** Rises by one with every saved change, from 1. */
	version: number;
	/** Instants. */
	createdAt: string;
	updatedAt: string;
	topics: NamedRecord[];
	organisers: FeedOrganiser[];
	/** Web addresses, or descriptions in words. */
	sources: string[];
	/** It was taken back: its words are gone, and its page too. */
	withdrawn?: true;
}

/** One date of an event. */
export interface FeedDate {
	/** The occurrence's UUID. */
	id: string;
	/** Instants. */
	startsAt: string;
	endsAt: string;
	/** When the rule says it is; differs from `startsAt` once this date was moved. */
	originalStart: string;
	/** The same three on the wall of the event's zone. */
	starts: LocalTime;
	ends: LocalTime;
	original: LocalTime;
	/** What holds of this date, and why: of its own or of the whole event. */
	state: EventState;
	reason: Localised;
	/** What this date has of its own; empty where it is as the event says. */
	title: Localised;
	/** Until when people register for this date; an instant. */
	deadline: string | null;
	/** Held elsewhere than the event says. */
	elsewhere: Whereabouts | null;
	/** Metres from the point the filter names; null without one. */
	metres: number | null;
}

/** An event with the dates that were asked for, in order of time. */
export interface DatedEvent {
	event: FeedEvent;
	dates: FeedDate[];
}

/**
 * Of a date known only by its day, month or year, a time of day would be invented: it is told as
 * whole days.
 */
export const isWholeDays = ({
	allDay,
	precision
}: Pick<FeedEvent, 'allDay' | 'precision'>): boolean => allDay || precision !== 'minute';
