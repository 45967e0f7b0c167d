// The whole server while its PostgreSQL is paused, as visitors see it: pages that are kept come at
// once, the others are refused in their time, and soon after the database goes on everything is as
// before.
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../../tests/setup/server.ts';
import { startThrowawayServer } from '../../supabase/tests/throwaway.ts';
import { build } from '../prepare.js';
import { BOUND } from './away.ts';

export interface PausedChaos {
	tries: number;
	/** Pages that are kept, asked for while the database was paused. */
	kept: number;
	/** Of them those that were not what they had been before. */
	notServed: number;
	/** Milliseconds the slowest of them took. */
	slowestKept: number;
	/** Pages that are not kept, asked for at the same time. */
	others: number;
	/** Of all these, answers after their time. */
	late: number;
	/** Milliseconds the slowest of all took. */
	slowest: number;
	/** Milliseconds from the database's return until a page that is not kept came, the longest. */
	wholeAfter: number;
}

const keptPages = ['/', '/en', '/pasakumi', '/en/events', '/par'];

/** Visitors who ask at the same time; every second one for pages that are kept. */
const visitors = 10;

/** @param milliseconds how long the database is paused each time */
export async function databasePaused(tries: number, milliseconds: number): Promise<PausedChaos> {
	const result: PausedChaos = {
		tries: 0,
		kept: 0,
		notServed: 0,
		slowestKept: 0,
		others: 0,
		late: 0,
		slowest: 0,
		wholeAfter: 0
	};
	if (tries === 0) return result;
	await build();
	const database = await startThrowawayServer();
	try {
		const server = await startServer({
			env: {
				DATABASE_URL: await database.freshDatabase('paused'),
				ADDRESS_HEADER: 'x-forwarded-for'
			}
		});
		const get = async (path: string, from: number) => {
			const begun = performance.now();
			const response = await fetch(server.url + path, {
				headers: { accept: 'text/html', 'x-forwarded-for': `192.0.2.${from}` }
			});
			const text = await response.text();
			return { status: response.status, text, ms: performance.now() - begun };
		};
		let number = 0;
		const notKept = () => `/?q=${(number += 1)}`;
		try {
			for (let round = 0; round < tries; round += 1) {
				const before = new Map<string, string>();
				for (const path of keptPages) before.set(path, (await get(path, 1)).text);
				database.pause();
				const end = Date.now() + milliseconds;
				const visit = async (visitor: number) => {
					for (let turn = visitor; Date.now() < end; turn += 1) {
						const isKept = visitor % 2 === 0;
						const path = isKept ? (keptPages[turn % keptPages.length] ?? '/') : notKept();
						const { status, text, ms } = await get(path, visitor + 2);
						result[isKept ? 'kept' : 'others'] += 1;
						if (isKept && (status !== 200 || text !== before.get(path))) result.notServed += 1;
						if (isKept) result.slowestKept = Math.max(result.slowestKept, Math.round(ms));
						if (ms > BOUND) result.late += 1;
						result.slowest = Math.max(result.slowest, Math.round(ms));
						await pause(100);
					}
				};
				await Promise.all(Array.from({ length: visitors }, (_, visitor) => visit(visitor)));
				database.goOn();
				const back = performance.now();
				while ((await get(notKept(), 1)).status !== 200 && performance.now() - back < 60_000)
					await pause(50);
				result.wholeAfter = Math.max(result.wholeAfter, Math.round(performance.now() - back));
				result.tries += 1;
			}
		} finally {
			database.goOn();
			await server.stop();
		}
		return result;
	} finally {
		await database.stop();
	}
}
