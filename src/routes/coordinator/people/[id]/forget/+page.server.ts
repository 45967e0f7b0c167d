// Forgetting somebody: what goes and what stays, and one press. The database decides who may, and
// keeps the last administrator.
import { requireAdministrator } from '#lib/account/access.ts';
import { forgetPerson, personToForget } from '#lib/account/people.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { leaveFlash } from '#lib/http/flash.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url, params }) => {
	const me = requireAdministrator(locals, url);
	const person = uuidFrom(params.id) && (await personToForget(me, params.id));
	if (!person) error(404, 'nobody is known by this number');
	return { person };
};

export const actions: Actions = {
	default: async (event) => {
		const me = requireAdministrator(event.locals, event.url);
		const { id } = event.params;
		if (!uuidFrom(id)) error(404, 'nobody is known by this number');
		const answer = await forgetPerson(me, id);
		if (answer.status === 'saved') {
			leaveFlash(event.cookies, m.people_done_forgotten({ name: answer.name }));
			redirect(303, pathOf('/coordinator/people', event.locals.locale));
		}
		// Why it cannot be done the page says by itself.
		return fail(answer.status === 'refused' ? 403 : 422, {
			problem: answer.status === 'refused' ? m.people_problem_failed() : null
		});
	}
};
