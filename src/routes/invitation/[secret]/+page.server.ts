// Who invites to what, and one button. The secret of the link is the proof of an address that is
// new here, so that no second mail is needed; who has an account signs in first.
import { backend } from '#lib/backend/backend.server.ts';
import { invitationOf } from '#lib/account/invitation.server.ts';
import { roleWords } from '#lib/network/roles.ts';
import { hashOf } from '#lib/backend/secret.ts';
import { closeSession, openSession } from '#lib/account/signing-in.server.ts';
import { instantWords } from '#lib/time/dates.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ params, locals }) => {
	const invitation = await invitationOf(params.secret);
	if (invitation?.state !== 'open') return { state: invitation?.state ?? 'unknown', open: null };
	const { email, invitedBy, expiresAt } = invitation;
	return {
		state: 'open' as const,
		open: {
			email,
			invitedBy,
			role: roleWords(invitation, locals.locale),
			until: instantWords(expiresAt, locals.locale, 'until')
		}
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { params, locals } = event;
		const failed = (message: string) => fail(400, { problems: [{ field: '', message }] });
		const invitation = await invitationOf(params.secret);
		if (invitation?.state !== 'open') return failed(m.people_invitation_failed());
		const isTheirs = (account: { email: string } | null) =>
			account?.email.toLowerCase() === invitation.email;
		let own = isTheirs(locals.person) ? locals.person?.database : undefined;
		// Whoever invited has had the link in hand: it opens no account that somebody uses already.
		if (!own && invitation.known) return failed(m.people_invitation_sign_in_first());
		if (!own) {
			const token = await backend().signInToken(invitation.email);
			if (!token) return failed(m.people_invitation_account_first());
			const session = await openSession(event, token);
			if (!session) return failed(m.people_invitation_failed());
			own = backend().as(session.accessToken);
		}
		const { data } = await own.rpc('accept_invitation', { hash: hashOf(params.secret) });
		const accepted =
			typeof data === 'object' && data !== null && 'status' in data && data.status === 'saved';
		if (!accepted) {
			await closeSession(event);
			return failed(m.people_invitation_failed());
		}
		redirect(303, pathOf('/coordinator/welcome', locals.locale));
	}
};
