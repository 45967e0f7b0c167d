// Fills an empty database from the seed module, as its owner and in one transaction: either all of
// it or nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { network } from '#network';
import { StartError, reasonOf } from './start-error.ts';
import { inTransaction, type SqlExecutor } from './sql.ts';

export interface Seeded {
	organisations: number;
	events: number;
	places: number;
}

interface SeedModule {
	seed(sql: SqlExecutor, options: { today: string }): Promise<Seeded>;
}

/**
 * Seeds when the project has a seed and `organisations` has no row.
 * @returns what was written; null when nothing was to be done.
 */
export async function seedIfEmpty(
	sql: SqlExecutor,
	projectRoot: string,
	onBegin: () => void = () => {}
): Promise<Seeded | null> {
	const path = join(projectRoot, 'src', 'lib', 'seed', 'seed.ts');
	// A project that brings only migrations (the tests' own small ones) has nothing to be filled
	// with.
	if (!existsSync(path)) return null;
	const [state] = await sql.query<{ empty: boolean }>(
		'select not exists (select from public.organisations) as empty'
	);
	if (state?.empty !== true) {
		await followConfiguration(sql, projectRoot);
		return null;
	}
	onBegin();
	const module = (await import(pathToFileURL(path).href)) as SeedModule;
	try {
		return await inTransaction(sql, () => module.seed(sql, { today: today() }));
	} catch (error) {
		throw new StartError('SEED_FAILED', `The seed could not be written: ${reasonOf(error)}.`, {
			cause: error
		});
	}
}

/**
 * When network.config.ts names other languages than before, what is made per language is made anew;
 * when it demands something else of administrators, that holds from now on.
 */
async function followConfiguration(sql: SqlExecutor, projectRoot: string): Promise<void> {
	const [state] = await sql.query<{ same: boolean }>(
		`select exists (select from internal.network
			where to_jsonb(languages) = $1::text::jsonb and administrators_need_second_factor = $2) as same`,
		[JSON.stringify(network.languages), network.administratorsNeedSecondFactor]
	);
	if (state?.same === true) return;
	const path = join(projectRoot, 'src', 'lib', 'seed', 'network-rows.ts');
	const module = (await import(pathToFileURL(path).href)) as {
		insertNetwork(sql: SqlExecutor): Promise<void>;
	};
	await inTransaction(sql, () => module.insertNetwork(sql));
}

/**
 * Today's date as ISO 8601 in the network's zone: a first start at 01:00 in Riga is not yesterday.
 */
function today(): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone: network.timeZone }).format(new Date());
}
