// A mail server that says "later" or "no": pages say what is known and no more, administrators see
// what is not out and why, and nobody else does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '#lib/page/paths.ts';
import { expect, test as ground } from './fixtures.ts';
import { said } from './setup/answers.ts';
import { fits, shown } from './setup/desk.ts';
import { startServer, type TestServer } from './setup/server.ts';
import { startSmtp, type TestSmtp } from './setup/smtp.ts';

interface PostOffice {
	server: TestServer;
	smtp: TestSmtp;
	/** What the mail server says to a recipient; null: yes. */
	says: string | null;
	/** How often it said so. */
	refused: number;
}

// The second story signs in whom the first one made.
ground.describe.configure({ mode: 'serial' });

const test = ground.extend<object, { office: PostOffice }>({
	office: [
		async ({ browserName: _ }, use) => {
			const office: Pick<PostOffice, 'says' | 'refused'> = { says: null, refused: 0 };
			const smtp = await startSmtp((line) => {
				if (!line.startsWith('RCPT') || office.says === null) return null;
				office.refused += 1;
				return office.says;
			});
			const env = { SMTP_URL: smtp.url, MAIL_FROM: 'Tikls <tikls@example.org>' };
			const server = await startServer({ env });
			try {
				await use(Object.assign(office, { server, smtp }));
			} finally {
				await server.stop();
				await smtp.close();
			}
		},
		{ scope: 'worker' }
	],
	baseURL: async ({ office }, use) => use(office.server.url)
});

test('"later" is told and seen until the mail is out, "no" stays, and a newcomer sees nothing', async ({
	page,
	office,
	browser,
	axe
}) => {
	const { server, smtp } = office;
	const people = pathOf('/coordinator/people', 'lv');
	const system = pathOf('/coordinator/jobs', 'lv');
	await page.goto(readFileSync(join(server.dataDir, 'first-administrator.txt'), 'utf8').trim());
	await page.getByLabel('Vārds un uzvārds').fill('Anna Ozola');
	await page.getByLabel('E-pasta adrese').fill('anna@example.org');
	await page.locator('main form button[type=submit]').click();
	await page.waitForURL(`**${pathOf('/coordinator/welcome', 'lv')}`);

	const form = page.locator('form[action="?/invite"]');
	const invite = async (name: string, email: string) => {
		await page.goto(people);
		await form.getByLabel('Vārds un uzvārds').fill(name);
		await form.getByLabel('E-pasta adrese').fill(email);
		await form.getByLabel('Koordinators', { exact: false }).first().check();
		await form.getByRole('checkbox', { name: 'Vidzeme' }).check();
		await form.getByRole('button', { name: 'Nosūtīt uzaicinājumu' }).click();
	};
	const line = (name: string) =>
		page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

	office.says = '451 4.7.1 come back later';
	await invite('Vita Valmiera', 'vita@example.org');
	await said(page, /Uzaicinājums izveidots\. Pasta serveris vēstuli pagaidām nepieņem/);
	await expect(line('Vita Valmiera')).toContainText('Nākamais mēģinājums');
	await shown(page, axe);
	office.says = '550 5.1.1 no such user';
	await invite('Kļūda Adresē', 'kluda@example.org');
	await said(page, /Pasta serveris vēstuli nepieņēma: kluda@example\.org/);
	await expect(line('Kļūda Adresē')).toContainText('Pasta serveris vēstuli nepieņēma');
	expect(smtp.mails).toEqual([]);

	await page.goto(system);
	await expect(page.getByRole('link', { name: 'Sistēma', exact: true })).toHaveAttribute(
		'aria-current',
		'page'
	);
	const waiting = line('Uzaicinājums: vita@example.org');
	await expect(waiting).toContainText('Nākamais mēģinājums');
	await expect(waiting).toContainText('come back later');
	await expect(line('Uzaicinājums: kluda@example.org')).toContainText('no such user');
	const jobs = page.getByRole('region', { name: 'Darbi', exact: true }).getByRole('listitem');
	await expect(jobs).toHaveCount(8);
	for (const job of await jobs.all()) await expect(job).toContainText('Nākamreiz');
	await shown(page, axe);
	// In English, without scripts.
	const plain = await browser.newContext({
		baseURL: server.url,
		javaScriptEnabled: false,
		storageState: await page.context().storageState()
	});
	const english = await plain.newPage();
	await english.goto(pathOf('/coordinator/jobs', 'en'));
	await expect(english.getByText('Next try', { exact: false })).toHaveCount(1);
	await expect(english.getByText('Refused by the mail server', { exact: false })).toHaveCount(1);
	expect(await fits(english)).toBe(0);
	await plain.close();

	// Once it takes mails, one press is enough, and it is with the mail server before that is said.
	office.says = null;
	await page.goto(people);
	await page.getByRole('button', { name: 'Nosūtīt vēlreiz: Vita Valmiera' }).click();
	await said(page, /Vēstule nosūtīta: vita@example\.org/);
	await expect(line('Vita Valmiera')).toContainText('Vēstule nosūtīta');
	expect(smtp.mails.map(({ to }) => to)).toEqual(['vita@example.org']);
	await page.goto(system);
	await expect(waiting).toHaveCount(0);
	await expect(page.getByText('Nosūtītas pēdējā diennaktī: 1')).toBeVisible();

	// Whoever was invited is no administrator.
	const text = smtp.mails[0]?.source.replaceAll('=\n', '').replaceAll('=3D', '=') ?? '';
	const guest = await browser.newContext({ baseURL: server.url });
	const theirs = await guest.newPage();
	await theirs.goto(/http:\/\/localhost:\d+\/uzaicinajums\/[\w-]+/.exec(text)?.[0] ?? '');
	await theirs.getByRole('button', { name: 'Pieņemt un pieslēgties' }).click();
	await theirs.waitForURL(`**${pathOf('/coordinator/welcome', 'lv')}`);
	expect((await theirs.request.get(system)).status()).toBe(403);
	await expect(theirs.getByRole('link', { name: 'Sistēma', exact: true })).toHaveCount(0);
	await guest.close();
});

test('a code to sign in comes by itself after "later", and the page tells nobody of whom', async ({
	page,
	office,
	browserName: _
}) => {
	// Ten seconds and more until it is tried again.
	const ask = async (email: string) => {
		await page.context().clearCookies();
		await page.goto(pathOf('/sign-in', 'lv'));
		await page.locator('input[name=email]').fill(email);
		await page.locator('form button[type=submit]').first().click();
		await expect(page.locator('input[name=code]')).toBeVisible();
		return (await page.locator('main').innerText()).replaceAll(email, 'ADDRESS');
	};
	const { smtp } = office;
	const toAnna = () => smtp.mails.filter(({ to }) => to === 'anna@example.org');
	const before = toAnna().length;
	office.says = '451 4.7.1 come back later';
	office.refused = 0;
	expect(await ask('anna@example.org')).toBe(await ask('nobody@example.org'));
	await expect.poll(() => office.refused).toBeGreaterThan(0);
	expect(toAnna()).toHaveLength(before);
	office.says = null;
	await expect.poll(() => toAnna().length, { timeout: 60_000 }).toBe(before + 1);
});
