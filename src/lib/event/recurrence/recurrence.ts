// Series of dates by RFC 5545: which dates follow from a rule, what is wrong with one, and how a
// series goes on, ends or is cut in two. Everything is reckoned in the event's own local time, so
// 19:00 stays 19:00 across a clock change; local-time.ts says which instants that is. A rule whose
// time does not exist on some night is not skipped but falls later by as much as the clock jumps:
// calendars do the same, and a date nobody is told of is worse than one an hour late.
//
// The database keeps the dates as rows (internal.save_occurrences); single dates that are moved,
// changed or cancelled are changes of those rows, known by the start the rule gave them, and
// survive every renewal.
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Day } from '#lib/time/days.ts';
import { localTime, monthsLater, shifted, timeOf, type LocalTime } from '#lib/time/local-time.ts';
import { parseRule, ruleText, type RecurrenceRule, type RuleProblem } from './recurrence-rule.ts';

/** What decides when an event is. */
export interface Series {
	startsLocal: LocalTime;
	/** Whole days end at the midnight after the last one. */
	endsLocal: LocalTime;
	timeZone: string;
	allDay: boolean;
	/** RFC 5545 rule without DTSTART; null: one date. */
	rule: string | null;
	/** Dates the rule gives and that are not held. */
	exceptions: readonly LocalTime[];
}

/** One date in the event's local time. */
export interface LocalDate {
	starts: LocalTime;
	ends: LocalTime;
}

export interface Expansion {
	/** In order of time; at least one. */
	dates: LocalDate[];
	/**
	 * The last day up to which an open-ended series is worked out; null when the series has an end.
	 */
	knownUntil: Day | null;
}

/** Months an open-ended series is known for after somebody said that it goes on. */
export const monthsKnown = 6;
/** More dates than a series of people has; a slip in a rule must not fill the directory. */
export const maxDates = 1000;
/** Years after its first date in which a series must be over. */
const maxYears = 30;
/**
 * Periods looked through before a rule is taken to give nothing more: four centuries of months, so
 * that 29 February is met.
 */
const maxPeriods = 4800;

export type SeriesProblem =
	| RuleProblem
	/** No such day ever comes, e.g. 30 February. */
	| 'never'
	/** The event's first date is not one the rule gives. */
	| 'first-date'
	| 'until-before-start'
	| 'too-many'
	| 'too-far'
	/** A date would begin before the one before it ends. */
	| 'overlap'
	| 'exception-elsewhere'
	| 'first-excepted'
	| 'ends-before-start'
	| 'all-day-time';

const freq = { daily: 'DAILY', weekly: 'WEEKLY', monthly: 'MONTHLY', yearly: 'YEARLY' } as const;

/**
 * Local starts a rule gives, from the first one to the end of a day, at most `most`. Reckoned in
 * UTC, which has no clock changes: the clock of the event's zone is put on afterwards.
 * @returns null when the rule never gives any
 */
function startsOf(
	rule: RecurrenceRule,
	first: LocalTime,
	until: Day,
	max: number
): LocalTime[] | null {
	const given = <T>(list: T[]) => (list.length > 0 ? list : undefined);
	const generator = new RRuleTemporal({
		freq: freq[rule.frequency],
		interval: rule.interval,
		byDay: given(rule.weekdays.map(({ weekday, nth }) => `${nth ?? ''}${weekday}`)),
		byMonthDay: given(rule.monthDays),
		byMonth: given(rule.months),
		bySetPos: given(rule.positions),
		wkst: rule.weekStart,
		dtstart: Temporal.PlainDateTime.from(first).toZonedDateTime('UTC'),
		maxIterations: maxPeriods,
		cache: false
	});
	const starts: LocalTime[] = [];
	try {
		generator.all((date) => {
			const local = date.toPlainDateTime().toString({ smallestUnit: 'second' });
			if (local.slice(0, 10) > until || starts.length >= max) return false;
			starts.push(local);
			return true;
		});
	} catch {
		// The generator gives up after so many periods; what it found before stands.
	}
	return starts.length > 0 ? starts : null;
}

const dayOfLocal = (local: LocalTime): Day => local.slice(0, 10);

