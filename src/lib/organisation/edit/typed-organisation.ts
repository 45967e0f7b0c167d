// The form of an organisation as it is opened: a listing's document becomes what stands in the fields.
import type { Typed } from '#lib/form/form.ts';
import { typedPin, type OfferedPlace } from '#lib/listing/pin/pin.ts';
import type { ListingDocument } from '#lib/listing/saving/save-answer.ts';
import { typedHours } from './hours-form.ts';

const plainFields = [
	'kind',
	'name_lv',
	'name_en',
	'abbreviation',
	'legal_form_lv',
	'legal_form_en',
	'registration_number',
	'summary_lv',
	'summary_en',
	'street',
	'postcode',
	'email',
	'website',
	'logo_id',
	'logo_alt_lv',
	'logo_alt_en',
	'picture_id',
	'picture_alt_lv',
	'picture_alt_en'
] as const;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const listOf = (value: unknown) => (Array.isArray(value) ? value.map(textOf) : []);

/** What stands in the fields for a document; an empty document opens an empty form. */
export function typedOrganisation(
	document: ListingDocument,
	places: readonly OfferedPlace[]
): Typed {
	const typed: Typed = {
		...typedPin(document, places),
		...typedHours(textOf(document.opening_hours) || null),
		phones: listOf(document.phones),
		languages: listOf(document.languages),
		topics: listOf(document.topics),
		social_links: [listOf(document.social_links).join('\n')],
		former_names: [listOf(document.former_names).join('\n')]
	};
	for (const field of plainFields) typed[field] = [textOf(document[field])];
	const persons = Array.isArray(document.contact_persons) ? document.contact_persons : [];
	for (const [row, value] of persons.entries()) {
		const person: Record<string, unknown> = { ...value };
		for (const part of [
			'name',
			'role_lv',
			'role_en',
			'phone',
			'email',
			'purpose',
			'consent_on'
		] as const)
			typed[`contact_persons.${row}.${part}`] = [textOf(person[part])];
		if (person.shown === true) typed[`contact_persons.${row}.shown`] = ['on'];
	}
	return typed;
}
