// What may go wrong between a page and the server, told apart by the answer.

/**
 * `none`: no network; `silent`: nobody answers, or somebody else than the server; `large`: what
 * stands before the server takes no more; `busy`: later; `full`: there is no room on its disk;
 * `failed`: the server's own fault.
 */
export type Fault = 'none' | 'silent' | 'large' | 'busy' | 'full' | 'failed';

/** A form of ours was not answered by its page: the page stays, and so does what was typed. */
export class LineFault extends Error {
	readonly fault: Fault;

	constructor(fault: Fault) {
		super(`the form was not answered: ${fault}`);
		this.fault = fault;
	}
}

/** Whether an answer was made by the site: what stands before it answers in HTML or in nothing. */
const isOurs = (response: Response) =>
	/^(application\/json|text\/sveltekit-data)\b/.test(response.headers.get('content-type') ?? '');

/**
 * What an answer to a form says of the line; null when its page has answered. Refusals by a page
 * (what is wrong with a field, no right to it) are answers.
 */
export function faultOfForm(response: Response): Fault | null {
	const { status } = response;
	if (status === 413) return 'large';
	if (!isOurs(response)) return status === 429 || status === 503 ? 'busy' : 'silent';
	if (status === 429 || status === 503) return 'busy';
	if (status === 408) return 'silent';
	if (status === 507) return 'full';
	return status >= 500 ? 'failed' : null;
}

/**
 * What an answer to a question for a page's data says of the line; null when the page can show it:
 * of its own server's refusals it tells itself.
 */
export function faultOfData(response: Response): Fault | null {
	const { status } = response;
	if (isOurs(response) && status !== 502 && status !== 504) return null;
	if (status === 413) return 'large';
	if (status < 500) return null;
	return status === 503 ? 'busy' : 'silent';
}
