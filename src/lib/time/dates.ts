// Dates and times in words, Latvian and English, by the habits of each: "2026. gada 16. februārī
// plkst. 10.00–16.00", "16 February 2026, 10:00–16:00". Small and without a library, since the
// browser uses it too.
import { network } from '#network';
import { languageTags, latvianMonth, monthName } from './calendar-names.ts';
import {
	dayOf,
	daysBetween,
	offsetAt,
	offsetText,
	wallClock,
	type Day,
	type Instant
} from './days.ts';
import type { Locale } from '#lib/i18n/languages.ts';

/** When something is: two instants, and how exactly they are meant. `EventDate` is one. */
export interface Span {
	startsAt: string;
	/** Exclusive: what ends at midnight does not reach into the next day. */
	endsAt: string;
	allDay: boolean;
	/** Of some past events only the month or the year is known. */
	precision: 'minute' | 'day' | 'month' | 'year';
	/** IANA zone the date is told in; the network's when missing. */
	timeZone?: string;
}

/**
 * `name`: the date as a label, "2013. gada decembris". `when`: as the answer to "when", "2013. gada
 * decembrī". `until`: after "līdz", "2013. gada decembrim".
 */
export type DateForm = 'name' | 'when' | 'until';

/** The case a Latvian month stands in, by what the date answers. */
const caseOf = { name: 'nominative', when: 'locative', until: 'dative' } as const;

const zoneOf = (span: Span) => span.timeZone ?? network.timeZone;
const numbers = (day: Day) => {
	const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
	return { year, month, date };
};

/** First and last calendar day of a span. */
export function daysOf(span: Span): { first: Day; last: Day } {
	const first = dayOf(span.startsAt, zoneOf(span));
	const last = dayOf(new Date(Date.parse(span.endsAt) - 1), zoneOf(span));
	return { first, last: last < first ? first : last };
}

/** One day: "2026. gada 16. februārī", "16 February 2026". */
export function dayWords(day: Day, locale: Locale, form: DateForm = 'name'): string {
	const { year, date } = numbers(day);
	if (locale === 'en') return `${date} ${monthName(day, 'en')} ${year}`;
	return `${year}. gada ${date}. ${latvianMonth(day, caseOf[form])}`;
}

/** The day of an instant in the network's zone, e.g. of a last change. */
export function instantWords(instant: Instant, locale: Locale, form: DateForm = 'name'): string {
	return dayWords(dayOf(instant, network.timeZone), locale, form);
}

/**
 * When something was done, to the minute: "2026. gada 16. februārī plkst. 10.05", "16 February
 * 2026, 10:05".
 */
export function momentWords(instant: Instant, locale: Locale): string {
	const day = instantWords(instant, locale, 'when');
	const clock = clockWords(instant, locale, network.timeZone);
	return locale === 'lv' ? `${day} plkst. ${clock}` : `${day}, ${clock}`;
}

/** Heading of a month in an agenda: "2026. gada decembris", "December 2026". */
export function monthWords(day: Day, locale: Locale, form: DateForm = 'name'): string {
	const { year } = numbers(day);
	if (locale === 'en') return `${monthName(day, 'en')} ${year}`;
	return `${year}. gada ${latvianMonth(day, caseOf[form])}`;
}

function latvianRange(first: Day, last: Day, form: DateForm): string {
	const a = numbers(first);
	const b = numbers(last);
	if (a.year !== b.year) {
		return `no ${a.year}. gada ${a.date}. ${latvianMonth(first, 'genitive')} līdz ${b.year}. gada ${b.date}. ${latvianMonth(last, 'dative')}`;
	}
	if (a.month !== b.month) {
		return `no ${a.year}. gada ${a.date}. ${latvianMonth(first, 'genitive')} līdz ${b.date}. ${latvianMonth(last, 'dative')}`;
	}
	return `${a.year}. gada ${a.date}.–${b.date}. ${latvianMonth(last, caseOf[form])}`;
}

function englishRange(first: Day, last: Day): string {
	const a = numbers(first);
	const b = numbers(last);
	if (a.year === b.year && a.month === b.month) return `${a.date}–${dayWords(last, 'en')}`;
	const start = dayWords(first, 'en');
	return `${a.year === b.year ? start.slice(0, -5) : start} – ${dayWords(last, 'en')}`;
}

/** The date of a span without its time, as exact as it is known. */
export function dateWords(span: Span, locale: Locale, form: DateForm = 'when'): string {
	const { first, last } = daysOf(span);
	const { year } = numbers(first);
	if (span.precision === 'year') {
		if (locale === 'en') return String(year);
		return `${year}. ${{ name: 'gads', when: 'gadā', until: 'gadam' }[form]}`;
	}
	if (span.precision === 'month') return monthWords(first, locale, form);
	if (first === last) return dayWords(first, locale, form);
	return locale === 'lv' ? latvianRange(first, last, form) : englishRange(first, last);
}

const hasTime = (span: Span) => span.precision === 'minute' && !span.allDay;

/** "10.00" in Latvian, "10:00" in English; midnight at the end of a day is 24. */
export function clockWords(instant: Instant, locale: Locale, zone: string, end = false): string {
	const { hour, minute } = wallClock(instant, zone);
	const shown = end && hour === 0 && minute === 0 ? 24 : hour;
	return [shown, minute]
		.map((part) => String(part).padStart(2, '0'))
		.join(locale === 'lv' ? '.' : ':');
}

/**
 * "plkst. 10.00–16.00", "10:00–16:00"; null when no time is known or it lasts whole days or several
 * days.
 */
