// A page stands in the browser: somebody translates it, the line breaks, the day ends, the position
// never comes.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const what = (page: Page) => page.locator('input[name=q]');
const search = (page: Page) => page.getByRole('button', { name: 'Meklēt', exact: true });
const line = (page: Page) => page.locator('.connection-line.shown');
/** The part that watches over a standing page comes with the first sign of a visitor. */
const watched = async (page: Page) => {
	await page.mouse.move(5, 5);
	await page.locator('.connection-line').waitFor({ state: 'attached' });
};

/**
 * What Chrome and Edge make of a page: each text in two `font` elements, the old text node thrown
 * away.
 */
const translate = (page: Page) =>
	page.evaluate(() => {
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const texts: Text[] = [];
		while (walker.nextNode()) texts.push(walker.currentNode as Text);
		for (const text of texts) {
			if (!text.data.trim() || text.parentElement?.closest('script, style, svg')) continue;
			const outer = document.createElement('font');
			const inner = document.createElement('font');
			inner.textContent = text.data;
			outer.append(inner);
			text.replaceWith(outer);
		}
	});
const marked = (page: Page) =>
	page.evaluate(() => document.body.setAttribute('data-same-page', ''));
const samePage = (page: Page) => page.locator('body[data-same-page]');

test.describe('a page the browser translates', () => {
	test.use({ viewport: { width: 1280, height: 800 } });

	test('loads links, forms and the way back anew', async ({ page }) => {
		await page.goto('/?region=kurzeme');
		await watched(page);
		await marked(page);
		await translate(page);
		await what(page).fill('jelgava');
		await search(page).click();
		await expect(page).toHaveURL(/q=jelgava/);
		await expect(samePage(page)).toHaveCount(0);
		await expect(page.locator('font')).toHaveCount(0);

		await watched(page);
		await marked(page);
		await translate(page);
		await page.locator('footer a, header a').filter({ hasText: 'Pasākumi' }).first().click();
		await expect(page).toHaveURL('/pasakumi');
		await expect(samePage(page)).toHaveCount(0);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	});

	test('never shows one organisation’s name over another’s contacts', async ({ page }) => {
		await page.goto('/');
		await watched(page);
		const map = page.getByRole('region', { name: 'Organizāciju karte' });
		await expect(map.getByRole('button', { name: 'Pietuvināt' })).toBeVisible();
		const links = page.locator('#list li[data-slug] a', { hasText: /^Rādīt kartē/ });
		const names = page.locator('#list li[data-slug]:has(a:text-matches("^Rādīt kartē")) h3');
		const [first = '', second = ''] = (await names.allTextContents()).map((text) => text.trim());
		await links.nth(0).click();
		const card = page.getByRole('dialog');
		await expect(card.getByRole('heading').first()).toContainText(first);
		await translate(page);
		await links.nth(1).click();
		await expect(card.getByRole('heading').first()).toContainText(second);
		await expect(card).not.toContainText(first);
	});
});

