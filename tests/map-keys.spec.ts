// The map by keyboard alone: arrows, + and −, 1 to 9, Escape back to where one came from; groups
// have the name of their place.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { heard } from './setup/answers.ts';

const map = (page: Page) => page.getByRole('region', { name: 'Organizāciju karte' });
const surface = (page: Page) => map(page).getByRole('application', { name: 'Interaktīva karte' });

test.use({
	viewport: { width: 1280, height: 800 },
	contextOptions: { reducedMotion: 'reduce' }
});

test('keys move the map, choose on it, and lead back out of it', async ({ page, axe }) => {
	await page.goto('/');
	const whole = map(page).getByRole('button', { name: 'Rādīt visu karti' });
	await expect(whole).toBeVisible();
	await whole.focus();
	await page.keyboard.press('Tab');
	await expect(surface(page)).toBeFocused();

	const mark = map(page).getByRole('button', { name: /Kurzemes NVO centrs/ });
	const x = async () => (await mark.boundingBox())?.x ?? NaN;
	const before = await x();
	await page.keyboard.press('ArrowRight');
	await expect.poll(x).toBeLessThan(before - 60);
	await page.keyboard.press('ArrowLeft');
	await expect.poll(x).toBeCloseTo(before, -1);
	await page.keyboard.press('+');
	await expect.poll(x).toBeLessThan(before - 60);
	await page.keyboard.press('-');
	await expect.poll(x).toBeCloseTo(before, -1);
	await expect(heard(page)).toHaveText(/^Kartē redzams: 21 organizācija$/);

	await page.keyboard.press('Escape');
	await expect(whole).toBeFocused();

	// The map is one stop: Tab passes its marks by. Enter goes in among them, Tab goes on there,
	// Escape comes out again.
	await surface(page).focus();
	const inMap = () =>
		surface(page).evaluate((element) => {
			const focused = document.activeElement;
			return focused !== element && element.contains(focused);
		});
	await page.keyboard.press('Tab');
	expect(await inMap()).toBe(false);
	await surface(page).focus();
	await page.keyboard.press('Enter');
	await expect.poll(inMap).toBe(true);
	const first = await page.evaluate(() => document.activeElement?.getAttribute('data-key'));
	await page.keyboard.press('Tab');
	expect(await inMap()).toBe(true);
	expect(await page.evaluate(() => document.activeElement?.getAttribute('data-key'))).not.toBe(
		first
	);
	await page.keyboard.press('Escape');
	await expect(surface(page)).toBeFocused();

	// A number chooses one of the nearest; of a group it says the name with its towns, and leads to
	// the first of its members: far away they are a list.
	await surface(page).focus();
	await page.keyboard.press('1');
	await expect(heard(page)).toHaveText(/^\d+ organizācij[au]s?, (vieta|tuvumā): /);
	const members = map(page).getByRole('group', { name: /^\d+ organizācij[au]s?, vieta: / });
	await expect(members.getByRole('listitem').getByRole('button').first()).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(members).toHaveCount(0);
	await expect(surface(page)).toBeFocused();
	// Organisations that share a place are spread or listed by Enter, and Escape closes them again.
	await page.keyboard.press('0');
	const riga = map(page).getByRole('button', { name: /^6 organizācijas, vieta: Rīga/ });
	await riga.focus();
	await page.keyboard.press('Enter');
	await expect(riga).toHaveAttribute('aria-expanded', 'true');
	expect(await axe(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(riga).toHaveAttribute('aria-expanded', 'false');
});

test.describe('before the live map is there', () => {
	test.use({ moves: false });

	test('whoever is on a place of the drawn map by keyboard is on the map afterwards', async ({
		page
	}) => {
		await page.goto('/');
		const link = map(page).locator('.sm-mark').nth(3);
		await link.focus();
		await expect(link).toBeFocused();
		await page.mouse.move(20, 20);
		await expect(map(page).getByRole('button', { name: 'Rādīt visu karti' })).toBeVisible();
		await expect(surface(page)).toBeFocused();
	});
});
