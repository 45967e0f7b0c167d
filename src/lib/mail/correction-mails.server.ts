// News of corrections: what became of one, to the sender who left an address, and reminders of what
// waits too long (208_correction_mails.sql). Put among the mails here, sent by the queue.
import * as v from 'valibot';
import { backend } from '#lib/backend/backend.server.ts';
import { newSecret } from '#lib/backend/secret.ts';
import { localeOf } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { newMail } from './queue.server.ts';
import { isSiteKnown, siteOrigin, siteUnknown } from './stops.server.ts';

const Due = v.array(v.object({ id: v.string(), language: v.string() }));
const Reminded = v.object({ reminded: v.number() });

const Ahead = v.array(v.object({ name: v.string(), would: v.record(v.string(), v.number()) }));

/** How many mails about corrections would be put now. */
async function ahead(server: NonNullable<ReturnType<typeof backend>['server']>): Promise<number> {
	const { data, error } = await server.rpc('jobs_ahead');
	if (error) throw new Error(error.message);
	const mine = v.parse(Ahead, data).find(({ name }) => name === 'corrections');
	return Object.values(mine?.would ?? {}).reduce((sum, count) => sum + count, 0);
}

/**
 * Puts the mails that are due.
 * @throws when the database does not answer, or mails are due and ORIGIN is not set
 */
export async function putCorrectionMails(): Promise<{ told: number; reminded: number }> {
	const { server } = backend();
	if (server === null) return { told: 0, reminded: 0 };
	if (!isSiteKnown()) {
		const mails = await ahead(server);
		if (mails > 0) throw siteUnknown(mails);
		return { told: 0, reminded: 0 };
	}
	const due = await server.rpc('corrections_to_tell');
	if (due.error) throw new Error(due.error.message);
	let told = 0;
	for (const { id, language } of v.parse(Due, due.data)) {
		const { token, hash } = newSecret();
		const link = siteOrigin() + pathOf('/correction/:secret', localeOf(language), token);
		const mail = newMail('correction', { link });
		const put = await server.rpc('tell_correction', { correction: id, mail: { ...mail }, hash });
		if (put.error) throw new Error(put.error.message);
		if (put.data) told += 1;
	}
	const reminded = await server.rpc('remind_of_corrections');
	if (reminded.error) throw new Error(reminded.error.message);
	return { told, ...v.parse(Reminded, reminded.data) };
}
