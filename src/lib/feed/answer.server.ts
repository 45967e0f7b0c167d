// How a feed is read from a request and how its answer leaves: what it may be asked for, and the
// headers every feed has.
import { strictFilter } from '#lib/search/strict-filter.server.ts';
import type { Filter, LocatedFilter, Subject } from '#lib/filter/filter.ts';
import { placeNameFrom } from '#lib/filter/values.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { feedOptions, oneQuery, onGrid, type FeedOptions, type OwnParameter } from './asked.ts';
import { inLanguage } from './language.server.ts';

export interface FeedRequest {
	/** Near a crossing of the grid, if near anything. */
	filter: LocatedFilter;
	/** The same with a place by its name, as it was asked for: for words and addresses. */
	named: Filter;
	/** The address by which this answer is known: the one asked for, with `near` on the grid. */
	address: URL;
	locale: Locale;
	options: FeedOptions;
	now: Date;
}

/** A program on any site may read a feed: it holds nothing that is not public. */
const shared = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'ETag, Link, X-Total-Count',
	// Feeds are for programs; people should find the pages.
	'x-robots-tag': 'noindex'
};

/** A refusal in plain text, for the person who wrote the program that asked. */
export function refuseFeed(status: 400 | 404 | 410, reason: string): Response {
	const text = `${reason}\n`;
	return new Response(text, {
		status,
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-length': String(Buffer.byteLength(text)),
			...shared
		}
	});
}

/**
 * Answers a feed: reads the request strictly, refuses with a reason, and makes the answer in the
 * language asked for.
 * @param own parameters this feed has beside the filter
 */
export async function feed(
	url: URL,
	subject: Subject,
	own: readonly OwnParameter[],
	make: (request: FeedRequest) => Promise<Response>
): Promise<Response> {
	const options = feedOptions(url.searchParams, own);
	if ('refused' in options) return refuseFeed(400, options.refused);
	const asked = await strictFilter(url.searchParams, subject, own);
	if ('refused' in asked) return refuseFeed(400, asked.refused);
	const { locale, filter } = asked;
	const snapped = filter.near ? { ...filter, near: onGrid(filter.near) } : filter;
	const place = placeNameFrom(url.searchParams.get('near') ?? '');
	const named: Filter =
		snapped.near && place !== null
			? { ...snapped, near: { kind: 'place', name: place, km: snapped.near.km } }
			: snapped;
	const address = new URL(url);
	address.search = oneQuery(url.searchParams);
	return inLanguage(locale, () =>
		make({ filter: snapped, named, address, locale, options, now: new Date() })
	);
}

export interface FeedAnswer {
	/** Media type without a charset. */
	type: string;
	/** UTF-8 for a text, null for what is none. */
	charset?: null;
	locale: Locale;
	/** Name under which a browser saves it; a lower-case ASCII name. */
	file: string;
	/** Saved by a browser instead of shown. */
	download?: boolean;
	link?: string | null;
}

/** Headers of a feed. */
export function feedHeaders({ type, charset, locale, file, download, link }: FeedAnswer): Headers {
	const headers = new Headers(shared);
	headers.set('content-type', charset === null ? type : `${type}; charset=utf-8`);
	headers.set('content-language', locale);
	headers.set('content-disposition', `${download ? 'attachment' : 'inline'}; filename="${file}"`);
	if (link) headers.set('link', link);
	return headers;
}
