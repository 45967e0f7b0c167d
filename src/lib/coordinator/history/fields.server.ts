// Which fields the history speaks of, by what a listing is. For the server: some words need libraries that are too large for a page.
import { eventFields } from '../../event/edit/event-fields';
import { organisationFields } from '../../organisation/edit/organisation-fields';
import type { ListingField } from '../saving/change';
import type { Subject } from '../desk/kept-listing';

const fields: Record<Subject, readonly ListingField[]> = {
	organisation: organisationFields,
	event: eventFields
};

export const fieldsOf = (subject: Subject) => fields[subject];

/** What forms call the fields in which these keys of a document are, each once. */
export function fieldNames(subject: Subject, keys: readonly string[]): string[] {
	return fields[subject]
		.filter((field) => field.keys.some((key) => keys.includes(key)))
		.map(({ name }) => name());
}
