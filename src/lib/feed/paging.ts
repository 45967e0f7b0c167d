// Pages of a feed: how many rows one holds, where the others are, and how an answer says so.

/** Rows of one page of CSV and GeoJSON. Most answers fit on one; two megabytes at most. */
export const rowsPerPage = 1000;

/** Entries of one page of Atom. */
export const entriesPerPage = 50;

export interface PageAddresses {
	self: string;
	first: string;
	last: string;
	next: string | null;
	previous: string | null;
}

/** Number of the last page; an empty list has one page. */
export const lastPage = (total: number, size: number) => Math.max(1, Math.ceil(total / size));

/** Absolute addresses of the pages around this one. */
export function pagesOf(url: URL, page: number, last: number): PageAddresses {
	const at = (number: number) => {
		const other = new URL(url);
		other.hash = '';
		// A page is found by its number here; the last row of another page would lead elsewhere.
		other.searchParams.delete('after');
		if (number === 1) other.searchParams.delete('page');
		else other.searchParams.set('page', String(number));
		return other.href;
	};
	return {
		self: at(page),
		first: at(1),
		last: at(last),
		next: page < last ? at(page + 1) : null,
		previous: page > 1 ? at(Math.min(page - 1, last)) : null
	};
}

/** The header `Link` (RFC 8288) of a page; null when there is only one. */
export function linkHeader({ first, last, next, previous }: PageAddresses): string | null {
	if (first === last && !previous) return null;
	const links: [string, string | null][] = [
		['first', first],
		['prev', previous],
		['next', next],
		['last', last]
	];
	return links
		.filter((link): link is [string, string] => link[1] !== null)
		.map(([rel, href]) => `<${href}>; rel="${rel}"`)
		.join(', ');
}
