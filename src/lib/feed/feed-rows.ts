// The shape of what the database answers to feeds, checked before anything believes it.
import * as v from 'valibot';
import {
	Instant,
	LocalisedText,
	NamedRecord,
	PinValue,
	Precision,
	Text
} from '#lib/backend/answer.ts';
import { accessibility } from '#lib/event/event-rows.ts';
import { attendances, eventKinds, eventStates } from '#lib/event/event.ts';
import type { DatedEvent, FeedDate, FeedEvent, Whereabouts } from './feed-event.ts';
import type { FeedOrganisation } from './feed-organisation.ts';
import type { WithdrawnEvent } from './withdrawn.ts';

const Texts = v.array(v.string());

const placed = {
	venue: Text,
	street: Text,
	postcode: Text,
	place: v.nullable(LocalisedText),
	municipality: v.nullable(LocalisedText),
	region: v.nullable(NamedRecord),
	pin: PinValue
};
const Elsewhere: v.GenericSchema<unknown, Whereabouts> = v.object(placed);

const EventRow: v.GenericSchema<unknown, FeedEvent> = v.object({
	...placed,
	id: v.string(),
	slug: v.string(),
	kind: v.picklist(eventKinds),
	title: LocalisedText,
	summary: LocalisedText,
	attendance: v.picklist(attendances),
	languages: Texts,
	free: v.nullable(v.boolean()),
	price: LocalisedText,
	registration: v.object({
		url: Text,
		email: Text,
		phone: Text,
		deadline: v.nullable(Instant)
	}),
	state: v.picklist(eventStates),
	stateReason: LocalisedText,
	timeZone: v.string(),
	starts: v.string(),
	ends: v.string(),
	allDay: v.boolean(),
	precision: Precision,
	recurrence: Text,
	exceptions: Texts,
	knownUntil: Text,
	isExample: v.boolean(),
	version: v.number(),
	createdAt: Instant,
	updatedAt: Instant,
	topics: v.array(NamedRecord),
	organisers: v.array(v.object({ slug: Text, email: Text, name: LocalisedText })),
	sources: Texts
});

const DateRow: v.GenericSchema<unknown, FeedDate> = v.object({
	id: v.string(),
	startsAt: Instant,
	endsAt: Instant,
	originalStart: Instant,
	starts: v.string(),
	ends: v.string(),
	original: v.string(),
	state: v.picklist(eventStates),
	title: LocalisedText,
	reason: LocalisedText,
	deadline: v.nullable(Instant),
	elsewhere: v.nullable(Elsewhere),
	metres: v.nullable(v.number())
});

const WithdrawnRow: v.GenericSchema<unknown, WithdrawnEvent> = v.object({
	id: v.string(),
	kind: v.picklist(eventKinds),
	timeZone: v.string(),
	starts: v.string(),
	ends: v.string(),
	allDay: v.boolean(),
	precision: Precision,
	recurrence: Text,
	exceptions: Texts,
	knownUntil: Text,
	version: v.number(),
	createdAt: Instant,
	withdrawnAt: Instant,
	dates: v.array(
		v.object({
			id: v.string(),
			startsAt: Instant,
			endsAt: Instant,
			originalStart: Instant,
			starts: v.string(),
			ends: v.string(),
			original: v.string(),
			state: v.picklist(eventStates)
		})
	)
});

const EventsRow = v.object({
	total: v.number(),
	events: v.array(EventRow),
	/** Each with the id of its event, which many dates share. */
	dates: v.array(v.object({ event: v.string(), date: DateRow })),
	rest: v.optional(Texts, []),
	withdrawn: v.optional(v.array(WithdrawnRow), []),
	gone: v.optional(v.boolean(), false)
});

const OrganisationRow: v.GenericSchema<unknown, FeedOrganisation> = v.object({
	...placed,
	id: v.string(),
	slug: v.string(),
	kind: v.string(),
	name: LocalisedText,
	abbreviation: Text,
	formerNames: Texts,
	registrationNumber: Text,
	summary: LocalisedText,
	topics: v.array(NamedRecord),
	metres: v.nullable(v.number()),
	phones: Texts,
	email: Text,
	website: Text,
	socialLinks: Texts,
	languages: Texts,
	openingHours: Text,
	...accessibility,
	confirmedOn: Text,
	isExample: v.boolean(),
	updatedAt: Instant,
	sources: Texts
});
const OrganisationsRow = v.object({ total: v.number(), organisations: v.array(OrganisationRow) });

export interface EventsAnswer {
	/** How many there are in all: dates of a list, events of a calendar. */
	total: number;
	/** Every date with its event, in the order of the answer. */
	dates: { event: FeedEvent; date: FeedDate }[];
	/** Ids of events that are still to be asked for. */
	rest: string[];
	/** What was taken back lately. */
	withdrawn: WithdrawnEvent[];
	/** There was such an event, and it is gone. */
	gone: boolean;
}

/**
 * An answer about events. A date whose event is missing (it was withdrawn meanwhile) is left out.
 * @throws ValiError
 */
export function eventsFrom(answer: unknown): EventsAnswer {
	const { total, events, dates, rest, withdrawn, gone } = v.parse(EventsRow, answer);
	const known = new Map(events.map((event) => [event.id, event]));
	return {
		total,
		rest,
		withdrawn,
		gone,
		dates: dates.flatMap(({ event: id, date }) => {
			const event = known.get(id);
			return event ? [{ event, date }] : [];
		})
	};
}

/** The dates of an answer gathered at their events, in the order in which the events come first. */
export function byEvent(dates: EventsAnswer['dates']): DatedEvent[] {
	const gathered = new Map<FeedEvent, DatedEvent>();
	for (const { event, date } of dates) {
		const known = gathered.get(event);
		if (known) known.dates.push(date);
		else gathered.set(event, { event, dates: [date] });
	}
	return [...gathered.values()];
}

/** An answer about organisations. @throws ValiError */
export function organisationsFrom(answer: unknown): { total: number; items: FeedOrganisation[] } {
	const { total, organisations: items } = v.parse(OrganisationsRow, answer);
	return { total, items };
}
