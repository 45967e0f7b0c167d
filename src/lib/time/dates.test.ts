// Dates in words: both languages, both clock changes of Rīga, midnight, year ends, and days told
// less exactly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as names from './calendar-names.ts';
import * as dates from './dates.ts';
import { dayOf, daysBetween, offsetAt, startOfDay, wallClock } from './days.ts';

const span = (startsAt: string, endsAt: string, rest: Partial<dates.Span> = {}): dates.Span => ({
	startsAt,
	endsAt,
	allDay: false,
	precision: 'minute',
	...rest
});

const morning = span('2026-02-16T08:00:00Z', '2026-02-16T14:00:00Z');
const zone = 'Europe/Riga';

describe('days of a zone', () => {
	it('belong to the zone and not to UTC', () => {
		expect(dayOf('2026-06-30T21:00:00Z', zone)).toBe('2026-07-01');
		expect(dayOf('2026-06-30T20:59:59Z', zone)).toBe('2026-06-30');
		expect(dayOf('2026-12-31T22:00:00Z', zone)).toBe('2027-01-01');
	});

	it('have 23 hours when the clock goes forward and 25 when it goes back', () => {
		const hours = (day: string, next: string) =>
			(startOfDay(next, zone).getTime() - startOfDay(day, zone).getTime()) / 3_600_000;
		expect(hours('2026-03-29', '2026-03-30')).toBe(23);
		expect(hours('2026-10-25', '2026-10-26')).toBe(25);
		expect(hours('2026-10-26', '2026-10-27')).toBe(24);
	});

	it('know the offset on both sides of a change', () => {
		expect(offsetAt('2026-03-29T00:59:00Z', zone)).toBe(120);
		expect(offsetAt('2026-03-29T01:00:00Z', zone)).toBe(180);
		expect(offsetAt('2026-10-25T00:59:00Z', zone)).toBe(180);
		expect(offsetAt('2026-10-25T01:00:00Z', zone)).toBe(120);
	});

	it('begin at their first instant, in any zone and year', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
				// Cairo's and Beirut's clocks jump over midnight itself.
				fc.constantFrom(
					zone,
					'UTC',
					'America/St_Johns',
					'Africa/Cairo',
					'Asia/Beirut',
					'Pacific/Auckland'
				),
				(instant, anyZone) => {
					const day = dayOf(instant, anyZone);
					const start = startOfDay(day, anyZone);
					expect(dayOf(start, anyZone)).toBe(day);
					expect(dayOf(new Date(start.getTime() - 1000), anyZone) < day).toBe(true);
				}
			)
		);
	});

	it('are counted, not divided out of milliseconds of a zone', () => {
		expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
		expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
		expect(wallClock('2026-03-29T01:30:00Z', zone)).toMatchObject({ hour: 4, minute: 30 });
	});
});

describe('one day', () => {
	it('is written by the habits of each language', () => {
		expect(dates.dayWords('2026-02-16', 'lv')).toBe('2026. gada 16. februāris');
		expect(dates.dayWords('2026-02-16', 'lv', 'when')).toBe('2026. gada 16. februārī');
		expect(dates.dayWords('2026-02-16', 'en', 'when')).toBe('16 February 2026');
		expect(dates.spanWords(morning, 'lv')).toBe('2026. gada 16. februārī plkst. 10.00–16.00');
		expect(dates.spanWords(morning, 'en')).toBe('16 February 2026, 10:00–16:00');
		expect(dates.timeWords(morning, 'lv')).toBe('plkst. 10.00–16.00');
	});

	it('bends every Latvian month rightly', () => {
		const bent = Array.from({ length: 12 }, (_, index) => {
			const day = `2026-${String(index + 1).padStart(2, '0')}-02`;

			const across = span(`${day}T10:00:00Z`, `${day.replace('2026', '2027')}T10:00:00Z`, {
				allDay: true
			});
			const [from, to] = dates.dateWords(across, 'lv').replace('no ', '').split(' līdz ');
			const word = (text: string | undefined) => text?.split(' ').at(-1);
			return [dates.dayWords(day, 'lv', 'when').split(' ').at(-1), word(from), word(to)].join(' ');
		});
		expect(bent).toEqual([
			'janvārī janvāra janvārim',
			'februārī februāra februārim',
			'martā marta martam',
			'aprīlī aprīļa aprīlim',
			'maijā maija maijam',
			'jūnijā jūnija jūnijam',
			'jūlijā jūlija jūlijam',
			'augustā augusta augustam',
			'septembrī septembra septembrim',
			'oktobrī oktobra oktobrim',
			'novembrī novembra novembrim',
			'decembrī decembra decembrim'
		]);
	});

	it('keeps the clock of the place through both clock changes', () => {
		// The same 10.00 in Rīga is another instant the day after the change.
		expect(dates.timeWords(span('2026-03-28T08:00:00Z', '2026-03-28T09:00:00Z'), 'lv')).toBe(
			'plkst. 10.00–11.00'
		);
		expect(dates.timeWords(span('2026-03-29T07:00:00Z', '2026-03-29T08:00:00Z'), 'lv')).toBe(
			'plkst. 10.00–11.00'
		);
		expect(dates.timeWords(span('2026-10-24T07:00:00Z', '2026-10-24T08:00:00Z'), 'lv')).toBe(
			'plkst. 10.00–11.00'
		);
		expect(dates.timeWords(span('2026-10-25T08:00:00Z', '2026-10-25T09:00:00Z'), 'lv')).toBe(
			'plkst. 10.00–11.00'
		);
		expect(dates.dateTimeAttribute(span('2026-03-29T07:00:00Z', '2026-03-29T08:00:00Z'))).toBe(
			'2026-03-29T10:00+03:00'
		);
	});

	it('that ends at midnight does not reach into the next', () => {
		const evening = span('2026-12-31T18:00:00Z', '2026-12-31T22:00:00Z');
		expect(dates.spanWords(evening, 'lv')).toBe('2026. gada 31. decembrī plkst. 20.00–24.00');
		const whole = span('2026-12-30T22:00:00Z', '2026-12-31T22:00:00Z', { allDay: true });
		expect(dates.spanWords(whole, 'lv')).toBe('2026. gada 31. decembrī');
		expect(dates.spanWords(whole, 'en')).toBe('31 December 2026');
		expect(dates.timeWords(whole, 'en')).toBeNull();
	});

	it('is told in the event’s own zone when it has one', () => {
		expect(dates.spanWords({ ...morning, timeZone: 'Europe/Brussels' }, 'en')).toBe(
			'16 February 2026, 09:00–15:00'
		);
	});
});

