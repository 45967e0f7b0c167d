// `npm start` as the person at the machine meets it: what it says, what it refuses with one
// sentence, and how it ends. No browser here; the processes are real ones, each with a data folder
// of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { pinnedNode, root, serverEnv, serverFlags } from '../scripts/prepare.js';
import { expect, test } from './fixtures.ts';
import { projectForAll } from './setup/another-user.ts';
import {
	freePort,
	startServer,
	temporaryFolder,
	type TestServer,
	withoutSettings
} from './setup/server.ts';

// One after the other: each start has the machine to itself, and the data folder is made once for
// all of them.
test.describe.configure({ mode: 'serial' });

let folder: string;
/** A data folder that has been through a whole first start and a clean stop. */
let dataDir: string;

test.beforeAll(async () => {
	folder = temporaryFolder('commands');
	dataDir = join(folder, 'data');
	const first = await startServer({ dataDir });
	const output = first.output();
	expect(await first.stop(), 'exit code after SIGTERM').toBe(0);
	expect(output).toMatch(/Tīkls is at http:\/\/localhost:\d+ \(26 organisations and \d+ events; /);
	expect(output).toContain('embedded database, created');
});

test.afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

interface Ended {
	code: number | null;
	output: string;
}

/** Runs a start that is expected to end by itself. */
function refused(env: NodeJS.ProcessEnv) {
	const child = spawn(pinnedNode, [...serverFlags, join(root, 'scripts', 'serve.ts')], {
		cwd: root,
		env: { ...withoutSettings(process.env), ...serverEnv, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	return new Promise<Ended>((resolve) => {
		let output = '';
		child.stdout.on('data', (data: Buffer) => (output += data.toString()));
		child.stderr.on('data', (data: Buffer) => (output += data.toString()));
		child.once('exit', (code) => resolve({ code, output: output.trim() }));
	});
}

/** One plain sentence: a single line, ended like a sentence, without a stack. */
function expectSentence({ code, output }: Ended, about: RegExp) {
	expect(code, output).toBe(1);
	expect(output).toMatch(about);
	expect(output.split('\n'), output).toHaveLength(1);
	expect(output).toMatch(/[.)]$/);
	expect(output).not.toMatch(/\bat .*:\d+:\d+/);
}

/** A digest of everything in a folder: names, contents, sizes. */
function digestOf(path: string): string {
	const digest = createHash('sha256');
	const walk = (current: string) => {
		for (const name of readdirSync(current).sort()) {
			const inner = join(current, name);
			digest.update(`${inner}\0`);
			if (statSync(inner).isDirectory()) walk(inner);
			else digest.update(readFileSync(inner));
		}
	};
	walk(path);
	return digest.digest('hex');
}

function occupy(host: string): Promise<{ port: number; server: Server }> {
	const server = createServer();
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, host, () => {
			const address = server.address();
			if (typeof address === 'object' && address) resolve({ port: address.port, server });
		});
	});
}

test('the second start opens what the first one made', async () => {
	const server = await startServer({ dataDir });
	expect(server.output()).toMatch(/Tīkls is at .*embedded database; started in/);
	expect(server.output()).not.toContain('embedded database, created');
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	expect(await server.stop('SIGINT'), 'exit code after Ctrl-C').toBe(0);
});

test('SIGTERM ends it in good order, with visitors still connected', async () => {
	const server = await startServer({ dataDir });
	// A visitor who never finishes sending, and one who keeps the connection open.
	const { connect } = await import('node:net');
	const port = Number(new URL(server.url).port);
	const slow = connect(port, '127.0.0.1', () => slow.write('GET / HTTP/1.1\r\nHost: x\r\n'));
	slow.on('error', () => {});
	await fetch(server.url);
	expect(await server.stop('SIGTERM')).toBe(0);
	expect(existsSync(join(dataDir, 'lock')), 'the folder is given free').toBe(false);
	slow.destroy();
});

