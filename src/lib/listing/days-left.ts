// How long something that was removed can still be brought back.

/** Days a removed listing is kept; the database erases it then (internal.run_jobs). */
export const retentionDays = 30;

const day = 86_400_000;

/** Instant at which a listing that was removed then goes for good. */
export const goesAt = (removedAt: string): string =>
	new Date(Date.parse(removedAt) + retentionDays * day).toISOString();

/** Whole days until it goes for good: 30 right after it was removed, 0 on its last day. */
export function daysLeft(removedAt: string, now: Date): number {
	const goes = Date.parse(goesAt(removedAt));
	// A moment after it was removed nobody says "29 days".
	return Math.max(0, Math.floor((goes - now.getTime()) / day + 1 / 24));
}
