// What is allowed of a time and yet perhaps a slip: the past, a far year, a length that changes,
// another zone, the night, the weekend, a public holiday. The form of an event and that of one date
// have the same doubts.
import { network } from '#network';
import { m } from '#lib/paraglide/messages.js';
import type { Problem } from '#lib/form/form.ts';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import { dayWords, spanWords } from '#lib/time/dates.ts';
import { addDays, daysBetween, type Day } from '#lib/time/days.ts';
import { holidayOn } from '#lib/time/holidays.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import type { LocalDate } from '#lib/event/recurrence/recurrence.ts';
import { weekdayOf } from './recurrence-choices.ts';

/** Hours after which one wonders whether the end was meant. */
const longHours = 12;
/** Days ahead after which one wonders whether the year was meant. */
const farAhead = 550;
/** Days from where a date of a series was to be, after which one wonders the same. */
const farFromRule = 100;

/** A time that was typed. */
export interface DoubtedTime extends LocalDate {
	allDay: boolean;
	timeZone: string;
	/** The rule alone decides the weekday: no single day was chosen. */
	byRule: boolean;
	/** What it was until now; null: it is new. */
	before: LocalDate | null;
	/** The day the rule gives a date of a series; null: it has no other. */
	original: Day | null;
	/** Another zone was there before and has been looked at. */
	zoneBefore: string | null;
}

/** The controls at which doubts are told. */
export interface TimeControls {
	day: string;
	from: string;
	until: string;
	zone: string;
}

const minutesOf = ({ starts, ends }: LocalDate) =>
	(Date.parse(`${ends}Z`) - Date.parse(`${starts}Z`)) / 60_000;

/** "2 h 30 min", "3 d": symbols, the same in every language. */
export function lengthWords(minutes: number): string {
	const [days, hours, rest] = [
		Math.floor(minutes / 1440),
		Math.floor((minutes % 1440) / 60),
		minutes % 60
	];
	return (
		[days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(' ') ||
		'0 min'
	);
}

async function doubtsOfDay(time: DoubtedTime, field: string, today: Day, locale: Locale) {
	const hints: Problem[] = [];
	const say = (message: string) => hints.push({ field, message });
	const day = time.starts.slice(0, 10);
	if (day < today) say(m.edit_event_hint_past());
	if (day > addDays(today, farAhead)) say(m.edit_event_hint_far());
	if (time.original && Math.abs(daysBetween(time.original, day)) > farFromRule)
		say(m.edit_event_hint_distance({ day: dayWords(time.original, locale) }));
	const weekend = (one: Day) => ['SA', 'SU'].includes(weekdayOf(one));
	// Who meets on Sundays has been asked.
	const known = time.original !== null && weekend(time.original);
	if (!time.byRule && weekend(day) && !known)
		say(m.edit_event_hint_weekend({ day: weekdayWords(day, locale) }));
	const holiday = time.byRule ? null : await holidayOn(day);
	if (holiday !== null) say(m.edit_event_hint_holiday({ name: holiday }));
	return hints;
}

/**
 * What the person may want to look at again.
 * @param today in the network's zone
 */
export async function doubtsOfTime(
	time: DoubtedTime,
	controls: TimeControls,
	today: Day,
	locale: Locale
): Promise<Problem[]> {
	const hints = await doubtsOfDay(time, controls.day, today, locale);
	const { starts, ends, allDay, timeZone, before } = time;
	const length = minutesOf(time);
	if (before && minutesOf(before) !== length)
		hints.push({
			field: controls.until,
			message: m.edit_event_hint_length({
				before: lengthWords(minutesOf(before)),
				after: lengthWords(length)
			})
		});
	if (allDay) return hints;
	if (Number(starts.slice(11, 13)) < 6)
		hints.push({ field: controls.from, message: m.edit_event_hint_night() });
	const hours = length / 60;
	const several = daysBetween(starts.slice(0, 10), ends.slice(0, 10)) >= 2;
	if (hours > longHours && !several && !(before && minutesOf(before) === length))
		hints.push({ field: controls.until, message: m.edit_event_hint_long({ hours }) });
	if (timeZone !== network.timeZone && timeZone !== time.zoneBefore)
		hints.push({
			field: controls.zone,
			message: m.edit_event_hint_zone({
				zone: timeZone,
				when: spanWords(
					{ ...instantsOf(starts, ends, timeZone), allDay, precision: 'minute' },
					locale
				)
			})
		});
	return hints;
}
