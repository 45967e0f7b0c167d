import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '#lib/time/days.ts';
import { expand, type Series } from '#lib/event/recurrence/recurrence.ts';
import { consequencesOf } from './date-consequences.ts';
import { dividedFromToday } from './from-today.ts';

const series = (day: string, hour: string, rule: string): Series => ({
	startsLocal: `${day}T${hour}:00`,
	endsLocal: `${day}T21:00:00`,
	timeZone: 'Europe/Riga',
	allDay: false,
	rule,
	exceptions: []
});

it('what has taken place stays as it was, whatever the series becomes', () => {
	const count = fc.integer({ min: 3, max: 12 });
	const kinds = fc.constantFrom('FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=2', 'FREQ=DAILY');
	const plan = fc.record({
		shift: fc.integer({ min: 0, max: 6 }),
		hour: fc.constantFrom('18:00', '19:00'),
		rule: kinds,
		count
	});
	fc.assert(
		fc.property(plan, plan, fc.integer({ min: 0, max: 90 }), (was, becomes, days) => {
			const start = '2027-03-02';
			const old = series(start, was.hour, `${was.rule};COUNT=${was.count}`);
			const next = series(
				addDays(start, becomes.shift),
				becomes.hour,
				`${becomes.rule};COUNT=${becomes.count}`
			);
			const now = `${addDays(start, days)}T12:00:00`;
			const known = expand(old, start).dates.map((date) => ({
				...date,
				original: date.starts,
				cancelled: false,
				rescheduled: false,
				over: date.ends <= now
			}));
			const over = known.filter((date) => date.over).map(({ starts }) => starts);
			const parts = dividedFromToday(old, next, known, now);
			const ahead = expand(next, start).dates.filter(({ starts }) => starts > now);
			if (over.length === 0 || over.length === known.length || ahead.length === 0) {
				expect(parts).toBeNull();
				return;
			}
			expect(parts?.from).toBe(known[over.length]?.original);
			expect(expand(parts?.ended ?? old, start).dates.map(({ starts }) => starts)).toEqual(over);
			expect(expand(parts?.following ?? old, start).dates).toEqual(ahead);
		})
	);
});

it('a date that is over and would be at another time is told, also when its day stays', () => {
	const known = [
		{
			starts: '2027-03-02T18:00:00',
			ends: '2027-03-02T21:00:00',
			original: '2027-03-02T18:00:00',
			cancelled: false,
			rescheduled: false,
			over: true
		}
	];
	expect(
		consequencesOf(known, [{ starts: '2027-03-02T19:00:00', ends: '2027-03-02T21:00:00' }])
			.forgotten
	).toBe(1);
});
