// An event as the public will see it, before it is published or after.
import { requirePerson } from '#lib/account/access.ts';
import { eventPreview, eventRecord } from '#lib/event/edit/event-records.server.ts';
import { missingFor } from '#lib/event/edit/joining.ts';
import { todayAt } from '#lib/time/dates.ts';
import { eventPageData } from '#lib/event/event-page.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const record = await eventRecord(person, params.id);
	const { id, publication } = record;
	// What the form would ask before publishing is said beside the button.
	const missing = publication === 'draft' ? missingFor(record.listing, todayAt(new Date())) : [];
	return {
		record: { id, publication },
		missing: missing.map(({ message }) => message),
		...(await eventPageData(await eventPreview(person, id), locals.locale))
	};
};
