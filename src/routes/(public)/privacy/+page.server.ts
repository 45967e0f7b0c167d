// The privacy page: words, and how to reach the supervisory authority.
import { phoneOf } from '#lib/formats/phone.server.ts';
import { network } from '#network';
import type { PageServerLoad } from './$types';

// Nothing on it moves: it needs no script.
export const csr = false;

export const load: PageServerLoad = () => ({
	authorityPhone: phoneOf(network.dataProtectionAuthority.phone)
});
