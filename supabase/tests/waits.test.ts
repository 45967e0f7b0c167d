// What waits, by mail, on both databases under a moved clock: who is told what, that nobody is told
// the same twice or what is not theirs, and when each is looked at, held against small models.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, databases, type TestDatabase } from './databases.ts';
import { attempt, call, cast, makePeople, rows, type Person } from './people.ts';
import { preparedDatabase } from './prepared.ts';

const minute = 60_000;

interface Item {
	subject: string;
	id: string;
}
interface Group {
	section: string;
	what: string;
	subject: string | null;
	total: number;
	fresh: number;
	items: Item[];
}
interface Told {
	overview: boolean;
	groups: Group[];
	changed: number;
	changes: { subject: string; id: string; by: string | null }[];
}
interface Taken {
	id: string;
	lease: string;
	recipient: string;
	about: Told | null;
}
interface Look {
	looked: number;
	mailed: number;
}

/** Weekday (1: Monday) and time of day of a moment somewhere, by the tables of this program. */
function localTime(at: number, zone: string): { weekday: string; clock: string } {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		weekday: 'short',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23'
	}).formatToParts(at);
	const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
	return { weekday: of('weekday'), clock: `${of('hour')}:${of('minute')}` };
}

/** The model: goes on by a quarter of an hour until it is seven o'clock there, of a Monday. */
function nextMorning(after: number, zone: string, ofMonday: boolean): number {
	const quarter = 15 * minute;
	let at = (Math.floor(after / quarter) + 1) * quarter;
	for (;;) {
		const { weekday, clock } = localTime(at, zone);
		if (clock === '07:00' && (!ofMonday || weekday === 'Mon')) return at;
		at += quarter;
	}
}

