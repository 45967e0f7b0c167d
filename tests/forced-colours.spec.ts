// Where the system sets the colours (https://www.w3.org/TR/css-color-adjust-1/#forced), grounds and
// shadows go; what is chosen and what is a notice must be told all the same.
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';

test.beforeEach(async ({ page }) => {
	await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
	await page.setViewportSize({ width: 1366, height: 900 });
});

/** All that can tell one from another there. */
const look = (element: Locator) =>
	element.evaluate((node) => {
		const style = getComputedStyle(node);
		const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
		return [
			style.backgroundColor,
			style.color,
			style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`,
			...sides.map((side) => `${style[`border${side}Width`]} ${style[`border${side}Color`]}`)
		].join('; ');
	});

async function differ(chosen: Locator, other: Locator) {
	expect(await look(chosen.first())).not.toBe(await look(other.first()));
}

/** A box: a line on all four sides that is not the colour of the ground. */
async function isBox(notice: Locator) {
	await expect(notice.first()).toBeVisible();
	const lines = await notice.first().evaluate((node) => {
		const style = getComputedStyle(node);
		const ground = getComputedStyle(document.documentElement).backgroundColor;
		return (['Top', 'Right', 'Bottom', 'Left'] as const).map(
			(side) =>
				parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Color`] !== ground
		);
	});
	expect(lines).toEqual([true, true, true, true]);
}

test('menu, views and choices of a time', async ({ page }) => {
	await page.goto('/pasakumi');
	for (const scope of [
		page.getByRole('banner'),
		page.getByRole('navigation', { name: 'Pasākumu skati' }),
		page.getByRole('navigation', { name: 'Kad' })
	])
		await differ(scope.locator('li a[aria-current]'), scope.locator('li a:not([aria-current])'));
});

test('today in the month', async ({ page }) => {
	await page.goto('/pasakumi');
	await page.getByRole('link', { name: 'Mēnesis' }).click();
	await expect(page.locator('td.today')).toBeVisible();
	await differ(page.locator('td.today'), page.locator('td:not(.today)'));
});

test('the chosen row and the chosen mark', async ({ page }) => {
	await page.goto('/', { waitUntil: 'networkidle' });
	const row = page
		.locator('#list li[data-slug]')
		.filter({ hasText: 'Kurzemes NVO centrs' })
		.first();
	await row.getByRole('link', { name: /^Rādīt kartē/ }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await expect(page.locator('#list li.chosen')).toHaveCount(1);
	await differ(page.locator('#list li.chosen'), page.locator('#list li:not(.chosen)'));
	const ring = page.locator('.mark.selected .ring');
	await expect(ring).toBeVisible();
	const drawn = await ring.evaluate((node) => {
		const probe = document.createElement('i');
		probe.style.color = 'Highlight';
		document.body.append(probe);
		return [getComputedStyle(node).stroke, getComputedStyle(probe).color];
	});
	expect(drawn[0]).toBe(drawn[1]);
});

test('conditions are boxes, and so are notices', async ({ page }) => {
	await page.goto('/?region=kurzeme&kind=castle&near=Zzkaut');
	await isBox(page.getByRole('navigation', { name: 'Atlasīts pēc' }).getByRole('link'));
	await isBox(page.locator('.problems'));
	await isBox(page.locator('#near-note .notice'));
	await page.goto('/organizacija/kurzemes-nvo-centrs');
	await isBox(page.locator('article .notice'));
	await page.goto('/pasakumi');
	await page.locator('article.event a').first().click();
	await isBox(page.locator('.notices p'));
});
