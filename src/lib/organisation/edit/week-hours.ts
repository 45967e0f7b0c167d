// Opening hours as a layman fills them in: a row for each day with from and until, a break, and "by appointment"; one remark; and
// whether it is closed on public holidays. Printed in the OpenStreetMap syntax and read back from it. Whatever that syntax says
// beyond this stays as it is written: reading answers null, and the form shows the text itself.
import type { DayGroup, OpenTimes } from '#lib/organisation/opening-hours.ts';

/** From when until when, "HH:MM". `to` not after `from` runs past midnight; "24:00" is the end of the day. */
export interface Hours {
	from: string;
	to: string;
}

export interface DayHours {
	/** One after the other; two at the most, with the break between them. Empty = closed, or only by appointment. */
	spans: Hours[];
	/** Only by appointment: in these hours, or at any time when there are none. */
	appointment: boolean;
}

export interface WeekHours {
	/** Monday first. */
	days: DayHours[];
	closedOnHolidays: boolean;
	/** To know beforehand, for every day on which it is open; empty when there is nothing. */
	note: string;
}

const names = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
/** As OpenStreetMap has it; pages say it in their language. */
const byAppointment = 'by appointment';

export const closedWeek = (): WeekHours => ({
	days: names.map(() => ({ spans: [], appointment: false })),
	closedOnHolidays: false,
	note: ''
});

/** A remark as it can stand in the syntax: quotation marks end it, and a semicolon would be taken for the next rule. */
export function noteForm(note: string): string {
	return note.replaceAll('"', '”').replaceAll(';', ',').replace(/\s+/g, ' ').trim();
}

function saidOf({ spans, appointment }: DayHours, note: string): string | null {
	if (spans.length === 0 && !appointment) return null;
	const times = spans.map(({ from, to }) => `${from}-${to}`).join(',');
	const comment = appointment ? [byAppointment, ...(note ? [note] : [])].join(', ') : note;
	return [times, !appointment && note ? 'open' : '', comment ? `"${comment}"` : '']
		.filter(Boolean)
		.join(' ');
}

/** The week in the OpenStreetMap syntax; null when it is never open, which says nothing worth keeping. */
export function printWeek({ days, closedOnHolidays, note }: WeekHours): string | null {
	const said = days.map((day) => saidOf(day, noteForm(note)));
	const rules: string[] = [];
	// Days with the same hours are told together, in the order of their first day.
	for (const [index, words] of said.entries()) {
		if (words === null || said.indexOf(words) !== index) continue;
		rules.push(
			`${daysPrinted(said.flatMap((other, day) => (other === words ? [day] : [])))} ${words}`
		);
	}
	if (rules.length === 0) return null;
	if (closedOnHolidays) rules.push('PH off');
	return rules.join('; ');
}

/** "Mo-Fr", "Mo,We", "Sa-Su". */
function daysPrinted(days: readonly number[]): string {
	const runs: [first: number, last: number][] = [];
	for (const day of days) {
		const run = runs.at(-1);
		if (run && run[1] === day - 1) run[1] = day;
		else runs.push([day, day]);
	}
	return runs
		.map(([first, last]) => (first === last ? names[first] : `${names[first]}-${names[last]}`))
		.join(',');
}

/** Splits at semicolons that stand outside quotation marks. */
const rulesOf = (raw: string) => raw.match(/(?:"[^"]*"|[^;"])+/g)?.map((rule) => rule.trim()) ?? [];

const ruleForm =
	/^(?:((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-, ]+(?:Mo|Tu|We|Th|Fr|Sa|Su))*)\s*)?((?:\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*,?\s*)*)\s*(open|off|closed)?\s*(?:"([^"]*)")?$/;

/**
 * Reads a value back into rows. Null when it says anything a row cannot: seasons, months, weeks of a month, more than one break,
 * different remarks, "perhaps".
 */
