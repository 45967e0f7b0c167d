// The queue of corrections.
import { requirePerson } from '#lib/account/access.ts';
import { queueOf } from '#lib/correction/queue.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const queue = await queueOf(requirePerson(locals, url), 50);
	if (!queue) error(403, { message: 'Forbidden', reach: m.correction_forbidden() });
	return { queue };
};
