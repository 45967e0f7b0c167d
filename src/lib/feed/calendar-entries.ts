// Events as entries of a calendar, in words of the language that is being spoken. How series are told: whole, with their
// rule, when nothing but dates is asked for; each date on its own when the filter names dates (docs/decisions).
import { textIn } from '#lib/i18n/localised.ts';
import { takesPlace } from '#lib/event/words.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale, Localised } from '#lib/i18n/languages.ts';
import type { CalendarDate, CalendarEntry, CalendarStatus } from './icalendar.ts';
import type { DatedEvent, FeedDate, FeedEvent, LocalTime, Whereabouts } from './feed-event.ts';
import { categoriesOf, noticesOf, registrationOf, titleOf, whereOf } from './event-words.ts';
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

/** A series with its rule and what differs from it; a single date as it is. No entry for an event without a date. */
export function wholeEntry(dated: DatedEvent, options: EntryOptions): CalendarEntry[] {
	const { event, dates } = dated;
	const begin = dates.find((date) => date.original === event.starts) ?? dates[0];
	if (!begin) return [];
	if (event.recurrence === null) {
		// Beside its one date an event may still have cancelled ones from when it was a series.
		const others = dates.filter((date) => date !== begin);
		return [
			{ ...common(event, options), date: dateOf(event, begin, options) },
			...entriesByDate({ event, dates: others }, options)
		];
	}
	const length = Date.parse(`${event.ends}Z`) - Date.parse(`${event.starts}Z`);
	const master: FeedDate = {
		...begin,
		starts: event.starts,
		ends: event.ends,
		startsAt: begin.originalStart,
		endsAt: `${event.ends}Z`,
		state: event.state,
		title: {},
		reason: {},
		elsewhere: null
	};
	return [
		{
			...common(event, options),
			date: dateOf(event, master, options),
			rule: ruleOf(event, dates),
			exceptions: event.exceptions,
			changes: dates
				.filter((date) => differs(event, date, length))
				.map((date) => ({
					...dateOf(event, date, options),
					original: date.original,
					originalStart: date.originalStart
				}))
		}
	];
}

/** Every date as an entry of its own, known by its event and by when it was first meant to be. */
export function entriesByDate(
	{ event, dates }: DatedEvent,
	options: EntryOptions
): CalendarEntry[] {
	return dates.map((date) => ({
		...common(event, options),
		uid:
			event.recurrence === null && date.original === event.starts
				? event.id
				: `${event.id}-${date.original.replaceAll(/[-:]/g, '')}`,
		date: dateOf(event, date, options)
	}));
}

function common(event: FeedEvent, { locale, origin }: EntryOptions): Omit<CalendarEntry, 'date'> {
	const url = origin + pathOf('/event/:slug', locale, event.slug);
	const [organiser] = event.organisers;
	return {
		uid: event.id,
		sequence: event.version,
		modified: event.updatedAt,
		created: event.createdAt,
		timeZone: event.timeZone,
		// Of a date known only by its day or month, a time of day would be invented.
		allDay: event.allDay || event.precision !== 'minute',
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
	const reason: Localised = Object.keys(date.reason).length > 0 ? date.reason : event.stateReason;
	const { pin } = where;
	const paragraphs = [
		...noticesOf(event, date.state, reason, locale),
		textIn(event.summary, locale)?.text,
		...(takesPlace(date.state) ? registrationOf(event, locale) : []),
		origin + pathOf('/event/:slug', locale, event.slug)
	];
	return {
		starts: date.starts,
		ends: date.ends,
		startsAt: date.startsAt,
		endsAt: date.endsAt,
		status: statuses[date.state],
		title: titleOf(event, date, locale),
		description: paragraphs.filter(Boolean).join('\n\n'),
		location: whereOf(event.attendance, where, locale),
		position: pin && !pin.approximate ? { lat: pin.lat, lng: pin.lng } : null
	};
}

/** Whether a date is not simply what the rule says. @param length milliseconds from start to end on the wall */
function differs(event: FeedEvent, date: FeedDate, length: number): boolean {
	return (
		date.starts !== date.original ||
		Date.parse(`${date.ends}Z`) - Date.parse(`${date.starts}Z`) !== length ||
		date.state !== event.state ||
		date.elsewhere !== null ||
		Object.keys(date.title).length > 0 ||
		Object.keys(date.reason).length > 0
	);
}

/**
 * The rule as a calendar may follow it. An open-ended series ends with the last date that is known: it must be renewed, and would
 * else run on in calendars for ever. The end is written as RFC 5545 §3.3.10 wants it: a day for whole days, UTC else.
 */
export function ruleOf(
	event: Pick<FeedEvent, 'recurrence' | 'allDay' | 'precision' | 'knownUntil'>,
	dates: readonly Pick<FeedDate, 'original' | 'originalStart'>[]
): string | null {
	const { recurrence, knownUntil } = event;
	if (recurrence === null || knownUntil === null) return recurrence;
	const last = dates
		.filter(({ original }) => original.slice(0, 10) <= knownUntil)
		.toSorted((a, b) => (a.original < b.original ? -1 : 1))
		.at(-1);
	if (!last) return recurrence;
	const wholeDays = event.allDay || event.precision !== 'minute';
	return `${recurrence};UNTIL=${wholeDays ? dayText(last.original) : utcText(last.originalStart)}`;
}

const dayText = (time: LocalTime) => time.slice(0, 10).replaceAll('-', '');
const utcText = (instant: string) =>
	`${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
