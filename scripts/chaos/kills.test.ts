// A handful of what `npm run chaos` does in full: nothing acknowledged is lost, every folder opens
// again.
import { expect, test } from 'vitest';
import { postgresInstalled } from '../../supabase/tests/throwaway.ts';
import { databaseAway } from './away.ts';
import { killFirstStarts, killUnderWrites } from './kills.ts';

test('killed while writing, the database loses nothing it has acknowledged', async () => {
	const result = await killUnderWrites(3, 7);
	expect(result).toMatchObject({ kills: 3, lost: 0, notOpened: 0 });
	// Without writes in between the kills would prove nothing.
	expect(result.acknowledged).toBeGreaterThan(3);
}, 400_000);

test('killed during its first start, a folder opens at the next', async () => {
	const result = await killFirstStarts(4, 7);
	expect(result).toMatchObject({ kills: 4, notOpened: 0 });
	expect(result.midway).toBeGreaterThan(0);
}, 400_000);

test.skipIf(!postgresInstalled() && process.env.CI !== 'true')(
	'while PostgreSQL is paused, killed or locked nobody waits too long and nothing acknowledged is lost',
	async () => {
		const result = await databaseAway(3, 3500);
		expect(result).toMatchObject({ tries: 3, late: 0, lost: 0, restarts: 0 });
		expect(result.asked).toBeGreaterThan(30);
	},
	400_000
);