/** The dates of a series, or what is wrong with it. */
function workOut(series: Series, renewedOn: Day): Expansion | SeriesProblem {
	const first = localTime(series.startsLocal);
	const last = localTime(series.endsLocal);
	if (last <= first) return 'ends-before-start';
	if (series.allDay && [first, last].some((time) => timeOf(time) !== '00:00:00'))
		return 'all-day-time';
	if (series.rule === null) {
		return series.exceptions.length > 0
			? 'exception-elsewhere'
			: { dates: [{ starts: first, ends: last }], knownUntil: null };
	}
	const { rule, problem } = parseRule(series.rule, series);
	if (!rule) return problem;

	const horizon = dayOfLocal(monthsLater(first, 12 * maxYears));
	const open = rule.end.kind === 'never';
	const renewed = renewedOn > dayOfLocal(first) ? renewedOn : dayOfLocal(first);
	const knownUntil = open ? dayOfLocal(monthsLater(`${renewed}T00:00:00`, monthsKnown)) : null;
	const until = knownUntil ?? (rule.end.kind === 'until' ? rule.end.day : horizon);
	if (until < dayOfLocal(first)) return 'until-before-start';
	if (until > horizon) return 'too-far';
	const count = rule.end.kind === 'count' ? rule.end.count : maxDates + 1;
	if (rule.end.kind === 'count' && count > maxDates) return 'too-many';
	const starts = startsOf(rule, first, until, count);
	if (!starts) return startsOf(rule, first, '9999-12-31', 1) ? 'first-date' : 'never';
	if (starts.length > maxDates) return 'too-many';
	if (starts[0] !== first) return 'first-date';
	if (rule.end.kind === 'count' && starts.length < count) return 'too-far';

	const exceptions = new Set(series.exceptions.map(localTime));
	if (exceptions.has(first)) return 'first-excepted';
	const known = new Set(starts);
	// What lies beyond the known end of an open-ended series cannot be judged yet.
	if ([...exceptions].some((time) => !known.has(time) && (!open || dayOfLocal(time) <= until)))
		return 'exception-elsewhere';
	const dates = starts
		.filter((time) => !exceptions.has(time))
		.map((starts) => ({ starts, ends: shifted(starts, first, last) }));
	if (dates.some(({ starts }, index) => starts < (dates[index - 1]?.ends ?? ''))) return 'overlap';
	return { dates, knownUntil };
}

/**
 * What is wrong with a series, or null. Its words are in recurrence-words.ts.
 * @throws RangeError when a local time cannot be read or the zone is unknown
 */
export function problemOf(series: Series, renewedOn: Day): SeriesProblem | null {
	const found = workOut(series, renewedOn);
	return typeof found === 'string' ? found : null;
}

/**
 * Every date of an event or series. An open-ended one is worked out for six months from its last
 * renewal (or from its first date, where that is later) and must be renewed then.
 * @param renewedOn the day somebody last said that the series goes on
 * @throws Error when `problemOf` finds something
 */
export function expand(series: Series, renewedOn: Day): Expansion {
	const found = workOut(series, renewedOn);
	if (typeof found === 'string') throw new Error(`not a series: ${found} (${series.rule})`);
	return found;
}

/**
 * The starts a rule gives up to the end of a day, exceptions among them; none when it is no rule.
 * Without the limits of a series: what is asked is only whether a date is one of them.
 */
export function ruleStarts(series: Series, until: Day): LocalTime[] {
	if (series.rule === null) return [];
	const { rule } = parseRule(series.rule, series);
	if (!rule) return [];
	const { end } = rule;
	const last = end.kind === 'until' && end.day < until ? end.day : until;
	const max = end.kind === 'count' ? end.count : maxDates;
	return startsOf(rule, localTime(series.startsLocal), last, max) ?? [];
}

/**
 * "This and following": a series cut in two before one of its dates. The first part ends with the
 * date before; the second begins with `at` under the same rule and can then be changed freely.
 * Exceptions go with their part, a count is shared out.
 * @param at local start of the first date of the second part, as the rule gives it
 * @returns null when there is nothing before `at` or the rule does not give it
 */
export function splitSeries(series: Series, at: LocalTime): [Series, Series] | null {
	if (series.rule === null) return null;
	const { rule } = parseRule(series.rule, series);
	const first = localTime(series.startsLocal);
	const cut = localTime(at);
	if (!rule || cut <= first) return null;
	// All that lies before counts, also what is excepted: COUNT and EXDATE do not know of each other.
	const starts = startsOf(rule, first, dayOfLocal(cut), maxDates + 1) ?? [];
	const before = starts.findIndex((time) => time === cut);
	const counted = rule.end.kind === 'count' ? rule.end.count : null;
	if (before < 1 || (counted !== null && before >= counted)) return null;
	if (rule.end.kind === 'until' && dayOfLocal(cut) > rule.end.day) return null;

	const lastBefore = dayOfLocal(starts[before - 1] ?? first);
	const exceptions = series.exceptions.map(localTime);
	const part = (end: RecurrenceRule['end']) => ruleText({ ...rule, end }, series);
	return [
		{
			...series,
			rule: part(
				counted === null ? { kind: 'until', day: lastBefore } : { kind: 'count', count: before }
			),
			exceptions: exceptions.filter((time) => time < cut)
		},
		{
			...series,
			startsLocal: cut,
			endsLocal: shifted(cut, first, localTime(series.endsLocal)),
			rule: part(counted === null ? rule.end : { kind: 'count', count: counted - before }),
			exceptions: exceptions.filter((time) => time >= cut)
		}
	];
}
