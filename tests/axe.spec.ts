// What a machine can find about access: axe on every sort of page, in both languages, light and
// dark, on a small phone and on a desk; nothing wider than the phone; and the keyboard gets
// everywhere and out again.
import { colours, expect, test } from './fixtures.ts';
import { everyPage } from './pages.ts';

// The unknown address is asked for on purpose.
test.use({ expectedErrors: [/status of 404/] });

const widths = [
	{ width: 320, height: 640 },
	{ width: 1280, height: 800 }
];

for (const locale of ['lv', 'en'] as const) {
	for (const viewport of widths) {
		test(`no finding: ${locale}, ${viewport.width} px`, async ({ page, request, axe }) => {
			await page.setViewportSize(viewport);
			for (const known of await everyPage(request)) {
				if (known.locale !== locale) continue;
				await test.step(`${known.name} ${known.path}`, async () => {
					await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
					const response = await page.goto(known.path, { waitUntil: 'networkidle' });
					expect.soft(response?.status(), known.path).toBe(known.status);
					expect.soft(await axe(page), known.path).toEqual([]);
					const wide = await page.evaluate(
						() => document.documentElement.scrollWidth - document.documentElement.clientWidth
					);
					expect.soft(wide, `${known.path}: pixels beyond the ${viewport.width}`).toBe(0);
					// In the dark the page is the same but for its colours.
					await page.emulateMedia({ colorScheme: 'dark' });
					const moving = await page.evaluate(() => document.getAnimations().length);
					expect
						.soft(moving, `${known.path}: what moves although less motion is wished for`)
						.toBe(0);
					expect.soft(await axe(page, colours), `${known.path} in the dark`).toEqual([]);
				});
			}
		});
	}
}

/**
 * What has the focus, told so that two elements are not mixed up: by a number it keeps while the
 * page around it changes (the marks of the map do as the focus moves on). '' for nothing.
 */
const focused = () => {
	const element = document.activeElement;
	if (!element || element === document.body) return '';
	const numbers = ((window as unknown as { seen?: Map<Element, number> }).seen ??= new Map());
	if (!numbers.has(element)) numbers.set(element, numbers.size);
	return `${element.tagName} ${numbers.get(element)}`;
};

/** The focused element has no outline one could see. */
const plain = () => {
	const style = document.activeElement && getComputedStyle(document.activeElement);
	return !style || style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2;
};

/**
 * How the focused element, what is in it and the frame it stands in look, then how they look
 * without the focus; the focus is given back.
 */
const looks = () => {
	const element = document.activeElement;
	if (
		!(element instanceof HTMLElement || element instanceof SVGElement) ||
		element === document.body
	)
		return null;
	const look = () =>
		[element, element.parentElement ?? element, ...element.querySelectorAll('*')]
			.slice(0, 30)
			.map((part) => {
				const style = getComputedStyle(part);
				return [
					style.outline,
					style.boxShadow,
					style.stroke,
					style.strokeWidth,
					style.fill,
					style.border,
					style.backgroundColor,
					style.textDecoration
				].join();
			});
	const focused = look().join('\n');
	element.blur();
	const blurred = look().join('\n');
	element.focus({ preventScroll: true });
	return { same: focused === blurred, html: element.outerHTML.slice(0, 120) };
};

test('the keyboard passes through every page, is never held, and what it has come to can be seen', async ({
	page,
	request
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const known of await everyPage(request)) {
		if (known.locale !== 'lv') continue;
		await test.step(`${known.name} ${known.path}`, async () => {
			await page.goto(known.path, { waitUntil: 'networkidle' });
			const seen = new Set<string>();
			const hidden = new Set<string>();
			// Past the last element the focus leaves the page (nothing has it) or begins again: both are
			// a way out.
			for (let presses = 0; presses < 600; presses++) {
				await page.keyboard.press('Tab');
				const now = await page.evaluate(focused);
				if (!now || seen.has(now)) break;
				seen.add(now);
				// What shows it by no outline of its own is looked at closely.
				const close = (await page.evaluate(plain)) ? await page.evaluate(looks) : null;
				if (close?.same) hidden.add(close.html);
			}
			expect([...hidden], `nothing shows where the focus is on ${known.path}`).toEqual([]);
			expect(seen.size, `elements reached on ${known.path}`).toBeGreaterThan(5);
			const last = await page.evaluate(() => {
				const footer = document.querySelector('body footer');
				const links = footer?.querySelectorAll('a[href], button') ?? [];
				const end = links[links.length - 1];
				const numbers = (window as unknown as { seen?: Map<Element, number> }).seen;
				return end ? `${end.tagName} ${numbers?.get(end) ?? 'never reached'}` : '';
			});
			expect(seen, `the footer's last link is reached on ${known.path}`).toContain(last);
		});
	}
});
