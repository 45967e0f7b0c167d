// The second factor: shown after the first one, set up, switched off. Each step is the answer to
// the form before it; a form that came after its session had ended travels along (pending-form.ts).
import { posted } from '#lib/http/posted.server.ts';
import type { Problem } from '#lib/form/form.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { isHalf, type SignInState } from '#lib/account/half-signed-in.ts';
import { nextPath } from '#lib/account/next.ts';
import { pendingForm, type PendingForm } from '#lib/account/pending-form.ts';
import {
	beginSetup,
	confirmSetup,
	dropSecondFactor,
	hasSecondFactor,
	passSecondFactor,
	setupAgain,
	signInStateOf,
	type Setup
} from '#lib/account/second-factor.server.ts';
import { waitWords } from '#lib/account/waiting.ts';
import { pathOf } from '#lib/page/paths.ts';
import { momentWords } from '#lib/time/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Whose factor it is about; who is not signed in at all begins at the beginning. */
async function stateOf({
	locals,
	url
}: Pick<RequestEvent, 'locals' | 'url'>): Promise<SignInState> {
	const state = await signInStateOf(locals);
	if (state) return state;
	redirect(303, pathOf('/sign-in', locals.locale) + url.search);
}

export const load: PageServerLoad = async (event) => {
	const state = await stateOf(event);
	const { locals, url } = event;
	return {
		isHalf: isHalf(state),
		email: state.email,
		since: state.since && momentWords(state.since, locals.locale),
		codes: state.codes,
		demanded: state.demanded,
		fresh: state.fresh,
		possible: hasSecondFactor(),
		next: nextPath(url.searchParams.get('next'), locals.locale)
	};
};

/** What the page shows after a form. */
interface Shown {
	problems: Problem[];
	setup: Setup | null;
	/** Recovery codes, told this once. */
	told: string[] | null;
	/** The form that waits, to be sent on. */
	form: PendingForm | null;
	pending: string;
	next: string;
}

function shownBy(event: RequestEvent, what: Partial<Shown> = {}): Shown {
	const form = posted(event);
	const { locale } = event.locals;
	const sent = String(form.get('pending') ?? '');
	const next = nextPath(String(form.get('next') ?? ''), locale);
	const pending = pendingForm(sent, locale) ? sent : '';
	return { problems: [], setup: null, told: null, form: null, pending, next, ...what };
}

const typedCode = (event: RequestEvent) => String(posted(event).get('code') ?? '').slice(0, 60);

const problem = (message: string): Problem[] => [{ field: 'code', message }];
const tooMany = (wait: number) => problem(m.sign_in_problem_wait({ wait: waitWords(wait) }));

export const actions: Actions = {
	/** A form that waits comes along from the first step. */
	pending: (event) => shownBy(event),

	show: async (event) => {
		const state = await stateOf(event);
		const shown = shownBy(event);
		const passed = isHalf(state) ? await passSecondFactor(event, state, typedCode(event)) : true;
		if (passed === null) return fail(400, { ...shown, problems: problem(m.second_problem()) });
		if (passed !== true) return fail(429, { ...shown, problems: tooMany(passed.wait) });
		const form = pendingForm(shown.pending, event.locals.locale);
		if (!form) redirect(303, shown.next);
		return { ...shown, form };
	},

	begin: async (event) => {
		const state = await stateOf(event);
		const setup = await beginSetup(state, event.locals.locale);
		// Too late, or there is one: the page says so by itself.
		if (typeof setup === 'string') return fail(400, shownBy(event));
		return shownBy(event, { setup });
	},

	confirm: async (event) => {
		const state = await stateOf(event);
		const told = await confirmSetup(event, state, typedCode(event));
		if (Array.isArray(told))
			return shownBy(event, {
				told,
				form: pendingForm(shownBy(event).pending, event.locals.locale)
			});
		const setup = await setupAgain(state, event.locals.locale);
		if (told !== null) return fail(429, shownBy(event, { setup, problems: tooMany(told.wait) }));
		return fail(400, shownBy(event, { setup, problems: problem(m.second_problem_again()) }));
	},

	off: async (event) => {
		const state = await stateOf(event);
		const off = isHalf(state) ? null : await dropSecondFactor(event, state, typedCode(event));
		if (off === null) return fail(400, shownBy(event, { problems: problem(m.second_problem()) }));
		if (off !== true) return fail(429, shownBy(event, { problems: tooMany(off.wait) }));
		leaveFlash(event.cookies, m.second_off_done());
		redirect(303, pathOf('/coordinator/account', event.locals.locale));
	}
};
