// The accessibility statement: words, and how to reach the authority that hears complaints.
import { signedIn } from '#lib/desk/signed-in.server.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';
import { network } from '#network';
import type { PageServerLoad } from './$types';

// Nothing on it moves: it needs no script.
export const csr = false;

export const load: PageServerLoad = ({ locals }) => ({
	authorityPhone: phoneOf(network.accessibilityAuthority.phone),
	...signedIn(locals)
});
