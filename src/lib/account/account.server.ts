// One's own account: what the database knows of it, and changing the password.
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import { log, logSecurity } from '#lib/log/log.server.ts';
import { newMail, sendQueued, type MailState } from '#lib/mail/queue.server.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { passwordFault, type PasswordFault } from './password.ts';
import type { Person } from './person.ts';
import { jarOf } from './presence.server.ts';
import { countAttempt, endSessionOf, type Attempt } from './signing-in.server.ts';

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
 * `mail`: it is done, and its owner is told. `current`: the current password is wrong. `same`: the
 * new one is the current one. An Attempt: too many tries.
 */
export type PasswordAnswer = { mail: MailState } | 'current' | 'same' | PasswordFault | Attempt;

/**
 * Sets or changes the password. Who has chosen one before must know it: an unlocked computer must
 * not be enough to lock its owner out. All other sessions end, and the owner is told by mail.
 */
export async function changePassword(
	event: RequestEvent,
	me: Person,
	typed: { current: string; password: string }
): Promise<PasswordAnswer> {
	const { password_chosen_at: chosen } = await accountOf(me);
	if (chosen !== null) {
		const attempt = await countAttempt(event, 'password', me.email);
		if (!attempt.allowed) return attempt;
		// A session of its own, ended at once: the cookies are not touched.
		const { data, error: wrong } = await backend()
			.session({ getAll: () => [], setAll: () => {} })
			.auth.signInWithPassword({ email: me.email, password: typed.current });
		if (wrong && (wrong.status ?? 500) >= 500) error(503);
		if (wrong || !data.session) {
			logSecurity('authn_password_change_fail', { person: me.id });
			return 'current';
		}
		await endSessionOf(data.session.access_token);
	}
	const fault = passwordFault(typed.password, [me.email, me.name, ...Object.values(network.name)]);
	if (fault) return fault;
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
