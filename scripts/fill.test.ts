// `npm run fill` on databases as hosted projects have them: migrated by the Supabase CLI and empty.
// It makes what a first start of our own PostgreSQL makes, and where it refuses, nothing is
// written.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseBackend, openBackend } from '#lib/backend/backend.server.ts';
import { fillHosted } from '#lib/backend/embedded/filling.ts';
import { supabase } from '../supabase/tests/cli.ts';
import { connect } from '../supabase/tests/databases.ts';
import { postgresInstalled, startThrowawayServer } from '../supabase/tests/throwaway.ts';
import type { ThrowawayServer } from '../supabase/tests/throwaway.ts';
import { rowCounts } from '../tests/setup/row-counts.ts';
import { withoutSettings } from '../tests/setup/server.ts';
import { pinnedNode, root } from './prepare.js';

const missing = !postgresInstalled() && process.env.CI !== 'true';

describe.skipIf(missing)('a hosted project', () => {
	let server: ThrowawayServer;
	let folder: string;
	let copies = 0;

	beforeAll(async () => {
		server = await startThrowawayServer();
		folder = mkdtempSync(join(tmpdir(), 'tikls-fill-'));
		await supabase('db', 'push', `--remote=${await server.freshDatabase('pushed')}`);
		await run(await server.freshDatabase('roles'), 'create role stranger login');
	}, 300_000);
	afterAll(async () => {
		await server?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	const run = async (address: string, text: string) => {
		const database = await connect(address);
		await database.sql.exec(text).finally(() => database.close());
	};
	/** A project whose schema was pushed, with what `text` does to it. */
	const project = async (text = '') => {
		const address = await server.copyDatabase('pushed', `project_${(copies += 1)}`);
		if (text !== '') await run(address, text);
		return address;
	};

	test(
		'gets what a first start writes, each table as many rows',
		{ timeout: 240_000 },
		async () => {
			const first = await server.freshDatabase('first');
			const started = await openBackend(
				chooseBackend({ DATABASE_URL: first, DATA_DIR: join(folder, 'data') }),
				{ projectRoot: root }
			);
			await started.close();
			const hosted = await project();
			const filled = await fillHosted(hosted, root);
			const counts = await rowCounts(hosted);
			expect(counts).toEqual(await rowCounts(first));
			expect(filled).toMatchObject({
				organisations: counts['public.organisations'],
				events: counts['public.events'],
				places: counts['public.places']
			});
			expect(counts['internal.network']).toBe(1);
			// A second time nothing is added to it, nor taken away.
			await expect(fillHosted(hosted, root)).rejects.toThrow(
				/^The project at \S+ has organisations already, which nothing may replace\.$/
			);
			expect(await rowCounts(hosted)).toEqual(counts);
		}
	);

	const NEWER =
		"insert into supabase_migrations.schema_migrations (version, name) values ('99990101000000', 'newer')";
	const OTHER = "update supabase_migrations.schema_migrations set statements = '{select 1}'";
	const IN_THE_WAY = `insert into public.regions (id, name, short, position, source)
		select 'riga', '{"lv": "Rīga"}', '{"lv": "Rīga"}', 1, 'https://example.org'`;
	test.each([
		['migrations it does not know', NEWER, /does not know \(99990101000000\); update/],
		['another text of a migration', OTHER, /made by another text of \d+_init than this version/],
		['rows that are in the way', IN_THE_WAY, /^The seed could not be written: .*regions/]
	])('is refused with %s, and nothing is written', async (_, text, sentence) => {
		const hosted = await project(text);
		const before = await rowCounts(hosted);
		await expect(fillHosted(hosted, root)).rejects.toMatchObject({
			name: 'StartError',
			message: expect.stringMatching(sentence) as string
		});
		expect(await rowCounts(hosted)).toEqual(before);
	});

	test('is refused before its schema was pushed, and gets none', async () => {
		const hosted = await server.freshDatabase('unpushed');
		await expect(fillHosted(hosted, root)).rejects.toThrow(
			/lacks a migration of this version \(\d+\); run "npx supabase db push" first\.$/
		);
		const tables = Object.keys(await rowCounts(hosted));
		expect(tables.filter((name) => !name.startsWith('auth.'))).toEqual([]);
	});

	test('is refused to whom its tables do not belong', async () => {
		const hosted = await project('grant usage on schema public, internal to stranger');
		const before = await rowCounts(hosted);
		await expect(fillHosted(hosted.replace('//postgres@', '//stranger@'), root)).rejects.toThrow(
			/^The user may not write to the tables of \S+; connect as the one who pushed the schema/
		);
		expect(await rowCounts(hosted)).toEqual(before);
	});

	test.each([
		[
			'postgres://somebody:hunter2@127.0.0.1:9/postgres',
			/^The PostgreSQL server 127.0.0.1:9\/\w+ /
		],
		['postgres://somebody:hunter2@127.0.0.1:6543/postgres', /transaction pooler/],
		['https://project.supabase.co/hunter2', /is not one; its dashboard shows it under Connect/],
		[undefined, /^Name the database of the project: npm run fill -- /]
	])('is one plain sentence where the address is %s', async (address, sentence) => {
		const outcome = await promisify(execFile)(
			pinnedNode,
			[join(root, 'scripts/fill.ts'), ...(address === undefined ? [] : [address])],
			{ cwd: root, env: withoutSettings(process.env) }
		).catch((error: { code: number; stderr: string; stdout: string }) => error);
		expect(outcome).toMatchObject({ code: 1, stdout: '' });
		expect(outcome.stderr.trim()).toMatch(sentence);
		expect(outcome.stderr.trim()).not.toMatch(/hunter2|\n/);
	});
});
