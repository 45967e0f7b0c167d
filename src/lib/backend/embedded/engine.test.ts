// The worker's life: what is slow is answered 503 and ends it, what waits lives through that, what
// crashes it brings it back, and it closes in time.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
	copyFolder,
	makeSmallProject,
	type SmallProject
} from '../../../../tests/setup/small-project.ts';
import {
	openEmbeddedEngine,
	untilNextNight,
	type NightRun,
	type OpenEngine
} from './open-embedded.ts';

let project: SmallProject;
const notes: string[] = [];

beforeAll(async () => {
	project = makeSmallProject();
	const made = await openEmbeddedEngine(project.folder('made'), {
		projectRoot: project.root,
		seed: false
	});
	await made.close();
});
afterAll(() => project.remove());

let count = 0;
async function opened(work: (open: OpenEngine) => Promise<void>, requestTimeout?: number) {
	notes.length = 0;
	const folder = copyFolder(project.folder('made'), project.folder(`copy-${(count += 1)}`));
	const open = await openEmbeddedEngine(folder, {
		projectRoot: project.root,
		seed: false,
		onNote: (text) => notes.push(text),
		...(requestTimeout === undefined ? {} : { requestTimeout })
	});
	try {
		await work(open);
	} finally {
		await open.close();
	}
}

