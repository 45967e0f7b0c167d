// Presses on the map: on every group, mark and filter without an error in the console (the ground
// of these tests listens), by a hand that trembles, and not by one that drags.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const map = (page: Page) => page.locator('#map .map');
const whole = (page: Page) => map(page).getByRole('button', { name: 'Rādīt visu karti' });
const chosen = (page: Page) => map(page).locator('button[data-key][aria-current=true]');
const ready = (page: Page) => expect(whole(page)).toBeVisible();

test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } });

interface Spot {
	key: string;
	x: number;
	y: number;
	width: number;
}

/** Marks with room around them, whose middle is what a press there meets. */
const free = (page: Page, selector: string): Promise<Spot[]> =>
	map(page)
		.locator(selector)
		.evaluateAll((buttons) =>
			buttons.flatMap((button) => {
				const { x, y, width, height } = button.getBoundingClientRect();
				const middle = { x: x + width / 2, y: y + height / 2 };
				const met = document.elementFromPoint(middle.x, middle.y);
				return met && button.contains(met)
					? [{ key: button.getAttribute('data-key') ?? '', ...middle, width }]
					: [];
			})
		);

for (const [what, address] of [
	['organisations', '/'],
	['events', '/?show=events'],
	['a filtered map', '/?region=kurzeme']
] as const) {
	test(`every group can be pressed, by mouse and by key: ${what}`, async ({ page }) => {
		await page.goto(address);
		await ready(page);
		await expect(map(page).locator('[data-key]').first()).toBeVisible();
		const groups = (await free(page, '.group')).map(({ key }) => key);
		for (const by of ['mouse', 'key']) {
			for (const key of groups) {
				await whole(page).click();
				const group = map(page).locator(`.group[data-key="${key}"]`);
				await expect(group).toBeVisible();
				if (by === 'mouse') await group.click();
				else {
					await group.focus();
					await page.keyboard.press('Enter');
				}
				// It parted, or it opened.
				await expect
					.poll(
						async () =>
							(await group.count()) === 0 ||
							(await group.getAttribute('aria-expanded')) === 'true' ||
							(await page.locator('#list').getByRole('link').count()) > 0
					)
					.toBe(true);
				await page.keyboard.press('Escape');
				await page.keyboard.press('Escape');
			}
		}
		await page.locator('summary', { hasText: 'Veids' }).first().click();
		await page.locator('#filter input[type=checkbox], form input[type=checkbox]').first().check();
		await expect(page).toHaveURL(/\?/);
		await ready(page);
	});
}

test('a mark that goes while it has the focus breaks nothing', async ({ page }) => {
	await page.goto('/');
	await ready(page);
	const [group] = await free(page, '.group');
	await map(page).locator(`[data-key="${group?.key}"]`).focus();
	for (const key of ['+', '+', '-', '0', 'ArrowLeft', '+', 'Escape'])
		await page.keyboard.press(key);
	await page.getByRole('link', { name: 'Pasākumi', exact: true }).first().click();
	await expect(page).toHaveURL('/pasakumi');
});

/** Directions and lengths of a tremble. */
const trembles = [
	[3, 0],
	[0, -5],
	[-6, 6],
	[7, -7],
	[-10, 0],
	[0, 10]
] as const;

test('a mouse that trembles chooses, and one that drags does not', async ({ page }) => {
	await page.goto('/');
	await ready(page);
	const [mark] = await free(page, '.mark');
	if (!mark) throw new Error('no mark stands free');
	const own = map(page).locator(`[data-key="${mark.key}"]`);
	for (const [x, y] of trembles) {
		// From the middle of the mark, and from its edge outward.
		const length = Math.hypot(x, y);
		for (const from of [0, mark.width / 2 - 4]) {
			const at = await own.boundingBox();
			const start = {
				x: (at?.x ?? NaN) + mark.width / 2 + (x / length) * from,
				y: (at?.y ?? NaN) + mark.width / 2 + (y / length) * from
			};
			await page.mouse.move(start.x, start.y);
			await page.mouse.down();
			await page.mouse.move(start.x + x / 2, start.y + y / 2);
			await page.mouse.move(start.x + x, start.y + y);
			await page.mouse.up();
			await expect(own, `${x} ${y} from ${from}`).toHaveAttribute('aria-current', 'true');
			await page.keyboard.press('Escape');
			await expect(chosen(page)).toHaveCount(0);
			await whole(page).click();
		}
	}
	await whole(page).click();
	const before = await own.boundingBox();
	await page.mouse.move(mark.x, mark.y);
	await page.mouse.down();
	await page.mouse.move(mark.x + 20, mark.y + 10, { steps: 4 });
	await page.mouse.move(mark.x + 60, mark.y + 30, { steps: 4 });
	await page.mouse.up();
	await expect
		.poll(async () => (await own.boundingBox())?.x)
		.toBeGreaterThan((before?.x ?? NaN) + 30);
	await expect(chosen(page)).toHaveCount(0);
});

