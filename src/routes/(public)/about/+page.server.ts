// The page about the network is words, except for who answers for each region and how fresh it is.
import { signedIn } from '#lib/desk/signed-in.server.ts';
import type { PageServerLoad } from './$types';
import { regionsInTheOpen } from './region-contacts.server.ts';

// Nothing on it moves: it needs no script.
export const csr = false;

export const load: PageServerLoad = async ({ locals }) => ({
	...(await regionsInTheOpen()),
	...signedIn(locals)
});
