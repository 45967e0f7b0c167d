// Cuts the power of the embedded database while people save, while it opens and after it has ended,
// as far as that can be modelled (disk-model.ts): of everything that was not flushed a part is
// there and a part is not. Then it is opened, and asked whether all that was acknowledged is there.
import {
	closeSync,
	cpSync,
	existsSync,
	fstatSync,
	ftruncateSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	readSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openEmbeddedEngine } from '#lib/backend/embedded/open-embedded.ts';
import { makeSmallProject } from '../../tests/setup/small-project.ts';
import { BLOCK, namesIn, placesIn, type NameChange, type Names } from './disk-model.ts';
import { judge, prepare, projectRoot, type Found } from './saves.ts';
import { Victim, randomFrom } from './victim.ts';

export interface PowerCuts {
	cuts: number;
	acknowledged: number;
	lost: number;
	halfDone: number;
	notOpened: number;
	/** Blocks of 4 KB that were written and not flushed. */
	blocksUncertain: number;
	/** Of them those that are as they were before. */
	blocksForgotten: number;
	/** Names that were made, changed or removed and are as they were before. */
	namesForgotten: number;
}

/**
 * What the server does when the power goes: at any time while people save, or when it is about to
 * flush what they saved, or tables and indexes; after its end; while it opens.
 */
const MOMENTS = ['saving', 'flushing', 'upkeep', 'ended', 'opening'] as const;

/** The chance that it goes at one order to flush, and milliseconds until it goes in any case. */
const AT_A_FLUSH = { flushing: 0.05, upkeep: 0.05, opening: 0.05 } as const;
const LONGEST = 20_000;

type Random = () => number;

/** Each file of the folder and each removed one that may come back, by inode. */
function filesByInode(root: string, disk: string): Map<number, string> {
	const files = new Map<number, string>();
	for (const name of readdirSync(join(disk, 'removed')))
		files.set(Number(name), join(disk, 'removed', name));
	for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile()) files.set(statSync(path).ino, path);
	}
	return files;
}

/** The names of a folder after the cut: of its changes since the last flush some were forgotten. */
function namesAfter(
	folder: string,
	at: string,
	places: ReturnType<typeof placesIn>,
	random: Random
): { names: Names; forgotten: number } {
	if (!existsSync(places.names(at))) return { names: namesIn(folder), forgotten: 0 };
	const names = JSON.parse(readFileSync(places.names(at), 'utf8')) as Names;
	if (!existsSync(places.changes(at))) return { names, forgotten: 0 };
	const lines = readFileSync(places.changes(at), 'utf8').trim().split('\n');
	// Either in their order up to somewhere, as a file system with a journal does, or any of them.
	const until = random() < 0.5 ? Math.floor(random() * (lines.length + 1)) : null;
	let forgotten = 0;
	lines.forEach((line, number) => {
		const change = JSON.parse(line) as NameChange;
		const isKept = until === null ? random() < 0.5 : number < until;
		if (!isKept || (change.kind === 'renamed' && names[change.name] !== change.ino)) {
			forgotten += 1;
			return;
		}
		if (change.kind === 'made') names[change.name] = change.ino;
		else delete names[change.name];
		if (change.kind === 'renamed') names[change.to] = change.ino;
	});
	return { names, forgotten };
}

/** How much of a file has reached the disk: nothing, all, half of it, or what chance says. */
const SHARES = [0, 1, 0.5, null];

/** A file of which each changed block is the old one or the new one. */
function mix(certain: string, now: string, to: string, random: Random, result: PowerCuts): void {
	copyFileSync(now, to);
	const [old, made] = [openSync(certain, 'r'), openSync(to, 'r+')];
	const [before, after] = [fstatSync(old).size, fstatSync(made).size];
	const share = SHARES[Math.floor(random() * SHARES.length)] ?? random();
	const [was, is] = [Buffer.alloc(BLOCK), Buffer.alloc(BLOCK)];
	for (let from = 0; from < Math.max(before, after); from += BLOCK) {
		was.fill(0);
		is.fill(0);
		readSync(old, was, 0, BLOCK, from);
		readSync(made, is, 0, BLOCK, from);
		if (was.equals(is)) continue;
		result.blocksUncertain += 1;
		if (random() < share) continue;
		writeSync(made, was, 0, BLOCK, from);
		result.blocksForgotten += 1;
	}
	ftruncateSync(made, random() < share ? after : before);
	closeSync(old);
	closeSync(made);
}

