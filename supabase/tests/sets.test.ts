// What is counted with sets of organisations is what is counted from their rows: in any directory,
// whatever was changed before, while and after the sets were made, on both databases.
import fc from 'fast-check';
import { inTransaction } from '#lib/backend/embedded/sql.ts';
import { writeLoad } from '#lib/seed/load.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, databases, today, type TestDatabase } from './databases.ts';
import { preparedDatabase } from './prepared.ts';
import { postgresInstalled } from './throwaway.ts';

/** What is asked: a filter, as the functions take it. */
type Filter = Record<string, unknown>;

const some = <T>(...values: T[]) =>
	fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const hours = ['Mo-Fr 09:00-17:00', '24/7', 'Sa 10:00-14:00'];
const words = [
	'slodzes',
	'slodžu tests',
	'biedrība',
	'bied',
	'sporta klubs',
	'kopa rīga',
	'rīgā pulciņš',
	'zobārstniecība',
	'371',
	'0001',
	'load te',
	'example or',
	'vadbia kvalitates',
	'un',
	'pārdēvēta',
	'!!'
];
const conditions: Record<string, fc.Arbitrary<unknown>> = {
	kinds: some('partner', 'ngo-support-centre', 'competence-centre', 'nobody'),
	topics: some('funding', 'volunteering', 'youth', 'culture', 'sport', 'nothing'),
	regions: some('kurzeme', 'riga', 'latgale', 'vidzeme', 'zemgale'),
	municipalities: some('riga', 'liepaja', 'jelgava', 'kuldiga'),
	languages: some('lv', 'en', 'ru', 'uk'),
	access: some('lift', 'step-free', 'captions'),
	upcoming: fc.constant(true),
	openHours: some(...hours),
	confirmedSince: fc.constantFrom('2025-10-01', '2026-03-01', today),
	area: fc.constantFrom(
		{ south: 56.8, west: 23.8, north: 57.1, east: 24.5 },
		{ south: 56, west: 20, north: 57, east: 23 }
	),
	words: fc.constantFrom(...words),
	slugs: some('load-test-sets-001', 'load-test-sets-050')
};
/**
 * Few conditions at once: with many hardly anything is left, and nothing is the same by any way of
 * counting.
 */
const filters: fc.Arbitrary<Filter> = fc
	.subarray(Object.keys(conditions), { maxLength: 2 })
	.chain((names) =>
		fc.record(
			Object.fromEntries(names.map((name) => [name, conditions[name] ?? fc.constant(null)]))
		)
	);
const near = fc.record({
	near: fc.constantFrom({ lat: 56.95, lng: 24.1 }, { lat: 57.3967, lng: 21.5644 }),
	km: fc.constantFrom(1, 5, 25, 120, 300)
});
const asked = fc
	.tuple(filters, fc.option(near, { nil: {} }))
	.map(([filter, place]) => ({ ...filter, ...place }));

/** A save of the organisation with so many before it, as statements. */
type Save = (id: string) => [string, unknown[]];
const set =
	(column: string, value: string, ...params: unknown[]): Save =>
	(id) => [`update public.organisations set ${column} = ${value} where id = $1`, [id, ...params]];
const saves = fc.constantFrom<Save[]>(
	set('kind', "case kind when 'partner' then 'competence-centre' else 'partner' end"),
	set('languages', "array['lv', 'uk']"),
	set('languages', "array['lv', 'lv', 'en']"),
	set('accessibility', "array['lift', 'step-free']"),
	set('opening_hours', '$2', hours[1]),
	set('opening_hours', 'null'),
	set('confirmed_on', '$2::date', today),
	set('confirmed_on', "'2025-11-15'"),
	set('location', "'SRID=4326;POINT(24.1 56.95)'"),
	set('location', 'null'),
	set('doubtful_since', 'case when doubtful_since is null then current_date end'),
	set('name', `'{"lv": "Pārdēvēta biedrība"}'`),
	set('summary', `'{"lv": "Rīgā, 371"}'`),
	set('publication', "case publication when 'published' then 'draft' else 'published' end"),
	(id) => ['delete from public.organisation_topics where organisation_id = $1', [id]],
	(id) => [
		`update public.topics set name = '{"lv": "Rīgā, 371"}' where id = (select topic_id
			from public.organisation_topics where organisation_id = $1 order by topic_id limit 1)`,
		[id]
	],
	(id) => [
		`insert into public.organisation_topics select $1, id from public.topics order by id limit 2 on conflict do nothing`,
		[id]
	],
	(id) => [
		`insert into internal.last_dates values ($1, now() + interval '1 day') on conflict (organisation_id)
			do update set ends_at = now() - interval '1 day'`,
		[id]
	],
	(id) => [
		`insert into public.organisations (slug, kind, name, publication)
			values ('new-' || left($1::text, 8) || '-' || floor(random() * 1e9)::text, 'partner', '{"lv": "Jauna biedrība"}', 'published')`,
		[id]
	],
	(id) => [
		`delete from public.organisations where id = $1
			and not exists (select from public.event_organisers where organisation_id = $1)`,
		[id]
	]
);

