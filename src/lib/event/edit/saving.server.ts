// Saving the event's form. In this order: what is wrong, what is perhaps a slip, what becomes of dates people know, and then the
// database, which decides. Whatever it answers, everything typed stays.
import { documentForStore } from '#lib/listing/saving/stored-document.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { answersConflict, chosenDocument, conflictFrom } from '#lib/listing/saving/conflict.ts';
import { readForm, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import type { Person } from '#lib/account/person.ts';
import { readPin } from '#lib/listing/pin/pin.server.ts';
import {
	saveAnswerFrom,
	type ListingDocument,
	type SaveAnswer
} from '#lib/listing/saving/save-answer.ts';
import { dayWords, spanWords, todayAt } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { network } from '#network';
import { error } from '@sveltejs/kit';
import { concernsPeople, consequencesOf, type Consequences } from './date-consequences.ts';
import { eventFields } from './event-fields.ts';
import { EventForm } from './event-form.ts';
import { hintsOf, unseen } from './event-hints.ts';
import {
	expand,
	type Expansion,
	type LocalDate,
	type Series
} from '#lib/event/recurrence/recurrence.ts';
import { descriptions } from '#lib/event/description.server.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import { eventDates, namesOfDocuments, type EventRecord } from './event-records.server.ts';
import type { ConsequenceWords, Questions } from './form-view.ts';

/** What the form is answered with when it was not saved. */
export interface Unsaved extends Questions {
	typed: Typed;
	problems: Problem[];
}

export type Outcome =
	{ saved: true; id: string; slug: string; changed: boolean } | { saved: false; unsaved: Unsaved };

const unsaved = (typed: Typed, what: Partial<Unsaved>): Outcome => ({
	saved: false,
	unsaved: { problems: [], hints: [], consequences: null, conflict: null, ...what, typed }
});

/** What a save does beside the fields: publishing, taking back, publishing later. */
export interface Act {
	publication?: 'draft' | 'published' | 'archived';
	/** Instant. */
	publish_at?: string;
}

/** Keys that decide when an event is. */
const timeKeys = [
	'starts_local',
	'ends_local',
	'time_zone',
	'all_day',
	'recurrence',
	'exceptions'
] as const;

/** Whether dates have to be worked out anew. */
function timeChanged(listing: ListingDocument, before: ListingDocument | null): boolean {
	return timeKeys.some((key) => JSON.stringify(listing[key]) !== JSON.stringify(before?.[key]));
}

/** Constraints a person can meet although the form has checked everything it can. */
function problemOf(answer: SaveAnswer): Problem {
	if (answer.status === 'outside') return { field: 'place', message: m.edit_event_outside() };
	const constraint = answer.status === 'invalid' ? answer.constraint : null;
	if (constraint === 'point_in_network') return { field: 'latitude', message: m.edit_pin_beyond() };
	if (constraint === 'organiser_is_known' || constraint === 'venue_is_known')
		return {
			field: constraint === 'venue_is_known' ? 'venue_search' : 'organiser_search',
			message: m.edit_event_problem_organisation()
		};
	return { field: '', message: m.edit_event_problem_refused() };
}

/** The dates as `save_event` takes them. */
export function datesOf(series: Series): Expansion {
	return expand(series, todayAt(new Date()));
}

async function consequencesFor(
	person: Person,
	record: EventRecord,
	dates: Expansion
): Promise<Consequences> {
	const known = await eventDates(person, record.id);
	return consequencesOf(
		known.map((date) => ({ ...date, cancelled: date.status === 'cancelled' })),
		dates.dates
	);
}

/** A date in words; local times of the series' zone. */
function dateWords({ starts, ends }: LocalDate, series: Series, locale: Locale): string {
	const { timeZone, allDay } = series;
	const span = { ...instantsOf(starts, ends, timeZone), allDay, timeZone };
	return spanWords({ ...span, precision: allDay ? 'day' : 'minute' }, locale);
}

function inWords(found: Consequences, series: Series, locale: Locale): ConsequenceWords {
	const day = (time: string) => dayWords(time.slice(0, 10), locale, 'when');
	return {
		kept: found.kept,
		moved: found.moved.map(
			({ from, to }) => `${dateWords(from, series, locale)} → ${dateWords(to, series, locale)}`
		),
		dropped: found.dropped.map(day),
		stillCancelled: found.stillCancelled.map(day),
		added: found.added.length
	};
}

/** What changes of dates were shown before; anything else is shown again. */
const fingerprint = (consequences: Consequences) =>
	`dates: ${JSON.stringify([consequences.moved, consequences.dropped])}`;

/**
 * @param record null: a new event
 * @param before a change of the document after it was read, e.g. a picture that came with the form
 */
export async function saveForm(
	person: Person,
	record: EventRecord | null,
	form: FormData,
	act: Act,
	locale: Locale
): Promise<Outcome> {
	const read = await readForm(form, EventForm);
	const { typed } = read;
	if (!read.ok) return unsaved(typed, { problems: read.problems });
	const pin = await readPin(read.values.pin);
	if (!pin.ok) return unsaved(typed, { problems: pin.problems });
	const { series } = read.values;
	const mine = { ...read.values.listing, ...pin.document };
	const answering = answersConflict(typed);
	const listing = answering ? chosenDocument(eventFields, mine, typed) : mine;
	// The other person's time was chosen: nothing about dates is sent.
	const timed = 'starts_local' in listing;
	const dates = timed && timeChanged(listing, record?.listing ?? null) ? datesOf(series) : null;

	const seen = typed.seen ?? [];
	const hints = answering
		? []
		: unseen(hintsOf({ ...read.values, listing }, typed, todayAt(new Date()), locale), seen);
	const consequences =
		dates && record?.publication === 'published'
			? await consequencesFor(person, record, dates)
			: null;
	const asks =
		consequences && concernsPeople(consequences) && !seen.includes(fingerprint(consequences));
	if (hints.length > 0 || asks) {
		const shown = [
			...hints.map(({ field, message }) => `${field}: ${message}`),
			...(consequences ? [fingerprint(consequences)] : [])
		];
		return unsaved(
			{ ...typed, seen: [...new Set([...seen, ...shown])] },
			{ hints, consequences: asks ? inWords(consequences, series, locale) : null }
		);
	}
	const endless = await endlessTexts(listing, record?.listing ?? null);
	if (endless.length > 0) return unsaved(typed, { problems: endless });
	const answer = await send(person, record, typed, listing, dates, act);
	if (answer.status === 'saved' || answer.status === 'unchanged') {
		contentChanged();
		return {
			saved: true,
			id: answer.id,
			slug: answer.slug,
			changed: answer.status === 'saved'
		};
	}
	if (answer.status === 'refused') error(404, 'no such event');
	if (answer.status !== 'stale') return unsaved(typed, { problems: [problemOf(answer)] });
	const documents = [answer.listing, mine, ...(answer.base ? [answer.base] : [])];
	const names = await namesOfDocuments(person, documents, locale);
	return unsaved(typed, { conflict: conflictFrom(eventFields, answer, mine, typed, names) });
}

/** Descriptions that cannot be laid out in time, among those that changed. What can be is ready for whoever looks at the page. */
async function endlessTexts(
	listing: ListingDocument,
	before: ListingDocument | null
): Promise<Problem[]> {
	const problems: Problem[] = [];
	for (const language of network.languages) {
		const field = `description_${language}`;
		const text = listing[field];
		if (typeof text !== 'string' || text === before?.[field]) continue;
		if (!(await descriptions.layOut(text)).whole)
			problems.push({ field, message: m.edit_event_problem_endless() });
	}
	return problems;
}

async function send(
	person: Person,
	record: EventRecord | null,
	typed: Typed,
	listing: ListingDocument,
	dates: Expansion | null,
	act: Act
): Promise<SaveAnswer> {
	const version = Number(typedText(typed, 'version'));
	const { data, error: failure } = await person.database.rpc('save_event', {
		id: record?.id ?? null,
		read_version: record && Number.isInteger(version) ? version : null,
		attempt: uuidFrom(typedText(typed, 'attempt')) ?? crypto.randomUUID(),
		listing: documentForStore(listing),
		dates: dates && {
			known_until: dates.knownUntil,
			dates: dates.dates.map((date) => ({ ...date }))
		},
		act: { ...act }
	} as never);
	if (failure) unanswered('save_event', failure);
	return saveAnswerFrom(data);
}
