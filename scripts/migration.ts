// Makes supabase/migrations from supabase/schemas, which is the only SQL that people write and
// read.
//
//   npm run migration            until the first release: writes the one first migration anew
//   npm run migration -- NAME after it: writes what is different as a migration of its own, which
//                                a person reads and completes before it is committed
//
// The difference needs PostgreSQL 15 with PostGIS: one database gets the migrations, another one
// the schemas, and the Supabase CLI compares the two. That migrations and schemas make the same
// database is proved by supabase/tests/schemas.test.ts, not by this tool.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { readMigrations } from '#lib/backend/embedded/migrations.ts';
import { supabase } from '../supabase/tests/cli.ts';
import { readReleased } from './check/released.ts';
import { startThrowawayServer } from '../supabase/tests/throwaway.ts';

const projectRoot = fileURLToPath(new URL('../', import.meta.url));

/**
 * Whether there has been a release (`npm run release`). Until then no installation has to be
 * brought along, and the first migration is the schemas as they stand; from then on it is never
 * written again.
 */
export const released = Object.keys(readReleased(projectRoot)).length > 0;

/** The first migration. Its version stays, whatever is in it. */
const FIRST = '20261128000000_init.sql';

export interface SchemaFile {
	name: string;
	text: string;
}

/** The files of supabase/schemas in the order they apply. */
export async function readSchemas(root = projectRoot): Promise<SchemaFile[]> {
	const folder = join(root, 'supabase', 'schemas');
	const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	return await Promise.all(
		names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') }))
	);
}

/** The text of the first migration: the schemas put together. */
export function firstMigration(schemas: readonly SchemaFile[]): string {
	const heading =
		'-- Made from supabase/schemas by `npm run migration`; read and changed there, never here.\n';
	return [heading, ...schemas.map(({ name, text }) => `-- ${name}\n\n${text}`)].join('\n');
}

/**
 * The statements that make one database the other.
 * @param from address of a database that has the migrations
 * @param to address of a database that has the schemas
 * @returns '' when the CLI finds no difference
 */
export async function difference(from: string, to: string): Promise<string> {
	const { stdout } = await supabase('db', 'diff', '--use-pg-delta', '--from', from, '--to', to);
	const text = stdout.trim();
	return /^no schema changes found/i.test(text) ? '' : text;
}

/** Applies the schemas to an empty database that has the roles and the accounts of Supabase. */
export async function applySchemas(address: string, schemas: readonly SchemaFile[]): Promise<void> {
	const sql = postgres(address, { max: 1, onnotice: () => {} });
	try {
		await sql.unsafe(firstMigration(schemas));
	} finally {
		await sql.end();
	}
}

/** What a person must still do with a difference, written at its top. */
const toComplete = `-- TO BE COMPLETED, then take these lines away. The comparison does not see, and you must write:
--   * what happens to the rows (a new column that is filled, a column that gets another name)
--   * rows the schemas insert, and comments, storage and options of tables
--   * locks: a constraint over many rows is added NOT VALID and validated afterwards
-- It must apply to a database that is in use. supabase/tests/schemas.test.ts proves that migrations
-- and schemas make the same database.
`;

/** The version of a migration made at this moment, later than all others. */
export function nextVersion(now: Date, versions: readonly string[]): string {
	const version = now.toISOString().replace(/\D/g, '').slice(0, 14);
	const last = versions.toSorted().at(-1) ?? '';
	return version > last ? version : String(BigInt(last) + 1n);
}

async function writeFirst(): Promise<void> {
	const path = join(projectRoot, 'supabase', 'migrations', FIRST);
	await writeFile(path, firstMigration(await readSchemas()));
	console.log(`supabase/migrations/${FIRST} is written.`);
}

async function writeDifference(name: string): Promise<void> {
	const server = await startThrowawayServer();
	try {
		const [from, to] = [
			await server.freshDatabase('migrated'),
			await server.freshDatabase('wanted')
		];
		await supabase('db', 'push', `--remote=${from}`);
		await applySchemas(to, await readSchemas());
		const text = await difference(from, to);
		if (text === '') {
			console.log('The migrations make what the schemas say; nothing is written.');
			return;
		}
		const versions = (await readMigrations(projectRoot)).map(({ version }) => version);
		const file = `${nextVersion(new Date(), versions)}_${name}.sql`;
		await writeFile(join(projectRoot, 'supabase', 'migrations', file), `${toComplete}\n${text}\n`);
		console.log(`supabase/migrations/${file} is written: read and complete it.`);
	} finally {
		await server.stop();
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [name] = process.argv.slice(2);
	if (!released) await writeFirst();
	else if (name !== undefined && /^[a-z][a-z0-9_]*$/.test(name)) await writeDifference(name);
	else {
		console.error('Say what it does, as in `npm run migration -- opening_hours_of_events`.');
		process.exitCode = 1;
	}
}
