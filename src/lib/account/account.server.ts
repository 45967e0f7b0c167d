// One's own account: what the database knows of it, and changing the password.
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import { log, logSecurity } from '#lib/log/log.server.ts';
import { newMail, sendQueued, type MailState } from '#lib/mail/queue.server.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { passwordFault, type PasswordFault } from './password.ts';
import { pathOf } from '#lib/page/paths.ts';
import { askedBrowser, bindsCodes, forgetAsked, rememberAsked } from './asked-browser.server.ts';
import type { Person } from './person.ts';
import { jarOf } from './presence.server.ts';
import { countAttempt, endSessionOf, mailCode, type Attempt } from './signing-in.server.ts';

const shape = v.object({
	password_chosen_at: v.nullable(v.string()),
	sessions: v.array(
		v.object({
			id: v.string(),
			device: v.nullable(v.string()),
			began: v.string(),
			used: v.string(),
			this: v.boolean()
		})
	)
});
export type Account = v.InferOutput<typeof shape>;

/** Sessions (this one first) and whether there is a password. */
export async function accountOf(me: Person): Promise<Account> {
	const { data, error: fault } = await me.database.rpc('my_account');
	if (fault || data === null) error(503);
	return v.parse(shape, data);
}

const MailChoices = v.array(v.object({ sort: v.string(), wanted: v.boolean() }));

/** The sorts of mail that may come without being asked for, and whether they are wanted. */
export async function mailsOf(me: Person): Promise<v.InferOutput<typeof MailChoices>> {
	const { data, error: fault } = await me.database.rpc('my_mails');
	if (fault || data === null) error(503);
	return v.parse(MailChoices, data);
}

/**
 * How often somebody is told of what waits, as the database calls it.
 * @throws 503 when the database does not answer
 */
export async function waitsOf(me: Person): Promise<string> {
	const { data, error: fault } = await me.database.rpc('my_waits');
	if (fault || data === null) error(503);
	return v.parse(v.string(), data);
}

/**
 * `mail`: it is done, and its owner is told. `current`: the current password is wrong. `same`: the
 * new one is the current one. An Attempt: too many tries.
 */
export type PasswordAnswer =
	{ mail: MailState } | 'current' | 'same' | CodeFault | PasswordFault | Attempt;

/** `code`: it is wrong or too old. `elsewhere`: this browser has asked for none. */
type CodeFault = 'code' | 'elsewhere';

/** Mails the code that is asked for before a first password. An Attempt: too many mails. */
export async function mailPasswordCode(event: RequestEvent, me: Person): Promise<Attempt | null> {
	const attempt = await countAttempt(event, 'mail', me.email);
	if (!attempt.allowed) return attempt;
	rememberAsked(event, me.email);
	const account = pathOf('/coordinator/account', event.locals.locale);
	mailCode(event, event.locals.locale, me.email, account);
	return null;
}

/** Whether somebody reads the mail of this account: whoever sits at its computer may not. */
async function readsMail(
	event: RequestEvent,
	me: Person,
	code: string
): Promise<CodeFault | Attempt | null> {
	if (bindsCodes() && askedBrowser(event, me.email) === null) return 'elsewhere';
	const attempt = await countAttempt(event, 'code', me.email);
	if (!attempt.allowed) return attempt;
	const { data, error: wrong } = await aside().auth.verifyOtp({
		email: me.email,
		token: code.replace(/[\s-]/g, ''),
		type: backend().codeType
	});
	if (wrong && (wrong.status ?? 500) >= 500) error(503);
	if (wrong || data.user?.id !== me.id || !data.session) return 'code';
	await endSessionOf(data.session.access_token);
	forgetAsked(event);
	return null;
}

/** A session of its own, to be ended at once: the cookies are not touched. */
const aside = () => backend().session({ getAll: () => [], setAll: () => {} });

/**
 * Sets or changes the password. Who has chosen one before must know it, and for a first one a
 * mailed code is asked: an unlocked computer must not be enough to lock its owner out, or to come
 * back later. All other sessions end, and the owner is told by mail.
 */
export async function changePassword(
	event: RequestEvent,
	me: Person,
	typed: { current: string; code: string; password: string }
): Promise<PasswordAnswer> {
	const { password_chosen_at: chosen } = await accountOf(me);
	if (chosen !== null) {
		const attempt = await countAttempt(event, 'password', me.email);
		if (!attempt.allowed) return attempt;
		const { data, error: wrong } = await aside().auth.signInWithPassword({
			email: me.email,
			password: typed.current
		});
		if (wrong && (wrong.status ?? 500) >= 500) error(503);
		if (wrong || !data.session) {
			logSecurity('authn_password_change_fail', { person: me.id });
			return 'current';
		}
		await endSessionOf(data.session.access_token);
	}
	const fault = passwordFault(typed.password, [me.email, me.name, ...Object.values(network.name)]);
	if (fault) return fault;
	if (chosen === null) {
		// Tried last, so that a password that is no good does not use the code up.
		const unread = await readsMail(event, me, typed.code);
		if (unread !== null) {
			logSecurity('authn_password_change_fail', { person: me.id });
			return unread;
		}
	}
	const { auth } = backend().session(jarOf(event));
	const { error: refused } = await auth.updateUser({ password: typed.password });
	if (refused?.code === 'same_password') return 'same';
	if (refused) error(503);
	await auth.signOut({ scope: 'others' });
	const mail = newMail('password');
	const { error: unnoted } = await me.database.rpc(
		'note_password',
		mail ? { mail: { ...mail } } : {}
	);
	logSecurity('authn_password_change', { person: me.id });
	// The password is another one already: to say that it failed would not be true.
	if (unnoted) {
		log('error', `A new password could not be noted: ${unnoted.message}`);
		return { mail: 'none' };
	}
	return { mail: await sendQueued(mail) };
}
