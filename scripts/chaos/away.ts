// A PostgreSQL server that is paused, killed and started again, or locked while people read and
// write: everybody is answered in his time, what was acknowledged is there once, and nothing that
// failed was half done.
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { openPostgresEngine } from '#lib/backend/embedded/open-postgres.ts';
import { startThrowawayServer, type ThrowawayServer } from '../../supabase/tests/throwaway.ts';
import { makeSmallProject } from '../../tests/setup/small-project.ts';

/**
 * Milliseconds nobody may wait longer, on a machine with much to do: five seconds and as much
 * again.
 */
export const BOUND = 10_000;

export interface AwayChaos {
	tries: number;
	/** Questions while the database was away. */
	asked: number;
	/** Of them those that were answered after their time. */
	late: number;
	/** Acknowledged writes that are missing afterwards, and writes that are there twice. */
	lost: number;
	/** Restarts of the thread that asks; none is needed. */
	restarts: number;
	/** Milliseconds from the database's return to the first right answer, the longest of all. */
	wholeAfter: number;
}

/**
 * What keeps the database from answering.
 * @returns ends it, and resolves when the database is there again
 */
type Fault = (server: ThrowawayServer, address: string) => Promise<() => Promise<void>>;

const FAULTS: Record<string, Fault> = {
	paused: (server) => {
		server.pause();
		return Promise.resolve(() => Promise.resolve(server.goOn()));
	},
	'killed and started again': async (server) => {
		await server.shutDown();
		return () => server.startAgain();
	},
	locked: async (_, address) => {
		const sql = postgres(address, { max: 1, onnotice: () => {} });
		const holder = await sql.reserve();
		await holder.unsafe('begin; lock table public.notes in access exclusive mode').simple();
		return async () => {
			await holder.unsafe('rollback');
			holder.release();
			await sql.end({ timeout: 1 });
		};
	}
};

/** @param milliseconds how long the database is away each time */
export async function databaseAway(tries: number, milliseconds = 6000): Promise<AwayChaos> {
	const result: AwayChaos = { tries: 0, asked: 0, late: 0, lost: 0, restarts: 0, wholeAfter: 0 };
	if (tries === 0) return result;
	const project = makeSmallProject();
	const server = await startThrowawayServer();
	const address = await server.freshDatabase('chaos');
	// These servers forget the last moment when they are killed, unless they are told that what is in
	// it matters.
	const setUp = postgres(address, { max: 1 });
	await setUp`alter database chaos set synchronous_commit = on`;
	await setUp.end({ timeout: 1 });
	const open = await openPostgresEngine(address, project.folder('data'), {
		projectRoot: project.root,
		seed: false,
		onNote: (text) => void (result.restarts += text.includes('restarting') ? 1 : 0)
	});
	const acknowledged: string[] = [];
	const ask = async (body?: string) => {
		const begun = performance.now();
		const { status } = await open.engine.fetch(
			'http://embedded.invalid/rest/v1/notes?select=body',
			{
				method: body === undefined ? 'GET' : 'POST',
				headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
				...(body === undefined ? {} : { body: JSON.stringify({ body }) })
			}
		);
		if (status === 201 && body !== undefined) acknowledged.push(body);
		return { isRight: status < 300, ms: performance.now() - begun };
	};
	try {
		for (let round = 0; round < tries; round += 1) {
			const fault = Object.values(FAULTS)[round % 3] ?? FAULTS.paused;
			const end = await fault?.(server, address);
			const until = Date.now() + milliseconds;
			const people = Array.from({ length: 12 }, async (_, person) => {
				for (let turn = 0; Date.now() < until; turn += 1) {
					const { ms } = await ask(person % 2 === 0 ? `${round} ${person} ${turn}` : undefined);
					result.asked += 1;
					if (ms > BOUND) result.late += 1;
					await pause(100);
				}
			});
			await Promise.all(people);
			await end?.();
			const back = performance.now();
			while (!(await ask()).isRight && performance.now() - back < 60_000) await pause(50);
			result.wholeAfter = Math.max(result.wholeAfter, Math.round(performance.now() - back));
			await ask(`after ${round}`);
			result.tries += 1;
		}
		const sql = postgres(address, { max: 1, onnotice: () => {} });
		const rows = await sql<{ body: string; count: number }[]>`
			select body, count(*)::int as count from public.notes where not hidden group by body`;
		await sql.end({ timeout: 1 });
		const count = new Map(rows.map((row) => [row.body, row.count]));
		result.lost =
			acknowledged.filter((body) => !count.has(body)).length +
			rows.filter((row) => row.count > 1).length;
		return result;
	} finally {
		await open.close();
		await server.stop();
		project.remove();
	}
}
