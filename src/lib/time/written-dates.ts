// Days and times as people write them: `2026-11-24` from a date field, "24.11.2026" or "24. 11.
// 2026." typed by hand; "10:30", "10.30", "9" or "0930". What cannot be meant is undefined, so that
// the form can say so instead of guessing.
import { addDays, type Day } from './days.ts';

/**
 * The database takes no others (event_is_in_our_time): beyond, clocks cannot be reckoned and
 * calendars cannot be written.
 */
const [firstDay, lastDay] = ['1900-01-01', '2199-12-30'];

/** A day that is on the calendar of our time; undefined for anything else. */
export function dayFrom(text: string): Day | undefined {
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
	const written = /^(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]\s*(\d{4})\.?$/.exec(text.trim());
	const [, year = '', month = '', date = ''] =
		iso ?? (written ? [written[0], written[3], written[2], written[1]] : []);
	const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
	const instant = Date.parse(`${day}T00:00:00Z`);
	if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== day)
		return undefined;
	return day >= firstDay && day <= lastDay ? day : undefined;
}

/**
 * A time of day as `HH:MM`; `24:00` is the midnight a day ends with. Undefined for anything else.
 */
export function timeFrom(text: string): string | undefined {
	const match = /^(\d{1,2})(?:\s*[:.]\s*(\d{2})|(\d{2}))?(?::00)?$/.exec(text.trim());
	if (!match) return undefined;
	const hour = Number(match[1]);
	const minute = Number(match[2] ?? match[3] ?? 0);
	if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
	return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Day and time as a local time, `2026-11-24T19:00:00`; 24:00 is the beginning of the next day. */
export function localFrom(day: Day, time: string): string {
	return time === '24:00' ? `${addDays(day, 1)}T00:00:00` : `${day}T${time}:00`;
}
