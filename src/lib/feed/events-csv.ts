// Dates of events as a table, one row a date: the headings and the words in the language that is being spoken, instants in
// ISO 8601.
import { textIn } from '#lib/i18n/localised.ts';
import { attendanceWords, capitalised, kindWords, stateWords } from '#lib/event/words.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Cell } from '#lib/formats/csv.ts';
import { labelled } from './event-words.ts';
import type { FeedDate, FeedEvent } from './feed-event.ts';

interface Row {
	event: FeedEvent;
	date: FeedDate;
	locale: Locale;
	origin: string;
	/** A text in the language, or in the other one. */
	words(text: Parameters<typeof textIn>[0]): string | null;
}

const columns: [heading: () => string, cell: (row: Row) => Cell][] = [
	[
		() => m.feed_column_title(),
		({ event, date, words }) =>
			labelled(words(date.title) ?? words(event.title) ?? '', event.isExample)
	],
	[() => m.feed_column_kind(), ({ event }) => capitalised(kindWords(event.kind))],
	[() => m.feed_column_starts(), ({ date }) => date.startsAt],
	[() => m.feed_column_ends(), ({ date }) => date.endsAt],
	[() => m.feed_column_zone(), ({ event }) => event.timeZone],
	[() => m.feed_column_all_day(), ({ event }) => event.allDay],
	[() => m.feed_column_precision(), ({ event }) => event.precision],
	[() => m.feed_column_state(), ({ date }) => stateWords(date.state)],
	[
		() => m.feed_column_reason(),
		({ event, date, words }) => words(date.reason) ?? words(event.stateReason)
	],
	[() => m.feed_column_attendance(), ({ event }) => attendanceWords(event.attendance)],
	[() => m.feed_column_venue(), ({ event, date }) => (date.elsewhere ?? event).venue],
	[() => m.feed_column_street(), ({ event, date }) => (date.elsewhere ?? event).street],
	[() => m.feed_column_postcode(), ({ event, date }) => (date.elsewhere ?? event).postcode],
	[
		() => m.feed_column_place(),
		({ event, date, words }) => words((date.elsewhere ?? event).place ?? {})
	],
	[
		() => m.feed_column_municipality(),
		({ event, date, words }) => words((date.elsewhere ?? event).municipality ?? {})
	],
	[
		() => m.feed_column_region(),
		({ event, date, words }) => words((date.elsewhere ?? event).region?.name ?? {})
	],
	[() => m.feed_column_latitude(), ({ event, date }) => (date.elsewhere ?? event).pin?.lat ?? null],
	[
		() => m.feed_column_longitude(),
		({ event, date }) => (date.elsewhere ?? event).pin?.lng ?? null
	],
	[
		() => m.feed_column_approximate(),
		({ event, date }) => (date.elsewhere ?? event).pin?.approximate ?? null
	],
	[
		() => m.feed_column_metres(),
		({ date }) => (date.metres === null ? null : Math.round(date.metres))
	],
	[
		() => m.feed_column_organisers(),
		({ event, words }) => event.organisers.map(({ name }) => words(name) ?? '')
	],
	[
		() => m.feed_column_topics(),
		({ event, words }) => event.topics.map(({ name }) => words(name) ?? '')
	],
	[() => m.feed_column_languages(), ({ event }) => event.languages],
	[() => m.feed_column_free(), ({ event }) => event.free],
	[() => m.feed_column_price(), ({ event, words }) => words(event.price)],
	[() => m.feed_column_deadline(), ({ event }) => event.registration.deadline],
	[() => m.feed_column_registration(), ({ event }) => event.registration.url],
	[() => m.feed_column_summary(), ({ event, words }) => words(event.summary)],
	[() => m.feed_column_example(), ({ event }) => event.isExample],
	[() => m.feed_column_changed(), ({ event }) => event.updatedAt],
	[
		() => m.feed_column_page(),
		({ event, locale, origin }) => origin + pathOf('/event/:slug', locale, event.slug)
	],
	[() => m.feed_column_id(), ({ date }) => date.id]
];

export const eventHeadings = (): string[] => columns.map(([heading]) => heading());

export function eventCells(
	dated: { event: FeedEvent; date: FeedDate },
	{ locale, origin }: { locale: Locale; origin: string }
): Cell[] {
	const words: Row['words'] = (text) => textIn(text, locale)?.text ?? null;
	return columns.map(([, cell]) => cell({ ...dated, locale, origin, words }));
}
