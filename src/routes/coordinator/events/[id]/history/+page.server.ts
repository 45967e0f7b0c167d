// The history of an event, bringing a version of it back, and taking a person out of it.
import { historyPage, restoreVersion } from '#lib/history/history-page.server.ts';
import { takePersonOut } from '#lib/history/persons-out.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => historyPage('event', event);

export const actions: Actions = {
	restore: (event) => restoreVersion('event', event),
	takeOut: (event) => takePersonOut('event', event)
};
