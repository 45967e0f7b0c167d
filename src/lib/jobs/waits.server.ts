// Telling people what waits for them, as often as they chose (285_waits.sql): one person a
// question, so that nobody else waits for the database meanwhile.
import { backend } from '#lib/backend/backend.server.ts';
import * as v from 'valibot';

const Looked = v.object({ looked: v.number(), mailed: v.number() });

/** Milliseconds one run takes at most; who is left is looked at in the next one. */
const ENOUGH = 60_000;

/** Puts the mails of all who are due. @throws when the database does not answer */
export async function tellWhatWaits(): Promise<{ mailed: number }> {
	const end = Date.now() + ENOUGH;
	let mailed = 0;
	while (Date.now() < end) {
		const answer = await backend().server?.rpc('look_what_waits');
		if (!answer) break;
		if (answer.error) throw new Error(answer.error.message);
		const look = v.parse(Looked, answer.data);
		if (look.looked === 0) break;
		mailed += look.mailed;
	}
	return { mailed };
}
