// What the database refuses and what it works out by itself, on both databases: forms of addresses
// and numbers, points outside the network, ends before starts, and the municipality a pin lies in.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { readPhones, readWebAddress } from '#lib/formats/reading.server.ts';
import {
	accepted,
	insert,
	refusedEvents,
	refusedOrganisations,
	refusedStatements,
	violated
} from './refusals.ts';

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	each('takes', () => {
		test.each(accepted)('%s: %s', async (table, _, change) => {
			expect(await database.as('owner', ...insert(table, change))).toHaveProperty('rows');
		});
	});

	each('takes whatever a form takes:', () => {
		const piece = fc.constantFrom(
			'63322715',
			'(+371)',
			'+371 6332 2715',
			' int. 5',
			';ext=1234567'
		);
		const joint = fc.constantFrom('; ', ' vai ', '/', ' ', '\u200e', '\u00ad', 'tel. ', '116 006');
		const phones = fc.oneof(
			fc.array(fc.oneof(piece, joint), { maxLength: 5 }).map((parts) => parts.join('')),
			fc.string({ unit: fc.constantFrom(...'0123456789+()-;. ext'), maxLength: 24 })
		);
		const host = fc.oneof(
			fc.domain(),
			fc.constantFrom('šķiro.lv', 'x.lv:8080', 'x.lv:70000', 'a@x.lv', 'x.lv.', '[::1]', 'x%41.lv'),
			fc.string({ unit: 'grapheme', maxLength: 12 })
		);
		const before = fc.constantFrom('', 'https://', 'HTTP://', 'https:/', '//', 'http//', 'https:');
		const path = fc.oneof(
			fc.webPath(),
			fc.constantFrom('', '?a=b#c', '/"x', '/a b', '/\\', `/${'a'.repeat(1995)}`),
			fc.string({ unit: 'binary', maxLength: 12 })
		);
		const addresses = fc.tuple(before, host, path).map((parts) => parts.join(''));

		test.each([
			['phones', 'is_phone', phones, (typed: string) => readPhones(typed) ?? []],
			['web addresses', 'is_web_address', addresses, (typed: string) => [readWebAddress(typed)]]
		] as const)('%s', async (_, rule, typed, read) => {
			const values = fc
				.sample(typed, 3000)
				.flatMap((text) => [...read(text)])
				.filter((value) => value !== null);
			expect(values.length).toBeGreaterThan(100);
			const refused = await database.sql.query<{ value: string }>(
				`select value from pg_catalog.unnest($1::text[]) as value where not internal.${rule}(value)`,
				[values]
			);
			expect(refused).toEqual([]);
		});
	});

	each('refuses an organisation with', () => {
		test.each(refusedOrganisations)('%s', async (_, change) => {
			expect(await database.as('owner', ...insert('organisations', change))).toMatchObject({
				refused: violated
			});
		});
	});

	each('refuses an event with', () => {
		test.each(refusedEvents)('%s', async (_, change) => {
			expect(await database.as('owner', ...insert('events', change))).toMatchObject({
				refused: violated
			});
		});
	});

	each('refuses also', () => {
		test.each(refusedStatements)('%s', async (_, statement, code) => {
			expect(await database.as('owner', statement)).toMatchObject({ refused: code });
		});

		test('the same address twice', async () => {
			expect(await database.as('owner', ...insert('organisations', { slug: 'zpr' }))).toMatchObject(
				{ refused: '23505' }
			);
			const past = (
				await database.sql.query<{ slug: string }>('select slug from public.events limit 1')
			)[0]?.slug;
			expect(await database.as('owner', ...insert('events', { slug: past }))).toMatchObject({
				refused: '23505'
			});
		});

		test('a change of a row that was right', async () => {
			for (const change of [
				"postcode = '1'",
				"location = 'SRID=4326;POINT(0 0)'",
				"phones = '{1}'"
			]) {
				const outcome = await database.as(
					'owner',
					`update public.organisations set ${change} where slug = 'zpr'`
				);
				expect(outcome, change).toMatchObject({ refused: violated });
			}
		});
	});

	each('a pin', () => {
		test('decides municipality and region, whatever was given', async () => {
			const change = {
				location: 'SRID=4326;POINT(21.957 56.974)',
				municipality_id: 'riga',
				region_id: 'riga'
			};
			for (const table of ['organisations', 'events'] as const) {
				expect(await database.as('owner', ...insert(table, change))).toMatchObject({
					rows: [
						{
							municipality_id: 'kuldigas-novads',
							region_id: 'kurzeme',
							latitude: 56.974,
							longitude: 21.957
						}
					]
				});
			}
		});

		test('lies in today’s municipality, not in the one that was merged', async () => {
			const change = { location: 'SRID=4326;POINT(26.75377 56.60826)' };
			expect(await database.as('owner', ...insert('organisations', change))).toMatchObject({
				rows: [{ municipality_id: 'madonas-novads', region_id: 'vidzeme' }]
			});
		});

		test('at sea keeps what was given', async () => {
			const change = {
				location: 'SRID=4326;POINT(20.9 57.9)',
				municipality_id: 'ventspils-novads',
				region_id: 'riga'
			};
			expect(await database.as('owner', ...insert('organisations', change))).toMatchObject({
				rows: [{ municipality_id: 'ventspils-novads', region_id: 'kurzeme' }]
			});
		});

		test('is not needed: the region stands as given', async () => {
			expect(
				await database.as('owner', ...insert('organisations', { region_id: 'latgale' }))
			).toMatchObject({
				rows: [{ municipality_id: null, region_id: 'latgale', latitude: null }]
			});
		});

		test('is followed when it moves', async () => {
			const moved = await database.as(
				'owner',
				`update public.organisations set location = 'SRID=4326;POINT(27.34 56.51)' where slug = 'zpr'
					returning municipality_id, region_id`
			);
			expect(moved).toMatchObject({ rows: [{ municipality_id: 'rezekne', region_id: 'latgale' }] });
		});

		test('of every place in the gazetteer lies in the municipality it is said to lie in', async () => {
			const astray = await database.sql.query(
				`select place.id, place.municipality_id, municipality.id as found from public.places as place
					left join public.municipalities as municipality on municipality.valid_to is null
						and extensions.st_intersects(municipality.area, place.location)
					where municipality.id is distinct from place.municipality_id`
			);
			expect(astray).toEqual([]);
		});
	});

	each('the content version', () => {
		/** What visitors never see: changes here must not make every page anew. */
		const unseen = [
			'audit',
			'conflicts',
			'invitations',
			'people',
			// One that is shown comes with a listing that shows it.
			'pictures',
			'revisions'
		];
		test('rises with every change a visitor could see, and with no other', async () => {
			const version = async () =>
				Number(
					(
						await database.sql.query<{ version: string }>(
							'select version from public.content_version'
						)
					)[0]?.version
				);
			const tables = await database.sql.query<{ name: string }>(
				`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
					and relname <> 'content_version'`
			);
			await database.sql.exec('begin');
			try {
				for (const { name: table } of tables) {
					const before = await version();
					if (table !== 'audit') await database.sql.exec(`delete from public.${table} where false`);
					expect(await version(), table).toBe(unseen.includes(table) ? before : before + 1);
				}
			} finally {
				await database.sql.exec('rollback');
			}
		});
	});
});
