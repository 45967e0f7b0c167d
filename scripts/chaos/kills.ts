// Kills the embedded database with SIGKILL while it writes and during its first start, opens it
// again each time, and counts what is missing.
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { makeSmallProject } from '../../tests/setup/small-project.ts';
import { Victim, randomFrom } from './victim.ts';

/** A note the migration itself writes: it must be there after every opening. */
const PLANTED = 'open';

export interface WriteChaos {
	kills: number;
	acknowledged: number;
	lost: number;
	notOpened: number;
	/** Milliseconds of the openings after a kill. */
	openings: number[];
}

export interface StartChaos {
	kills: number;
	/** Of these kills, how many came before the start was over; the others prove nothing. */
	midway: number;
	notOpened: number;
	openings: number[];
}

/** Kills a database that is being written to, again and again, on one and the same folder. */
export async function killUnderWrites(kills: number, seed: number): Promise<WriteChaos> {
	const random = randomFrom(seed);
	const project = makeSmallProject();
	const acknowledged: string[] = [PLANTED];
	const result: WriteChaos = { kills: 0, acknowledged: 0, lost: 0, notOpened: 0, openings: [] };
	try {
		for (let round = 0; round <= kills; round += 1) {
			const victim = new Victim('writer.ts', [
				project.folder('data'),
				project.root,
				`round${round}`
			]);
			if (!(await victim.opens())) {
				result.notOpened += 1;
				await victim.kill();
				break; // the folder stays as it is; the rounds after it would only repeat this
			}
			const found = new Set(victim.found);
			result.lost = Math.max(result.lost, acknowledged.filter((name) => !found.has(name)).length);
			if (round > 0 && victim.opening !== null) result.openings.push(victim.opening);
			if (round < kills) {
				await victim.keepsSomething();
				await pause(random() * 1500);
				result.kills += 1;
			}
			await victim.kill();
			acknowledged.push(...victim.kept);
		}
		result.acknowledged = acknowledged.length - 1;
		return result;
	} finally {
		project.remove();
	}
}

/**
 * Kills first starts, each in a folder of its own, anywhere between their beginning and their end.
 */
export async function killFirstStarts(kills: number, seed: number): Promise<StartChaos> {
	const random = randomFrom(seed);
	const project = makeSmallProject();
	const result: StartChaos = { kills: 0, midway: 0, notOpened: 0, openings: [] };
	try {
		const begun = performance.now();
		const whole = new Victim('writer.ts', [project.folder('measured'), project.root, 'measured']);
		await whole.opens();
		const length = performance.now() - begun;
		await whole.kill();
		for (let round = 0; round < kills; round += 1) {
			const folder = project.folder(`start${round}`);
			const victim = new Victim('writer.ts', [folder, project.root, 'first']);
			await pause(random() * length);
			await victim.kill();
			result.kills += 1;
			if (victim.opening === null) result.midway += 1;
			const second = new Victim('writer.ts', [folder, project.root, 'second']);
			if (!(await second.opens()) || second.found?.includes(PLANTED) !== true)
				result.notOpened += 1;
			else if (second.opening !== null) result.openings.push(second.opening);
			await second.kill();
			rmSync(folder, { recursive: true, force: true });
		}
		return result;
	} finally {
		project.remove();
	}
}
