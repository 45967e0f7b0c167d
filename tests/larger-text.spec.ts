// Larger text, wider letters and more space (WCAG 2.2, 1.4.4, 1.4.12) on small phones: nothing lies
// over anything else, nothing is cut. Looked at point by point, because a page that is not wider
// than its window may still have one button over another.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const spacing =
	'* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';
/** Every letter a sixth wider than this machine's font has it, as Roboto's or Verdana's may be. */
const wider = '* { letter-spacing: 0.09em !important; }';

const settings = [
	...['100%', '130%', '200%'].map((size) => ({
		name: `text ${size}`,
		css: `html { font-size: ${size} !important; }`
	})),
	{ name: 'text spacing', css: spacing },
	{ name: 'a wider font, text 150%', css: `${wider} html { font-size: 150% !important; }` }
];

const widths = [320, 360];

/**
 * Looks at every control and every text of the page as it is now. Names what is covered, cut, or
 * runs out of the window.
 */
function faults(): string[] {
	const found = new Set<string>();
	const told = (element: Element) =>
		`${element.localName}.${element.classList[0] ?? ''} „${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 30)}”`;
	// What stands on the map is placed by the map and has tests of its own.
	const onMap = (element: Element) =>
		element.closest(
			'.surface, .static-map, .drawing, .drawn, .visually-hidden, .brief .words, .skip, .tip, #svelte-announcer'
		);
	const isSeen = (element: Element) =>
		!onMap(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

	function look(element: Element, box: DOMRect, inset: [x: number, y: number]) {
		if (box.width < 4 || box.height < 4) return;
		if (box.left < -1 || box.right > innerWidth + 1) {
			found.add(`out of the window: ${told(element)}`);
			return;
		}
		const [dx, dy] = [Math.min(inset[0], box.width / 4), Math.min(inset[1], box.height / 3)];
		const points = [
			[box.left + box.width / 2, box.top + box.height / 2],
			[box.left + dx, box.top + dy],
			[box.right - dx, box.top + dy],
			[box.left + dx, box.bottom - dy],
			[box.right - dx, box.bottom - dy]
		] as const;
		for (const [x, y] of points) {
			if (y < 0 || y >= innerHeight) continue;
			const hit = document.elementFromPoint(x, y);
			if (hit && !element.contains(hit) && !hit.contains(element))
				found.add(`${told(hit)} lies over ${told(element)}`);
		}
	}

	for (const element of document.querySelectorAll('body *')) {
		if (!isSeen(element)) continue;
		const control = element.matches('a[href], button, input, select, textarea, summary');
		const texts = [...element.childNodes].filter(
			(node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()
		);
		if (control || texts.length > 0) {
			const { top, bottom } = element.getBoundingClientRect();
			if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: 'nearest' });
		}
		if (control) for (const box of element.getClientRects()) look(element, box, [4, 4]);
		// A letter's box is higher than its line; its middle third is what is read.
		for (const text of texts) {
			const range = document.createRange();
			range.selectNodeContents(text);
			for (const box of range.getClientRects()) look(element, box, [2, 99]);
			// A word that takes less than half the window is not broken between two letters.
			for (const { 0: word, index } of text.textContent?.matchAll(
				/(?<![.@/\p{L}-])\p{L}{2,}(?![.@/-]\p{L})/gu
			) ?? []) {
				range.setStart(text, index);
				range.setEnd(text, index + word.length);
				const boxes = [...range.getClientRects()];
				const width = boxes.reduce((sum, box) => sum + box.width, 0);
				const lines = new Set(boxes.map((box) => Math.round(box.top))).size;
				if (lines > 1 && width < innerWidth / 2) found.add(`„${word}” is broken: ${told(element)}`);
			}
		}
		const style = getComputedStyle(element);
		const clamped = style.webkitLineClamp !== 'none';
		if (element.matches('input, select, svg, svg *, .map, .frame') || clamped) continue;
		if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
			found.add(`cut at its side: ${told(element)}`);
		if (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
			found.add(`cut below: ${told(element)}`);
	}
	if (document.documentElement.scrollWidth > innerWidth) found.add('the page is too wide');
	return [...found];
}

async function lookedAt(page: Page) {
	const all: string[] = [];
	for (const width of widths) {
		await page.setViewportSize({ width, height: 740 });
		for (const { name, css } of settings) {
			await page.evaluate((rules) => {
				const sheet = new CSSStyleSheet();
				sheet.replaceSync(rules);
				document.adoptedStyleSheets = [sheet];
				scrollTo(0, 0);
			}, css);
			for (const fault of await page.evaluate(faults)) all.push(`${width} px, ${name}: ${fault}`);
		}
	}
	return all;
}

/** The pages, and what a visitor may have done on them. */
const states: { name: string; path: string; act?: (page: Page) => Promise<unknown> }[] = [
	{ name: 'start', path: '/' },
	{ name: 'start in English', path: '/en' },
	{
		name: 'filter open',
		path: '/',
		act: async (page) => {
			await page.locator('.fold > summary', { hasText: 'Atlasīt' }).click();
			await page.locator('.groups summary', { hasText: 'Reģions' }).click();
		}
	},
	{ name: 'a box ticked', path: '/?region=kurzeme' },
	{ name: 'several conditions', path: '/?region=kurzeme&q=centrs&kind=planning-region' },
	{ name: 'nothing found', path: '/?q=zzqxwv' },
	{ name: 'place unknown', path: '/?near=Zzkaut' },
	{ name: 'around a place', path: '/?near=Jelgava&km=50' },
	{
		name: 'map',
		path: '/#map',
		act: (page) => expect(page.locator('.map.ready')).toBeVisible()
	},
	{ name: 'map of events', path: '/?show=events' },
	{ name: 'programme', path: '/pasakumi' },
	{
		name: 'times open',
		path: '/pasakumi',
		act: (page) => page.locator('.fold > summary', { hasText: 'Kad' }).click()
	},
	{ name: 'past', path: '/pasakumi?past=1' },
	{ name: 'month', path: `/pasakumi/${new Date(Date.now() + 12096e5).toISOString().slice(0, 7)}` },
	{ name: 'organisation', path: '/organizacija/kurzemes-nvo-centrs' },
	{
		name: 'event',
		path: '/pasakumi',
		act: async (page) => {
			await page.locator('article.event a').first().click();
			await expect(page).toHaveURL(/\/pasakums\//);
		}
	},
	{ name: 'about', path: '/par' },
	{ name: 'privacy', path: '/privatums' },
	{ name: 'accessibility', path: '/pieklustamiba' },
	{ name: 'sign-in', path: '/pieslegties' }
];

for (const { name, path, act } of states) {
	test(`${name}: nothing is covered or cut by larger text`, async ({ page }) => {
		await page.setViewportSize({ width: 390, height: 740 });
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await page.goto(path, { waitUntil: 'networkidle' });
		await act?.(page);
		expect(await lookedAt(page)).toEqual([]);
	});
}
