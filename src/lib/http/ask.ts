// How a page of ours asks the server for data: two things at a time, and again when the server says
// that it was too much at once. One visitor may have no more than two pages made at the same time
// (cached-response.server.ts).

/** What is under way, and who waits. */
let under = 0;
const waiting: (() => void)[] = [];
const most = 2;
/** How often it is asked again, and milliseconds in between when the answer does not say. */
const again = { times: 4, pause: 2000 };

const pause = (milliseconds: number, signal: AbortSignal | null) =>
	new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, milliseconds);
		signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
	});

/**
 * Fetches an address when its turn comes.
 * @throws as `fetch` does, also when `signal` is aborted before its turn
 */
export async function ask(address: string, signal: AbortSignal | null = null): Promise<Response> {
	if (under < most) under += 1;
	else await new Promise<void>((resolve) => waiting.push(resolve));
	try {
		for (let tries = 0; ; tries += 1) {
			signal?.throwIfAborted();
			const response = await fetch(address, { signal });
			if (response.status !== 429 || tries === again.times) return response;
			const said = Number(response.headers.get('retry-after')) * 1000;
			// Two who were refused together should not come back together.
			await pause((said || again.pause) * (0.5 + Math.random()), signal);
		}
	} finally {
		const next = waiting.shift();
		if (next) next();
		else under -= 1;
	}
}
