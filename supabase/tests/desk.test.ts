// The desk on both databases: whose listings are whose, what waits for somebody, who changed what.
// Every answer is asked as the person it is for, and what is not theirs is in none.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';

/** People by what they may do; the number is the last digit of their id. */
const people = { administrator: 1, kurzeme: 2, zemgale: 3, editor: 4, nobody: 5 } as const;
type Who = keyof typeof people;
const personId = (who: Who) => `00000000-0000-4000-8000-00000000000${people[who]}`;
const sessionId = (who: Who) => `00000000-0000-4000-9000-00000000000${people[who]}`;

const ids = {
	liepaja: '10000000-0000-4000-8000-000000000001',
	jelgava: '10000000-0000-4000-8000-000000000002',
	fresh: '10000000-0000-4000-8000-000000000003',
	old: '10000000-0000-4000-8000-000000000004',
	draft: '10000000-0000-4000-8000-000000000005',
	away: '20000000-0000-4000-8000-000000000001',
	nowhere: '20000000-0000-4000-8000-000000000002',
	postponed: '20000000-0000-4000-8000-000000000003',
	series: '20000000-0000-4000-8000-000000000004',
	over: '20000000-0000-4000-8000-000000000005'
};

const setUp = `
	insert into auth.users (id, email) select id::uuid, email from (values
		${Object.keys(people)
			.map((who) => `('${personId(who as Who)}', '${who}@example.org')`)
			.join(', ')}) as one (id, email);
	insert into auth.sessions (id, user_id, created_at, updated_at) values
		${Object.keys(people)
			.map((who) => `('${sessionId(who as Who)}', '${personId(who as Who)}', now(), now())`)
			.join(', ')};
	insert into public.people (id, name, language) values
		${Object.keys(people)
			.map((who) => `('${personId(who as Who)}', 'Persona ${who}', 'lv')`)
			.join(', ')};
	insert into public.organisations (id, slug, kind, name, place_id, region_id, location, publication, confirmed_on,
		phones, email, updated_at)
	values ('${ids.liepaja}', 'desk-liepaja', 'partner', '{"lv": "Ābece Liepājā"}', 'liepaja', 'kurzeme', 'SRID=4326;POINT(21.01 56.51)',
			'published', null, '{+37163400001}', null, now() - interval '1 hour'),
		('${ids.jelgava}', 'desk-jelgava', 'partner', '{"lv": "Čiekurs Jelgavā"}', 'jelgava', 'zemgale', 'SRID=4326;POINT(23.71 56.65)',
			'published', null, '{}', 'ciekurs@example.org', now() - interval '1 hour'),
		('${ids.fresh}', 'desk-fresh', 'partner', '{"lv": "Svaigs"}', 'liepaja', 'kurzeme', 'SRID=4326;POINT(21.01 56.51)',
			'published', current_date - 30, '{}', null, now() - interval '1 hour'),
		('${ids.old}', 'desk-old', 'partner', '{"lv": "Vecs"}', 'liepaja', 'kurzeme', 'SRID=4326;POINT(21.01 56.51)',
			'published', current_date - 500, '{}', null, now() - interval '1 hour'),
		('${ids.draft}', 'desk-draft', 'partner', '{"lv": "Uzmetums"}', 'liepaja', 'kurzeme', 'SRID=4326;POINT(21.01 56.51)',
			'draft', null, '{}', null, now() - interval '1 hour');
	insert into public.memberships (person_id, role, region_id, organisation_id) values
		('${personId('administrator')}', 'administrator', null, null),
		('${personId('kurzeme')}', 'coordinator', 'kurzeme', null),
		('${personId('zemgale')}', 'coordinator', 'zemgale', null),
		('${personId('editor')}', 'editor', null, '${ids.jelgava}');
	insert into public.events (id, slug, kind, title, starts_local, ends_local, publication, attendance, place_id, region_id,
		location, date_precision, status, recurrence, known_until, updated_at)
	values
		-- Held in Kurzeme by somebody of Zemgale.
		('${ids.away}', 'desk-away', 'seminar', '{"lv": "Izbraukuma seminārs"}', current_date + 20 + time '10:00', current_date + 20 + time '12:00',
			'published', 'on-site', 'liepaja', 'kurzeme', 'SRID=4326;POINT(21.01 56.51)', 'minute', 'planned', null, null,
			now() - interval '1 hour'),
		('${ids.nowhere}', 'desk-nowhere', 'seminar', '{"lv": "Bez vietas"}', current_date + 10 + time '10:00', current_date + 10 + time '12:00',
			'published', 'on-site', null, null, null, 'month', 'planned', null, null, now() - interval '1 hour'),
		('${ids.postponed}', 'desk-postponed', 'seminar', '{"lv": "Atlikts"}', current_date - 10 + time '10:00', current_date - 10 + time '12:00',
			'published', 'online', null, null, null, 'minute', 'postponed', null, null, now() - interval '1 hour'),
		('${ids.series}', 'desk-series', 'seminar', '{"lv": "Katru mēnesi"}', current_date + 3 + time '10:00', current_date + 3 + time '12:00',
			'published', 'online', null, null, null, 'minute', 'planned', 'FREQ=DAILY', current_date + 4,
			now() - interval '1 hour'),
		('${ids.over}', 'desk-over', 'seminar', '{"lv": "Bijis"}', current_date - 90 + time '10:00', current_date - 90 + time '12:00',
			'published', 'on-site', null, null, null, 'month', 'planned', null, null, now() - interval '1 hour');
	insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
	select id, starts_local at time zone time_zone, ends_local at time zone time_zone, starts_local at time zone time_zone
	from public.events where slug like 'desk-%';
	insert into public.event_organisers (event_id, position, organisation_id)
	select id, 1, '${ids.jelgava}'::uuid from public.events where slug like 'desk-%';
`;

