// The dates of an event whose earlier state comes back: worked out anew when anything about its
// times or its rule differs from what stands now, else left as they are.
import { network } from '#network';
import { expand, type LocalDate } from '#lib/event/recurrence/recurrence.ts';
import { dayOf } from '#lib/time/days.ts';
import { sameValue } from '#lib/listing/fields/change.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';

const timeKeys = ['starts_local', 'ends_local', 'time_zone', 'all_day', 'recurrence', 'exceptions'];

/** As `save_event` takes them. */
export interface RestoredDates {
	known_until: string | null;
	dates: LocalDate[];
}

/**
 * Whoever brings an open-ended series back says by it that the series goes on: it is known for as
 * long again.
 * @param now the document that stands; null when it is not known, then the dates are always worked
 * out
 * @returns null when they stay as they are
 */
export function datesForRestoring(
	wanted: ListingDocument,
	now: ListingDocument | null,
	today: Date
): RestoredDates | null {
	if (now && timeKeys.every((key) => sameValue(wanted[key], now[key]))) return null;
	const text = (key: string) => (typeof wanted[key] === 'string' ? wanted[key] : '');
	const { dates, knownUntil } = expand(
		{
			startsLocal: text('starts_local'),
			endsLocal: text('ends_local'),
			timeZone: text('time_zone'),
			allDay: wanted.all_day === true,
			rule: text('recurrence') || null,
			exceptions: (Array.isArray(wanted.exceptions) ? wanted.exceptions : []).map(String)
		},
		dayOf(today, network.timeZone)
	);
	return { known_until: knownUntil, dates };
}
