// `npm run chaos`: kills the embedded database with SIGKILL, 30 times while it writes and 40 times during its first start,
// opens it again each time, and counts what is missing. Ends with 1 when an acknowledged write was lost or a folder did not
// open. `--writes N --first-starts N --seed S` choose how often and how; the same seed kills after the same times.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeSmallProject, type SmallProject } from '../tests/setup/small-project.ts';

/** A note the migration itself writes: it must be there after every opening. */
const PLANTED = 'open';

/** Far beyond any opening seen; a database that has not opened by then does not open. */
const OPENING_LIMIT = 120_000;

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

/** A repeatable random number from 0 to 1 (mulberry32, public domain). */
function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A running victim and what it has said. */
class Victim {
	readonly kept: string[] = [];
	found: string[] | null = null;
	opening: number | null = null;
	readonly #child: ChildProcessByStdio<null, Readable, Readable>;
	readonly #ended: Promise<unknown>;
	readonly #read: Promise<unknown>;
	#complaint = '';

	constructor(dataDir: string, project: SmallProject, prefix: string) {
		const program = fileURLToPath(new URL('chaos/writer.ts', import.meta.url));
		this.#child = spawn(process.execPath, [program, dataDir, project.root, prefix], {
			stdio: ['ignore', 'pipe', 'pipe']
		});
		this.#child.stderr.on('data', (data: Buffer) => (this.#complaint += data.toString()));
		this.#ended = once(this.#child, 'close');
		const lines = createInterface({ input: this.#child.stdout });
		this.#read = once(lines, 'close');
		lines.on('line', (line) => this.#hear(line));
	}

	#hear(line: string): void {
		const space = line.indexOf(' ');
		const [word, rest] = [line.slice(0, space), line.slice(space + 1)];
		if (word === 'ready') this.opening = Number(rest);
		if (word === 'found') this.found = JSON.parse(rest) as string[];
		if (word === 'kept') this.kept.push(rest);
	}

	/** True when it has opened and read; false when it ended or took too long. */
	async opens(): Promise<boolean> {
		const over = this.#ended.then(() => true);
		const limit = Date.now() + OPENING_LIMIT;
		while (this.found === null && Date.now() < limit)
			if (await Promise.race([over, pause(5, false)])) break;
		if (this.found === null) console.error(this.#complaint.trim() || 'It did not open in time.');
		return this.found !== null;
	}

	/** SIGKILL: no handler, no flush, nothing. Everything it had said is read. */
	async kill(): Promise<void> {
		this.#child.kill('SIGKILL');
		await Promise.all([this.#ended, this.#read]);
	}
}

/** Kills a database that is being written to, again and again, on one and the same folder. */
export async function killUnderWrites(kills: number, seed: number): Promise<WriteChaos> {
	const random = randomFrom(seed);
	const project = makeSmallProject();
	const acknowledged: string[] = [PLANTED];
	const result: WriteChaos = { kills: 0, acknowledged: 0, lost: 0, notOpened: 0, openings: [] };
	try {
		for (let round = 0; round <= kills; round += 1) {
			const victim = new Victim(project.folder('data'), project, `round${round}`);
			if (!(await victim.opens())) {
				result.notOpened += 1;
				await victim.kill();
				break; // the folder stays as it is; the rounds after it would only repeat this
			}
			const found = new Set(victim.found);
			result.lost = Math.max(result.lost, acknowledged.filter((name) => !found.has(name)).length);
			if (round > 0 && victim.opening !== null) result.openings.push(victim.opening);
			if (round < kills) {
				await pause(50 + random() * 1500);
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

/** Kills first starts, each in a folder of its own, anywhere between their beginning and their end. */
export async function killFirstStarts(kills: number, seed: number): Promise<StartChaos> {
	const random = randomFrom(seed);
	const project = makeSmallProject();
	const result: StartChaos = { kills: 0, midway: 0, notOpened: 0, openings: [] };
	try {
		const begun = performance.now();
		const whole = new Victim(project.folder('measured'), project, 'measured');
		await whole.opens();
		const length = performance.now() - begun;
		await whole.kill();
		for (let round = 0; round < kills; round += 1) {
			const folder = project.folder(`start${round}`);
			const victim = new Victim(folder, project, 'first');
			await pause(random() * length);
			await victim.kill();
			result.kills += 1;
			if (victim.opening === null) result.midway += 1;
			const second = new Victim(folder, project, 'second');
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
			'first-starts': { type: 'string', default: '40' },
			seed: { type: 'string', default: '1' }
		}
	});
	const seed = Number(values.seed);
	const writes = await killUnderWrites(Number(values.writes), seed);
	const starts = await killFirstStarts(Number(values['first-starts']), seed + 1);
	console.table({
		'killed while writing': {
			kills: writes.kills,
			'acknowledged writes': writes.acknowledged,
			lost: writes.lost,
			'not opened again': writes.notOpened,
			'opening (median ms)': median(writes.openings)
		},
		'killed during the first start': {
			kills: starts.kills,
			'before it was over': starts.midway,
			'not opened again': starts.notOpened,
			'opening (median ms)': median(starts.openings)
		}
	});
	process.exitCode = writes.lost + writes.notOpened + starts.notOpened > 0 ? 1 : 0;
}
