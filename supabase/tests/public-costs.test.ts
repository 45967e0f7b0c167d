// What the dearest address of each page and feed costs, without signing in: questions that are sent
// to the database, rows it reads for them, and words it looks for in another spelling. Counted, not
// timed, on both databases, in a directory of a thousand organisations and a thousand events. A
// route without a budget fails.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { startMailer } from '#lib/mail/mailer.server.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { writeLoad } from '#lib/seed/load.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { postgresInstalled } from './throwaway.ts';
import { startSeam, type Seam } from './seam.ts';
import { serveLiteOn, type ServedLite } from './served.ts';
import { today } from './prepared.ts';

/** At most so much. Rows are those of tables and indexes, once for each time they are looked at. */
interface Budget {
	/** Of an answer that is none of 200. */
	status?: number;
	/** The address, without its path. */
	search?: string;
	params?: Record<string, string>;
	questions: number;
	/** In thousands. */
	rows: number;
	/** Words that are looked for in another spelling. */
	tries: number;
}

const unknown = [...'abcdefghijkl'].map((letter) => `xqzw${letter}vqk`).join('+');
/**
 * Twelve words nobody ever wrote, a region, a place; a word that is nearly everywhere; a page
 * nobody has.
 */
const dear = `?q=${unknown}&region=kurzeme&near=Kuld%C4%ABga`;
/** Addresses of programs are read strictly: no more words than are understood. */
const strict = dear.replace(unknown, unknown.slice(0, 79));
const common = '?q=centrs&near=56.9,24.1&km=200&page=999999';
const none = { questions: 0, rows: 0, tries: 0 };
const event = { slug: 'event' };
const organisation = { slug: 'organisation' };

