// The page about the network is words, except for who answers for each region.
import type { PageServerLoad } from './$types';
import { regionContacts } from './region-contacts.server.ts';

// Nothing on it moves: it needs no script.
export const csr = false;

export const load: PageServerLoad = async () => ({ contacts: await regionContacts() });
