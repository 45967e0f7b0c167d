// Series of dates across both clock changes, and told apart from what cannot be a series. That they
// are the dates another program finds is tried in recurrence.thorough.test.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallClock } from '#lib/time/days.ts';
import { instantOf, instantsOf, localOf, localTime } from '#lib/time/local-time.ts';
import { anyStart, days, series, today, zone } from './any-rule.ts';
import { expand, maxDates, problemOf, splitSeries } from './recurrence.ts';
import { frequencies, parseRule, ruleText } from './recurrence-rule.ts';

describe('dates of a rule', () => {
	it('keep their hour across both clock changes', () => {
		const evening = series('FREQ=WEEKLY;COUNT=60', {
			startsLocal: '2026-03-01T19:00',
			endsLocal: '2026-03-01T21:00'
		});
		const instants = expand(evening, today).dates.map(({ starts, ends }) =>
			instantsOf(starts, ends, zone)
		);
		const hours = instants.map(({ startsAt, endsAt }) => [
			wallClock(startsAt, zone).hour,
			wallClock(endsAt, zone).hour
		]);
		expect(new Set(hours.map(String))).toEqual(new Set(['19,21']));
		// And they are not the same instants of the day all year.
		expect(new Set(instants.map(({ startsAt }) => startsAt.slice(11)))).toEqual(
			new Set(['17:00:00Z', '16:00:00Z'])
		);
	});

	it('know leap days, the 31st and the last day of a month', () => {
		const at = (rule: string, day: string) =>
			days(series(rule, { startsLocal: `${day}T18:00`, endsLocal: `${day}T20:00` }));
		expect(at('FREQ=YEARLY;COUNT=3', '2028-02-29')).toEqual([
			'2028-02-29',
			'2032-02-29',
			'2036-02-29'
		]);
		expect(at('FREQ=MONTHLY;COUNT=3', '2026-01-31')).toEqual([
			'2026-01-31',
			'2026-03-31',
			'2026-05-31'
		]);
		expect(at('FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2027-12-31')).toEqual([
			'2027-12-31',
			'2028-01-31',
			'2028-02-29'
		]);
	});

	it('leave out the exceptions and count them all the same', () => {
		const rule = 'FREQ=WEEKLY;COUNT=4';
		expect(days(series(rule, { exceptions: ['2026-12-22T18:00', '2026-12-15T18:00'] }))).toEqual([
			'2026-12-08',
			'2026-12-29'
		]);
	});

	it('without a rule are one', () => {
		expect(expand(series(null), today)).toEqual({
			dates: [{ starts: '2026-12-08T18:00:00', ends: '2026-12-08T20:00:00' }],
			knownUntil: null
		});
	});
});

describe('an open-ended series', () => {
	it('is known for six months from its last renewal, or from its first date', () => {
		const open = series('FREQ=WEEKLY');
		const fresh = expand(open, today);
		expect(fresh.knownUntil).toBe('2027-06-08');
		expect(fresh.dates.at(-1)?.starts).toBe('2027-06-08T18:00:00');
		const renewed = expand(open, '2027-08-31');
		expect(renewed.knownUntil).toBe('2028-02-29');
		expect(renewed.dates.slice(0, fresh.dates.length)).toEqual(fresh.dates);
		expect(renewed.dates.at(-1)?.starts).toBe('2028-02-29T18:00:00');
	});

	it('may except a date that is not known yet', () => {
		const later = series('FREQ=WEEKLY', { exceptions: ['2027-09-14T18:00'] });
		expect(problemOf(later, today)).toBeNull();
		expect(days(later, '2027-08-31')).not.toContain('2027-09-14');
	});
});

