// Opening hours in words, Latvian and English.
import { m } from '#lib/paraglide/messages.js';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import { dayWords, nearDayWords } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { DayGroup, OpeningHours, OpenTimes, StateChange } from './opening-hours.ts';

type Readable = Extract<OpeningHours, { readable: true }>;

/** "10.00" in Latvian, "10:00" in English. */
const clock = (time: string, locale: Locale) => (locale === 'lv' ? time.replace(':', '.') : time);

/** 1 January 2024 was a Monday; any week would do. */
const weekdayName = (weekday: number, locale: Locale) =>
	weekdayWords(`2024-01-0${weekday}`, locale);

const capitalised = (text: string, locale: Locale) =>
	text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

/** "šodien", "rīt", "pirmdien", or the date when it is further away than a week. */
function dayOfChange(change: StateChange, locale: Locale): string {
	if (change.inDays === 0) return nearDayWords(change.date, change.date, locale) ?? '';
	if (change.inDays === 1) return nearDayWords('2024-01-02', '2024-01-01', locale) ?? '';
	if (change.inDays > 6) return dayWords(change.date, locale, 'when');
	const name = weekdayName(change.weekday, locale);
	// "pirmdiena" answers "what day", "pirmdien" answers "when"; every weekday drops its last letter.
	return locale === 'lv' ? name.replace(/a$/, '') : `on ${name}`;
}

/** The state now and when it ends: "Slēgts, atvērsies rīt plkst. 10.00". */
export function stateWords(hours: Readable, locale: Locale): string {
	const { change } = hours;
	if (hours.state === 'open') {
		if (!change) return m.organisation_hours_always();
		// Within a day the time alone says it; over days of being open nobody counts hours.
		return change.inDays <= 1
			? m.organisation_hours_open_until({ time: clock(change.time, locale) })
			: m.organisation_hours_open();
	}
	if (hours.state === 'uncertain') {
		return hours.comment
			? `${m.organisation_hours_uncertain()}: ${commentWords(hours.comment)}`
			: m.organisation_hours_uncertain();
	}
	if (!change) return m.organisation_hours_closed();
	const opens = m.organisation_hours_opens({
		day: dayOfChange(change, locale),
		time: clock(change.time, locale)
	});
	return `${m.organisation_hours_closed()}, ${opens}`;
}

/** "Pirmdiena–piektdiena", "Katru dienu", or a day with its date when hours differ from week to week. */
export function daysWords(group: DayGroup, locale: Locale): string {
	const first = group.weekdays[0] ?? 1;
	const last = group.weekdays.at(-1) ?? first;
	const name = capitalised(weekdayName(first, locale), locale);
	if (group.date) return `${name}, ${dayWords(group.date, locale).replace(/^\d+\. gada /, '')}`;
	if (group.weekdays.length === 7) return m.organisation_hours_every_day();
	return first === last ? name : `${name}–${weekdayName(last, locale)}`;
}

function spanWords(times: OpenTimes, locale: Locale): string {
	const span =
		times.from === '00:00' && times.to === '24:00'
			? m.organisation_hours_whole_day()
			: `${clock(times.from, locale)}–${clock(times.to, locale)}`;
	const comment = times.comment && commentWords(times.comment);
	// Only by appointment, at whatever time.
	if (comment && times.uncertain && times.from === '00:00' && times.to === '24:00') return comment;
	return comment ? `${span} (${comment})` : span;
}

/** The one remark the syntax itself knows is said in the page's language; others stand as they were written. */
function commentWords(comment: string): string {
	return comment.replace(/^by appointment(?=, |$)/, m.organisation_hours_by_appointment());
}

/** "10.00–12.30, 13.00–17.00", or "slēgts". */
export function timesWords(group: DayGroup, locale: Locale): string {
	return group.times.length === 0
		? m.organisation_hours_closed_day()
		: group.times.map((times) => spanWords(times, locale)).join(', ');
}

/** A whole week, a line for each group of days: the preview in a form, and what changed in a history. */
export function weekWords(
	groups: readonly DayGroup[],
	closedOnHolidays: boolean,
	locale: Locale
): string {
	return [
		...groups.map((group) => `${daysWords(group, locale)}: ${timesWords(group, locale)}`),
		...(closedOnHolidays ? [m.organisation_hours_holidays_closed()] : [])
	].join('\n');
}
