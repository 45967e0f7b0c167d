// What the feeds ask, on both databases: the same rows in the same order as the lists, each event
// once with its dates, long calendars in parts that together are the whole.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';

/** What feed_events and the others answer, as far as it is looked at here. */
interface Answer {
	total: number;
	events: { id: string; slug: string; exceptions: string[] }[];
	dates: {
		event: string;
		date: { id: string; startsAt: string; originalStart: string; state: string };
	}[];
	rest?: string[];
	withdrawn: { id: string; version: number; dates: { id: string; state: string }[] }[];
	gone: boolean;
	organisations: { id: string; metres: number | null }[];
}

const filters = [
	{},
	{ regions: ['kurzeme', 'zemgale'] },
	{ near: { lat: 56.65, lng: 23.71 }, km: 120 },
	{ words: 'nvo' },
	{ topics: ['ngo-advice', 'training'] }
];

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	/** The one value an anonymous visitor's question gives. */
	async function ask<T>(text: string, params: unknown[] = []): Promise<T> {
		const outcome = await database.as('anon', `select ${text} as answer`, params);
		if (!('rows' in outcome)) throw new Error(outcome.message);
		return outcome.rows[0]?.answer as T;
	}

	each.for(filters)('organisations of %j are those of the list, in its order', async (filter) => {
		for (const language of ['lv', 'en']) {
			const params = [JSON.stringify(filter), language];
			const list = await ask<string[]>(
				`array(select one ->> 'id'
					from jsonb_array_elements(public.find_organisations($1::text::jsonb, $2, 1, 200)) as one)`,
				params
			);
			const feed = await ask<Answer>(
				'public.feed_organisations($1::text::jsonb, $2, 1, 2000)',
				params
			);
			expect(feed.organisations.map(({ id }) => id)).toEqual(list);
			expect(feed.total).toBe(list.length);
			const second = await ask<Answer>(
				'public.feed_organisations($1::text::jsonb, $2, 2, 3)',
				params
			);
			expect(second.organisations.map(({ id }) => id)).toEqual(list.slice(3, 6));
			expect(second.total).toBe(list.length);
		}
	});

	each.for(filters)('dates of %j are those of the list, in its order', async (filter) => {
		const params = [JSON.stringify(filter)];
		for (const [newest, ordering] of [
			[false, 'soonest'],
			[true, 'latest']
		]) {
			const list = await ask<string[]>(
				`array(select one ->> 'occurrenceId'
					from jsonb_array_elements(public.find_events($1::text::jsonb, '${ordering}', 1, 200)) as one)`,
				params
			);
			const feed = await ask<Answer>(
				`public.feed_events($1::text::jsonb, ${newest}, 1, 2000)`,
				params
			);
			expect(feed.dates.map(({ date }) => date.id)).toEqual(list);
			expect(feed.total).toBe(list.length);
			const named = new Set(feed.events.map(({ id }) => id));
			expect(named.size).toBe(feed.events.length);
			expect(new Set(feed.dates.map(({ event }) => event))).toEqual(named);
		}
	});

	each('a calendar in parts is the calendar in one', async () => {
		const whole = await ask<Answer>("public.feed_calendar('{}', true, 2000)");
		expect(whole.rest).toEqual([]);
		expect(whole.total).toBe(whole.events.length);
		const first = await ask<Answer>("public.feed_calendar('{}', true, 5)");
		const rest = await ask<Answer>("public.feed_calendar('{}', true, 2000, $1::text::uuid[])", [
			`{${first.rest?.join()}}`
		]);
		expect([...first.events, ...rest.events]).toEqual(whole.events);
		expect([...first.dates, ...rest.dates]).toEqual(whole.dates);
	});

	each('a series comes whole unless the filter names days', async () => {
		const slug = 'piemers-konsultacijas-biedribam-daugavpili';
		const { dates } = await ask<Answer>('public.feed_event($1)', [slug]);
		expect(dates.length).toBe(4);
		const filter = JSON.stringify({ slugs: [], from: dates[1]?.date.startsAt });
		const of = async (whole: boolean) => {
			const answer = await ask<Answer>(
				`public.feed_calendar($1::text::jsonb - 'slugs', ${whole}, 2000)`,
				[filter]
			);
			const event = answer.events.find((one) => one.slug === slug)?.id;
			return answer.dates.filter((one) => one.event === event).length;
		};
		expect(await of(true)).toBe(4);
		expect(await of(false)).toBe(3);
	});

	each(
		'what was changed last comes first, each event once, with the date that is next',
		async () => {
			const { total, events, dates } = await ask<Answer>("public.feed_changes('{}', 1, 200)");
			const first = dates.filter(
				({ event }, index) => dates.findIndex((one) => one.event === event) === index
			);
			expect(first).toHaveLength(total);
			// Beside the date that is next, only what is out of order ahead.
			for (const { date } of dates.filter((one) => !first.includes(one)))
				expect(
					['cancelled', 'postponed'].includes(date.state) || date.startsAt !== date.originalStart
				).toBe(true);
			expect(events).toHaveLength(total);
			const order = await ask<string[]>(
				`array(select id::text from public.events where publication = 'published' order by updated_at desc, id)`
			);
			expect(first.map(({ event }) => event)).toEqual(order);
		}
	);

	describe('an event that was taken back', () => {
		const slug = 'panemts-atpakal';
		const id = '00000000-0000-4000-8000-0000000000f1';
		const past = '00000000-0000-4000-8000-0000000000f2';
		const lately = '00000000-0000-4000-8000-0000000000f3';
		const ahead = '00000000-0000-4000-8000-0000000000f4';
		/** A weekly series that began ten days ago, public unless said otherwise. */
		const make = (publication = 'published', isExample = false) => `
			insert into public.events (id, slug, kind, title, summary, venue_name, starts_local, ends_local, recurrence,
				place_id, location, region_id, is_example, publication)
			values ('${id}', '${slug}', 'forum', '{"lv": "Noslēpums"}', '{"lv": "Noslēpums"}', 'Noslēpums',
				(date_trunc('day', now()) - interval '10 days') at time zone 'UTC',
				(date_trunc('day', now()) - interval '10 days' + interval '2 hours') at time zone 'UTC',
				'FREQ=WEEKLY;COUNT=3', 'kuldiga', 'SRID=4326;POINT(21.97 56.97)', 'kurzeme', ${isExample}, '${publication}');
			insert into public.event_topics values ('${id}', 'training');
			insert into public.event_occurrences (id, event_id, starts_at, ends_at, original_start)
			select ('00000000-0000-4000-8000-0000000000f' || 2 + week)::uuid, '${id}', start, start + interval '2 hours', start
			from (select week, internal.instant_of(starts_local + week * interval '7 days', time_zone) as start
				from public.events cross join generate_series(0, 2) as week where id = '${id}') as one;
			set constraints all immediate;
			set constraints all deferred;
			update public.events set updated_at = now() - interval '1 day' where id = '${id}'`;
		const withdraw = (to: string) =>
			to === 'erased'
				? `delete from public.events where id = '${id}'`
				: `update public.events set publication = '${to}', removed_at = ${to === 'removed' ? 'now()' : 'null'} where id = '${id}'`;
		/** What an anonymous visitor is answered after some statements that do not stay. */
		async function after(statements: string[], question: string): Promise<Answer> {
			await database.sql.exec('begin');
			try {
				await database.sql.exec(statements.join(';'));
				await database.sql.exec('set local role anon');
				const rows = await database.sql.query<{ answer: Answer }>(`select ${question} as answer`);
				return rows[0]?.answer as Answer;
			} finally {
				await database.sql.exec('rollback');
			}
		}

		each.for(['draft', 'archived', 'removed', 'erased'])(
			'goes on as cancelled when it is %s, without a word of its own',
			async (to) => {
				const answer = await after([make(), withdraw(to)], `public.feed_event('${slug}')`);
				expect(answer).toMatchObject({ gone: true, events: [], dates: [] });
				const [told] = answer.withdrawn;
				expect(told).toMatchObject({ id, kind: 'forum', recurrence: 'FREQ=WEEKLY;COUNT=3' });
				// A higher count than anybody has seen: calendars take it.
				expect(told?.version).toBeGreaterThan(1);
				expect(told?.dates.map(({ id, state }) => [id, state])).toEqual([
					[past, 'planned'],
					[lately, 'planned'],
					[ahead, 'cancelled']
				]);
				expect(JSON.stringify(answer)).not.toMatch(/Noslēpums/);
			}
		);

		each.for([
			[{}, 1],
			[{ eventKinds: ['forum'], topics: ['training'], regions: ['kurzeme'] }, 1],
			[{ near: { lat: 56.9, lng: 21.9 }, km: 30 }, 1],
			[{ area: { south: 56, west: 21, north: 57.5, east: 22 } }, 1],
			[{ eventKinds: ['seminar'] }, 0],
			[{ regions: ['zemgale'] }, 0],
			[{ topics: ['ngo-advice'] }, 0],
			[{ near: { lat: 56.5, lng: 26 }, km: 30 }, 0],
			[{ online: true }, 0],
			[{ from: '2199-01-01T00:00:00Z' }, 0],
			// Its words are not kept.
			[{ words: 'noslēpums' }, 0]
		] as const)('is found by %j as it was before', async ([filter, found]) => {
			const asked = `'${JSON.stringify(filter)}'::jsonb`;
			for (const question of [`public.feed_calendar(${asked})`, `public.feed_changes(${asked})`]) {
				const answer = await after([make(), withdraw('archived')], question);
				expect(answer.withdrawn.map((one) => one.id)).toEqual(found ? [id] : []);
			}
		});

		each('is told of at its old address, without a word of its own', async () => {
			const page = async (statements: string[], asked = slug) =>
				(await after(statements, `public.withdrawn_event('${asked}')`)) as unknown;
			for (const to of ['draft', 'archived', 'removed', 'erased']) {
				const told = await page([make(), withdraw(to)]);
				expect(told, to).toMatchObject({
					told: {
						kind: 'forum',
						allDay: false,
						count: 1,
						dates: [{ startsAt: expect.any(String) }]
					},
					parts: []
				});
				expect(JSON.stringify(told), to).not.toMatch(/Noslēpums|panemts|kuldiga/);
			}
			const older = `update internal.withdrawn_events set withdrawn_at = now() - interval '90 days'`;
			const gone = { told: null, parts: [] };
			expect(await page([make(), withdraw('archived'), older])).toEqual(gone);
			const over = `update internal.withdrawn_events set
				told = jsonb_set(told, '{dates}', '[{"startsAt": "2020-01-01T10:00Z", "endsAt": "2020-01-01T12:00Z"}]')`;
			expect(await page([make(), withdraw('archived'), over])).toEqual(gone);
			for (const never of [
				[make()],
				[make('draft'), withdraw('archived')],
				[make(), withdraw('archived'), withdraw('published')]
			])
				expect(await page(never)).toBeNull();
			expect(await page([], 'nekad-nav-bijis')).toBeNull();
		});

		each('is cancelled for ninety days and then gone', async () => {
			const older = (days: number) =>
				`update internal.withdrawn_events set withdrawn_at = now() - interval '${days} days' where event_id = '${id}'`;
			const told = async (days: number) =>
				(await after(
					[make(), withdraw('archived'), older(days)],
					`public.feed_event('${slug}')`
				)) as Answer;
			expect(await told(89)).toMatchObject({ gone: true, withdrawn: [{ id }] });
			expect(await told(90)).toMatchObject({ gone: true, withdrawn: [] });
			const calendar = [make(), withdraw('archived'), older(90)];
			expect((await after(calendar, 'public.feed_calendar()')).withdrawn).toEqual([]);
		});

		each('is itself again once it is public again', async () => {
			const answer = await after(
				[make(), withdraw('archived'), withdraw('published')],
				`public.feed_event('${slug}')`
			);
			expect(answer).toMatchObject({ gone: false, withdrawn: [], events: [{ id }] });
		});

		each('leaves nothing when it never was public, or was an example', async () => {
			for (const statements of [
				[make('draft'), withdraw('archived')],
				[make('draft'), withdraw('removed')],
				[make('draft'), withdraw('erased')],
				[make('published', true), withdraw('archived')],
				[make('published', true), withdraw('erased')]
			]) {
				const answer = await after(statements, `public.feed_event('${slug}')`);
				expect(answer).toMatchObject({ gone: false, withdrawn: [], events: [] });
				expect((await after(statements, 'public.feed_calendar()')).withdrawn).toEqual([]);
			}
		});

		each('nobody reads what is kept of it but through these questions', async () => {
			for (const role of ['anon', 'authenticated', 'service_role'] as const)
				expect(await database.as(role, 'select * from internal.withdrawn_events')).toHaveProperty(
					'message'
				);
		});

		each(
			'which was a part of a series: whoever follows it goes on with the other parts',
			async () => {
				const other = '00000000-0000-4000-8000-0000000000e1';
				const series = '00000000-0000-4000-8000-0000000000e0';
				const parts = `
				insert into public.events (id, slug, kind, title, starts_local, ends_local, series_id, publication)
				values ('${other}', 'otra-dala', 'forum', '{"lv": "Otrā daļa"}', '2199-01-01T10:00', '2199-01-01T12:00', '${series}', 'published');
				insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
				values ('${other}', '2199-01-01T08:00Z', '2199-01-01T10:00Z', '2199-01-01T08:00Z');
				update public.events set series_id = '${series}' where id = '${id}'`;
				for (const asked of [slug, 'otra-dala']) {
					const both = await after([make(), parts], `public.feed_event('${asked}')`);
					expect(both.events.map((one) => one.id).toSorted()).toEqual([other, id]);
					const left = await after(
						[make(), parts, withdraw('archived')],
						`public.feed_event('${asked}')`
					);
					expect(left.events.map((one) => one.id)).toEqual([other]);
					expect(left.withdrawn.map((one) => one.id)).toEqual([id]);
				}
			}
		);
	});

	each('nothing is asked of an event that is not there', async () => {
		expect(await ask<Answer>("public.feed_event('there-is-none')")).toMatchObject({
			total: 0,
			events: [],
			dates: []
		});
	});

	each('an event counts its real changes, once a transaction, and nothing else', async () => {
		const slug = 'piemers-konsultacijas-biedribam-daugavpili';
		const read = async () => {
			const { events } = await ask<{ events: { version: number; updatedAt: string }[] }>(
				'public.feed_event($1)',
				[slug]
			);
			return events[0];
		};
		/** What a change does to the count, in a transaction of its own that stays. */
		const after = async (...statements: string[]) => {
			const before = await read();
			// Past the tick of the clock in which the one before was made.
			await database.sql.exec(`select pg_sleep(0.002); begin; ${statements.join(';')}; commit`);
			const now = await read();
			expect(now?.updatedAt !== before?.updatedAt).toBe(now?.version !== before?.version);
			return (now?.version ?? 0) - (before?.version ?? 0);
		};
		const one = `(select id from public.events where slug = '${slug}')`;
		const title = `update public.events set title = '{"lv": "Cits"}' where slug = '${slug}'`;
		const postpone = `update public.event_occurrences set status = 'postponed' where event_id = ${one}
			and original_start = (select max(original_start) from public.event_occurrences where event_id = ${one})`;
		expect(await after(title)).toBe(1);
		expect(await after(title)).toBe(0);
		expect(await after(postpone)).toBe(1);
		expect(await after(postpone)).toBe(0);
		expect(
			await after(title.replace('Cits', 'Vēl cits'), postpone.replace('postponed', 'full'))
		).toBe(1);
		expect(await after(`delete from public.event_topics where event_id = ${one}`)).toBe(1);
		expect(await after(`update public.events set slug = slug where slug = '${slug}'`)).toBe(0);
	});
});
