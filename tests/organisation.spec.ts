// Somebody has found an organisation and wants to reach it: by phone, by foot, by asking somebody
// else, with a card in the address book or a sheet of paper. The same page with JavaScript and
// without, in both languages.
import { expect, test, withoutScripts } from './fixtures.ts';
import { heard } from './setup/answers.ts';

/**
 * Of the seed: one with a phone and an e-mail, one with opening hours and a street but no phone.
 */
const reachable = 'valmieras-novada-fonds';
const withHours = 'aluksnes-nvo';

for (const [mode, story] of [
	['with JavaScript', test],
	['without JavaScript', withoutScripts]
] as const) {
	story.describe(mode, () => {
		story('what it is, how to reach it, where it is', async ({ page }) => {
			await page.goto(`/organizacija/${reachable}`);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Valmieras novada fonds');
			await expect(page).toHaveTitle('Valmieras novada fonds · Tīkls');
			const contact = page.getByRole('region', { name: 'Kā sazināties' });
			await expect(contact.getByRole('link', { name: '+371 20258200' })).toHaveAttribute(
				'href',
				'tel:+37120258200'
			);
			await expect(contact.getByRole('link', { name: 'vnf@vnf.lv' })).toHaveAttribute(
				'href',
				'mailto:vnf@vnf.lv'
			);
			const where = page.getByRole('region', { name: 'Kur atrodas' });
			await expect(where.getByText('Valmiera, Valmieras novads')).toBeVisible();
			await expect(where.getByText('aptuveni', { exact: true })).toBeVisible();
			await expect(
				where.getByRole('group', { name: 'Karte: Valmieras novada fonds' })
			).toBeVisible();
			await expect(page.getByText('Neapstiprināts', { exact: true })).toBeVisible();
		});

		story('nobody knows its phone: the page says so and whom to ask', async ({ page }) => {
			await page.goto(`/organizacija/${withHours}`);
			const contact = page.getByRole('region', { name: 'Kā sazināties' });
			await expect(contact.getByText('Tālrunis nav zināms.')).toBeVisible();
			await contact.getByRole('link', { name: 'Valmieras novada fonds' }).click();
			await expect(page).toHaveURL(/\/organizacija\/valmieras-novada-fonds$/);
			await expect(page.getByText('Šī organizācija ir reģiona kontakts.')).toBeVisible();
		});

		story('when it is open, in words', async ({ page }) => {
			await page.goto(`/organizacija/${withHours}`);
			const contact = page.getByRole('region', { name: 'Kā sazināties' });
			await expect(contact.getByText('Katru dienu')).toBeVisible();
			await expect(contact.getByText('10.00–17.00')).toBeVisible();
			const hour = Number(
				new Intl.DateTimeFormat('en-GB', {
					timeZone: 'Europe/Riga',
					hour: 'numeric',
					hourCycle: 'h23'
				}).format(new Date())
			);
			// At the full hour the page may be a minute old.
			const now = hour >= 10 && hour < 17 ? /Atvērts līdz plkst\. 17\.00/ : /Slēgts, atvērsies/;
			await expect(contact.getByText(now)).toBeVisible();
		});

		story('the nearest others, with how far they are', async ({ page }) => {
			await page.goto(`/organizacija/${reachable}`);
			const nearest = page.getByRole('region', { name: 'Tuvākās organizācijas' });
			await expect(nearest.getByRole('listitem')).toHaveCount(4);
			// Valmiera to Cēsis: 26 km as the crow flies, between the centres of the towns.
			await expect(nearest.getByRole('listitem').first()).toContainText(/aptuveni 2[5-8]\u00a0km/);
			await nearest.getByRole('link').first().click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(
				'Vidzemes plānošanas reģions'
			);
		});

		story('where each fact comes from', async ({ page }) => {
			await page.goto(`/organizacija/${reachable}`);
			const record = page.getByRole('region', { name: 'Par šo ierakstu' });
			await record.getByText('No kurienes ir katra ziņa').click();
			const links = record.getByRole('link');
			expect(await links.count()).toBeGreaterThan(5);
			for (const link of await links.all())
				await expect(link).toHaveAttribute('href', /^https?:\/\//);
			await expect(record.getByText('izlasīts, avots: 2019. gads').first()).toBeVisible();
		});

		story('the whole page in English, and back', async ({ page }) => {
			await page.goto(`/en/organisation/${withHours}`);
			await expect(page.locator('html')).toHaveAttribute('lang', 'en');
			const contact = page.getByRole('region', { name: 'How to get in touch' });
			await expect(contact.getByText('Every day')).toBeVisible();
			await expect(contact.getByText('10:00–17:00')).toBeVisible();
			await page.getByRole('link', { name: 'Latviešu' }).click();
			await expect(page).toHaveURL(new RegExp(`/organizacija/${withHours}$`));
			await expect(page.getByRole('region', { name: 'Kā sazināties' })).toBeVisible();
		});

		story('a topic leads to everybody who helps with it', async ({ page }) => {
			await page.goto(`/organizacija/${reachable}`);
			await page.getByRole('link', { name: 'Projektu finansējums' }).click();
			await expect(page).toHaveURL(/\/\?topic=project-funding$/);
			await expect(
				page.getByRole('link', { name: 'Valmieras novada fonds' }).first()
			).toBeVisible();
		});

		story('a series of dates stands once', async ({ page }) => {
			await page.goto('/organizacija/dnvoac');
			const events = page.getByRole('region', { name: 'Pasākumi' });
			const titles = await events.getByRole('heading', { level: 3 }).allTextContents();
			expect(titles.length).toBeGreaterThan(0);
			expect(new Set(titles).size).toBe(titles.length);
		});
	});
}

test('the other name is marked as the other language', async ({ page }) => {
	await page.goto('/organizacija/kurzemes-nvo-centrs');
	await expect(
		page.locator('span[lang=en]', { hasText: 'Kurzeme NGO Support Centre' })
	).toBeVisible();
});

test('a listing without an English name keeps its own, marked as Latvian', async ({ page }) => {
	await page.goto('/en/organisation/valmieras-novada-fonds');
	await expect(page.getByRole('heading', { level: 1 })).toHaveAttribute('lang', 'lv');
});

test('a card for the address book', async ({ page }) => {
	for (const [path, link] of [
		['/organizacija/', 'Saglabāt kontaktu'],
		['/en/organisation/', 'Save the contact']
	] as const) {
		await page.goto(path + reachable);
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: link }).click();
		const file = await download;
		expect(file.suggestedFilename()).toBe('valmieras-novada-fonds.vcf');
		const card = await (await file.createReadStream()).toArray();
		const text = Buffer.concat(card).toString();
		expect(text).toMatch(/^BEGIN:VCARD\r\nVERSION:3\.0\r\n/);
		expect(text).toContain('TEL;TYPE=WORK,VOICE:+37120258200\r\n');
		expect(text).toContain('EMAIL;TYPE=INTERNET,WORK:vnf@vnf.lv\r\n');
		// The pin stands at the town's centre, which is not where the organisation is.
		expect(text).not.toContain('GEO:');
	}
});