/** Makes of a data folder what the disk of the model has of it. The program must be gone. */
function cutPower(root: string, disk: string, random: Random, result: PowerCuts): void {
	const places = placesIn(disk);
	const files = filesByInode(root, disk);
	const out = `${root}.after`;
	cpSync(root, out, {
		recursive: true,
		// The database's files follow one by one; what a broken off start left is nobody's.
		filter: (path) => !/^database(\..*)?$/.test(relative(root, path))
	});
	const folders = readdirSync(join(root, 'database'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)));
	for (const at of ['', 'database', ...folders]) {
		mkdirSync(join(out, at), { recursive: true });
		const { names, forgotten } = namesAfter(join(root, at), at, places, random);
		result.namesForgotten += forgotten;
		for (const name of Object.keys(namesIn(join(out, at)))) rmSync(join(out, at, name));
		for (const [name, ino] of Object.entries(names)) {
			const now = files.get(ino);
			if (now === undefined) throw new Error(`${at}/${name} is not in the model`);
			const certain = places.bytes(ino);
			if (!existsSync(certain)) copyFileSync(now, join(out, at, name));
			else mix(certain, now, join(out, at, name), random, result);
		}
	}
	rmSync(root, { recursive: true });
	renameSync(out, root);
	rmSync(disk, { recursive: true });
}

/** What was acknowledged, and how it is held against what is found. */
interface Ledger {
	program: string;
	root: string;
	keep(lines: readonly string[]): void;
	judge(found: unknown[]): { lost: number; halfDone: number };
	forget(): void;
	readonly size: number;
}

function ledgerOfSaves(): Ledger {
	const kept = new Map<number, string>();
	return {
		program: 'saver.ts',
		root: projectRoot,
		keep(lines) {
			for (const line of lines) {
				const [version, mark] = line.split(' ');
				kept.set(Number(version), mark ?? '');
			}
		},
		judge: (found) => judge(found[0] as Found, kept),
		forget: () => kept.clear(),
		get size() {
			return kept.size;
		}
	};
}

function ledgerOfNotes(root: string): Ledger {
	const kept = new Set<string>();
	return {
		program: 'writer.ts',
		root,
		keep: (lines) => lines.forEach((line) => kept.add(line)),
		judge(found) {
			const lost = [...kept].filter((note) => !found.includes(note)).length;
			return { lost, halfDone: found.length - new Set(found).size };
		},
		forget: () => kept.clear(),
		get size() {
			return kept.size;
		}
	};
}

/**
 * @param of what is saved: listings with the whole schema, or notes of a small one
 * @param isDeaf a disk that ignores every order to flush, as if none were given, and forgets all
 */
