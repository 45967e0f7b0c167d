// Opening hours for machines: what is certain, in the terms of schema.org.
import { expect, test } from 'vitest';
import { hoursFacts } from './hours-facts.ts';
import { tellOpeningHours } from './opening-hours.server.ts';

const facts = (raw: string, today = '2026-07-15') =>
	hoursFacts(tellOpeningHours(raw, new Date(`${today}T08:00:00Z`), 'Europe/Riga'), today);

const workdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

test('days, a night, holidays', () => {
	expect(facts('Mo-Fr 09:00-12:00,13:00-17:00, Sa 18:00-02:00; PH off')).toEqual([
		{ days: workdays, opens: '09:00', closes: '12:00' },
		{ days: workdays, opens: '13:00', closes: '17:00' },
		{ days: ['Saturday'], opens: '18:00', closes: '02:00' },
		{ days: ['PublicHolidays'], opens: '00:00', closes: '00:00' }
	]);
});

test('a whole day ends with its last minute, and an end that nobody has said is not made up', () => {
	expect(facts('Sa 00:00-24:00; Su 17:00+')).toEqual([
		{ days: ['Saturday'], opens: '00:00', closes: '23:59' },
		{ days: ['Sunday'], opens: '17:00', closes: null }
	]);
});

test('seasons by the dates on which they come next', () => {
	expect(facts('Dec-Feb Mo 10:00-12:00', '2027-02-01')).toEqual([
		{
			days: ['Monday'],
			opens: '10:00',
			closes: '12:00',
			validFrom: '2026-12-01',
			validThrough: '2027-02-28'
		}
	]);
	expect(facts('Dec-Feb Mo 10:00-12:00', '2027-03-01')).toMatchObject([
		{ validFrom: '2027-12-01', validThrough: '2028-02-29' }
	]);
	expect(facts('Jun 15-Aug 14 Mo 10:00-12:00', '2026-09-01')).toMatchObject([
		{ validFrom: '2027-06-15', validThrough: '2027-08-14' }
	]);
});

test('single days by their dates', () => {
	expect(facts('Jul Mo[3] 10:00-12:00')).toEqual([
		{
			days: ['Monday'],
			opens: '10:00',
			closes: '12:00',
			validFrom: '2026-07-20',
			validThrough: '2026-07-20'
		}
	]);
});

test('what is uncertain, every other week, or cannot be read is left out', () => {
	for (const raw of [
		'"by appointment"',
		'week 1-53/2 Mo 10:00-12:00',
		'parasti no deviņiem',
		'off'
	])
		expect(facts(raw), raw).toEqual([]);
	expect(hoursFacts(null, '2026-07-15')).toEqual([]);
});
