// A series that has run is changed: what has taken place stays as it was. The series ends with its
// last date before today, and what was changed takes over from there (the division of
// internal.split_event).
import { expand, splitSeries, type Series } from '#lib/event/recurrence/recurrence.ts';
import type { LocalTime } from '#lib/time/local-time.ts';
import type { KnownDate } from './date-consequences.ts';

export interface FromToday {
	/** Local start, as the rule gives it, of the first date that is handed over. */
	from: LocalTime;
	ended: Series;
	following: Series;
}

/**
 * Both parts of a changed series.
 * @param known its dates as they stand, in any order
 * @param now local time of the changed series' zone
 * @returns null where nothing lies ahead to be changed, or nothing behind to be kept
 */
export function dividedFromToday(
	old: Series,
	changed: Series,
	known: readonly KnownDate[],
	now: LocalTime
): FromToday | null {
	const from = known
		.filter(({ over }) => !over)
		.map(({ original }) => original)
		.sort()[0];
	if (from === undefined || changed.rule === null) return null;
	const ended = splitSeries(old, from)?.[0];
	const next = expand(changed, now.slice(0, 10)).dates.find(({ starts }) => starts > now);
	if (!ended || !next) return null;
	const following =
		next.starts === changed.startsLocal ? changed : splitSeries(changed, next.starts)?.[1];
	return following ? { from, ended, following } : null;
}
