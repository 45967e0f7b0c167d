// A new event: an empty form, or one like an event that is known.
import { requirePerson } from '#lib/account/access.ts';
import { eventActions } from '#lib/event/edit/event-actions.server.ts';
import { fieldNames, formData, typedNew } from '#lib/event/edit/event-form-data.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requirePerson(locals, url);
	const typed = await typedNew(person, url.searchParams.get('like'));
	return {
		form: await formData(person, typed, locals.locale),
		fieldNames: fieldNames(),
		person: person.id
	};
};

export const actions: Actions = eventActions(() => Promise.resolve(null));
