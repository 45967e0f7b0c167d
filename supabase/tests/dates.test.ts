// The dates of events as the database keeps them: local times to instants by the same rule as the
// pages', dates that stay the same dates through every saving, and no event that could be committed
// with dates that do not follow from it. Also what a visitor is told of a join link and of what has
// changed.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventDetail } from '#lib/event/event.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import { expand } from '#lib/event/recurrence/recurrence.ts';
import { databases } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { violated } from './refusals.ts';

const id = '00000000-0000-4000-8000-00000000000e';
/** Far enough ahead to be ahead whenever this runs, near enough to be seen. */
const year = new Date().getUTCFullYear() + 1;
const zone = 'Europe/Riga';

interface Kept {
	id: string;
	starts: string;
	ends: string;
	original: string;
	status: string | null;
	rescheduled: boolean;
}

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	/** Runs as the owner and takes back whatever it did. */
	async function trying(run: () => Promise<void>): Promise<void> {
		await database.sql.exec('begin');
		try {
			await run();
		} finally {
			await database.sql.exec('rollback');
		}
	}

	/** An event on its first date, `change` in SQL over it. */
	async function make(change: Record<string, unknown> = {}): Promise<void> {
		const row = {
			id,
			slug: 'dates-test',
			kind: 'seminar',
			title: { lv: 'Datumi' },
			accessibility: [],
			exceptions: [],
			languages: [],
			attendance: 'on-site',
			approximate: true,
			status: 'confirmed',
			time_zone: zone,
			starts_local: `${year}-03-02T18:00`,
			ends_local: `${year}-03-02T20:00`,
			all_day: false,
			date_precision: 'minute',
			is_example: false,
			publication: 'published',
			version: 1,
			// Long enough ago for a change to be news.
			created_at: '2026-11-01',
			...change
		};
		const columns = Object.keys(row).join(', ');
		await database.sql.query(
			`insert into public.events (${columns}) select ${columns}
				from jsonb_populate_record(null::public.events, $1::text::jsonb)`,
			[JSON.stringify(row)]
		);
	}
	const change = (set: string) =>
		database.sql.exec(`update public.events set ${set} where id = '${id}'`);

	/** Saves the dates that follow from the event as it now stands. */
	async function save(renewedOn = `${year}-01-01`): Promise<void> {
		const [row] = await database.sql.query<{ row: Record<string, unknown> }>(
			`select to_jsonb(event) - 'location' as row from public.events as event where id = '${id}'`
		);
		const event = row?.row as {
			starts_local: string;
			ends_local: string;
			time_zone: string;
			all_day: boolean;
			recurrence: string | null;
			exceptions: string[];
		};
		const { dates, knownUntil } = expand(
			{
				startsLocal: event.starts_local,
				endsLocal: event.ends_local,
				timeZone: event.time_zone,
				allDay: event.all_day,
				rule: event.recurrence,
				exceptions: event.exceptions
			},
			renewedOn
		);
		await database.sql.query('select internal.save_occurrences($1::text::jsonb)', [
			JSON.stringify([{ event: id, known_until: knownUntil, dates }])
		]);
	}
	const changeDate = (local: string, difference: Record<string, unknown>, event = id) =>
		database.sql.query('select internal.change_occurrence($1, $2, $3::text::jsonb)', [
			event,
			local,
			JSON.stringify(difference)
		]);

	async function kept(event = id): Promise<Kept[]> {
		return await database.sql.query<Kept & Record<string, unknown>>(
			`select occurrence.id, to_char(starts_at at time zone event.time_zone, 'MM-DD HH24:MI') as starts,
				to_char(ends_at at time zone event.time_zone, 'MM-DD HH24:MI') as ends,
				to_char(original_start at time zone event.time_zone, 'MM-DD HH24:MI') as original,
				occurrence.status, rescheduled
				from public.event_occurrences as occurrence join public.events as event on event.id = event_id
				where event_id = $1 order by original_start`,
			[event]
		);
	}
	const starts = async (event = id) => (await kept(event)).map((date) => date.starts);
	/** The end of the transaction, without ending it. */
	const commit = () =>
		database.sql.exec('set constraints all immediate; set constraints all deferred');

	/** What a visitor is told. */
	async function told(): Promise<EventDetail> {
		await database.sql.exec('set local role anon');
		const [row] = await database.sql.query<{ answer: unknown }>(
			"select public.event_detail('dates-test') as answer"
		);
		await database.sql.exec('reset role');
		const detail: unknown = typeof row?.answer === 'string' ? JSON.parse(row.answer) : row?.answer;
		if (!detail) throw new Error('the event is not there');
		return detail as EventDetail;
	}

	each('a local time', () => {
		test('is the instant the pages take it for, in the spring gap and the autumn fold too', async () => {
			const zones = [zone, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
			const near = [
				'2026-03-29',
				'2026-10-25',
				'2027-03-28',
				'2027-10-31',
				'2026-11-01',
				'2027-04-04'
			];
			const samples = fc.sample(
				fc.record({
					zone: fc.constantFrom(...zones),
					day: fc.constantFrom(...near, '2026-07-01', '2028-02-29'),
					minute: fc.integer({ min: 0, max: 24 * 4 - 1 }).map((quarter) => quarter * 15),
					length: fc.constantFrom(15, 30, 45, 60, 90, 480, 1440)
				}),
				{ numRuns: 1000, seed: 4 }
			);
			const at = (day: string, minutes: number) =>
				new Date(Date.parse(`${day}T00:00Z`) + minutes * 60_000).toISOString().slice(0, 19);
			const asked = samples.map(({ zone, day, minute, length }) => ({
				zone,
				starts: at(day, minute),
				ends: at(day, minute + length)
			}));
			const rows = await database.sql.query<{ starts_at: string; ends_at: string }>(
				`select to_char(internal.instant_of(starts, zone) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts_at,
					to_char(internal.end_of(starts, ends, zone) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as ends_at
					from jsonb_to_recordset($1::text::jsonb) as one (zone text, starts timestamp, ends timestamp)`,
				[JSON.stringify(asked)]
			);
			expect(rows).toHaveLength(asked.length);
			for (const [index, one] of asked.entries()) {
				const { startsAt, endsAt } = instantsOf(one.starts, one.ends, one.zone);
				expect([one, rows[index]]).toEqual([one, { starts_at: startsAt, ends_at: endsAt }]);
			}
		});
	});

	each('the dates of a series', () => {
		const weekly = { recurrence: 'FREQ=WEEKLY;COUNT=6' };

		test('keep their hour across the clock change', () =>
			trying(async () => {
				await make(weekly);
				await save();
				await commit();
				expect(await starts()).toEqual([
					'03-02 18:00',
					'03-09 18:00',
					'03-16 18:00',
					'03-23 18:00',
					'03-30 18:00',
					'04-06 18:00'
				]);
			}));

		test('keep their ids and whatever was changed about them when they are saved again', () =>
			trying(async () => {
				await make(weekly);
				await save();
				await changeDate(`${year}-03-09T18:00`, {
					starts: `${year}-03-10T17:00`,
					ends: `${year}-03-10T18:30`,
					status: 'moved',
					reason: { lv: 'Telpas aizņemtas' }
				});
				await changeDate(`${year}-03-16T18:00`, { status: 'cancelled' });
				const before = await kept();
				await save();
				expect(await kept()).toEqual(before);
				// Longer evenings: what was moved stays as it was moved.
				await change(`ends_local = '${year}-03-02T21:00'`);
				await save();
				await commit();
				const after = await kept();
				expect(after.map((date) => date.id)).toEqual(before.map((date) => date.id));
				expect(after.map((date) => date.ends)).toEqual([
					'03-02 21:00',
					'03-10 18:30',
					'03-16 21:00',
					'03-23 21:00',
					'03-30 21:00',
					'04-06 21:00'
				]);
			}));

		test('stay the same dates when their hour changes', () =>
			trying(async () => {
				await make(weekly);
				await save();
				await changeDate(`${year}-03-09T18:00`, { status: 'full' });
				const before = await kept();
				await change(`starts_local = '${year}-03-02T17:30', ends_local = '${year}-03-02T19:30'`);
				await save();
				await commit();
				const after = await kept();
				expect(after.map((date) => date.id)).toEqual(before.map((date) => date.id));
				expect(after.map((date) => date.starts.slice(6))).toEqual(Array(6).fill('17:30'));
				expect(after[1]).toMatchObject({ status: 'full', original: '03-09 17:30' });
			}));

		test('go with the rule, but a cancelled one ahead stays known as cancelled', () =>
			trying(async () => {
				await make(weekly);
				await save();
				await changeDate(`${year}-03-30T18:00`, { status: 'cancelled' });
				await change("recurrence = 'FREQ=WEEKLY;COUNT=3'");
				await save();
				await commit();
				expect(await starts()).toEqual([
					'03-02 18:00',
					'03-09 18:00',
					'03-16 18:00',
					'03-30 18:00'
				]);
				// In a draft nobody has seen it.
				await change("publication = 'draft'");
				await save();
				expect(await starts()).toEqual(['03-02 18:00', '03-09 18:00', '03-16 18:00']);
			}));

		test('leave out the exceptions, and take one back with the id it had not', () =>
			trying(async () => {
				await make({ ...weekly, exceptions: [`${year}-03-09T18:00`] });
				await save();
				await commit();
				expect(await starts()).not.toContain('03-09 18:00');
				await change("exceptions = '{}'");
				await save();
				await commit();
				expect(await starts()).toContain('03-09 18:00');
			}));

		test('of an open-ended one reach as far as it is known, and further when it is renewed', () =>
			trying(async () => {
				await make({ recurrence: 'FREQ=WEEKLY' });
				await save();
				await commit();
				const before = await kept();
				expect((await told()).series).toMatchObject({ knownUntil: `${year}-09-02` });
				await save(`${year}-08-01`);
				await commit();
				const after = await kept();
				expect(after.length).toBeGreaterThan(before.length);
				expect(after.slice(0, before.length)).toEqual(before);
				expect((await told()).series).toMatchObject({ knownUntil: `${year + 1}-02-01` });
			}));

		test('can be handed over: "this and following"', () =>
			trying(async () => {
				const other = id.replace(/e$/, 'f');
				await make(weekly);
				await save();
				await changeDate(`${year}-03-23T18:00`, { status: 'full' });
				const before = await kept();
				await database.sql.exec(
					`insert into public.events (id, slug, kind, title, starts_local, ends_local, recurrence, publication)
						values ('${other}', 'dates-test-2', 'seminar', '{"lv": "Datumi"}', '${year}-03-16T18:00', '${year}-03-16T20:00',
							'FREQ=WEEKLY;COUNT=4', 'published')`
				);
				await change("recurrence = 'FREQ=WEEKLY;COUNT=2'");
				await database.sql.query('select internal.hand_over_occurrences($1, $2, $3)', [
					id,
					other,
					`${year}-03-16T18:00`
				]);
				await save();
				await commit();
				expect(await kept()).toEqual(before.slice(0, 2));
				expect(await kept(other)).toEqual(before.slice(2));
			}));
	});

	each('one date', () => {
		test('stays the same wherever the event goes, and says what it was', () =>
			trying(async () => {
				await make();
				await save();
				await commit();
				const [before] = await kept();
				await change(
					`starts_local = '${year}-04-13T10:00', ends_local = '${year}-04-13T12:00', status = 'moved'`
				);
				await save();
				await commit();
				const [after] = await kept();
				expect(after).toMatchObject({
					id: before?.id,
					starts: '04-13 10:00',
					original: '04-13 10:00'
				});
				const { changes } = await told();
				expect(changes.map(({ what }) => what)).toEqual(
					expect.arrayContaining([
						{
							kind: 'time',
							startsAt: `${year}-03-02T16:00:00+00:00`,
							endsAt: `${year}-03-02T18:00:00+00:00`
						},
						{ kind: 'state', state: 'confirmed' }
					])
				);
				expect(changes).toHaveLength(2);
			}));

		test('moved to another place has that place alone, and its own pin decides the region', () =>
			trying(async () => {
				await make({
					recurrence: 'FREQ=WEEKLY;COUNT=2',
					venue_name: 'Nams',
					street: 'Ielas iela 1'
				});
				await save();
				await changeDate(`${year}-03-09T18:00`, {
					place_id: 'kuldiga',
					location: 'SRID=4326;POINT(21.957 56.974)',
					title: { lv: 'Viesos Kuldīgā' }
				});
				const [first, second] = (await told()).occurrences;
				expect(first).toMatchObject({ elsewhere: null, title: {} });
				expect(second).toMatchObject({
					title: { lv: 'Viesos Kuldīgā' },
					elsewhere: {
						venue: null,
						street: null,
						place: { id: 'kuldiga' },
						municipality: { id: 'kuldigas-novads' },
						pin: { lat: 56.974, lng: 21.957 }
					}
				});
				expect((await told()).changes[0]).toMatchObject({
					occurrenceId: second?.id,
					what: { kind: 'place', venue: 'Nams', street: 'Ielas iela 1' }
				});
				const listed = await database.sql.query(
					`select one -> 'title' as title, one -> 'place' as place, one ->> 'venue' as venue,
						one ->> 'regionId' as "regionId", (one #>> '{pin,lat}')::double precision as latitude
						from jsonb_array_elements(public.find_events(
							jsonb_build_object('from', '${year}-03-01', 'to', '${year}-03-12'), 'soonest', 1, 200)) as one
						where one ->> 'slug' = 'dates-test'`
				);
				expect(listed).toEqual([
					{
						title: { lv: 'Datumi' },
						place: null,
						venue: 'Nams',
						regionId: null,
						latitude: null
					},
					{
						title: { lv: 'Viesos Kuldīgā' },
						place: { lv: 'Kuldīga' },
						venue: null,
						regionId: 'kurzeme',
						latitude: 56.974
					}
				]);
				await changeDate(`${year}-03-09T18:00`, {
					place_id: null,
					location: null,
					municipality_id: null,
					region_id: null
				});
				expect((await told()).occurrences[1]).toMatchObject({ elsewhere: null });
			}));

		test('can be put back to its rule', () =>
			trying(async () => {
				await make({ recurrence: 'FREQ=WEEKLY;COUNT=2' });
				await save();
				const before = await kept();
				await changeDate(`${year}-03-02T18:00`, {
					starts: `${year}-03-03T18:00`,
					ends: `${year}-03-03T19:00`
				});
				expect((await kept())[0]).toMatchObject({ starts: '03-03 18:00', rescheduled: true });
				await changeDate(`${year}-03-02T18:00`, { starts: null, ends: null });
				expect(await kept()).toEqual(before);
			}));

		test('that is not there, or a change nobody knows, is refused', () =>
			trying(async () => {
				await make();
				await save();
				for (const [local, difference] of [
					[`${year}-03-04T18:00`, { status: 'full' }],
					[`${year}-03-02T18:00`, { colour: 'red' }],
					[`${year}-03-02T18:00`, { starts: `${year}-03-03T18:00` }]
				] as const) {
					await database.sql.exec('savepoint before');
					await expect(changeDate(local, difference)).rejects.toThrow();
					await database.sql.exec('rollback to before');
				}
			}));
	});

	each('an event cannot be committed', () => {
		test.each<[string, Record<string, unknown>, string]>([
			['without a date', {}, ''],
			[
				'with its date at another time',
				{},
				`insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
					select id, '${year}-03-02 17:00Z', '${year}-03-02 18:00Z', '${year}-03-02 17:00Z'
					from public.events where id = '${id}'`
			],
			[
				'moved without its date',
				{},
				`update public.events set starts_local = '${year}-03-01T18:00' where id = '${id}'`
			],
			[
				'in another zone without its date',
				{},
				`update public.events set time_zone = 'UTC' where id = '${id}'`
			],
			[
				'with its only date taken away',
				{},
				`delete from public.event_occurrences where event_id = '${id}'`
			],
			[
				'with a second date and no rule',
				{},
				`insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
					values ('${id}', '${year}-03-03 16:00Z', '${year}-03-03 18:00Z', '${year}-03-03 16:00Z')`
			],
			[
				'with a date before the first',
				{ recurrence: 'FREQ=WEEKLY;COUNT=2' },
				`insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
					values ('${id}', '${year}-03-01 16:00Z', '${year}-03-01 18:00Z', '${year}-03-01 16:00Z')`
			],
			[
				'open-ended and not known until a day',
				{ recurrence: 'FREQ=WEEKLY' },
				`update public.events set known_until = null where id = '${id}'`
			],
			[
				'with an end and known until a day',
				{ recurrence: 'FREQ=WEEKLY;COUNT=2' },
				`update public.events set known_until = '${year}-06-01' where id = '${id}'`
			]
		])('%s', (what, difference, statement) =>
			trying(async () => {
				await make(difference);
				if (!['without a date', 'with its date at another time'].includes(what)) {
					await save();
					await commit();
				}
				if (statement) await database.sql.exec(statement);
				await expect(commit()).rejects.toMatchObject({ code: violated });
			})
		);

		test('but goes away with its dates', () =>
			trying(async () => {
				await make();
				await save();
				await database.sql.exec(`delete from public.events where id = '${id}'`);
				await commit();
				expect(await kept()).toEqual([]);
			}));
	});

	each('a venue', () => {
		test('lends the event its address, and takes it along until the event is over', () =>
			trying(async () => {
				await make();
				await save();
				await database.sql.exec(
					`insert into public.event_venues select '${id}', id from public.organisations where slug = 'dnvoac'`
				);
				const before = await told();
				expect(before).toMatchObject({
					venueOrganisation: { slug: 'dnvoac' },
					place: { id: 'daugavpils' }
				});
				const move = (street: string) =>
					database.sql.exec(
						`update public.organisations set street = '${street}' where slug = 'dnvoac'`
					);
				await move('Jaunā iela 1');
				expect((await told()).street).toBe('Jaunā iela 1');
				expect((await told()).changes.filter(({ what }) => what.kind === 'place')).not.toEqual([]);
				await database.sql.exec('savepoint before');
				await expect(change("street = 'Cita iela 2'")).rejects.toMatchObject({ code: violated });
				await database.sql.exec('rollback to before');
				await database.sql.exec(
					`update public.event_occurrences set starts_at = '2020-01-01 10:00Z', ends_at = '2020-01-01 12:00Z',
						original_start = '2020-01-01 10:00Z' where event_id = '${id}'`
				);
				await move('Vēl jaunāka iela 3');
				expect((await told()).street).toBe('Jaunā iela 1');
			}));
	});

	each('a join link', () => {
		/** The event begins so many minutes from now. */
		async function online(minutes: number, visible: number | null, state = 'confirmed') {
			await make({ attendance: 'online', status: state });
			await database.sql.exec(
				`insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
					select '${id}', at, at + interval '1 hour', at
					from (values (now() + make_interval(mins => ${minutes}))) as one (at);
				insert into public.event_join_links values ('${id}', 'https://example.org/kopa', ${visible})`
			);
			return (await told()).joinLink;
		}

		test.each<[string, number, number | null, string, boolean | null]>([
			['long before', 600, 30, 'confirmed', false],
			['just before', 29, 30, 'confirmed', true],
			['while it runs', -30, 30, 'confirmed', true],
			['after', -61, 30, 'confirmed', null],
			['where the organiser sends it', -30, null, 'confirmed', null],
			['of what is cancelled', -30, 30, 'cancelled', null]
		])('%s', (_, minutes, visible, state, shown) =>
			trying(async () => {
				const link = await online(minutes, visible, state);
				if (shown === null) expect(link).toBeNull();
				else expect(link?.url).toBe(shown ? 'https://example.org/kopa' : null);
			})
		);

		test('of what is not published, or only on site, is told to nobody', () =>
			trying(async () => {
				await online(-30, 30);
				for (const set of [
					"publication = 'draft'",
					"publication = 'published', attendance = 'on-site'"
				]) {
					await change(set);
					for (const role of ['anon', 'service_role'] as const) {
						await database.sql.exec(`set local role ${role}`);
						const [row] = await database.sql.query<{ link: unknown }>(
							`select internal.join_link('${id}') as link`
						);
						await database.sql.exec('reset role');
						expect(row?.link).toBeNull();
					}
				}
			}));
	});
});
