// Bars are as long as their numbers are large, to one scale, and never longer than their room.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { barsOf } from './bars.ts';

const count = fc.oneof(fc.nat(5), fc.nat(1_000_000));
const row = fc
	.tuple(count, count)
	.map(([first, second]) => ({ name: '', values: [first, second] }));
const drawings = fc.constantFrom('share' as const, 'stack' as const, 'single' as const);

it('never leave their room, and a longer one stands for more', () => {
	fc.assert(
		fc.property(fc.array(row, { maxLength: 8 }), drawings, (rows, drawn) => {
			const bars = barsOf({ rows, drawn }) ?? [];
			expect(bars).toHaveLength(rows.length);
			for (const { solid, hollow } of bars) {
				expect(solid).toBeGreaterThanOrEqual(0);
				expect(hollow).toBeGreaterThanOrEqual(0);
				expect(solid + hollow).toBeLessThanOrEqual(100.000001);
			}
			if (drawn === 'share') return;
			const length = (place: number) =>
				(rows[place]?.values[0] ?? 0) + (drawn === 'stack' ? (rows[place]?.values[1] ?? 0) : 0);
			for (const [a, one] of bars.entries())
				for (const [b, other] of bars.entries())
					if (one.solid + one.hollow > other.solid + other.hollow + 0.000001)
						expect(length(a)).toBeGreaterThan(length(b));
			const longest = Math.max(...bars.map(({ solid, hollow }) => solid + hollow), 0);
			const all = Math.max(...rows.map((_, place) => length(place)), 0);
			expect(longest).toBeCloseTo(all === 0 ? 0 : 100, 6);
		})
	);
});

it('show a part of a whole, none of nothing, and no text', () => {
	const rows = [
		{ name: 'a', values: [3, 4] },
		{ name: 'b', values: [0, 0] },
		{ name: 'c', values: [null, '2026-01-01'] }
	];
	expect(barsOf({ rows, drawn: 'share' })).toEqual([
		{ solid: 75, hollow: 25 },
		{ solid: 0, hollow: 0 },
		{ solid: 0, hollow: 0 }
	]);
	expect(barsOf({ rows, drawn: 'none' })).toBeNull();
});
