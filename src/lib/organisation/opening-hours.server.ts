// The one reader of opening hours: what a value means, for the page, the form's preview, the filter
// "open now", feeds, history and machines. Everything it tells is taken from what the kept library
// says minute by minute, never from the text of the value; what cannot be told so in a few lines is
// told day by day, and what the library cannot read is shown as it was written.
import type { default as Library } from 'opening_hours';
import { network } from '#network';
import { instantOf } from '#lib/time/local-time.ts';
import { addDays, dayOf, daysBetween, type Day } from '#lib/time/days.ts';
import { mondayOf } from '#lib/time/month.ts';
import {
	isHoliday,
	libraryOf,
	localClock,
	observe,
	stagesFrom,
	timeOf,
	wallDay
} from './hours-library.server.ts';
import { hoistedNote } from './hours-note.ts';
import { divisionsOf, withoutRemarks } from './hours-seasons.ts';
import { datedGroups, tablesOf, weekdayOf, withoutRest, type ObservedDay } from './hours-table.ts';
import type { HoursTold, OpeningHours, StateChange, TimesTold } from './opening-hours.ts';

/** A value as the library understands it. */
interface Parsed {
	hours: Library;
	/** In the one form in which the library prints it. */
	printed: string;
}

/** What stands for the days of a value on which it depends whether schools are closed. */
interface Reading {
	/** What holds while schools are open. */
	term: Parsed;
	/** What holds while they are closed; null: the same. */
	holidays: Parsed | null;
}

function parse(value: string): Parsed | null {
	try {
		const hours = libraryOf(value);
		const printed = hours.prettifyValue();
		const said = withoutRemarks(printed);
		// Nobody opens by the sun; where it stands would have to be known.
		if (/\b(sunrise|sunset|dawn|dusk)\b/.test(said)) return null;
		// A remark stands in place of the library's word that the end is made up, an end at midnight
		// has no such word, and behind || the word of one part is lost where the other part goes on.
		if (/\d:\d\d\+/.test(said) && (said !== printed || /\b00:00\+|\|\|/.test(said))) return null;
		return { hours, printed };
	} catch {
		return null;
	}
}

/** Rules, divided at semicolons outside of remarks. */
const rulesOf = (value: string) =>
	value.match(/(?:"[^"]*"|[^;"])+/g)?.map((rule) => rule.trim()) ?? [];

/**
 * The library knows no school holidays of every country, and they are set anew each year. So a rule
 * about them is told as what it is, and both readings are asked.
 */
function parseBoth(value: string): Reading | null {
	if (!/\bSH\b/.test(withoutRemarks(value))) {
		const term = parse(value);
		return term && { term, holidays: null };
	}
	const rules = rulesOf(value);
	const about = /^(PH *, *)?SH( *, *PH)?(?= |$|:)/;
	const term = rules.flatMap((rule) => {
		if (!about.test(rule)) return [rule];
		return /^PH|^SH *, *PH/.test(rule) ? [rule.replace(about, 'PH')] : [];
	});
	const closed = rules.flatMap((rule) => [
		...(/^PH|^SH *, *PH/.test(rule) && about.test(rule) ? [rule.replace(about, 'PH')] : []),
		about.test(rule) ? rule.replace(about, '').replace(/^\s*:/, '').trim() : rule
	]);
	if ([...term, ...closed].some((rule) => /\bSH\b/.test(withoutRemarks(rule)))) return null;
	const [read, other] = [parse(term.join('; ')), parse(closed.join('; '))];
	return read && other && { term: read, holidays: other };
}

/**
 * Nothing but weekdays, public holidays and times: every week is like any other, but for the
 * holidays.
 */
const onlyWeekdays =
	/^(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?![a-z])|off|closed|open|unknown|24\/7|\d{1,2}:\d{2}|""|[-+,;|\s])*$/;

/**
 * The days to look at so that what holds on them holds for a year: all of them, or where one week
 * is like any other, a few.
 */
