// Where to begin: opened after taking rights, and from the desk whenever somebody likes.
import { requirePerson } from '#lib/account/access.ts';
import { rolesOf } from '#lib/network/roles.ts';
import { colleaguesOf, welcomeFacts } from '#lib/desk/welcome.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const me = requirePerson(locals, url);
	const { locale } = locals;
	const [regions, lists] = await Promise.all([colleaguesOf(me), welcomeFacts(me, locale)]);
	return { roles: rolesOf(me, locale), regions, lists };
};
