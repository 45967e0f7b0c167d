// The projection against values of the OSM wiki and Leaflet's own, and its inverse over the whole
// square.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, fit, maxLatitude, placeInView, project, unproject } from './projection.ts';

describe('project', () => {
	it('puts the middle of the world in the middle of the square', () => {
		expect(project({ lat: 0, lng: 0 }, 0)).toEqual({ x: 128, y: 128 });
		expect(project({ lat: 0, lng: 180 }, 3)).toEqual({ x: 2048, y: 1024 });
	});

	it('puts Rīga in the tile street-map servers call 8/145/78', () => {
		const { x, y } = project({ lat: 56.946, lng: 24.10589 }, 8);
		expect([Math.floor(x / 256), Math.floor(y / 256)]).toEqual([145, 78]);
	});

	it('holds the poles at the edge of the square', () => {
		expect(project({ lat: 90, lng: 0 }, 0).y).toBeCloseTo(0, 6);
		expect(project({ lat: -90, lng: 0 }, 0).y).toBeCloseTo(256, 6);
	});

	it('is undone by unproject', () => {
		const degrees = (limit: number) =>
			fc.double({ min: -limit, max: limit, noNaN: true, noDefaultInfinity: true });
		fc.assert(
			fc.property(
				degrees(maxLatitude),
				degrees(180),
				fc.double({ min: 0, max: 20, noNaN: true }),
				(lat, lng, zoom) => {
					const back = unproject(project({ lat, lng }, zoom), zoom);
					expect(back.lat).toBeCloseTo(lat, 6);
					expect(back.lng).toBeCloseTo(lng, 6);
				}
			)
		);
	});
});

describe('fit', () => {
	const latvia = { south: 55.67, west: 20.95, north: 58.09, east: 28.25 };

	it('shows the whole box within the padding, touching it on one axis', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 200, max: 2000 }),
				fc.integer({ min: 200, max: 2000 }),
				(width, height) => {
					const view = fit(latvia, width, height, 20);
					const a = placeInView({ lat: latvia.north, lng: latvia.west }, view);
					const b = placeInView({ lat: latvia.south, lng: latvia.east }, view);
					expect(Math.min(a.x, a.y, width - b.x, height - b.y)).toBeCloseTo(20, 3);
				}
			)
		);
	});

	it('keeps to the largest zoom for a single point, and to whole zooms when asked', () => {
		const point = { south: 57, north: 57, west: 24, east: 24 };
		expect(fit(point, 300, 200).zoom).toBe(12);
		expect(fit(latvia, 640, 420, 16, { whole: true }).zoom).toBe(6);
	});

	it('is consistent with boundsOf', () => {
		const seen = boundsOf(fit(latvia, 640, 420, 0));
		expect(seen.south).toBeLessThanOrEqual(latvia.south + 1e-9);
		expect(seen.east).toBeGreaterThanOrEqual(latvia.east - 1e-9);
	});
});
