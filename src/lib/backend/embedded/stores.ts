// The two databases lite can stand on, opened: the embedded one in a directory, or a pool to a
// PostgreSQL server.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PGlite, type Extension, type Extensions } from '@electric-sql/pglite';
import { file_fdw } from '@electric-sql/pglite/contrib/file_fdw';
import { isn } from '@electric-sql/pglite/contrib/isn';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import type { Connection } from '@supabase/lite';
import { createPgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { FlushedFiles } from './flushed-files.ts';
import { underOpeningLock } from './opening-lock.ts';
import { postgis } from './postgis.ts';
import { overPglite, type SqlExecutor } from './sql.ts';
import { hasExactly } from './migrations.ts';
import { PostgresLink, type LinkOptions } from './postgres-link.ts';
import { serverAddress } from './server-address.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';
import { faultsOf, serverFacts } from './suitability.ts';
import { batchTransactions, embeddedLines } from './transactions.ts';

export interface OpenStore {
	connection: Connection;
	/**
	 * Runs `work` with the owner's rights on one connection, alone among all servers of this
	 * database.
	 */
	asOwner<T>(work: (sql: SqlExecutor) => Promise<T>): Promise<T>;
	/**
	 * Whether these migrations and no others have been applied, so that nothing needs to be done
	 * alone; asked without waiting for anybody. Null where only one server can be at the database.
	 */
	isPrepared: ((versions: readonly string[]) => Promise<boolean>) | null;
	/** Gives back memory that only migrations needed. Called once they are done. */
	trim(): void;
	/** Resolves when the database answers. */
	ping(): Promise<void>;
	/**
	 * Makes a checkpoint when the log has grown by more than `LOG_FILES` files since the last one. To
	 * be called between two requests.
	 */
	boundLog(): Promise<void>;
	close(): Promise<void>;
}

/** The embedded database, opened. */
export interface EmbeddedStore extends OpenStore {
	/** PGlite itself, for what has no other way in. */
	driver: PGlite;
}

/** What the migrations need of the embedded database. */
export const extensions = { postgis, pg_trgm, unaccent };

export interface OpenEmbeddedOptions {
	/** An archive of `dataDirectory` a new one begins with. */
	content?: Blob;
	/** Extensions beside those the migrations need. */
	more?: Extensions;
	/**
	 * False for one that nobody relies on before it was put on the disk whole, or that is thrown
	 * away: it need not wait for the disk.
	 */
	isFlushed?: boolean;
}

/** Files of the log, 16 MB each, after which a checkpoint gives them up. */
const LOG_FILES = 2;

/**
 * What PostgreSQL is told beside PGlite's own settings. 16 MB of buffers instead of 128, and for
 * vacuum and the making of an index instead of 64: the database is small, and the memory of a
 * WebAssembly module never shrinks again. The log is cut
 * down to about 64 MB at each checkpoint, and files it no longer needs are used again.
 */
const SETTINGS = [
	'shared_buffers=16MB',
	'maintenance_work_mem=16MB',
	'min_wal_size=32MB',
	'max_wal_size=64MB'
];

/** PGlite passes fsync on and not fdatasync; both are the same here (flushed-files.ts). */
const FLUSHED = ['fsync=on', 'wal_sync_method=fsync'];

/**
 * Opens the embedded database, creating it when the directory is empty or missing; one that is
 * created is not flushed before it is opened again.
 */
export async function openEmbedded(
	directory: string,
	{ content, more = {}, isFlushed = true }: OpenEmbeddedOptions = {}
): Promise<EmbeddedStore> {
	const isThere = existsSync(join(directory, 'PG_VERSION'));
	// Who may open this folder is decided by its lock (lock.ts). A power cut can leave PostgreSQL's
	// own note of its process empty, and then PostgreSQL refuses to start until it is removed.
	rmSync(join(directory, 'postmaster.pid'), { force: true });
	const files = isFlushed && isThere ? new FlushedFiles(directory) : null;
	const settings = [...SETTINGS, ...(files === null ? [] : FLUSHED)];
	const connection = await createPgliteConnection({
		url: directory,
		pgliteOptions: {
			extensions: { ...extensions, ...more },
			...(content ? { loadDataDir: content } : {}),
			...(files === null ? {} : { fs: files }),
			// A later word overrides an earlier one: PGlite's own begin with -F, which is fsync off.
			startParams: [...PGlite.defaultStartParams, ...settings.flatMap((one) => ['-c', one])]
		}
	});
	await connection.driver.waitReady;
	const sql = overPglite(connection.driver);
	batchTransactions(connection, embeddedLines(connection.driver));
	return {
		connection,
		driver: connection.driver,
		asOwner: (work) => work(sql),
		isPrepared: null,
		trim() {
			dropUnread(connection.driver);
			collectGarbage();
		},
		async ping() {
			// The row is looked at, and inside a transaction: after a stack overflow PGlite answers
			// without rows or errors.
			await sql.exec('begin');
			const rows = await sql
				.query<{ answer: number }>('select 1 as answer')
				.finally(() => sql.exec('rollback'));
			if (rows[0]?.answer !== 1) throw new Error('it answers without rows');
		},
		async boundLog() {
			if (files === null || files.begunLogFiles < LOG_FILES) return;
			// First, so that one that fails is tried again later and not after each request.
			files.forgetLog();
			await sql.exec('checkpoint');
		},
		close: () => connection.close()
	};
}

/**
 * Extensions lite adds to every database. Nothing here uses them; each would be unpacked, compiled
 * and kept in memory, 20 MB together.
 */
const unused: Extension[] = [file_fdw, isn, ltree, pgcrypto];
for (const extension of unused) extension.setup = () => Promise.resolve({});

/** Where PGlite's file system in memory keeps what `create extension` reads. */
const INSTALL_SCRIPTS = [
	'/pglite/share/postgresql/extension',
	'/pglite/share/postgresql/contrib/postgis-3.6'
];

/** Its largest library by far. */
const POSTGIS = '/pglite/lib/postgresql/postgis-3.so';

/**
 * Gives up what lies in the module's file system and is not read again, 44 MB of PostGIS alone:
 * - the SQL scripts of the extensions, which only `create extension` and `alter extension` read.
 *   Each opening unpacks them anew, so a later migration finds them again;
 * - what is in PostGIS' library: those of extensions are compiled when they are unpacked, and
 *   PostgreSQL asks only whether the file is there;
 * - the archive the file system was made from.
 */
function dropUnread({ Module }: PGlite): void {
	const { FS } = Module;
	for (const folder of INSTALL_SCRIPTS) {
		if (!FS.analyzePath(folder).exists) continue;
		for (const name of FS.readdir(folder) as string[])
			if (name.endsWith('.sql')) FS.unlink(`${folder}/${name}`);
	}
	if (FS.analyzePath(POSTGIS).exists) FS.truncate(POSTGIS, 0);
	Reflect.deleteProperty(Module, 'getPreloadedPackage');
}

/**
 * Collects garbage once. Opening leaves about 100 MB of unpacked archives behind that V8, which
 * sees only small handles to them, would keep until much later.
 */
function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	if (typeof collect === 'function') collect();
}