function daysToLook({ hours, printed }: Parsed, today: Day): ObservedDay[][] {
	const begin = addDays(mondayOf(today), -1);
	if (!onlyWeekdays.test(withoutRemarks(printed))) return [observe(hours, begin, 54 * 7)];
	const runs = [observe(hours, begin, 9)];
	// A week without any holiday, for weekdays which are one in this week, and every holiday with
	// what it touches.
	for (let week = 1, found = false; week < 53 && !found; week += 1) {
		const first = addDays(begin, week * 7);
		found = Array.from({ length: 9 }, (_, index) => addDays(first, index)).every(
			(day) => !isHoliday(day)
		);
		if (found) runs.push(observe(hours, first, 9));
	}
	if (/\bPH\b/.test(printed))
		for (let day = begin; day < addDays(begin, 378); day = addDays(day, 1))
			if (isHoliday(day)) runs.push(observe(hours, addDays(day, -2), 5));
	return runs;
}

function tell(parsed: Parsed, today: Day): TimesTold {
	const { runs, rest } = withoutRest(daysToLook(parsed, today));
	for (const { partOf, periods } of divisionsOf(parsed.printed)) {
		const tables = tablesOf(runs, partOf);
		const told = tables && periods(tables.parts, today);
		if (told)
			return hoistedNote({
				periods: told,
				otherwise: rest,
				note: null,
				holidays: tables.holidays,
				schoolHolidays: null
			});
	}
	return {
		periods: [
			{
				when: { kind: 'next-days' },
				groups: datedGroups(observe(parsed.hours, addDays(today, -1), 9))
			}
		],
		otherwise: null,
		note: null,
		holidays: null,
		schoolHolidays: null
	};
}

/** Both readings together; null when they cannot be told beside each other. */
function tellBoth({ term, holidays }: Reading, today: Day): TimesTold | null {
	const told = tell(term, today);
	if (!holidays) return told;
	const other = tell(holidays, today);
	const [first] = told.periods;
	const [only] = other.periods;
	if (first?.when.kind === 'next-days' || only?.when.kind !== 'always' || other.note !== told.note)
		return null;
	if (other.otherwise !== told.otherwise) return null;
	const closed = only.groups.every(({ times }) => times.length === 0);
	return closed
		? { ...told, schoolHolidays: 'closed' }
		: {
				...told,
				periods: [...told.periods, { when: { kind: 'school-holidays' }, groups: only.groups }]
			};
}

interface Known {
	reading: Reading | null;
	/** The day for which it was told. */
	today: Day;
	told: TimesTold | null;
}

/**
 * Telling a value costs some milliseconds, and holds for a day. The least recently used ones go
 * first.
 */
const known = new Map<string, Known>();
let bytes = 0;
export const KNOWN_BYTES = 24 * 1024 * 1024;

/**
 * Bytes of memory a value takes, roughly: what the library makes of it is thousands of times its
 * text. Measured: 27 KB of 17 letters, 34 KB of 73, 85 KB of 398; 0.5 KB of what it cannot read.
 */
function bytesOf(raw: string, { reading }: Known): number {
	const readings = reading ? [reading.term, ...(reading.holidays ? [reading.holidays] : [])] : [];
	return 500 + 2 * raw.length + readings.length * (24_000 + 150 * raw.length);
}

function forget(raw: string): void {
	const one = known.get(raw);
	if (!one) return;
	bytes -= bytesOf(raw, one);
	known.delete(raw);
}

/** Bytes of memory, roughly, of all values that are kept. */
export const knownBytes = (): number => bytes;

function toldOn(raw: string, today: Day, before: Known | undefined): Known {
	try {
		const reading = before ? before.reading : parseBoth(raw);
		return { reading, today, told: reading && tellBoth(reading, today) };
	} catch {
		return { reading: null, today, told: null };
	}
}

function knownOf(raw: string, today: Day): Known {
	const before = known.get(raw);
	const one = before?.today === today ? before : toldOn(raw, today, before);
	// Map keeps insertion order: what is put last is forgotten last.
	forget(raw);
	known.set(raw, one);
	bytes += bytesOf(raw, one);
	for (const oldest of known.keys()) {
		if (bytes <= KNOWN_BYTES) break;
		forget(oldest);
	}
	return one;
}

