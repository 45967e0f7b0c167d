// The link of a mail. Opening it shows a button and nothing more: mail services open links to look
// at them, and a link that signed in by itself would be used up before its owner came.
import { posted } from '#lib/http/posted.server.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { nextPath } from '#lib/account/next.ts';
import { countAttempt, inEqualTime, openSession } from '#lib/account/signing-in.server.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => ({
	token: url.searchParams.get('token_hash') ?? '',
	next: nextPath(url.searchParams.get('next'), locals.locale),
	there: locals.person !== null
});

export const actions: Actions = {
	default: async (event) => {
		const form = posted(event);
		const next = nextPath(String(form.get('next') ?? ''), event.locals.locale);
		const tokenHash = backend().unseal(String(form.get('token_hash') ?? ''));
		if (tokenHash === null) return fail(400, { dead: true, next });
		const session = await inEqualTime(async () => {
			const attempt = await countAttempt(event, 'code', `link ${tokenHash}`);
			return attempt.allowed
				? await openSession(event, { token_hash: tokenHash, type: backend().codeType })
				: null;
		});
		if (session === null) return fail(400, { dead: true, next });
		redirect(303, next);
	}
};
