// A known event: its form, and what can be done with it as a whole.
import { requirePerson } from '#lib/account/access.ts';
import { eventEditing } from '#lib/event/edit/editing.server.ts';
import { eventParts } from '#lib/event/edit/event-records.server.ts';
import { rearranged } from '#lib/event/edit/rearranging.ts';
import { listingActions, rearranging } from '#lib/listing/editor/actions.server.ts';
import { openEditor } from '#lib/listing/editor/open.server.ts';
import { stateAction } from '#lib/listing/editor/states.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const person = requirePerson(event.locals, event.url);
	const [opened, parts] = await Promise.all([
		openEditor(eventEditing, person, event),
		eventParts(person, event.params.id, event.locals.locale)
	]);
	return { ...opened, parts };
};

export const actions: Actions = {
	...listingActions(eventEditing),
	arrange: rearranging(eventEditing, rearranged),
	state: stateAction('event')
};
