// One event with everything known about it, its description already made into safe HTML. At the
// address of one that was taken back it is said that it was (410).
import { error } from '@sveltejs/kit';
import { signedInAt } from '#lib/desk/signed-in.server.ts';
import { eventPageData } from '#lib/event/event-page.server.ts';
import { events } from '#lib/event/events.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const event = await events.detail(params.slug);
	if (!event) {
		const withdrawn = await events.withdrawn(params.slug);
		if (withdrawn) error(410, { message: 'Gone', withdrawn });
		error(404, 'no such event');
	}
	return {
		...(await eventPageData(event, locals.locale)),
		...(await signedInAt(locals, 'event', event.slug))
	};
};
