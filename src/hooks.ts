// Turns the address a visitor sees into the route that answers it: `/pasakumi` and `/en/events` are one route.
import { ServerOnly } from '#lib/page/server-only.ts';
import { deLocalizeUrl } from '#lib/paraglide/runtime.js';
import type { Reroute, Transport } from '@sveltejs/kit';

export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname;

/** What is only for the server arrives in the browser empty. */
export const transport: Transport = {
	ServerOnly: {
		encode: (value) => value instanceof ServerOnly && 1,
		decode: () => new ServerOnly(null)
	}
};
