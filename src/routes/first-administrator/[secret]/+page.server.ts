// The one-time link of the first start: whoever has it names themselves and is the administrator.
import { posted } from '#lib/http/posted.server.ts';
import { backend } from '#lib/backend/backend.server.ts';
import {
	forgetFirstAdministrator,
	isFirstAdministratorLink,
	makeFirstAdministrator
} from '#lib/account/first-administrator.server.ts';
import { readForm } from '#lib/form/form.ts';
import { meForm } from '#lib/account/me.ts';
import { closeSession, openSession } from '#lib/account/signing-in.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ params }) => ({
	good: await isFirstAdministratorLink(params.secret)
});

export const actions: Actions = {
	default: async (event) => {
		const { params, locals } = event;
		const read = await readForm(posted(event), meForm());
		if (!read.ok) return fail(400, { problems: read.problems, typed: read.typed });
		const failed = () =>
			fail(400, {
				problems: [{ field: '', message: m.people_first_failed() }],
				typed: read.typed
			});
		if (!(await isFirstAdministratorLink(params.secret))) return failed();
		const { email, name } = read.values;
		const token = await backend().signInToken(email);
		const session = token && (await openSession(event, token));
		if (!session) return failed();
		const { id } = session;
		if (!(await makeFirstAdministrator(params.secret, { id, name, language: locals.locale }))) {
			await closeSession(event);
			return failed();
		}
		await forgetFirstAdministrator(process.env);
		redirect(303, pathOf('/coordinator/welcome', locals.locale));
	}
};
