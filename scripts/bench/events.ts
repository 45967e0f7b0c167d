// `npm run bench -- events`: what the programme costs as pages, as a map and as feeds, with 1,000
// dates in the embedded database and with 1,000 and 100,000 in PostgreSQL, beside what Gancio 1.21
// needs for 1,000 events.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, temporaryFolder } from '../../tests/setup/server.ts';
import { postgresInstalled, startThrowawayServer } from '../../tests/setup/postgres.ts';
import { pathOf } from '#lib/page/paths.ts';
import { pinnedNode, root } from '../prepare.js';
import { rendered, wholeAnswer } from './load.ts';
import { residentMegabytes } from './starts.ts';
import { table } from './table.ts';

/** The load data has about this many dates an event: one in eight is a series. */
const datesPerEvent = 1.54;

const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const kilobytes = (value: number) => `${Math.round(value / 1000).toLocaleString('en')} KB`;

interface Measured {
	name: string;
	path: string;
	/** What Gancio needs: milliseconds to the first byte, or the whole file and its size. */
	gancio?: string;
	/** The aim at 1,000 dates, rendered and from the cache. */
	aim?: string;
}

const month = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 7);
const measured: Measured[] = [
	{ name: 'agenda', path: pathOf('/events', 'lv'), gancio: '151 ms', aim: '40 ms' },
	{ name: 'month', path: pathOf('/events/:month', 'lv', month) },
	{ name: 'map, dates', path: '/map/events.json', gancio: '261 ms' },
	{
		name: 'whole ICS',
		path: '/feeds/events.ics',
		gancio: '1.4 s, 1,350 KB, no 304',
		aim: '300 ms'
	},
	{
		name: 'ICS of a region and kind',
		path: '/feeds/events.ics?region=kurzeme&kind=seminar',
		aim: '60 / 3 ms'
	},
	{ name: 'ICS within 30 km', path: '/feeds/events.ics?near=56.65,23.71&km=30', aim: '60 / 3 ms' },
	{ name: 'Atom', path: '/feeds/events.atom' },
	{ name: 'CSV, first page', path: '/feeds/events.csv' },
	{ name: 'GeoJSON, first page', path: '/feeds/events.geojson' }
];

/** Seeds the installation that `env` names; it must not be running. */
function seed(env: NodeJS.ProcessEnv, dates: number) {
	const events = Math.round(dates / datesPerEvent);
	const { status, stderr } = spawnSync(
		pinnedNode,
		[join(root, 'scripts/seed.ts'), '--organisations=1000', `--events=${events}`, '--seed=1'],
		{ cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' }
	);
	if (status !== 0) throw new Error(`seeding failed: ${stderr}`);
}

/** Cells of a column, row by row, for an installation with about so many dates. */
async function column(env: NodeJS.ProcessEnv, dates: number, times: number): Promise<string[][]> {
	const dataDir = temporaryFolder('bench');
	try {
		seed({ ...env, DATA_DIR: dataDir }, dates);
		const server = await startServer({ dataDir, env });
		try {
			const cells: string[][] = [];
			for (const { path } of measured) {
				const url = server.url + path;
				// Above some thousand points the map asks for groups of the part it shows, and this is
				// answered 400.
				const { status } = await fetch(url, { method: 'HEAD' });
				if (status === 400 && path === '/map/events.json') {
					cells.push(['too many', '', '', '', '']);
					continue;
				}
				// Large answers are asked for less often: they take as long as their size says.
				const first = await wholeAnswer(url, { headers: rendered, times: 1, warm: 1 });
				const often = first.bytes > 5_000_000 ? Math.min(3, times) : times;
				const anew = await wholeAnswer(url, { headers: rendered, times: often, warm: 1 });
				const kept = await wholeAnswer(url, { times: often });
				const same = await wholeAnswer(url, {
					headers: { 'if-none-match': kept.etag },
					status: 304,
					times: often
				});
				const packed = await wholeAnswer(url, {
					headers: { 'accept-encoding': 'br, gzip' },
					times: 1
				});
				cells.push([
					milliseconds(anew.firstByte),
					milliseconds(anew.whole),
					milliseconds(kept.whole),
					milliseconds(same.whole),
					`${kilobytes(anew.bytes)} (${kilobytes(packed.bytes)})`
				]);
			}
			console.log(`  memory afterwards: ${Math.round(residentMegabytes(server.child.pid))} MB`);
			return cells;
		} finally {
			await server.stop();
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

function show(title: string, cells: string[][]) {
	console.log(`\n${title}`);
	const head = ['', 'first byte', 'whole', 'kept', '304', 'size (packed)', 'Gancio', 'aim'];
	const rows = measured.map(({ name, gancio = '', aim = '' }, i) => [
		name,
		...(cells[i] ?? []),
		gancio,
		aim
	]);
	console.log(table(head, rows));
}

/** Measures and prints. @param quick measures each address less often */
export async function bench(quick: boolean): Promise<void> {
	const times = quick ? 10 : 50;
	show('1,000 dates, embedded database', await column({}, 1000, times));
	if (!postgresInstalled()) {
		console.log('\nPostgreSQL is not installed: 100,000 dates are not measured.');
		return;
	}
	for (const dates of [1000, 100_000]) {
		const server = await startThrowawayServer();
		try {
			const address = await server.freshDatabase('bench');
			const cells = await column({ DATABASE_URL: address }, dates, times);
			show(`${dates.toLocaleString('en')} dates, PostgreSQL`, cells);
		} finally {
			await server.stop();
		}
	}
}
