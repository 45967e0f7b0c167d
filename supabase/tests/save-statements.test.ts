// What one save runs in the database, text by text and person by person: statements, not time,
// because a count is the same on every machine. PostgreSQL itself tells each one, those within
// functions, triggers and rules of columns too (auto_explain, of its own contrib package); the
// embedded database runs the same functions. What a whole form costs: cost-of-saving.test.ts.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overPostgres, type SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { attempt, call, makePeople, rows, type Person } from './people.ts';
import { preparedDatabase } from './prepared.ts';
import { postgresInstalled } from './throwaway.ts';

/** More than this a save of one text may not take. */
const MAX_STATEMENTS = 60;

describe.skipIf(!postgresInstalled() && process.env.CI !== 'true')('one changed text', () => {
	let sql: SqlExecutor;
	let close: () => Promise<void>;
	let told: string[] = [];

	beforeAll(async () => {
		const pool = postgres(await preparedDatabase(), {
			max: 1,
			onnotice: ({ message = '' }) => {
				if (message.startsWith('duration:')) told.push(message);
			}
		});
		const connection = await pool.reserve();
		sql = overPostgres(connection);
		close = async () => {
			connection.release();
			await pool.end();
		};
		await makePeople(sql);
		await sql.exec(`load 'auto_explain'; set auto_explain.log_min_duration = 0;
			set auto_explain.log_nested_statements = on; set auto_explain.log_level = notice`);
	});
	afterAll(() => close());

	const save = async (
		subject: 'organisation' | 'event',
		id: string,
		listing: Record<string, unknown>,
		by: Person
	) => {
		const [row] = await sql.query<{ version: number }>(
			`select version from public.${subject}s where id = '${id}'`
		);
		told = [];
		const answer = await call(sql, by, `save_${subject}`, {
			id,
			read_version: row?.version,
			attempt: attempt(),
			listing,
			...(subject === 'event' && { dates: null })
		});
		const statements = told;
		return {
			answer,
			count: statements.length,
			/** How often a statement was run. */
			times: (text: string) => statements.filter((one) => one.includes(text)).length
		};
	};

	// A listing as they are: with phones, links, persons, topics and a source; a published event that
	// is held.
	const full = {
		phones: ['+37163322517', '+37163322518'],
		email: 'centrs@example.org',
		website: 'https://example.org/',
		social_links: ['https://example.org/a', 'https://example.org/b'],
		languages: ['lv', 'en'],
		topics: ['training', 'project-funding'],
		contact_persons: [1, 2].map((number) => ({
			name: `P. Persona ${number}`,
			email: `p${number}@example.org`,
			purpose: 'Jautājumi'
		}))
	};

	test.each(['coordinator', 'editor', 'administrator'] as const)(
		'of an organisation, by the %s',
		async (by) => {
			expect(
				(await save('organisation', rows.kurzeme, { ...full, summary: { lv: by } }, by)).answer
			).toMatchObject({ status: 'saved' });
			await save('organisation', rows.kurzeme, { summary: { lv: `${by} 1` } }, by);
			const { answer, count, times } = await save(
				'organisation',
				rows.kurzeme,
				{ summary: { lv: `${by} 2` } },
				by
			);
			expect(answer).toMatchObject({ status: 'saved' });
			expect(times('select internal.organisation_document($1)'), 'its document').toBe(1);
			expect(times('select internal.may_edit_organisation($1)'), 'whose it is').toBe(1);
			expect(count).toBeLessThanOrEqual(MAX_STATEMENTS);
		}
	);

	test.each(['coordinator', 'editor', 'administrator'] as const)(
		'of an event, by the %s',
		async (by) => {
			await save(
				'event',
				rows.kurzemeEvent,
				{
					topics: ['training'],
					organisers: [{ organisation_id: rows.kurzeme }, { name: 'Biedrība' }],
					documents: [{ title: { lv: 'Programma' }, url: 'https://example.org/p.pdf' }],
					summary: { lv: by }
				},
				by
			);
			await save('event', rows.kurzemeEvent, { summary: { lv: `${by} 1` } }, by);
			const { answer, count, times } = await save(
				'event',
				rows.kurzemeEvent,
				{ summary: { lv: `${by} 2` } },
				by
			);
			expect(answer).toMatchObject({ status: 'saved' });
			expect(times('select internal.event_document($1)'), 'its document').toBe(1);
			expect(times('select internal.may_edit_event($1)'), 'whose it is').toBe(1);
			expect(count).toBeLessThanOrEqual(MAX_STATEMENTS);
		}
	);

	test('a save that changes nothing builds no document and wakes no trigger', async () => {
		await save('organisation', rows.kurzeme, { summary: { lv: 'Tas pats' } }, 'editor');
		const { answer, times } = await save(
			'organisation',
			rows.kurzeme,
			{ summary: { lv: 'Tas pats' } },
			'editor'
		);
		expect(answer).toMatchObject({ status: 'unchanged' });
		expect(times('select internal.organisation_document($1)')).toBe(0);
		expect(times('update public.content_version')).toBe(0);
	});

	test('its words are written once, and no trigger of theirs is woken for nothing', async () => {
		const { answer, times } = await save(
			'organisation',
			rows.kurzeme,
			{ summary: { lv: 'Vārdi reizi.' } },
			'editor'
		);
		expect(answer).toMatchObject({ status: 'saved' });
		expect(times('insert into internal.organisation_words')).toBe(1);
		expect(times('delete from internal.organisation_words')).toBe(0);
	});

	test('whose it is, is asked again when that may have changed', async () => {
		const { times } = await save(
			'event',
			rows.kurzemeEvent,
			{ organisers: [{ organisation_id: rows.kurzeme }] },
			'editor'
		);
		expect(times('select internal.may_edit_event($1)')).toBe(2);
	});
});
