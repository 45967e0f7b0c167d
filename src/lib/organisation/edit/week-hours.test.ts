// Opening hours by rows: printed and read back they are the same, the kept library understands
// every one of them minute by minute the same way, and what rows cannot say is left alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openUntil, tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import {
	closedPlan,
	noteForm,
	parsePlan,
	printPlan,
	timeRead,
	type DayHours,
	type Hours,
	type HoursPlan,
	type Season
} from './week-hours.ts';

const two = (value: number) => String(value).padStart(2, '0');
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 4, maxLength: 4 });
const inDay = fc.tuple(minutes, fc.integer({ min: 0, max: 2 })).map(([some, count]) => {
	const [a = 0, b = 0, c = 0, d = 0] = some.toSorted((x, y) => x - y).map((step) => step * 15);
	return [
		{ from: clock(a), to: clock(b) },
		{ from: clock(c), to: clock(d) }
	].slice(0, count);
});
const spans = fc.oneof(
	{ weight: 5, arbitrary: inDay },
	{
		weight: 2,
		arbitrary: fc.constantFrom<Hours[]>(
			[{ from: '18:00', to: '02:00' }],
			[{ from: '22:15', to: '09:45' }],
			[
				{ from: '16:00', to: '18:00' },
				{ from: '19:00', to: '01:30' }
			]
		)
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom<Hours[]>(
			[{ from: '00:00', to: '24:00' }],
			[{ from: '00:00', to: '08:00' }],
			[{ from: '16:00', to: '24:00' }]
		)
	}
);
const day: fc.Arbitrary<DayHours> = fc.record({
	spans,
	appointment: fc.boolean()
});
const week = fc.oneof(
	{ weight: 4, arbitrary: fc.array(day, { minLength: 7, maxLength: 7 }) },
	{ weight: 1, arbitrary: fc.constant(closedPlan().days) }
);
const date = fc
	.integer({ min: 0, max: 365 })
	.map((count) => new Date(Date.UTC(2024, 0, 1 + count)).toISOString().slice(5, 10));
const season: fc.Arbitrary<Season> = fc
	.oneof(
		fc.record({ from: date, to: date }),
		fc.constantFrom<Season>(
			{ from: '07-01', to: '07-31' },
			{ from: '12-01', to: '02-29' },
			{ from: '10-01', to: '03-31' },
			{ from: '03-01', to: '05-15' }
		)
	)
	.filter(({ from, to }) => {
		const after = new Date(Date.parse(`2024-${to}`) + 86_400_000).toISOString().slice(5, 10);
		return after !== from;
	});
const note = fc.oneof(
	fc.constantFrom(
		'',
		'zvaniet iepriekš',
		'2. stāvs; "A" ieeja',
		'by appointment',
		'a, Sa 10:00-12:00'
	),
	fc.string().map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, ''))
);
const plan: fc.Arbitrary<HoursPlan> = fc.record({
	differs: fc.oneof(fc.constant(null), fc.constant('even-weeks' as const), season),
	days: week,
	other: week,
	closedOnHolidays: fc.boolean(),
	note
});

const isEmpty = (days: readonly DayHours[]) =>
	days.every(({ spans, appointment }) => spans.length === 0 && !appointment);

