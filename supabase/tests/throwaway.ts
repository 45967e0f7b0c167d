// A PostgreSQL server of Debian's postgresql-15 for the length of a test run: in a temporary folder, on a free port of
// 127.0.0.1, without fsync because nothing in it is worth keeping.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, chownSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { authSchema } from '../../src/lib/backend/embedded/bootstrap.ts';

const run = promisify(execFile);
const programs = '/usr/lib/postgresql/15/bin';

export interface ThrowawayServer {
	/** Makes a database as Supabase hands it over and answers its address: the roles of requests and accounts are there. */
	freshDatabase(name: string): Promise<string>;
	stop(): Promise<void>;
}

const extensions = '/usr/share/postgresql/15/extension';

/** True when PostgreSQL 15 and PostGIS are installed where Debian puts them. */
export function postgresInstalled(): boolean {
	return existsSync(join(programs, 'postgres')) && existsSync(join(extensions, 'postgis.control'));
}

/** True when plpgsql_check is there too, without which `supabase db lint` cannot look into functions. */
export function checkerInstalled(): boolean {
	return existsSync(join(extensions, 'plpgsql_check.control'));
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** The server refuses to run as root, so as root everything runs as the user postgres. */
const asRoot = process.getuid?.() === 0;
const command = (program: string, options: string[]): [string, string[]] =>
	asRoot
		? ['runuser', ['-u', 'postgres', '--', join(programs, program), ...options]]
		: [join(programs, program), options];

export async function startThrowawayServer(): Promise<ThrowawayServer> {
	const folder = mkdtempSync(join(tmpdir(), 'tikls-postgres-'));
	if (asRoot) {
		const id = (flag: string) =>
			Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
		chownSync(folder, id('-u'), id('-g'));
	}
	const data = join(folder, 'data');
	await run(
		...command('initdb', [
			'-D',
			data,
			'-U',
			'postgres',
			'-A',
			'trust',
			'-E',
			'UTF8',
			'--locale=C.UTF-8'
		])
	);
	const port = await freePort();
	const settings = [
		'fsync=off',
		'synchronous_commit=off',
		'full_page_writes=off',
		`unix_socket_directories=${folder}`
	];
	const server = spawn(
		...command('postgres', [
			'-D',
			data,
			'-h',
			'127.0.0.1',
			'-p',
			String(port),
			...settings.flatMap((one) => ['-c', one])
		]),
		{ stdio: 'ignore' }
	);
	const address = (name: string) =>
		`postgresql://postgres@127.0.0.1:${port}/${name}?sslmode=disable`;
	const psql = (database: string, text: string) =>
		run(join(programs, 'psql'), [
			'-qX',
			'-v',
			'ON_ERROR_STOP=1',
			'-d',
			address(database),
			'-c',
			text
		]);
	for (let tries = 0; ; tries += 1) {
		try {
			await psql('postgres', 'select 1');
			break;
		} catch (error) {
			if (tries > 100) throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
	await psql(
		'postgres',
		'create role anon nologin; create role authenticated nologin; create role service_role nologin bypassrls'
	);
	return {
		async freshDatabase(name) {
			await psql('postgres', `drop database if exists "${name}"`);
			await psql('postgres', `create database "${name}"`);
			await psql(name, authSchema());
			return address(name);
		},
		async stop() {
			await run(...command('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])).catch(() =>
				server.kill()
			);
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
