// The fields of opening hours in a form: not known, a row for each day, or the text of somebody who knows the syntax.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/languages.ts';
import { weekWords } from '#lib/organisation/hours-words.ts';
import { box, text, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import {
	closedWeek,
	noteForm,
	parseWeek,
	printWeek,
	timeRead,
	weekGroups,
	type DayHours
} from './week-hours.ts';

const ways = ['unknown', 'week', 'text'] as const;
type Way = (typeof ways)[number];

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

interface HoursValues {
	hours_way: Way;
	hours: Row[];
	hours_note: string | null;
	hours_holidays: boolean;
	hours_text: string | null;
}

/** What the fields mean, in the OpenStreetMap syntax, or what is wrong with which of them. */
export function readHours(
	values: HoursValues
): { ok: true; openingHours: string | null } | { ok: false; problems: Problem[] } {
	if (values.hours_way === 'unknown') return { ok: true, openingHours: null };
	if (values.hours_way === 'text') return { ok: true, openingHours: values.hours_text };
	const problems: Problem[] = [];
	const days = values.hours.slice(0, 7).map((row, index) => {
		const read = readRow(row);
		if ('field' in read) {
			problems.push({ field: `hours.${index}.${read.field}`, message: read.message });
			return null;
		}
		return read;
	});
	if (problems.length > 0) return { ok: false, problems };
	const week = {
		days: closedWeek().days.map((closed, index) => days[index] ?? closed),
		closedOnHolidays: values.hours_holidays,
		note: noteForm(values.hours_note ?? '')
	};
	const openingHours = printWeek(week);
	return openingHours !== null && openingHours.length > 500
		? { ok: false, problems: [{ field: 'hours_note', message: m.edit_hours_too_long() }] }
		: { ok: true, openingHours };
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
	if (!(from < pause && pause < again && again < to))
		return { field: 'break_from', message: m.edit_hours_break_outside({ from, to }) };
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
	const week = raw === null ? closedWeek() : parseWeek(raw);
	if (!week) return { hours_way: ['text'], hours_text: [raw ?? ''] };
	const typed: Typed = {
		hours_way: [raw === null ? 'unknown' : 'week'],
		hours_text: [raw ?? ''],
		hours_note: [week.note],
		...(week.closedOnHolidays && { hours_holidays: ['on'] })
	};
	for (const [index, { spans, appointment }] of week.days.entries()) {
		const [first, second] = spans;
		typed[`hours.${index}.from`] = [written(first?.from)];
		typed[`hours.${index}.to`] = [written((second ?? first)?.to)];
		typed[`hours.${index}.break_from`] = [second ? written(first?.to) : ''];
		typed[`hours.${index}.break_to`] = [written(second?.from)];
		if (appointment) typed[`hours.${index}.appointment`] = ['on'];
	}
	return typed;
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

/** The hours typed so far, for a preview; null while something is wrong with them. */
export function hoursSoFar(typed: Typed): string | null {
	const read = readHours({
		hours_way: 'week',
		hours: Array.from({ length: 7 }, (_, day) => typedRow(typed, day)),
		hours_note: typedText(typed, 'hours_note') || null,
		hours_holidays: typed.hours_holidays !== undefined,
		hours_text: null
	});
	return read.ok ? read.openingHours : null;
}

/** Opening hours of the OpenStreetMap syntax in words, a line a day or span of days; empty where rows cannot say them. */
export function hoursInWords(raw: string | null, locale: Locale): string {
	const week = parseWeek(raw ?? '');
	return week ? weekWords(weekGroups(week), week.closedOnHolidays, locale) : '';
}
