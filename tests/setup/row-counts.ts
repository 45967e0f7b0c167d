// How many rows each table of a database has: for tests that something was written whole, or not at
// all.
import { connect } from '../../supabase/tests/databases.ts';

/**
 * By schema and name; of what PostgreSQL, its extensions and the migrations keep themselves none.
 */
export async function rowCounts(address: string): Promise<Record<string, number>> {
	const { sql, close } = await connect(address);
	try {
		const tables = await sql.query<{ name: string }>(
			`select format('%I.%I', nspname, relname) as name
			from pg_class join pg_namespace on pg_namespace.oid = relnamespace
			where relkind = 'r' and nspname in ('public', 'internal', 'auth') order by 1`
		);
		const counts: Record<string, number> = {};
		for (const { name } of tables) {
			const [row] = await sql.query<{ rows: number }>(`select count(*)::int as rows from ${name}`);
			counts[name] = row?.rows ?? 0;
		}
		return counts;
	} finally {
		await close();
	}
}
