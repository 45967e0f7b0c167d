// The directory in numbers: everybody reads how much there is and takes it along as a file; who
// coordinates also sees of one region, and what visitors searched for and did not find, without who
// they were.
import { pathOf } from '#lib/page/paths.ts';
import { modes, shown } from './setup/desk.ts';
import { comeBack, expect, people } from './setup/people.ts';

const words = {
	lv: {
		all: 'Viss katalogs skaitļos',
		title: 'Katalogs skaitļos',
		fresh: 'Cik svaigi ir ieraksti',
		phones: 'Tālruņi',
		csv: 'CSV: Cik svaigi ir ieraksti',
		head: 'Reģions;Apstiprināti šogad;Kopā',
		complete: 'Cik pilnīgi ir ieraksti',
		unfound: 'Meklējumi, kas neko neatrada',
		states: 'Ieraksti pēc statusa',
		privacy: 'pēc 90 dienām tos dzēš'
	},
	en: {
		all: 'The whole directory in numbers',
		title: 'The directory in numbers',
		fresh: 'How fresh it is',
		phones: 'Phones',
		csv: 'CSV: How fresh it is',
		head: 'Region,Confirmed this year,Total',
		complete: 'How complete it is',
		unfound: 'Searches that found nothing',
		states: 'Listings by status',
		privacy: 'they are erased after 90 days'
	}
} as const;

for (const { run, how, locale } of modes) {
	const say = words[locale];

	run(`everybody reads the numbers and takes them along: ${how}`, async ({ page, house, axe }) => {
		void house;
		await page.goto(pathOf('/about', locale));
		await page.getByRole('link', { name: say.all }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(say.title);
		await expect(page.locator('script[src], script[type="module"]')).toHaveCount(0);
		const fresh = page.getByRole('region', { name: say.fresh });
		const row = fresh.getByRole('row').filter({ hasText: 'Kurzeme' });
		const cells = await row.getByRole('cell').allTextContents();
		expect(cells).toHaveLength(2);
		expect(Number(cells[1])).toBeGreaterThan(0);
		await expect(row.locator('svg')).toHaveCount(1);
		const complete = page.getByRole('region', { name: say.complete });
		await expect(complete.getByRole('row').filter({ hasText: say.phones })).toHaveText(/\d/);
		const address = await fresh.getByRole('link', { name: say.csv }).getAttribute('href');
		const file = await page.request.get(address ?? '');
		expect(file.headers()['content-type']).toBe('text/csv; charset=utf-8');
		const lines = (await file.text()).replace('\uFEFF', '').split('\r\n');
		expect(lines[0]).toBe(say.head);
		expect(lines).toContain(['Kurzeme', ...cells].join(locale === 'lv' ? ';' : ','));
		const missing = await page.request.get(pathOf('/numbers/:slug/csv', locale, 'unfound'));
		expect(missing.status()).toBe(404);
		await shown(page, axe);
	});

	run(
		`a coordinator sees what was searched for in vain, and nobody else: ${how}`,
		async ({ page, house, axe }) => {
			const typed = `Zvīņķēžģis ${locale}`;
			const folded = `zvinkezgis ${locale}`;
			const start = pathOf('/', locale);
			const search = (text: string, more = '') =>
				page.goto(`${start}?q=${encodeURIComponent(text)}${more}`);
			// Asked for twice and with other capitals it is one search.
			await search(typed);
			await search(typed.toUpperCase());
			await search(`=1+2 qzvx ${locale}`);
			await search(`zvinis-${locale}@example.org`);
			await search(`qzvxregion ${locale}`, '&region=kurzeme');
			await page.goto(pathOf('/privacy', locale));
			await expect(page.getByText(say.privacy)).toBeVisible();
			await comeBack(page, house, people.kurzeme.email, locale);
			await page.goto(pathOf('/coordinator/numbers', locale));
			const unfound = page.getByRole('region', { name: say.unfound });
			const row = unfound.getByRole('row').filter({ hasText: folded });
			await expect(row).toHaveCount(1);
			await expect(unfound).not.toContainText('example.org');
			await expect(unfound).not.toContainText('qzvxregion');
			const address = await unfound.getByRole('link').getAttribute('href');
			const file = await (await page.request.get(address ?? '')).text();
			expect(file).toContain(folded);
			expect(file).toContain(`'=1+2 qzvx ${locale}`);
			await expect(page.getByRole('region', { name: say.states })).toBeVisible();
			await shown(page, axe);
			await page
				.getByRole('navigation')
				.getByRole('link', { name: 'Kurzeme', exact: true })
				.click();
			await expect(page).toHaveURL(/\?region=kurzeme$/);
			const regions = page.getByRole('region', { name: say.fresh }).getByRole('row');
			await expect(regions).toHaveCount(2);
			await expect(regions.last()).toContainText('Kurzeme');
			// Each number of what is lacking leads to the list of just those.
			const complete = page.getByRole('region', { name: say.complete });
			const lacking = complete.getByRole('row').getByRole('link').first();
			const number = parseInt((await lacking.textContent()) ?? '', 10);
			expect(number).toBeGreaterThan(0);
			await shown(page, axe);
			await lacking.click();
			await expect(page).toHaveURL(/\?region=kurzeme&lacks=[a-z-]+$/);
			await expect(page.locator('.found')).toHaveText(new RegExp(`\\b${number} `));
			await expect(page.locator('#lacks')).not.toHaveValue('');
			await shown(page, axe);
			const denied = await page.request.get(address ?? '', {
				headers: { cookie: '' },
				maxRedirects: 0
			});
			expect(denied.status()).toBe(303);
		}
	);
}
