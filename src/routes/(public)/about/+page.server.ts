// The page about the network is words, except for who answers for each region.
import { signedIn } from '#lib/desk/signed-in.server.ts';
import type { PageServerLoad } from './$types';
import { regionContacts } from './region-contacts.server.ts';

// Nothing on it moves: it needs no script.
export const csr = false;

export const load: PageServerLoad = async ({ locals }) => ({
	contacts: await regionContacts(),
	...signedIn(locals)
});
