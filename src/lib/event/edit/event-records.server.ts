// What the pages for editing an event ask the database, with the rights of the person who asks.
import { LocalisedText, NamedRecord } from '#lib/backend/answer.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { openListing, type OpenedListing } from '#lib/listing/saving/listings.server.ts';
import type { Person } from '#lib/account/person.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import type { Names } from '#lib/listing/fields/change.ts';
import { offeredPlaces } from '#lib/listing/pin/pin.server.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { network } from '#network';
import { dateWords } from '#lib/time/dates.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import { languagesIn } from '#lib/filter/languages-in.server.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type { EventDetail } from '#lib/event/event.ts';
import { detailFrom } from '#lib/event/event-detail-rows.ts';
import type { Series } from '#lib/event/recurrence/recurrence.ts';
import { rowsOf, textOf, textsOf, type ListingDocument } from '#lib/listing/fields/values.ts';
import type { Choices } from '#lib/listing/fields/field.ts';
import type { FoundOrganisations } from './form-view.ts';
import type { ListedPart } from './listed-date.ts';

/** An event as it is edited. */
export type EventRecord = OpenedListing;

const local = v.pipe(
	v.string(),
	v.transform((time) => time.slice(0, 19))
);
const text = v.nullable(v.string());
const dateRows = v.array(
	v.object({
		original: local,
		starts: local,
		ends: local,
		over: v.boolean(),
		rescheduled: v.boolean(),
		/** What holds of it, and why. */
		state: v.picklist(['planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full']),
		held_reason: LocalisedText,
		/** What was said of this date; null: nothing. */
		status: v.nullable(
			v.picklist(['planned', 'confirmed', 'postponed', 'moved', 'cancelled', 'full'])
		),
		title: LocalisedText,
		reason: LocalisedText,
		elsewhere: v.boolean(),
		venue_name: text,
		street: text,
		postcode: text,
		place_id: text,
		latitude: v.nullable(v.number()),
		longitude: v.nullable(v.number()),
		approximate: v.boolean()
	})
);

/** One date of an event with what is its own; local times of the event's zone. */
export type EditedDate = v.InferOutput<typeof dateRows>[number];

/** The event of an id. Not there and not theirs are the same answer: 404. */
export const eventRecord = (person: Person, id: string): Promise<EventRecord> =>
	openListing(person, 'event', id);

/** What decides when a known event is. */
export function seriesOfRecord({ listing }: EventRecord): Series {
	return {
		startsLocal: textOf(listing.starts_local).slice(0, 19),
		endsLocal: textOf(listing.ends_local).slice(0, 19),
		timeZone: textOf(listing.time_zone) || network.timeZone,
		allDay: listing.all_day === true,
		rule: textOf(listing.recurrence) || null,
		exceptions: textsOf(listing.exceptions).map((time) => time.slice(0, 19))
	};
}

/** Every date of an event in the order of time. */
export async function eventDates(person: Person, id: string): Promise<EditedDate[]> {
	const { data, error: failure } = await person.database.rpc('event_dates', { wanted: id });
	if (failure) unanswered('event_dates', failure);
	return v.parse(dateRows, data);
}

const partRows = v.array(
	v.object({
		id: v.string(),
		slug: v.string(),
		title: LocalisedText,
		starts: local,
		ends: local,
		/** First and last start that its rule gives. */
		first_turn: local,
		last_turn: local,
		editable: v.boolean()
	})
);

/**
 * When the other parts of a divided series are, in the order of time; none of an event that never
 * was divided.
 */
export async function partSpans(
	person: Person,
	id: string
): Promise<v.InferOutput<typeof partRows>> {
	if (!uuidFrom(id)) return [];
	const { data, error: failure } = await person.database.rpc('event_parts', { wanted: id });
	if (failure) unanswered('event_parts', failure);
	return v.parse(partRows, data);
}

/** The other parts of a divided series as pages list them. */
export async function eventParts(
	person: Person,
	id: string,
	locale: Locale
): Promise<ListedPart[]> {
	return (await partSpans(person, id)).map(({ id: part, title, starts, ends, editable }) => ({
		id: part,
		title: wordsIn(title, locale),
		when: dateWords(
			{ ...instantsOf(starts, ends, network.timeZone), allDay: false, precision: 'day' },
			locale
		),
		editable
	}));
}

const namedRows = v.array(NamedRecord);

