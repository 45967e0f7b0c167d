// Invitations as whoever invites sends them: by mail where there is a mail server, and by a link to
// hand over. The database decides who may invite to what.
import { Instant, Text } from '#lib/backend/answer.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { newMail, queue, type MailState } from '#lib/mail/queue.server.ts';
import { localeOf, type Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import * as v from 'valibot';
import { invitationOf } from './invitation.server.ts';
import type { Person } from './person.ts';

/** Somebody who has rights already, or an open invitation. */
export interface KnownAddress {
	email: string;
	/** Name of who has rights; null: nobody. */
	member: string | null;
	/** When the open invitation was made (instant). */
	invited: string | null;
}

/** The page of an invitation; whoever reads another language than its mail can choose it there. */
const hrefOf = (origin: string, locale: Locale, token: string): string =>
	new URL(pathOf('/invitation/:secret', locale, token), origin).href;

const invited = v.variant('status', [
	v.object({ status: v.literal('saved'), id: v.string(), secret: v.string() }),
	/** Somebody with this address has rights, or an open invitation. */
	v.object({ status: v.literal('known'), member: Text, invited: v.nullable(Instant) }),
	v.object({ status: v.picklist(['refused', 'invalid']) })
]);

/** What came of inviting; of an invitation that was made, what is known of its mail. */
export type Invited =
	| { status: 'saved'; mail: MailState }
	| Exclude<v.InferOutput<typeof invited>, { status: 'saved' }>;

/**
 * Invites, and mails the invitation.
 * @param invitation.again the address is known, and it was said that this is meant
 */
export async function invite(
	me: Person,
	origin: string,
	invitation: { again: boolean; [field: string]: string | string[] | boolean | null }
): Promise<Invited> {
	const { data, error } = await me.database.rpc('invite', { invitation });
	const read = v.safeParse(invited, data);
	if (error || !read.success) return { status: 'refused' };
	if (read.output.status !== 'saved') return read.output;
	const { language } = invitation;
	return { status: 'saved', mail: await mailInvitation(origin, { ...read.output, language }) };
}

/** Mails the link of an invitation. What its mail says the database knows. */
async function mailInvitation(
	origin: string,
	{ id, secret, language }: { id: string; secret: string; language: unknown }
): Promise<MailState> {
	const mail = newMail('invitation', { link: hrefOf(origin, localeOf(language), secret) });
	return await queue(mail, (sealed) =>
		backend().server?.rpc('put_invitation_mail', { mail: sealed, invitation: id })
	);
}

const renewal = v.object({
	status: v.literal('saved'),
	id: v.string(),
	email: v.string(),
	language: v.string(),
	secret: v.string()
});

/** A new secret for an open invitation; null when it is none, or not this person's to send. */
async function renewed(me: Person, invitation: string) {
	const { data } = await me.database.rpc('renew_invitation', { invitation });
	const read = v.safeParse(renewal, data);
	return read.success ? read.output : null;
}

/**
 * Mails an open invitation again; its earlier link is void. Null when it is none, or not this
 * person's to send.
 */
export async function mailAgain(
	me: Person,
	origin: string,
	id: string
): Promise<{ email: string; mail: MailState } | null> {
	const again = await renewed(me, id);
	return again && { email: again.email, mail: await mailInvitation(origin, again) };
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
	const again = await renewed(me, id);
	const invitation = again && (await invitationOf(again.secret));
	if (!again || !invitation) return null;
	return { name: invitation.name, href: hrefOf(origin, localeOf(again.language), again.secret) };
}
