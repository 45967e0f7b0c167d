// What happens around every request: the backend is opened once, the language follows from the
// address, public answers come from the cache, every answer carries the safety headers, and errors
// reach the log but never the visitor.
import {
	backend,
	chooseBackend,
	isDatabaseAway,
	startBackend
} from '#lib/backend/backend.server.ts';
import { startMailer } from '#lib/mail/mailer.server.ts';
import { isDecoy, makeDecoy } from '#lib/account/decoy.server.ts';
import { offerFirstAdministrator } from '#lib/account/first-administrator.server.ts';
import { askInPlace } from '#lib/account/pending-form.server.ts';
import { mailSignInCode } from '#lib/mail/queue.server.ts';
import { presenceOf } from '#lib/account/presence.server.ts';
import { startStreetMap } from '#lib/map/streets/street-map.server.ts';
import { noteNight } from '#lib/jobs/jobs.server.ts';
import { startScheduler } from '#lib/jobs/scheduler.server.ts';
import { vocabulary } from '#lib/search/choices.server.ts';
import { cachedResponse, sharedKey } from '#lib/http/cached-response.server.ts';
import { receive } from '#lib/http/posted.server.ts';
import { log, logFault, logMistake } from '#lib/log/log.server.ts';
import { requestId } from '#lib/log/request-id.server.ts';
import { securityHeaders } from '#lib/http/security-headers.ts';
import { shortAnswer } from '#lib/http/short-answer.ts';
import { localeOf } from '#lib/i18n/languages.ts';
import { extractLocaleFromUrl, getTextDirection } from '#lib/paraglide/runtime.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomBytes } from 'node:crypto';
import { leadsTo } from './one-address.ts';
import { loadPersonBar } from './person-bar.ts';
import { postedLimits } from './posted-limits.ts';
import { partsOf, publicAddress, publicRoutes } from './public-addresses.ts';

export const init: ServerInit = async () => {
	startMailer(process.env);
	await startBackend(chooseBackend(process.env), {
		onProgress: ({ message }) => log('info', message),
		onCode(code, redirectTo) {
			if (!isDecoy(code.email)) void mailSignInCode(code, redirectTo);
		},
		onNight: (run) => void noteNight(run)
	});
	await startStreetMap();
	await makeDecoy();
	startScheduler(process.env);
	await loadPersonBar();
	await offerFirstAdministrator(process.env);
};

/** Seconds after which it is worth asking again what the database could not answer. */
const retryAfter = '5';

const safety: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const headers = securityHeaders({
		https: event.url.protocol === 'https:',
		subdomains: process.env.HSTS_SUBDOMAINS === 'on',
		page: response.headers.has('content-security-policy'),
		html: response.headers.get('content-type')?.startsWith('text/html') ?? false,
		shared: response.headers.get('access-control-allow-origin') === '*'
	});
	for (const [name, value] of headers) response.headers.set(name, value);
	if (response.status === 503 && !response.headers.has('retry-after'))
		response.headers.set('retry-after', retryAfter);
	return response;
};

/**
 * Whatever form of an address somebody was given, its page has one; asked before anything else, it
 * is one step away.
 */
const oneAddress: Handle = ({ event, resolve }) => {
	const { method } = event.request;
	const isRead = (method === 'GET' || method === 'HEAD') && !event.isDataRequest;
	const own = isRead ? leadsTo(event.url) : null;
	if (own !== null) return new Response(null, { status: 308, headers: { location: own } });
	return resolve(event);
};

/** Data of the map and the feeds are the same for everybody. */
const sameForAll =
	/^\/(feeds|streets|healthz|metrics|favicon\.ico|manifest\.webmanifest|\(public\)\/(map|suggest\.json))/;

/**
 * Where nobody is asked who they are: what is the same for everybody, and public pages while nobody
 * can be asked.
 */
const impersonal = {
	test: (route: string) => sameForAll.test(route) || (publicRoutes.has(route) && isDatabaseAway())
};

/**
 * SvelteKit looks an action up by its name in an object that inherits: `?/constructor` is a
 * function, and none of ours.
 */
const isNoAction = ({ request, url }: RequestEvent) =>
	request.method === 'POST' &&
	[...url.searchParams.keys()].some((name) => name.startsWith('/') && name.slice(1) in {});

/**
 * Who is there. Pages behind the sign-in are for one person and one moment: nothing keeps or lists
 * them.
 */
const people: Handle = async ({ event, resolve }) => {
	event.locals.person = null;
	event.locals.stranger = null;
	event.locals.half = null;
	const route = event.route.id ?? '';
	if (isNoAction(event)) return new Response('no such action\n', { status: 404 });
	if (route && !impersonal.test(route)) Object.assign(event.locals, await presenceOf(event));
	const limits = postedLimits(route, event.locals.person !== null);
	const locale = localeOf(extractLocaleFromUrl(event.url));
	const refused = await receive(event, limits, locale);
	if (refused) return refused;
	const response = (await askInPlace(event)) ?? (await resolve(event));
	// Whatever could not be saved for want of room is told as that.
	if (event.request.method === 'POST' && response.status === 503 && backend().saves === 'none')
		return shortAnswer(event, 507, locale);
	// A public page says who is there: no browser keeps it past the sign-out, and a proxy that keeps
	// what forbids nothing would show it to everybody.
	if (event.request.headers.has('cookie') && !response.headers.has('cache-control'))
		response.headers.set(
			'cache-control',
			event.locals.person ? 'private, no-store' : 'private, no-cache'
		);
	if (
		/^\/(coordinator|sign-in|auth|invitation|first-administrator|unsubscribe|still-true)(\/|$)/.test(
			route
		)
	) {
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
	const isPublic = publicRoutes.has(route);
	const words = isPublic ? await vocabulary() : null;
	const asked = words && publicAddress(route, event.url.searchParams, words);
	const key = asked && sharedKey(event, { ...asked, parts: partsOf(route) });
	return cachedResponse(event, { key, isPublic }, async () => make());
}

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) => {
		event.locals.locale = locale;
		return answerPublic(event, () =>
			resolve(event, {
				transformPageChunk: ({ html }) =>
					html.replaceAll('%lang%', locale).replace('%dir%', getTextDirection(locale))
			})
		);
	});

export const handle: Handle = sequence(safety, oneAddress, people, language);

/**
 * The person gets a short code, the log the code and everything else. SvelteKit asks for this only
 * for unexpected faults; what `error(404)` says is expected and goes to the page as it is.
 */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'Not Found' };
	// The sender's mistake, e.g. no page takes such a form: no stack tells more than the line.
	if (status < 500) {
		logMistake(`${status}`, `${status} at ${event.request.method} ${event.url.pathname}`);
		return { message: 'Bad Request' };
	}
	// The development server has no ids of its own.
	const id = requestId() ?? randomBytes(4).toString('hex');
	logFault(`error at ${event.request.method} ${event.url.pathname}`, error, { request: id });
	return { message: 'Internal Error', id };
};
