// The dates a series will have, for the form: what it says in words, its next dates, and those that
// are left out. Rules are read with a library the browser does not get, so the browser asks for
// this.
import { valuesOf, type Typed } from '#lib/form/form.ts';
import { dayWords } from '#lib/time/dates.ts';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import type { Day } from '#lib/time/days.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { network } from '#network';
import { readOwnParts } from './event-form.ts';
import { expand, type Series } from '#lib/event/recurrence/recurrence.ts';
import { seriesWords } from '#lib/event/recurrence/recurrence-words.ts';
import type { RepetitionWords, SeriesPreview } from './form-view.ts';
import { isLastOfItsName, ruleFrom } from './recurrence-choices.ts';

/** Dates shown at once: a year of weeks. */
const maxShown = 53;

/** Fields that decide when an event is. */
const timeFields = [
	'exactness',
	'starts_day',
	'starts_time',
	'ends_day',
	'ends_time',
	'time_was',
	'time_zone',
	'repeats',
	'interval',
	'weekdays',
	'ends',
	'count',
	'until',
	'rule',
	'left_out'
];

/** A series in words; null for one date, or where there is no short way to say it. */
export function wordsOf(series: Series, locale: Locale): string | null {
	const { rule } = series;
	return rule === null ? null : seriesWords({ ...series, rule }, locale);
}

/**
 * What each choice means for a series that begins on a day, in words; a choice that does not follow
 * from the day, or that the day is not fit for, has none.
 */
export function repetitionsFrom(first: Day | undefined, locale: Locale): RepetitionWords {
	if (first === undefined) return {};
	const start = { startsLocal: `${first}T12:00:00`, timeZone: network.timeZone, allDay: false };
	const ofDay = ['weekly', 'fortnightly', 'month-date', 'month-weekday', 'yearly'] as const;
	const fit = isLastOfItsName(first) ? [...ofDay, 'month-last' as const] : ofDay;
	return Object.fromEntries(
		fit.flatMap((repeats) => {
			const choices = { repeats, interval: 1, weekdays: [], end: { kind: 'never' } as const };
			const rule = ruleFrom(choices, start);
			const words = rule === null ? null : seriesWords({ ...start, rule }, locale);
			return words === null ? [] : [[repeats, capitalised(words, locale)]];
		})
	);
}

const nothing: SeriesPreview = {
	words: null,
	problems: [],
	dates: [],
	alsoOut: [],
	count: 0,
	more: 0,
	knownUntil: null
};

/** @param today in the network's zone */
export function previewOf(series: Series, today: Day, locale: Locale): SeriesPreview {
	const first = series.startsLocal.slice(0, 10);
	const { dates, knownUntil } = expand({ ...series, exceptions: [] }, today);
	const out = new Set(series.exceptions.map((time) => time.slice(0, 10)));
	const days = dates.map(({ starts }) => starts.slice(0, 10));
	const ahead = days.filter((day) => day >= today);
	const shown = (ahead.length > 0 ? ahead : days).slice(0, maxShown);
	return {
		words: wordsOf(series, locale),
		problems: [],
		dates: shown.map((day) => ({
			day,
			words: `${dayWords(day, locale)}, ${weekdayWords(day, locale)}`,
			out: out.has(day),
			first: day === first
		})),
		alsoOut: [...out].filter((day) => !shown.includes(day)),
		count: days.filter((day) => !out.has(day)).length,
		more: Math.max(0, (ahead.length > 0 ? ahead : days).length - shown.length),
		knownUntil: knownUntil && dayWords(knownUntil, locale, 'until')
	};
}

/**
 * The dates that follow from what is typed so far, whatever else is still missing; null while it is
 * no series.
 */
export async function previewTyped(
	typed: Typed,
	today: Day,
	locale: Locale
): Promise<SeriesPreview | null> {
	const times = Object.entries(typed).filter(([name]) => timeFields.includes(name));
	const read = await readOwnParts(valuesOf(Object.fromEntries(times)));
	if (!read.ok) return { ...nothing, problems: read.problems };
	return read.values.series.rule === null ? null : previewOf(read.values.series, today, locale);
}
