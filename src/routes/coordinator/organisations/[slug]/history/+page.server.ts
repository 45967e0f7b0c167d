// The history of an organisation, and bringing a version of it back.
import { historyPage, restoreVersion } from '$lib/coordinator/history/history-page.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => historyPage('organisation', event);

export const actions: Actions = {
	restore: (event) => restoreVersion('organisation', event)
};
