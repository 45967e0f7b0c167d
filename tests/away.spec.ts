// A PostgreSQL server that is paused and goes on again, as visitors see it: pages that are kept
// come at once and say how old they are, the others are refused in their time and in the page's
// language, /healthz says which, and then everything is as before.
import { expect, test } from '@playwright/test';
import { startThrowawayServer, postgresInstalled } from './setup/postgres.ts';
import { startServer } from './setup/server.ts';

test.skip(!postgresInstalled() && process.env.CI !== 'true', 'PostgreSQL is not installed');

const kept = ['/', '/en', '/pasakumi', '/en/events', '/par'];

test('kept pages while the database is paused', async () => {
	const database = await startThrowawayServer();
	const server = await startServer({
		env: { DATABASE_URL: await database.freshDatabase('paused') }
	});
	const get = async (path: string, headers: Record<string, string> = {}) => {
		const begun = performance.now();
		const response = await fetch(server.url + path, {
			headers: { accept: 'text/html', ...headers },
			// Nobody may wait longer, also on a machine with much to do: five seconds and as much again.
			signal: AbortSignal.timeout(10_000)
		});
		const text = await response.text();
		return {
			status: response.status,
			headers: response.headers,
			text,
			ms: performance.now() - begun
		};
	};
	const health = async () =>
		JSON.parse((await get('/healthz')).text) as { [field: string]: unknown };
	try {
		const before = new Map<string, string>();
		for (const path of kept) before.set(path, (await get(path)).text);
		expect(await health()).toMatchObject({ pages: 'answered', database: 'ok', disk: 'ok' });

		database.pause();
		try {
			// What was just asked for is answered from memory, also before anybody knows that the
			// database is away.
			for (const path of kept) expect((await get(path)).text).toBe(before.get(path));
			const unknown = await Promise.all([
				get('/?q=seminārs'),
				get('/en/events?q=seminar', { 'accept-language': 'en' })
			]);
			for (const { status, headers } of unknown) {
				expect(status).toBe(503);
				expect(headers.get('retry-after')).toBe('5');
			}
			expect(unknown[0]?.text).toContain('Katalogs brīdi neatbild');
			expect(unknown[1]?.text).toContain('The directory is not answering just now');

			// Older than a minute, which is as long as a page is good for.
			await new Promise((resolve) => setTimeout(resolve, 61_000));
			let slowest = 0;
			for (let round = 0; round < 40; round += 1) {
				const path = kept[round % kept.length] ?? '/';
				const { status, text, headers, ms } = await get(
					path,
					// Nobody can be asked who somebody is: he is shown what visitors are.
					round % 2 === 0 ? {} : { cookie: 'tikls-session=base64-eyJub3RoaW5nIjoxfQ' }
				);
				expect(status).toBe(200);
				expect(text).toBe(before.get(path));
				expect(Number(headers.get('age'))).toBeGreaterThanOrEqual(60);
				slowest = Math.max(slowest, ms);
			}
			// Not one of them has asked the database: whoever does waits for as long as these have.
			const asking = Math.min(...unknown.map(({ ms }) => ms));
			expect(slowest / asking).toBeLessThan(0.5);
			const watched = await get('/healthz');
			expect(watched.status).toBe(200);
			expect(watched.ms / asking).toBeLessThan(0.5);
			expect(JSON.parse(watched.text)).toMatchObject({ pages: 'kept', database: 'away' });
		} finally {
			database.goOn();
		}
		await expect.poll(async () => (await get('/?q=seminārs')).status, { timeout: 5000 }).toBe(200);
		for (const path of kept) {
			const { status, headers } = await get(path);
			expect(status).toBe(200);
			expect(headers.has('age')).toBe(false);
		}
		expect(await health()).toMatchObject({ pages: 'answered', database: 'ok' });
		expect(server.output().match(/The database is away/g)).toHaveLength(1);
		expect(server.output().match(/The database is back/g)).toHaveLength(1);
		expect(server.output()).not.toContain('restarting');
	} finally {
		await server.stop();
		await database.stop();
	}
});
