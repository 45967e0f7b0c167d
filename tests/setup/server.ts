// A server for tests and benches: the production build in a process of its own, with a new data
// folder that goes with it. Run directly (Playwright's webServer does) it serves on PORT until it
// is told to stop.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, root, serverEnv, serverFlags } from '../../scripts/prepare.js';

export interface TestServer {
	url: string;
	dataDir: string;
	/** The process that serves now. */
	readonly child: ChildProcess;
	/** Everything it has printed so far. */
	output(): string;
	/**
	 * Tells it to stop, waits for it, and removes the data folder if it was made here. Resolves to
	 * the exit code.
	 */
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	/**
	 * Stops it in good order, does the work while it is away, and starts it again at the same address
	 * on the same data.
	 */
	restart(work: () => Promise<void>): Promise<void>;
}

/** A port of 127.0.0.1 that nobody has at this moment. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address
					? resolve(address.port)
					: reject(new Error('no port'))
			);
		});
	});
}

/** A new empty folder under the system's folder for temporary files. */
export function temporaryFolder(purpose: string): string {
	return mkdtempSync(join(tmpdir(), `tikls-${purpose}-`));
}

/**
 * Starts scripts/serve.ts (the build must be there) and waits until it says where it is.
 * @param options.dataDir kept when given; otherwise a temporary one that `stop` removes, and that
 * has been through its first start already where a run of stories has made one
 */
export async function startServer(
	options: { env?: NodeJS.ProcessEnv; dataDir?: string; port?: number } = {}
): Promise<TestServer> {
	const port = options.port ?? (await freePort());
	const dataDir = options.dataDir ?? temporaryFolder('data');
	const begun = process.env[BEGUN];
	if (!options.dataDir && begun && existsSync(begun)) cpSync(begun, dataDir, { recursive: true });
	const run = () => serve(port, dataDir, options.env);
	let { child, ended, output } = await run();
	return {
		url: `http://localhost:${port}`,
		dataDir,
		get child() {
			return child;
		},
		output: () => output(),
		async stop(signal = 'SIGTERM') {
			child.kill(signal);
			const code = await ended;
			if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
			return code;
		},
		async restart(work) {
			child.kill('SIGTERM');
			await ended;
			await work();
			({ child, ended, output } = await run());
		}
	};
}

/**
 * Where a data folder is that has been through its first start, for this run of stories: each of
 * twenty servers would take a quarter of a minute to make the same.
 */
const BEGUN = 'TIKLS_TEST_BEGUN';

async function makeBegun(folder: string): Promise<void> {
	const dataDir = temporaryFolder('begun');
	await (await startServer({ dataDir })).stop();
	renameSync(dataDir, folder);
}

/** One process, from its start until it says where it is. */
async function serve(port: number, dataDir: string, env: NodeJS.ProcessEnv | undefined) {
	const child = spawn(pinnedNode, [...serverFlags, join(root, 'scripts', 'serve.ts')], {
		cwd: root,
		env: {
			...withoutSettings(process.env),
			...serverEnv,
			PORT: String(port),
			DATA_DIR: dataDir,
			// How full this machine's own disk is changes no page.
			DISK_WARNING: '100',
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let printed = '';
	child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
	child.stderr.on('data', (data: Buffer) => (printed += data.toString()));
	const ended = new Promise<number | null>((resolve) =>
		child.once('exit', (code) => resolve(code))
	);
	await new Promise<void>((resolve, reject) => {
		child.stdout.on('data', () => {
			if (printed.includes('Tīkls is at ')) resolve();
		});
		void ended.then((code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
	});
	// Each line of the log begins with its time.
	const output = () => printed.replaceAll(/^\d{4}-\d\d-\d\dT[\d:.]+Z /gm, '');
	return { child, ended, output };
}

/**
 * What somebody has set for his own installation must not reach a test's. Neither must what the
 * runner wishes for its own colours: with both variables set Node prints a warning, and tests read
 * every line a server prints.
 */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const clean = { ...env };
	for (const name of [
		'PORT',
		'HOST',
		'ORIGIN',
		'PROTOCOL_HEADER',
		'HOST_HEADER',
		'DATA_DIR',
		'DISK_RESERVE',
		'DISK_WARNING',
		'DATABASE_URL',
		'PUBLIC_SUPABASE_URL',
		'PUBLIC_SUPABASE_PUBLISHABLE_KEY',
		'SMTP_URL',
		'MAIL_FROM',
		'STREET_MAP',
		'TILE_URL',
		'STREET_CREDIT',
		'SUPABASE_SECRET_KEY',
		'NO_COLOR',
		'FORCE_COLOR'
	])
		delete clean[name];
	return clean;
}

if (process.argv[1] === import.meta.filename) {
	const begun = process.env[BEGUN];
	if (begun) await makeBegun(begun);
	const server = await startServer({ port: Number(process.env.PORT) });
	server.child.stderr?.pipe(process.stderr);
	console.log(server.output());
	const end = (code: number | null) => {
		if (begun) rmSync(begun, { recursive: true, force: true });
		process.exit(code ?? 1);
	};
	server.child.once('exit', end);
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			server.child.off('exit', end);
			void server.stop().then(end);
		});
}
