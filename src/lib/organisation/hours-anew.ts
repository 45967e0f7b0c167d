// "Open until 17.00" stands on a page that may stand longer. While it is seen, it is asked anew
// when that time comes, and when it is seen again after it was put away.

/**
 * A page may be shared for a minute, so what is asked right at the change may be the answer from
 * before it.
 */
const shared = 61_000;

/**
 * Browsers wait at most this long (2^31 - 1 ms); whoever looks for longer sees the page anew
 * before.
 */
const longestWait = 2_147_483_647;

/**
 * Calls `ask` when what was read at `read` no longer holds. Answers a function that stops it.
 * @param read instant at which the hours were read
 * @param change instant at which the state changes; null: it doesn't
 */
export function askAnew(read: string, change: string | null, ask: () => unknown): () => void {
	const timers = new Set<ReturnType<typeof setTimeout>>();
	const askSeen = () => {
		if (document.visibilityState === 'visible') ask();
	};
	if (change !== null) {
		const wait = Date.parse(change) - Date.now();
		// Once at the change, and once when no shared answer can be older than it.
		for (const time of [wait, wait + shared])
			if (time > 0 && time <= longestWait) timers.add(setTimeout(askSeen, time));
	}
	const seenAgain = () => {
		if (Date.now() - Date.parse(read) > shared) askSeen();
	};
	document.addEventListener('visibilitychange', seenAgain);
	// A page that comes back from the browser's own store is as old as it was.
	window.addEventListener('pageshow', seenAgain);
	return () => {
		for (const timer of timers) clearTimeout(timer);
		document.removeEventListener('visibilitychange', seenAgain);
		window.removeEventListener('pageshow', seenAgain);
	};
}
