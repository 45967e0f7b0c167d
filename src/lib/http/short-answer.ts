// Answers to requests that are turned down before any page is made: a short page in the language of
// the address for people, what its scripts read for a page of ours, one line for programs.
import { localizeHref } from '#lib/paraglide/runtime.js';
import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/languages.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { lines, wordsOf, type ShortStatus } from './refusal-words.ts';

/** Seconds after which it is worth asking again. */
const retryAfter = 2;

const escaped = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function page(status: ShortStatus, locale: Locale, again: string): string {
	const { title, text } = wordsOf(status, locale);
	const home = localizeHref('/', { locale });
	return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
${again && `<p><a href="${escaped(again)}">${escaped(m.ui_error_again({}, { locale }))}</a></p>\n`}<p><a href="${escaped(home)}">${escaped(m.ui_nav_organisations({}, { locale }))}</a></p>
</main>
</body>
</html>
`;
}

/**
 * Turns a request down. Nothing keeps the answer; what is still on its way to the server is not
 * waited for.
 */
export function shortAnswer(
	{ request, isDataRequest }: Pick<RequestEvent, 'request' | 'isDataRequest'>,
	status: ShortStatus,
	locale: Locale
): Response {
	const line = lines[status];
	const headers = new Headers({ 'cache-control': 'no-store', vary: 'accept' });
	if (status === 429) headers.set('retry-after', String(retryAfter));
	const answer = (type: string, body: string) => {
		headers.set('content-type', type);
		return new Response(body, { status, headers });
	};
	if (isDataRequest) return answer('application/json', JSON.stringify({ message: line }));
	// A form that a script of ours has sent (SvelteKit's `enhance`).
	if (request.headers.get('x-sveltekit-action') === 'true')
		return answer('application/json', JSON.stringify({ type: 'error', error: { message: line } }));
	if (!request.headers.get('accept')?.includes('text/html'))
		return answer('text/plain; charset=utf-8', `${line}\n`);
	const url = new URL(request.url);
	// A form is sent again by going back to it, not by a link.
	const again = request.method === 'GET' ? url.pathname + url.search : '';
	return answer('text/html; charset=utf-8', page(status, locale, again));
}
