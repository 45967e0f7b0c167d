// Somebody types a few letters and is offered organisations, places, topics and events: by
// keyboard, by touch, and told to a screen reader; and what is on offer never stands in the way of
// just searching.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const field = (page: Page) => page.getByRole('combobox', { name: 'Meklēt pēc vārdiem' });
const list = (page: Page) => page.getByRole('listbox', { name: 'Ieteikumi' });
const active = (page: Page) => page.getByRole('option', { selected: true });

test('the keyboard goes through them and chooses', async ({ page, axe }) => {
	const asked: string[] = [];
	page.on('request', (request) => {
		const { pathname, search } = new URL(request.url());
		if (pathname === '/suggest.json') asked.push(search);
	});
	await page.goto('/', { waitUntil: 'networkidle' });
	await field(page).focus();
	await expect(field(page)).toHaveAttribute('aria-expanded', 'false');
	await page.keyboard.type('kvalit');
	await expect(list(page)).toBeVisible();
	// A mail alone asks nothing, and quick letters ask once.
	expect(asked.length).toBeLessThan(4);
	await expect(page.getByRole('status')).toHaveText(/\d+ ieteikumi/);
	await expect(page.getByRole('group', { name: 'Organizācijas' })).toBeVisible();
	await expect(page.getByRole('group', { name: 'Jomas' })).toBeVisible();
	expect(await axe(page)).toEqual([]);

	await expect(active(page)).toHaveCount(0);
	await page.keyboard.press('ArrowDown');
	await expect(active(page)).toContainText('Latvijas Kvalitātes biedrība');
	await expect(field(page)).toHaveAttribute(
		'aria-activedescendant',
		(await active(page).getAttribute('id')) ?? ''
	);
	await expect(field(page)).toBeFocused();
	await page.keyboard.press('End');
	await expect(page.getByRole('option').last()).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('ArrowDown');
	await expect(active(page)).toHaveCount(0);
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Home');
	await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');

	// Escape only closes the list; what was typed stays.
	await page.keyboard.press('Escape');
	await expect(list(page)).toBeHidden();
	await expect(field(page)).toHaveValue('kvalit');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/organizacija/kvalb');
});

test('Enter without a choice searches for what was typed', async ({ page }) => {
	await page.goto('/', { waitUntil: 'networkidle' });
	await field(page).focus();
	await page.keyboard.type('kvalit');
	await expect(list(page)).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/?q=kvalit');
	await expect(list(page)).toBeHidden();
});

test('a topic filters, a place is where to look', async ({ page }) => {
	await page.goto('/', { waitUntil: 'networkidle' });
	await field(page).focus();
	await page.keyboard.type('kvalit');
	await page.getByRole('group', { name: 'Jomas' }).getByRole('option').first().click();
	await expect(page).toHaveURL('/?topic=quality-management');
	await expect(field(page)).toHaveValue('');
	await page.getByRole('combobox', { name: 'vieta, ap kuru meklēt' }).focus();
	await page.keyboard.type('kuld');
	await page.getByRole('option', { name: /Kuldīga/ }).click();
	await expect(page).toHaveURL('/?topic=quality-management&near=Kuld%C4%ABga');
	await expect(page.getByRole('combobox', { name: 'vieta, ap kuru meklēt' })).toHaveValue(
		'Kuldīga'
	);
});

test.describe('by touch', () => {
	test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

	test('a tap leads to the page, and nothing is pushed about', async ({ page, axe }) => {
		await page.goto('/en', { waitUntil: 'networkidle' });
		const box = page.getByRole('combobox', { name: 'Search by words' });
		await box.tap();
		const below = page.getByRole('button', { name: 'Near me' });
		const before = await below.boundingBox();
		await page.keyboard.type('kurzem');
		const option = page.getByRole('option', { name: /Kurzeme NGO Support Centre/ });
		await expect(option).toBeVisible();
		expect(await below.boundingBox()).toEqual(before);
		const wide = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(wide).toBe(0);
		expect(await axe(page)).toEqual([]);
		await option.tap();
		await expect(page).toHaveURL('/en/organisation/kurzemes-nvo-centrs');
	});
});

test('the answer is plain data, and what makes no sense is refused', async ({ request }) => {
	const answer = await request.get('/suggest.json?q=kuldiga&only=place&lang=en');
	expect(await answer.json()).toEqual([
		{ type: 'place', id: 'kuldiga', name: 'Kuldīga', note: 'Kuldīgas novads' }
	]);
	for (const query of ['', 'q=', 'q=%00', 'q=a&lang=de', 'q=a&only=topic'])
		expect((await request.get(`/suggest.json?${query}`)).status(), query).toBe(400);
});
