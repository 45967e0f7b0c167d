// A series in words: "katra mēneša otrajā otrdienā, līdz 2027. gada 8. jūnijam", "on the second Tuesday of every month, until
// 8 June 2027". And what is wrong with a rule, in words an organiser understands. For the server, since rules are read with
// Temporal.
import { m } from '../../paraglide/messages.js';
import { latvianMonth, monthName } from '../../page/calendar-names.ts';
import { dayWords } from '../../page/dates.ts';
import type { Day } from '../../page/days.ts';
import type { Locale } from '../../page/paths.ts';
import type { SeriesProblem } from './recurrence.ts';
import { parseRule, type RecurrenceRule, type RuleStart } from './recurrence-rule.ts';
import { weekdays, type Weekday } from './weekdays.ts';

type Nth = { weekday: Weekday; nth: number };

const workdays = weekdays.slice(0, 5);

/** Stems of the Latvian weekdays; all are feminine in -a: otrdiena, otrdienu, otrdienā. */
const latvianDays: Record<Weekday, string> = {
	MO: 'pirmdien',
	TU: 'otrdien',
	WE: 'trešdien',
	TH: 'ceturtdien',
	FR: 'piektdien',
	SA: 'sestdien',
	SU: 'svētdien'
};
const englishDays: Record<Weekday, string> = {
	MO: 'Monday',
	TU: 'Tuesday',
	WE: 'Wednesday',
	TH: 'Thursday',
	FR: 'Friday',
	SA: 'Saturday',
	SU: 'Sunday'
};
/** Definite, feminine, locative: "otrajā otrdienā". */
const latvianNth: Record<number, string> = {
	1: 'pirmajā',
	2: 'otrajā',
	3: 'trešajā',
	4: 'ceturtajā',
	5: 'piektajā',
	[-1]: 'pēdējā',
	[-2]: 'priekšpēdējā'
};
const englishNth: Record<number, string> = {
	1: 'first',
	2: 'second',
	3: 'third',
	4: 'fourth',
	5: 'fifth',
	[-1]: 'last',
	[-2]: 'second-to-last'
};
/** "divās nedēļās", "divos mēnešos"; ten does not inflect, beyond it digits are read more easily. */
const latvianNumbers = [
	'divās',
	'trijās',
	'četrās',
	'piecās',
	'sešās',
	'septiņās',
	'astoņās',
	'deviņās'
];
/** "katru otro dienu". */
const latvianOrdinals = [
	'otro',
	'trešo',
	'ceturto',
	'piekto',
	'sesto',
	'septīto',
	'astoto',
	'devīto',
	'desmito'
];

/** Latvian counts 1, 21, 31, ... in the singular, but not 11. */
const singular = (count: number) => count % 10 === 1 && count % 100 !== 11;

/** "a", "a un b", "a, b un c". */
const listed = (words: readonly string[], and: string) =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;

const sameDays = (a: readonly Weekday[], b: readonly Weekday[]) =>
	a.length === b.length && b.every((day) => a.includes(day));

/** A day of some year, to ask for the name of a month. */
const monthDay = (month: number): Day => `2026-${String(month).padStart(2, '0')}-01`;

/** How each language says the parts; the shapes of rules are told apart once, in `patternOf`. */
interface Grammar {
	everyDay(interval: number): string;
	everyWeek(interval: number, days: Weekday[]): string;
	/** The days of a month that rules name, e.g. "1. un 15. datumā". */
	inMonth(days: MonthDays): string;
	everyMonth(interval: number, days: string): string;
	everyYear(interval: number, days: string): string;
	/** A day of a named month: "18. novembrī", "maija otrajā svētdienā". */
	inNamedMonth(month: number, days: MonthDays): string;
	onlyIn(months: number[]): string;
	times(count: number): string;
	until(day: Day): string;
}

type MonthDays =
	| { kind: 'dates'; dates: number[] }
	| { kind: 'weekdays'; weekdays: Nth[] }
	/** Which of several weekdays: "pēdējā darba dienā". */
	| { kind: 'either'; nth: number; of: Weekday[] };

const latvianInterval = (interval: number, one: string, feminine: boolean, several: string) => {
	const word = latvianNumbers[interval - 2];
	const number = word
		? feminine
			? word
			: word.replace(/ās$/, 'os')
		: interval === 10
			? 'desmit'
			: interval;
	return `reizi ${number} ${singular(interval) ? one : several}`;
};

