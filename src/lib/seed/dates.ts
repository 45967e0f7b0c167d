// The dates of events, written the one way there is: worked out from the rule, saved by
// internal.save_occurrences.
import { expand, type Series } from '#lib/event/recurrence/recurrence.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { stableId } from './slug.ts';

/** An event's row as far as its dates follow from it. */
export interface DatedRow {
	id: string;
	slug: string;
	starts_local: string;
	ends_local: string;
	time_zone: string;
	all_day?: boolean;
	recurrence?: string | null;
	exceptions?: readonly string[];
}

/** What decides when an event is. */
export const seriesOf = (row: DatedRow): Series => ({
	startsLocal: row.starts_local,
	endsLocal: row.ends_local,
	timeZone: row.time_zone,
	allDay: row.all_day ?? false,
	rule: row.recurrence ?? null,
	exceptions: row.exceptions ?? []
});

/** How many events go in one statement. */
const eventsAtOnce = 2000;

/**
 * Writes the dates of events whose rows are there. Ids are made from names, so that seeding again
 * gives calendars and feeds those they know.
 * @param renewedOn ISO date from which open-ended series are known for half a year
 * @throws Error when a rule is none
 */
export async function saveDates(
	sql: SqlExecutor,
	rows: readonly DatedRow[],
	renewedOn: string
): Promise<void> {
	for (let start = 0; start < rows.length; start += eventsAtOnce) {
		const saved = rows.slice(start, start + eventsAtOnce).map((row) => {
			const { dates, knownUntil } = expand(seriesOf(row), renewedOn);
			return {
				event: row.id,
				known_until: knownUntil,
				dates: dates.map((date) => ({
					id: stableId('occurrence', row.slug, date.starts.slice(0, 16)),
					...date
				}))
			};
		});
		await sql.query('select internal.save_occurrences($1::text::jsonb)', [JSON.stringify(saved)]);
	}
}
