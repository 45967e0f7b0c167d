// No room on the server's disk: everybody reads and signs in, whoever saves is told that nothing
// was saved and why, in the page's language, and keeps what was typed; administrators are told the
// figures, and whoever watches the server sees it. The room that is kept free is set higher here
// than any disk has; a disk that is really full is in src/lib/backend/embedded/disk-full.test.ts.
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '#lib/page/paths.ts';
import { problems } from './setup/answers.ts';
import { save, shown } from './setup/desk.ts';
import {
	expect,
	makePeople,
	people,
	signIn,
	test as withHouse,
	type House
} from './setup/people.ts';
import { freePort, startServer, temporaryFolder } from './setup/server.ts';

/** A house whose server has no room any more. */
const test = withHouse.extend<object, { house: House }>({
	house: [
		async ({ browserName: _ }, use) => {
			const place = { dataDir: temporaryFolder('disk'), port: await freePort() };
			const before = await startServer(place);
			const house = await makePeople(before);
			await before.stop();
			const env = { DISK_RESERVE: '999999999', DISK_WARNING: '1' };
			const server = await startServer({ ...place, env });
			try {
				await use({ ...house, server });
			} finally {
				await server.stop();
				rmSync(place.dataDir, { recursive: true, force: true });
			}
		},
		{ scope: 'worker' }
	]
});
const withoutScripts = test.extend({ javaScriptEnabled: false });

const words = {
	lv: {
		form: 'Servera diskā nav vietas, nekas netika saglabāts.',
		page: 'Servera diskā nav vietas',
		picture: 'Servera diskā attēliem nav vietas',
		notice: 'Servera diskā nav vietas: pagaidām nekas netiek saglabāts.',
		figures: /Aizņemti: \d+ %\. Brīvi: [\d\s]+ MB\./
	},
	en: {
		form: 'There is no room on the server’s disk; nothing was saved.',
		page: 'There is no room on the server’s disk',
		picture: 'There is no room for pictures on the server’s disk',
		notice: 'There is no room on the server’s disk: nothing is saved for now.',
		figures: /Taken: \d+%\. Free: [\d,]+ MB\./
	}
} as const;

for (const { run, how, locale } of [
	{ run: test, how: 'with scripts, in Latvian', locale: 'lv' },
	{ run: withoutScripts, how: 'without scripts, in English', locale: 'en' }
] as const) {
	const said = words[locale];
	run.describe(how, () => {
		run.use({ expectedErrors: [/status of (400|50[37])/] });

		run('a listing is not saved, and what was typed stays', async ({ page, house, axe }) => {
			// Signing in writes, and goes on.
			await signIn(page, house, people.kurzeme.email, locale);
			await expect(page.locator('.notice', { hasText: said.notice })).toBeVisible();
			await shown(page, axe);
			await page.goto(pathOf('/coordinator/organisations/:id', locale, house.organisation));
			const email = page.locator('[name="email"]').first();
			const before = await email.inputValue();
			await email.fill('nekur@example.org');
			await save(page);
			await expect(problems(page)).toContainText(said.form);
			await expect(email).toHaveValue('nekur@example.org');
			await shown(page, axe);
			await page.goto(pathOf('/coordinator/organisations/:id', locale, house.organisation));
			await expect(email).toHaveValue(before);

			await page
				.locator('input[type="file"]')
				.first()
				.setInputFiles({
					name: 'logo.png',
					mimeType: 'image/png',
					buffer: readFileSync(join('static', 'apple-touch-icon.png'))
				});
			await save(page);
			await expect(problems(page)).toContainText(said.picture);
		});

		run('short acts and invitations are refused by the same name', async ({ page, house }) => {
			await signIn(page, house, people.administrator.email, locale);
			await expect(page.locator('.notice', { hasText: said.notice })).toContainText(said.figures);
			await page.goto(pathOf('/coordinator/people', locale));
			await page.locator('input[name=name]').fill('Diāna Diska');
			await page.locator('input[name=email]').fill('diana@example.org');
			await page.locator('input[name=role][value=administrator]').check();
			await page.locator('form[action="?/invite"] button').click();
			await expect(problems(page)).toContainText(said.form);
			await expect(page.locator('input[name=name]')).toHaveValue('Diāna Diska');
			await page.goto(pathOf('/coordinator/people', locale));
			await expect(page.getByText('diana@example.org')).toHaveCount(0);

			const query = `subject=organisation&do=draft&id=${house.organisation}`;
			await page.goto(`${pathOf('/coordinator/bulk', locale)}?${query}`);
			await page.locator('form[action*="?/act"] button').click();
			await expect(page.getByRole('heading', { name: said.page })).toBeVisible();
		});

		run('everybody reads, and whoever watches is told', async ({ page, house }) => {
			await page.goto(pathOf('/events', locale));
			await expect(page.locator('main h1')).toBeVisible();
			const { url, dataDir } = house.server;
			const watched = async () => {
				const answer = await fetch(`${url}/healthz`);
				const health = (await answer.json()) as { disk: string };
				return { status: answer.status, ...health };
			};
			expect(await watched()).toMatchObject({
				status: 503,
				pages: 'answered',
				database: 'ok',
				saves: 'refused',
				disk: 'full'
			});
			// Files nobody can read any more, which the database has not missed yet.
			renameSync(join(dataDir, 'database', 'base'), join(dataDir, 'database', 'away'));
			try {
				await expect.poll(async () => (await watched()).disk).toBe('unreadable');
			} finally {
				renameSync(join(dataDir, 'database', 'away'), join(dataDir, 'database', 'base'));
			}
			await expect.poll(async () => (await watched()).disk).toBe('full');
		});
	});
}

withHouse(
	'where there is room nobody is told anything, and all is well',
	async ({ page, house }) => {
		await signIn(page, house, people.administrator.email, 'en');
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expect(page.getByText('server’s disk')).toHaveCount(0);
		const answer = await fetch(`${house.server.url}/healthz`);
		expect(answer.status).toBe(200);
		expect(await answer.json()).toMatchObject({ saves: 'taken', disk: 'ok' });
	}
);
