// What a backup of the embedded database consists of, and how it is proved. Runs in the worker:
// `copyDatabase` in the one that serves, inside the queue, where it does no more than it must;
// each step of `proveBackup` in a process of its own, one after the other, for the memory it takes.
//
// A backup is a folder: `database.tar.gz`, the data directory for this version of PGlite;
// `database.sql.gz`, the same as SQL for any PostgreSQL with PostGIS, should PGlite change its
// format; `rows.json`, how many rows each table had. It is good only when both were restored and
// hold exactly these rows.
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import * as tar from 'tar';
import { makeRoles } from './bootstrap.ts';
import { copyChanged, copyOf, type Seen } from './file-copy.ts';
import { codeOf } from './start-error.ts';
import { syncPath } from './files.ts';
import { openEmbedded, type OpenStore } from './stores.ts';
import type { ProofStep } from './protocol.ts';
import type { SqlExecutor } from './sql.ts';

const files = {
	data: 'database.tar.gz',
	sql: 'database.sql.gz',
	rows: 'rows.json'
} as const;

/** Rows by table, `schema.table` sorted. */
export type RowCounts = Record<string, number>;

/**
 * How many rows every table of ours has. Tables of extensions are left out: restoring an extension
 * fills them.
 */
export async function countRows(sql: SqlExecutor): Promise<RowCounts> {
	const tables = await sql.query<{ name: string }>(
		`select format('%I.%I', namespace.nspname, class.relname) as name
		from pg_class as class
		join pg_namespace as namespace on namespace.oid = class.relnamespace
		where class.relkind = 'r' and namespace.nspname not in ('pg_catalog', 'information_schema')
			and namespace.nspname not like 'pg_temp%' and not exists (
				select from pg_depend as dependency
				where dependency.classid = 'pg_class'::regclass and dependency.objid = class.oid and dependency.deptype = 'e')
		order by 1`
	);
	const counts: RowCounts = {};
	for (const { name } of tables) {
		const [row] = await sql.query<{ rows: number }>(`select count(*)::int as rows from ${name}`);
		counts[name] = row?.rows ?? -1;
	}
	return counts;
}

