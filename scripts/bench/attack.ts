// `npm run bench -- attack`: thirty strangers ask for the dearest things there are for a minute,
// each as often as he gets an answer, while an ordinary visitor opens the start page and somebody
// asks whether the server is well. On this machine alone, bounded in time and in requests; it stops
// what it has started.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresInstalled, startThrowawayServer } from '../../tests/setup/postgres.ts';
import { startServer, temporaryFolder, type TestServer } from '../../tests/setup/server.ts';
import { pinnedNode, root } from '../prepare.js';
import { median, percentile } from './load.ts';
import { table } from './table.ts';

/** What must not be exceeded, in milliseconds. */
const aims = { start: 250, health: 100, suggest: 60 };
const strangers = 30;
/** Requests of one stranger at the same time: one more than he may have. */
const atOnce = 3;
/** However fast they are answered. */
const mostRequests = 100_000;
/** Milliseconds between two looks of the ordinary visitor. */
const often = 200;

interface Shot {
	path: string;
	method?: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: Buffer;
}

/** A different one each time, so that nothing is answered from memory. */
let count = 0;
const unknownWords = (words: number) =>
	Array.from({ length: words }, () => `xq${(count += 1).toString(36)}vzk`).join('+');
const somewhere = () => `${(56 + Math.random()).toFixed(2)},${(22 + Math.random() * 4).toFixed(2)}`;

const multipart = Buffer.from(
	`--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n`.repeat(200_000)
);
/**
 * A form that is carried through the sign-in, as long as it may be, of signs a page has to escape.
 */
const carried = Buffer.from(
	new URLSearchParams({
		email: 'a@example.org',
		pending: JSON.stringify({
			action: '/koordinatoriem',
			fields: Array.from({ length: 130 }, () => ['a', '<'.repeat(3000)]),
			files: false
		})
	}).toString()
);

/** The dearest addresses that are known, in turn. */
const shots: (() => Shot)[] = [
	() => ({ path: `/?q=${unknownWords(12)}&region=kurzeme&near=Kuld%C4%ABga` }),
	() => ({ path: `/?show=events&q=${unknownWords(12)}&region=kurzeme&near=${somewhere()}&km=200` }),
	() => ({ path: `/?q=centrs+biedriba&near=${somewhere()}&km=200&page=999999` }),
	() => ({ path: `/pasakumi?past=1&q=seminars&near=${somewhere()}&km=200&page=99` }),
	() => ({ path: `/pasakumi/${2000 + (count++ % 90)}-12?near=${somewhere()}&km=200` }),
	() => ({ path: `/map/organisations.json?near=${somewhere()}&km=200` }),
	() => ({ path: `/map/events.json?q=seminars&near=${somewhere()}&km=200` }),
	() => ({ path: `/suggest.json?q=${unknownWords(8)}` }),
	() => ({ path: `/feeds/events.ics?alarm=${count++ % 10_000}&near=${somewhere()}&km=200` }),
	() => ({ path: `/feeds/events.csv?past=1&near=${somewhere()}&km=200` }),
	() => ({ path: `/feeds/organisations.geojson?q=centrs&near=${somewhere()}&km=200` }),
	() => ({ path: `/organizacija/${unknownWords(1)}` }),
	() => ({
		path: '/pieslegties/kods?/start',
		method: 'POST',
		headers: { 'content-type': 'multipart/form-data; boundary=x' },
		body: multipart
	}),
	() => ({
		path: '/pieslegties/kods?/pending',
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: carried
	}),
	() => ({ path: `/nekas-${(count += 1)}` }),
	() => ({ path: '/%E0%A4%A' })
];

interface Answer {
	/** 0: the connection was closed. */
	status: number;
	milliseconds: number;
}

/** One request, read to its end. Never throws. */
function fire(agent: Agent, base: string, shot: Shot, from: string): Promise<Answer> {
	const began = performance.now();
	return new Promise((resolve) => {
		const done = (status: number) => resolve({ status, milliseconds: performance.now() - began });
		const asked = request(
			base + shot.path,
			{
				agent,
				method: shot.method ?? 'GET',
				headers: {
					'x-forwarded-for': from,
					origin: base,
					accept: 'text/html',
					...(shot.body && { 'content-length': shot.body.length }),
					...shot.headers
				},
				timeout: 30_000
			},
			(response) => {
				response.resume();
				response.on('end', () => done(response.statusCode ?? 0));
				response.on('error', () => done(0));
			}
		);
		asked.on('error', () => done(0));
		asked.on('timeout', () => asked.destroy());
		asked.end(shot.body);
	});
}

interface Figures {
	start: number[];
	health: number[];
	/** Answers to strangers, by status. */
	answers: Map<number, number>;
	/** Answers to the ordinary visitor that were not 200. */
	failed: number;
}

