// `npm run bench -- scale`: what a question costs as the directory grows: 1,000 and 10,000
// organisations in both databases, 100,000 in PostgreSQL (a throwaway server, when it is
// installed). Each page rendered anew is set beside the bare SQL question asked of the same
// database and beside a static file of the same bytes from the same server, all in one run, so that
// a busy machine moves both sides of a ratio.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import postgres from 'postgres';
import { databaseOf } from '#lib/backend/embedded/first-start.ts';
import { overPostgres, type SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { openEmbedded } from '#lib/backend/embedded/stores.ts';
import { sourceFiles } from '#lib/seed/source-files.ts';
import { postgresInstalled, startThrowawayServer } from '../../tests/setup/postgres.ts';
import { startServer, temporaryFolder } from '../../tests/setup/server.ts';
import { buildFolder, pinnedNode, root } from '../prepare.js';
import { fetchBody, median, pagesPerSecond, percentile, timesToFirstByte } from './load.ts';
import { table } from './table.ts';

/**
 * One thing visitors ask for: different addresses that ask it, and the same as bare questions to
 * the database.
 */
interface Question {
	name: string;
	paths: string[];
	sql: { text: string; params: unknown[] }[];
}

/** Names of the first data's organisations: the same searches at every size. */
const names = sourceFiles
	.organisations()
	.organisations.flatMap(({ name_lv }) => name_lv.value ?? []);

/** A name with one letter missing from the middle of its longest word. */
function misspelt(name: string): string {
	const [longest = name] = name.split(/\s+/).toSorted((a, b) => b.length - a.length);
	const middle = Math.floor(longest.length / 2);
	return name.replace(longest, longest.slice(0, middle) + longest.slice(middle + 1));
}

const find = 'select public.find_organisations($1::text::jsonb)';
const search = (text: string) => ({ text: find, params: [JSON.stringify({ words: text })] });
const query = (name: string, value: string) => `/?${new URLSearchParams([[name, value]])}`;

function questions(): Question[] {
	const places = sourceFiles.places().slice(0, 25);
	return [
		{
			name: 'detail',
			paths: ['/organizacija/kurzemes-nvo-centrs'],
			sql: [{ text: 'select public.organisation_detail($1)', params: ['kurzemes-nvo-centrs'] }]
		},
		{
			name: 'list and map',
			paths: ['/'],
			sql: [{ text: find, params: ['{}'] }]
		},
		{
			name: 'list and map of a region',
			paths: [query('region', 'kurzeme')],
			sql: [{ text: find, params: ['{"regions": ["kurzeme"]}'] }]
		},
		{
			name: 'agenda of events',
			paths: ['/pasakumi'],
			sql: [
				{
					text: 'select public.find_events($1::text::jsonb)',
					params: [JSON.stringify({ from: new Date().toISOString() })]
				}
			]
		},
		{
			name: 'search for a name',
			paths: names.map((name) => query('q', name.slice(0, 100))),
			sql: names.map(search)
		},
		{
			name: 'search, corrected',
			paths: names.map((name) => query('q', misspelt(name.slice(0, 100)))),
			sql: names.map((name) => search(misspelt(name)))
		},
		{
			name: 'search for a common word',
			paths: [query('q', 'centrs')],
			sql: [search('centrs')]
		},
		{
			name: 'near a place',
			paths: places.map(({ lat, lng }) => query('near', `${lat},${lng}`)),
			sql: places.map(({ lat, lng }) => ({
				text: find,
				params: [JSON.stringify({ near: { lat, lng }, km: 25 })]
			}))
		}
	];
}

interface Figures {
	/** Milliseconds. */
	firstByte: number[];
	sql: number[];
	file: number[];
}

const milliseconds = (value: number) => value.toFixed(value < 10 ? 1 : 0);

/** `median/95th percentile ms, multiple of the bare SQL, multiple of the file`. */
function cell({ firstByte, sql, file }: Figures): string {
	const middle = median(firstByte);
	return `${milliseconds(middle)}/${milliseconds(percentile(firstByte, 95))} ms ${(middle / median(sql)).toFixed(1)}q ${(middle / median(file)).toFixed(0)}f`;
}

/** Asks every question of a database as a visitor, without a server in between. */
async function bareSql(sql: SqlExecutor, times: number): Promise<Map<string, number[]>> {
	await sql.exec('set role anon');
	const found = new Map<string, number[]>();
	for (const { name, sql: asked } of questions()) {
		const taken: number[] = [];
		for (let i = -2; i < Math.max(times, asked.length); i++) {
			const one = asked[Math.abs(i) % asked.length];
			if (!one) continue;
			const began = performance.now();
			await sql.query(one.text, one.params);
			if (i >= 0) taken.push(performance.now() - began);
		}
		found.set(name, taken);
	}
	await sql.exec('reset role');
	return found;
}

/** Files of the bytes of the pages, where the server serves files from; they go with `remove`. */
function staticCopies() {
	const folder = join(buildFolder, 'client', 'bench');
	mkdirSync(folder, { recursive: true });
	return {
		path: (index: number) => `/bench/${index}.html`,
		write(index: number, packed: Buffer) {
			writeFileSync(join(folder, `${index}.html`), brotliDecompressSync(packed));
			writeFileSync(join(folder, `${index}.html.br`), packed);
		},
		remove: () => rmSync(folder, { recursive: true, force: true })
	};
}

/** One database of one size, and how to ask it without a server. */
interface Database {
	env: NodeJS.ProcessEnv;
	dataDir: string;
	bare(times: number): Promise<Map<string, number[]>>;
}

async function measure(
	database: Database,
	effort: Effort,
	rows: Map<string, string[]>,
	column: number
) {
	const put = (row: string, text: string) => {
		const cells = rows.get(row) ?? [];
		cells[column] = text;
		rows.set(row, cells);
	};
	const all = questions();
	const { dataDir, env } = database;
	const copies = staticCopies();
	try {
		const first = await startServer({ dataDir, env });
		try {
			for (const [index, { paths }] of all.entries())
				copies.write(index, await fetchBody(first.url + (paths[0] ?? '/'), 'br'));
		} finally {
			await first.stop();
		}
		const sql = await database.bare(effort.requests);
		const server = await startServer({ dataDir, env });
		try {
			for (const [index, { name, paths }] of all.entries()) {
				const asked = paths.map((path) => server.url + path);
				const [address = server.url, ...others] = asked;
				// Several addresses are asked once each: the second time the server would know their
				// totals.
				const requests = asked.length > 1 ? asked.length : effort.requests;
				const firstByte = await timesToFirstByte([address, ...others], {
					cached: false,
					times: requests
				});
				const file = await timesToFirstByte([server.url + copies.path(index)], {
					cached: true,
					times: effort.requests
				});
				put(name, cell({ firstByte, file, sql: sql.get(name) ?? [] }));
			}
			for (const clients of [1, 10, 50]) {
				const load = { clients, seconds: effort.seconds };
				const file = await pagesPerSecond(server.url + copies.path(1), { ...load, cached: true });
				const cached = await pagesPerSecond(server.url, { ...load, cached: true });
				const anew = await pagesPerSecond(server.url, { ...load, cached: false });
				put(
					`answers/s, ${clients} clients: file, cached, anew`,
					`${Math.round(file)}, ${Math.round(cached)} (${(cached / file).toFixed(2)}), ${anew.toFixed(1)}`
				);
			}
		} finally {
			await server.stop();
		}
	} finally {
		copies.remove();
	}
}

interface Effort {
	requests: number;
	seconds: number;
}

function seed(organisations: number, env: NodeJS.ProcessEnv) {
	execFileSync(
		pinnedNode,
		[
			join(root, 'scripts/seed.ts'),
			`--organisations=${organisations - names.length}`,
			// Beyond this, seeding would take longer than measuring; `bench -- events` asks the questions
			// about dates.
			`--events=${Math.min(organisations, 10_000)}`,
			'--seed=1'
		],
		{ cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }
	);
}

/** Measures and prints the table. @param quick stops at 10,000 and measures less often */
export async function bench(quick: boolean): Promise<void> {
	const effort = quick ? { requests: 10, seconds: 1 } : { requests: 40, seconds: 4 };
	const rows = new Map<string, string[]>();
	const columns: string[] = [];
	for (const size of quick ? [1000] : [1000, 10_000]) {
		const dataDir = temporaryFolder('scale');
		seed(size, { DATA_DIR: dataDir });
		columns.push(`PGlite ${size.toLocaleString('en')}`);
		const bare = async (times: number) => {
			// A copy: a database opened by somebody else than its server counts as damaged.
			const copy = temporaryFolder('scale-copy');
			cpSync(databaseOf(dataDir), copy, { recursive: true });
			const store = await openEmbedded(copy);
			try {
				return await store.asOwner((sql) => bareSql(sql, times));
			} finally {
				await store.close();
				rmSync(copy, { recursive: true, force: true });
			}
		};
		await measure({ env: {}, dataDir, bare }, effort, rows, columns.length - 1);
		rmSync(dataDir, { recursive: true, force: true });
	}
	if (postgresInstalled()) {
		const server = await startThrowawayServer();
		try {
			for (const size of quick ? [1000, 10_000] : [1000, 10_000, 100_000]) {
				const databaseUrl = await server.freshDatabase(`scale_${size}`);
				const dataDir = temporaryFolder('scale');
				const env = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir };
				seed(size, env);
				columns.push(`PostgreSQL ${size.toLocaleString('en')}`);
				const bare = async (times: number) => {
					const pool = postgres(databaseUrl, { max: 1, onnotice: () => {} });
					const connection = await pool.reserve();
					try {
						return await bareSql(overPostgres(connection), times);
					} finally {
						connection.release();
						await pool.end();
					}
				};
				await measure({ env, dataDir, bare }, effort, rows, columns.length - 1);
				rmSync(dataDir, { recursive: true, force: true });
			}
		} finally {
			await server.stop();
		}
	} else console.log('PostgreSQL is not installed here: those columns are left out.');
	console.log(
		table(
			['', ...columns],
			[...rows].map(([name, cells]) => [name, ...columns.map((_, index) => cells[index] ?? '')])
		)
	);
	console.log(
		'First byte of the page rendered anew: median/95th percentile, q = multiple of the bare SQL, f = multiple of a file of the same bytes.'
	);
}
