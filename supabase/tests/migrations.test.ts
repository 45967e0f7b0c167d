// The migrations with the Supabase CLI on PostgreSQL: they apply once, our own runner sees them as
// applied and the other way round, both ways make the same database, lint and advisors find
// nothing, and the generated types are those committed.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrap } from '#lib/backend/embedded/bootstrap.ts';
import { readGrants } from '#lib/backend/embedded/grants.ts';
import { applyMigrations, readMigrations } from '#lib/backend/embedded/migrations.ts';
import { databaseTypes } from '../../scripts/database-types.ts';
import { readCatalogue } from './catalogue.ts';
import { supabase } from './cli.ts';
import { connect, projectRoot } from './databases.ts';
import type { TestDatabase } from './databases.ts';
import { checkerInstalled, postgresInstalled, startThrowawayServer } from './throwaway.ts';
import type { ThrowawayServer } from './throwaway.ts';

describe.skipIf(!postgresInstalled() && process.env.CI !== 'true')(
	'PostgreSQL with the Supabase CLI',
	() => {
		let server: ThrowawayServer;
		/** Migrated by the CLI. */
		let pushed: { address: string; database: TestDatabase };
		let firstPush: string;

		beforeAll(async () => {
			server = await startThrowawayServer();
			const address = await server.freshDatabase('pushed');
			firstPush = (await supabase('db', 'push', `--remote=${address}`)).stderr;
			pushed = { address, database: await connect(address) };
		});
		afterAll(async () => {
			await pushed?.database.close();
			await server?.stop();
		});

		test('every migration is applied once', async () => {
			const migrations = await readMigrations(projectRoot);
			for (const migration of migrations)
				expect(firstPush).toContain(`${migration.version}_${migration.name}.sql`);
			const again = await supabase('db', 'push', `--remote=${pushed.address}`);
			expect(`${again.stdout}${again.stderr}`).toContain('up to date');
			expect(`${again.stdout}${again.stderr}`).not.toContain('Applying migration');
		});

		test('our runner finds nothing left to do after the CLI', async () => {
			const migrations = await readMigrations(projectRoot);
			expect(await applyMigrations(pushed.database.sql, migrations)).toEqual({
				now: [],
				changed: []
			});
		});

		test('the CLI finds nothing left to do after our runner, and both make the same database', async () => {
			const address = await server.freshDatabase('ours');
			const ours = await connect(address);
			try {
				await bootstrap(ours.sql);
				const migrations = await readMigrations(projectRoot);
				const applied = await applyMigrations(ours.sql, migrations);
				expect(applied.now).toEqual(migrations.map((one) => `${one.version}_${one.name}`));
				const push = await supabase('db', 'push', `--remote=${address}`);
				expect(`${push.stdout}${push.stderr}`).toContain('up to date');
				expect(await readCatalogue(ours.sql)).toEqual(await readCatalogue(pushed.database.sql));
			} finally {
				await ours.close();
			}
		});

		test('the rights are those of grants.json', async () => {
			const committed: unknown = JSON.parse(
				await readFile(`${projectRoot}supabase/grants.json`, 'utf8')
			);
			expect(await readGrants(pushed.database.sql)).toEqual(committed);
		});

		test('database.types.ts is what the CLI makes of them', async () => {
			const committed = await readFile(`${projectRoot}src/lib/backend/database.types.ts`, 'utf8');
			expect(await databaseTypes(pushed.address), 'run `npm run types`').toBe(committed);
		});

		const lints = test.skipIf(!checkerInstalled() && process.env.CI !== 'true');

		lints('lint finds no error and no warning', async () => {
			const options = [
				'db',
				'lint',
				'--schema',
				'public,internal',
				'--level',
				'warning',
				'--fail-on',
				'warning'
			];
			// What it found stands in its output, also when it fails.
			const { stdout, stderr } = await supabase(...options, `--remote=${pushed.address}`).catch(
				(failed: { stdout: string; stderr: string }) => failed
			);
			expect(`${stdout}${stderr}`).toContain('No schema errors found');
		});

		test('advisors find no error and no warning', async () => {
			const { stdout, stderr } = await advise(pushed.address);
			expect(`${stdout}${stderr}`).toContain('No issues found');
		});

		lints('lint and advisors would find one', async () => {
			const address = await server.freshDatabase('wrong');
			await supabase('db', 'push', `--remote=${address}`);
			const wrong = await connect(address);
			try {
				await wrong.sql.exec(`
				create table public.open_to_all (id int);
				create function internal.wrong() returns int language plpgsql as 'begin return no_such_column from public.topics; end';
			`);
				await expect(advise(address)).rejects.toThrow(/fail-on/);
				await expect(
					supabase(
						'db',
						'lint',
						'--schema',
						'internal',
						'--fail-on',
						'warning',
						`--remote=${address}`
					)
				).rejects.toThrow(/fail-on/);
			} finally {
				await wrong.close();
			}
		});
	}
);

function advise(address: string): Promise<{ stdout: string; stderr: string }> {
	const options = ['db', 'advisors', '--type', 'all', '--level', 'warn', '--fail-on', 'warn'];
	return supabase(...options, `--remote=${address}`);
}
