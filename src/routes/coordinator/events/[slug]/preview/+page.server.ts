// An event as the public will see it, before it is published or after.
import { requirePerson } from '$lib/coordinator/access';
import { eventPreview, eventRecord } from '$lib/event/edit/event-records.server';
import { eventPageData } from '$lib/event/event-page.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const record = await eventRecord(person, params.slug);
	const { id, publication } = record;
	return {
		record: { id, publication },
		...eventPageData(await eventPreview(person, id), locals.locale)
	};
};
