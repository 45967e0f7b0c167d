// The shapes must be told apart without colour and none may look more important than another by its
// size.
import { describe, expect, it } from 'vitest';
import { markerShapes } from '#lib/network/network.ts';
import { symbolBox, symbolCorners, symbolPath } from './symbols.ts';

/** Shoelace formula. */
function area(corners: readonly (readonly [number, number])[]): number {
	return (
		Math.abs(
			corners.reduce((sum, [x, y], i) => {
				const [nextX, nextY] = corners[(i + 1) % corners.length] ?? [0, 0];
				return sum + x * nextY - nextX * y;
			}, 0)
		) / 2
	);
}

describe('marker shapes', () => {
	it.each(markerShapes)('%s stays in its box, with room for an outline', (shape) => {
		for (const value of symbolCorners[shape].flat()) {
			expect(value).toBeGreaterThanOrEqual(0.2);
			expect(value).toBeLessThanOrEqual(symbolBox - 0.2);
		}
	});

	it('all have nearly the same painted area', () => {
		const areas = markerShapes.map((shape) => area(symbolCorners[shape]));
		const mean = areas.reduce((a, b) => a + b) / areas.length;
		for (const one of areas) expect(Math.abs(one / mean - 1)).toBeLessThan(0.12);
	});

	it('are all different and drawn as closed outlines', () => {
		const paths = markerShapes.map(symbolPath);
		expect(new Set(paths).size).toBe(markerShapes.length);
		for (const path of paths) expect(path).toMatch(/^M[\d. aLl-]+Z$/);
	});
});
