// Page links: never a gap for one page, always the ends and the page itself.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pagesAround } from './pages.ts';

it.each([
	[1, 1, [1]],
	[1, 3, [1, 2, 3]],
	[7, 25, [1, null, 6, 7, 8, null, 25]],
	[4, 25, [1, 2, 3, 4, 5, null, 25]],
	[25, 25, [1, null, 24, 25]]
])('page %i of %i', (page, last, pages) => {
	expect(pagesAround(page, last)).toEqual(pages);
});

it('rises, keeps the ends, and leaves out two pages or more at a gap', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(2999), (last, offset) => {
			const page = (offset % last) + 1;
			const pages = pagesAround(page, last);
			expect(pages).toEqual(expect.arrayContaining([1, page, last]));
			for (const [index, entry] of pages.entries()) {
				const next = pages[index + 1];
				if (entry === null) {
					expect(Number(next) - Number(pages[index - 1])).toBeGreaterThan(2);
				} else if (next !== undefined && next !== null) {
					expect(next - entry).toBe(1);
				}
			}
		})
	);
});