describe('a rule that cannot be', () => {
	it.each([
		['', 'unreadable'],
		['every Tuesday', 'unreadable'],
		['FREQ=WEEKLY;FREQ=DAILY', 'unreadable'],
		['FREQ=WEEKLY;BYEASTER=0', 'unreadable'],
		['FREQ=HOURLY', 'unsupported'],
		['FREQ=DAILY;BYHOUR=10,14', 'unsupported'],
		['FREQ=YEARLY;BYWEEKNO=20', 'unsupported'],
		['FREQ=WEEKLY;INTERVAL=0', 'interval'],
		['FREQ=WEEKLY;COUNT=0', 'count'],
		['FREQ=WEEKLY;COUNT=3;UNTIL=20270101', 'count-and-until'],
		['FREQ=WEEKLY;UNTIL=20270231', 'until'],
		['FREQ=WEEKLY;UNTIL=soon', 'until'],
		['FREQ=WEEKLY;BYDAY=XX', 'weekday'],
		['FREQ=WEEKLY;BYDAY=2TU', 'nth-weekday'],
		['FREQ=MONTHLY;BYDAY=6TU', 'nth-weekday'],
		['FREQ=MONTHLY;BYDAY=0TU', 'nth-weekday'],
		['FREQ=MONTHLY;BYMONTHDAY=32', 'month-day'],
		['FREQ=WEEKLY;BYMONTHDAY=8', 'month-day'],
		['FREQ=YEARLY;BYMONTH=13', 'month'],
		['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=0', 'position'],
		['FREQ=MONTHLY;BYSETPOS=1', 'position'],
		['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'never'],
		['FREQ=MONTHLY;BYMONTHDAY=9', 'first-date'],
		['FREQ=WEEKLY;BYDAY=WE', 'first-date'],
		['FREQ=WEEKLY;UNTIL=20261207T215959Z', 'until-before-start'],
		// It would begin after this instant on that day.
		['FREQ=WEEKLY;UNTIL=20261208T155959Z', 'until-before-start'],
		['FREQ=DAILY;COUNT=1001', 'too-many'],
		['FREQ=DAILY;UNTIL=20300101', 'too-many'],
		['FREQ=YEARLY;COUNT=40', 'too-far'],
		['FREQ=YEARLY;UNTIL=20990101', 'too-far']
	])('%s: %s', (rule, problem) => {
		expect(problemOf(series(rule), today)).toBe(problem);
		expect(() => expand(series(rule), today)).toThrow(problem);
	});

	it.each([
		['an end before the start', { endsLocal: '2026-12-08T18:00' }, 'ends-before-start'],
		['whole days that begin in the evening', { allDay: true }, 'all-day-time'],
		['a date before the last one is over', { endsLocal: '2026-12-16T00:00' }, 'overlap'],
		['an exception beside the rule', { exceptions: ['2026-12-16T18:00'] }, 'exception-elsewhere'],
		['an exception at another hour', { exceptions: ['2026-12-15T19:00'] }, 'exception-elsewhere'],
		['the first date excepted', { exceptions: ['2026-12-08T18:00'] }, 'first-excepted']
	])('%s', (_, change, problem) => {
		expect(problemOf(series('FREQ=WEEKLY;COUNT=4', change), today)).toBe(problem);
	});

	it('and one that just can', () => {
		expect(days(series('FREQ=WEEKLY;UNTIL=20261208T160000Z'))).toEqual(['2026-12-08']);
		expect(days(series(`FREQ=DAILY;COUNT=${maxDates}`))).toHaveLength(maxDates);
		expect(problemOf(series('FREQ=DAILY;COUNT=3', { endsLocal: '2026-12-09T18:00' }), today)).toBe(
			null
		);
	});
});

describe('the text of a rule', () => {
	it('read and written again is the same rule', () => {
		const end = fc.oneof(
			fc.constant(''),
			fc.integer({ min: 1, max: 99 }).map((count) => `;COUNT=${count}`),
			fc.constantFrom(';UNTIL=20291231T215959Z', ';UNTIL=20280326T205959Z')
		);
		fc.assert(
			fc.property(anyStart, end, fc.constantFrom('', ';WKST=SU'), ({ rule, first }, end, week) => {
				const start = series(null, { startsLocal: first });
				const { rule: read } = parseRule(`RRULE:${rule}${end}${week}`, start);
				if (!read) throw new Error(`${rule} was not read`);
				expect(frequencies).toContain(read.frequency);
				const text = ruleText(read, start);
				expect(parseRule(text, start).rule).toEqual(read);
				if (end.startsWith(';UNTIL')) expect(text.endsWith(end) || week !== '').toBe(true);
			})
		);
	});

	it('of whole days ends with a day', () => {
		const start = { startsLocal: '2026-12-08T00:00', timeZone: zone, allDay: true };
		const { rule } = parseRule('FREQ=WEEKLY;UNTIL=20270101', start);
		expect(rule && ruleText(rule, start)).toBe('FREQ=WEEKLY;UNTIL=20270101');
	});
});

describe('"this and following"', () => {
	it('cuts an open-ended one into one that ends and one that goes on', () => {
		const parts = splitSeries(series('FREQ=WEEKLY'), '2026-12-22T18:00');
		expect(parts?.map(({ rule }) => rule)).toEqual([
			'FREQ=WEEKLY;UNTIL=20261215T215959Z',
			'FREQ=WEEKLY'
		]);
	});

	it('is nothing at the first date, beside the rule, after the end or without a rule', () => {
		expect(splitSeries(series('FREQ=WEEKLY;COUNT=3'), '2026-12-08T18:00')).toBeNull();
		expect(splitSeries(series('FREQ=WEEKLY;COUNT=3'), '2026-12-16T18:00')).toBeNull();
		expect(splitSeries(series('FREQ=WEEKLY;COUNT=3'), '2026-12-29T18:00')).toBeNull();
		expect(splitSeries(series('FREQ=WEEKLY;UNTIL=20261216'), '2026-12-22T18:00')).toBeNull();
		expect(splitSeries(series(null), '2026-12-15T18:00')).toBeNull();
	});
});

describe('a local time', () => {
	it('that the clock jumps over falls an hour later; of one shown twice the first is meant', () => {
		expect(instantOf('2027-03-28T03:30', zone)).toBe('2027-03-28T01:30:00Z');
		expect(localOf('2027-03-28T01:30:00Z', zone)).toBe('2027-03-28T04:30:00');
		expect(instantOf('2026-10-25T03:30', zone)).toBe('2026-10-25T00:30:00Z');
		expect(localOf('2026-10-25T01:30:00Z', zone)).toBe('2026-10-25T03:30:00');
	});

	it('and its instant are each other’s wherever the clock shows it once', () => {
		const zones = ['Europe/Riga', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
		fc.assert(
			fc.property(
				fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
				fc.constantFrom(...zones),
				(date, zone) => {
					const instant = `${date.toISOString().slice(0, 19)}Z`;
					const local = localOf(instant, zone);
					const { year, month, day, hour, minute } = wallClock(instant, zone);
					expect(Date.UTC(year, month - 1, day, hour, minute)).toBe(
						Date.parse(`${local.slice(0, 16)}Z`)
					);
					const back = instantOf(local, zone);
					expect(localOf(back, zone)).toBe(local);
					expect(back <= instant).toBe(true);
				}
			)
		);
	});

	it('ends by the clock, past midnight, over several days and through the change of it', () => {
		const hours = (starts: string, ends: string) => {
			const { startsAt, endsAt } = instantsOf(starts, ends, zone);
			return (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000;
		};
		expect(hours('2026-12-31T22:00', '2027-01-01T02:00')).toBe(4);
		expect(hours('2027-03-27T22:00', '2027-03-28T06:00')).toBe(7);
		expect(hours('2026-10-24T22:00', '2026-10-25T06:00')).toBe(9);
		expect(hours('2027-03-28T00:00', '2027-03-29T00:00')).toBe(23);
		// The clock jumps over the whole of it.
		expect(hours('2027-03-28T03:30', '2027-03-28T04:00')).toBe(0.5);
	});

	it('has one form', () => {
		expect(localTime('2026-12-08T18:00')).toBe('2026-12-08T18:00:00');
		expect(() => localTime('2026-02-30T18:00')).toThrow(RangeError);
	});
});
