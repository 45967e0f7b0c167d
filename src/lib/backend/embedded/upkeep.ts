// What a PostgreSQL server does by itself and the embedded database does not: a nightly checkpoint
// and vacuum; and what can be put in order because nobody but this process has the database.
import type { SqlExecutor } from './sql.ts';

/**
 * Never cuts a file off: a file that is shorter than it was is how a loss is found after a crash
 * (floor.ts).
 */
export const VACUUM = 'vacuum (analyze, truncate false)';

/**
 * Writes everything to its place, then drops what is dead and refreshes the planner's figures,
 * table by table: nobody waits for more than one. Not allowed inside a transaction.
 * @param step from 0
 * @returns whether there is a next one
 */
export async function upkeepStep(sql: SqlExecutor, step: number): Promise<boolean> {
	if (step === 0) {
		await sql.exec('checkpoint');
		return true;
	}
	const [table] = await sql.query<{ name: string; more: boolean }>(
		`select oid::regclass::text as name, lead(oid) over (order by oid) is not null as more
		from pg_class where relkind in ('r', 'm') and relpersistence = 'p'
		order by oid offset ${step - 1} limit 1`
	);
	if (table === undefined) return false;
	await sql.exec(`${VACUUM} ${table.name}`);
	return table.more;
}

/**
 * Jobs that were taken and not ended are free at once: who had taken them has ended, or the
 * database would be theirs. Else what is due waits for minutes after a server that was killed at
 * its work.
 */
export async function dropLeases(sql: SqlExecutor): Promise<void> {
	const [jobs] = await sql.query<{ there: boolean }>(
		"select to_regclass('internal.jobs') is not null as there"
	);
	if (jobs?.there === true)
		await sql.exec(
			'update internal.jobs set lease = null, leased_until = null where lease is not null'
		);
}
