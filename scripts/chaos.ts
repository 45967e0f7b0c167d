// `npm run chaos`: kills the embedded database with SIGKILL, 30 times while it writes, 20 times
// while people save listings and 40 times during its first start, opens it again each time, and
// counts what is missing. Then what is done to data folders: files cut off or removed after a kill
// (40), the database taken away (8), restores killed (18), locks removed (10), first starts at once
// (10). Then a PostgreSQL server, where one is installed, is paused, killed and locked while people
// read and write (9). Ends with 1 when something acknowledged was lost, something was half done,
// damage was served or a folder did not open.
// `--writes N --saves N --first-starts N --damages N --missing N --restores N --locks N --together
// N --aways N --seed S` choose how often and how; the same seed kills after the same times.
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeSmallProject } from '../tests/setup/small-project.ts';
import { postgresInstalled } from '../supabase/tests/throwaway.ts';
import { databaseAway } from './chaos/away.ts';
import { damageAfterKills } from './chaos/damages.ts';
import { killRestores, missingFolders, removeLocks, startTogether } from './chaos/faults.ts';
import type { FaultChaos } from './chaos/faults.ts';
import { killUnderSaves } from './chaos/saves.ts';
import { Victim, randomFrom } from './chaos/victim.ts';

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
			const victim = new Victim('writer.ts', project.folder('data'), project.root, `round${round}`);
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
		const whole = new Victim('writer.ts', project.folder('measured'), project.root, 'measured');
		await whole.opens();
		const length = performance.now() - begun;
		await whole.kill();
		for (let round = 0; round < kills; round += 1) {
			const folder = project.folder(`start${round}`);
			const victim = new Victim('writer.ts', folder, project.root, 'first');
			await pause(random() * length);
			await victim.kill();
			result.kills += 1;
			if (victim.opening === null) result.midway += 1;
			const second = new Victim('writer.ts', folder, project.root, 'second');
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

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { values } = parseArgs({
		options: {
			writes: { type: 'string', default: '30' },
			saves: { type: 'string', default: '20' },
			'first-starts': { type: 'string', default: '40' },
			damages: { type: 'string', default: '40' },
			missing: { type: 'string', default: '8' },
			restores: { type: 'string', default: '18' },
			locks: { type: 'string', default: '10' },
			together: { type: 'string', default: '10' },
			aways: { type: 'string', default: '9' },
			seed: { type: 'string', default: '1' }
		}
	});
	const seed = Number(values.seed);
	const writes = await killUnderWrites(Number(values.writes), seed);
	const saves = await killUnderSaves(Number(values.saves), seed + 2);
	const starts = await killFirstStarts(Number(values['first-starts']), seed + 1);
	const damages = await damageAfterKills(Number(values.damages), seed + 3);
	const faults: Record<string, FaultChaos> = {
		'database taken away': await missingFolders(Number(values.missing)),
		'restore killed': await killRestores(Number(values.restores)),
		'lock files removed': await removeLocks(Number(values.locks)),
		'two first starts at once': await startTogether(Number(values.together))
	};
	const away = await databaseAway(postgresInstalled() ? Number(values.aways) : 0);
	console.table({
		'killed while writing': {
			kills: writes.kills,
			'acknowledged writes': writes.acknowledged,
			lost: writes.lost,
			'not opened again': writes.notOpened,
			'opening (median ms)': median(writes.openings)
		},
		'killed while people save': {
			kills: saves.kills,
			'acknowledged writes': saves.acknowledged,
			lost: saves.lost,
			'half done': saves.halfDone,
			'not opened again': saves.notOpened
		},
		'killed during the first start': {
			kills: starts.kills,
			'before it was over': starts.midway,
			'not opened again': starts.notOpened,
			'opening (median ms)': median(starts.openings)
		},
		'file cut off or removed after a kill': {
			kills: damages.damages,
			refused: damages.refused,
			'as it was': damages.unharmed,
			'damage served': damages.missed.length
		},
		'PostgreSQL paused, killed, locked': {
			kills: away.tries,
			'asked meanwhile': away.asked,
			'answered late': away.late,
			lost: away.lost,
			'threads restarted': away.restarts,
			'whole again (most ms)': away.wholeAfter
		},
		...Object.fromEntries(
			Object.entries(faults).map(([name, { tries, refused, lost, wrong }]) => [
				name,
				{ kills: tries, refused, lost, 'otherwise than it must': wrong.length }
			])
		)
	});
	const complaints = [...damages.missed, ...Object.values(faults).flatMap(({ wrong }) => wrong)];
	for (const complaint of complaints) console.log(complaint);
	const wrong =
		writes.lost +
		writes.notOpened +
		saves.lost +
		saves.halfDone +
		saves.notOpened +
		starts.notOpened +
		complaints.length +
		away.late +
		away.lost +
		Object.values(faults).reduce((sum, { lost }) => sum + lost, 0);
	process.exitCode = wrong > 0 ? 1 : 0;
}
