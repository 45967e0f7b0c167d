// From what is open minute by minute to a table of the week as people tell it: a night belongs to
// the day on which it began, days without closing are days, and public holidays are said once. A
// table is told only if it holds on every day that was looked at; otherwise null.
import { addDays, daysBetween, type Day } from '#lib/time/days.ts';
import type { DayGroup, OpenTimes, TimesTold } from './opening-hours.ts';

/** Minutes of a day. */
export const endOfDay = 24 * 60;
const noon = 12 * 60;

/** One stretch of a day, in minutes from its midnight. */
export interface Stretch {
	from: number;
	to: number;
	uncertain: boolean;
	comment: string | null;
	/** Nobody has said how long: the end is made up. */
	openEnd: boolean;
}

/** What is known of one calendar day. */
export interface ObservedDay {
	day: Day;
	/** A public holiday. */
	holiday: boolean;
	/** In order, without overlaps. */
	stretches: Stretch[];
}

/** 1 = Monday. 1 January 2024 was one. */
export const weekdayOf = (day: Day): number => (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1;

const clock = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const isWhole = ({ from, to }: Stretch) => from === 0 && to === endOfDay;
const sameSort = (a: Stretch, b: Stretch) =>
	a.uncertain === b.uncertain && a.comment === b.comment && a.openEnd === b.openEnd;

/** How many of the first stretches of a day belong to the night that began the day before. */
function nightInto(before: readonly Stretch[], day: readonly Stretch[]): number {
	const last = before.at(-1);
	const [first, second] = day;
	if (last?.to !== endOfDay || first?.from !== 0 || first.to === endOfDay) return 0;
	if (first.openEnd) return 1;
	// What runs on until noon or longer is no night, and days without closing are told one by one.
	if (!sameSort(last, first) || isWhole(last) || first.to > Math.min(noon, last.from - 1)) return 0;
	return second?.openEnd && second.from === first.to ? 2 : 1;
}

/** The times that begin on a day, as they are told. */
export function timesOn(
	before: readonly Stretch[],
	day: readonly Stretch[],
	after: readonly Stretch[]
): OpenTimes[] {
	const times: OpenTimes[] = [];
	const add = ({ from, to, uncertain, comment, openEnd }: Stretch) => {
		const last = times.at(-1);
		if (!openEnd)
			times.push({ from: clock(from), to: clock(to), openEnd: false, uncertain, comment });
		else if (last?.to === clock(from)) last.openEnd = true;
		else
			times.push({ from: clock(from), to: null, openEnd: true, uncertain: false, comment: null });
	};
	for (const stretch of day.slice(nightInto(before, day))) add(stretch);
	const last = times.at(-1);
	if (!last) return times;
	for (const stretch of after.slice(0, nightInto(day, after)))
		if (!stretch.openEnd) last.to = clock(stretch.to);
		else if (last.to !== null) last.openEnd = true;
	return times;
}

/** Into which part of the year a day falls. */
export type PartOf = (day: Day) => string;

/** A table of the week for each part, Monday first. */
export interface Tables {
	parts: Map<string, OpenTimes[][]>;
	holidays: TimesTold['holidays'];
}

const plain = (times: readonly OpenTimes[]) =>
	JSON.stringify(times.map((time) => ({ ...time, comment: null })));

/** What is said of public holidays, from what each of them has and what its weekday would have. */
function holidaysTold(seen: { times: OpenTimes[]; usual: OpenTimes[] }[]): Tables['holidays'] {
	if (seen.every(({ times, usual }) => JSON.stringify(times) === JSON.stringify(usual)))
		return null;
	if (seen.every(({ times }) => times.length === 0)) return 'closed';
	const [first] = seen;
	if (!first || seen.some(({ times }) => plain(times) !== plain(first.times))) return 'other';
	// The library remarks which holiday it is; that is no remark about the hours.
	return seen.every(({ times }) => JSON.stringify(times) === JSON.stringify(first.times))
		? first.times
		: first.times.map((time) => ({ ...time, comment: null }));
}

/**
 * The tables that hold on every one of these days; null when there are none.
 * @param runs days one after the other; the first and the last of a run only show what nights run
 * over
 */
export function tablesOf(runs: readonly (readonly ObservedDay[])[], partOf: PartOf): Tables | null {
	/**
	 * What begins on a weekday before and after midnight, the latter unless a holiday cuts it off.
	 */
	const known = new Map<string, { evening: string; whole: OpenTimes[] | null }>();
	const key = (day: Day) => `${partOf(day)} ${weekdayOf(day)}`;
	const holidays: { day: Day; times: OpenTimes[] }[] = [];
	const mornings: { key: string; either: { evening: string; whole: OpenTimes[] | null }[] }[] = [];
	for (const run of runs) {
		for (let index = 1; index < run.length - 1; index += 1) {
			const [before, day, after] = run.slice(index - 1, index + 2);
			if (!before || !day || !after) continue;
			const times = timesOn(before.stretches, day.stretches, after.stretches);
			if (day.holiday) {
				holidays.push({ day: day.day, times });
				continue;
			}
			const told = (stretches: readonly Stretch[]) => ({
				evening: JSON.stringify(timesOn(before.stretches, stretches, [])),
				whole: after.holiday ? null : timesOn(before.stretches, stretches, after.stretches)
			});
			// The library leaves the morning of a night whose evening a holiday has taken.
			if (before.holiday && day.stretches[0]?.from === 0) {
				const rest = day.stretches.filter(({ from }) => from > 0);
				mornings.push({ key: key(day.day), either: [told(day.stretches), told(rest)] });
				continue;
			}
			const { evening, whole } = told(day.stretches);
			const one = known.get(key(day.day));
			if (!one) known.set(key(day.day), { evening, whole });
			else if (one.evening !== evening) return null;
			else if (one.whole === null) one.whole = whole;
			else if (whole && JSON.stringify(whole) !== JSON.stringify(one.whole)) return null;
		}
	}
	const holds = ({ key: of, either }: (typeof mornings)[number]) => {
		const one = known.get(of);
		return either.some(
			({ evening, whole }) =>
				one?.evening === evening &&
				(!whole || !one.whole || JSON.stringify(whole) === JSON.stringify(one.whole))
		);
	};
	if (!mornings.every(holds)) return null;
	const parts = new Map<string, OpenTimes[][]>();
	for (const part of new Set([...known.keys()].map((one) => one.replace(/ \d$/, '')))) {
		const week = Array.from({ length: 7 }, (_, index) => {
			const day = known.get(`${part} ${index + 1}`);
			return day && (day.whole ?? (JSON.parse(day.evening) as OpenTimes[]));
		});
		// A part of a few days has not every weekday in it: only "closed" can be said of those.
		const closed = week.every((times) => times === undefined || times.length === 0);
		if (!closed && week.includes(undefined)) return null;
		parts.set(
			part,
			week.map((times) => times ?? [])
		);
	}
	const seen = holidays.map(({ day, times }) => ({
		times,
		usual: parts.get(partOf(day))?.[weekdayOf(day) - 1] ?? times
	}));
	return { parts, holidays: holidaysTold(seen) };
}

/** Monday to Sunday, neighbouring days with the same hours together. */
export function groupsOf(week: readonly OpenTimes[][]): DayGroup[] {
	const groups: DayGroup[] = [];
	for (const [index, times] of week.entries()) {
		const last = groups.at(-1);
		if (last && JSON.stringify(last.times) === JSON.stringify(times)) last.weekdays.push(index + 1);
		else groups.push({ weekdays: [index + 1], date: null, times });
	}
	return groups;
}

/** Day after day with their dates; of the first and the last only nights are of interest. */
export function datedGroups(days: readonly ObservedDay[]): DayGroup[] {
	return days.slice(1, -1).map(({ day, stretches }, index) => ({
		weekdays: [weekdayOf(day)],
		date: day,
		times: timesOn(days[index]?.stretches ?? [], stretches, days[index + 2]?.stretches ?? [])
	}));
}

/**
 * Days without what holds at all other times ("|| by appointment"), and the remark of it. Without
 * such a thing the days are as they were, and the remark is null.
 */
export function withoutRest(runs: readonly (readonly ObservedDay[])[]): {
	runs: readonly (readonly ObservedDay[])[];
	rest: string | null;
} {
	const none = { runs, rest: null };
	const all = runs.flat();
	const uncertain = all.flatMap(({ stretches }) => stretches.filter((one) => one.uncertain));
	const [rest] = uncertain;
	const open = all.some(({ stretches }) => stretches.some((one) => !one.uncertain));
	if (!rest || !open || rest.openEnd || uncertain.some((one) => !sameSort(one, rest))) return none;
	const covered = ({ stretches }: ObservedDay) =>
		stretches.reduce((sum, { from, to }) => sum + to - from, 0) === endOfDay;
	if (!all.every((day) => covered(day) || (day.holiday && day.stretches.length === 0))) return none;
	return {
		runs: runs.map((run) =>
			run.map((day) => ({ ...day, stretches: day.stretches.filter((one) => !one.uncertain) }))
		),
		rest: rest.comment ?? ''
	};
}

/**
 * Whether the week of a day has an odd number in the calendar (ISO 8601: week 1 has the year's
 * first Thursday).
 */
export function isOddWeek(day: Day): boolean {
	const thursday = addDays(day, 4 - weekdayOf(day));
	const week = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
	return week % 2 === 1;
}
