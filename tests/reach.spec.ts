// How to reach somebody: in the list's row, on the map's card, on paper, and before anything else
// on a phone.
import { inflateSync } from 'node:zlib';
import { expect, test, withoutScripts } from './fixtures.ts';

const reachable = 'valmieras-novada-fonds';
const withHours = 'aluksnes-nvo';
const ways = [
	['+371 20258200', 'tel:+37120258200'],
	['vnf@vnf.lv', 'mailto:vnf@vnf.lv']
] as const;

/** How many sheets a PDF has: its page objects, also those inside compressed streams. */
function sheets(pdf: Buffer): number {
	const text = pdf.toString('latin1');
	const packed = [...text.matchAll(/stream\r?\n/g)].map(({ 0: { length }, index }) => {
		try {
			return inflateSync(pdf.subarray(index + length)).toString('latin1');
		} catch {
			// A stream that is not deflated holds no objects.
			return '';
		}
	});
	return [text, ...packed].join('\n').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

for (const [mode, story] of [
	['with JavaScript', test],
	['without JavaScript', withoutScripts]
] as const) {
	story(`a row of the list has phone, e-mail and website to press, ${mode}`, async ({ page }) => {
		await page.goto('/');
		const row = page.locator(`#list li[data-slug="${reachable}"]`);
		for (const [name, href] of ways)
			await expect(row.getByRole('link', { name, exact: true })).toHaveAttribute('href', href);
		for (const link of await page.locator('#list li a[rel~="external"]').all())
			await expect(link).toHaveAttribute('href', /^https?:\/\//);
		expect(await page.locator('#list li a[rel~="external"]').count()).toBeGreaterThan(5);
	});

	story(`on a phone hours and phone come before anything else, ${mode}`, async ({ page }) => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.goto(`/organizacija/${reachable}`);
		const call = page.getByRole('link', { name: 'Zvanīt' });
		await expect(call).toBeVisible();
		await page.goto(`/organizacija/${withHours}`);
		const state = page.getByText(/^(Atvērts|Slēgts)/).first();
		await expect(state).toBeVisible();
		const after = page.locator('article header .summary, article header .topics').first();
		expect((await state.boundingBox())?.y).toBeLessThan((await after.boundingBox())?.y ?? 0);
		await page.goto(`/organizacija/${reachable}`);
		expect((await call.boundingBox())?.y).toBeLessThan((await after.boundingBox())?.y ?? 0);
		expect((await call.boundingBox())?.y).toBeLessThan(420);
	});
}

test("the map's card has them too", async ({ page }) => {
	await page.goto('/');
	await expect(page.locator('.explorer[data-view]')).toBeVisible();
	await page.locator(`#list li[data-slug="${reachable}"] a.on-map`).click();
	const card = page.getByRole('dialog', { name: 'Valmieras novada fonds' });
	for (const [name, href] of ways)
		await expect(card.getByRole('link', { name, exact: true })).toHaveAttribute('href', href);
});

test('the printed list: two columns, how to reach them, the address and its code', async ({
	page
}) => {
	await page.setViewportSize({ width: 720, height: 1000 });
	await page.emulateMedia({ media: 'print' });
	await page.goto('/?region=vidzeme');
	const rows = page.locator('#list li[data-slug]');
	const lefts = await rows.evaluateAll((all) => [
		...new Set(all.map((row) => Math.round(row.getBoundingClientRect().left)))
	]);
	expect(lefts).toHaveLength(2);
	await expect(page.locator(`#list li[data-slug="${reachable}"]`)).toContainText('vnf@vnf.lv');
	const back = page.locator('figure.paper-address');
	await expect(back).toContainText('/?region=vidzeme');
	const code = await page.request.get((await back.locator('img').getAttribute('src')) ?? '');
	expect(code.headers()['content-type']).toBe('image/svg+xml');
	await expect(page.locator('button:visible, .button:visible')).toHaveCount(0);
});

test('an event on paper: one sheet, nothing to press, no empty part, its code', async ({
	page
}) => {
	await page.goto('/pasakumi');
	const path = await page.locator('a[href^="/pasakums/"]').first().getAttribute('href');
	await page.goto(path ?? '');
	await page.emulateMedia({ media: 'print' });
	await expect(page.locator('button:visible, .button:visible, input:visible')).toHaveCount(0);
	const empty = await page
		.locator('article section:visible')
		.evaluateAll((parts) =>
			parts
				.filter(
					(part) =>
						(part as HTMLElement).innerText.trim() ===
						part.querySelector<HTMLElement>('h2')?.innerText.trim()
				)
				.map((part) => part.textContent)
		);
	expect(empty).toEqual([]);
	const code = page.locator('figure.paper-address img');
	await expect(code).toBeVisible();
	await expect
		.poll(() => code.evaluate((picture: HTMLImageElement) => picture.naturalWidth))
		.toBeGreaterThan(0);
	expect(sheets(await page.pdf({ format: 'A4' }))).toBe(1);
});

test('codes lead to pages of this site only', async ({ request }) => {
	for (const to of ['', 'x', '//example.com', '/\\example.com', `/${'a'.repeat(600)}`, '/ a'])
		expect((await request.get(`/qr.svg?to=${encodeURIComponent(to)}`)).status(), to).toBe(400);
	expect((await request.get('/qr.svg?to=/')).status()).toBe(200);
});
