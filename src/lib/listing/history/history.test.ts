// Which versions are compared, and which dates an event gets when an earlier state of it comes
// back.
import { describe, expect, it } from 'vitest';
import { comparedIn } from './history.ts';
import { datesForRestoring } from './restored-dates.ts';

const compared = (query: string) => comparedIn(new URLSearchParams(query));

it('two versions are compared, the older one first; one alone, twice the same or none is no comparison', () => {
	expect(compared('from=2&to=5')).toEqual({ from: 2, to: 5 });
	expect(compared('from=5&to=2')).toEqual({ from: 2, to: 5 });
	for (const query of ['', 'from=2', 'from=2&to=2', 'from=0&to=2', 'from=a&to=2', 'from=-1&to=2'])
		expect(compared(query), query).toBeNull();
});

describe('dates of an earlier state', () => {
	const single = {
		title_lv: 'Seminārs',
		starts_local: '2027-03-02T10:00:00',
		ends_local: '2027-03-02T12:00:00',
		time_zone: 'Europe/Riga',
		all_day: false,
		recurrence: null,
		exceptions: []
	};
	const today = new Date('2026-11-24T10:00:00Z');

	it('stay as they are while nothing about the time differs', () => {
		expect(datesForRestoring(single, { ...single, title_lv: 'Cits' }, today)).toBeNull();
		// Nothing is nothing, however it is written.
		expect(datesForRestoring({ ...single, exceptions: null }, single, today)).toBeNull();
	});

	it('are worked out anew when the time differs, or nobody knows', () => {
		const expected = {
			known_until: null,
			dates: [{ starts: '2027-03-02T10:00:00', ends: '2027-03-02T12:00:00' }]
		};
		const moved = { ...single, starts_local: '2027-03-09T10:00:00' };
		expect(datesForRestoring(single, moved, today)).toEqual(expected);
		expect(datesForRestoring(single, null, today)).toEqual(expected);
	});

	it('of a series leave out what was left out, and go on for as long as one is known', () => {
		const series = {
			...single,
			recurrence: 'FREQ=WEEKLY;COUNT=3',
			exceptions: ['2027-03-09T10:00:00']
		};
		expect(datesForRestoring(series, single, today)?.dates.map(({ starts }) => starts)).toEqual([
			'2027-03-02T10:00:00',
			'2027-03-16T10:00:00'
		]);
		const open = { ...single, recurrence: 'FREQ=MONTHLY' };
		expect(datesForRestoring(open, single, today)?.known_until).toBe('2027-09-02');
	});
});
