// What a PostgreSQL server does by itself and the embedded database does not: a nightly checkpoint and vacuum, and reading
// every table once after a crash to see that it can be read.
import type { SqlExecutor } from './sql.ts';

/** Writes everything to its place, drops what is dead and refreshes the planner's figures. Not allowed inside a transaction. */
export async function checkpointAndVacuum(sql: SqlExecutor): Promise<void> {
	await sql.exec('checkpoint');
	await sql.exec('vacuum (analyze)');
}

/** Reads every row of every table. @throws what PostgreSQL says about the first block it cannot read. */
export async function readEverything(sql: SqlExecutor): Promise<void> {
	const tables = await sql.query<{ name: string }>(
		"select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace where relkind in ('r', 'm', 't')"
	);
	for (const { name } of tables) await sql.query(`select count(*) from ${name}`);
}
