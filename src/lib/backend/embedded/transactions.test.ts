// What reaches the database of a transaction, in how many round trips, and that a question is never
// sent without its settings.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { token } from '../../../../supabase/tests/people.ts';
import { postgresInstalled, startThrowawayServer } from '../../../../tests/setup/postgres.ts';
import type { ThrowawayServer } from '../../../../tests/setup/postgres.ts';
import {
	copyFolder,
	makeSmallProject,
	type SmallProject
} from '../../../../tests/setup/small-project.ts';
import { startWire, type Wire } from '../../../../tests/setup/wire.ts';
import { databaseOf } from './first-start.ts';
import { serveLite, type Answer } from './lite.ts';
import { openEmbeddedEngine } from './open-embedded.ts';
import { openPostgresEngine } from './open-postgres.ts';
import { Queue } from './queue.ts';
import type { Secrets } from './secrets.ts';
import { openEmbedded, openPostgres, type OpenStore } from './stores.ts';
import { kyselyOver, type Line } from './transactions.ts';

interface Sent {
	line: number;
	text: string;
}

/** The settings that a batch makes, read back from its text. */
function settingsIn(text: string): [string, string][] {
	const [, encoded = ''] = /decode\('([A-Za-z0-9+/=]*)', 'base64'\)/.exec(text) ?? [];
	return JSON.parse(Buffer.from(encoded, 'base64').toString() || '[]') as [string, string][];
}

/**
 * A database that writes down what it is sent and takes every setting, unless `take` says
 * otherwise.
 */
function paper(take: (text: string) => Record<string, unknown>[] = takeAll) {
	const sent: Sent[] = [];
	let count = 0;
	const database = kyselyOver(() => {
		const line = (count += 1);
		const made: Line = {
			query(text) {
				sent.push({ line, text });
				return Promise.resolve({ rows: [{ answer: 1 }] });
			},
			// Nothing answers at once: what comes meanwhile is what this must stand.
			async batch(text) {
				sent.push({ line, text });
				await new Promise((resolve) => setTimeout(resolve, 1));
				return [[], take(text)];
			},
			release() {}
		};
		return Promise.resolve(made);
	});
	return { database, sent, texts: () => sent.map(({ text }) => text.replace(/;[^]*/, '; ...')) };
}

const takeAll = (text: string) => settingsIn(text).map(([, value]) => ({ value }));

type Transaction = Parameters<
	Parameters<ReturnType<ReturnType<typeof kyselyOver>['transaction']>['execute']>[0]
>[0];

/** Sends a statement as lite does. */
const send = (transaction: Transaction, sql: string, parameters: unknown[] = []) =>
	transaction.executeQuery({
		sql,
		parameters,
		query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
		queryId: { queryId: 'test' }
	});

const asRole = (transaction: Transaction, role: string) =>
	send(transaction, "SELECT set_config('role', $1, true)", [role]);