/** OIDs of json and jsonb. */
const jsonTypes = [114, 3802];

/**
 * Milliseconds: longer than any page may take, shorter than the five seconds after which a question
 * is given up.
 */
const STATEMENT_TIMEOUT = 4500;

/** Milliseconds a question waits for what somebody else has locked; then it is refused alone. */
const LOCK_TIMEOUT = 3000;

/**
 * Opens a pool to a PostgreSQL server.
 * @throws {StartError} DATABASE_UNREACHABLE, or DATABASE_UNSUITABLE when it is too old or has no
 * PostGIS.
 */
export async function openPostgres(
	databaseUrl: string,
	connections: number,
	options: OpenPostgresOptions = {}
): Promise<OpenStore> {
	const { onAway = () => {}, onBack = () => {}, onWait = () => {} } = options;
	const connection = connectionTo(databaseUrl, 1, true);
	// It learns which types are lists, which each further connection would ask for, too.
	const pool = connection.driver;
	try {
		const faults = faultsOf(await serverFacts(pool));
		if (faults.length > 0)
			throw new StartError(
				'DATABASE_UNSUITABLE',
				`The database of DATABASE_URL cannot be used yet. ${faults.join(' ')} (deploy/tikls.sql is what a superuser runs once.)`
			);
	} catch (error) {
		await pool.end({ timeout: 1 });
		if (error instanceof StartError) throw error;
		throw unreachable(databaseUrl, error);
	}
	const connect = (onclose: () => void) => {
		const { driver } = connectionTo(databaseUrl, 1, false, onclose);
		Object.assign(driver.options.parsers, pool.options.parsers);
		Object.assign(driver.options.serializers, pool.options.serializers);
		return driver;
	};
	await pool.end({ timeout: 1 });
	const link = new PostgresLink(connect, connections, { onAway, onBack });
	batchTransactions(connection, link.lines);
	return {
		connection,
		asOwner: (work) =>
			link.alone(async (sql) => {
				// Migrations may take as long as they need.
				await sql.exec('set statement_timeout = 0; set lock_timeout = 0');
				try {
					return await underOpeningLock(
						sql,
						() => connect(() => {}),
						onWait,
						() => work(sql)
					);
				} finally {
					await sql.exec(
						`set statement_timeout = ${STATEMENT_TIMEOUT}; set lock_timeout = ${LOCK_TIMEOUT}`
					);
				}
			}),
		isPrepared: (versions) => link.alone((sql) => hasExactly(sql, versions)),
		trim() {},
		async ping() {
			const line = await link.lines();
			await line.query('select 1', []).finally(() => line.release());
		},
		// The server does it itself.
		boundLog: () => Promise.resolve(),
		close: () => link.close()
	};
}

