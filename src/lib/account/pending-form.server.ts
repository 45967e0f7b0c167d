// Work that was typed survives a session that has ended: the answer to such a form is the sign-in
// page, in place, with the form in it (pending-form.ts).
import { localeOf } from '#lib/i18n/languages.ts';
import { shortAnswer } from '#lib/http/short-answer.ts';
import { pathOf } from '#lib/page/paths.ts';
import { extractLocaleFromUrl } from '#lib/paraglide/runtime.js';
import type { RequestEvent } from '@sveltejs/kit';
import { keep } from './pending-form.ts';

/** The sign-in page for a form of coordinators sent by nobody; null for every other request. */
export async function askInPlace(event: RequestEvent): Promise<Response | null> {
	const { request, url, locals, route } = event;
	if (request.method !== 'POST' || locals.person || locals.stranger) return null;
	if (!(route.id ?? '').startsWith('/coordinator')) return null;
	// A script that sends a form by itself reads JSON; its page keeps the draft in the browser.
	if (!locals.posted || request.headers.get('x-sveltekit-action') === 'true') return null;
	const locale = localeOf(extractLocaleFromUrl(url));
	// The beginning of a text must not be taken for the whole when its owner is back.
	if (locals.posted.cut.length > 0) return shortAnswer(event, 413, locale);
	const pending = new FormData();
	pending.set('pending', keep(url.pathname + url.search, locals.posted.form));
	const page = await event.fetch(`${pathOf('/sign-in/code', locale)}?/pending`, {
		method: 'POST',
		headers: { accept: 'text/html', origin: url.origin },
		body: pending
	});
	return new Response(page.body, { status: page.ok ? 401 : page.status, headers: page.headers });
}
