// How large each table's file has been at least. Files of tables only ever grow (this program
// vacuums without cutting them off), so a file that is shorter after a crash than it was before has
// lost a part, also one that nothing else in the database counts.
//
// Beside it the newest change in each file: a change is in the log before it is in a table, so one
// that is newer than the end of the log after recovery shows that a part of the log is missing, and
// with it what people had saved.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './files.ts';
import { relationFiles } from './soundness.ts';
import type { SqlExecutor } from './sql.ts';

/** Bytes by path under the data directory; the parts of a file over 1 GB are added up. */
type Sizes = Record<string, number>;

const PAGE = 8192;

/**
 * Tables and indexes; not their maps of free space and of what everybody sees, which PostgreSQL can
 * do without.
 */
const RELATION = /^(\d+)(\.\d+)?$/;

/** Where the sizes lie. */
export function floorOf(directory: string): string {
	return `${directory}.floor.json`;
}

function* relationsIn(directory: string): Generator<{ path: string; file: string }> {
	const databases = readdirSync(join(directory, 'base')).map((name) => `base/${name}`);
	for (const folder of ['global', ...databases])
		for (const name of readdirSync(join(directory, folder))) {
			const [, relation] = RELATION.exec(name) ?? [];
			if (relation === undefined) continue;
			yield { path: `${folder}/${relation}`, file: join(directory, folder, name) };
		}
}

/** The sizes of all tables and indexes at this moment. */
export function sizesOf(directory: string): Sizes {
	const sizes: Sizes = {};
	for (const { path, file } of relationsIn(directory)) {
		const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
		sizes[path] = (sizes[path] ?? 0) + size;
	}
	return sizes;
}

/**
 * Writes the sizes down.
 * @param sizes of files that are on the disk: of a running database those before its last
 * checkpoint, since when it can only have grown
 */
export async function noteFloor(directory: string, sizes = sizesOf(directory)): Promise<void> {
	await writeDurably(floorOf(directory), JSON.stringify(sizes), 0o600);
}

/** For who is about to change files otherwise than by a running database. */
export async function dropFloor(directory: string): Promise<void> {
	await rm(floorOf(directory), { force: true });
}

/** What the files of a database said before it was opened. */
export interface Before {
	sizes: Sizes;
	floor: Sizes;
	/** Position in the log of the newest change that any of them holds. */
	newest: bigint;
}

/** Reads what recovery will change. A floor that is missing or damaged is none. */
export async function lookBefore(directory: string): Promise<Before> {
	let floor: Sizes = {};
	try {
		floor = JSON.parse(await readFile(floorOf(directory), 'utf8')) as Sizes;
	} catch {
		// Made by an older version of this program: the other checks remain.
	}
	let newest = 0n;
	for (const { file } of relationsIn(directory)) {
		const content = readFileSync(file);
		for (let at = 0; at + PAGE <= content.length; at += PAGE) {
			// Size and version of the page's layout (bufpage.h); a page that was never written has none.
			if (content.readUInt16LE(at + 18) !== (PAGE | 4)) continue;
			const position =
				(BigInt(content.readUInt32LE(at)) << 32n) | BigInt(content.readUInt32LE(at + 4));
			if (position > newest) newest = position;
		}
	}
	return { sizes: sizesOf(directory), floor, newest };
}

/** @throws when a table has become shorter, or the log ends before the newest change in a table */
export async function compareAfter(sql: SqlExecutor, before: Before): Promise<void> {
	for (const [path, name] of await relationFiles(sql)) {
		const minBytes = before.floor[path];
		if (minBytes !== undefined && (before.sizes[path] ?? 0) < minBytes)
			throw new Error(`a part of ${name} is missing`);
	}
	const [log] = await sql.query<{ end: string }>(
		"select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text as end"
	);
	if (log === undefined || before.newest > BigInt(log.end))
		throw new Error('a part of its log is missing');
}
