// Somebody finds help: by words without one diacritic, by ticking boxes, around a place or around
// where they stand; and when nothing is found, learns which condition to drop. With scripts and, as
// far as it goes, without.
import type { Page } from '@playwright/test';
import { expect, test, withoutScripts } from './fixtures.ts';

const what = (page: Page) => page.getByLabel('Meklēt pēc vārdiem');
const where = (page: Page) => page.getByLabel('vieta, ap kuru meklēt');
const group = (page: Page, name: string) =>
	page.getByRole('search').locator('.groups summary', { hasText: name });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
const rows = (page: Page) => page.locator('#list li[data-slug]');
/** How many the box of a region would give, as it says itself. */
const countOf = async (page: Page, label: string) =>
	Number((await page.locator('label', { hasText: label }).locator('small').textContent()) ?? NaN);

for (const [name, run] of [
	['with scripts', test],
	['without scripts', withoutScripts]
] as const) {
	run.describe(name, () => {
		run('words are typed without diacritics, and what matches is marked', async ({ page, axe }) => {
			await page.goto('/');
			await what(page).fill('kvalitate');
			await page.getByRole('button', { name: 'Meklēt' }).click();
			await expect(page).toHaveURL(/q=kvalitate/);
			await expect(rows(page).first().locator('h3 mark')).toHaveText('Kvalitātes');
			// A missing diacritic is no mistake.
			await expect(page.getByText('Meklēts:')).toHaveCount(0);
			await page.goto('/?q=kvaltiate');
			await expect(page.getByText('Meklēts:')).toContainText('rakstīts: kvaltiate');
			expect(await axe(page)).toEqual([]);
		});

		run('the number beside a box is what the list then has', async ({ page }) => {
			await page.goto('/');
			await group(page, 'Reģions').click();
			const kurzeme = await countOf(page, 'Kurzeme');
			const latgale = await countOf(page, 'Latgale');
			expect(kurzeme).toBeGreaterThan(1);
			const apply = async () => {
				if (run === withoutScripts)
					await page
						.locator('.groups')
						.getByRole('button', { name: /^Rādīt/ })
						.click();
			};
			await page.getByRole('checkbox', { name: 'Kurzeme' }).check();
			await apply();
			await expect(page).toHaveURL(/region=kurzeme/);
			await expect(rows(page)).toHaveCount(kurzeme);
			if (run === withoutScripts) await group(page, 'Reģions').click();
			// A second region adds to the first: its number is counted without the first one.
			expect(await countOf(page, 'Latgale')).toBe(latgale);
			await page.getByRole('checkbox', { name: 'Latgale' }).check();
			await apply();
			await expect(page).toHaveURL(/region=latgale/);
			await expect(rows(page)).toHaveCount(kurzeme + latgale);
			await page.keyboard.press('Escape');
			await page.goto('/?region=kurzeme');
			await page.getByRole('link', { name: 'Noņemt nosacījumu – Reģions: Kurzeme' }).click();
			await expect(page).toHaveURL('/');
		});

		run('around a place by its name, nearest first, with who answers for it', async ({ page }) => {
			await page.goto('/');
			await where(page).fill('kuldiga');
			await where(page).press('Enter');
			await expect(page).toHaveURL(/near=kuldiga/);
			await expect(
				page.getByRole('link', { name: 'Noņemt nosacījumu – Tuvumā: Kuldīga, 25 km' })
			).toBeVisible();
			await expect(rows(page).first()).toContainText('mazāk par 1 km');
			const contact = page.getByText('Par šo reģionu atbild (Kurzeme)').locator('..');
			await expect(contact.getByRole('link', { name: 'Kurzemes NVO centrs' })).toBeVisible();
			await page.getByLabel('Cik tālu').selectOption('100 km');
			if (run === withoutScripts) await page.getByRole('button', { name: 'Meklēt' }).click();
			await expect(page).toHaveURL(/km=100/);
			await expect(heading(page, /Atrastas \d+ organizācijas/)).toBeVisible();
			const metres = await rows(page).locator('.where').allTextContents();
			const km = metres.map((text) =>
				Number(/([\d,]+)\s*km/.exec(text)?.[1]?.replace(',', '.') ?? 0)
			);
			expect(km.length).toBeGreaterThan(1);
			expect(km).toEqual([...km].sort((a, b) => a - b));
		});

		run(
			'a place nobody knows is said, and the closest names are offered',
			async ({ page, axe }) => {
				await page.goto('/?near=kuldoga&kind=competence-centre');
				await expect(page.getByText('Vieta „kuldoga” nav atrasta.')).toBeVisible();
				// Nothing else of the wish is lost.
				await expect(page.getByRole('link', { name: /Noņemt nosacījumu – Veids/ })).toBeVisible();
				expect(await rows(page).count()).toBeGreaterThan(0);
				expect(await axe(page)).toEqual([]);
				await page.getByRole('link', { name: 'Kuldīga, Kuldīgas novads' }).click();
				await expect(page).toHaveURL(/kind=competence-centre&near=Kuld%C4%ABga/);
				await expect(rows(page)).toHaveCount(1);
			}
		);

		run('outside the network it says so and offers the nearest', async ({ page }) => {
			await page.goto('/en?near=54.68,25.28');
			await expect(page.getByText('This place lies outside the network’s area.')).toBeVisible();
			await expect(heading(page, 'Nearest organisations')).toBeVisible();
			await expect(page.locator('.near-note li').first()).toContainText('km');
		});

		run('nothing found names what to drop and how many that would give', async ({ page, axe }) => {
			await page.goto('/?q=zzqxwv&region=kurzeme&kind=partner');
			await expect(heading(page, 'Neviena organizācija neatbilst šiem nosacījumiem')).toBeVisible();
			// Without the words something is left; without the region or the kind there is still nothing.
			await expect(page.locator('#list').getByRole('link', { name: /Reģions/ })).toHaveCount(0);
			expect(await axe(page)).toEqual([]);
			await page.goto('/?q=zzqxwv&region=kurzeme');
			const way = page.locator('#list li').filter({ hasText: 'Vārdi: „zzqxwv”' });
			const promised = Number(/→?\s*(\d+) organizācij/.exec(await way.innerText())?.[1] ?? NaN);
			await way.getByRole('link').click();
			await expect(page).toHaveURL('/?region=kurzeme');
			await expect(rows(page)).toHaveCount(promised);
		});

		run('the same for events', async ({ page }) => {
			await page.goto('/pasakumi?near=riga&km=50');
			await expect(page.getByText('Par šo reģionu atbild (Rīgas reģions)')).toBeVisible();
			await expect(page.getByRole('article').first()).toContainText('km');
			await group(page, 'Pasākuma veids').click();
			await page.getByRole('checkbox').first().check();
			if (run === withoutScripts) await page.getByRole('button', { name: 'Meklēt' }).click();
			await expect(page).toHaveURL(/kind=/);
			// Places go along.
			await expect(page).toHaveURL(/near=riga/);
			await page.goto('/?show=events&near=riga&km=100');
			await expect(page.getByText('Tuvākie vispirms')).toBeVisible();
		});
	});
}

