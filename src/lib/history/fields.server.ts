// Which fields the history speaks of, by what a listing is. For the server: some words need
// libraries that are too large for a page.
import { eventFields } from '#lib/event/edit/event-words.ts';
import { organisationFields } from '#lib/organisation/edit/organisation-words.ts';
import { labelsOf, type ListingField } from '#lib/listing/fields/change.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';

const fields: Record<ListingSort, readonly ListingField[]> = {
	organisation: organisationFields,
	event: eventFields
};

export const fieldsOf = (subject: ListingSort) => fields[subject];

/** What forms call the fields in which these keys of a document are, each once. */
export function fieldNames(subject: ListingSort, keys: readonly string[]): string[] {
	return labelsOf(fields[subject], keys);
}