async function attack(server: TestServer, seconds: number, isQuiet: boolean): Promise<Figures> {
	const figures: Figures = { start: [], health: [], answers: new Map(), failed: 0 };
	const end = performance.now() + seconds * 1000;
	const isOver = () => performance.now() >= end;
	let sent = 0;
	const agents: Agent[] = [];
	const agentOf = (maxSockets: number) => {
		const agent = new Agent({ keepAlive: true, maxSockets });
		agents.push(agent);
		return agent;
	};
	const stranger = async (index: number) => {
		const agent = agentOf(atOnce);
		const from = `198.51.100.${index + 1}`;
		const one = async (offset: number) => {
			for (let turn = index + offset; !isOver() && sent < mostRequests; turn += 1) {
				sent += 1;
				const shot = shots[turn % shots.length]?.() ?? { path: '/' };
				const { status } = await fire(agent, server.url, shot, from);
				figures.answers.set(status, (figures.answers.get(status) ?? 0) + 1);
				// Who is refused comes back too soon, but not at once: this machine has to send all of it,
				// too.
				if (status !== 200) await pause(50);
			}
		};
		await Promise.all(Array.from({ length: atOnce }, (_, i) => one(i * 5)));
	};
	const visitor = async (path: string, times: number[]) => {
		const agent = agentOf(1);
		while (!isOver()) {
			const { status, milliseconds } = await fire(agent, server.url, { path }, '192.0.2.1');
			times.push(milliseconds);
			if (status !== 200) figures.failed += 1;
			await pause(often);
		}
	};
	await Promise.all([
		visitor('/', figures.start),
		visitor('/healthz', figures.health),
		...(isQuiet ? [] : Array.from({ length: strangers }, (_, index) => stranger(index)))
	]);
	for (const agent of agents) agent.destroy();
	return figures;
}

/** Milliseconds of suggestions for a word nobody ever wrote, nobody else asking. */
async function unknownWord(server: TestServer): Promise<number[]> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const taken: number[] = [];
	for (let i = 0; i < 25; i += 1) {
		const path = `/suggest.json?q=${unknownWords(1)}`;
		const { status, milliseconds } = await fire(agent, server.url, { path }, '192.0.2.2');
		if (status !== 200) throw new Error(`${path} is answered ${status}`);
		// The first ones warm the connection and the compiler.
		if (i >= 5) taken.push(milliseconds);
	}
	agent.destroy();
	return taken;
}

const times = (list: number[]) =>
	`${Math.round(median(list))}/${Math.round(percentile(list, 95))}/${Math.round(Math.max(...list))} ms`;

const answered = ({ answers }: Figures) =>
	[...answers]
		.sort(([a], [b]) => a - b)
		.map(([status, number]) => `${status || 'closed'}: ${number}`)
		.join(', ');

function seed(organisations: number, env: NodeJS.ProcessEnv) {
	execFileSync(
		pinnedNode,
		[
			join(root, 'scripts/seed.ts'),
			`--organisations=${organisations}`,
			`--events=${organisations}`,
			'--seed=1'
		],
		{ cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }
	);
}

/** Measures and prints the table. @param quick a smaller directory and a quarter of a minute */
export async function bench(quick: boolean): Promise<void> {
	const [organisations, seconds] = quick ? [1000, 15] : [10_000, 60];
	const rows: string[][] = [];
	const missed: string[] = [];
	const measure = async (name: string, env: NodeJS.ProcessEnv) => {
		const dataDir = temporaryFolder('attack');
		try {
			seed(organisations, { ...env, DATA_DIR: dataDir });
			const server = await startServer({
				dataDir,
				env: { ...env, ADDRESS_HEADER: 'x-forwarded-for' }
			});
			try {
				const suggest = await unknownWord(server);
				console.log(`${name}: suggestions for an unknown word ${times(suggest)}`);
				if (percentile(suggest, 95) > aims.suggest) missed.push(`/suggest.json, ${name}`);
				for (const isQuiet of [true, false]) {
					const figures = await attack(server, isQuiet ? 5 : seconds, isQuiet);
					const what = isQuiet ? 'alone' : `${strangers} strangers`;
					rows.push([
						`${name}, ${what}`,
						times(figures.start),
						times(figures.health),
						String(figures.failed)
					]);
					if (isQuiet) continue;
					console.log(`${name}: strangers were answered ${answered(figures)}`);
					if (percentile(figures.start, 95) > aims.start) missed.push(`start page, ${name}`);
					if (percentile(figures.health, 95) > aims.health) missed.push(`/healthz, ${name}`);
				}
				const restarts = server
					.output()
					.split('\n')
					.filter((line) => /start(ed)? again/.test(line));
				console.log(`${name}: the database was started again ${restarts.length} times`);
			} finally {
				await server.stop();
			}
		} finally {
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
	await measure('embedded', {});
	if (postgresInstalled()) {
		const postgres = await startThrowawayServer();
		try {
			await measure('PostgreSQL', { DATABASE_URL: await postgres.freshDatabase('attack') });
		} finally {
			await postgres.stop();
		}
	} else console.log('PostgreSQL is not installed here: that row is left out.');
	console.log(table(['', 'start page', '/healthz', 'not answered 200'], rows));
	console.log(
		`Median/95th percentile/worst; ${organisations.toLocaleString('en')} organisations and as many events, ${seconds} s. Aims at the 95th percentile: start page ${aims.start} ms, /healthz ${aims.health} ms, suggestions alone ${aims.suggest} ms. ${missed.length === 0 ? 'All are met.' : `Missed: ${missed.join(', ')}.`}`
	);
}
