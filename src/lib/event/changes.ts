// What somebody who has already planned for a date must be told: that it was moved and from when,
// that it is held elsewhere now, that it takes place after all. Pure; the words are the page's.
import { takesPlace } from './words.ts';
import type { ChangedPart, EventChange, EventDetail } from './event.ts';
import type { DatedOccurrence } from './event-dates.ts';

export interface DateChanges {
	/** Where it began before, the latest first; without the beginning it has now. Instants. */
	movedFrom: string[];
	/** Where it was to be held before the last change of place. */
	place: Extract<ChangedPart, { kind: 'place' }> | null;
	/** It was cancelled or postponed, and takes place now. */
	was: 'cancelled' | 'postponed' | null;
}

/** Changes of one date, those of the whole event included. */
export function changesOf(
	event: Pick<EventDetail, 'changes'>,
	date: Pick<DatedOccurrence, 'id' | 'startsAt' | 'state' | 'rescheduled' | 'originalStart'>
): DateChanges {
	const parts = event.changes
		.filter(({ occurrenceId }) => occurrenceId === null || occurrenceId === date.id)
		.toSorted((a: EventChange, b: EventChange) => Date.parse(b.changedAt) - Date.parse(a.changedAt))
		.map(({ what }) => what);
	const starts = parts.flatMap((part) => (part.kind === 'time' ? [part.startsAt] : []));
	// A date of a series that was moved before anybody could read it: the rule says when people
	// expect it.
	if (date.rescheduled) starts.push(date.originalStart);
	const instants = starts.map((start) => new Date(start).toISOString());
	const now = new Date(date.startsAt).toISOString();
	const before = parts.find((part) => part.kind === 'state')?.state;
	return {
		movedFrom: [...new Set(instants)].filter((start) => start !== now),
		place: parts.find((part) => part.kind === 'place') ?? null,
		was:
			takesPlace(date.state) && (before === 'cancelled' || before === 'postponed') ? before : null
	};
}
