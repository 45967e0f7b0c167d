import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays } from '#lib/time/days.ts';
import { instantOf } from '#lib/time/local-time.ts';
import { expand, type Series } from '#lib/event/recurrence/recurrence.ts';
import { consequencesOf } from './date-consequences.ts';
import { dividedFromToday, placeChanged } from './from-today.ts';

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
			const parts = dividedFromToday(old, next, known, instantOf(now, 'Europe/Riga'));
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

it('the date that is being held stays, and one that was moved ahead goes on', () => {
	const old = series('2027-03-02', '18:00', 'FREQ=WEEKLY;COUNT=5');
	const known = expand(old, '2027-03-02').dates.map((date) => ({
		...date,
		original: date.starts,
		cancelled: false,
		rescheduled: false,
		over: false
	}));
	const at = (local: string) => instantOf(local, 'Europe/Riga');
	const underway = dividedFromToday(old, old, known, at('2027-03-09T19:00:00'));
	expect(underway?.from).toBe('2027-03-16T18:00:00');
	// Also where the new hour of its day is still to come.
	const later = series('2027-03-02', '20:00', 'FREQ=WEEKLY;COUNT=5');
	expect(
		dividedFromToday(old, later, known, at('2027-03-09T19:00:00'))?.following.startsLocal
	).toBe('2027-03-16T20:00:00');
	const moved = known.map((date) =>
		date.original === '2027-03-09T18:00:00'
			? { ...date, starts: '2027-03-12T18:00:00', ends: '2027-03-12T21:00:00', rescheduled: true }
			: date
	);
	for (const changed of [old, later]) {
		const parts = dividedFromToday(old, changed, moved, at('2027-03-10T12:00:00'));
		expect(parts?.from).toBe('2027-03-09T18:00:00');
		expect(parts?.following.startsLocal.slice(0, 10)).toBe('2027-03-09');
	}
});

it('another place is one that people are told, and a pin put right is none', () => {
	const before = {
		attendance: 'on-site',
		street: 'Liepu iela 1',
		place_id: 'talsi',
		latitude: 57.2
	};
	expect(placeChanged({ ...before, latitude: 57.3 }, before)).toBe(false);
	expect(placeChanged({ ...before, venue_name: null }, before)).toBe(false);
	for (const change of [
		{ attendance: 'online' },
		{ street: 'Ozolu iela 2' },
		{ place_id: 'kuldiga' },
		{ venue_name: 'Bibliotēka' },
		{ venue_organisation_id: 'x' }
	])
		expect(placeChanged({ ...before, ...change }, before)).toBe(true);
	// The address of a venue is the venue's, whatever the form still carries of it.
	const held = { ...before, venue_organisation_id: 'x' };
	expect(placeChanged({ ...held, street: 'Ozolu iela 2' }, held)).toBe(false);
});
