// On PostgreSQL a question that takes too long is cancelled alone: others are answered meanwhile,
// on the same server and afterwards on the same connections. What the embedded database does is
// told in src/lib/backend/embedded/engine.test.ts.
import { expect, test } from 'vitest';
import { serveLiteOn } from './served.ts';
import { postgresInstalled } from './throwaway.ts';

test.skipIf(!postgresInstalled() && process.env.CI !== 'true')(
	'a slow question is cancelled alone',
	async () => {
		const lite = await serveLiteOn(
			'PostgreSQL',
			(sql) =>
				sql.exec(`create function public.slow() returns integer language plpgsql as
					'begin perform pg_catalog.pg_sleep(60); return pg_catalog.pg_backend_pid(); end';
					create function public.own_process() returns integer language sql as
						'select pg_catalog.pg_backend_pid() from pg_catalog.pg_sleep(0.1)';
					grant execute on function public.slow, public.own_process to anon`),
			2
		);
		try {
			const processes = async () =>
				new Set(
					(
						await Promise.all(
							Array.from({ length: 8 }, () => lite.ask('rpc/own_process', 'POST', {}))
						)
					).map(({ text }) => text)
				);
			let before = new Set<string>();
			// The second connection is opened when the first is busy.
			await expect.poll(async () => (before = await processes()).size, { timeout: 20_000 }).toBe(2);
			const slow = lite.ask('rpc/slow', 'POST', {});
			let isRunning = true;
			void slow.then(() => (isRunning = false));
			const other = await lite.ask('rpc/own_process', 'POST', {});
			expect(other.status).toBe(200);
			expect(isRunning).toBe(true);
			const { status, text } = await slow;
			expect(status).toBeGreaterThanOrEqual(500);
			expect(text).toContain('canceling statement due to statement timeout');
			expect(await processes()).toEqual(before);
		} finally {
			await lite.close();
		}
	}
);
