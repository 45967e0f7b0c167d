// How long an event lasts is kept when its day moves: three whole days stay three, an evening until
// one o'clock ends after midnight wherever it goes.
import { addDays, daysBetween, type Day } from '#lib/time/days.ts';

/** When it was until now, as the form carries it along. */
export interface TimeBefore {
	first: Day;
	/** '' when it was the same day. */
	last: Day | '';
}

/** The text of a form's `time_was`: what its time controls held when it was opened. */
export const printedTime = (controls: readonly string[]): string => controls.join('|');

/** @returns null when there is nothing to read */
export function timeBefore(printed: string | null | undefined): TimeBefore | null {
	const [first = '', , last = ''] = (printed ?? '').split('|');
	return first === '' ? null : { first, last };
}

/**
 * The last day that is meant: one that was left as it was goes with the first.
 * @param last as it was typed; '' or null for the same day
 */
export function keptLastDay(first: Day, last: Day | '' | null, before: TimeBefore | null): Day {
	if (!last) return first;
	const untouched = before !== null && last === before.last && first !== before.first;
	return untouched ? addDays(first, daysBetween(before.first, before.last || before.first)) : last;
}
