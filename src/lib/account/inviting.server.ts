// Invitations as whoever invites sends them: by mail where there is a mail server, and by a link to
// hand over. The database decides who may invite to what.
import { Instant, Text } from '#lib/backend/answer.ts';
import { mailer } from '#lib/mail/mailer.server.ts';
import { invitationMail } from '#lib/mail/mails.server.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import * as v from 'valibot';
import { invitationOf, type Invitation } from './invitation.server.ts';
import type { Person } from './person.ts';
import { roleWords } from './roles.ts';

/** Somebody who has rights already, or an open invitation. */
export interface KnownAddress {
	email: string;
	/** Name of who has rights; null: nobody. */
	member: string | null;
	/** When the open invitation was made (instant). */
	invited: string | null;
}

/** Without a mail server nothing is sent: mails are only files on this one. */
export const sendsMail = (): boolean => mailer().way === 'smtp';

const localeOf = (invitation: Invitation): Locale =>
	locales.find((known) => known === invitation.language) ?? locales[0];

/** Mails what the database knows of an invitation by its secret. Who sends does not wait for it. */
async function mailInvitation(origin: string, token: string): Promise<void> {
	const invitation = await invitationOf(token);
	if (!invitation) return;
	const locale = localeOf(invitation);
	void mailer().send(
		invitationMail({
			email: invitation.email,
			locale,
			origin,
			token,
			invitedBy: invitation.invitedBy ?? m.people_invitation_somebody({}, { locale }),
			role: roleWords(invitation, locale),
			expiresAt: new Date(invitation.expiresAt)
		})
	);
}

const invited = v.variant('status', [
	v.object({ status: v.literal('saved'), secret: v.string() }),
	/** Somebody with this address has rights, or an open invitation. */
	v.object({ status: v.literal('known'), member: Text, invited: v.nullable(Instant) }),
	v.object({ status: v.picklist(['refused', 'invalid']) })
]);

/**
 * Invites, and mails the invitation.
 * @param invitation.again the address is known, and it was said that this is meant
 */
export async function invite(
	me: Person,
	origin: string,
	invitation: { again: boolean; [field: string]: string | string[] | boolean | null }
): Promise<v.InferOutput<typeof invited>> {
	const { data, error } = await me.database.rpc('invite', { invitation });
	const read = v.safeParse(invited, data);
	if (error || !read.success) return { status: 'refused' };
	if (read.output.status === 'saved') await mailInvitation(origin, read.output.secret);
	return read.output;
}

/** A new secret for an open invitation; null when it is none, or not this person's to send. */
async function renewed(me: Person, invitation: string): Promise<string | null> {
	const { data } = await me.database.rpc('renew_invitation', { invitation });
	const read = v.safeParse(v.object({ status: v.literal('saved'), secret: v.string() }), data);
	return read.success ? read.output.secret : null;
}

/** Mails an open invitation again; its earlier link is void. */
export async function mailAgain(me: Person, origin: string, id: string): Promise<boolean> {
	const token = await renewed(me, id);
	if (token !== null) await mailInvitation(origin, token);
	return token !== null;
}

/**
 * A new link of an open invitation, to be handed over by whoever asks for it. It is told once,
 * since only its hash is kept, and the earlier one is void.
 */
export async function linkOf(
	me: Person,
	origin: string,
	id: string
): Promise<{ name: string; href: string } | null> {
	const token = await renewed(me, id);
	const invitation = token === null ? null : await invitationOf(token);
	if (token === null || !invitation) return null;
	const href = new URL(pathOf('/invitation/:secret', localeOf(invitation), token), origin).href;
	return { name: invitation.name, href };
}
