// Opening hours by rows: printed and read back they are the same, and what rows cannot say is left
// alone. That the kept library understands them the same way is tried in
// week-hours.thorough.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import { plan } from './any-plan.ts';
import {
	closedPlan,
	noteForm,
	parsePlan,
	printPlan,
	timeRead,
	type DayHours,
	type HoursPlan
} from './week-hours.ts';

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
