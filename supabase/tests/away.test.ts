// The PostgreSQL server paused, stopped, locked and without room for one more connection: what is
// asked is answered in its time, only what needs a locked row fails, the thread that asks is never
// restarted for it, and everything is right again soon afterwards. Times are bounds that must hold,
// not measurements.
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPostgresEngine, CONNECTIONS } from '#lib/backend/embedded/open-postgres.ts';
import type { FromWorker } from '#lib/backend/embedded/protocol.ts';
import { startWorker } from '#lib/backend/embedded/worker-task.ts';
import type { OpenEngine } from '#lib/backend/embedded/open-embedded.ts';
import { makeSmallProject, type SmallProject } from '../../tests/setup/small-project.ts';
import { postgresInstalled, startThrowawayServer, type ThrowawayServer } from './throwaway.ts';

/**
 * Milliseconds nobody waits longer, on a machine with much to do: five seconds and as much again.
 */
const BOUND = 10_000;

/**
 * Milliseconds after which everything is right again: two seconds, and room for a machine with much
 * to do.
 */
const SOON = 5000;

let project: SmallProject;
let server: ThrowawayServer;
let address: string;
let open: OpenEngine;
const notes: string[] = [];
const steps: string[] = [];

const openEngine = () =>
	openPostgresEngine(address, project.folder('data'), {
		projectRoot: project.root,
		seed: false,
		onNote: (text) => notes.push(text),
		onProgress: ({ message }) => steps.push(message)
	});

const installed = postgresInstalled() || process.env.CI === 'true';

beforeAll(async () => {
	if (!installed) return;
	project = makeSmallProject();
	server = await startThrowawayServer();
	address = await server.freshDatabase('away');
	open = await openEngine();
});
afterAll(async () => {
	await open?.close();
	await server?.stop();
	project?.remove();
});
beforeEach(() => {
	notes.length = 0;
	steps.length = 0;
});

const key = () => ({ apikey: open.secrets.publishableKey, 'content-type': 'application/json' });

