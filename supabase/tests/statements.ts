// What one request costs PostgreSQL inside: every statement that is run, those of functions
// included, and how often each of our own functions is called. The server tells it itself
// (auto_explain, track_functions); nothing is guessed from the text.
import type { OpenStore } from '#lib/backend/embedded/stores.ts';
import type { Wire } from '../../tests/setup/wire.ts';

export interface Cost {
	/** Texts of the statements that were planned and run, in order; those of functions too. */
	statements: string[];
	/** How often each function of this product was called, the most often called first. */
	calls: [name: string, count: number][];
}

/** The statement a remark of auto_explain is about. */
const QUERY = /^duration: [\d.]+ ms {2}plan:\nQuery Text: ([^]*?)\n(?=\S.*\(cost=)/;

/**
 * Counts what `work` costs. The store must have one connection, which goes through the wire:
 * settings of a session hold on no other.
 */
export async function costOf(
	store: OpenStore,
	wire: Wire,
	work: () => Promise<unknown>
): Promise<Cost> {
	const called = () =>
		store.asOwner(async (sql) => {
			await sql.query('select pg_stat_force_next_flush()');
			const rows = await sql.query<{ name: string; calls: number }>(
				`select schemaname || '.' || funcname as name, calls::int as calls
					from pg_stat_user_functions where schemaname in ('public', 'internal')`
			);
			return new Map(rows.map(({ name, calls }) => [name, calls]));
		});
	const speak = (statements: string) => store.asOwner((sql) => sql.exec(statements));

	await speak(`load 'auto_explain';
		set track_functions = 'all';
		set auto_explain.log_nested_statements = on;
		set auto_explain.log_level = 'notice'`);
	const before = await called();
	await speak('set auto_explain.log_min_duration = 0');
	wire.take();
	await work();
	const said = wire.take();
	await speak('set auto_explain.log_min_duration = -1; set track_functions = none');
	const after = await called();
	return {
		statements: said.notices.flatMap((notice) => QUERY.exec(notice)?.[1] ?? []),
		calls: [...after]
			.map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)])
			.filter(([, count]) => count > 0)
			.sort(([, one], [, other]) => other - one)
	};
}