test('npm start passes the signal on and leaves nothing behind', async () => {
	const port = await freePort();
	const child: ChildProcess = spawn('npm', ['start'], {
		cwd: root,
		env: { ...withoutSettings(process.env), PORT: String(port), DATA_DIR: dataDir },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
	child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	await expect
		.poll(() => output, { timeout: 90_000, message: 'npm start says where it is' })
		.toContain('Tīkls is at');
	child.kill('SIGTERM');
	await ended;
	// npm may be gone before the server is; the data folder tells when that one is.
	await expect.poll(() => existsSync(join(dataDir, 'lock'))).toBe(false);
	await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
});

test('a port that is in use is said before the database is touched', async () => {
	for (const host of ['127.0.0.1', '::1']) {
		const occupied = await occupy(host).catch(() => undefined);
		// A machine without IPv6 has nothing to occupy there.
		if (!occupied && host === '::1') continue;
		const untouched = join(folder, 'untouched');
		const ended = await refused({ PORT: String(occupied?.port), DATA_DIR: untouched });
		occupied?.server.close();
		expectSentence(ended, /^Port \d+ is already in use/);
		expect(existsSync(untouched)).toBe(false);
	}
});

test('settings that make no sense are refused', async () => {
	const untouched = join(folder, 'untouched');
	const wrong: [NodeJS.ProcessEnv, RegExp][] = [
		[{ PORT: 'http' }, /^PORT must be a number/],
		[{ PORT: '70000' }, /^PORT must be a number/],
		[{ HOST: '203.0.113.7' }, /^HOST must be an address of this machine/],
		[{ DATABASE_URL: 'mysql://localhost' }, /DATABASE_URL/],
		[{ PUBLIC_SUPABASE_URL: 'https://x.example' }, /PUBLIC_SUPABASE_PUBLISHABLE_KEY/],
		[
			{ DATABASE_URL: 'postgres://localhost', PUBLIC_SUPABASE_URL: 'https://x.example' },
			/DATABASE_URL and PUBLIC_SUPABASE_URL/
		]
	];
	for (const [env, about] of wrong)
		expectSentence(await refused({ PORT: '0', DATA_DIR: untouched, ...env }), about);
	expect(existsSync(untouched)).toBe(false);
});

test('a data folder that cannot be written to is refused', async () => {
	// Root may write everywhere but below a file; anybody else is stopped by the rights.
	const file = join(folder, 'a-file');
	writeFileSync(file, 'not a folder');
	expectSentence(await refused({ PORT: '0', DATA_DIR: join(file, 'data') }), /data folder/i);
	expect(readFileSync(file, 'utf8')).toBe('not a folder');
	const closed = join(folder, 'closed');
	mkdirSync(closed, { mode: 0o555 });
	if (process.getuid?.() === 0) return;
	expectSentence(await refused({ PORT: '0', DATA_DIR: join(closed, 'data') }), /data folder/i);
	chmodSync(closed, 0o755);
});

test('a data folder that another process holds is refused, and the holder goes on', async () => {
	const holder: TestServer = await startServer({ dataDir });
	const ended = await refused({ PORT: '0', DATA_DIR: dataDir });
	expectSentence(ended, new RegExp(`in use by process ${holder.child.pid}\\b`));
	expect((await fetch(`${holder.url}/healthz`)).status).toBe(200);
	expect(await holder.stop()).toBe(0);
});

test('a holder that was killed is no holder', async () => {
	const killed = await startServer({ dataDir });
	await killed.stop('SIGKILL');
	const next = await startServer({ dataDir });
	expect((await fetch(`${next.url}/healthz`)).status).toBe(200);
	expect(await next.stop()).toBe(0);
});

test('a damaged data folder is refused and left as it is', async () => {
	const damages: [string, (database: string) => void][] = [
		['pg_control cut short', (at) => truncateSync(join(at, 'global', 'pg_control'), 100)],
		['no version', (at) => rmSync(join(at, 'PG_VERSION'))],
		['no data', (at) => rmSync(join(at, 'base'), { recursive: true })]
	];
	for (const [name, damage] of damages) {
		const damaged = join(folder, 'damaged');
		cpSync(dataDir, damaged, { recursive: true });
		damage(join(damaged, 'database'));
		const before = digestOf(join(damaged, 'database'));
		const ended = await refused({ PORT: '0', DATA_DIR: damaged });
		expectSentence(ended, /damaged|not a database/i);
		expect(digestOf(join(damaged, 'database')), name).toBe(before);
		rmSync(damaged, { recursive: true });
	}
});

test('whoever is not root can run it', async () => {
	// For a user who is not root already, this is one more ordinary start.
	const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
	const own = temporaryFolder('nobody');
	chmodSync(own, 0o777);
	const project = projectForAll(own);
	const port = await freePort();
	const child = spawn(project.node, [...serverFlags, join(project.root, 'scripts', 'serve.ts')], {
		cwd: project.root,
		env: {
			...withoutSettings(process.env),
			...serverEnv,
			PORT: String(port),
			DATA_DIR: join(own, 'data')
		},
		stdio: ['ignore', 'pipe', 'pipe'],
		...user
	});
	let output = '';
	child.stdout.on('data', (data: Buffer) => (output += data.toString()));
	child.stderr.on('data', (data: Buffer) => (output += data.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	await expect.poll(() => output, { timeout: 90_000 }).toContain('Tīkls is at');
	child.kill('SIGTERM');
	expect(await ended).toBe(0);
	rmSync(own, { recursive: true, force: true });
});
