// Events as entries of a calendar, in words of the language that is being spoken. How series are
// told: whole, with their rule, when nothing but dates is asked for; each date on its own when the
// filter names dates (docs/decisions).
import { textIn } from '#lib/i18n/localised.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { CalendarDate, CalendarEntry, CalendarStatus } from './icalendar.ts';
import { firstOf, isPlain, toldSeries } from './calendar-series.ts';
import {
	isWholeDays,
	type DatedEvent,
	type FeedDate,
	type FeedEvent,
	type LocalTime,
	type Whereabouts
} from './feed-event.ts';
import { addDays, dayOf } from '#lib/time/days.ts';
import { timeOf } from '#lib/time/local-time.ts';
import {
	categoriesOf,
	noticesOf,
	pageOf,
	registrationOf,
	titleOf,
	whereOf
} from './event-words.ts';
import { isCountedOn } from './time-zones.ts';
import type { EventState } from '#lib/event/event.ts';

export interface EntryOptions {
	locale: Locale;
	/** Scheme and host of this site. */
	origin: string;
}

const statuses: Record<EventState, CalendarStatus> = {
	planned: 'TENTATIVE',
	confirmed: 'CONFIRMED',
	full: 'CONFIRMED',
	moved: 'CONFIRMED',
	// Nobody should come on this date; when there is a new one, the event is confirmed again.
	postponed: 'CANCELLED',
	cancelled: 'CANCELLED'
};

/**
 * A series with its rule and what differs from it; a single date as it is, and so each date of a
 * series in a zone nobody knows. No entry for an event without a date.
 */
export function wholeEntry(dated: DatedEvent, options: EntryOptions): CalendarEntry[] {
	const { event, dates } = dated;
	const [begin] = dates;
	if (!begin) return [];
	const { recurrence } = event;
	if (recurrence === null || !isCountedOn(event.timeZone)) return entriesByDate(dated, options);
	const {
		first,
		rule,
		exceptions,
		dates: given,
		orphans
	} = toldSeries({ ...event, recurrence }, dates);
	const master = dateOf(
		event,
		{
			...begin,
			...first,
			state: event.state,
			title: {},
			reason: event.stateReason,
			elsewhere: null
		},
		options
	);
	const said = textOf(master);
	return [
		{
			...common(event, options),
			// The clock that the rule counts on; the first date itself may be told again below.
			date: { ...master, plain: true },
			rule,
			exceptions,
			changes: given.flatMap(({ date, original, ownTime }) => {
				const change = dateOf(event, date, options);
				const differs = ownTime || textOf(change) !== said;
				return differs ? [{ ...change, original, originalStart: date.originalStart }] : [];
			})
		},
		...entriesByDate({ event, dates: orphans }, options)
	];
}

/** What a date says, apart from when it is. */
function textOf({ status, title, description, location, position }: CalendarDate): string {
	return JSON.stringify([status, title, description, location, position]);
}

/**
 * Every date as an entry of its own. A date of a series is known by its own identifier, which it
 * keeps when the hour changes; the one date of an event by the event's, as everywhere.
 */
export function entriesByDate(
	{ event, dates }: DatedEvent,
	options: EntryOptions
): CalendarEntry[] {
	// Beside its one date an event may still have cancelled ones from when it was a series.
	const own = event.recurrence === null ? ownDate(event, dates) : undefined;
	return dates.map((date) => ({
		...common(event, options),
		uid: date === own ? event.id : date.id,
		date: dateOf(event, date, options)
	}));
}

/** Which date of what is no series is the event's own; it may be outside of what was asked for. */
function ownDate(event: FeedEvent, dates: readonly FeedDate[]): FeedDate | undefined {
	const plain = dates.find((date) => date.original === event.starts);
	if (plain) return plain;
	// Its hour may be one that the clock jumps over.
	const { starts } = firstOf(event);
	return dates.find((date) => date.original === starts);
}

function common(event: FeedEvent, { locale, origin }: EntryOptions): Omit<CalendarEntry, 'date'> {
	const url = pageOf(event, { locale, origin });
	const [organiser] = event.organisers;
	return {
		uid: event.id,
		sequence: event.version,
		modified: event.updatedAt,
		created: event.createdAt,
		timeZone: event.timeZone,
		allDay: isWholeDays(event),
		// What is known only by its month or year blocks nobody's days.
		busy: event.precision === 'minute' || event.precision === 'day',
		rule: null,
		exceptions: [],
		changes: [],
		url,
		organiser: {
			name: organiser ? (textIn(organiser.name, locale)?.text ?? '') : new URL(origin).host,
			address: organiser?.email
				? `mailto:${organiser.email}`
				: organiser?.slug
					? origin + pathOf('/organisation/:slug', locale, organiser.slug)
					: url
		},
		categories: categoriesOf(event, locale)
	};
}

function dateOf(event: FeedEvent, date: FeedDate, { locale, origin }: EntryOptions): CalendarDate {
	const where: Whereabouts = date.elsewhere ?? event;
	const { pin } = where;
	const paragraphs = [
		...noticesOf(event, date, locale),
		textIn(event.summary, locale)?.text,
		...registrationOf(event, date, locale),
		pageOf(event, { locale, origin })
	];
	const wholeDays = isWholeDays(event);
	return {
		starts: date.starts,
		ends: wholeDays ? wholeDaysEnd(date, event.timeZone) : date.ends,
		startsAt: date.startsAt,
		endsAt: date.endsAt,
		plain: wholeDays || isPlain(date, event.timeZone),
		status: statuses[date.state],
		title: titleOf(event, date, locale),
		description: paragraphs.filter(Boolean).join('\n\n'),
		location: event.withdrawn ? null : whereOf(event.attendance, where, locale),
		position: pin && !pin.approximate ? { lat: pin.lat, lng: pin.lng } : null
	};
}

/**
 * The day after the last one, as midnight. What ends within a day, or where the clock jumps over
 * midnight, lasts to its end.
 */
function wholeDaysEnd({ ends, endsAt }: FeedDate, zone: string): LocalTime {
	if (timeOf(ends) === '00:00:00') return ends;
	return `${addDays(dayOf(new Date(Date.parse(endsAt) - 1), zone), 1)}T00:00:00`;
}
