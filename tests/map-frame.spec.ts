// The map in its frame: every mark whole and clear of the buttons, the live map where the drawn one
// stood, names clear of marks, a list where legs would reach over half of the country, a legend.
import type { Page } from '@playwright/test';
import { expect, test, withoutScripts } from './fixtures.ts';

const map = (page: Page) => page.locator('#map .map');
const whole = (page: Page) => map(page).getByRole('button', { name: 'Rādīt visu karti' });
const ready = (page: Page) => expect(whole(page)).toBeVisible();

test.use({ contextOptions: { reducedMotion: 'reduce' } });

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** What is seen of each mark of the live map: its shape, disc or date, not the room of a thumb. */
const marksOf = (page: Page): Promise<Box[]> =>
	map(page)
		.locator('button[data-key]')
		.evaluateAll((buttons) =>
			buttons.map((button) => {
				const seen = button.querySelector('.disc, .date, path') ?? button;
				const { left, top, right, bottom } = seen.getBoundingClientRect();
				return { name: button.getAttribute('aria-label') ?? '', left, top, right, bottom };
			})
		);

/** Marks that are cut by the frame or lie under a button of the map. */
async function hidden(page: Page): Promise<string[]> {
	const frame = await map(page).boundingBox();
	const buttons = await map(page).getByRole('group', { name: 'Kartes mērogs' }).boundingBox();
	if (!frame || !buttons) throw new Error('there is no map');
	const covered = (mark: Box) =>
		mark.left < buttons.x + buttons.width &&
		mark.right > buttons.x &&
		mark.top < buttons.y + buttons.height &&
		mark.bottom > buttons.y;
	const cut = (mark: Box) =>
		mark.left < frame.x ||
		mark.top < frame.y ||
		mark.right > frame.x + frame.width ||
		mark.bottom > frame.y + frame.height;
	return (await marksOf(page)).filter((mark) => cut(mark) || covered(mark)).map(({ name }) => name);
}

const filters = ['', 'region=latgale', 'region=kurzeme', 'kind=competence-centre', 'q=centrs'];

for (const [how, viewport, anchor] of [
	['on a desk', { width: 1366, height: 768 }, ''],
	['on a phone', { width: 390, height: 780 }, '#map']
] as const) {
	test.describe(how, () => {
		test.use({ viewport });

		test('every mark of an address is whole, of organisations and of events', async ({ page }) => {
			for (const filter of filters) {
				for (const show of ['', 'show=events']) {
					const address = `/?${[show, filter].filter(Boolean).join('&')}${anchor}`;
					await page.goto(address);
					await ready(page);
					await expect.poll(() => hidden(page), address).toEqual([]);
				}
			}
		});

		test('after another filter, too', async ({ page }) => {
			await page.goto(`/${anchor}`);
			await ready(page);
			for (const filter of ['region=latgale', 'region=zemgale', 'kind=competence-centre']) {
				await page.evaluate((query) => {
					const link = document.createElement('a');
					link.href = `/?${query}${location.hash}`;
					document.querySelector('main')?.append(link);
					link.click();
				}, filter);
				await expect(page).toHaveURL(new RegExp(filter));
				await expect
					.poll(async () => {
						const seen = await marksOf(page);
						return seen.length > 0 && (await hidden(page)).length === 0;
					}, filter)
					.toBe(true);
			}
		});

		test('zoom begins at the country', async ({ page }) => {
			await page.goto(`/${anchor}`);
			await ready(page);
			const out = map(page).getByRole('button', { name: 'Attālināt' });
			await expect(out).toHaveAttribute('aria-disabled', 'true');
			// In the map's own pixels: a press may scroll the page a little.
			const places = async () => {
				const frame = await map(page).boundingBox();
				return (await marksOf(page)).map(({ name, left, top }) => [
					name,
					Math.round(left - (frame?.x ?? NaN)),
					Math.round(top - (frame?.y ?? NaN))
				]);
			};
			const before = await places();
			// Said to be off, and pressed all the same.
			await out.click({ force: true });
			expect(await places()).toEqual(before);
			await map(page).getByRole('button', { name: 'Pietuvināt' }).click();
			await expect(out).toHaveAttribute('aria-disabled', 'false');
		});

		test('a legend says what the marks are', async ({ page, axe }) => {
			await page.goto(`/${anchor}`);
			await ready(page);
			const legend = page.locator('#map details', { hasText: 'Apzīmējumi' });
			await legend.locator('summary').click();
			await expect(legend.getByText('Kompetenču centrs')).toBeVisible();
			await legend.getByText('vairākas vietas kopā').scrollIntoViewIfNeeded();
			await expect(legend.getByText('vairākas vietas kopā')).toBeInViewport();
			expect(await axe(page)).toEqual([]);
			await page.goto(`/?show=events${anchor}`);
			await ready(page);
			await legend.locator('summary').click();
			await expect(legend.getByText('pasākums un tā diena')).toBeVisible();
		});
	});
}

