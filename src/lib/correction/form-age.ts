// How old a form may be that somebody sends: no person reads and writes at once, and after half a
// day the listing it shows is another one.

/** Milliseconds in which nobody reads a form and writes; and after which one is too old. */
export const soonest = 3000;
export const latest = 12 * 60 * 60 * 1000;

/**
 * How a form stands in time.
 * @param made milliseconds since the epoch; one of the future is no form of this server
 */
export function timeOf(
	{ made }: { made: number },
	now = Date.now()
): 'in time' | 'too soon' | 'expired' {
	if (now - made < soonest) return 'too soon';
	return now - made > latest || made > now ? 'expired' : 'in time';
}
