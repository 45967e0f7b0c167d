// The fields of opening hours in a form: not known, a row for each day (of one week, or of two that
// differ), or the text of somebody who knows the syntax.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { box, text, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { addDays } from '#lib/time/days.ts';
import { dayFrom } from '#lib/time/written-dates.ts';
import {
	closedPlan,
	isNight,
	noteForm,
	parsePlan,
	printPlan,
	timeRead,
	type DayHours,
	type HoursPlan,
	type Season
} from './week-hours.ts';

const ways = ['unknown', 'week', 'season', 'weeks', 'text'] as const;
type Way = (typeof ways)[number];

/** Rows of the usual week come first, those of the other one after them. */
export const rowsOfWeek = 7;

export const hoursEntries = {
	hours_way: v.fallback(v.picklist(ways), 'unknown'),
	hours: v.optional(
		v.array(
			v.object({
				from: text(10),
				to: text(10),
				break_from: text(10),
				break_to: text(10),
				appointment: box
			})
		),
		[]
	),
	hours_like_first: box,
	hours_like_second: box,
	hours_from_day: text(10),
	hours_from_month: text(10),
	hours_to_day: text(10),
	hours_to_month: text(10),
	hours_note: text(200),
	hours_holidays: box,
	hours_text: text(500)
};

interface Row {
	from: string | null;
	to: string | null;
	break_from: string | null;
	break_to: string | null;
	appointment: boolean;
}

export interface HoursValues {
	hours_way: Way;
	hours: Row[];
	/** Where no scripts copy Monday's row, the empty ones of the other working days are like it. */
	hours_like_first: boolean;
	hours_like_second: boolean;
	hours_from_day: string | null;
	hours_from_month: string | null;
	hours_to_day: string | null;
	hours_to_month: string | null;
	hours_note: string | null;
	hours_holidays: boolean;
	hours_text: string | null;
}

const two = (value: number) => String(value).padStart(2, '0');

type Read<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** What the fields mean, in the OpenStreetMap syntax, or what is wrong with which of them. */
export function readHours(
	values: HoursValues
): { ok: true; openingHours: string | null } | { ok: false; problems: Problem[] } {
	if (values.hours_way === 'unknown') return { ok: true, openingHours: null };
	if (values.hours_way === 'text') return { ok: true, openingHours: values.hours_text };
	const plan = planOf(values);
	if (!plan.ok) return plan;
	const openingHours = printPlan(plan.value);
	return openingHours !== null && openingHours.length > 500
		? { ok: false, problems: [{ field: 'hours_note', message: m.edit_hours_too_long() }] }
		: { ok: true, openingHours };
}

function planOf(values: HoursValues): Read<HoursPlan> {
	const rows = withMonday(values);
	const problems: Problem[] = [];
	const read = (index: number): DayHours => {
		const day = rows[index] ? readRow(rows[index]) : { spans: [], appointment: false };
		if (!('field' in day)) return day;
		problems.push({ field: `hours.${index}.${day.field}`, message: day.message });
		return { spans: [], appointment: false };
	};
	const way = values.hours_way;
	const season = way === 'season' ? readSeason(values) : null;
	if (season && !season.ok) problems.push(...season.problems);
	const week = (first: number) => closedPlan().days.map((_, day) => read(first + day));
	const plan: HoursPlan = {
		differs: way === 'weeks' ? 'even-weeks' : season?.ok ? season.value : null,
		days: week(0),
		other: way === 'week' ? closedPlan().other : week(rowsOfWeek),
		closedOnHolidays: values.hours_holidays,
		note: noteForm(values.hours_note ?? '')
	};
	return problems.length > 0 ? { ok: false, problems } : { ok: true, value: plan };
}

/** The rows, the empty ones of working days as Monday's where that was asked for. */
function withMonday({ hours, hours_like_first, hours_like_second }: HoursValues): Row[] {
	const isEmpty = ({ appointment, ...times }: Row) =>
		!appointment && Object.values(times).every((time) => time === null);
	return hours.slice(0, 2 * rowsOfWeek).map((row, index) => {
		const week = index < rowsOfWeek ? 0 : 1;
		const like = week === 0 ? hours_like_first : hours_like_second;
		return like && index % rowsOfWeek < 5 && isEmpty(row) ? (hours[week * rowsOfWeek] ?? row) : row;
	});
}

function readSeason(values: HoursValues): Read<Season> {
	const problems: Problem[] = [];
	const read = (field: 'hours_from_day' | 'hours_to_day', month: string | null): string => {
		const day = `${two(Number(month))}-${two(Number(values[field]))}`;
		// Of a leap year: the 29th of February is a day like any other.
		if (dayFrom(`2024-${day}`) === undefined)
			problems.push({ field, message: m.edit_hours_no_date() });
		return day;
	};
	const from = read('hours_from_day', values.hours_from_month);
	const to = read('hours_to_day', values.hours_to_month);
	// From one day to the day before it is the whole year.
	if (problems.length === 0 && addDays(`2024-${to}`, 1).slice(5) === from)
		problems.push({ field: 'hours_to_day', message: m.edit_hours_whole_year() });
	return problems.length > 0 ? { ok: false, problems } : { ok: true, value: { from, to } };
}

type Part = 'from' | 'to' | 'break_from' | 'break_to';

