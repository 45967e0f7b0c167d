// Which backups are kept. Their names are dates of the machine's clock, and a clock can be wrong:
// with fourteen backups dated later the newest one would be the first to go. So each backup has the
// number of its making as well, and that decides.

/** Backups kept; older ones go once a newer one is proved. */
const KEPT = 14;

export interface Backup {
	/** When it was made by the machine's clock: `2026-11-24T03-30-00Z`. */
	name: string;
	/** Counts the backups of a data folder; null for one made before they were counted. */
	number: number | null;
}

/**
 * In the order of their making, oldest first. Those without a number were made before all others,
 * in the order of their dates.
 */
export function inOrder(backups: readonly Backup[]): Backup[] {
	return [...backups].sort(
		(a, b) => (a.number ?? 0) - (b.number ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
	);
}

/** The number of the next backup, from 1. */
export function nextNumber(backups: readonly Backup[]): number {
	return Math.max(0, ...backups.map(({ number }) => number ?? 0)) + 1;
}

/** What is kept and what goes, each oldest first. The last one made is always kept. */
export function keepNewest(
	backups: readonly Backup[],
	max = KEPT
): { kept: Backup[]; removed: Backup[] } {
	const ordered = inOrder(backups);
	const from = Math.max(0, ordered.length - Math.max(1, max));
	return { kept: ordered.slice(from), removed: ordered.slice(0, from) };
}

/**
 * Whether another backup is due: the newest is older than a day, or there is none. One dated later
 * than now was made by a clock that was wrong, and says nothing.
 * @param newest when the last one was made, and `now`, both in milliseconds
 */
export function isDue(newest: number | null, now: number): boolean {
	const age = newest === null ? Infinity : now - newest;
	return !(age >= -HOUR && age <= 24 * HOUR);
}

const HOUR = 60 * 60_000;
