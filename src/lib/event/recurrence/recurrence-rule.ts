// A recurrence rule of RFC 5545 as an object: read from its text, checked by itself, and written
// back. What a rule means for an event with a beginning and a zone is in recurrence.ts, how it is
// said in recurrence-words.ts.
//
// Only what people plan by is taken: days, weeks, months and years. Rules by the hour, by the week
// of the year or by the day of the year are refused by name, so that an import can say why.
import type { Day } from '#lib/time/days.ts';
import { instantOf, localOf, timeOf, type LocalTime } from '#lib/time/local-time.ts';
import { weekdays, type Weekday } from './weekdays.ts';

export const frequencies = ['daily', 'weekly', 'monthly', 'yearly'] as const;
export type Frequency = (typeof frequencies)[number];

export interface RecurrenceRule {
	frequency: Frequency;
	/** Every so many days, weeks, months or years; 1 or more. */
	interval: number;
	/** BYDAY. `nth`: which of the month (or of the year); -1 is the last; null is every one. */
	weekdays: { weekday: Weekday; nth: number | null }[];
	/** BYMONTHDAY: 1 to 31; -1 is the last day. */
	monthDays: number[];
	/** BYMONTH: 1 to 12. */
	months: number[];
	/** BYSETPOS: which of the days that the other parts give in one period; -1 is the last. */
	positions: number[];
	/** WKST: where a week begins; counts only for every other week and more. */
	weekStart: Weekday;
	end: RuleEnd;
}

export type RuleEnd =
	/** Open-ended: must be renewed. */
	| { kind: 'never' }
	/** So many dates in all, the first one included, exceptions not taken off. */
	| { kind: 'count'; count: number }
	/** The last day on which a date may begin, in the event's zone. */
	| { kind: 'until'; day: Day };

/** What cannot be about a rule by itself. */
export type RuleProblem =
	| 'unreadable'
	| 'unsupported'
	| 'interval'
	| 'count'
	| 'until'
	| 'count-and-until'
	| 'weekday'
	| 'nth-weekday'
	| 'month-day'
	| 'month'
	| 'position';

/**
 * What a rule's end is told against: the first date, its zone, and whether dates last whole days.
 */
export interface RuleStart {
	startsLocal: LocalTime;
	timeZone: string;
	allDay: boolean;
}

/** Longest rule text that is read; the database has the same limit. */
const longest = 500;

/** Parts of RFC 5545 and RFC 7529 that are known and not taken. */
const unsupported = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'BYYEARDAY', 'BYWEEKNO', 'RSCALE', 'SKIP'];

class Refused extends Error {
	readonly problem: RuleProblem;
	constructor(problem: RuleProblem) {
		super(problem);
		this.problem = problem;
	}
}

/** Whole numbers of a part, each within the limits and at most once. */
function numbers(text: string, problem: RuleProblem, within: (value: number) => boolean): number[] {
	const values = text.split(',').map((part) => {
		if (!/^[+-]?\d{1,3}$/.test(part)) throw new Refused(problem);
		return Number(part);
	});
	if (!values.every(within)) throw new Refused(problem);
	return [...new Set(values)];
}

function one(text: string, problem: RuleProblem, max: number): number {
	const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	if (value < 1 || value > max) throw new Refused(problem);
	return value;
}

function weekdayList(text: string, frequency: Frequency): RecurrenceRule['weekdays'] {
	return text.split(',').map((part) => {
		const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part);
		if (!match) throw new Refused('weekday');
		if (match[1] === undefined) return { weekday: match[2] as Weekday, nth: null };
		const nth = Number(match[1]);
		const max = frequency === 'monthly' ? 5 : frequency === 'yearly' ? 53 : 0;
		if (nth === 0 || Math.abs(nth) > max) throw new Refused('nth-weekday');
		return { weekday: match[2] as Weekday, nth };
	});
}

/** The last day on which a date that begins at the series' time of day is not after UNTIL. */
function untilDay(text: string, start: RuleStart): Day {
	const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text);
	if (!match) throw new Refused('until');
	const [, year, month, date, hour, minute, second, utc] = match;
	const day = `${year}-${month}-${date}`;
	if (Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day)
		throw new Refused('until');
	if (hour === undefined) return day;
	const time = `${day}T${hour}:${minute}:${second}`;
	if (Number.isNaN(Date.parse(`${time}Z`))) throw new Refused('until');
	// Without Z it is local time, which RFC 5545 leaves to floating events; some calendars write it
	// all the same.
	const limit = utc ? `${time}Z` : instantOf(time, start.timeZone);
	const last = localOf(limit, start.timeZone).slice(0, 10);
	const begins = instantOf(`${last}T${timeOf(start.startsLocal)}`, start.timeZone);
	return Date.parse(begins) <= Date.parse(limit) ? last : previousDay(last);
}

const previousDay = (day: Day): Day =>
	new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

