// Who may edit, and whom an administrator invites. The database decides and records each act; this
// page asks and writes the mails.
import { posted } from '#lib/http/posted.server.ts';
import { mailer } from '#lib/mail/mailer.server.ts';
import { requireAdministrator } from '#lib/account/access.ts';
import { readForm } from '#lib/form/form.ts';
import { inviteForm } from '#lib/account/invite-form.ts';
import { invitationOf, type Invitation } from '#lib/account/invitation.server.ts';
import { invitationMail } from '#lib/mail/mails.server.ts';
import { invitationsOf, membersOf } from '#lib/account/people.server.ts';
import { roleWords } from '#lib/account/roles.ts';
import { newSecret } from '#lib/account/secret-link.ts';
import { statusOf } from '#lib/listing/saving/status.ts';
import { locales } from '#lib/i18n/languages.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
	const me = requireAdministrator(locals, url);
	const [members, rest] = await Promise.all([membersOf(me), invitationsOf(me, locals.locale)]);
	return { members, ...rest, sendsMail: sendsMail() };
};

/** Without a mail server nothing is sent: mails are only files on this one. */
const sendsMail = () => mailer().way === 'smtp';

/**
 * The page with the link of an invitation, to be handed over by whoever invites. It is shown once:
 * only its hash is kept.
 */
function handedOver({ url }: RequestEvent, token: string, invitation: Invitation | null) {
	const name = invitation?.name ?? '';
	const locale = locales.find((known) => known === invitation?.language) ?? locales[0];
	const href = new URL(pathOf('/invitation/:secret', locale, token), url.origin).href;
	return { problems: [], typed: {} as Record<string, string[]>, link: { name, href } };
}

/** The page again, saying what was done: reloading it does nothing a second time. */
function done(event: RequestEvent, message: string): never {
	leaveFlash(event.cookies, message);
	redirect(303, pathOf('/coordinator/people', event.locals.locale));
}

const refused = (message: string) =>
	fail(400, { problems: [{ field: '', message }], typed: {} as Record<string, string[]> });

function idIn(event: RequestEvent): string {
	const id = posted(event).get('id');
	return typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id)
		? id
		: '00000000-0000-0000-0000-000000000000';
}

/**
 * Mails what the database knows of an invitation by its secret. Who sends does not wait for the
 * mail.
 */
async function mailInvitation(event: RequestEvent, token: string): Promise<Invitation | null> {
	const invitation = await invitationOf(token);
	if (!invitation) return null;
	const locale = locales.find((known) => known === invitation.language) ?? locales[0];
	void mailer().send(
		invitationMail({
			email: invitation.email,
			locale,
			origin: event.url.origin,
			token,
			invitedBy: invitation.invitedBy ?? m.people_invitation_somebody({}, { locale }),
			role: roleWords(invitation, locale),
			expiresAt: new Date(invitation.expiresAt)
		})
	);
	return invitation;
}

export const actions: Actions = {
	invite: async (event) => {
		const me = requireAdministrator(event.locals, event.url);
		const read = await readForm(posted(event), inviteForm());
		if (!read.ok) return fail(400, { problems: read.problems, typed: read.typed });
		const { token, hash } = newSecret();
		const { data } = await me.database.rpc('invite', { invitation: read.values, hash });
		if (statusOf(data) !== 'saved')
			return fail(400, {
				problems: [{ field: '', message: m.people_problem_failed() }],
				typed: read.typed
			});
		const made = await mailInvitation(event, token);
		if (!sendsMail()) return handedOver(event, token, made);
		done(event, m.people_done_invited());
	},

	renew: async (event) => {
		const me = requireAdministrator(event.locals, event.url);
		const { token, hash } = newSecret();
		const invitation = idIn(event);
		const { data } = await me.database.rpc('renew_invitation', { invitation, hash });
		if (statusOf(data) !== 'saved') return refused(m.people_problem_failed());
		await mailInvitation(event, token);
		done(event, m.people_done_renewed());
	},

	/** A new link, told to whoever asks for it and to nobody else. */
	link: async (event) => {
		const me = requireAdministrator(event.locals, event.url);
		const { token, hash } = newSecret();
		const invitation = idIn(event);
		const { data } = await me.database.rpc('renew_invitation', { invitation, hash });
		if (statusOf(data) !== 'saved') return refused(m.people_problem_failed());
		return handedOver(event, token, await invitationOf(token));
	},

	withdraw: async (event) => {
		const me = requireAdministrator(event.locals, event.url);
		const invitation = idIn(event);
		const { data } = await me.database.rpc('withdraw_invitation', { invitation });
		if (statusOf(data) !== 'saved') return refused(m.people_problem_failed());
		done(event, m.people_done_withdrawn());
	},

	end: async (event) => {
		const me = requireAdministrator(event.locals, event.url);
		const { data } = await me.database.rpc('end_membership', { membership: idIn(event) });
		const status = statusOf(data);
		if (status === 'last-administrator') return refused(m.people_problem_last());
		if (status !== 'saved') return refused(m.people_problem_failed());
		done(event, m.people_done_ended());
	}
};
