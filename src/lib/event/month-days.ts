// What a calendar shows of a month: the answer of `events_by_day`, checked before anything believes it.
import * as v from 'valibot';
import type { EventDate } from './event.ts';
import type { PartlyLocalised } from '#lib/i18n/localised.ts';
import type { Day } from '#lib/time/days.ts';
import { attendances, eventStates, type Attendance, type EventState } from './event.ts';

/** One date of an event, as short as a day of a calendar needs it. */
export interface CalendarDate extends EventDate {
	timeZone: string;
	state: EventState;
	attendance: Attendance;
	place: (PartlyLocalised & { lv: string }) | null;
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

const Text = v.nullable(v.string());
const Instant = v.pipe(v.string(), v.isoTimestamp());

const DateRow = v.object({
	slug: v.string(),
	title_lv: Text,
	title_en: Text,
	starts_at: Instant,
	ends_at: Instant,
	all_day: v.boolean(),
	date_precision: v.picklist(['minute', 'day', 'month', 'year']),
	time_zone: v.string(),
	status: v.picklist(eventStates),
	attendance: v.picklist(attendances),
	place_lv: Text,
	place_en: Text,
	is_example: v.boolean()
});

const MonthRow = v.object({
	total: v.number(),
	days: v.array(
		v.object({ day: v.pipe(v.string(), v.isoDate()), count: v.number(), dates: v.array(DateRow) })
	),
	undated: v.array(DateRow)
});

const dateFrom = (row: v.InferOutput<typeof DateRow>): CalendarDate => ({
	slug: row.slug,
	title: { lv: row.title_lv ?? undefined, en: row.title_en ?? undefined },
	startsAt: row.starts_at,
	endsAt: row.ends_at,
	allDay: row.all_day,
	precision: row.date_precision,
	timeZone: row.time_zone,
	state: row.status,
	attendance: row.attendance,
	place: row.place_lv === null ? null : { lv: row.place_lv, en: row.place_en ?? undefined },
	isExample: row.is_example
});

/** @throws ValiError when the answer does not have the agreed shape */
export function calendarMonthFrom(answer: unknown): CalendarMonth {
	const { total, days, undated } = v.parse(MonthRow, answer);
	return {
		total,
		days: days.map(({ day, count, dates }) => ({ day, count, dates: dates.map(dateFrom) })),
		undated: undated.map(dateFrom)
	};
}
