// A series in words: "katra mēneša otrajā otrdienā, līdz 2027. gada 8. jūnijam", "on the second
// Tuesday of every month, until 8 June 2027". For the server, since rules are read with Temporal.
import type { Locale } from '#lib/i18n/languages.ts';
import { english } from './english.ts';
import { sayable, type Grammar, type MonthDays, type Nth } from './grammar.ts';
import { latvian } from './latvian.ts';
import { parseRule, type RecurrenceRule, type RuleStart } from './recurrence-rule.ts';
import { weekdays } from './weekdays.ts';

/** The days of a month a rule names; undefined where people have no short way to say it. */
function monthDaysOf(rule: RecurrenceRule): MonthDays | undefined {
	const { weekdays: days, monthDays, positions } = rule;
	const [position] = positions;
	if (monthDays.length > 0) {
		if (days.length > 0 || position !== undefined) return undefined;
		if (monthDays.some((date) => date < -1)) return undefined;
		return { kind: 'dates', dates: monthDays.toSorted((a, b) => (a < 0 ? 1 : b < 0 ? -1 : a - b)) };
	}
	if (position !== undefined) {
		if (positions.length > 1 || !sayable(position) || days.some(({ nth }) => nth !== null))
			return undefined;
		const of = days.map(({ weekday }) => weekday);
		const [only] = of;
		return only && of.length === 1
			? { kind: 'weekdays', weekdays: [{ weekday: only, nth: position }] }
			: { kind: 'either', nth: position, of };
	}
	const numbered = days.filter((day): day is Nth => day.nth !== null && sayable(day.nth));
	if (numbered.length === 0 || numbered.length < days.length) return undefined;
	return { kind: 'weekdays', weekdays: numbered };
}

/** The rule without its end, in words; null where there is no short way to say it. */
function patternOf(rule: RecurrenceRule, start: RuleStart, say: Grammar): string | null {
	const { frequency, interval, months } = rule;
	const at = new Date(`${start.startsLocal.slice(0, 10)}T00:00Z`);
	const startDay = weekdays[(at.getUTCDay() + 6) % 7] ?? 'MO';
	const plainDays = rule.weekdays.every(({ nth }) => nth === null);
	const days = weekdays.filter((day) => rule.weekdays.some(({ weekday }) => weekday === day));
	const within = months.length > 0 ? `, ${say.onlyIn(months.toSorted((a, b) => a - b))}` : '';
	const nothingElse = rule.monthDays.length === 0 && rule.positions.length === 0;

	if (frequency === 'daily' && nothingElse) {
		if (days.length === 0) return say.everyDay(interval) + within;
		return interval === 1 ? say.everyWeek(1, days) + within : null;
	}
	if (frequency === 'weekly' && nothingElse) {
		if (days.length === 7 && interval === 1) return say.everyDay(1) + within;
		return say.everyWeek(interval, days.length > 0 ? days : [startDay]) + within;
	}
	const given = monthDaysOf(rule);
	const byStart: MonthDays = { kind: 'dates', dates: [at.getUTCDate()] };
	const ruled = rule.weekdays.length > 0 || !nothingElse;
	if (frequency === 'monthly') {
		// "Every Tuesday of every month" is every Tuesday.
		if (ruled && !given)
			return plainDays && nothingElse && interval === 1 ? say.everyWeek(1, days) + within : null;
		return say.everyMonth(interval, say.inMonth(given ?? byStart)) + within;
	}
	if (frequency === 'yearly') {
		const named = months.length > 0 ? months : ruled ? [] : [at.getUTCMonth() + 1];
		const [month] = named;
		if (month === undefined || named.length > 1 || (ruled && !given)) return null;
		return say.everyYear(interval, say.inNamedMonth(month, given ?? byStart));
	}
	return null;
}

/**
 * When a series is held, beginning in lower case: "katra mēneša otrajā otrdienā, pavisam 4 reizes".
 * Its hour is not said.
 * @param counted whether to say how many times; a page that counts its dates says it already
 * @returns null when the rule cannot be read or is too odd for a short sentence; its dates tell it
 * then
 */
export function seriesWords(
	series: { rule: string } & RuleStart,
	locale: Locale,
	counted = true
): string | null {
	const { rule } = parseRule(series.rule, series);
	if (!rule) return null;
	const say = locale === 'lv' ? latvian : english;
	const pattern = patternOf(rule, series, say);
	if (pattern === null) return null;
	if (rule.end.kind === 'count' && counted) return `${pattern}, ${say.times(rule.end.count)}`;
	if (rule.end.kind === 'until') return `${pattern}, ${say.until(rule.end.day)}`;
	return pattern;
}
