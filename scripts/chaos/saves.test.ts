// A handful of what `npm run chaos` does in full while people save. A file of its own, because it
// takes as long as the rest.
import { expect, test } from 'vitest';
import { killUnderSaves } from './saves.ts';

test('killed while people save, it loses no save and does none by half', async () => {
	const result = await killUnderSaves(3, 7);
	expect(result).toMatchObject({ kills: 3, lost: 0, halfDone: 0, notOpened: 0 });
	expect(result.acknowledged).toBeGreaterThanOrEqual(3);
}, 400_000);
