// The account that stands in for accounts there are not. A password that is tried at an address
// nobody has would be answered without any work, and eight of them at once would tell it, whatever
// each answer waits for. So the same work is done for an account of nobody's.
import { backend } from '#lib/backend/backend.server.ts';

/** No mail can go there (RFC 2606), and nobody knows its password: the sign-in service made it. */
const decoy = 'nobody@decoy.invalid';

export const isDecoy = (address: string | undefined): boolean => address === decoy;

async function hasAccount(address: string): Promise<boolean> {
	const answer = await backend().server?.rpc('has_account', { address });
	return answer?.data === true;
}

/** Makes the account that stands in, when there is none yet. Hosted Supabase does its own work. */
export async function makeDecoy(): Promise<void> {
	if (backend().kind === 'supabase' || (await hasAccount(decoy))) return;
	await backend().signInToken(decoy);
}

/** The address itself when somebody has it, else the one that stands in. */
export async function accountOrDecoy(address: string): Promise<string> {
	if (backend().kind === 'supabase' || (await hasAccount(address))) return address;
	return decoy;
}
