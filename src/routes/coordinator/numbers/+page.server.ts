// The directory in numbers for members: of the whole network or of one region, with what is not
// public as a number and what nobody found.
import { requirePerson } from '#lib/account/access.ts';
import { regionsIn } from '#lib/desk/list-page.server.ts';
import { tablesForMember } from '#lib/desk/numbers.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => ({
	...(await tablesForMember(requirePerson(locals, url), url, locals.locale)),
	regions: await regionsIn(locals.locale)
});
