// A spread must leave every member pressable: none on another, none on the group itself.
import { describe, expect, it } from 'vitest';
import { spreadAtMost, spreadOffsets } from './spread.ts';

describe('spreadOffsets', () => {
	it.each([46, 66])('keeps members %i px from each other and from the middle', (spacing) => {
		for (let count = 1; count <= 3 * spreadAtMost; count++) {
			const offsets = spreadOffsets(count, spacing);
			expect(offsets).toHaveLength(count);
			for (const [i, a] of offsets.entries()) {
				expect(Math.hypot(a.x, a.y)).toBeGreaterThanOrEqual(spacing * 0.999);
				for (const b of offsets.slice(i + 1))
					expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(spacing * 0.999);
			}
		}
	});

	it('begins at the top and stays within a thumb of the group as long as it is a spread', () => {
		const [first] = spreadOffsets(5);
		expect(first?.x).toBeCloseTo(0);
		expect(first?.y).toBeLessThan(0);
		for (const { x, y } of spreadOffsets(spreadAtMost, 46))
			expect(Math.hypot(x, y)).toBeLessThan(160);
	});

	it('is empty for nothing', () => {
		expect(spreadOffsets(0)).toEqual([]);
		expect(spreadOffsets(-3)).toEqual([]);
	});
});
