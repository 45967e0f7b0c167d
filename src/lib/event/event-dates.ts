// The dates of one event: which one its page is about, and each of them as a span that can be put
// into words.
import type { Language, Localised } from '#lib/i18n/languages.ts';
import { isOver, type Span } from '#lib/time/dates.ts';
import type { EventDetail, EventOccurrence } from './event.ts';

/** One date with what the event says about all of its dates. */
export interface DatedOccurrence extends EventOccurrence, Span {
	timeZone: string;
}

/** Whether two texts are the same in every language. */
export const sameText = (one: Localised, other: Localised): boolean =>
	(Object.keys({ ...one, ...other }) as Language[]).every(
		(language) => one[language] === other[language]
	);

/** Every date of an event, in order of time. */
export function datesOf(event: EventDetail): DatedOccurrence[] {
	const { allDay, precision, timeZone } = event;
	return event.occurrences
		.map((occurrence) => ({ ...occurrence, allDay, precision, timeZone }))
		.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}

/**
 * The date an event's page is about: the next one that is not over and takes place, else the next
 * one whatever its state, else the last of all.
 * @throws when the event has no date, which the database's answer rules out
 */
export function mainDateOf(event: EventDetail, now: Date): DatedOccurrence {
	const dates = datesOf(event);
	const ahead = dates.filter((date) => !isOver(date, now));
	const held = ahead.find((date) => date.state !== 'cancelled' && date.state !== 'postponed');
	const main = held ?? ahead[0] ?? dates.at(-1);
	if (!main) throw new Error(`the event ${event.slug} has no date`);
	return main;
}
