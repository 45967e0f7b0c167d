// Rules and series as the tests of recurrence/ try them: any rule people plan by, and what ical.js
// (Mozilla's) makes of it.
import fc from 'fast-check';
import ICAL from 'ical.js';
import { expand, type Series } from './recurrence.ts';
import { weekdays } from './weekdays.ts';

export const zone = 'Europe/Riga';
export const series = (rule: string | null, change: Partial<Series> = {}): Series => ({
	startsLocal: '2026-12-08T18:00',
	endsLocal: '2026-12-08T20:00',
	timeZone: zone,
	allDay: false,
	rule,
	exceptions: [],
	...change
});
export const today = '2026-11-24';
export const days = (of: Series, renewedOn = today) =>
	expand(of, renewedOn).dates.map(({ starts }) => starts.slice(0, 10));

/** What ical.js makes of a rule: at most so many local starts up to a day. */
export function byIcal(rule: string, first: string, max: number, until = '9999'): string[] {
	const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(first));
	const found: string[] = [];
	for (let time = iterator.next(); time && found.length < max; time = iterator.next()) {
		if (time.toString() > `${until}T99`) break;
		found.push(time.toString());
	}
	return found;
}

const subset = <T>(values: readonly T[], max: number) =>
	fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: max });
const anyWeekday = fc.constantFrom(...weekdays);
const byday = subset(weekdays, 4).map((list) => `BYDAY=${list.join(',')}`);
const nthWeekday = (nth: number[]) =>
	fc.tuple(fc.constantFrom(...nth), anyWeekday).map(([n, day]) => `BYDAY=${n}${day}`);
const monthday = fc.constantFrom(1, 15, 28, 29, 30, 31, -1, -3).map((day) => `BYMONTHDAY=${day}`);
const workday = fc.constantFrom(1, 2, -1).map((at) => `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${at}`);
/** Rules people plan by, without their end. */
export const anyPattern = fc.oneof(
	fc.constantFrom('FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY', 'FREQ=YEARLY'),
	byday.map((part) => `FREQ=WEEKLY;${part}`),
	monthday.map((part) => `FREQ=MONTHLY;${part}`),
	nthWeekday([1, 2, 3, 4, 5, -1, -2]).map((part) => `FREQ=MONTHLY;${part}`),
	workday.map((part) => `FREQ=MONTHLY;${part}`),
	fc
		.tuple(fc.integer({ min: 1, max: 12 }), nthWeekday([1, 2, -1]))
		.map(([month, part]) => `FREQ=YEARLY;BYMONTH=${month};${part}`),
	fc.constantFrom('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18')
);
/** A rule with the first date it gives on or after some day. */
export const anyStart = fc
	.record({
		pattern: anyPattern,
		interval: fc.integer({ min: 1, max: 4 }),
		day: fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }),
		time: fc.constantFrom('00:00:00', '02:30:00', '03:00:00', '03:30:00', '04:00:00', '18:00:00')
	})
	.map(({ pattern, interval, day, time }) => {
		// Looking for the first leap day, ical.js stops at 1 March.
		const leap = pattern.includes('BYMONTH=2;BYMONTHDAY=29');
		const from = `${leap ? '2028-02-29' : day.toISOString().slice(0, 10)}T${time}`;
		// Whatever the interval, the first date begins the period. With BYSETPOS ical.js takes the
		// start itself for a date.
		const first = byIcal(pattern, from, 2)[pattern.includes('BYSETPOS') ? 1 : 0] ?? from;
		return { rule: interval === 1 ? pattern : `${pattern};INTERVAL=${interval}`, first };
	});
export const halfAnHourLater = (local: string) =>
	new Date(Date.parse(`${local}Z`) + 1_800_000).toISOString().slice(0, 19);