test('card and code are answered with their types, and unknown ones with 404', async ({
	request
}) => {
	const card = await request.get(`/organizacija/${reachable}/vizitkarte.vcf`);
	expect(card.headers()['content-type']).toBe('text/vcard; charset=utf-8');
	const code = await request.get(`/organizacija/${reachable}/qr.svg`);
	expect(code.headers()['content-type']).toBe('image/svg+xml');
	expect(await code.text()).toContain('<svg');
	for (const path of [
		'/organizacija/nav-tadas',
		'/organizacija/nav-tadas/vizitkarte.vcf',
		'/organizacija/nav-tadas/qr.svg',
		'/en/organisation/no-such-one',
		'/organizacija/NAV%27%20OR%201=1',
		`/organizacija/${'a'.repeat(500)}`
	]) {
		expect((await request.get(path)).status(), path).toBe(404);
	}
});

test('search engines are told what it is, and nothing that is not known', async ({ page }) => {
	await page.goto(`/organizacija/${reachable}`);
	const blocks = await page.locator('script[type="application/ld+json"]').allTextContents();
	const nodes = blocks.map((block) => JSON.parse(block) as Record<string, unknown>);
	expect(nodes.map((node) => node['@type'])).toEqual(['NGO', 'BreadcrumbList']);
	expect(nodes[0]).toMatchObject({
		name: 'Valmieras novada fonds',
		telephone: ['+37120258200'],
		address: { addressLocality: 'Valmiera', addressCountry: 'LV' }
	});
	expect(nodes[0]).not.toHaveProperty('location');
	await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', page.url());
	await page.goto('/organizacija/kpr');
	const region = await page.locator('script[type="application/ld+json"]').first().textContent();
	expect(JSON.parse(region ?? '')).toMatchObject({ '@type': 'GovernmentOrganization' });
});

test('the sheet of paper: one page with how to reach it and the code', async ({ page }) => {
	await page.goto(`/organizacija/${reachable}`);
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText('+371 20258200')).toBeVisible();
	await expect(page.getByRole('img', { name: 'Kvadrātkods ar šīs lapas adresi' })).toBeVisible();
	await expect(page.getByText(page.url(), { exact: true })).toBeVisible();
	for (const hidden of ['Drukāt', 'Kopēt adresi', 'Interaktīva karte'])
		await expect(page.getByRole('button', { name: hidden })).toBeHidden();
	await expect(page.getByRole('region', { name: 'Par šo ierakstu' })).toBeHidden();
	const sheets = (await page.pdf({ format: 'A4', margin: { top: '1cm', bottom: '1cm' } })).toString(
		'latin1'
	);
	expect(sheets.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test('the map comes to life when asked, and the keyboard goes along', async ({ page }) => {
	await page.setViewportSize({ width: 320, height: 640 });
	await page.goto(`/organizacija/${reachable}`);
	await page.getByRole('button', { name: 'Interaktīva karte' }).press('Enter');
	const map = page.getByRole('region', { name: 'Karte: Valmieras novada fonds' });
	await expect(map.getByRole('button').first()).toBeVisible();
	await page.keyboard.press('Tab');
	expect(await map.evaluate((element) => element.contains(document.activeElement))).toBe(true);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('the address of the page is copied', async ({ page, context, baseURL }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL });
	await page.goto(`/organizacija/${reachable}`);
	await page.getByRole('button', { name: 'Kopēt adresi' }).click();
	await expect(page.locator('main').getByText('Adrese nokopēta', { exact: true })).toBeVisible();
	await expect(heard(page)).toHaveText('Adrese nokopēta');
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

for (const colorScheme of ['light', 'dark'] as const) {
	test(`axe finds nothing with the sources open, ${colorScheme}`, async ({ page, axe }) => {
		await page.emulateMedia({ colorScheme });
		for (const path of [`/organizacija/${withHours}`, '/en/organisation/dnvoac']) {
			await page.goto(path);
			for (const summary of await page.locator('main summary').all()) await summary.click();
			expect(await axe(page)).toEqual([]);
		}
	});
}
