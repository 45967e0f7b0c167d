// The rehearsal after a crash: PostgreSQL recovers a copy, and what came out is held against what
// the files were before.
import { amcheck } from '@electric-sql/pglite/contrib/amcheck';
import { compareAfter, lookBefore } from './floor.ts';
import { checkSoundness } from './soundness.ts';
import { openEmbedded } from './stores.ts';

/** Recovers the database of a copy and checks all of it. @throws what is wrong with it */
export async function checkRecovery(directory: string): Promise<void> {
	const before = await lookBefore(directory);
	const store = await openEmbedded(directory, { more: { amcheck }, isFlushed: false });
	try {
		await store.asOwner(async (sql) => {
			await compareAfter(sql, before);
			await checkSoundness(sql);
		});
	} finally {
		await store.close();
	}
}
