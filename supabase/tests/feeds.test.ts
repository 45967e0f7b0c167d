// What the feeds ask, on both databases: the same rows in the same order as the lists, each event once with its dates, long
// calendars in parts that together are the whole.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';

/** What feed_events and the others answer, as far as it is looked at here. */
interface Answer {
	total: number;
	events: { id: string; slug: string; exceptions: string[] }[];
	dates: { event: string; date: { id: string; startsAt: string } }[];
	rest?: string[];
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
			expect(dates).toHaveLength(total);
			expect(new Set(dates.map(({ event }) => event)).size).toBe(total);
			expect(events).toHaveLength(total);
			const order = await ask<string[]>(
				`array(select id::text from public.events where publication = 'published' order by updated_at desc, id)`
			);
			expect(dates.map(({ event }) => event)).toEqual(order);
		}
	);

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
			await database.sql.exec(`begin; ${statements.join(';')}; commit`);
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
