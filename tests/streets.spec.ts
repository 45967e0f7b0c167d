// An installation with a street map in a file: near by there are streets under the marks, with
// their credit and in the colours of the theme; farther away nothing of them is fetched; a pin is
// set by looking.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '#lib/page/paths.ts';
import { newOrganisation } from './setup/desk.ts';
import { unique } from './setup/listing.ts';
import { comeBack, expect, people, test } from './setup/people.ts';
import { pmtilesOf, streetTile } from './setup/pmtiles.ts';
import { unfold } from './setup/series.ts';
import { coloursOf, near, streets, tilesAround, watchTiles } from './setup/street-map.ts';

const lightOf = (colour = '') => colour.split(',').reduce((sum, part) => sum + Number(part), 0) / 3;

test.use({
	settings: [
		async ({ browserName: _ }, use) => {
			const folder = mkdtempSync(join(tmpdir(), 'tikls-streets-'));
			const file = join(folder, 'kuldiga.pmtiles');
			const attribution = '<a href="https://streets.example/about">© Ielas</a>';
			const tiles = tilesAround([11, 12, 13, 14], streetTile());
			writeFileSync(file, pmtilesOf(tiles, { type: 'mvt', attribution, pack: true }));
			await use({ STREET_MAP: file });
			rmSync(folder, { recursive: true });
		},
		{ scope: 'worker' }
	]
});

test('nothing of it is fetched farther away; near by it is drawn, with its credit', async ({
	page,
	axe
}) => {
	const asked = watchTiles(page);
	await page.goto('/');
	await expect(page.locator('.map.ready')).toBeVisible();
	expect(asked).toEqual([]);
	await page.goto(`/${near}`);
	await page.reload();
	await expect(streets(page).first()).toBeVisible();
	expect(asked.length).toBeGreaterThan(0);
	const credit = page.getByRole('link', { name: '© Ielas' });
	await expect(credit).toHaveAttribute('href', 'https://streets.example/about');
	// Land and its park, and not the empty sheet.
	await expect.poll(async () => (await coloursOf(page)).length).toBeGreaterThan(1);
	expect(lightOf((await coloursOf(page))[0])).toBeGreaterThan(120);
	await expect(page.getByRole('button', { name: /Kurzemes NVO centrs/ })).toBeVisible();
	expect(await axe(page)).toEqual([]);
	await page.emulateMedia({ colorScheme: 'dark' });
	await expect
		.poll(async () => {
			const [most] = (await streets(page).count()) ? await coloursOf(page) : [];
			return most === undefined ? 255 : lightOf(most);
		})
		.toBeLessThan(90);
});

test('a pin is set by looking: at the zoom of houses it is exact', async ({ page, house }) => {
	await comeBack(page, house, people.kurzeme.email);
	const id = await newOrganisation(page, 'lv', unique('Namu biedrība'));
	await page.goto(pathOf('/coordinator/organisations/:id', 'lv', id));
	await unfold(page);
	const approximate = page.locator('[name=approximate]');
	await expect(approximate).toBeChecked();
	const pin = page.getByRole('button', { name: /^Punkts:/ });
	const closer = page.getByRole('button', { name: 'Pietuvināt' });
	// A map comes to life when it is seen.
	await page.getByRole('region', { name: 'Karte ar punktu' }).scrollIntoViewIfNeeded();
	await expect(pin).toBeVisible();
	// Two fingers that move apart are told as a wheel with Ctrl: at once as close as it goes.
	await pin.hover();
	await page.keyboard.down('Control');
	await page.mouse.wheel(0, -5000);
	await page.keyboard.up('Control');
	await expect(closer).toBeDisabled();
	// Its buttons go farther and come back; a press while the map still moves does nothing.
	await page.getByRole('button', { name: 'Attālināt' }).click();
	await expect(closer).toBeEnabled();
	await expect
		.poll(
			async () => {
				if (await closer.isEnabled()) await closer.click();
				return closer.isEnabled();
			},
			{ intervals: [100] }
		)
		.toBe(false);
	await expect(streets(page).first()).toBeVisible();
	const latitude = page.locator('[name=latitude]');
	const before = Number(await latitude.inputValue());
	await pin.focus();
	await page.keyboard.press('ArrowDown');
	await expect(approximate).not.toBeChecked();
	// A press of the arrow is some metres now, and not a village.
	const moved = Math.abs(Number(await latitude.inputValue()) - before);
	expect(moved).toBeGreaterThan(0);
	expect(moved).toBeLessThan(0.001);
});