export async function cutPowers(
	cuts: number,
	seed: number,
	{ of = 'listings', isDeaf = false }: { of?: 'listings' | 'notes'; isDeaf?: boolean } = {}
): Promise<PowerCuts> {
	const random = randomFrom(seed);
	const small = of === 'notes' ? makeSmallProject() : null;
	const folder = mkdtempSync(join(tmpdir(), 'tikls-powercut-'));
	const [root, disk, base] = ['data', 'disk', 'base'].map((name) => join(folder, name)) as [
		string,
		string,
		string
	];
	const ledger = small === null ? ledgerOfSaves() : ledgerOfNotes(small.root);
	const result: PowerCuts = {
		cuts: 0,
		acknowledged: 0,
		lost: 0,
		halfDone: 0,
		notOpened: 0,
		blocksUncertain: 0,
		blocksForgotten: 0,
		namesForgotten: 0
	};
	const model = fileURLToPath(new URL('disk-model.ts', import.meta.url));
	const environment = {
		NODE_OPTIONS: `--import=${model}`,
		CHAOS_FOLDER: root,
		CHAOS_DISK: disk,
		CHAOS_DEAF: isDeaf ? '1' : '0'
	};
	const start = (round: number, moment: string) => {
		const args = [root, ledger.root, `round${round}`, ...(moment === 'upkeep' ? ['upkeep'] : [])];
		const chance = moment in AT_A_FLUSH ? AT_A_FLUSH[moment as keyof typeof AT_A_FLUSH] : 0;
		return new Victim(ledger.program, args, { ...environment, CHAOS_CUT: String(chance) });
	};
	const beginAnew = () => {
		rmSync(root, { recursive: true, force: true });
		rmSync(disk, { recursive: true, force: true });
		cpSync(base, root, { recursive: true });
		ledger.forget();
	};
	const look = (found: unknown[] | null) => {
		const { lost, halfDone } = ledger.judge(found ?? []);
		result.lost += lost;
		result.halfDone += halfDone;
		// What is lost once is not counted with each later look.
		if (lost + halfDone > 0) beginAnew();
		return lost + halfDone === 0;
	};
	try {
		if (small === null) await prepare(root);
		else await (await openEmbeddedEngine(root, { projectRoot: small.root, seed: false })).close();
		cpSync(root, base, { recursive: true });
		let opening = 3000;
		for (let round = 0; round < cuts; round += 1) {
			const moment = MOMENTS[round % MOMENTS.length] ?? 'saving';
			const victim = start(round, moment);
			// Cut off by the model it may not even have opened.
			const opens = moment === 'opening' ? null : await victim.opens(false);
			if (opens === null) await victim.ends(random() * opening);
			else if (!opens && !victim.isKilled) {
				result.notOpened += 1;
				console.error(victim.complaint);
				await victim.kill();
				beginAnew();
				continue;
			} else if (victim.found !== null) {
				opening = victim.opening ?? opening;
				if (!look(victim.found)) {
					await victim.kill();
					continue;
				}
				if (moment in AT_A_FLUSH) await victim.ends(LONGEST);
				else {
					await victim.keepsSomething();
					await pause(random() * 1500);
				}
				if (moment === 'ended') await victim.end();
			}
			await victim.kill();
			ledger.keep(victim.kept);
			result.acknowledged += victim.kept.length;
			// With 0 everything that was not flushed is forgotten.
			cutPower(root, disk, isDeaf ? () => 0 : random, result);
			result.cuts += 1;
		}
		const last = start(cuts, 'saving');
		if (await last.opens()) look(last.found);
		else result.notOpened += 1;
		await last.kill();
		return result;
	} finally {
		rmSync(folder, { recursive: true, force: true });
		small?.remove();
	}
}

export interface Cost {
	/** Saves of each sort. */
	saves: number;
	/** Milliseconds of a save, the median. */
	flushed: number;
	unflushed: number;
	ratio: number;
}

/** How long saves take with flushing and without, turn by turn on the same folder. */
export async function costOfFlushing(turns = 3, milliseconds = 5000): Promise<Cost> {
	const folder = mkdtempSync(join(tmpdir(), 'tikls-cost-'));
	const model = fileURLToPath(new URL('no-flush.ts', import.meta.url));
	const took: Record<'flushed' | 'unflushed', number[]> = { flushed: [], unflushed: [] };
	try {
		await prepare(folder);
		for (let turn = 0; turn < turns; turn += 1)
			for (const sort of ['flushed', 'unflushed'] as const) {
				const environment: Record<string, string> =
					sort === 'flushed' ? {} : { NODE_OPTIONS: `--import=${model}` };
				const victim = new Victim('saver.ts', [folder, projectRoot, `${sort}${turn}`], environment);
				if (!(await victim.opens())) throw new Error('The database did not open.');
				await pause(milliseconds);
				await victim.end();
				// The first ones are slow in any case.
				took[sort].push(...victim.kept.slice(5).map((line) => Number(line.split(' ')[2])));
			}
		const [flushed, unflushed] = [median(took.flushed), median(took.unflushed)];
		return {
			saves: Math.min(took.flushed.length, took.unflushed.length),
			flushed,
			unflushed,
			ratio: Math.round((flushed / unflushed) * 100) / 100
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