const latvian: Grammar = {
	everyDay(interval) {
		if (interval === 1) return 'katru dienu';
		const ordinal = latvianOrdinals[interval - 2];
		return ordinal ? `katru ${ordinal} dienu` : latvianInterval(interval, 'dienā', true, 'dienās');
	},
	everyWeek(interval, days) {
		if (sameDays(days, workdays) && interval === 1) return 'katru darbdienu';
		if (interval === 1)
			return `katru ${listed(
				days.map((day) => `${latvianDays[day]}u`),
				'un'
			)}`;
		const on = sameDays(days, workdays)
			? 'darbdienās'
			: listed(
					days.map((day) => `${latvianDays[day]}ā`),
					'un'
				);
		return `${latvianInterval(interval, 'nedēļā', true, 'nedēļās')}, ${on}`;
	},
	inMonth(days) {
		if (days.kind === 'dates') {
			const dates = days.dates.filter((date) => date > 0).map((date) => `${date}.`);
			const named = dates.length > 0 ? [`${listed(dates, 'un')} datumā`] : [];
			const last = days.dates.includes(-1) ? ['pēdējā dienā'] : [];
			const rare = days.dates.some((date) => date > 28) ? ' (ja mēnesī tāds ir)' : '';
			return listed([...named, ...last], 'un') + rare;
		}
		if (days.kind === 'either') {
			const of = sameDays(days.of, workdays)
				? 'darbdienā'
				: listed(
						days.of.map((day) => `${latvianDays[day]}ā`),
						'vai'
					);
			return `${latvianNth[days.nth]} ${of}`;
		}
		const rare = days.weekdays.some(({ nth }) => nth === 5) ? ' (ja mēnesī tāda ir)' : '';
		const [first] = days.weekdays;
		if (first && days.weekdays.every(({ weekday }) => weekday === first.weekday)) {
			const which = days.weekdays.map(({ nth }) => latvianNth[nth] ?? '');
			return `${listed(which, 'un')} ${latvianDays[first.weekday]}ā${rare}`;
		}
		const each = days.weekdays.map(
			({ weekday, nth }) => `${latvianNth[nth]} ${latvianDays[weekday]}ā`
		);
		return listed(each, 'un') + rare;
	},
	everyMonth: (interval, days) =>
		interval === 1
			? `katra mēneša ${days}`
			: `${latvianInterval(interval, 'mēnesī', false, 'mēnešos')}, mēneša ${days}`,
	everyYear: (interval, days) =>
		interval === 1
			? `katru gadu ${days}`
			: `${latvianInterval(interval, 'gadā', false, 'gados')}, ${days}`,
	inNamedMonth(month, days) {
		const day = monthDay(month);
		if (days.kind !== 'dates' || days.dates.includes(-1))
			return `${latvianMonth(day, 'genitive')} ${latvian.inMonth(days).replace(' (ja mēnesī tāda ir)', ' (ja tāda ir)')}`;
		const dates = listed(
			days.dates.map((date) => `${date}.`),
			'un'
		);
		const leap = month === 2 && days.dates.includes(29) ? ' (tikai garajos gados)' : '';
		return `${dates} ${latvianMonth(day, 'locative')}${leap}`;
	},
	onlyIn: (months) =>
		`tikai ${listed(
			months.map((month) => latvianMonth(monthDay(month), 'locative')),
			'un'
		)}`,
	times: (count) => `pavisam ${count} ${singular(count) ? 'reizi' : 'reizes'}`,
	until(day) {
		const [year, , date] = day.split('-').map(Number);
		return `līdz ${year}. gada ${date}. ${latvianMonth(day, 'dative')}`;
	}
};

const ordinal = (date: number) => {
	const end =
		date % 100 > 10 && date % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][date % 10] ?? 'th');
	return `${date}${end}`;
};

