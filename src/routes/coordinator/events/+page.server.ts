// One's events, as a list.
import { requirePerson } from '#lib/account/access.ts';
import { listPage } from '#lib/desk/list-page.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	listPage(requirePerson(locals, url), 'event', url, locals.locale);
