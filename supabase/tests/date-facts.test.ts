// What is worked out of single dates, on both databases: how far the place is at which a date is
// held, until when one can register for it, and that it ends after it begins.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';

const id = '00000000-0000-4000-8000-0000000000d1';
const slug = 'trs-reizes';

describe.each(databases)('dates of $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	/** Three Wednesdays in Kuldīga over the clock change of March; the second is held in Jelgava. */
	const series = (deadline: string) => `
		insert into public.events (id, slug, kind, title, starts_local, ends_local, recurrence, location, publication,
			registration_deadline)
		values ('${id}', '${slug}', 'forum', '{"lv": "Trīs reizes"}', '2190-03-24T18:00', '2190-03-24T20:00',
			'FREQ=WEEKLY;COUNT=3', 'SRID=4326;POINT(21.97 56.97)', 'published', ${deadline});
		insert into public.event_occurrences (event_id, starts_at, ends_at, original_start, location)
		select '${id}', start, start + interval '2 hours', start,
			case week when 1 then 'SRID=4326;POINT(23.71 56.65)'::extensions.geography end
		from (select week, (timestamp '2190-03-24T18:00' + week * interval '7 days') at time zone 'Europe/Riga' as start
			from generate_series(0, 2) as week) as one`;
	async function after<Row>(statements: string, question: string): Promise<Row[]> {
		await database.sql.exec('begin');
		try {
			await database.sql.exec(statements);
			await database.sql.exec('set constraints all immediate');
			return await database.sql.query<Row>(question);
		} finally {
			await database.sql.exec('rollback');
		}
	}

	each('“near” is where the date is held', async () => {
		const near = (lat: number, lng: number) =>
			after<{ day: string; metres: number }>(
				series('null'),
				`select (one ->> 'startsAt')::date::text as day, (one ->> 'metres')::double precision as metres
				from jsonb_array_elements(public.find_events(
					'{"slugs": ["${slug}"], "near": {"lat": ${lat}, "lng": ${lng}}, "km": 30}')) as one`
			);
		const kuldiga = await near(56.97, 21.97);
		expect(kuldiga.map(({ day }) => day)).toEqual(['2190-03-24', '2190-04-07']);
		const jelgava = await near(56.65, 23.71);
		expect(jelgava.map(({ day }) => day)).toEqual(['2190-03-31']);
		for (const { metres } of [...kuldiga, ...jelgava]) expect(metres).toBeLessThan(1000);
	});

	each('each date of a series has as long before it to register, and none after it', async () => {
		const deadlines = async (deadline: string) =>
			(
				await after<{ until: string }>(
					series(deadline),
					`select (registration_deadline at time zone 'Europe/Riga')::text as until
					from internal.held_dates where event_id = '${id}' order by starts_at`
				)
			).map(({ until }) => until);
		// Two days before, at noon by the clock, also over its change.
		expect(await deadlines(`timestamp '2190-03-22T12:00' at time zone 'Europe/Riga'`)).toEqual([
			'2190-03-22 12:00:00',
			'2190-03-29 12:00:00',
			'2190-04-05 12:00:00'
		]);
		// After the first date: for that one until it begins, and for the others, too.
		expect(await deadlines(`timestamp '2190-04-01T12:00' at time zone 'Europe/Riga'`)).toEqual([
			'2190-03-24 18:00:00',
			'2190-03-31 18:00:00',
			'2190-04-01 12:00:00'
		]);
	});

	each.for([
		['public.event_occurrences', 'ends_at = starts_at', 'occurrence_ends_after_start'],
		[
			'public.event_occurrences',
			`ends_at = starts_at - interval '1 hour'`,
			'occurrence_ends_after_start'
		],
		['public.events', 'ends_local = starts_local', 'event_ends_after_start']
	] as const)('nothing ends when it begins: %s, %s', async ([table, change, rule]) => {
		await expect(
			after(`${series('null')}; update ${table} set ${change}`, 'select 1')
		).rejects.toThrow(rule);
	});
});
