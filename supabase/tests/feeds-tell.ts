// What every feed and the structured data of a page tell of an event's dates, read back as another
// program would read it.
import ICAL from 'ical.js';
import { parse } from 'csv-parse/sync';
import type { EventDetail } from '#lib/event/event.ts';
import { factsOf } from '#lib/event/about-event.ts';
import { mainDateOf } from '#lib/event/event-dates.ts';
import { stateWords } from '#lib/event/words.ts';
import { eventStates } from '#lib/event/event.ts';
import { wholeEntry } from '#lib/feed/calendar-entries.ts';
import { eventEntry } from '#lib/feed/events-atom.ts';
import { eventCells, eventHeadings } from '#lib/feed/events-csv.ts';
import { eventFeature } from '#lib/feed/events-geojson.ts';
import { byEvent, eventsFrom } from '#lib/feed/feed-rows.ts';
import { calendarEnd, calendarEntry, calendarStart } from '#lib/feed/icalendar.ts';
import { csvRow } from '#lib/formats/csv.ts';
import { eventJsonLd } from '#lib/page/structured-data.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';

overwriteGetLocale(() => 'lv');
const options = { locale: 'lv', origin: 'https://tikls.example' } as const;

export interface Told {
	startsAt: string;
	endsAt: string;
	state: string;
}
const inOrder = (list: Told[]) =>
	list.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.endsAt.localeCompare(b.endsAt));
const instant = (text: string | Date) => new Date(text).toISOString();

/** What GeoJSON and a table tell of the dates of one event. @param answer of feed_events */
export function listsTell(answer: unknown): { features: Told[]; table: Told[] } {
	const { dates } = eventsFrom(answer);
	const features = dates.map((dated) => eventFeature(dated, options).properties);
	const table = [eventHeadings(), ...dates.map((dated) => eventCells(dated, options))]
		.map((cells) => csvRow(cells, ';'))
		.join('');
	const rows: Record<string, string>[] = parse(table, { delimiter: ';', columns: true });
	return {
		features: inOrder(
			features.map(({ startsAt, endsAt, state }) => ({
				startsAt: instant(String(startsAt)),
				endsAt: instant(String(endsAt)),
				state: String(state)
			}))
		),
		table: inOrder(
			rows.map((row) => ({
				startsAt: instant(row['Sākums (UTC)'] ?? ''),
				endsAt: instant(row['Beigas (UTC)'] ?? ''),
				state: eventStates.find((state) => stateWords(state) === row['Statuss']) ?? ''
			}))
		)
	};
}

/**
 * What a calendar shows of one event: CANCELLED, CONFIRMED or TENTATIVE.
 * @param answer of feed_event
 */
export function calendarTells(answer: unknown, slug: string): Told[] {
	const dated = byEvent(eventsFrom(answer).dates).find(({ event }) => event.slug === slug);
	if (!dated) return [];
	const head = { name: null, description: null, source: null, refreshHours: 6, timeZone: 'UTC' };
	const text =
		calendarStart(head, [dated.event.timeZone]) +
		wholeEntry(dated, options)
			.map((entry) => calendarEntry(entry, null))
			.join('') +
		calendarEnd;
	const calendar = new ICAL.Component(ICAL.parse(text));
	for (const zone of calendar.getAllSubcomponents('vtimezone'))
		ICAL.TimezoneService.register(new ICAL.Timezone(zone));
	const events = calendar
		.getAllSubcomponents('vevent')
		.map((event) => new ICAL.Event(event, { exceptions: [] }));
	const told: Told[] = [];
	const tell = (event: ICAL.Event, start: ICAL.Time, end: ICAL.Time) =>
		told.push({
			startsAt: instant(start.toJSDate()),
			endsAt: instant(end.toJSDate()),
			state: String(event.component.getFirstPropertyValue('status'))
		});
	for (const event of events.filter((one) => !one.isRecurrenceException())) {
		if (!event.isRecurring()) {
			tell(event, event.startDate, event.endDate);
			continue;
		}
		for (const other of events)
			if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
		const iterator = event.iterator();
		for (let next = iterator.next(); next; next = iterator.next()) {
			const { item, startDate, endDate } = event.getOccurrenceDetails(next);
			tell(item, startDate, endDate);
		}
	}
	return inOrder(told);
}

/** The state of an event as calendars have it. */
export const inCalendar = (state: string | null): string =>
	state === 'cancelled' || state === 'postponed'
		? 'CANCELLED'
		: state === 'planned'
			? 'TENTATIVE'
			: 'CONFIRMED';

/** The entry of one event in Atom; null when there is none. @param answer of feed_changes */
export function atomTells(answer: unknown): { title: string; summary: string } | null {
	const [dated] = byEvent(eventsFrom(answer).dates);
	return dated ? eventEntry(dated, options) : null;
}

/** What search engines are told: the status of the page's date and of those after it. */
export function machinesTell(page: EventDetail): {
	status: string;
	offers: boolean;
	dates: string[];
} {
	const node = eventJsonLd(factsOf(page, mainDateOf(page, new Date()), options.origin, 'lv'));
	const dates = (node.subEvent ?? []) as { eventStatus: unknown }[];
	return {
		status: String(node.eventStatus),
		offers: node.offers !== undefined,
		dates: dates.map(({ eventStatus }) => String(eventStatus))
	};
}
