// The mails of a server without SMTP_URL: files in DATA_DIR/mail.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface ReceivedMail {
	to: string;
	subject: string;
	/** The plain text. */
	text: string;
	/** The same as a page. */
	html: string;
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

/** One of the parts of a mail, by its lines. @param source with `\n` at the ends of its lines */
export function partOf(source: string, type: 'plain' | 'html'): string {
	const [, head = '', part = ''] =
		new RegExp(`text/${type}([\\s\\S]*?)\\n\\n([\\s\\S]*?)\\n--`).exec(source) ?? [];
	return /base64/.test(head) ? Buffer.from(part, 'base64').toString('utf8') : decoded(part);
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
			const text = partOf(source, 'plain');
			return {
				to: email,
				subject: /^Subject: (.*)$/m.exec(source)?.[1] ?? '',
				text,
				html: partOf(source, 'html'),
				links: [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link),
				code: /(?<!\d)(\d{6})(?!\d)/.exec(text.replaceAll(/https?:\/\/\S+/g, ''))?.[1] ?? null
			};
		});
}
