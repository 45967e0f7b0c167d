// How each language says the parts of a rule (latvian.ts, english.ts); recurrence-words.ts tells
// the shapes of rules apart, once for both.
import type { Day } from '#lib/time/days.ts';
import { weekdays, type Weekday } from './weekdays.ts';

/** How each language says the parts. */
export interface Grammar {
	everyDay(interval: number): string;
	everyWeek(interval: number, days: Weekday[]): string;
	/** The days of a month that rules name, e.g. "1. un 15. datumā". */
	inMonth(days: MonthDays): string;
	everyMonth(interval: number, days: string): string;
	everyYear(interval: number, days: string): string;
	/** A day of a named month: "18. novembrī", "maija otrajā svētdienā". */
	inNamedMonth(month: number, days: MonthDays): string;
	onlyIn(months: number[]): string;
	times(count: number): string;
	until(day: Day): string;
}

export type MonthDays =
	| { kind: 'dates'; dates: number[] }
	| { kind: 'weekdays'; weekdays: Nth[] }
	/** Which of several weekdays: "pēdējā darba dienā". */
	| { kind: 'either'; nth: number; of: Weekday[] };

/** "The second Tuesday"; from the end when negative. */
export type Nth = { weekday: Weekday; nth: number };

/** Ordinals people say without a numeral; rules with other ones are told by their dates. */
export const sayable = (nth: number): boolean => (nth >= 1 && nth <= 5) || nth === -1 || nth === -2;

export const workdays = weekdays.slice(0, 5);

/** "a", "a un b", "a, b un c". */
export const listed = (words: readonly string[], and: string) =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;

export const sameDays = (a: readonly Weekday[], b: readonly Weekday[]) =>
	a.length === b.length && b.every((day) => a.includes(day));

/** A day of some year, to ask for the name of a month. */
export const monthDay = (month: number): Day => `2026-${String(month).padStart(2, '0')}-01`;
