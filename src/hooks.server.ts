// What happens around every request: the backend is opened once, the language follows from the address, public answers come
// from the cache, every answer carries the safety headers, and errors reach the log but never the visitor.
import { chooseBackend, startBackend } from '#lib/backend/backend.server.ts';
import { startPost } from '#lib/mail/mailer.server.ts';
import { offerFirstAdministrator } from '#lib/account/first-administrator.server.ts';
import { askInPlace } from '#lib/account/pending-form.server.ts';
import { signInMail } from '#lib/mail/mails.server.ts';
import { presenceOf } from '#lib/account/presence.server.ts';
import { startScheduler } from '#lib/jobs/scheduler.server.ts';
import { vocabulary } from '#lib/search/choices.server.ts';
import { cachedResponse, sharedKey } from '#lib/http/cached-response.server.ts';
import { securityHeaders } from '#lib/http/security-headers.ts';
import { deLocalizeUrl, getTextDirection, localizeUrl } from '#lib/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomBytes } from 'node:crypto';
import { publicAddress, publicRoutes } from './public-addresses.ts';

export const init: ServerInit = async () => {
	const post = startPost(process.env);
	await startBackend(chooseBackend(process.env), {
		onProgress: ({ message }) => console.log(message),
		onCode: (code, redirectTo) => void post.send(signInMail(code, redirectTo))
	});
	startScheduler();
	await offerFirstAdministrator(process.env);
};

const safety: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const headers = securityHeaders({
		https: event.url.protocol === 'https:',
		page: response.headers.has('content-security-policy'),
		shared: response.headers.get('access-control-allow-origin') === '*'
	});
	for (const [name, value] of headers) response.headers.set(name, value);
	return response;
};

/** A page under an address of the code (`/events`) instead of its own (`/pasakumi`) is one page under two addresses. */
const oneAddress: Handle = ({ event, resolve }) => {
	const own = localizeUrl(deLocalizeUrl(event.url), { locale: event.locals.locale });
	if (
		/^(GET|HEAD)$/.test(event.request.method) &&
		own.pathname !== event.url.pathname &&
		event.route.id
	) {
		return new Response(null, {
			status: 308,
			headers: { location: own.pathname + event.url.search }
		});
	}
	return resolve(event);
};

/** Data of the map and the feeds are the same for everybody: nobody is asked who they are for them. */
const impersonal = /^\/(feeds|healthz|\(public\)\/(map|suggest\.json))/;

/** SvelteKit looks an action up by its name in an object that inherits: `?/constructor` is a function, and none of ours. */
const isNoAction = ({ request, url }: RequestEvent) =>
	request.method === 'POST' &&
	[...url.searchParams.keys()].some((name) => name.startsWith('/') && name.slice(1) in {});

/** Bytes of the longest form without files that somebody who is not signed in may send: one that was typed before the session ended. */
const longestForm = 2_000_000;

/** Reading a million fields takes seconds, in which nobody else is answered: it is not begun for strangers. */
function isLongForm({ method, headers, body }: Request): boolean {
	if (method !== 'POST' || headers.get('content-type')?.startsWith('multipart/form-data'))
		return false;
	const length = headers.get('content-length');
	return length === null ? body !== null : Number(length) > longestForm;
}

/** Who is there. Pages behind the sign-in are for one person and one moment: nothing keeps or lists them. */
const people: Handle = async ({ event, resolve }) => {
	event.locals.person = null;
	event.locals.stranger = null;
	const route = event.route.id ?? '';
	if (isNoAction(event)) return new Response('no such action\n', { status: 404 });
	if (route && !impersonal.test(route)) Object.assign(event.locals, await presenceOf(event));
	if (event.locals.person === null && isLongForm(event.request))
		// What was not read is still on its way: the next request must not wait behind it.
		return new Response('too long\n', { status: 413, headers: { connection: 'close' } });
	const response = (await askInPlace(event)) ?? (await resolve(event));
	// A public page says who is there; a proxy that keeps what forbids nothing would show that to everybody.
	if (event.request.headers.has('cookie') && !response.headers.has('cache-control'))
		response.headers.set('cache-control', 'private, no-cache');
	if (/^\/(coordinator|sign-in|auth|invitation|first-administrator)(\/|$)/.test(route)) {
		response.headers.set('cache-control', 'private, no-store');
		response.headers.set('x-robots-tag', 'noindex');
	}
	return response;
};

/** A public page is made from its own address, not from the visitor's, and once for everybody. */
async function answerPublic(
	event: RequestEvent,
	make: () => Response | Promise<Response>
): Promise<Response> {
	event.locals.leftOut = [];
	const route = event.route.id ?? '';
	const words = publicRoutes.has(route) ? await vocabulary() : null;
	const asked = words && publicAddress(route, event.url.searchParams, words);
	const key = asked && sharedKey(event, asked);
	return cachedResponse(event, key, async () => make());
}

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) => {
		event.locals.locale = locale;
		return oneAddress({
			event,
			resolve: () =>
				answerPublic(event, () =>
					resolve(event, {
						transformPageChunk: ({ html }) =>
							html.replace('%lang%', locale).replace('%dir%', getTextDirection(locale))
					})
				)
		});
	});

export const handle: Handle = sequence(safety, people, language);

/** Where an error and what caused it came from, and nothing else of them: some carry the request, whose cookies are a session. */
function stackOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const own = error.stack ?? error.message;
	return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}

/**
 * The person gets a short code, the log the code and everything else. SvelteKit asks for this only for unexpected faults;
 * what `error(404)` says is expected and goes to the page as it is.
 */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'Not Found' };
	const id = randomBytes(4).toString('hex');
	console.error(`error ${id} at ${event.request.method} ${event.url.pathname}:`, stackOf(error));
	return { message: 'Internal Error', id };
};
