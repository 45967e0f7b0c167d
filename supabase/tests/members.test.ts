// Who gives rights to whom, changes and ends them, and a new address of one's own, on both
// databases.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { asPerson, call, cast, makePeople, rows } from './people.ts';

const hash = (sign: string) => sign.repeat(64);
const link = { email: 'new@example.org', name: 'Jauna', language: 'lv' };

describe.each(databases)('members on $name', ({ open, missing }) => {
	let database: TestDatabase;
	// Rights that were ended or changed stay so: each begins anew.
	beforeEach(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterEach(() => database?.close());
	const each = test.skipIf(missing);

	each('coordinators invite editors of organisations of their own, and nobody else', async () => {
		const invitation = { ...link, email: 'guest@example.org', role: 'editor' };
		const invite = async (by: keyof typeof cast, organisation: string, more = {}) =>
			(
				await call(database.sql, by, 'invite', {
					invitation: { ...invitation, organisation, ...more }
				})
			)?.status;
		expect(await invite('neighbour', rows.kurzeme)).toBe('refused');
		expect(await invite('editor', rows.kurzeme)).toBe('refused');
		expect(await invite('coordinator', rows.zemgale)).toBe('refused');
		expect(await invite('coordinator', cast.former)).toBe('refused');
		for (const role of ['administrator', 'coordinator'])
			expect(await invite('coordinator', rows.kurzeme, { role, regions: ['kurzeme'] })).toBe(
				'refused'
			);
		expect(await invite('coordinator', rows.kurzeme)).toBe('saved');
		// Of somebody else's people nothing is told.
		const ask = (by: keyof typeof cast, email: string, organisation: string) =>
			call(database.sql, by, 'invite', {
				invitation: { ...invitation, email, organisation }
			});
		expect(await ask('coordinator', 'guest@example.org', rows.kurzeme)).toMatchObject({
			status: 'known'
		});
		expect(await ask('coordinator', 'editor@example.org', rows.kurzeme)).toMatchObject({
			status: 'known',
			member: 'editor'
		});
		expect(await ask('neighbour', 'guest@example.org', rows.zemgale)).toMatchObject({
			status: 'saved'
		});
		const [open] = await asPerson(
			database.sql,
			'coordinator',
			'select id, email from public.invitations where withdrawn_at is null and accepted_at is null'
		);
		expect(open?.email).toBe('guest@example.org');
		await database.sql.query('update public.invitations set token_hash = $2 where id = $1', [
			open?.id,
			hash('3')
		]);
		for (const act of ['renew_invitation', 'withdraw_invitation'])
			for (const by of ['neighbour', 'editor'] as const)
				expect(
					(await call(database.sql, by, act, { invitation: open?.id }))?.status,
					`${act} ${by}`
				).toBe('refused');
		// Their invitations go with their rights.
		const [own] = await database.sql.query<{ id: string }>(
			"select id from public.memberships where person_id = $1 and region_id = 'kurzeme'",
			[cast.coordinator]
		);
		expect(
			await call(database.sql, 'administrator', 'end_membership', { membership: own?.id })
		).toMatchObject({ status: 'saved', name: 'coordinator' });
		expect(await call(database.sql, 'former', 'invitation_of', { hash: hash('3') })).toMatchObject({
			state: 'withdrawn'
		});
		// And so do their sessions.
		const [left] = await database.sql.query<{ count: number }>(
			'select count(*)::int as count from auth.sessions where user_id = $1',
			[cast.coordinator]
		);
		expect(left?.count).toBe(0);
	});

	each('administrators change what somebody is, whole or not at all', async () => {
		const [theirs] = await database.sql.query<{ id: string }>(
			'select id from public.memberships where person_id = $1',
			[cast.editor]
		);
		const [first] = await database.sql.query<{ id: string }>(
			"select id from public.memberships where role = 'administrator'"
		);
		const change = async (
			by: keyof typeof cast,
			becomes: object,
			membership: string | undefined = theirs?.id
		) => (await call(database.sql, by, 'change_membership', { membership, becomes }))?.status;
		const kurzeme = { role: 'coordinator', region: 'kurzeme', deputy: true };
		for (const by of ['coordinator', 'neighbour', 'editor', 'former'] as const)
			expect(await change(by, kurzeme), by).toBe('refused');
		for (const wrong of [
			{ role: 'king' },
			{ role: 'coordinator' },
			{ role: 'coordinator', region: 'mars' },
			{ role: 'editor', organisation: 'x' },
			{ role: 'editor', region: 'kurzeme', organisation: rows.kurzeme },
			{ role: 'administrator', deputy: true },
			{}
		])
			expect(await change('administrator', wrong), JSON.stringify(wrong)).toBe('invalid');
		expect(await change('administrator', kurzeme, first?.id)).toBe('last-administrator');
		expect(await change('administrator', { role: 'editor', organisation: rows.kurzeme })).toBe(
			'unchanged'
		);
		expect(await change('administrator', kurzeme)).toBe('saved');
		expect(await call(database.sql, 'editor', 'my_rights', {})).toMatchObject({
			regions: [{ id: 'kurzeme', deputy: true }],
			organisations: []
		});
		expect(await change('administrator', { role: 'administrator' })).toBe('saved');
		expect(await change('editor', { role: 'editor', organisation: rows.kurzeme })).toBe('saved');
		expect(await change('editor', kurzeme)).toBe('refused');
	});

	each('everybody learns who answers for their own regions, by name alone', async () => {
		const ask = async (by: keyof typeof cast) =>
			(await call(database.sql, by, 'my_colleagues', {})) as unknown as {
				id: string;
				people: { name: string; deputy: boolean; me: boolean }[];
			}[];
		const ofKurzeme = (me: string) => [
			{ name: 'coordinator', deputy: false, me: me === 'coordinator' },
			{ name: 'deputy', deputy: true, me: me === 'deputy' }
		];
		for (const by of ['coordinator', 'deputy', 'editor'] as const) {
			const answer = await ask(by);
			expect(answer.map(({ id, people }) => [id, people])).toEqual([['kurzeme', ofKurzeme(by)]]);
			expect(JSON.stringify(answer)).not.toContain('@');
		}
		expect((await ask('neighbour')).map(({ id, people }) => [id, people])).toEqual([
			['zemgale', [{ name: 'neighbour', deputy: false, me: true }]]
		]);
		for (const by of ['administrator', 'former'] as const) expect(await ask(by), by).toEqual([]);
	});

	each('an address is changed by who asked for it and shows its secret', async () => {
		const ask = async (by: keyof typeof cast, email: string, sign: string) => {
			const status = (await call(database.sql, by, 'ask_new_address', { email }))?.status;
			if (status !== 'saved') return status;
			// What the server mails is the only secret, and nobody who asked is told it.
			const [made] = await database.sql.query<{ told: { email: string; secret: string } }>(
				'select internal.new_address_secret($1) as told',
				[cast[by]]
			);
			expect(made?.told).toEqual({
				email: email.trim().toLowerCase(),
				secret: expect.stringMatching(/^[\w-]{43}$/)
			});
			await database.sql.query(
				`update internal.address_changes set token_hash = $1
				where token_hash = internal.hash_of($2)`,
				[hash(sign), made?.told.secret]
			);
			return status;
		};
		const take = (by: keyof typeof cast, sign: string) =>
			call(database.sql, by, 'take_new_address', { hash: hash(sign) });
		expect(await ask('former', 'new@example.org', '6')).toBe('refused');
		expect(await ask('editor', 'no address', '6')).toBe('invalid');
		expect(await ask('editor', ' New@Example.org ', '6')).toBe('saved');
		expect((await take('coordinator', '6'))?.status).toBe('refused');
		expect((await take('editor', '7'))?.status).toBe('refused');
		expect(await take('editor', '6')).toMatchObject({
			status: 'saved',
			email: 'new@example.org'
		});
		expect((await take('editor', '6'))?.status).toBe('refused');
		// Another's address is nobody else's, and asking for it tells nothing.
		expect(await ask('editor', 'coordinator@example.org', '7')).toBe('saved');
		expect((await take('editor', '7'))?.status).toBe('refused');
		expect(await ask('editor', 'late@example.org', '7')).toBe('saved');
		await database.sql.exec(
			"update internal.address_changes set expires_at = now() - interval '1 second'"
		);
		expect((await take('editor', '7'))?.status).toBe('refused');
	});
});