async function asked(path: string, body?: object) {
	const begun = performance.now();
	const response = await open.engine.fetch(`http://embedded.invalid/rest/v1/${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: key(),
		...(body === undefined ? {} : { body: JSON.stringify(body) })
	});
	const text = await response.text();
	return { status: response.status, text, after: performance.now() - begun };
}

const read = () => asked('notes?select=body');
const write = (body: string) => asked('notes', { body });
const times = <T>(count: number, work: () => Promise<T>) =>
	Promise.all(Array.from({ length: count }, work));

async function untilRight(): Promise<number> {
	const begun = performance.now();
	while ((await read()).status !== 200 && performance.now() - begun < 60_000) await pause(50);
	return performance.now() - begun;
}

const isRestarted = () => notes.some((note) => note.includes('restarting'));
const of = (text: string) => notes.filter((note) => note.includes(text)).length;

/** Work on the database beside the server of the product, with a connection of its own. */
async function beside<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = postgres(address, { max: 1, onnotice: () => {} });
	try {
		return await work(sql);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

test.skipIf(!installed)(
	'paused: nobody waits longer than his time, and it is said once',
	async () => {
		expect((await write('before the pause')).status).toBe(201);
		server.pause();
		let rightAfter: number;
		try {
			const first = await times(30, read);
			expect(first.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 503));
			expect(Math.max(...first.map(({ after }) => after))).toBeLessThan(BOUND);
			expect(open.engine.awaySince).not.toBeNull();
			// Now it is known, and nobody waits at all.
			const later = await times(100, read);
			expect(later.every(({ text }) => text.includes('backend_away'))).toBe(true);
			expect(Math.max(...later.map(({ after }) => after))).toBeLessThan(1000);
			expect(await open.engine.ping(1000)).toBe(false);
		} finally {
			server.goOn();
			rightAfter = await untilRight();
		}
		expect(rightAfter).toBeLessThan(SOON);
		expect(open.engine.awaySince).toBeNull();
		const after = await times(40, read);
		expect(after.every(({ status, text }) => status === 200 && text.includes('before'))).toBe(true);
		expect((await write('after the pause')).status).toBe(201);
		expect([of('is away'), of('is back'), isRestarted()]).toEqual([1, 1, false]);
	}
);

test.skipIf(!installed)('a pause shorter than anybody notices fails nobody', async () => {
	await times(CONNECTIONS, read);
	server.pause();
	const asking = times(10, read);
	await pause(700);
	server.goOn();
	expect((await asking).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
	expect(notes).toEqual([]);
});

test.skipIf(!installed)('stopped and started again', async () => {
	await times(CONNECTIONS, read);
	await server.shutDown();
	let rightAfter: number;
	try {
		const meanwhile = await times(30, read);
		expect(meanwhile.every(({ status }) => status === 503)).toBe(true);
		expect(Math.max(...meanwhile.map(({ after }) => after))).toBeLessThan(BOUND);
		await pause(1500);
		expect((await read()).after).toBeLessThan(1000);
	} finally {
		await server.startAgain();
		rightAfter = await untilRight();
	}
	expect(rightAfter).toBeLessThan(SOON);
	expect((await times(20, read)).every(({ status }) => status === 200)).toBe(true);
	expect([of('is away'), of('is back'), isRestarted()]).toEqual([1, 1, false]);
});

test.skipIf(!installed)(
	'a lock fails only what needs what is locked, and that in its time',
	async () => {
		await beside(async (sql) => {
			await sql.begin(async (transaction) => {
				await transaction`lock table public.notes in share row exclusive mode`;
				// Half of the connections wait for it, and reading goes on beside them.
				const writes = times(CONNECTIONS / 2, () => write('locked out'));
				await pause(500);
				const reads = [];
				for (let round = 0; round < 10; round += 1) reads.push(...(await times(4, read)));
				expect(reads.every(({ status }) => status === 200)).toBe(true);
				const refused = await writes;
				expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 503));
				expect(refused.every(({ text }) => text.includes('backend_timeout'))).toBe(true);
				expect(Math.max(...refused.map(({ after }) => after))).toBeLessThan(BOUND);
			});
		});
		expect((await write('let in again')).status).toBe(201);
		expect((await read()).text).not.toContain('locked out');
		expect([of('is away'), isRestarted(), open.engine.awaySince]).toEqual([0, false, null]);
	}
);

test.skipIf(!installed)('without room for more connections those there are go on', async () => {
	await times(3, read);
	await beside(
		(sql) =>
			sql`select pg_terminate_backend(pid) from pg_stat_activity
			where application_name = 'tikls' and pid in (select pid from pg_stat_activity
				where application_name = 'tikls' offset 2)`
	);
	const guests: postgres.Sql[] = [];
	try {
		for (;;) {
			const guest = postgres(address, { max: 1, onnotice: () => {} });
			guests.push(guest);
			try {
				await guest`select 1`;
			} catch (error) {
				expect(error).toMatchObject({ code: '53300' });
				break;
			}
		}
		const answers = await times(60, read);
		expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
		expect((await write('in a crowd')).status).toBe(201);
	} finally {
		await Promise.all(guests.map((guest) => guest.end({ timeout: 1 })));
	}
	expect([of('is away'), isRestarted()]).toEqual([0, false]);
	expect((await times(20, read)).every(({ status }) => status === 200)).toBe(true);
});

test.skipIf(!installed)('a start waits for another server at work, and says so', async () => {
	await beside(async (sql) => {
		await sql`select pg_advisory_lock(7406912358)`;
		const second = openEngine();
		while (steps.length === 0) await pause(50);
		expect(steps.join()).toContain('Another server is preparing this database');
		// The one that serves already does not care.
		expect((await read()).status).toBe(200);
		// Nor does a thread that has to start again: what the lock is for has been done.
		const thread = startWorker({
			task: 'serve',
			store: { kind: 'postgres', databaseUrl: address, connections: 1 },
			width: 1,
			secrets: open.secrets,
			projectRoot: project.root,
			seed: false,
			again: true
		});
		const said = await new Promise<FromWorker>((resolve) => thread.once('message', resolve));
		await thread.terminate();
		expect(said.type).toBe('ready');
		await sql`select pg_advisory_unlock(7406912358)`;
		await (await second).close();
	});
});

test.skipIf(!installed)(
	'a start that waits for a table somebody has locked says who, once, and goes on afterwards',
	async () => {
		await beside(async (sql) => {
			const [own] = await sql`select pg_backend_pid() as pid`;
			await sql`begin`;
			await sql`lock table supabase_migrations.schema_migrations in access exclusive mode`;
			const second = openEngine();
			while (steps.length === 0) await pause(50);
			// Longer than it takes to look again.
			await pause(2500);
			expect(steps.filter((step) => step.includes(`process ${own?.pid} `))).toHaveLength(1);
			await sql`rollback`;
			await (await second).close();
		});
	}
);
