// Somebody plans a month: the programme as a calendar, which is a table for who hears it, an agenda
// on a phone, and takes every condition of the directory. With scripts and without.
import type { Page } from '@playwright/test';
import { expect, test, withoutScripts } from './fixtures.ts';

const stories = [
	{ run: test, how: 'with scripts' },
	{ run: withoutScripts, how: 'without scripts' }
] as const;

/**
 * The example of two days: its first and last day, whatever day the server was first started on.
 */
async function conference(page: Page): Promise<{ first: string; last: string; month: string }> {
	await page.goto('/pasakumi');
	await page.getByRole('link', { name: 'Laba pārvaldība reģionos' }).click();
	const start = await page.locator('dd time').first().getAttribute('datetime');
	const first = start?.slice(0, 10) ?? '';
	const last = new Date(Date.parse(first) + 86_400_000).toISOString().slice(0, 10);
	return { first, last, month: first.slice(0, 7) };
}

/** "2026-12" a number of months on. */
const monthsOn = (month: string, count: number) =>
	new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + count, 1))
		.toISOString()
		.slice(0, 7);

for (const { run, how } of stories) {
	run.describe(how, () => {
		run('from the programme to the month, an event of it, and back', async ({ page }) => {
			await page.goto('/pasakumi');
			await page.getByRole('link', { name: 'Mēnesis', exact: true }).click();
			await expect(page).toHaveURL(/\/pasakumi\/\d{4}-\d\d$/);
			// Today is said, once.
			await expect(page.locator('[aria-current="date"]')).toHaveCount(1);
			const today = await page.locator('[aria-current="date"]').getAttribute('datetime');
			expect(today).toMatch(/^\d{4}-\d\d-\d\d$/);
			await page.getByRole('link', { name: /^Nākamais mēnesis/ }).click();
			await expect(page).toHaveURL(
				new RegExp(`/pasakumi/${monthsOn(today?.slice(0, 7) ?? '', 1)}$`)
			);
			await page.getByRole('link', { name: 'Šis mēnesis' }).click();
			await expect(page.locator('[aria-current="date"]')).toHaveCount(1);
			await page.getByRole('link', { name: /^Iepriekšējais mēnesis/ }).click();
			await expect(page.locator('[aria-current="date"]')).toHaveCount(0);
		});

		run('is a table of whole weeks, Monday first, with a list in each day', async ({ page }) => {
			const { first, last, month } = await conference(page);
			await page.goto(`/pasakumi/${month}`);
			const table = page.getByRole('table', { name: /^Pasākumi pa dienām: \d{4}\. gada / });
			await expect(table.getByRole('columnheader')).toHaveText([
				'pirmdiena',
				'otrdiena',
				'trešdiena',
				'ceturtdiena',
				'piektdiena',
				'sestdiena',
				'svētdiena'
			]);
			const rows = table.getByRole('row');
			for (const row of (await rows.all()).slice(1))
				await expect(row.getByRole('cell')).toHaveCount(7);
			const days = Number(new Date(Date.parse(`${monthsOn(month, 1)}-01`) - 1).getUTCDate());
			await expect(table.locator('time')).toHaveCount(days);
			// A date of two days stands on both, the second time as going on.
			const cell = (day: string) =>
				table.getByRole('cell').filter({ has: page.locator(`time[datetime="${day}"]`) });
			const name = 'Laba pārvaldība reģionos';
			await expect(cell(first).getByRole('listitem').filter({ hasText: name })).toContainText(
				'10.00'
			);
			if (last.startsWith(month))
				await expect(cell(last).getByRole('listitem').filter({ hasText: name })).toContainText(
					'turpinās'
				);
			await cell(first).getByRole('link', { name }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Piemērs: ${name}`);
		});

		run('takes the conditions of the directory along', async ({ page }) => {
			const { month } = await conference(page);
			await page.goto(`/pasakumi/${month}?kind=conference`);
			await expect(page.getByText('1 pasākuma datums šajā mēnesī')).toBeVisible();
			await page.getByRole('link', { name: /^Nākamais mēnesis/ }).click();
			await expect(page).toHaveURL(
				new RegExp(`/pasakumi/${monthsOn(month, 1)}\\?kind=conference$`)
			);
			await expect(page.locator('.count')).toContainText('Šajā mēnesī pasākumu nav.');
			await page.goto(`/pasakumi/${month}?kind=conference&kind=party`);
			await expect(page.locator('.problems').filter({ hasText: '„kind”' })).toBeVisible();
			await page
				.getByRole('navigation', { name: 'Atlasīts pēc' })
				.getByRole('link', { name: /Konference/ })
				.click();
			await expect(page).toHaveURL(new RegExp(`/pasakumi/${month}$`));
			// And on to the list, with its words.
			await page.goto(`/pasakumi/${month}?q=jelgava`);
			await page.getByRole('link', { name: 'Saraksts' }).click();
			await expect(page).toHaveURL(/\/pasakumi\?q=jelgava$/);
		});

		run('what has been is in its month, and what has no day too', async ({ page }) => {
			await page.goto('/pasakumi/2016-11');
			await expect(page.getByRole('link', { name: /Vidzemes NVO forums/ })).toBeVisible();
			await page.goto('/pasakumi/2013-12');
			const section = page.getByRole('region', { name: 'Šajā mēnesī, diena nav zināma' });
			await expect(section.getByRole('link')).toHaveCount(1);
		});

		run('on a phone it is the month’s agenda', async ({ page }) => {
			const { first, month } = await conference(page);
			await page.setViewportSize({ width: 320, height: 640 });
			await page.goto(`/pasakumi/${month}`);
			await expect(page.locator(`time[datetime="${first}"]`)).toBeVisible();
			await expect(page.getByRole('columnheader')).toHaveCount(0);
			// Only the days that hold something.
			const seen = page.locator('td:visible');
			await expect(seen).toHaveCount(await page.locator('td:visible ul').count());
			const wide = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect(wide).toBe(0);
		});

		run('keeps the month in the other language', async ({ page }) => {
			await page.goto('/pasakumi/2026-12');
			await page.getByRole('link', { name: 'This page in English' }).click();
			await expect(page).toHaveURL(/\/en\/events\/2026-12$/);
			await expect(page.getByRole('heading', { level: 2 })).toHaveText('December 2026');
			await expect(page.getByRole('columnheader').first()).toHaveText('Monday');
		});
	});
}

for (const colorScheme of ['light', 'dark'] as const) {
	test(`no finding in a month with nothing in it, ${colorScheme}`, async ({ page, axe }) => {
		await page.emulateMedia({ colorScheme });
		for (const width of [320, 1280]) {
			await page.setViewportSize({ width, height: 700 });
			await page.goto('/en/events/2099-01?kind=forum');
			await expect(page.getByText('There are no events this month.')).toBeVisible();
			expect(await axe(page), `${width} px`).toEqual([]);
		}
	});
}

test('search engines are led through the year to come and no further', async ({ page }) => {
	const { month } = await conference(page);
	const robots = page.locator('meta[name="robots"]');
	const next = page.getByRole('link', { name: /^Nākamais mēnesis/ });
	await page.goto(`/pasakumi/${month}`);
	await expect(robots).toHaveCount(0);
	await expect(next).toHaveCount(1);
	await expect(page.locator('link[rel="canonical"]')).toHaveAttribute(
		'href',
		new RegExp(`/pasakumi/${month}$`)
	);
	for (const search of [`/pasakumi/${month}?kind=conference`, `/pasakumi/${monthsOn(month, 24)}`]) {
		await page.goto(search);
		await expect(robots).toHaveAttribute('content', 'noindex');
	}
	// Whoever follows every link comes to an end.
	await expect(next).toHaveCount(0);
});

test.describe('a month there is not', () => {
	test.use({ expectedErrors: [/status of 404/] });
	test('is answered with help', async ({ page }) => {
		for (const path of ['/pasakumi/2026-13', '/pasakumi/2026-1', '/pasakumi/decembris']) {
			expect((await page.goto(path))?.status(), path).toBe(404);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lapa nav atrasta');
		}
	});
});
