// What the browser makes of a picture before it is sent: within the longest side, in its form.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { longestSide } from './pictures.ts';
import { goesAsItIs, sizeWithin } from './scaled-picture.ts';

const side = fc.integer({ min: 1, max: 60_000 });

it('a picture fits, keeps its form to the pixel, and is never made larger', () => {
	fc.assert(
		fc.property(side, side, (width, height) => {
			const made = sizeWithin(width, height);
			const longest = Math.max(made.width, made.height);
			expect(longest).toBe(Math.min(longestSide, Math.max(width, height)));
			expect(Math.min(made.width, made.height)).toBeGreaterThanOrEqual(1);
			// Either side is within a pixel of what the other asks for.
			expect(Math.abs(made.width * height - made.height * width)).toBeLessThanOrEqual(
				Math.max(width, height)
			);
		})
	);
});

it('a small file of a sort the server reads goes as it is', () => {
	expect(goesAsItIs({ type: 'image/png', size: 40_000 })).toBe(true);
	expect(goesAsItIs({ type: 'image/jpeg', size: 15_000_000 })).toBe(false);
	expect(goesAsItIs({ type: 'image/heic', size: 40_000 })).toBe(false);
	expect(goesAsItIs({ type: '', size: 40_000 })).toBe(false);
});
