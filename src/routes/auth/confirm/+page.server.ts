// The link of a mail. Opening it shows a button and nothing more: mail services open links to look
// at them, and a link that signed in by itself would be used up before its owner came.
import { posted } from '#lib/http/posted.server.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { nextPath } from '#lib/account/next.ts';
import { countAttempt, inEqualTime, openSession } from '#lib/account/signing-in.server.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

/** Whose a link is; null: it is used or too old, or (hosted Supabase) that cannot be known. */
async function ownerOf(token: string): Promise<string | null> {
	const hash = backend().kind === 'supabase' ? null : backend().unseal(token);
	if (hash === null) return null;
	const answer = await backend().server?.rpc('owner_of_link', { hash });
	return answer?.data ?? null;
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const token = url.searchParams.get('token_hash') ?? '';
	const email = await ownerOf(token);
	return {
		token,
		next: nextPath(url.searchParams.get('next'), locals.locale),
		email,
		isDead: backend().kind === 'supabase' ? token === '' : email === null,
		there: locals.person?.email ?? null
	};
};

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
