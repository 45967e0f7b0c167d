// What is known of a mail, in words: never more than that it is in the queue, taken, or refused.
import { m } from '#lib/paraglide/messages.js';
import type { MailState } from '#lib/mail/queue.server.ts';
import { momentWords } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';

/** A mail that was put into the queue just now; a sentence, empty when there is none to tell of. */
export function mailWords(state: MailState, email: string): string {
	if (state === 'sent') return m.people_mail_sent({ email });
	if (state === 'later') return m.people_mail_later({ email });
	if (state === 'refused') return m.people_mail_refused({ email });
	if (state === 'stopped') return m.people_mail_stopped({ email });
	return state === 'queued' ? m.people_mail_queued({ email }) : '';
}

/** The mail of an invitation as it stands in the queue. */
export interface InvitationMail {
	state: string;
	/** When it ended, or is tried next (instant). */
	at: string;
	/** Whether it was tried in vain. */
	failed: boolean;
}

/** The same as a line of a list; empty when it is void, because the link was handed over. */
export function invitationMailWords({ state, at, failed }: InvitationMail, locale: Locale): string {
	const date = momentWords(at, locale);
	if (state === 'waiting')
		return failed ? m.people_invitation_mail_later({ date }) : m.people_invitation_mail_queued();
	if (state === 'sent') return m.people_invitation_mail_sent({ date });
	if (state === 'refused') return m.people_invitation_mail_refused();
	if (state === 'stopped') return m.people_invitation_mail_stopped();
	return state === 'expired' ? m.people_invitation_mail_expired() : '';
}
