// What was removed and can still be brought back, for thirty days.
import { requirePerson } from '#lib/account/access.ts';
import { removedListings } from '#lib/desk/desk.server.ts';
import { daysLeft } from '#lib/listing/days-left.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const removed = await removedListings(requirePerson(locals, url));
	const now = new Date();
	return { removed: removed.map((one) => ({ ...one, daysLeft: daysLeft(one.removedAt, now) })) };
};
