// A PostgreSQL of which this installation is not the superuser: deploy/tikls.sql, which its
// administrator runs once, is enough; and what a database lacks is said.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseBackend, openBackend, type Backend } from '#lib/backend/backend.server.ts';
import {
	postgresInstalled,
	programs,
	startThrowawayServer,
	type ThrowawayServer
} from './throwaway.ts';

const projectRoot = join(import.meta.dirname, '..', '..');
let server: ThrowawayServer;
let backend: Backend | undefined;
let folder = '';

/** As the superuser, in the programs' own way. @returns what it printed */
const psql = (address: string, ...options: string[]) =>
	execFileSync(
		join(programs, 'psql'),
		['-qXAt', '-v', 'ON_ERROR_STOP=1', '-d', address, ...options],
		{
			encoding: 'utf8',
			cwd: tmpdir()
		}
	);

beforeAll(async () => {
	if (!postgresInstalled()) return;
	server = await startThrowawayServer();
	folder = mkdtempSync(join(tmpdir(), 'tikls-owner-'));
});
afterAll(async () => {
	await backend?.close();
	await server?.stop();
	if (folder) rmSync(folder, { recursive: true });
});

const open = (address: string) =>
	openBackend(
		chooseBackend({ DATABASE_URL: address, DATA_DIR: join(folder, `data${Math.random()}`) }),
		{ projectRoot }
	);

async function expectFilled(address: string): Promise<void> {
	backend = await open(address);
	expect(backend.opening).toMatchObject({ seeded: true });
	expect(backend.opening.migrations).not.toEqual([]);
	const { count, error } = await backend.visitor
		.from('organisations')
		.select('id', { count: 'exact', head: true });
	expect(error).toBeNull();
	expect(count).toBe(26);
	await backend.close();
	backend = undefined;
}

/** A new database without the roles of requests: roles are the server's, not a database's. */
async function bare(name: string): Promise<string> {
	const superuser = await server.freshDatabase(name);
	psql(superuser, '-c', 'set client_min_messages = warning; drop schema auth cascade');
	psql(superuser, '-c', 'drop owned by anon, authenticated, service_role');
	psql(superuser, '-c', 'drop role anon, authenticated, service_role');
	return superuser;
}

test.skipIf(!postgresInstalled())(
	'what its superuser runs once makes a database its owner can fill and serve',
	{ timeout: 240_000 },
	async () => {
		const superuser = await bare('elsewhere');
		psql(superuser, '-v', 'password=a long one', '-f', join(projectRoot, 'deploy', 'tikls.sql'));
		const own = superuser.replace('//postgres@', '//tikls@').replace('/elsewhere', '/tikls');
		expect(
			psql(own, '-c', 'select rolsuper or rolcreaterole from pg_roles where rolname = current_user')
		).toBe('f\n');
		await expectFilled(own);
		// The same by the socket in a folder, as packages set it up.
		const { folder: sockets, port } = JSON.parse(server.place) as { folder: string; port: number };
		backend = await open(`postgres://tikls@/tikls?host=${sockets}&port=${port}`);
		expect(backend.opening).toMatchObject({ seeded: false, migrations: [] });
		await backend.close();
		backend = undefined;
	}
);

test.skipIf(!postgresInstalled())(
	'what a database lacks is said before anything is written, and doing what is said is enough',
	{ timeout: 240_000 },
	async () => {
		const half = await server.freshDatabase('half');
		for (const sql of [
			'drop schema auth cascade',
			'create role stranger login',
			'alter role service_role nobypassrls',
			'create extension pg_trgm',
			'create schema extensions'
		])
			psql(half, '-c', `set client_min_messages = warning; ${sql}`);
		const own = half.replace('//postgres@', '//stranger@');
		const said = await open(own).then(
			() => '',
			(error: Error) => error.message
		);
		expect(said).toContain('The user stranger may make no schemas in it;');
		expect(said).toContain('pg_trgm lies in the schema public');
		expect(said).toContain('The user stranger may not add PostGIS;');
		expect(said).toContain('The role service_role is held by row level security');
		expect(said).toContain('The user stranger may not act as anon;');
		expect(
			psql(half, '-c', "select to_regclass('public.organisations'), to_regnamespace('auth')")
		).toBe('|\n');
		// Each command as it is quoted, until nothing is lacking: one may open the way to another.
		let lacks = said;
		for (let round = 0; round < 3 && lacks !== ''; round += 1) {
			const commands = [...lacks.matchAll(/"([^"]+)"/g)];
			expect(commands.length).toBeGreaterThan(0);
			psql(half, ...commands.flatMap(([, command]) => ['-c', command ?? '']));
			lacks = await open(own).then(
				async (opened) => {
					await opened.close();
					return '';
				},
				(error: Error) => error.message
			);
		}
		expect(lacks).toBe('');
	}
);
