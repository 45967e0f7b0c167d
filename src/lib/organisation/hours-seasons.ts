// Into which parts a value of the OpenStreetMap syntax divides the year: seasons by their first
// days, or weeks with odd and even numbers. Only a guess of where to look: what is told of the
// parts is what the library says of their days.
import { addDays, type Day } from '#lib/time/days.ts';
import { lastDayOf } from '#lib/time/month.ts';
import type { OpenTimes, Period, When } from './opening-hours.ts';
import { groupsOf, isOddWeek, type PartOf } from './hours-table.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');
/** "MM-DD" of a month (1 to 12) and a day of it. */
const dayOfYear = (month: number, day: number) => `${two(month)}-${two(day)}`;

// Days of the year are those of a leap year: the 29th of February is a day like any other.
const lastOf = (month: number) => lastDayOf(`2024-${two(month)}`).slice(5);
const later = (day: string, count: number) => addDays(`2024-${day}`, count).slice(5);

const name = months.join('|');
const range = new RegExp(
	`\\b(${name})\\b(?: (\\d{1,2})(?![\\d:]))?(?: ?- ?(?:(${name})\\b ?)?(\\d{1,2}(?![\\d:]))?)?`,
	'g'
);

/** A value without its remarks. */
export const withoutRemarks = (value: string): string => value.replace(/"[^"]*"/g, '""');

/** The days of the year on which another season begins, "MM-DD", in order. */
function cuts(value: string): string[] {
	const found = new Set<string>();
	const number = (month: string | undefined) => months.indexOf(month ?? '') + 1;
	for (const [, first, day, last, lastDay] of withoutRemarks(value).matchAll(range)) {
		const from = number(first);
		const to = last === undefined ? from : number(last);
		found.add(dayOfYear(from, Number(day ?? 1)));
		const end =
			lastDay !== undefined
				? dayOfYear(to, Number(lastDay))
				: last === undefined && day !== undefined
					? dayOfYear(from, Number(day))
					: lastOf(to);
		found.add(later(end, 1));
	}
	return [...found].toSorted();
}

/** A way to divide the year, and what its parts are called. */
export interface Division {
	partOf: PartOf;
	/** The parts as periods, the present one first; null when there are too many to be read. */
	periods: (parts: ReadonlyMap<string, OpenTimes[][]>, today: Day) => Period[] | null;
}

const always: Division = {
	partOf: () => 'always',
	periods: (parts) => {
		const [week] = parts.values();
		return week ? [{ when: { kind: 'always' }, groups: groupsOf(week) }] : null;
	}
};

const everyOtherWeek: Division = {
	partOf: (day) => (isOddWeek(day) ? 'odd' : 'even'),
	periods: (parts, today) => {
		const now = isOddWeek(today) ? 'odd' : 'even';
		const told = (['odd', 'even'] as const).flatMap((parity): Period[] => {
			const week = parts.get(parity);
			const when: When = { kind: 'weeks', parity, now: parity === now };
			return week ? [{ when, groups: groupsOf(week) }] : [];
		});
		return told.length === 2 ? presentFirst(told) : null;
	}
};

const isNow = ({ when }: Period) => 'now' in when && when.now;
const presentFirst = (periods: Period[]) => [
	...periods.filter(isNow),
	...periods.filter((one) => !isNow(one))
];

/** More are a table nobody reads. */
const mostSeasons = 4;

function bySeasons(days: readonly string[]): Division {
	const partOf: PartOf = (day) => {
		const date = day.slice(5);
		return days.findLast((cut) => cut <= date) ?? days.at(-1) ?? '';
	};
	return {
		partOf,
		periods: (parts, today) => {
			const seasons: { from: string; week: OpenTimes[][] }[] = [];
			for (const from of days) {
				const week = parts.get(from);
				const last = seasons.at(-1);
				if (!week || (last && JSON.stringify(last.week) === JSON.stringify(week))) continue;
				seasons.push({ from, week });
			}
			// The last one may go on past the end of the year into the first.
			const [first] = seasons;
			if (
				first &&
				seasons.length > 1 &&
				JSON.stringify(first.week) === JSON.stringify(seasons.at(-1)?.week)
			)
				seasons.shift();
			if (seasons.length > mostSeasons || seasons.length === 0) return null;
			if (seasons.length === 1) return always.periods(new Map([['', first?.week ?? []]]), today);
			const date = today.slice(5);
			const present = seasons.findLast(({ from }) => from <= date) ?? seasons.at(-1);
			return presentFirst(
				seasons.map((season, index): Period => {
					const next = seasons[(index + 1) % seasons.length]?.from ?? season.from;
					return {
						when: {
							kind: 'season',
							from: season.from,
							to: later(next, -1),
							now: season === present
						},
						groups: groupsOf(season.week)
					};
				})
			);
		}
	};
}

/** The ways in which a value, in the form the library prints it in, may divide the year. */
export function divisionsOf(value: string): Division[] {
	const said = withoutRemarks(value);
	const days = cuts(said);
	return [
		always,
		...(/\bweek\b/.test(said) ? [everyOtherWeek] : []),
		// What is said of one year would be read as said of every year.
		...(days.length > 1 && !/\b\d{4}\b/.test(said) ? [bySeasons(days)] : [])
	];
}
