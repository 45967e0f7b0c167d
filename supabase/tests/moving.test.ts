// An embedded installation moved to a PostgreSQL server by the command: everything arrives, the
// database is made as migrations make it, and nothing of it can happen by half or twice.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseBackend, openBackend } from '#lib/backend/backend.server.ts';
import { judge } from '#lib/backend/embedded/damage.ts';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { openEmbedded, openPostgres } from '#lib/backend/embedded/stores.ts';
import { postgresInstalled, startThrowawayServer, type ThrowawayServer } from './throwaway.ts';

const projectRoot = join(import.meta.dirname, '..', '..');
let server: ThrowawayServer;
let folder = '';
let dataDir = '';

beforeAll(async () => {
	if (!postgresInstalled()) return;
	server = await startThrowawayServer();
	folder = mkdtempSync(join(tmpdir(), 'tikls-moving-'));
	dataDir = join(folder, 'data');
	const opened = await openBackend(chooseBackend({ DATA_DIR: dataDir }), { projectRoot });
	await opened.close();
}, 120_000);
afterAll(async () => {
	await server?.stop();
	if (folder) rmSync(folder, { recursive: true });
});

/** `npm run move` with the installation's folder. @returns what it printed, on either side */
const move = async (address: string, from = dataDir) => {
	const script = join(projectRoot, 'scripts', 'move.ts');
	const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, address], {
		cwd: projectRoot,
		env: { ...process.env, DATA_DIR: from, DATABASE_URL: '' }
	}).catch((error: { stdout: string; stderr: string }) => error);
	return `${stdout}${stderr}`;
};

/** The same values as `copyEverything` compares, by another way: whole rows, in their order. */
const contents = async (sql: SqlExecutor) => {
	const tables = await sql.query<{ name: string }>(
		`select format('%I.%I', nspname, relname) as name
		from pg_class join pg_namespace on pg_namespace.oid = relnamespace
		where relkind = 'r' and nspname in ('public', 'internal', 'auth') order by 1`
	);
	const rows: Record<string, unknown> = {};
	for (const { name } of tables)
		rows[name] = await sql.query(`select to_jsonb(t)::text as row from ${name} as t order by 1`);
	// Numbers go on where they were.
	rows.sequences = await sql.query(
		`select schemaname::text, sequencename::text, last_value::text from pg_sequences
		where schemaname in ('public', 'internal', 'auth') order by 1, 2`
	);
	return rows;
};

/** How tables hold together: constraints, and which triggers fire. */
const shape = (sql: SqlExecutor) =>
	sql.query(
		`select conrelid::regclass::text as at, conname::text as name, convalidated::text as state,
			pg_get_constraintdef(oid) as said
		from pg_constraint where connamespace in ('public'::regnamespace, 'internal'::regnamespace, 'auth'::regnamespace)
		union all
		select tgrelid::regclass::text, tgname::text, tgenabled::text, pg_get_triggerdef(oid)
		from pg_trigger where not tgisinternal order by 1, 2, 3, 4`
	);

const onServer = async <T>(address: string, work: (sql: SqlExecutor) => Promise<T>) => {
	const store = await openPostgres(address, 1);
	return await store.asOwner(work).finally(() => store.close());
};

test.skipIf(!postgresInstalled())(
	'everything arrives or nothing does, and the folder alone is served no more',
	{ timeout: 240_000 },
	async () => {
		const address = await server.freshDatabase('tikls');
		const opened = await openBackend(
			chooseBackend({ DATABASE_URL: address, DATA_DIR: join(folder, 'fresh') }),
			{ projectRoot, seed: false }
		);
		await opened.close();
		const [found, held] = [await onServer(address, contents), await onServer(address, shape)];

		// A rule of the server's own that nobody knew of: something does not arrive.
		await onServer(address, (sql) =>
			sql.exec('create rule eaten as on insert to public.topics do instead nothing')
		);
		expect(await move(address)).toMatch(/did not arrive as it was .*; nothing was changed/);
		await onServer(address, (sql) => sql.exec('drop rule eaten on public.topics'));
		expect(await onServer(address, contents)).toEqual(found);
		expect(await judge(databaseOf(dataDir))).toEqual({ kind: 'whole' });
		const copy = join(folder, 'copy');
		cpSync(dataDir, copy, { recursive: true });

		expect(await move(address)).toContain('Moved ');
		const kept = readdirSync(dataDir).find((name) => /^database\.moved-[^.]+$/.test(name)) ?? '';
		expect(await judge(join(dataDir, kept))).toEqual({ kind: 'whole' });
		const before = await openEmbedded(join(dataDir, kept));
		const there = await before.asOwner(contents).finally(() => before.close());
		const here = await onServer(address, contents);
		expect(Object.keys(here)).toEqual(Object.keys(there));
		for (const [name, rows] of Object.entries(there)) expect(here[name], name).toEqual(rows);
		expect(await onServer(address, shape)).toEqual(held);

		const moved = await openBackend(chooseBackend({ DATABASE_URL: address, DATA_DIR: dataDir }), {
			projectRoot
		});
		expect(moved.opening).toMatchObject({ migrations: [], seeded: false });
		await moved.close();

		expect(existsSync(databaseOf(dataDir))).toBe(false);
		await expect(
			openBackend(chooseBackend({ DATA_DIR: dataDir }), { projectRoot })
		).rejects.toThrow(/set DATABASE_URL to the PostgreSQL server it was moved to/);
		// Once more there is nothing to move; and nothing is moved over what is there.
		expect(await move(address)).toContain('set DATABASE_URL');
		expect(await move(address, copy)).toContain('already holds an installation');
		expect(await onServer(address, contents)).toEqual(here);
		expect(existsSync(databaseOf(copy))).toBe(true);
	}
);
