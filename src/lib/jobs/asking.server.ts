// Asking organisations by mail whether their listings are still right, and what follows from
// silence: who is due for what is the database's to know (207_still_true.sql). Each mail is put
// into the queue in the transaction that takes the step down; the queue sends it.
import { newSecret } from '#lib/backend/secret.ts';
import { backend } from '#lib/backend/backend.server.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { localeOf } from '#lib/i18n/languages.ts';
import { newMail } from '#lib/mail/queue.server.ts';
import { isSiteKnown, siteOrigin, siteUnknown } from '#lib/mail/stops.server.ts';
import { changePath } from '#lib/page/change-address.ts';
import { pathOf } from '#lib/page/paths.ts';
import { network } from '#network';
import * as v from 'valibot';

/** Asked for at once; the rest in the next round of the same run. */
const AT_ONCE = 200;

const Due = v.array(
	v.object({ id: v.string(), slug: v.string(), step: v.picklist(['ask', 'remind']) })
);
const Aged = v.object({ tell: v.number(), doubt: v.number(), propose: v.number() });

/**
 * Does all that is due today: asks, reminds, tells coordinators, marks as doubtful, proposes for
 * the archive.
 * @throws when the database does not answer, or mails are due and ORIGIN is not set
 */
export async function askWhetherTrue(): Promise<Record<string, number>> {
	const did = { asked: 0, reminded: 0 };
	const isKnown = isSiteKnown();
	let unasked = 0;
	for (;;) {
		const due = await dueNow();
		if (!isKnown) {
			unasked = due.length;
			break;
		}
		let put = 0;
		for (const { id, slug, step } of due) {
			if (!(await ask(id, slug, step))) continue;
			put += 1;
			did[step === 'ask' ? 'asked' : 'reminded'] += 1;
		}
		// Those that are left are another server's, or were answered just now.
		if (due.length < AT_ONCE || put === 0) break;
	}
	const { tell, doubt, propose } = await age();
	if (doubt > 0) contentChanged();
	if (unasked > 0) throw siteUnknown(unasked);
	return { ...did, told: tell, doubted: doubt, proposed: propose };
}

async function dueNow() {
	const answer = await backend().server?.rpc('to_ask', { max_rows: AT_ONCE });
	if (!answer) return [];
	if (answer.error) throw new Error(answer.error.message);
	return v.parse(Due, answer.data);
}

async function age() {
	const answer = await backend().server?.rpc('age_listings');
	if (!answer) return { tell: 0, doubt: 0, propose: 0 };
	if (answer.error) throw new Error(answer.error.message);
	return v.parse(Aged, answer.data);
}

/** Puts the mail of one step. False: it is not due any more. */
async function ask(id: string, slug: string, step: string): Promise<boolean> {
	const locale = localeOf(network.languages[0]);
	const [right, closed] = [newSecret(), newSecret()];
	const linkOf = (path: string) => new URL(path, siteOrigin()).href;
	const mail = newMail('still-true', {
		answers: {
			right: linkOf(pathOf('/still-true/:secret', locale, right.token)),
			change: linkOf(changePath(slug, locale)),
			closed: linkOf(pathOf('/still-true/:secret', locale, closed.token))
		}
	});
	const answer = await backend().server?.rpc('ask_if_true', {
		id,
		step,
		mail: { ...mail },
		hashes: { right: right.hash, closed: closed.hash }
	});
	if (answer?.error) throw new Error(answer.error.message);
	return answer?.data ?? false;
}
