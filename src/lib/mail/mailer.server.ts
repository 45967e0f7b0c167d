// Hands a mail over, once: by SMTP when there is a server for it (SMTP_URL), else as a file in
// DATA_DIR/mail that an operator, or a test, can open. What came of it is the answer; trying again
// is the queue's (queue.server.ts).
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { logLink } from '#lib/log/log.server.ts';

export interface Mail {
	/** The same at every try, so that who gets it twice can tell; without signs but `a-z0-9-`. */
	id: string;
	to: string;
	subject: string;
	text: string;
	html: string;
	/**
	 * The one link the mail is about; the log names it when there is no SMTP. Null when there is
	 * none.
	 */
	link: string | null;
	/** The link that stops mails of this sort; null when somebody has asked for this one. */
	stop: string | null;
}

/**
 * sent: the mail server, or the disk, has it. later: not now, perhaps next time; `away` when that
 * holds for any mail. refused: not this one, ever.
 */
export type Outcome =
	| { state: 'sent' }
	| { state: 'later'; reason: string; away: boolean }
	| { state: 'refused'; reason: string };

export interface Mailer {
	/** How the mail leaves, for the log: `smtp` or `files`. */
	readonly way: 'smtp' | 'files';
	/** Resolves when the mail is handed over or has failed; never rejects. */
	send(mail: Mail): Promise<Outcome>;
}

/** Mails kept as files hold addresses and links: after this many milliseconds they go. */
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

/**
 * The mailer of this installation.
 * @throws {StartError} CONFIGURATION when SMTP_URL is no SMTP address or MAIL_FROM is missing
 * beside it.
 */
export function openMailer(
	env: Record<string, string | undefined>,
	log: (line: string) => void = logLink
): Mailer {
	const address = env.SMTP_URL?.trim();
	const from = env.MAIL_FROM?.trim();
	if (!address) return inFiles(join(resolve(env.DATA_DIR?.trim() || './data'), 'mail'), from, log);
	if (!/^smtps?:\/\/[^\s/]+/.test(address))
		throw new StartError('CONFIGURATION', 'SMTP_URL does not begin with smtp:// or smtps://.');
	if (!from)
		throw new StartError(
			'CONFIGURATION',
			'SMTP_URL is set but MAIL_FROM, the address mails come from, is not.'
		);
	// All of them together stay below the time for which a mail is nobody else's to send
	// (internal.mail_lease).
	const patience = {
		dnsTimeout: 10_000,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 20_000
	};
	const transport = createTransport({ ...patience, url: address });
	let complained = '';
	return {
		way: 'smtp',
		async send(mail) {
			try {
				await transport.sendMail(messageOf(mail, from));
				complained = '';
				return { state: 'sent' };
			} catch (error) {
				const outcome = outcomeOf(error);
				// A mail server that is away fails each mail again and again: the log hears of it once.
				if (outcome.reason !== complained)
					log(`A mail could not be sent by SMTP: ${outcome.reason}`);
				complained = outcome.reason;
				return outcome;
			}
		}
	};
}

/**
 * What a failure of nodemailer means. Only a mail server that says no (5xx) to this recipient or
 * this message means it; no to the connection, the sign-in or the sender can be put right.
 */
export function outcomeOf(error: unknown): Exclude<Outcome, { state: 'sent' }> {
	const part = (name: string): unknown =>
		typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
	// What the mail server said, without what the library says about it.
	const said = part('response') ?? (error instanceof Error ? error.message : 'unknown');
	const reason = String(said).replaceAll(/\s+/g, ' ');
	const answer = Number(part('responseCode') ?? 0);
	const command = part('command');
	const about = command === 'RCPT TO' ? 'recipient' : command === 'DATA' ? 'message' : null;
	if (about !== null && answer >= 500 && answer < 600) return { state: 'refused', reason };
	return { state: 'later', reason, away: about === null };
}

function messageOf({ id, to, subject, text, html, stop }: Mail, from: string) {
	const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
	// Answering machines keep quiet.
	const headers = {
		'Auto-Submitted': 'auto-generated',
		// A mail program may stop the sort by itself, without showing a page (RFC 8058).
		...(stop !== null && {
			'List-Unsubscribe': { prepared: true, value: `<${stop}>` },
			'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
		})
	};
	return { messageId: `<${id}@${domain}>`, from, to, subject, text, html, headers };
}

function inFiles(folder: string, from: string | undefined, log: (line: string) => void): Mailer {
	const writer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
	return {
		way: 'files',
		async send(mail) {
			try {
				const { message } = await writer.sendMail(messageOf(mail, from ?? 'tikls@localhost'));
				if (!Buffer.isBuffer(message)) throw new Error('the mail came as a stream');
				await mkdir(folder, { recursive: true, mode: 0o700 });
				await removeOld(folder);
				const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
				const file = join(folder, `${time}-${randomBytes(4).toString('hex')}.eml`);
				// Whoever looks into the folder meanwhile sees a whole mail or none.
				await writeFile(`${file}.part`, message, { mode: 0o600, flag: 'wx' });
				await rename(`${file}.part`, file);
				log(`Mail without SMTP: ${file}${mail.link ? ` (${mail.link})` : ''}`);
				return { state: 'sent' };
			} catch (error) {
				const reason = error instanceof Error ? error.message : 'unknown';
				log(`A mail could not be written: ${reason}`);
				return { state: 'later', reason, away: true };
			}
		}
	};
}

async function removeOld(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		if (!/\.eml(\.part)?$/.test(name)) continue;
		const path = join(folder, name);
		const age = Date.now() - (await stat(path)).mtimeMs;
		if (age > KEPT_FOR) await unlink(path);
	}
}

// On globalThis for the same reason as the backend: the dev server evaluates modules anew.
const shelf = globalThis as typeof globalThis & { tiklsMailer?: Mailer };

/** Opens the mailer of this process. For hooks.server.ts. @throws {StartError} */
export function startMailer(env: Record<string, string | undefined>): Mailer {
	shelf.tiklsMailer ??= openMailer(env);
	return shelf.tiklsMailer;
}

/** The mailer of this process. @throws when startMailer() was not called. */
export function mailer(): Mailer {
	if (!shelf.tiklsMailer) throw new Error('The mailer is not open yet.');
	return shelf.tiklsMailer;
}
