// From the fields of a form to when an event is: its first date in local time, the rule of its
// series with the days left out, and what is wrong with them. What is said about a series is in
// recurrence-choices.ts; here it becomes the rule, and the rule is tried out before anything is
// saved.
import { addDays, type Day } from '#lib/time/days.ts';
import type { Problem } from '#lib/form/form.ts';
import { m } from '#lib/paraglide/messages.js';
import { localTime, monthsLater } from '#lib/time/local-time.ts';
import { expand, problemOf, type Series } from '#lib/event/recurrence/recurrence.ts';
import { problemWords } from '#lib/event/recurrence/problem-words.ts';
import type { Fields } from './event-schema.ts';
import { keptLastDay, timeBefore } from './kept-length.ts';
import { ruleFrom } from './recurrence-choices.ts';
import { localFrom } from '#lib/time/written-dates.ts';

/** Beginning and end in local time; null while something of it is missing. */
export function spanOf(value: Partial<Fields>): { starts: string; ends: string } | null {
	const { exactness, starts_day: first, ends_day, starts_time, ends_time } = value;
	if (typeof first !== 'string') return null;
	const last = keptLastDay(first, ends_day ?? null, timeBefore(value.time_was));
	switch (exactness) {
		case 'month':
			return wholePeriod(`${first.slice(0, 7)}-01`, 1);
		case 'year':
			return wholePeriod(`${first.slice(0, 4)}-01-01`, 12);
		case 'day':
			return { starts: `${first}T00:00:00`, ends: `${addDays(last, 1)}T00:00:00` };
		default:
			if (typeof starts_time !== 'string' || typeof ends_time !== 'string') return null;
			return {
				starts: localFrom(first, starts_time),
				// Until midnight is until the end of the day; date fields know no 24:00.
				ends: localFrom(last, ends_time === '00:00' && last === first ? '24:00' : ends_time)
			};
	}
}

function wholePeriod(first: Day, months: number): { starts: string; ends: string } {
	const starts = `${first}T00:00:00`;
	return { starts, ends: localTime(monthsLater(starts, months)) };
}

/** The series that was chosen, its exceptions those that the rule gives. */
export function seriesOf(value: Fields, span: { starts: string; ends: string }): Series {
	const start = {
		startsLocal: span.starts,
		timeZone: value.time_zone,
		allDay: value.exactness !== 'time'
	};
	const rule = ruleFrom(
		{
			repeats: value.repeats,
			interval: value.repeats === 'fortnightly' ? 1 : (value.interval ?? 1),
			weekdays: value.repeats === 'weekdays' ? value.weekdays : [],
			end:
				value.ends === 'count' && value.count !== null
					? { kind: 'count', count: value.count }
					: value.ends === 'until' && value.until !== null
						? { kind: 'until', day: value.until }
						: { kind: 'never' }
		},
		start,
		value.rule
	);
	const series: Series = { ...start, endsLocal: span.ends, rule, exceptions: [] };
	if (rule === null || value.left_out.length === 0 || problemOf(series, series.startsLocal))
		return series;
	// A day the rule no longer gives is not left out: it is simply none of the dates.
	const { dates, knownUntil } = expand(series, span.starts.slice(0, 10));
	const days = new Set(value.left_out);
	const given = dates.map(({ starts }) => starts).filter((starts) => days.has(starts.slice(0, 10)));
	const later = value.left_out
		.filter((one) => knownUntil !== null && one > knownUntil)
		.map((one) => `${one}T${span.starts.slice(11)}`);
	return { ...series, exceptions: [...given, ...later].sort() };
}

/** What is wrong with when it is, once every field of it could be read. */
export function problemOfTime(value: Fields): Problem | null {
	const span = spanOf(value);
	if (!span) return null;
	if (span.ends <= span.starts) {
		return span.ends.slice(0, 10) < value.starts_day
			? { field: 'ends_day', message: m.edit_event_problem_end_day() }
			: { field: 'ends_time', message: m.edit_event_problem_end() };
	}
	const series = seriesOf(value, span);
	const found = problemOf(series, series.startsLocal.slice(0, 10));
	if (!found) return null;
	const field =
		found === 'until' || found === 'until-before-start' || found === 'too-far'
			? 'until'
			: found === 'count' || found === 'too-many'
				? 'count'
				: found === 'first-excepted'
					? 'left_out'
					: 'repeats';
	return { field, message: problemWords(found) };
}