type Step =
	{ save: Save; of: number } | { portions: number } | { ask: Filter } | { passed: string };
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.oneof(
		{ weight: 4, arbitrary: fc.record({ save: saves, of: fc.nat(200) }) },
		{ weight: 2, arbitrary: fc.record({ portions: fc.constantFrom(1, 2, 9, 20) }) },
		{ weight: 4, arbitrary: fc.record({ ask: asked }) },
		{ weight: 1, arbitrary: fc.record({ passed: fc.constantFrom('2 days', '-2 days', '1 hour') }) }
	),
	{ minLength: 4, maxLength: 25 }
);

describe.each(databases)('$name', ({ open, missing }) => {
	describe.skipIf(missing)('sets', () => {
		let database: TestDatabase;
		let ids: string[];
		/** Answers out of sets that were more than nothing. */
		let withSets = 0;
		beforeAll(async () => {
			database = await open();
			await inTransaction(database.sql, () =>
				writeLoad(database.sql, { organisations: 120, events: 30, seed: 'sets', today })
			);
			const rows = await database.sql.query<{ id: string }>(
				'select id from public.organisations order by slug'
			);
			ids = rows.map(({ id }) => id);
		}, 120_000);
		afterAll(() => database.close());

		/** Counts, a list with its next page, and a map, as a visitor's page asks for them. */
		const facets = async (filter: Filter) => {
			const [row] = await database.sql.query<{ facets: unknown; count: number }>(
				`select public.organisation_facets($1::text::jsonb, $2, '2026-01-15') as facets,
					public.count_organisations($1::text::jsonb)::integer as count,
					public.organisation_cells($1::text::jsonb, 'lv', 0, 0, 0, 1024, 10) as world,
					public.organisation_cells($1::text::jsonb, 'lv', 7, 72, 38, 64, 10) as tile`,
				[JSON.stringify(filter), hours]
			);
			const pages: unknown[] = [];
			for (const language of ['lv', 'en']) {
				let after: string | null = null;
				for (const page of [1, 2, 3]) {
					const rows: { id: string }[] = await database.sql.query(
						'select organisation_id as id from internal.organisations_in_order($1::text::jsonb, $2, $3, 7, $4)',
						[JSON.stringify(filter), language, page, after]
					);
					pages.push(rows.map(({ id }) => id));
					// By its number, and by the last row before it.
					after = page === 1 ? (rows.at(-1)?.id ?? null) : null;
				}
			}
			return { ...row, pages };
		};
		/** The same without sets. */
		async function plainly(filter: Filter) {
			await database.sql.exec('savepoint with_sets; update internal.set_making set live = null');
			try {
				return await facets(filter);
			} finally {
				await database.sql.exec('rollback to with_sets');
			}
		}
		const live = async () => {
			const [row] = await database.sql.query<{ live: number | null }>(
				'select live from internal.set_making'
			);
			return row?.live ?? null;
		};
		/** @returns whether there is more to do */
		const make = async () => {
			const [row] = await database.sql.query<{ more: boolean }>(
				'select internal.make_sets(1, 32, 1) as more'
			);
			await database.sql.exec('update internal.set_making set many = 5');
			return row?.more ?? false;
		};

		/** A making ends, whatever the directory holds; a whole one takes about seven. */
		async function makeAll() {
			let portions = 0;
			while (await make()) expect((portions += 1)).toBeLessThan(30);
		}

		async function take(step: Step) {
			if ('save' in step) {
				const [text, params] = step.save(ids[step.of % ids.length] ?? '');
				await database.sql.query(text, params);
			} else if ('portions' in step) {
				for (let left = step.portions; left > 0 && (await make()); left -= 1);
			} else if ('passed' in step) {
				await makeAll();
				// Something was changed, so sets are made anew; they were begun so long ago.
				await database.sql.query(
					'insert into internal.set_changes select $1, live from internal.set_making where live is not null',
					[ids[0]]
				);
				expect(await make()).toBe(true);
				await database.sql.query(
					'update internal.set_making set began_at = now() - $1::text::interval where making is not null',
					[step.passed]
				);
				await makeAll();
			} else {
				const isLive = (await live()) !== null;
				const found = await facets(step.ask);
				expect(found).toEqual(await plainly(step.ask));
				if (isLive && (found.count ?? 0) > 0) withSets += 1;
			}
		}

		test('count what rows count, whatever happens to the directory', async () => {
			withSets = 0;
			await fc.assert(
				fc.asyncProperty(fc.boolean(), steps, async (begun, later) => {
					// Half of them begin with sets.
					const list: Step[] = begun ? [{ portions: 20 }, ...later] : later;
					await database.sql.exec('begin');
					try {
						for (const step of list) await take(step);
					} finally {
						await database.sql.exec('rollback');
					}
				}),
				{ numRuns: 40 }
			);
			// It was sets that were asked, and something was found.
			expect(withSets).toBeGreaterThan(20);
		}, 300_000);
	});
});

