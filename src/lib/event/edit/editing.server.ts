// What an event tells the one editor about itself. Beside its document its dates are saved, and
// what becomes of dates people know already is asked before.
import { m } from '#lib/paraglide/messages.js';
import type { Person } from '#lib/account/person.ts';
import { typedText, valuesOf, type Problem } from '#lib/form/form.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { Beside, Editing } from '#lib/listing/editor/save.server.ts';
import type { OpenedListing } from '#lib/listing/saving/listings.server.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { controlIn, languages, localisedFrom } from '#lib/listing/fields/localised.ts';
import { descriptions } from '#lib/event/description.server.ts';
import { readPin } from '#lib/listing/pin/pin.server.ts';
import { dayWords, spanWords, todayAt } from '#lib/time/dates.ts';
import { instantsOf, localOf } from '#lib/time/local-time.ts';
import type { LocalDate, Series } from '#lib/event/recurrence/recurrence.ts';
import { concernsPeople, consequencesOf, type Consequences } from './date-consequences.ts';
import { formData, typedDocument } from './event-form-data.server.ts';
import { readEvent } from './event-form.ts';
import { hintsOf } from './event-hints.ts';
import { newlyMissing } from './joining.ts';
import { dividedFromToday, partOf, placeChanged, timeKeys } from './from-today.ts';
import { eventDates, namesOfDocuments, seriesOfRecord } from './event-records.server.ts';
import type { EventSave } from './event-save.ts';
import { eventFields } from './event-words.ts';
import { eventTable } from './fields.ts';
import type { ConsequenceWords, EventFormData } from './form-view.ts';

/** Whether dates have to be worked out anew. */
function timeChanged(listing: ListingDocument, before: ListingDocument | null): boolean {
	return timeKeys.some((key) => JSON.stringify(listing[key]) !== JSON.stringify(before?.[key]));
}

/** A date in words; local times of the series' zone. */
function dateWords({ starts, ends }: LocalDate, series: Series, locale: Locale): string {
	const { timeZone, allDay } = series;
	const span = { ...instantsOf(starts, ends, timeZone), allDay, timeZone };
	return spanWords({ ...span, precision: allDay ? 'day' : 'minute' }, locale);
}

function inWords(
	found: Consequences,
	series: Series,
	locale: Locale
): Omit<ConsequenceWords, 'past' | 'pastToo' | 'again'> {
	const day = (time: string) => dayWords(time.slice(0, 10), locale, 'when');
	return {
		kept: found.kept,
		moved: found.moved.map(
			({ from, to }) => `${dateWords(from, series, locale)} → ${dateWords(to, series, locale)}`
		),
		dropped: found.dropped.map(day),
		stillCancelled: found.stillCancelled.map(day),
		added: found.added.length,
		forgotten: found.forgotten
	};
}

/** What changes of dates were shown before; anything else is shown again. */
const fingerprint = (consequences: Consequences) =>
	`dates: ${JSON.stringify([consequences.moved, consequences.dropped])}`;

/**
 * Descriptions that cannot be laid out in time, among those that changed. What can be is ready for
 * whoever looks at the page.
 */
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

/**
 * What the save of other times or another place does to the dates people know, and what is asked
 * about it.
 * @param timed whether the times are others; else only the place is
 */
