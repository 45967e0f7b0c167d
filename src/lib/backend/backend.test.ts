// The seam: how the backend is chosen, and that the same questions get the same answers from each
// of the three, with the whole schema and seed.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveHosted, type HostedStandIn } from '../../../tests/setup/hosted.ts';
import { postgresInstalled, startThrowawayServer } from '../../../tests/setup/postgres.ts';
import type { ThrowawayServer } from '../../../tests/setup/postgres.ts';
import { makeSmallProject, type SmallProject } from '../../../tests/setup/small-project.ts';
import {
	StartError,
	chooseBackend,
	openBackend,
	type Backend,
	type Progress
} from './backend.server.ts';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

describe('the choice', () => {
	const hosted = {
		PUBLIC_SUPABASE_URL: 'https://example.supabase.co',
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x'
	};
	const DATABASE_URL = 'postgres://somebody@localhost/tikls';

	test('is the embedded database when nothing is set, or set to nothing', () => {
		expect(chooseBackend({})).toEqual({ kind: 'embedded', dataDir: join(process.cwd(), 'data') });
		expect(
			chooseBackend({ DATABASE_URL: ' ', PUBLIC_SUPABASE_URL: '', DATA_DIR: '/srv/tikls' })
		).toEqual({
			kind: 'embedded',
			dataDir: '/srv/tikls'
		});
	});

	test('is PostgreSQL or hosted Supabase when that is set', () => {
		expect(chooseBackend({ DATABASE_URL, DATA_DIR: '/srv/tikls' })).toEqual({
			kind: 'postgres',
			databaseUrl: DATABASE_URL,
			dataDir: '/srv/tikls'
		});
		expect(chooseBackend(hosted)).toEqual({
			kind: 'supabase',
			url: hosted.PUBLIC_SUPABASE_URL,
			publishableKey: hosted.PUBLIC_SUPABASE_PUBLISHABLE_KEY
		});
	});

	test.each([
		['two at once', { ...hosted, DATABASE_URL }],
		[
			'a database and half of hosted Supabase',
			{ DATABASE_URL, PUBLIC_SUPABASE_URL: hosted.PUBLIC_SUPABASE_URL }
		],
		['an address without a key', { PUBLIC_SUPABASE_URL: hosted.PUBLIC_SUPABASE_URL }],
		['a key without an address', { PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x' }],
		['an address that is none', { ...hosted, PUBLIC_SUPABASE_URL: 'example.supabase.co' }],
		['a database of another kind', { DATABASE_URL: 'mysql://localhost/tikls' }],
		[
			'a secret key in the public place',
			{ ...hosted, PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_secret_x' }
		]
	])('is refused with a sentence: %s', (_, env) => {
		expect(() => chooseBackend(env)).toThrow(
			expect.objectContaining({
				code: 'CONFIGURATION',
				message: expect.stringMatching(/^\w[^\n]*\.$/) as string
			})
		);
	});
});

describe('the three backends answer alike', () => {
	let small: SmallProject;
	let server: ThrowawayServer | undefined;
	let standIn: HostedStandIn | undefined;
	const backends: Partial<Record<Backend['kind'], Backend>> = {};
	const progress: Progress[] = [];

	beforeAll(async () => {
		small = makeSmallProject();
		backends.embedded = await openBackend(chooseBackend({ DATA_DIR: small.folder('embedded') }), {
			projectRoot,
			onProgress: (step) => progress.push(step)
		});
		if (!postgresInstalled()) return;
		server = await startThrowawayServer();
		const databaseUrl = await server.freshDatabase('whole');
		backends.postgres = await openBackend(
			chooseBackend({ DATABASE_URL: databaseUrl, DATA_DIR: small.folder('postgres') }),
			{ projectRoot }
		);
		standIn = await serveHosted({
			databaseUrl,
			dataDir: small.folder('hosted'),
			projectRoot,
			seed: false
		});
		backends.supabase = await openBackend(
			chooseBackend({
				PUBLIC_SUPABASE_URL: standIn.url,
				PUBLIC_SUPABASE_PUBLISHABLE_KEY: standIn.publishableKey
			})
		);
	}, 300_000);

	afterAll(async () => {
		for (const backend of Object.values(backends)) await backend.close();
		await standIn?.stop();
		await server?.stop();
		small.remove();
	});

	const kinds = postgresInstalled()
		? (['embedded', 'postgres', 'supabase'] as const)
		: (['embedded'] as const);

	function opened(kind: Backend['kind']): Backend {
		const backend = backends[kind];
		if (backend === undefined) throw new Error(`${kind} is not open`);
		return backend;
	}

	test('the first start says what it did', () => {
		expect(opened('embedded').opening).toMatchObject({ created: true, seeded: true });
		const steps = progress.map(({ step }) => step);
		expect(steps).toEqual(expect.arrayContaining(['creating', 'seeding']));
		// What lies ready in a build has its migrations already.
		expect(steps.includes('migrating')).toBe(opened('embedded').opening.migrations.length > 0);
	});

	test('its secrets are readable by nobody else', () => {
		const folder = small.folder('embedded');
		expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o077).toBe(0);
		expect(readdirSync(folder).filter((name) => name.includes('making'))).toEqual([]);
		expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain('super-secret');
	});

	test('a second one on the same folder is refused and names the holder', async () => {
		const again = openBackend(chooseBackend({ DATA_DIR: small.folder('embedded') }), {
			projectRoot
		});
		await expect(again).rejects.toBeInstanceOf(StartError);
		await expect(again).rejects.toMatchObject({
			code: 'DATA_IN_USE',
			message: expect.stringContaining(`process ${process.pid}`) as string
		});
		expect(await opened('embedded').healthy(10_000)).toBe(true);
	});

	describe.each(kinds)('%s', (kind) => {
		test('is healthy', async () => {
			expect(await opened(kind).healthy(10_000)).toBe(true);
		});

		test('finds the same organisations in the same order', async () => {
			const ask = (backend: Backend) =>
				backend.visitor.from('organisations').select('slug,kind,name').order('slug');
			const { data, error } = await ask(opened(kind));
			expect(error).toBeNull();
			expect(data).toHaveLength(26);
			expect(data).toEqual((await ask(opened('embedded'))).data);
		});

		test('lets a visitor write nothing', async () => {
			const { visitor } = opened(kind);
			expect(
				(await visitor.from('content_version').update({ version: 9 }).eq('singleton', true)).error
					?.code
			).toBe('42501');
			expect((await visitor.from('topics').delete().neq('id', '')).error?.code).toBe('42501');
		});
	});

	test.skipIf(!postgresInstalled())('hosted Supabase was asked by HTTP', () => {
		expect(
			standIn?.requests.some((request) => request.startsWith('GET /rest/v1/organisations'))
		).toBe(true);
	});

	test.skipIf(!postgresInstalled())(
		'hosted Supabase that is gone is not healthy, and does not throw',
		async () => {
			const gone = await openBackend({
				kind: 'supabase',
				url: 'http://127.0.0.1:9',
				publishableKey: 'x'
			});
			expect(await gone.healthy()).toBe(false);
			expect((await gone.visitor.from('topics').select('id')).error).not.toBeNull();
		}
	);

	test.skipIf(!postgresInstalled())(
		'a slow statement on PostgreSQL ends in five seconds without a restart',
		async () => {
			const url = await server!.freshDatabase('slow');
			const notes: string[] = [];
			const slow = await openBackend(
				chooseBackend({ DATABASE_URL: url, DATA_DIR: small.folder('slow') }),
				{
					projectRoot: small.root,
					onNote: (text) => notes.push(text)
				}
			);
			// The small project's functions are not in the generated types.
			const visitor = slow.visitor as unknown as {
				rpc(
					name: string,
					body: object
				): PromiseLike<{ status: number; error: { code: string } | null }>;
			};
			const { status, error } = await visitor.rpc('slow', { milliseconds: 30_000 });
			expect({ status, code: error?.code }).toEqual({ status: 503, code: 'backend_timeout' });
			expect(notes.join()).not.toContain('restarting');
			await slow.close();
		}
	);
});

test('a read that is answered 503 is not asked again', async () => {
	let asked = 0;
	const server = createServer((_, response) => {
		asked += 1;
		response.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"busy"}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const choice = {
		kind: 'supabase',
		url: `http://127.0.0.1:${port}`,
		publishableKey: 'x'
	} as const;
	const { visitor } = await openBackend(choice);
	expect((await visitor.from('topics').select('id')).status).toBe(503);
	expect(asked).toBe(1);
	server.closeAllConnections();
	server.close();
});

test('what shades and encrypts for a hosted project is never the key that is public', async () => {
	const open = (secretKey?: string) =>
		openBackend({
			kind: 'supabase',
			url: 'http://127.0.0.1:9',
			publishableKey: 'sb_publishable_x',
			...(secretKey && { secretKey })
		});
	// Who knows the public key alone has all there is to know: two servers would be alike.
	const [one, other] = [await open(), await open()];
	expect(one.shade('address')).not.toBe(other.shade('address'));
	expect(other.decrypt(one.encrypt('text', 'mail'), 'mail')).toBeNull();
	expect(one.decrypt(one.encrypt('text', 'mail'), 'mail')).toBe('text');
	// With a secret one several servers of an installation are alike.
	const [same, again] = [await open('sb_secret_x'), await open('sb_secret_x')];
	expect(same.shade('address')).toBe(again.shade('address'));
	expect(again.decrypt(same.encrypt('text', 'mail'), 'mail')).toBe('text');
});

describe('a PostgreSQL server that cannot be used', () => {
	test('is a sentence without the password', async () => {
		const small = makeSmallProject();
		const choice = chooseBackend({
			DATABASE_URL: 'postgres://somebody:hunter2@127.0.0.1:9/tikls',
			DATA_DIR: small.folder('data')
		});
		const opening = openBackend(choice, { projectRoot: small.root });
		await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
		await expect(opening).rejects.not.toThrow(/hunter2/);
		small.remove();
	});
});

test('a project without its list of rights does not start', async () => {
	const small = makeSmallProject();
	writeFileSync(join(small.root, 'supabase', 'grants.json'), '{}');
	await expect(
		openBackend(chooseBackend({ DATA_DIR: small.folder('data') }), { projectRoot: small.root })
	).rejects.toMatchObject({ code: 'CONFIGURATION' });
	expect(readdirSync(small.folder('data'))).not.toContain('database');
	small.remove();
});
