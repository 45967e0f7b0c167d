// A month as a calendar sets it: whole weeks, Monday first. Pure; a month is `YYYY-MM` and compares
// and sorts as text.
import { addDays, type Day } from './days.ts';

/** A month of a year, `YYYY-MM`. */
export type Month = string;

/** The months a calendar can be asked for; the same years a filter's dates may have. */
const form = /^(19|2[01])\d\d-(0[1-9]|1[0-2])$/;

/** Whether a text names a month there is a calendar of. */
export const isMonth = (text: string): text is Month => form.test(text);

export const monthOf = (day: Day): Month => day.slice(0, 7);

export const firstDayOf = (month: Month): Day => `${month}-01`;

/** The month so many months later; earlier when `count` is negative. */
export function addMonths(month: Month, count: number): Month {
	const [year = 0, number = 0] = month.split('-').map(Number);
	const months = year * 12 + number - 1 + count;
	return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

export const lastDayOf = (month: Month): Day => addDays(firstDayOf(addMonths(month, 1)), -1);

/** The Monday on or before a day. */
export function mondayOf(day: Day): Day {
	// getUTCDay counts from Sunday.
	return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/**
 * The weeks of a month, seven places each, Monday first; null where a place belongs to the month
 * before or after.
 */
export function weeksOf(month: Month): (Day | null)[][] {
	const weeks: (Day | null)[][] = [];
	const last = lastDayOf(month);
	for (let monday = mondayOf(firstDayOf(month)); monday <= last; monday = addDays(monday, 7)) {
		const days = Array.from({ length: 7 }, (_, passed) => addDays(monday, passed));
		weeks.push(days.map((day) => (monthOf(day) === month ? day : null)));
	}
	return weeks;
}
