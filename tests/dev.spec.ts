// The development server as a newcomer meets it: one command, a link that signs in, and a page with
// all form parts. And what none of it may do: be there in production.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, pinnedNode, root } from '../scripts/prepare.js';
import { examplePeople } from '../scripts/dev/example-people.ts';
import { pathOf } from '#lib/page/paths.ts';
import { colours, expect, test as ground } from './fixtures.ts';
import { freePort, temporaryFolder, withoutSettings } from './setup/server.ts';

interface Development {
	url: string;
	/** What it has printed so far. */
	output(): string;
}

async function ended(child: ChildProcess) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	await new Promise((resolve) => child.once('exit', resolve));
}

const test = ground.extend<object, { development: Development }>({
	development: [
		async ({ browserName: _ }, use) => {
			const port = await freePort();
			const dataDir = temporaryFolder('development');
			const args = ['scripts/dev.ts', '--as', 'coordinator', '--port', String(port)];
			const child = spawn(pinnedNode, args, {
				cwd: root,
				env: { ...withoutSettings(process.env), DATA_DIR: dataDir },
				stdio: ['ignore', 'pipe', 'pipe']
			});
			let printed = '';
			for (const stream of [child.stdout, child.stderr])
				stream.on('data', (data: Buffer) => (printed += data.toString()));
			try {
				await use({ url: `http://localhost:${port}`, output: () => printed });
			} finally {
				child.kill('SIGTERM');
				await ended(child);
				rmSync(dataDir, { recursive: true, force: true });
			}
		},
		{ scope: 'worker' }
	],
	baseURL: async ({ development }, use) => use(development.url)
});

// The server compiles what is asked for the first time.
test.describe.configure({ mode: 'serial' });

test('the link it prints signs in as the coordinator', async ({ page, development }) => {
	const { name } = examplePeople.coordinator;
	const said = new RegExp(`${name} \\(coordinator\\) signs in here: (http\\S+)`);
	await expect.poll(() => development.output(), { timeout: 150_000 }).toMatch(said);
	await page.goto(said.exec(development.output())?.[1] ?? '');
	await page.locator('main form button[type=submit]').click();
	await page.waitForURL(`**${pathOf('/coordinator', 'lv')}`);
	await expect(page.locator('body')).toContainText(name);
});

test('all form parts, in all their states, are without a finding', async ({ page, axe }) => {
	for (const width of [320, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await page.goto('/dev/forms');
		await expect(page.getByRole('heading', { name: 'The end of a form' })).toBeVisible();
		expect(await axe(page), `${width} px`).toEqual([]);
		const wide = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(wide, `pixels beyond the ${width}`).toBe(0);
		await page.emulateMedia({ colorScheme: 'dark' });
		expect(await axe(page, colours), `${width} px in the dark`).toEqual([]);
	}
});

ground('in production neither is there', async ({ request }) => {
	expect((await request.get('/dev/forms')).status()).toBe(404);
	const texts = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.(js|html|css)$/.test(file))
		.map((file) => readFileSync(join(buildFolder, file), 'utf8'));
	expect(texts.length).toBeGreaterThan(50);
	for (const { email } of Object.values(examplePeople))
		expect(texts.filter((text) => text.includes(email))).toEqual([]);
});
