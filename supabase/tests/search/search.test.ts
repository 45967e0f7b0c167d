// What words find, on both databases: how a word is compared, what is forgiven, how it is ranked,
// that it stays true when anything it draws from changes, and how good it is over the judged
// queries.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import eventTextsEn from '../../../messages/event/en.json';
import eventTextsLv from '../../../messages/event/lv.json';
import { databases } from '../databases.ts';
import type { TestDatabase } from '../databases.ts';
import { hiddenMark, hideRows } from '../hidden-rows.ts';
import { askJudged, mean } from './quality.ts';
import { oneWord, otherWords } from './word-forms.ts';

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	/** One value for each of some texts, in their order. */
	async function eachOf<T>(call: string, texts: readonly string[]): Promise<T[]> {
		const rows = await database.sql.query<{ value: T }>(
			`select ${call} as value from jsonb_array_elements_text($1::text::jsonb) with ordinality as one (text, place)
				order by place`,
			[JSON.stringify(texts)]
		);
		return rows.map((row) => row.value);
	}
	const found = async (subject: 'organisation' | 'event', words: string) =>
		(
			await database.sql.query<{ slug: string }>(
				`select slug from internal.${subject}_hits($1) as hit
					join public.${subject}s as one on one.id = hit.${subject}_id order by hit.rank desc, slug`,
				[words]
			)
		).map((row) => row.slug);
	const inTurn = async (statement: string, look: () => Promise<void>) => {
		await database.sql.exec('begin');
		try {
			await database.sql.exec(statement);
			await look();
		} finally {
			await database.sql.exec('rollback');
		}
	};

	each('the stem', () => {
		test.each(oneWord)('of %s is %s', async (forms, stem) => {
			const stems = await eachOf<string>('internal.stem(text)', forms.split(' '));
			expect(new Set(stems)).toEqual(new Set([stem]));
		});

		test.each(otherWords)('keeps %s and %s apart', async (one, other) => {
			const [a, b] = await eachOf<string>('internal.stem(text)', [one, other]);
			expect(a).not.toBe(b);
		});

		test('is there for any text, is folded, is never longer, and is short only where the word was', async () => {
			const letter = fc.constantFrom(...'aābcčdeēgģiījkķlļmnņoprsštuūvzžAĀŠ19 -ёж');
			const words = fc.array(fc.string({ unit: letter, maxLength: 14 }), {
				minLength: 1,
				maxLength: 40
			});
			await fc.assert(
				fc.asyncProperty(words, async (texts) => {
					const rows = await eachOf<[string, string, string, string]>(
						`jsonb_build_array(internal.stem(text), internal.fold(internal.stem(text)), internal.fold(text),
							internal.stem(internal.fold(text)))`,
						texts
					);
					for (const [stem, folded, whole, ofFolded] of rows) {
						expect(folded).toBe(stem);
						expect(ofFolded).toBe(stem);
						expect(stem.length).toBeLessThanOrEqual(whole.length);
						expect(stem.length).toBeGreaterThanOrEqual(Math.min(3, whole.length));
						expect(whole.startsWith(stem) || /ies$/.test(stem)).toBe(true);
					}
				}),
				{ numRuns: 40 }
			);
		});
	});

	each('a typing error', () => {
		const distance = (one: string, other: string) => {
			const rows = [...Array(one.length + 1).keys()].map((i) => [i]);
			const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
			for (let j = 1; j <= other.length; j++) (rows[0] ??= [])[j] = j;
			for (let i = 1; i <= one.length; i++)
				for (let j = 1; j <= other.length; j++) {
					const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
					(rows[i] ??= [])[j] = Math.min(
						at(i - 1, j) + 1,
						at(i, j - 1) + 1,
						at(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1),
						i > 1 && j > 1 && swapped ? at(i - 2, j - 2) + 1 : Infinity
					);
				}
			return at(one.length, other.length);
		};
		const word = fc.string({ unit: fc.constantFrom(...'abkls'), minLength: 4, maxLength: 11 });

		test('is counted as the textbook counts it, and candidates within two share a key', async () => {
			const pairs = fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 60 });
			await fc.assert(
				fc.asyncProperty(pairs, async (list) => {
					const rows = await database.sql.query<{ errors: number; near: boolean }>(
						`select internal.typing_errors(one ->> 0, one ->> 1, 2) as errors,
								internal.without_letters(one ->> 0, 2) && internal.without_letters(one ->> 1, 2) as near
							from jsonb_array_elements($1::text::jsonb) with ordinality as each_one (one, place) order by place`,
						[JSON.stringify(list)]
					);
					for (const [index, [one, other]] of list.entries()) {
						const errors = Math.min(3, distance(one, other));
						expect(rows[index]?.errors, `${one} ${other}`).toBe(errors);
						if (errors <= 2) expect(rows[index]?.near, `${one} ${other}`).toBe(true);
					}
				}),
				{ numRuns: 30 }
			);
		});

		test('inside any long word of a name still finds it', async () => {
			const names = await database.sql.query<{ slug: string; word: string }>(
				`select slug, min(word) as word from public.organisations,
						string_to_table(internal.plain_words(name ->> 'lv'), ' ') as word
					where length(word) >= 7 and word <> 'latvijas' group by slug order by slug`
			);
			for (const [index, { slug, word: right }] of names.entries()) {
				const at = 1 + (index % (right.length - 2));
				const wrong = [
					right.slice(0, at) + right.slice(at + 1),
					`${right.slice(0, at)}q${right.slice(at)}`,
					`${right.slice(0, at)}q${right.slice(at + 1)}`,
					right.slice(0, at) + (right[at + 1] ?? '') + (right[at] ?? '') + right.slice(at + 2)
				];
				for (const typed of wrong)
					expect(await found('organisation', typed), `${typed} for ${right}`).toContain(slug);
			}
		});
	});

	each('a question', () => {
		const read = async (words: string) =>
			(
				await database.sql.query<{
					read: { typed: string; corrected: string | null; forms: string[] }[];
				}>('select public.interpret_words($1) as read', [words])
			)[0]?.read ?? [];

		test('says how each word was read, what it was taken for and which forms it finds', async () => {
			const words = await read('Kvalitates, seminrs un NVO');
			expect(words.map((word) => [word.typed, word.corrected])).toEqual([
				['Kvalitates', null],
				['seminrs', 'seminārs'],
				['NVO', null]
			]);
			expect(words[1]?.forms).toEqual(expect.arrayContaining(['seminari', 'seminarus']));
		});

		test('leaves a word that is known as it was typed, and one that is only begun', async () => {
			for (const words of ['kase', 'Kuldīgā', 'kvalit', 'pārv', 'centriem'])
				expect((await read(words)).map((word) => word.corrected)).toEqual([null]);
		});

		test('without a word finds nothing; without any but small words it takes those', async () => {
			for (const words of ['', ' ', '!?', '"', "'", ':*', '\\', '&|', '%'])
				expect(await found('organisation', words)).toEqual([]);
			expect(await read('par')).toHaveLength(1);
		});

		test('finds by any text without failing', async () => {
			await fc.assert(
				fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
					const words = text.replaceAll('\0', '');
					await found('organisation', words);
					await found('event', words);
					await database.sql.query('select public.interpret_words($1), public.suggest($1)', [
						words
					]);
					await database.sql.query('select * from public.find_places($1)', [words]);
				}),
				{
					numRuns: 60,
					examples: [["a'b"], ["'':*"], ['a\\'], ['+371 2'], ['1e5 0x1f 10:3'], ['ß İ ǅ']]
				}
			);
		});

		test('puts a name before a topic, a topic before a place, a place before a description', async () => {
			await inTurn(
				`insert into public.organisations (slug, kind, name, summary, publication, street) values
					('t-name', 'partner', '{"lv": "Zvirbulis"}', '{}', 'published', null),
					('t-text', 'partner', '{"lv": "Aaa"}', '{"lv": "zvirbulis"}', 'published', null),
					('t-place', 'partner', '{"lv": "Aaa"}', '{}', 'published', 'Zvirbuļu iela 1'),
					('t-topic', 'partner', '{"lv": "Aaa"}', '{}', 'published', null),
					('t-longer', 'partner', '{"lv": "Zvirbulis un vārna"}', '{}', 'published', null),
					('t-form', 'partner', '{"lv": "Zvirbuļi"}', '{}', 'published', null),
					('t-begun', 'partner', '{"lv": "Zvirbulisks"}', '{}', 'published', null);
				insert into public.topics values ('t', '{"lv": "Zvirbulis", "en": "Sparrow"}', 99);
				insert into public.organisation_topics select id, 't' from public.organisations where slug = 't-topic'`,
				async () => {
					expect(await found('organisation', 'zvirbulis')).toEqual([
						't-name',
						't-longer',
						't-form',
						't-topic',
						't-place',
						't-text',
						't-begun'
					]);
				}
			);
		});
	});

	each('documents follow', () => {
		test.each([
			[
				'a new name',
				`update public.organisations set name = name || '{"lv": "Zvirbulis"}' where slug = 'zpr'`,
				'zpr'
			],
			[
				'a phone',
				"update public.organisations set phones = '{+37129999999}' where slug = 'zpr'",
				'zpr'
			],
			[
				'a topic’s name',
				`update public.topics set name = name || '{"lv": "Zvirbulis"}' where id = 'data-protection'`,
				'dvi'
			],
			[
				'a place’s name',
				`update public.places set name = name || '{"lv": "Zvirbulis"}' where id = 'cesis'`,
				'vpr'
			],
			[
				'a kind’s name',
				`update public.organisation_kinds set name = name || '{"en": "Zvirbulis"}' where id = 'planning-region'`,
				'zpr'
			],
			[
				'a region’s name',
				`update public.regions set name = name || '{"lv": "Zvirbulis"}' where id = 'latgale'`,
				'luc'
			],
			[
				'a municipality’s name',
				`update public.municipalities set full_name = full_name || '{"lv": "Zvirbulis"}' where id = 'cesu-novads'`,
				'vpr'
			]
		])('%s of an organisation', async (_, statement, slug) => {
			const words = statement.includes('phones') ? '29 999 999' : 'zvirbulis';
			expect(await found('organisation', words)).toEqual([]);
			await inTurn(statement, async () =>
				expect(await found('organisation', words)).toContain(slug)
			);
		});

		test('topics given and taken', async () => {
			await inTurn(
				"delete from public.organisation_topics where topic_id = 'data-protection'",
				async () =>
					expect(await found('organisation', 'data protection topic'.slice(0, 15))).toEqual(['dvi'])
			);
			await inTurn(
				`insert into public.organisation_topics select id, 'data-protection' from public.organisations where slug = 'luc'`,
				async () => expect(await found('organisation', 'datu aizsardzība')).toContain('luc')
			);
		});

		test.each([
			[
				'its title',
				`update public.events set title = title || '{"lv": "Zvirbulis"}' where slug like 'piemers-laba%'`
			],
			[
				'its organiser’s name',
				`update public.organisations set name = name || '{"lv": "Zvirbulis"}' where slug = 'zemgales-nvo-centrs'`
			],
			[
				'a new organiser',
				"insert into public.event_organisers select id, 40, null, 'Zvirbulis' from public.events where slug like 'piemers-laba%'"
			],
			[
				'its place',
				`update public.places set name = name || '{"lv": "Zvirbulis"}' where id = 'jelgava'`
			],
			[
				'its topic',
				`update public.topics set name = name || '{"en": "Zvirbulis"}' where id = 'good-governance'`
			]
		])('an event’s %s', async (_, statement) => {
			expect(await found('event', 'zvirbulis')).toEqual([]);
			await inTurn(statement, async () =>
				expect(await found('event', 'zvirbulis')).toContain('piemers-laba-parvaldiba-regionos')
			);
		});

		test('deletion, and what is no longer published, down to the lexicon', async () => {
			for (const statement of [
				`delete from public.event_organisers where organisation_id in (select id from public.organisations where slug = 'sif');
					delete from public.organisations where slug = 'sif'`,
				"update public.organisations set publication = 'archived' where slug = 'sif'",
				'truncate public.organisations cascade'
			])
				await inTurn(statement, async () => {
					expect(await found('organisation', 'integrācijas fonds')).toEqual([]);
					const left = await database.sql.query<{ word: string }>(
						"select word from internal.lexicon where word in ('integracijas', 'apsaimniekoja', 'riga')"
					);
					expect(left.map((row) => row.word)).toEqual(['riga']);
				});
		});

		test('so that the lexicon counts what the documents hold', async () => {
			const wrong = `select coalesce(lexicon.word, held.word) as word, lexicon.documents, held.documents as held
				from internal.lexicon full join (
					select lexeme as word, count(*) as documents
					from (select document from internal.organisation_words
						union all select document from internal.event_words) as every_one, unnest(document)
					where lexeme !~ '[0-9]' and length(lexeme) between 2 and 40 group by lexeme) as held using (word)
				where coalesce(lexicon.documents, 0) <> coalesce(held.documents, 0)
					or lexicon.documents = 0 and not lexicon.is_name`;
			expect(await database.sql.query(wrong)).toEqual([]);
			await inTurn(
				`update public.organisations set publication = 'draft' where region_id = 'zemgale';
				update public.topics set name = name || '{"lv": "Jauns vārds"}' where id = 'training';
				delete from public.events where is_example;
				update public.organisations set publication = 'published' where slug = 'zpr'`,
				async () => expect(await database.sql.query(wrong)).toEqual([])
			);
		});

		test('and nothing of a draft, not even as a correction or suggestion', async () => {
			await inTurn('select 1', async () => {
				await hideRows(database.sql);
				await database.sql.exec('set local role anon');
				for (const words of [hiddenMark, `${hiddenMark.slice(0, 4)}${hiddenMark.slice(5)}`]) {
					expect(await found('organisation', words)).toEqual([]);
					expect(await found('event', words)).toEqual([]);
					const answers = await database.sql.query<{ text: string }>(
						'select public.interpret_words($1)::text || public.suggest($1)::text as text',
						[words]
					);
					// What was typed is said again, as typed and folded.
					const echo = new RegExp(`"(typed|plain)": "${words}"`, 'g');
					expect(answers[0]?.text.replaceAll(echo, '')).not.toContain(hiddenMark);
				}
			});
		});
	});

	each('places', () => {
		test.each([
			['Kuldīgā', 'kuldiga', true],
			['kuldiga', 'kuldiga', true],
			['near Liepaja', 'liepaja', true],
			['pie Cēsīm', 'cesis', true],
			['Kuldīgas novads', 'kuldiga', true],
			['Rīgas pilsētā', 'riga', true],
			['Ventspilī', 'ventspils', true],
			['Jēkabpilī', 'jekabpils', true],
			['kuldi', 'kuldiga', false],
			['Jelgva', 'jelgava', false],
			['Daugavplis', 'daugavpils', false]
		])('%s is %s', async (name, id, exact) => {
			const outcome = await database.as('anon', 'select public.find_places($1) as places', [name]);
			expect(outcome).toMatchObject({ rows: [{ places: expect.anything() }] });
			const [row] = 'rows' in outcome ? outcome.rows : [];
			expect((row?.places as unknown[])[0]).toMatchObject({ id, exact });
		});

		test('that are none are not found', async () => {
			for (const name of ['', 'qwertyuiop', 'Parīze'])
				expect(
					await database.as('anon', 'select public.find_places($1) as places', [name])
				).toEqual({ rows: [{ places: [] }] });
		});
	});

	each('what a question may cost', () => {
		const twelve = [...'abcdefghijkl'].map((letter) => `xqzw${letter}vqk`).join(' ');
		const read = async (words: string, meant: string | null = null) =>
			await database.sql.query<{ typed: string; read: boolean; tried: boolean; meant: string }>(
				`select typed, whole is not null as read, tried, corrected as meant
					from internal.read_words($1, 3, $2::text::jsonb)`,
				[words, meant]
			);

		test('is eight words read and three looked for in another spelling', async () => {
			const rows = await read(twelve);
			expect(rows.map((row) => row.read)).toEqual(rows.map((_, i) => i < 8));
			expect(rows.filter((row) => row.read && row.tried)).toHaveLength(3);
			const known = await read('kuldiga nvo jelgava liepaja riga cesis valmiera tukums ventspils');
			expect(known.filter((row) => row.read)).toHaveLength(8);
			expect(known.every((row) => row.tried)).toBe(true);
		});

		test('is paid once: what a reading found is handed on', async () => {
			const [first] = await read('kuldgas');
			expect(first?.meant).toBe('kuldigas');
			const handed = await read('kuldgas', '{"kuldgas": "liepajas"}');
			expect(handed[0]?.meant).toBe('liepajas');
			expect((await read('kuldgas', '{}'))[0]?.meant).toBeNull();
			for (const strange of ['[]', '"a"', '7', 'null', '{"kuldgas": {"a": [1]}}'])
				expect(await read('kuldgas', strange), strange).toHaveLength(1);
			const [ours] = await database.sql.query<{ same: boolean }>(
				`select array(select organisation_id from internal.organisation_hits('kuldgas centrs') order by 1)
					= array(select organisation_id from internal.organisation_hits('kuldgas centrs', '{"kuldgas": "kuldigas"}')
						order by 1) as same`
			);
			expect(ours?.same).toBe(true);
		});

		test('is for a name paid when it is written, in each of its languages', async () => {
			const named = async (typed: string) =>
				await database.sql.query<{ id: string; match: number }>(
					"select id, match from internal.names_like('topic', array[$1])",
					[typed]
				);
			await inTurn(
				`insert into public.topics values ('t', '{"lv": "Zvirbulis", "en": "Sparrow"}', 99)`,
				async () => {
					for (const name of ['zvirbulis', 'sparrow'])
						expect(await named(name)).toEqual([{ id: 't', match: 0 }]);
					await database.sql.exec(
						`update public.topics set name = '{"lv": "Zvirbulis", "en": "Wagtail"}' where id = 't'`
					);
					expect(await named('sparrow')).toEqual([]);
					expect(await named('wagtail')).toEqual([{ id: 't', match: 0 }]);
					await database.sql.exec(`delete from public.topics where id = 't'`);
					expect(await named('zvirbulis')).toEqual([]);
				}
			);
		});

		test('is for a name a look into an index, not a look at every name', async () => {
			const plan = JSON.stringify(
				await database.sql.query(
					`explain select from internal.short_names where sort = 'place' and keys && array['^kuld', '=kuldig']`
				)
			);
			await database.sql.exec('begin');
			await database.sql.exec('set local enable_seqscan = off');
			const forced = JSON.stringify(
				await database.sql.query(
					`explain select from internal.short_names where keys && array['^kuld', '=kuldig']`
				)
			);
			await database.sql.exec('rollback');
			expect(plan).toContain('short_names');
			expect(forced).toContain('short_names_keys');
			// However many places begin alike, so many are compared.
			await inTurn(
				`insert into public.places (id, name, kind, location, importance, source)
					select 'kuldene-' || i, jsonb_build_object('lv', 'Kuldene ' || i), 'village', 'POINT(21.9 56.9)', 5, 'test'
					from generate_series(1, 1000) as i`,
				async () => {
					const [row] = await database.sql.query<{ names: number }>(
						"select count(*)::int as names from internal.names_like('place', array['kuldene'])"
					);
					expect(row?.names).toBe(200);
				}
			);
		});
	});

	each('suggestions', () => {
		test.each([
			['kvalitātes bi', 'organisation', 'kvalb'],
			['lpa', 'organisation', 'lpa'],
			['kuld', 'place', 'kuldiga'],
			['datu aiz', 'topic', 'data-protection'],
			['finans', 'topic', 'project-funding'],
			['brīvprātīgā d', 'event', 'piemers-brivpratiga-darba-skola']
		])('for %s offer the %s %s', async (typed, type, id) => {
			const outcome = await database.as('anon', "select public.suggest($1, 'lv', 8) as offered", [
				typed
			]);
			expect(outcome).toHaveProperty(
				'rows.0.offered',
				expect.arrayContaining([expect.objectContaining({ type, id, name: expect.any(String) })])
			);
		});
	});

	each('the whole', () => {
		test('finds what the judged queries expect', async () => {
			const answered = await askJudged(database.sql);
			expect(answered.length).toBeGreaterThanOrEqual(150);
			const { recall, reciprocalRank } = mean(answered);
			const weak = answered.filter((one) => one.recall < 0.5).map((one) => one.query);
			expect(recall, weak.join(', ')).toBeGreaterThanOrEqual(0.985);
			expect(reciprocalRank, weak.join(', ')).toBeGreaterThanOrEqual(0.98);
		});

		test('calls kinds of events what the interface calls them', async () => {
			const kinds = await database.sql.query<{ kind: string; names: Record<string, string> }>(
				"select id as kind, words as names from internal.search_terms where sort = 'event-kind'"
			);
			expect(kinds).toHaveLength(7);
			const texts: Record<string, Record<string, unknown>> = { lv: eventTextsLv, en: eventTextsEn };
			for (const { kind, names } of kinds)
				for (const [language, name] of Object.entries(names))
					expect(name).toBe(texts[language]?.[`event_kind_${kind.replace('-', '_')}`]);
		});
	});
});
