// Opening hours as a layman fills them in: a row for each day with from and until, a break, and "by
// appointment"; the same all year, with a season that differs, or in odd and even weeks; one
// remark; and whether it is closed on public holidays. Printed in the OpenStreetMap syntax and read
// back from it. Whatever that syntax says beyond this stays as it is written: reading answers null,
// and the form shows the text itself. What it means to visitors is told by opening-hours.server.ts
// alone.
import { byAppointment, remarkParts } from '#lib/organisation/hours-note.ts';
import { addDays } from '#lib/time/days.ts';
import { lastDayOf } from '#lib/time/month.ts';

/**
 * From when until when, "HH:MM". `to` not after `from` runs past midnight; "24:00" is the end of
 * the day.
 */
export interface Hours {
	from: string;
	to: string;
}

export interface DayHours {
	/**
	 * One after the other; two at the most, with the break between them. Empty = closed, or only by
	 * appointment.
	 */
	spans: Hours[];
	/** Only by appointment: in these hours, or at any time when there are none. */
	appointment: boolean;
}

/**
 * Days of the year, "MM-DD", both included; past the end of the year when `to` is before `from`.
 */
export interface Season {
	from: string;
	to: string;
}

export interface HoursPlan {
	/**
	 * `other`: in a season of the year, or in weeks with an even number; null: the same in every
	 * week.
	 */
	differs: Season | 'even-weeks' | null;
	/** Monday first. */
	days: DayHours[];
	/** Seven days, too; of no meaning when no week differs. */
	other: DayHours[];
	closedOnHolidays: boolean;
	/** To know beforehand, for every day on which it is open; empty when there is nothing. */
	note: string;
}

const names = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const closedWeek = (): DayHours[] => names.map(() => ({ spans: [], appointment: false }));

export const closedPlan = (): HoursPlan => ({
	differs: null,
	days: closedWeek(),
	other: closedWeek(),
	closedOnHolidays: false,
	note: ''
});

/**
 * A remark as it can stand in the syntax: quotation marks end it, a semicolon would be taken for
 * the next rule, and signs alone for signs of the syntax.
 */
export function noteForm(note: string): string {
	const plain = note.replaceAll('"', '”').replaceAll(';', ',').replace(/\s+/g, ' ').trim();
	return /[\p{L}\p{N}]/u.test(plain) ? plain : '';
}

export const isNight = ({ from, to }: Hours): boolean => to <= from;

function saidOf({ spans, appointment }: DayHours, note: string): string | null {
	if (spans.length === 0 && !appointment) return null;
	const times = spans.map(({ from, to }) => `${from}-${to}`).join(',');
	const comment = appointment ? [byAppointment, ...(note ? [note] : [])].join(', ') : note;
	return [times, !appointment && note ? 'open' : '', comment ? `"${comment}"` : '']
		.filter(Boolean)
		.join(' ');
}

/** Days with the same hours are told together, in the order of their first day. */
function rulesOfWeek(days: readonly DayHours[], note: string, part: string): string[] {
	const said = days.map((day) => saidOf(day, note));
	return said.flatMap((words, index) =>
		words === null || said.indexOf(words) !== index
			? []
			: [
					`${part}${daysPrinted(said.flatMap((other, day) => (other === words ? [day] : [])))} ${words}`
				]
	);
}

// Days of the year are those of a leap year: the 29th of February is a day like any other.
const later = (day: string, count: number) => addDays(`2024-${day}`, count).slice(5);
const isLast = (day: string) => `2024-${day}` === lastDayOf(`2024-${day.slice(0, 2)}`);
const monthOf = (day: string) => months[Number(day.slice(0, 2)) - 1] ?? '';

/** The rest of the year. */
const restOf = ({ from, to }: Season): Season => ({ from: later(to, 1), to: later(from, -1) });

/** "Jun-Aug", "Apr 15-Sep 14". Only whole months know whether February has a 29th. */
function seasonPrinted({ from, to }: Season): string {
	const [first, last] = [monthOf(from), monthOf(to)];
	if (from.endsWith('-01') && isLast(to)) return first === last ? first : `${first}-${last}`;
	const date = (day: string) => `${monthOf(day)} ${day.slice(3)}`;
	if (to !== '02-29') return `${date(from)}-${date(to)}`;
	// In a year without it, the library takes the 29th of February for the 1st of March.
	return from < to ? `${date(from)}-Feb 28` : `${date(from)}-Dec 31,Jan-Feb`;
}

/** The parts of the year as the syntax selects them; both exclude each other. */
function partsOf({ differs }: HoursPlan): [usual: string, other: string] {
	if (differs === null) return ['', ''];
	if (differs === 'even-weeks') return ['week 1-53/2 ', 'week 2-52/2 '];
	return [`${seasonPrinted(restOf(differs))} `, `${seasonPrinted(differs)} `];
}

