// The mails of a server without SMTP_URL: files in DATA_DIR/mail.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ReceivedMail {
	to: string;
	subject: string;
	/** The plain text. */
	text: string;
	links: string[];
	/** The six digits, when there are any. */
	code: string | null;
}

/** Text of a quoted-printable part. */
function decoded(part: string): string {
	const bytes = part
		.replaceAll('=\n', '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Every mail to an address, the oldest first. */
export function mailsTo(dataDir: string, email: string): ReceivedMail[] {
	const folder = join(dataDir, 'mail');
	let names: string[] = [];
	try {
		names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
	} catch {
		// no mail yet
	}
	return names
		.map((name) => join(folder, name))
		.sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
		.map((path) => readFileSync(path, 'latin1').replaceAll('\r\n', '\n'))
		.filter((source) => new RegExp(`^To: .*${email.replaceAll('.', '\\.')}`, 'm').test(source))
		.map((source) => {
			const [, plain = ''] = /text\/plain[\s\S]*?\n\n([\s\S]*?)\n--/.exec(source) ?? [];
			const base64 = /base64/.test(/text\/plain[\s\S]*?\n\n/.exec(source)?.[0] ?? '');
			const text = base64 ? Buffer.from(plain, 'base64').toString('utf8') : decoded(plain);
			return {
				to: email,
				subject: /^Subject: (.*)$/m.exec(source)?.[1] ?? '',
				text,
				links: [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link),
				code: /(?<!\d)(\d{6})(?!\d)/.exec(text.replaceAll(/https?:\/\/\S+/g, ''))?.[1] ?? null
			};
		});
}
