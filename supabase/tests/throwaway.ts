// A PostgreSQL server of Debian's postgresql-15 for the length of a test run: in a temporary
// folder, on a free port of 127.0.0.1, without fsync because nothing in it is worth keeping.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, chownSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { authSchema } from '#lib/backend/embedded/bootstrap.ts';

const execute = promisify(execFile);
/**
 * From a folder that every user may be in: the user postgres cannot enter a project in a home
 * folder of mode 700.
 */
const run = (program: string, options: string[]) => execute(program, options, { cwd: tmpdir() });
/** Where Debian puts them. */
export const programs = '/usr/lib/postgresql/15/bin';

export interface ThrowawayServer {
	/** Where it is, for `runningServer` in another process. */
	place: string;
	/**
	 * Makes a database as Supabase hands it over and answers its address: the roles of requests and
	 * accounts are there.
	 */
	freshDatabase(name: string): Promise<string>;
	/** Copies a database nobody is connected to, and answers the address of the copy. */
	copyDatabase(from: string, name: string): Promise<string>;
	/** Stops every process of it for a moment (SIGSTOP); connections stay and nothing is answered. */
	pause(): void;
	/** Lets it go on after `pause`. */
	goOn(): void;
	/** Ends it as if it had been killed, and keeps its data for `startAgain`. */
	shutDown(): Promise<void>;
	startAgain(): Promise<void>;
	stop(): Promise<void>;
}

const extensions = '/usr/share/postgresql/15/extension';

/** True when PostgreSQL 15 and PostGIS are installed where Debian puts them. */
export function postgresInstalled(): boolean {
	return existsSync(join(programs, 'postgres')) && existsSync(join(extensions, 'postgis.control'));
}

/**
 * True when plpgsql_check is there too, without which `supabase db lint` cannot look into
 * functions.
 */
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

/** Starts one; it outlives this process until somebody stops it. */
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
		'listen_addresses=127.0.0.1',
		`port=${port}`,
		`unix_socket_directories=${folder}`,
		'fsync=off',
		'synchronous_commit=off',
		'full_page_writes=off'
	];
	const options = settings.map((one) => `-c ${one}`).join(' ');
	const server = runningServer(JSON.stringify({ folder, port, options }));
	await server.startAgain();
	await psql(
		addressOf(port, 'postgres'),
		'create role anon nologin; create role authenticated nologin; create role service_role nologin bypassrls'
	);
	return server;
}

const addressOf = (port: number, name: string) =>
	`postgresql://postgres@127.0.0.1:${port}/${name}?sslmode=disable`;

const psql = (address: string, text: string) =>
	run(join(programs, 'psql'), ['-qX', '-v', 'ON_ERROR_STOP=1', '-d', address, '-c', text]);

/** A server that was started here or by another process. @param place its `place` */
export function runningServer(place: string): ThrowawayServer {
	const { folder, port, options } = JSON.parse(place) as {
		folder: string;
		port: number;
		options: string;
	};
	const address = (name: string) => addressOf(port, name);
	const data = join(folder, 'data');
	const shutDown = async () => {
		await run(...command('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']));
	};
	/** The first process and those it has made for its connections. */
	const signal = (name: NodeJS.Signals) => {
		const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
		const listed = execFileSync('ps', ['-o', 'pid=', '--ppid', first], { encoding: 'utf8' });
		for (const pid of [first, ...listed.split(/\s+/).filter(Boolean)])
			try {
				process.kill(Number(pid), name);
			} catch {
				// One that has ended meanwhile.
			}
	};
	return {
		place,
		async freshDatabase(name) {
			await psql(address('postgres'), `drop database if exists "${name}"`);
			await psql(address('postgres'), `create database "${name}"`);
			await psql(address(name), authSchema());
			return address(name);
		},
		async copyDatabase(from, name) {
			await psql(address('postgres'), `create database "${name}" template "${from}"`);
			return address(name);
		},
		pause: () => signal('SIGSTOP'),
		goOn: () => signal('SIGCONT'),
		shutDown,
		async startAgain() {
			// Its log goes to a file: with our own output in its hands, waiting for `pg_ctl` to end would
			// never end.
			const log = join(folder, 'log');
			await run(...command('pg_ctl', ['-D', data, '-w', '-l', log, '-o', options, 'start']));
		},
		async stop() {
			await shutDown().catch(() => {
				// It has ended by itself.
			});
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