describe('several days', () => {
	const days = (startsAt: string, endsAt: string) => span(startsAt, endsAt, { allDay: true });

	it('share what they have in common', () => {
		const june = days('2026-06-02T21:00:00Z', '2026-06-05T21:00:00Z');
		expect(dates.dateWords(june, 'lv')).toBe('2026. gada 3.–5. jūnijā');
		expect(dates.dateWords(june, 'lv', 'name')).toBe('2026. gada 3.–5. jūnijs');
		expect(dates.dateWords(june, 'en')).toBe('3–5 June 2026');
		const months = days('2023-05-30T21:00:00Z', '2023-06-02T21:00:00Z');
		expect(dates.dateWords(months, 'lv')).toBe('no 2023. gada 31. maija līdz 2. jūnijam');
		expect(dates.dateWords(months, 'en')).toBe('31 May – 2 June 2023');
		const years = days('2026-12-29T22:00:00Z', '2027-01-02T22:00:00Z');
		expect(dates.dateWords(years, 'lv')).toBe(
			'no 2026. gada 30. decembra līdz 2027. gada 2. janvārim'
		);
		expect(dates.dateWords(years, 'en')).toBe('30 December 2026 – 2 January 2027');
	});

	it('with a time tell both ends', () => {
		const camp = span('2026-06-03T07:00:00Z', '2026-06-05T13:00:00Z');
		expect(dates.spanWords(camp, 'lv')).toBe(
			'no 2026. gada 3. jūnija plkst. 10.00 līdz 5. jūnija plkst. 16.00'
		);
		expect(dates.spanWords(camp, 'en')).toBe('3 June 2026, 10:00 – 5 June 2026, 16:00');
		const newYear = span('2026-12-31T18:00:00Z', '2027-01-01T10:00:00Z');
		expect(dates.spanWords(newYear, 'lv')).toBe(
			'no 2026. gada 31. decembra plkst. 20.00 līdz 2027. gada 1. janvāra plkst. 12.00'
		);
	});
});

describe('what is known less exactly', () => {
	const december = span('2013-11-30T22:00:00Z', '2013-12-31T22:00:00Z', { precision: 'month' });
	const year = span('2012-12-31T22:00:00Z', '2013-12-31T22:00:00Z', { precision: 'year' });
	const day = span('2014-04-22T21:00:00Z', '2014-04-23T21:00:00Z', { precision: 'day' });

	it('pretends no more', () => {
		expect(dates.spanWords(december, 'lv')).toBe('2013. gada decembrī');
		expect(dates.dateWords(december, 'lv', 'name')).toBe('2013. gada decembris');
		expect(dates.spanWords(december, 'en')).toBe('December 2013');
		expect(dates.spanWords(year, 'lv')).toBe('2013. gadā');
		expect(dates.dateWords(year, 'lv', 'name')).toBe('2013. gads');
		expect(dates.spanWords(year, 'en')).toBe('2013');
		expect(dates.spanWords(day, 'lv')).toBe('2014. gada 23. aprīlī');
	});

	it('is so for machines too', () => {
		expect([december, year, day, morning].map(dates.dateTimeAttribute)).toEqual([
			'2013-12',
			'2013',
			'2014-04-23',
			'2026-02-16T10:00+02:00'
		]);
	});

	it('is short on a pin', () => {
		expect(dates.shortWords(morning, 'lv')).toBe('16. febr.');
		expect(dates.shortWords(morning, 'en')).toBe('16 Feb');
		expect(dates.shortWords(december, 'lv')).toBe('2013. g. dec.');
		expect(dates.shortWords(year, 'en')).toBe('2013');
		expect(dates.shortWords(span('2026-06-03T07:00:00Z', '2026-06-05T13:00:00Z'), 'lv')).toBe(
			'3.–5. jūn.'
		);
	});
});

