// A new address of one's own: asked for on the page of the account, and theirs once the link of the
// mail that went there was opened by them. The address before is told of it.
import { backend } from '#lib/backend/backend.server.ts';
import { newMail, queue, sendQueued, type MailState } from '#lib/mail/queue.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Person } from './person.ts';
import { hashOf } from '#lib/backend/secret.ts';
import { countAttempt, type Attempt } from './signing-in.server.ts';

/** `failed`: no address, or no rights any more. An Attempt: too many mails. */
export type AddressAnswer = { mail: MailState } | 'failed' | Attempt;

/** Mails a link to a new address; nothing changes before it is opened. */
export async function askNewAddress(
	event: RequestEvent,
	me: Person,
	email: string
): Promise<AddressAnswer> {
	const attempt = await countAttempt(event, 'mail', email);
	if (!attempt.allowed) return attempt;
	const { data, error } = await me.database.rpc('ask_new_address', { email });
	if (error || !v.is(v.object({ status: v.literal('saved') }), data)) return 'failed';
	// The secret is the proof of the address: only the server learns it, and mails it.
	const told = await backend().server?.rpc('new_address_secret', { person: me.id });
	const read = v.safeParse(v.object({ email: v.string(), secret: v.string() }), told?.data);
	if (!read.success) return 'failed';
	const link = new URL(pathOf('/coordinator/account', me.language), event.url.origin);
	link.searchParams.set('address', read.output.secret);
	const mail = newMail('new-address', { link: link.href });
	const queued = await queue(mail, (sealed) =>
		backend().server?.rpc('put_new_address_mail', { mail: sealed, person: me.id })
	);
	return { mail: queued };
}

const taken = v.object({ status: v.literal('saved'), email: v.string() });

/**
 * Takes the address whose link this is.
 * @returns the address; null: the link is somebody else's, used, or too old
 */
export async function takeNewAddress(me: Person, token: string): Promise<string | null> {
	const mail = newMail('address-changed');
	const { data } = await me.database.rpc('take_new_address', {
		hash: hashOf(token),
		...(mail && { mail: { ...mail } })
	});
	const read = v.safeParse(taken, data);
	if (!read.success) return null;
	await sendQueued(mail);
	return read.output.email;
}
