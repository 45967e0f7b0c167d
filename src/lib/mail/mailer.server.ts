// Sends mail: by SMTP when there is a server for it (SMTP_URL), else as a file in DATA_DIR/mail
// that an operator, or a test, can open. Sending never fails whoever asked for it: what went wrong
// is a line in the log.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { logLink } from '#lib/log/log.server.ts';

export interface Mail {
	to: string;
	subject: string;
	text: string;
	html: string;
	/**
	 * The one link the mail is about; the log names it when there is no SMTP. Null when there is
	 * none.
	 */
	link: string | null;
}

export interface Mailer {
	/** How the mail leaves, for the log: `smtp` or `files`. */
	readonly way: 'smtp' | 'files';
	/** Resolves when the mail is sent or has failed; never rejects. */
	send(mail: Mail): Promise<void>;
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
	const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
	const transport = createTransport({ ...patience, url: address });
	return {
		way: 'smtp',
		async send({ to, subject, text, html }) {
			try {
				await transport.sendMail({ from, to, subject, text, html, headers });
			} catch (error) {
				log(
					`A mail could not be sent by SMTP: ${error instanceof Error ? error.message : 'unknown'}`
				);
			}
		}
	};
}

/** Answering machines keep quiet. */
const headers = { 'Auto-Submitted': 'auto-generated' };

function inFiles(folder: string, from: string | undefined, log: (line: string) => void): Mailer {
	const writer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
	return {
		way: 'files',
		async send({ to, subject, text, html, link }) {
			try {
				const { message } = await writer.sendMail({
					from: from ?? 'tikls@localhost',
					to,
					subject,
					text,
					html,
					headers
				});
				if (!Buffer.isBuffer(message)) throw new Error('the mail came as a stream');
				await mkdir(folder, { recursive: true, mode: 0o700 });
				await removeOld(folder);
				const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
				const file = join(folder, `${time}-${randomBytes(4).toString('hex')}.eml`);
				await writeFile(file, message, { mode: 0o600, flag: 'wx' });
				log(`Mail without SMTP: ${file}${link ? ` (${link})` : ''}`);
			} catch (error) {
				log(`A mail could not be written: ${error instanceof Error ? error.message : 'unknown'}`);
			}
		}
	};
}

async function removeOld(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		if (!name.endsWith('.eml')) continue;
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
