// The shape of what the database answers about one event, checked before anything believes it.
import * as v from 'valibot';
import {
	Instant,
	LocalisedText,
	NamedRecord,
	PinValue,
	Precision,
	Text
} from '#lib/backend/answer.ts';
import {
	attendances,
	eventKinds,
	eventStates,
	type EventDetail,
	type EventPart,
	type WithdrawnPage
} from './event.ts';
import { accessibility, OrganiserRow } from './event-rows.ts';

const address = {
	venue: Text,
	street: Text,
	postcode: Text,
	place: v.nullable(NamedRecord),
	municipality: v.nullable(NamedRecord),
	pin: PinValue
};

const LocalTime = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/));

/** What was before a change; each kind of change has its own parts. */
const ChangedPart = v.variant('kind', [
	v.object({ kind: v.literal('time'), startsAt: Instant, endsAt: Instant }),
	v.object({
		kind: v.literal('place'),
		attendance: v.nullable(v.picklist(attendances)),
		venue: Text,
		street: Text,
		place: v.nullable(NamedRecord)
	}),
	v.object({ kind: v.literal('state'), state: v.picklist(eventStates) })
]);

const Occurrence = v.object({
	id: v.string(),
	startsAt: Instant,
	endsAt: Instant,
	state: v.picklist(eventStates),
	originalStart: Instant,
	rescheduled: v.boolean(),
	title: LocalisedText,
	reason: LocalisedText,
	elsewhere: v.nullable(v.object(address))
});

const PartRow: v.GenericSchema<unknown, EventPart> = v.object({
	slug: v.string(),
	title: LocalisedText,
	startsAt: Instant,
	endsAt: Instant
});

const DetailRow: v.GenericSchema<unknown, EventDetail> = v.object({
	...address,
	slug: v.string(),
	kind: v.picklist(eventKinds),
	title: LocalisedText,
	summary: LocalisedText,
	description: LocalisedText,
	audience: LocalisedText,
	...accessibility,
	attendance: v.picklist(attendances),
	venueOrganisation: v.nullable(OrganiserRow),
	region: v.nullable(NamedRecord),
	joinLink: v.nullable(v.object({ visibleFrom: Instant, visibleUntil: Instant, url: Text })),
	languages: v.array(v.string()),
	free: v.nullable(v.boolean()),
	price: LocalisedText,
	registration: v.object({
		url: Text,
		email: Text,
		phone: Text,
		deadline: v.nullable(Instant),
		places: v.nullable(v.number())
	}),
	state: v.picklist(eventStates),
	stateReason: LocalisedText,
	timeZone: v.string(),
	allDay: v.boolean(),
	precision: Precision,
	series: v.nullable(
		v.object({
			rule: v.string(),
			startsLocal: LocalTime,
			endsLocal: LocalTime,
			exceptions: v.array(LocalTime),
			knownUntil: Text
		})
	),
	isExample: v.boolean(),
	updatedAt: Instant,
	changedOn: v.object({
		when: Text,
		where: Text,
		registration: Text,
		fee: Text,
		who: Text,
		contact: Text
	}),
	topics: v.array(NamedRecord),
	contact: v.nullable(v.object({ name: Text, role: LocalisedText, phone: Text, email: Text })),
	funder: LocalisedText,
	image: v.nullable(
		v.object({
			path: v.string(),
			width: v.number(),
			height: v.number(),
			alternative: LocalisedText,
			credit: Text
		})
	),
	documents: v.array(v.object({ title: LocalisedText, url: v.string() })),
	changes: v.array(v.object({ occurrenceId: Text, changedAt: Instant, what: ChangedPart })),
	organisers: v.array(OrganiserRow),
	parts: v.array(PartRow),
	sources: v.array(v.object({ source: v.string(), certainty: v.picklist(['read', 'inferred']) })),
	occurrences: v.pipe(v.array(Occurrence), v.minLength(1)),
	occurrenceCount: v.number()
});

const Answer = v.nullable(DetailRow);

/** The answer of `event_detail`; null when there is no such published event. @throws ValiError */
export const detailFrom = (answer: unknown): EventDetail | null => v.parse(Answer, answer);

const WithdrawnRow: v.GenericSchema<unknown, WithdrawnPage | null> = v.nullable(
	v.object({
		told: v.nullable(
			v.object({
				kind: v.picklist(eventKinds),
				timeZone: v.string(),
				allDay: v.boolean(),
				precision: Precision,
				count: v.number(),
				dates: v.array(v.object({ startsAt: Instant, endsAt: Instant }))
			})
		),
		parts: v.array(PartRow)
	})
);

/**
 * The answer of `withdrawn_event`; null when there never was one of this name.
 * @throws ValiError
 */
export const withdrawnFrom = (answer: unknown): WithdrawnPage | null =>
	v.parse(WithdrawnRow, answer);
