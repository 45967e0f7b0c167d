// Of several servers of one PostgreSQL database one migrates at a time, and whoever waits for
// somebody says so.
import type { Sql } from 'postgres';
import type { SqlExecutor } from './sql.ts';

/**
 * Any number, the same in every server of this product: it keeps two of them from migrating at
 * once.
 */
const OPENING_LOCK = 7_406_912_358;

/**
 * Does the owner's work while no other server does.
 * @param connect opens a connection of its own, to look at what is waited for
 * @param onWait told in a sentence whom it waits for, once for each
 */
export async function underOpeningLock<T>(
	sql: SqlExecutor,
	connect: () => Sql,
	onWait: (message: string) => void,
	work: () => Promise<T>
): Promise<T> {
	const stopWatching = await watchLocks(sql, connect, onWait);
	try {
		await takeOpeningLock(sql, onWait);
		return await work();
	} finally {
		stopWatching();
		await sql.exec(`select pg_advisory_unlock(${OPENING_LOCK})`);
	}
}

async function takeOpeningLock(sql: SqlExecutor, onWait: (message: string) => void): Promise<void> {
	const [lock] = await sql.query<{ taken: boolean }>(
		`select pg_try_advisory_lock(${OPENING_LOCK}) as taken`
	);
	if (lock?.taken === true) return;
	onWait('Another server is preparing this database; waiting until it is done');
	await sql.exec(`select pg_advisory_lock(${OPENING_LOCK})`);
}

/** Milliseconds between two looks at what the owner's work waits for. */
const LOOK_AT_LOCKS = 2000;

/**
 * Says of each process of the server that holds what the work on this connection waits for, once:
 * a table somebody has locked would make the start wait without a word. It looks from a connection
 * of its own.
 * @returns ends the watching
 */
async function watchLocks(
	sql: SqlExecutor,
	connect: () => Sql,
	onWait: (message: string) => void
): Promise<() => void> {
	const [own] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
	const said = new Set<number>();
	let other: Sql | null = null;
	const look = async () => {
		other ??= connect();
		const holders = await other<{ pid: number; program: string }[]>`
			select pid, application_name as program from pg_stat_activity
			where pid = any(pg_blocking_pids(${own?.pid ?? 0})) and application_name <> 'tikls'`;
		for (const { pid, program } of holders) {
			if (said.has(pid)) continue;
			said.add(pid);
			onWait(
				`The database waits for a lock that its process ${pid}${program === '' ? '' : ` (${program})`} holds; the start goes on when that has ended`
			);
		}
	};
	// Without room for one more connection nothing can be said; the work itself goes on.
	const timer = setInterval(() => void look().catch(() => {}), LOOK_AT_LOCKS);
	return () => {
		clearInterval(timer);
		void other?.end({ timeout: 1 });
	};
}
