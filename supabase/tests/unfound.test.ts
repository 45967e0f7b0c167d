// Searches that found nothing, on both databases: only the server notes them, only what may be
// noted, only as much as there is room for; noted twice is noted once; they go after 90 days.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fold } from '#lib/i18n/fold.ts';
import { isNotable } from '#lib/search/unfound.server.ts';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, makePeople } from './people.ts';

describe.each(databases)('searches that found nothing on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	}, 300_000);
	beforeEach(async () => {
		if (!missing) await database.sql.exec('delete from internal.unfound_words');
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const note = async (given: unknown) => {
		const [row] = await database.sql.query<{ noted: number }>(
			'select public.note_unfound($1::text::jsonb) as noted',
			[JSON.stringify(given)]
		);
		return row?.noted;
	};
	const organisations = (...words: string[]) =>
		words.map((one) => ({ subject: 'organisation', words: one }));
	const kept = () =>
		database.sql.query<{ words: string; subject: string; hours: number }>(
			'select words, subject, bit_count(hours::bit(24))::integer as hours from internal.unfound_words order by words, subject'
		);
	/** Hours of the day that have begun in the network's zone; a day may be over in between. */
	const hoursBegun = async () => {
		const [row] = await database.sql.query<{ hours: number }>(
			'select extract(hour from now() at time zone internal.time_zone())::integer + 1 as hours'
		);
		return row?.hours ?? 0;
	};
	/** What was noted so far happened some hours or days earlier. */
	const earlier = (days: number) =>
		database.sql.query('update internal.unfound_words set day = day - $1::integer', [days]);

	each('noted once an hour, whoever notes it how often', async () => {
		const given = [
			...organisations('jurists', 'viesnica jelgava'),
			{ subject: 'event', words: 'jurists' }
		];
		for (let times = 0; times < 3; times += 1) await note(given);
		await note(organisations('jurists'));
		expect(await kept()).toEqual([
			{ words: 'jurists', subject: 'event', hours: 1 },
			{ words: 'jurists', subject: 'organisation', hours: 1 },
			{ words: 'viesnica jelgava', subject: 'organisation', hours: 1 }
		]);
		// In another hour it is one more, and on another day it is a row of its own.
		await database.sql.exec(
			`update internal.unfound_words set hours = 1 << ((extract(hour from now() at time zone internal.time_zone())::integer + 5) % 24)`
		);
		await note(organisations('jurists'));
		expect((await kept())[1]).toMatchObject({ words: 'jurists', hours: 2 });
		await earlier(3);
		await note(organisations('jurists'));
		const [told] = await asPerson(
			database.sql,
			'coordinator',
			'select public.unfound_words_of() as words'
		);
		expect(told?.words).toMatchObject(
			[
				{ words: 'jurists', subject: 'organisation', hours: 3, days: 2 },
				{ words: 'viesnica jelgava', hours: 1, days: 1 },
				{ words: 'jurists', subject: 'event', hours: 1, days: 1 }
			].toSorted((a, b) => b.hours - a.hours || a.words.localeCompare(b.words))
		);
	});

	each('addresses, numbers and what is too long or nothing are not kept', async () => {
		const never = [
			'anna@example.org',
			'https://example.org/',
			'120385-11234',
			'+371 63 02 75 49',
			'zvani 63027549',
			'a',
			'',
			'...',
			'2027',
			'x'.repeat(61),
			'Ā',
			'Jurists',
			' jurists',
			'juri\u200Bsts'
		];
		expect(await note(organisations(...never))).toBe(0);
		expect(await note([{ subject: 'person', words: 'jurists' }, null, 3, {}, ['jurists']])).toBe(0);
		expect(await note({ subject: 'organisation', words: 'jurists' })).toBe(0);
		expect(await note('jurists')).toBe(0);
		expect(await kept()).toEqual([]);
	});

	each('the server and the database agree on what may be noted', async () => {
		const words = fc.oneof(
			fc.string({ unit: fc.constantFrom(...'aā9 .-@/+їß…'), maxLength: 64 }),
			fc.string({ unit: 'grapheme', maxLength: 64 })
		);
		let both = 0;
		await fc.assert(
			fc.asyncProperty(words, async (typed) => {
				const folded = fold(typed).replace(/\s+/gu, ' ').trim();
				const [row] = await database.sql.query<{ notable: boolean }>(
					'select internal.is_notable($1) as notable',
					[folded]
				);
				// What the database alone refuses is what nobody sees.
				if (row?.notable) expect(isNotable(folded), folded).toBe(true);
				else if (/^[ -~ā-ž]*$/u.test(folded)) expect(isNotable(folded), folded).toBe(false);
				both += Number(row?.notable);
			}),
			{ numRuns: 300 }
		);
		expect(both).toBeGreaterThan(20);
	});

	each(
		'a flood fills the room of the hours that have begun, and what is known goes on',
		async () => {
			await note(organisations('jurists'));
			const before = await hoursBegun();
			for (let batch = 0; batch < 20; batch += 1)
				await note(
					Array.from({ length: 500 }, (_, place) => ({
						subject: 'organisation',
						words: `pludi ${String.fromCharCode(97 + batch)} ${place}`
					}))
				);
			const after = await hoursBegun();
			const count = (await kept()).length;
			// Where a day or an hour has begun meanwhile there is room for its own.
			if (before === after) expect(count).toBe(Math.min(before * 20, 2001));
			else expect(count).toBeLessThanOrEqual((Math.max(before, after) + 1) * 20);
			expect(count).toBeLessThanOrEqual(500);
			expect(await note(organisations('jurists', 'vel viens'))).toBe(
				before === after ? 1 : expect.any(Number)
			);
		}
	);

	each('only the server notes, and nobody reads the table', async () => {
		for (const role of ['anon', 'authenticated'] as const)
			expect(await database.as(role, "select public.note_unfound('[]')")).toMatchObject({
				refused: '42501'
			});
		for (const role of ['anon', 'authenticated', 'service_role'] as const)
			expect(await database.as(role, 'select * from internal.unfound_words')).toMatchObject({
				refused: '42501'
			});
	});

	each('after 90 days they are neither told nor kept', async () => {
		await note(organisations('sodien'));
		await earlier(1);
		await note(organisations('vakar'));
		await earlier(88);
		const words = async () =>
			(
				await asPerson(database.sql, 'administrator', 'select public.unfound_words_of() as words')
			).flatMap(({ words: all }) => (all as { words: string }[]).map((one) => one.words));
		expect((await words()).toSorted()).toEqual(['sodien', 'vakar']);
		await earlier(1);
		expect(await words()).toEqual(['vakar']);
		const [row] = await database.sql.query<{ did: Record<string, number> }>(
			'select internal.clean_up() as did'
		);
		expect(row?.did.searches).toBe(1);
		expect((await kept()).map((one) => one.words)).toEqual(['vakar']);
	});
});
