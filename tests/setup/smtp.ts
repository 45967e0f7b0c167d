// A mail server for tests: takes mails on this machine and keeps them, or answers what a test wants
// it to.
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface TakenMail {
	to: string;
	messageId: string;
	/** As it came, header and all. */
	source: string;
}

export interface TestSmtp {
	/** For SMTP_URL. */
	readonly url: string;
	/** What was taken, in order. */
	readonly mails: TakenMail[];
	/** Whoever is connected is cut off. */
	close(): Promise<void>;
}

/**
 * @param answer to a line of the client, or to the end of a message (`.`), if another than yes
 */
export async function startSmtp(
	answer: (line: string, mails: readonly TakenMail[]) => string | null = () => null
): Promise<TestSmtp> {
	const mails: TakenMail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => {});
		const say = (line: string) => socket.write(`${line}\r\n`);
		let to = '';
		let message: string[] | null = null;
		let rest = '';
		const hear = (line: string) => {
			if (message !== null && line !== '.') return message.push(line);
			const other = answer(line, mails);
			if (message !== null) {
				const source = message.join('\n');
				message = null;
				if (other !== null) return say(other);
				const [, messageId = ''] = /^Message-ID: *(\S+)/im.exec(source) ?? [];
				mails.push({ to, messageId, source });
				return say('250 taken');
			}
			if (other !== null) return say(other);
			if (line.startsWith('RCPT')) [, to = ''] = /<([^>]*)>/.exec(line) ?? [];
			if (line.startsWith('DATA')) message = [];
			if (line.startsWith('QUIT')) return socket.end('221 bye\r\n');
			return say(message === null ? '250 ok' : '354 go on');
		};
		say('220 test');
		socket.on('data', (data) => {
			const lines = (rest + data.toString('latin1')).split('\r\n');
			rest = lines.pop() ?? '';
			for (const line of lines) hear(line);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		mails,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			})
	};
}
