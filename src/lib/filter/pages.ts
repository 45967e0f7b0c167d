// Which page links a long list offers: the ends, this page and its neighbours; null stands for
// pages left out.

/** One page of a list, with the size of the whole. */
export interface ListPage<T> {
	items: T[];
	/** How many there are on all pages. */
	total: number;
	page: number;
	pageSize: number;
	/**
	 * The id of the last row, after which the next page begins (`after` of the filter); null on an
	 * empty page.
	 */
	last: string | null;
}

/** E.g. page 7 of 25 → 1 … 6 7 8 … 25. A gap never stands for a single page. */
export function pagesAround(page: number, last: number): (number | null)[] {
	const wanted = new Set([1, last]);
	for (const near of [page - 1, page, page + 1]) if (near >= 1 && near <= last) wanted.add(near);
	const pages: (number | null)[] = [];
	let before = 0;
	for (const next of [...wanted].sort((a, b) => a - b)) {
		if (next - before === 2) pages.push(before + 1);
		else if (next - before > 2) pages.push(null);
		pages.push(next);
		before = next;
	}
	return pages;
}
