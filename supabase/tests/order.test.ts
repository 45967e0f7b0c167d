// How names are ordered and words compared, on both databases: as Latvian does, held against
// Intl.Collator('lv').
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from './databases.ts';
import type { TestDatabase } from './databases.ts';

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	each('the Latvian order', () => {
		const collator = new Intl.Collator('lv');
		const letters = [...'aābcčdeēfgģhiyījkķlļmnņoōpqrŗsštuūvwxzž'];
		/** Names of Latvian letters in either case, digits and single spaces. */
		const name = fc
			.array(
				fc.string({
					unit: fc.constantFrom(
						...letters,
						...letters.map((letter) => letter.toUpperCase()),
						'1',
						'2',
						'9',
						'é',
						'ö',
						'ü',
						'ß'
					),
					minLength: 1,
					maxLength: 5
				}),
				{ minLength: 1, maxLength: 3 }
			)
			.map((words) => words.join(' '));

		/** The names in the order of their keys. */
		async function sorted(names: readonly string[]): Promise<string[]> {
			const rows = await database.sql.query<{ name: string }>(
				`select name from jsonb_array_elements_text($1::text::jsonb) as name
					order by internal.sort_key(name) collate "C"`,
				[JSON.stringify(names)]
			);
			return rows.map((row) => row.name);
		}

		test('is that of Intl.Collator for any names', async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(name, { minLength: 2, maxLength: 60 }), async (names) => {
					const ours = await sorted(names);
					for (const [index, one] of ours.slice(1).entries()) {
						const before = ours[index] ?? '';
						// Upper and lower case of the same letters may stand in either order.
						if (before.toLocaleLowerCase('lv') === one.toLocaleLowerCase('lv')) continue;
						expect(collator.compare(before, one), `${before} | ${one}`).toBeLessThanOrEqual(0);
					}
				}),
				{ numRuns: 60 }
			);
		});

		test('puts the names of the directory, its places and municipalities as Intl.Collator does', async () => {
			for (const ordered of [
				"select name ->> 'lv' as name from public.organisations order by sort_keys[1]",
				...['places', 'municipalities'].map(
					(table) => `select name ->> 'lv' as name from public.${table}
						order by internal.sort_key(internal.text_in(name, 'lv')) collate "C"`
				)
			]) {
				const rows = await database.sql.query<{ name: string }>(ordered);
				const names = rows.map((row) => row.name);
				expect(names.length).toBeGreaterThanOrEqual(26);
				expect(names).toEqual([...names].sort(collator.compare));
			}
		});

		test('puts a name before the longer one that begins with it, and disregards quotation marks', async () => {
			const names = [
				'Auce',
				'Auce Bauska',
				'Aucene',
				'Āboliņi',
				'"Azote"',
				'Azote 2',
				'Čiekurs',
				'Cēsis',
				'Ļaudona',
				'Lūza'
			];
			expect(await sorted([...names].reverse())).toEqual([
				'Auce',
				'Auce Bauska',
				'Aucene',
				'"Azote"',
				'Azote 2',
				'Āboliņi',
				'Cēsis',
				'Čiekurs',
				'Lūza',
				'Ļaudona'
			]);
		});

		test('keeps letters beyond Latin, after it', async () => {
			expect(await sorted(['Яна', 'Žanis', 'Анна', 'Anna'])).toEqual([
				'Anna',
				'Žanis',
				'Анна',
				'Яна'
			]);
		});
	});

	each('comparing words', () => {
		test('ignores case and diacritics', async () => {
			const [answer] = await database.sql.query<{ folded: string; none: string | null }>(
				`select internal.fold('RĪGAS Ķekava ŠĶŪNIS Łódź Müller Straße') as folded, internal.fold(null) as none`
			);
			expect(answer).toEqual({ folded: 'rigas kekava skunis lodz muller strasse', none: null });
		});
	});
});