test.describe('near me', () => {
	test.use({ viewport: { width: 390, height: 844 } });

	test('asks only when it is pressed, and the address says no more than about a kilometre', async ({
		page,
		context
	}) => {
		await context.grantPermissions(['geolocation']);
		await context.setGeolocation({ latitude: 56.968123, longitude: 21.961987 });
		await page.goto('/?q=nvo');
		await page.getByRole('button', { name: 'Manā tuvumā' }).click();
		await expect(page).toHaveURL(/\/\?q=nvo&near=56\.97%2C21\.96/);
		await expect(page.getByRole('link', { name: /Tuvumā: 25 km no 56\.97/ })).toBeVisible();
		await expect(rows(page).first()).toContainText('km');
		expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
	});

	test('refused, it says what to do instead and goes there', async ({ page, context, axe }) => {
		await context.clearPermissions();
		await page.addInitScript(() => {
			navigator.geolocation.getCurrentPosition = (_, failed) =>
				failed?.({
					code: 1,
					message: '',
					PERMISSION_DENIED: 1,
					POSITION_UNAVAILABLE: 2,
					TIMEOUT: 3
				});
		});
		await page.goto('/en');
		await page.getByRole('button', { name: 'Near me' }).click();
		await expect(page.getByText('did not let this page know where you are')).toBeVisible();
		await expect(page.getByLabel('place to look around')).toBeFocused();
		expect(await axe(page)).toEqual([]);
		await page.keyboard.type('Kuldīga');
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(/near=Kuld/);
	});
});

withoutScripts('there is no button that needs a script', async ({ page }) => {
	await page.goto('/');
	await expect(page.getByRole('button', { name: 'Manā tuvumā' })).toBeHidden();
});
