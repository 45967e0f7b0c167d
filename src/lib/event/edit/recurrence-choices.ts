// How a series repeats, as somebody who plans one chooses it, and the rule of RFC 5545 that says
// the same. Everything a choice leaves open follows from the first date ("each month on the second
// Tuesday" when that date is one), so that a choice and the first date can never contradict each
// other. A rule that no choice says, of an import perhaps, is kept letter for letter.
import { addDays, type Day } from '#lib/time/days.ts';
import {
	parseRule,
	ruleText,
	type RecurrenceRule,
	type RuleEnd,
	type RuleStart
} from '#lib/event/recurrence/recurrence-rule.ts';
import { weekdays, type Weekday } from '#lib/event/recurrence/weekdays.ts';

/** In the order they are offered. */
export const repetitions = [
	'once',
	'weekly',
	'fortnightly',
	/** On chosen weekdays, each week or every so many weeks. */
	'weekdays',
	/** On the date of the first: the 15th. */
	'month-date',
	/** On the weekday of the first: the second Tuesday. */
	'month-weekday',
	/** On the last weekday of that name: the last Friday. */
	'month-last',
	'yearly',
	/** As the rule that was read says. */
	'kept'
] as const;
export type Repetition = (typeof repetitions)[number];

export interface RepeatChoices {
	repeats: Repetition;
	/** Every so many weeks, months or years; 1 or more. Fortnights and what is kept have none: 1. */
	interval: number;
	/** Of `weekdays` alone; otherwise empty. */
	weekdays: Weekday[];
	end: RuleEnd;
}

/** The weekday of a day. */
export function weekdayOf(day: Day): Weekday {
	return weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';
}

/** Which of its month's Tuesdays a Tuesday is: 1 to 5. */
const nthOf = (day: Day) => Math.ceil(Number(day.slice(8, 10)) / 7);
/** Whether a day is the last of its weekday in its month. */
export const isLastOfItsName = (day: Day) => addDays(day, 7).slice(0, 7) !== day.slice(0, 7);

const once: RepeatChoices = {
	repeats: 'once',
	interval: 1,
	weekdays: [],
	end: { kind: 'never' }
};

/** What choice a rule is, its end aside; null: none. */
function patternOf(
	rule: RecurrenceRule,
	first: Day
): Pick<RepeatChoices, 'repeats' | 'interval' | 'weekdays'> | null {
	const { frequency, interval, monthDays, months, positions } = rule;
	const startDay = weekdayOf(first);
	const date = Number(first.slice(8, 10));
	const plain = rule.weekdays.every(({ nth }) => nth === null);
	const days = weekdays.filter((day) => rule.weekdays.some(({ weekday }) => weekday === day));
	const onFirstDate = monthDays.length === 0 || (monthDays.length === 1 && monthDays[0] === date);
	const simple = (repeats: Repetition) => ({ repeats, interval, weekdays: [] });

	if (frequency === 'yearly') {
		const month = Number(first.slice(5, 7));
		const named = months.length === 1 && months[0] === month;
		if (days.length > 0 || positions.length > 0 || !onFirstDate) return null;
		// A date without its month would be each month's.
		return named || (months.length === 0 && monthDays.length === 0) ? simple('yearly') : null;
	}
	if (months.length > 0) return null;
	if (frequency === 'monthly') {
		if (days.length === 0)
			return onFirstDate && positions.length === 0 ? simple('month-date') : null;
		const [only] = rule.weekdays;
		if (rule.weekdays.length > 1 || only?.weekday !== startDay || monthDays.length > 0) return null;
		const [nth, more] = only.nth === null ? positions : [only.nth, ...positions];
		if (nth === undefined || more !== undefined) return null;
		if (nth === nthOf(first)) return simple('month-weekday');
		return nth === -1 && isLastOfItsName(first) ? simple('month-last') : null;
	}
	if (positions.length > 0 || monthDays.length > 0 || !plain) return null;
	if (frequency === 'daily') {
		if (interval > 1) return null;
		return {
			repeats: 'weekdays',
			interval,
			weekdays: days.length > 0 ? days : [...weekdays]
		};
	}
	// Where a week begins matters only when weeks are left out.
	if (interval > 1 && rule.weekStart !== 'MO' && days.length > 1) return null;
	if (days.length > 1 || (days[0] !== undefined && days[0] !== startDay))
		return { repeats: 'weekdays', interval, weekdays: days };
	return interval === 2 ? { repeats: 'fortnightly', interval: 1, weekdays: [] } : simple('weekly');
}

/**
 * What was chosen to get a rule.
 * @param rule null: one date
 */
export function choicesFrom(rule: string | null, start: RuleStart): RepeatChoices {
	if (rule === null) return once;
	const { rule: parsed } = parseRule(rule, start);
	if (!parsed) return { ...once, repeats: 'kept' };
	const pattern = patternOf(parsed, start.startsLocal.slice(0, 10));
	return { ...once, ...(pattern ?? { repeats: 'kept' }), end: parsed.end };
}

/** The parts of a rule that a choice means; `kept` has no such parts. */
function rulePartsOf(
	{ repeats, interval, weekdays: days }: RepeatChoices,
	first: Day
): Pick<RecurrenceRule, 'frequency' | 'interval' | 'weekdays'> {
	const startDay = weekdayOf(first);
	switch (repeats) {
		case 'fortnightly':
			return { frequency: 'weekly', interval: 2, weekdays: [] };
		case 'weekdays':
			return {
				frequency: 'weekly',
				interval,
				weekdays: weekdays
					.filter((day) => days.includes(day))
					.map((weekday) => ({ weekday, nth: null }))
			};
		case 'month-date':
			return { frequency: 'monthly', interval, weekdays: [] };
		case 'month-weekday':
			return {
				frequency: 'monthly',
				interval,
				weekdays: [{ weekday: startDay, nth: nthOf(first) }]
			};
		case 'month-last':
			return { frequency: 'monthly', interval, weekdays: [{ weekday: startDay, nth: -1 }] };
		case 'yearly':
			return { frequency: 'yearly', interval, weekdays: [] };
		default:
			return { frequency: 'weekly', interval, weekdays: [] };
	}
}

const same = (a: RepeatChoices, b: RepeatChoices) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The rule that says what was chosen; null: one date.
 * @param was the rule as it was read: what `kept` keeps, and the text that stays as it is where the
 * choices still say the same
 */
export function ruleFrom(
	choices: RepeatChoices,
	start: RuleStart,
	was: string | null = null
): string | null {
	if (choices.repeats === 'once') return null;
	if (was !== null && same(choicesFrom(was, start), choices)) return was;
	if (choices.repeats === 'kept') {
		const { rule } = was === null ? { rule: null } : parseRule(was, start);
		return rule ? ruleText({ ...rule, end: choices.end }, start) : was;
	}
	return ruleText(
		{
			...rulePartsOf(choices, start.startsLocal.slice(0, 10)),
			monthDays: [],
			months: [],
			positions: [],
			weekStart: 'MO',
			end: choices.end
		},
		start
	);
}
