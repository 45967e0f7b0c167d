// iCalendar files (RFC 5545, with the names of RFC 7986), written piece by piece so that a calendar
// of any length never stands in memory whole. Plain facts in, text out; what is said in words has
// been said before (calendar-entries.ts).
import { escapeText, foldLine } from '#lib/formats/content-lines.ts';
import { addDays } from '#lib/time/days.ts';
import type { LocalTime } from './feed-event.ts';
import { timeZoneLines } from './time-zones.ts';

export type CalendarStatus = 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';

/** What one date says, of a series or alone. Texts are plain, nothing escaped. */
export interface CalendarDate {
	/** On the wall of the zone; of what lasts whole days only the day counts. `ends` is exclusive. */
	starts: LocalTime;
	ends: LocalTime;
	/** The same as instants: for zones no program knows. */
	startsAt: string;
	endsAt: string;
	/**
	 * False where the clock shows one of the two times twice (in the night it goes back): it is
	 * written in UTC.
	 */
	plain: boolean;
	status: CalendarStatus;
	title: string;
	description: string;
	location: string | null;
	/** WGS84 degrees; only where it really is, not a town's centre. */
	position: { lat: number; lng: number } | null;
}

/** One event of a calendar: a date, or a series with its exceptions. */
export interface CalendarEntry {
	/** The same in every file for ever: it is how a calendar knows that it has the event already. */
	uid: string;
	/** Rises with every change, and only then. */
	sequence: number;
	/** Instants of the last change and of the first writing. */
	modified: string;
	created: string;
	/** IANA zone. */
	timeZone: string;
	allDay: boolean;
	/** Takes the time of whoever goes there. */
	busy: boolean;
	date: CalendarDate;
	/** RFC 5545 rule without DTSTART; null for a single date. */
	rule: string | null;
	/** Starts the rule gives and that are not held. */
	exceptions: readonly LocalTime[];
	/** Dates of the series that differ, each with the start the rule gives. */
	changes: readonly (CalendarDate & { original: LocalTime; originalStart: string })[];
	/** Absolute web address. */
	url: string;
	/** `address` is a URI: mailto: where an address is known, else a page. */
	organiser: { name: string; address: string };
	categories: readonly string[];
}

export interface CalendarHead {
	/**
	 * What the calendar is called; null for a file with one event, which goes into a calendar that
	 * has a name.
	 */
	name: string | null;
	description: string | null;
	/** Absolute address of this very calendar; null for a file that is not subscribed to. */
	source: string | null;
	/** Hours after which a program should ask again. */
	refreshHours: number;
	/** IANA zone most of it is in. */
	timeZone: string;
}

const textLine = (name: string, text: string) => `${foldLine(`${name}:${escapeText(text)}`)}\r\n`;
/** An address is a value of its own type and is not escaped, but it must not start a new line. */
const plainLine = (name: string, value: string) =>
	`${foldLine(`${name}:${value.replace(/\p{Cc}/gu, '')}`)}\r\n`;

/** `2026-12-17T10:00:00` → `20261217T100000`. */
const compact = (time: LocalTime) => time.slice(0, 19).replaceAll(/[-:]/g, '');
const compactDay = (time: LocalTime) => compact(time).slice(0, 8);

/** An instant as iCalendar writes UTC. @throws RangeError for what is no instant */
const utc = (instant: string) => `${compact(new Date(instant).toISOString())}Z`;

/**
 * A value of a parameter: quoted, and what must not stand between quotes is written as RFC 6868 has
 * it.
 */
function parameter(text: string): string {
	const safe = text
		.replaceAll('^', '^^')
		.replaceAll(/\r\n|\r|\n/g, '^n')
		.replaceAll('"', "^'")
		.replaceAll(/\p{Cc}/gu, '');
	return `"${safe}"`;
}

/** Beginning of a file, with every zone that its events are in. */
export function calendarStart(head: CalendarHead, zones: Iterable<string>): string {
	const duration = `PT${head.refreshHours}H`;
	let text =
		'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tikls//Directory//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n';
	// RFC 7986 has names for what programs have long called something else; both are read somewhere.
	if (head.name !== null) text += textLine('NAME', head.name) + textLine('X-WR-CALNAME', head.name);
	if (head.description !== null)
		text += textLine('DESCRIPTION', head.description) + textLine('X-WR-CALDESC', head.description);
	text += `X-WR-TIMEZONE:${head.timeZone}\r\n`;
	if (head.source !== null) {
		text += plainLine('SOURCE;VALUE=URI', head.source);
		text += `REFRESH-INTERVAL;VALUE=DURATION:${duration}\r\nX-PUBLISHED-TTL:${duration}\r\n`;
	}
	for (const zone of new Set(zones)) text += timeZoneLines(zone) ?? '';
	return text;
}

