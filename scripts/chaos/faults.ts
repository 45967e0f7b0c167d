// What careless hands and bad moments do to a data folder: the database is taken away, a restore is
// killed between its steps, the lock files are removed while a server runs, two servers start on
// one new folder at once. After each the folder is opened and asked whether everything that was
// acknowledged is there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeSmallProject, type SmallProject } from '../../tests/setup/small-project.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { Victim } from './victim.ts';

/** A note the small project's migration writes. */
const PLANTED = 'open';

export interface FaultChaos {
	tries: number;
	/** Starts that were refused, where they had to be. */
	refused: number;
	/** Acknowledged writes that are missing afterwards. */
	lost: number;
	/** What went otherwise than it must, as words. */
	wrong: string[];
}

const nothing = (): FaultChaos => ({ tries: 0, refused: 0, lost: 0, wrong: [] });

async function inProject(work: (project: SmallProject) => Promise<void>): Promise<void> {
	const project = makeSmallProject();
	try {
		await work(project);
	} finally {
		project.remove();
	}
}

/** Opens a folder, writes to it for a moment, and kills it. @returns what was acknowledged */
async function written(project: SmallProject, folder: string, prefix: string): Promise<string[]> {
	const victim = new Victim('writer.ts', [folder, project.root, prefix]);
	if (!(await victim.opens())) throw new Error('The database did not open.');
	await victim.keepsSomething();
	await victim.kill();
	return [...victim.kept];
}

/** Opens a folder again. @returns the notes it finds; null when it is refused */
async function found(project: SmallProject, folder: string): Promise<string[] | null> {
	const victim = new Victim('writer.ts', [folder, project.root, 'look']);
	await victim.opens(false);
	await victim.kill();
	return victim.found as string[] | null;
}

const missingFrom = (notes: readonly string[] | null, wanted: readonly string[]) =>
	wanted.filter((note) => notes?.includes(note) !== true).length;

/** What may lie beside a database that is taken away. */
const BESIDE: Record<string, (folder: string) => void> = {
	'as it was': () => {},
	'with a backup': (folder) =>
		mkdirSync(join(folder, 'backups', '2026-11-24T01-30-00Z'), { recursive: true }),
	'with what a restore replaced': (folder) =>
		mkdirSync(join(folder, 'database.replaced-2026-11-24T01-30-00Z')),
	'without its lock': (folder) => rmSync(join(folder, 'lock.held'))
};

/**
 * Takes the database away after a kill, and starts: nothing may be made in its place, and put back
 * it holds everything.
 */
export async function missingFolders(tries: number): Promise<FaultChaos> {
	const result = nothing();
	await inProject(async (project) => {
		const folder = project.folder('data');
		const kept = await written(project, folder, 'before');
		const away = project.folder('away');
		cpSync(databaseOf(folder), away, { recursive: true });
		for (let round = 0; round < tries; round += 1) {
			const [name, beside] = Object.entries(BESIDE)[round % 4] ?? [];
			const copy = project.folder(`copy${round}`);
			cpSync(folder, copy, { recursive: true });
			rmSync(databaseOf(copy), { recursive: true });
			beside?.(copy);
			if ((await found(project, copy)) === null) result.refused += 1;
			if (existsSync(databaseOf(copy))) result.wrong.push(`made anew: ${name}`);
			rmSync(databaseOf(copy), { recursive: true, force: true });
			cpSync(away, databaseOf(copy), { recursive: true });
			if (round === tries - 1) result.lost += missingFrom(await found(project, copy), kept);
			rmSync(copy, { recursive: true, force: true });
			result.tries += 1;
		}
	});
	return result;
}

/** The steps of a restore after which it is killed, the worst ones first. */
const STEPS = [
	'old one moved',
	'new one moved',
	'written down',
	'unpacked',
	'old manifest moved',
	'new manifest moved',
	'listed',
	'record forgotten',
	'done'
];

/** From here on what was asked for is done, before it nothing is. */
const INTENDED = STEPS.filter((step) => step !== 'unpacked' && step !== 'listed');

/**
 * Kills restores after each of their steps in turn: the next start has the one database or the
 * other, and loses neither.
 */
export async function killRestores(tries: number): Promise<FaultChaos> {
	const result = nothing();
	await inProject(async (project) => {
		const notes = {
			old: await written(project, project.folder('old'), 'old'),
			new: await written(project, project.folder('new'), 'new')
		};
		for (let round = 0; round < tries; round += 1) {
			const step = STEPS[round % STEPS.length] ?? '';
			const folder = project.folder(`restore${round}`);
			cpSync(project.folder('old'), folder, { recursive: true });
			const restored = databaseOf(project.folder('new'));
			const program = fileURLToPath(new URL('restorer.ts', import.meta.url));
			const child = spawn(process.execPath, [program, folder, restored, step], {
				stdio: ['ignore', 'ignore', 'inherit']
			});
			const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
			if (signal !== 'SIGKILL') result.wrong.push(`not killed when ${step}`);
			const now = await found(project, folder);
			result.lost += missingFrom(now, INTENDED.includes(step) ? notes.new : notes.old);
			const others = readdirSync(folder).filter((name) =>
				/^database\.(replaced|restored)-[^.]+$/.test(name)
			);
			if (others.length !== 1) result.wrong.push(`the other one is gone when ${step}`);
			rmSync(folder, { recursive: true, force: true });
			result.tries += 1;
		}
	});
	return result;
}

/**
 * Removes the lock files of a server that writes, and starts another: whatever either was told is
 * saved is there afterwards.
 */
export async function removeLocks(tries: number): Promise<FaultChaos> {
	const result = nothing();
	await inProject(async (project) => {
		const folder = project.folder('data');
		for (let round = 0; round < tries; round += 1) {
			const first = new Victim('writer.ts', [folder, project.root, `first${round}`]);
			if (!(await first.opens())) throw new Error('The database did not open.');
			await first.keepsSomething();
			for (const name of ['lock', 'lock.held']) rmSync(join(folder, name), { force: true });
			const second = new Victim('writer.ts', [folder, project.root, `second${round}`]);
			if (await second.opens(false)) await second.keepsSomething();
			else result.refused += 1;
			if (!(await first.ends(5000))) result.wrong.push('the first one did not end');
			await first.kill();
			await second.kill();
			result.lost += missingFrom(await found(project, folder), [...first.kept, ...second.kept]);
			result.tries += 1;
		}
	});
	return result;
}

/**
 * Starts two servers on one new folder at once: one makes it, the other is refused, and there is
 * one set of secrets.
 */
export async function startTogether(tries: number): Promise<FaultChaos> {
	const result = nothing();
	await inProject(async (project) => {
		for (let round = 0; round < tries; round += 1) {
			const folder = project.folder(`new${round}`);
			const both = ['one', 'other'].map(
				(prefix) => new Victim('writer.ts', [folder, project.root, prefix])
			);
			const opened = await Promise.all(both.map((victim) => victim.opens(false)));
			result.refused += opened.filter((one) => !one).length;
			if (opened.filter(Boolean).length !== 1) result.wrong.push('not exactly one opened');
			const secrets = readFileSync(join(folder, 'secrets.json'), 'utf8');
			await Promise.all(both.map((victim) => victim.kill()));
			const kept = both.flatMap((victim) => victim.kept);
			result.lost += missingFrom(await found(project, folder), [PLANTED, ...kept]);
			if (readFileSync(join(folder, 'secrets.json'), 'utf8') !== secrets)
				result.wrong.push('other secrets');
			rmSync(folder, { recursive: true, force: true });
			result.tries += 1;
		}
	});
	return result;
}
