// Signing out: by a form, because a link could be followed by a program, or by another site's
// picture.
import { signOut } from '#lib/account/signing-in.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { redirect } from '@sveltejs/kit';
import type { Actions } from './$types';

export const csr = false;

export const actions: Actions = {
	default: async (event) => {
		await signOut(event);
		redirect(303, `${pathOf('/sign-in', event.locals.locale)}?out`);
	}
};
