// Mails nobody asked for are stopped by one press, and a look stops nothing; somebody who asks is
// forgotten after a page that says what goes and what stays. With scripts and without, in both
// languages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { expect, test as ground } from './fixtures.ts';
import { said } from './setup/answers.ts';
import { shown } from './setup/desk.ts';
import { partOf } from './setup/mail.ts';
import { startServer, type TestServer } from './setup/server.ts';
import { startSmtp, type TestSmtp } from './setup/smtp.ts';

interface Office {
	server: TestServer;
	smtp: TestSmtp;
}

ground.describe.configure({ mode: 'serial' });

const test = ground.extend<object, { office: Office }>({
	office: [
		async ({ browserName: _ }, use) => {
			const smtp = await startSmtp();
			const env = { SMTP_URL: smtp.url, MAIL_FROM: 'Tikls <tikls@example.org>' };
			const server = await startServer({ env });
			try {
				await use({ server, smtp });
			} finally {
				await server.stop();
				await smtp.close();
			}
		},
		{ scope: 'worker' }
	],
	baseURL: async ({ office }, use) => use(office.server.url)
});

test('a mail nobody asked for is stopped by one press, and whom it is about is forgotten', async ({
	page,
	office,
	browser,
	axe
}) => {
	const { server, smtp } = office;
	await page.goto(readFileSync(join(server.dataDir, 'first-administrator.txt'), 'utf8').trim());
	await page.getByLabel('Vārds un uzvārds').fill('Anna Ozola');
	await page.getByLabel('E-pasta adrese').fill('anna@example.org');
	await page.locator('main form button[type=submit]').click();
	await page.waitForURL(`**${pathOf('/coordinator/welcome', 'lv')}`);

	const people = pathOf('/coordinator/people', 'lv');
	const form = page.locator('form[action="?/invite"]');
	const invite = async (name: string, email: string) => {
		await page.goto(people);
		await form.getByLabel('Vārds un uzvārds').fill(name);
		await form.getByLabel('E-pasta adrese').fill(email);
		await form.getByLabel('Koordinators', { exact: false }).first().check();
		await form.getByRole('checkbox', { name: 'Vidzeme' }).check();
		await form.getByRole('button', { name: 'Nosūtīt uzaicinājumu' }).click();
	};
	const wholeOf = (source: string) => source.replaceAll('=\n', '').replaceAll('=3D', '=');
	const mailTo = async (email: string) => {
		const found = () => smtp.mails.filter(({ to }) => to === email).at(-1)?.source;
		await expect.poll(found).toBeDefined();
		return wholeOf(found() ?? '');
	};

	// Vita never asked for it: the mail says why it comes and how it is stopped.
	await invite('Vita Valmiera', 'vita@example.org');
	await said(page, /Vēstule nosūtīta: vita@example\.org/);
	const first = await mailTo('vita@example.org');
	const stop = /^List-Unsubscribe:\s*<([^>]+)>/m.exec(first)?.[1] ?? '';
	expect(stop).toMatch(/^http:\/\/localhost:\d+\/atteikties\/[\w-]{43}$/);
	expect(first).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
	expect(first).toContain('<html lang="lv">');

	// Its HTML is as good as a page.
	const read = await browser.newPage();
	await read.setContent(partOf(smtp.mails.at(-1)?.source ?? '', 'html'));
	await expect(read.locator('html')).toHaveAttribute('lang', 'lv');
	await expect(read.getByRole('link', { name: 'Vairs nesūtīt šādas vēstules' })).toHaveAttribute(
		'href',
		stop
	);
	await shown(read, axe);
	await read.close();

	// Whoever only looks, a security program for instance, changes nothing.
	const guest = await browser.newContext({ baseURL: server.url });
	const theirs = await guest.newPage();
	for (let times = 0; times < 2; times += 1) {
		await theirs.goto(stop);
		await expect(theirs.getByRole('button', { name: 'Vairs nesūtīt' })).toBeVisible();
	}
	await shown(theirs, axe);
	// A mail program presses by itself: from no page, with no cookie.
	const press = (address: string, headers: Record<string, string> = {}) =>
		fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
			body: 'List-Unsubscribe=One-Click',
			redirect: 'manual'
		});
	expect((await press(stop)).status).toBe(200);
	expect((await press(`${stop}x`)).status).toBe(404);
	// From another site it is still refused, and so is any other page's form.
	expect((await press(stop, { origin: 'https://evil.example' })).status).toBe(403);
	expect((await press(server.url + pathOf('/auth/sign-out', 'lv'))).status).toBe(403);
	await theirs.goto(stop);
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Vairs nesūtīsim');
	await shown(theirs, axe);

	// Who invites again is told, and nothing is mailed.
	const before = smtp.mails.length;
	await page.goto(people);
	await page.getByRole('button', { name: 'Nosūtīt vēlreiz: Vita Valmiera' }).click();
	await said(page, /uzaicinājumus vairs nevēlas: vita@example\.org/);
	expect(smtp.mails).toHaveLength(before);
	await theirs.getByRole('button', { name: 'Sūtīt atkal' }).click();
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Atteikties no vēstulēm');
	await theirs.goto(stop.replace('/atteikties/', '/en/unsubscribe/'));
	await expect(theirs.getByRole('button', { name: 'Stop these mails' })).toBeVisible();
	await page.goto(people);
	await page.getByRole('button', { name: 'Nosūtīt vēlreiz: Vita Valmiera' }).click();
	await said(page, /Vēstule nosūtīta: vita@example\.org/);
	await expect.poll(() => smtp.mails.length).toBe(before + 1);

	// Vita takes part, and later asks to be forgotten.
	const link = /http:\/\/localhost:\d+\/uzaicinajums\/[\w-]+/.exec(
		await mailTo('vita@example.org')
	);
	await theirs.goto(link?.[0] ?? '');
	await theirs.getByRole('button', { name: 'Pieņemt un pieslēgties' }).click();
	await theirs.waitForURL(`**${pathOf('/coordinator/welcome', 'lv')}`);
	await theirs.goto(pathOf('/coordinator/account', 'lv'));
	const invitations = theirs.getByRole('checkbox', { name: 'Uzaicinājumi uzturēt katalogu' });
	await invitations.uncheck();
	await theirs.getByRole('button', { name: 'Saglabāt vēstuļu izvēli' }).click();
	await said(theirs, 'Vēstuļu izvēle saglabāta.');
	await expect(invitations).not.toBeChecked();
	await shown(theirs, axe);

	await page.goto(people);
	await shown(page, axe);
	await expect(page.getByRole('link', { name: 'Dzēst datus: Anna Ozola' })).toHaveCount(0);
	await page.getByRole('link', { name: 'Dzēst datus: Vita Valmiera' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dzēst cilvēka datus');
	const address = new URL(page.url()).pathname;
	const id = /[0-9a-f-]{36}/.exec(address)?.[0] ?? '';
	const plain = await browser.newContext({
		baseURL: server.url,
		javaScriptEnabled: false,
		storageState: await page.context().storageState()
	});
	const english = await plain.newPage();
	const forgetting = (locale: Locale) => pathOf('/coordinator/people/:id/forget', locale, id);
	await page.goto(forgetting('lv'));
	await shown(page, axe);
	await english.goto(forgetting('en'));
	await expect(english.getByText('Name: Vita Valmiera')).toBeVisible();
	// A look forgets nobody.
	await page.goto(people);
	await expect(page.getByRole('heading', { name: 'Vita Valmiera', exact: true })).toBeVisible();
	await english.getByRole('button', { name: 'Forget for good' }).click();
	await said(english, 'Forgotten: Vita Valmiera.');
	await expect(english.getByRole('heading', { name: 'Vita Valmiera', exact: true })).toHaveCount(0);
	await english.goto(pathOf('/coordinator/audit', 'en'));
	await expect(english.getByText('Somebody who was forgotten').first()).toBeVisible();
	await expect(english.getByText('Vita Valmiera')).toHaveCount(0);
	expect((await english.goto(forgetting('en')))?.status()).toBe(404);
	await plain.close();
	await page.goto(pathOf('/coordinator/audit', 'lv'));
	await expect(page.getByText('Kāds, kura dati ir izdzēsti').first()).toBeVisible();
	await theirs.goto(pathOf('/coordinator/account', 'lv'));
	await expect(theirs.getByText('Vita Valmiera')).toHaveCount(0);
	await expect(theirs.locator('input[name=email]')).toBeVisible();
	await guest.close();

	// What goes and stays is told to everybody.
	for (const locale of ['lv', 'en'] as const) {
		await page.goto(pathOf('/privacy', locale));
		await expect(page.getByText(/90 (dienām|days)/).first()).toBeVisible();
		await shown(page, axe);
	}
});
