// What a filter finds, on both databases: the list is the map, pages walked by key are the whole
// list, and every number beside a choice is what counting by hand gives. Filters are drawn at
// random over invented load data.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '#lib/backend/embedded/sql.ts';
import { writeLoad } from '#lib/seed/load.ts';
import { databases, today } from './databases.ts';
import type { TestDatabase } from './databases.ts';

type Filter = Record<string, unknown>;

const now = `${today}T10:00:00Z`;
const jelgava = { lat: 56.65, lng: 23.7128 };
const hours = ['Mo-Fr 09:00-17:00', 'Mo-Fr 08:00-16:00', 'Mo-Th 09:00-17:00', 'Tu-Sa 10:00-15:00'];

const some = <T>(...values: T[]) =>
	fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
const maybe = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });

/** What organisations and events are asked for alike. */
const shared = {
	kinds: some('partner', 'ngo-support-centre', 'competence-centre', 'public-body'),
	topics: some('training', 'quality-management', 'project-funding', 'good-governance'),
	regions: some('kurzeme', 'zemgale', 'vidzeme', 'latgale', 'riga'),
	languages: some('en', 'ru', 'de'),
	access: some('step-free', 'lift'),
	words: fc.option(fc.constantFrom('biedriba', 'seminari par kvalitati', 'sports Liepaja'), {
		nil: undefined
	}),
	near: maybe(jelgava),
	area: maybe({ south: 56.2, west: 22, north: 57.1, east: 24.5 })
};

/** Two conditions of three are left out, or nearly every filter would find nothing. */
const sparse = (record: Record<string, fc.Arbitrary<unknown>>) =>
	fc
		.tuple(fc.record(record), fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }))
		.map(([filter, chance]) => {
			const kept = Object.entries(filter).filter(
				([, value], index) => value !== undefined && chance[index] === 0
			);
			const found: Filter = Object.fromEntries(kept);
			if ('near' in found) found.km = 60;
			return found;
		});

const organisationFilter = sparse({
	...shared,
	municipalities: some('jelgava', 'liepaja', 'riga', 'daugavpils'),
	upcoming: maybe(true),
	openHours: some(...hours),
	confirmedSince: maybe('2025-11-23')
});

const eventFilter = fc.tuple(
	sparse({ ...shared, eventKinds: some('seminar', 'training', 'discussion'), online: maybe(true) }),
	fc.constantFrom<Filter>(
		{ from: now },
		{ endedBy: now },
		{ from: now, to: '2027-02-01T00:00:00Z' }
	)
);

