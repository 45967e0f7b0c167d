// Local times of a zone as people say them ("19:00 on 8 December") and the instants they are. Two
// of them have no plain answer: a time the clock jumps over in spring, and one it shows twice in
// autumn. The rule, everywhere in the product and in the database (internal.instant_of): a time
// that does not exist is taken with the offset before the change, so it falls as much later as the
// clock jumps (03:30 becomes 04:30); of a time that comes twice the first one is meant. That is
// what RFC 5545 (3.3.5) says of a date-time, and what calendars do.
import { Temporal } from 'temporal-polyfill';
import { zoneFor } from './zones.ts';

/** `YYYY-MM-DDTHH:MM:SS` without a zone. Compares and sorts as text. */
export type LocalTime = string;

const plain = (local: LocalTime) => Temporal.PlainDateTime.from(local);

/**
 * A local time in its one form: `2026-12-08T19:00` → `2026-12-08T19:00:00`.
 * @throws RangeError when it is none
 */
export function localTime(text: string): LocalTime {
	return plain(text).toString({ smallestUnit: 'second' });
}

/**
 * The instant of a local time, in UTC: `2026-12-08T17:00:00Z`.
 * @param zone one that is not known here is taken for the network's
 * @throws RangeError when the text is no local time
 */
export function instantOf(local: LocalTime, zone: string): string {
	return plain(local)
		.toZonedDateTime(zoneFor(zone), { disambiguation: 'compatible' })
		.toInstant()
		.toString({ smallestUnit: 'second' });
}

/**
 * The local time of an instant.
 * @param zone one that is not known here is taken for the network's
 * @throws RangeError when the text is no instant
 */
export function localOf(instant: string, zone: string): LocalTime {
	return Temporal.Instant.from(instant)
		.toZonedDateTimeISO(zoneFor(zone))
		.toPlainDateTime()
		.toString({ smallestUnit: 'second' });
}

/** `19:00:00` of a local time. */
export const timeOf = (local: LocalTime): string => local.slice(11);

/**
 * Another local time, so much later as one lies after another on the calendar and the clock,
 * whatever the zone does.
 */
export function shifted(local: LocalTime, from: LocalTime, to: LocalTime): LocalTime {
	return plain(local)
		.add(plain(from).until(plain(to), { largestUnit: 'day' }))
		.toString({ smallestUnit: 'second' });
}

/** A local time so many months later; the 31st becomes the last day of a shorter month. */
export function monthsLater(local: LocalTime, months: number): LocalTime {
	return plain(local).add({ months }).toString({ smallestUnit: 'second' });
}

/**
 * Both instants of a date. It ends when the clock shows its end ("22.00–6.00" ends at six also in
 * the night of a clock change). Where the change would leave nothing of it, it lasts as long as the
 * clock says.
 */
export function instantsOf(
	startsLocal: LocalTime,
	endsLocal: LocalTime,
	zone: string
): { startsAt: string; endsAt: string } {
	const startsAt = instantOf(startsLocal, zone);
	const endsAt = instantOf(endsLocal, zone);
	if (endsAt > startsAt) return { startsAt, endsAt };
	const length = plain(startsLocal).until(plain(endsLocal), { largestUnit: 'hour' });
	return {
		startsAt,
		endsAt: Temporal.Instant.from(startsAt).add(length).toString({ smallestUnit: 'second' })
	};
}
