// What stands in the controls of a time, in words with its weekday. Small: the browser says it
// while somebody types.
import { network } from '#network';
import type { Locale } from '#lib/i18n/languages.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import { dateWords, dayWords } from '#lib/time/dates.ts';
import { addDays, type Day } from '#lib/time/days.ts';
import { dayFrom, timeFrom } from '#lib/time/written-dates.ts';
import { keptLastDay, timeBefore } from './kept-length.ts';

/** Names of the controls of a time. */
export interface SaidControls {
	day: string;
	from: string;
	until: string;
	/** The last day, where it is another. */
	last: string;
	zone?: string;
	/** Whether hours, whole days or only the month are meant. */
	exactness?: string;
	/** What they held when the form was opened. */
	was?: string;
}

const clock = (time: string, locale: Locale) => (locale === 'lv' ? time.replace(':', '.') : time);

/** @returns '' while no day can be read */
export function saidTime(
	typed: (name: string) => string,
	controls: SaidControls,
	locale: Locale
): string {
	const said = (name: string | undefined) => (name === undefined ? '' : typed(name).trim());
	const first = dayFrom(said(controls.day));
	const exactness = said(controls.exactness) || 'time';
	if (first === undefined || exactness === 'month' || exactness === 'year') return '';
	const typedLast = dayFrom(said(controls.last));
	let last: Day = keptLastDay(first, typedLast ?? null, timeBefore(said(controls.was)));
	const [from, until] = [timeFrom(said(controls.from)), timeFrom(said(controls.until))];
	// An evening that ends after midnight.
	if (!controls.exactness && from && until && !typedLast && until <= from && until < '06:00')
		last = addDays(first, 1);
	const weekday = (day: Day) => weekdayWords(day, locale);
	if (last < first) return '';
	const days = first === last ? weekday(first) : `${weekday(first)} – ${weekday(last)}`;
	const span = {
		startsAt: `${first}T12:00:00Z`,
		endsAt: `${last}T12:00:01Z`,
		allDay: true,
		precision: 'day' as const,
		timeZone: 'UTC'
	};
	const day = first === last ? dayWords(first, locale) : dateWords(span, locale, 'name');
	const hours =
		exactness === 'time' && from && until
			? `, ${locale === 'lv' ? 'plkst. ' : ''}${clock(from, locale)}–${clock(until, locale)}`
			: '';
	const zone = said(controls.zone);
	return `${capitalised(days)}, ${day}${hours}${zone && zone !== network.timeZone ? ` (${zone})` : ''}`;
}
