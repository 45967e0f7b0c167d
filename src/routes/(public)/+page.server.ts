// The explorer: organisations or events on a map and in a list.
import { explore } from '#lib/explorer/explorer.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url, locals }) =>
	explore(url.searchParams, locals.leftOut, locals.locale);