export function parseWeek(raw: string): WeekHours | null {
	const week = closedWeek();
	let note: string | null = null;
	for (const rule of rulesOf(raw)) {
		if (/^PH\s+(off|closed)$/.test(rule)) {
			week.closedOnHolidays = true;
			continue;
		}
		const [, days, times = '', state, comment = ''] =
			ruleForm.exec(rule.replace(/^24\/7/, 'Mo-Su 00:00-24:00')) ?? [];
		const which = days === undefined ? [0, 1, 2, 3, 4, 5, 6] : daysRead(days);
		const spans = spansRead(times);
		const closed = state === 'off' || state === 'closed';
		if (!which || !spans || (closed && (spans.length > 0 || comment))) return null;
		if (closed) {
			for (const day of which) week.days[day] = { spans: [], appointment: false };
			continue;
		}
		const appointment = state !== 'open' && new RegExp(`^${byAppointment}(, |$)`).test(comment);
		// A remark without "open" means that nobody knows whether it is open.
		if (!appointment && (spans.length === 0 || (comment !== '' && state !== 'open'))) return null;
		const own = appointment ? comment.slice(byAppointment.length).replace(/^, /, '') : comment;
		if (note !== null && note !== own) return null;
		if (noteForm(own) !== own) return null;
		note = own;
		for (const day of which) week.days[day] = { spans, appointment };
	}
	return note === null ? null : { ...week, note };
}

function daysRead(text: string): number[] | null {
	const days: number[] = [];
	for (const run of text.split(/\s*,\s*/)) {
		const [first = -1, last = first, more] = run
			.split(/\s*-\s*/)
			.map((name) => names.findIndex((one) => one === name));
		if (first < 0 || last < 0 || more !== undefined) return null;
		for (let day = first; ; day = (day + 1) % 7) {
			days.push(day);
			if (day === last) break;
		}
	}
	return days;
}

function spansRead(text: string): Hours[] | null {
	if (text.trim() === '') return [];
	const spans = text.split(',').map((span): Hours | null => {
		const [from, to, more] = span.split('-').map((time) => timeRead(time));
		return from && to && more === undefined && from !== '24:00' ? { from, to } : null;
	});
	if (spans.some((span) => span === null)) return null;
	const known = spans.flatMap((span) => span ?? []);
	return known.length <= 2 && inOrder(known) ? known : null;
}

/** One after the other with a break between them; only the only span may run past midnight. */
function inOrder(spans: readonly Hours[]): boolean {
	const [first, second] = spans;
	if (!first) return true;
	if (first.from === first.to) return false;
	if (!second) return true;
	return first.from < first.to && first.to < second.from && second.from < second.to;
}

/** A time as people type it ("9", "9.30", "09:30", "930", "24") as "HH:MM"; null when it is none. */
export function timeRead(typed: string): string | null {
	const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[.:,]?(\d{2}))?$/.exec(typed.trim()) ?? [];
	if (hour === '' || Number(minute) > 59) return null;
	const value = Number(hour) * 60 + Number(minute);
	return value > 1440 ? null : `${hour.padStart(2, '0')}:${minute}`;
}

/** Days with the same hours together, as pages tell them: the same as reading the printed value gives. */
export function weekGroups({ days, note }: WeekHours): DayGroup[] {
	const groups: DayGroup[] = [];
	for (const [index, day] of days.entries()) {
		const comment =
			[
				...(day.appointment ? [byAppointment] : []),
				...(noteForm(note) ? [noteForm(note)] : [])
			].join(', ') || null;
		const spans =
			day.spans.length === 0 && day.appointment ? [{ from: '00:00', to: '24:00' }] : day.spans;
		const times = spans.map((span): OpenTimes => ({
			...span,
			uncertain: day.appointment,
			comment
		}));
		const last = groups.at(-1);
		if (last && JSON.stringify(last.times) === JSON.stringify(times)) last.weekdays.push(index + 1);
		else groups.push({ weekdays: [index + 1], date: null, times });
	}
	return groups;
}
