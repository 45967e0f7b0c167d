// What a PostgreSQL server does by itself and the embedded database does not: a nightly checkpoint
// and vacuum.
import type { SqlExecutor } from './sql.ts';

/**
 * Never cuts a file off: a file that is shorter than it was is how a loss is found after a crash
 * (floor.ts).
 */
export const VACUUM = 'vacuum (analyze, truncate false)';

/**
 * Writes everything to its place, drops what is dead and refreshes the planner's figures. Not
 * allowed inside a transaction.
 */
export async function checkpointAndVacuum(sql: SqlExecutor): Promise<void> {
	await sql.exec('checkpoint');
	await sql.exec(VACUUM);
}
