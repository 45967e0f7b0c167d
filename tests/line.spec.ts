// The line drops while something is saved, or what stands before the server answers instead of it:
// that is said as what it is, page and typing stay, one press tries again, and what was done is
// said once.
import type { Page, Route } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { problems, said } from './setup/answers.ts';
import { newOrganisation, save } from './setup/desk.ts';
import { unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { dayAhead } from './setup/series.ts';

test.use({
	expectedErrors: [/net::ERR_FAILED|net::ERR_CONNECTION|status of (40[03]|413|422|50[024])/]
});

/** What a proxy of its own says, and what is told of it. */
const ways = [
	{ how: 'no answer', status: 0, lv: 'Vietne neatbild.', en: 'The site does not answer.' },
	{ how: '413', status: 413, lv: 'Nosūtīts pārāk daudz', en: 'Too much was sent' },
	{ how: '502', status: 502, lv: 'Vietne neatbild.', en: 'The site does not answer.' },
	{ how: '504', status: 504, lv: 'Vietne neatbild.', en: 'The site does not answer.' }
] as const;

const line = (page: Page) => page.locator('.connection-line.shown');
const proxy = (status: number) => (route: Route) =>
	status === 0
		? route.abort('connectionfailed')
		: route.fulfill({
				status,
				contentType: 'text/html',
				body: `<html><h1>${status} nginx</h1></html>`
			});
/** Only what is sent is answered by somebody else. */
const posts = (status: number) => (route: Route) =>
	route.request().method() === 'POST' ? proxy(status)(route) : route.continue();
/** The watcher over the line is there. */
const watched = (page: Page) =>
	page.locator('.connection-line').nth(1).waitFor({ state: 'attached' });
const again = (page: Page) =>
	line(page).getByRole('button', { name: /^(Mēģināt vēlreiz|Try again)$/ });

test('the form of an organisation, in every way', async ({ page, house, axe }) => {
	await comeBack(page, house, people.kurzeme.email);
	await newOrganisation(page, 'lv', unique('Līnijas biedrība'));
	const address = page.url();
	await watched(page);
	for (const { how, status, lv } of ways) {
		await page.getByLabel('E-pasts').fill(`u${status}@example.org`);
		await page.route('**/*', posts(status));
		await save(page);
		await expect(line(page), how).toContainText(lv);
		expect(await axe(page), how).toEqual([]);
		await expect(page.getByLabel('E-pasts')).toHaveValue(`u${status}@example.org`);
		await expect(page.getByText('Melnraksts saglabāts.')).toHaveCount(0);
		expect(page.url()).toBe(address);
		// Still away: it is said again.
		await again(page).click();
		await expect(line(page), how).toContainText(lv);
		await page.unroute('**/*');
		await again(page).click();
		await said(page, 'Melnraksts saglabāts.');
		await expect(line(page)).toHaveCount(0);
		await page.reload();
		await watched(page);
		await expect(page.getByLabel('E-pasts')).toHaveValue(`u${status}@example.org`);
		await expect(page.getByText('Melnraksts saglabāts.')).toHaveCount(0);
		await expect(page.locator('main').getByText('Jums šeit ir nepabeigti labojumi')).toHaveCount(0);
	}
});

test('an answer that was lost on its way back: saved once, and said once', async ({
	page,
	house
}) => {
	await comeBack(page, house, people.kurzeme.email);
	const id = await newOrganisation(page, 'lv', unique('Pazudusī biedrība'));
	await watched(page);
	await page.getByLabel('E-pasts').fill('pazudis@example.org');
	await page.route('**/*', async (route) => {
		if (route.request().method() !== 'POST') return route.continue();
		await route.fetch();
		await route.abort('connectionreset');
	});
	await save(page);
	await expect(line(page)).toContainText('Vietne neatbild.');
	await page.unroute('**/*');
	await again(page).click();
	await said(page, 'Melnraksts saglabāts.');
	// The first version and this one.
	await page.goto(pathOf('/coordinator/organisations/:id/history', 'lv', id));
	await expect(page.getByRole('heading', { name: /^\d+\. versija/ })).toHaveCount(2);
	await expect(page.getByText('Melnraksts saglabāts.')).toHaveCount(0);
});

test('the form of an event, in every way', async ({ page, house }) => {
	await comeBack(page, house, people.kurzeme.email, 'en');
	await page.goto(pathOf('/coordinator/events/new', 'en'));
	await watched(page);
	const title = unique('Event of the line');
	const field = (name: string) => page.locator(`[name="${name}"]`);
	const address = page.url();
	await field('title_lv').fill(title);
	await field('starts_day').fill(dayAhead(40, 2));
	await field('starts_time').fill('10:00');
	await field('ends_time').fill('13:00');
	for (const { how, status, en } of ways) {
		await page.route('**/*', posts(status));
		await save(page);
		await expect(line(page), how).toContainText(en);
		await expect(field('title_lv')).toHaveValue(title);
		expect(page.url()).toBe(address);
		await page.unroute('**/*');
	}
	await again(page).click();
	await said(page, /^Draft saved\./);
	await page.goto(`${pathOf('/coordinator/events', 'en')}?q=${encodeURIComponent(title)}`);
	await expect(page.getByRole('heading', { name: title, exact: true })).toHaveCount(1);
});

for (const { how, status, lv, en } of ways.filter((way) => way.status !== 413)) {
	test(`signing in, people and a bulk act: ${how}`, async ({ page, house, axe }) => {
		const all = proxy(status);
		await page.goto(pathOf('/sign-in', 'en'));
		await page.locator('input[name=email]').fill('nobody@example.org');
		await page.route('**/*', all);
		await page.locator('main form button[type=submit]').first().click();
		await expect(line(page)).toContainText(en);
		expect(await axe(page)).toEqual([]);
		await expect(page.locator('input[name=email]')).toHaveValue('nobody@example.org');
		await page.unroute('**/*');
		await again(page).click();
		await expect(page.locator('input[name=code]')).toBeVisible();

		await comeBack(page, house, people.administrator.email);
		await page.goto(pathOf('/coordinator/people', 'lv'));
		await page.locator('input[name=name]').fill('Līna Līnija');
		await page.route('**/*', all);
		await page.locator('form[action="?/invite"] button').click();
		await expect(line(page)).toContainText(lv);
		await expect(page.locator('input[name=name]')).toHaveValue('Līna Līnija');
		await page.unroute('**/*');
		await again(page).click();
		await expect(problems(page)).toBeVisible();
		await expect(page.locator('input[name=name]')).toHaveValue('Līna Līnija');

		const id = await newOrganisation(page, 'lv', unique('Kopā mainītā'));
		const query = `subject=organisation&do=add-topic&topic=training&id=${id}`;
		await page.goto(`${pathOf('/coordinator/bulk', 'lv')}?${query}`);
		const act = page.locator('form[action*="?/act"] button');
		await watched(page);
		await page.route('**/*', all);
		await act.click();
		await expect(line(page)).toContainText(lv);
		await expect(act).toBeVisible();
		await page.unroute('**/*');
		await again(page).click();
		await said(page, 'Mainīts: 1 ieraksts.');
	});
}

for (const { how, status, lv } of ways) {
	test(`a filter: ${how}`, async ({ page }) => {
		await page.goto('/');
		await page.locator('.connection-line').waitFor({ state: 'attached' });
		await page.locator('input[name=q]').fill('jelgava');
		await page.route('**/__data.json*', proxy(status));
		await page.getByRole('button', { name: 'Meklēt', exact: true }).click();
		await expect(line(page)).toContainText(lv);
		await expect(page.locator('input[name=q]')).toHaveValue('jelgava');
		await page.unroute('**/__data.json*');
		await again(page).click();
		await expect(page).toHaveURL(/q=jelgava/);
		await expect(line(page)).toHaveCount(0);
	});
}

test('words typed while a slow answer is under way stay', async ({ page }) => {
	await page.goto('/');
	await page.locator('.connection-line').waitFor({ state: 'attached' });
	const words = page.locator('input[name=q]');
	let answer = () => {};
	const held = new Promise<void>((resolve) => (answer = resolve));
	await page.route('**/__data.json*', async (route) => {
		await held;
		await route.continue();
	});
	await words.fill('kuldiga');
	await words.press('Enter');
	await words.fill('nekas tāds');
	answer();
	await expect(page).toHaveURL('/?q=kuldiga');
	await expect(page.getByRole('heading', { name: /^Atrasta/ })).not.toHaveText(/26/);
	await expect(words).toHaveValue('nekas tāds');
	await words.press('Enter');
	await expect(page).toHaveURL(/q=nekas/);
	await page.goBack();
	await expect(words).toHaveValue('kuldiga');
});