/**
 * The plan in the OpenStreetMap syntax; null when it is never open, which says nothing worth
 * keeping.
 */
export function printPlan(plan: HoursPlan): string | null {
	const note = noteForm(plan.note);
	const [usual, other] = partsOf(plan);
	const rules = [
		...rulesOfWeek(plan.days, note, usual),
		...(plan.differs === null ? [] : rulesOfWeek(plan.other, note, other))
	];
	if (rules.length === 0) return null;
	// After a semicolon a rule stands for its whole days, and would end a night of the day before at
	// midnight.
	const weeks = [...plan.days, ...(plan.differs === null ? [] : plan.other)];
	const nights = weeks.some(({ spans }) => spans.some(isNight));
	return [rules.join(nights ? ', ' : '; '), ...(plan.closedOnHolidays ? ['PH off'] : [])].join(
		'; '
	);
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

/**
 * Rules with what stands before them; semicolons and commas within remarks are text, commas between
 * days or times join these.
 */
function rulesIn(raw: string): { join: string; rule: string }[] {
	const remarks: string[] = [];
	const bare = raw.replace(/"[^"]*"/g, (remark) => `"${remarks.push(remark) - 1}"`);
	const parts = bare.split(/\s*(;|(?<=[\d"n]|off|closed),\s+(?=[A-Zw]))\s*/);
	return parts.flatMap((rule, index) => {
		if (index % 2 === 1 || rule === '') return [];
		const whole = rule.replace(/"(\d+)"/g, (_, at: string) => remarks[Number(at)] ?? '');
		return [{ join: (parts[index - 1] ?? ';').trim(), rule: whole.trim() }];
	});
}

const month = `(?:${months.join('|')})`;
const partForm = new RegExp(
	`^(week \\d\\d?-\\d\\d/2|${month} \\d\\d?-Dec 31,Jan-Feb|${month}(?: \\d\\d?(?!:))?(?:-${month}(?: \\d\\d?(?!:))?)?):? +`
);
const ruleForm =
	/^(?:((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-, ]+(?:Mo|Tu|We|Th|Fr|Sa|Su))*)\s*)?((?:\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*,?\s*)*)\s*(open|off|closed)?\s*(?:"([^"]*)")?$/;

interface Rule {
	days: number[];
	hours: DayHours;
	/** Null: it is closed, and there is nothing to remark. */
	note: string | null;
}

function ruleRead(text: string): Rule | null {
	const [, which, times = '', state, comment = ''] =
		ruleForm.exec(text.replace(/^24\/7/, 'Mo-Su 00:00-24:00')) ?? [];
	const days = which === undefined ? [0, 1, 2, 3, 4, 5, 6] : daysRead(which);
	const spans = spansRead(times);
	const closed = state === 'off' || state === 'closed';
	if (!days || !spans || (closed && (spans.length > 0 || comment))) return null;
	if (closed) return { days, hours: { spans: [], appointment: false }, note: null };
	const { appointment, note } =
		state === 'open' ? { appointment: false, note: comment } : remarkParts(comment);
	// A remark without "open" means that nobody knows whether it is open.
	if (!appointment && (spans.length === 0 || (comment !== '' && state !== 'open'))) return null;
	if (noteForm(note) !== note) return null;
	return { days, hours: { spans, appointment }, note };
}

/** What is said of each part of the year, by the text that selects it, and of public holidays. */
interface Sayings {
	parts: Map<string, DayHours[]>;
	closedOnHolidays: boolean;
	note: string | null;
}

function sayingsIn(raw: string): Sayings | null {
	const rules = rulesIn(raw);
	const said: Sayings = { parts: new Map(), closedOnHolidays: false, note: null };
	const added = rules.some(({ join }, index) => index > 0 && join === ',');
	for (const [index, { join, rule }] of rules.entries()) {
		// What is said of holidays holds over all before it, and nothing may come after.
		if (/^PH (off|closed)$/.test(rule) && join === ';' && index === rules.length - 1) {
			said.closedOnHolidays = true;
			continue;
		}
		const part = partForm.exec(rule)?.[1] ?? '';
		const read = ruleRead(rule.replace(partForm, ''));
		if (!read || (read.note !== null && said.note !== null && read.note !== said.note)) return null;
		// A rule of part of the year stands over what was said of all of it.
		const before = said.parts.get(part) ?? said.parts.get('') ?? closedWeek();
		const again = read.days.some((day) => {
			const { spans = [], appointment = false } = before[day] ?? {};
			return spans.length > 0 || appointment;
		});
		if (join === ',' && (again || (part === '' ? said.parts.size > 1 : said.parts.has(''))))
			return null;
		// After a semicolon a night of the day before would end at midnight: that is no plan of rows.
		if (
			join === ';' &&
			index > 0 &&
			[...said.parts.values()].flat().some(({ spans }) => spans.some(isNight))
		)
			return null;
		if (join === ';' && index > 0 && (added || (part === '' && said.parts.size > 1))) return null;
		said.parts.set(
			part,
			before.map((hours, day) => (read.days.includes(day) ? read.hours : hours))
		);
		said.note = read.note ?? said.note;
	}
	return said;
}

function seasonRead(part: string): Season | null {
	if (part.endsWith(',Jan-Feb')) return seasonRead(`${part.replace(/-.*/, '')}-Feb 29`);
	const [, first = '', day, last = first, lastDay] =
		/^([A-Z][a-z]{2})(?: (\d+))?(?:-([A-Z][a-z]{2})(?: (\d+))?)?$/.exec(part) ?? [];
	const [from, to] = [first, last].map((one) => String(months.indexOf(one) + 1).padStart(2, '0'));
	if (from === '00' || to === '00' || !from || !to) return null;
	if (last !== first && (day === undefined) !== (lastDay === undefined)) return null;
	const date = (number: string) => number.padStart(2, '0');
	const season =
		day === undefined
			? { from: `${from}-01`, to: lastDayOf(`2024-${to}`).slice(5) }
			: { from: `${from}-${date(day)}`, to: `${to}-${date(lastDay ?? day)}` };
	// Dates that no month has are read in other ways by others.
	return seasonPrinted(season) ===
		seasonPrinted({ from: later(season.from, 0), to: later(season.to, 0) })
		? season
		: null;
}

const daysIn = ({ from, to }: Season) =>
	(Date.parse(`${to < from ? 2025 : 2024}-${to}`) - Date.parse(`2024-${from}`)) / 86_400_000;
/** Whether two seasons are the year together; a 29th of February that neither has is none's. */
const isRest = (a: Season, b: Season) =>
	[
		[a, b],
		[b, a]
	].every(
		([one, next]) =>
			one &&
			next &&
			(later(one.to, 1) === next.from || (one.to === '02-28' && next.from === '03-01'))
	);

/**
 * Reads a value back into rows. Null when it says anything a row cannot: several seasons, weeks of
 * a month, more than one break, different remarks, "perhaps".
 */
export function parsePlan(raw: string): HoursPlan | null {
	const said = sayingsIn(raw);
	if (!said || said.note === null) return null;
	const { parts, closedOnHolidays, note } = said;
	const plan = { ...closedPlan(), closedOnHolidays, note };
	const [[first = '', days = closedWeek()] = [], second, more] = parts;
	if (more) return null;
	const other = second?.[1] ?? closedWeek();
	if (first === '' && !second) return { ...plan, days };
	const odd = /^week 0?1-53\/2$/;
	const even = /^week 0?2-5[24]\/2$/;
	if (first.startsWith('week ') || second?.[0].startsWith('week ')) {
		const week = (form: RegExp) => [...parts].find(([part]) => form.test(part))?.[1];
		if ([...parts.keys()].some((part) => !odd.test(part) && !even.test(part))) return null;
		return {
			...plan,
			differs: 'even-weeks',
			days: week(odd) ?? closedWeek(),
			other: week(even) ?? closedWeek()
		};
	}
	const season = seasonRead(first === '' ? (second?.[0] ?? '') : first);
	if (!season) return null;
	if (first === '') return { ...plan, differs: season, days, other };
	if (!second)
		return daysIn(season) > 183
			? { ...plan, differs: restOf(season), days }
			: { ...plan, differs: season, other: days };
	const rest = seasonRead(second[0]);
	return rest && isRest(season, rest) ? { ...plan, differs: rest, days, other } : null;
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

/** One after the other with a break between them; only the last may run past midnight. */
function inOrder(spans: readonly Hours[]): boolean {
	const [first, second] = spans;
	if (!first) return true;
	if (first.from === first.to) return false;
	if (!second) return true;
	if (isNight(first) || first.to >= second.from) return false;
	return isNight(second) ? second.to < first.from : true;
}

/**
 * A time as people type it ("9", "9.30", "09:30", "930", "24") as "HH:MM"; null when it is none.
 */
export function timeRead(typed: string): string | null {
	const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[.:,]?(\d{2}))?$/.exec(typed.trim()) ?? [];
	if (hour === '' || Number(minute) > 59) return null;
	const value = Number(hour) * 60 + Number(minute);
	return value > 1440 ? null : `${hour.padStart(2, '0')}:${minute}`;
}