describe('a transaction', () => {
	test('takes its settings along when it begins, and ends with its last question', async () => {
		const { database, sent, texts } = paper();
		await database.transaction().execute(async (transaction) => {
			await asRole(transaction, 'anon');
			await send(transaction, 'SET LOCAL ROLE "anon"');
			await send(transaction, "SELECT set_config('response.status', '', true)");
			await send(transaction, 'SET LOCAL transaction_read_only = on');
			await send(transaction, 'select a question');
			await send(
				transaction,
				"SELECT current_setting('response.status', true) AS status,\n current_setting('response.headers', true) AS headers"
			);
		});
		expect(settingsIn(sent[0]?.text ?? '')).toEqual([
			['role', 'anon'],
			['role', 'anon'],
			['response.status', ''],
			['transaction_read_only', 'on']
		]);
		expect(texts()).toEqual([
			'begin; ...',
			'select a question',
			expect.stringContaining("'response.status', true) AS status")
		]);
		expect(sent[2]?.text).toMatch(/; commit$/);
	});

	test('without a question sends nothing', async () => {
		const { database, sent } = paper();
		await database.transaction().execute((transaction) => asRole(transaction, 'anon'));
		expect(sent).toEqual([]);
	});

	test('keeps its settings to itself, whoever else begins meanwhile', async () => {
		const { database, sent } = paper();
		const marks = Array.from({ length: 30 }, (_, index) => `visitor ${index}`);
		await Promise.all(
			marks.map((mark, index) =>
				database.transaction().execute(async (transaction) => {
					await asRole(transaction, 'anon');
					for (let wait = index % 5; wait > 0; wait -= 1) await Promise.resolve();
					if (index % 3 === 0) await new Promise((resolve) => setTimeout(resolve, index % 4));
					await send(transaction, "SELECT set_config('request.jwt.claim.sub', $1, true)", [mark]);
					await send(transaction, `question of ${mark}`);
				})
			)
		);
		for (const mark of marks) {
			const { line } = sent.find(({ text }) => text === `question of ${mark}`) ?? { line: 0 };
			const own = sent.filter((one) => one.line === line).map(({ text }) => text);
			expect(own).toHaveLength(3);
			expect(settingsIn(own[0] ?? '')).toEqual([
				['role', 'anon'],
				['request.jwt.claim.sub', mark]
			]);
			expect(own[2]).toBe('commit');
		}
	});

	test('lets questions that come together wait for the same beginning', async () => {
		const { database, texts } = paper();
		await database.transaction().execute(async (transaction) => {
			await asRole(transaction, 'anon');
			await Promise.all([send(transaction, 'first'), send(transaction, 'second')]);
		});
		expect(texts()).toEqual(['begin; ...', 'first', 'second', 'commit']);
	});

	test.each([
		[
			'fails',
			() => {
				throw new Error('role "anon" does not exist');
			}
		],
		['answers without rows', () => []],
		['answers with another role', () => [{ value: 'postgres' }]]
	])('whose beginning %s never sends its question', async (_, take) => {
		const { database, texts } = paper(take);
		await expect(
			database.transaction().execute(async (transaction) => {
				await asRole(transaction, 'anon');
				// Also when whoever asks does not listen and asks on.
				await send(transaction, 'first').catch(() => {});
				await send(transaction, 'second');
			})
		).rejects.toThrow();
		expect(texts()).toEqual(['begin; ...', 'rollback']);
	});

	test('that has ended with its last question sends no other', async () => {
		const { database, texts } = paper();
		await expect(
			database.transaction().execute(async (transaction) => {
				await asRole(transaction, 'anon');
				await send(
					transaction,
					"SELECT current_setting('response.status', true) AS status, current_setting('response.headers', true) AS headers"
				);
				await send(transaction, 'select everything');
			})
		).rejects.toThrow();
		expect(texts()).toEqual(['begin; ...', expect.stringContaining('; ...')]);
	});

	test('sends in its place what it does not know, after everything before it', async () => {
		const { database, texts } = paper();
		await database.transaction().execute(async (transaction) => {
			await asRole(transaction, 'anon');
			await send(transaction, 'SET LOCAL search_path = other');
			await asRole(transaction, 'authenticated');
			await send(transaction, 'question');
		});
		expect(texts()).toEqual([
			'begin; ...',
			'SET LOCAL search_path = other',
			"SELECT set_config('role', $1, true)",
			'question',
			'commit'
		]);
	});
});

const secrets: Secrets = {
	jwtSecret: '0'.repeat(64),
	publishableKey: 'sb_publishable_for_this_test_only',
	secretKey: 'sb_secret_for_this_test_only_too'
};

/** What a text of a visitor could do harm with, were it not encoded. */
const NASTY = String.raw`'; drop table notes; -- \'; $1 $$ E'\\' "`;

let project: SmallProject;
let server: ThrowawayServer | undefined;
let wire: Wire | undefined;

