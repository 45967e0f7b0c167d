// A new event: an empty form, or one like an event that is known.
import { requirePerson } from '#lib/account/access.ts';
import { eventEditing } from '#lib/event/edit/editing.server.ts';
import { typedNew } from '#lib/event/edit/event-form-data.server.ts';
import { rearranged } from '#lib/event/edit/rearranging.ts';
import { openNew } from '#lib/listing/editor/open.server.ts';
import { listingActions, rearranging } from '#lib/listing/editor/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requirePerson(locals, url);
	return await openNew(eventEditing, person, { locals, url }, () =>
		typedNew(person, url.searchParams.get('like'))
	);
};

export const actions: Actions = {
	...listingActions(eventEditing),
	arrange: rearranging(eventEditing, rearranged)
};
