import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { startSmtp } from '../../tests/setup/smtp.ts';
import { domainOf, senderAdvice, type TextRecords } from './sender-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'tikls-mail-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the domain of a sender', () => {
	expect(domainOf('Tīkls <tikls@Example.org>')).toBe('example.org');
	expect(domainOf('a@mail.example.org')).toBe('mail.example.org');
	expect(domainOf('tikls@localhost')).toBeNull();
});

const having =
	(all: Record<string, string[]>): TextRecords =>
	(name) =>
		Promise.resolve(all[name] ?? []);

test('what a domain lacks is said, and what it has is shown', async () => {
	const none = await senderAdvice('example.org', having({ 'example.org': ['google-site=1'] }));
	expect(none[0]).toContain('does not say who may send for it');
	expect(none[2]).toContain('_dmarc.example.org');
	const both = await senderAdvice(
		'example.org',
		having({
			'example.org': ['google-site=1', 'v=spf1 mx -all'],
			'_dmarc.example.org': ['v=DMARC1; p=reject']
		})
	);
	expect(both[0]).toContain('v=spf1 mx -all');
	expect(both[2]).toBe('DMARC: v=DMARC1; p=reject');
	const two = await senderAdvice(
		'example.org',
		having({ 'example.org': ['v=spf1 a -all', 'v=spf1 mx -all'] })
	);
	expect(two[0]).toContain('2 records');
	expect(await senderAdvice('example.org', () => Promise.reject(new Error('away')))).toEqual([
		'The records of example.org (SPF, DMARC) could not be looked up from this machine.'
	]);
});

/** The command as an operator runs it. */
const tryMail = async (env: Record<string, string>, ...args: string[]) => {
	const { stdout, stderr, code } = await promisify(execFile)(
		process.execPath,
		[join(import.meta.dirname, '..', 'mail.ts'), ...args],
		{ env: { ...process.env, DATA_DIR: folder, SMTP_URL: '', MAIL_FROM: '', ...env } }
	).then(
		(out) => ({ ...out, code: 0 }),
		(error: { stdout: string; stderr: string; code: number }) => error
	);
	return { said: `${stdout}${stderr}`.trim(), code };
};

test('one mail goes to the mail server, and what that answers is said', async () => {
	const smtp = await startSmtp((line) => (line.includes('nobody@') ? '550 no such mailbox' : null));
	const env = { SMTP_URL: smtp.url, MAIL_FROM: 'Tikls <tikls@localhost>' };
	try {
		const sent = await tryMail(env, 'anna@example.org');
		expect(sent).toMatchObject({ code: 0 });
		expect(sent.said).toContain('took a mail from Tikls <tikls@localhost> to anna@example.org');
		expect(smtp.mails.map(({ to }) => to)).toEqual(['anna@example.org']);
		expect(await tryMail(env, 'nobody@example.org')).toEqual({
			said: 'The mail was not sent: 550 no such mailbox',
			code: 1
		});
	} finally {
		await smtp.close();
	}
	expect((await tryMail(env, 'anna@example.org')).said).toMatch(/^The mail was not sent: .*ECONN/);
	expect((await tryMail({}, 'anna@example.org')).said).toContain('SMTP_URL is not set');
	expect(await tryMail({})).toMatchObject({ code: 1 });
});