function readRow(row: Row): DayHours | { field: Part; message: string } {
	const times: Partial<Record<Part, string>> = {};
	for (const part of ['from', 'to', 'break_from', 'break_to'] as const) {
		const typed = row[part];
		if (typed === null) continue;
		const time = timeRead(typed);
		if (time === null) return { field: part, message: m.edit_hours_no_time({ typed }) };
		times[part] = time;
	}
	const { from, to, break_from: pause, break_to: again } = times;
	if (!from && !to && !pause && !again) return { spans: [], appointment: row.appointment };
	if (!from || from === '24:00') return { field: 'from', message: m.edit_hours_from_missing() };
	if (!to) return { field: 'to', message: m.edit_hours_to_missing() };
	if (from === to) return { field: 'to', message: m.edit_hours_same() };
	if (!pause && !again) return { spans: [{ from, to }], appointment: row.appointment };
	if (!pause) return { field: 'break_from', message: m.edit_hours_break_half() };
	if (!again) return { field: 'break_to', message: m.edit_hours_break_half() };
	const end = isNight({ from, to }) ? '24:00' : to;
	if (!(from < pause && pause < again && again < end))
		return { field: 'break_from', message: m.edit_hours_break_outside({ from, to: end }) };
	return {
		spans: [
			{ from, to: pause },
			{ from: again, to }
		],
		appointment: row.appointment
	};
}

/** A time as people write it: "09:00" is "9.00". */
const written = (time: string | undefined) => time?.replace(/^0(?=\d)/, '').replace(':', '.') ?? '';

/** The fields as a form is opened with. What rows cannot say stays as the text it is. */
export function typedHours(raw: string | null): Typed {
	const plan = raw === null ? closedPlan() : parsePlan(raw);
	if (!plan) return { hours_way: ['text'], hours_text: [raw ?? ''] };
	const { differs, days, other, closedOnHolidays, note } = plan;
	const way = differs === null ? 'week' : differs === 'even-weeks' ? 'weeks' : 'season';
	const typed: Typed = {
		hours_way: [raw === null ? 'unknown' : way],
		hours_text: [raw ?? ''],
		hours_note: [note],
		...(closedOnHolidays && { hours_holidays: ['on'] }),
		...(differs !== null &&
			differs !== 'even-weeks' && {
				hours_from_day: [String(Number(differs.from.slice(3)))],
				hours_from_month: [String(Number(differs.from.slice(0, 2)))],
				hours_to_day: [String(Number(differs.to.slice(3)))],
				hours_to_month: [String(Number(differs.to.slice(0, 2)))]
			})
	};
	const nights: string[] = [];
	for (const [index, { spans, appointment }] of [...days, ...other].entries()) {
		const [first, second] = spans;
		typed[`hours.${index}.from`] = [written(first?.from)];
		typed[`hours.${index}.to`] = [written((second ?? first)?.to)];
		typed[`hours.${index}.break_from`] = [second ? written(first?.to) : ''];
		typed[`hours.${index}.break_to`] = [written(second?.from)];
		if (appointment) typed[`hours.${index}.appointment`] = ['on'];
		const last = second ?? first;
		if (last && isNight(last)) nights.push(nightPrinted(index, last.to));
	}
	if (nights.length > 0) typed.hours_nights = nights;
	return typed;
}

/** A night as the form carries it once it is known that it is meant. */
const nightPrinted = (row: number, to: string) => `${row} ${to}`;

/**
 * Until when on the next day a row goes on, "HH:MM"; null when it ends on its own day, or is not
 * finished.
 */
export function nightOf({ from, to }: Pick<Row, 'from' | 'to'>): string | null {
	const [begin, end] = [from, to].map((time) => (time ? timeRead(time) : null));
	return begin && end && begin !== end && isNight({ from: begin, to: end }) ? end : null;
}

/**
 * What is asked about rows that end before they begin; a night that was there when the form was
 * opened is meant.
 */
export function nightHints(typed: Typed): Problem[] {
	const values = typedValues(typed);
	const rows = values.hours_way === 'week' ? rowsOfWeek : 2 * rowsOfWeek;
	if (values.hours_way === 'unknown' || values.hours_way === 'text') return [];
	const ends = new Map<string, number>();
	for (const [row, hours] of withMonday(values).slice(0, rows).entries()) {
		const end = nightOf(hours);
		if (end === null || (typed.hours_nights ?? []).includes(nightPrinted(row, end))) continue;
		// The same hours on several days are asked about once.
		const said = `${written(timeRead(hours.from ?? '') ?? '')} ${written(end)}`;
		if (!ends.has(said)) ends.set(said, row);
	}
	return [...ends].map(([said, row]) => {
		const [from = '', to = ''] = said.split(' ');
		return { field: `hours.${row}.to`, message: m.edit_hours_night({ from, to }) };
	});
}

/** The row of a day as it is typed. */
export function typedRow(typed: Typed, day: number): Row {
	const of = (part: string) => typedText(typed, `hours.${day}.${part}`) || null;
	return {
		from: of('from'),
		to: of('to'),
		break_from: of('break_from'),
		break_to: of('break_to'),
		appointment: typed[`hours.${day}.appointment`] !== undefined
	};
}

function typedValues(typed: Typed): HoursValues {
	const way = ways.find((one) => one === typedText(typed, 'hours_way')) ?? 'unknown';
	const of = (name: string) => typedText(typed, name).trim() || null;
	return {
		hours_way: way,
		hours: Array.from({ length: 2 * rowsOfWeek }, (_, day) => typedRow(typed, day)),
		hours_like_first: typed.hours_like_first !== undefined,
		hours_like_second: typed.hours_like_second !== undefined,
		hours_from_day: of('hours_from_day'),
		hours_from_month: of('hours_from_month'),
		hours_to_day: of('hours_to_day'),
		hours_to_month: of('hours_to_month'),
		hours_note: of('hours_note'),
		hours_holidays: typed.hours_holidays !== undefined,
		hours_text: of('hours_text')
	};
}

/**
 * The hours typed so far, for a preview; null while there are none, or something is wrong with
 * them.
 */
export function hoursSoFar(typed: Typed): string | null {
	const read = readHours(typedValues(typed));
	return read.ok ? read.openingHours : null;
}
