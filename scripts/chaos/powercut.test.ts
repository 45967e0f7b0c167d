// A handful of what `npm run chaos -- powercut` does in full.
import { expect, test } from 'vitest';
import { cutPowers } from './powercut.ts';

test('a power cut takes nothing that was acknowledged, at whatever moment it comes', async () => {
	const result = await cutPowers(5, 7, { of: 'notes' });
	expect(result).toMatchObject({ cuts: 5, lost: 0, halfDone: 0, notOpened: 0 });
	expect(result.acknowledged).toBeGreaterThan(5);
	// Without anything uncertain they would have been kills.
	expect(result.blocksUncertain).toBeGreaterThan(0);
}, 400_000);

test('a disk that is never told to flush loses what was acknowledged', async () => {
	const result = await cutPowers(1, 7, { of: 'notes', isDeaf: true });
	expect(result.lost + result.notOpened).toBeGreaterThan(0);
}, 400_000);