describe('a plan by rows', () => {
	it('is the same after printing and reading', () => {
		fc.assert(
			fc.property(plan, (one) => {
				const printed = printPlan(one);
				if (printed === null) {
					expect(isEmpty(one.days) && (one.differs === null || isEmpty(one.other))).toBe(true);
					return;
				}
				const read = parsePlan(printed);
				if (!read) throw new Error(`cannot be read back: ${printed}`);
				expect(printPlan(read)).toBe(printed);
				if (one.differs !== null && (isEmpty(one.days) || isEmpty(one.other))) return;
				expect(read).toMatchObject({
					days: one.days,
					closedOnHolidays: one.closedOnHolidays,
					note: noteForm(one.note)
				});
				if (one.differs !== null) expect(read.other).toEqual(one.other);
			}),
			{ numRuns: 500 }
		);
	});

	/**
	 * Whether rows say that somebody is there in a minute: only the rows, read as people read them.
	 */
	function isOpen(one: HoursPlan, at: Date): boolean {
		const begun = (date: Date): DayHours => {
			const index = (date.getUTCDay() + 6) % 7;
			const { differs } = one;
			const monthDay = date.toISOString().slice(5, 10);
			const monday = new Date(date.getTime() - index * 86_400_000);
			const thursday = new Date(monday.getTime() + 3 * 86_400_000);
			const january = new Date(Date.UTC(thursday.getUTCFullYear(), 0, 1));
			const number = Math.floor((thursday.getTime() - january.getTime()) / 604_800_000) + 1;
			const other =
				differs === 'even-weeks'
					? number % 2 === 0
					: differs !== null &&
						(differs.from <= differs.to
							? differs.from <= monthDay && monthDay <= differs.to
							: monthDay >= differs.from || monthDay <= differs.to);
			return (other ? one.other : one.days)[index] ?? { spans: [], appointment: false };
		};
		const time = at.toISOString().slice(11, 16);
		const holds = ({ spans, appointment }: DayHours, yesterday: boolean) =>
			!appointment &&
			spans.some(({ from, to }) =>
				yesterday ? to <= from && time < to : time >= from && (to <= from || time < to)
			);
		return holds(begun(at), false) || holds(begun(new Date(at.getTime() - 86_400_000)), true);
	}

	it('is understood by everybody else as it is meant, minute by minute', () => {
		const openOnce = { nights: 0, open: 0 };
		fc.assert(
			fc.property(plan, fc.integer({ min: 0, max: 1400 }), fc.boolean(), (one, from, half) => {
				// A night by appointment that runs into hours that are certain has two answers: rows are
				// certain here.
				const certain = (row: DayHours) => ({ ...row, appointment: false });
				const quiet = {
					...one,
					days: one.days.map(certain),
					other: one.other.map(certain),
					note: one.note.slice(0, 20),
					closedOnHolidays: false
				};
				const printed = printPlan(quiet);
				if (printed === null) return;
				const begin = Date.UTC(2026, 0, 1) + from * 86_400_000 + (half ? 900_000 : 0);
				for (let minute = 0; minute < 3 * 1440; minute += 30) {
					const at = new Date(begin + minute * 60_000);
					const day = at.toISOString().slice(5, 10);
					// The 29th of February is left out where a season touches it: not every program knows it.
					if (day === '02-29' || day === '03-01') continue;
					const meant = isOpen(quiet, at);
					expect(`${printed} ${at.toISOString()} ${openUntil(printed, at, 'UTC').open}`).toBe(
						`${printed} ${at.toISOString()} ${meant}`
					);
					if (meant) openOnce.open += 1;
					if (meant && at.getUTCHours() < 2) openOnce.nights += 1;
				}
			}),
			{ numRuns: 80 }
		);
		expect(openOnce.open).toBeGreaterThan(0);
		expect(openOnce.nights).toBeGreaterThan(0);
	});

	it('is told to visitors in the parts it was typed in', () => {
		const nine = { spans: [{ from: '09:00', to: '17:00' }], appointment: false };
		const days = closedPlan().days.map((closed, index) => (index < 5 ? nine : closed));
		const told = (differs: HoursPlan['differs']) => {
			const printed = printPlan({ ...closedPlan(), differs, days });
			const read = tellOpeningHours(printed ?? '', new Date('2026-07-15T08:00:00Z'));
			return [printed, read.readable ? read.periods.map(({ when }) => when) : null];
		};
		expect(told({ from: '07-01', to: '07-31' })).toEqual([
			'Aug-Jun Mo-Fr 09:00-17:00',
			[
				{ kind: 'season', from: '07-01', to: '07-31', now: true },
				{ kind: 'season', from: '08-01', to: '06-30', now: false }
			]
		]);
		expect(told('even-weeks')).toEqual([
			'week 1-53/2 Mo-Fr 09:00-17:00',
			[
				{ kind: 'weeks', parity: 'odd', now: true },
				{ kind: 'weeks', parity: 'even', now: false }
			]
		]);
	});

	it('keeps the night before another day', () => {
		const one = closedPlan();
		one.days[4] = { spans: [{ from: '18:00', to: '02:00' }], appointment: false };
		one.days[5] = { spans: [{ from: '10:00', to: '14:00' }], appointment: false };
		const printed = printPlan(one);
		expect(printed).toBe('Fr 18:00-02:00, Sa 10:00-14:00');
		expect(tellOpeningHours(printed ?? '')).toMatchObject({
			periods: [
				{
					groups: [
						{ weekdays: [1, 2, 3, 4], times: [] },
						{ weekdays: [5], times: [{ from: '18:00', to: '02:00' }] },
						{ weekdays: [6], times: [{ from: '10:00', to: '14:00' }] },
						{ weekdays: [7], times: [] }
					]
				}
			]
		});
	});

	it('prints days with the same hours together', () => {
		const one = closedPlan();
		for (const index of [0, 1, 2, 3])
			one.days[index] = {
				spans: [
					{ from: '09:00', to: '12:30' },
					{ from: '13:00', to: '17:00' }
				],
				appointment: false
			};
		one.days[4] = { spans: [], appointment: true };
		expect(printPlan({ ...one, closedOnHolidays: true })).toBe(
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
		['Fr 22:00-02:00', 'Fr 22:00-02:00'],
		['Apr-Sep Mo-Fr 09:00-17:00', 'Apr-Sep Mo-Fr 09:00-17:00'],
		['Mo-Fr 09:00-17:00; Jul off', 'Aug-Jun Mo-Fr 09:00-17:00'],
		[
			'Apr-Sep Mo-Fr 09:00-18:00; Oct-Mar Mo-Fr 10:00-16:00; PH off',
			'Apr-Sep Mo-Fr 09:00-18:00; Oct-Mar Mo-Fr 10:00-16:00; PH off'
		],
		['week 2-52/2 Mo 09:00-17:00', 'week 2-52/2 Mo 09:00-17:00']
	])('%s is %s', (raw, printed) => {
		const read = parsePlan(raw);
		expect(read && printPlan(read)).toBe(printed);
	});

	it.each([
		'',
		'Mo-Fr 09:00-17:00 || "by appointment"',
		'Apr-Sep Mo-Fr 09:00-17:00; Oct-Nov Mo 10:00-12:00',
		'Apr-Jun Mo 10:00-12:00; Jul-Aug Mo 11:00-12:00; Sep-Mar Mo 12:00-13:00',
		'week 1-53/3 Mo 09:00-17:00',
		'Mo[1] 10:00-12:00',
		'Mo-Fr 09:00-10:00,11:00-12:00,13:00-14:00',
		'Mo-Fr 09:00-17:00 "perhaps"',
		'Mo 09:00-17:00 open "a"; Tu 09:00-17:00 open "b"',
		'Mo-Fr sunrise-sunset',
		'SH off; Mo 10:00-12:00',
		'PH off; Mo 10:00-12:00',
		'Fr 18:00-02:00; Sa 10:00-14:00',
		'Mo 10:00-12:00, Mo 14:00-16:00',
		'Mo 17:00+',
		'whenever'
	])('%s is left as it is', (raw) => {
		expect(parsePlan(raw)).toBeNull();
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