test.describe('by finger', () => {
	test.use({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });

	test('a finger that trembles chooses, and one that drags does not', async ({ page, context }) => {
		await page.goto('/#map');
		await ready(page);
		const session = await context.newCDPSession(page);
		const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
			session.send('Input.dispatchTouchEvent', {
				type,
				touchPoints: type === 'touchEnd' ? [] : [{ x, y }]
			});
		const [mark] = await free(page, '.mark');
		if (!mark) throw new Error('no mark stands free');
		const own = map(page).locator(`[data-key="${mark.key}"]`);
		/** Where it has come to rest: the map may still be moving. */
		const middle = async () => {
			let at = await own.boundingBox();
			await expect(async () => {
				const before = at;
				await page.waitForTimeout(150);
				at = await own.boundingBox();
				expect(at).toEqual(before);
			}).toPass();
			return { x: (at?.x ?? NaN) + mark.width / 2, y: (at?.y ?? NaN) + mark.width / 2 };
		};
		for (const [x, y] of trembles) {
			const at = await middle();
			await touch('touchStart', at.x, at.y);
			await touch('touchMove', at.x + x / 2, at.y + y / 2);
			await touch('touchMove', at.x + x, at.y + y);
			await touch('touchEnd');
			await expect(own, `${x} ${y}`).toHaveAttribute('aria-current', 'true');
			await page.keyboard.press('Escape');
			await expect(chosen(page)).toHaveCount(0);
			await whole(page).tap();
		}
		await page.mouse.move(5, 5);
		const at = await middle();
		await touch('touchStart', at.x, at.y);
		for (let i = 1; i <= 8; i++) await touch('touchMove', at.x - 8 * i, at.y);
		await touch('touchEnd');
		await expect.poll(async () => (await middle()).x).toBeLessThan(at.x - 20);
		await expect(chosen(page)).toHaveCount(0);
	});
});

test.describe('a small map inside a page', () => {
	test.use({ viewport: { width: 1000, height: 500 } });

	const surface = (page: Page) => page.getByRole('application');
	/** How far below the map's upper edge the mark stands. */
	const depth = (page: Page) =>
		page
			.locator('.map [data-key]')
			.first()
			.evaluate(
				(mark) =>
					mark.getBoundingClientRect().y - (mark.closest('.map')?.getBoundingClientRect().y ?? NaN)
			);
	async function pointAt(page: Page) {
		await page.goto('/organizacija/aluksnes-nvo');
		await page.getByRole('button', { name: /kart/i }).first().click();
		await expect(page.getByRole('button', { name: 'Pietuvināt' })).toBeVisible();
		await surface(page).scrollIntoViewIfNeeded();
		const box = await surface(page).boundingBox();
		// Beside its buttons.
		await page.mouse.move((box?.x ?? NaN) + 120, (box?.y ?? NaN) + 60);
	}

	test('is passed by with the wheel', async ({ page }) => {
		await pointAt(page);
		const [before, top] = [await depth(page), await page.evaluate(() => scrollY)];
		await page.mouse.wheel(0, -60);
		await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(top);
		expect(await depth(page)).toBeCloseTo(before, 0);
	});

	test('is zoomed with two fingers, which leave the page where it is', async ({ page }) => {
		await pointAt(page);
		const [before, top] = [await depth(page), await page.evaluate(() => scrollY)];
		await page.keyboard.down('Control');
		await page.mouse.wheel(0, -120);
		await page.keyboard.up('Control');
		await expect.poll(() => depth(page)).toBeGreaterThan(before + 10);
		expect(await page.evaluate(() => scrollY)).toBe(top);
	});
});
