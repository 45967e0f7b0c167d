// Which request a line of the log belongs to, and the code a visitor is shown when their page
// failed: the same.
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

// On globalThis: the server's own modules and the bundle's are others, and the request is one.
const shelf = globalThis as typeof globalThis & { tiklsRequest?: AsyncLocalStorage<string> };
const current = (shelf.tiklsRequest ??= new AsyncLocalStorage<string>());

/** Does the work of a request under an id of its own: eight hexadecimal digits. */
export function inRequest<T>(work: () => T): T {
	return current.run(randomBytes(4).toString('hex'), work);
}

/** The id of the request that is being answered; undefined outside of any. */
export const requestId = (): string | undefined => current.getStore();