describe('a deadline', () => {
	it('at midnight is the end of the day before', () => {
		expect(dates.untilWords('2026-12-02T22:00:00Z', 'lv')).toBe('2026. gada 2. decembrim');
		expect(dates.untilWords('2026-12-02T22:00:00Z', 'en')).toBe('2 December 2026');
		expect(dates.untilWords('2026-04-02T09:00:00Z', 'lv')).toBe(
			'2026. gada 2. aprīļa plkst. 12.00'
		);
		expect(dates.untilWords('2026-04-02T09:00:00Z', 'en')).toBe('2 April 2026, 12:00');
	});
});

describe('this year', () => {
	const camp = span('2026-12-17T08:00:00Z', '2026-12-18T14:00:00Z');
	it('need not be said, another must', () => {
		expect(dates.withoutThisYear(dates.spanWords(camp, 'lv'), '2026-11-23', 'lv')).toBe(
			'no 17. decembra plkst. 10.00 līdz 18. decembra plkst. 16.00'
		);
		expect(dates.withoutThisYear(dates.spanWords(camp, 'en'), '2026-11-23', 'en')).toBe(
			'17 December, 10:00 – 18 December, 16:00'
		);
		expect(dates.withoutThisYear(dates.spanWords(camp, 'lv'), '2025-11-23', 'lv')).toContain(
			'2026. gada'
		);
	});
});

describe('near days', () => {
	it('have names', () => {
		const near = (day: string, locale: 'lv' | 'en') =>
			dates.nearDayWords(day, '2026-12-31', locale);
		expect(
			['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02'].map((day) => near(day, 'lv'))
		).toEqual(['vakar', 'šodien', 'rīt', null]);
		expect(near('2027-01-01', 'en')).toBe('tomorrow');
	});

	it('are days in Rīga, also for a visitor at half past midnight', () => {
		expect(dates.todayAt(new Date('2026-06-30T21:30:00Z'))).toBe('2026-07-01');
	});

	it('name weekdays and months', () => {
		expect(names.weekdayWords('2026-11-24', 'lv')).toBe('otrdiena');
		expect(names.weekdayWords('2026-11-24', 'en')).toBe('Tuesday');
		expect(names.weekdayWords('2026-11-24', 'lv', 'short')).toBe('otrd.');
		expect(names.monthName('2026-11-24', 'lv', 'short')).toBe('nov.');
	});
});

describe('being over', () => {
	it('begins at the end, not after it', () => {
		expect(dates.isOver(morning, new Date('2026-02-16T13:59:59Z'))).toBe(false);
		expect(dates.isOver(morning, new Date('2026-02-16T14:00:00Z'))).toBe(true);
	});
});

describe('any span', () => {
	it('has words without gaps in both languages, and a machine date that says the same day', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
				fc.integer({ min: 1, max: 60 * 24 * 20 }),
				fc.boolean(),
				fc.constantFrom<dates.Span['precision'][]>('minute', 'day', 'month', 'year'),
				fc.constantFrom<('lv' | 'en')[]>('lv', 'en'),
				(start, minutes, allDay, precision, locale) => {
					const any = span(
						start.toISOString(),
						new Date(start.getTime() + minutes * 60_000).toISOString(),
						{
							allDay,
							precision
						}
					);
					expect(dates.spanWords(any, locale)).not.toMatch(/undefined|NaN|null| {2}/);
					expect(dates.dateTimeAttribute(any)).toMatch(
						/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d[+]0[23]:00)?)?)?$/
					);
					expect(dayOf(start, zone).startsWith(dates.dateTimeAttribute(any).slice(0, 10))).toBe(
						true
					);
				}
			)
		);
	});
});

describe('a beginning after "no" or "from"', () => {
	it('is told by the day and the hour, or the day alone', () => {
		expect(dates.fromWords('2027-03-12T08:00:00Z', 'lv')).toBe('2027. gada 12. marta plkst. 10.00');
		expect(dates.fromWords('2027-04-12T07:00:00Z', 'lv', 'Europe/Riga', false)).toBe(
			'2027. gada 12. aprīļa'
		);
		expect(dates.fromWords('2027-03-12T08:00:00Z', 'en')).toBe('12 March 2027, 10:00');
	});
});
