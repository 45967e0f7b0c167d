// Kills the embedded database while three people save one listing, and looks at what is left:
// nothing that was acknowledged may be missing, and no save may be there by half (a text without
// its topics, a version without its history).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeManifest } from '#lib/backend/embedded/damage.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { openEmbeddedEngine } from '#lib/backend/embedded/open-embedded.ts';
import { openEmbedded } from '#lib/backend/embedded/stores.ts';
import { makePeople } from '../../supabase/tests/people.ts';
import { Victim, randomFrom } from './victim.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

interface Saved {
	summary: { en?: string };
	topics: string[];
	contact_persons: { name: string; purpose: string }[];
}

/** How the listing stands after an opening. */
export interface Found {
	listing: { version: number; listing: Saved };
	history: { version: number; listing: Saved }[];
}

export interface SaveChaos {
	kills: number;
	acknowledged: number;
	lost: number;
	halfDone: number;
	notOpened: number;
}

/** One state that was written in one go: everything in it bears the same mark. */
function whole({ summary, contact_persons, topics }: Saved, saved: boolean): boolean {
	if (!saved) return true;
	const [contact] = contact_persons;
	return contact?.name === summary.en && contact?.purpose === summary.en && topics.length === 1;
}

/**
 * What is wrong with a listing after an opening: saves that are missing, and saves that are there
 * by half.
 */
export function judge(
	{ listing, history }: Found,
	acknowledged: Map<number, string>
): { lost: number; halfDone: number } {
	const byVersion = new Map(history.map((one) => [one.version, one.listing]));
	const lost = [...acknowledged].filter(
		([version, mark]) => byVersion.get(version)?.summary.en !== mark
	);
	const last = history.at(-1);
	const broken = history.filter((one, at) => one.version !== at + 1 || !whole(one.listing, at > 0));
	const apart =
		last !== undefined &&
		(last.version !== listing.version ||
			JSON.stringify(last.listing) !== JSON.stringify(listing.listing));
	return { lost: lost.length, halfDone: broken.length + (apart ? 1 : 0) };
}

/**
 * Makes a data folder with the whole schema, the seed and the people of the tests, as if it had
 * been closed in order.
 */
export async function prepare(dataDir: string): Promise<void> {
	await (await openEmbeddedEngine(dataDir, { projectRoot, seed: true })).close();
	const store = await openEmbedded(databaseOf(dataDir));
	await store.asOwner(makePeople);
	await store.close();
	await writeManifest(databaseOf(dataDir));
}

/** Kills again and again on one folder, while three people save. */
export async function killUnderSaves(kills: number, seed: number): Promise<SaveChaos> {
	const random = randomFrom(seed);
	const dataDir = mkdtempSync(join(tmpdir(), 'tikls-saves-'));
	const acknowledged = new Map<number, string>();
	const result: SaveChaos = { kills: 0, acknowledged: 0, lost: 0, halfDone: 0, notOpened: 0 };
	try {
		await prepare(dataDir);
		for (let round = 0; round <= kills; round += 1) {
			const victim = new Victim('saver.ts', [dataDir, projectRoot, `round${round}`]);
			if (!(await victim.opens())) {
				result.notOpened += 1;
				await victim.kill();
				break;
			}
			const { lost, halfDone } = judge(victim.found?.[0] as Found, acknowledged);
			result.lost = Math.max(result.lost, lost);
			result.halfDone += halfDone;
			if (round < kills) {
				await victim.keepsSomething();
				await pause(random() * 1500);
				result.kills += 1;
			}
			await victim.kill();
			for (const line of victim.kept) {
				const [version, mark] = line.split(' ');
				acknowledged.set(Number(version), mark ?? '');
			}
		}
		result.acknowledged = acknowledged.size;
		return result;
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}
