// While people write to the embedded database its disk is filled to the last byte and emptied, or a
// backup is made: whoever was told it is saved finds it, nobody is told so in vain, and reading
// goes on.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { backupsOf, listBackups, makeBackup } from '#lib/backend/embedded/backups.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { openEmbeddedEngine, type OpenEngine } from '#lib/backend/embedded/open-embedded.ts';
import { unpackBackup } from '#lib/backend/embedded/backup-copy.ts';
import { openEmbedded } from '#lib/backend/embedded/stores.ts';
import { mountSmallDisk } from '../../tests/setup/small-disk.ts';
import { makeSmallProject, type SmallProject } from '../../tests/setup/small-project.ts';
import type { FaultChaos } from './faults.ts';

/** Milliseconds nobody may wait longer, on a machine with much to do. */
const BOUND = 10_000;

const NOTES = 'http://embedded.invalid/rest/v1/notes?select=body';

const open = (project: SmallProject, folder: string) =>
	openEmbeddedEngine(folder, { projectRoot: project.root, seed: false });

/** One person who writes and reads until he is told to stop. */
class Writer {
	readonly kept: string[] = [];
	readonly wrong: string[] = [];
	refused = 0;
	isStopping = false;
	readonly #one: OpenEngine;

	constructor(one: OpenEngine) {
		this.#one = one;
	}

	async #ask(body?: string): Promise<number> {
		const begun = performance.now();
		const { status } = await this.#one.engine.fetch(NOTES, {
			method: body === undefined ? 'GET' : 'POST',
			headers: {
				apikey: this.#one.secrets.publishableKey,
				'content-type': 'application/json'
			},
			...(body === undefined ? {} : { body: JSON.stringify({ body }) })
		});
		if (performance.now() - begun > BOUND) this.wrong.push('somebody waited too long');
		return status;
	}

	/** @param refusal the one status a write may have instead of 201; null when it may have none */
	async run(prefix: string, refusal: number | null): Promise<void> {
		for (let turn = 0; !this.isStopping; turn += 1) {
			const body = `${prefix} ${turn}`;
			const status = await this.#ask(body);
			if (status === 201) this.kept.push(body);
			else if (status === refusal) this.refused += 1;
			else this.wrong.push(`a write was answered ${status}`);
			const read = await this.#ask();
			if (read !== 200) this.wrong.push(`a read was answered ${read}`);
			await pause(5);
		}
	}
}

/** All notes of a database that nobody has open. */
async function notesIn(directory: string): Promise<string[]> {
	const store = await openEmbedded(directory);
	try {
		return await store.asOwner(async (sql) => {
			const rows = await sql.query<{ body: string }>(
				'select body from public.notes where not hidden'
			);
			return rows.map(({ body }) => body);
		});
	} finally {
		await store.close();
	}
}

/** What is missing of `kept`, and everything that is there twice. */
function lostOf(kept: readonly string[], found: readonly string[]): number {
	const there = new Set(found);
	return kept.filter((body) => !there.has(body)).length + (found.length - there.size);
}

/** @returns null where no small disk may be mounted */
export async function fillDisks(tries: number): Promise<FaultChaos | null> {
	const result: FaultChaos = { tries: 0, refused: 0, lost: 0, wrong: [] };
	const project = makeSmallProject();
	const disk = mountSmallDisk(project.folder('disk'));
	if (disk === null) {
		project.remove();
		return null;
	}
	const folder = join(project.folder('disk'), 'data');
	const kept: string[] = [];
	try {
		for (let round = 0; round < tries; round += 1) {
			const one = await open(project, folder);
			const writer = new Writer(one);
			const writing = writer.run(`round ${round}`, 507);
			await pause(2000);
			disk.fill();
			await pause(4000);
			if (writer.refused === 0) result.wrong.push('nothing was refused on a full disk');
			disk.empty();
			const before = writer.kept.length;
			const until = Date.now() + 30_000;
			while (writer.kept.length === before && Date.now() < until) await pause(100);
			if (writer.kept.length === before) result.wrong.push('nothing is saved after it was emptied');
			writer.isStopping = true;
			await writing;
			await one.close();
			kept.push(...writer.kept);
			result.refused += writer.refused;
			result.wrong.push(...writer.wrong);
			result.tries += 1;
			result.lost = lostOf(kept, await notesIn(databaseOf(folder)));
			// Looked at past the server, which lists the files when it ends.
			rmSync(`${databaseOf(folder)}.manifest.json`);
		}
		return result;
	} finally {
		disk.remove();
		project.remove();
	}
}

/**
 * Each backup is unpacked afterwards: it holds everything that was acknowledged before it was begun
 * and nothing twice.
 */
export async function backupsUnderLoad(tries: number): Promise<FaultChaos> {
	const result: FaultChaos = { tries: 0, refused: 0, lost: 0, wrong: [] };
	const project = makeSmallProject();
	const folder = project.folder('data');
	const one = await open(project, folder);
	const writer = new Writer(one);
	const writing = writer.run('load', null);
	try {
		for (let round = 0; round < tries; round += 1) {
			await pause(500);
			const before = [...writer.kept];
			const task = { secrets: one.secrets, projectRoot: project.root, seed: false };
			await makeBackup(folder, one.engine, task);
			const name = (await listBackups(folder)).at(-1) ?? '';
			const restored = project.folder(`restored${round}`);
			await unpackBackup(join(backupsOf(folder), name), restored);
			result.lost += lostOf(before, await notesIn(restored));
			result.tries += 1;
		}
		writer.isStopping = true;
		await writing;
		await one.close();
		result.wrong.push(...writer.wrong);
		result.lost += lostOf(writer.kept, await notesIn(databaseOf(folder)));
		return result;
	} finally {
		writer.isStopping = true;
		await one.close();
		project.remove();
	}
}
