// The history of an event, bringing a version of it back, and taking a person out of it.
import { historyPage, restoreVersion } from '$lib/coordinator/history/history-page.server';
import { takePersonOut } from '$lib/coordinator/history/persons-out.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => historyPage('event', event);

export const actions: Actions = {
	restore: (event) => restoreVersion('event', event),
	takeOut: (event) => takePersonOut('event', event)
};