function read(text: string, start: RuleStart): RecurrenceRule {
	if (text.length > longest) throw new Refused('unreadable');
	const parts = new Map<string, string>();
	for (const part of text
		.trim()
		.replace(/^RRULE:/i, '')
		.toUpperCase()
		.split(';')) {
		const match = /^([A-Z-]+)=([^=]+)$/.exec(part);
		if (!match?.[1] || !match[2] || parts.has(match[1])) throw new Refused('unreadable');
		parts.set(match[1], match[2]);
	}
	if (unsupported.some((name) => parts.has(name))) throw new Refused('unsupported');
	const frequency = frequencies.find((known) => known.toUpperCase() === parts.get('FREQ'));
	if (!frequency) throw new Refused(parts.has('FREQ') ? 'unsupported' : 'unreadable');
	const known = [
		'FREQ',
		'INTERVAL',
		'COUNT',
		'UNTIL',
		'BYDAY',
		'BYMONTHDAY',
		'BYMONTH',
		'BYSETPOS',
		'WKST'
	];
	if ([...parts.keys()].some((name) => !known.includes(name))) throw new Refused('unreadable');

	const has = <T>(name: string, make: (value: string) => T[]): T[] => {
		const value = parts.get(name);
		return value === undefined ? [] : make(value);
	};
	const monthDays = has('BYMONTHDAY', (value) =>
		numbers(value, 'month-day', (day) => day !== 0 && Math.abs(day) <= 31)
	);
	// RFC 5545: not with weekly rules, where a day of the month has no meaning.
	if (monthDays.length > 0 && frequency === 'weekly') throw new Refused('month-day');
	const listed = {
		weekdays: has('BYDAY', (value) => weekdayList(value, frequency)),
		monthDays,
		months: has('BYMONTH', (value) => numbers(value, 'month', (month) => month >= 1 && month <= 12))
	};
	const positions = has('BYSETPOS', (value) =>
		numbers(value, 'position', (position) => position !== 0 && Math.abs(position) <= 366)
	);
	if (
		positions.length > 0 &&
		!listed.weekdays.length &&
		!listed.monthDays.length &&
		!listed.months.length
	)
		throw new Refused('position');
	const weekStart = weekdays.find((day) => day === (parts.get('WKST') ?? 'MO'));
	if (!weekStart) throw new Refused('weekday');
	return {
		frequency,
		interval: one(parts.get('INTERVAL') ?? '1', 'interval', 999),
		...listed,
		positions,
		weekStart,
		end: readEnd(parts, start)
	};
}

function readEnd(parts: Map<string, string>, start: RuleStart): RuleEnd {
	const count = parts.get('COUNT');
	const until = parts.get('UNTIL');
	if (count !== undefined && until !== undefined) throw new Refused('count-and-until');
	if (count !== undefined) return { kind: 'count', count: one(count, 'count', 99_999) };
	if (until !== undefined) return { kind: 'until', day: untilDay(until, start) };
	return { kind: 'never' };
}

/** A rule from its text, with or without `RRULE:` before it; or why it cannot be one. */
export function parseRule(
	text: string,
	start: RuleStart
): { rule: RecurrenceRule; problem: null } | { rule: null; problem: RuleProblem } {
	try {
		return { rule: read(text, start), problem: null };
	} catch (error) {
		if (error instanceof Refused) return { rule: null, problem: error.problem };
		throw error;
	}
}

/**
 * A rule as RFC 5545 writes it, without `RRULE:`. UNTIL is the last second of its day in the
 * event's zone, told in UTC; for whole days it is the day.
 */
export function ruleText(
	rule: RecurrenceRule,
	start: Pick<RuleStart, 'timeZone' | 'allDay'>
): string {
	const list = (name: string, values: readonly (string | number)[]) =>
		values.length > 0 ? [`${name}=${values.join(',')}`] : [];
	return [
		`FREQ=${rule.frequency.toUpperCase()}`,
		...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
		...list('BYMONTH', rule.months),
		...list('BYMONTHDAY', rule.monthDays),
		...list(
			'BYDAY',
			rule.weekdays.map(({ weekday, nth }) => `${nth ?? ''}${weekday}`)
		),
		...list('BYSETPOS', rule.positions),
		...(rule.weekStart === 'MO' ? [] : [`WKST=${rule.weekStart}`]),
		...endText(rule.end, start)
	].join(';');
}

function endText(end: RuleEnd, start: Pick<RuleStart, 'timeZone' | 'allDay'>): string[] {
	if (end.kind === 'never') return [];
	if (end.kind === 'count') return [`COUNT=${end.count}`];
	if (start.allDay) return [`UNTIL=${end.day.replaceAll('-', '')}`];
	const last = instantOf(`${end.day}T23:59:59`, start.timeZone);
	return [`UNTIL=${last.replace(/[-:]/g, '').replace(/\.\d+/, '')}`];
}
