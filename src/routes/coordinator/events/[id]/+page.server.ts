// A known event: its form, and what can be done with it as a whole.
import { requirePerson } from '#lib/account/access.ts';
import { eventActions } from '#lib/event/edit/event-actions.server.ts';
import {
	fieldNames,
	formData,
	pendingEvent,
	typedRecord
} from '#lib/event/edit/event-form-data.server.ts';
import { eventRecord } from '#lib/event/edit/event-records.server.ts';
import { setState } from '#lib/event/edit/event-states.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const record = await eventRecord(person, params.id);
	const { id, slug, version, publication, publish_at: publishAt, is_example: isExample } = record;
	const kept = url.searchParams.has('kept')
		? await pendingEvent(person, record, locals.locale)
		: null;
	return {
		record: { id, slug, version, publication, publishAt, isExample },
		title: { lv: record.listing.title_lv, en: record.listing.title_en },
		form: await formData(person, kept?.typed ?? (await typedRecord(record)), locals.locale),
		kept: kept?.conflict ?? null,
		fieldNames: fieldNames(),
		person: person.id,
		done: url.searchParams.get('done')
	};
};

export const actions: Actions = {
	...eventActions((event, person) => eventRecord(person, event.params.id ?? '')),
	state: setState
};
