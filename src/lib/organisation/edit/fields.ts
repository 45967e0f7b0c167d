// The fields of an organisation, in the order of its form. A field is a column of the database, a
// line here and its texts; the form, the schema, the history and conflicts follow from the line.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { network } from '#network';
import { languageNames } from '#lib/i18n/language-names.ts';
import { accessFields } from '#lib/event/access-fields.ts';
import type { FieldTable } from '#lib/listing/fields/field.ts';
import { namedIn } from '#lib/listing/fields/words.ts';
import { rowsOfWeek } from './hours-form.ts';

/** A number of the network's register, without what people put between its digits. */
function readRegistrationNumber(typed: string): string | null {
	const digits = typed.replace(/[\s-]/g, '');
	return new RegExp(network.registrationNumberPattern).test(digits) ? digits : null;
}

export const organisationTable: FieldTable = [
	{
		name: 'name',
		sort: 'localised',
		max: 200,
		label: m.organisation_fact_name,
		hint: m.edit_organisation_name_hint,
		section: 'name',
		required: m.edit_organisation_name_missing
	},
	{
		name: 'phones',
		sort: 'list',
		of: 'phone',
		length: 10,
		label: m.organisation_phone,
		legend: m.edit_organisation_phones,
		hint: m.edit_phone_hint,
		section: 'contact'
	},
	{ name: 'email', sort: 'email', label: m.organisation_email, section: 'contact' },
	{ name: 'website', sort: 'web', label: m.organisation_website, section: 'contact' },
	{
		name: 'place',
		sort: 'own',
		keys: ['place_id'],
		controls: ['place', 'pin_to_place'],
		label: m.edit_pin_place
	},
	{
		name: 'street',
		sort: 'text',
		max: 200,
		width: 'medium',
		label: m.edit_street,
		hint: m.edit_street_hint,
		section: 'where'
	},
	{ name: 'postcode', sort: 'postcode', label: m.edit_postcode, section: 'where' },
	{
		name: 'latitude',
		sort: 'own',
		keys: ['latitude', 'longitude', 'approximate', 'pin_by_hand'],
		controls: ['latitude', 'longitude', 'approximate', 'pin_read'],
		label: m.edit_pin
	},
	{
		name: 'kind',
		sort: 'choice',
		as: 'radio',
		options: () => network.kinds.map(({ id, name }) => ({ value: id, label: name[getLocale()] })),
		label: m.edit_organisation_kind,
		section: 'work',
		required: m.edit_organisation_kind_missing
	},
	{
		name: 'summary',
		sort: 'localised',
		max: 1000,
		rows: 4,
		label: m.organisation_fact_summary,
		hint: m.edit_organisation_summary_hint,
		section: 'work'
	},
	{
		name: 'topics',
		sort: 'choices',
		code: /^[a-z0-9-]+$/,
		length: 50,
		words: namedIn('topic'),
		label: m.edit_organisation_topics,
		section: 'work'
	},
	{
		name: 'social_links',
		sort: 'lines',
		of: 'web',
		max: 2000,
		length: 20,
		label: m.organisation_social,
		hint: m.edit_one_a_line,
		section: 'reach'
	},
	{
		name: 'languages',
		sort: 'choices',
		code: /^[a-z]{2}$/,
		length: 30,
		words: (codes) => languageNames(codes, getLocale()),
		label: m.edit_organisation_languages,
		section: 'reach'
	},
	{
		name: 'opening_hours',
		sort: 'own',
		keys: ['opening_hours'],
		controls: [
			'hours_way',
			// Between both weeks, the days of the season.
			...Array.from({ length: rowsOfWeek }, (_, day) => `hours.${day}.`),
			...[
				'hours_from_',
				'hours_to_',
				'hours.',
				'hours_holidays',
				'hours_note',
				'hours_text',
				'hours_'
			]
		],
		label: m.organisation_hours
	},
	...accessFields,
	{
		name: 'contact_persons',
		sort: 'own',
		keys: ['contact_persons'],
		controls: [
			...['name', 'role_', 'phone', 'email', 'purpose', 'consent_on', 'shown', ''].map(
				(control) => `contact_persons.#.${control}`
			),
			'contact_persons'
		],
		label: m.edit_organisation_persons
	},
	{
		name: 'logo',
		sort: 'own',
		keys: ['logo_id', 'logo_alt'],
		controls: ['logo_'],
		label: m.edit_organisation_logo
	},
	{
		name: 'picture',
		sort: 'own',
		keys: ['picture_id', 'picture_alt'],
		controls: ['picture_'],
		label: m.edit_organisation_picture
	},
	{
		name: 'abbreviation',
		sort: 'text',
		max: 40,
		width: 'short',
		label: m.organisation_abbreviation,
		section: 'record'
	},
	{
		name: 'legal_form',
		sort: 'localised',
		max: 200,
		label: m.organisation_legal_form,
		section: 'record'
	},
	{
		name: 'registration_number',
		sort: 'text',
		max: 40,
		width: 'medium',
		inputmode: 'numeric',
		read: readRegistrationNumber,
		wrong: m.edit_organisation_registration_wrong,
		label: m.organisation_registration_number,
		section: 'record'
	},
	{
		name: 'former_names',
		sort: 'lines',
		of: 'text',
		max: 200,
		length: 20,
		label: m.organisation_former_names,
		hint: m.edit_one_a_line,
		section: 'record'
	}
];
