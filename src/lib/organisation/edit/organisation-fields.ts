// The fields of an organisation's listing as people know them, with what a document says about each in words: history, conflicts
// and corrections all tell changes with these.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { network } from '#network';
import type { ListingField, Names } from '#lib/listing/saving/change.ts';
import type { ListingDocument } from '#lib/listing/saving/save-answer.ts';
import { dayWords } from '#lib/time/dates.ts';
import { languageNames } from '#lib/i18n/language-names.ts';
import { weekWords } from '#lib/organisation/hours-words.ts';
import { parseWeek, weekGroups } from './week-hours.ts';

const textOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const listOf = (value: unknown) => (Array.isArray(value) ? value.map(textOf).filter(Boolean) : []);
const plain = (key: string) => (document: ListingDocument) => textOf(document[key]);
const list = (key: string) => (document: ListingDocument) => listOf(document[key]).join('\n');

const field = (key: string, name: () => string, words: ListingField['words'] = plain(key)) => ({
	field: key,
	keys: [key],
	name,
	words
});

/** A text in both languages is two fields: people write them one at a time. */
const pair = (key: string, name: () => string): ListingField[] => [
	field(`${key}_lv`, () => m.edit_in_latvian({ label: name() })),
	field(`${key}_en`, () => m.edit_in_english({ label: name() }))
];

function hoursWords(document: ListingDocument): string {
	const raw = textOf(document.opening_hours);
	const week = parseWeek(raw);
	return week ? weekWords(weekGroups(week), week.closedOnHolidays, getLocale()) : raw;
}

function pinWords(document: ListingDocument): string {
	const { latitude, longitude, approximate } = document;
	if (typeof latitude !== 'number' || typeof longitude !== 'number') return '';
	const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
	return approximate === false ? where : `${where} (${m.organisation_approximate()})`;
}

/** A picture has no words but those for who cannot see it. */
const pictureWords = (which: 'logo' | 'picture') => (document: ListingDocument) =>
	textOf(document[`${which}_id`])
		? [
				m.edit_picture_there(),
				textOf(document[`${which}_alt_lv`]),
				textOf(document[`${which}_alt_en`])
			]
				.filter(Boolean)
				.join('\n')
		: '';

function personWords(value: unknown): string {
	if (typeof value !== 'object' || value === null) return '';
	const one: Record<string, unknown> = { ...value };
	const consent = textOf(one.consent_on);
	return [
		...['name', 'role_lv', 'role_en', 'phone', 'email', 'purpose'].map((key) => textOf(one[key])),
		consent && m.edit_organisation_consent_words({ date: dayWords(consent, getLocale()) }),
		one.shown === true ? m.edit_organisation_person_shown_words() : ''
	]
		.filter(Boolean)
		.join(', ');
}

const named = (kind: string, ids: readonly string[], names: Names) =>
	ids.map((id) => names[`${kind}/${id}`] ?? id);

/** In the order of the form. */
export const organisationFields: readonly ListingField[] = [
	...pair('name', m.organisation_fact_name),
	field('kind', m.edit_organisation_kind, (document) => {
		const id = textOf(document.kind);
		return network.kinds.find((kind) => kind.id === id)?.name[getLocale()] ?? id;
	}),
	field('abbreviation', m.organisation_abbreviation),
	...pair('summary', m.organisation_fact_summary),
	field('topics', m.organisation_fact_topics, (document, names) =>
		named('topic', listOf(document.topics), names).join(', ')
	),
	field('phones', m.organisation_phone, list('phones')),
	field('email', m.organisation_email),
	field('website', m.organisation_website),
	field('social_links', m.organisation_social, list('social_links')),
	field('languages', m.organisation_languages, (document) =>
		languageNames(listOf(document.languages), getLocale())
	),
	field('opening_hours', m.organisation_hours, hoursWords),
	field('street', m.edit_street),
	field('place_id', m.organisation_fact_place, (document, names) =>
		named('place', listOf([document.place_id]), names).join()
	),
	field('postcode', m.edit_postcode),
	{
		field: 'pin',
		keys: ['latitude', 'longitude', 'approximate', 'pin_by_hand'],
		name: m.edit_pin,
		words: pinWords
	},
	{
		field: 'contact_persons',
		keys: ['contact_persons'],
		name: m.edit_organisation_persons,
		words: (document) =>
			(Array.isArray(document.contact_persons) ? document.contact_persons : [])
				.map(personWords)
				.join('\n')
	},
	{
		field: 'logo',
		keys: ['logo_id', 'logo_alt_lv', 'logo_alt_en'],
		name: m.edit_organisation_logo,
		words: pictureWords('logo')
	},
	{
		field: 'picture',
		keys: ['picture_id', 'picture_alt_lv', 'picture_alt_en'],
		name: m.edit_organisation_picture,
		words: pictureWords('picture')
	},
	...pair('legal_form', m.organisation_legal_form),
	field('registration_number', m.organisation_registration_number),
	field('former_names', m.organisation_former_names, list('former_names'))
];
