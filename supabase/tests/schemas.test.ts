// The schemas are what people read, the migrations what databases get: both make the same database,
// on both databases, and the schemas say each thing once and as it is.
import { PGlite } from '@electric-sql/pglite';
import { readFile } from 'node:fs/promises';
import { splitSqlStatements } from '@supabase/lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	applySchemas,
	difference,
	firstMigration,
	nextVersion,
	readSchemas,
	released,
	type SchemaFile
} from '../../scripts/migration.ts';
import { bootstrap } from '#lib/backend/embedded/bootstrap.ts';
import { applyMigrations, readMigrations } from '#lib/backend/embedded/migrations.ts';
import { overPglite, type SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { extensions } from '#lib/backend/embedded/stores.ts';
import { readCatalogue } from './catalogue.ts';
import { supabase } from './cli.ts';
import { connect, projectRoot, type TestDatabase } from './databases.ts';
import { postgresInstalled, startThrowawayServer, type ThrowawayServer } from './throwaway.ts';

let schemas: SchemaFile[];
beforeAll(async () => {
	schemas = await readSchemas();
});

/** Every statement of the schemas without comments and with single spaces, and its file. */
function statements(): { file: string; text: string }[] {
	return schemas.flatMap(({ name, text }) =>
		splitSqlStatements(text).map((statement) => ({
			file: name,
			text: statement
				.replaceAll(/--[^\n]*/g, '')
				.replaceAll(/\s+/g, ' ')
				.trim()
		}))
	);
}

describe('the files of supabase/schemas', () => {
	test('have the form NN_subject.sql, a first line that says what they are about, and an end', () => {
		for (const { name, text } of schemas) {
			expect(name).toMatch(/^\d{3}_[a-z]+(_[a-z]+)*\.sql$/);
			expect(text, name).toMatch(/^-- [A-Z]/);
			expect(text.split('\n').length, `${name} is to be split by its seams`).toBeLessThan(600);
		}
	});

	test('define each function and table once', () => {
		const names = statements().flatMap(
			({ text }) => /^create (?:table|type|function) ([a-z_.]+)/.exec(text)?.[1] ?? []
		);
		expect(names.length).toBeGreaterThan(250);
		expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
	});

	test('say things as they are, and not what became of them', () => {
		const later =
			/^(create or replace|drop|do|alter table \S+ (add|drop)|alter (function|policy|type))\b/;
		expect(statements().filter(({ text }) => later.test(text))).toEqual([]);
	});

	test.skipIf(released)('are the first migration, put together', async () => {
		const migrations = await readMigrations(projectRoot);
		expect(migrations.map(({ name }) => name)).toEqual(['init']);
		expect(migrations[0]?.text === firstMigration(schemas), 'run `npm run migration`').toBe(true);
	});
});

/** The lines only one of the two lists has: short to read when something is missing. */
function apart(some: string[], others: string[]): { only: string[]; missing: string[] } {
	const [one, two] = [new Set(some), new Set(others)];
	return {
		only: some.filter((line) => !two.has(line)),
		missing: others.filter((line) => !one.has(line))
	};
}
const nothing = { only: [], missing: [] };

describe('PGlite', () => {
	async function catalogueOf(make: (sql: SqlExecutor) => Promise<unknown>): Promise<string[]> {
		const database = await PGlite.create({ extensions });
		try {
			const sql = overPglite(database);
			await bootstrap(sql);
			await make(sql);
			return await readCatalogue(sql);
		} finally {
			await database.close();
		}
	}

	test('migrations and schemas make the same database', async () => {
		const migrations = await readMigrations(projectRoot);
		const migrated = await catalogueOf((sql) => applyMigrations(sql, migrations));
		const wanted = await catalogueOf((sql) => sql.exec(firstMigration(schemas)));
		expect(migrated.length).toBeGreaterThan(1500);
		expect(apart(migrated, wanted)).toEqual(nothing);
	}, 180_000);
});

describe.skipIf(!postgresInstalled() && process.env.CI !== 'true')('PostgreSQL', () => {
	let server: ThrowawayServer;
	let migrated: TestDatabase;
	let migratedAddress: string;
	beforeAll(async () => {
		server = await startThrowawayServer();
		migratedAddress = await server.freshDatabase('migrated');
		await supabase('db', 'push', `--remote=${migratedAddress}`);
		migrated = await connect(migratedAddress);
	});
	afterAll(async () => {
		await migrated?.close();
		await server?.stop();
	});

	test('migrations and schemas make the same database', async () => {
		const address = await server.freshDatabase('wanted');
		await applySchemas(address, schemas);
		const wanted = await connect(address);
		try {
			const made = await readCatalogue(migrated.sql);
			expect(made.length).toBeGreaterThan(1500);
			expect(apart(made, await readCatalogue(wanted.sql))).toEqual(nothing);
			expect(await difference(migratedAddress, address)).toBe('');
		} finally {
			await wanted.close();
		}
	});

	test('a difference that is applied makes it the same database again, rights included', async () => {
		const address = await server.freshDatabase('changed');
		await applySchemas(address, schemas);
		const changed = await connect(address);
		const behindAddress = await server.freshDatabase('behind');
		await applySchemas(behindAddress, schemas);
		const behind = await connect(behindAddress);
		try {
			await changed.sql.exec(`
				alter table public.topics add column motto text check (length(motto) < 100);
				create table public.novelties (id int primary key, topic_id text references public.topics (id));
				create index novelties_topic on public.novelties (topic_id);
				alter table public.novelties enable row level security;
				create policy "everybody reads novelties" on public.novelties for select to anon using (true);
				revoke all on public.novelties from public, anon, authenticated, service_role;
				grant select (id) on public.novelties to anon;
				create function internal.shout(word text) returns text
					language sql immutable set search_path = '' return upper(word);
				revoke execute on function internal.shout from public;
				grant execute on function internal.shout to anon;
				revoke execute on function internal.fold from anon;
				drop policy "everybody reads topics" on public.topics;
			`);
			const statements = await difference(behindAddress, address);
			await behind.sql.exec(statements);
			expect(apart(await readCatalogue(behind.sql), await readCatalogue(changed.sql))).toEqual(
				nothing
			);
			expect(apart(await readCatalogue(behind.sql), await readCatalogue(migrated.sql))).not.toEqual(
				nothing
			);
		} finally {
			await changed.close();
			await behind.close();
		}
	});
});

test('the version of a migration is the moment it is made, and later than every other', () => {
	const now = new Date('2027-01-02T03:04:05.678Z');
	expect(nextVersion(now, ['20261128000000'])).toBe('20270102030405');
	expect(nextVersion(now, ['20270102030405', '20261128000000'])).toBe('20270102030406');
});

test('the heading of the schemas says where the first migration comes from', async () => {
	const [first] = await readMigrations(projectRoot);
	const file = `${projectRoot}supabase/migrations/${first?.version}_${first?.name}.sql`;
	expect(await readFile(file, 'utf8')).toMatch(/^-- Made from supabase\/schemas/);
});
