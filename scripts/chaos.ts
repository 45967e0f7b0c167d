// `npm run chaos`: what may happen to an installation is done to it, and then it is asked whether
// everything that was acknowledged is there. Names choose cases (`npm run chaos -- powercut
// backup`), all of them without: see CASES. `--seed S` chooses when and what; `--times N` how
// often. Ends with 1 when something acknowledged was lost, something was half done, damage was
// served or a folder did not open that has to.
import { parseArgs } from 'node:util';
import { postgresInstalled } from '../supabase/tests/throwaway.ts';
import { databaseAway } from './chaos/away.ts';
import { backupsUnderLoad, fillDisks } from './chaos/busy.ts';
import { damageAfterKills } from './chaos/damages.ts';
import { killRestores, missingFolders, removeLocks, startTogether } from './chaos/faults.ts';
import type { FaultChaos } from './chaos/faults.ts';
import { killFirstStarts, killUnderWrites } from './chaos/kills.ts';
import { databasePaused } from './chaos/paused.ts';
import { costOfFlushing, cutPowers } from './chaos/powercut.ts';
import { killUnderSaves } from './chaos/saves.ts';

/** A line of the table, how many faults it counts, and them in words where there are any. */
interface Outcome {
	row: Record<string, number | string>;
	wrong: number;
	complaints?: readonly string[];
}

type Case = [what: string, times: number, run: (times: number, seed: number) => Promise<Outcome>];

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ofFault({ tries, refused, lost, wrong }: FaultChaos): Outcome {
	return {
		row: { tries, refused, lost, 'otherwise than it must': wrong.length },
		wrong: lost + wrong.length,
		complaints: wrong
	};
}

const skipped = (why: string): Outcome => ({ row: { skipped: why }, wrong: 0 });

const CASES: Record<string, Case> = {
	kill: [
		'killed while writing',
		30,
		async (times, seed) => {
			const { kills, acknowledged, lost, notOpened, openings } = await killUnderWrites(times, seed);
			return {
				row: { tries: kills, acknowledged, lost, 'not opened': notOpened, ms: median(openings) },
				wrong: lost + notOpened
			};
		}
	],
	save: [
		'killed while people save',
		20,
		async (times, seed) => {
			const { kills, acknowledged, lost, halfDone, notOpened } = await killUnderSaves(times, seed);
			return {
				row: { tries: kills, acknowledged, lost, 'half done': halfDone, 'not opened': notOpened },
				wrong: lost + halfDone + notOpened
			};
		}
	],
	first: [
		'killed during the first start',
		40,
		async (times, seed) => {
			const { kills, midway, notOpened, openings } = await killFirstStarts(times, seed);
			return {
				row: { tries: kills, midway, 'not opened': notOpened, ms: median(openings) },
				wrong: notOpened
			};
		}
	],
	powercut: [
		'power cut',
		30,
		async (times, seed) => {
			const { cuts, acknowledged, lost, halfDone, notOpened, ...forgotten } = await cutPowers(
				times,
				seed
			);
			const cost = await costOfFlushing();
			console.log(
				`A save takes ${cost.flushed} ms, and ${cost.unflushed} ms without flushing (median of ${cost.saves} each): ${cost.ratio} times.`
			);
			return {
				row: {
					tries: cuts,
					acknowledged,
					lost,
					'half done': halfDone,
					'not opened': notOpened,
					'blocks uncertain': forgotten.blocksUncertain,
					'blocks forgotten': forgotten.blocksForgotten,
					'names forgotten': forgotten.namesForgotten
				},
				wrong: lost + halfDone + notOpened
			};
		}
	],
	damage: [
		'file cut off or removed after a kill',
		40,
		async (times, seed) => {
			const { damages, refused, unharmed, missed } = await damageAfterKills(times, seed);
			return {
				row: { tries: damages, refused, 'as it was': unharmed, served: missed.length },
				wrong: missed.length,
				complaints: missed
			};
		}
	],
	missing: ['database taken away', 8, async (times) => ofFault(await missingFolders(times))],
	restore: ['restore killed', 18, async (times) => ofFault(await killRestores(times))],
	lock: ['lock files removed', 10, async (times) => ofFault(await removeLocks(times))],
	together: ['two first starts at once', 10, async (times) => ofFault(await startTogether(times))],
	disk: [
		'disk filled while people write',
		5,
		async (times) => {
			const filled = await fillDisks(times);
			if (filled === null) return skipped('no disk may be mounted here');
			return ofFault(filled);
		}
	],
	backup: ['backup while people write', 5, async (times) => ofFault(await backupsUnderLoad(times))],
	away: [
		'PostgreSQL paused, killed, locked',
		9,
		async (times) => {
			if (!postgresInstalled()) return skipped('no PostgreSQL is installed');
			const { tries, asked, late, lost, restarts, wholeAfter } = await databaseAway(times);
			return {
				row: { tries, asked, late, lost, restarts, 'whole again (most ms)': wholeAfter },
				wrong: late + lost
			};
		}
	],
	paused: [
		'PostgreSQL paused for 20 s, as visitors see it',
		3,
		async (times) => {
			if (!postgresInstalled()) return skipped('no PostgreSQL is installed');
			const { tries, kept, notServed, others, late, ...most } = await databasePaused(times, 20_000);
			return {
				row: {
					tries,
					'kept pages asked': kept,
					'not served': notServed,
					'slowest kept (ms)': most.slowestKept,
					'others asked': others,
					'slowest (ms)': most.slowest,
					late,
					'whole again (most ms)': most.wholeAfter
				},
				wrong: notServed + late
			};
		}
	]
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { seed: { type: 'string', default: '1' }, times: { type: 'string' } }
});
const unknown = positionals.filter((name) => !(name in CASES));
if (unknown.length > 0)
	throw new Error(`There is no ${unknown.join(', ')}, but ${Object.keys(CASES).join(', ')}.`);
const table: Record<string, Outcome['row']> = {};
let wrong = 0;
for (const [name, [what, times, run]] of Object.entries(CASES)) {
	if (positionals.length > 0 && !positionals.includes(name)) continue;
	const begun = performance.now();
	const outcome = await run(Number(values.times ?? times), Number(values.seed));
	const seconds = Math.round((performance.now() - begun) / 1000);
	table[what] = { ...outcome.row, seconds };
	console.log(what, table[what]);
	for (const complaint of outcome.complaints ?? []) console.log(complaint);
	wrong += outcome.wrong;
}
console.table(table);
process.exitCode = wrong > 0 ? 1 : 0;
