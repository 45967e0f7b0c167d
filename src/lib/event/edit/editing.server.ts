// What an event tells the one editor about itself. Beside its document its dates are saved, and what becomes of dates people know
// already is asked before.
import { m } from '#lib/paraglide/messages.js';
import type { Person } from '#lib/account/person.ts';
import { valuesOf, type Problem } from '#lib/form/form.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { Beside, Editing } from '#lib/listing/editor/save.server.ts';
import type { OpenedListing } from '#lib/listing/saving/listings.server.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { controlIn, languages, localisedFrom } from '#lib/listing/fields/localised.ts';
import { descriptions } from '#lib/event/description.server.ts';
import { readPin } from '#lib/listing/pin/pin.server.ts';
import { dayWords, spanWords, todayAt } from '#lib/time/dates.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import {
	expand,
	type Expansion,
	type LocalDate,
	type Series
} from '#lib/event/recurrence/recurrence.ts';
import { concernsPeople, consequencesOf, type Consequences } from './date-consequences.ts';
import { formData, typedDocument } from './event-form-data.server.ts';
import { readEvent } from './event-form.ts';
import { hintsOf } from './event-hints.ts';
import { eventDates, namesOfDocuments } from './event-records.server.ts';
import type { EventSave } from './event-save.ts';
import { eventFields } from './event-words.ts';
import { eventTable } from './fields.ts';
import type { ConsequenceWords, EventFormData } from './form-view.ts';

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

async function consequencesFor(
	person: Person,
	record: OpenedListing,
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

/** Descriptions that cannot be laid out in time, among those that changed. What can be is ready for whoever looks at the page. */
async function endlessTexts(
	listing: ListingDocument,
	before: ListingDocument | null
): Promise<Problem[]> {
	const [texts, earlier] = [listing.description, before?.description].map(localisedFrom);
	const problems: Problem[] = [];
	for (const language of languages) {
		const text = texts?.[language];
		if (text === undefined || text === earlier?.[language]) continue;
		if (!(await descriptions.layOut(text)).whole)
			problems.push({
				field: controlIn('description', language),
				message: m.edit_event_problem_endless()
			});
	}
	return problems;
}

async function besideEvent(
	person: Person,
	record: OpenedListing | null,
	{ listing, series }: EventSave,
	locale: Locale
): Promise<Beside<ConsequenceWords>> {
	// The other person's time was chosen: nothing about dates is sent.
	const timed = 'starts_local' in listing && timeChanged(listing, record?.listing ?? null);
	const dates = timed ? expand(series, todayAt(new Date())) : null;
	const consequences =
		dates && record?.publication === 'published'
			? await consequencesFor(person, record, dates)
			: null;
	return {
		problems: await endlessTexts(listing, record?.listing ?? null),
		sent: {
			dates: dates && {
				known_until: dates.knownUntil,
				dates: dates.dates.map((date) => ({ ...date }))
			}
		},
		asks:
			consequences && concernsPeople(consequences)
				? { key: fingerprint(consequences), asked: inWords(consequences, series, locale) }
				: null
	};
}

export const eventEditing: Editing<EventSave, ConsequenceWords, EventFormData> = {
	subject: 'event',
	table: eventTable,
	fields: eventFields,
	pictures: ['picture'],
	read: async (typed) => {
		const read = await readEvent(valuesOf(typed));
		if (!read.ok) return read;
		const pin = await readPin(read.value.pin);
		if (!pin.ok) return pin;
		const listing = { ...read.value.listing, ...pin.document };
		return { ok: true, value: { ...read.value, listing } };
	},
	hints: (value, typed, locale) => hintsOf(value, typed, todayAt(new Date()), locale),
	beside: besideEvent,
	refusals: {
		organiser_is_known: { field: 'organiser_search', message: m.edit_event_problem_organisation },
		venue_is_known: { field: 'venue_search', message: m.edit_event_problem_organisation }
	},
	fill: typedDocument,
	names: namesOfDocuments,
	form: (person, typed, locale, problems) => formData(person, typed, locale, problems)
};
