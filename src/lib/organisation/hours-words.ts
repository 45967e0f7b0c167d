// Opening hours in words, Latvian and English: the same on the page, in the form's preview, in
// feeds and in a history.
import { capitalised } from '#lib/i18n/capitalised.ts';
import { m } from '#lib/paraglide/messages.js';
import { latvianMonth, monthName, weekdayWords } from '#lib/time/calendar-names.ts';
import { dayWords, nearDayWords } from '#lib/time/dates.ts';
import { lastDayOf } from '#lib/time/month.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { remarkParts } from './hours-note.ts';
import type {
	DayGroup,
	HoursTold,
	OpeningHours,
	OpenTimes,
	StateChange,
	TimesTold,
	When
} from './opening-hours.ts';

type Readable = Extract<OpeningHours, { readable: true }>;

/** "10.00" in Latvian, "10:00" in English. */
export const clock = (time: string, locale: Locale) =>
	locale === 'lv' ? time.replace(':', '.') : time;

/** 1 January 2024 was a Monday; any week would do. */
const weekdayName = (weekday: number, locale: Locale) =>
	weekdayWords(`2024-01-0${weekday}`, locale);

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
	if (hours.state === 'open') return openWords(hours, locale);
	if (hours.state === 'uncertain') return uncertainWords(hours);
	if (!change) return m.organisation_hours_closed();
	const opens = m.organisation_hours_opens({
		day: dayOfChange(change, locale),
		time: clock(change.time, locale)
	});
	return `${m.organisation_hours_closed()}, ${opens}`;
}

function openWords({ change, openEnd, schoolHolidays, periods }: Readable, locale: Locale): string {
	if (!change) {
		const depends = schoolHolidays ?? periods.some(({ when }) => when.kind === 'school-holidays');
		return depends ? m.organisation_hours_open() : m.organisation_hours_always();
	}
	// Within a day the time alone says it; over days of being open nobody counts hours.
	if (change.inDays > 1) return m.organisation_hours_open();
	const time = clock(change.time, locale);
	return openEnd
		? m.organisation_hours_open_at_least({ time })
		: m.organisation_hours_open_until({ time });
}

function uncertainWords({ why, comment }: Readable): string {
	if (why === 'open-end') return m.organisation_hours_perhaps_open();
	if (why === 'school-holidays') return m.organisation_hours_school_depends();
	return comment
		? `${m.organisation_hours_uncertain()}: ${commentWords(comment)}`
		: m.organisation_hours_not_known();
}

/**
 * "Pirmdiena–piektdiena", "Katru dienu", or a day with its date when hours differ from week to
 * week.
 */
export function daysWords(group: DayGroup, locale: Locale): string {
	const first = group.weekdays[0] ?? 1;
	const last = group.weekdays.at(-1) ?? first;
	const name = capitalised(weekdayName(first, locale), locale);
	if (group.date) return `${name}, ${dayWords(group.date, locale).replace(/^\d+\. gada /, '')}`;
	if (group.weekdays.length === 7) return m.organisation_hours_every_day();
	return first === last ? name : `${name}–${weekdayName(last, locale)}`;
}

function spanWords({ from, to, openEnd, uncertain, comment }: OpenTimes, locale: Locale): string {
	const wholeDay = from === '00:00' && to === '24:00' && !openEnd;
	// Only by appointment, at whatever time.
	if (wholeDay && uncertain)
		return comment ? commentWords(comment) : m.organisation_hours_unknown();
	const begin = clock(from, locale);
	const span =
		to === null
			? m.organisation_hours_from({ time: begin })
			: wholeDay
				? m.organisation_hours_whole_day()
				: openEnd
					? m.organisation_hours_or_later({ times: `${begin}–${clock(to, locale)}` })
					: `${begin}–${clock(to, locale)}`;
	const remark = comment ? commentWords(comment) : uncertain && m.organisation_hours_not_certain();
	return remark ? `${span} (${remark})` : span;
}

/**
 * The one remark the syntax itself knows is said in the page's language; others stand as they were
 * written.
 */
function commentWords(comment: string): string {
	const { appointment, note } = remarkParts(comment);
	if (!appointment) return comment;
	return [m.organisation_hours_by_appointment(), ...(note ? [note] : [])].join(', ');
}

const listWords = (times: readonly OpenTimes[], locale: Locale) =>
	times.length === 0
		? m.organisation_hours_closed_day()
		: times.map((time) => spanWords(time, locale)).join(', ');

/** "10.00–12.30, 13.00–17.00", or "slēgts". */
export const timesWords = ({ times }: DayGroup, locale: Locale): string => listWords(times, locale);

/**
 * "Jūnijs–augusts", "15. maijs – 14. septembris", "1 May – 15 August". Days of the year are
 * "MM-DD".
 */
export function seasonWords(from: string, to: string, locale: Locale): string {
	const month = (day: string) =>
		locale === 'lv' ? latvianMonth(`2024-${day}`, 'nominative') : monthName(`2024-${day}`, locale);
	const date = (day: string) =>
		locale === 'lv'
			? `${Number(day.slice(3))}. ${month(day)}`
			: `${Number(day.slice(3))} ${month(day)}`;
	const whole = from.endsWith('-01') && `2024-${to}` === lastDayOf(`2024-${to.slice(0, 2)}`);
	const words = whole ? [month(from), month(to)] : [date(from), date(to)];
	return capitalised([...new Set(words)].join(whole ? '–' : ' – '), locale);
}

/** What a part of the year is called; null: it is the whole year. */
export function whenWords(when: When, locale: Locale): string | null {
	switch (when.kind) {
		case 'always':
			return null;
		case 'season': {
			const season = seasonWords(when.from, when.to, locale);
			return when.now ? m.organisation_hours_season_now({ season }) : season;
		}
		case 'weeks':
			if (when.now)
				return when.parity === 'odd'
					? m.organisation_hours_odd_weeks_now()
					: m.organisation_hours_even_weeks_now();
			return when.parity === 'odd'
				? m.organisation_hours_odd_weeks()
				: m.organisation_hours_even_weeks();
		case 'school-holidays':
			return m.organisation_hours_school();
		case 'next-days':
			return m.organisation_hours_next_days();
	}
}

/** What is said below the table, a sentence each. */
export function remarksOf(told: TimesTold, locale: Locale): string[] {
	const { otherwise, holidays, schoolHolidays, note } = told;
	const remarks: string[] = [];
	if (otherwise !== null)
		remarks.push(
			m.organisation_hours_otherwise({
				what: otherwise ? commentWords(otherwise) : m.organisation_hours_unknown()
			})
		);
	if (holidays === 'closed') remarks.push(m.organisation_hours_holidays_closed());
	else if (holidays === 'other') remarks.push(m.organisation_hours_holidays_other());
	else if (holidays)
		remarks.push(m.organisation_hours_holidays_times({ times: listWords(holidays, locale) }));
	if (schoolHolidays) remarks.push(m.organisation_hours_school_closed());
	if (note) remarks.push(m.organisation_hours_note({ note }));
	return remarks;
}

/** All that is said but for the present state, a line each: where there is no room for a table. */
export function hoursLines(hours: HoursTold, locale: Locale): string[] {
	if (!hours.readable) return [hours.raw];
	return [
		...hours.periods.flatMap(({ when, groups }) => {
			const name = whenWords(when, locale);
			return [
				...(name === null ? [] : [name]),
				...groups.map((group) => `${daysWords(group, locale)}: ${timesWords(group, locale)}`)
			];
		}),
		...remarksOf(hours, locale)
	];
}
