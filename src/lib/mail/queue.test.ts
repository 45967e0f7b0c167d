// A mail from what causes it to the mail server, over a real database of both kinds: sent once, at
// once; tried again after "later"; unreadable while it waits and gone afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { backend, startBackend, type Backend } from '#lib/backend/backend.server.ts';
import { postgresInstalled, startThrowawayServer } from '../../../supabase/tests/throwaway.ts';
import type { ThrowawayServer } from '../../../supabase/tests/throwaway.ts';
import { startSmtp, type TakenMail, type TestSmtp } from '../../../tests/setup/smtp.ts';
import { startMailer } from './mailer.server.ts';
import { mailSignInCode, newMail, sendDue, sendQueued, sendsMail } from './queue.server.ts';

const email = 'zane@example.org';
const link = 'https://tikls.example/en/sign-in/link?next=%2F';

const kinds = [
	{ name: 'the embedded database', postgres: false },
	{ name: 'PostgreSQL', postgres: true }
];

describe.each(kinds)('over $name', ({ postgres }) => {
	const missing = postgres && !postgresInstalled() && process.env.CI !== 'true';
	const each = test.skipIf(missing);
	let dataDir: string;
	let server: ThrowawayServer | null = null;
	let open: Backend;
	let smtp: TestSmtp;
	let answer: (line: string, mails: readonly TakenMail[]) => string | null = () => null;

	beforeAll(async () => {
		if (missing) return;
		dataDir = mkdtempSync(join(tmpdir(), 'tikls-queue-'));
		server = postgres ? await startThrowawayServer() : null;
		const databaseUrl = await server?.freshDatabase('queue');
		open = await startBackend(
			databaseUrl === undefined
				? { kind: 'embedded', dataDir }
				: { kind: 'postgres', databaseUrl, dataDir },
			{ seed: false }
		);
		smtp = await startSmtp((line, mails) => answer(line, mails));
		Reflect.deleteProperty(globalThis, 'tiklsMailer');
		startMailer({ SMTP_URL: smtp.url, MAIL_FROM: 'tikls@example.org' });
	});
	afterEach(() => {
		answer = () => null;
		smtp?.mails.splice(0);
		vi.restoreAllMocks();
	});
	afterAll(async () => {
		await open?.close();
		await smtp?.close();
		Reflect.deleteProperty(globalThis, 'tiklsBackend');
		Reflect.deleteProperty(globalThis, 'tiklsMailer');
		await server?.stop();
		if (dataDir) rmSync(dataDir, { recursive: true, force: true });
	});

	/** Puts a mail to sign in into the queue and leaves it to whoever comes. */
	const put = async (secret: { link: string; code: string }, recipient = email) => {
		const mail = newMail('sign-in', secret);
		if (!mail) throw new Error('no queue');
		const { data: lease } = (await backend().server?.rpc('put_sign_in_mail', {
			mail: { ...mail },
			recipient,
			language: 'lv'
		})) ?? { data: null };
		await backend().server?.rpc('end_mail', {
			mail: mail.id,
			by: lease ?? '',
			outcome: 'later',
			reason: 'test'
		});
		return mail;
	};
	const secret = { link, code: '123456' };

	each('a code to sign in is sent at once and once, in the language of its page', async () => {
		expect(sendsMail()).toBe(true);
		await mailSignInCode({ email, code: '123456', tokenHash: 'a'.repeat(64) }, link);
		expect(smtp.mails).toHaveLength(1);
		expect(smtp.mails[0]?.to).toBe(email);
		expect(smtp.mails[0]?.source).toContain('123456');
		expect(smtp.mails[0]?.source).toContain('Or enter this code');
		expect(await sendDue()).toEqual({ sent: 0, later: 0, refused: 0 });
		expect((await backend().server?.rpc('next_mail'))?.data).toBeNull();
		expect(smtp.mails).toHaveLength(1);
	});

	each('after "try again later" it is tried again by itself, with the same number', async () => {
		vi.spyOn(console, 'log').mockImplementation(() => {});
		let refusals = 1;
		answer = (line) =>
			line.startsWith('RCPT') && refusals-- > 0 ? '451 4.7.1 try again later' : null;
		await mailSignInCode({ email, code: '654321', tokenHash: 'b'.repeat(64) }, link);
		expect(smtp.mails).toEqual([]);
		// Ten seconds later, without anybody asking.
		await vi.waitFor(() => expect(smtp.mails).toHaveLength(1), { timeout: 50_000, interval: 200 });
		expect(smtp.mails[0]?.source).toContain('654321');
	});

	each('what waits is unreadable, and one the queue is asked for is tried at once', async () => {
		const mail = await put(secret);
		expect(mail.sealed).not.toContain('123456');
		expect(Buffer.from(mail.sealed ?? '', 'base64url').toString('latin1')).not.toContain('123456');
		expect(await sendQueued(mail)).toBe('sent');
		// Somebody else has it, or it is out: nothing is sent twice.
		expect(await sendQueued(mail)).toBe('queued');
		expect(smtp.mails).toHaveLength(1);
	});

	each('a mail that was not made here is refused and never leaves', async () => {
		const mail = await put(secret);
		const forged = { id: crypto.randomUUID(), sealed: mail.sealed };
		const answered = await backend().server?.rpc('put_sign_in_mail', {
			mail: forged,
			recipient: 'other@example.org',
			language: 'lv'
		});
		await backend().server?.rpc('end_mail', {
			mail: forged.id,
			by: answered?.data ?? '',
			outcome: 'later'
		});
		expect(await sendQueued(forged)).toBe('refused');
		expect(smtp.mails).toEqual([]);
		expect(await sendQueued(mail)).toBe('sent');
	});

	each('says what the mail server said', async () => {
		vi.spyOn(console, 'log').mockImplementation(() => {});
		answer = (line) => (line.startsWith('RCPT') ? '550 5.1.1 no such user' : null);
		expect(await sendQueued(await put(secret))).toBe('refused');
		answer = (line) => (line.startsWith('RCPT') ? '451 4.7.1 later' : null);
		expect(await sendQueued(await put(secret))).toBe('later');
	});

	each('a database that answers late is told all the same, and nothing goes twice', async () => {
		const mail = await put(secret);
		const real = backend().server!.rpc.bind(backend().server);
		let lost = 2;
		const rpc = vi.spyOn(backend().server!, 'rpc');
		rpc.mockImplementation(((name: never, given: never) =>
			name === 'end_mail' && lost-- > 0
				? Promise.resolve({ data: null, error: { message: 'away' } })
				: real(name, given)) as never);
		expect(await sendQueued(mail)).toBe('sent');
		await vi.waitFor(async () => expect((await real('next_mail')).data).toBeNull(), {
			timeout: 30_000,
			interval: 200
		});
		await sendDue();
		expect(smtp.mails).toHaveLength(1);
	});
});
