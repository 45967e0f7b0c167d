// What whoever runs an installation is told of it, on both databases: counts and times that are
// true, no address, and nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { makePeople } from './people.ts';

describe.each(databases)('how an installation is, on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	each('mails are counted by what became of them, and the report names nobody', async () => {
		await database.sql.exec(`
			delete from internal.mails; delete from internal.jobs; delete from internal.alarms;
			select internal.put_mail(jsonb_build_object('id', gen_random_uuid()), 'operation', 'one' || i || '@example.org',
				'lv', jsonb_build_object('what', 'disk', 'since', now(), 'detail', 'x')) from generate_series(1, 15) as i;
			update internal.mails set reason = 'Greylisted, two@example.org' where recipient in ('one1@example.org', 'one2@example.org');
			update internal.mails set about = '{}', state = 'refused', ended_at = now(), reason = 'No such user'
				where recipient in ('one3@example.org', 'one4@example.org', 'one5@example.org');
			update internal.mails set about = '{}', state = 'sent', ended_at = now() - interval '1 hour'
				where recipient in ('one6@example.org', 'one7@example.org', 'one8@example.org', 'one9@example.org');
			update internal.mails set about = '{}', state = 'sent', ended_at = now() - interval '2 days' where recipient = 'one10@example.org';
			select public.note_job('backup', now() - interval '1 hour', now() + interval '23 hours', 'no room');
			select public.note_job('backup', now(), now() + interval '23 hours', 'no room');
			select public.check_alarms(null)`);
		const [row] = await database.sql.query<{ report: Record<string, never>; bytes: number }>(
			'select public.operation_report() as report, pg_database_size(current_database())::float8 as bytes'
		);
		const { mails, alarms, jobs, database: seen } = row?.report ?? {};
		// The alarm itself is one mail for the one administrator.
		expect(mails).toMatchObject({ waiting: 6, late: 2, failed: 3, sent: 4 });
		expect(alarms).toMatchObject([{ what: 'backup' }]);
		expect(jobs).toMatchObject([{ name: 'backup', failures: 2, failure: 'no room' }]);
		const counts = await database.sql.query<{ organisations: number; events: number }>(
			`select (select count(*) from public.organisations where publication = 'published')::int as organisations,
				(select count(*) from public.events where publication = 'published')::int as events`
		);
		expect(seen).toMatchObject({ version: expect.stringMatching(/^1\d\.\d+$/), ...counts[0] });
		expect(row?.bytes).toBeGreaterThan(1_000_000);
		expect(JSON.stringify(row?.report)).not.toContain('@');
	});
});