test.skipIf(!postgresInstalled() && process.env.CI !== 'true')(
	'nobody who saves while sets are made is overlooked',
	async () => {
		const address = await preparedDatabase();
		const [maker, writer] = await Promise.all([connect(address), connect(address)]);
		const make = async () =>
			(await maker.sql.query<{ more: boolean }>('select internal.make_sets(1, 32, 1) as more'))[0]
				?.more;
		const partners = async () => {
			const [row] = await maker.sql.query<{ live: number | null; counted: number; there: number }>(
				`select (select live from internal.set_making) as live,
					(public.organisation_facets() -> 'kinds' ->> 'partner')::integer as counted,
					(select count(*)::integer from public.organisations
						where publication = 'published' and kind = 'partner') as there`
			);
			return row;
		};
		const save = (offset: number) =>
			writer.sql.query(
				`update public.organisations set kind = 'partner' where id = (select id from public.organisations
					where publication = 'published' and kind <> 'partner' order by id offset $1 limit 1)`,
				[offset]
			);
		try {
			// Who has begun to save before is waited for.
			await writer.sql.exec('begin');
			await save(0);
			let begun = false;
			const beginning = make().then(() => (begun = true));
			await new Promise((resolve) => setTimeout(resolve, 300));
			expect(begun).toBe(false);
			await writer.sql.exec('commit');
			await beginning;
			// Who begins meanwhile waits for nobody, and is waited for by nobody.
			await writer.sql.exec('begin');
			await save(1);
			while (await make());
			const before = await partners();
			expect(before?.live).toBe(1);
			expect(before?.counted).toBe(before?.there);
			await writer.sql.exec('commit');
			const after = await partners();
			expect(after?.counted).toBe((before?.there ?? 0) + 1);
			expect(after?.counted).toBe(after?.there);
		} finally {
			await maker.close();
			await writer.close();
		}
	},
	180_000
);

test.each(databases.filter(({ missing }) => !missing))(
	'a small directory has no sets and notes nothing on $name',
	async ({ open }) => {
		const database = await open();
		try {
			expect(await database.sql.query('select public.make_next_sets() as more')).toEqual([
				{ more: false }
			]);
			await database.sql.exec("update public.organisations set kind = 'partner'");
			for (const table of ['sets', 'set_places', 'set_changes'])
				expect(await database.sql.query(`select * from internal.${table}`), table).toEqual([]);
		} finally {
			await database.close();
		}
	},
	180_000
);
