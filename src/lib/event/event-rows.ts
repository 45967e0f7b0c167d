// The shape of what the database answers about lists and maps of events, checked before anything
// believes it. A row that does not fit is a fault of ours and stops the page rather than showing
// half a truth. The page of one event has more: event-detail-rows.ts.
import { network } from '#network';
import * as v from 'valibot';
import { Instant, LocalisedText, PinValue, Precision, Text } from '#lib/backend/answer.ts';
import { CellTuple, type CellRow } from '#lib/geo/cells.ts';
import {
	accessibilityWords,
	attendances,
	eventKinds,
	eventStates,
	type EventDate,
	type EventPoint,
	type EventSummary,
	type Organiser
} from './event.ts';

/** One date of an event as short as a list needs it. */
export const eventDate = {
	slug: v.string(),
	title: LocalisedText,
	startsAt: Instant,
	endsAt: Instant,
	allDay: v.boolean(),
	precision: Precision,
	isExample: v.boolean()
};

export const EventDateRow: v.GenericSchema<unknown, EventDate> = v.object(eventDate);

/**
 * What there is for people with special needs, in the order of the list, whatever order it was
 * saved in.
 */
export const accessibility = {
	accessibility: v.pipe(
		v.array(v.picklist(accessibilityWords)),
		v.transform((known) => accessibilityWords.filter((word) => known.includes(word)))
	),
	accessibilityNote: LocalisedText
};

export const OrganiserRow: v.GenericSchema<unknown, Organiser> = v.object({
	slug: Text,
	kind: Text,
	name: LocalisedText
});

/**
 * A date as a list of many shows it: under the day and at the hour of the network's people, also
 * where the event tells its hours in another zone. Whole days are the same days everywhere.
 */
export function toldHere<Row extends EventDate & { timeZone: string }>(
	row: Row
): Row & { otherZone: string | null } {
	const elsewhere = row.timeZone !== network.timeZone && row.precision === 'minute' && !row.allDay;
	return elsewhere
		? { ...row, timeZone: network.timeZone, otherZone: row.timeZone }
		: { ...row, otherZone: null };
}

const listed = v.object({
	...eventDate,
	occurrenceId: v.string(),
	kind: v.picklist(eventKinds),
	summary: LocalisedText,
	timeZone: v.string(),
	state: v.picklist(eventStates),
	attendance: v.picklist(attendances),
	venue: Text,
	place: v.nullable(LocalisedText),
	regionId: Text,
	pin: PinValue,
	free: v.nullable(v.boolean()),
	inSeries: v.boolean(),
	registrationDeadline: v.nullable(Instant),
	metres: v.nullable(v.number()),
	organisers: v.array(OrganiserRow)
});
const EventRow: v.GenericSchema<unknown, EventSummary> = v.pipe(listed, v.transform(toldHere));

const PointRow: v.GenericSchema<unknown, EventPoint> = v.tuple([
	v.string(),
	v.picklist(eventKinds),
	v.string(),
	v.number(),
	v.number(),
	v.boolean(),
	Instant,
	Instant,
	v.boolean(),
	Precision,
	v.boolean()
]);

const [summaries, points] = [v.array(EventRow), v.array(PointRow)];
const cells = v.array(v.union([PointRow, CellTuple]));

/** The answer of `find_events`. @throws ValiError when it does not have the agreed shape */
export const summariesFrom = (answer: unknown): EventSummary[] => v.parse(summaries, answer);

/** The answer of `event_cells`. @throws ValiError */
export const cellsFrom = (answer: unknown): (EventPoint | CellRow)[] => v.parse(cells, answer);

/** The answer of `event_points`. @throws ValiError */
export const pointsFrom = (answer: unknown): EventPoint[] => v.parse(points, answer);
