// Dates of events as a table, one row a date: the headings and the words in the language that is
// being spoken; days and hours for people, instants in ISO 8601 beside them for programs.
import { network } from '#network';
import { clockWords, daysOf } from '#lib/time/dates.ts';
import { dayOf } from '#lib/time/days.ts';
import { textIn } from '#lib/i18n/localised.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { attendanceWords, kindWords, stateWords } from '#lib/event/words.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Cell } from '#lib/formats/csv.ts';
import { labelled } from './event-words.ts';
import { isWholeDays, type FeedDate, type FeedEvent } from './feed-event.ts';

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
	[() => m.feed_column_first_day(), ({ event, date }) => daysOfDate(event, date).first],
	[() => m.feed_column_first_time(), ({ event, date }) => clockOf(event, date.startsAt)],
	[() => m.feed_column_last_day(), ({ event, date }) => daysOfDate(event, date).last],
	[() => m.feed_column_last_time(), ({ event, date }) => clockOf(event, date.endsAt)],
	[() => m.feed_column_starts(), ({ date }) => date.startsAt],
	[() => m.feed_column_ends(), ({ date }) => date.endsAt],
	[() => m.feed_column_zone(), ({ event }) => event.timeZone],
	[() => m.feed_column_all_day(), ({ event }) => event.allDay],
	[() => m.feed_column_precision(), ({ event }) => event.precision],
	[() => m.feed_column_state(), ({ date }) => stateWords(date.state)],
	[() => m.feed_column_reason(), ({ date, words }) => words(date.reason)],
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
	[() => m.feed_column_deadline(), ({ date }) => date.deadline && lastDayUntil(date.deadline)],
	[() => m.feed_column_deadline_time(), ({ date }) => date.deadline && timeUntil(date.deadline)],
	[() => m.feed_column_deadline_exact(), ({ date }) => date.deadline],
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

/**
 * Days as people here count them: whole days are the same days everywhere, hours are those of the
 * network's clock.
 */
function daysOfDate(event: FeedEvent, date: FeedDate): { first: Cell; last: Cell } {
	const { precision } = event;
	if (precision === 'year' || precision === 'month') {
		const known = date.starts.slice(0, precision === 'year' ? 4 : 7);
		return { first: known, last: known };
	}
	if (!isWholeDays(event))
		return {
			first: { day: dayOf(date.startsAt, network.timeZone) },
			last: { day: dayOf(date.endsAt, network.timeZone) }
		};
	const { first, last } = daysOf({ ...event, ...date });
	return { first: { day: first }, last: { day: last } };
}

const clockOf = (event: FeedEvent, instant: string): Cell =>
	isWholeDays(event) ? null : timeOf(instant);

const timeOf = (instant: string): Cell => ({ time: clockWords(instant, 'en', network.timeZone) });

/** What ends at midnight ends with the day before, as people say it. */
const endsAtMidnight = (instant: string) => clockWords(instant, 'en', network.timeZone) === '00:00';
const lastDayUntil = (instant: string): Cell => ({
	day: dayOf(
		endsAtMidnight(instant) ? new Date(Date.parse(instant) - 1) : instant,
		network.timeZone
	)
});
const timeUntil = (instant: string): Cell => (endsAtMidnight(instant) ? null : timeOf(instant));

export const eventHeadings = (): string[] => columns.map(([heading]) => heading());

export function eventCells(
	dated: { event: FeedEvent; date: FeedDate },
	{ locale, origin }: { locale: Locale; origin: string }
): Cell[] {
	const words: Row['words'] = (text) => textIn(text, locale)?.text ?? null;
	return columns.map(([, cell]) => cell({ ...dated, locale, origin, words }));
}
