// What the database answers is believed only in the agreed shape.
import { expect, it } from 'vitest';
import { detailFrom } from './event-detail-rows.ts';
import { pointsFrom, summariesFrom } from './event-rows.ts';

const row = {
	occurrence_id: 'o1',
	slug: 'seminars',
	kind: 'seminar',
	title_lv: 'Seminārs',
	title_en: null,
	summary_lv: null,
	summary_en: null,
	starts_at: '2026-12-08T09:00:00+00:00',
	ends_at: '2026-12-08T12:00:00.123456+00:00',
	all_day: false,
	date_precision: 'minute',
	time_zone: 'Europe/Riga',
	status: 'confirmed',
	attendance: 'on-site',
	venue_name: null,
	place_lv: 'Kuldīga',
	place_en: null,
	region_id: 'kurzeme',
	latitude: 56.97,
	longitude: null,
	approximate: true,
	free: null,
	is_example: true,
	in_series: false,
	registration_deadline: null,
	metres: null,
	organisers: [{ slug: null, kind: null, name_lv: 'Kāds', name_en: null }]
};

it('turns rows into summaries, keeping "not known" apart from "no"', () => {
	expect(summariesFrom([row])[0]).toMatchObject({
		title: { lv: 'Seminārs', en: undefined },
		place: { lv: 'Kuldīga' },
		// Half a position is none.
		pin: null,
		free: null,
		organisers: [{ slug: null, name: { lv: 'Kāds' } }]
	});
	expect(summariesFrom([])).toEqual([]);
});

it('refuses what does not fit instead of showing half a truth', () => {
	for (const wrong of [
		{ kind: 'party' },
		{ status: 'maybe' },
		{ starts_at: 'soon' },
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
