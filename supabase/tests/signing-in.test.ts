// What the database decides about signing in, the first administrator, invitations and sessions, on
// both databases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, call, cast, makePeople } from './people.ts';

const shade = (name: string) => name.padEnd(43, '0');
const hash = (sign: string) => sign.repeat(64);
const link = { email: 'new@example.org', name: 'Jauna', language: 'lv' };

describe.each(databases)('signing in on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const attempt = async (
		wanted: string,
		address: string,
		visitor: string,
		browser: string | null = null
	) => {
		const [row] = await database.sql.query<{
			answer: { allowed: boolean; wait: number; dead: boolean; delay: number };
		}>('select internal.count_attempt($1, $2, $3, $4) as answer', [
			wanted,
			shade(address),
			shade(visitor),
			browser && shade(browser)
		]);
		return row?.answer;
	};

	/** Puts a secret the test knows in the place of the one the database has made. */
	const known = async <Answer extends { id?: unknown; secret?: unknown } | null>(
		sign: string,
		answer: Answer
	) => {
		if (typeof answer?.id === 'string') {
			expect(answer.secret).toMatch(/^[\w-]{43}$/);
			const [kept] = await database.sql.query<{ kept: boolean }>(
				`select token_hash = internal.hash_of($2) as kept from public.invitations where id = $1`,
				[answer.id, answer.secret]
			);
			expect(kept?.kept).toBe(true);
			await database.sql.query('update public.invitations set token_hash = $2 where id = $1', [
				answer.id,
				hash(sign)
			]);
		}
		return answer;
	};

	each('counts by address and by visitor, says how long to wait, and forgets in time', async () => {
		for (let times = 0; times < 10; times += 1)
			expect(await attempt('mail', 'a', `v${times}`)).toMatchObject({ allowed: true });
		const refused = await attempt('mail', 'a', 'other');
		expect(refused).toMatchObject({ allowed: false });
		expect(refused?.wait).toBeGreaterThan(29 * 60);
		expect(refused?.wait).toBeLessThanOrEqual(30 * 60);
		// Trying on does not make it longer, and another address is not concerned.
		expect((await attempt('mail', 'a', 'other'))?.wait).toBeLessThanOrEqual(refused?.wait ?? 0);
		expect(await attempt('mail', 'b', 'other')).toMatchObject({ allowed: true });
		for (let times = 0; times < 40; times += 1) await attempt('mail', `many${times}`, 'office');
		expect(await attempt('mail', 'many99', 'office')).toMatchObject({ allowed: false });
		await database.sql.exec(
			"update internal.sign_in_attempts set ends_at = now() - interval '1 second'"
		);
		expect(await attempt('mail', 'a', 'other')).toMatchObject({ allowed: true });
	});

	each('others who ask for mails do not lock the owner of an address out', async () => {
		const laterToday = (minutes: number) =>
			database.sql.query(
				`update internal.sign_in_attempts set ends_at = ends_at - $1 * interval '1 minute'`,
				[minutes]
			);
		const many = async (visitor: string, times: number) => {
			let allowed = 0;
			for (let time = 0; time < times; time += 1)
				if ((await attempt('mail', 'owner', visitor))?.allowed) allowed += 1;
			return allowed;
		};
		// One visitor has ten a day, however long they go on; what was refused took nothing from the
		// others.
		expect(await many('stranger', 40)).toBe(10);
		await laterToday(31);
		expect(await many('stranger', 5)).toBe(0);
		expect(await many('newcomer', 1)).toBe(1);
		// Several use up what all strangers have together: who is not known waits.
		expect(await many('another', 40)).toBe(9);
		await laterToday(31);
		expect(await attempt('mail', 'owner', 'third')).toMatchObject({ allowed: false });
		// The browser that signed in before does not, and takes nothing from them either.
		for (let time = 0; time < 10; time += 1)
			expect(await attempt('mail', 'owner', 'home', 'known')).toMatchObject({ allowed: true });
		const waits = await attempt('mail', 'owner', 'home', 'known');
		expect(waits).toMatchObject({ allowed: false });
		expect(waits?.wait).toBeLessThanOrEqual(30 * 60);
		await laterToday(24 * 60);
		expect(await many('third', 1)).toBe(1);
	});

	each(
		'the language of a person is known to the server alone, by any spelling of the address',
		async () => {
			const ask = async (address: string) =>
				(
					await database.sql.query<{ answer: string | null }>(
						'select internal.language_of($1) as answer',
						[address]
					)
				)[0]?.answer;
			await database.sql.exec(
				`update public.people set language = 'en' where id = '${cast.neighbour}'`
			);
			expect(await ask('neighbour@example.org')).toBe('en');
			expect(await ask(' Neighbour@Example.org')).toBe('en');
			expect(await ask('nobody@example.org')).toBeNull();
		}
	);

	each('a code has five tries; a new mail brings a new code', async () => {
		for (let times = 0; times < 5; times += 1)
			expect(await attempt('code', 'c', 'v')).toMatchObject({ allowed: true });
		expect(await attempt('code', 'c', 'v')).toMatchObject({ allowed: false, dead: true });
		expect(await attempt('mail', 'c', 'v')).toMatchObject({ allowed: true });
		expect(await attempt('code', 'c', 'v')).toMatchObject({ allowed: true });
	});

	each('strangers make each other wait for a password, and never the browser at home', async () => {
		const delays: number[] = [];
		for (let times = 0; times < 16; times += 1) {
			const answer = await attempt('password', 'p', `stranger${times}`);
			expect(answer?.allowed).toBe(true);
			delays.push(answer?.delay ?? -1);
		}
		expect(delays).toEqual([...Array<number>(10).fill(0), 2, 4, 8, 16, 16, 16]);
		// Whom they wait for has an allowance of his own, and does not wait.
		for (let times = 0; times < 10; times += 1)
			expect(await attempt('password', 'p', 'home', 'known')).toMatchObject({
				allowed: true,
				delay: 0
			});
		expect(await attempt('password', 'p', 'home', 'known')).toMatchObject({ allowed: false });
		// One visitor alone has ten, and takes none from the others any more.
		for (let times = 0; times < 30; times += 1) await attempt('password', 'q', 'stranger');
		expect(await attempt('password', 'q', 'stranger')).toMatchObject({ allowed: false });
		expect(await attempt('password', 'q', 'newcomer')).toMatchObject({ allowed: true, delay: 2 });
		// A hundred a day are an end for everybody who is not known.
		let allowed = 0;
		for (let times = 0; times < 110; times += 1)
			if ((await attempt('password', 'r', `many${times}`))?.allowed) allowed += 1;
		expect(allowed).toBe(100);
		expect(await attempt('password', 'r', 'home', 'known-r')).toMatchObject({ allowed: true });
	});

	each('tries at a code are counted by the browser that asked for it', async () => {
		for (let times = 0; times < 5; times += 1)
			expect(await attempt('code', 'd', 'v', 'asked')).toMatchObject({ allowed: true, delay: 0 });
		expect(await attempt('code', 'd', 'v', 'asked')).toMatchObject({ allowed: false, dead: true });
		expect(await attempt('code', 'd', 'v', 'other')).toMatchObject({ allowed: true });
	});

	each('takes nothing but shades, and keeps no address', async () => {
		for (const [wanted, address] of [
			['mail', 'anna@example.org'],
			['other', shade('x')],
			['code', '']
		] as const) {
			const [row] = await database.sql.query<{ answer: { allowed: boolean } }>(
				'select internal.count_attempt($1, $2, $3) as answer',
				[wanted, address, shade('v')]
			);
			expect(row?.answer.allowed).toBe(false);
		}
		const [kept] = await database.sql.query<{ rows: number }>(
			"select count(*)::int as rows from internal.sign_in_attempts where shade like '%@%'"
		);
		expect(kept?.rows).toBe(0);
	});

	each('there is a first administrator only where there is none', async () => {
		const ask = async (text: string, params: unknown[]) =>
			(
				await database.sql.query<{ answer: boolean }>(`select internal.${text} as answer`, params)
			)[0]?.answer;
		expect(await ask('offer_first_administrator($1)', [hash('1')])).toBe(false);
		await database.sql.exec('begin');
		try {
			await database.sql.exec("delete from public.memberships where role = 'administrator'");
			expect(await ask('offer_first_administrator($1)', [hash('1')])).toBe(true);
			expect(await ask('offer_first_administrator($1)', [hash('2')])).toBe(true);
			// A later start has made the earlier link void.
			expect(await ask('is_first_administrator_link($1)', [hash('1')])).toBe(false);
			const make = (sign: string) =>
				ask('make_first_administrator($1, $2, $3, $4)', [hash(sign), cast.former, 'Pirmā', 'lv']);
			expect(await make('1')).toBe(false);
			expect(await ask('is_first_administrator_link($1)', [hash('2')])).toBe(true);
			expect(await make('2')).toBe(true);
			expect(await make('2')).toBe(false);
			expect(await ask('is_first_administrator_link($1)', [hash('2')])).toBe(false);
		} finally {
			await database.sql.exec('rollback');
		}
	});

	each(
		'an invitation is for its address, once, and until it runs out or is withdrawn',
		async () => {
			const invitation = {
				...link,
				email: 'former@example.org',
				role: 'coordinator',
				regions: ['vidzeme', 'latgale'],
				deputy: true
			};
			const invite = async (
				by: 'administrator' | 'coordinator',
				sign: string,
				given: object = invitation
			) => known(sign, await call(database.sql, by, 'invite', { invitation: given }));
			const accept = async (by: 'former' | 'neighbour', sign: string) =>
				(await call(database.sql, by, 'accept_invitation', { hash: hash(sign) }))?.status;
			expect((await invite('coordinator', 'a'))?.status).toBe('refused');
			for (const wrong of [
				{ ...invitation, regions: ['mars'] },
				{ ...invitation, regions: [] },
				{ ...invitation, role: 'king' },
				{ ...invitation, email: 'no address' },
				{ ...invitation, role: 'editor', regions: [], organisation: 'x' }
			])
				expect((await invite('administrator', 'b', wrong))?.status).toBe('invalid');
			const first = await invite('administrator', 'a');
			expect(first?.status).toBe('saved');
			// The same again is asked about, and replaces the one before.
			expect(await invite('administrator', 'c')).toMatchObject({ status: 'known', member: null });
			expect(
				(
					await invite('administrator', 'c', {
						...invitation,
						email: ' Former@example.org',
						again: true
					})
				)?.status
			).toBe('saved');
			// The link is no proof of an account that is used already: its owner signs in.
			await database.sql.exec(
				`insert into public.people (id, name, language) values ('${cast.former}', 'Bijusī', 'lv') on conflict do nothing`
			);
			expect(
				await call(database.sql, 'former', 'invitation_of', { hash: hash('c') })
			).toMatchObject({ state: 'open', known: true });
			expect(await accept('former', 'a')).toBe('refused');
			expect(await accept('neighbour', 'c')).toBe('refused');
			await database.sql.exec(
				"update public.invitations set expires_at = now() - interval '1 second' where accepted_at is null"
			);
			expect(await accept('former', 'c')).toBe('refused');
			const [open] = await database.sql.query<{ id: string }>(
				'select id from public.invitations where withdrawn_at is null and accepted_at is null'
			);
			expect(
				(
					await call(database.sql, 'coordinator', 'renew_invitation', {
						invitation: open?.id
					})
				)?.status
			).toBe('refused');
			expect(
				(
					await known(
						'd',
						await call(database.sql, 'administrator', 'renew_invitation', { invitation: open?.id })
					)
				)?.status
			).toBe('saved');
			expect(await accept('former', 'c')).toBe('refused');
			expect(await accept('former', 'd')).toBe('saved');
			expect(await accept('former', 'd')).toBe('refused');
			const got = await asPerson(
				database.sql,
				'former',
				'select role, region_id, deputy from public.memberships where person_id = internal.person() order by region_id'
			);
			expect(got).toEqual([
				{ role: 'coordinator', region_id: 'latgale', deputy: true },
				{ role: 'coordinator', region_id: 'vidzeme', deputy: true }
			]);
			expect(
				(await call(database.sql, 'administrator', 'withdraw_invitation', { invitation: open?.id }))
					?.status
			).toBe('refused');
			const acts = await asPerson(
				database.sql,
				'administrator',
				"select action from public.audit where action like '%invit%' order by id"
			);
			expect(acts.map(({ action }) => action)).toEqual([
				'invite',
				'invite',
				'renew-invitation',
				'accept-invitation'
			]);
			await expect(
				asPerson(database.sql, 'administrator', 'select token_hash from public.invitations')
			).rejects.toThrow(/permission denied/);
		}
	);

	each('rights end at once, the last administrator’s never', async () => {
		const membershipOf = async (person: keyof typeof cast) =>
			(
				await database.sql.query<{ id: string }>(
					'select id from public.memberships where person_id = $1 limit 1',
					[cast[person]]
				)
			)[0]?.id;
		const end = async (by: keyof typeof cast, whose: keyof typeof cast) =>
			(await call(database.sql, by, 'end_membership', { membership: await membershipOf(whose) }))
				?.status;
		expect(await end('coordinator', 'neighbour')).toBe('refused');
		expect(await call(database.sql, 'deputy', 'my_rights', {})).not.toBeNull();
		expect(await end('administrator', 'deputy')).toBe('saved');
		expect(await call(database.sql, 'deputy', 'my_rights', {})).toBeNull();
		expect(await end('administrator', 'administrator')).toBe('last-administrator');
		const people = await call(database.sql, 'administrator', 'people_of_network', {});
		expect(JSON.stringify(people)).toContain('coordinator@example.org');
		// A coordinator sees who edits organisations of the region, and of them these rights alone.
		const seen = async (by: keyof typeof cast) =>
			(
				(await call(database.sql, by, 'people_of_network', {})) as unknown as { name: string }[]
			).map(({ name }) => name);
		expect(await seen('coordinator')).toEqual(['editor']);
		expect(await seen('neighbour')).toEqual([]);
		expect(await seen('editor')).toEqual([]);

		// Who was an administrator has left no way back: what they invited to is withdrawn with their
		// rights.
		const [second] = await database.sql.query<{ id: string }>(
			"insert into public.memberships (person_id, role) values ($1, 'administrator') returning id",
			[cast.neighbour]
		);
		const invite = async (sign: string) =>
			known(
				sign,
				await call(database.sql, 'neighbour', 'invite', {
					invitation: { ...link, email: 'former@example.org', role: 'administrator', again: true }
				})
			);
		expect((await invite('8'))?.status).toBe('saved');
		expect(
			(await call(database.sql, 'administrator', 'end_membership', { membership: second?.id }))
				?.status
		).toBe('saved');
		expect(
			(await call(database.sql, 'former', 'accept_invitation', { hash: hash('8') }))?.status
		).toBe('refused');
		expect(await call(database.sql, 'former', 'invitation_of', { hash: hash('8') })).toMatchObject({
			state: 'withdrawn'
		});
		expect((await invite('9'))?.status).toBe('refused');
		await expect(
			database.sql.query(
				`insert into public.invitations (email, name, language, role, token_hash, invited_by, expires_at)
				values ('x@example.org', 'x', 'lv', 'administrator', $1, $2, now() + interval '1 day')`,
				[hash('9'), cast.neighbour]
			)
		).rejects.toThrow(/only who may give rights/);
	});

	each(
		'a token that renews a session serves once, lies hashed, and is noticed when copied',
		async () => {
			const { sql } = database;
			const renew = async (shown: string, next: string) =>
				(
					await sql.query<{ answer: Record<string, unknown> }>(
						'select internal.renew_session(internal.hash_of($1), internal.hash_of($2)) as answer',
						[shown, next]
					)
				)[0]?.answer;
			const later = (minutes: number) =>
				sql.query(
					`update auth.refresh_tokens set updated_at = updated_at - $1 * interval '1 minute'`,
					[minutes]
				);
			/** A session as the sign-in service makes it. */
			const begin = async () => {
				const session = crypto.randomUUID();
				const first = crypto.randomUUID();
				await sql.query('insert into auth.sessions (id, user_id) values ($1, $2)', [
					session,
					cast.coordinator
				]);
				await sql.query(
					'insert into auth.refresh_tokens (id, token, user_id, session_id) values ($1, $2, $3, $4)',
					[crypto.randomUUID(), first, cast.coordinator, session]
				);
				return { session, first };
			};
			const stays = async (session: string) =>
				(await sql.query('select from auth.sessions where id = $1', [session])).length === 1;

			const { session, first } = await begin();
			expect(await renew(first, 'second')).toEqual({
				status: 'saved',
				person: cast.coordinator,
				email: 'coordinator@example.org',
				session,
				level: null
			});
			// Whoever shows it at the same moment gets the same; nobody gets anything for what lies
			// there.
			expect(await renew(first, 'second')).toMatchObject({ status: 'saved', session });
			expect(await renew('second', 'third')).toMatchObject({ status: 'saved', session });
			const kept = await sql.query<{ token: string }>(
				'select token from auth.refresh_tokens where session_id = $1',
				[session]
			);
			expect(kept).toHaveLength(3);
			for (const { token } of kept) {
				expect(token).toMatch(/^[0-9a-f]{64}$/);
				expect(await renew(token, 'x')).toEqual({ status: 'over' });
			}
			await later(2);
			expect(await renew('third', 'fourth')).toMatchObject({ status: 'saved', session });
			expect(await stays(session)).toBe(true);
			// Later it is a copy: the session is over for whoever has the newest token, too.
			expect(await renew('second', 'third')).toEqual({
				status: 'reused',
				person: cast.coordinator
			});
			expect(await stays(session)).toBe(false);
			expect(await renew('fourth', 'fifth')).toEqual({ status: 'over' });
			expect(await call(sql, 'coordinator', 'my_rights', {})).not.toBeNull();

			// However often it is renewed, 90 days after it began it is over; and after 30 without use.
			const long = await begin();
			const [ends] = await sql.query<{ days: number }>(
				`select extract(epoch from not_after - created_at) / 86400 as days from auth.sessions where id = $1`,
				[long.session]
			);
			expect(Number(ends?.days)).toBe(90);
			const ago = (days: number, id: string) =>
				sql.query(
					`update auth.sessions set created_at = now() - $1 * interval '1 day', refreshed_at = now() at time zone 'UTC',
					not_after = now() - $1 * interval '1 day' + interval '90 days' where id = $2`,
					[days, id]
				);
			await ago(89.9, long.session);
			expect(await renew(long.first, 'long2')).toMatchObject({ status: 'saved' });
			await ago(90.1, long.session);
			expect(await renew('long2', 'long3')).toEqual({ status: 'over' });
			const unused = await begin();
			await ago(31, unused.session);
			await sql.query(
				`update auth.sessions set refreshed_at = (now() - interval '30.1 days') at time zone 'UTC' where id = $1`,
				[unused.session]
			);
			expect(await renew(unused.first, 'unused2')).toEqual({ status: 'over' });
			// A token that is young is nothing without its session.
			await sql.query(
				`update auth.sessions set not_after = now() - interval '1 second' where id = $1`,
				[cast.coordinator]
			);
			expect(await call(sql, 'coordinator', 'my_rights', {})).toBeNull();
			await sql.query(
				`update auth.sessions set not_after = now() + interval '1 day' where id = $1`,
				[cast.coordinator]
			);
		}
	);

	each('sessions end with the last right, however it went, and by administrators', async () => {
		const { sql } = database;
		const sessions = async (person: string) =>
			(await sql.query('select from auth.sessions where user_id = $1', [person])).length;
		const spare = crypto.randomUUID();
		await sql.query('insert into auth.sessions (id, user_id) values ($1, $2)', [
			spare,
			cast.deputy
		]);
		const end = async (by: 'administrator' | 'coordinator', person: string) =>
			await call(sql, by, 'end_sessions_of', { person });
		expect(await end('coordinator', cast.deputy)).toEqual({ status: 'refused' });
		expect(await end('administrator', cast.administrator)).toEqual({ status: 'refused' });
		expect(await end('administrator', crypto.randomUUID())).toEqual({ status: 'refused' });
		const there = await sessions(cast.deputy);
		expect(there).toBeGreaterThan(0);
		expect(await end('administrator', cast.deputy)).toEqual({
			status: 'saved',
			name: 'deputy',
			ended: there
		});
		expect(await sessions(cast.deputy)).toBe(0);
		const [line] = await asPerson(
			sql,
			'administrator',
			`select action, subject_id from public.audit where action = 'end-sessions-of'`
		);
		expect(line).toEqual({ action: 'end-sessions-of', subject_id: cast.deputy });
		// An organisation that goes takes its editor's right along, and with the last one the session.
		const person = crypto.randomUUID();
		const gone = crypto.randomUUID();
		await sql.exec(`
			insert into auth.users (id, email) values ('${person}', 'gone@example.org');
			insert into public.people (id, name, language) values ('${person}', 'Gone', 'lv');
			insert into auth.sessions (id, user_id) values ('${person}', '${person}');
			insert into public.organisations (id, slug, kind, name) values ('${gone}', 'gone-soon', 'partner', '{"lv": "Gone"}');
			insert into public.memberships (person_id, role, organisation_id) values ('${person}', 'editor', '${gone}');
			insert into public.memberships (person_id, role, region_id) values ('${person}', 'coordinator', 'latgale')`);
		await sql.query('delete from public.organisations where id = $1', [gone]);
		expect(await sessions(person)).toBe(1);
		await sql.query('delete from public.memberships where person_id = $1', [person]);
		expect(await sessions(person)).toBe(0);
	});

	each('whose a link is, is told to the server alone while it is good', async () => {
		const { sql } = database;
		const owner = async (hash_: string) =>
			(
				await sql.query<{ owner: string | null }>('select internal.owner_of_link($1) as owner', [
					hash_
				])
			)[0]?.owner;
		await sql.query(
			'update auth.users set recovery_token = $1, recovery_sent_at = now() where id = $2',
			[hash('e'), cast.editor]
		);
		expect(await owner(hash('e'))).toBe('editor@example.org');
		expect(await owner(hash('d'))).toBeNull();
		await sql.query(
			`update auth.users set recovery_sent_at = now() - interval '11 minutes' where id = $1`,
			[cast.editor]
		);
		expect(await owner(hash('e'))).toBeNull();
	});

	each('everybody sees and ends their own sessions only', async () => {
		const spare = '40000000-0000-4000-8000-000000000001';
		const theirs = '40000000-0000-4000-8000-000000000002';
		await database.sql.exec(`insert into auth.sessions (id, user_id, user_agent) values
			('${spare}', '${cast.coordinator}', 'Firefox/1'), ('${theirs}', '${cast.neighbour}', 'Firefox/1')`);
		const account = await call(database.sql, 'coordinator', 'my_account', {});
		expect(account).toMatchObject({
			password_chosen_at: null,
			sessions: [
				{ id: cast.coordinator, this: true },
				{ id: spare, this: false }
			]
		});
		const end = async (session: string) =>
			(await call(database.sql, 'coordinator', 'end_session', { session }))?.status;
		expect(await end(theirs)).toBe('refused');
		expect(await end(spare)).toBe('saved');
		expect(await end(spare)).toBe('refused');
		const lines = async () =>
			(
				await asPerson(
					database.sql,
					'administrator',
					"select action, person_id, subject_name from public.audit where action in ('end-session', 'end-all-sessions') order by id"
				)
			).map((line) => Object.values(line).join(' '));
		const ended = [`end-session ${cast.coordinator} coordinator`];
		expect(await lines()).toEqual(ended);
		// Everywhere at once: the session that asks is over, too; the others' are not.
		expect(await call(database.sql, 'editor', 'end_all_sessions', {})).toEqual({
			status: 'saved',
			ended: 1
		});
		expect(await call(database.sql, 'editor', 'my_rights', {})).toBeNull();
		expect(await call(database.sql, 'editor', 'end_all_sessions', {})).toEqual({
			status: 'refused'
		});
		expect(await call(database.sql, 'coordinator', 'my_rights', {})).not.toBeNull();
		expect(await lines()).toEqual([...ended, `end-all-sessions ${cast.editor} editor`]);
		// Leaving by oneself is no news.
		await call(database.sql, 'former', 'end_session', { session: cast.former });
		expect(await lines()).toHaveLength(2);
		// A session nobody holds goes when its owner's real one is known.
		await database.sql.exec(
			`insert into auth.sessions (id, user_id) values ('${spare}', '${cast.coordinator}')`
		);
		await call(database.sql, 'coordinator', 'note_device', { device: 'Firefox/140 (Windows)' });
		expect((await call(database.sql, 'coordinator', 'my_account', {}))?.sessions).toMatchObject([
			{ id: cast.coordinator, device: 'Firefox/140 (Windows)' }
		]);
		expect(
			(await call(database.sql, 'coordinator', 'save_me', { name: ' Kārlis ', language: 'en' }))
				?.status
		).toBe('saved');
		expect(
			(await call(database.sql, 'coordinator', 'save_me', { name: 'Kārlis', language: 'en' }))
				?.status
		).toBe('unchanged');
		expect(
			(await call(database.sql, 'coordinator', 'save_me', { name: ' ', language: 'en' }))?.status
		).toBe('invalid');
	});
});
