// `npm run bench -- search`: how good the search is on the first data (recall at 5 and mean
// reciprocal rank over the judged queries of supabase/tests/search, on both databases), and what a
// question costs as the directory grows (PostgreSQL, asked as a visitor: 1,000, 10,000 and 100,000
// organisations; quick: without the last).
import { writeLoad } from '#lib/seed/load.ts';
import { inTransaction } from '#lib/backend/embedded/sql.ts';
import { databases, today, type TestDatabase } from '../../supabase/tests/databases.ts';
import beginRun from '../../supabase/tests/prepared.ts';
import { askJudged, mean, type Answered } from '../../supabase/tests/search/quality.ts';
import { table } from './table.ts';

const figure = (value: number) => value.toFixed(3);

/**
 * What people type, from selective to broad; `name` is an invented one that some organisations of
 * the load data have.
 */
const typed = (name: string) => ({
	'a name': name,
	'a name with a typing error': `${name.slice(0, 3)}${name.slice(4)}`,
	'a name and a place': `${name} rīga`,
	'a phone nobody has': '+371 29123456',
	'a word nobody has': 'zobārstniecība',
	'a topic in a village': 'kvalitātes vadība alsunga',
	'the same, misspelt': 'kvalitates vadbia alsnga',
	'one common word': 'biedrība',
	'one common word, begun': 'bied'
});

async function milliseconds(database: TestDatabase, words: string, times: number) {
	const spent: number[] = [];
	let hits = 0;
	await database.sql.exec('begin; set local role anon');
	try {
		for (let time = 0; time < times; time++) {
			const began = performance.now();
			const [row] = await database.sql.query<{ hits: number }>(
				`select count(*)::int as hits from (select organisation_id from internal.organisation_hits($1)
					order by rank desc, organisation_id limit 40) as page`,
				[words]
			);
			spent.push(performance.now() - began);
			hits = row?.hits ?? 0;
		}
	} finally {
		await database.sql.exec('rollback');
	}
	spent.sort((a, b) => a - b);
	return { median: spent[Math.floor(spent.length / 2)] ?? 0, hits };
}

function printQuality(name: string, answered: readonly Answered[]): void {
	const groups = new Map<string, Answered[]>();
	for (const one of answered) {
		const group = `${one.subject}: ${one.group}`;
		groups.set(group, [...(groups.get(group) ?? []), one]);
	}
	groups.set('all', [...answered]);
	const rows = [...groups].map(([group, of]) => {
		const { recall, reciprocalRank } = mean(of);
		return [group, String(of.length), figure(recall), figure(reciprocalRank)];
	});
	console.log(table([name, 'queries', 'recall at 5', 'mean reciprocal rank'], rows));
	console.log('Aims: 0.970 and 0.930 in all.\n');
}

/** Measures and prints; needs PostgreSQL for the second half. */
export async function bench(quick: boolean): Promise<void> {
	const endRun = beginRun();
	try {
		for (const { name, open, missing } of databases) {
			if (missing) continue;
			const database = await open();
			try {
				printQuality(name, await askJudged(database.sql));
				if (name === 'PostgreSQL') await printTimes(database, quick);
			} finally {
				await database.close();
			}
		}
	} finally {
		await endRun();
	}
}

async function printTimes(database: TestDatabase, quick: boolean) {
	const columns: string[][] = [];
	const sizes = quick ? [1000, 10_000] : [1000, 10_000, 100_000];
	for (const organisations of sizes) {
		const began = performance.now();
		await inTransaction(database.sql, () =>
			writeLoad(database.sql, { organisations, events: 0, seed: 'bench', today })
		);
		const seconds = (performance.now() - began) / 1000;
		await database.sql.exec('vacuum analyze');
		const column = [`${seconds.toFixed(0)} s`];
		const [named] = await database.sql.query<{ name: string }>(
			`select substring(name ->> 'lv' from '“(.*)”') as name from public.organisations
				where slug like 'load-test-bench-%500'`
		);
		const asked = typed(named?.name ?? '');
		for (const words of Object.values(asked)) {
			const { median, hits } = await milliseconds(database, words, quick ? 9 : 41);
			column.push(`${median.toFixed(1)} ms (${hits === 40 ? '40 or more' : hits})`);
		}
		columns.push(column);
	}
	const rows = ['seeding', ...Object.keys(typed(''))];
	console.log(
		table(
			[
				'organisations, median of a question (found)',
				...sizes.map((size) => size.toLocaleString('en'))
			],
			rows.map((row, index) => [row, ...columns.map((column) => column[index] ?? '')])
		)
	);
}
