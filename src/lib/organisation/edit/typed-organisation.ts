// The form of an organisation as it is opened: a listing's document becomes what stands in the
// controls.
import type { Typed } from '#lib/form/form.ts';
import { typedFields, typedPhone } from '#lib/listing/fields/filling.server.ts';
import { typedLocalised } from '#lib/listing/fields/localised.ts';
import { rowsOf, textOf, type ListingDocument } from '#lib/listing/fields/values.ts';
import { typedPin, type OfferedPlace } from '#lib/listing/pin/pin.ts';
import { organisationTable } from './fields.ts';
import { typedHours } from './hours-form.ts';

/** What stands in the controls for a document; an empty document opens an empty form. */
export function typedOrganisation(
	document: ListingDocument,
	places: readonly OfferedPlace[]
): Typed {
	const typed: Typed = {
		...typedFields(organisationTable, document),
		...typedPin(document, places),
		...typedHours(textOf(document.opening_hours) || null)
	};
	for (const picture of ['logo', 'picture']) {
		typed[`${picture}_id`] = [textOf(document[`${picture}_id`])];
		Object.assign(typed, typedLocalised(`${picture}_alt`, document[`${picture}_alt`]));
	}
	for (const [row, person] of rowsOf(document.contact_persons).entries()) {
		const of = `contact_persons.${row}`;
		typed[`${of}.phone`] = [typedPhone(person.phone)];
		for (const part of ['name', 'email', 'purpose', 'consent_on'])
			typed[`${of}.${part}`] = [textOf(person[part])];
		Object.assign(typed, typedLocalised(`${of}.role`, person.role));
		if (person.shown === true) typed[`${of}.shown`] = ['on'];
	}
	return typed;
}
