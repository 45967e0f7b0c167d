// The explorer where no script runs: the whole list, the drawn map with a link for every place, a
// form that works.
import { expect, withoutScripts as test } from './fixtures.ts';

test('the whole list, the drawn map, and every pin within reach of a link', async ({
	page,
	request
}) => {
	await page.goto('/');
	await expect(page.getByRole('heading', { name: 'Atrastas 26 organizācijas' })).toBeVisible();
	await expect(page.locator('#list li[data-slug]')).toHaveCount(26);
	const drawn = page.getByRole('group', { name: 'Organizāciju karte' });
	await expect(drawn).toBeVisible();
	const links = await drawn.locator('svg').getByRole('link').all();
	let reached = 0;
	for (const link of links) {
		const name = (await link.getAttribute('aria-label')) ?? '';
		reached += Number(/^(\d+) organizācij/.exec(name)?.[1] ?? 1);
		const href = (await link.getAttribute('href')) ?? '';
		expect((await request.get(href)).status(), href).toBe(200);
	}
	const pins: unknown[] = await (await request.get('/map/organisations.json')).json();
	expect(reached).toBe(pins.length);
});

test('a group on the drawn map leads to the list of what stands there', async ({ page }) => {
	await page.goto('/');
	const group = page
		.getByRole('group', { name: 'Organizāciju karte' })
		.getByRole('link', { name: /^\d+ organizācij/ })
		.first();
	const count = Number.parseInt((await group.getAttribute('aria-label')) ?? '', 10);
	await page.goto((await group.getAttribute('href')) ?? '');
	await expect(page.getByRole('link', { name: /Noņemt nosacījumu – Tuvumā/ })).toBeVisible();
	expect(await page.locator('#list li[data-slug]').count()).toBeGreaterThanOrEqual(count);
});

test('the form filters, chips take conditions away', async ({ page }) => {
	await page.goto('/en');
	const group = (name: string) => page.locator('.groups summary', { hasText: name });
	await page.getByLabel('Search by words').fill('ngo');
	await group('Region').click();
	await page.getByRole('checkbox', { name: 'Kurzeme' }).check();
	await group('Kind').click();
	await page.getByLabel('Competence centres').check();
	await page.locator('.groups').getByRole('button', { name: 'Show' }).click();
	await expect(page).toHaveURL(/q=ngo/);
	await expect(page.getByRole('heading', { name: '1 organisation found' })).toBeVisible();
	await group('Kind').click();
	await expect(page.getByLabel('Competence centres')).toBeChecked();
	await group('Kind').click();
	await expect(page.locator('.problems').filter({ hasText: 'Part of the address' })).toHaveCount(0);
	await page.getByRole('link', { name: 'Clear all conditions' }).first().click();
	await expect(page).toHaveURL('/en');
});

test('events by date, each leading to its page', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('banner').getByRole('link', { name: 'Pasākumi' }).click();
	await page
		.getByRole('navigation', { name: 'Pasākumu skati' })
		.getByRole('link', { name: 'Karte' })
		.click();
	await expect(page.getByRole('group', { name: 'Pasākumu karte' })).toBeVisible();
	const dates = await page
		.locator('#list li[data-slug] time')
		.evaluateAll((times) => times.map((time) => Date.parse(time.getAttribute('datetime') ?? '')));
	expect(dates.length).toBeGreaterThan(5);
	expect(dates).toEqual([...dates].sort((a, b) => a - b));
	// The form keeps what is shown.
	await page.getByRole('button', { name: 'Meklēt' }).click();
	await expect(page).toHaveURL(/show=events/);
	await page.locator('#list h4 a').first().click();
	await expect(page).toHaveURL(/\/pasakums\//);
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 320, height: 640 } });

	test('list and map change places by a link alone', async ({ page }) => {
		await page.goto('/');
		await page.getByRole('link', { name: 'Karte', exact: true }).click();
		await expect(page.getByRole('group', { name: 'Organizāciju karte' })).toBeInViewport();
		await expect(page.locator('#list')).toBeHidden();
		await page.getByRole('link', { name: 'Saraksts', exact: true }).click();
		await expect(page.locator('#list li[data-slug]').first()).toBeVisible();
	});

	test('the filters open without a script', async ({ page }) => {
		await page.goto('/');
		await page.getByText('Atlasīt', { exact: true }).click();
		await page.locator('.groups summary', { hasText: 'Reģions' }).click();
		await page.getByRole('checkbox', { name: 'Zemgale' }).check();
		await page.getByRole('button', { name: 'Rādīt' }).click();
		await expect(page).toHaveURL(/region=zemgale/);
		await expect(page.getByText('Atlasīt (1 nosacījums)')).toBeVisible();
	});
});
