// An event as people write it: what is saved of it, what is wrong with it in words, what is only
// perhaps a slip, and that what is kept comes back as it was typed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf, type Typed } from '#lib/form/form.ts';
import { printed, unseen } from '#lib/listing/editor/form.ts';
import { readEvent } from './event-form.ts';
import { hintsOf } from './event-hints.ts';
import { typedOf } from './event-typed.ts';

/** A seminar on Tuesday 8 December 2026. */
const typed = (change: Record<string, string | string[]> = {}): Typed =>
	Object.fromEntries(
		Object.entries({
			kind: 'seminar',
			title_lv: 'Kvalitātes vadība biedrībā',
			starts_day: '2026-12-08',
			starts_time: '10:00',
			ends_time: '16:00',
			attendance: 'on-site',
			...change
		}).map(([name, value]) => [name, [value].flat()])
	);
const read = (of: Typed) => readEvent(valuesOf(of));
async function saved(change: Record<string, string | string[]> = {}) {
	const answer = await read(typed(change));
	if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
	return answer.value;
}
async function wrong(change: Record<string, string | string[]>) {
	const answer = await read(typed(change));
	return answer.ok ? [] : answer.problems.map(({ field }) => field).sort();
}

describe('what is saved', () => {
	it('is an event of six fields', async () => {
		const { listing } = await saved();
		expect(listing).toMatchObject({
			kind: 'seminar',
			title: { lv: 'Kvalitātes vadība biedrībā' },
			starts_local: '2026-12-08T10:00:00',
			ends_local: '2026-12-08T16:00:00',
			date_precision: 'minute',
			all_day: false,
			time_zone: 'Europe/Riga',
			status: 'confirmed',
			recurrence: null,
			exceptions: [],
			free: null,
			join_link: null,
			organisers: []
		});
	});

	it('has dates and times however they are typed', async () => {
		const { listing } = await saved({
			starts_day: '8.12.2026.',
			starts_time: '22.00',
			ends_day: '9. 12. 2026',
			ends_time: '2'
		});
		expect(listing).toMatchObject({
			starts_local: '2026-12-08T22:00:00',
			ends_local: '2026-12-09T02:00:00'
		});
	});

	it.each([
		['day', '2026-12-08T00:00:00', '2026-12-09T00:00:00'],
		['month', '2026-12-01T00:00:00', '2027-01-01T00:00:00'],
		['year', '2026-01-01T00:00:00', '2027-01-01T00:00:00']
	])('knows the date to the %s', async (exactness, starts_local, ends_local) => {
		const { listing } = await saved({ exactness, starts_time: '', ends_time: '' });
		expect(listing).toMatchObject({
			starts_local,
			ends_local,
			all_day: true,
			date_precision: exactness
		});
	});

	it('until midnight is until the end of the day', async () => {
		const { listing } = await saved({ ends_time: '00:00' });
		expect(listing).toMatchObject({ ends_local: '2026-12-09T00:00:00' });
	});

	it('has addresses, numbers and deadlines in one form', async () => {
		const { listing } = await saved({
			registration_url: 'www.piemers.lv/pieteikties',
			registration_phone: '6302 7549',
			contact_phone: '+371 29 000 001',
			postcode: '3301',
			deadline_day: '01.12.2026',
			organisers: ['Kuldīgas draugi', '00000000-0000-4000-8000-00000000000A'],
			cost: 'free',
			price_lv: '10 eiro',
			'documents.0.title_lv': 'Programma',
			'documents.0.url': 'piemers.lv/programma.pdf',
			'documents.1.title_lv': '',
			'documents.1.url': '',
			join_url: 'https://meet.example/1',
			join_minutes: '15'
		});
		expect(listing).toMatchObject({
			registration_url: 'https://www.piemers.lv/pieteikties',
			registration_phone: '+37163027549',
			contact_phone: '+37129000001',
			postcode: 'LV-3301',
			registration_deadline: '2026-12-01T22:00:00+00:00',
			organisers: [
				{ name: 'Kuldīgas draugi' },
				{ organisation_id: '00000000-0000-4000-8000-00000000000a' }
			],
			free: true,
			price: {},
			documents: [{ title: { lv: 'Programma' }, url: 'https://piemers.lv/programma.pdf' }],
			join_link: { url: 'https://meet.example/1', visible_minutes: 15 }
		});
	});

	it('is a series with days left out; what the rule does not give is not left out', async () => {
		const { series, listing } = await saved({
			repeats: 'fortnightly',
			ends: 'until',
			until: '2.3.2027',
			left_out: ['2026-12-22', '2027-01-01']
		});
		expect(series).toMatchObject({ rule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270302T215959Z' });
		expect(listing.exceptions).toEqual(['2026-12-22T10:00:00']);
	});
});

describe('what is wrong', () => {
	it.each([
		[{ title_lv: ' ' }, ['title_lv']],
		[{ starts_day: '' }, ['starts_day']],
		[{ starts_day: '31.11.2026' }, ['starts_day']],
		[{ starts_time: '', ends_time: '' }, ['ends_time', 'starts_time']],
		[{ starts_time: '10:00', ends_time: '10:00' }, ['ends_time']],
		[{ ends_time: '9:00' }, ['ends_time']],
		[{ ends_day: '2026-12-07' }, ['ends_day']],
		[{ registration_url: 'javascript:alert(1)' }, ['registration_url']],
		[{ join_url: 'ftp://piemers.lv' }, ['join_url']],
		[{ registration_email: 'vards@' }, ['registration_email']],
		[{ contact_phone: '12345' }, ['contact_phone']],
		// What cannot be kept is not cut off unseen.
		[{ contact_phone: '63027549 or so' }, ['contact_phone']],
		[{ postcode: '330' }, ['postcode']],
		[{ latitude: 'ziemeļi', longitude: '21' }, ['latitude']],
		[{ registration_places: '0' }, ['registration_places']],
		[{ time_zone: 'EET' }, ['time_zone']],
		[{ deadline_time: '12:00' }, ['deadline_day']],
		[{ repeats: 'weekdays' }, ['weekdays']],
		[{ repeats: 'weekdays', weekdays: ['MO', 'FR'] }, ['repeats']],
		[{ repeats: 'weekly', ends: 'count' }, ['count']],
		[{ repeats: 'weekly', ends: 'until', until: '2026-12-01' }, ['until']],
		[{ repeats: 'weekly', ends_day: '2026-12-20' }, ['repeats']],
		[{ 'documents.0.url': 'https://piemers.lv/a.pdf' }, ['documents.0.title_lv']],
		[{ 'documents.0.title_lv': 'Programma' }, ['documents.0.url']],
		[{ picture_path: '/pictures/a.webp' }, ['picture_alt_lv']],
		[{ picture_path: 'https://elsewhere.example/a.png', picture_alt_lv: 'A' }, ['picture_path']],
		[{ title_lv: 'a'.repeat(201), summary_lv: 'b'.repeat(1001) }, ['summary_lv', 'title_lv']]
	])('%j: %j', async (change: Record<string, string | string[]>, fields) => {
		expect(await wrong(change)).toEqual(fields);
	});

	it('never stops the form, whatever is posted', async () => {
		const name = fc.constantFrom(
			...Object.keys(typed()),
			'repeats',
			'until',
			'left_out',
			'weekdays'
		);
		await fc.assert(
			fc.asyncProperty(
				fc.dictionary(name, fc.array(fc.string({ unit: 'grapheme' }))),
				async (any) => {
					const answer = await read({ ...typed(), ...any });
					expect(answer.ok || answer.problems.length > 0).toBe(true);
				}
			),
			{ numRuns: 300 }
		);
	});
});

describe('what is perhaps a slip', () => {
	const hints = async (change: Record<string, string | string[]>) => {
		const all = { organisers: 'Biedrība', ...change };
		return hintsOf(await saved(all), typed(all), '2026-11-24', 'lv');
	};
	it.each([
		[{}, []],
		[{ starts_day: '2026-11-23' }, ['starts_day']],
		[{ starts_day: '2036-12-09' }, ['starts_day']],
		[{ starts_day: '2026-12-12' }, ['starts_day']],
		[{ starts_day: '2026-12-24' }, ['starts_day']],
		[{ repeats: 'weekly', ends: 'count', count: '3' }, []],
		[{ starts_day: '2026-12-10', repeats: 'weekly', ends: 'count', count: '3' }, ['repeats']],
		[{ time_zone: 'America/Toronto' }, ['time_zone']],
		[{ starts_time: '1:00' }, ['starts_time', 'ends_time']],
		[{ starts_time: '7:00', ends_time: '20:00' }, ['ends_time']],
		[{ deadline_day: '2026-12-09' }, ['deadline_day']],
		[{ contact_phone: '63027549' }, []],
		[{ contact_phone: '51234567' }, ['contact_phone']],
		[{ contact_phone: '+37163027549' }, []],
		[{ organisers: [] }, ['organiser_search']]
	])('%j: %j', async (change: Record<string, string | string[]>, fields) => {
		expect((await hints(change)).map(({ field }) => field)).toEqual(fields);
	});

	it('is not asked again of a time that stands since it was looked at', async () => {
		const { listing } = await saved({ starts_day: '2026-12-12' });
		const again = typedOf(listing);
		const read = await readEvent(valuesOf(again));
		if (!read.ok) throw new Error(JSON.stringify(read.problems));
		expect(
			(await hintsOf(read.value, again, '2026-11-24', 'lv')).map(({ field }) => field)
		).toEqual(['organiser_search']);
	});

	it('is a length that changes, and none that moves with its day', async () => {
		const { listing } = await saved({ organisers: 'Biedrība' });
		const known = typedOf(listing);
		const asked = async (change: Record<string, string>) => {
			const now = {
				...known,
				...Object.fromEntries(Object.entries(change).map(([name, value]) => [name, [value]]))
			};
			const again = await readEvent(valuesOf(now));
			if (!again.ok) throw new Error(JSON.stringify(again.problems));
			return await hintsOf(again.value, now, '2026-11-24', 'lv');
		};
		expect(await asked({ starts_day: '2026-12-09' })).toEqual([]);
		expect(await asked({ starts_time: '11:00', ends_time: '17:00' })).toEqual([]);
		expect(await asked({ starts_time: '11:00' })).toEqual([
			{ field: 'ends_time', message: 'Mainās pasākuma ilgums: 6 h → 5 h. Vai tā ir domāts?' }
		]);
		// Whoever types another end means it.
		expect(await asked({ ends_time: '18:00' })).toEqual([]);
		expect(await asked({ starts_time: '11:00', ends_time: '18:00' })).toEqual([]);
		// Whole days that get hours have no length to keep.
		expect(await asked({ exactness: 'day' })).toEqual([]);
	});

	it('is a deadline after the first date, said as what it means for each', async () => {
		const late = { deadline_day: '2026-12-09', repeats: 'weekly', ends: 'count', count: '3' };
		const [hint] = await hints(late);
		expect(hint?.message).toContain('Katram datumam');
	});

	it('is said once', async () => {
		const said = await hints({ starts_day: '2026-12-12' });
		const seen = said.map(printed);
		expect(unseen(said, seen)).toEqual([]);
		expect(unseen(said, [])).toEqual(said);
	});
});

describe('a day that moves', () => {
	it.each([
		[
			{ starts_day: '2026-12-08', ends_day: '2026-12-10', exactness: 'day' },
			'2026-12-15',
			'2026-12-18T00:00:00'
		],
		[{ starts_day: '2026-12-12', ends_day: '2026-12-13' }, '2026-12-19', '2026-12-20T16:00:00'],
		[
			{ starts_time: '19:00', ends_time: '1:00', ends_day: '2026-12-09' },
			'2026-12-01',
			'2026-12-02T01:00:00'
		]
	])('takes the last day along: %j', async (change: Record<string, string>, to, ends) => {
		const { listing } = await saved(change);
		const moved = await read({ ...typedOf(listing), starts_day: [to] });
		expect(moved).toMatchObject({ ok: true, value: { listing: { ends_local: ends } } });
	});
});

describe('what is kept', () => {
	it.each<Record<string, string | string[]>>([
		{},
		{ exactness: 'month' },
		{ exactness: 'day', ends_day: '2026-12-10' },
		{ ends_time: '24:00' },
		{ ends_day: '2026-12-09', ends_time: '2:00' },
		{ repeats: 'month-weekday', interval: '3', ends: 'count', count: '4', left_out: '2027-03-09' },
		{ repeats: 'weekdays', weekdays: ['TU', 'TH'], ends: 'until', until: '2027-02-01' },
		{ repeats: 'kept', rule: 'FREQ=MONTHLY;BYMONTHDAY=8,22;COUNT=5' },
		{ deadline_day: '2026-12-01' },
		{ deadline_day: '2026-12-01', deadline_time: '12:00' },
		{ organisers: ['Kuldīgas draugi', '00000000-0000-4000-8000-00000000000a'], cost: 'free' },
		{ cost: 'paid', price_lv: '10 eiro', join_url: 'https://meet.example/1' },
		{ 'documents.0.title_lv': 'Programma', 'documents.0.url': 'https://piemers.lv/a.pdf' },
		{
			picture_id: '00000000-0000-4000-8000-00000000000a',
			picture_width: '640',
			picture_height: '480',
			picture_alt_lv: 'Zāle'
		},
		{ accessibility: ['lift', 'captions'], languages: ['lv', 'en'], topics: ['quality'] }
	])('comes back as it was typed: %j', async (change) => {
		const { listing } = await saved(change);
		const again = await read(typedOf(listing));
		expect(again).toMatchObject({ ok: true, value: { listing } });
	});
});
