// Mails nobody has asked for say how they are stopped (136_mail_stops.sql): each has a link of its
// sort and address, the same in every mail, which a mail program can press by itself (RFC 8058).
import { Text } from '#lib/backend/answer.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { hashOf } from '#lib/backend/secret.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';

/** Where this installation is, for what is written without a visitor; `https://tikls.example`. */
export const siteOrigin = (env: Record<string, string | undefined> = process.env): string =>
	env.ORIGIN ?? `http://localhost:${env.PORT ?? 3000}`;

/**
 * Whether it is known where this installation is: without that, links of a mail would lead to the
 * reader's own machine.
 */
export const isSiteKnown = (env: Record<string, string | undefined> = process.env): boolean =>
	Boolean(env.ORIGIN?.trim());

/** What a job fails with that has such mails to put. */
export const siteUnknown = (mails: number): Error =>
	new Error(`ORIGIN is not set, so that ${mails} mails would name no address of this site`);

/** Made with the key of this server: whoever knows an address cannot make it. */
const tokenOf = (address: string, sort: string): string =>
	backend().shade(`stop mails: ${sort} to ${address.trim().toLowerCase()}`);

/**
 * The link that stops a sort of mail to an address, which may be anybody's.
 * @returns null: the address does not want such mails
 * @throws when the database cannot be asked, or knows no such sort
 */
export async function stopLink(
	address: string,
	sort: string,
	locale: Locale
): Promise<string | null> {
	const token = tokenOf(address, sort);
	const answer = await backend().server?.rpc('offer_mail_stop', {
		address,
		sort,
		hash: hashOf(token)
	});
	if (!answer) throw new Error('without a key of its own this server mails nothing');
	if (answer.error) throw new Error(answer.error.message);
	return answer.data
		? new URL(pathOf('/unsubscribe/:secret', locale, token), siteOrigin()).href
		: null;
}

const Stop = v.nullable(v.object({ sort: v.string(), stopped: v.boolean() }));

/** What the link of a mail stops; null for no link of ours. */
export async function stopOf(token: string): Promise<v.InferOutput<typeof Stop>> {
	const { data, error: fault } = await backend().visitor.rpc('mail_stop_of', {
		hash: hashOf(token)
	});
	if (fault) error(503);
	return v.parse(Stop, data);
}

const Saved = v.object({ status: v.literal('saved'), sort: Text });

/** Stops it, or takes that back (`wanted`). False: it is no link of ours. */
export async function stopMails(token: string, wanted: boolean): Promise<boolean> {
	const { data, error: fault } = await backend().visitor.rpc('stop_mails', {
		hash: hashOf(token),
		wanted
	});
	if (fault) error(503);
	return v.is(Saved, data);
}
