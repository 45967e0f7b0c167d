// One's organisations, as a list.
import { requirePerson } from '$lib/coordinator/access';
import { listPage } from '$lib/coordinator/desk/list-page.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	listPage(requirePerson(locals, url), 'organisation', url, locals.locale);
