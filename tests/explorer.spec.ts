// Somebody looks for help near where they live: browses, filters, chooses, sees what is held next.
// On a desk and on a phone, with a mouse, with a finger and with nothing but the keyboard. The same
// without scripts is in explorer-without-scripts.spec.ts.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const list = (page: Page) => page.getByRole('list', { name: 'Organizāciju saraksts' });
const row = (page: Page, name: string) =>
	list(page).getByRole('listitem').filter({ hasText: name }).first();
const map = (page: Page) => page.getByRole('region', { name: 'Organizāciju karte' });
/** What opens one group of boxes of the filter form. */
const group = (page: Page, name: string) =>
	page.getByRole('search').locator('.groups summary', { hasText: name });
const card = (page: Page) => page.getByRole('dialog');

/** The live map has taken the drawing's place once it can be zoomed. */
const ready = (page: Page) =>
	expect(map(page).getByRole('button', { name: 'Pietuvināt' })).toBeVisible();

test.describe('on a desk', () => {
	test.use({ viewport: { width: 1280, height: 800 } });

	test('the list and the map show the same organisations', async ({ page, request }) => {
		await page.goto('/');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Kas palīdzēs jūsu pusē');
		await expect(page.getByRole('heading', { name: 'Atrastas 26 organizācijas' })).toBeVisible();
		const rows = await list(page).locator('li[data-slug]').all();
		expect(rows).toHaveLength(26);
		const pins: [string][] = await (await request.get('/map/organisations.json')).json();
		const pinned = new Set(pins.map(([slug]) => slug));
		for (const each of rows) {
			const slug = (await each.getAttribute('data-slug')) ?? '';
			const onMap = await each.getByRole('link', { name: /^Rādīt kartē/ }).count();
			expect(onMap, slug).toBe(pinned.delete(slug) ? 1 : 0);
		}
		expect([...pinned]).toEqual([]);
		await expect(
			page.getByText('5 organizācijas bez zināmas vietas ir tikai sarakstā.').first()
		).toBeVisible();
	});

	test('a filter changes list, map and address without leaving the page', async ({ page }) => {
		await page.goto('/');
		await ready(page);
		await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
		await group(page, 'Reģions').click();
		await page.getByRole('checkbox', { name: 'Kurzeme' }).check();
		await expect(page).toHaveURL('/?region=kurzeme');
		await expect(page.getByRole('heading', { name: 'Atrastas 3 organizācijas' })).toBeVisible();
		await expect(page.getByRole('checkbox', { name: 'Kurzeme' })).toBeFocused();
		await group(page, 'Veids').click();
		await page.getByLabel('Kompetenču centri').check();
		await expect(page).toHaveURL('/?kind=competence-centre&region=kurzeme');
		await expect(page.getByRole('heading', { name: 'Atrasta 1 organizācija' })).toBeVisible();
		await expect(page.getByLabel('Kompetenču centri')).toBeFocused();
		await expect(map(page).getByRole('button', { name: /Kurzemes NVO centrs/ })).toBeVisible();
		await expect(page.locator('body[data-same-page]')).toHaveCount(1);

		await page.goBack();
		await expect(page.getByRole('heading', { name: 'Atrastas 3 organizācijas' })).toBeVisible();
		await expect(page.getByLabel('Kompetenču centri')).not.toBeChecked();
		await page.keyboard.press('Escape');
		await page.getByRole('link', { name: 'Noņemt nosacījumu – Reģions: Kurzeme' }).click();
		await expect(page).toHaveURL('/');
		await group(page, 'Reģions').click();
		await expect(page.getByRole('checkbox', { name: 'Kurzeme' })).not.toBeChecked();
	});

	test('words find without diacritics, and nothing found offers ways out', async ({ page }) => {
		await page.goto('/');
		await page.getByLabel('Meklēt pēc vārdiem').fill('kuldiga');
		await page.getByLabel('Meklēt pēc vārdiem').press('Enter');
		await expect(page).toHaveURL('/?q=kuldiga');
		await expect(row(page, 'Kurzemes NVO centrs')).toBeVisible();
		await page.getByLabel('Meklēt pēc vārdiem').fill('nekas tāds');
		await page.getByRole('button', { name: 'Meklēt' }).click();
		await expect(
			page.getByRole('heading', { name: 'Neviena organizācija neatbilst šiem nosacījumiem' })
		).toBeVisible();
		await page
			.locator('#list')
			.getByRole('link', { name: 'Noņemt nosacījumu – Vārdi: „nekas tāds”' })
			.click();
		await expect(page.getByRole('heading', { name: 'Atrastas 26 organizācijas' })).toBeVisible();
	});

	test('pointing at a row shows it on the map, and the other way round', async ({ page }) => {
		await page.goto('/');
		await ready(page);
		const mark = map(page).getByRole('button', { name: /Kurzemes NVO centrs/ });
		await mark.hover();
		await expect(list(page).locator('li.highlighted')).toHaveText(/Kurzemes NVO centrs/);
		await row(page, 'Kurzemes NVO centrs').getByRole('heading').hover();
		await expect(list(page).locator('li.highlighted')).toHaveText(/Kurzemes NVO centrs/);
		await expect(mark).toHaveClass(/highlighted/);
		await page.mouse.move(1270, 780);
		await expect(list(page).locator('li.highlighted')).toHaveCount(0);
		await expect(mark).not.toHaveClass(/highlighted/);
		await row(page, 'Kurzemes NVO centrs').getByRole('heading').getByRole('link').focus();
		await expect(mark).toHaveClass(/highlighted/);
	});

	test('choosing in the list shows the card, Escape gives the focus back', async ({ page }) => {
		await page.goto('/');
		await ready(page);
		const link = row(page, 'Kurzemes NVO centrs').getByRole('link', { name: /^Rādīt kartē/ });
		await link.focus();
		await page.keyboard.press('Enter');
		await expect(card(page)).toBeVisible();
		await expect(card(page)).toHaveAccessibleName('Kurzemes NVO centrs');
		await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
		await expect(card(page).getByText('Tuvākais pasākums')).toBeVisible();
		await expect(list(page).locator('li.chosen')).toHaveText(/Kurzemes NVO centrs/);
		await page.keyboard.press('Escape');
		await expect(card(page)).toBeHidden();
		await expect(link).toBeFocused();
	});

	test('choosing on the map by keyboard leads to the page of the organisation', async ({
		page
	}) => {
		await page.goto('/');
		await ready(page);
		const mark = map(page).getByRole('button', { name: /Kurzemes NVO centrs/ });
		await mark.focus();
		await page.keyboard.press('Enter');
		await expect(card(page)).toHaveAccessibleName('Kurzemes NVO centrs');
		await card(page).getByRole('link', { name: 'Atvērt organizācijas lapu' }).press('Enter');
		await expect(page).toHaveURL('/organizacija/kurzemes-nvo-centrs');
	});

	test('events stand on the same map with their date', async ({ page }) => {
		await page.goto('/?region=kurzeme');
		await page.getByRole('link', { name: 'Pasākumi ar tiem pašiem nosacījumiem' }).click();
		await expect(page).toHaveURL('/pasakumi?region=kurzeme');
		await page
			.getByRole('navigation', { name: 'Pasākumu skati' })
			.getByRole('link', { name: 'Karte' })
			.click();
		await expect(page).toHaveURL('/?region=kurzeme&show=events#map');
		const events = page.getByRole('region', { name: 'Pasākumu karte' });
		const mark = events.getByRole('button', { name: /NVO informatīvā diena/ });
		await expect(mark).toHaveText(/\d+\. [a-zš]+/);
		await mark.click();
		await expect(card(page)).toHaveAccessibleName('NVO informatīvā diena');
		await expect(card(page).getByText('Piemērs', { exact: true })).toBeVisible();
		await card(page).getByRole('link', { name: 'Atvērt pasākuma lapu' }).click();
		await expect(page).toHaveURL(/\/pasakums\//);
	});

	test('what makes no sense in the address is said and left out', async ({ page }) => {
		await page.goto('/en?kind=castle&page=x&regoin=red&region=kurzeme');
		const note = page.locator('.problems').filter({ hasText: 'Part of the address' });
		await expect(note.getByRole('listitem')).toHaveCount(3);
		await expect(page.getByRole('heading', { name: '3 organisations found' })).toBeVisible();
		await page.goto('/?page=99');
		await expect(page.getByRole('heading', { name: 'Šādas saraksta lapas nav' })).toBeVisible();
		await page.getByRole('link', { name: 'Uz saraksta sākumu' }).click();
		await expect(page.getByRole('heading', { name: 'Atrastas 26 organizācijas' })).toBeVisible();
	});

	test('the filter stays when the language changes', async ({ page }) => {
		await page.goto('/?kind=planning-region');
		await page.getByRole('link', { name: 'This page in English' }).click();
		await expect(page).toHaveURL('/en?kind=planning-region');
		await expect(page.getByRole('heading', { name: '5 organisations found' })).toBeVisible();
		await group(page, 'Kind').click();
		await expect(page.getByLabel('Planning regions')).toBeChecked();
	});
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('the list comes first and the map is one tap away', async ({ page }) => {
		const fetched: string[] = [];
		page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
		await page.goto('/', { waitUntil: 'networkidle' });
		await expect(list(page)).toBeVisible();
		await expect(page.locator('#map')).toBeHidden();
		// Who only reads the list does not pay for the map.
		expect(fetched.filter((path) => path.startsWith('/map/'))).toEqual([]);
		await page.getByRole('link', { name: 'Karte', exact: true }).click();
		await ready(page);
		await expect(list(page)).toBeHidden();
		await page.goBack();
		await expect(list(page)).toBeVisible();
		await expect(page.locator('#map')).toBeHidden();
	});

	test('a tap shows the sheet, closing it keeps the map', async ({ page }) => {
		await page.goto('/#map');
		await ready(page);
		await map(page)
			.getByRole('button', { name: /Kurzemes NVO centrs/ })
			.tap();
		await expect(card(page)).toBeVisible();
		await expect(card(page)).toBeInViewport();
		await expect(
			card(page).getByRole('link', { name: 'Atvērt organizācijas lapu' })
		).toBeInViewport();
		await card(page).getByRole('button', { name: 'Aizvērt' }).tap();
		await expect(card(page)).toBeHidden();
		await ready(page);
	});

	test('a row shows its place on the map with its sheet', async ({ page }) => {
		// Before the scripts are there a row leads to the map alone.
		await page.goto('/', { waitUntil: 'networkidle' });
		await row(page, 'Alūksnes')
			.getByRole('link', { name: /^Rādīt kartē/ })
			.tap();
		await expect(page).toHaveURL('/#map');
		await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(card(page)).toBeHidden();
		await expect(page.locator('#map')).toBeFocused();
	});

	test('filtering on the map stays on the map', async ({ page }) => {
		await page.goto('/#map');
		await ready(page);
		await page.getByText('Atlasīt', { exact: true }).tap();
		await group(page, 'Reģions').tap();
		await page.getByRole('checkbox', { name: 'Latgale' }).check();
		await expect(page).toHaveURL('/?region=latgale#map');
		await expect(page.locator('#map')).toBeVisible();
	});
});

test.describe('the data behind the map', () => {
	for (const subject of ['organisations', 'events']) {
		test(`${subject}: a misspelt question is refused with a reason`, async ({ request }) => {
			for (const query of [
				'regoin=kurzeme',
				'region=nowhere',
				'lang=de',
				'near=1000,1',
				'page=0'
			]) {
				const answer = await request.get(`/map/${subject}.json?${query}`);
				expect(answer.status(), query).toBe(400);
				expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8');
				expect(await answer.text(), query).toContain(query.split('=')[0] ?? query);
			}
		});

		test(`${subject}: who is not listed is not found`, async ({ request }) => {
			for (const slug of ['nobody', 'a%2Fb', 'X'.repeat(200)]) {
				const answer = await request.get(`/map/${subject}/${slug}.json`);
				expect(answer.status(), slug).toBe(404);
			}
		});
	}

	test('every pin has a card', async ({ request }) => {
		for (const subject of ['organisations', 'events']) {
			const pins: [string][] = await (await request.get(`/map/${subject}.json?lang=en`)).json();
			expect(pins.length).toBeGreaterThan(3);
			for (const [slug] of pins) {
				const answer = await request.get(`/map/${subject}/${slug}.json?lang=en`);
				expect(await answer.json(), slug).toMatchObject({ slug });
			}
		}
	});
});

test.describe('a page that nobody touches', () => {
	test.use({ moves: false, viewport: { width: 1280, height: 800 } });

	test('shows the drawn map and does not fetch the live one until somebody is there', async ({
		page
	}) => {
		const asked: string[] = [];
		page.on('request', (request) => asked.push(new URL(request.url()).pathname));
		await page.goto('/', { waitUntil: 'networkidle' });
		await expect(page.locator('#map svg').first()).toBeVisible();
		const pins = () => asked.filter((path) => path === '/map/organisations.json').length;
		expect(pins()).toBe(0);
		await page.keyboard.press('Tab');
		await ready(page);
		expect(pins()).toBe(1);
	});
});
