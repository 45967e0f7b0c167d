// What a phone shows first, and that all that belongs together has one left edge.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Where the first row of the list begins, in pixels from the top of the page. */
const firstResult = (page: Page) =>
	page
		.locator('#list li[data-slug], article.event')
		.first()
		.evaluate((row) => row.getBoundingClientRect().top + scrollY);

const starts = ['/', '/en', '/pasakumi', '/en/events', '/?show=events'];

for (const [width, height, longest] of [
	[390, 844, 420],
	[360, 780, 420],
	[844, 390, 420]
] as const) {
	test(`the first result is in sight at ${width} x ${height}`, async ({ page }) => {
		await page.setViewportSize({ width, height });
		for (const path of starts) {
			await page.goto(path);
			expect.soft(await firstResult(page), path).toBeLessThan(longest);
		}
	});
}

test('on its side a phone shows list and map beside each other', async ({ page }) => {
	await page.setViewportSize({ width: 844, height: 390 });
	for (const path of ['/', '/?show=events']) {
		await page.goto(path);
		const map = page.locator('#map');
		await expect(map).toBeVisible();
		const [list, beside] = [await page.locator('#list').boundingBox(), await map.boundingBox()];
		expect(beside?.x, path).toBeGreaterThanOrEqual((list?.x ?? 0) + (list?.width ?? 0) - 1);
		expect(beside?.y, path).toBeLessThan(100);
		expect(beside?.width, path).toBeGreaterThan(400);
	}
});

/** What is hit in the middle of the chosen mark is the mark. */
const chosenIsSeen = (page: Page) =>
	page.locator('.map .mark.selected, .map .group.selected').evaluate((mark) => {
		const { left, top, width, height } = mark.getBoundingClientRect();
		return mark.contains(document.elementFromPoint(left + width / 2, top + height / 2));
	});

for (const [width, height] of [
	[390, 844],
	[320, 640],
	[844, 390],
	[1366, 768]
] as const) {
	test(`a chosen mark lies under nothing at ${width} x ${height}`, async ({ page }) => {
		await page.setViewportSize({ width, height });
		await page.emulateMedia({ reducedMotion: 'reduce' });
		for (const name of ['Alūksnes', 'Kurzemes NVO centrs']) {
			await page.goto('/', { waitUntil: 'networkidle' });
			await page
				.locator('#list li[data-slug]')
				.filter({ hasText: name })
				.first()
				.getByRole('link', { name: /^Rādīt kartē/ })
				.click();
			await expect(page.getByRole('dialog')).toBeVisible();
			await expect(page.locator('.map.ready')).toBeVisible();
			await expect.poll(() => chosenIsSeen(page), name).toBe(true);
		}
	});
}

test('header, content and foot begin at one line', async ({ page, request }) => {
	const links = await (await request.get('/pasakumi')).text();
	const event = /href="(\/pasakums\/[^"?#]+)"/.exec(links)?.[1] ?? '';
	for (const width of [390, 820, 1366, 2560]) {
		await page.setViewportSize({ width, height: 900 });
		for (const path of [
			'/',
			'/?show=events',
			'/pasakumi',
			'/pasakumi/2026-12',
			'/par',
			'/organizacija/kurzemes-nvo-centrs',
			event
		]) {
			await page.goto(path);
			const lefts = await page.evaluate(() =>
				['header .brand', 'main :is(h1, nav a)', '#found, #list h2, main h2', 'footer a'].flatMap(
					(selector) =>
						[...document.querySelectorAll(selector)]
							.slice(0, 1)
							.map((element) => Math.round(element.getBoundingClientRect().left))
				)
			);
			expect.soft(lefts.length, path).toBeGreaterThanOrEqual(3);
			expect.soft(new Set(lefts).size, `${path} at ${width}: ${lefts.join(', ')}`).toBe(1);
		}
	}
});

test('events are one programme: the same count and the same views everywhere', async ({ page }) => {
	await page.setViewportSize({ width: 1366, height: 768 });
	await page.goto('/');
	await page.getByRole('banner').getByRole('link', { name: 'Pasākumi' }).click();
	await expect(page).toHaveURL('/pasakumi');
	const count = (await page.locator('.count').textContent())?.trim() ?? '';
	expect(count).toMatch(/^\d+ pasākum[ua] datum/);
	const views = page.getByRole('navigation', { name: 'Pasākumu skati' });
	await views.getByRole('link', { name: 'Karte' }).click();
	await expect(page).toHaveURL(/\/\?show=events#map/);
	await expect(page.locator('#list h2')).toHaveText(count);
	for (const [name, address] of [
		['Mēnesis', /\/pasakumi\/\d{4}-\d\d$/],
		['Saraksts', /\/pasakumi$/],
		['Karte', /\/\?show=events#map/]
	] as const) {
		await views.getByRole('link', { name }).click();
		await expect(page).toHaveURL(address);
		await expect(views.locator('[aria-current]')).toHaveText(name);
		await expect(page.getByRole('banner').locator('[aria-current]')).toHaveText('Pasākumi');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pasākumi');
	}
});
