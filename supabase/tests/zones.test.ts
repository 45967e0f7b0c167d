// A time zone is taken when both the database and this program know it, and by nobody when only one
// does: tried over every name that either of them has, on both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isZone } from '#lib/event/edit/event-schema.ts';
import { isKnownZone } from '#lib/time/zones.ts';
import { databases, type TestDatabase } from './databases.ts';
import { attempt, call, makePeople } from './people.ts';

describe.each(databases)('zones of $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	}, 240_000);
	afterAll(() => database?.close());

	const savedIn = (zone: string) =>
		call(database.sql, 'coordinator', 'save_event', {
			id: null,
			read_version: null,
			attempt: attempt(),
			listing: {
				kind: 'seminar',
				title: { lv: 'Citur' },
				place_id: 'kuldiga',
				starts_local: '2190-02-03T10:00:00',
				ends_local: '2190-02-03T12:00:00',
				time_zone: zone
			},
			dates: {
				known_until: null,
				dates: [{ starts: '2190-02-03T10:00:00', ends: '2190-02-03T12:00:00' }]
			},
			act: {}
		});
	const refused = { status: 'invalid', constraint: 'event_time_zone_is_a_name' };

	test.skipIf(missing)(
		'every name that either side has is taken by both or by none',
		async () => {
			const names = await database.sql.query<{ name: string }>(
				'select name from pg_timezone_names'
			);
			const known = new Set(names.map(({ name }) => name));
			const all = new Set([...known, ...Intl.supportedValuesOf('timeZone')]);
			// Names of one side alone, and words that look like names.
			for (const name of ['US/Pacific-New', 'Etc/Unknown', 'Europe/Atlantis', 'Anything/At-all3'])
				all.add(name);
			await database.sql.exec(
				`create function pg_temp.takes(zone text) returns boolean language plpgsql as $$
				begin
					insert into public.events (slug, kind, title, starts_local, ends_local, time_zone)
					values ('laika-josla', 'other', '{"lv": "x"}', '2190-02-03T10:00', '2190-02-03T12:00', zone);
					raise exception using errcode = 'TK002';
				exception when sqlstate 'TK002' then return true;
					when check_violation then return false;
				end; $$`
			);
			const rows = await database.sql.query<{ name: string }>(
				`select name from unnest('{${[...all].join()}}'::text[]) as name where pg_temp.takes(name)`
			);
			const taken = rows.map(({ name }) => name).toSorted();
			expect(taken.length).toBeGreaterThan(500);
			expect(taken).toContain('Europe/Riga');
			expect(taken.filter((name) => !isKnownZone(name))).toEqual([]);
			expect(taken).toEqual([...all].filter((name) => isZone(name) && known.has(name)).toSorted());
		},
		120_000
	);

	test.skipIf(missing)('a save with a name nobody can read again is refused by it', async () => {
		expect(await savedIn('America/Argentina/Buenos_Aires')).toMatchObject({ status: 'saved' });
		for (const zone of ['US/Pacific-New', 'Europe/Atlantis', 'Anything/At-all3', 'EET', ''])
			expect(await savedIn(zone), zone).toEqual(refused);
	});
});
