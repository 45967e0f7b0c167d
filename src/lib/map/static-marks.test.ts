// A still map must show every point of its view, alone or counted, and nothing may cover anything.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metresBetween } from '#lib/geo/distance.ts';
import type { MapPoint } from './points.ts';
import { fit } from '#lib/geo/projection.ts';
import { staticMarks } from './static-marks.ts';

const bounds = { south: 55.6, west: 20.8, north: 58.1, east: 28.3 };
const view = fit(bounds, 640, 480, 10);

const points = fc
	.array(
		fc.oneof(
			fc.record({
				lat: fc.double({ min: bounds.south, max: bounds.north, noNaN: true }),
				lng: fc.double({ min: bounds.west, max: bounds.east, noNaN: true })
			}),
			fc.constantFrom({ lat: 56.95, lng: 24.11 }, { lat: 56.5, lng: 21.01 })
		),
		{ maxLength: 400 }
	)
	.map((places) =>
		places.map((place, i): MapPoint => ({
			...place,
			id: `o${i}`,
			label: `o${i}`,
			note: '',
			href: '/',
			shape: 'circle',
			colour: 'blue',
			approximate: false
		}))
	);

describe('staticMarks', () => {
	it('shows every point once, keeps marks apart and within the number allowed', () => {
		fc.assert(
			fc.property(points, fc.integer({ min: 24, max: 60 }), (some, spacing) => {
				const marks = staticMarks(some, view, { spacing, atMost: 43 });
				expect(marks.length).toBeLessThanOrEqual(43);
				expect(marks.flatMap((mark) => mark.points.map(({ id }) => id)).sort()).toEqual(
					some.map(({ id }) => id).sort()
				);
				for (const [i, a] of marks.entries())
					for (const b of marks.slice(i + 1))
						expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(spacing);
			}),
			{ numRuns: 60 }
		);
	});

	it('names a distance that reaches every point of a group', () => {
		fc.assert(
			fc.property(points, (some) => {
				for (const mark of staticMarks(some, view, { spacing: 48 })) {
					expect(mark.km).toBeGreaterThanOrEqual(1);
					for (const point of mark.points)
						expect(metresBetween(mark, point)).toBeLessThanOrEqual(mark.km * 1000);
				}
			}),
			{ numRuns: 30 }
		);
	});

	it('stands a group at its busiest place and lists its points as they were given', () => {
		const at = (id: string, lat: number, lng: number) => ({
			id,
			lat,
			lng,
			label: id,
			note: '',
			href: '/',
			shape: 'circle' as const,
			colour: 'blue' as const,
			approximate: false
		});
		const [mark, ...rest] = staticMarks(
			[at('a', 56.97, 24.2), at('b', 56.95, 24.1), at('c', 56.95, 24.1)],
			view,
			{ spacing: 48 }
		);
		expect(rest).toEqual([]);
		expect(mark).toMatchObject({ lat: 56.95, lng: 24.1, km: 7 });
		expect(mark?.points.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
	});

	it('leaves out what is not in the view', () => {
		expect(staticMarks([], view, { spacing: 48 })).toEqual([]);
	});
});
