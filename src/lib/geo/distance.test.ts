// Distances: against known ones, and what must hold for any two points.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceWords, metresBetween } from './distance.ts';

const point = fc.record({
	lat: fc.double({ min: -90, max: 90, noNaN: true }),
	lng: fc.double({ min: -180, max: 180, noNaN: true })
});

describe('metresBetween', () => {
	test('Rīga to Kuldīga is about 131 km, as PostGIS says on the ellipsoid', () => {
		const riga = { lat: 56.946, lng: 24.10589 };
		const kuldiga = { lat: 56.97399, lng: 21.95721 };
		// st_distance(geography) gives 130 798 m.
		expect(metresBetween(riga, kuldiga)).toBeGreaterThan(130_000);
		expect(metresBetween(riga, kuldiga)).toBeLessThan(131_600);
	});

	test('one degree of latitude is a 360th of the way around', () => {
		expect(metresBetween({ lat: 56, lng: 24 }, { lat: 57, lng: 24 })).toBeCloseTo(111_195.08, 1);
	});

	test('a point is no distance from itself, and both ways are equally long', () => {
		fc.assert(
			fc.property(point, point, (a, b) => {
				expect(metresBetween(a, a)).toBe(0);
				expect(metresBetween(a, b)).toBeCloseTo(metresBetween(b, a), 6);
			})
		);
	});

	test('never longer than half way around the Earth, never NaN', () => {
		fc.assert(
			fc.property(point, point, (a, b) => {
				const metres = metresBetween(a, b);
				expect(metres).toBeGreaterThanOrEqual(0);
				expect(metres).toBeLessThanOrEqual(Math.PI * 6_371_008.8 + 1e-6);
			})
		);
	});

	test('a metre tells on the other side of the Earth, too', () => {
		const metre = 1 / 111_195.08;
		const opposite = metresBetween({ lat: 56, lng: 24 }, { lat: -56, lng: -156 });
		const beside = metresBetween({ lat: 56, lng: 24 }, { lat: -56 + metre, lng: -156 });
		expect(opposite - beside).toBeCloseTo(1, 3);
	});

	test('a detour is never shorter', () => {
		fc.assert(
			fc.property(point, point, point, (a, b, c) => {
				expect(metresBetween(a, c)).toBeLessThanOrEqual(
					metresBetween(a, b) + metresBetween(b, c) + 1e-3
				);
			})
		);
	});
});

describe('distanceWords', () => {
	test.each([
		[0, 'mazāk par 1 km', 'less than 1 km'],
		[999.9, 'mazāk par 1 km', 'less than 1 km'],
		[1000, '1,0\u00a0km', '1.0\u00a0km'],
		[3449, '3,4\u00a0km', '3.4\u00a0km'],
		[9949, '9,9\u00a0km', '9.9\u00a0km'],
		[9951, '10\u00a0km', '10\u00a0km'],
		[12_400, '12\u00a0km', '12\u00a0km']
	])('%d m', (metres, lv, en) => {
		expect(distanceWords(metres, 'lv')).toBe(lv);
		expect(distanceWords(metres, 'en')).toBe(en);
	});

	test('what is said is never more than half a step away from the truth', () => {
		fc.assert(
			fc.property(fc.double({ min: 1000, max: 500_000, noNaN: true }), (metres) => {
				const said = Number(
					distanceWords(metres, 'lv')
						.replace(/\s*km$/, '')
						.replace(',', '.')
				);
				expect(Math.abs(said - metres / 1000)).toBeLessThanOrEqual(metres < 9950 ? 0.0501 : 0.501);
			})
		);
	});

	test('what is no distance is refused', () => {
		for (const wrong of [-1, NaN, Infinity])
			expect(() => distanceWords(wrong, 'lv')).toThrow(RangeError);
	});
});
