// The pages of text: they say what is so, name whom to turn to, and keep no promise for later.
import { expect, test, withoutScripts } from './fixtures.ts';

const pages = [
	{ lv: '/par', en: '/en/about', title: { lv: 'Par tīklu', en: 'About the network' } },
	{ lv: '/privatums', en: '/en/privacy', title: { lv: 'Privātums', en: 'Privacy' } },
	{
		lv: '/pieklustamiba',
		en: '/en/accessibility',
		title: { lv: 'Piekļūstamības paziņojums', en: 'Accessibility statement' }
	},
	{ lv: '/pieslegties', en: '/en/sign-in', title: { lv: 'Pieslēgšanās', en: 'Sign in' } }
] as const;

for (const { title, ...paths } of pages) {
	for (const locale of ['lv', 'en'] as const) {
		withoutScripts(
			`${paths[locale]} is whole without scripts and leads to its other language`,
			async ({ page }) => {
				await page.goto(paths[locale]);
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(title[locale]);
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				const other = locale === 'lv' ? 'en' : 'lv';
				await page.getByRole('banner').locator(`a[hreflang="${other}"]`).click();
				await expect(page).toHaveURL(new RegExp(`${paths[other]}$`));
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(title[other]);
			}
		);
	}
}

test('they need no script and set no cookie', async ({ page, context }) => {
	const scripts = page.locator('script[src], script[type="module"], link[rel="modulepreload"]');
	for (const { lv } of pages) {
		await page.goto(lv);
		// Where a form is sent, one watches over the line.
		const watched = lv === '/pieslegties';
		await expect(scripts).toHaveCount(watched ? 1 : 0);
		if (watched) await expect(scripts).toHaveAttribute('src', '/sending.js');
	}
	expect(await context.cookies()).toEqual([]);
});

test('about: every region has a contact that can be reached from here', async ({ page }) => {
	await page.goto('/par');
	const regions = page.getByRole('region', { name: 'Kam rakstīt savā reģionā' });
	await expect(regions.getByRole('listitem')).toHaveCount(5);
	await expect(regions.getByRole('link', { name: 'alianse@nvo.lv' })).toHaveAttribute(
		'href',
		'mailto:alianse@nvo.lv'
	);
	await expect(regions.getByRole('link', { name: '+371 67846464' })).toHaveAttribute(
		'href',
		'tel:+37167846464'
	);
	await regions.getByRole('link', { name: 'Kurzemes NVO centrs' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kurzemes NVO centrs');
});

test('about: each year of the history names where it was read', async ({ page }) => {
	await page.goto('/en/about');
	const history = page.getByRole('region', { name: 'Where the network comes from' });
	const entries = history.getByRole('listitem');
	expect(await entries.count()).toBeGreaterThan(5);
	for (const entry of await entries.all())
		await expect(entry.getByRole('link').first()).toHaveAttribute('href', /^https?:/);
});

test('privacy names the supervisory authority and how to reach it', async ({ page }) => {
	await page.goto('/privatums');
	await expect(page.getByText('Datu valsts inspekcija')).toBeVisible();
	await expect(page.getByRole('link', { name: 'pasts@dvi.gov.lv' })).toBeVisible();
	await expect(page.getByRole('link', { name: '+371 67223131' })).toBeVisible();
});

test('the accessibility statement has every part of the form and says what was not tested', async ({
	page
}) => {
	await page.goto('/pieklustamiba');
	for (const part of [
		'Cik piekļūstama ir šī tīmekļvietne?',
		'Nepiekļūstamais saturs',
		'Kā tas pārbaudīts',
		'Piekļūstamības alternatīvas',
		'Atsauksmēm un saziņai',
		'Piekļūstamības prasību izpildes nodrošināšana',
		'Ziņas par piekļūstamības paziņojumu'
	])
		await expect(page.getByRole('heading', { level: 2, name: part })).toBeVisible();
	await expect(page.getByText('daļēji atbilst')).toBeVisible();
	await expect(page.getByText('Vietne vēl nav pārbaudīta kopā ar cilvēkiem')).toBeVisible();
	await expect(page.getByRole('link', { name: 'tiesibsargs@tiesibsargs.lv' })).toBeVisible();
	await expect(page.getByText(/pirmo reizi sagatavots \d{4}\. gada \d+\. \S+ī\./)).toBeVisible();
});
