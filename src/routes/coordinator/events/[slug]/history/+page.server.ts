// The history of an event, and bringing a version of it back.
import { historyPage, restoreVersion } from '$lib/coordinator/history/history-page.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => historyPage('event', event);

export const actions: Actions = {
	restore: (event) => restoreVersion('event', event)
};
