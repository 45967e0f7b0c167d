// Pages of a feed: every row on exactly one, and the way from the first to the last.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastPage, linkHeader, pagesOf } from './paging.ts';

const at = (query: string) => new URL(`https://tikls.example/feeds/events.csv${query}`);

test('following "next" from the first page visits every page once', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 0, max: 2000 }),
			fc.integer({ min: 1, max: 2000 }),
			(total, size) => {
				const last = lastPage(total, size);
				expect(Math.max(1, total)).toBeGreaterThan((last - 1) * size);
				expect(total).toBeLessThanOrEqual(last * size);
				let seen = 1;
				let next = pagesOf(at('?region=zemgale'), 1, last).next;
				while (next !== null && seen <= last) {
					seen += 1;
					const page = Number(new URL(next).searchParams.get('page'));
					expect(page).toBe(seen);
					next = pagesOf(new URL(next), page, last).next;
				}
				expect(seen).toBe(last);
			}
		),
		{ numRuns: 50 }
	);
});

test('the conditions stay, the row to go on from does not', () => {
	const pages = pagesOf(
		at('?kind=seminar&page=2&after=87b4c887-8d4c-8209-aa2d-48db23e00ad9'),
		2,
		3
	);
	expect(pages).toEqual({
		self: 'https://tikls.example/feeds/events.csv?kind=seminar&page=2',
		first: 'https://tikls.example/feeds/events.csv?kind=seminar',
		previous: 'https://tikls.example/feeds/events.csv?kind=seminar',
		next: 'https://tikls.example/feeds/events.csv?kind=seminar&page=3',
		last: 'https://tikls.example/feeds/events.csv?kind=seminar&page=3'
	});
	expect(linkHeader(pages)).toContain('page=3>; rel="next"');
});

test('a single page needs no links, and one beyond the end leads back', () => {
	expect(linkHeader(pagesOf(at(''), 1, 1))).toBeNull();
	expect(pagesOf(at('?page=9'), 9, 2)).toMatchObject({
		next: null,
		previous: 'https://tikls.example/feeds/events.csv?page=2'
	});
});
