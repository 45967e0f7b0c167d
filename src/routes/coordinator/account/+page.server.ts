// One's own account: name and language, password, and where one is signed in.
import { posted } from '#lib/http/posted.server.ts';
import { requirePerson } from '#lib/account/access.ts';
import {
	accountOf,
	changePassword,
	mailPasswordCode,
	mailsOf,
	waitsOf,
	type PasswordAnswer
} from '#lib/account/account.server.ts';
import { signInStateOf } from '#lib/account/second-factor.server.ts';
import { deviceWords } from '#lib/account/device.ts';
import { check, readForm, typedText, type Problem } from '#lib/form/form.ts';
import { emailField, nameField } from '#lib/account/me.ts';
import { waitsOptions } from '#lib/account/waits-choice.ts';
import { rolesOf } from '#lib/network/roles.ts';
import { inEqualTime, signOut } from '#lib/account/signing-in.server.ts';
import { statusOf } from '#lib/listing/saving/status.ts';
import { waitWords } from '#lib/account/waiting.ts';
import { momentWords } from '#lib/time/dates.ts';
import { mailWords } from '#lib/account/mail-words.ts';
import { sendsMail } from '#lib/mail/queue.server.ts';
import { unaskedName } from '#lib/mail/unasked.ts';
import { askNewAddress, takeNewAddress } from '#lib/account/new-address.server.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { locales } from '#lib/i18n/languages.ts';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
	const me = requirePerson(locals, url);
	const [account, mails, often, signIn] = await Promise.all([
		accountOf(me),
		mailsOf(me),
		waitsOf(me),
		signInStateOf(locals)
	]);
	const factor = signIn?.since ?? null;
	const chosen = account.password_chosen_at;
	return {
		name: me.name,
		email: me.email,
		secret: url.searchParams.get('address'),
		sendsMail: sendsMail(),
		mails: mails.map((mail) => ({ ...mail, name: unaskedName(mail.sort) })),
		waits: waitsOptions(),
		often,
		language: me.language,
		roles: rolesOf(me, locals.locale),
		passwordSince: chosen && momentWords(chosen, locals.locale),
		factorSince: factor && momentWords(factor, locals.locale),
		sessions: account.sessions.map(({ id, device, used, this: current }) => ({
			id,
			device: deviceWords(device),
			used: momentWords(used, locals.locale),
			current
		}))
	};
};

function done(event: RequestEvent, message: string): never {
	leaveFlash(event.cookies, message);
	redirect(303, pathOf('/coordinator/account', event.locals.locale));
}

const refused = (
	problems: Problem[],
	typed: { name?: string; email?: string; isAsked?: boolean } = {}
) => fail(400, { problems, ...typed });
const failed = () => refused([{ field: '', message: m.people_problem_failed() }]);

function passwordProblem(answer: Exclude<PasswordAnswer, { mail: unknown }>): Problem {
	if (answer === 'current') return { field: 'current', message: m.people_problem_current() };
	if (answer === 'same') return { field: 'password', message: m.people_problem_same() };
	if (answer === 'short') return { field: 'password', message: m.people_problem_short() };
	if (answer === 'long') return { field: 'password', message: m.people_problem_long() };
	if (answer === 'known') return { field: 'password', message: m.people_problem_known() };
	if (answer === 'code') return { field: 'code', message: m.sign_in_problem_code() };
	if (answer === 'elsewhere') return { field: 'code', message: m.sign_in_problem_code_elsewhere() };
	return { field: '', message: m.sign_in_problem_wait({ wait: waitWords(answer.wait) }) };
}

export const actions: Actions = {
	me: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const form = v.object({
			name: nameField(),
			language: v.fallback(v.picklist(locales), me.language)
		});
		const read = await readForm(posted(event), form);
		if (!read.ok) return refused(read.problems, { name: typedText(read.typed, 'name') });
		const { data } = await me.database.rpc('save_me', read.values);
		if (!['saved', 'unchanged'].includes(statusOf(data) ?? '')) return failed();
		done(event, m.people_done_me());
	},

	password: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const form = posted(event);
		const typed = await check(
			v.object({
				current: v.optional(v.string(), ''),
				code: v.optional(v.pipe(v.string(), v.maxLength(20)), ''),
				password: v.string()
			}),
			Object.fromEntries(form)
		);
		if (!typed.ok) return failed();
		const answer = await inEqualTime(() => changePassword(event, me, typed.values));
		if (typeof answer === 'string' || !('mail' in answer))
			return refused([passwordProblem(answer)], { isAsked: form.has('code') });
		const told = sendsMail() ? ` ${mailWords(answer.mail, me.email)}` : '';
		done(event, m.people_done_password() + told);
	},

	/** Mails the code that is asked for before a first password. */
	passwordCode: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const wait = await mailPasswordCode(event, me);
		if (wait !== null) return refused([passwordProblem(wait)]);
		return { problems: [], isAsked: true };
	},

	address: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const read = await readForm(posted(event), v.object({ email: emailField() }));
		const typed = { email: typedText(read.typed, 'email') };
		if (!read.ok) return refused(read.problems, typed);
		const { email } = read.values;
		const answer = await askNewAddress(event, me, email);
		if (answer === 'failed')
			return refused([{ field: 'email', message: m.people_problem_failed() }], typed);
		if (!('mail' in answer)) {
			const message = m.sign_in_problem_wait({ wait: waitWords(answer.wait) });
			return refused([{ field: 'email', message }], typed);
		}
		done(
			event,
			sendsMail()
				? `${m.people_done_address_asked()} ${mailWords(answer.mail, email)}`
				: m.people_done_address_unsent({ email })
		);
	},

	take: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const email = await takeNewAddress(me, String(posted(event).get('secret')));
		if (email === null) return refused([{ field: '', message: m.people_problem_address() }]);
		done(event, m.people_done_address({ email }));
	},

	mails: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const form = posted(event);
		const mails = await mailsOf(me);
		const wanted = mails.map(({ sort }) => sort).filter((sort) => form.has(`mail-${sort}`));
		const { data } = await me.database.rpc('save_my_mails', { wanted });
		if (statusOf(data) !== 'saved') return failed();
		done(event, m.mail_choice_done());
	},

	waits: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const often = posted(event).get('often');
		const chosen = waitsOptions().find(({ value }) => value === often);
		if (!chosen) return refused([{ field: 'often', message: m.waits_choice_wrong() }]);
		const { data } = await me.database.rpc('save_my_waits', { often: chosen.value });
		if (statusOf(data) !== 'saved') return failed();
		done(event, m.waits_choice_done({ choice: chosen.label }));
	},

	end: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const id = posted(event).get('id');
		if (typeof id !== 'string' || !v.is(v.pipe(v.string(), v.uuid()), id)) return failed();
		const { data } = await me.database.rpc('end_session', { session: id });
		if (statusOf(data) !== 'saved') return failed();
		done(event, m.people_done_session());
	},

	everywhere: async (event) => {
		const me = requirePerson(event.locals, event.url);
		const { data } = await me.database.rpc('end_all_sessions');
		if (statusOf(data) !== 'saved') return failed();
		await signOut(event);
		redirect(303, `${pathOf('/sign-in', event.locals.locale)}?out`);
	}
};
