// Opening hours by rows: printed and read back they are the same, the kept library understands every one of them the same way, and
// what rows cannot say is left alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import {
	closedWeek,
	noteForm,
	parseWeek,
	printWeek,
	timeRead,
	weekGroups,
	type DayHours,
	type WeekHours
} from './week-hours.ts';

const two = (value: number) => String(value).padStart(2, '0');
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

// Hours that begin or end at midnight run into those of the day beside them, and are one stretch to the library.
const minutes = fc.uniqueArray(fc.integer({ min: 1, max: 95 }), { minLength: 4, maxLength: 4 });
const spans = fc.tuple(minutes, fc.integer({ min: 0, max: 2 })).map(([some, count]) => {
	const [a = 0, b = 0, c = 0, d = 0] = some.toSorted((x, y) => x - y).map((step) => step * 15);
	const all = [
		{ from: clock(a), to: clock(b) },
		{ from: clock(c), to: clock(d) }
	];
	return all.slice(0, count);
});
const day: fc.Arbitrary<DayHours> = fc.record({ spans, appointment: fc.boolean() });
const week: fc.Arbitrary<WeekHours> = fc.record({
	days: fc.array(day, { minLength: 7, maxLength: 7 }),
	closedOnHolidays: fc.boolean(),
	note: fc.oneof(
		fc.constantFrom('', 'zvaniet iepriekš', '2. stāvs; "A" ieeja', 'by appointment'),
		fc.string().map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, ''))
	)
});

describe('a week by rows', () => {
	it('is the same after printing and reading', () => {
		fc.assert(
			fc.property(week, (one) => {
				const printed = printWeek(one);
				if (printed === null) {
					expect(one.days.every((row) => row.spans.length === 0 && !row.appointment)).toBe(true);
					return;
				}
				expect(parseWeek(printed)).toEqual({ ...one, note: noteForm(one.note) });
			})
		);
	});

	it('is understood by everybody else as it is meant', async () => {
		await fc.assert(
			fc.asyncProperty(week, async (one) => {
				const printed = printWeek({ ...one, note: one.note.slice(0, 40) });
				if (printed === null) return;
				const read = await readOpeningHours(printed, new Date('2026-07-15T08:00:00Z'));
				if (!read.readable) throw new Error(`unreadable: ${printed}`);
				expect([printed, read.groups]).toEqual([
					printed,
					weekGroups({ ...one, note: one.note.slice(0, 40) })
				]);
			}),
			{ numRuns: 60 }
		);
	});

	it('prints days with the same hours together', () => {
		const one = closedWeek();
		for (const index of [0, 1, 2, 3])
			one.days[index] = {
				spans: [
					{ from: '09:00', to: '12:30' },
					{ from: '13:00', to: '17:00' }
				],
				appointment: false
			};
		one.days[4] = { spans: [], appointment: true };
		expect(printWeek({ ...one, closedOnHolidays: true })).toBe(
			'Mo-Th 09:00-12:30,13:00-17:00; Fr "by appointment"; PH off'
		);
	});
});

describe('reading what others have written', () => {
	it.each([
		['24/7', 'Mo-Su 00:00-24:00'],
		['Mo-Fr 9:00-17:00; We off', 'Mo-Tu,Th-Fr 09:00-17:00'],
		['10:00-18:00', 'Mo-Su 10:00-18:00'],
		['Sa-Mo 10:00-12:00', 'Mo,Sa-Su 10:00-12:00'],
		['Fr 22:00-02:00', 'Fr 22:00-02:00']
	])('%s is %s', (raw, printed) => {
		const read = parseWeek(raw);
		expect(read && printWeek(read)).toBe(printed);
	});

	it.each([
		'',
		'Mo-Fr 09:00-17:00 || "by appointment"',
		'Apr-Sep Mo-Fr 09:00-17:00',
		'Mo[1] 10:00-12:00',
		'Mo-Fr 09:00-10:00,11:00-12:00,13:00-14:00',
		'Mo-Fr 09:00-17:00 "perhaps"',
		'Mo 09:00-17:00 open "a"; Tu 09:00-17:00 open "b"',
		'Mo-Fr sunrise-sunset',
		'SH off; Mo 10:00-12:00',
		'Mo 17:00+',
		'whenever'
	])('%s is left as it is', (raw) => {
		expect(parseWeek(raw)).toBeNull();
	});
});

it.each([
	['9', '09:00'],
	['9.30', '09:30'],
	['930', '09:30'],
	['0930', '09:30'],
	[' 17:00 ', '17:00'],
	['24', '24:00'],
	['24:30', null],
	['9:75', null],
	['nine', null],
	['', null]
])('the time %s is %s', (typed, time) => {
	expect(timeRead(typed)).toBe(time);
});
