// Mail leaves as a file without SMTP, and whatever goes wrong is a line in the log and nobody's
// failure.
import {
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMailer } from './mailer.server.ts';

const mail = {
	to: 'zane@example.org',
	subject: 'Uzaicinājums',
	text: 'Labdien!\n',
	html: '<p>Labdien!</p>',
	link: 'https://tikls.example/x'
};
let dataDir: string;
let lines: string[];
const log = (line: string) => void lines.push(line);
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'tikls-mail-'));
	lines = [];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('is a file only its owner reads, named with its link in one line; old ones go', async () => {
	const mailer = openMailer({ DATA_DIR: dataDir }, log);
	await mailer.send(mail);
	const folder = join(dataDir, 'mail');
	const [first = ''] = readdirSync(folder);
	const path = join(folder, first);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(readFileSync(path, 'utf8')).toMatch(/^To: zane@example\.org$/m);
	expect(lines).toEqual([`Mail without SMTP: ${path} (${mail.link})`]);
	utimesSync(path, 0, 0);
	writeFileSync(join(folder, 'notes.txt'), 'kept');
	await mailer.send(mail);
	expect(readdirSync(folder)).not.toContain(first);
	expect(readdirSync(folder)).toHaveLength(2);
});

it('goes to the SMTP server; one that is away is a line without the link', async () => {
	const heard: string[] = [];
	const smtp = createServer((socket) => {
		let inside = false;
		socket.write('220 test\r\n');
		socket.on('data', (data) => {
			const text = data.toString();
			heard.push(text);
			if (inside) {
				if (!text.endsWith('\r\n.\r\n')) return;
				inside = false;
				socket.write('250 ok\r\n');
			} else if (text.startsWith('DATA')) {
				inside = true;
				socket.write('354 go on\r\n');
			} else socket.write(text.startsWith('QUIT') ? '221 bye\r\n' : '250 ok\r\n');
		});
	});
	await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
	const { port } = smtp.address() as AddressInfo;
	const env = {
		DATA_DIR: dataDir,
		SMTP_URL: `smtp://127.0.0.1:${port}`,
		MAIL_FROM: 'tikls@example.org'
	};
	await openMailer(env, log).send(mail);
	expect(heard.join('')).toContain('RCPT TO:<zane@example.org>');
	expect(lines).toEqual([]);
	await new Promise((resolve) => smtp.close(resolve));
	await openMailer(env, log).send(mail);
	expect(lines).toHaveLength(1);
	expect(lines[0]).toContain('could not be sent');
	expect(lines[0]).not.toContain(mail.link);
	expect(readdirSync(dataDir)).toEqual([]);
});

it('is not begun with half a configuration', () => {
	expect(() => openMailer({ SMTP_URL: 'smtp://mail.example' })).toThrow('MAIL_FROM');
	expect(() => openMailer({ SMTP_URL: 'mail.example', MAIL_FROM: 'a@b.lv' })).toThrow('smtp://');
});
