// An event as the public will see it, before it is published or after.
import { requirePerson } from '#lib/account/access.ts';
import { eventPreview, eventRecord } from '#lib/event/edit/event-records.server.ts';
import { eventPageData } from '#lib/event/event-page.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const record = await eventRecord(person, params.id);
	const { id, publication } = record;
	return {
		record: { id, publication },
		...(await eventPageData(await eventPreview(person, id), locals.locale))
	};
};
