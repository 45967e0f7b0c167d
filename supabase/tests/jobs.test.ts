// The list of jobs, on both databases: each run is one server's, what was missed is due once, what
// fails is tried again after a pause that grows, and only administrators see it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dropLeases } from '#lib/backend/embedded/upkeep.ts';
import { connect, databases, type TestDatabase } from './databases.ts';
import { call, makePeople, persons } from './people.ts';
import { preparedDatabase } from './prepared.ts';

const known = [
	{ name: 'often', every: 60, lease: 300 },
	{ name: 'daily', every: 86_400, lease: 300 }
];

interface Taken {
	jobs: { name: string; lease: string }[];
	wait: number | null;
}

describe.each(databases)('jobs on $name', ({ name, open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	beforeEach(async () => {
		if (!missing) await database.sql.exec('delete from internal.jobs; delete from internal.mails');
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const take = async (on = database, jobs: object[] = known): Promise<Taken> =>
		(
			await on.sql.query<{ answer: Taken }>('select public.take_jobs($1::text::jsonb) as answer', [
				JSON.stringify(jobs)
			])
		)[0]?.answer ?? { jobs: [], wait: null };
	const end = async (job: { name: string; lease: string }, did: object, failure: string | null) =>
		(
			await database.sql.query<{ wait: number | null }>(
				'select public.end_job($1, $2, $3::text::jsonb, $4) as wait',
				[job.name, job.lease, JSON.stringify(did), failure]
			)
		)[0]?.wait ?? null;
	const later = (seconds: number) =>
		database.sql.query(
			`update internal.jobs set next_at = next_at - gone, leased_until = leased_until - gone,
				began_at = began_at - gone
			from (select $1::float8 * interval '1 second' as gone) as time`,
			[seconds]
		);
	const names = ({ jobs }: Taken) => jobs.map((job) => job.name);

	each('a new one is due at once, then when its time has come', async () => {
		const first = await take();
		expect(names(first)).toEqual(['daily', 'often']);
		expect(names(await take())).toEqual([]);
		for (const job of first.jobs) await end(job, { sent: 2 }, null);
		const { jobs, wait } = await take();
		expect(jobs).toEqual([]);
		expect(wait).toBeGreaterThan(30);
		expect(wait).toBeLessThanOrEqual(60);
		await later(61);
		expect(names(await take())).toEqual(['often']);
	});

	each('what a killed server had taken is free at the next start', async () => {
		const [killed] = (await take()).jobs;
		expect(names(await take())).toEqual([]);
		await dropLeases(database.sql);
		const again = await take();
		expect(names(again)).toEqual(['daily', 'often']);
		expect(names(await take())).toEqual([]);
		// One that was not killed after all and comes to its end ends nothing of the next.
		expect(killed && (await end(killed, {}, null))).toBeNull();
		for (const job of again.jobs) expect(await end(job, {}, null)).not.toBeNull();
	});

	each('what was missed for days is due once', async () => {
		for (const job of (await take()).jobs) await end(job, {}, null);
		await later(10 * 86_400);
		const again = await take();
		expect(names(again)).toEqual(['daily', 'often']);
		for (const job of again.jobs) await end(job, {}, null);
		expect(names(await take())).toEqual([]);
	});

	each(
		'one whose server ended without a word is run by another when its lease is over',
		async () => {
			const { jobs } = await take();
			await later(299);
			expect(names(await take())).toEqual([]);
			await later(2);
			expect(names(await take())).toEqual(['daily', 'often']);
			// Whoever comes late to say what came of it is not believed.
			expect(await end(jobs[0]!, { sent: 5 }, null)).toBeNull();
		}
	);

	each('what fails is tried again later and later, at its usual time at the latest', async () => {
		const waits: number[] = [];
		let [daily] = (await take()).jobs;
		for (let times = 0; times < 12; times += 1) {
			const wait = (await end(daily!, {}, 'no room')) ?? 0;
			waits.push(Math.round(wait / 60));
			await later(wait + 1);
			daily = (await take()).jobs.find((job) => job.name === 'daily');
		}
		expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024]);
		await end(daily!, { sent: 1 }, null);
		const [row] = await database.sql.query<{ failures: number; failure: string; did: object }>(
			"select failures, failure, did from internal.jobs where name = 'daily'"
		);
		expect(row).toEqual({ failures: 0, failure: 'no room', did: { sent: 1 } });
	});

	each(
		'administrators see jobs and the mails that are not out, without what is in them',
		async () => {
			await database.sql.exec(`
			select internal.put_mail(jsonb_build_object('id', gen_random_uuid(), 'sealed', 'secret-of-mail'),
				'new-address', one || '@example.org', 'lv', '{"email": "hidden@example.org"}')
			from unnest(array['waiting', 'tried', 'sent', 'refused']) as one;
			select internal.end_mail((mail ->> 'id')::uuid, (mail ->> 'lease')::uuid,
				case split_part(mail ->> 'recipient', '@', 1) when 'tried' then 'later' else split_part(mail ->> 'recipient', '@', 1) end,
				'451 said')
			from (select internal.take_mail(one.id) as mail from internal.mails as one
				where one.recipient not like 'waiting%') as taken`);
			await database.sql.exec(
				"select public.note_job('backup', now() - interval '1 minute', now() + interval '1 day', 'disk full')"
			);
			const seen = await call(database.sql, 'administrator', 'operation_overview', {});
			expect(seen).toMatchObject({
				mails: { waiting: 1, late: 1, failed: 1, sent: 1 },
				jobs: [{ name: 'backup', failures: 1, failure: 'disk full', running: false }]
			});
			const mails = (seen?.unsent ?? []) as { recipient: string; state: string; reason: string }[];
			expect(
				mails.map(({ recipient, state, reason }) => [recipient, state, reason]).sort()
			).toEqual([
				['refused@example.org', 'refused', '451 said'],
				['tried@example.org', 'waiting', '451 said']
			]);
			expect(JSON.stringify(seen)).not.toMatch(/secret-of-mail|hidden@/);
			for (const person of persons.filter((one) => one !== 'administrator'))
				expect(await call(database.sql, person, 'operation_overview', {}), person).toBeNull();
		}
	);

	each('what has had its time is erased, and nothing else', async () => {
		await database.sql.exec(`
			insert into internal.mails (id, sort, recipient, language, expires_at, state, ended_at)
			select gen_random_uuid(), sort, days || '@example.org', 'lv', now(), 'sent', now() - days * interval '1 day'
			from unnest(array['sign-in', 'password']) as sort, unnest(array[0, 2, 29, 31]) as days;
			select internal.put_mail(jsonb_build_object('id', gen_random_uuid()), 'password', 'waits@example.org', 'lv')`);
		const [row] = await database.sql.query<{ did: object }>('select public.clean_up() as did');
		expect(row?.did).toMatchObject({ mails: 4 });
		const left = await database.sql.query<{ left: string }>(
			"select sort || ' ' || split_part(recipient, '@', 1) as left from internal.mails order by 1"
		);
		expect(left.map((one) => one.left).sort()).toEqual([
			'password 0',
			'password 2',
			'password 29',
			'password waits',
			'sign-in 0'
		]);
	});

	each('what would be done is told without doing it', async () => {
		await take(database, [{ name: 'mails', every: 60, lease: 300 }]);
		await database.sql.exec(
			`select internal.put_mail(jsonb_build_object('id', gen_random_uuid()), 'password', 'a@example.org', 'lv');
			update internal.mails set next_at = now() - interval '1 second'`
		);
		for (let times = 0; times < 2; times += 1)
			expect(
				(await database.sql.query<{ ahead: object[] }>('select public.jobs_ahead() as ahead'))[0]
					?.ahead
			).toMatchObject([{ name: 'mails', running: true, would: { sent: 1 } }]);
	});

	// The embedded database has one server.
	const ofSeveral = test.skipIf(missing);
	if (name !== 'PGlite')
		ofSeveral('of several servers one runs each', async () => {
			const [row] = await database.sql.query<{ name: string }>('select current_database() as name');
			const address = new URL(await preparedDatabase());
			address.pathname = `/${row?.name ?? ''}`;
			const others = await Promise.all([1, 2, 3].map(async () => await connect(address.href)));
			for (let round = 0; round < 10; round += 1) {
				const taken = await Promise.all([database, ...others].map((server) => take(server)));
				const jobs = taken.flatMap((one) => one.jobs);
				expect(jobs.map((job) => job.name).sort()).toEqual(['daily', 'often']);
				for (const job of jobs) await end(job, {}, null);
				await later(86_401);
			}
			for (const other of others) await other.close();
		});
});