async function organisationNames(person: Person, ids: string[], locale: Locale): Promise<Names> {
	if (ids.length === 0) return {};
	const { data, error: failure } = await person.database
		.from('organisations')
		.select('id, name')
		.in('id', ids);
	if (failure) unanswered('organisations', failure);
	return Object.fromEntries(
		v.parse(namedRows, data).map(({ id, name }) => [`organisation/${id}`, wordsIn(name, locale)])
	);
}

/** Ids of organisations that documents or fields name. */
function idsIn(values: readonly unknown[]): string[] {
	return [...new Set(values.map((value) => uuidFrom(textOf(value))))].filter(
		(id) => id !== undefined
	);
}

/** Names of the organisations among what was typed. */
export const namesOfTyped = (
	person: Person,
	typed: Readonly<Record<string, string[]>>,
	locale: Locale
): Promise<Names> =>
	organisationNames(
		person,
		idsIn([...(typed.organisers ?? []), ...(typed.venue_organisation_id ?? [])]),
		locale
	);

/** Names of everything that documents know by ids: organisations, topics, towns. */
export async function namesOfDocuments(
	person: Person,
	documents: readonly ListingDocument[],
	locale: Locale
): Promise<Names> {
	const ids = idsIn(
		documents.flatMap((document) => [
			document.venue_organisation_id,
			...rowsOf(document.organisers).map(({ organisation_id }) => organisation_id)
		])
	);
	const [named, outline, places] = await Promise.all([
		organisationNames(person, ids, locale),
		networkOutline(),
		offeredPlaces()
	]);
	return {
		...named,
		...Object.fromEntries(
			outline.topics.map(({ id, name }) => [`topic/${id}`, wordsIn(name, locale)])
		),
		...Object.fromEntries(places.map(({ id, label }) => [`place/${id}`, label]))
	};
}

/** Languages events are held in here; any other can be added by an import. */
const spoken = ['lv', 'en', 'ru', 'de', 'et', 'lt', 'uk'];

/** @param kept languages the event has already */
export async function eventChoices(locale: Locale, kept: readonly string[] = []): Promise<Choices> {
	const outline = await networkOutline();
	return {
		topics: outline.topics.map(({ id, name }) => ({ value: id, label: wordsIn(name, locale) })),
		languages: languagesIn([...spoken, ...kept], locale).map(({ id, name }) => ({
			value: id,
			label: name
		}))
	};
}

const foundRows = v.array(
	v.object({
		id: v.string(),
		name: LocalisedText,
		place: v.nullable(LocalisedText)
	})
);

/** Organisations of the directory whose names or words fit, the best first; at most eight. */
export async function findOrganisations(
	person: Person,
	field: FoundOrganisations['field'],
	words: string,
	locale: Locale
): Promise<FoundOrganisations> {
	const wanted = words.trim().slice(0, 100);
	if (wanted === '') return { field, words: '', organisations: [] };
	const { data, error: failure } = await person.database.rpc('find_organisations', {
		filter: { words: wanted },
		language: locale,
		page: 1,
		page_size: 8
	});
	if (failure) unanswered('find_organisations', failure);
	return {
		field,
		words: wanted,
		organisations: v.parse(foundRows, data).map((row) => ({
			id: row.id,
			name: wordsIn(row.name, locale),
			place: row.place ? wordsIn(row.place, locale) : ''
		}))
	};
}

/**
 * Who holds a new event, until somebody says otherwise: the organisation the person edits, or the
 * centre of the region they coordinate. Empty where that is not one.
 */
export async function presetOrganisers(person: Person): Promise<string[]> {
	const [own] = person.organisations;
	if (own) return [own.id];
	const regions = person.regions.map(({ id }) => id);
	if (regions.length === 0) return [];
	const { data, error: failure } = await person.database
		.from('organisations')
		.select('id, name')
		.in('region_id', regions)
		.in('kind', ['competence-centre'])
		.limit(2);
	if (failure) unanswered('organisations', failure);
	const centres = v.parse(namedRows, data);
	return centres.length === 1 ? centres.map(({ id }) => id) : [];
}

/** An event as the public will see it, published or not. */
export async function eventPreview(person: Person, id: string): Promise<EventDetail> {
	const { data, error: failure } = await person.database.rpc('event_preview', { wanted: id });
	if (failure) unanswered('event_preview', failure);
	const detail = detailFrom(data);
	if (!detail) error(404, 'no such event');
	return detail;
}
