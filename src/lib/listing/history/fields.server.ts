// Which fields the history speaks of, by what a listing is. For the server: some words need libraries that are too large for a page.
import { eventFields } from '#lib/event/edit/event-fields.ts';
import { organisationFields } from '#lib/organisation/edit/organisation-fields.ts';
import type { ListingField } from '#lib/listing/saving/change.ts';
import { keysFromStore } from '#lib/listing/saving/stored-document.ts';
import type { Subject } from '#lib/listing/desk-listing.ts';

const fields: Record<Subject, readonly ListingField[]> = {
	organisation: organisationFields,
	event: eventFields
};

export const fieldsOf = (subject: Subject) => fields[subject];

/** What forms call the fields in which these keys of a document are, each once. */
export function fieldNames(subject: Subject, keys: readonly string[]): string[] {
	const known = keysFromStore(keys);
	return fields[subject]
		.filter((field) => field.keys.some((key) => known.includes(key)))
		.map(({ name }) => name());
}
