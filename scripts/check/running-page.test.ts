// docs/running.md works when it is copied: the blocks of its page are taken out and run as they
// stand, but for names, ports and folders. Proxies are asked whom they say the visitor is, whatever
// the visitor claims; systemd reads the unit and says how much of the machine it leaves open.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blockOf } from './running-page.ts';
import { isMissing } from '../../tests/setup/programs.ts';
import { freePort, temporaryFolder } from '../../tests/setup/server.ts';

const root = join(import.meta.dirname, '..', '..');

/** What stands in a file is replaced, and has to be there. */
function changed(text: string, changes: readonly (readonly [string, string])[]): string {
	for (const [old, fresh] of changes) {
		expect(text).toContain(old);
		text = text.replaceAll(old, fresh);
	}
	return text;
}

let folder = '';
let upstream: Server;
let upstreamPort = 0;
const received: { forwarded: string | undefined; bytes: number }[] = [];
const started: ChildProcess[] = [];

beforeAll(async () => {
	folder = temporaryFolder('running-page');
	upstreamPort = await freePort();
	upstream = createServer((asked, answer) => {
		let bytes = 0;
		asked.on('data', (part: Buffer) => (bytes += part.length));
		asked.on('end', () => {
			const { 'x-forwarded-for': forwarded } = asked.headers;
			received.push({ forwarded: String(forwarded), bytes });
			answer.end('answered');
		});
	}).listen(upstreamPort, '127.0.0.1');
});
afterAll(() => {
	for (const child of started) child.kill();
	upstream?.close();
	rmSync(folder, { recursive: true, force: true });
});

async function listening(port: number): Promise<void> {
	for (let tries = 0; tries < 300; tries++) {
		const isThere = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1', () => resolve(true));
			socket.on('error', () => resolve(false));
			socket.on('connect', () => socket.destroy());
		});
		if (isThere) return;
		await wait(100);
	}
	throw new Error(`nobody listens on ${port}`);
}

function start(command: string, args: string[]): void {
	const child = spawn(command, args, {
		stdio: 'ignore',
		env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
	});
	started.push(child);
}

/**
 * A form of some size from a visitor who claims to be somebody else. Tried again while the proxy is
 * still making its certificate.
 * @param isSent false: it is only announced, because what is refused is not read to its end
 */
async function send(url: string, bytes: number, isSent = true): Promise<number> {
	const headers = {
		'x-forwarded-for': '203.0.113.99',
		host: 'tikls.example',
		'content-length': bytes
	};
	const once = () =>
		new Promise<IncomingMessage>((resolve, reject) => {
			const options = {
				method: 'POST',
				headers,
				servername: 'tikls.example',
				rejectUnauthorized: false
			};
			const sent = request(url, options, resolve);
			sent.on('error', reject);
			if (isSent) sent.end(Buffer.alloc(bytes));
			else sent.flushHeaders();
		});
	for (let tries = 1; ; tries++) {
		try {
			const answer = await once();
			answer.resume();
			if (!isSent) answer.destroy();
			return answer.statusCode ?? 0;
		} catch (error) {
			if (tries === 40) throw error;
			await wait(500);
		}
	}
}

test.skipIf(isMissing('caddy'))('Caddy says who the visitor is', { timeout: 60_000 }, async () => {
	const port = await freePort();
	const file = join(folder, 'Caddyfile');
	// Its own certificate is asked of nobody outside: the test's name has one of Caddy's own making.
	const text = changed(blockOf('/etc/caddy/Caddyfile'), [
		['tikls.example {', `https://tikls.example:${port} {\n\ttls internal`],
		['127.0.0.1:3000', `127.0.0.1:${upstreamPort}`]
	]);
	const options = '{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n';
	writeFileSync(file, options + text);
	const [, ...lines] = blockOf('/etc/caddy/Caddyfile').trim().split('\n');
	expect(lines).toHaveLength(3);
	start('caddy', ['run', '--config', file, '--adapter', 'caddyfile']);
	await listening(port);
	const seen = received.length;
	expect(await send(`https://127.0.0.1:${port}/`, 0)).toBe(200);
	expect(received.slice(seen).map(({ forwarded }) => forwarded)).toEqual(['127.0.0.1']);
});