beforeAll(async () => {
	project = makeSmallProject();
	const options = { projectRoot: project.root, seed: false };
	await (await openEmbeddedEngine(project.folder('made'), options)).close();
	if (!postgresInstalled()) return;
	server = await startThrowawayServer();
	const databaseUrl = await server.freshDatabase('transactions');
	await (await openPostgresEngine(databaseUrl, project.folder('data'), options)).close();
	wire = await startWire(databaseUrl);
});
afterAll(async () => {
	await wire?.close();
	await server?.stop();
	project.remove();
});

interface Served {
	store: OpenStore;
	answer: Answer;
	/** Round trips since the last call. A call into the embedded database counts as one. */
	roundTrips(): number;
}

let copies = 0;

async function serveEmbedded(): Promise<Served> {
	const folder = copyFolder(project.folder('made'), project.folder(`copy-${(copies += 1)}`));
	const store = await openEmbedded(databaseOf(folder));
	const queue = new Queue({ width: 1, waiting: Infinity, patience: 60_000 });
	const answer = await serveLite(store.connection, secrets, queue);
	const { driver } = store.connection as unknown as {
		driver: { query(): Promise<unknown>; exec(): Promise<unknown> };
	};
	const spies = [vi.spyOn(driver, 'query'), vi.spyOn(driver, 'exec')];
	return {
		store,
		answer,
		roundTrips() {
			const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
			for (const spy of spies) spy.mockClear();
			return count;
		}
	};
}

/**
 * Without a queue and with two connections: what one visitor leaves behind on one, the next one
 * finds.
 */
async function servePostgres(): Promise<Served> {
	const { address, take } = wire ?? (await Promise.reject<Wire>(new Error('no server')));
	const store = await openPostgres(address, 2);
	const queue = new Queue({ width: Infinity, waiting: Infinity, patience: 60_000 });
	return {
		store,
		answer: await serveLite(store.connection, secrets, queue),
		roundTrips: () => take().roundTrips
	};
}

interface Who {
	user: string;
	sub: string;
	claims: string | null;
	path: string;
	mark: string;
	read_only: string;
}

