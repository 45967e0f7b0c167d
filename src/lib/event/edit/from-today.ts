// A series that has run is changed: what has taken place stays as it was. The series ends with its
// last date before today, and what was changed takes over from there (the division of
// internal.split_event).
import { sameValue } from '#lib/listing/fields/change.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { expand, splitSeries, type Series } from '#lib/event/recurrence/recurrence.ts';
import type { Day } from '#lib/time/days.ts';
import { todayAt } from '#lib/time/dates.ts';
import { localOf, type LocalTime } from '#lib/time/local-time.ts';
import type { KnownDate } from './date-consequences.ts';

/** Keys of a document that decide when an event is. */
export const timeKeys = [
	'starts_local',
	'ends_local',
	'time_zone',
	'all_day',
	'recurrence',
	'exceptions'
] as const;

/** Keys of a document that decide where it is held. */
export const placeKeys = [
	...['attendance', 'venue_organisation_id', 'venue_name', 'street', 'postcode', 'place_id'],
	...['municipality_id', 'latitude', 'longitude', 'approximate', 'pin_by_hand', 'join_link']
];

/**
 * Whether people are told another place: another way to take part, venue, street or town. A pin or
 * a postcode that was wrong is put right for all dates. The join link is told of no date that is
 * over. While the venue stays, its address does.
 */
export function placeChanged(wanted: ListingDocument, before: ListingDocument): boolean {
	const differs = (key: string) => key in wanted && !sameValue(wanted[key], before[key] ?? null);
	const venue = before.venue_organisation_id ?? null;
	const stays = venue !== null && !differs('venue_organisation_id');
	return (
		['attendance', 'venue_name', 'venue_organisation_id'].some(differs) ||
		(!stays && ['street', 'place_id'].some(differs))
	);
}

export interface FromToday {
	/** Local start, as the rule gives it, of the first date that is handed over. */
	from: LocalTime;
	ended: Series;
	following: Series;
}

const dayOf = (time: LocalTime) => time.slice(0, 10);

/**
 * Both parts of a changed series. What has begun stays, and so does a date that was moved behind
 * one that has.
 * @param known its dates as they stand, in any order
 * @param changed with the same times where something else is changed
 * @param now instant
 * @returns null where nothing lies ahead to be changed, or nothing behind to be kept
 */
export function dividedFromToday(
	old: Series,
	changed: Series,
	known: readonly KnownDate[],
	now: string
): FromToday | null {
	if (changed.rule === null) return null;
	const here = localOf(now, old.timeZone);
	const turns = known
		.filter(({ starts, rescheduled }) => starts <= here && !rescheduled)
		.map(({ original }) => original);
	const last = turns.sort().at(-1);
	if (last === undefined) return null;
	const ahead = known
		.filter(({ starts, original }) => starts > here && original > last)
		.map(({ original }) => original)
		.sort();
	for (const from of ahead) {
		// A cancelled date of an earlier rule is none that this one gives.
		const parts = splitSeries(old, from);
		if (!parts) continue;
		const [ended, rest] = parts;
		if (timesStay(old, changed)) return { from, ended, following: rest };
		const following = restOf(changed, dayOf(last), new Set(ahead.map(dayOf)), now);
		return following && { from, ended, following };
	}
	return null;
}

const timesStay = (a: Series, b: Series) =>
	(['startsLocal', 'endsLocal', 'timeZone', 'allDay', 'rule'] as const).every(
		(key) => a[key] === b[key]
	) && sameValue([...a.exceptions], [...b.exceptions]);

/**
 * A series from its first date ahead, with those whose turn lies behind and that were moved ahead.
 * @param held day of the last date that has begun; no second one is held on it
 */
function restOf(series: Series, held: string, ahead: Set<string>, now: string): Series | null {
	const here = localOf(now, series.timeZone);
	const { dates } = expand(series, dayOf(here));
	const isAhead = ({ starts }: { starts: LocalTime }) =>
		dayOf(starts) > held && (starts > here || ahead.has(dayOf(starts)));
	const next = dates[dates.findLastIndex((date) => !isAhead(date)) + 1];
	if (!next) return null;
	return next.starts === series.startsLocal
		? series
		: (splitSeries(series, next.starts)?.[1] ?? null);
}

/** A part of a series as the database takes it. */
export function partOf(series: Series, today: Day = todayAt(new Date())) {
	const { dates, knownUntil } = expand(series, today);
	return {
		listing: {
			starts_local: series.startsLocal,
			ends_local: series.endsLocal,
			recurrence: series.rule,
			exceptions: [...series.exceptions]
		},
		dates: { known_until: knownUntil, dates: dates.map((date) => ({ ...date })) }
	};
}