/** What a value says, without what holds now: for lists and feeds. Never throws. */
export function tellOpeningHours(
	raw: string,
	instant: Date = new Date(),
	timeZone: string = network.timeZone
): HoursTold {
	const { told } = knownOf(raw, dayOf(instant, timeZone));
	return told ? { readable: true, raw, ...told } : { readable: false, raw };
}

/**
 * What a value says, now. What cannot be read, or not be told truly in words, comes back as it was
 * written. Never throws.
 * @param raw the value as it stands in the listing
 * @param instant what "now" means
 */
export function readOpeningHours(
	raw: string,
	instant: Date = new Date(),
	timeZone: string = network.timeZone
): OpeningHours {
	const { reading, told } = knownOf(raw, dayOf(instant, timeZone));
	if (!reading || !told) return { readable: false, raw };
	try {
		return { readable: true, raw, ...told, ...stateOf(reading, instant, timeZone) };
	} catch {
		return { readable: false, raw };
	}
}

const hour = 3_600_000;

/**
 * Whether a value means "open" at a minute, and until which instant (milliseconds) that is sure to
 * hold. What cannot be read, and what is only perhaps open, is not open. Never throws.
 */
export function openUntil(
	raw: string,
	minute: Date,
	timeZone: string
): { open: boolean; until: number } {
	const never = { open: false, until: Infinity };
	const { reading, told } = knownOf(raw, dayOf(minute, timeZone));
	if (!reading || !told) return never;
	try {
		const now = localClock(minute, timeZone);
		// Clocks are only ever changed on the hour: until then the wall clock goes on like any clock.
		let until = (Math.floor(minute.getTime() / hour) + 1) * hour;
		let open = true;
		for (const { hours } of [reading.term, ...(reading.holidays ? [reading.holidays] : [])]) {
			const [stage, next] = stagesFrom(hours, now, 1);
			open &&= stage?.state === 'open';
			if (next) until = Math.min(until, minute.getTime() + next.from.getTime() - now.getTime());
		}
		return { open, until };
	} catch {
		return never;
	}
}

type Present = Pick<
	Extract<OpeningHours, { readable: true }>,
	'state' | 'why' | 'comment' | 'change' | 'openEnd'
>;

function stateOf({ term, holidays }: Reading, instant: Date, timeZone: string): Present {
	const now = localClock(instant, timeZone);
	const present = stateAt(term.hours, now, timeZone);
	if (!holidays) return present;
	const other = stateAt(holidays.hours, now, timeZone);
	if (other.state !== present.state || other.comment !== present.comment)
		return {
			state: 'uncertain',
			why: 'school-holidays',
			comment: null,
			change: null,
			openEnd: false
		};
	return other.change?.at === present.change?.at
		? present
		: { ...present, change: null, openEnd: false };
}

/** As many days as are looked ahead at first, and where nothing changes in them. */
const horizons = [3, 60];

function stateAt(hours: Library, now: Date, timeZone: string): Present {
	for (const days of horizons) {
		const [stage, ...later] = stagesFrom(hours, now, days);
		if (!stage) break;
		const { state, comment, openEnd } = stage;
		const present: Present = {
			state,
			why: openEnd ? 'open-end' : null,
			comment,
			change: null,
			openEnd: false
		};
		// When something uncertain ends is no promise, and by an appointment that nobody has made
		// nothing opens.
		if (state === 'uncertain') return present;
		const next = later.find((one, index) =>
			state === 'open'
				? one.state !== 'open'
				: one.state === 'open' || (one.openEnd && (later[index - 1]?.state ?? state) === 'closed')
		);
		// A change of comment is also a change to the library; only one of state is one to a visitor.
		if (next)
			return {
				...present,
				change: changeAt(next.from, now, timeZone),
				openEnd: state === 'open' && next.openEnd
			};
		if (days === horizons.at(-1)) return present;
	}
	return { state: 'closed', why: null, comment: null, change: null, openEnd: false };
}

function changeAt(wall: Date, now: Date, timeZone: string): StateChange {
	const [date, time] = [wallDay(wall), timeOf(wall)];
	return {
		time,
		date,
		weekday: weekdayOf(date),
		inDays: daysBetween(wallDay(now), date),
		at: instantOf(`${date}T${time}`, timeZone)
	};
}
