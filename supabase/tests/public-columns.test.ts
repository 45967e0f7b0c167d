// What is public of a table is what is named: a column nobody has named is found nowhere, neither
// by asking the data interface for it nor in the answer of a function, nor in the history of a
// listing.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, attempt, call, makePeople, rows } from './people.ts';
import { serveLiteOn, type ServedLite } from './served.ts';

/** Stands in the new columns and nowhere else. */
const leak = 'qzxleak';
const newColumns = ['organisations', 'events']
	.map((table) => `alter table public.${table} add column secret text default '${leak}';`)
	.join('\n');

const everything = {
	today: '2026-01-01',
	organisation: 'kurzeme-own',
	event: 'kurzeme-event'
} as const;

/** How each function a visitor may call is asked for as much as it gives. */
const questions: Record<string, object> = {
	answer_still_true: { secret: 'a'.repeat(43), given: {} },
	count_attempt: { wanted: 'mail', address: 'a'.repeat(40), visitor: 'b'.repeat(40) },
	count_events: {},
	count_organisations: {},
	event_cells: { filter: {}, language: 'lv', z: 0, x: 0, y: 0, fine: 8, few: 50 },
	event_detail: { wanted_slug: everything.event },
	event_facets: {},
	event_points: {},
	events_by_day: { filter: {}, first_day: '2027-03-01', last_day: '2027-03-31', max_rows: 50 },
	feed_calendar: { max_rows: 2000 },
	feed_changes: { page_size: 200 },
	feed_event: { wanted_slug: everything.event },
	feed_events: { newest_first: true, page_size: 2000 },
	feed_organisations: { page_size: 2000 },
	find_events: { filter: {}, page_size: 200 },
	find_organisations: { filter: {}, page_size: 200 },
	find_places: { name: 'kuld' },
	interpret_words: { words: leak },
	invitation_of: { hash: 'a'.repeat(64) },
	mail_stop_of: { hash: 'a'.repeat(64) },
	network_outline: {},
	numbers_in_the_open: {},
	opening_hours_in_use: {},
	organisation_cells: { filter: {}, language: 'lv', z: 0, x: 0, y: 0, fine: 8, few: 50 },
	organisation_detail: { wanted_slug: everything.organisation },
	organisation_facets: { filter: {}, open_hours: [], confirmed_since: everything.today },
	organisation_points: {},
	page_addresses: {},
	picture: { id: rows.kurzeme },
	region_at: { lat: 56.9677, lng: 21.9617 },
	regions_in_the_open: {},
	run_jobs: {},
	still_true_of: { secret: 'a'.repeat(43) },
	stop_mails: { hash: 'a'.repeat(64) },
	suggest: { typed: 'kurzeme' },
	withdrawn_event: { wanted_slug: everything.event }
};

