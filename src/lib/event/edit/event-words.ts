// What a document says in words about the parts of an event that are its own. For the server: rules
// are put into words with Temporal.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { everyText, anyText } from '#lib/listing/fields/localised.ts';
import { rowsOf, textOf, textsOf, type ListingDocument } from '#lib/listing/fields/values.ts';
import { listingFields } from '#lib/listing/fields/words.ts';
import type { ListingField, Names } from '#lib/listing/fields/change.ts';
import { dayWords, spanWords, untilWords, type Span } from '#lib/time/dates.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import { eventStates, type EventState } from '#lib/event/event.ts';
import { seriesWords } from '#lib/event/recurrence/recurrence-words.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { stateWords } from '#lib/event/words.ts';
import { eventTable } from './fields.ts';

type Words = ListingField['words'];

const known = <T extends string>(options: readonly T[], value: unknown): T | undefined =>
	options.find((option) => option === value);

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
	return everyText(document.price) || m.edit_event_cost_paid();
};

const deadlineWords: Words = (document) => {
	const deadline = textOf(document.registration_deadline);
	return deadline && untilWords(deadline, getLocale(), textOf(document.time_zone));
};

const documentWords: Words = (document) =>
	rowsOf(document.documents)
		.map(({ title, url }) => `${anyText(title, getLocale())}: ${textOf(url)}`)
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
	[stateName(document.status), everyText(document.status_reason)].filter(Boolean).join('\n');

/** Single dates that are not as the event says. */
const differenceWords: Words = (document, names) =>
	rowsOf(document.differences)
		.map((one) =>
			[
				`${dayWords(textOf(one.original).slice(0, 10), getLocale())}:`,
				[
					[stateName(one.status), one.overruled === true && `(${m.edit_event_overruled()})`]
						.filter(Boolean)
						.join(' '),
					textOf(one.starts) && spanWords(spanOf(document, one.starts, one.ends), getLocale()),
					placeWords({ ...one }, names).replaceAll('\n', ', '),
					anyText(one.title, getLocale()),
					anyText(one.reason, getLocale())
				]
					.filter(Boolean)
					.join('; ')
			].join(' ')
		)
		.join('\n');

/** What history and conflicts tell apart. */
export const eventFields = listingFields(eventTable, {
	starts_day: whenWords,
	status: statusWords,
	differences: differenceWords,
	// Said with the time.
	repeats: () => '',
	place_id: placeWords,
	join_url: joinWords,
	organisers: organiserWords,
	deadline_day: deadlineWords,
	cost: priceWords,
	documents: documentWords,
	picture: ({ image_path, image_alt }) => textOf(image_path) && everyText(image_alt)
});
