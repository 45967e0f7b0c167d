// Mail leaves by SMTP, or as a file without it; what came of it is told, and whatever goes wrong is
// a line in the log and nobody's failure.
import {
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSmtp } from '../../../tests/setup/smtp.ts';
import { openMailer } from './mailer.server.ts';

const mail = {
	id: '7f3c0000-0000-4000-8000-000000000001',
	to: 'zane@example.org',
	subject: 'Uzaicinājums',
	text: 'Labdien!\n',
	html: '<p>Labdien!</p>',
	link: 'https://tikls.example/x',
	stop: null
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

it('goes to the SMTP server, with the same number at every try', async () => {
	const smtp = await startSmtp();
	const env = { DATA_DIR: dataDir, SMTP_URL: smtp.url, MAIL_FROM: 'Tikls <tikls@example.org>' };
	const mailer = openMailer(env, log);
	expect(await mailer.send(mail)).toEqual({ state: 'sent' });
	expect(await mailer.send(mail)).toEqual({ state: 'sent' });
	expect(smtp.mails.map(({ to, messageId }) => [to, messageId])).toEqual([
		['zane@example.org', `<${mail.id}@example.org>`],
		['zane@example.org', `<${mail.id}@example.org>`]
	]);
	expect(lines).toEqual([]);
	await smtp.close();
	expect(await mailer.send(mail)).toMatchObject({ state: 'later', away: true });
	await mailer.send(mail);
	expect(lines).toHaveLength(1);
	expect(lines[0]).toContain('could not be sent');
	expect(lines[0]).not.toContain(mail.link);
	expect(readdirSync(dataDir)).toEqual([]);
});

it('one nobody asked for can be stopped by a mail program with one press, and no other', async () => {
	const smtp = await startSmtp();
	const env = { DATA_DIR: dataDir, SMTP_URL: smtp.url, MAIL_FROM: 'tikls@example.org' };
	const stop = `https://tikls.example/en/unsubscribe/${'x'.repeat(43)}`;
	await openMailer(env, log).send({ ...mail, stop });
	await openMailer(env, log).send(mail);
	const [stopped, plain] = smtp.mails.map(({ source }) => source.split(/\n\n/)[0] ?? '');
	expect(stopped?.match(/^List-Unsubscribe: ?\s*<(.*)>$/m)?.[1]).toBe(stop);
	expect(stopped).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
	expect(plain).not.toMatch(/^List-/m);
	await smtp.close();
});

it.each([
	['RCPT', '451 4.7.1 try again later', { state: 'later', away: false }],
	['RCPT', '550 5.1.1 no such user', { state: 'refused' }],
	['DATA', '452 4.3.1 no room', { state: 'later', away: false }],
	['DATA', '554 5.7.1 spam', { state: 'refused' }],
	['MAIL', '550 5.7.1 who are you', { state: 'later', away: true }],
	['EHLO', '421 4.3.2 closing', { state: 'later', away: true }]
])('an answer to %s of %s means %o', async (command, answer, outcome) => {
	const smtp = await startSmtp((heard) => (heard.startsWith(command) ? answer : null));
	const env = { DATA_DIR: dataDir, SMTP_URL: smtp.url, MAIL_FROM: 'tikls@example.org' };
	const came = await openMailer(env, log).send(mail);
	expect(came).toMatchObject(outcome);
	expect(came).toHaveProperty('reason', expect.stringContaining(answer));
	expect(smtp.mails).toEqual([]);
	await smtp.close();
});

it('a disk that takes nothing is asked again later', async () => {
	writeFileSync(join(dataDir, 'mail'), 'no folder');
	const came = await openMailer({ DATA_DIR: dataDir }, log).send(mail);
	expect(came).toMatchObject({ state: 'later', away: true });
	expect(lines).toHaveLength(1);
});

it('is not begun with half a configuration', () => {
	expect(() => openMailer({ SMTP_URL: 'smtp://mail.example' })).toThrow('MAIL_FROM');
	expect(() => openMailer({ SMTP_URL: 'mail.example', MAIL_FROM: 'a@b.lv' })).toThrow('smtp://');
});