describe.each(databases)('a new column on $name', ({ name, open, missing }) => {
	let lite: ServedLite;
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		// lite prints every refused statement; the worker silences it the same way.
		vi.spyOn(console, 'error').mockImplementation(() => {});
		lite = await serveLiteOn(name, async (sql) => {
			await sql.exec(newColumns);
			await makePeople(sql);
		});
		database = await open();
		await database.sql.exec(newColumns);
		await makePeople(database.sql);
	}, 240_000);
	afterAll(async () => {
		vi.restoreAllMocks();
		await lite?.close();
		await database?.close();
	});
	const each = missing ? test.skip : test;

	each.for([
		'organisations?select=slug,secret',
		'organisations?select=slug&secret=eq.qzxleak',
		'organisations?select=slug&order=secret',
		'organisations?select=*',
		'organisations',
		'events?select=slug,secret',
		'events?select=slug&secret=like.q*',
		'events?select=*',
		'event_organisers?select=position,organisations(secret)',
		'event_topics?select=topic_id,events(*)',
		'regions?select=id,organisations(*)'
	])('%s is refused', async (path) => {
		const { status, text } = await lite.ask(path);
		expect(status, text).toBeGreaterThanOrEqual(400);
		expect(text).toContain('42501');
		expect(text).not.toContain(leak);
	});

	each.for(['organisations', 'events'])('%s gives what is named', async (table) => {
		const { status, text } = await lite.ask(`${table}?select=slug,publication,version&limit=5`);
		expect(status, text).toBe(200);
		expect(text).toContain('published');
	});

	each('every function a visitor may call is asked here', async () => {
		const callable = await database.sql.query<{ name: string }>(
			`select proname as name from pg_proc where pronamespace = 'public'::regnamespace
				and has_function_privilege('anon', oid, 'execute') order by proname`
		);
		expect(callable.map((one) => one.name)).toEqual(Object.keys(questions));
	});

	each.for(Object.entries(questions))('rpc/%s does not give it', async ([rpc, body]) => {
		const { status, text } = await lite.ask(`rpc/${rpc}`, 'POST', body);
		expect(status, text.slice(0, 300)).toBeLessThan(300);
		// What was typed comes back from this one; it stands in no document that can be found.
		if (rpc === 'interpret_words')
			expect(JSON.parse(text)).toEqual([
				{
					typed: leak,
					plain: leak,
					corrected: null,
					meant: null,
					forms: [],
					read: true,
					tried: true
				}
			]);
		else expect(text).not.toContain(leak);
		if (rpc.endsWith('_detail')) expect(text).toContain(everything.organisation);
		// A key without a value would say that the column is there.
		expect(text).not.toContain('"secret"');
	});

	each('members are not given it either, nor does the history keep it', async () => {
		const { sql } = database;
		const [before] = await sql.query<{ version: number }>(
			`select version from public.organisations where id = '${rows.kurzeme}'`
		);
		const saved = await call(sql, 'coordinator', 'save_organisation', {
			id: rows.kurzeme,
			read_version: before?.version,
			listing: { summary: { lv: 'Palīdz vēl vairāk.' } },
			attempt: attempt()
		});
		expect(saved).toMatchObject({ status: 'saved' });
		const [history] = await sql.query<{ text: string }>(
			`select string_agg(revision::text, '') as text from public.revisions as revision`
		);
		expect(history?.text).toContain('Palīdz vēl vairāk.');
		expect(history?.text).not.toContain(leak);
		const answers = [
			await call(sql, 'coordinator', 'listing', { subject: 'organisation', id: rows.kurzeme }),
			await call(sql, 'coordinator', 'listing', { subject: 'event', id: rows.kurzemeEvent }),
			await call(sql, 'coordinator', 'listing_history', {
				subject: 'organisation',
				id: rows.kurzeme
			}),
			await call(sql, 'coordinator', 'organisation_preview', { id: rows.kurzeme }),
			await call(sql, 'coordinator', 'event_preview', { wanted: rows.kurzemeEvent }),
			await call(sql, 'coordinator', 'desk', {}),
			await call(sql, 'coordinator', 'my_listings', { subject: 'organisation' }),
			await call(sql, 'coordinator', 'my_listings', { subject: 'event' })
		];
		for (const answer of answers) {
			expect(answer).not.toBeNull();
			expect(JSON.stringify(answer)).not.toContain(leak);
		}
		await expect(
			asPerson(sql, 'administrator', 'select secret from public.organisations')
		).rejects.toMatchObject({ code: '42501' });
	});

	each('and would be found if it were named', async () => {
		const there = await database.as('owner', 'select secret from public.organisations limit 1');
		expect(there).toMatchObject({ rows: [{ secret: leak }] });
		await lite.store.asOwner((sql) =>
			sql.exec('grant select (secret) on public.organisations, public.events to anon')
		);
		for (const table of ['organisations', 'events'])
			expect((await lite.ask(`${table}?select=secret&limit=1`)).text).toContain(leak);
	});
});
