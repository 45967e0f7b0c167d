// Text as people paste it: signs nobody sees, letters in one piece and in two, hyphens of every
// form, other alphabets. Both databases and the browser compare it in the same way, and make the
// same addresses of it.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fold, withoutUnseen } from '#lib/i18n/fold.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { latinLetters } from '#lib/geo/latinised.ts';
import { slugify } from '#lib/seed/slug.ts';
import { databases } from './databases.ts';
import type { TestDatabase } from './databases.ts';

/** The signs by their code points, from the tables of Unicode (Default_Ignorable_Code_Point). */
const unseen = [
	0x00ad, 0x034f, 0x061c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062,
	0x2063, 0x2064, 0xfe0e, 0xfe0f, 0xfeff
].map((code) => String.fromCodePoint(code));
const hyphens = ['-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212'];
const spaces = [' ', '\u00a0', '\u2007', '\u2009', '\u202f', '\u3000'];

/** Digraphs of phonetics and old Tatar, and a capital that unaccent() forgot. */
const rare = new Set([...'ƕǶƣƢȸȹȠ']);
const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, place) => String.fromCodePoint(from + place));
const letters = [
	...[...range(0x41, 0x5a), ...range(0x61, 0x7a)],
	...[...range(0xc0, 0x24f), ...range(0x1e00, 0x1e99), ...range(0x1e9e, 0x1ef9)],
	...[...range(0x386, 0x3ce), ...range(0x400, 0x52f)]
].filter((letter) => /^\p{L}$/u.test(letter) && !rare.has(letter));

const unit = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...letters) },
	{ weight: 2, arbitrary: fc.constantFrom(...'рґєїўйяюеЕёщσςούΰ0123456789') },
	{ weight: 2, arbitrary: fc.constantFrom(...unseen) },
	{ weight: 2, arbitrary: fc.constantFrom(...spaces, ...hyphens) },
	{ weight: 1, arbitrary: fc.constantFrom(...'.,«»"„”()/&漢字') },
	{ weight: 1, arbitrary: fc.constantFrom('\u0304', '\u030c', '\u0306', '\u0308', '\u0301') }
);
const texts = fc.array(
	fc.array(unit, { maxLength: 40 }).map((units) => units.join('')),
	{ minLength: 20, maxLength: 40 }
);

