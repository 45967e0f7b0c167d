// What people know as one thing about an event, and what a document of it says in words: history, two versions side by side and
// restoring all speak of these. Times with their rule are one thing, and so is the place with its pin: half of one with half of
// another would be no event. For the server: rules are put into words with Temporal.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { ListingField, Names } from '#lib/listing/saving/change.ts';
import type { ListingDocument } from '#lib/listing/saving/save-answer.ts';
import { languageNames } from '#lib/i18n/language-names.ts';
import { dayWords, spanWords, untilWords, type Span } from '#lib/time/dates.ts';
import {
	accessibilityWords,
	attendances,
	eventKinds,
	eventStates,
	type EventState
} from '#lib/event/event.ts';
import { rowsOf, textOf, textsOf } from './event-typed.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import { seriesWords } from '#lib/event/recurrence/recurrence-words.ts';
import {
	accessibilityName,
	attendanceWords,
	capitalised,
	kindWords,
	stateWords
} from '#lib/event/words.ts';

type Words = ListingField['words'];

const known = <T extends string>(options: readonly T[], value: unknown): T | undefined =>
	options.find((option) => option === value);

/** A field that stands in the document under its own name. */
const plain = (field: string, name: () => string, words?: Words): ListingField => ({
	field,
	keys: [field],
	name,
	words: words ?? ((document) => textOf(document[field]))
});
/** A text in both languages: two things, so that each can be chosen by itself. */
const pair = (field: string, label: () => string): ListingField[] => [
	plain(`${field}_lv`, () => m.edit_in_latvian({ label: label() })),
	plain(`${field}_en`, () => m.edit_in_english({ label: label() }))
];

/** When an event or one date of it is; local times of its zone. */
function spanOf(document: ListingDocument, starts: unknown, ends: unknown): Span {
	const timeZone = textOf(document.time_zone);
	return {
		...instantsOf(textOf(starts), textOf(ends), timeZone),
		allDay: document.all_day === true,
		precision:
			known(['minute', 'day', 'month', 'year'] as const, document.date_precision) ?? 'minute',
		timeZone
	};
}

const whenWords: Words = (document) => {
	const locale = getLocale();
	const [starts, ends, rule] = [document.starts_local, document.ends_local, document.recurrence];
	if (!textOf(starts) || !textOf(ends)) return '';
	const repeats =
		textOf(rule) &&
		(seriesWords(
			{
				rule: textOf(rule),
				startsLocal: textOf(starts),
				timeZone: textOf(document.time_zone),
				allDay: document.all_day === true
			},
			locale
		) ??
			m.edit_event_rule_other());
	const out = textsOf(document.exceptions).map((time) => dayWords(time.slice(0, 10), locale));
	return [
		capitalised(spanWords(spanOf(document, starts, ends), locale)),
		repeats && capitalised(repeats),
		out.length > 0 && `${m.edit_event_left_out()}: ${out.join(', ')}`
	]
		.filter(Boolean)
		.join('\n');
};

const placeWords: Words = (document, names) => {
	const venue = textOf(document.venue_organisation_id);
	const town = textOf(document.place_id);
	const [lat, lng] = [textOf(document.latitude), textOf(document.longitude)];
	return [
		venue && named(names, 'organisation', venue),
		[textOf(document.venue_name), textOf(document.street), town && named(names, 'place', town)]
			.concat(textOf(document.postcode))
			.filter(Boolean)
			.join(', '),
		lat &&
			`${lat}, ${lng}${document.approximate === true ? ` (${m.edit_event_approximate()})` : ''}`
	]
		.filter(Boolean)
		.join('\n');
};

/** The name of something a document only knows by its id. */
const named = (names: Names, sort: string, id: string) => names[`${sort}/${id}`] ?? id;

const organiserWords: Words = (document, names) =>
	rowsOf(document.organisers)
		.map(({ organisation_id, name }) =>
			textOf(organisation_id) ? named(names, 'organisation', textOf(organisation_id)) : textOf(name)
		)
		.join('\n');

const priceWords: Words = (document) => {
	if (document.free === null || document.free === undefined) return '';
	if (document.free === true) return m.edit_event_cost_free();
	const price = [textOf(document.price_lv), textOf(document.price_en)].filter(Boolean).join('\n');
	return price || m.edit_event_cost_paid();
};

const deadlineWords: Words = (document) => {
	const deadline = textOf(document.registration_deadline);
	return deadline && untilWords(deadline, getLocale(), textOf(document.time_zone));
};