describe.each(databases)('what waits, by mail, on $name', ({ name, open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	// Nobody is due but whom the test looks at; nothing of Kurzeme and Zemgale waits, and nobody was
	// told of anything.
	beforeEach(async () => {
		if (missing) return;
		await database.sql.exec(`
			delete from internal.mails; delete from internal.mail_stops; delete from internal.corrections;
			delete from internal.truth_reports; delete from internal.waits; delete from internal.jobs;
			select internal.know_waits();
			update internal.waits set next_at = 'infinity', overview_at = 'infinity', looked_at = '-infinity'`);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const ask = async <T>(text: string, values: unknown[] = [], on = database): Promise<T> => {
		const [row] = await on.sql.query<{ answer: T }>(`select ${text} as answer`, values);
		return row?.answer as T;
	};
	/** A person is due now; `overview`: for the mail of the week. */
	const due = (person: Person, overview: boolean, often = 'week') =>
		database.sql.query(
			`update internal.waits set often = $2, next_at = now(),
				overview_at = case when $3::boolean then now() else 'infinity' end where person_id = $1`,
			[cast[person], often, overview]
		);
	const look = (on = database) => ask<Look>('public.look_what_waits()', [], on);
	const take = async () => {
		const id = await ask<string | null>(
			"(select id from internal.mails where sort = 'waits' and state = 'waiting')"
		);
		return id === null ? null : await ask<Taken | null>('public.take_mail($1)', [id]);
	};
	const end = (mail: Taken, outcome: string) =>
		ask('public.end_mail($1, $2, $3)', [mail.id, mail.lease, outcome]);
	/** What a person is mailed when looked at now, and it is sent; null: nothing. */
	async function told(person: Person, overview: boolean, often = 'week'): Promise<Told | null> {
		await due(person, overview, often);
		const { looked, mailed } = await look();
		expect(looked).toBe(1);
		const mail = await take();
		expect(mail === null).toBe(mailed === 0);
		if (mail === null) return null;
		expect(mail.recipient).toBe(`${person}@example.org`);
		await end(mail, 'sent');
		return mail.about;
	}
	const report = (organisation: string) =>
		database.sql.query(
			`insert into internal.truth_reports (organisation_id, what, closed_on) values ($1, 'closed', '2026-01-01')`,
			[organisation]
		);
	const correct = async (organisation: string) => {
		await database.sql.query(
			`insert into internal.corrections (attempt, subject, subject_id, read_version, proposed, region_id, language)
			values ($1, 'organisation', $2, 1, '{"email": "jauns@example.org"}', null, 'lv')`,
			[attempt(), organisation]
		);
	};
	/** All that is kept gets older. */
	const older = (days: number) =>
		database.sql.query(
			`update internal.corrections set put_at = put_at - $1::float8 * interval '1 day'`,
			[days]
		);
	const summary = (one: Told | null) =>
		one?.groups
			.filter(({ fresh }) => fresh > 0)
			.map(({ what, fresh, items }) => [what, fresh, ...items.map(({ id }) => id)]) ?? null;

	each('the next morning is the one a clock on the wall there shows next', async () => {
		const zones = [
			'Europe/Riga',
			'America/New_York',
			'Australia/Lord_Howe',
			'Asia/Kathmandu',
			'UTC'
		];
		const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 1) });
		// Both Sundays on which the clocks of Riga change, and a Monday at seven to the second.
		const edges = ['2026-03-28T22:00Z', '2026-10-24T22:00Z', '2026-11-30T05:00:00Z'].map((one) =>
			Date.parse(one)
		);
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(moment, fc.constantFrom(...edges)),
				fc.constantFrom(...zones),
				fc.boolean(),
				async (after, zone, ofMonday) => {
					const at = await ask<Date | string>('internal.next_morning($1, $2, $3)', [
						new Date(after).toISOString(),
						zone,
						ofMonday
					]);
					expect(new Date(at).toISOString()).toBe(
						new Date(nextMorning(after, zone, ofMonday)).toISOString()
					);
				}
			),
			{ numRuns: 25 }
		);
	});

	each('whatever the clock does, each is told what is new when it is time, and once', async () => {
		const step = fc.record({
			// From a minute to three weeks without a server; and a clock that is put back.
			minutes: fc.constantFrom(1, 6, 61, 12 * 60, 24 * 60, 7 * 24 * 60, 21 * 24 * 60, -3 * 24 * 60),
			report: fc.boolean()
		});
		const oftens = ['at-once', 'day', 'week'] as const;
		const zone = await ask<string>('internal.time_zone()');
		// What waits for the editor is one organisation, confirmed: nothing stands.
		await database.sql.query(
			'update public.organisations set confirmed_on = internal.today() where id = $1',
			[rows.kurzeme]
		);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...oftens),
				fc.array(step, { minLength: 1, maxLength: 8 }),
				async (often, steps) => {
					await database.sql.exec('delete from internal.truth_reports; delete from internal.mails');
					let now = Date.parse('2026-10-22T10:00:00Z');
					const next = (mailed: boolean) => {
						const monday = overviewAt;
						if (often === 'week') return monday;
						const own =
							often === 'day' ? nextMorning(now, zone, false) : now + (mailed ? 60 : 5) * minute;
						return Math.min(monday, own);
					};
					let overviewAt = nextMorning(now, zone, true);
					let nextAt = next(false);
					let lookedAt = now;
					let waiting = 0;
					let known = 0;
					let reports = 0;
					const iso = (at: number) => new Date(at).toISOString();
					await database.sql.query(
						`update internal.waits set often = $2, next_at = $3, overview_at = $4, looked_at = $5,
							changes_until = now(), told = '{}' where person_id = $1`,
						[cast.editor, often, iso(nextAt), iso(overviewAt), iso(lookedAt)]
					);
					for (const { minutes, report: reports_ } of steps) {
						now += minutes * minute;
						if (reports_ !== waiting > 0) {
							await database.sql.exec('delete from internal.truth_reports');
							if (reports_) await report(rows.kurzeme);
							waiting = reports_ ? (reports += 1) : 0;
						}
						// The model.
						const isPutBack = lookedAt > now;
						const isDue = nextAt <= now || isPutBack;
						const isOverview = now >= overviewAt;
						const mails = isDue && waiting > 0 && (isOverview || waiting !== known);
						if (isDue) {
							if (isOverview || isPutBack) overviewAt = nextMorning(now, zone, true);
							nextAt = next(mails);
							lookedAt = now;
							known = waiting;
						}
						expect(await ask('internal.look_what_waits($1)', [iso(now)])).toEqual({
							looked: Number(isDue),
							mailed: Number(mails)
						});
						// Looked at once more in the same moment nobody is told again.
						expect(await ask('internal.look_what_waits($1)', [iso(now)])).toEqual({
							looked: 0,
							mailed: 0
						});
						// Whatever was not sent yet: one mail.
						const unsent = await ask<string>(
							"(select count(*) from internal.mails where state = 'waiting')"
						);
						expect(Number(unsent)).toBeLessThanOrEqual(1);
					}
				}
			),
			{ numRuns: 25 }
		);
	});

	each('each role is told what is theirs, and nothing of a foreign region', async () => {
		for (const one of [rows.kurzeme, rows.zemgale]) {
			await report(one);
			await correct(one);
		}
		await database.sql.exec(`
			insert into internal.jobs (name, every, failures, failed_at) values ('listings', '1 minute', 2, now())`);
		const [kurzeme, zemgale] = [
			await ask<string>('(select id from internal.corrections where subject_id = $1)', [
				rows.kurzeme
			]),
			await ask<string>('(select id from internal.corrections where subject_id = $1)', [
				rows.zemgale
			])
		];
		const closing = (id: string) => ['closing', 1, id];
		expect(summary(await told('coordinator', false))).toEqual([
			closing(rows.kurzeme),
			['correction', 1, kurzeme]
		]);
		expect(summary(await told('neighbour', false))).toEqual([
			closing(rows.zemgale),
			['correction', 1, zemgale]
		]);
		// A deputy hears of corrections after a week, administrators of what nobody is nearer to.
		expect(summary(await told('deputy', false))).toEqual([closing(rows.kurzeme)]);
		expect(summary(await told('editor', false))).toEqual([closing(rows.kurzeme)]);
		expect(summary(await told('administrator', false))).toEqual([['job', 1]]);
		await older(7.1);
		expect(summary(await told('deputy', false))).toEqual([['correction', 1, kurzeme]]);
		await older(7);
		const late = summary(await told('administrator', false));
		expect(late).toMatchObject([['correction', 2, expect.anything(), expect.anything()]]);
		// Told once, each of them is told nothing more.
		for (const person of ['coordinator', 'neighbour', 'deputy', 'editor', 'administrator'] as const)
			expect(await told(person, false), person).toBeNull();
	});

	each('the week tells all four parts, of listings the reader may change', async () => {
		await report(rows.kurzeme);
		await report(rows.zemgale);
		await database.sql.query(
			`update public.organisations set confirmed_on = internal.today() - interval '1 year' + interval '3 days' where id = $1`,
			[rows.kurzeme]
		);
		await database.sql.exec('delete from internal.truth_reports');
		await call(database.sql, 'deputy', 'set_publication', {
			subject: 'organisation',
			ids: [rows.kurzemeDraft],
			publication: 'archived',
			publish_at: null,
			attempt: attempt()
		});
		for (const event of [rows.kurzemeEvent, rows.zemgaleEvent])
			await database.sql.query(
				`update public.event_occurrences set rescheduled = true, starts_at = now() + interval '2 days',
					ends_at = now() + interval '50 hours'
				where event_id = $1 and starts_at = (select min(starts_at) from public.event_occurrences where event_id = $1)`,
				[event]
			);
		const week = await told('coordinator', true);
		const found = (what: string) => week?.groups.find((group) => group.what === what);
		expect(week?.overview).toBe(true);
		expect(found('begins')?.items).toMatchObject([{ subject: 'event', id: rows.kurzemeEvent }]);
		expect(found('confirm')?.items.map(({ id }) => id)).toContain(rows.kurzeme);
		expect(week?.changes).toMatchObject([{ id: rows.kurzemeDraft, by: 'deputy' }]);
		// Who did it is told nothing of it, and neither is the other region.
		expect((await told('deputy', true))?.changes).toEqual([]);
		const other = await told('neighbour', true);
		expect(JSON.stringify(other)).not.toMatch(
			new RegExp(`${rows.kurzeme}|${rows.kurzemeEvent}|${rows.kurzemeDraft}`)
		);
		expect(other?.groups.find(({ what }) => what === 'begins')?.items).toMatchObject([
			{ id: rows.zemgaleEvent }
		]);
		// Everything named is somebody's own.
		for (const [person, one] of [
			['coordinator', week],
			['neighbour', other]
		] as const) {
			const named = (one?.groups ?? []).flatMap(({ items }) => items);
			expect(named.length).toBeGreaterThan(0);
			for (const { subject, id } of named) {
				const list = await call(database.sql, person, 'my_listings', {
					subject,
					asked: { ids: [id] }
				});
				expect(list, `${person} ${subject} ${id}`).toMatchObject({ total: 1 });
			}
		}
	});

	each(
		'a series that runs out asks by the mail of the week, those who can go on with it',
		async () => {
			const series = '30000000-0000-4000-8000-000000000009';
			await database.sql.exec(`
			begin;
			insert into public.events (id, slug, kind, title, starts_local, ends_local, publication, attendance,
				recurrence, known_until)
			values ('${series}', 'running-out', 'seminar', '{"lv": "Katru mēnesi"}', current_date + 30 + time '10:00',
				current_date + 30 + time '12:00', 'published', 'online', 'FREQ=MONTHLY', internal.today() + 44);
			insert into public.event_occurrences (event_id, starts_at, ends_at, original_start)
			select id, starts_local at time zone time_zone, ends_local at time zone time_zone, starts_local at time zone time_zone
			from public.events where id = '${series}';
			insert into public.event_organisers (event_id, position, organisation_id) values ('${series}', 1, '${rows.kurzeme}');
			commit`);
			const asked = async (person: Person) =>
				(await told(person, true))?.groups.find(({ what }) => what === 'ending')?.items ?? [];
			try {
				for (const person of ['coordinator', 'deputy', 'editor'] as const)
					expect(await asked(person), person).toMatchObject([{ subject: 'event', id: series }]);
				expect(await asked('neighbour')).toEqual([]);
				// It asks again each week until somebody has answered, and between the weeks it does not.
				expect(await asked('coordinator')).toHaveLength(1);
				expect(await told('coordinator', false, 'at-once')).toBeNull();
				await database.sql.query(
					'update public.events set known_until = internal.today() + 45 where id = $1',
					[series]
				);
				expect(await asked('coordinator')).toEqual([]);
			} finally {
				await database.sql.query('delete from public.events where id = $1', [series]);
			}
		}
	);

	each('whoever has lost a region by the time of sending is told nothing of it', async () => {
		await report(rows.kurzeme);
		await correct(rows.kurzeme);
		await due('coordinator', false);
		expect(await look()).toEqual({ looked: 1, mailed: 1 });
		const stands = await ask<string>('(select about::text from internal.mails)');
		expect(stands).not.toMatch(/Organizācija|kurzeme-own/);
		const own = `person_id = '${cast.coordinator}'`;
		await database.sql.exec(`update public.memberships set region_id = 'zemgale' where ${own}`);
		try {
			const mail = await take();
			expect(mail?.about).toBeNull();
			if (mail) await end(mail, 'void');
			expect(await ask('(select state from internal.mails)')).toBe('void');
		} finally {
			await database.sql.exec(`update public.memberships set region_id = 'kurzeme' where ${own}`);
		}
		// Nor is what was decided meanwhile.
		await database.sql.exec("update internal.waits set told = '{}'");
		await due('coordinator', false);
		await look();
		await database.sql.exec('delete from internal.truth_reports');
		expect(summary((await take())?.about ?? null)?.map(([what]) => what)).toEqual(['correction']);
	});

	each('a week in which nothing is or was sends nothing', async () => {
		await database.sql.query(
			'update public.organisations set confirmed_on = internal.today() where id = $1',
			[rows.kurzeme]
		);
		await database.sql.query(
			`update public.event_occurrences set rescheduled = true, starts_at = now() + interval '8 days',
				ends_at = now() + interval '9 days' where event_id = $1`,
			[rows.kurzemeEvent]
		);
		for (const often of ['at-once', 'day', 'week'])
			expect(await told('editor', true, often), often).toBeNull();
		expect(await ask('(select count(*)::integer from internal.mails)')).toBe(0);
	});

	each('a mail whose server ended without a word goes once more, as the same mail', async () => {
		await report(rows.kurzeme);
		await due('editor', false, 'at-once');
		await look();
		const first = await take();
		expect(first).not.toBeNull();
		// It may be out: what comes meanwhile waits until that is known.
		await correct(rows.kurzeme);
		await database.sql.exec('delete from internal.truth_reports');
		await report(rows.kurzeme);
		await due('editor', false, 'at-once');
		expect(await look()).toEqual({ looked: 1, mailed: 0 });
		await database.sql.exec(
			"update internal.mails set leased_until = now() - interval '1 second', next_at = now()"
		);
		await due('editor', false, 'at-once');
		expect(await look()).toEqual({ looked: 1, mailed: 0 });
		const again = await take();
		expect(again?.id).toBe(first?.id);
		if (again) await end(again, 'sent');
		expect(summary(await told('editor', false, 'at-once'))).toEqual([['closing', 1, rows.kurzeme]]);
	});

	each('what could not be sent yet becomes part of the next one', async () => {
		await report(rows.kurzeme);
		await due('coordinator', false, 'day');
		await look();
		const mail = await take();
		if (mail) await end(mail, 'later');
		await correct(rows.kurzeme);
		await due('coordinator', false, 'day');
		expect(await look()).toEqual({ looked: 1, mailed: 1 });
		const both = await take();
		expect(summary(both?.about ?? null)?.map(([what]) => what)).toEqual(['closing', 'correction']);
		if (both) await end(both, 'sent');
		expect(await take()).toBeNull();
	});

	each(
		'"never" is the stop of the mail, and what was chosen before comes back with it',
		async () => {
			const chosen = () => call(database.sql, 'coordinator', 'my_waits', {});
			const choose = (often: unknown) =>
				call(database.sql, 'coordinator', 'save_my_waits', { often });
			expect(await chosen()).toBe('week');
			expect(await choose('day')).toEqual({ status: 'saved' });
			expect(await chosen()).toBe('day');
			for (const wrong of ['hourly', '', null])
				expect(await choose(wrong)).toEqual({ status: 'invalid' });
			const hash = 'c'.repeat(64);
			await ask("public.offer_mail_stop('coordinator@example.org', 'waits', $1)", [hash]);
			await ask('public.stop_mails($1, false)', [hash]);
			expect(await chosen()).toBe('never');
			await report(rows.kurzeme);
			expect(await told('coordinator', true, 'day')).toBeNull();
			await ask('public.stop_mails($1, true)', [hash]);
			expect(await chosen()).toBe('day');
			expect(summary(await told('coordinator', false, 'day'))).toEqual([
				['closing', 1, rows.kurzeme]
			]);
			await choose('never');
			expect(await ask('public.mail_stop_of($1)', [hash])).toEqual({
				sort: 'waits',
				stopped: true
			});
			await choose('at-once');
			expect(await chosen()).toBe('at-once');
			for (const person of ['former'] as const) {
				expect(await call(database.sql, person, 'my_waits', {})).toBeNull();
				expect(await call(database.sql, person, 'save_my_waits', { often: 'day' })).toEqual({
					status: 'refused'
				});
			}
			// It is no box among the other sorts, which save all they show.
			const sorts = (await call(database.sql, 'coordinator', 'my_mails', {})) as unknown as Item[];
			expect(JSON.stringify(sorts)).not.toContain('waits');
		}
	);

	each('nobody is reminded of a correction they were told of, and others still are', async () => {
		const remind = async () => {
			await database.sql.exec(
				"update internal.mails set put_at = put_at - interval '1 day'; select public.remind_of_corrections()"
			);
			const mails = await database.sql.query<{ recipient: string }>(
				"select recipient from internal.mails where sort = 'corrections-wait' order by put_at"
			);
			return mails.map(({ recipient }) => recipient.split('@')[0]);
		};
		await correct(rows.kurzeme);
		expect(summary(await told('coordinator', false))).toMatchObject([
			['correction', 1, expect.anything()]
		]);
		await older(3.1);
		expect(await remind()).toEqual([]);
		await older(4);
		expect(await remind()).toEqual(['deputy']);
		// Reminded, the deputy hears nothing new of it from this mail.
		expect(await told('deputy', false)).toBeNull();

		// Whoever was not told yet is reminded, and not told again.
		await database.sql.exec('delete from internal.corrections; delete from internal.mails');
		await correct(rows.kurzeme);
		await older(3.1);
		expect(await remind()).toEqual(['coordinator']);
		expect(await told('coordinator', false)).toBeNull();

		// Whoever wants no such mail is not reminded of their own work; the deputy is.
		await database.sql.exec('delete from internal.corrections; delete from internal.mails');
		await call(database.sql, 'coordinator', 'save_my_waits', { often: 'never' });
		await correct(rows.kurzeme);
		await older(3.1);
		expect(await remind()).toEqual([]);
		await older(4);
		expect(await remind()).toEqual(['deputy']);
	});

	each('a look ahead says how many would be mailed, and mails nobody', async () => {
		await ask('public.take_jobs($1::text::jsonb)', [
			JSON.stringify([{ name: 'waits', every: 60, lease: 300 }])
		]);
		const ahead = async () =>
			(await ask<{ name: string; would: object }[]>('public.jobs_ahead()')).find(
				(job) => job.name === 'waits'
			)?.would;
		expect(await ahead()).toEqual({ mailed: 0 });
		await report(rows.kurzeme);
		await due('editor', false);
		await due('neighbour', false);
		expect(await ahead()).toEqual({ mailed: 1 });
		expect(await take()).toBeNull();
	});

	each('whoever is erased is in no list of what they were told', async () => {
		await database.sql.exec(`begin;
			delete from public.memberships where person_id = '${cast.editor}';
			select internal.erase_account('${cast.editor}')`);
		const left = await ask('(select count(*)::integer from internal.waits where person_id = $1)', [
			cast.editor
		]);
		await database.sql.exec('rollback');
		expect(left).toBe(0);
	});

	// The embedded database has one server.
	if (name !== 'PGlite')
		each('several servers that look at once mail each person once', async () => {
			const [row] = await database.sql.query<{ name: string }>('select current_database() as name');
			const address = new URL(await preparedDatabase());
			address.pathname = `/${row?.name ?? ''}`;
			const servers = await Promise.all([1, 2, 3, 4].map(() => connect(address.href)));
			try {
				for (let round = 0; round < 5; round += 1) {
					await database.sql.exec('delete from internal.mails; delete from internal.truth_reports');
					await report(rows.kurzeme);
					await report(rows.zemgale);
					const readers = ['coordinator', 'deputy', 'editor', 'neighbour'] as const;
					for (const person of readers) await due(person, false, 'at-once');
					await Promise.all(
						servers.map(async (server) => {
							for (let once = 0; once < 6; once += 1) await look(server);
						})
					);
					const mails = await database.sql.query<{ recipient: string }>(
						'select recipient from internal.mails order by recipient'
					);
					expect(mails.map(({ recipient }) => recipient.split('@')[0])).toEqual([...readers]);
				}
			} finally {
				for (const server of servers) await server.close();
			}
		});
});
