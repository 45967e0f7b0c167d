// The kept library `opening_hours`, which knows the OpenStreetMap syntax
// (https://wiki.openstreetmap.org/wiki/Key:opening_hours), and what it answers for whole days.
// Server only: it is a megabyte, loaded with the first listing that has hours.
//
// The library reads the clock of the process through Date's local getters. So it is given Dates
// whose local parts are the wall clock of the network's zone, and only their local parts are read
// back: right whatever zone the server stands in.
import { createRequire } from 'node:module';
import type { default as Library } from 'opening_hours';
import { network } from '#network';
import { addDays, wallClock, type Day } from '#lib/time/days.ts';
import { endOfDay, type ObservedDay, type Stretch } from './hours-table.ts';

const require = createRequire(import.meta.url);
let library: typeof Library | undefined;

/** Only the country matters, for its public holidays; the sun is not asked. */
const place = {
	lat: (network.bounds.south + network.bounds.north) / 2,
	lon: (network.bounds.west + network.bounds.east) / 2,
	address: { country_code: network.country.toLowerCase(), state: '' }
};

/** What the library says of the hours it makes up for "17:00+": nobody has said when it closes. */
const guess = 'Specified as open end. Closing time was guessed.';

/** The library's object of a value. @throws when the value is malformed */
export function libraryOf(value: string): Library {
	library ??=
		(require('opening_hours') as { default?: typeof Library }).default ??
		(require('opening_hours') as typeof Library);
	return new library(value, place);
}

/** A Date whose local parts are the zone's wall clock at `instant`. */
export function localClock(instant: Date, timeZone: string): Date {
	const { year, month, day, hour, minute } = wallClock(instant, timeZone);
	return new Date(year, month - 1, day, hour, minute);
}

/** A Date whose local parts are the beginning of a day. */
export function midnight(day: Day): Date {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Date(year, month - 1, date);
}

const two = (value: number) => String(value).padStart(2, '0');
export const timeOf = (wall: Date): string => `${two(wall.getHours())}:${two(wall.getMinutes())}`;
export const wallDay = (wall: Date): Day =>
	`${wall.getFullYear()}-${two(wall.getMonth() + 1)}-${two(wall.getDate())}`;
const minuteOf = (wall: Date) => wall.getHours() * 60 + wall.getMinutes();

/** A remark that is the library's own says nothing: null, and `openEnd` tells it. */
const ownComment = (comment: string | undefined): string | null =>
	comment === undefined || comment === guess ? null : comment;
const isGuess = (comment: string | undefined): boolean => comment === guess;

let holidays: Library | undefined;
const holidayAnswers = new Map<Day, boolean>();

/** Whether a day is a public holiday of the network's country. */
export function isHoliday(day: Day): boolean {
	const known = holidayAnswers.get(day);
	if (known !== undefined) return known;
	holidays ??= libraryOf('PH');
	const noon = midnight(day);
	noon.setHours(12);
	const answer = holidays.getState(noon);
	// Ten years of days; older ones are nobody's question any more.
	if (holidayAnswers.size > 3660) holidayAnswers.clear();
	holidayAnswers.set(day, answer);
	return answer;
}

/** What the library says of so many days from `first` on, each from its midnight to the next. */
export function observe(hours: Library, first: Day, count: number): ObservedDay[] {
	const days = Array.from({ length: count }, (_, index): ObservedDay => {
		const day = addDays(first, index);
		return { day, holiday: isHoliday(day), stretches: [] };
	});
	const byDay = new Map(days.map(({ day, stretches }) => [day, stretches]));
	for (const [from, to, uncertain, comment] of hours.getOpenIntervals(
		midnight(first),
		midnight(addDays(first, count))
	)) {
		const last = wallDay(to);
		for (let day = wallDay(from); day <= last; day = addDays(day, 1)) {
			const stretch: Stretch = {
				from: day === wallDay(from) ? minuteOf(from) : 0,
				to: day === last ? minuteOf(to) : endOfDay,
				uncertain,
				comment: ownComment(comment),
				openEnd: isGuess(comment)
			};
			if (stretch.to > stretch.from) byDay.get(day)?.push(stretch);
		}
	}
	return days;
}

/** What holds from one wall clock time on. */
export interface Stage {
	from: Date;
	state: 'open' | 'closed' | 'uncertain';
	comment: string | null;
	openEnd: boolean;
}

/**
 * What holds from the stage of `now` on for some days, one after the other. Asked as stretches: of
 * a single minute behind an open end the library says at some hours that it is closed.
 */
export function stagesFrom(hours: Library, now: Date, days: number): Stage[] {
	const today = wallDay(now);
	const stages: Stage[] = [];
	const closed = (from: Date): Stage => ({ from, state: 'closed', comment: null, openEnd: false });
	let at = midnight(addDays(today, -1));
	const end = midnight(addDays(today, days));
	for (const [from, to, uncertain, comment] of hours.getOpenIntervals(at, end)) {
		if (from > at) stages.push(closed(at));
		const state = uncertain ? 'uncertain' : 'open';
		stages.push({ from, state, comment: ownComment(comment), openEnd: isGuess(comment) });
		at = to;
	}
	if (at < end) stages.push(closed(at));
	return stages.slice(
		Math.max(
			0,
			stages.findLastIndex(({ from }) => from <= now)
		)
	);
}
