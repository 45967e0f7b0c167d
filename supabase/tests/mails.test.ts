// The queue of mails, on both databases: put with what causes them, one sender at a time, tried
// again with growing pauses until they are out or too old, and no secret kept a moment longer.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, databases, type TestDatabase } from './databases.ts';
import { call, cast, makePeople, rows } from './people.ts';
import { preparedDatabase } from './prepared.ts';

const newMail = () => ({ id: crypto.randomUUID(), sealed: 'unreadable' });

interface Row {
	id: string;
	sort: string;
	recipient: string;
	language: string;
	about: Record<string, unknown>;
	sealed: string | null;
	state: string;
	tries: number;
	reason: string | null;
}
interface Taken extends Row {
	lease: string;
}

describe.each(databases)('the queue of mails on $name', ({ name, open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	beforeEach(async () => {
		if (!missing) await database.sql.exec('delete from internal.mails');
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const mails = () => database.sql.query<Row>('select * from internal.mails order by put_at, id');
	const take = async (wanted: string | null = null, on = database) =>
		(
			await on.sql.query<{ answer: Taken | null }>('select public.take_mail($1) as answer', [
				wanted
			])
		)[0]?.answer ?? null;
	const end = (
		mail: { id: string; lease: string },
		outcome: string,
		reason: string | null = null
	) =>
		database.sql.query('select public.end_mail($1, $2, $3, $4)', [
			mail.id,
			mail.lease,
			outcome,
			reason
		]);
	const put = async (sort = 'password', recipient = 'zane@example.org') => {
		const mail = newMail();
		await database.sql.query('select internal.put_mail($1::text::jsonb, $2, $3, $4)', [
			JSON.stringify(mail),
			sort,
			recipient,
			'lv'
		]);
		return mail.id;
	};
	/** Lets time pass for everything that waits. */
	const later = (seconds: number) =>
		database.sql.query(
			`update internal.mails set put_at = put_at - gone, expires_at = expires_at - gone,
				next_at = next_at - gone, leased_until = leased_until - gone
			from (select $1::float8 * interval '1 second' as gone) as time`,
			[seconds]
		);
	const invitation = {
		email: 'Jauna@example.org',
		name: 'Jauna',
		language: 'en',
		role: 'editor',
		organisation: rows.kurzeme
	};
	const openTo = async (email: string) =>
		(
			await database.sql.query<{ id: string }>(
				'select id from public.invitations where email = $1 and withdrawn_at is null',
				[email]
			)
		)[0]?.id;
	const putFor = (mail: object, invitation: string | undefined) =>
		database.sql.query('select public.put_invitation_mail($1::text::jsonb, $2)', [
			JSON.stringify(mail),
			invitation
		]);
	/** Invites as the server does: the secret is told, and then the mail is put with it. */
	async function invite(mail: object, given: object = invitation) {
		const answer = await call(database.sql, 'coordinator', 'invite', { invitation: given });
		if (answer?.status === 'saved') await putFor(mail, String(answer.id));
		return answer;
	}

	each('an invitation has its mail, and none that was not made', async () => {
		const mail = newMail();
		expect((await invite(mail, { ...invitation, role: 'king' }))?.status).not.toBe('saved');
		expect((await invite(mail, { ...invitation, email: 'no address' }))?.status).toBe('invalid');
		await putFor(mail, crypto.randomUUID());
		expect(await mails()).toEqual([]);
		const made = await invite(mail);
		expect(made).toMatchObject({ status: 'saved', secret: expect.any(String) });
		const invited = await database.sql.query<{ email: string }>(
			"select email from public.invitations where withdrawn_at is null and email like '%@example.org'"
		);
		expect(invited).toEqual([{ email: 'jauna@example.org' }]);
		expect(await mails()).toMatchObject([
			{
				id: mail.id,
				sort: 'invitation',
				recipient: 'jauna@example.org',
				language: 'en',
				sealed: 'unreadable',
				state: 'waiting',
				about: {
					role: 'editor',
					invitedBy: 'coordinator',
					organisation: { name: expect.anything() }
				}
			}
		]);
		const known = async (by: keyof typeof cast) =>
			Object.values((await call(database.sql, by, 'invitation_mails', {})) ?? {});
		expect(await known('coordinator')).toMatchObject([{ state: 'waiting', failed: false }]);
		for (const by of ['neighbour', 'editor', 'former'] as const)
			expect(await known(by)).toEqual([]);

		// Sent again it has another link; withdrawn it is not mailed at all.
		const id = await openTo('jauna@example.org');
		await call(database.sql, 'coordinator', 'renew_invitation', { invitation: id });
		await putFor(newMail(), id);
		expect((await mails()).map(({ state }) => state).sort()).toEqual(['void', 'waiting']);
		await call(database.sql, 'coordinator', 'withdraw_invitation', { invitation: id });
		expect((await mails()).map(({ state, sealed }) => [state, sealed])).toEqual([
			['void', null],
			['void', null]
		]);
		await putFor(newMail(), id);
		expect(await mails()).toHaveLength(2);
		expect(await take()).toBeNull();
	});

	each('a link that is handed over leaves no mail with the old one', async () => {
		await invite(newMail(), { ...invitation, email: 'handed@example.org' });
		await call(database.sql, 'coordinator', 'renew_invitation', {
			invitation: await openTo('handed@example.org')
		});
		expect((await mails()).map(({ state }) => state)).toEqual(['void']);
	});

	each('of a password and an address their owner is told, in the same moment', async () => {
		await call(database.sql, 'editor', 'note_password', { mail: newMail() });
		await call(database.sql, 'former', 'note_password', { mail: newMail() });
		await call(database.sql, 'deputy', 'ask_new_address', { email: 'no address' });
		let secret = '';
		// Asked twice: the first link is void, and so is its mail.
		for (const email of ['first@example.org', ' New@example.org']) {
			await call(database.sql, 'deputy', 'ask_new_address', { email });
			const [told] = await database.sql.query<{ secret: string }>(
				"select public.new_address_secret($1) ->> 'secret' as secret",
				[cast.deputy]
			);
			secret = told?.secret ?? '';
			await database.sql.query('select public.put_new_address_mail($1::text::jsonb, $2)', [
				JSON.stringify(newMail()),
				cast.deputy
			]);
		}
		const proof = createHash('sha256').update(secret).digest('hex');
		for (const by of ['coordinator', 'deputy', 'deputy'] as const)
			await call(database.sql, by, 'take_new_address', { hash: proof, mail: newMail() });
		expect(
			(await mails()).map(({ sort, recipient, about }) => [sort, recipient, about]).sort()
		).toEqual([
			['address-changed', 'deputy@example.org', { email: 'new@example.org' }],
			['new-address', 'first@example.org', {}],
			['new-address', 'new@example.org', { email: 'new@example.org' }],
			['password', 'editor@example.org', {}]
		]);
	});

	each('nobody but the server reads or sends what waits', async () => {
		const id = await put();
		for (const role of ['anon', 'authenticated'] as const)
			for (const text of [
				'select * from internal.mails',
				'select public.take_mail()',
				'select public.next_mail()',
				`select public.end_mail('${id}', null, 'sent')`,
				`select internal.put_mail('{}', 'password', 'a@example.org', 'lv')`,
				`select public.put_sign_in_mail('{}', 'a@example.org', 'lv')`,
				`select public.put_invitation_mail('{}', '${id}')`,
				`select public.put_new_address_mail('{}', '${id}')`
			])
				expect(await database.as(role, text), text).toMatchObject({ refused: '42501' });
		expect(await database.as('service_role', 'select * from internal.mails')).toMatchObject({
			refused: '42501'
		});
	});

	each('a secret is gone once it is sent, refused or too old', async () => {
		for (const outcome of ['sent', 'refused']) {
			await put('new-address');
			const taken = await take();
			await end(taken!, outcome, 'reason');
		}
		await put('new-address');
		await later(3 * 24 * 3600 + 1);
		expect(await take()).toBeNull();
		expect(
			(await mails()).map(({ state, sealed, about }) => [state, sealed, about]).sort()
		).toEqual([
			['expired', null, {}],
			['refused', null, {}],
			['sent', null, {}]
		]);
	});

	each('a sign-in mail is its sender’s at once, and good for ten minutes', async () => {
		const putSignIn = async (id: string) =>
			(
				await database.sql.query<{ lease: string | null }>(
					`select public.put_sign_in_mail(jsonb_build_object('id', $1::text, 'sealed', 'x'), 'zane@example.org', 'lv') as lease`,
					[id]
				)
			)[0]?.lease;
		const first = crypto.randomUUID();
		expect(await putSignIn(first)).toMatch(/^[0-9a-f-]{36}$/);
		expect(await take(first)).toBeNull();
		// A second one makes the first worthless.
		const second = crypto.randomUUID();
		const lease = await putSignIn(second);
		expect((await mails()).map(({ id, state }) => [id, state]).sort()).toEqual(
			[
				[first, 'void'],
				[second, 'waiting']
			].sort()
		);
		await end({ id: second, lease: lease ?? '' }, 'later', '451 later');
		expect(await take()).toBeNull();
		await later(10);
		expect(await take()).toMatchObject({ id: second });
		await later(10 * 60);
		expect(await take()).toBeNull();
		expect((await mails()).find(({ id }) => id === second)?.state).toBe('expired');
	});

	each('whatever happens in whatever order: as a small model says', async () => {
		const step = fc.oneof(
			fc.record({ do: fc.constant('put' as const), sort: fc.constantFrom('password', 'sign-in') }),
			fc.record({ do: fc.constant('take' as const), wanted: fc.option(fc.nat(9)) }),
			fc.record({
				do: fc.constant('end' as const),
				which: fc.nat(9),
				lost: fc.boolean(),
				outcome: fc.constantFrom('sent', 'refused', 'later', 'later', 'later')
			}),
			fc.record({
				do: fc.constant('wait' as const),
				seconds: fc.constantFrom(9, 60, 100, 301, 3000, 30_000, 90_000)
			})
		);
		interface Modelled {
			sort: string;
			state: string;
			tries: number;
			next: number;
			until: number;
			lease: string;
			expires: number;
		}
		/** Microseconds. */
		const second = 1_000_000;
		const pauseOf = ({ sort, tries }: Modelled) =>
			second *
			(sort === 'sign-in'
				? Math.min(10 * 2 ** (tries - 1), 120)
				: Math.min(60 * 3 ** (tries - 1), 6 * 3600));
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				await database.sql.exec('delete from internal.mails');
				const model = new Map<string, Modelled>();
				const leases: { id: string; lease: string }[] = [];
				let gone = 0;
				/** Runs a statement and says when it ran, in the time of the model. */
				const timed = async <T>(text: string, params: unknown[]) => {
					const [row] = await database.sql.query<{ at: string; answer: T }>(
						`select (extract(epoch from now()) * 1000000)::bigint::text as at, ${text} as answer`,
						params
					);
					return { at: Number(row?.at) + gone, answer: row?.answer ?? null };
				};
				for (const one of steps) {
					if (one.do === 'put') {
						const id = crypto.randomUUID();
						const { at } = await timed(
							`internal.put_mail(jsonb_build_object('id', $1::text, 'sealed', 'x'), $2, 'a@example.org', 'lv')::text`,
							[id, one.sort]
						);
						const expires = at + second * (one.sort === 'sign-in' ? 600 : 3 * 24 * 3600);
						const rest = { state: 'waiting', tries: 0, next: at, until: 0, lease: '' };
						model.set(id, { sort: one.sort, expires, ...rest });
					} else if (one.do === 'wait') {
						await later(one.seconds);
						gone += one.seconds * second;
					} else if (one.do === 'take') {
						const wanted = [...model.keys()][one.wanted ?? -1] ?? null;
						const { at, answer } = await timed<Taken>('public.take_mail($1)', [wanted]);
						const free = [...model].filter(
							([, mail]) => mail.state === 'waiting' && mail.until <= at
						);
						for (const [, mail] of free) if (mail.expires <= at) mail.state = 'expired';
						const due = free
							.filter(([, mail]) => mail.state === 'waiting')
							.filter(([id, mail]) => (wanted === null ? mail.next <= at : id === wanted))
							.sort(([a, { next: x }], [b, { next: y }]) => x - y || (a < b ? -1 : 1));
						expect(answer?.id).toBe(due[0]?.[0]);
						const mail = due[0]?.[1];
						if (!answer || !mail) continue;
						expect(answer.sealed).toBe('x');
						mail.tries += 1;
						mail.lease = answer.lease;
						mail.until = at + 300 * second;
						mail.next = at + pauseOf(mail);
						leases.push(answer);
					} else {
						const lease = leases[one.which];
						const mail = lease && model.get(lease.id);
						if (!mail) continue;
						const by = one.lost ? crypto.randomUUID() : lease.lease;
						const { at } = await timed('public.end_mail($1, $2, $3)::text', [
							lease.id,
							by,
							one.outcome
						]);
						if (mail.state !== 'waiting') continue;
						if (mail.lease !== by && one.outcome !== 'sent') continue;
						if (one.outcome !== 'later') mail.state = one.outcome;
						mail.lease = '';
						mail.until = 0;
						mail.next = at + pauseOf(mail);
					}
				}
				const found = await database.sql.query<{
					id: string;
					state: string;
					tries: number;
					sealed: string | null;
				}>('select id::text, state, tries, sealed from internal.mails order by id');
				expect(found).toEqual(
					[...model]
						.sort(([a], [b]) => (a < b ? -1 : 1))
						.map(([id, { state, tries }]) => ({
							id,
							state,
							tries,
							sealed: state === 'waiting' ? 'x' : null
						}))
				);
			}),
			{ numRuns: 60 }
		);
	});

	// The embedded database has one server.
	const ofSeveral = test.skipIf(missing);
	if (name !== 'PGlite')
		ofSeveral('several servers that ask at once never have the same mail', async () => {
			const others = await Promise.all(
				[1, 2, 3].map(async () => await connect(await sameDatabase(database)))
			);
			const ids = [];
			for (let count = 0; count < 60; count += 1) ids.push(await put());
			const got = await Promise.all(
				[database, ...others].map(async (server) => {
					const taken: string[] = [];
					for (let mail = await take(null, server); mail; mail = await take(null, server))
						taken.push(mail.id);
					return taken;
				})
			);
			for (const other of others) await other.close();
			expect(got.flat().sort()).toEqual(ids.sort());
		});
});

/** The address of the very database a connection leads to. */
async function sameDatabase(database: TestDatabase): Promise<string> {
	const [row] = await database.sql.query<{ name: string }>('select current_database() as name');
	const address = new URL(await preparedDatabase());
	address.pathname = `/${row?.name ?? ''}`;
	return address.href;
}
