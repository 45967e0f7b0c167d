// The addresses at which two large calendars take over one date of an event. Plain links to their
// sites: nothing is asked of them before somebody presses. The file for every other calendar is a
// feed of our own.
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { addDays } from '#lib/time/days.ts';
import { daysOf, type Span } from '#lib/time/dates.ts';

export interface CalendarEntry {
	title: string;
	/** Where, in one line; '' when it is not known. */
	place: string;
	/** Absolute address of the event's page: what is said there is true, a copy may not be. */
	url: string;
	span: Span;
}

/** `20261209T090000Z`, or without the time for a whole day. */
const compact = (text: string) => text.replace(/[-:]/g, '').replace(/\.\d+/, '');
const utc = (instant: string) => new Date(instant).toISOString();

/** First day, and the day after the last one, as calendars count whole days. */
function wholeDays(span: Span): [first: string, beyond: string] {
	const { first, last } = daysOf(span);
	return [first, addDays(last, 1)];
}

const isTimed = (span: Span) => span.precision === 'minute' && !span.allDay;

/** Google Calendar's form, filled in. */
export function googleHref({ title, place, url, span }: CalendarEntry): string {
	const dates = isTimed(span)
		? [span.startsAt, span.endsAt].map((instant) => compact(utc(instant)))
		: wholeDays(span).map(compact);
	const params = new URLSearchParams({
		action: 'TEMPLATE',
		text: title,
		dates: dates.join('/'),
		details: url
	});
	if (place) params.set('location', place);
	return `https://calendar.google.com/calendar/render?${params}`;
}

/** The form of Outlook on the web, filled in. */
export function outlookHref({ title, place, url, span }: CalendarEntry): string {
	const timed = isTimed(span);
	const [start = '', end = ''] = timed ? [utc(span.startsAt), utc(span.endsAt)] : wholeDays(span);
	const params = new URLSearchParams({
		path: '/calendar/action/compose',
		rru: 'addevent',
		subject: title,
		startdt: start,
		enddt: end,
		body: url
	});
	if (!timed) params.set('allday', 'true');
	if (place) params.set('location', place);
	return `https://outlook.live.com/calendar/0/action/compose?${params}`;
}

/** One event as a file for a calendar. */
export function eventCalendarHref(slug: string, locale: Locale): string {
	return `/feeds/events.ics?event=${encodeURIComponent(slug)}${locale === locales[0] ? '' : `&lang=${locale}`}`;
}

/** The address by which calendar programs take a subscription instead of a file. */
export const subscriptionHref = (origin: string, href: string) =>
	`webcal://${new URL(origin).host}${href}`;
