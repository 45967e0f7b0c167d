// Sorts of mail somebody does not want, on both databases: held against a small model under random
// commands, and against what a stranger or another link can do.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { unasked, type UnaskedSort } from '#lib/mail/unasked.ts';
import { call, makePeople } from './people.ts';

const sorts = ['invitation', 'operation'] as const satisfies UnaskedSort[];
const addresses = ['anna@example.org', 'info@biedriba.example'] as const;
const hash = (address: string, sort: string) =>
	Buffer.from(`${sort} ${address}`).toString('hex').padEnd(64, '0').slice(0, 64);

describe.each(databases)('mails that are not wanted on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	beforeEach(async () => {
		if (!missing)
			await database.sql.exec(
				'delete from internal.mail_stops; delete from internal.mail_stop_links; delete from internal.mails'
			);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	async function ask<T>(sql: string, values: unknown[] = []): Promise<T | undefined> {
		const [row] = await database.sql.query<{ answer: T }>(`select ${sql} as answer`, values);
		return row?.answer;
	}
	const offer = (address: string, sort: string, secret = hash(address.toLowerCase(), sort)) =>
		ask<boolean>('public.offer_mail_stop($1, $2, $3)', [address, sort, secret]);
	const press = (secret: string, wanted: boolean) =>
		ask<{ status: string }>('public.stop_mails($1, $2)', [secret, wanted]);
	/** The state of a mail that is put now. */
	async function put(address: string, sort: string): Promise<string | undefined> {
		const id = crypto.randomUUID();
		await database.sql.query(
			`select internal.put_mail(jsonb_build_object('id', $1::text, 'sealed', 'secret'), $2, $3, 'lv', '{"a": 1}')`,
			[id, sort, address]
		);
		return ask('(select state from internal.mails where id = $1::uuid)', [id]);
	}

	each('whatever is pressed, exactly what was stopped last is not mailed', async () => {
		const command = fc.record({
			address: fc.constantFrom(...addresses),
			sort: fc.constantFrom(...sorts),
			wanted: fc.boolean(),
			capitals: fc.boolean()
		});
		await fc.assert(
			fc.asyncProperty(fc.array(command, { maxLength: 8 }), async (commands) => {
				await database.sql.exec(
					'delete from internal.mail_stops; delete from internal.mail_stop_links; delete from internal.mails'
				);
				const stopped = new Set<string>();
				for (const address of addresses) for (const sort of sorts) await offer(address, sort);
				for (const { address, sort, wanted, capitals } of commands) {
					expect(await press(hash(address, sort), wanted)).toEqual({ status: 'saved', sort });
					stopped[wanted ? 'delete' : 'add'](`${sort} ${address}`);
					const written = capitals ? ` ${address.toUpperCase()}` : address;
					expect(await offer(written, sort)).toBe(wanted);
				}
				for (const address of addresses)
					for (const sort of sorts) {
						const isStopped = stopped.has(`${sort} ${address}`);
						expect(await put(address, sort)).toBe(isStopped ? 'stopped' : 'waiting');
						expect(await ask('public.mail_stop_of($1)', [hash(address, sort)])).toEqual({
							sort,
							stopped: isStopped
						});
					}
				// What nobody has stopped is not asked about: a code to sign in always goes.
				for (const address of addresses) expect(await put(address, 'sign-in')).toBe('waiting');
			}),
			{ numRuns: 15 }
		);
	});

	each('what waits when its sort is stopped does not go, and nothing of it stays', async () => {
		await offer('anna@example.org', 'invitation');
		await put('Anna@example.org', 'invitation');
		await put('anna@example.org', 'operation');
		await press(hash('anna@example.org', 'invitation'), false);
		const left = await database.sql.query(
			'select sort, state, sealed, about from internal.mails order by sort'
		);
		expect(left).toEqual([
			{ sort: 'invitation', state: 'stopped', sealed: null, about: {} },
			{ sort: 'operation', state: 'waiting', sealed: 'secret', about: { a: 1 } }
		]);
	});

	each('a link that is none stops nothing, and tells nothing', async () => {
		await offer('anna@example.org', 'invitation');
		for (const secret of [hash('x', 'y'), '', "' or true --"]) {
			expect(await press(secret, false)).toEqual({ status: 'refused' });
			expect(await ask('public.mail_stop_of($1)', [secret])).toBeNull();
		}
		expect(await put('anna@example.org', 'invitation')).toBe('waiting');
		await expect(offer('anna@example.org', 'sign-in')).rejects.toThrow();
	});

	each('the database and the server know the same sorts', async () => {
		expect(await ask('internal.unasked_mails()')).toEqual(Object.keys(unasked).sort());
	});

	each('no address lies here to be read', async () => {
		await offer('anna@example.org', 'invitation');
		await press(hash('anna@example.org', 'invitation'), false);
		const kept = JSON.stringify(
			await database.sql.query(
				'select * from internal.mail_stops natural full join internal.mail_stop_links'
			)
		);
		expect(kept).toContain('invitation');
		expect(kept).not.toMatch(/anna|example\.org/);
	});

	each('people see and choose on their own page what may come to them', async () => {
		expect(await call(database.sql, 'administrator', 'my_mails', {})).toEqual([
			{ sort: 'corrections-wait', wanted: true },
			{ sort: 'invitation', wanted: true },
			{ sort: 'operation', wanted: true }
		]);
		await call(database.sql, 'administrator', 'save_my_mails', { wanted: ['invitation'] });
		expect(await call(database.sql, 'administrator', 'my_mails', {})).toEqual([
			{ sort: 'corrections-wait', wanted: false },
			{ sort: 'invitation', wanted: true },
			{ sort: 'operation', wanted: false }
		]);
		expect(await call(database.sql, 'former', 'my_mails', {})).toBeNull();
		expect(await call(database.sql, 'former', 'save_my_mails', { wanted: [] })).toEqual({
			status: 'refused'
		});
		expect(await call(database.sql, 'administrator', 'save_my_mails', { wanted: null })).toEqual({
			status: 'refused'
		});
	});
});
