// What becomes of the dates people already know when a series is changed: the same rule by which
// the database tells dates apart (internal.save_occurrences), told before anything is saved. A date
// stays the same date by its start, or by its day when only the hour changes; the one date of an
// event stays the same wherever it goes.
import type { LocalTime } from '#lib/time/local-time.ts';
import type { LocalDate } from '#lib/event/recurrence/recurrence.ts';

/** A date as it is kept. */
export interface KnownDate extends LocalDate {
	/** What the rule gave it. */
	original: LocalTime;
	cancelled: boolean;
	/** Has its own time, which no rule changes. */
	rescheduled: boolean;
	over: boolean;
}

export interface Consequences {
	/** Dates ahead that stay as they are. */
	kept: number;
	/** Dates ahead that keep their day and get another time, or the one date that goes elsewhere. */
	moved: { from: LocalDate; to: LocalDate }[];
	/** Dates ahead that are taken out of the directory without a word to anybody. */
	dropped: LocalTime[];
	/**
	 * Cancelled dates that the rule no longer gives: they stay, so that whoever noted one finds it.
	 */
	stillCancelled: LocalTime[];
	added: LocalTime[];
	/** Dates that are over and would be gone, or have been at another time. */
	forgotten: number;
}

const dayOf = (time: LocalTime) => time.slice(0, 10);

function only<T>(list: readonly T[], fits: (one: T) => boolean): T | null {
	const found = list.filter(fits);
	return found.length === 1 ? (found[0] ?? null) : null;
}

const isLive = ({ cancelled }: KnownDate) => !cancelled;

/** Which wanted date each known one becomes. */
function pairs(known: readonly KnownDate[], wanted: readonly LocalDate[]) {
	const byStart = new Map(wanted.map((date) => [date.starts, date]));
	const originals = new Set(known.map(({ original }) => original));
	return known.map((date) => {
		const same = byStart.get(date.original);
		if (same) return { date, becomes: same };
		// Beside the one date, cancelled dates of an earlier rule may stand.
		const alone = wanted.length === 1 && (known.length === 1 || only(known, isLive) === date);
		const day = dayOf(date.original);
		const ofDay =
			only(known, ({ original }) => dayOf(original) === day) &&
			only(wanted, ({ starts }) => dayOf(starts) === day);
		const becomes = alone ? (wanted[0] ?? null) : ofDay;
		return { date, becomes: becomes && !originals.has(becomes.starts) ? becomes : null };
	});
}

/** What saving `wanted` does to the dates that are known. */
export function consequencesOf(
	known: readonly KnownDate[],
	wanted: readonly LocalDate[]
): Consequences {
	const paired = pairs(known, wanted);
	const taken = new Set(paired.map(({ becomes }) => becomes?.starts));
	const ahead = paired.filter(({ date }) => !date.over);
	const gone = paired.filter(({ becomes }) => becomes === null);
	const stays = ({ date, becomes }: (typeof paired)[number]) =>
		becomes !== null &&
		(date.rescheduled || (date.starts === becomes.starts && date.ends === becomes.ends));
	return {
		kept: ahead.filter(stays).length,
		moved: ahead
			.filter((pair) => !stays(pair))
			.flatMap(({ date, becomes }) =>
				becomes ? [{ from: { starts: date.starts, ends: date.ends }, to: becomes }] : []
			),
		dropped: gone
			.filter(({ date }) => !date.over && !date.cancelled)
			.map(({ date }) => date.starts),
		stillCancelled: gone
			.filter(({ date }) => !date.over && date.cancelled)
			.map(({ date }) => date.starts),
		added: wanted.map(({ starts }) => starts).filter((starts) => !taken.has(starts)),
		forgotten: paired.filter((pair) => pair.date.over && !stays(pair)).length
	};
}

/** Whether somebody who noted a date must look again. */
export const concernsPeople = ({ moved, dropped }: Consequences): boolean =>
	moved.length > 0 || dropped.length > 0;
