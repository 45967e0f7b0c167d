// What administrators are told of by mail, on both databases under a moved clock: once each time it
// begins, in their language, whatever comes and goes by the minute; and not who does not want it.
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { call, cast, makePeople, persons } from './people.ts';

interface Alarm {
	what: string;
	since: string;
	detail: string | null;
	endedAt: string | null;
}

describe.each(databases)('warnings on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
		await database.sql.exec(`
			insert into public.memberships (person_id, role) values ('${cast.deputy}', 'administrator');
			update public.people set language = 'en' where id = '${cast.deputy}'`);
	});
	const empty =
		'delete from internal.alarms; delete from internal.jobs; delete from internal.mails; delete from internal.mail_stops';
	beforeEach(async () => {
		if (!missing) await database.sql.exec(empty);
	});
	afterEach(async () => {
		if (!missing) await database.sql.exec(empty);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const disk = (filling: boolean) => ({ filling, taken: filling ? 93 : 40, free: 700 });
	const check = async (seen: object | null = null) =>
		(
			await database.sql.query<{ did: { mailed: number } }>(
				'select public.check_alarms($1::text::jsonb) as did',
				[seen && JSON.stringify(seen)]
			)
		)[0]?.did.mailed;
	/** The clock goes on: all that is kept gets older. */
	const later = (minutes: number) =>
		database.sql.query(
			`update internal.alarms set since = since - gone, seen_at = seen_at - gone, ended_at = ended_at - gone
			from (select $1::float8 * interval '1 minute' as gone) as time`,
			[minutes]
		);
	const mails = () =>
		database.sql.query<{ recipient: string; language: string; what: string; detail: string }>(
			`select recipient, language, about ->> 'what' as what, about ->> 'detail' as detail
			from internal.mails where sort = 'operation' and state = 'waiting' order by put_at, recipient`
		);
	const seen = async () =>
		(await call(database.sql, 'administrator', 'alarms_overview', {})) as unknown as Alarm[];

	each('a disk that fills is told once, in the language of each administrator', async () => {
		expect(await check(disk(false))).toBe(0);
		expect(await check(disk(true))).toBe(2);
		for (let minute = 0; minute < 5; minute += 1) {
			await later(1);
			expect(await check(disk(true))).toBe(0);
		}
		expect(await mails()).toEqual([
			{
				recipient: 'administrator@example.org',
				language: 'lv',
				what: 'disk',
				detail: '93 %, 700 MB'
			},
			{ recipient: 'deputy@example.org', language: 'en', what: 'disk', detail: '93 %, 700 MB' }
		]);
		expect(await seen()).toMatchObject([{ what: 'disk', detail: '93 %, 700 MB', endedAt: null }]);
		for (const person of persons.filter((one) => !['administrator', 'deputy'].includes(one)))
			expect(await call(database.sql, person, 'alarms_overview', {}), person).toBeNull();
	});

	each(
		'whatever comes and goes, an event is one mail, and one after an hour is another',
		async () => {
			const look = fc.record({
				filling: fc.boolean(),
				minutes: fc.constantFrom(1, 20, 59, 61, 600)
			});
			await fc.assert(
				fc.asyncProperty(fc.array(look, { maxLength: 12 }), async (looks) => {
					await database.sql.exec(empty);
					// The model: minutes since it was seen last; null: there is no event.
					let unseen: number | null = null;
					for (const { filling, minutes } of looks) {
						await later(minutes);
						if (unseen !== null) unseen += minutes;
						const begins = filling && unseen === null;
						if (filling) unseen = 0;
						else if (unseen !== null && unseen >= 60) unseen = null;
						expect(await check(disk(filling))).toBe(begins ? 2 : 0);
					}
				}),
				{ numRuns: 25 }
			);
		}
	);

	each('a backup that failed twice is told, one that failed once is not', async () => {
		const fail = (failure: string | null) =>
			database.sql.query(
				"select public.note_job('backup', now() - interval '1 minute', now() + interval '1 day', $1)",
				[failure]
			);
		await fail('disk full');
		expect(await check()).toBe(0);
		await fail(null);
		await fail('disk full');
		expect(await check()).toBe(0);
		await fail('disk full again');
		expect(await check()).toBe(2);
		await fail('disk full again');
		expect(await check()).toBe(0);
		expect((await mails())[0]).toMatchObject({ what: 'backup', detail: 'disk full again' });
		await fail(null);
		await later(61);
		expect(await check()).toBe(0);
		expect(await seen()).toMatchObject([{ what: 'backup' }]);
		expect((await seen())[0]?.endedAt).not.toBeNull();
	});

	each('a mail that failed twice is told, one that failed once or goes out is not', async () => {
		const id = crypto.randomUUID();
		await database.sql.query(
			"select internal.put_mail(jsonb_build_object('id', $1::text), 'password', 'a@example.org', 'lv')",
			[id]
		);
		const attempt = async (outcome: string) => {
			const [row] = await database.sql.query<{ lease: string }>(
				"select public.take_mail($1::uuid) ->> 'lease' as lease",
				[id]
			);
			// While it is being tried nobody knows.
			expect(await check()).toBe(0);
			await database.sql.query('select public.end_mail($1::uuid, $2::uuid, $3, $4)', [
				id,
				row?.lease,
				outcome,
				'451 later'
			]);
		};
		await attempt('later');
		expect(await check()).toBe(0);
		await attempt('later');
		expect(await check()).toBe(2);
		expect(await check()).toBe(0);
		expect((await mails())[0]).toMatchObject({ what: 'mails', detail: '451 later' });
		await attempt('sent');
		await database.sql.exec("delete from internal.mails where sort = 'operation'");
		await later(61);
		expect(await check()).toBe(0);
		expect((await seen())[0]).toMatchObject({ what: 'mails' });
		expect((await seen())[0]?.endedAt).not.toBeNull();
	});

	each('who does not want such mails gets none, and sees it on the page', async () => {
		await call(database.sql, 'deputy', 'save_my_mails', { wanted: ['invitation'] });
		await check(disk(true));
		expect((await mails()).map(({ recipient }) => recipient)).toEqual([
			'administrator@example.org'
		]);
		expect(await call(database.sql, 'deputy', 'alarms_overview', {})).toMatchObject([
			{ what: 'disk' }
		]);
	});
});
