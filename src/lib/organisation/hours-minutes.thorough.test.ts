// What is told of opening hours against what the kept library says, minute by minute: the table is
// read as a person reads it (a model that knows nothing of how it was made), over random values and
// weeks, with clock changes and public holidays, and over the values that the library's own makers
// publish.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { default as Library } from 'opening_hours';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openUntil, readOpeningHours } from './opening-hours.server.ts';
import type { OpeningHours, OpenTimes, TimesTold, When } from './opening-hours.ts';

type Readable = Extract<OpeningHours, { readable: true }>;

const require = createRequire(import.meta.url);
const OpeningHoursOf =
	(require('opening_hours') as { default?: typeof Library }).default ??
	(require('opening_hours') as typeof Library);
const latvia = { lat: 56.9, lon: 24.6, address: { country_code: 'lv', state: '' } };
const guess = 'Specified as open end. Closing time was guessed.';

const zone = 'Europe/Riga';
const day = 86_400_000;
const minutesOfDay = 1440;
const isoOf = (date: Date) =>
	`${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
const dateOf = (iso: string, plus = 0) => {
	const [year = 0, month = 1, date = 1] = iso.split('-').map(Number);
	return new Date(year, month - 1, date + plus);
};
const plus = (iso: string, count: number) => isoOf(dateOf(iso, count));

/** "open", "closed", "uncertain: remark", "guess": what holds in each minute of so many days. */
function libraryMinutes(hours: Library, first: string, days: number): string[] {
	const begin = dateOf(first);
	const end = dateOf(first, days);
	const index = (date: Date) =>
		Math.round((dateOf(isoOf(date)).getTime() - begin.getTime()) / day) * minutesOfDay +
		date.getHours() * 60 +
		date.getMinutes();
	const minutes: string[] = [];
	const steps = hours.getIterator(begin);
	const sort = () => {
		const comment = steps.getComment();
		if (steps.getState()) return `open: ${comment ?? ''}`;
		if (steps.getUnknown()) return comment === guess ? 'guess' : `uncertain: ${comment ?? ''}`;
		return 'closed';
	};
	let now = sort();
	for (let at = 0; at < days * minutesOfDay;) {
		const more = steps.advance(end);
		const next = more ? index(steps.getDate()) : days * minutesOfDay;
		for (; at < Math.min(next, days * minutesOfDay); at += 1) minutes.push(now);
		if (!more) break;
		now = sort();
	}
	while (minutes.length < days * minutesOfDay) minutes.push(now);
	return minutes;
}

const publicHolidays = new OpeningHoursOf('PH', latvia);
const isHoliday = (iso: string) => {
	const noon = dateOf(iso);
	noon.setHours(12);
	return publicHolidays.getState(noon);
};

/** The number of a week in the calendar, counted from the week of 4 January. */
function weekNumber(iso: string): number {
	const monday = (date: Date) => dateOf(isoOf(date), 1 - (date.getDay() || 7));
	const date = dateOf(iso);
	const ofYear = (year: number) => monday(new Date(year, 0, 4)).getTime();
	const year = [date.getFullYear() + 1, date.getFullYear(), date.getFullYear() - 1].find(
		(one) => ofYear(one) <= date.getTime()
	);
	return Math.floor(Math.round((date.getTime() - ofYear(year ?? 0)) / day) / 7) + 1;
}

/** Whether a reader takes a heading to be about a day. */
function isAbout(when: When, iso: string): boolean {
	if (when.kind === 'weeks') return (weekNumber(iso) % 2 === 1) === (when.parity === 'odd');
	if (when.kind !== 'season') return when.kind === 'always';
	const date = iso.slice(5);
	return when.from <= when.to
		? when.from <= date && date <= when.to
		: date >= when.from || date <= when.to;
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
/** A remark as the library has it, from where the table says it. */
function fullComment({ comment }: OpenTimes, note: string | null): string {
	if (note === null) return comment ?? '';
	return comment === null ? note : `${comment}, ${note}`;
}

/** What a reader takes from the table to hold on a day; null: the table does not say. */
function timesOf(told: TimesTold, iso: string): { times: OpenTimes[]; holiday: boolean } | null {
	if (told.periods[0]?.when.kind === 'next-days') {
		const group = told.periods[0].groups.find(({ date }) => date === iso);
		return group ? { times: group.times, holiday: false } : null;
	}
	if (told.holidays !== null && isHoliday(iso)) {
		if (told.holidays === 'other') return null;
		return { times: told.holidays === 'closed' ? [] : told.holidays, holiday: true };
	}
	const weekday = dateOf(iso).getDay() || 7;
	const periods = told.periods.filter(({ when }) => isAbout(when, iso));
	expect(periods, `one heading for ${iso}`).toHaveLength(1);
	const groups = periods[0]?.groups.filter(({ weekdays }) => weekdays.includes(weekday)) ?? [];
	expect(groups, `one row for ${iso}`).toHaveLength(1);
	return { times: groups[0]?.times ?? [], holiday: false };
}

/** Compares a week; answers how many minutes the table said something about. */
function compare(told: TimesTold, hours: Library, first: string): number {
	const real = libraryMinutes(hours, plus(first, -1), 9).slice(minutesOfDay);
	let said = 0;
	for (let index = 0; index < 7; index += 1) {
		const iso = plus(first, index);
		const yesterday = timesOf(told, plus(iso, -1));
		const today = timesOf(told, iso);
		if (!today || !yesterday) continue;
		// “Closed on public holidays” is said of the whole day.
		const rest = today.holiday && told.holidays === 'closed' ? null : told.otherwise;
		const minutes = Array.from({ length: minutesOfDay }, (): string =>
			rest === null ? 'closed' : `uncertain: ${rest}`
		);
		/** Minutes from which on nobody has said when it closes. */
		const ends = new Set<number>();
		for (const [list, shift] of [
			[yesterday.times, -minutesOfDay],
			[today.times, 0]
		] as const) {
			for (const time of list) {
				const from = minuteOf(time.from);
				if (time.to === null) {
					ends.add(from + shift);
					continue;
				}
				const to = minuteOf(time.to) + (minuteOf(time.to) <= from ? minutesOfDay : 0);
				if (time.openEnd) ends.add(to + shift);
				const sort = time.uncertain ? 'uncertain' : 'open';
				for (let at = Math.max(0, from + shift); at < Math.min(minutesOfDay, to + shift); at += 1)
					minutes[at] = `${sort}: ${fullComment(time, told.note)}`;
			}
		}
		const told1 = (at: number) => minutes[at] ?? '';
		for (let at = 0; at < minutesOfDay; at += 1) {
			let truth = real[index * minutesOfDay + at] ?? '';
			// On a holiday, a reader does not know of the night before whether it goes on.
			if (today.holiday && truth === 'closed' && !told1(at).startsWith('closed')) {
				const begun = yesterday.times.some(({ from, to }) => to !== null && to <= from);
				if (begun && at < 720) {
					said += 1;
					continue;
				}
			}
			// Of a night that another rule took from a holiday, the library leaves the morning:
			// something that begins at midnight sharp, without its evening, in no other week.
			if (yesterday.holiday && !today.holiday && at < 720 && told1(at) !== truth) {
				const midnight = index * minutesOfDay;
				const morning = real.slice(midnight, midnight + at + 1);
				const begins = real[midnight - 1] !== truth && morning.every((one) => one === truth);
				if (begins && !told1(at).startsWith('open')) {
					said += 1;
					continue;
				}
			}
			// The remark there is the name of the holiday, in the night after it, too.
			const unremarked = today.holiday || (yesterday.holiday && at < 720);
			if (unremarked) truth = truth.replace(/: .*/s, ': ');
			if (truth === 'guess') {
				// A closing time the library made up: the table says that nobody has said it.
				let start = at;
				while (start > -minutesOfDay && real[index * minutesOfDay + start - 1] === 'guess')
					start -= 1;
				// Several in a row are one to the library; told is the last that has begun, at least.
				const before = index === 0 && start <= 0;
				const known = before || [...ends].some((end) => start <= end && end <= at);
				expect(known, `${iso} ${at}: open end`).toBe(true);
				said += 1;
				continue;
			}
			const words = unremarked ? told1(at).replace(/: .*/s, ': ') : told1(at);
			if (words !== truth) expect(`${iso} ${Math.floor(at / 60)}:${at % 60} ${words}`).toBe(truth);
			said += 1;
		}
	}
	return said;
}

function libraryOf(raw: string): Library | null {
	try {
		return new OpeningHoursOf(raw, latvia);
	} catch {
		return null;
	}
}

/** Reads a value on a day and compares the week of another day of the year after it. */
function check(raw: string, today: string, later: number): Readable | null {
	const read = readOpeningHours(raw, new Date(`${today}T10:00:00Z`), zone);
	expect(read.raw).toBe(raw);
	if (!read.readable) return null;
	const hours = libraryOf(raw);
	if (!hours) throw new Error(`read, but not by the library: ${raw}`);
	const dated = read.periods[0]?.when.kind === 'next-days';
	const said = compare(read, hours, dated ? today : plus(today, later));
	if (!dated && read.holidays !== 'other') expect(said).toBe(7 * minutesOfDay);
	return read;
}

const quarter = fc.integer({ min: 0, max: 95 }).map((one) => one * 15);
const clock = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const span = fc.oneof(
	{ weight: 6, arbitrary: fc.tuple(quarter, quarter).map(([a, b]) => `${clock(a)}-${clock(b)}`) },
	{
		weight: 3,
		arbitrary: fc.constantFrom('09:00-17:00', '10:00-18:00', '18:00-02:00', '22:00-06:00')
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom('00:00-24:00', '00:00-08:00', '16:00-24:00', '10:00-26:00')
	},
	{ weight: 1, arbitrary: quarter.map((one) => `${clock(one)}+`) },
	{ weight: 1, arbitrary: fc.constantFrom('10:00-17:00+', '18:00-24:00+', '20:00-02:00+') }
);
const times = fc.oneof(
	{ weight: 3, arbitrary: span },
	{ weight: 1, arbitrary: fc.tuple(span, span).map((both) => both.join(',')) },
	{ weight: 1, arbitrary: fc.constantFrom('09:00-12:00,13:00-17:00', '24/7', '') }
);
const days = fc.constantFrom(
	...[
		'Mo-Fr',
		'Mo-Su',
		'Sa',
		'Su',
		'Fr',
		'Mo',
		'Sa-Su',
		'Sa-Mo',
		'Tu,Th',
		'PH',
		'PH,Su',
		'Mo-Fr,PH',
		''
	]
);
const part = fc.oneof(
	{ weight: 8, arbitrary: fc.constant('') },
	{
		weight: 3,
		arbitrary: fc.constantFrom(
			...['Jul', 'Apr-Sep', 'Oct-Mar', 'Apr 15-Sep 14', 'Dec 24-26', 'Dec 20-Jan 06', 'Nov-Feb']
		)
	},
	{ weight: 2, arbitrary: fc.constantFrom('week 1-53/2', 'week 2-52/2', 'week 20-30') },
	{ weight: 1, arbitrary: fc.constantFrom('2026', '2027 Mar-2027 Jun', 'easter', 'Jan-Mar,Dec') }
);
const state = fc.oneof(
	{ weight: 6, arbitrary: fc.constant('') },
	{
		weight: 3,
		arbitrary: fc.constantFrom('off', 'closed', 'open', 'unknown', 'open "no; yard"', 'off "x"')
	},
	{ weight: 2, arbitrary: fc.constantFrom('"by appointment"', '"call; then ring"', 'unknown "x"') }
);
const rule = fc
	.tuple(part, days, times, state)
	.map((all) => all.filter(Boolean).join(' '))
	.filter((one) => one !== '');
const rules = fc
	.array(fc.tuple(rule, fc.constantFrom('; ', '; ', '; ', ', ', ' || ')), {
		minLength: 1,
		maxLength: 4
	})
	.map((rules) => rules.map(([one, join], at) => (at === 0 ? one : join + one)).join(''));
const withRest = fc
	.tuple(
		fc.constantFrom('Mo-Fr', 'Sa-Mo', 'Mo-Su', 'Apr-Sep Mo-Fr', 'Tu,Th'),
		fc.constantFrom('09:00-17:00', '09:00-12:00,13:00-17:00', '18:00-02:00', '00:00-24:00'),
		fc.constantFrom('"by appointment"', 'unknown', '"call; then ring"'),
		fc.constantFrom('', '; PH off')
	)
	.map(([which, when, rest, last]) => `${which} ${when} || ${rest}${last}`);
const value = fc.oneof({ weight: 9, arbitrary: rules }, { weight: 1, arbitrary: withRest });

/**
 * Days on which the year is not plain: both clock changes, holidays in mid-week and at a weekend,
 * the turn of the year, 29 February.
 */
const special = [
	...[
		'2026-03-29',
		'2026-10-25',
		'2027-03-28',
		'2026-05-01',
		'2026-06-22',
		'2026-11-16',
		'2026-12-21'
	],
	...[
		'2026-12-28',
		'2027-01-01',
		'2024-02-26',
		'2028-02-28',
		'2025-04-18',
		'2027-05-03',
		'2029-12-31'
	]
];
const today = fc.oneof(
	fc.constantFrom(...special),
	fc.integer({ min: 0, max: 2000 }).map((count) => plus('2024-01-01', count))
);

test('open ends that the library loses behind a fallback are shown as they are written', () => {
	const raw = 'Sa-Su 00:15+; Mo-Fr 00:00-00:15,00:30-00:15 || Sa 10:00-17:00+';
	expect(check(raw, '2027-05-03', 0)).toBeNull();
});

test(
	'what is told holds minute by minute, whatever the value and the week',
	{ timeout: 300_000 },
	() => {
		const seen = { raw: 0, dated: 0, table: 0, parts: 0, nights: 0, holidays: 0, ends: 0, rest: 0 };
		fc.assert(
			fc.property(value, today, fc.integer({ min: 0, max: 364 }), (raw, now, later) => {
				if (!libraryOf(raw)) return;
				const read = check(raw, now, later);
				if (!read) {
					seen.raw += 1;
					return;
				}
				const all = read.periods.flatMap(({ groups }) => groups.flatMap((group) => group.times));
				seen[read.periods[0]?.when.kind === 'next-days' ? 'dated' : 'table'] += 1;
				if (read.periods.length > 1) seen.parts += 1;
				if (read.holidays) seen.holidays += 1;
				if (read.otherwise !== null) seen.rest += 1;
				if (all.some(({ openEnd }) => openEnd)) seen.ends += 1;
				if (all.some(({ from, to }) => to !== null && to <= from)) seen.nights += 1;
			}),
			{ numRuns: 200 }
		);
		// Or the values would all be of one sort, and the comparison would say nothing of the others.
		for (const [sort, count] of Object.entries(seen)) expect(count, sort).toBeGreaterThan(0);
	}
);

/**
 * Between backticks and in blocks, in the part of the library's README that tells what it
 * understands, and the blocks before it.
 */
const published = () => {
	const readme = readFileSync(
		new URL('README.md', `file://${require.resolve('opening_hours/package.json')}`),
		'utf8'
	);
	const inLines = [...readme.matchAll(/`+([^`\n]{3,}?)`+/g)].map(([, one = '']) => one);
	const blocks = [...readme.matchAll(/```text\n([^`]*)```/g)].flatMap(([, one = '']) =>
		one.split('\n')
	);
	return [...new Set([...inLines, ...blocks])].filter((one) => libraryOf(one) !== null);
};