test.describe('a line that breaks', () => {
	test.use({ expectedErrors: [/net::ERR_INTERNET_DISCONNECTED|status of 50[24]/] });

	test('is said; page and words stay, one press asks again', async ({ page, context }) => {
		await page.goto('/');
		await watched(page);
		await marked(page);
		await what(page).fill('jelgava');
		await context.setOffline(true);
		await search(page).click();
		await expect(line(page)).toContainText('Nav savienojuma ar internetu.');
		await expect(what(page)).toHaveValue('jelgava');
		await expect(page.getByRole('heading', { name: 'Atrastas 26 organizācijas' })).toBeVisible();
		// Still away: it is said again, and nothing is lost.
		await line(page).getByRole('button', { name: 'Mēģināt vēlreiz' }).click();
		await expect(line(page)).toContainText('Nav savienojuma');
		await context.setOffline(false);
		await expect(page).toHaveURL(/q=jelgava/);
		await expect(line(page)).toHaveCount(0);
		await expect(samePage(page)).toHaveCount(1);
	});

	test('a server that is away is said too, and one press is enough', async ({ page }) => {
		await page.goto('/en');
		await watched(page);
		await page.route('**/__data.json*', (route) => route.fulfill({ status: 502, body: '' }));
		await what(page).fill('jelgava');
		await page.getByRole('button', { name: 'Search', exact: true }).click();
		await expect(line(page)).toContainText('The site does not answer.');
		await expect(what(page)).toHaveValue('jelgava');
		await page.unroute('**/__data.json*');
		await line(page).getByRole('button', { name: 'Try again' }).click();
		await expect(page).toHaveURL(/q=jelgava/);
		await expect(line(page)).toHaveCount(0);
	});

	test('a slow one is said while it is waited for', async ({ page, axe }) => {
		await page.goto('/');
		await watched(page);
		let goOn = () => {};
		const held = new Promise<void>((resolve) => (goOn = resolve));
		await page.route('**/__data.json*', async (route) => {
			await held;
			await route.continue();
		});
		await what(page).fill('jelgava');
		await search(page).click();
		await expect(line(page)).toContainText('Savienojums ir lēns.');
		expect(await axe(page)).toEqual([]);
		goOn();
		await expect(page).toHaveURL(/q=jelgava/);
		await expect(line(page)).toHaveCount(0);
	});
});

test('what somebody asked for is not given up for a page that is read anew', async ({ page }) => {
	await page.clock.install();
	await page.goto('/');
	await watched(page);
	let goOn = () => {};
	const held = new Promise<void>((resolve) => (goOn = resolve));
	let asked = 0;
	await page.route('**/__data.json*', async (route) => {
		asked += 1;
		await held;
		await route.continue();
	});
	await what(page).fill('jelgava');
	await what(page).press('Enter');
	await expect.poll(() => asked).toBe(1);
	// What the page shows has become old, and then it is seen again.
	await page.clock.setSystemTime(Date.now() + 120_000);
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	goOn();
	await expect(page).toHaveURL(/q=jelgava/);
	await expect(page.getByRole('heading', { name: /^Atrasta/ })).not.toHaveText(/26/);
});

test('a position that never answers is said, and one press asks again', async ({ page }) => {
	await page.clock.install();
	await page.addInitScript(() => {
		navigator.geolocation.getCurrentPosition = () => undefined;
	});
	await page.goto('/');
	await what(page).fill('jelgava');
	// What is suggested while one types lies over the button.
	await what(page).press('Tab');
	await page.getByRole('button', { name: 'Manā tuvumā' }).click();
	const said = page.locator('#near-problem');
	await expect(said).toContainText('Gaidām pārlūka atļauju');
	await page.clock.runFor(8100);
	await expect(said).toContainText('Ierīce nepasaka, kur atrodaties.');
	await expect(what(page)).toHaveValue('jelgava');
	await page.getByRole('button', { name: 'Manā tuvumā' }).click();
	await expect(said).toContainText('Gaidām pārlūka atļauju');
});

test.describe('time passes', () => {
	test('the day’s lists are asked anew when it ends, and when the page is seen again', async ({
		page
	}) => {
		await page.clock.install();
		let asked = 0;
		page.on('requestfinished', (request) => {
			if (request.url().includes('__data.json')) asked += 1;
		});
		await page.goto('/pasakumi');
		await page.clock.runFor(1000);
		await page.mouse.move(5, 5);
		await page.locator('.connection-line').waitFor({ state: 'attached' });
		await what(page).fill('half a wo');
		expect(asked).toBe(0);
		await page.clock.fastForward('24:00:00');
		await page.clock.runFor(25_000);
		await expect.poll(() => asked).toBe(1);
		// What somebody is just typing stays.
		await expect(what(page)).toHaveValue('half a wo');

		await page.clock.fastForward(120_000);
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await expect.poll(() => asked).toBe(2);
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await page.clock.runFor(1000);
		expect(asked).toBe(2);
	});
});
