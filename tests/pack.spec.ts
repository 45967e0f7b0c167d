// A release, as somebody gets it who has neither the sources nor npm nor Node: it starts, serves
// whatever needs a library, backs itself up, and holds what runs and nothing else.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, root } from '../scripts/prepare.js';
import { expect, test } from './fixtures.ts';
import { freePort, temporaryFolder } from './setup/server.ts';

const MB = 1024 * 1024;

// One after the other: the release is made once for both.
test.describe.configure({ mode: 'serial' });

let folder: string;
let release: string;

test.beforeAll(() => {
	folder = temporaryFolder('pack');
	release = join(folder, 'release');
	execFileSync(pinnedNode, [join(root, 'scripts', 'pack.ts'), release], { cwd: root });
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing of this project's own folder, and no Node: the release has its own. */
const environment = (settings: Record<string, string> = {}) => ({
	PATH: '/usr/bin:/bin',
	DATA_DIR: join(folder, 'data'),
	...settings
});

/** Runs a command of the release to its end. */
function command(...args: string[]) {
	try {
		const options = { cwd: '/', env: environment(), encoding: 'utf8', stdio: 'pipe' } as const;
		return { code: 0, said: execFileSync(join(release, 'tikls'), args, options) };
	} catch (error) {
		const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
		return { code: status, said: `${stdout}${stderr}` };
	}
}

test('it serves without what it was made of, and backs itself up', async ({ request }) => {
	const port = await freePort();
	const server = spawn(join(release, 'tikls'), [], {
		cwd: '/',
		env: environment({ PORT: String(port), DISK_WARNING: '100' }),
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	server.stdout.on('data', (data: Buffer) => (said += data.toString()));
	server.stderr.on('data', (data: Buffer) => (said += data.toString()));
	await expect.poll(() => said, { timeout: 120_000 }).toContain('Tīkls is at');
	// The shell has become the server: nothing waits beside it.
	expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).toMatch(/^bin\/node\0/);
	const site = `http://localhost:${port}`;
	for (const [path, sort] of [
		['/', 'text/html'],
		['/pasakumi', 'text/html'],
		['/en', 'text/html'],
		['/pieslegties', 'text/html'],
		['/feeds/events.ics', 'text/calendar'],
		[
			'/feeds/organisations.xlsx',
			'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
		],
		['/feeds/organisations.csv', 'text/csv'],
		['/healthz', 'application/json']
	] as const) {
		const answer = await request.get(`${site}${path}`);
		expect(answer.status(), path).toBe(200);
		expect(answer.headers()['content-type'], path).toContain(sort);
	}
	const ended = once(server, 'exit');
	server.kill('SIGTERM');
	expect(await ended).toEqual([0, null]);
	expect(command('backup')).toMatchObject({
		code: 0,
		said: expect.stringContaining('Made, restored and counted') as unknown
	});
	expect(command('backup', 'list').said).toMatch(/^\d{4}-\d\d-\d\dT/);
	expect(command('jobs', '--dry-run')).toMatchObject({ code: 0 });
	expect(command('mail', 'anna@example.org').said).toContain('SMTP_URL is not set');
	expect(command('move', 'nowhere').code).toBe(1);
	expect(command('help')).toMatchObject({
		code: 1,
		said: expect.stringContaining('./tikls backup') as unknown
	});
});

test('it holds what runs and nothing else, with Node and its checksum', () => {
	const files = readdirSync(release, { recursive: true, withFileTypes: true }).filter((entry) =>
		entry.isFile()
	);
	const bytes = files.reduce(
		(sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size,
		0
	);
	expect(bytes).toBeLessThan(350 * MB);
	const names = files.map(({ parentPath, name }) => join(parentPath, name));
	expect(names.filter((name) => /\.(test|spec)\.ts$|\.svelte$|\.d\.ts$|\.map$/.test(name))).toEqual(
		[]
	);
	for (const tool of ['typescript', 'vite', 'svelte', 'eslint', '@playwright'])
		expect(existsSync(join(release, 'node_modules', tool)), tool).toBe(false);
	const [sum] = readFileSync(join(release, 'bin', 'node.sha256'), 'utf8').split(' ');
	const node = readFileSync(join(release, 'bin', 'node'));
	expect(createHash('sha256').update(node).digest('hex')).toBe(sum);
});
