// The small rules of the explorer: addresses, months, the part of the map shown, the next date,
// refusals.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleDate, sampleEvent } from '#lib/event/sample-event.ts';
import { emptyFilter } from '#lib/filter/filter.ts';
import { cardHref, explorerHref, pointsHref, subjectFrom } from './address.ts';
import { boundsAround } from './bounds-around.ts';
import { byMonth } from './months.ts';
import { nextDateOf } from './next-date.ts';
import { isSlug, refusal } from '#lib/http/refusal.ts';

describe('addresses', () => {
	const filter = { ...emptyFilter, words: 'ā & b', regions: ['kurzeme'], page: 2 };

	it('leave out what is usual', () => {
		expect(explorerHref(emptyFilter, 'organisations', 'lv')).toBe('/');
		expect(explorerHref(emptyFilter, 'events', 'en')).toBe('/en?show=events');
	});

	it('encode what was typed', () => {
		expect(explorerHref(filter, 'organisations', 'en')).toBe(
			'/en?q=%C4%81+%26+b&region=kurzeme&page=2'
		);
	});

	it('of pins are the same for every page of the list', () => {
		expect(pointsHref(filter, 'events', 'lv')).toBe(
			pointsHref({ ...filter, page: 9 }, 'events', 'lv')
		);
		expect(cardHref('a/../b', 'events', 'lv')).toBe('/map/events/a%2F..%2Fb.json?lang=lv');
	});

	it('say what to show, and that something else is unknown', () => {
		const asked = (query: string) => subjectFrom(new URLSearchParams(query));
		expect(asked('show=events')).toEqual({ subject: 'events', problems: [] });
		expect(asked('show=')).toEqual({ subject: 'organisations', problems: [] });
		expect(asked('show=cats')).toEqual({
			subject: 'organisations',
			problems: [{ parameter: 'show', reason: 'unknown-value' }]
		});
	});
});

describe('the part of the map shown', () => {
	const point = fc.record({
		lat: fc.double({ min: 55, max: 59, noNaN: true }),
		lng: fc.double({ min: 20, max: 29, noNaN: true })
	});

	it('holds every point and is never too narrow', () => {
		fc.assert(
			fc.property(fc.array(point, { minLength: 1 }), (points) => {
				const box = boundsAround(points);
				expect(box).not.toBeNull();
				if (!box) return;
				for (const { lat, lng } of points) {
					expect(lat >= box.south && lat <= box.north).toBe(true);
					expect(lng >= box.west && lng <= box.east).toBe(true);
				}
				expect(box.north - box.south).toBeGreaterThan(1.19);
				expect(box.east - box.west).toBeGreaterThan(2.39);
			})
		);
	});

	it('is nothing for nothing', () => {
		expect(boundsAround([])).toBeNull();
	});
});

it('months come together without changing the order', () => {
	const days = ['2026-11-26', '2026-11-30', '2026-12-02', '2027-12-02'];
	expect(byMonth(days, (day) => day).map(({ items }) => items)).toEqual([
		['2026-11-26', '2026-11-30'],
		['2026-12-02'],
		['2027-12-02']
	]);
});

describe('the next date of an event', () => {
	const date = (id: string, startsAt: string, endsAt: string) =>
		sampleDate(startsAt, endsAt, { id });
	const event = sampleEvent(
		// As the page lists them: what is still to come first.
		[
			date('feb', '2026-02-01T10:00:00Z', '2026-02-01T12:00:00Z'),
			date('mar', '2026-03-01T10:00:00Z', '2026-03-01T12:00:00Z'),
			date('jan', '2026-01-01T10:00:00Z', '2026-01-01T12:00:00Z')
		],
		{
			place: { id: 'saldus', name: { lv: 'Saldus' } },
			series: {
				rule: 'FREQ=MONTHLY',
				startsLocal: '2026-01-01T12:00:00',
				endsLocal: '2026-01-01T14:00:00',
				exceptions: [],
				knownUntil: '2026-07-01'
			}
		}
	);

	it.each([
		['2025-12-31T00:00:00Z', 'jan'],
		['2026-02-01T11:00:00Z', 'feb'],
		['2026-02-01T12:00:00Z', 'mar'],
		['2027-01-01T00:00:00Z', 'mar']
	])('at %s is the one in %s', (now, id) => {
		expect(nextDateOf(event, new Date(now))).toMatchObject({
			occurrenceId: id,
			place: { lv: 'Saldus' },
			inSeries: true
		});
	});
});

it('a refusal is plain text, whatever it quotes', async () => {
	const response = refusal(400, '<script>=1: unknown parameter');
	expect(response.status).toBe(400);
	expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
	expect(await response.text()).toBe('<script>=1: unknown parameter\n');
});

it.each(['', 'A', 'a b', 'a\0', '../x', 'ā', 'a'.repeat(81)])('%j names no listing', (text) => {
	expect(isSlug(text)).toBe(false);
});
