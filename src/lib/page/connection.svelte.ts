// The line between a page that stands in the browser and the server. When the data of the next page
// do not come, or the answer to a form, the page and what was typed into it stay as they are; what
// is the matter is said, and one press asks again.
import { faultOfData, faultOfForm, LineFault, type Fault } from './line-fault.ts';

export type LineState = 'idle' | 'slow' | Fault;

/**
 * So long nothing is said (ms): a good line answers sooner, and what is said must be said before
 * anybody wonders.
 */
const patience = 250;

interface Waiting {
	again: () => void;
	/** Whether it is asked again by itself once there is a network. */
	byItself: boolean;
}

/** A form as it was sent last. */
interface Sent {
	form: HTMLFormElement;
	submitter: HTMLElement | null;
}

export class Connection {
	#found = $state<LineState>('idle');
	#quiet = $state(false);
	/** What is to be said. */
	readonly state = $derived(this.#quiet ? 'idle' : this.#found);
	#waiting: Waiting | null = null;
	#sent: Sent | null = null;
	#asked = 0;

	/**
	 * Watches over what SvelteKit fetches. A question for the data of a page does not fail: it waits
	 * until it is asked again, and the page with it. A form that is not answered by its page fails
	 * with a {@link LineFault}, and can be sent again as it stands then.
	 * @returns how to stop
	 */
	watch(): () => void {
		const fetched = window.fetch;
		window.fetch = (input, init) => {
			if (isForm(init)) return this.#send(() => fetched(input, init));
			return isPageData(input) ? this.#ask(() => fetched(input, init)) : fetched(input, init);
		};
		const stop = new AbortController();
		const { signal } = stop;
		addEventListener('online', () => this.#waiting?.byItself && this.again(), { signal });
		const keep = ({ target, submitter }: SubmitEvent) => {
			this.#sent = target instanceof HTMLFormElement ? { form: target, submitter } : null;
		};
		addEventListener('submit', keep, { capture: true, signal });
		return () => {
			window.fetch = fetched;
			stop.abort();
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
		// A form that was left is not sent from another page.
		if (this.#waiting?.byItself === false) {
			this.#waiting = null;
			this.#found = 'idle';
		}
	}

	/**
	 * Fetches once, and says that it is slow when it is.
	 * @returns the answer, or what is the matter
	 * @throws when it was given up
	 */
	async #once(
		fetching: () => Promise<Response>,
		faultOf: (response: Response) => Fault | null,
		isMine: () => boolean
	): Promise<Response | Fault> {
		const slow = setTimeout(() => {
			if (isMine()) this.#found = navigator.onLine ? 'slow' : 'none';
		}, patience);
		let found: Response | Fault = 'silent';
		try {
			const response = await fetching();
			found = faultOf(response) ?? response;
		} catch (reason) {
			if (reason instanceof DOMException && reason.name === 'AbortError') throw reason;
			// The same as an answer from somebody else: the server was not reached.
		} finally {
			clearTimeout(slow);
		}
		if (found === 'silent' && !navigator.onLine) found = 'none';
		if (isMine()) this.#found = found instanceof Response ? 'idle' : found;
		return found;
	}

	async #ask(fetching: () => Promise<Response>): Promise<Response> {
		const mine = (this.#asked += 1);
		const isMine = () => mine === this.#asked;
		this.#waiting = null;
		for (;;) {
			const found = await this.#once(fetching, faultOfData, isMine);
			if (found instanceof Response) return found;
			await new Promise<void>((resolve) => {
				if (isMine()) this.#waiting = { again: resolve, byItself: true };
			});
		}
	}

	async #send(fetching: () => Promise<Response>): Promise<Response> {
		const mine = (this.#asked += 1);
		const isMine = () => mine === this.#asked;
		const sent = this.#sent;
		this.#quiet = false;
		this.#waiting = null;
		const found = await this.#once(fetching, faultOfForm, isMine);
		if (found instanceof Response) return found;
		// What was mended meanwhile is sent, too; what was sent twice is saved once, by its attempt.
		const again = () => {
			if (sent?.form.isConnected) sent.form.requestSubmit(sent.submitter);
		};
		if (isMine()) this.#waiting = { again, byItself: false };
		throw new LineFault(found);
	}
}

function isPageData(input: RequestInfo | URL): boolean {
	const address = input instanceof Request ? input.url : String(input);
	return new URL(address, location.href).pathname.endsWith('__data.json');
}

/** A form that a script sends (SvelteKit's `enhance`). */
const isForm = (init: RequestInit | undefined) =>
	new Headers(init?.headers).get('x-sveltekit-action') === 'true';
