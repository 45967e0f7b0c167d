// The line between a page that stands in the browser and the server. When the data of the next page
// do not come, the page and what was typed into it stay as they are; what is the matter is said,
// and one press asks again.

export type LineState = 'idle' | 'slow' | 'none' | 'silent';

/**
 * So long nothing is said (ms): a good line answers sooner, and what is said must be said before
 * anybody wonders.
 */
const patience = 250;

/** Answers of whatever stands before a server that is away. */
const away = new Set([502, 504]);

interface Waiting {
	again: () => void;
}

export class Connection {
	#found = $state<LineState>('idle');
	#quiet = $state(false);
	/** What is to be said. */
	readonly state = $derived(this.#quiet ? 'idle' : this.#found);
	#waiting: Waiting | null = null;
	#asked = 0;

	/**
	 * Watches over what SvelteKit fetches for the next page. A fetch that fails does not fail: it
	 * waits until it is asked again, and the page with it.
	 * @returns how to stop
	 */
	watch(): () => void {
		const fetched = window.fetch;
		window.fetch = (input, init) =>
			isPageData(input) ? this.#ask(() => fetched(input, init)) : fetched(input, init);
		const online = () => this.again();
		addEventListener('online', online);
		return () => {
			window.fetch = fetched;
			removeEventListener('online', online);
		};
	}

	/** Asks once more for what did not come. */
	again(): void {
		this.#waiting?.again();
	}

	/**
	 * Does what nobody asked for: how the line is is said only once somebody wants something of it.
	 */
	async quietly(work: () => Promise<void>): Promise<void> {
		this.#quiet = true;
		try {
			await work();
		} finally {
			this.#quiet = false;
		}
	}

	/** Somebody goes on: now it matters. */
	matter(): void {
		this.#quiet = false;
	}

	async #ask(fetching: () => Promise<Response>): Promise<Response> {
		const mine = (this.#asked += 1);
		const isMine = () => mine === this.#asked;
		this.#waiting = null;
		for (;;) {
			const slow = setTimeout(() => {
				if (isMine()) this.#found = navigator.onLine ? 'slow' : 'none';
			}, patience);
			try {
				const response = await fetching();
				if (!away.has(response.status)) {
					if (isMine()) this.#found = 'idle';
					return response;
				}
			} catch (reason) {
				if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
				// The same as an answer from somebody else: the server was not reached.
			} finally {
				clearTimeout(slow);
			}
			if (isMine()) this.#found = navigator.onLine ? 'silent' : 'none';
			await new Promise<void>((resolve) => {
				if (isMine()) this.#waiting = { again: resolve };
			});
		}
	}
}

function isPageData(input: RequestInfo | URL): boolean {
	const address = input instanceof Request ? input.url : String(input);
	return new URL(address, location.href).pathname.endsWith('__data.json');
}
