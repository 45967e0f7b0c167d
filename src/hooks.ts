// Turns the address a visitor sees into the route that answers it: `/pasakumi` and `/en/events` are
// one route.
import { ServerOnly } from '#lib/page/server-only.ts';
import { deLocalizeUrl } from '#lib/paraglide/runtime.js';
import type { Reroute, Transport } from '@sveltejs/kit';

/** No route begins like this. */
const nowhere = '/-';

/**
 * An address with a slash at its end is left to `oneAddress` of the server: SvelteKit would lead it
 * on itself, to one that leads on again.
 */
export const reroute: Reroute = ({ url }) =>
	url.pathname !== '/' && url.pathname.endsWith('/') ? nowhere : deLocalizeUrl(url).pathname;

/** What is only for the server arrives in the browser empty. */
export const transport: Transport = {
	ServerOnly: {
		encode: (value) => value instanceof ServerOnly && 1,
		decode: () => new ServerOnly(null)
	}
};
