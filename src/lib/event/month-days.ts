// What a calendar shows of a month: the answer of `events_by_day`, checked before anything believes
// it.
import type { Localised } from '#lib/i18n/languages.ts';
import * as v from 'valibot';
import { LocalisedText } from '#lib/backend/answer.ts';
import { eventDate, toldHere } from './event-rows.ts';
import type { EventDate } from './event.ts';
import type { Day } from '#lib/time/days.ts';
import { attendances, eventStates, type Attendance, type EventState } from './event.ts';

/** One date of an event, as short as a day of a calendar needs it. */
export interface CalendarDate extends EventDate {
	timeZone: string;
	/** Zone in which the event itself tells its hours, where that is another one. */
	otherZone: string | null;
	state: EventState;
	attendance: Attendance;
	place: Localised | null;
}

export interface CalendarDay {
	day: Day;
	/** How many dates fall on it; `dates` are the first of them. */
	count: number;
	dates: CalendarDate[];
}

export interface CalendarMonth {
	/** Dates of the whole month, one of several days counted once. */
	total: number;
	/** In order; a day with nothing on it is missing. */
	days: CalendarDay[];
	/** Past events of which only the month is known. */
	undated: CalendarDate[];
}

const Dates = v.array(
	v.pipe(
		v.object({
			...eventDate,
			timeZone: v.string(),
			state: v.picklist(eventStates),
			attendance: v.picklist(attendances),
			place: v.nullable(LocalisedText)
		}),
		v.transform(toldHere)
	)
);

const Month: v.GenericSchema<unknown, CalendarMonth> = v.object({
	total: v.number(),
	days: v.array(
		v.object({ day: v.pipe(v.string(), v.isoDate()), count: v.number(), dates: Dates })
	),
	undated: Dates
});

/** @throws ValiError when the answer does not have the agreed shape */
export const calendarMonthFrom = (answer: unknown): CalendarMonth => v.parse(Month, answer);
