// `npm run bench -- memory`: how much memory the server takes at the start, during and after the
// requests of half an hour (as fast as they go), with a thousand connections that are kept and with
// two hundred that do not read; and which part of it is what. On both databases.
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresInstalled, startThrowawayServer } from '../../tests/setup/postgres.ts';
import { startServer, temporaryFolder, type TestServer } from '../../tests/setup/server.ts';
import { isTold, mappedOf, residentOfTree } from './memory-parts.ts';
import { halfAnHour, mixedLoad } from './mixed-load.ts';
import { table } from './table.ts';
import { mark, type Testimony } from './witness.ts';

/** Resident megabytes of all processes of the server after the load. */
const aims = { embedded: 450, PostgreSQL: 250 };

const kept = 1000;
const deaf = 200;
/** Milliseconds between two looks at the memory. */
const often = 250;

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);

/** What the process says of itself. */
async function testimony(server: TestServer): Promise<Testimony> {
	const said = () => server.output().split(mark).length;
	const before = said();
	server.child.kill('SIGUSR2');
	for (let turn = 0; said() === before && turn < 100; turn += 1) await pause(100);
	const last = server.output().split(mark).at(-1)?.split('\n')[0] ?? '';
	return JSON.parse(last) as Testimony;
}

/** A column of the table: everything in megabytes. */
async function look(server: TestServer, most: number): Promise<string[]> {
	const pid = server.child.pid ?? 0;
	const { main, threads } = await testimony(server);
	const mapped = mappedOf(pid);
	const thread = threads.serve;
	const others = Object.entries(threads).filter(([name]) => name !== 'serve');
	const heaps =
		main.physical + Object.values(threads).reduce((sum, { physical }) => sum + physical, 0);
	return [
		residentOfTree(pid),
		most,
		main.physical,
		main.used,
		main.external,
		thread?.physical ?? 0,
		thread?.used ?? 0,
		thread?.external ?? 0,
		others.reduce((sum, [, { physical }]) => sum + physical, 0),
		mapped.webAssembly,
		mapped.malloc,
		mapped.files,
		Math.max(0, mapped.other - heaps)
	].map(megabytes);
}

const rows = [
	'resident, all processes',
	'most at any time',
	"heap of pages' thread",
	'  of it in use',
	'  buffers it holds (outside)',
	"heap of database's thread",
	'  of it in use',
	'  buffers it holds (outside)',
	'heaps of other threads',
	"PGlite's memory",
	'malloc',
	'program and libraries',
	'the rest: code, large buffers, stacks'
];

/** Runs `work` and tells the most memory meanwhile. */
async function watched(server: TestServer, work: () => Promise<void>): Promise<number> {
	const pid = server.child.pid ?? 0;
	let most = residentOfTree(pid);
	const timer = setInterval(() => (most = Math.max(most, residentOfTree(pid))), often);
	try {
		await work();
	} finally {
		clearInterval(timer);
	}
	return most;
}

/** Opens connections that each ask for a page; one that is deaf never reads what is answered. */
async function connections(server: TestServer, count: number, isDeaf: boolean): Promise<Socket[]> {
	const port = Number(new URL(server.url).port);
	const sockets: Socket[] = [];
	for (let number = 0; number < count; number += 1) {
		const socket = connect(port, 'localhost');
		socket.on('error', () => {});
		sockets.push(socket);
		await new Promise<void>((resolve) => {
			socket.once('connect', () => resolve());
			socket.once('close', () => resolve());
		});
		if (isDeaf) socket.pause();
		else socket.resume();
		const from = `198.51.${100 + Math.floor(number / 200)}.${(number % 200) + 1}`;
		const one = `GET ${isDeaf ? `/?q=${number}` : '/'} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: ${from}\r\naccept: text/html\r\n\r\n`;
		// Whoever does not read asks for as much as a connection holds.
		socket.write(isDeaf ? one.repeat(50) : one);
		if (number % 20 === 19) await pause(50);
	}
	return sockets;
}

async function measure(
	name: keyof typeof aims,
	env: NodeJS.ProcessEnv,
	requests: number,
	rest: number
): Promise<boolean> {
	const dataDir = temporaryFolder('memory');
	const settings = {
		...env,
		ADDRESS_HEADER: 'x-forwarded-for',
		NODE_OPTIONS: `--import=${new URL('witness.ts', import.meta.url).href}`,
		TIKLS_MEMORY_WITNESS: 'on'
	};
	try {
		// The making of the database is another matter: what is measured is a later start.
		await (await startServer({ dataDir, env })).stop();
		const server = await startServer({ dataDir, env: settings });
		try {
			const columns: [string, string[]][] = [];
			const put = async (column: string, work: () => Promise<void>) => {
				const most = await watched(server, async () => {
					await work();
					await pause(rest);
				});
				columns.push([column, await look(server, most)]);
			};
			await put('start', () => Promise.resolve());
			const began = performance.now();
			await put('load', async () => {
				const { statuses, published } = await mixedLoad(server, requests);
				const seconds = Math.round((performance.now() - began) / 1000);
				const counts = [...statuses].sort(([a], [b]) => a - b);
				console.log(
					`${name}: ${requests} requests in ${seconds} s, answered ${counts.map(([status, count]) => `${status}: ${count}`).join(', ')}; ${published} organisations published`
				);
			});
			for (const [column, count, isDeaf] of [
				[`${kept} kept`, kept, false],
				[`${deaf} deaf`, deaf, true]
			] as const) {
				let sockets: Socket[] = [];
				await put(column, async () => {
					sockets = await connections(server, count, isDeaf);
				});
				for (const socket of sockets) socket.destroy();
			}
			await put('gone', () => Promise.resolve());
			console.log(
				table(
					[`${name}, MB`, ...columns.map(([column]) => column)],
					rows.map((row, i) => [row, ...columns.map(([, column]) => column[i] ?? '')])
				)
			);
			return Number(columns[1]?.[1][0]) <= aims[name];
		} finally {
			await server.stop();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** Measures and prints the tables. @param quick a tenth of the requests */
export async function bench(quick: boolean): Promise<void> {
	if (!isTold) return console.log('Linux alone tells what memory is for: not measured.');
	const [requests, rest] = quick ? [halfAnHour / 10, 2000] : [halfAnHour, 10_000];
	const missed: string[] = [];
	if (!(await measure('embedded', {}, requests, rest))) missed.push('embedded');
	if (postgresInstalled()) {
		const postgres = await startThrowawayServer();
		try {
			const env = { DATABASE_URL: await postgres.freshDatabase('memory') };
			if (!(await measure('PostgreSQL', env, requests, rest))) missed.push('PostgreSQL');
		} finally {
			await postgres.stop();
		}
	} else console.log('PostgreSQL is not installed here: its table is left out.');
	console.log(
		`Aims after the load: ${aims.embedded} MB embedded, ${aims.PostgreSQL} MB on PostgreSQL. ${missed.length === 0 ? 'Both are met.' : `Missed: ${missed.join(', ')}.`}`
	);
}