/** Words as the database has them in documents, made of the browser's fold(). */
const plainWords = (text: string) =>
	fold(text)
		.split(/[^0-9a-z\u00DF-\u00F6\u00F8-\u1FFF]+/u)
		.filter((word) => word !== '')
		.join(' ');

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	/** What an expression over `text` gives for each of the texts. */
	async function asked<T>(expression: string, of: readonly string[]): Promise<T[]> {
		const rows = await database.sql.query<{ answer: T }>(
			`select ${expression} as answer from jsonb_array_elements_text($1::text::jsonb)
				with ordinality as one (text, place) order by place`,
			[JSON.stringify(of)]
		);
		return rows.map((row) => row.answer);
	}

	each('the database and the browser', () => {
		test.each(['internal.fold(text)', 'internal.plain_words(text)'])(
			'%s knows every letter of Latin, Greek and Cyrillic',
			async (expression) => {
				expect(await asked(expression, letters)).toEqual(
					letters.map(expression.includes('words') ? plainWords : fold)
				);
			}
		);

		test('fold and cut random texts in the same way', async () => {
			await fc.assert(
				fc.asyncProperty(texts, async (some) => {
					expect(await asked('internal.fold(text)', some)).toEqual(some.map(fold));
					expect(await asked('internal.plain_words(text)', some)).toEqual(some.map(plainWords));
					// A document has its words once each. Without digits, which the parser of PostgreSQL
					// reads as numbers (3e7a is 3e7 and a).
					const worded = some.map((text) => text.replaceAll(/\d/g, ''));
					const words = await asked<string[]>(
						`array(select lexeme from unnest((internal.document_of('', '', '', '', text)).document)
							order by lexeme collate "C")`,
						worded
					);
					expect(words).toEqual(
						worded.map((text) => {
							const own = [...new Set(plainWords(text).split(' '))].filter((word) => word !== '');
							return own.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
						})
					);
				}),
				{ numRuns: 30 }
			);
		});

		test('make the same address of a name', async () => {
			await fc.assert(
				fc.asyncProperty(texts, async (some) => {
					expect(await asked('internal.slug_of(text)', some)).toEqual(
						some.map((text) => slugify(text, 70))
					);
					expect(await asked('internal.fold(internal.latin_letters(text))', some)).toEqual(
						some.map((text) => fold(latinLetters(withoutUnseen(text)).toLowerCase()))
					);
				}),
				{ numRuns: 30 }
			);
		});

		test('signs nobody sees change nothing, wherever they stand', async () => {
			const name = fc.constantFrom('Rīgas NVO-nams', 'Общество Єдність', 'Ζωή', 'Åse Łódź 12');
			const pairs = fc.array(
				fc
					.tuple(name, fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...unseen))))
					.map(([plain, signs]) => {
						const units = [...plain];
						for (const [place, sign] of signs) units.splice(place, 0, sign);
						return { plain, strewn: units.join('') };
					}),
				{ minLength: 10, maxLength: 20 }
			);
			await fc.assert(
				fc.asyncProperty(pairs, async (some) => {
					for (const rule of ['fold(text)', 'plain_words(text)', 'slug_of(text)']) {
						const strewn = await asked(
							`internal.${rule}`,
							some.map((one) => one.strewn)
						);
						const plain = await asked(
							`internal.${rule}`,
							some.map((one) => one.plain)
						);
						expect(strewn, rule).toEqual(plain);
					}
				}),
				{ numRuns: 20 }
			);
			const keys = await asked<string>(`left(internal.sort_key(text), 8)`, [
				'Rīgatuve',
				'Rī\u00adga\u200btuve'
			]);
			expect(keys[1]).toBe(keys[0]);
		});
	});

	each('what nobody sees', () => {
		/** A part of letters or of emojis where it stands behind the right ones. */
		const needed = (sign: string) => {
			const code = sign.codePointAt(0) ?? 0;
			const ranges = [
				[0x200c, 0x200d],
				[0xfe00, 0xfe0f],
				[0xe0000, 0xe0fff]
			] as const;
			return ranges.some(([from, to]) => code >= from && code <= to);
		};
		/** A form makes others of them: line ends and blanks. */
		const other = /[\r\v\f\u0085\u2028\u2029\p{Zs}]/u;

		test('is refused by the database where forms leave it out, and nothing else', async () => {
			// Halves of characters are in no text of the database, and U+0000 in none at all.
			const codes = [...Array(0x11_0000).keys()].filter(
				(code) =>
					code > 0 &&
					(code < 0xd800 || code > 0xdfff) &&
					(code < 0x2_0000 || code % 251 < 2 || code % 0x1_0000 > 0xfff0)
			);
			const signs = codes
				.map((code) => String.fromCodePoint(code))
				.filter((sign) => sign.normalize('NFC') === sign && !needed(sign) && !/\p{Zs}/u.test(sign));
			const plain = await asked<boolean>("internal.is_plain('1' || text || '1')", signs);
			const wrong = signs.filter(
				(sign, place) =>
					plain[place] !== (other.test(sign) ? false : visibleText(`1${sign}1`) === `1${sign}1`)
			);
			expect(wrong.map((sign) => sign.codePointAt(0)?.toString(16))).toEqual([]);
		});

		test('does not keep what a form reads from being saved', async () => {
			await fc.assert(
				fc.asyncProperty(texts, async (some) => {
					const read = some.map(visibleText);
					expect(await asked('internal.is_plain(text)', read)).toEqual(read.map(() => true));
				}),
				{ numRuns: 20 }
			);
		});
	});

	each('the address of a new listing', () => {
		test.each([
			['Rīgas NVO nams', 'rigas-nvo-nams'],
			['Общество «Единство»', 'obscestvo-jedinstvo'],
			['Українська громада «Єдність і Її»', 'ukrajinska-gromada-jednist-i-jiji'],
			['Беларуская суполка Ўсход', 'belaruskaja-supolka-ushod'],
			['Ελληνική Κοινότητα Ρίγας', 'elliniki-koinotita-rigas'],
			['Straße Ærø Łódź İstanbul Əliyev Ðorđe', 'strasse-aero-lodz-istanbul-eliyev-dorde'],
			['Bied\u00adrība\u200b „Gaisma”', 'biedriba-gaisma'],
			['Rīgas\u00a0NVO\u2011nams', 'rigas-nvo-nams'],
			['Cesis', 'cesis']
		])('%s', async (name, slug) => {
			const [answer] = await asked("internal.new_slug('organisation', text)", [name]);
			expect(answer).toMatch(new RegExp(`^${slug}(-\\d+)?$`));
			expect(slugify(name)).toBe(slug);
		});

		test('is the sort of listing where nothing can be written in Latin', async () => {
			const name = '拉脫維亞協會';
			expect(await asked("internal.new_slug('organisation', text)", [name])).toEqual([
				'organisation'
			]);
			expect(await asked("internal.new_slug('event', text)", [name])).toEqual(['event']);
		});

		test('is cut behind a word, and within the only one', async () => {
			const [words, word] = await asked<string>('internal.slug_of(text)', [
				'Neizmērojami gara nosaukuma turētāja biedrība apgabalos un novados visapkārt',
				'a'.repeat(90)
			]);
			expect(words).toBe('neizmerojami-gara-nosaukuma-turetaja-biedriba-apgabalos-un-novados');
			expect(word).toBe('a'.repeat(70));
		});
	});

	each('a search', () => {
		test('with unseen signs finds the name without, and none comes into a name', async () => {
			await database.sql.exec('begin');
			try {
				await database.sql.query(
					`update public.organisations set name = '{"lv": "Zilākalna agrume Нашдом"}'
						where id = (select id from public.organisations where publication = 'published' limit 1)`
				);
				for (const words of [
					'zilakalna',
					'Zilā\u00adkalna agrume',
					'нашдом',
					'zi\u200blākalna\u00a0agrume'
				]) {
					const found = await database.sql.query(
						'select organisation_id from internal.organisation_hits($1)',
						[words]
					);
					expect(found, words).toHaveLength(1);
				}
				await expect(
					database.sql.query(
						`update public.organisations set name = '{"lv": "Zilā\u00adkalna agrume"}'
							where publication = 'published'`
					)
				).rejects.toThrow(/check constraint/);
			} finally {
				await database.sql.exec('rollback');
			}
		});
	});
});
