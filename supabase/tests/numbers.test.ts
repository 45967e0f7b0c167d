// The directory in numbers, on both databases: what is counted of random listings, corrections and
// dates, in several zones and at random moments, against a model; who is told what; and that the
// page about the network says the same of how fresh it is.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOfDay } from '#lib/time/days.ts';
import { countedFacts } from '#lib/numbers/facts.ts';
import { databases, type TestDatabase } from './databases.ts';
import { numbersOf, type Held, type Listed, type Sent, type World } from './numbers-model.ts';
import { asPerson, makePeople, persons, type Person } from './people.ts';

const regionIds = ['kurzeme', 'zemgale', null];
const zones = ['Europe/Riga', 'America/St_Johns', 'Pacific/Kiritimati', 'UTC'];
const hour = 3_600_000;

/** Ids are made from places: what happens is the same each time a seed is run. */
const idOf = (sort: number, place: number) =>
	`00000000-0000-4000-8000-${String(sort).padStart(4, '0')}${String(place).padStart(8, '0')}`;

const day = fc
	.date({ min: new Date('2025-11-15'), max: new Date('2028-02-15'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));
/** Most of them beside the midnight where a month or a year begins. */
const instantIn = (zone: string) =>
	fc
		.record({
			month: fc.integer({ min: -14, max: 15 }),
			date: fc.constantFrom('01', '01', '01', '15'),
			hours: fc.constantFrom(-3, -1, -0.5, 0, 0.5, 1, 3)
		})
		.map(({ month, date, hours }) => {
			const months = 2027 * 12 + month;
			const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-${date}`;
			return new Date(startOfDay(first, zone).getTime() + hours * hour).toISOString();
		});

const publication = fc.constantFrom(
	'published' as const,
	'published' as const,
	'draft' as const,
	'archived' as const
);
const isExample = fc.integer({ min: 0, max: 4 }).map((one) => one === 0);
const region = fc.constantFrom(...regionIds);
const perhaps = <T>(value: T) => fc.constantFrom(value, null);
const texts = fc
	.subarray(['lv', 'en'])
	.map((all) => Object.fromEntries(all.map((one) => [one, `Teksts ${one}`])));

const listed = fc.record<Omit<Listed, 'id'>>({
	kind: fc.constantFrom('competence-centre', 'partner'),
	publication,
	is_example: isExample,
	region_id: region,
	confirmed_on: fc.option(fc.oneof(day, fc.constantFrom('2026-12-31', '2027-01-01'))),
	doubtful_since: fc.option(day),
	phones: fc.constantFrom(['+37163027549'], []),
	email: perhaps('own@example.org'),
	website: perhaps('https://example.org/'),
	opening_hours: perhaps('Mo-Fr 09:00-17:00'),
	pin: fc.boolean(),
	approximate: fc.boolean(),
	accessibility: fc.constantFrom(['step-free'], []),
	accessibility_note: texts,
	summary: texts
});

const held = (zone: string) =>
	fc.record<Omit<Held, 'id'>>({
		kind: fc.constantFrom('seminar', 'forum'),
		publication,
		is_example: isExample,
		region_id: region,
		status: fc.constantFrom('planned', 'planned', 'cancelled', 'full'),
		topics: fc.subarray(['quality-management', 'good-governance']),
		dates: fc.uniqueArray(
			fc
				.record({
					starts_at: instantIn(zone),
					hours: fc.constantFrom(1, 3, 40),
					status: fc.constantFrom(null, null, 'postponed', 'confirmed'),
					region_id: region
				})
				.map(({ hours, ...date }) => ({
					...date,
					ends_at: new Date(Date.parse(date.starts_at) + hours * hour).toISOString()
				})),
			{ maxLength: 6, selector: ({ starts_at }) => starts_at }
		)
	});

const sent = (zone: string, at: string, organisations: number) =>
	fc
		.record({
			about: organisations === 0 ? fc.constant(null) : fc.option(fc.nat(organisations - 1)),
			region_id: region,
			put_at: instantIn(zone),
			state: fc.constantFrom('waiting' as const, 'accepted' as const, 'declined' as const),
			waited: fc.integer({ min: 1, max: 700 })
		})
		.map(({ waited, ...one }): Sent => {
			const put = Math.min(Date.parse(one.put_at), Date.parse(at) - 1000 * hour);
			return {
				...one,
				put_at: new Date(put).toISOString(),
				decided_at: one.state === 'waiting' ? null : new Date(put + waited * hour).toISOString()
			};
		});

const world: fc.Arbitrary<World> = fc
	.constantFrom(...zones)
	.chain((zone) =>
		fc.tuple(
			fc.constant(zone),
			instantIn(zone),
			fc.array(listed, { maxLength: 12 }),
			fc.array(held(zone), { maxLength: 6 })
		)
	)
	.chain(([zone, at, organisations, events]) =>
		fc.array(sent(zone, at, organisations.length), { maxLength: 10 }).map((corrections) => ({
			zone,
			at,
			organisations: organisations.map((one, place) => ({ ...one, id: idOf(1, place) })),
			events: events.map((one, place) => ({ ...one, id: idOf(2, place) })),
			corrections
		}))
	);

type Numbers = ReturnType<typeof numbersOf>;

/** The database's answer in the form of the model: lists by their ids, without names and order. */
function told(answer: unknown): Numbers {
	const numbers = answer as Record<string, never> & { [key: string]: never };
	const by = (list: Record<string, unknown>[], key: string) =>
		Object.fromEntries(
			list.map(({ [key]: id, name: _, id: __, month: ___, ...rest }) => [String(id), rest])
		);
	const { kinds, regions, corrections, events } = numbers as unknown as {
		kinds: { id: string; count: number }[];
		regions: Record<string, unknown>[];
		corrections: { oldest: string | null; months: Record<string, unknown>[] };
		events: Record<string, Record<string, unknown>[]>;
	};
	return {
		...(numbers as unknown as Numbers),
		kinds: Object.fromEntries(kinds.map(({ id, count }) => [id, count])),
		regions: by(regions, 'id') as Numbers['regions'],
		corrections: {
			...(corrections as unknown as Numbers['corrections']),
			oldest: corrections.oldest === null ? null : Date.parse(corrections.oldest),
			months: by(corrections.months, 'month') as Numbers['corrections']['months']
		},
		events: {
			months: by(events.months ?? [], 'month'),
			regions: by(events.regions ?? [], 'id'),
			topics: by(events.topics ?? [], 'id'),
			kinds: by(events.kinds ?? [], 'id')
		} as Numbers['events']
	};
}

/** Days are told to a tenth; which way a half goes is nobody's matter. */
function close(numbers: Numbers): unknown {
	return JSON.parse(JSON.stringify(numbers), (key, value: unknown) =>
		(key === 'median' || key === 'longest') && typeof value === 'number'
			? (expect.closeTo(value, 0) as unknown)
			: value
	);
}

describe.each(databases)('the directory in numbers on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	}, 300_000);
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	/** Does something with nothing listed but a world, and takes it all back. */
	async function within<T>(given: World, work: () => Promise<T>): Promise<T> {
		const { sql } = database;
		await sql.exec('begin');
		try {
			// Without triggers: what is written is what is counted.
			await sql.exec(`set local session_replication_role = replica;
				delete from internal.corrections;
				update public.organisations set is_example = true;
				update public.events set is_example = true`);
			await sql.query('update internal.network set time_zone = $1', [given.zone]);
			await sql.query(
				`insert into public.organisations (id, slug, kind, name, publication, is_example, region_id, confirmed_on,
					doubtful_since, phones, email, website, opening_hours, location, approximate, accessibility,
					accessibility_note, summary)
				select one.id, 'counted-' || right(one.id::text, 8), one.kind, '{"lv": "Skaitītā"}', one.publication, one.is_example,
					one.region_id, one.confirmed_on, one.doubtful_since, one.phones, one.email, one.website, one.opening_hours,
					case when one.pin then 'POINT(21.9 56.9)'::extensions.geography end, one.approximate, one.accessibility,
					one.accessibility_note, one.summary
				from jsonb_to_recordset($1::text::jsonb) as one (id uuid, kind text, publication text, is_example boolean,
					region_id text, confirmed_on date, doubtful_since date, phones text[], email text, website text,
					opening_hours text, pin boolean, approximate boolean, accessibility text[], accessibility_note jsonb,
					summary jsonb)`,
				[JSON.stringify(given.organisations)]
			);
			await sql.query(
				`insert into public.events (id, slug, kind, title, publication, is_example, region_id, status, starts_local, ends_local)
				select one.id, 'counted-' || right(one.id::text, 8), one.kind, '{"lv": "Skaitītais"}', one.publication,
					one.is_example, one.region_id, one.status, '2027-01-01 10:00', '2027-01-01 12:00'
				from jsonb_to_recordset($1::text::jsonb) as one (id uuid, kind text, publication text, is_example boolean,
					region_id text, status text)`,
				[JSON.stringify(given.events)]
			);
			await sql.query(
				`insert into public.event_topics (event_id, topic_id)
				select one.event, one.topic from jsonb_to_recordset($1::text::jsonb) as one (event uuid, topic text)`,
				[
					JSON.stringify(
						given.events.flatMap(({ id, topics }) => topics.map((topic) => ({ event: id, topic })))
					)
				]
			);
			await sql.query(
				`insert into public.event_occurrences (event_id, starts_at, ends_at, original_start, status, region_id)
				select one.event, one.starts_at, one.ends_at, one.starts_at, one.status, one.region_id
				from jsonb_to_recordset($1::text::jsonb) as one (event uuid, starts_at timestamptz, ends_at timestamptz,
					status text, region_id text)`,
				[
					JSON.stringify(
						given.events.flatMap(({ id, dates }) => dates.map((date) => ({ event: id, ...date })))
					)
				]
			);
			await sql.query(
				`insert into internal.corrections (attempt, subject, subject_id, read_version, note, region_id, language, put_at,
					state, decided_at)
				select gen_random_uuid(), 'organisation', one.listing, 1, 'Nav pareizi.', one.region_id, 'lv', one.put_at,
					one.state, one.decided_at
				from jsonb_to_recordset($1::text::jsonb) as one (listing uuid, region_id text, put_at timestamptz, state text,
					decided_at timestamptz)`,
				[
					JSON.stringify(
						given.corrections.map(({ about, ...one }) => ({
							...one,
							listing: about === null ? null : idOf(1, about)
						}))
					)
				]
			);
			return await work();
		} finally {
			await sql.exec('rollback');
		}
	}

	const counted = async (at: string, wanted: string | null) => {
		const [row] = await database.sql.query<{ answer: unknown }>(
			'select internal.numbers_at($1::timestamptz, $2) as answer',
			[at, wanted]
		);
		return told(row?.answer);
	};

	each(
		'what is counted is what the model counts, of all and of one region, in any zone, at any moment',
		async () => {
			let seen = 0;
			await fc.assert(
				fc.asyncProperty(world, fc.constantFrom(null, 'kurzeme'), async (given, wanted) => {
					const answer = await within(given, () => counted(given.at, wanted));
					expect(answer).toEqual(close(numbersOf(given, wanted)));
					seen += Object.keys(answer.events.months).length + answer.corrections.decided;
				}),
				{ numRuns: 60 }
			);
			// Worlds in which nothing is counted prove nothing.
			expect(seen).toBeGreaterThan(60);
		},
		120_000
	);

	each.for([
		['administrator', null],
		['administrator', 'zemgale'],
		['coordinator', 'kurzeme']
	] as const)(
		'%s’s list of what lacks a fact holds as many as are counted, of %s',
		async ([person, region]) => {
			const ask = async <T>(text: string, params: unknown[]) =>
				(await asPerson(database.sql, person, `select ${text} as answer`, params))[0]?.answer as T;
			const numbers = await ask<{ organisations: number; complete: Record<string, unknown> }>(
				'public.numbers_for_members($1)',
				[region]
			);
			const { texts, ...given } = numbers.complete as Record<string, number> & {
				texts: Record<string, number>;
			};
			let lacking = 0;
			for (const fact of countedFacts) {
				const { total } = await ask<{ total: number }>('public.my_listings($1, $2::text::jsonb)', [
					'organisation',
					JSON.stringify({ lacks: fact, size: 1, ...(region && { region }) })
				]);
				const count = given[fact] ?? texts[fact.slice('text-'.length)] ?? 0;
				expect(total, fact).toBe(numbers.organisations - count);
				lacking += total;
			}
			expect(lacking).toBeGreaterThan(0);
			expect(
				await ask('public.my_listings($1, $2::text::jsonb)', [
					'organisation',
					JSON.stringify({ lacks: 'wit' })
				])
			).toMatchObject({ total: 0 });
		}
	);

	each('the page about the network counts as fresh what the numbers count as fresh', async () => {
		const [row] = await database.sql.query<{
			open: { total: number; confirmed: number; short: { lv: string } }[];
			numbers: {
				regions: { id: string | null; name: { lv: string }; total: number; confirmed: number }[];
			};
		}>('select public.regions_in_the_open() as open, public.numbers_in_the_open() as numbers');
		const { open: about = [], numbers } = row ?? {};
		const named = (numbers?.regions ?? [])
			.filter(({ id }) => id !== null)
			.map(({ name: { lv }, total, confirmed }) => ({ lv, total, confirmed }));
		expect(named.length).toBeGreaterThan(2);
		expect(
			about
				.filter(({ total }) => total > 0)
				.map(({ short: { lv }, total, confirmed }) => ({ lv, total, confirmed }))
		).toEqual(named);
	});

	each(
		'members alone are told how much is not published, coordinators what nobody found',
		async () => {
			const may: Record<Person, { numbers: boolean; words: boolean }> = {
				administrator: { numbers: true, words: true },
				coordinator: { numbers: true, words: true },
				deputy: { numbers: true, words: true },
				neighbour: { numbers: true, words: true },
				editor: { numbers: true, words: false },
				former: { numbers: false, words: false }
			};
			for (const person of persons) {
				const [told] = await asPerson(
					database.sql,
					person,
					`select public.numbers_for_members('kurzeme') is not null as numbers,
					public.unfound_words_of() is not null as words`
				);
				expect(told, person).toEqual(may[person]);
			}
			for (const text of ['public.numbers_for_members()', 'public.unfound_words_of()'])
				expect(await database.as('anon', `select ${text}`)).toMatchObject({ refused: '42501' });
		}
	);
});