export const calendarEnd = 'END:VCALENDAR\r\n';

const inUtc = { parameters: '', write: (_: LocalTime, instant: string) => utc(instant) };

/**
 * A day after its start where a whole day has no other end: DTEND must be later than DTSTART
 * (§3.8.2.2).
 */
function endOf(
	{ allDay }: Pick<CalendarEntry, 'allDay'>,
	{ starts, ends }: CalendarDate
): LocalTime {
	if (!allDay || ends.slice(0, 10) > starts.slice(0, 10)) return ends;
	return `${addDays(starts.slice(0, 10), 1)}T00:00:00`;
}

/** How a moment is written, by the sort of event: a day, a time in a zone, or UTC. */
function clockOf(entry: Pick<CalendarEntry, 'allDay' | 'timeZone'>): {
	parameters: string;
	write: (local: LocalTime, instant: string) => string;
} {
	if (entry.allDay) return { parameters: ';VALUE=DATE', write: compactDay };
	if (timeZoneLines(entry.timeZone) === null) return inUtc;
	return { parameters: `;TZID=${entry.timeZone}`, write: compact };
}

/**
 * One event: a VEVENT, and one more for each date of a series that differs.
 * @param alarm minutes before the beginning at which a program is to remind; null for none
 */
export function calendarEntry(entry: CalendarEntry, alarm: number | null): string {
	const clock = clockOf(entry);
	let text = eventLines(entry, entry.date, null, alarm);
	for (const change of entry.changes) {
		const original = clock.write(change.original, change.originalStart);
		text += eventLines(entry, change, `RECURRENCE-ID${clock.parameters}:${original}\r\n`, alarm);
	}
	return text;
}

function eventLines(
	entry: CalendarEntry,
	date: CalendarDate,
	/** Null for the event itself, else the line that says which date of the series this is. */
	recurrenceId: string | null,
	alarm: number | null
): string {
	const clock = date.plain ? clockOf(entry) : inUtc;
	let text = `BEGIN:VEVENT\r\n${plainLine('UID', entry.uid)}`;
	// Not the time of writing: a file must not differ when nothing has changed.
	text += `DTSTAMP:${utc(entry.modified)}\r\nLAST-MODIFIED:${utc(entry.modified)}\r\n`;
	text += `CREATED:${utc(entry.created)}\r\nSEQUENCE:${entry.sequence}\r\n`;
	text += recurrenceId ?? '';
	text += `DTSTART${clock.parameters}:${clock.write(date.starts, date.startsAt)}\r\n`;
	text += `DTEND${clock.parameters}:${clock.write(endOf(entry, date), date.endsAt)}\r\n`;
	if (recurrenceId === null && entry.rule !== null) {
		text += plainLine('RRULE', entry.rule);
		const { parameters, write } = clockOf(entry);
		// In UTC the wall shows the instant itself.
		const exceptions = entry.exceptions.map((time) => write(time, `${time}Z`));
		if (exceptions.length > 0)
			text += `${foldLine(`EXDATE${parameters}:${exceptions.join(',')}`)}\r\n`;
	}
	text += textLine('SUMMARY', date.title) + `STATUS:${date.status}\r\n`;
	// What does not take place takes no time.
	if (date.status === 'CANCELLED' || !entry.busy) text += 'TRANSP:TRANSPARENT\r\n';
	if (date.description) text += textLine('DESCRIPTION', date.description);
	if (date.location) text += textLine('LOCATION', date.location);
	if (date.position)
		text += `GEO:${date.position.lat.toFixed(6)};${date.position.lng.toFixed(6)}\r\n`;
	text += plainLine('URL', entry.url);
	text += plainLine(`ORGANIZER;CN=${parameter(entry.organiser.name)}`, entry.organiser.address);
	if (entry.categories.length > 0)
		text += `${foldLine(`CATEGORIES:${entry.categories.map(escapeText).join(',')}`)}\r\n`;
	if (alarm !== null && date.status !== 'CANCELLED')
		text += `BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT${alarm}M\r\n${textLine('DESCRIPTION', date.title)}END:VALARM\r\n`;
	return `${text}END:VEVENT\r\n`;
}
