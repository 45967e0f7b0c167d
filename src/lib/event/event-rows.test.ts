// What the database answers is believed only in the agreed shape.
import { expect, it } from 'vitest';
import { detailFrom } from './event-detail-rows.ts';
import { pointsFrom, summariesFrom } from './event-rows.ts';

const row = {
	occurrenceId: 'o1',
	slug: 'seminars',
	kind: 'seminar',
	title: { lv: 'Seminārs' },
	summary: {},
	startsAt: '2026-12-08T09:00:00+00:00',
	endsAt: '2026-12-08T12:00:00.123456+00:00',
	allDay: false,
	precision: 'minute',
	timeZone: 'Europe/Riga',
	state: 'confirmed',
	attendance: 'on-site',
	venue: null,
	place: { lv: 'Kuldīga' },
	regionId: 'kurzeme',
	pin: null,
	free: null,
	isExample: true,
	inSeries: false,
	registrationDeadline: null,
	metres: null,
	organisers: [{ slug: null, kind: null, name: { lv: 'Kāds' } }]
};

it('takes rows as they are, instants alone are made equal', () => {
	expect(summariesFrom([{ ...row, internal: 'x' }])).toEqual([
		{
			...row,
			startsAt: '2026-12-08T09:00:00.000Z',
			endsAt: '2026-12-08T12:00:00.123Z',
			otherZone: null
		}
	]);
	expect(summariesFrom([])).toEqual([]);
});

it('tells an hour of another zone by the clock here, and whole days as they are', () => {
	const abroad = { ...row, timeZone: 'America/Toronto' };
	expect(summariesFrom([abroad, { ...abroad, allDay: true }])).toMatchObject([
		{ timeZone: 'Europe/Riga', otherZone: 'America/Toronto' },
		{ timeZone: 'America/Toronto', otherZone: null }
	]);
});

it('refuses what does not fit instead of showing half a truth', () => {
	for (const wrong of [
		{ kind: 'party' },
		{ state: 'maybe' },
		{ startsAt: 'soon' },
		{ title: 'Seminārs' },
		{ pin: { lat: 56.97, lng: null, approximate: true } },
		{ metres: '7' }
	])
		expect(() => summariesFrom([{ ...row, ...wrong }])).toThrow();
	expect(() => summariesFrom(null)).toThrow();
	expect(() => pointsFrom([['slug', 'seminar', 'Title', '56', 24, true]])).toThrow();
	expect(() => detailFrom({})).toThrow();
});

it('knows that no event is no fault', () => {
	expect(detailFrom(null)).toBeNull();
});