describe.each([
	{ name: 'the embedded database', serve: serveEmbedded, missing: false },
	{ name: 'PostgreSQL', serve: servePostgres, missing: !postgresInstalled() }
])('on $name', ({ serve, missing }) => {
	let served: Served;
	beforeAll(async () => {
		if (!missing) served = await serve();
	});
	afterAll(() => served?.store.close());
	const each = test.skipIf(missing);

	const ask = async (path: string, body?: object, headers: Record<string, string> = {}) => {
		const response = await served.answer(
			new Request(`http://embedded.invalid/rest/v1/${path}`, {
				method: body === undefined ? 'GET' : 'POST',
				headers: {
					apikey: secrets.publishableKey,
					'content-type': 'application/json',
					...headers
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) })
			})
		);
		return { status: response.status, text: await response.text() };
	};
	const who = async (mark: string, headers: Record<string, string> = {}, body?: object) =>
		JSON.parse((await ask('rpc/whoami', body, { 'x-mark': mark, ...headers })).text) as Who;
	const bearer = (sub: string) => ({
		authorization: `Bearer ${token('editor', secrets.jwtSecret, { sub })}`
	});
	const nobody = { user: 'anon', claims: null };

	each('a question takes three round trips, whoever asks', async () => {
		// The least of some: each of the two connections asks once for the types of a question's
		// parameters.
		const cost = async (...question: Parameters<typeof ask>) => {
			let least = Infinity;
			for (let turn = 0; turn < 6; turn += 1) {
				served.roundTrips();
				expect((await ask(...question)).status).toBeLessThan(300);
				least = Math.min(least, served.roundTrips());
			}
			return least;
		};
		expect(await cost('notes?select=body')).toBe(3);
		expect(await cost('notes?select=body&body=eq.open')).toBe(3);
		expect(await cost('notes', { body: 'written' })).toBe(3);
		expect(await cost('rpc/whoami')).toBe(3);
		expect(await cost('rpc/whoami', {})).toBe(3);
		expect(await cost('rpc/whoami', {}, bearer('somebody'))).toBe(3);
		expect(await cost('rpc/slow', { milliseconds: 1 })).toBe(3);
	});

	each('the settings are those of the request, and no text of a visitor ends them', async () => {
		expect(await who(NASTY.replaceAll('$', ''))).toEqual({
			...nobody,
			sub: '',
			path: '/rpc/whoami',
			mark: NASTY.replaceAll('$', ''),
			read_only: 'on'
		});
		const sub = `${NASTY} Ķēniņš \u{1F33F}`;
		expect(await who('second', bearer(sub), {})).toEqual({
			user: 'authenticated',
			sub,
			claims: sub,
			path: '/rpc/whoami',
			mark: 'second',
			read_only: 'off'
		});
	});

	each('everybody at once: each is answered as who asked', async () => {
		const asked = Array.from({ length: 60 }, (_, index) => ({
			mark: `mark ${index}`,
			sub: index % 3 === 0 ? '' : `person ${index}`
		}));
		const answers = await Promise.all(
			asked.map(({ mark, sub }, index) =>
				who(mark, sub === '' ? {} : bearer(sub), index % 2 === 0 ? {} : undefined)
			)
		);
		expect(answers.map(({ mark, sub, user }) => ({ mark, sub, user }))).toEqual(
			asked.map(({ mark, sub }) => ({ mark, sub, user: sub === '' ? 'anon' : 'authenticated' }))
		);
	});

	each('nothing of a request is left when it has failed', async () => {
		const left = () =>
			served.store.asOwner((sql) =>
				sql.query<Record<string, unknown>>(
					`select current_user = session_user as owner,
						coalesce(current_setting('request.jwt.claim.sub', true), '') as sub,
						coalesce(current_setting('request.jwt.claims', true), '') as claims,
						current_setting('transaction_read_only') as read_only`
				)
			);
		const clean = { owner: true, sub: '', claims: '', read_only: 'off' };
		const failing: Parameters<typeof ask>[] = [
			['rpc/complain', {}],
			// Refused by the database: the question itself, and the role of the claims before it.
			['notes?select=hidden', undefined, bearer('somebody')],
			[
				'rpc/whoami',
				{},
				{ authorization: `Bearer ${token('editor', secrets.jwtSecret, { role: 'nobody_at_all' })}` }
			]
		];
		for (const question of failing) {
			expect((await ask(...question)).status).toBeGreaterThanOrEqual(400);
			// As many at once as there are connections, so that each of them is looked at.
			expect((await Promise.all([left(), left()])).flat()).toEqual([clean, clean]);
			expect(await who('after')).toMatchObject({ ...nobody, mark: 'after' });
		}
	});
});

describe.skipIf(!postgresInstalled())('a question that is cancelled on PostgreSQL', () => {
	test('leaves nothing behind either', async () => {
		const { store, answer } = await servePostgres();
		try {
			const ask = (path: string, body: object) =>
				answer(
					new Request(`http://embedded.invalid/rest/v1/rpc/${path}`, {
						method: 'POST',
						headers: { apikey: secrets.publishableKey, 'content-type': 'application/json' },
						body: JSON.stringify(body)
					})
				);
			const slow = ask('slow', { milliseconds: 60_000 });
			await vi.waitFor(
				() =>
					store.asOwner(async (sql) => {
						const [row] = await sql.query<{ cancelled: boolean }>(
							"select bool_or(pg_cancel_backend(pid)) as cancelled from pg_stat_activity where query like '%slow%' and pid <> pg_backend_pid() and state = 'active'"
						);
						expect(row?.cancelled).toBe(true);
					}),
				{ timeout: 4000, interval: 20 }
			);
			expect((await slow).status).toBeGreaterThanOrEqual(400);
			const after = await Promise.all([1, 2].map(() => ask('whoami', {})));
			for (const response of after)
				expect(await response.json()).toMatchObject({ user: 'anon', sub: '' });
		} finally {
			await store.close();
		}
	});
});
