// What the world's name servers say about the address mails come from, and what that means: without
// these records mails are taken by one's own mail server and land among the others' spam.
import { Resolver } from 'node:dns/promises';

/** TXT records of a name, each in one piece; empty when there are none. */
export type TextRecords = (name: string) => Promise<string[]>;

/** Milliseconds a name server has. */
const PATIENCE = 5000;

/** Asks this machine's name server. @throws when it does not answer */
export function nameServer(): TextRecords {
	const resolver = new Resolver({ timeout: PATIENCE, tries: 1 });
	return async (name) => {
		try {
			return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
		} catch (error) {
			const code: unknown = error instanceof Error && 'code' in error ? error.code : '';
			if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
			throw error;
		}
	};
}

/** The domain an address for `MAIL_FROM` names: `Name <a@example.org>` or `a@example.org`. */
export function domainOf(from: string): string | null {
	return /@([\w-]+(?:\.[\w-]+)+)>?\s*$/.exec(from)?.[1]?.toLowerCase() ?? null;
}

/**
 * One sentence for each record a sender's domain should have (SPF: RFC 7208, DMARC: RFC 7489). DKIM
 * (RFC 6376) has a name only the mail server knows: the mail that arrives shows it.
 */
export async function senderAdvice(domain: string, records: TextRecords): Promise<string[]> {
	const look = async (name: string, version: RegExp) =>
		(await records(name)).filter((text) => version.test(text));
	try {
		const spf = await look(domain, /^v=spf1(\s|$)/i);
		const dmarc = await look(`_dmarc.${domain}`, /^v=dmarc1\s*(;|$)/i);
		return [
			spf.length === 0
				? `SPF: ${domain} does not say who may send for it. Its name server needs a TXT record like "v=spf1 include:YOUR-MAIL-SERVICE -all"; your mail service says which.`
				: spf.length > 1
					? `SPF: ${domain} has ${spf.length} records and counts as having none; keep one.`
					: `SPF: ${spf[0]} – your mail server must be among them.`,
			'DKIM: open the mail that came and look at "Authentication-Results" in its source: dkim=pass has to stand there, with this domain. Otherwise switch signing on at your mail service and put the key it names into the name server.',
			dmarc.length === 0
				? `DMARC: ${domain} has no record. "v=DMARC1; p=none; rua=mailto:you@${domain}" as TXT of _dmarc.${domain} is a beginning: Google and others refuse many mails without one.`
				: `DMARC: ${dmarc[0]}`
		];
	} catch {
		return [`The records of ${domain} (SPF, DMARC) could not be looked up from this machine.`];
	}
}