async function datesOf(
	person: Person,
	record: OpenedListing,
	{ listing, series, pastToo }: EventSave,
	timed: boolean,
	locale: Locale
): Promise<Pick<Beside<ConsequenceWords>, 'sent' | 'act' | 'asks'>> {
	const whole = partOf(series);
	const sent = { dates: timed ? whole.dates : null };
	if (record.publication !== 'published') return { sent, asks: null };
	const now = new Date().toISOString();
	const known = (await eventDates(person, record.id)).map((date) => ({
		...date,
		cancelled: date.status === 'cancelled'
	}));
	const told = consequencesOf(known, timed ? whole.dates.dates : known);
	const before = record.listing;
	const here = localOf(now, seriesOfRecord(record).timeZone);
	// Dates that have begun, and would be told somewhere else.
	const displaced =
		series.rule !== null && placeChanged(listing, before)
			? known.filter(({ starts, elsewhere }) => starts <= here && !elsewhere).length
			: 0;
	const forgotten = Math.max(told.forgotten, displaced);
	const divided =
		forgotten > 0 && !pastToo ? dividedFromToday(seriesOfRecord(record), series, known, now) : null;
	const following = divided && partOf(divided.following);
	const staying = ({ original, rescheduled, over }: (typeof known)[number]) =>
		divided !== null && (original < divided.from || (over && rescheduled));
	const ahead = following
		? consequencesOf(
				known.filter((date) => !staying(date)),
				following.dates.dates
			)
		: { ...told, forgotten };
	const again =
		timed &&
		before.status === 'postponed' &&
		listing.status === 'postponed' &&
		(before.starts_local !== listing.starts_local || before.ends_local !== listing.ends_local);
	const past = divided && {
		kept: known.filter(staying).length,
		from: dayWords(divided.following.startsLocal.slice(0, 10), locale, 'when')
	};
	const asks = concernsPeople(ahead) || told.forgotten > 0 || (displaced > 0 && !pastToo) || again;
	return {
		sent: following
			? { dates: following.dates, listing: { ...listing, ...following.listing } }
			: sent,
		...(divided
			? { act: { divide: { from: divided.from, ended: partOf(divided.ended) } } }
			: // It is asked about by name, and said to the database by name.
				forgotten > 0 && { act: { past_too: true } }),
		asks: asks
			? {
					key: `${fingerprint(ahead)} ${JSON.stringify([divided?.from, forgotten])}`,
					asked: { ...inWords(ahead, series, locale), past, pastToo: pastToo === true, again }
				}
			: null
	};
}

async function besideEvent(
	person: Person,
	record: OpenedListing | null,
	value: EventSave,
	locale: Locale
): Promise<Beside<ConsequenceWords>> {
	const { listing, series } = value;
	const problems = await endlessTexts(listing, record?.listing ?? null);
	// The other person's time was chosen: nothing about dates is sent.
	const timed = 'starts_local' in listing && timeChanged(listing, record?.listing ?? null);
	const placed = record !== null && placeChanged(listing, record.listing);
	const act = value.allParts ? { all_parts: true } : {};
	if (!timed && !placed) return { problems, sent: { dates: null }, act, asks: null };
	if (!record) return { problems, sent: { dates: partOf(series).dates }, asks: null };
	const known = timed ? value : { ...value, series: seriesOfRecord(record) };
	const dates = await datesOf(person, record, known, timed, locale);
	return { problems, ...dates, act: { ...dates.act, ...act } };
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
		const postponed = read.value.listing.status === 'postponed';
		const listing = {
			...read.value.listing,
			...pin.document,
			// Asked when a postponed event got a new day.
			...(postponed && typedText(typed, 'holds_again') === 'yes' && { status: 'confirmed' })
		};
		const [allParts, pastToo] = ['all_parts', 'past_too'].map((box) => box in typed);
		return { ok: true, value: { ...read.value, listing, allParts, pastToo } };
	},
	hints: async (value, typed, locale, publishing) => {
		const today = todayAt(new Date());
		const hints = await hintsOf(value, typed, today, locale);
		return publishing
			? [...hints, ...newlyMissing(value.listing, publishing.before, today)]
			: hints;
	},
	beside: besideEvent,
	refusals: {
		organiser_is_known: { field: 'organiser_search', message: m.edit_event_problem_organisation },
		venue_is_known: { field: 'venue_search', message: m.edit_event_problem_organisation },
		past_dates_stay: { field: '', message: m.edit_event_problem_past },
		event_time_zone_is_a_name: { field: 'time_zone', message: m.edit_event_problem_zone }
	},
	fill: typedDocument,
	names: namesOfDocuments,
	form: (person, typed, locale, problems) => formData(person, typed, locale, problems)
};
