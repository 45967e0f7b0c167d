// A calendar leaves no day out and shows none twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween } from './days.ts';
import { addMonths, firstDayOf, isMonth, lastDayOf, mondayOf, weeksOf } from './month.ts';

const months = fc
	.tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 12 }))
	.map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`);

describe('a month', () => {
	it('is a year and a month that exist', () => {
		expect(['2026-11', '1900-01', '2199-12'].every(isMonth)).toBe(true);
		for (const text of [
			'2026-13',
			'2026-00',
			'2026-1',
			'26-11',
			'1899-12',
			'2200-01',
			'2026-11-24',
			''
		])
			expect(isMonth(text), text).toBe(false);
	});

	it('has its last day also in February and across the year', () => {
		expect(lastDayOf('2028-02')).toBe('2028-02-29');
		expect(lastDayOf('2026-02')).toBe('2026-02-28');
		expect(lastDayOf('2026-12')).toBe('2026-12-31');
		expect(addMonths('2026-11', 2)).toBe('2027-01');
		expect(addMonths('2026-01', -1)).toBe('2025-12');
	});

	it('comes back when months are added and taken away', () => {
		fc.assert(
			fc.property(months, fc.integer({ min: -500, max: 500 }), (month, count) => {
				expect(addMonths(addMonths(month, count), -count)).toBe(month);
			})
		);
	});

	it('has each of its days once, in whole weeks that begin on a Monday', () => {
		fc.assert(
			fc.property(months, (month) => {
				const weeks = weeksOf(month);
				expect(weeks.every((week) => week.length === 7)).toBe(true);
				const days = weeks.flat().filter((day) => day !== null);
				expect(days).toHaveLength(daysBetween(firstDayOf(month), lastDayOf(month)) + 1);
				expect(days).toEqual([...new Set(days)].sort());
				for (const week of weeks) {
					expect(week.some((day) => day !== null)).toBe(true);
					week.forEach((day, place) => {
						if (day) expect((new Date(day).getUTCDay() + 6) % 7).toBe(place);
					});
				}
			})
		);
	});

	it('2026-11-24 is a Tuesday; its week began on the 23rd', () => {
		expect(mondayOf('2026-11-24')).toBe('2026-11-23');
		expect(mondayOf('2026-11-29')).toBe('2026-11-23');
		expect(mondayOf('2026-11-23')).toBe('2026-11-23');
	});
});
