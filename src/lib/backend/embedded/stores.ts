// The two databases lite can stand on, opened: the embedded one in a directory, or a pool to a PostgreSQL server.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PGlite, type Extensions } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import type { Connection } from '@supabase/lite';
import { createPgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { postgis } from './postgis.ts';
import { overPglite, overPostgres, type SqlExecutor } from './sql.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';

export interface OpenStore {
	connection: Connection;
	/** Runs `work` with the owner's rights on one connection, alone among all servers of this database. */
	asOwner<T>(work: (sql: SqlExecutor) => Promise<T>): Promise<T>;
	/** Gives back memory that only migrations needed. Called once they are done. */
	trim(): void;
	/** Resolves when the database answers. */
	ping(): Promise<void>;
	/** Everything written to its place and packed (tar, gzip); null where a server keeps its own backups. */
	dataDirectory: (() => Promise<Blob>) | null;
	close(): Promise<void>;
}

/** What the migrations need of the embedded database. */
export const extensions = { postgis, pg_trgm, unaccent };

/**
 * Opens the embedded database, creating it when the directory is empty or missing.
 * @param content an archive of `dataDirectory` a new one begins with
 * @param more extensions beside those the migrations need
 */
export async function openEmbedded(
	directory: string,
	content?: Blob,
	more: Extensions = {}
): Promise<OpenStore> {
	const connection = await createPgliteConnection({
		url: directory,
		pgliteOptions: {
			extensions: { ...extensions, ...more },
			...(content ? { loadDataDir: content } : {}),
			// 16 MB instead of 128: the database is small, and the memory of a WebAssembly module never shrinks again.
			startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB']
		}
	});
	await connection.driver.waitReady;
	const sql = overPglite(connection.driver);
	return {
		connection,
		asOwner: (work) => work(sql),
		trim() {
			dropInstallScripts(connection.driver);
			collectGarbage();
		},
		async ping() {
			// The row is looked at, and inside a transaction: after a stack overflow PGlite answers without rows or errors.
			await sql.exec('begin');
			const rows = await sql
				.query<{ answer: number }>('select 1 as answer')
				.finally(() => sql.exec('rollback'));
			if (rows[0]?.answer !== 1) throw new Error('it answers without rows');
		},
		async dataDirectory() {
			await sql.exec('checkpoint');
			return await connection.driver.dumpDataDir('gzip');
		},
		close: () => connection.close()
	};
}

/** Where PGlite's file system in memory keeps what `create extension` reads. */
const INSTALL_SCRIPTS = [
	'/pglite/share/postgresql/extension',
	'/pglite/share/postgresql/contrib/postgis-3.6'
];

/**
 * Removes the SQL scripts of the extensions from the module's memory, 35 MB of PostGIS alone. Each opening unpacks them
 * anew, so a later migration finds them again; nothing but `create extension` and `alter extension` reads them.
 */
function dropInstallScripts(database: PGlite): void {
	const { FS } = database.Module;
	for (const folder of INSTALL_SCRIPTS) {
		if (!FS.analyzePath(folder).exists) continue;
		for (const name of FS.readdir(folder) as string[])
			if (name.endsWith('.sql')) FS.unlink(`${folder}/${name}`);
	}
}

/**
 * Collects garbage once. Opening leaves about 100 MB of unpacked archives behind that V8, which sees only small handles to
 * them, would keep until much later.
 */
function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	if (typeof collect === 'function') collect();
}

/** OIDs of json and jsonb. */
const jsonTypes = [114, 3802];

/** Longer than any page may take, shorter than the five seconds after which the worker is given up. */
const STATEMENT_TIMEOUT = 4500;

/** Any number, the same in every server of this product: it keeps two of them from migrating at once. */
const OPENING_LOCK = 7_406_912_358;

/** The oldest server the migrations are tested on. */
const OLDEST_SERVER = 150_000;

/**
 * Opens a pool to a PostgreSQL server.
 * @throws {StartError} DATABASE_UNREACHABLE, or DATABASE_UNSUITABLE when it is too old or has no PostGIS.
 */
export async function openPostgres(databaseUrl: string, connections: number): Promise<OpenStore> {
	const connection = createPostgresConnection({
		url: databaseUrl,
		postgresOptions: {
			max: connections,
			connect_timeout: 5,
			onnotice: () => {},
			// Compiling a statement takes longer than any question of a page takes without it.
			connection: { application_name: 'tikls', statement_timeout: STATEMENT_TIMEOUT, jit: 'off' }
		}
	});
	const pool = connection.driver;
	// lite hands JSON over as text, and the driver would make a JSON string of that text once more. A filter that is a string
	// asks for nothing: every list would be the whole list.
	for (const type of jsonTypes)
		pool.options.serializers[type] = (value: unknown) =>
			typeof value === 'string' ? value : JSON.stringify(value);
	try {
		const [server] = await pool<{ version: number; postgis: boolean }[]>`
			select current_setting('server_version_num')::int as version,
				exists (select from pg_available_extensions where name = 'postgis') as postgis`;
		if (server === undefined || server.version < OLDEST_SERVER)
			throw new StartError(
				'DATABASE_UNSUITABLE',
				'The server of DATABASE_URL is older than PostgreSQL 15.'
			);
		if (!server.postgis)
			throw new StartError(
				'DATABASE_UNSUITABLE',
				'The server of DATABASE_URL has no PostGIS; install it (on Debian: postgresql-15-postgis-3).'
			);
	} catch (error) {
		await pool.end({ timeout: 1 });
		if (error instanceof StartError) throw error;
		throw unreachable(databaseUrl, error);
	}
	return {
		connection,
		async asOwner(work) {
			const reserved = await pool.reserve();
			try {
				const sql = overPostgres(reserved);
				// Migrations may take as long as they need.
				await sql.exec(`set statement_timeout = 0; select pg_advisory_lock(${OPENING_LOCK})`);
				try {
					return await work(sql);
				} finally {
					await sql.exec(
						`select pg_advisory_unlock(${OPENING_LOCK}); set statement_timeout = ${STATEMENT_TIMEOUT}`
					);
				}
			} finally {
				reserved.release();
			}
		},
		trim() {},
		async ping() {
			await pool`select 1`;
		},
		dataDirectory: null,
		close: () => pool.end({ timeout: 3 })
	};
}

/** Says which server, never the password. */
function unreachable(databaseUrl: string, error: unknown): StartError {
	let server = 'of DATABASE_URL';
	try {
		const { host, pathname } = new URL(databaseUrl);
		server = `${host}${pathname}`;
	} catch {
		// not a URL: the sentence does without
	}
	return new StartError(
		'DATABASE_UNREACHABLE',
		`The PostgreSQL server ${server} cannot be used (${codeOf(error) || reasonOf(error)}).`,
		{ cause: error }
	);
}
