// Which answers are public and cached, and how old the content they were made from is.
import { knownCookie } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { ResponseCache } from './response-cache.ts';

/** 64 MB hold some thousands of pages; a minute is how stale "open now" may be. */
const cache = new ResponseCache({ bytes: 64 * 1024 * 1024, maxAge: 60_000 });

/** Longer addresses are nobody's bookmark; they are answered, but not kept. */
const longestKey = 1000;

/**
 * Whether an answer may be shared: a plain GET of a public page or of the data behind it, by somebody without a session.
 * Only routes that are known to be public count, so that a new route is private until somebody decides otherwise.
 */
function isPublic(event: RequestEvent): boolean {
	const route = event.route.id ?? '';
	return (
		event.request.method === 'GET' &&
		event.cookies.getAll().every(({ name }) => name === knownCookie) &&
		!event.request.headers.has('authorization') &&
		(route.startsWith('/(public)') ||
			route.startsWith('/feeds/') ||
			route === '/sitemap.xml' ||
			route === '/robots.txt')
	);
}

/**
 * Answers from the cache where that is allowed, else by `make`.
 * @param sameQuery of a feed: one text for all queries that have the same answer
 */
export async function cachedResponse(
	event: RequestEvent,
	sameQuery: (params: URLSearchParams) => string,
	make: () => Promise<Response>
): Promise<Response> {
	// The origin is part of the key: pages name it in their canonical address, and the Host header is the visitor's word.
	const address = new URL(event.request.url);
	// Feeds know a point only by its grid, so that neighbours share an answer.
	const search = (event.route.id ?? '').startsWith('/feeds/')
		? `?${sameQuery(address.searchParams)}`
		: address.search;
	const key = `${event.url.origin}${address.pathname}${search}`;
	if (!isPublic(event) || key.length > longestKey) return make();
	const version = await contentVersion();
	if (version === null) return make();
	return cache.answer(key, version, event.request, make);
}