const budgets: Record<string, Budget[]> = {
	'/(public)': [
		{ search: dear, questions: 12, rows: 12, tries: 3 },
		{ search: common, questions: 8, rows: 18, tries: 0 },
		{ search: `${dear}&show=events`, questions: 12, rows: 5, tries: 3 },
		// What holds of a date is asked of its event: once more for all 1,000 of them.
		{ search: `${common}&show=events`, questions: 8, rows: 20, tries: 0 }
	],
	'/(public)/events': [
		{ search: dear, questions: 10, rows: 5, tries: 3 },
		{ search: `${common}&past=1`, questions: 6, rows: 10, tries: 0 }
	],
	'/(public)/events/[month=month]': [
		{ search: dear, params: { month: '2026-12' }, questions: 4, rows: 5, tries: 3 },
		// Of hundreds of events the towns are read with the whole gazetteer at once, 6,000 rows; and
		// what holds of a date is asked of its event, once more for all 1,000 of them.
		{ params: { month: '2026-12' }, questions: 4, rows: 18, tries: 0 },
		{ params: { month: '2199-12' }, questions: 4, rows: 14, tries: 0 }
	],
	'/(public)/event/[slug]': [{ params: event, questions: 1, rows: 1, tries: 0 }],
	'/(public)/organisation/[slug]': [{ params: organisation, questions: 1, rows: 1, tries: 0 }],
	'/(public)/organisation/[slug]/qr': [{ params: organisation, questions: 1, rows: 1, tries: 0 }],
	'/(public)/organisation/[slug]/vcard': [
		{ params: organisation, questions: 1, rows: 1, tries: 0 }
	],
	// A form is made anew for each visitor: what it holds, its place, and what it can choose from.
	'/(public)/organisation/[slug]/correct': [
		{ params: organisation, questions: 5, rows: 10, tries: 0 }
	],
	'/(public)/event/[slug]/correct': [{ params: event, questions: 6, rows: 10, tries: 0 }],
	'/(public)/propose/organisation': [{ questions: 5, rows: 10, tries: 0 }],
	'/(public)/propose/event': [{ questions: 6, rows: 10, tries: 0 }],
	'/(public)/correction/[secret]': [
		{ params: { secret: 'a'.repeat(500) }, questions: 1, rows: 0.1, tries: 0 }
	],
	'/(public)/about': [{ questions: 1, rows: 1, tries: 0 }],
	// Each listing once, and each date of two years; the version.
	'/(public)/numbers': [{ questions: 2, rows: 12, tries: 0 }],
	'/(public)/numbers/[slug]/csv': [
		{ params: { slug: 'months' }, questions: 2, rows: 12, tries: 0 }
	],
	'/(public)/privacy': [none],
	'/(public)/accessibility': [none],
	'/(public)/map/organisations.json': [
		// The version, the outline, the place and the words; then how many there are, and only of few
		// enough the pins.
		{ search: strict, questions: 6, rows: 5, tries: 3 },
		{ search: '?tile=0/0/0', questions: 3, rows: 5, tries: 0 }
	],
	'/(public)/map/events.json': [
		{ search: strict, questions: 6, rows: 5, tries: 3 },
		{ search: '?tile=0/0/0', questions: 3, rows: 10, tries: 0 }
	],
	// Of a small directory the whole is read sooner than an index.
	'/(public)/map/organisations/[slug].json': [
		{ params: organisation, questions: 1, rows: 2, tries: 0 }
	],
	'/(public)/map/events/[slug].json': [{ params: event, questions: 1, rows: 1, tries: 0 }],
	'/(public)/suggest.json': [
		{ search: `?q=${unknown}`, questions: 1, rows: 2, tries: 3 },
		{ search: '?q=xqzwavqk', questions: 1, rows: 1, tries: 1 },
		{ search: '?q=centrs', questions: 1, rows: 10, tries: 0 }
	],
	'/(public)/qr.svg': [{ ...none, search: '?to=/' }],
	'/manifest.webmanifest': [none],
	'/favicon.ico': [none],
	'/feeds/events.atom': [{ search: '?q=centrs', questions: 5, rows: 10, tries: 0 }],
	'/feeds/events.csv': [{ search: '?past=1', questions: 3, rows: 22, tries: 0 }],
	'/feeds/events.xlsx': [{ search: '?past=1', questions: 3, rows: 22, tries: 0 }],
	'/feeds/organisations.xlsx': [{ questions: 3, rows: 30, tries: 0 }],
	'/feeds/events.geojson': [{ search: '?past=1', questions: 3, rows: 22, tries: 0 }],
	'/feeds/events.ics': [{ questions: 3, rows: 45, tries: 0 }],
	'/feeds/organisations.csv': [{ questions: 3, rows: 30, tries: 0 }],
	'/feeds/organisations.geojson': [{ questions: 3, rows: 30, tries: 0 }],
	'/sitemap.xml': [{ questions: 1, rows: 3, tries: 0 }],
	'/robots.txt': [none],
	'/.well-known/security.txt': [none],
	// The version tells whether the database answers, and whether the pages kept in memory are its
	// own.
	'/healthz': [
		{ questions: 2, rows: 0.1, tries: 0 },
		{ ...none, status: 401, search: '?full' }
	],
	// For whoever runs the installation.
	'/metrics': [{ ...none, status: 401 }],
	// A street map is read from a file or another server, and asks the database nothing.
	'/streets': [none],
	'/streets/[z]/[x]/[y]': [{ ...none, status: 204, params: { z: '14', x: '9300', y: '5100' } }],
	'/pictures/[id].webp': [
		{ status: 404, params: { id: crypto.randomUUID() }, questions: 1, rows: 0.1, tries: 0 }
	],
	'/sign-in': [none],
	'/sign-in/code': [none],
	// Who is not signed in is sent to the first step.
	'/sign-in/second': [{ ...none, status: 303 }],
	'/auth/confirm': [{ ...none, search: `?token_hash=${'a'.repeat(500)}` }],
	'/auth/sign-out': [none],
	'/first-administrator/[secret]': [
		{ params: { secret: 'a'.repeat(500) }, questions: 1, rows: 0.1, tries: 0 }
	],
	'/still-true/[secret]': [
		{ params: { secret: 'a'.repeat(500) }, questions: 1, rows: 0.1, tries: 0 }
	],
	'/invitation/[secret]': [
		{ params: { secret: 'a'.repeat(500) }, questions: 1, rows: 0.1, tries: 0 }
	],
	'/unsubscribe/[secret]': [
		{ params: { secret: 'a'.repeat(500) }, questions: 1, rows: 0.1, tries: 0 }
	]
};