const english: Grammar = {
	everyDay: (interval) =>
		interval === 1 ? 'every day' : interval === 2 ? 'every other day' : `every ${interval} days`,
	everyWeek(interval, days) {
		const work = sameDays(days, workdays);
		const on = work
			? 'Monday to Friday'
			: listed(
					days.map((day) => englishDays[day]),
					'and'
				);
		if (interval === 1) return work ? 'every weekday, Monday to Friday' : `every ${on}`;
		return `every ${interval === 2 ? 'other week' : `${interval} weeks`}, ${work ? on : `on ${on}`}`;
	},
	inMonth(days) {
		if (days.kind === 'dates') {
			const dates = days.dates.filter((date) => date > 0).map(ordinal);
			const rare = days.dates.some((date) => date > 28) ? ' (where it has one)' : '';
			return `${listed([...dates, ...(days.dates.includes(-1) ? ['last day'] : [])], 'and')}${rare}`;
		}
		if (days.kind === 'either') {
			const of = sameDays(days.of, workdays)
				? 'weekday (Monday to Friday)'
				: listed(
						days.of.map((day) => englishDays[day]),
						'or'
					);
			return `${englishNth[days.nth]} ${of}`;
		}
		const rare = days.weekdays.some(({ nth }) => nth === 5) ? ' (where it has one)' : '';
		const [first] = days.weekdays;
		if (first && days.weekdays.every(({ weekday }) => weekday === first.weekday)) {
			const which = days.weekdays.map(({ nth }) => englishNth[nth] ?? '');
			return `${listed(which, 'and')} ${englishDays[first.weekday]}${rare}`;
		}
		const each = days.weekdays.map(
			({ weekday, nth }) => `${englishNth[nth]} ${englishDays[weekday]}`
		);
		return listed(each, 'and') + rare;
	},
	everyMonth(interval, days) {
		const rare = days.endsWith(' (where it has one)') ? ' (where it has one)' : '';
		const on = rare ? days.slice(0, -rare.length) : days;
		if (interval === 1) return `on the ${on} of every month${rare}`;
		return `on the ${on} of every ${interval === 2 ? 'other month' : `${ordinal(interval)} month`}${rare}`;
	},
	everyYear: (interval, days) =>
		interval === 1
			? `every year on ${days}`
			: `every ${interval === 2 ? 'other year' : `${interval} years`} on ${days}`,
	inNamedMonth(month, days) {
		const name = monthName(monthDay(month), 'en');
		if (days.kind !== 'dates' || days.dates.includes(-1))
			return `the ${english.inMonth(days).replace(' (where it has one)', '')} of ${name}`;
		const leap = month === 2 && days.dates.includes(29) ? ' (leap years only)' : '';
		return `${listed(days.dates.map(String), 'and')} ${name}${leap}`;
	},
	onlyIn: (months) =>
		`only in ${listed(
			months.map((month) => monthName(monthDay(month), 'en')),
			'and'
		)}`,
	times: (count) => `${count} ${count === 1 ? 'time' : 'times'} in all`,
	until: (day) => `until ${dayWords(day, 'en')}`
};

/** The days of a month a rule names; undefined where people have no short way to say it. */
function monthDaysOf(rule: RecurrenceRule): MonthDays | undefined {
	const { weekdays: days, monthDays, positions } = rule;
	const [position] = positions;
	const sayable = (nth: number) => nth in latvianNth;
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
 * When a series is held, beginning in lower case: "katra mēneša otrajā otrdienā, pavisam 4 reizes". Its hour is not said.
 * @param counted whether to say how many times; a page that counts its dates says it already
 * @returns null when the rule cannot be read or is too odd for a short sentence; its dates tell it then
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

const problems: Record<SeriesProblem, () => string> = {
	unreadable: m.recurrence_problem_unreadable,
	unsupported: m.recurrence_problem_unsupported,
	interval: m.recurrence_problem_interval,
	count: m.recurrence_problem_count,
	until: m.recurrence_problem_until,
	'count-and-until': m.recurrence_problem_count_and_until,
	weekday: m.recurrence_problem_weekday,
	'nth-weekday': m.recurrence_problem_nth_weekday,
	'month-day': m.recurrence_problem_month_day,
	month: m.recurrence_problem_month,
	position: m.recurrence_problem_position,
	never: m.recurrence_problem_never,
	'first-date': m.recurrence_problem_first_date,
	'until-before-start': m.recurrence_problem_until_before_start,
	'too-many': m.recurrence_problem_too_many,
	'too-far': m.recurrence_problem_too_far,
	overlap: m.recurrence_problem_overlap,
	'exception-elsewhere': m.recurrence_problem_exception_elsewhere,
	'first-excepted': m.recurrence_problem_first_excepted,
	'ends-before-start': m.recurrence_problem_ends_before_start,
	'all-day-time': m.recurrence_problem_all_day_time
};

/** What is wrong with a series and what to do about it, as a sentence. */
export const problemWords = (problem: SeriesProblem): string => problems[problem]();
