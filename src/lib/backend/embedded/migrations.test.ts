// Migrations: applied once, booked as the Supabase CLI books them, rolled back whole, refused when
// they are from the future.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresInstalled, startThrowawayServer } from '../../../../tests/setup/postgres.ts';
import type { ThrowawayServer } from '../../../../tests/setup/postgres.ts';
import { applyMigrations, readMigrations, type Migration } from './migrations.ts';
import { openPostgresEngine } from './open-postgres.ts';
import { makeSmallProject } from '../../../../tests/setup/small-project.ts';
import { openEmbedded, type OpenStore } from './stores.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const first: Migration = {
	version: '1',
	name: 'first',
	text: 'create table a (x int); create table b (x int);'
};
const second: Migration = {
	version: '2',
	name: 'second',
	text: "insert into a values (1); do $$ begin perform ';'; end $$;"
};
const broken: Migration = {
	version: '3',
	name: 'broken',
	text: 'create table c (x int); select 1/0;'
};

let store: OpenStore;
beforeAll(async () => {
	store = await openEmbedded('memory://');
});
afterAll(() => store.close());

describe('migrations of a database', () => {
	test('are applied in order, once, with their statements in the book', async () => {
		await store.asOwner(async (sql) => {
			expect((await applyMigrations(sql, [first])).now).toEqual(['1_first']);
			expect((await applyMigrations(sql, [first, second])).now).toEqual(['2_second']);
			expect(await applyMigrations(sql, [first, second])).toEqual({ now: [], changed: [] });
			expect(
				await sql.query(
					'select version, name, statements from supabase_migrations.schema_migrations order by version'
				)
			).toEqual([
				{
					version: '1',
					name: 'first',
					statements: ['create table a (x int)', 'create table b (x int)']
				},
				{
					version: '2',
					name: 'second',
					statements: ['insert into a values (1)', "do $$ begin perform ';'; end $$"]
				}
			]);
		});
	});

	test('that fail are rolled back whole and named', async () => {
		await store.asOwner(async (sql) => {
			await expect(applyMigrations(sql, [first, second, broken])).rejects.toMatchObject({
				code: 'MIGRATION_FAILED',
				message: expect.stringContaining('3_broken') as string
			});
			expect(await sql.query("select to_regclass('public.c') as made")).toEqual([{ made: null }]);
			expect((await applyMigrations(sql, [first, second])).now).toEqual([]);
		});
	});

	test('that were changed afterwards are told', async () => {
		const other = { ...first, text: first.text.replace('table b', 'table other') };
		const spaced = { ...second, text: `-- a remark\n${second.text}\n\n` };
		await store.asOwner(async (sql) => {
			expect((await applyMigrations(sql, [other, spaced])).changed).toEqual(['1_first']);
		});
	});

	test('that this program does not know refuse the start', async () => {
		await store.asOwner(async (sql) => {
			await expect(applyMigrations(sql, [first])).rejects.toMatchObject({ code: 'DATA_TOO_NEW' });
		});
	});
});

test('files that are no migrations are passed over; a missing folder is a sentence', async () => {
	const small = makeSmallProject();
	small.addMigration('20250101000000', 'earlier', 'select 1;');
	small.addMigration('not', 'a_version', 'select 1;');
	expect((await readMigrations(small.root)).map(({ name }) => name)).toEqual(['earlier', 'notes']);
	small.remove();
	await expect(readMigrations(small.root)).rejects.toMatchObject({ code: 'CONFIGURATION' });
});

describe.skipIf(!postgresInstalled())('on PostgreSQL', () => {
	let server: ThrowawayServer;
	beforeAll(async () => {
		server = await startThrowawayServer();
	});
	afterAll(() => server.stop());

	test('the Supabase CLI finds everything applied that this server applied', async () => {
		const small = makeSmallProject();
		const url = await server.freshDatabase('booked');
		const open = await openPostgresEngine(url, small.folder('data'), {
			projectRoot: repository,
			seed: false
		});
		await open.close();
		const { stdout, stderr } = await promisify(execFile)(
			`${repository}node_modules/.bin/supabase`,
			['db', 'push', '--dry-run', `--remote=${url}`, '--yes', '--workdir', repository],
			{ env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' } }
		);
		expect(stdout + stderr).toContain('up to date');
		small.remove();
	});

	test('two servers that start together migrate once', async () => {
		const small = makeSmallProject();
		const url = await server.freshDatabase('together');
		const opened = await Promise.all(
			['one', 'two'].map((name) =>
				openPostgresEngine(url, small.folder(name), { projectRoot: small.root, seed: false })
			)
		);
		expect(opened.flatMap(({ opened: did }) => did.migrations)).toEqual(['20260101000000_notes']);
		await Promise.all(opened.map((open) => open.close()));
		small.remove();
	});
});
