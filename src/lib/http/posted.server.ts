// The door for bodies: a form is read once, within the limits of the page it is sent to, and waits
// in `locals` for the action. Nothing else reads what a request brings.
import { error, type RequestEvent } from '@sveltejs/kit';
import type { Locale } from '#lib/i18n/languages.ts';
import { readBody, type BodyLimits, type Posted } from './body.ts';
import { Pace } from './pace.ts';
import { shortAnswer } from './short-answer.ts';
import { turnsOf, TooMany } from './visitor-turns.ts';
import { visitorOf } from './visitor.server.ts';
import { logMistake } from '#lib/log/log.server.ts';

/** A class signs in at once; what each sends is small, and comes quickly or not at all. */
const enter = turnsOf({
	visitor: { inside: 6, waiting: 24, patience: 10_000 },
	shared: { inside: 24, waiting: 96, patience: 10_000 }
});

/**
 * A form that is carried through the sign-in costs some 50 ms of this thread. After a session has
 * ended that is nothing; of many who are not signed in, together no more than a fifth of the time.
 */
const large = { bytes: 64_000, pace: new Pace({ gap: 250, burst: 8, patience: 5000 }) };

/** Whether a body is large, or does not say. */
function isLarge({ headers }: Request): boolean {
	const told = headers.get('content-length');
	return told === null ? headers.has('transfer-encoding') : Number(told) > large.bytes;
}

/**
 * Reads what a request brings, so that `locals.posted` has it.
 * @param limits of the page; null for one that takes nothing: its body stays unread
 * @returns the answer to a body that is not taken, or null
 */
export async function receive(
	event: RequestEvent,
	limits: BodyLimits | null,
	locale: Locale
): Promise<Response | null> {
	const { request, locals } = event;
	if (request.method !== 'POST' || !limits) return null;
	let leave = () => {};
	try {
		// Bodies of people who have not signed in are read a few at a time of each address, a member's
		// at once.
		if (locals.person === null) leave = await enter(visitorOf(event));
		const posted = await readBody(request, limits);
		if (!('status' in posted)) {
			if (locals.person === null && isLarge(request)) await large.pace.wait();
			locals.posted = posted;
			return null;
		}
		if ('reason' in posted)
			logMistake(
				'400 for a broken body',
				`400 at POST ${event.url.pathname}: its body is broken: ${posted.reason}`
			);
		return shortAnswer(event, posted.status, locale);
	} catch (reason) {
		if (reason instanceof TooMany) return shortAnswer(event, 429, locale);
		throw reason;
	} finally {
		leave();
	}
}

/** What was sent, for a page that can say what of it was not kept. */
export function postedInPart({ locals }: Pick<RequestEvent, 'locals'>): Posted {
	return locals.posted ?? { form: new FormData(), cut: [], dropped: [], tooLarge: false };
}

/** What was sent. Ends the request with 413 when not all of it was kept. */
export function posted(event: Pick<RequestEvent, 'locals'>): FormData {
	const { form, cut, dropped, tooLarge } = postedInPart(event);
	if (cut.length > 0 || dropped.length > 0 || tooLarge) error(413);
	return form;
}