const without = (filter: Filter, key: string): Filter =>
	Object.fromEntries(Object.entries(filter).filter(([one]) => one !== key));

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await inTransaction(database.sql, () =>
			writeLoad(database.sql, { organisations: 260, events: 120, seed: 'find', today })
		);
		for (const table of ['organisations', 'events'])
			await database.sql.exec(`update public.${table} set accessibility = (case length(slug) % 4
				when 0 then '{step-free,lift,hearing-loop}' when 1 then '{step-free}' when 2 then '{lift}'
				else '{}' end)::text[]`);
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	/** Rows of a question as a visitor gets them. */
	async function ask<T>(text: string, ...params: unknown[]): Promise<T[]> {
		const outcome = await database.as('anon', text, params);
		if ('refused' in outcome) throw new Error(`${outcome.refused}: ${outcome.message}`);
		return outcome.rows as T[];
	}
	async function answer<T>(text: string, ...params: unknown[]): Promise<T> {
		const [row] = await ask<{ answer: T }>(`select ${text} as answer`, ...params);
		return row!.answer;
	}
	const json = (filter: Filter) => JSON.stringify(filter);

	/** All pages of a list, each begun after the last row of the one before. */
	async function walked(
		ask: (page: number, after: string | null) => Promise<string[]>
	): Promise<string[]> {
		const found: string[] = [];
		for (let page = 1; ; page += 1) {
			const ids = await ask(page, found.at(-1) ?? null);
			found.push(...ids);
			if (ids.length === 0) return found;
		}
	}

	each('organisations', () => {
		const whole = async (filter: Filter, language = 'lv') =>
			(
				await ask<{ id: string }>(
					`select organisation_id as id from internal.organisations_in_order($1::text::jsonb, $2, 1, 100000)`,
					json(filter),
					language
				)
			).map((row) => row.id);
		const page = async (filter: Filter, language: string, number: number, after: string | null) =>
			(
				await ask<{ id: string }>(
					`select one ->> 'id' as id
						from jsonb_array_elements(public.find_organisations($1::text::jsonb, $2, $3, 23, $4::uuid)) as one`,
					json(filter),
					language,
					number,
					after
				)
			).map((row) => row.id);

		test('pages by key are the whole list, in its order, and so are pages by number', async () => {
			await fc.assert(
				fc.asyncProperty(
					organisationFilter,
					fc.constantFrom('lv', 'en'),
					async (filter, language) => {
						const list = await whole(filter, language);
						expect(new Set(list).size).toBe(list.length);
						expect(await walked((number, after) => page(filter, language, number, after))).toEqual(
							list
						);
						expect(await walked((number) => page(filter, language, number, null))).toEqual(list);
						expect(
							Number(await answer('public.count_organisations($1::text::jsonb)', json(filter)))
						).toBe(list.length);
					}
				),
				{
					numRuns: 25,
					examples: [
						[{}, 'lv'],
						[{ near: jelgava, km: 80 }, 'en'],
						[{ words: 'biedriba' }, 'lv']
					]
				}
			);
		});

		test('the map has the pins of the list, in its order', async () => {
			const rows = await ask<{ id: string; slug: string; pinned: boolean }>(
				'select id, slug, latitude is not null as pinned from public.organisations'
			);
			const known = new Map(rows.map((row) => [row.id, row]));
			expect(rows.some((row) => !row.pinned)).toBe(true);
			await fc.assert(
				fc.asyncProperty(organisationFilter, async (filter) => {
					const list = (await whole(filter)).map((id) => known.get(id)!);
					const points = await answer<[string][]>(
						`public.organisation_points($1::text::jsonb, 'lv')`,
						json(filter)
					);
					expect(points.map(([slug]) => slug)).toEqual(
						list.filter((row) => row.pinned).map((row) => row.slug)
					);
				}),
				{ numRuns: 20, examples: [[{}], [{ near: jelgava, km: 300 }]] }
			);
		});

		test('the order is by match, by distance, by name', async () => {
			type Row = { name: string; metres: number | null };
			const rows = (filter: Filter) =>
				ask<Row>(
					`select one #>> '{name,lv}' as name, (one ->> 'metres')::double precision as metres
						from jsonb_array_elements(public.find_organisations($1::text::jsonb, page_size => 200)) as one`,
					json(filter)
				);
			const collator = new Intl.Collator('lv');
			const named = (await rows({ kinds: ['partner', 'ngo-support-centre'] })).map(
				(row) => row.name
			);
			expect(named.length).toBeGreaterThan(20);
			expect(named).toEqual([...named].sort(collator.compare));
			const near = (await rows({ near: jelgava, km: 60 })).map((row) => row.metres!);
			expect(near.length).toBeGreaterThan(20);
			expect(near).toEqual([...near].sort((a, b) => a - b));
			expect(near.at(-1)).toBeLessThanOrEqual(60_000);
			const [best] = await rows({ words: 'zemgales nvo centrs' });
			expect(best?.name).toContain('Zemgales');
		});

		test('a page after a row that is gone is found by its number', async () => {
			const nobody = '00000000-0000-4000-8000-00000000dead';
			for (const filter of [{}, { near: jelgava, km: 80 }, { words: 'biedriba' }]) {
				expect(await page(filter, 'lv', 2, nobody)).toEqual(await page(filter, 'lv', 2, null));
			}
		});

		test('a row that no longer matches still says where its page ended', async () => {
			const list = await whole({});
			const partners = await whole({ kinds: ['partner'] });
			const other = list.findIndex(
				(id) => id > '' && !partners.includes(id) && list.indexOf(id) > 20
			);
			expect(await page({ kinds: ['partner'] }, 'lv', 2, list[other]!)).toEqual(
				partners.filter((id) => list.indexOf(id) > other).slice(0, 23)
			);
		});

		test('every count is what counting by hand gives', async () => {
			const rows = await ask<{
				id: string;
				kinds: string;
				regions: string | null;
				municipalities: string | null;
				languages: string[];
				access: string[];
				topics: string[];
				hours: string | null;
				confirmed: string | null;
				upcoming: boolean;
			}>(
				`select id, kind as kinds, region_id as regions, municipality_id as municipalities, languages,
					accessibility as access,
					opening_hours as hours, confirmed_on::text as confirmed,
					array(select topic_id from public.organisation_topics where organisation_id = organisations.id) as topics,
					exists (select from public.event_organisers join public.events on events.id = event_id
						join public.event_occurrences as date on date.event_id = events.id
						where organisation_id = organisations.id and date.ends_at > now()
							and coalesce(date.status, events.status) not in ('cancelled', 'postponed')) as upcoming
				from public.organisations where publication = 'published'`
			);
			type Row = (typeof rows)[number];
			const valuesOf: Record<string, (row: Row) => string[]> = {
				kinds: (row) => [row.kinds],
				regions: (row) => (row.regions ? [row.regions] : []),
				municipalities: (row) => (row.municipalities ? [row.municipalities] : []),
				languages: (row) => row.languages,
				access: (row) => row.access,
				topics: (row) => row.topics,
				upcoming: (row) => (row.upcoming ? ['true'] : []),
				openHours: (row) => (row.hours ? [row.hours] : []),
				confirmedSince: (row) => ((row.confirmed ?? '') >= '2025-11-23' ? ['2025-11-23'] : [])
			};
			const matches = (row: Row, filter: Filter) =>
				Object.entries(valuesOf).every(([key, values]) => {
					const wanted = [filter[key] ?? []].flat().map(String);
					if (!(key in filter)) return true;
					return key === 'access'
						? wanted.every((value) => values(row).includes(value))
						: values(row).some((value) => wanted.includes(value));
				});
			await fc.assert(
				fc.asyncProperty(organisationFilter, async (filter) => {
					const facets = await answer<Record<string, unknown>>(
						'public.organisation_facets($1::text::jsonb, $2::text[], $3::date)',
						json(filter),
						hours,
						'2025-11-23'
					);
					const { words, near, km, area } = filter;
					const elsewhere = Object.entries({ words, near, km, area }).filter(([, value]) => value);
					const found = new Set(await whole(Object.fromEntries(elsewhere)));
					const count = (besides: string, value: (row: Row) => string[]) => {
						const others = without(filter, besides);
						const counts: Record<string, number> = {};
						for (const row of rows)
							if (found.has(row.id) && matches(row, others))
								for (const one of value(row)) counts[one] = (counts[one] ?? 0) + 1;
						return counts;
					};
					for (const key of ['kinds', 'regions', 'municipalities', 'languages', 'topics'])
						expect(facets[key], key).toEqual(count(key, valuesOf[key]!));
					// All that is ticked is asked for together.
					expect(facets.access).toEqual(count('', (row) => row.access));
					const one = (key: string, is: (row: Row) => boolean) =>
						count(key, (row) => (is(row) ? ['yes'] : [])).yes ?? 0;
					expect(facets.total).toBe(one('', () => true));
					expect(facets.upcoming).toBe(one('upcoming', (row) => row.upcoming));
					expect(facets.open).toBe(one('openHours', (row) => hours.includes(row.hours ?? '')));
					expect(facets.confirmed).toBe(
						one('confirmedSince', (row) => (row.confirmed ?? '') >= '2025-11-23')
					);
				}),
				{ numRuns: 25, examples: [[{}], [{ kinds: ['partner'], openHours: hours }]] }
			);
		});
	});

	each('dates of events', () => {
		const orders = ['soonest', 'latest', 'nearest', 'best'] as const;
		const list = async (
			filter: Filter,
			order: string,
			size: number,
			number = 1,
			after: string | null = null
		) =>
			(
				await ask<{ id: string }>(
					'select occurrence_id as id from internal.occurrences_in_order($1::text::jsonb, $2, $3, $4, $5::uuid)',
					json(filter),
					order,
					number,
					size,
					after
				)
			).map((row) => row.id);

		test('pages by key are the whole list in every order, and all are counted', async () => {
			await fc.assert(
				fc.asyncProperty(eventFilter, fc.constantFrom(...orders), async ([asked, time], order) => {
					const filter = { ...asked, ...time };
					const whole = await list(filter, order, 100_000);
					expect(new Set(whole).size).toBe(whole.length);
					expect(await walked((number, after) => list(filter, order, 37, number, after))).toEqual(
						whole
					);
					expect(await list(filter, order, 37, 2)).toEqual(whole.slice(37, 74));
					expect(Number(await answer('public.count_events($1::text::jsonb)', json(filter)))).toBe(
						whole.length
					);
					const matching = await ask<{ id: string }>(
						'select occurrence_id as id from internal.matching_occurrences($1::text::jsonb)',
						json(filter)
					);
					expect(matching.map((row) => row.id).sort()).toEqual([...whole].sort());
				}),
				{
					numRuns: 25,
					examples: orders.map((order): [[Filter, Filter], typeof order] => [
						[{ near: jelgava, km: 90 }, { from: now }],
						order
					])
				}
			);
		});

		test('come soonest first with what is going on, or latest first, or nearest first', async () => {
			type Row = { starts_at: string; ends_at: string; metres: number };
			const rows = async (filter: Filter, order: string) =>
				(
					await ask<Row>(
						`select one ->> 'startsAt' as starts_at, one ->> 'endsAt' as ends_at,
							(one ->> 'metres')::double precision as metres
							from jsonb_array_elements(public.find_events($1::text::jsonb, $2, 1, 200)) as one`,
						json(filter),
						order
					)
				).map((row) => ({
					starts: new Date(row.starts_at).getTime(),
					ends: new Date(row.ends_at).getTime(),
					metres: row.metres
				}));
			const moment = new Date(now).getTime();
			const upcoming = await rows({ from: now }, 'soonest');
			expect(upcoming.length).toBe(200);
			expect(upcoming.every((row) => row.ends > moment)).toBe(true);
			const starts = upcoming.map((row) => row.starts);
			expect(starts).toEqual([...starts].sort((a, b) => a - b));
			const past = (await rows({ endedBy: now }, 'latest')).map((row) => row.starts);
			expect(past).toEqual([...past].sort((a, b) => b - a));
			const near = (await rows({ from: now, near: jelgava, km: 90 }, 'nearest')).map(
				(row) => row.metres
			);
			expect(near.length).toBeGreaterThan(10);
			expect(near).toEqual([...near].sort((a, b) => a - b));
		});

		test('the map has each event of the list once, where it has a place and takes place', async () => {
			await fc.assert(
				fc.asyncProperty(eventFilter, async ([asked, time]) => {
					const filter = { ...asked, ...time };
					const points = await answer<[string][]>(
						`public.event_points($1::text::jsonb, 'lv')`,
						json(filter)
					);
					const expected = await ask<{ slug: string }>(
						`select event.slug from internal.matching_occurrences($1::text::jsonb) as found
							join public.events as event on event.id = found.event_id
							where event.location is not null and found.status not in ('cancelled', 'postponed')
							group by event.slug order by min(found.starts_at), event.slug`,
						json(filter)
					);
					expect(points.map(([slug]) => slug)).toEqual(expected.map((row) => row.slug));
				}),
				{ numRuns: 15 }
			);
		});

		test('every count is what the list holds without its own condition', async () => {
			const columns: Record<string, string> = {
				eventKinds: 'array[event.kind]',
				regions: 'array[event.region_id]',
				municipalities: 'array[event.municipality_id]',
				languages: 'event.languages',
				topics: 'array(select topic_id from public.event_topics where event_id = event.id)',
				kinds: `array(select distinct organisation.kind from public.event_organisers
					join public.organisations as organisation on organisation.id = organisation_id where event_id = event.id)`
			};
			await fc.assert(
				fc.asyncProperty(eventFilter, async ([asked, time]) => {
					const filter: Filter = { ...asked, ...time };
					const facets = await answer<Record<string, unknown>>(
						'public.event_facets($1::text::jsonb)',
						json(filter)
					);
					const held = async (besides: string, column: string) => {
						const others = without(filter, besides);
						const rows = await ask<{ value: string; n: number }>(
							`select value, count(*)::int as n from internal.matching_occurrences($1::text::jsonb) as found
								join public.events as event on event.id = found.event_id, unnest(${column}) as value
								where value is not null group by value`,
							json(others)
						);
						return Object.fromEntries(rows.map((row) => [row.value, row.n]));
					};
					for (const [key, column] of Object.entries(columns))
						expect(facets[key], key).toEqual(await held(key, column));
					expect(facets.access).toEqual(await held('', 'event.accessibility'));
					expect(facets.total).toBe((await held('', "array['all']")).all ?? 0);
					const ways = await held('online', 'array[event.attendance]');
					expect(facets.online).toBe((ways.online ?? 0) + (ways.both ?? 0));
				}),
				{ numRuns: 15, examples: [[[{}, { from: now }]]] }
			);
		});
	});

	each('what an organisation holds next', () => {
		test('follows every change of its events', async () => {
			const { sql } = database;
			/** Organisations whose "holds something" is not what their dates say. */
			const wrong = () =>
				sql.query<{ slug: string }>(
					`with held as (
						select organiser.organisation_id as id, max(date.ends_at) as ends_at
						from public.event_organisers as organiser
						join public.events as event on event.id = organiser.event_id and event.publication = 'published'
						join internal.held_dates as date on date.event_id = event.id
						where date.state not in ('cancelled', 'postponed') group by 1)
					select slug from public.organisations as organisation
						left join held using (id)
						left join internal.last_dates as kept on kept.organisation_id = organisation.id
						where kept.ends_at is distinct from held.ends_at`
				);
			const last = async () =>
				String(
					(
						await sql.query<{ text: string }>(
							'select jsonb_agg(to_jsonb(kept) order by organisation_id)::text as text from internal.last_dates as kept'
						)
					)[0]?.text
				);
			const theirs = `select event.id from public.events as event where slug like 'load-test-find-%' order by slug`;
			const changes = [
				`update public.events set publication = 'draft' where id in (${theirs} limit 20)`,
				`update public.events set publication = 'published' where publication = 'draft'`,
				`update public.events set status = 'cancelled' where id in (${theirs} limit 30)`,
				`update public.event_occurrences set status = 'confirmed' where event_id in (${theirs} limit 30)`,
				`update public.event_occurrences set status = 'postponed' where event_id in (${theirs} offset 60)`,
				`update public.event_organisers set organisation_id = (select id from public.organisations where slug = 'zpr')
					where event_id in (${theirs} offset 20 limit 20)`,
				`delete from public.event_organisers where event_id in (${theirs} offset 40 limit 20)`,
				`delete from public.events where id in (${theirs} limit 20)`
			];
			await sql.exec('begin');
			try {
				expect(await wrong()).toEqual([]);
				for (const change of changes) {
					const before = await last();
					await sql.exec(change);
					expect(await wrong(), change).toEqual([]);
					expect(await last(), change).not.toBe(before);
				}
			} finally {
				await sql.exec('rollback');
			}
			// In a transaction of its own: a table with checks still to come cannot be emptied.
			await sql.exec('begin');
			try {
				await sql.exec('truncate public.event_occurrences cascade');
				expect(await last()).toBe('null');
			} finally {
				await sql.exec('rollback');
			}
		});
	});

	each('a point of the map', () => {
		interface Region {
			inside: boolean;
			municipality: { id: string } | null;
			region: { id: string } | null;
			contact: { slug: string; email: string | null } | null;
			nearest: { slug: string; metres: number }[];
		}
		const at = (lat: number, lng: number) =>
			answer<Region>('public.region_at($1::float8, $2::float8)', lat, lng);

		test('says which region it lies in and who answers for it, though another is nearer', async () => {
			const liepaja = await at(56.505, 21.011);
			expect(liepaja).toMatchObject({
				inside: true,
				municipality: { id: 'liepaja' },
				region: { id: 'kurzeme' }
			});
			const [contact] = await ask<{ slug: string }>(
				`select slug from public.region_contacts join public.organisations on id = organisation_id
					where region_contacts.region_id = 'kurzeme'`
			);
			expect(liepaja.contact?.slug).toBe(contact?.slug);
			expect(liepaja.nearest).toHaveLength(4);
			expect(liepaja.nearest[0]?.slug).not.toBe(contact?.slug);
		});

		test('outside the network has no region, and still somebody nearest', async () => {
			for (const [lat, lng] of [
				[54.6872, 25.2797],
				[59.437, 24.7536],
				[57.6, 20],
				[-33, 151]
			] as const) {
				const answer = await at(lat, lng);
				expect(answer).toMatchObject({
					inside: false,
					municipality: null,
					region: null,
					contact: null
				});
				const metres = answer.nearest.map((one) => one.metres);
				expect(metres).toHaveLength(4);
				expect(metres).toEqual([...metres].sort((a, b) => a - b));
			}
		});
	});
});
