// What happens around every request: the backend is opened once, the language follows from the address, public answers come
// from the cache, every answer carries the safety headers, and errors reach the log but never the visitor.
import { chooseBackend, startBackend } from '$lib/backend/backend.server';
import { publicAnswer } from '$lib/page/public-answers.server';
import { securityHeaders } from '$lib/page/security-headers';
import { deLocalizeUrl, getTextDirection, localizeUrl } from '$lib/paraglide/runtime.js';
import { paraglideMiddleware } from '$lib/paraglide/server.js';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { randomBytes } from 'node:crypto';

export const init: ServerInit = async () => {
	await startBackend(chooseBackend(process.env), {
		onProgress: ({ message }) => console.log(message)
	});
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
	if (event.request.method === 'GET' && own.pathname !== event.url.pathname && event.route.id) {
		return new Response(null, {
			status: 308,
			headers: { location: own.pathname + event.url.search }
		});
	}
	return resolve(event);
};

const language: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ locale }) => {
		event.locals.locale = locale;
		return oneAddress({
			event,
			resolve: () =>
				publicAnswer(event, async () =>
					resolve(event, {
						transformPageChunk: ({ html }) =>
							html.replace('%lang%', locale).replace('%dir%', getTextDirection(locale))
					})
				)
		});
	});

export const handle: Handle = sequence(safety, language);

/**
 * The person gets a short code, the log the code and everything else. SvelteKit asks for this only for unexpected faults;
 * what `error(404)` says is expected and goes to the page as it is.
 */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: 'Not Found' };
	const id = randomBytes(4).toString('hex');
	console.error(`error ${id} at ${event.request.method} ${event.url.pathname}:`, error);
	return { message: 'Internal Error', id };
};