export interface OpenPostgresOptions extends Partial<LinkOptions> {
	/** The owner's work waits for somebody else; `message` is a sentence that says for whom. */
	onWait?: (message: string) => void;
}

function connectionTo(
	databaseUrl: string,
	connections: number,
	fetchTypes: boolean,
	onclose: () => void = () => {}
) {
	const { url, socketFolder } = serverAddress(databaseUrl);
	const connection = createPostgresConnection({
		url,
		postgresOptions: {
			...(socketFolder === null ? {} : { host: socketFolder }),
			max: connections,
			connect_timeout: 5,
			fetch_types: fetchTypes,
			// Given up, a connection may not be had again when the server has no room for more.
			max_lifetime: null,
			// Seconds before a lost one is opened again; whether the server is there PostgresLink finds
			// out.
			backoff: () => 0.1,
			onnotice: () => {},
			onclose,
			connection: {
				application_name: 'tikls',
				statement_timeout: STATEMENT_TIMEOUT,
				lock_timeout: LOCK_TIMEOUT,
				// Compiling a statement takes longer than any question of a page takes without it.
				jit: 'off'
			}
		}
	});
	// lite hands JSON over as text, and the driver would make a JSON string of that text once more. A
	// filter that is a string asks for nothing: every list would be the whole list.
	for (const type of jsonTypes)
		connection.driver.options.serializers[type] = (value: unknown) =>
			typeof value === 'string' ? value : JSON.stringify(value);
	return connection;
}

/** Says which server, never the password. */
function unreachable(databaseUrl: string, error: unknown): StartError {
	return new StartError(
		'DATABASE_UNREACHABLE',
		`The PostgreSQL server ${serverAddress(databaseUrl).name} cannot be used (${codeOf(error) || reasonOf(error)}).`,
		{ cause: error }
	);
}