test.skipIf(isMissing('nginx'))(
	'nginx says who the visitor is, and takes the largest form',
	async () => {
		const [plain, secure] = [await freePort(), await freePort()];
		const names = ['fullchain.pem', 'privkey.pem'].map((name) => join(folder, name));
		execFileSync(
			'openssl',
			[
				'req',
				'-x509',
				'-newkey',
				'ec',
				'-pkeyopt',
				'ec_paramgen_curve:P-256',
				'-nodes',
				'-days',
				'2',
				'-subj',
				'/CN=tikls.example',
				'-keyout',
				names[1] ?? '',
				'-out',
				names[0] ?? ''
			],
			{ stdio: 'ignore' }
		);
		const challenges = join(folder, 'html');
		mkdirSync(join(challenges, '.well-known', 'acme-challenge'), { recursive: true });
		writeFileSync(join(challenges, '.well-known', 'acme-challenge', 'proof'), 'proof');
		const site = changed(blockOf('/etc/nginx/conf.d/tikls.conf'), [
			['listen 80;', `listen 127.0.0.1:${plain};`],
			['listen [::]:80;', ''],
			['listen 443 ssl http2;', `listen 127.0.0.1:${secure} ssl http2;`],
			['listen [::]:443 ssl http2;', ''],
			['/etc/letsencrypt/live/tikls.example', folder],
			['/var/www/html', challenges],
			['127.0.0.1:3000', `127.0.0.1:${upstreamPort}`]
		]);
		const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
			.map((name) => `${name}_temp_path ${join(folder, name)};`)
			.join('\n');
		const file = join(folder, 'nginx.conf');
		// As root nginx works as another user, who has to reach the folder.
		const user = process.getuid?.() === 0 ? 'user root;' : '';
		writeFileSync(
			file,
			`${user}\ndaemon off;\npid ${join(folder, 'nginx.pid')};\nerror_log ${join(folder, 'error.log')};\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}\n`
		);
		const checked = spawnSync('nginx', ['-t', '-c', file], { encoding: 'utf8' });
		expect(checked.stderr).toContain('test is successful');
		expect(checked.stderr).not.toMatch(/warn|emerg/);
		start('nginx', ['-c', file]);
		await listening(secure);

		const seen = received.length;
		// The largest form the server takes, and one beyond everything.
		expect(await send(`https://127.0.0.1:${secure}/`, 15_000_000)).toBe(200);
		expect(await send(`https://127.0.0.1:${secure}/`, 17 * 2 ** 20, false)).toBe(413);
		expect(received.slice(seen)).toEqual([{ forwarded: '127.0.0.1', bytes: 15_000_000 }]);

		const plainly = await fetch(`http://127.0.0.1:${plain}/pasakumi?x=1`, { redirect: 'manual' });
		expect(plainly.status).toBe(308);
		expect(plainly.headers.get('location')).toBe('https://127.0.0.1/pasakumi?x=1');
		const challenge = await fetch(`http://127.0.0.1:${plain}/.well-known/acme-challenge/proof`);
		expect(await challenge.text()).toBe('proof');
	}
);

test.skipIf(isMissing('systemd'))(
	'systemd reads the unit, and it leaves little of the machine open',
	() => {
		const unit = join(folder, 'tikls.service');
		writeFileSync(
			unit,
			changed(blockOf('/etc/systemd/system/tikls.service'), [['/srv/tikls', root]])
		);
		const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
		// It knows nothing of the system around: only what it says of this file counts.
		expect(`${verified.stdout}${verified.stderr}`).not.toContain('tikls.service:');
		const { status, stdout } = spawnSync(
			'systemd-analyze',
			['security', '--offline=true', '--threshold=40', '--no-pager', unit],
			{ encoding: 'utf8' }
		);
		expect(status, stdout).toBe(0);
		expect(Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThan(4);
	}
);

test('the settings of the service are those the README lists', () => {
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	const names = [...blockOf('/etc/tikls.env').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
	expect(names.length).toBeGreaterThan(3);
	for (const name of names) expect(readme).toContain(`\`${name}\``);
	// And a shell reads the file as systemd does.
	const read = execFileSync('sh', ['-c', 'set -a; eval "$(cat)"; env'], {
		input: blockOf('/etc/tikls.env'),
		encoding: 'utf8'
	});
	expect(read).toContain('MAIL_FROM=Tikls <tikls@example.org>');
});
