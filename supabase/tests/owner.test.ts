// A PostgreSQL of which this installation is not the superuser: what docs/running.md gives its
// administrator to run once is enough, as it stands there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseBackend, openBackend, type Backend } from '#lib/backend/backend.server.ts';
import { blockOf } from '../../scripts/check/running-page.ts';
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

test.skipIf(!postgresInstalled())(
	'the block for its superuser makes a database its owner can fill and serve',
	{ timeout: 240_000 },
	async () => {
		const superuser = await server.freshDatabase('elsewhere');
		// Roles are the server's, not a database's: those the tests begin with go first.
		psql(superuser, '-c', 'set client_min_messages = warning; drop schema auth cascade');
		psql(superuser, '-c', 'drop owned by anon, authenticated, service_role');
		psql(superuser, '-c', 'drop role anon, authenticated, service_role');
		const file = join(folder, 'tikls.sql');
		writeFileSync(file, blockOf('tikls.sql'));
		psql(superuser, '-f', file);
		const own = superuser.replace('//postgres@', '//tikls@').replace('/elsewhere', '/tikls');
		expect(
			psql(own, '-c', 'select rolsuper or rolcreaterole from pg_roles where rolname = current_user')
		).toBe('f\n');

		backend = await openBackend(
			chooseBackend({ DATABASE_URL: own, DATA_DIR: join(folder, 'data') }),
			{ projectRoot }
		);
		expect(backend.opening).toMatchObject({ seeded: true });
		expect(backend.opening.migrations).not.toEqual([]);
		const { count, error } = await backend.visitor
			.from('organisations')
			.select('id', { count: 'exact', head: true });
		expect(error).toBeNull();
		expect(count).toBe(26);
	}
);
