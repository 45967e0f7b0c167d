// What the database decides about the second factor, on both databases: which sessions count, and
// that each code serves once. What a code is, the server works out (totp.test.ts).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, call, cast, makePeople } from './people.ts';

const sealed = 'x'.repeat(60);
const shade = (name: string) => name.padEnd(43, '0');
const mail = () => JSON.stringify({ id: crypto.randomUUID(), sealed: null });

describe.each(databases)('the second factor on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	/** What the server asks for, with the owner's rights. */
	const ask = async (text: string, ...values: unknown[]) =>
		(
			await database.sql.query<{ answer: Record<string, unknown> | null }>(
				`select ${text} as answer`,
				values
			)
		)[0]?.answer;
	const begin = (session: string) => ask('internal.begin_second_factor($1, $2)', session, sealed);
	const confirm = (session: string, step: number, codes: string[] = []) =>
		ask(
			'internal.confirm_second_factor($1, $2, array(select jsonb_array_elements_text($3::text::jsonb)), $4::text::jsonb)',
			session,
			step,
			JSON.stringify(codes.map(shade)),
			mail()
		);
	const pass = (session: string, step: number | null, code: string | null = null) =>
		ask('internal.pass_second_factor($1, $2, $3)', session, step, code && shade(code));
	const drop = (session: string, step: number | null, code: string | null = null) =>
		ask(
			'internal.drop_second_factor($1, $2, $3, $4::text::jsonb)',
			session,
			step,
			code && shade(code),
			mail()
		);
	/** Another session of somebody, as the sign-in service makes it. */
	const anotherSession = async (person: string, minutes = 0) => {
		const id = crypto.randomUUID();
		await database.sql.query(
			`insert into auth.sessions (id, user_id, aal, created_at) values ($1, $2, 'aal1', now() - $3 * interval '1 minute')`,
			[id, person, minutes]
		);
		return id;
	};
	/** One statement by the session of a person. */
	const by = async (person: string, session: string, text: string, values: unknown[] = []) => {
		const { sql } = database;
		await sql.exec('begin');
		try {
			const claims = JSON.stringify({ sub: person, session_id: session, role: 'authenticated' });
			await sql.query(
				`select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)`,
				[claims, person]
			);
			await sql.exec('set local role authenticated');
			return await sql.query<Record<string, unknown>>(text, values);
		} finally {
			await sql.exec('commit');
		}
	};
	const rightsBy = async (person: string, session: string) =>
		(await by(person, session, 'select public.my_rights() as answer'))[0]?.answer;
	const stateBy = async (person: string, session: string) =>
		(await by(person, session, 'select public.my_sign_in() as answer'))[0]?.answer;

	each('a session that lacks it is nobody’s, for every rule', async () => {
		const me = cast.coordinator;
		expect(await call(database.sql, 'coordinator', 'my_sign_in', {})).toMatchObject({
			person: me,
			session: me,
			email: 'coordinator@example.org',
			needs: null,
			since: null,
			codes: 0,
			demanded: false,
			fresh: true
		});
		// Who has signed in long ago may be somebody at an unlocked computer.
		const old = await anotherSession(me, 16);
		expect(await begin(old)).toEqual({ status: 'stale' });
		expect(await begin(crypto.randomUUID())).toEqual({ status: 'refused' });
		expect(await begin(me)).toEqual({ status: 'saved' });
		// Begun anew before it is confirmed: the picture was lost. It asks for nothing yet.
		expect(await begin(me)).toEqual({ status: 'saved' });
		expect(await pass(me, 50)).toEqual({ status: 'refused' });
		expect(await rightsBy(me, old)).not.toBeNull();
		expect(await confirm(me, 100, ['one', 'two'])).toEqual({ status: 'saved' });
		expect(await confirm(me, 101)).toEqual({ status: 'refused' });
		expect(await begin(me)).toEqual({ status: 'refused' });

		expect(await rightsBy(me, me)).not.toBeNull();
		expect(await rightsBy(me, old)).toBeNull();
		expect(await stateBy(me, old)).toMatchObject({ needs: 'code', codes: 2, person: me });
		for (const table of [
			'people',
			'memberships',
			'audit',
			'revisions',
			'invitations',
			'contact_persons'
		])
			expect(await by(me, old, `select from public.${table}`), table).toEqual([]);
		for (const [text, values] of [
			['public.save_me($1, $2)', ['Other', 'lv']],
			['public.end_all_sessions()', []],
			['public.end_session($1)', [me]],
			['public.ask_new_address($1)', ['other@example.org']]
		] as const)
			expect((await by(me, old, `select ${text} as answer`, [...values]))[0]?.answer, text).toEqual(
				{
					status: 'refused'
				}
			);
		// But leaving is theirs.
		expect(
			(await by(me, old, 'select public.end_session($1) as answer', [old]))[0]?.answer
		).toEqual({
			status: 'saved'
		});
		expect(await stateBy(me, old)).toBeNull();
		// Nobody is told by a session that is not theirs.
		expect(await stateBy(cast.neighbour, me)).toBeNull();
	});

	each('a code serves once, one after the other; a recovery code once', async () => {
		const me = cast.coordinator;
		const session = await anotherSession(me);
		for (const used of [100, 99, 1])
			expect(await pass(session, used)).toEqual({ status: 'refused' });
		expect(await rightsBy(me, session)).toBeNull();
		expect(await pass(session, 101)).toEqual({ status: 'saved' });
		expect(await rightsBy(me, session)).not.toBeNull();
		const next = await anotherSession(me);
		expect(await pass(next, 101)).toEqual({ status: 'refused' });
		expect(await pass(next, null, 'three')).toEqual({ status: 'refused' });
		expect(await pass(next, null, null)).toEqual({ status: 'refused' });
		expect(await pass(next, null, 'one')).toEqual({ status: 'saved' });
		expect(await rightsBy(me, next)).not.toBeNull();
		const third = await anotherSession(me);
		expect(await pass(third, null, 'one')).toEqual({ status: 'refused' });
		expect(await stateBy(me, third)).toMatchObject({ needs: 'code', codes: 1 });
		// Those of one person are nothing to another.
		expect(await pass(cast.neighbour, null, 'two')).toEqual({ status: 'refused' });
		await database.sql.query(
			`update auth.sessions set not_after = now() - interval '1 second' where id = $1`,
			[third]
		);
		expect(await pass(third, 200)).toEqual({ status: 'refused' });
	});

	each('it is switched off with a code, which is told by mail and in the audit', async () => {
		const me = cast.coordinator;
		expect(await drop(me, 101)).toEqual({ status: 'refused' });
		expect(await drop(me, null, 'one')).toEqual({ status: 'refused' });
		expect(await drop(me, 102)).toEqual({ status: 'saved' });
		expect(await rightsBy(me, await anotherSession(me))).not.toBeNull();
		expect(
			await database.sql.query('select from internal.recovery_codes where person_id = $1', [me])
		).toEqual([]);
		const mails = await database.sql.query(
			`select sort, recipient from internal.mails where sort like 'second%' order by put_at, sort desc`
		);
		expect(mails).toEqual([
			{ sort: 'second-factor-on', recipient: 'coordinator@example.org' },
			{ sort: 'second-factor-off', recipient: 'coordinator@example.org' }
		]);
		const lines = await asPerson(
			database.sql,
			'administrator',
			`select action, person_name, subject_id from public.audit
				where action like 'second%' or action = 'recovery-code' order by id`
		);
		const line = (action: string) => ({ action, person_name: 'coordinator', subject_id: me });
		expect(lines).toEqual([
			line('second-factor-on'),
			line('recovery-code'),
			line('second-factor-off')
		]);
	});

	each('the network demands it of administrators, and of nobody else', async () => {
		const me = cast.administrator;
		const demand = (yes: boolean) =>
			database.sql.query('update internal.network set administrators_need_second_factor = $1', [
				yes
			]);
		if ((await database.sql.query('select from internal.network')).length === 0)
			await database.sql
				.exec(`insert into internal.network (south, west, north, east, postcode_pattern,
				registration_number_pattern, time_zone, languages) values (0, 0, 1, 1, '', '', 'Europe/Riga', '{lv,en}')`);
		await demand(true);
		expect(await rightsBy(me, me)).toBeNull();
		expect(await stateBy(me, me)).toMatchObject({ needs: 'setup', demanded: true });
		expect(await by(me, me, 'select from public.audit')).toEqual([]);
		expect(await rightsBy(cast.neighbour, cast.neighbour)).not.toBeNull();
		expect(await stateBy(cast.neighbour, cast.neighbour)).toMatchObject({ demanded: false });
		expect(await begin(me)).toEqual({ status: 'saved' });
		expect(await rightsBy(me, me)).toBeNull();
		expect(await confirm(me, 1, ['admin'])).toEqual({ status: 'saved' });
		expect(await rightsBy(me, me)).not.toBeNull();
		// Switched off it is demanded again, at once.
		expect(await drop(me, 2)).toEqual({ status: 'saved' });
		expect(await stateBy(me, me)).toMatchObject({ needs: 'setup' });
		await demand(false);
		expect(await rightsBy(me, me)).not.toBeNull();
	});

	each('an administrator takes it off somebody who has lost the phone', async () => {
		const { sql } = database;
		const take = async (by_: 'administrator' | 'coordinator' | 'deputy', person: string) =>
			await call(sql, by_, 'remove_second_factor', { person, mail: JSON.parse(mail()) });
		expect(await take('administrator', cast.deputy)).toEqual({ status: 'refused' });
		await begin(cast.deputy);
		await confirm(cast.deputy, 1, ['d']);
		expect(await take('coordinator', cast.deputy)).toEqual({ status: 'refused' });
		expect(await take('deputy', cast.deputy)).toEqual({ status: 'refused' });
		const members = await asPerson(
			sql,
			'administrator',
			`select one ->> 'id' as id from jsonb_array_elements(public.people_of_network()) as one
				where (one ->> 'secondFactor')::boolean`
		);
		expect(members).toEqual([{ id: cast.deputy }]);
		expect(await take('administrator', cast.deputy)).toEqual({ status: 'saved', name: 'deputy' });
		expect(await sql.query('select from auth.sessions where user_id = $1', [cast.deputy])).toEqual(
			[]
		);
		expect(await rightsBy(cast.deputy, await anotherSession(cast.deputy))).not.toBeNull();
		expect(
			await sql.query(`select recipient from internal.mails where sort = 'second-factor-removed'`)
		).toEqual([{ recipient: 'deputy@example.org' }]);
		expect(
			await asPerson(
				sql,
				'administrator',
				`select person_name, subject_id from public.audit where action = 'second-factor-removed'`
			)
		).toEqual([{ person_name: 'administrator', subject_id: cast.deputy }]);
		// Nobody takes off their own so: that asks for a code.
		await begin(cast.administrator);
		await confirm(cast.administrator, 3);
		expect(await take('administrator', cast.administrator)).toEqual({ status: 'refused' });
	});

	each('tries are counted by account, ten in a quarter of an hour, thirty a day', async () => {
		const count = async (account: string, visitor: string) =>
			(await ask('internal.count_attempt($1, $2, $3)', 'second', shade(account), shade(visitor)))
				?.allowed;
		let allowed = 0;
		for (let round = 0; round < 5; round += 1) {
			for (let times = 0; times < 12; times += 1)
				if (await count('account', `visitor${times}`)) allowed += 1;
			await database.sql.query(
				`update internal.sign_in_attempts set ends_at = ends_at - interval '16 minutes' where what = 'second'`
			);
		}
		expect(allowed).toBe(30);
		expect(await count('other', 'visitor1')).toBe(true);
	});
});
