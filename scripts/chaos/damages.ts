// Kills the embedded database while people save, then cuts off or removes one file of it, as a
// failing disk or a careless hand does, and starts it. Either the start is refused, or what is
// served is what it was: a third thing is a failure.
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesUnder } from '#lib/backend/embedded/files.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { openEmbeddedEngine } from '#lib/backend/embedded/open-embedded.ts';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { openEmbedded } from '#lib/backend/embedded/stores.ts';
import { makeSmallProject } from '../../tests/setup/small-project.ts';
import { prepare, projectRoot } from './saves.ts';
import { Victim, randomFrom } from './victim.ts';

export interface DamageChaos {
	damages: number;
	/** Refused before anybody was served. */
	refused: number;
	/** Served, and all of it as it was: the file did not matter, or the log held what was lost. */
	unharmed: number;
	/** Served, and something is missing or cannot be read: what was done, for who looks into it. */
	missed: string[];
	/** Seconds of the starts that were refused or checked. */
	seconds: number[];
}

const TABLES = `select oid::regclass::text as name from pg_class
	where relkind = 'r' and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
	order by 1`;

/**
 * Everything people can be shown, as one value for each table; read straight and, where there is a
 * key, by it.
 */
async function contentsOf(dataDir: string): Promise<Record<string, string>> {
	const store = await openEmbedded(databaseOf(dataDir));
	try {
		return await store.asOwner(async (sql) => {
			const contents: Record<string, string> = {};
			for (const { name } of await sql.query<{ name: string }>(TABLES))
				for (const way of ['on', 'off']) {
					await sql.exec(`set enable_seqscan = ${way}; set enable_bitmapscan = ${way}`);
					const [row] = await sql.query<{ sum: string }>(
						`select count(*) || ' ' || coalesce(sum(hashtextextended(content::text, 0)), 0) as sum from ${name} as content`
					);
					contents[`${name} ${way}`] = row?.sum ?? '';
				}
			return contents;
		});
	} finally {
		await store.close();
	}
}

/** Cuts off or removes one file. @returns what was done */
function damage(database: string, path: string, random: () => number): string {
	const file = join(database, path);
	const { size } = statSync(file);
	const kind = Math.floor(random() * 4);
	if (kind === 0) {
		rmSync(file);
		return `${path} removed`;
	}
	const pages = Math.floor(random() * Math.ceil(size / 8192)) * 8192;
	const left = kind === 1 ? 0 : kind === 2 ? pages : Math.floor(random() * size);
	truncateSync(file, left);
	return `${path} cut from ${size} to ${left} bytes`;
}

/**
 * One killed database, damaged in `damages` ways, each on a copy of its own.
 * @param of what it holds: the whole schema while people save listings, or a small one with notes
 */
export async function damageAfterKills(
	damages: number,
	seed: number,
	of: 'listings' | 'notes' = 'listings'
): Promise<DamageChaos> {
	const small = of === 'notes' ? makeSmallProject() : null;
	const root = small?.root ?? projectRoot;
	const random = randomFrom(seed);
	const folder = mkdtempSync(join(tmpdir(), 'tikls-damages-'));
	const killed = join(folder, 'killed');
	const result: DamageChaos = { damages: 0, refused: 0, unharmed: 0, missed: [], seconds: [] };
	const copyTo = async (name: string) => {
		await cp(killed, join(folder, name), { recursive: true });
		return join(folder, name);
	};
	try {
		if (small === null) await prepare(killed);
		const victim = new Victim(small ? 'writer.ts' : 'saver.ts', [killed, root, 'damages']);
		if (!(await victim.opens())) throw new Error('The database did not open.');
		await victim.keepsSomething();
		await victim.kill();
		const before = await contentsOf(await copyTo('before'));
		const files = (await filesUnder(databaseOf(killed))).filter(
			(path) => statSync(join(databaseOf(killed), path)).size > 0
		);
		// Every other time a file of the database itself: most of the others belong to templates nobody
		// is served from.
		const own = files.filter((path) => /^base\/5\/\d+$/.test(path));
		for (let round = 0; round < damages; round += 1) {
			const among = round % 2 === 0 ? own : files;
			const path = among[Math.floor(random() * among.length)] ?? '';
			const copy = await copyTo(`copy-${round}`);
			const done = damage(databaseOf(copy), path, random);
			const begun = performance.now();
			try {
				await (await openEmbeddedEngine(copy, { projectRoot: root, seed: true })).close();
				const after = await contentsOf(copy).catch(() => null);
				if (JSON.stringify(after) === JSON.stringify(before)) result.unharmed += 1;
				else result.missed.push(done);
			} catch (error) {
				if (!(error instanceof StartError)) throw error;
				if (error.code === 'DATA_DAMAGED') result.refused += 1;
				else result.missed.push(`${done}: ${error.message}`);
			}
			result.seconds.push((performance.now() - begun) / 1000);
			result.damages += 1;
			rmSync(copy, { recursive: true, force: true });
		}
		return result;
	} finally {
		rmSync(folder, { recursive: true, force: true });
		small?.remove();
	}
}
