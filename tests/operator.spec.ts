// Whoever runs the installation looks at it from the machine, with a token from elsewhere, and as
// an administrator on a page; a visitor who comes through the proxy is told nothing of it.
import { pathOf } from '#lib/page/paths.ts';
import { expect, test } from './fixtures.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, people } from './setup/people.ts';
import { startServer, type TestServer } from './setup/server.ts';

const token = 'a-token-nobody-guesses';

/** The value of a metric by its name and labels as they stand in the text. */
function valueOf(metrics: string, sample: string): number {
	const line = metrics.split('\n').find((one) => one.startsWith(`${sample} `));
	expect(line, sample).toBeDefined();
	return Number(line?.split(' ').at(-1));
}

test('from the machine and with the token everything is told, to a visitor nothing', async () => {
	let server: TestServer | undefined;
	try {
		server = await startServer({
			env: { OPERATOR_TOKEN: token, ADDRESS_HEADER: 'x-forwarded-for', LOG_FORMAT: 'json' }
		});
		const { url } = server;
		const get = async (path: string, headers: Record<string, string> = {}) => {
			const answer = await fetch(`${url}${path}`, { headers, redirect: 'manual' });
			return {
				status: answer.status,
				type: answer.headers.get('content-type'),
				text: await answer.text()
			};
		};
		const visitor = { 'x-forwarded-for': '203.0.113.7' };

		expect(Object.keys(JSON.parse((await get('/healthz', visitor)).text))).toEqual([
			'pages',
			'database',
			'saves',
			'disk'
		]);
		for (const path of ['/healthz?full', '/metrics']) {
			const refused = await get(path, visitor);
			expect(refused.status, path).toBe(401);
			expect(refused.text, path).not.toMatch(/tikls_|PostgreSQL|version/);
			expect((await get(path, { ...visitor, authorization: 'Bearer wrong' })).status).toBe(401);
			expect((await get(path, { ...visitor, authorization: `Bearer ${token}` })).status).toBe(200);
			expect((await get(path)).status, path).toBe(200);
		}

		const full = JSON.parse((await get('/healthz?full')).text);
		expect(full).toMatchObject({
			pages: 'answered',
			database: 'ok',
			version: '0.1.0',
			backend: 'embedded',
			disk: 'ok',
			room: { takenPercent: expect.any(Number) },
			report: {
				database: { organisations: 26, version: expect.stringMatching(/^\d+\.\d+$/) },
				mails: { waiting: 0, late: 0, failed: 0 },
				alarms: []
			}
		});
		expect(full.memory.resident).toBeGreaterThan(50_000_000);

		const before = await get('/metrics');
		expect(before.type).toContain('application/openmetrics-text');
		for (let time = 0; time < 5; time++) await get('/there-is-no-such-page', visitor);
		const after = await get('/metrics');
		const missed = 'tikls_answers_total{class="4xx"}';
		expect(valueOf(after.text, missed) - valueOf(before.text, missed)).toBe(5);
		expect(valueOf(after.text, 'tikls_listings{sort="organisation"}')).toBe(26);

		// Each line of the log is one object; refusals name the request they were.
		const lines = server
			.output()
			.split('\n')
			.filter((line) => line.startsWith('{'))
			.map((line): Record<string, string> => JSON.parse(line));
		const refusals = lines.filter(({ message }) => message === 'authn_fail');
		expect(refusals.length).toBe(4);
		expect(new Set(refusals.map(({ request }) => request)).size).toBe(4);
		for (const { level, request } of refusals) {
			expect(level).toBe('security');
			expect(request).toMatch(/^[0-9a-f]{8}$/);
		}
	} finally {
		await server?.stop();
	}
});

for (const { run, how, locale } of modes) {
	run.describe(how, () => {
		run('an administrator sees how the server is', async ({ page, house, axe }) => {
			await comeBack(page, house, people.administrator.email, locale);
			await page.goto(pathOf('/coordinator/jobs', locale));
			const facts = page.locator('section[aria-labelledby=server]');
			await expect(facts).toContainText('Tīkls 0.1.0');
			await expect(facts).toContainText(/PostgreSQL 1\d\.\d+, \d+ MB/);
			await expect(facts).toContainText(locale === 'lv' ? /aizņemti \d+ %/ : /\d+ % taken/);
			await shown(page, axe);
		});
	});
}