export function timeWords(span: Span, locale: Locale): string | null {
	const { first, last } = daysOf(span);
	if (!hasTime(span) || first !== last) return null;
	const zone = zoneOf(span);
	const range = `${clockWords(span.startsAt, locale, zone)}–${clockWords(span.endsAt, locale, zone, true)}`;
	return locale === 'lv' ? `plkst. ${range}` : range;
}

/**
 * Date and time together: "2026. gada 16. februārī plkst. 10.00–16.00". Several days with a time
 * tell both ends: "no 2026. gada 3. jūnija plkst. 10.00 līdz 5. jūnija plkst. 16.00".
 */
export function spanWords(span: Span, locale: Locale): string {
	const { first, last } = daysOf(span);
	const date = dateWords(span, locale);
	if (!hasTime(span)) return date;
	if (first === last) {
		const time = timeWords(span, locale);
		return locale === 'lv' ? `${date} ${time}` : `${date}, ${time}`;
	}
	const start = clockWords(span.startsAt, locale, zoneOf(span));
	const end = clockWords(span.endsAt, locale, zoneOf(span), true);
	if (locale === 'en')
		return `${dayWords(first, 'en')}, ${start} – ${dayWords(last, 'en')}, ${end}`;
	const genitive = (day: Day, year: boolean) => {
		const parts = numbers(day);
		return `${year ? `${parts.year}. gada ` : ''}${parts.date}. ${latvianMonth(day, 'genitive')}`;
	};
	const newYear = numbers(first).year !== numbers(last).year;
	return `no ${genitive(first, true)} plkst. ${start} līdz ${genitive(last, newYear)} plkst. ${end}`;
}

/**
 * A deadline after "līdz" or "by": "2026. gada 2. decembrim", with a time "2026. gada 2. decembra
 * plkst. 12.00". What ends at midnight ends with the day before, as people say it.
 */
export function untilWords(
	instant: Instant,
	locale: Locale,
	zone: string = network.timeZone
): string {
	const clock = clockWords(instant, locale, zone);
	const midnight = /^00.00$/.test(clock);
	const day = dayOf(midnight ? new Date(new Date(instant).getTime() - 1) : instant, zone);
	if (locale === 'en') return midnight ? dayWords(day, 'en') : `${dayWords(day, 'en')}, ${clock}`;
	const { year, date } = numbers(day);
	const month = latvianMonth(day, midnight ? 'dative' : 'genitive');
	return `${year}. gada ${date}. ${month}${midnight ? '' : ` plkst. ${clock}`}`;
}

/**
 * A beginning after "no" or "from": "2026. gada 12. marta plkst. 10.00", "12 March 2026, 10:00".
 * @param timed false: only the day is told
 */
export function fromWords(
	instant: Instant,
	locale: Locale,
	zone: string = network.timeZone,
	timed = true
): string {
	const day = dayOf(instant, zone);
	const clock = clockWords(instant, locale, zone);
	if (locale === 'en') return timed ? `${dayWords(day, 'en')}, ${clock}` : dayWords(day, 'en');
	const { year, date } = numbers(day);
	const words = `${year}. gada ${date}. ${latvianMonth(day, 'genitive')}`;
	return timed ? `${words} plkst. ${clock}` : words;
}

/** Words of this file without the year, where it is this year and nobody would ask. */
export function withoutThisYear(words: string, today: Day, locale: Locale): string {
	const year = today.slice(0, 4);
	return locale === 'lv'
		? words.replaceAll(`${year}. gada `, '')
		: words.replaceAll(new RegExp(` ${year}(?!\\d)`, 'g'), '');
}

/**
 * As short as a pin on a map allows: "12. dec.", "3.–5. jūn.", "12 Dec"; "2013. g. dec.", "Dec
 * 2013" and "2013" where no day is known.
 */
export function shortWords(span: Span, locale: Locale): string {
	const { first, last } = daysOf(span);
	const { year, month, date } = numbers(first);
	const name = monthName(first, locale, 'short');
	if (span.precision === 'year') return String(year);
	if (span.precision === 'month')
		return locale === 'lv' ? `${year}. g. ${name}` : `${name} ${year}`;
	const sameMonth = numbers(last).month === month && numbers(last).year === year;
	const days = first !== last && sameMonth ? [date, numbers(last).date] : [date];
	return locale === 'lv'
		? `${days.map((day) => `${day}.`).join('–')} ${name}`
		: `${days.join('–')} ${name}`;
}

/** "vakar", "šodien", "rīt"; null for any other day. */
export function nearDayWords(day: Day, today: Day, locale: Locale): string | null {
	const distance = daysBetween(today, day);
	if (Math.abs(distance) > 1) return null;
	return new Intl.RelativeTimeFormat(languageTags[locale], { numeric: 'auto' }).format(
		distance,
		'day'
	);
}

/** Value of `<time datetime>`: exactly as much as is known. */
export function dateTimeAttribute(span: Span): string {
	const { first } = daysOf(span);
	if (span.precision === 'year') return first.slice(0, 4);
	if (span.precision === 'month') return first.slice(0, 7);
	if (!hasTime(span)) return first;
	return zonedIso(span.startsAt, zoneOf(span));
}

/** ISO 8601 with the zone's offset: `2026-02-16T10:00+02:00`. */
export function zonedIso(instant: Instant, zone: string = network.timeZone): string {
	const { hour, minute } = wallClock(instant, zone);
	const clock = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
	return `${dayOf(instant, zone)}T${clock}${offsetText(offsetAt(instant, zone))}`;
}

/** Whether it is over at `now`. */
export function isOver(span: Pick<Span, 'endsAt'>, now: Date): boolean {
	return Date.parse(span.endsAt) <= now.getTime();
}

/** Today in the network's zone. */
export function todayAt(now: Date): Day {
	return dayOf(now, network.timeZone);
}
