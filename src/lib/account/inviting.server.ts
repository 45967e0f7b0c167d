// Invitations as whoever invites sends them: by mail where there is a mail server, and by a link to
// hand over. The database decides who may invite to what.
import { Instant, Text } from '#lib/backend/answer.ts';
import { newMail, sendQueued, type MailState, type NewMail } from '#lib/mail/queue.server.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import * as v from 'valibot';
import { invitationOf, type Invitation } from './invitation.server.ts';
import type { Person } from './person.ts';
import { newSecret } from './secret-link.ts';

/** Somebody who has rights already, or an open invitation. */
export interface KnownAddress {
	email: string;
	/** Name of who has rights; null: nobody. */
	member: string | null;
	/** When the open invitation was made (instant). */
	invited: string | null;
}

const localeOf = (invitation: Invitation): Locale =>
	locales.find((known) => known === invitation.language) ?? locales[0];

/** The page of an invitation; whoever reads another language than its mail can choose it there. */
const hrefOf = (origin: string, locale: Locale, token: string): string =>
	new URL(pathOf('/invitation/:secret', locale, token), origin).href;

const invited = v.variant('status', [
	v.object({ status: v.literal('saved') }),
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
	const { token, hash } = newSecret();
	const locale = locales.find((known) => known === invitation.language) ?? locales[0];
	const mail = newMail('invitation', { link: hrefOf(origin, locale, token) });
	const { data, error } = await me.database.rpc('invite', { invitation, hash, ...put(mail) });
	const read = v.safeParse(invited, data);
	if (error || !read.success) return { status: 'refused' };
	if (read.output.status !== 'saved') return read.output;
	return { status: 'saved', mail: await sendQueued(mail) };
}

const put = (mail: NewMail | null) => (mail ? { mail: { ...mail } } : {});

const renewal = v.object({ status: v.literal('saved'), email: v.string() });

/**
 * Mails an open invitation again; its earlier link is void. Null when it is none, or not this
 * person's to send.
 */
export async function mailAgain(
	me: Person,
	origin: string,
	id: string
): Promise<{ email: string; mail: MailState } | null> {
	const { token, hash } = newSecret();
	const { data: row } = await me.database
		.from('invitations')
		.select('language')
		.eq('id', id)
		.maybeSingle();
	const locale = locales.find((known) => known === row?.language) ?? locales[0];
	const mail = newMail('invitation', { link: hrefOf(origin, locale, token) });
	const { data } = await me.database.rpc('renew_invitation', {
		invitation: id,
		hash,
		...put(mail)
	});
	const read = v.safeParse(renewal, data);
	return read.success ? { email: read.output.email, mail: await sendQueued(mail) } : null;
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
	const { token, hash } = newSecret();
	const { data } = await me.database.rpc('renew_invitation', { invitation: id, hash });
	const invitation = v.is(renewal, data) ? await invitationOf(token) : null;
	if (!invitation) return null;
	return { name: invitation.name, href: hrefOf(origin, localeOf(invitation), token) };
}
