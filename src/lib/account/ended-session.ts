// A form sent by a script after the session has ended: the answer is the way to the sign-in page,
// and following it would leave behind what was typed. Sent plainly instead, as without scripts, the
// same form is answered by the sign-in page that carries it (pending-form.server.ts).
import type { ActionResult } from '@sveltejs/kit';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';

/** Whether a form was not taken because nobody is signed in any more. */
export function needsSignIn(result: ActionResult, locale: Locale): boolean {
	if (result.type !== 'redirect') return false;
	const [path] = result.location.split('?');
	return path === pathOf('/sign-in', locale) || path === pathOf('/sign-in/second', locale);
}

/**
 * Sends a form as a browser without scripts would.
 * @param action where the pressed button sends it
 * @param submitter the pressed button, whose name and value belong to what is sent
 */
export function sendPlainly(
	form: HTMLFormElement,
	action: URL,
	submitter: HTMLElement | null
): void {
	if (submitter instanceof HTMLButtonElement && submitter.name) {
		const pressed = document.createElement('input');
		pressed.type = 'hidden';
		pressed.name = submitter.name;
		pressed.value = submitter.value;
		form.append(pressed);
	}
	form.action = action.href;
	// A field of the form may be called "submit".
	HTMLFormElement.prototype.submit.call(form);
}
