// Instants and calendar days of a time zone: which day an instant falls on, when a day begins, how
// the clock stands. Everything asks Intl for the zone's rules, so a day of 23 or 25 hours is a day
// like any other. No words here; those are in dates.ts.

import { zoneFor } from './zones.ts';

/** A calendar day as `YYYY-MM-DD`. Compares and sorts as text. */
export type Day = string;

/** An instant: a Date, or ISO 8601 with an offset or `Z`. */
export type Instant = Date | string;

/** What clock and calendar show at an instant in a zone. */
export interface WallClock {
	year: number;
	/** 1 to 12. */
	month: number;
	day: number;
	hour: number;
	minute: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than a hundred uses of it. */
function clockOf(zone: string): Intl.DateTimeFormat {
	let clock = clocks.get(zone);
	if (!clock) {
		clock = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
			timeZone: zoneFor(zone),
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric'
		});
		clocks.set(zone, clock);
	}
	return clock;
}

/**
 * The wall clock of a zone at an instant; that of the network for a zone nobody knows here.
 * @throws RangeError when the instant is no date
 */
export function wallClock(instant: Instant, zone: string): WallClock {
	const parts = clockOf(zone).formatToParts(new Date(instant));
	const value = (type: Intl.DateTimeFormatPartTypes) =>
		Number(parts.find((part) => part.type === type)?.value);
	return {
		year: value('year'),
		month: value('month'),
		day: value('day'),
		hour: value('hour'),
		minute: value('minute')
	};
}

const two = (number: number) => String(number).padStart(2, '0');

/** The calendar day of an instant in a zone. */
export function dayOf(instant: Instant, zone: string): Day {
	const { year, month, day } = wallClock(instant, zone);
	return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Minutes the zone is ahead of UTC at an instant. */
export function offsetAt(instant: Instant, zone: string): number {
	const date = new Date(instant);
	const { year, month, day, hour, minute } = wallClock(date, zone);
	const shown = Date.UTC(year, month - 1, day, hour, minute);
	return Math.round((shown - Math.floor(date.getTime() / 60_000) * 60_000) / 60_000);
}

/** An offset as ISO 8601 writes it: 120 → `+02:00`. */
export function offsetText(minutes: number): string {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * The instant at which a day begins in a zone. Not simply "midnight": where the clock jumps over
 * midnight, it is the first instant that belongs to the day.
 */
export function startOfDay(day: Day, zone: string): Date {
	const midnight = Date.parse(`${day}T00:00:00Z`);
	// The offset before and after a change may differ; the one that leads to midnight of the day is
	// right.
	const guesses = [
		offsetAt(new Date(midnight - 86_400_000), zone),
		offsetAt(new Date(midnight + 86_400_000), zone)
	]
		.map((offset) => new Date(midnight - offset * 60_000))
		.sort((a, b) => a.getTime() - b.getTime());
	return guesses.find((guess) => dayOf(guess, zone) === day) ?? new Date(midnight);
}

/** Whole days from one day to another; negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The day so many days later; earlier when `count` is negative. */
export function addDays(day: Day, count: number): Day {
	return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
