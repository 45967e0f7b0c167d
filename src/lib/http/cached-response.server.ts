// Which answers are public and cached, under which key, and how old the content they were made from
// is.
import {
	askedCookie,
	isDatabaseAway,
	knownCookie,
	sessionCookie
} from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { RequestEvent } from '@sveltejs/kit';
import { plainCookieName } from './cookie-name.ts';
import { Outcomes } from './health.ts';
import { isStream, ResponseCache } from './response-cache.ts';
import { shortAnswer } from './short-answer.ts';
import { TooMany, turnsOf } from './visitor-turns.ts';
import { visitorOf } from './visitor.server.ts';
import { whenRead } from './when-read.ts';

/**
 * 48 MB hold some thousands of pages, compressed; a minute is how stale "open now" may be, ten
 * while the database is too busy, and as old as it must be while it is away.
 */
const cache = new ResponseCache({
	bytes: 48 * 1024 * 1024,
	maxAge: 60_000,
	patience: 500,
	muchTooOld: 600_000
});

/** How the pages went that were made, for whoever watches the server. */
export const outcomes = new Outcomes();

const noting = (make: () => Promise<Response>) => async () => {
	const response = await make();
	outcomes.note(response.status < 500, Date.now());
	return response;
};

/** Whether visitors get at least the pages that are kept. */
export async function isAnythingKept(): Promise<boolean> {
	const version = await contentVersion();
	return version !== null && cache.holds(version);
}

/**
 * Pages of ours ask for two things at a time (ask.ts), so a third is of somebody who wants too
 * much, or of two people behind one line, whose browsers ask again.
 */
const enter = turnsOf({
	visitor: { inside: 2, waiting: 0, patience: 0 },
	shared: { inside: 4, waiting: 60, patience: 10_000 }
});

/** Longer addresses are nobody's bookmark; they are answered, but not kept. */
const longestKey = 1000;

/** An address as its route understands it. */
interface Understood {
	params: URLSearchParams;
	leftOut: App.Locals['leftOut'];
	/** In how many parts the data of its page comes. */
	parts: number;
}

/**
 * Gives the request the one address of its page, whatever hung on the visitor's, and answers the
 * key under which everybody shares the page. The page is made from nothing but what the key names:
 * that is why it may be shared.
 */
export function sharedKey(event: RequestEvent, { params, leftOut, parts }: Understood): string {
	const { url, locals } = event;
	// The same slug can be written with and without percent signs.
	const path = (event.route.id ?? '')
		.replace('/(public)', '')
		.replace(/\[(\w+)(?:=\w+)?\]/g, (_, name: string) =>
			encodeURIComponent(Reflect.get(event.params, name) ?? '')
		);
	url.pathname = localizeHref(path || '/', { locale: locals.locale });
	url.search = params.toString();
	locals.leftOut = leftOut;
	// The origin is part of the key: pages name it in their canonical address.
	return JSON.stringify([url.href, formOf(event, parts), leftOut]);
}

/** Whether a whole page is asked for, or the data of which of its parts. */
function formOf({ isDataRequest, request }: RequestEvent, parts: number): string {
	if (!isDataRequest) return 'page';
	const named = new URL(request.url).searchParams.get('x-sveltekit-invalidated');
	// All of it without a word; what is not named among others is left out of the answer. Two
	// questions of one key must have one answer, and two keys of one answer would make it twice.
	const asked = Array.from({ length: parts }, (_, part) => named === null || named[part] === '1');
	return `data ${asked}`;
}

/**
 * Whether an answer may be shared: a plain reading of a public page or of the data behind it, by
 * somebody without a session. A cookie or a password that means nothing here makes no page of its
 * own.
 */
function isShared({ request, cookies }: RequestEvent): boolean {
	if (request.method !== 'GET' && request.method !== 'HEAD') return false;
	return (
		// While nobody can be asked who somebody is, everybody is a visitor.
		isDatabaseAway() ||
		cookies.getAll().every(({ name }) => !plainCookieName(name).startsWith(sessionCookie))
	);
}

/**
 * Whether the request says more about its sender than that he was here before: no proxy may keep
 * the answer then.
 */
const isPersonal = ({ request, cookies }: RequestEvent) =>
	request.headers.has('authorization') ||
	cookies.getAll().some(({ name }) => ![knownCookie, askedCookie].includes(plainCookieName(name)));

/**
 * Answers from the cache where that is allowed, else by `make`, of one visitor's pages a few at a
 * time.
 * @param asked.key of `sharedKey`; null for an address its route refuses, which is looked at all
 * the same
 * @param asked.isPublic whether anybody may ask for it
 */
export async function cachedResponse(
	event: RequestEvent,
	{ key, isPublic }: { key: string | null; isPublic: boolean },
	make: () => Promise<Response>
): Promise<Response> {
	if (
		!isPublic ||
		event.locals.person !== null ||
		event.locals.stranger !== null ||
		event.locals.half !== null
	)
		return await make();
	let refused = false;
	const inTurn = async () => {
		const leave = await enter(visitorOf(event)).catch((reason: unknown) => {
			refused = reason instanceof TooMany;
			throw reason;
		});
		try {
			const response = await make();
			if (isStream(response)) return whenRead(response, leave);
			leave();
			return response;
		} catch (reason) {
			leave();
			throw reason;
		}
	};
	for (;;) {
		try {
			return await answered(event, key, inTurn);
		} catch (reason) {
			if (!(reason instanceof TooMany)) throw reason;
			if (refused) return shortAnswer(event, 429, event.locals.locale);
			// Another visitor asked for the same page first, and too much else: now it is made for this
			// one.
		}
	}
}

async function answered(
	event: RequestEvent,
	key: string | null,
	make: () => Promise<Response>
): Promise<Response> {
	if (key === null || key.length > longestKey || !isShared(event)) return await make();
	const version = await contentVersion();
	if (version === null) return await make();
	const answer = await cache.answer(key, version, event.request, noting(make), isDatabaseAway());
	if (isPersonal(event)) answer.headers.set('cache-control', 'private, no-cache');
	return answer;
}
