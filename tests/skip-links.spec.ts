// The first three stops of the keyboard lead past all the rest: to the content, the list, the map.
import type { Page } from '@playwright/test';
import { pathOf } from '#lib/page/paths.ts';
import { expect, test, withoutScripts } from './fixtures.ts';

const focused = (page: Page) =>
	page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

/** Presses the nth link at the top, then Tab: which part of the page has the focus afterwards. */
async function after(page: Page, address: string, turn: number, name: string, part: string) {
	await page.goto(address);
	for (let i = 0; i < turn; i++) await page.keyboard.press('Tab');
	expect(await focused(page)).toBe(name);
	const link = page.locator('.skip:focus');
	// Off the screen until it has the focus; then it is seen.
	await expect(link).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.locator(part)).toBeInViewport();
	await page.keyboard.press('Tab');
	return page.evaluate((selector) => document.activeElement?.closest(selector) !== null, part);
}

for (const [how, run] of [
	['with scripts', test],
	['without scripts', withoutScripts]
] as const)
	for (const [locale, names] of [
		['lv', ['Pāriet uz saturu', 'Pāriet uz sarakstu', 'Pāriet uz karti']],
		['en', ['Skip to content', 'Skip to the list', 'Skip to the map']]
	] as const)
		run(
			`the keyboard gets to content, list and map at once, ${how}, ${locale}`,
			async ({ page }) => {
				for (const address of [pathOf('/', locale), `${pathOf('/', locale)}?show=events`])
					for (const [i, part] of ['#content', '#list', '#map'].entries())
						expect(await after(page, address, i + 1, names[i] ?? '', part), part).toBe(true);
			}
		);

test('a page without list and map has the one link', async ({ page }) => {
	await page.goto(pathOf('/privacy', 'en'));
	await expect(page.locator('.skip')).toHaveText(['Skip to content']);
});
