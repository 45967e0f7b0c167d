// A page that stands is read anew when time has passed.
import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';

/** Whether the visitor is on the way to another page, or to another answer of this one. */
export const isOnTheWay = () => navigating.to !== null;

/**
 * Asks anew for what the page shows. Not while the visitor is on the way: SvelteKit would give that
 * up without a word, and what they searched for would never come.
 */
export async function readAnew(): Promise<void> {
	if (!isOnTheWay()) await invalidateAll();
}