test('the values of the library’s README', () => {
	const values = published();
	expect(values.length).toBeGreaterThan(60);
	expect(values).toContain('Mo-Fr 12:00-18:00; We off; Sa,PH 12:00-17:00; Th[3],Th[-1] off');
	let told = 0;
	for (const raw of values)
		for (const now of ['2026-11-29', '2026-03-27', '2024-02-26', '2026-12-23'])
			for (const later of [0, 27, 170, 329]) if (check(raw, now, later)) told += 1;
	expect(told / values.length / 16).toBeGreaterThan(0.8);
});

// Values and what they mean from the library's own tests:
// https://github.com/opening-hours/opening_hours.js/blob/main/test/test.mjs, in the week of 1
// October 2012 (in Germany, where the 3rd is a holiday; none of these rules speaks of holidays).
test.each<[values: string[], open: [from: string, to: string][], ends?: string[]]>([
	[
		['07:00+,12:00-16:00', '07:00+,12:00-13:00,13:00-16:00'],
		[['01 12:00', '01 16:00']],
		['01 07:00']
	],
	[
		['05:00-06:00,06:45-07:00+,13:00-16:00', '06:45-07:00+,05:00-06:00,13:00-14:00,14:00-16:00'],
		[
			['01 05:00', '01 06:00'],
			['01 06:45', '01 07:00'],
			['01 13:00', '01 16:00']
		],
		['01 07:00']
	],
	[
		['13:00-17:00+', '13:00-17:00,17:00+', '13:00-02:00,17:00+', '13:00-17:00 open, 17:00+'],
		[['01 13:00', '01 17:00']],
		['01 17:00']
	],
	[['17:00+', '17:00-late', '17:00 till late', '15:00-16:00 off; 17:00+'], [], ['01 17:00']],
	[['17:00+ off', '17:00-19:00 off'], []],
	[['Mo 22:00-04:00+', 'Mo 22:00-28:00+'], [['01 22:00', '02 04:00']], ['02 04:00']],
	[
		['Su-Tu 11:00-01:00, We-Th 11:00-03:00, Fr 11:00-06:00, Sa 11:00-07:00'],
		[
			['01 11:00', '02 01:00'],
			['02 11:00', '03 01:00'],
			['03 11:00', '04 03:00'],
			['04 11:00', '05 03:00'],
			['05 11:00', '06 06:00'],
			['06 11:00', '07 07:00']
		]
	],
	[['Tu 23:59-48:00'], [['02 23:59', '04 00:00']]]
])('%j as the library’s own tests have it', (values, open, ends = []) => {
	const at = (time: string) => `2012-10-${time.replace(' ', 'T')}:00+03:00`;
	for (const raw of values) {
		const read = check(raw, '2012-10-01', 0);
		expect(read, raw).not.toBeNull();
		const state = (time: string, shift: number) =>
			openUntil(raw, new Date(Date.parse(at(time)) + shift * 60_000), zone).open;
		for (const [from, to] of open)
			expect(
				[state(from, -1), state(from, 0), state(to, -1), state(to, 0)],
				`${raw} ${from}`
			).toEqual([false, true, true, false]);
		const times = read?.periods.flatMap(({ groups }) => groups.flatMap((group) => group.times));
		for (const end of ends) {
			const told = times?.find((time) => time.openEnd);
			expect(told?.to ?? told?.from, raw).toBe(end.slice(3));
			const now = readOpeningHours(raw, new Date(at(end)), zone);
			expect(now).toMatchObject({
				state: 'uncertain',
				why: 'open-end',
				comment: null,
				change: null
			});
		}
		expect(times?.some((time) => time.openEnd)).toBe(ends.length > 0);
	}
});

test('what is open now agrees with the state on the page, and with the library', () => {
	fc.assert(
		fc.property(value, today, fc.integer({ min: 0, max: 1439 }), (raw, now, minute) => {
			const instant = new Date(Date.parse(`${now}T00:00:00Z`) + minute * 60_000);
			const read = readOpeningHours(raw, instant, zone);
			const { open, until } = openUntil(raw, instant, zone);
			expect(open).toBe(read.readable && read.state === 'open');
			expect(until).toBeGreaterThan(instant.getTime());
			if (!read.readable || !read.change) return;
			// A minute before the change it is as now, and at the change it is not.
			const change = Date.parse(read.change.at);
			const then = (at: number) => readOpeningHours(raw, new Date(at), zone);
			const [before, at] = [then(change - 60_000), then(change)];
			if (!before.readable || !at.readable) throw new Error(`unreadable a little later: ${raw}`);
			expect(at.state).not.toBe(before.state);
			// Between closed and open it may be open only under a condition.
			if (read.state === 'open') expect(before.state).toBe('open');
			else
				expect([before.state === 'open', at.state === 'open' || at.why === 'open-end']).toEqual([
					false,
					true
				]);
		}),
		{ numRuns: 150 }
	);
});
