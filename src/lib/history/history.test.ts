// Which versions are compared, and which dates an event gets when an earlier state of it comes
// back.
import { describe, expect, it } from 'vitest';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { comparedIn } from './history.ts';
import { restoredEvent } from './restored-dates.ts';

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
	const alone = { published: true, known: [], parts: [] };
	const datesForRestoring = (wanted: ListingDocument, now: ListingDocument | null) =>
		restoredEvent(wanted, now, alone, '2026-11-24T10:00:00Z').dates;

	it('stay as they are while nothing about the time differs', () => {
		expect(datesForRestoring(single, { ...single, title_lv: 'Cits' })).toBeNull();
		// Nothing is nothing, however it is written.
		expect(datesForRestoring({ ...single, exceptions: null }, single)).toBeNull();
	});

	it('are worked out anew when the time differs, or nobody knows', () => {
		const expected = {
			known_until: null,
			dates: [{ starts: '2027-03-02T10:00:00', ends: '2027-03-02T12:00:00' }]
		};
		const moved = { ...single, starts_local: '2027-03-09T10:00:00' };
		expect(datesForRestoring(single, moved)).toEqual(expected);
		expect(datesForRestoring(single, null)).toEqual(expected);
	});

	it('of a series leave out what was left out, and go on for as long as one is known', () => {
		const series = {
			...single,
			recurrence: 'FREQ=WEEKLY;COUNT=3',
			exceptions: ['2027-03-09T10:00:00']
		};
		expect(datesForRestoring(series, single)?.dates.map(({ starts }) => starts)).toEqual([
			'2027-03-02T10:00:00',
			'2027-03-16T10:00:00'
		]);
		const open = { ...single, recurrence: 'FREQ=MONTHLY' };
		expect(datesForRestoring(open, single)?.known_until).toBe('2027-09-02');
	});

	it('are not held twice where another part of the series holds them', () => {
		const before = { ...single, title_lv: 'Agrāk', recurrence: 'FREQ=WEEKLY;COUNT=4' };
		const now = { ...single, title_lv: 'Tagad', recurrence: 'FREQ=WEEKLY;COUNT=2' };
		const parts = [{ first_turn: '2027-03-16T10:00:00', last_turn: '2027-03-23T10:00:00' }];
		const back = restoredEvent(before, now, { ...alone, parts }, '2026-11-24T10:00:00Z');
		expect(back).toEqual({ listing: { title_lv: 'Agrāk' }, dates: null, stays: true });
		// A part that ended sooner holds nothing of it.
		const other = [{ first_turn: '2027-04-06T10:00:00', last_turn: '2027-04-20T10:00:00' }];
		expect(
			restoredEvent(before, now, { ...alone, parts: other }, '2026-11-24T10:00:00Z').dates?.dates
		).toHaveLength(4);
	});
});
