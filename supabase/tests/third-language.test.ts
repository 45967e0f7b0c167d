// A network of three languages, on both databases: Lithuanian is switched on beside Latvian and
// English. What is written in it is saved, found, sorted and answered like the others, without a
// line of SQL that knows its name; a language that is not the network's is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { attempt, call, makePeople } from './people.ts';
import { violated } from './refusals.ts';

describe.each(databases)('a third language on $name', ({ open, missing }) => {
	let database: TestDatabase;
	const each = test.skipIf(missing);

	/** Saves an organisation and publishes it; answers as the save did. */
	const save = async (listing: Record<string, unknown>) =>
		(await call(database.sql, 'administrator', 'save_organisation', {
			id: null,
			read_version: null,
			attempt: attempt(),
			listing: { kind: 'partner', place_id: 'kuldiga', ...listing },
			act: { publication: 'published' }
		})) as { status: string; id: string; slug: string; constraint?: string };

	/** The one value a visitor's question gives. */
	async function ask<T>(text: string, params: unknown[] = []): Promise<T> {
		const outcome = await database.as('anon', `select ${text} as answer`, params);
		if (!('rows' in outcome)) throw new Error(outcome.message);
		const answer = outcome.rows[0]?.answer;
		return (typeof answer === 'string' && /^[[{]/.test(answer) ? JSON.parse(answer) : answer) as T;
	}
	const speak = (languages: string) =>
		database.sql.exec(`update internal.network set languages = '${languages}'`);

	const mill = { lv: 'Zirnekļu dzirnavas', en: 'Spider mill', lt: 'Aitvaro malūnas' };
	/** Said in the third language alone. */
	const house = { lt: 'Žemaičių bendruomenės namai' };
	let saved: { id: string; slug: string };
	let alone: { id: string; slug: string };
	let eventSlug = '';

	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	}, 240_000);
	afterAll(() => database?.close());

	each('is refused as long as it is not the network’s', async () => {
		expect(await save({ name: mill })).toMatchObject({
			status: 'invalid',
			constraint: 'language_of_network'
		});
		expect(
			await database.as(
				'owner',
				`update public.topics set name = name || '{"lt": "Mokymai"}' where id = 'training'`
			)
		).toMatchObject({ refused: violated, constraint: 'language_of_network' });
	});

	each('is saved once it is', async () => {
		await speak('{lv,en,lt}');
		saved = await save({ name: mill, summary: { lt: 'Padeda kaimynams susitikti.' } });
		expect(saved).toMatchObject({ status: 'saved', slug: 'zirneklu-dzirnavas' });
		alone = await save({ name: house });
		expect(alone).toMatchObject({ status: 'saved', slug: 'zemaiciu-bendruomenes-namai' });
		const { listing } = (await call(database.sql, 'administrator', 'listing', {
			subject: 'organisation',
			id: saved.id
		})) as { listing: Record<string, unknown> };
		expect(listing).toMatchObject({ name: mill, summary: { lt: 'Padeda kaimynams susitikti.' } });
		const event = (await call(database.sql, 'administrator', 'save_event', {
			id: null,
			read_version: null,
			attempt: attempt(),
			listing: {
				kind: 'seminar',
				title: { lt: 'Vasaros šventė' },
				starts_local: '2027-01-11T10:00:00',
				ends_local: '2027-01-11T12:00:00',
				organisers: [{ organisation_id: saved.id }],
				place_id: 'kuldiga'
			},
			dates: {
				known_until: null,
				dates: [{ starts: '2027-01-11T10:00:00', ends: '2027-01-11T12:00:00' }]
			},
			act: { publication: 'published' }
		})) as { status: string; slug: string };
		expect(event).toMatchObject({ status: 'saved', slug: 'vasaros-svente' });
		eventSlug = event.slug;
	});

	each('and a fourth one is still refused, and what is no text in a language', async () => {
		expect(await save({ name: { ...mill, et: 'Ämblikuveski' } })).toMatchObject({
			status: 'invalid',
			constraint: 'language_of_network'
		});
		for (const name of [
			{},
			{ lt: ' ' },
			{ lt: '' },
			{ lt: null },
			{ lt: ['x'] },
			'Malūnas',
			['lt']
		])
			expect(await save({ name })).toMatchObject({
				status: 'invalid',
				constraint: 'organisations_name_check'
			});
		expect(await save({ name: null })).toMatchObject({ status: 'invalid', constraint: 'name' });
	});

	each('is answered first to who asks for it; the network’s order decides the rest', async () => {
		const text = (value: object, language: string | null) =>
			ask<string | null>('internal.text_in($1::text::jsonb, $2)', [
				JSON.stringify(value),
				language
			]);
		expect(await text(mill, 'lt')).toBe(mill.lt);
		expect(await text({ lv: 'Nams', en: 'House' }, 'lt')).toBe('Nams');
		expect(await text({ en: 'House' }, 'lt')).toBe('House');
		expect(await text(house, 'lv')).toBe(house.lt);
		expect(await text(house, 'et')).toBe(house.lt);
		expect(await text(mill, null)).toBe(mill.lv);
		expect(await text({}, 'lt')).toBeNull();
		const page = await ask<{ name: object; summary: object }>('public.organisation_detail($1)', [
			saved.slug
		]);
		expect(page).toMatchObject({ name: mill, summary: { lt: 'Padeda kaimynams susitikti.' } });
	});

	each('is found by its words, also misspelt, and by the words of what it is about', async () => {
		const found = async (subject: string, words: string) =>
			(
				await database.sql.query<{ slug: string }>(
					`select listing.slug from internal.${subject}_hits($1) as hit
						join public.${subject}s as listing on listing.id = hit.${subject}_id
						order by hit.rank desc`,
					[words]
				)
			).map(({ slug }) => slug);
		expect(await found('organisation', 'aitvaro malunas')).toEqual([saved.slug]);
		expect(await found('organisation', 'bendruomenės')).toEqual([alone.slug]);
		expect(await found('organisation', 'bendruomnės')).toEqual([alone.slug]);
		expect(await found('organisation', 'kaimynams')).toEqual([saved.slug]);
		expect(await found('event', 'šventė')).toEqual([eventSlug]);
		expect(await found('event', 'aitvaro')).toEqual([eventSlug]);
		// What no listing says: months and topics, once they are called something.
		expect(await found('event', 'sausis')).toEqual([]);
		await database.sql.exec(
			`update internal.search_terms set words = words || '{"lt": "sausis"}' where sort = 'month' and id = '1'`
		);
		expect(await found('event', 'sausis')).toContain(eventSlug);
		await database.sql.exec(
			`update public.topics set name = name || '{"lt": "Mokymai"}' where id = 'training'`
		);
		expect(await found('organisation', 'mokymai')).toContain('kurzeme-own');
	});

	each('has an order of its own in lists, on the map and in suggestions', async () => {
		const list = async (language: string) =>
			(
				await ask<{ slug: string; name: Record<string, string> }[]>(
					"public.find_organisations('{}', $1, 1, 200)",
					[language]
				)
			).map(({ slug, name }) => ({
				slug,
				shown: name[language] ?? name.lv ?? name.en ?? name.lt ?? ''
			}));
		for (const language of ['lv', 'en', 'lt']) {
			const shown = (await list(language)).map((one) => one.shown);
			expect(shown.length).toBeGreaterThan(20);
			expect(shown).toEqual(
				[...shown].sort(new Intl.Collator('lv', { ignorePunctuation: true }).compare)
			);
		}
		const at = async (language: string, slug: string) =>
			(await list(language)).findIndex((one) => one.slug === slug);
		expect(await at('lt', saved.slug)).toBeLessThan(3);
		expect(await at('lv', saved.slug)).toBeGreaterThan(20);
		// Walked by key, a page begins where the last one ended.
		const slugs = (await list('lt')).map((one) => one.slug);
		const [, second, third] = await database.sql.query<{ id: string; slug: string }>(
			`select id, slug from public.organisations
				where slug = any (array(select jsonb_array_elements_text($1::text::jsonb)))
				order by array_position(array(select jsonb_array_elements_text($1::text::jsonb)), slug)`,
			[JSON.stringify(slugs.slice(0, 3))]
		);
		expect(
			(
				await ask<{ slug: string }[]>(
					"public.find_organisations('{}', 'lt', 2, 1, $1::text::uuid)",
					[second?.id]
				)
			)[0]?.slug
		).toBe(third?.slug);

		const points = await ask<[string, string, string][]>("public.organisation_points('{}', 'lt')");
		const named = new Map(points.map(([slug, , name]) => [slug, name]));
		expect(named.get(saved.slug)).toBe(mill.lt);
		expect(named.get('kurzeme-own')).toBe('Organizācija kurzeme-own');
		expect(points.map(([slug]) => slug)).toEqual(slugs.filter((slug) => named.has(slug)));
		const events = await ask<[string, string, string][]>("public.event_points('{}', 'lt')");
		expect(events.find(([slug]) => slug === eventSlug)?.[2]).toBe('Vasaros šventė');
		const cells = await ask<[string, string, string][]>("public.organisation_cells('{}', 'lt')");
		expect(cells).toContainEqual(expect.arrayContaining([saved.slug, mill.lt]));
		expect(await ask("public.suggest('aitv', 'lt')")).toMatchObject([
			{ type: 'organisation', id: saved.slug, name: mill.lt, note: 'Kuldīga' }
		]);
	});

	each('has a key in every listing, and none when it is gone', async () => {
		const keys = () =>
			database.sql.query<{ keys: number }>(
				'select distinct cardinality(sort_keys) as keys from public.organisations'
			);
		expect(await keys()).toEqual([{ keys: 3 }]);
		await speak('{en,lv}');
		expect(await keys()).toEqual([{ keys: 2 }]);
		// The other way round, English is the network's own language.
		expect(await ask('internal.text_in(\'{"lv": "Nams", "en": "House"}\', \'lt\')')).toBe('House');
		const first = await ask<{ slug: string }[]>("public.find_organisations('{}', 'lt', 1, 200)");
		const english = await ask<{ slug: string }[]>("public.find_organisations('{}', 'en', 1, 200)");
		expect(first.map(({ slug }) => slug)).toEqual(english.map(({ slug }) => slug));
	});
});
