// The steps of signing in, each the answer to the form before it, so that no address stands in a
// URL and nothing is kept between them. A form that came after its session had ended travels along
// (pending-form.ts).
import { posted } from '#lib/http/posted.server.ts';
import { emailPattern, type Problem } from '#lib/form/form.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { pendingForm } from '#lib/account/pending-form.ts';
import { askedBrowser, bindsCodes, rememberAsked } from '#lib/account/asked-browser.server.ts';
import { nextPath } from '#lib/account/next.ts';
import {
	countAttempt,
	inEqualTime,
	mailCode,
	isHalfSignedIn,
	openSession,
	type Attempt
} from '#lib/account/signing-in.server.ts';
import { waitWords } from '#lib/account/waiting.ts';
import { mailer } from '#lib/mail/mailer.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => ({
	next: nextPath(url.searchParams.get('next'), locals.locale),
	sendsMail: mailer().way === 'smtp'
});

/** The fields every step carries on. */
function carriedBy(event: RequestEvent) {
	const { locals } = event;
	const form = posted(event);
	const text = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	const pending = pendingForm(text('pending'), locals.locale) ? text('pending') : '';
	const email = visibleText(text('email')).trim().slice(0, 254);
	return { text, pending, email, next: nextPath(text('next'), locals.locale) };
}

const problem = (field: string, message: string): Problem[] => [{ field, message }];

function tooMany(field: string, attempt: Attempt): Problem[] {
	if (attempt.dead && field === 'code') return problem(field, m.sign_in_problem_code_dead());
	return problem(field, m.sign_in_problem_wait({ wait: waitWords(attempt.wait) }));
}

/**
 * Somebody is in: on to where they wanted, or to the form that waits. Whose second factor is asked
 * for is led to it by the page they go to; a form that waits goes along from here.
 * @param half how far they are, where the request that is answered did not know yet
 */
async function goOn(
	pending: string,
	next: string,
	{ locale, half }: Pick<App.Locals, 'locale' | 'half'>,
	accessToken?: string
) {
	const form = pendingForm(pending, locale);
	if (!form) redirect(303, next);
	if (half || (accessToken !== undefined && (await isHalfSignedIn(accessToken))))
		return { step: 'second' as const, pending, next, email: '', again: false, problems: [] };
	return { step: 'continue' as const, form, pending, next, email: '', again: false, problems: [] };
}

export const actions: Actions = {
	/** An address, with a password or without. */
	start: async (event) => {
		const { text, pending, email, next } = carriedBy(event);
		const { locale } = event.locals;
		const ask = (problems: Problem[], status: number) =>
			fail(status, { step: 'ask' as const, pending, next, email, again: false, problems });
		if (!emailPattern.test(email)) return ask(problem('email', m.sign_in_problem_email()), 400);
		const password = text('password');
		if (password !== '') {
			const outcome = await inEqualTime(async () => {
				const attempt = await countAttempt(event, 'password', email);
				if (!attempt.allowed) return attempt;
				return await openSession(event, { email, password });
			});
			if (outcome === null) return ask(problem('password', m.sign_in_problem_password()), 400);
			if ('allowed' in outcome) return ask(tooMany('password', outcome), 429);
			return await goOn(pending, next, event.locals, outcome.accessToken);
		}
		const attempt = await countAttempt(event, 'mail', email);
		if (!attempt.allowed) return ask(tooMany('email', attempt), 429);
		rememberAsked(event, email);
		mailCode(event, locale, email, next);
		return {
			step: 'code' as const,
			pending,
			next,
			email,
			again: text('again') === 'yes',
			problems: []
		};
	},

	/** The digits of the mail. */
	code: async (event) => {
		const { text, pending, email, next } = carriedBy(event);
		const again = (problems: Problem[], status: number) =>
			fail(status, { step: 'code' as const, pending, next, email, again: false, problems });
		const code = text('code').replace(/[\s-]/g, '');
		if (!/^\d{6}$/.test(code)) return again(problem('code', m.sign_in_problem_code_form()), 400);
		if (bindsCodes() && askedBrowser(event, email) === null)
			return again(problem('code', m.sign_in_problem_code_elsewhere()), 400);
		const outcome = await inEqualTime(async () => {
			const attempt = await countAttempt(event, 'code', email);
			if (!attempt.allowed) return attempt;
			return await openSession(event, { email, code });
		});
		if (outcome === null) return again(problem('code', m.sign_in_problem_code()), 400);
		if ('allowed' in outcome) return again(tooMany('code', outcome), 429);
		return await goOn(pending, next, event.locals, outcome.accessToken);
	},

	/** A form that was sent too late, or its owner coming back by the link of the mail. */
	pending: async (event) => {
		const { text, pending, email, next } = carriedBy(event);
		if (event.locals.person || event.locals.half) return await goOn(pending, next, event.locals);
		if (text('opened') === 'yes')
			return fail(400, {
				step: 'code' as const,
				pending,
				next,
				email,
				again: false,
				problems: problem('code', m.sign_in_kept_not_yet())
			});
		return { step: 'ask' as const, pending, next, email, again: false, problems: [] };
	}
};