describe.each(databases)('the desk on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await database.sql.exec(setUp);
	}, 240_000);
	afterAll(() => database?.close());
	const proved = test.skipIf(missing);

	/**
	 * Runs work as a person and takes it back; whoever asks within the transaction is that person
	 * until another is named.
	 */
	async function trying<T>(
		work: (act: (who: Who | null) => Promise<void>) => Promise<T>
	): Promise<T> {
		await database.sql.exec('begin');
		try {
			return await work(async (who) => {
				await database.sql.exec(who ? 'set local role authenticated' : 'reset role');
				await database.sql.query(
					"select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)",
					who
						? [
								JSON.stringify({
									sub: personId(who),
									session_id: sessionId(who),
									role: 'authenticated'
								}),
								personId(who)
							]
						: ['', '']
				);
			});
		} finally {
			await database.sql.exec('rollback');
		}
	}
	async function answer<T>(statement: string, params: unknown[] = []): Promise<T> {
		const [row] = await database.sql.query<{ answer: unknown }>(statement, params);
		const given = row?.answer;
		return (typeof given === 'string' ? JSON.parse(given) : given) as T;
	}
	const asked = <T>(who: Who, statement: string, params: unknown[] = []) =>
		trying(async (act) => {
			await act(who);
			return answer<T>(statement, params);
		});

	interface Row {
		id: string;
		name: { lv: string };
		phones?: string[];
	}
	interface List {
		total: number;
		items: Row[];
	}
	interface Desk {
		waits: Record<string, List>;
		conflicts: { id: string }[];
		changes: { id: string; by: string; act: string; fields: string[]; listings: number }[];
		kept: Row[];
		organisations: List;
		events: List;
	}
	const desk = (who: Who) => asked<Desk | null>(who, "select public.desk('lv', 50) as answer");
	const list = (who: Who, subject: string, wanted: object) =>
		asked<List>(who, 'select public.my_listings($1, $2::text::jsonb) as answer', [
			subject,
			JSON.stringify(wanted)
		]);
	const idsOf = (found: List | undefined) => (found?.items ?? []).map(({ id }) => id);

	proved('one’s listings are exactly those one may edit, for everybody', async () => {
		for (const who of Object.keys(people) as Who[])
			await trying(async (act) => {
				await act(who);
				await database.sql.exec('reset role');
				for (const subject of ['organisation', 'event']) {
					const differing = await database.sql.query(
						`select one.id from public.${subject}s as one
							where internal.may_edit($1, one.id)
								<> (one.id in (select mine.id from internal.my_listings($1) as mine (id)))`,
						[subject]
					);
					expect(differing, `${who}, ${subject}`).toEqual([]);
				}
			});
		expect(idsOf(await list('editor', 'organisation', {}))).toEqual([ids.jelgava]);
		expect(idsOf(await list('nobody', 'organisation', {}))).toEqual([]);
		expect(await desk('nobody')).toBeNull();
	});

	proved(
		'what waits is said once, with the most pressing first, and only of one’s own',
		async () => {
			const mine = await desk('kurzeme');
			const unconfirmed = idsOf(mine?.waits['organisation-unconfirmed']);
			expect(unconfirmed).toContain(ids.liepaja);
			expect(unconfirmed.at(-1)).toBe(ids.old);
			for (const other of [ids.jelgava, ids.fresh, ids.draft])
				expect(unconfirmed).not.toContain(other);
			expect(idsOf(mine?.waits['organisation-draft'])).toEqual([ids.draft]);
			expect(mine?.waits['event-without-place']).toBeUndefined();

			const editors = await desk('editor');
			expect(editors?.kept.map(({ id }) => id)).toEqual([ids.jelgava]);
			expect(idsOf(editors?.waits['event-without-place'])).toEqual([ids.nowhere]);
			expect(idsOf(editors?.waits['event-without-date'])).toEqual([ids.postponed, ids.nowhere]);
			expect(idsOf(editors?.waits['event-ending'])).toEqual([ids.series]);
			// The list behind "all of them" is the same one.
			expect(
				idsOf(await list('editor', 'event', { state: 'without-date', sort: 'name' })).sort()
			).toEqual([ids.nowhere, ids.postponed].sort());
		}
	);

	proved('lists are searched without diacritics, filtered, sorted and paged', async () => {
		expect(idsOf(await list('kurzeme', 'organisation', { words: 'abece LIEPAJA' }))).toEqual([
			ids.liepaja
		]);
		expect(idsOf(await list('kurzeme', 'organisation', { words: '63400001' }))).toEqual([
			ids.liepaja
		]);
		expect(idsOf(await list('zemgale', 'organisation', { words: 'ciekurs@example.org' }))).toEqual([
			ids.jelgava
		]);
		expect(idsOf(await list('kurzeme', 'organisation', { words: 'ciekurs' }))).toEqual([]);
		expect(idsOf(await list('editor', 'event', { words: 'izbraukuma ciekurs' }))).toEqual([
			ids.away
		]);
		const confirmed = idsOf(await list('kurzeme', 'organisation', { sort: 'confirmed' }));
		expect(confirmed.indexOf(ids.old)).toBeGreaterThan(confirmed.indexOf(ids.liepaja));
		expect(confirmed.at(-1)).toBe(ids.fresh);
		expect(idsOf(await list('editor', 'event', { sort: 'date' })).slice(0, 3)).toEqual([
			ids.series,
			ids.nowhere,
			ids.away
		]);
		const whole = await list('administrator', 'organisation', { sort: 'name', size: 100 });
		const pages = [
			...idsOf(await list('administrator', 'organisation', { size: 7, page: 1 })),
			...idsOf(await list('administrator', 'organisation', { size: 7, page: 2 }))
		];
		expect(pages).toEqual(idsOf(whole).slice(0, 14));
		expect(
			await list('kurzeme', 'organisation', { ids: [ids.liepaja, ids.jelgava] })
		).toMatchObject({
			total: 1,
			items: [{ id: ids.liepaja, phones: ['+37163400001'] }]
		});
	});

	proved('others’ changes are told, a change of many as one; one’s own are not', async () => {
		await trying(async (act) => {
			await act('administrator');
			await answer(
				`select public.set_topics('organisation', $1::text::uuid[], '{training}', '{}', gen_random_uuid()) as answer`,
				[`{${[ids.liepaja, ids.fresh, ids.jelgava].join()}}`]
			);
			await answer(`select public.confirm_listing($1::text::uuid, gen_random_uuid()) as answer`, [
				ids.old
			]);
			expect((await answer<Desk>(`select public.desk() as answer`)).changes).toEqual([]);
			await act('kurzeme');
			const { changes, waits } = await answer<Desk>("select public.desk('lv', 50) as answer");
			expect(changes).toMatchObject([
				{ id: ids.old, by: 'Persona administrator', act: 'confirm', listings: 1 },
				{ act: 'topics', fields: ['topics'], listings: 2 }
			]);
			expect(idsOf(waits['organisation-unconfirmed'])).not.toContain(ids.old);
		});
	});

	proved('what was removed is in no list but its own, with how it was before', async () => {
		await trying(async (act) => {
			await act('kurzeme');
			await answer(
				`select public.set_publication('organisation', $1::text::uuid[], 'removed', null, gen_random_uuid()) as answer`,
				[`{${ids.liepaja}}`]
			);
			expect(await answer('select public.removed_listings() as answer')).toMatchObject([
				{
					id: ids.liepaja,
					subject: 'organisation',
					publication: 'published',
					by: 'Persona kurzeme'
				}
			]);
			const listed = await answer<List>(
				`select public.my_listings('organisation', '{"size":100}') as answer`
			);
			expect(idsOf(listed)).not.toContain(ids.liepaja);
			await act('zemgale');
			expect(await answer('select public.removed_listings() as answer')).toEqual([]);
		});
	});

	proved('a history is read by who may edit, and by nobody else', async () => {
		await trying(async (act) => {
			await act('kurzeme');
			await answer(
				`select public.save_organisation($1::text::uuid, 1, gen_random_uuid(), '{"phones":["+37163400002"]}') as answer`,
				[ids.liepaja]
			);
			const history = "select public.listing_history('organisation', $1::text::uuid) as answer";
			const versions =
				"select public.listing_versions('organisation', $1::text::uuid, '{2,1}') as answer";
			expect(await answer(history, [ids.liepaja])).toMatchObject({
				version: 2,
				total: 2,
				revisions: [
					{ version: 2, by: 'Persona kurzeme', action: 'save', fields: ['phones'] },
					{ version: 1, by: null, action: 'found' }
				]
			});
			expect(await answer(versions, [ids.liepaja])).toMatchObject([
				{ version: 1, listing: { phones: ['+37163400001'] } },
				{ version: 2, listing: { phones: ['+37163400002'] } }
			]);
			await act('zemgale');
			expect(await answer(history, [ids.liepaja])).toBeNull();
			expect(await answer(versions, [ids.liepaja])).toEqual([]);
		});
	});

	interface Listed {
		topics: string[];
	}
	proved('the audit is looked through by administrators alone', async () => {
		await trying(async (act) => {
			await act('kurzeme');
			await answer(
				`select public.set_publication('organisation', $1::text::uuid[], 'archived', null, gen_random_uuid()) as answer`,
				[`{${[ids.liepaja, ids.fresh].join()}}`]
			);
			const find = (asked: object) =>
				answer<{ total: number; items: { id: number; subjectName: string }[] }>(
					'select public.find_audit($1::text::jsonb) as answer',
					[JSON.stringify(asked)]
				);
			expect(await find({})).toEqual({ total: 0, items: [] });
			expect(await answer('select public.audit_choices() as answer')).toMatchObject({ people: [] });
			await act('administrator');
			const both = await find({
				person: personId('kurzeme'),
				action: 'archive',
				region: 'kurzeme'
			});
			expect(both.total).toBe(2);
			expect(await find({ words: 'abece' })).toMatchObject({
				total: 1,
				items: [{ subjectName: 'Ābece Liepājā', by: 'Persona kurzeme', subject: 'organisation' }]
			});
			expect((await find({ below: both.items[0]?.id, size: 1 })).items).toEqual([both.items[1]]);
			expect(await find({ to: '2020-01-01T00:00:00Z' })).toMatchObject({ total: 0 });
			expect(await answer('select public.audit_choices() as answer')).toMatchObject({
				people: [{ id: personId('kurzeme'), name: 'Persona kurzeme' }],
				actions: ['archive']
			});
			// Old and new of what was changed, for administrators alone.
			const states = async (id: number) =>
				Object.values(
					await answer<Record<string, { before: Listed; after: Listed }>>(
						'select public.audit_states(array[$1::text::bigint]) as answer',
						[String(id)]
					)
				);
			expect(await states(both.items[0]?.id ?? 0), 'a state is no field').toEqual([]);
			await act('kurzeme');
			await answer(
				`select public.set_topics('organisation', $1::text::uuid[], array['project-funding'], '{}', gen_random_uuid()) as answer`,
				[`{${ids.old}}`]
			);
			await act('administrator');
			const line = (await find({ action: 'topics' })).items[0]?.id ?? 0;
			const [changed] = await states(line);
			expect(changed?.before.topics).not.toContain('project-funding');
			expect(changed?.after.topics).toContain('project-funding');
			await act('kurzeme');
			expect(await states(line)).toEqual([]);
		});
	});
});
