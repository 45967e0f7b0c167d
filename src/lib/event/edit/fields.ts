// The fields of an event, in the order of its form. A field is a column of the database, a line
// here and its texts; the form, the schema, the history and conflicts follow from the line. Times
// with their rule are one thing, and so is the place with its pin: half of one with half of another
// would be no event.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { languageNames } from '#lib/i18n/language-names.ts';
import { fieldNamed, type FieldTable, type Option } from '#lib/listing/fields/field.ts';
import { namedIn } from '#lib/listing/fields/words.ts';
import { attendances, eventKinds, longestDescription } from '#lib/event/event.ts';
import { accessFields } from '#lib/event/access-fields.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { attendanceWords, kindWords } from '#lib/event/words.ts';

/** Each with its name at the beginning of a line. */
const options =
	<T extends string>(values: readonly T[], name: (value: T) => string) =>
	(): Option[] =>
		values.map((value) => ({ value, label: capitalised(name(value)) }));

export const eventTable: FieldTable = [
	{
		name: 'title',
		sort: 'localised',
		max: 200,
		label: m.edit_event_title,
		hint: m.edit_event_title_hint,
		section: 'basic',
		required: m.edit_event_problem_title
	},
	{
		name: 'kind',
		sort: 'choice',
		as: 'select',
		options: options(eventKinds, kindWords),
		otherwise: 'seminar',
		label: m.edit_event_kind,
		section: 'basic'
	},
	{
		name: 'starts_day',
		sort: 'own',
		keys: [
			'starts_local',
			'ends_local',
			'time_zone',
			'all_day',
			'date_precision',
			'recurrence',
			'exceptions'
		],
		controls: ['starts_day', 'starts_time', 'ends_time', 'ends_day', 'exactness', 'time_zone'],
		label: m.event_when
	},
	{
		name: 'status',
		sort: 'own',
		keys: ['status', 'status_reason'],
		controls: ['status', 'reason_'],
		label: m.edit_event_status
	},
	{
		name: 'differences',
		sort: 'own',
		keys: ['differences'],
		controls: [],
		label: m.edit_event_dates
	},
	{
		name: 'attendance',
		sort: 'choice',
		as: 'radio',
		options: options(attendances, attendanceWords),
		otherwise: 'on-site',
		label: m.event_attendance,
		section: 'basic'
	},
	{
		name: 'place_id',
		sort: 'own',
		keys: [
			'venue_organisation_id',
			'venue_name',
			'street',
			'postcode',
			'place_id',
			'municipality_id',
			'latitude',
			'longitude',
			'approximate',
			'pin_by_hand'
		],
		controls: [
			...['venue_organisation_id', 'venue_name', 'venue_search', 'place', 'street', 'postcode'],
			...['latitude', 'longitude', 'approximate', 'pin_to_place', 'pin_read']
		],
		label: m.event_where
	},
	{
		name: 'join_url',
		sort: 'own',
		keys: ['join_link'],
		controls: ['join_url', 'join_minutes'],
		label: m.edit_event_join
	},
	{
		name: 'organisers',
		sort: 'own',
		keys: ['organisers'],
		controls: ['organisers', 'organiser_search'],
		label: m.event_who
	},
	{
		name: 'summary',
		sort: 'localised',
		max: 1000,
		rows: 2,
		label: m.edit_event_summary,
		hint: m.edit_event_summary_hint,
		section: 'basic'
	},
	{
		// Kept, compared and restored with `when`, but chosen further down the form.
		name: 'repeats',
		sort: 'own',
		keys: [],
		controls: ['repeats', 'weekdays', 'interval', 'ends', 'count', 'until', 'rule', 'left_out'],
		label: m.edit_event_repeats
	},
	{
		name: 'description',
		sort: 'localised',
		max: longestDescription,
		rows: 8,
		markdown: true,
		label: m.edit_event_description,
		hint: m.edit_event_description_hint,
		section: 'texts'
	},
	{
		name: 'audience',
		sort: 'localised',
		max: 500,
		label: m.event_facts_audience,
		section: 'texts'
	},
	{
		name: 'topics',
		sort: 'choices',
		code: /^[a-z0-9-]+$/,
		length: 40,
		words: namedIn('topic'),
		label: m.event_topics,
		section: 'texts'
	},
	{
		name: 'languages',
		sort: 'choices',
		code: /^[a-z]{2}$/,
		length: 20,
		words: (codes) => languageNames(codes, getLocale()),
		label: m.event_languages,
		section: 'texts'
	},
	{
		name: 'registration_url',
		sort: 'web',
		label: m.edit_event_registration_url,
		hint: m.edit_event_registration_url_hint,
		section: 'registration'
	},
	{
		name: 'registration_email',
		sort: 'email',
		label: m.edit_event_registration_email,
		section: 'registration'
	},
	{
		name: 'registration_phone',
		sort: 'phone',
		label: m.edit_event_registration_phone,
		hint: m.edit_event_phone_hint,
		section: 'registration'
	},
	{
		name: 'deadline_day',
		sort: 'own',
		keys: ['registration_deadline'],
		controls: ['deadline_day', 'deadline_time'],
		label: m.edit_event_deadline
	},
	{
		name: 'registration_places',
		sort: 'number',
		min: 1,
		max: 100_000,
		wrong: m.edit_event_problem_places,
		label: m.edit_event_places,
		section: 'places'
	},
	{
		name: 'cost',
		sort: 'own',
		keys: ['free', 'price'],
		controls: ['cost', 'price_'],
		label: m.event_fee
	},
	{
		name: 'contact_name',
		sort: 'text',
		max: 200,
		width: 'medium',
		label: m.edit_event_contact_name,
		hint: m.edit_event_contact_hint,
		section: 'contact'
	},
	{
		name: 'contact_role',
		sort: 'localised',
		max: 200,
		label: m.edit_event_contact_role,
		section: 'contact'
	},
	{
		name: 'contact_phone',
		sort: 'phone',
		label: m.edit_event_contact_phone,
		hint: m.edit_event_phone_hint,
		section: 'contact'
	},
	{
		name: 'contact_email',
		sort: 'email',
		label: m.edit_event_contact_email,
		section: 'contact'
	},
	...accessFields,
	{
		name: 'documents',
		sort: 'own',
		keys: ['documents'],
		controls: ['documents.#.url', 'documents.#.', 'documents'],
		label: m.event_facts_documents
	},
	{
		name: 'funder',
		sort: 'localised',
		max: 500,
		label: m.event_facts_funder,
		hint: m.edit_event_funder_hint,
		section: 'funder'
	},
	{
		name: 'picture',
		sort: 'own',
		keys: ['image_path', 'image_width', 'image_height', 'image_alt', 'image_credit'],
		controls: ['picture_'],
		label: m.edit_event_picture
	}
];

/** The field of a name. */
export const eventField = (name: string) => fieldNamed(eventTable, name);
