// What the page of an event's dates shows: each of them with what is its own, and the form of the
// one that was chosen.
import { wordsIn } from '#lib/i18n/localised.ts';
import type { Typed } from '#lib/form/form.ts';
import type { Person } from '#lib/account/person.ts';
import { samePoint, typedPin, type OfferedPlace } from '#lib/listing/pin/pin.ts';
import { offeredPlaces, whereaboutsTyped } from '#lib/listing/pin/pin.server.ts';
import { dayWords, spanWords, type Span } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { sameText } from '#lib/event/event-dates.ts';
import { eventStates, type EventState } from '#lib/event/event.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import {
	eventDates,
	eventParts,
	seriesOfRecord,
	type EditedDate,
	type EventRecord
} from './event-records.server.ts';
import { typedLocalised, anyText, localisedFrom } from '#lib/listing/fields/localised.ts';
import { textOf } from '#lib/listing/fields/values.ts';
import { shownTime } from './date-form.ts';
import type { ListedDate } from './listed-date.ts';
import { wordsOf } from './series-preview.server.ts';

const stateOf = (value: unknown): EventState =>
	eventStates.find((state) => state === value) ?? 'planned';

function listed(date: EditedDate, record: EventRecord, locale: Locale, towns: Towns): ListedDate {
	const { timeZone, allDay } = seriesOfRecord(record);
	const precision = textOf(record.listing.date_precision) as Span['precision'];
	const when = (starts: string, ends: string) =>
		spanWords({ ...instantsOf(starts, ends, timeZone), allDay, precision, timeZone }, locale);
	return {
		original: date.original,
		when: when(date.starts, date.ends),
		state: date.state,
		// What is said of the whole event is said below, once.
		reason: sameText(date.held_reason, localisedFrom(record.listing.status_reason))
			? ''
			: wordsIn(date.held_reason, locale),
		elsewhere: date.elsewhere
			? [date.venue_name, date.street, date.place_id && towns.get(date.place_id)]
					.filter(Boolean)
					.join(', ') || [date.latitude, date.longitude].map((one) => one?.toFixed(5)).join(', ')
			: '',
		was: date.rescheduled ? dayWords(date.original.slice(0, 10), locale, 'when') : '',
		over: date.over
	};
}

type Towns = ReadonlyMap<string, string>;

/**
 * What a date's form holds when it is opened. Whether a hand has set its pin is not kept: it has
 * when the pin is not at the town's centre.
 */
function typedDate(date: EditedDate, allDay: boolean, places: readonly OfferedPlace[]): Typed {
	const town = places.find(({ id }) => id === date.place_id);
	const { latitude, longitude } = date;
	const one = {
		original: date.original,
		change: date.status ?? 'normal',
		...shownTime({ ...date, allDay }),
		venue_name: date.venue_name,
		street: date.street,
		postcode: date.postcode
	};
	return {
		...typedLocalised('reason', date.reason),
		...typedLocalised('title', date.title),
		...Object.fromEntries(
			Object.entries(one).flatMap(([name, value]) => (value ? [[name, [value]]] : []))
		),
		...typedPin(
			{
				...date,
				pin_by_hand:
					latitude !== null && !(town && samePoint(town, { lat: latitude, lng: longitude }))
			},
			places
		)
	};
}

/** What the page shows. */
export async function datesPage(
	person: Person,
	record: EventRecord,
	asked: string | null,
	locale: Locale
) {
	const [dates, places, parts] = await Promise.all([
		eventDates(person, record.id),
		offeredPlaces(),
		eventParts(person, record.id, locale)
	]);
	const towns: Towns = new Map(places.map(({ id, label }) => [id, label]));
	const series = seriesOfRecord(record);
	const chosen = dates.find(({ original }) => original === asked);
	const typed = chosen && typedDate(chosen, series.allDay, places);
	const { listing } = record;
	return {
		record: { id: record.id, slug: record.slug, version: record.version },
		title: anyText(listing.title, locale),
		dates: dates.map((date) => listed(date, record, locale, towns)),
		repeats: wordsOf(series, locale),
		allDay: series.allDay,
		timeZone: series.timeZone,
		parts,
		open: series.rule !== null && !/(^|;)(COUNT|UNTIL)=/.test(series.rule),
		chosen: chosen && {
			...listed(chosen, record, locale, towns),
			typed: typed ?? {},
			first: chosen.original === series.startsLocal
		},
		at: typed ? await whereaboutsTyped(typed) : null,
		places: chosen ? places : [],
		whole: {
			status: stateOf(listing.status),
			typed: typedLocalised('reason', listing.status_reason)
		},
		attempt: crypto.randomUUID()
	};
}