test.describe('the drawn map', () => {
	test.use({ viewport: { width: 1366, height: 768 }, moves: false });

	/** Feet of the marks that stand alone in both maps. */
	const drawnFeet = (page: Page) =>
		page.locator('#map .sm-mark').evaluateAll((marks) =>
			marks.map((mark) => {
				const stem = mark.querySelector('.sm-stem')?.getBoundingClientRect();
				return {
					name: mark.getAttribute('aria-label') ?? '',
					x: (stem?.left ?? NaN) + (stem?.width ?? NaN) / 2,
					y: stem?.bottom ?? NaN
				};
			})
		);
	const liveFeet = (page: Page) =>
		map(page)
			.locator('button.mark')
			.evaluateAll((marks) =>
				marks.map((mark) => {
					const { left, top, width, height } = mark.getBoundingClientRect();
					// A button's middle stands a stem above the place.
					return {
						name: mark.getAttribute('aria-label') ?? '',
						x: left + width / 2,
						y: top + height / 2 + 19
					};
				})
			);

	for (const viewport of [
		{ width: 1366, height: 768 },
		{ width: 1024, height: 900 },
		{ width: 1920, height: 1080 }
	]) {
		for (const address of ['/', '/?near=56.65,23.71&km=40']) {
			test(`is where the live one comes: ${viewport.width} ${address}`, async ({ page }) => {
				await page.setViewportSize(viewport);
				await page.goto(address);
				const ground = page.locator('#map .bm-ground');
				await expect(ground).toBeVisible();
				const drawn = await drawnFeet(page);
				// Whoever moves before the scripts are there moves again.
				await expect(async () => {
					await page.evaluate(() => dispatchEvent(new Event('pointermove')));
					await expect(whole(page)).toBeVisible({ timeout: 1000 });
				}).toPass();
				// The live one may still be settling: what counts is where its marks come to rest.
				await expect(async () => {
					const live = await liveFeet(page);
					const shared = drawn.flatMap(({ name, x, y }) => {
						const same = live.find((one) => one.name === name);
						return same ? [Math.hypot(same.x - x, same.y - y)] : [];
					});
					expect(shared.length).toBeGreaterThan(0);
					expect(Math.max(...shared)).toBeLessThan(3);
				}).toPass();
			});
		}
	}

	/** What is not drawn looks like the sea. */
	async function filled(page: Page, within: string) {
		const drawn = await page.locator(`${within} .bm-ground .bm-water`).boundingBox();
		const frame = await page.locator(`${within} .static-map`).boundingBox();
		if (!drawn || !frame) throw new Error(`there is no drawn map in ${within}`);
		return (
			drawn.x <= frame.x &&
			drawn.y <= frame.y &&
			drawn.x + drawn.width >= frame.x + frame.width &&
			drawn.y + drawn.height >= frame.y + frame.height
		);
	}

	test('fills its frame', async ({ page }) => {
		for (const viewport of [
			{ width: 1366, height: 768 },
			{ width: 1000, height: 1000 },
			{ width: 1024, height: 1366 },
			{ width: 1920, height: 1080 }
		]) {
			await page.setViewportSize(viewport);
			await page.goto('/');
			expect(await filled(page, '#map'), `${viewport.width}`).toBe(true);
		}
	});

	test('of one place fills its frame, too', async ({ page }) => {
		await page.goto('/pasakumi');
		const event = page.locator('article.event a').first();
		const addresses = ['/organizacija/kurzemes-nvo-centrs', await event.getAttribute('href')];
		for (const address of addresses) {
			await page.goto(address ?? '');
			for (const width of [320, 390, 700, 895, 896, 1366, 2560]) {
				await page.setViewportSize({ width, height: 800 });
				expect(await filled(page, 'main'), `${address} ${width}`).toBe(true);
			}
		}
	});
});

for (const [how, viewport] of [
	['on a desk', { width: 1366, height: 768 }],
	['on a phone', { width: 390, height: 780 }]
] as const) {
	withoutScripts.describe(`names of the drawn map, ${how}`, () => {
		withoutScripts.use({ viewport });

		withoutScripts('keep clear of the marks', async ({ page }) => {
			for (const address of [
				'/',
				'/?show=events',
				'/?region=latgale',
				'/?near=56.65,23.71&km=40'
			]) {
				await page.goto(`${address}#map`);
				const covered = await page.locator('#map').evaluate((frame) => {
					const boxes = (selector: string) =>
						[...frame.querySelectorAll(selector)]
							.filter((one) => one.checkVisibility())
							.map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }));
					const marks = boxes('.sm-symbol, .sm-disc, .sm-label');
					return boxes('.bm-label').flatMap(({ text, box }) =>
						marks.some(
							({ box: mark }) =>
								// A halo's breadth of the letters' box, which is higher than they are.
								box.left + 2 < mark.right &&
								box.right - 2 > mark.left &&
								box.top + 5 < mark.bottom &&
								box.bottom - 5 > mark.top
						)
							? [text]
							: []
					);
				});
				expect(covered, address).toEqual([]);
				expect(await page.locator('#map .bm-label').count()).toBeGreaterThan(5);
			}
		});
	});
}

test.describe('many at one place', () => {
	test.use({ viewport: { width: 1366, height: 768 } });

	test('are a list far away and stand round it near', async ({ page }) => {
		await page.goto('/#map=8/56.95/24.1');
		await ready(page);
		const open = map(page).locator('.group[aria-expanded]');
		await expect(open.first()).toBeVisible();
		await open.first().click();
		await expect(map(page).getByRole('button', { name: 'Aizvērt sarakstu' })).toBeVisible();
		await expect(map(page).locator('.mark.member')).toHaveCount(0);
		await page.goto('/#map=10/56.95/24.1');
		await page.reload();
		await ready(page);
		await open.first().click();
		await expect(map(page).locator('.mark.member').first()).toBeVisible();
	});
});
