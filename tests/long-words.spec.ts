// Names, topics, addresses and headings of one long word: nothing lies beyond the edge of a small
// phone or of the paper, and nothing is cut off.
import { type Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { everyPage } from './pages.ts';

/** No place in it where a line may be broken. */
const long = 'Pretpretimkonstitucionalizācijaspārstāvniecībasapvienībaslīdzdibinātājiem';

/**
 * Puts a long word into every text of the page that says something of a listing (texts the
 * interface writes on its own buttons stay), and answers which lie outside of what can be seen, or
 * are cut by a box around them.
 */
async function outside(page: Page, word: string): Promise<string[]> {
	return page.evaluate((text) => {
		// Words the interface writes are short: what can be pressed, and marks such as "example".
		const own =
			'button, .button, nav, summary, .marks, .count, script, style, .visually-hidden, svg, option, textarea, [aria-hidden=true]';
		const walker = document.createTreeWalker(
			document.querySelector('main') ?? document.body,
			NodeFilter.SHOW_TEXT
		);
		const nodes: Text[] = [];
		while (walker.nextNode()) {
			const node = walker.currentNode as Text;
			const isText = /\p{L}{3}/u.test(node.data) && !node.parentElement?.closest(own);
			if (isText && node.parentElement?.checkVisibility()) nodes.push(node);
		}
		for (const node of nodes) node.data = text;
		const width = document.documentElement.clientWidth;
		const found: string[] = [];
		const told = (element: Element | null) =>
			element
				? `${element.tagName.toLowerCase()}.${element.className} in ${element.parentElement?.className ?? ''}`
				: '';
		for (const node of nodes) {
			const range = document.createRange();
			range.selectNodeContents(node);
			let [left, right] = [0, width];
			for (let box = node.parentElement; box; box = box.parentElement) {
				const { overflowX, textOverflow } = getComputedStyle(box);
				// What scrolls can be reached, and an ellipsis says that there is more.
				if (overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis')
					[left, right] = [-1e6, 1e6];
				if (overflowX === 'hidden' || overflowX === 'clip') {
					const edge = box.getBoundingClientRect();
					[left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
				}
			}
			const beyond = [...range.getClientRects()].some(
				(rect) => rect.width > 1 && (rect.left < left - 1 || rect.right > right + 1)
			);
			if (beyond) found.push(told(node.parentElement));
		}
		const wide = document.documentElement.scrollWidth - width;
		if (wide > 0) found.push(`the page is ${wide} pixels too wide`);
		return [...new Set(found)];
	}, word);
}

/** Words of the page as it is that are broken in the middle although they are not long. */
async function broken(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const found: string[] = [];
		while (walker.nextNode()) {
			const node = walker.currentNode as Text;
			if (
				!node.parentElement?.checkVisibility() ||
				node.parentElement.closest('svg, .visually-hidden')
			)
				continue;
			for (const word of node.data.matchAll(/[\p{L}\d]{2,20}(?![\p{L}\d])/gu)) {
				if (/[\p{L}\d@./]/u.test(node.data.charAt(word.index - 1))) continue;
				const range = document.createRange();
				range.setStart(node, word.index);
				range.setEnd(node, word.index + word[0].length);
				const lines = new Set(
					[...range.getClientRects()]
						.filter(({ width }) => width > 0)
						.map(({ top }) => Math.round(top))
				);
				const isHyphenated = getComputedStyle(node.parentElement).hyphens === 'auto';
				if (lines.size > 1 && !isHyphenated)
					found.push(`${word[0]} in ${node.parentElement.className}`);
			}
		}
		return [...new Set(found)];
	});
}

for (const [how, media, width] of [
	['on a small phone', 'screen', 320],
	['on paper', 'print', 680]
] as const) {
	test(`a long word is broken, ${how}`, async ({ page, request }) => {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ media, reducedMotion: 'reduce' });
		for (const known of await everyPage(request)) {
			if (known.locale !== 'lv' || known.status !== 200) continue;
			await test.step(known.path, async () => {
				await page.goto(known.path, { waitUntil: 'networkidle' });
				expect.soft(await broken(page), `${known.path}: words in pieces`).toEqual([]);
				const word = media === 'print' ? long.repeat(2) : long;
				expect.soft(await outside(page, word), known.path).toEqual([]);
			});
		}
	});
}