/** Routes of src/routes that answer without signing in, and the file that does. */
const routes = new Map(
	readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => /\/\+(page\.server\.ts|server\.ts|page\.svelte)$/.test(`/${file}`))
		.map((file): [string, string] => [`/${file}`.replace(/\/\+[^/]*$/, ''), file])
		.filter(([route]) => !/^\/coordinator(\/|$)/.test(route))
		// The server's part stands for the page's.
		.toSorted(([, a], [, b]) => Number(b.endsWith('.svelte')) - Number(a.endsWith('.svelte')))
);

test('every route has a budget, and no other', () => {
	expect(Object.keys(budgets).sort()).toEqual([...routes.keys()].sort());
});

// Files that were built in are there in a build alone.
vi.mock('$app/server', async (original) => ({
	...(await original<object>()),
	read: () => new Response('icon')
}));

interface Module {
	load?: (event: never) => unknown;
	GET?: (event: never) => unknown;
}
const modules = import.meta.glob<Module>('../../src/routes/**/+{page.server,server}.ts');

describe.each([
	{ name: 'PGlite', missing: false },
	{ name: 'PostgreSQL', missing: !postgresInstalled() && process.env.CI !== 'true' }
])('$name', ({ name, missing }) => {
	describe.skipIf(missing)('costs', () => {
		let lite: ServedLite;
		let seam: Seam;
		let slugs: Record<string, string>;
		let folder = '';

		beforeAll(async () => {
			vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T10:00:00+02:00`) });
			overwriteGetLocale(() => 'lv');
			lite = await serveLiteOn(name, async (sql) => {
				await writeLoad(sql, { organisations: 1000, events: 1000, seed: 'costs', today });
				// A gazetteer of a larger country: of a small one the whole is read sooner than an index.
				await sql.exec(
					`insert into public.places (id, name, kind, location, importance, source)
						select 'q-' || i, jsonb_build_object('lv', initcap(left(translate(md5(i::text), '0123456789', 'ghijklmnop'), 9))),
							'village', 'POINT(21.9 56.9)', 5, 'test'
						from generate_series(1, 6000) as i`
				);
			});
			slugs = await lite.store.asOwner(async (sql) => {
				await sql.exec("analyze; set track_functions = 'all'");
				const [row] = await sql.query<{ organisation: string; event: string }>(
					`select (select slug from public.organisations where publication = 'published' order by id limit 1) as organisation,
						(select slug from public.events where publication = 'published' order by id limit 1) as event`
				);
				return { ...row };
			});
			// A page says whether mail is set up; none is sent.
			startMailer({});
			// Of the disk the health page looks at the folder of the installation.
			folder = mkdtempSync(join(tmpdir(), 'tikls-costs-'));
			for (const part of ['base', 'pg_wal', 'global'])
				mkdirSync(join(folder, 'database', part), { recursive: true });
			writeFileSync(join(folder, 'database', 'global', 'pg_control'), '');
			vi.stubEnv('DATA_DIR', folder);
			seam = await startSeam(lite.answer);
		}, 300_000);
		afterAll(async () => {
			vi.unstubAllGlobals();
			vi.unstubAllEnvs();
			rmSync(folder, { recursive: true, force: true });
			vi.useRealTimers();
			await lite?.close();
		});

		const counted = () =>
			lite.store.asOwner(async (sql) => {
				await sql.query('select pg_stat_force_next_flush()');
				const tables = await sql.query<{ name: string; rows: number }>(
					`select schemaname || '.' || relname as name,
							(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 as rows
						from pg_stat_user_tables`
				);
				const [row] = await sql.query<{ tries: number }>(
					`select coalesce((select calls::int from pg_stat_user_functions where funcname = 'nearest_word'), 0) as tries`
				);
				return {
					rows: new Map(tables.map(({ name, rows }) => [name, rows])),
					tries: row?.tries ?? 0
				};
			});

		async function costOf(route: string, { search = '', params = {} }: Budget) {
			await lite.store.asOwner((sql) =>
				sql.exec('update public.content_version set version = version + 1')
			);
			contentChanged();
			const { load, GET } = (await modules[`../../src/routes/${routes.get(route)}`]?.()) ?? {};
			const url = new URL(`http://tikls.invalid/${search}`);
			const event = {
				params: Object.fromEntries(
					Object.entries(params).map(([key, value]) => [key, slugs[value] ?? value])
				),
				url,
				request: new Request(url),
				route: { id: route },
				isDataRequest: false,
				cookies: { getAll: () => [], get: () => undefined, set: () => {}, delete: () => {} },
				setHeaders: () => {},
				getClientAddress: () => '192.0.2.1',
				locals: { locale: 'lv', leftOut: [], person: null, stranger: null }
			};
			const before = await counted();
			let status = 200;
			const rounds = await seam.rounds(async () => {
				try {
					const answer = await (load ?? GET)?.(event as never);
					if (!(answer instanceof Response)) return;
					status = answer.status;
					await answer.text();
				} catch (reason) {
					// A page that says 404 has asked what it asks.
					if (!(reason instanceof Object && 'status' in reason)) throw reason;
					status = Number(reason.status);
				}
			});
			const after = await counted();
			const tables = [...after.rows]
				.map(([table, rows]) => ({ table, rows: rows - (before.rows.get(table) ?? 0) }))
				.filter(({ rows }) => rows > 0)
				.toSorted((a, b) => b.rows - a.rows);
			return {
				status,
				// What searches in vain leave behind is written a minute later, by nobody's page.
				questions: rounds.flat().filter((question) => question !== 'note_unfound'),
				tables,
				rows: tables.reduce((sum, { rows }) => sum + rows, 0) / 1000,
				tries: after.tries - before.tries
			};
		}

		test.each([
			['organisation', { name: { lv: 'Ziemeļbriežu draugu kopa' }, phones: ['+37120000000'] }],
			['event', { title: { lv: 'Ziemeļbriežu vakars' }, starts_local: `${today}T18:00` }]
		])('a proposed %s is compared with those that come near it', async (subject, proposed) => {
			const before = await counted();
			await lite.store.asOwner((sql) =>
				sql.query('select public.similar_listings($1, $2::text::jsonb)', [
					subject,
					JSON.stringify(proposed)
				])
			);
			const after = await counted();
			for (const table of ['public.organisations', 'public.events'])
				expect((after.rows.get(table) ?? 0) - (before.rows.get(table) ?? 0), table).toBeLessThan(
					100
				);
		});

		// Of a small gazetteer the whole is read sooner than an index, and rightly. Whether an index
		// can be used at all is seen when the planner takes one wherever there is one. Whether
		// PostgreSQL has looked at the tables lately is chance: it is to find the index either way.
		describe.each(['as they are', 'analysed'])(
			'where there is an index for it, tables %s',
			(how) => {
				const ofWords = [
					'internal.lexicon',
					'internal.lexicon_keys',
					'internal.short_names',
					'public.places'
				];
				beforeAll(() =>
					lite.store.asOwner((sql) =>
						sql.exec(
							`${how === 'analysed' ? 'analyze internal.short_names; analyze public.places; analyze internal.lexicon;' : ''}
						set enable_seqscan = off; discard plans`
						)
					)
				);
				afterAll(() =>
					lite.store.asOwner((sql) => sql.exec('reset enable_seqscan; discard plans'))
				);

				test.each(
					['/(public)', '/(public)/events', '/(public)/suggest.json'].flatMap((route) =>
						[unknown, 'xqzwavqk', 'kuldga+biedribba+lepaja'].map((words) => [route, words])
					)
				)('%s?q=%s looks words up in it', async (route = '', words = '') => {
					const { tables } = await costOf(route, { ...none, search: `?q=${words}` });
					// Of more than 6,000.
					expect(
						tables.filter(({ table, rows }) => ofWords.includes(table) && rows > 2000),
						'tables of words that are read from their beginning to their end'
					).toEqual([]);
				});
			}
		);

		const each = Object.entries(budgets).flatMap(([route, list]) =>
			list.map((budget): [string, string, Budget] => [route, budget.search ?? '', budget])
		);
		test.each(each)('%s %s', async (route, _, budget) => {
			const cost = await costOf(route, budget);
			expect(cost.status).toBe(budget.status ?? 200);
			const { questions } = cost;
			const most = cost.tables.slice(0, 8).map(({ table, rows }) => `${rows} of ${table}`);
			expect(questions.length, `questions: ${questions.join(', ')}`).toBeLessThanOrEqual(
				budget.questions
			);
			expect(cost.rows, `thousand rows: ${most.join(', ')}`).toBeLessThanOrEqual(budget.rows);
			expect(cost.tries, 'words').toBeLessThanOrEqual(budget.tries);
		});

		// 10,000 of them: FLOOD=10000 npm run test:unit -- supabase/tests/public-costs.test.ts
		test('a flood of corrections fills its queue, and no page costs more', async () => {
			const asked: [string, Budget][] = [
				['/(public)', { ...none, search: common }],
				['/(public)/events', none],
				['/(public)/organisation/[slug]', { ...none, params: organisation }],
				['/(public)/event/[slug]', { ...none, params: event }],
				['/(public)/about', none]
			];
			const costs = async () => {
				const found: Record<string, { questions: string[]; rows: Map<string, number> }> = {};
				for (const [route, budget] of asked) {
					// What is kept between visits is there at the second one.
					await costOf(route, budget);
					const { questions, tables } = await costOf(route, budget);
					found[route] = {
						questions,
						rows: new Map(tables.map(({ table, rows }) => [table, rows]))
					};
				}
				return found;
			};
			const version = () =>
				lite.store.asOwner(async (sql) => {
					const [row] = await sql.query<{ version: string }>(
						'select version::text from public.content_version'
					);
					return row?.version;
				});
			const before = await costs();
			const shown = await version();
			const size = Number(process.env.FLOOD ?? 1500);
			const [flood] = await lite.store.asOwner((sql) =>
				sql.query<{ waiting: number; full: number }>(
					`with sent as materialized (
						select internal.propose_correction(jsonb_build_object('attempt', gen_random_uuid(),
							'subject', 'organisation', 'id', case when number % 2 = 0 then one.id end,
							'readVersion', one.version, 'language', 'lv', 'network', 'network_shade_number_' || number,
							'proposed', jsonb_build_object('name', jsonb_build_object('lv', 'Biedrība ' || number)))) as answer
						from generate_series(1, $1::integer) as number
						join (select id, version, row_number() over (order by id) - 1 as place from public.organisations
							where publication = 'published') as one on one.place = number % 400
					) select count(*) filter (where answer ->> 'status' = 'waiting')::integer as waiting,
						count(*) filter (where answer ->> 'status' = 'full')::integer as full from sent`,
					[size]
				)
			);
			expect(flood).toEqual({ waiting: 500, full: size - 500 });
			expect(await version()).toBe(shown);
			for (const [route, { questions, rows }] of Object.entries(await costs())) {
				expect(questions, route).toEqual(before[route]?.questions);
				// Statistics gathered meanwhile may make a plan cheaper.
				for (const [table, read] of rows)
					expect(read, `${route}: ${table}`).toBeLessThanOrEqual(
						before[route]?.rows.get(table) ?? 0
					);
			}
		});
	});
});
