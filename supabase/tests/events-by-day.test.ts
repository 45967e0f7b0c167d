// A calendar of any month says of every day how many dates fall on it, on both databases, and
// agrees with the list.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';

interface Calendar {
	total: number;
	days: {
		day: string;
		count: number;
		dates: {
			slug: string;
			title: Record<string, string>;
			place: Record<string, string> | null;
		}[];
	}[];
	undated: { slug: string }[];
}

describe.each(databases)('a month on $name', ({ open, missing }) => {
	let database: TestDatabase;

	beforeAll(async () => {
		if (missing) return;
		database = await open();
		// A training of three days across a night at the end of a month, five on one day, and one of
		// another zone.
		await database.sql.exec(`
			insert into public.events (slug, kind, title, status, starts_local, ends_local, publication, time_zone)
			values ('trisdienas', 'training', '{"lv": "Trīs dienas"}', 'confirmed', '2031-03-30 10:00', '2031-04-01 16:00', 'published', 'Europe/Riga'),
				('kanada', 'seminar', '{"lv": "Kanādā"}', 'confirmed', '2031-03-12 21:00', '2031-03-12 23:00', 'published', 'America/Toronto'),
				('slepts', 'seminar', '{"lv": "Slēpts"}', 'confirmed', '2031-03-12 21:00', '2031-03-12 23:00', 'draft', 'Europe/Riga');
			insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
			select id, starts_local at time zone time_zone, ends_local at time zone time_zone, starts_local at time zone time_zone
			from public.events where slug in ('trisdienas', 'kanada', 'slepts');
			insert into public.events (slug, kind, title, status, starts_local, ends_local, publication)
			select 'piektais-' || n, 'forum', jsonb_build_object('lv', 'Forums ' || n), 'confirmed', timestamp '2031-03-31 08:00' + make_interval(hours => n),
				timestamp '2031-03-31 09:00' + make_interval(hours => n), 'published' from generate_series(1, 5) as n;
			insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
			select id, starts_local at time zone time_zone, ends_local at time zone time_zone, starts_local at time zone time_zone
			from public.events where slug like 'piektais-%';
			update public.events set recurrence = 'FREQ=WEEKLY;COUNT=1' where slug = 'kanada';
			update public.event_occurrences set title = '{"en": "In Toronto"}', place_id = 'riga'
			where event_id = (select id from public.events where slug = 'kanada');
		`);
	}, 240_000);
	afterAll(() => database?.close());

	async function month(filter: object, first: string, last: string, max = 4): Promise<Calendar> {
		const outcome = await database.as(
			'anon',
			'select public.events_by_day($1::text::jsonb, $2::text::date, $3::text::date, $4::text::integer) as answer',
			[JSON.stringify(filter), first, last, String(max)]
		);
		if ('refused' in outcome) throw new Error(outcome.message);
		const { answer } = outcome.rows[0] ?? {};
		return (typeof answer === 'string' ? JSON.parse(answer) : answer) as Calendar;
	}
	const day = (calendar: Calendar, wanted: string) =>
		calendar.days.find(({ day }) => day === wanted);

	test.skipIf(missing)(
		'has what lasts several days on each of them, once in the total',
		async () => {
			const march = await month({}, '2031-03-01', '2031-03-31');
			expect(day(march, '2031-03-30')?.dates.map(({ slug }) => slug)).toEqual(['trisdienas']);
			expect(march.total).toBe(7);
			const april = await month({}, '2031-04-01', '2031-04-30');
			expect(april.days).toMatchObject([
				{ day: '2031-04-01', count: 1, dates: [{ slug: 'trisdienas' }] }
			]);
			expect(april.total).toBe(1);
		}
	);

	test.skipIf(missing)('shows the first of a full day and counts all', async () => {
		const last = day(await month({}, '2031-03-01', '2031-03-31'), '2031-03-31');
		expect(last?.count).toBe(6);
		// What begins on the day comes before what goes on since yesterday.
		expect(last?.dates.map(({ slug }) => slug)).toEqual([1, 2, 3, 4].map((n) => `piektais-${n}`));
	});

	test.skipIf(missing)(
		'tells the day of the people here, also of an hour of another zone, and nothing that is hidden',
		async () => {
			const march = await month({}, '2031-03-01', '2031-03-31');
			// 21.00 in Toronto is 03.00 of the next day in Rīga.
			expect(day(march, '2031-03-13')?.dates.map(({ slug }) => slug)).toEqual(['kanada']);
			expect(day(march, '2031-03-12')).toBeUndefined();
			expect(JSON.stringify(march)).not.toContain('slepts');
		}
	);

	test.skipIf(missing)('has a title and a place of one date alone', async () => {
		const march = await month({}, '2031-03-01', '2031-03-31');
		expect(day(march, '2031-03-13')?.dates).toMatchObject([
			{ title: { en: 'In Toronto' }, place: { lv: 'Rīga' } }
		]);
	});

	test.skipIf(missing)('has no day for what is known by its month alone', async () => {
		const december = await month({}, '2013-12-01', '2013-12-31');
		expect(december.days).toEqual([]);
		expect(december.undated).toHaveLength(1);
		expect(december.total).toBe(1);
	});

	test.skipIf(missing)('agrees with the list, for any filter', async () => {
		const ids = async (text: string) =>
			(await database.sql.query<{ id: string }>(text)).map(({ id }) => id);
		const topics = await ids('select id from public.topics');
		const kinds = await ids('select distinct kind as id from public.events');
		const some = (known: string[]) =>
			fc.option(fc.subarray(known, { minLength: 1, maxLength: 3 }), { nil: undefined });
		await fc.assert(
			fc.asyncProperty(
				some(topics),
				some(kinds),
				fc.boolean(),
				async (wanted, eventKinds, online) => {
					const filter = {
						...(wanted && { topics: wanted }),
						...(eventKinds && { eventKinds }),
						...(online && { online: true })
					};
					const list = await database.as(
						'anon',
						`select one ->> 'slug' as slug from jsonb_array_elements(
							public.find_events(filter => $1::text::jsonb, page_size => 200)) as one`,
						[
							JSON.stringify({
								...filter,
								from: '2026-11-01T00:00:00+02:00',
								to: '2027-03-01T00:00:00+02:00'
							})
						]
					);
					if ('refused' in list) throw new Error(list.message);
					const calendar = await month(filter, '2026-11-01', '2027-02-28', 50);
					expect(calendar.total).toBe(list.rows.length);
					const shown = new Set(
						calendar.days.flatMap(({ dates }) => dates.map(({ slug }) => slug))
					);
					expect([...shown].sort()).toEqual([...new Set(list.rows.map(({ slug }) => slug))].sort());
				}
			),
			{ numRuns: 25, examples: [[undefined, undefined, false]] }
		);
	});
});