const documentWords: Words = (document) =>
	rowsOf(document.documents)
		.map(({ title_lv, title_en, url }) => `${textOf(title_lv) || textOf(title_en)}: ${textOf(url)}`)
		.join('\n');

const joinWords: Words = (document) => {
	const [link] = rowsOf([document.join_link]);
	return link ? textOf(link.url) : '';
};

const stateName = (value: unknown): string => {
	const state: EventState | undefined = known(eventStates, value);
	return state ? stateWords(state) : '';
};
const statusWords: Words = (document) =>
	[stateName(document.status), textOf(document.status_reason_lv), textOf(document.status_reason_en)]
		.filter(Boolean)
		.join('\n');

/** Single dates that are not as the event says. */
const differenceWords: Words = (document, names) =>
	rowsOf(document.differences)
		.map((one) =>
			[
				`${dayWords(textOf(one.original).slice(0, 10), getLocale())}:`,
				[
					stateName(one.status),
					textOf(one.starts) && spanWords(spanOf(document, one.starts, one.ends), getLocale()),
					placeWords({ ...one }, names).replaceAll('\n', ', '),
					textOf(one.title_lv) || textOf(one.title_en),
					textOf(one.reason_lv) || textOf(one.reason_en)
				]
					.filter(Boolean)
					.join('; ')
			].join(' ')
		)
		.join('\n');

/** In the order of the form. */
export const eventFields: readonly ListingField[] = [
	...pair('title', m.edit_event_title),
	plain('kind', m.edit_event_kind, ({ kind }) => {
		const one = known(eventKinds, kind);
		return one ? capitalised(kindWords(one)) : '';
	}),
	{
		field: 'starts_day',
		keys: [
			'starts_local',
			'ends_local',
			'time_zone',
			'all_day',
			'date_precision',
			'recurrence',
			'exceptions'
		],
		name: m.event_when,
		words: whenWords
	},
	{
		field: 'status',
		keys: ['status', 'status_reason_lv', 'status_reason_en'],
		name: m.edit_event_status,
		words: statusWords
	},
	{ field: 'differences', keys: ['differences'], name: m.edit_event_dates, words: differenceWords },
	plain('attendance', m.event_attendance, ({ attendance }) => {
		const one = known(attendances, attendance);
		return one ? capitalised(attendanceWords(one)) : '';
	}),
	{
		field: 'place_id',
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
		name: m.event_where,
		words: placeWords
	},
	{ field: 'join_url', keys: ['join_link'], name: m.edit_event_join, words: joinWords },
	{ field: 'organisers', keys: ['organisers'], name: m.event_who, words: organiserWords },
	...pair('summary', m.edit_event_summary),
	...pair('description', m.edit_event_description),
	...pair('audience', m.event_facts_audience),
	plain('topics', m.event_topics, ({ topics }, names) =>
		textsOf(topics)
			.map((id) => named(names, 'topic', id))
			.join(', ')
	),
	plain('languages', m.event_languages, ({ languages }) =>
		languageNames(textsOf(languages), getLocale())
	),
	{
		field: 'cost',
		keys: ['free', 'price_lv', 'price_en'],
		name: m.event_fee,
		words: priceWords
	},
	plain('registration_url', m.edit_event_registration_url),
	plain('registration_email', m.edit_event_registration_email),
	plain('registration_phone', m.edit_event_registration_phone),
	{
		field: 'deadline_day',
		keys: ['registration_deadline'],
		name: m.edit_event_deadline,
		words: deadlineWords
	},
	plain('registration_places', m.edit_event_places),
	plain('contact_name', m.edit_event_contact_name),
	...pair('contact_role', m.edit_event_contact_role),
	plain('contact_phone', m.edit_event_contact_phone),
	plain('contact_email', m.edit_event_contact_email),
	plain('accessibility', m.event_facts_access, ({ accessibility }) =>
		textsOf(accessibility)
			.map((word) => known(accessibilityWords, word))
			.filter((word) => word !== undefined)
			.map(accessibilityName)
			.join(', ')
	),
	...pair('accessibility_note', m.edit_event_access_note),
	...pair('funder', m.event_facts_funder),
	{ field: 'documents', keys: ['documents'], name: m.event_facts_documents, words: documentWords },
	{
		field: 'picture',
		keys: [
			'image_path',
			'image_width',
			'image_height',
			'image_alt_lv',
			'image_alt_en',
			'image_credit'
		],
		name: m.edit_event_picture,
		words: ({ image_path, image_alt_lv, image_alt_en }) =>
			textOf(image_path) && (textOf(image_alt_lv) || textOf(image_alt_en))
	}
];
