import { expect, it } from 'vitest';
import { dayFrom, localFrom, timeFrom } from './written-dates.ts';

it.each([
	['2026-11-24', '2026-11-24'],
	['24.11.2026', '2026-11-24'],
	['24.11.2026.', '2026-11-24'],
	['4. 1. 2027.', '2027-01-04'],
	['24/11/2026', '2026-11-24'],
	['29.02.2028', '2028-02-29'],
	['29.02.2027', undefined],
	['2026-13-01', undefined],
	['31.04.2026', undefined],
	['11.2026', undefined],
	['24.11.26', undefined],
	['rīt', undefined],
	['', undefined]
])('the day "%s" is %s', (written, day) => expect(dayFrom(written)).toBe(day));

it.each([
	['10:30', '10:30'],
	['10.30', '10:30'],
	['9', '09:00'],
	['0930', '09:30'],
	['930', '09:30'],
	['18:00:00', '18:00'],
	['24:00', '24:00'],
	['24:01', undefined],
	['25', undefined],
	['10.60', undefined],
	['desmit', undefined],
	['', undefined]
])('the time "%s" is %s', (written, time) => expect(timeFrom(written)).toBe(time));

it('the midnight a day ends with is that of the next day', () => {
	expect(localFrom('2026-12-31', '24:00')).toBe('2027-01-01T00:00:00');
	expect(localFrom('2026-12-31', '18:30')).toBe('2026-12-31T18:30:00');
});
