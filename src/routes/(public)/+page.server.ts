// The explorer: organisations or events on a map and in a list.
import { signedIn } from '#lib/desk/signed-in.server.ts';
import { explore } from '#lib/explorer/explorer.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => ({
	...(await explore(url.searchParams, locals.leftOut, locals.locale)),
	...signedIn(locals)
});
