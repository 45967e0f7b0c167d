// What a program and a PostgreSQL server say to each other, counted where nobody can be mistaken about it: on the wire between
// them. Round trips are what a distant database costs.
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
	/** The database's address, by way of here. */
	address: string;
	/** Since the last call: how often the program waited for the server, and which statements it sent. */
	take(): { roundTrips: number; statements: string[] };
	close(): Promise<void>;
}

/** Message types that carry a statement: a simple query, and one that is parsed for its parameters. */
const SIMPLE = 'Q'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);

/** The text that begins at an offset and ends with a zero byte. */
const textAt = (bytes: Buffer, offset: number) =>
	bytes.toString('utf8', offset, bytes.indexOf(0, offset));

/** Reads the messages of a client: the first one has no type, every other one a letter and its length. */
function reader(onStatement: (text: string) => void): (chunk: Buffer) => void {
	let rest = Buffer.alloc(0);
	let begun = false;
	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		for (;;) {
			const head = begun ? 1 : 0;
			if (rest.length < head + 4) return;
			const length = head + rest.readInt32BE(head);
			if (rest.length < length) return;
			if (begun && rest[0] === SIMPLE) onStatement(textAt(rest, 5));
			if (begun && rest[0] === PARSE) onStatement(textAt(rest, rest.indexOf(0, 5) + 1));
			begun = true;
			rest = rest.subarray(length);
		}
	};
}

/** Stands between a program and the server of `databaseUrl`, which must be spoken to without TLS. */
export async function startWire(databaseUrl: string): Promise<Wire> {
	const target = new URL(databaseUrl);
	let roundTrips = 0;
	let statements: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((client) => {
		const database = connect(Number(target.port), target.hostname);
		const read = reader((text) => statements.push(text));
		let answered = true;
		client.on('data', (chunk) => {
			if (answered) roundTrips += 1;
			answered = false;
			read(chunk);
			database.write(chunk);
		});
		database.on('data', (chunk) => {
			answered = true;
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
			const taken = { roundTrips, statements };
			roundTrips = 0;
			statements = [];
			return taken;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
