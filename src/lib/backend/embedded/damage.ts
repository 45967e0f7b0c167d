// Is this directory a whole database? Asked before anything opens it: PGlite, given a directory
// without PG_VERSION, makes a new database over whatever lies there, and given a half one it may
// write before it fails. What is damaged is refused and left exactly as it is, so that it can still
// be repaired or restored.
//
// After an orderly end the answer is exact: every file was listed with its size and checksum (the
// manifest beside the directory), and all of it is compared. After a crash there is no manifest;
// then the files PostgreSQL cannot start without are checked here, and first-start.ts rehearses the
// opening on a copy.
import { readFileSync } from 'node:fs';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { filesUnder, syncPath, syncTree, writeDurably } from './files.ts';
import { dropFloor } from './floor.ts';
import {
	filenodeMapFault,
	firstWalSegmentOf,
	pgControlFault,
	statusPagesOf,
	walSegmentName
} from './postgres-files.ts';
import { codeOf, reasonOf } from './start-error.ts';

type Manifest = [path: string, size: number, checksum: number][];

/** Where the list of a closed database's files lies. */
export function manifestOf(directory: string): string {
	return `${directory}.manifest.json`;
}

/**
 * Lists the closed database's files beside it. Called after an orderly end, before the lock is
 * given up. The files are put on the disk first: PostgreSQL leaves those out that it can do
 * without, and after a power cut the list would call them damaged.
 */
export async function writeManifest(directory: string): Promise<void> {
	await syncTree(directory);
	const manifest: Manifest = [];
	for (const path of await filesUnder(directory)) {
		const content = await readFile(join(directory, path));
		manifest.push([path, content.length, crc32(content)]);
	}
	await writeDurably(manifestOf(directory), JSON.stringify(manifest), 0o600);
}

/**
 * From now on the files change; called before the database is opened. Gone from the disk as well: a
 * list that came back with a power cut would call every change damage.
 */
export async function dropManifest(directory: string): Promise<void> {
	await rm(manifestOf(directory), { force: true });
	await dropFloor(directory);
	await syncPath(dirname(directory));
}

/**
 * `whole`: every byte is as it was left. `unclean`: it was not closed, but it can be tried.
 * Otherwise what is wrong with it.
 */
export type Verdict = { kind: 'whole' } | { kind: 'unclean' } | { kind: 'damaged'; fault: string };

/** Judges the directory without writing anything. */
export async function judge(directory: string): Promise<Verdict> {
	try {
		const fault = await structuralFault(directory);
		if (fault !== null) return { kind: 'damaged', fault };
		const manifest = await readManifest(directory);
		if (manifest === null) return { kind: 'unclean' };
		const changed = changedFile(directory, manifest);
		return changed === null ? { kind: 'whole' } : { kind: 'damaged', fault: changed };
	} catch (error) {
		return { kind: 'damaged', fault: codeOf(error) || reasonOf(error) };
	}
}

async function readManifest(directory: string): Promise<Manifest | null> {
	let text: string;
	try {
		text = await readFile(manifestOf(directory), 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	}
	const read: unknown = JSON.parse(text);
	if (!Array.isArray(read)) throw new Error('its manifest is damaged');
	return read as Manifest;
}

/**
 * Read one after the other without awaiting: 1,200 small files take a fifth of the time, and nobody
 * is served yet.
 */
function changedFile(directory: string, manifest: Manifest): string | null {
	for (const [path, size, checksum] of manifest) {
		let content: Buffer;
		try {
			content = readFileSync(join(directory, path));
		} catch (error) {
			return `${path}: ${codeOf(error)}`;
		}
		if (content.length !== size) return `${path} has ${content.length} bytes instead of ${size}`;
		if (crc32(content) !== checksum) return `${path} has changed since the last orderly end`;
	}
	return null;
}

const FOLDERS = [
	'base',
	'base/1',
	'global',
	'pg_wal',
	'pg_xact',
	'pg_multixact',
	'pg_tblspc',
	'pg_subtrans',
	'pg_logical',
	'pg_notify'
];

/** The first thing PostgreSQL could not start with, null when there is none. */
async function structuralFault(directory: string): Promise<string | null> {
	if (!(await stat(directory)).isDirectory()) return 'it is not a folder';
	const version = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => '');
	if (version.trim() !== '17') return 'PG_VERSION is missing or not 17';
	for (const folder of FOLDERS) {
		const found = await stat(join(directory, folder)).catch(() => null);
		if (found === null || !found.isDirectory()) return `${folder} is missing`;
	}
	const control = await readFile(join(directory, 'global/pg_control'));
	const fault = pgControlFault(control);
	if (fault !== null) return `global/pg_control ${fault}`;
	for (const path of await filesUnder(directory)) {
		if (!path.endsWith('pg_filenode.map')) continue;
		const mapFault = filenodeMapFault(await readFile(join(directory, path)));
		if (mapFault !== null) return `${path} ${mapFault}`;
	}
	return (await logFault(directory, control)) ?? (await statusFault(directory, control));
}

const SEGMENT = /^[0-9A-F]{24}$/;

/**
 * The log must be there without a gap from where recovery begins, and each file of it in full
 * length. A shorter one would end recovery early without a word, and with it what people had saved
 * since.
 */
async function logFault(directory: string, control: Buffer): Promise<string | null> {
	const names = (await readdir(join(directory, 'pg_wal')))
		.filter((name) => SEGMENT.test(name))
		.sort();
	const first = firstWalSegmentOf(control);
	const last = names.at(-1) ?? '';
	for (let number = first.number; ; number += 1n) {
		const name = walSegmentName({ ...first, number });
		const found = await stat(join(directory, 'pg_wal', name)).catch(() => null);
		if (found === null) return `pg_wal/${name} is missing`;
		if (found.size !== first.size)
			return `pg_wal/${name} has ${found.size} bytes instead of ${first.size}`;
		if (name >= last) return null;
	}
}

/**
 * The files that say which transactions were completed reach to the last one: without one, rows
 * vanish as if never written.
 */
async function statusFault(directory: string, control: Buffer): Promise<string | null> {
	for (const { path, minBytes } of statusPagesOf(control)) {
		const found = await stat(join(directory, path)).catch(() => null);
		if (found === null) return `${path} is missing`;
		if (found.size < minBytes) return `${path} has ${found.size} bytes instead of ${minBytes}`;
	}
	return null;
}
