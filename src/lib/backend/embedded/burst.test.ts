// Visitors who come at the same moment: nobody may see a hidden row. The same bursts run with the
// queue and without it, on the embedded database and on PostgreSQL. On the embedded database they
// must leak without the queue: if they no longer do, this test proves nothing any more and has to
// be thought through again.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresInstalled, startThrowawayServer } from '../../../../tests/setup/postgres.ts';
import type { ThrowawayServer } from '../../../../tests/setup/postgres.ts';
import {
	copyFolder,
	makeSmallProject,
	type SmallProject
} from '../../../../tests/setup/small-project.ts';
import { databaseOf } from './first-start.ts';
import { serveLite, type Answer } from './lite.ts';
import { openEmbeddedEngine } from './open-embedded.ts';
import { CONNECTIONS, openPostgresEngine } from './open-postgres.ts';
import { Queue } from './queue.ts';
import type { Secrets } from './secrets.ts';
import { openEmbedded, openPostgres, type OpenStore } from './stores.ts';

const BURSTS = 40;
const NO_QUEUE = Infinity;

const secrets: Secrets = {
	jwtSecret: '0'.repeat(64),
	publishableKey: 'sb_publishable_for_the_burst_test_only',
	secretKey: 'sb_secret_for_the_burst_test_only_too'
};

let project: SmallProject;
let server: ThrowawayServer | undefined;
/** A PostgreSQL database with the small project's migration. */
let databaseUrl: string;

beforeAll(async () => {
	project = makeSmallProject();
	const options = { projectRoot: project.root, seed: false };
	await (await openEmbeddedEngine(project.folder('made'), options)).close();
	if (!postgresInstalled()) return;
	server = await startThrowawayServer();
	databaseUrl = await server.freshDatabase('burst');
	await (await openPostgresEngine(databaseUrl, project.folder('data'), options)).close();
});
afterAll(async () => {
	await server?.stop();
	project.remove();
});

interface Outcome {
	leaks: number;
	failures: number;
	answers: number;
}

const CLEAN: Outcome = { leaks: 0, failures: 0, answers: BURSTS * 6 };

/** The questions of the six visitors; the third one's takes a statement more than the others'. */
const QUESTIONS: { path: string; body?: (turn: number) => object; prefer?: string }[] = [
	{ path: 'notes?select=body' },
	{ path: 'rpc/readable', body: () => ({}) },
	{ path: 'notes?select=id,body&order=id&limit=60', prefer: 'count=exact' },
	{ path: 'notes', body: (turn) => ({ body: `note ${turn}` }) },
	{ path: 'rpc/readable', body: () => ({}) },
	{ path: 'notes?select=body&body=like.secret*' }
];

/**
 * What SvelteKit does on every page: layout and page load at the same time. Whoever is answered
 * asks again at once, so that nobody keeps step with anybody: in step, each would be at the same
 * statement of its transaction as the others, and none would commit before all have asked.
 */
async function burst(answer: Answer, key: string): Promise<Outcome> {
	const outcome: Outcome = { leaks: 0, failures: 0, answers: 0 };
	await Promise.all(
		QUESTIONS.map(async ({ path, body, prefer = '' }) => {
			for (let turn = 0; turn < BURSTS; turn += 1) {
				const response = await answer(
					new Request(`http://embedded.invalid/rest/v1/${path}`, {
						method: body === undefined ? 'GET' : 'POST',
						headers: { apikey: key, 'content-type': 'application/json', prefer },
						...(body === undefined ? {} : { body: JSON.stringify(body(turn)) })
					})
				);
				outcome.answers += 1;
				if (response.status >= 400) outcome.failures += 1;
				if ((await response.text()).includes('secret ')) outcome.leaks += 1;
			}
		})
	);
	return outcome;
}

/** The bursts straight at lite behind a queue of this width, as the worker builds it. */
async function burstAt(opening: Promise<OpenStore>, width: number): Promise<Outcome> {
	const store = await opening;
	try {
		const queue = new Queue({ width, waiting: Infinity, patience: 60_000 });
		return await burst(await serveLite(store.connection, secrets, queue), secrets.publishableKey);
	} finally {
		await store.close();
	}
}

describe('the embedded database', () => {
	const copy = (name: string) => copyFolder(project.folder('made'), project.folder(name));

	test('behind the queue: no hidden row, no failure', async () => {
		expect(await burstAt(openEmbedded(databaseOf(copy('queued'))), 1)).toEqual(CLEAN);
	});

	test('without the queue it leaks, which is why there is one', async () => {
		const outcome = await burstAt(openEmbedded(databaseOf(copy('open'))), NO_QUEUE);
		expect(outcome.leaks).toBeGreaterThan(0);
	});

	test('on the whole path, through the worker: no hidden row, no failure', async () => {
		const options = { projectRoot: project.root, seed: false };
		const open = await openEmbeddedEngine(copy('whole'), options);
		try {
			expect(
				await burst((request) => open.engine.fetch(request), open.secrets.publishableKey)
			).toEqual(CLEAN);
		} finally {
			await open.close();
		}
	});
});

describe.skipIf(!postgresInstalled())('PostgreSQL', () => {
	test('behind a queue as wide as its pool: no hidden row, no failure', async () => {
		const outcome = await burstAt(openPostgres(databaseUrl, CONNECTIONS), CONNECTIONS);
		expect(outcome).toEqual(CLEAN);
	});

	test('without the queue: no hidden row either, since every request has a connection of its own', async () => {
		expect(await burstAt(openPostgres(databaseUrl, CONNECTIONS), NO_QUEUE)).toEqual(CLEAN);
	});

	test('even on a single connection without the queue: the pool itself makes requests wait', async () => {
		expect(await burstAt(openPostgres(databaseUrl, 1), NO_QUEUE)).toEqual(CLEAN);
	});

	test('on the whole path, through the worker: no hidden row, no failure', async () => {
		const options = { projectRoot: project.root, seed: false };
		const open = await openPostgresEngine(databaseUrl, project.folder('data'), options);
		try {
			expect(
				await burst((request) => open.engine.fetch(request), open.secrets.publishableKey)
			).toEqual(CLEAN);
		} finally {
			await open.close();
		}
	});
});
