// Somebody moves the map: the address follows, comes back and can be linked; what is seen can be
// searched; what is near is drawn.
import type { Page } from '@playwright/test';
import { expect, test, withoutScripts } from './fixtures.ts';

const map = (page: Page) => page.getByRole('region', { name: 'Organizāciju karte' });
const surface = (page: Page) => map(page).getByRole('application', { name: 'Interaktīva karte' });
const mark = (page: Page, name: RegExp) => map(page).getByRole('button', { name });
const searchHere = (page: Page) => page.getByRole('button', { name: 'Meklēt šajā apgabalā' });
const ready = (page: Page) => expect(mark(page, /^Pietuvināt$/)).toBeVisible();

const hashed = /#map=\d+(\.\d+)?\/5\d(\.\d+)?\/2\d(\.\d+)?$/;
const kuldiga = /Kurzemes NVO centrs/;

interface Place {
	x: number;
	y: number;
}

/** Where a mark stands in the window; a moved map puts it elsewhere. */
async function placeOf(page: Page, name: RegExp): Promise<Place> {
	const box = await mark(page, name).boundingBox();
	return { x: box?.x ?? NaN, y: box?.y ?? NaN };
}

/** Whether the map comes back to where a mark stood: the address rounds by a pixel or two. */
const comesBack = (page: Page, there: Place) =>
	expect
		.poll(async () => {
			const { x, y } = await placeOf(page, kuldiga);
			return Math.hypot(x - there.x, y - there.y);
		})
		.toBeLessThan(4);

/**
 * Every organisation the list shows for an address, and every one the map gets for it, in order.
 */
async function listedAndPinned(page: Page, query: string) {
	await page.goto(`/?${query}`);
	const listed = await page
		.locator('#list li[data-slug]')
		.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-slug')));
	const rows: [string][] = await (
		await page.request.get(`/map/organisations.json?${query}`)
	).json();
	return { listed, pinned: rows.map(([slug]) => slug) };
}

/**
 * The address once it changes no more: the bar that comes under a moved map takes from its height,
 * and the map says anew where it stands.
 */
async function restingAddress(page: Page): Promise<string> {
	let last = '';
	const rests = () => {
		const before = last;
		last = page.url();
		return last === before;
	};
	await expect.poll(rests, { intervals: [400] }).toBe(true);
	return last;
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.describe('on a desk', () => {
	test.use({ viewport: { width: 1280, height: 800 } });

	test('moving writes the view into the address, where it is found again', async ({ page }) => {
		await page.goto('/');
		await ready(page);
		await expect(searchHere(page)).toHaveCount(0);
		await surface(page).focus();
		const place = () => page.evaluate(() => [history.length, scrollY]);
		const before = await place();
		await page.keyboard.press('+');
		await expect(page).toHaveURL(hashed);
		const closer = await restingAddress(page);
		await page.keyboard.press('ArrowLeft');
		await expect(page).not.toHaveURL(closer);
		await restingAddress(page);
		expect(await place()).toEqual(before);
		const [moved, there] = [page.url(), await placeOf(page, kuldiga)];

		await page.reload();
		await ready(page);
		await comesBack(page, there);

		// Another filter shows what it finds; "back" comes back to the view, also out of another page.
		await page.locator('summary', { hasText: 'Veids' }).click();
		await page.getByLabel('Kompetenču centri').check();
		await expect(page).toHaveURL('/?kind=competence-centre');
		await expect.poll(() => placeOf(page, kuldiga)).not.toEqual(there);
		await page.goBack();
		await expect(page).toHaveURL(moved);
		await comesBack(page, there);
		await page.getByRole('link', { name: 'Par tīklu' }).first().click();
		await expect(page).toHaveURL('/par');
		await page.goBack();
		await ready(page);
		await comesBack(page, there);

		await page.getByRole('button', { name: 'Rādīt visu karti' }).click();
		await expect(page).toHaveURL('/');
		await expect(searchHere(page)).toHaveCount(0);
	});

	test('what is seen is searched, and the chip takes it away', async ({ page, axe }) => {
		await page.goto('/?near=56.65,23.71&km=40#map=9/56.97/21.97');
		await ready(page);
		await expect(searchHere(page)).toBeVisible();
		expect(await axe(page)).toEqual([]);
		const frame = await surface(page).boundingBox();
		const button = await searchHere(page).boundingBox();
		// Beside the map and not on it.
		expect(button?.y).toBeGreaterThanOrEqual((frame?.y ?? NaN) + (frame?.height ?? NaN));
		await searchHere(page).focus();
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(
			/\/\?area=56\.\d{1,4}%2C2\d\.\d{1,4}%2C57\.\d{1,4}%2C2\d\.\d{1,4}$/
		);
		await expect(searchHere(page)).toHaveCount(0);
		await expect(surface(page)).toBeFocused();
		await expect(page.getByRole('heading', { name: 'Atrasta 1 organizācija' })).toBeVisible();
		await expect(mark(page, kuldiga)).toBeInViewport();
		expect(await axe(page)).toEqual([]);
		await page.getByRole('link', { name: /^Noņemt nosacījumu – Apgabals/ }).click();
		await expect(page).toHaveURL('/');
		await expect(page.getByRole('heading', { name: 'Atrastas 26 organizācijas' })).toBeVisible();
	});

	test('list and map hold the same for any filter', async ({ page }) => {
		const filters = [
			'near=56.65,23.71&km=60',
			'area=56.4,20.8,57.5,23',
			'area=56.4,20.8,57.5,23&kind=competence-centre',
			'region=zemgale&near=56.65,23.71&km=100',
			'q=centrs&area=55.6,25,58,28.3',
			'area=56.9,24,57,24.3&near=56.95,24.1&km=5'
		];
		for (const filter of filters) {
			const { listed, pinned } = await listedAndPinned(page, filter);
			// A place is asked for: nothing without a place is in the list either.
			expect(pinned, filter).toEqual(listed);
		}
	});
});

test('tiles hold every pin once, and no other tile is answered', async ({ request }) => {
	for (const subject of ['organisations', 'events']) {
		const all: [string][] = await (await request.get(`/map/${subject}.json`)).json();
		const slugs: string[] = [];
		// Latvia lies in these at zoom 6.
		for (const x of [35, 36, 37])
			for (const y of [18, 19, 20])
				for (const [slug] of (await (
					await request.get(`/map/${subject}.json?tile=6/${x}/${y}`)
				).json()) as [string][])
					slugs.push(slug);
		expect(slugs.sort()).toEqual(all.map(([slug]) => slug).sort());
		for (const tile of ['', 'x', '6/64/1', '06/1/1', '6/1', '99/1/1']) {
			const answer = await request.get(`/map/${subject}.json?tile=${tile}`);
			expect(answer.status(), tile).toBe(400);
			expect(await answer.text()).toContain('tile=');
		}
	}
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 360, height: 780 }, hasTouch: true });

	test('list and map keep changing places, and the view waits', async ({ page, axe }) => {
		await page.goto('/#map=8/56.8/22.3');
		await ready(page);
		await expect(page.locator('#list')).toBeHidden();
		await expect(searchHere(page)).toBeInViewport();
		expect(await axe(page)).toEqual([]);
		const there = await placeOf(page, kuldiga);
		await page.getByRole('link', { name: 'Saraksts', exact: true }).tap();
		await expect(page.locator('#map')).toBeHidden();
		await expect(page).toHaveURL('/#list');
		await page.goBack();
		await expect(page.locator('#map')).toBeVisible();
		await comesBack(page, there);
		await searchHere(page).tap();
		await expect(page).toHaveURL(/\/\?area=[^#]+#map$/);
		await expect(page.locator('#map')).toBeVisible();
	});
});

