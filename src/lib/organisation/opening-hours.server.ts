// Reads opening hours in the OpenStreetMap syntax (https://wiki.openstreetmap.org/wiki/Key:opening_hours) by the kept
// library `opening_hours`. Server only: it is a megabyte.
//
// The library reads the clock of the process through Date's local getters. So it is given Dates whose local parts are the
// wall clock of the network's zone, and only their local parts are read back: right whatever zone the server stands in.
import type { default as Hours } from 'opening_hours';
import { network } from '#network';
import { daysBetween, wallClock } from '#lib/time/days.ts';
import type { DayGroup, OpeningHours, OpenTimes, StateChange } from './opening-hours.ts';

const two = (value: number) => String(value).padStart(2, '0');
const timeOf = (wall: Date) => `${two(wall.getHours())}:${two(wall.getMinutes())}`;
const dayOf = (wall: Date) =>
	`${wall.getFullYear()}-${two(wall.getMonth() + 1)}-${two(wall.getDate())}`;
const weekdayOf = (wall: Date) => wall.getDay() || 7;
const midnight = (wall: Date, days = 0) =>
	new Date(wall.getFullYear(), wall.getMonth(), wall.getDate() + days);

/** A Date whose local parts are the zone's wall clock at `instant`. */
function localClock(instant: Date, timeZone: string): Date {
	const { year, month, day, hour, minute } = wallClock(instant, timeZone);
	return new Date(year, month - 1, day, hour, minute);
}

const holidayRule = /^\s*(PH|SH)\b/;
const dependsOnSun = /\b(sunrise|sunset|dawn|dusk)\b/;

/** Makes the library's object of a value; that throws when the value is malformed. */
async function parser(): Promise<(value: string) => Hours> {
	// Loaded with the first listing that has hours, not at start.
	const { default: OpeningHoursOf } = await import('opening_hours');
	return (value) =>
		new OpeningHoursOf(value, {
			// Only the country matters, for its public holidays; the sun is not asked.
			lat: (network.bounds.south + network.bounds.north) / 2,
			lon: (network.bounds.west + network.bounds.east) / 2,
			address: { country_code: network.country.toLowerCase(), state: '' }
		});
}

/**
 * What a value says, now. Malformed values, and such as depend on the sun, come back as unreadable: better the raw text than
 * wrong hours. Never throws.
 * @param raw the value as it stands in the listing
 * @param instant what "now" means
 */
export async function readOpeningHours(
	raw: string,
	instant: Date = new Date(),
	timeZone: string = network.timeZone
): Promise<OpeningHours> {
	const parse = await parser();
	try {
		if (dependsOnSun.test(raw)) return { readable: false, raw };
		const hours = parse(raw);
		const now = localClock(instant, timeZone);
		const rules = raw.split(';');
		const everyday = rules.filter((rule) => !holidayRule.test(rule)).join(';');
		const holiday = rules.find((rule) => /^\s*PH\b/.test(rule));
		// Holidays make no two weeks alike for the library, but people say "Monday to Friday, closed on holidays".
		const week = everyday.trim() === '' ? hours : parse(everyday);
		const weekly = week.isWeekStable() && !rules.some((rule) => /\bSH\b/.test(rule));
		return {
			readable: true,
			raw,
			...stateAt(hours, now),
			weekly,
			groups: weekly ? weekGroups(week, now) : nextDays(hours, now),
			holidays: !weekly || !holiday ? null : /\b(off|closed)\s*$/.test(holiday) ? 'closed' : 'other'
		};
	} catch {
		return { readable: false, raw };
	}
}

const hour = 3_600_000;

/**
 * Whether a value means "open" at a minute, and until which instant (milliseconds) that is sure to hold. What cannot be read,
 * and what is only perhaps open, is not open. Never throws.
 */
export async function openUntil(
	raw: string,
	minute: Date,
	timeZone: string
): Promise<{ open: boolean; until: number }> {
	const parse = await parser();
	try {
		if (dependsOnSun.test(raw)) return { open: false, until: Infinity };
		const hours = parse(raw);
		const now = localClock(minute, timeZone);
		// Clocks are only ever changed on the hour: until then the wall clock goes on like any clock.
		const nextHour = (Math.floor(minute.getTime() / hour) + 1) * hour;
		const change = hours.getNextChange(now, new Date(now.getTime() + hour));
		return {
			open: hours.getState(now),
			until: Math.min(
				nextHour,
				change ? minute.getTime() + (change.getTime() - now.getTime()) : nextHour
			)
		};
	} catch {
		return { open: false, until: Infinity };
	}
}

type State = 'open' | 'closed' | 'uncertain';

const stateOf = (hours: Hours, wall: Date): State =>
	hours.getState(wall) ? 'open' : hours.getUnknown(wall) ? 'uncertain' : 'closed';

function stateAt(hours: Hours, now: Date) {
	const state = stateOf(hours, now);
	const horizon = midnight(now, 60);
	let change: StateChange | null = null;
	// A change of comment is also a change to the library; only one of state is one to a visitor.
	for (let wall = hours.getNextChange(now, horizon); wall;) {
		if (stateOf(hours, wall) !== state) {
			change = {
				time: timeOf(wall),
				date: dayOf(wall),
				weekday: weekdayOf(wall),
				inDays: daysBetween(dayOf(now), dayOf(wall))
			};
			break;
		}
		wall = hours.getNextChange(wall, horizon);
	}
	return { state, comment: hours.getComment(now) ?? null, change };
}

/** The times that begin on one day. */
function timesOn(hours: Hours, day: Date): OpenTimes[] {
	const end = midnight(day, 1);
	// Two days: what runs past midnight belongs to the day it began on.
	return hours
		.getOpenIntervals(midnight(day, -1), midnight(day, 2))
		.flatMap(([from, to, uncertain, comment]) => {
			// Runs until noon or longer the next day: not a long evening, but days without closing, told one by one.
			const runsOn = to.getTime() - end.getTime() >= 12 * 3_600_000;
			const beganBefore = from < day && to > day && to.getTime() - day.getTime() >= 12 * 3_600_000;
			if (from >= end || to <= day || (from < day && !beganBefore)) return [];
			return [
				{
					from: from < day ? '00:00' : timeOf(from),
					to: runsOn || to.getTime() === end.getTime() ? '24:00' : timeOf(to),
					uncertain,
					comment: comment ?? null
				}
			];
		});
}

/** Monday to Sunday, neighbouring days with the same hours together. */
function weekGroups(hours: Hours, now: Date): DayGroup[] {
	const monday = midnight(now, 1 - weekdayOf(now));
	const groups: DayGroup[] = [];
	for (let index = 0; index < 7; index += 1) {
		const times = timesOn(hours, midnight(monday, index));
		const last = groups.at(-1);
		if (last && JSON.stringify(last.times) === JSON.stringify(times)) last.weekdays.push(index + 1);
		else groups.push({ weekdays: [index + 1], date: null, times });
	}
	return groups;
}

function nextDays(hours: Hours, now: Date): DayGroup[] {
	return Array.from({ length: 7 }, (_, index) => {
		const day = midnight(now, index);
		return { weekdays: [weekdayOf(day)], date: dayOf(day), times: timesOn(hours, day) };
	});
}