/** The tables in which two counts differ, as words for the log; empty when there are none. */
export function differences(wanted: RowCounts, found: RowCounts): string[] {
	return [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
		.sort()
		.filter((name) => wanted[name] !== found[name])
		.map((name) => `${name}: ${found[name] ?? 'missing'} instead of ${wanted[name] ?? 'none'}`);
}

/**
 * Brings the copy of the data directory in `folder` up to this moment and writes down the row
 * counts. Nothing else may use the store meanwhile.
 * @param directory of the store
 * @param seen what was copied already
 */
export async function copyDatabase(
	store: Pick<OpenStore, 'asOwner'>,
	directory: string,
	folder: string,
	seen: Seen
): Promise<void> {
	const counts = await store.asOwner(async (sql) => {
		await sql.exec('checkpoint');
		return await countRows(sql);
	});
	await copyChanged(directory, copyOf(folder), seen);
	await writeToDisk(join(folder, files.rows), JSON.stringify(counts, null, '\t'));
}

/** Packs the copied files, and checks that they hold the rows; the files go. */
async function packCopy(folder: string): Promise<void> {
	const copy = copyOf(folder);
	if (!existsSync(copy)) return;
	const found = await within(copy, countRows);
	// Of a database that was closed nobody could be asked before.
	const counts = await countsOf(folder);
	if (counts === null)
		await writeToDisk(join(folder, files.rows), JSON.stringify(found, null, '\t'));
	else refuseDifference('copy', counts, found);
	await tar.create({ gzip: true, portable: true, cwd: copy, file: join(folder, files.data) }, [
		'.'
	]);
	await rm(copy, { recursive: true });
	await syncPath(join(folder, files.data));
}

/**
 * What is done in a data directory that is opened for it alone, and closed. Files in it, and not a
 * database in memory: that one would hold all of them beside PostgreSQL's own.
 */
async function within<T>(
	directory: string,
	work: (sql: SqlExecutor, driver: PGlite) => Promise<T>,
	isNew = false
): Promise<T> {
	const store = await openEmbedded(directory, { isFlushed: false });
	try {
		// A new one still reads the scripts of its extensions.
		if (!isNew) store.trim();
		return await store.asOwner((sql) => work(sql, store.driver));
	} finally {
		await store.close();
	}
}

async function countsOf(folder: string): Promise<RowCounts | null> {
	try {
		return JSON.parse(await readFile(join(folder, files.rows), 'utf8')) as RowCounts;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	}
}

/**
 * One step of the proof, in their order. `pack`: packs what `copyDatabase` wrote; a backup that is
 * packed already stays. `restore`: unpacks and counts it, and writes it as SQL. `replay`: fills a
 * new database with that, and counts again.
 * @throws what differs or does not open
 */
export async function proveBackup(folder: string, step: ProofStep): Promise<void> {
	if (step === 'pack') return await packCopy(folder);
	const directory = join(folder, step);
	try {
		if (step === 'restore') await unpackBackup(folder, directory, writeSql);
		else await replay(folder, directory);
	} finally {
		await rm(directory, { recursive: true, force: true });
	}
}

async function writeSql(driver: PGlite, folder: string): Promise<void> {
	const pg = inWholeMessages(driver);
	const text = await (await pgDump({ pg, args: ['--rows-per-insert=500'] })).text();
	await writeToDisk(join(folder, files.sql), await promisify(gzip)(text));
}

async function replay(folder: string, directory: string): Promise<void> {
	const counts = await needCounts(folder);
	const fill = async (sql: SqlExecutor) => {
		await makeRoles(sql);
		await sql.exec(await sqlOf(folder));
		refuseDifference('SQL', counts, await countRows(sql));
	};
	await within(directory, fill, true);
}

const needCounts = async (folder: string) =>
	JSON.parse(await readFile(join(folder, files.rows), 'utf8')) as RowCounts;

/**
 * Unpacks the data directory of a backup into an empty or missing directory and closes it again.
 * @param work done while it is open
 */
export async function unpackBackup(
	folder: string,
	directory: string,
	work: (driver: PGlite, folder: string) => Promise<void> = async () => {}
): Promise<void> {
	const counts = await needCounts(folder);
	await mkdir(directory, { recursive: true, mode: 0o700 });
	await unpack(join(folder, files.data), directory);
	await within(directory, async (sql, driver) => {
		refuseDifference('data directory', counts, await countRows(sql));
		await work(driver, folder);
	});
}

/**
 * A half or damaged archive is refused, and not unpacked as far as it goes. PGlite wrote absolute
 * names into those of earlier versions; that they are made relative is only a remark.
 */
async function unpack(archive: string, directory: string): Promise<void> {
	const faults: string[] = [];
	await tar.extract({
		cwd: directory,
		file: archive,
		onwarn: (code, message) => {
			if (code !== 'TAR_ENTRY_INFO') faults.push(String(message));
		}
	});
	if (faults[0] !== undefined) throw new Error(`its archive is damaged (${faults[0]})`);
}

/** The SQL of a backup, unpacked. */
export async function sqlOf(folder: string): Promise<string> {
	return (await promisify(gunzip)(await readFile(join(folder, files.sql)))).toString('utf8');
}

function refuseDifference(what: string, wanted: RowCounts, found: RowCounts): void {
	const [first, ...more] = differences(wanted, found);
	if (first !== undefined)
		throw new Error(
			`its ${what} holds other rows (${first}${more.length > 0 ? `, and ${more.length} more` : ''})`
		);
}

async function writeToDisk(path: string, content: string | Uint8Array): Promise<void> {
	const handle = await open(path, 'w', 0o600);
	try {
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/**
 * The database as pg_dump may speak to it. pg_dump hands over what its send buffer of 8 KB holds; a
 * longer question arrives in parts, and PGlite, given half a message, waits for the other half for
 * ever (PostGIS' table of reference systems asks one). So parts are kept until the message is
 * whole. Form of messages: PostgreSQL documentation, "Message Flow"; the first one has no letter
 * before its length.
 */
function inWholeMessages(database: PGlite): PGlite {
	let kept = Buffer.alloc(0);
	const exec = (bytes: Uint8Array): Uint8Array => {
		kept = Buffer.concat([kept, bytes]);
		let end = 0;
		const lengthAt = () =>
			(kept[end] === 0 ? 0 : 1) + kept.readUInt32BE(kept[end] === 0 ? end : end + 1);
		while (end + 5 <= kept.length && end + lengthAt() <= kept.length) end += lengthAt();
		if (end === 0) return new Uint8Array(0);
		const whole = new Uint8Array(kept.subarray(0, end));
		kept = kept.subarray(end);
		return database.execProtocolRawSync(whole);
	};
	return new Proxy(database, {
		get(target, name) {
			if (name === 'execProtocolRawSync') return exec;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		}
	});
}