function rpc(open: OpenEngine, name: string, body: object = {}): Promise<Response> {
	return open.engine.fetch(`http://embedded.invalid/rest/v1/rpc/${name}`, {
		method: 'POST',
		headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
}

async function codeOfAnswer(response: Response): Promise<unknown> {
	return ((await response.json()) as { code: unknown }).code;
}

describe('a request that takes too long', () => {
	test('is answered 503 in time; those behind it are served by the next worker; nothing is lost', () =>
		opened(async (open) => {
			const key = { apikey: open.secrets.publishableKey };
			const write = await open.engine.fetch('http://embedded.invalid/rest/v1/notes', {
				method: 'POST',
				headers: { ...key, 'content-type': 'application/json' },
				body: JSON.stringify({ body: 'kept' })
			});
			expect(write.status).toBe(201);
			const begun = performance.now();
			const slow = rpc(open, 'slow', { milliseconds: 60_000 }).then(async (response) => ({
				status: response.status,
				code: await codeOfAnswer(response),
				after: performance.now() - begun
			}));
			const behind = Promise.all([1, 2, 3].map(() => rpc(open, 'readable')));
			expect(await slow).toMatchObject({ status: 503, code: 'backend_timeout' });
			expect((await slow).after).toBeLessThan(3000);
			for (const response of await behind) {
				expect(response.status).toBe(200);
				expect(await response.json()).toContain('kept');
			}
			expect(notes.join()).toContain('restarting');
		}, 1500));

	test('goes on while nobody waits, and is ended when somebody does', () =>
		opened(async (open) => {
			const alone = await rpc(open, 'slow', { milliseconds: 2500 });
			expect(alone.status).toBe(200);
			const slow = rpc(open, 'slow', { milliseconds: 60_000 });
			await pause(1500);
			expect(notes.join()).not.toContain('restarting');
			const next = await rpc(open, 'readable');
			expect(next.status).toBe(200);
			expect(await codeOfAnswer(await slow)).toBe('backend_timeout');
			expect(notes.join()).toContain('restarting');
		}, 800));

	test('stalls neither this thread nor its timers', () =>
		opened(async (open) => {
			let longest = 0;
			let last = performance.now();
			const watch = setInterval(() => {
				longest = Math.max(longest, performance.now() - last);
				last = performance.now();
			}, 5);
			await rpc(open, 'slow', { milliseconds: 1000 });
			clearInterval(watch);
			expect(longest).toBeLessThan(500);
		}));
});

test('a database that broke inside is noticed, started again, and has kept everything', () =>
	opened(async (open) => {
		const write = await open.engine.fetch('http://embedded.invalid/rest/v1/notes', {
			method: 'POST',
			headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
			body: JSON.stringify({ body: 'kept' })
		});
		expect(write.status).toBe(201);
		await rpc(open, 'overflow');
		// Whoever comes next may find it broken, nobody after that.
		expect([200, 503]).toContain((await rpc(open, 'readable')).status);
		const response = await rpc(open, 'readable');
		expect(response.status).toBe(200);
		expect(await response.json()).toContain('kept');
		expect(notes.join()).toContain('no longer answers');
	}));

test('an answer of the database with its own words reaches the log in full and the caller as a code', () =>
	opened(async (open) => {
		const response = await rpc(open, 'complain');
		expect(response.status).toBeGreaterThanOrEqual(400);
		const text = await response.text();
		expect(JSON.parse(text)).toMatchObject({ code: 'backend_error' });
		expect(text).not.toContain('secret of the house');
		expect(notes.join()).toContain('secret of the house');
	}));

test('only the two doors lead to lite, and only with a key', () =>
	opened(async (open) => {
		const ask = (path: string, headers: HeadersInit = { apikey: open.secrets.publishableKey }) =>
			open.engine.fetch(`http://embedded.invalid${path}`, { headers });
		for (const path of [
			'/',
			'/_system/info',
			'/rest/v1/../../_system/info',
			'/rest/v1/%2e%2e/%2e%2e/_system/info',
			'/storage/v1/bucket',
			'/rest/v10/notes',
			'/studio'
		])
			expect((await ask(path)).status, path).toBe(404);
		expect((await ask('/rest/v1/notes?select=body', {})).status).toBe(401);
		expect(
			(await ask('/rest/v1/notes?select=body', { apikey: 'sb_publishable_guess' })).status
		).toBe(401);
		expect((await ask('/rest/v1/notes?select=body')).status).toBe(200);
	}));

test('nobody can sign up', () =>
	opened(async (open) => {
		const response = await open.engine.fetch('http://embedded.invalid/auth/v1/signup', {
			method: 'POST',
			headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
			body: JSON.stringify({ email: 'somebody@example.org', password: 'a long enough password' })
		});
		expect(response.status).toBeGreaterThanOrEqual(400);
	}));

test('upkeep runs in the queue and leaves the database usable', () =>
	opened(async (open) => {
		const [kept, answer] = await Promise.all([open.engine.maintain(), rpc(open, 'readable')]);
		expect(kept).toBe(true);
		expect(answer.status).toBe(200);
		expect(await open.engine.ping(2000)).toBe(true);
	}));

test('the health question gives up in time while a slow request is inside', () =>
	opened(async (open) => {
		const slow = rpc(open, 'slow', { milliseconds: 1500 });
		let isInside = true;
		void slow.then(() => (isInside = false));
		await pause(20); // its body is read before it joins the queue
		expect(await open.engine.ping(200)).toBe(false);
		expect(isInside).toBe(true);
		await slow;
	}));

test('it closes without waiting for a busy database, and says so to whoever comes later', () =>
	opened(async (open) => {
		const slow = rpc(open, 'slow', { milliseconds: 60_000 });
		const waiting = rpc(open, 'readable');
		await open.close();
		expect(await codeOfAnswer(await waiting)).toBe('backend_closed');
		expect((await slow).status).toBe(503);
		expect(await codeOfAnswer(await rpc(open, 'readable'))).toBe('backend_closed');
	}));

test('it closes while the database is being started again, and leaves the folder to the next', () =>
	opened(async (open) => {
		const slow = rpc(open, 'slow', { milliseconds: 60_000 });
		const waiting = rpc(open, 'readable');
		expect((await slow).status).toBe(503);
		await pause(100); // the next worker is opening now
		await open.close();
		expect((await waiting).status).toBe(503);
		const folder = project.folder(`copy-${count}`);
		const next = await openEmbeddedEngine(folder, { projectRoot: project.root, seed: false });
		expect((await rpc(next, 'readable')).status).toBe(200);
		await next.close();
	}, 500));

test('the next night is at half past three, never now', () => {
	expect(untilNextNight(new Date(2026, 0, 1, 3, 0))).toBe(30 * 60_000);
	expect(untilNextNight(new Date(2026, 0, 1, 3, 30))).toBe(24 * 3_600_000);
});

test('what the night did is told, and when it comes next', async () => {
	const runs: NightRun[] = [];
	const folder = copyFolder(project.folder('made'), project.folder('night'));
	vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 0, 1, 3, 29, 58) });
	const open = await openEmbeddedEngine(folder, {
		projectRoot: project.root,
		seed: false,
		onNight: (run) => {
			runs.push(run);
			// Or the next night would begin at once.
			vi.setSystemTime(new Date(2026, 0, 1, 4, 0));
		}
	});
	try {
		await vi.waitFor(() => expect(runs).toHaveLength(2), { timeout: 50_000, interval: 100 });
	} finally {
		vi.useRealTimers();
		await open.close();
	}
	expect(runs.map(({ job, failure }) => [job, failure])).toEqual([
		['upkeep', null],
		['backup', null]
	]);
	for (const { next } of runs) expect(next).toEqual(new Date(2026, 0, 2, 3, 30));
});

test('a visitor’s question is ended sooner when somebody waits, once the thread is warm, and the next one opens at once', () =>
	opened(async (open) => {
		await pause(10_500);
		for (let round = 0; round < 2; round += 1) {
			// The thread of the second round is new, and gets the whole five seconds.
			const slow = rpc(open, 'slow', { milliseconds: 60_000 });
			const behind = rpc(open, 'readable');
			expect(await codeOfAnswer(await slow)).toBe('backend_timeout');
			expect((await behind).status).toBe(200);
			expect(open.engine.awaySince).toBeNull();
		}
		const given = notes.flatMap((note) => /took over (\d+) ms/.exec(note)?.[1] ?? []);
		expect(given).toEqual(['3000', '5000']);
	}));
