// What a program and a PostgreSQL server say to each other, counted where nobody can be mistaken
// about it: on the wire between them. Round trips are what a distant database costs.
import { connect, createServer, type Socket } from 'node:net';

export interface Said {
	/** How often the program waited for the server. */
	roundTrips: number;
	/** Texts the program sent. Several statements that were sent as one text are one. */
	statements: string[];
	/**
	 * What the server remarked beside its answers: auto_explain can be told to speak of each
	 * statement.
	 */
	notices: string[];
}

export interface Wire {
	/** The database's address, by way of here. */
	address: string;
	/** Since the last call: how often the program waited for the server, and what the two said. */
	take(): Said;
	close(): Promise<void>;
}

/**
 * Message types that carry a statement: a simple query, and one that is parsed for its parameters.
 */
const SIMPLE = 'Q'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);
const NOTICE = 'N'.charCodeAt(0);

/** The text that begins at an offset and ends with a zero byte. */
const textAt = (bytes: Buffer, offset: number) =>
	bytes.toString('utf8', offset, bytes.indexOf(0, offset));

/**
 * Cuts what arrives into messages, a letter and a length each; a client's first one has no letter.
 */
function reader(
	begun: boolean,
	onMessage: (type: number, message: Buffer) => void
): (chunk: Buffer) => void {
	let rest = Buffer.alloc(0);
	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		for (;;) {
			const head = begun ? 1 : 0;
			if (rest.length < head + 4) return;
			const length = head + rest.readInt32BE(head);
			if (rest.length < length) return;
			const [type] = rest;
			if (begun && type !== undefined) onMessage(type, rest.subarray(0, length));
			begun = true;
			rest = rest.subarray(length);
		}
	};
}

/** The text of a notice: a list of fields, each a letter and a text; the message is `M`. */
function noticeIn(message: Buffer): string {
	for (let at = 5; message[at];) {
		const text = textAt(message, at + 1);
		if (message[at] === 'M'.charCodeAt(0)) return text;
		at += 2 + Buffer.byteLength(text);
	}
	return '';
}

/**
 * Stands between a program and the server of `databaseUrl`, which must be spoken to without TLS.
 */
export async function startWire(databaseUrl: string): Promise<Wire> {
	const target = new URL(databaseUrl);
	const nothing = (): Said => ({ roundTrips: 0, statements: [], notices: [] });
	let said = nothing();
	const sockets = new Set<Socket>();
	const server = createServer((client) => {
		const database = connect(Number(target.port), target.hostname);
		const read = reader(false, (type, message) => {
			if (type === SIMPLE) said.statements.push(textAt(message, 5));
			// A parsed statement has a name first.
			if (type === PARSE) said.statements.push(textAt(message, message.indexOf(0, 5) + 1));
		});
		const hear = reader(true, (type, message) => {
			if (type === NOTICE) said.notices.push(noticeIn(message));
		});
		let answered = true;
		client.on('data', (chunk) => {
			if (answered) said.roundTrips += 1;
			answered = false;
			read(chunk);
			database.write(chunk);
		});
		database.on('data', (chunk) => {
			answered = true;
			hear(chunk);
			client.write(chunk);
		});
		for (const [one, other] of [
			[client, database],
			[database, client]
		] as const) {
			sockets.add(one);
			one.on('close', () => {
				sockets.delete(one);
				other.destroy();
			});
			one.on('error', () => other.destroy());
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const place = server.address();
	if (place === null || typeof place === 'string') throw new Error('no port was given');
	const here = new URL(databaseUrl);
	here.hostname = '127.0.0.1';
	here.port = String(place.port);
	return {
		address: here.href,
		take() {
			const taken = said;
			said = nothing();
			return taken;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