withoutScripts(
	'the drawn map shows the radius and the part that was asked for',
	async ({ page }) => {
		const drawn = page.getByRole('group', { name: 'Organizāciju karte' });
		await page.goto('/?near=56.65,23.71&km=40');
		const [circle, whole] = [
			await drawn.locator('.sm-asked.circle').boundingBox(),
			await drawn.boundingBox()
		];
		// The view fits the circle: it nearly fills the height and is all inside.
		expect(circle?.height).toBeGreaterThan(0.75 * (whole?.height ?? NaN));
		expect(circle?.height).toBeLessThan(whole?.height ?? NaN);
		await expect(drawn.locator('.sm-cross').first()).toBeVisible();
		await page.goto('/?area=56.4,20.8,57.5,23');
		await expect(drawn.locator('.sm-asked.area')).toBeVisible();
		await expect(page.getByRole('link', { name: /^Noņemt nosacījumu – Apgabals/ })).toBeVisible();
	}
);

test.describe('a map that glides', () => {
	test.use({ contextOptions: { reducedMotion: 'no-preference' } });

	test('an address typed over it stays as typed until the map is there', async ({ page }) => {
		await page.goto('/');
		await ready(page);
		await page.evaluate(() => {
			const put = history.replaceState.bind(history);
			const written: string[] = [];
			Object.assign(window, { written });
			history.replaceState = (state, unused, url) => {
				written.push(String(url));
				put(state, unused, url);
			};
		});
		const typed = '#map=12/56.968/21.969';
		await page.goto(`/${typed}`);
		await expect(mark(page, kuldiga)).toBeInViewport();
		await restingAddress(page);
		// A reload on the way leads there, and not to where the map stood before.
		const zooms = await page.evaluate(() =>
			(window as unknown as { written: string[] }).written.map(
				(url) => /#map=([\d.]+)/.exec(url)?.[1]
			)
		);
		expect(zooms.filter((zoom) => zoom !== '12')).toEqual([]);
		await expect(page).toHaveURL(/#map=12\/56\.96\d*\/21\.96\d*$/);
	});
});
