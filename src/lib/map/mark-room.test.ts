// Marks are whole inside the map and clear of its buttons, for any box, frame and marks; names keep
// clear of what stands on the map.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels, labelStyles, type LabelRow } from '#lib/map/basemap/labels.ts';
import { placeInView, project } from '#lib/geo/projection.ts';
import { fitMarks, markRoom, obstacleOf } from './mark-room.ts';

const labels = JSON.parse(
	readFileSync(new URL('basemap/labels.json', import.meta.url), 'utf8')
) as LabelRow[];

const place = fc.record({
	lat: fc.double({ min: 55.7, max: 58, noNaN: true }),
	lng: fc.double({ min: 21, max: 28.2, noNaN: true })
});
const places = fc.array(place, { minLength: 1, maxLength: 30 });
const frame = fc.record({
	width: fc.integer({ min: 320, max: 2000 }),
	height: fc.integer({ min: 350, max: 1400 })
});

test('every mark of a box is whole, and none lies under the buttons', () => {
	fc.assert(
		fc.property(places, frame, fc.boolean(), (marks, size, dated) => {
			const bounds = {
				south: Math.min(...marks.map(({ lat }) => lat)) - 1e-6,
				north: Math.max(...marks.map(({ lat }) => lat)) + 1e-6,
				west: Math.min(...marks.map(({ lng }) => lng)) - 1e-6,
				east: Math.max(...marks.map(({ lng }) => lng)) + 1e-6
			};
			const view = fitMarks(bounds, size, { dated, places: marks }, { maxZoom: 12 });
			// Half of a date of two digits and a month; half of a shape.
			const half = dated ? 30 : 13;
			for (const mark of marks) {
				const { x, y } = placeInView(mark, view);
				expect(x - half).toBeGreaterThanOrEqual(0);
				expect(x + half).toBeLessThanOrEqual(size.width);
				expect(y - 19 - 14).toBeGreaterThanOrEqual(0);
				expect(y).toBeLessThanOrEqual(size.height);
				expect(x - half > 57 || y - 19 - 14 > 146).toBe(true);
			}
		})
	);
});

test('without marks in the corner of the buttons the box stands in the middle', () => {
	const bounds = { south: 55.58, west: 20.75, north: 58.18, east: 28.35 };
	const size = { width: 900, height: 744 };
	const view = fitMarks(bounds, size, { dated: false, places: [] }, { maxZoom: 12 });
	const room = markRoom(false);
	const corner = placeInView({ lat: bounds.north, lng: bounds.west }, view);
	const other = placeInView({ lat: bounds.south, lng: bounds.east }, view);
	expect(corner.x - room.left).toBeCloseTo(size.width - other.x - room.right, 6);
	expect(corner.y - room.top).toBeCloseTo(size.height - other.y - room.bottom, 6);
});

test('names keep clear of marks at any zoom, and the largest towns keep theirs', () => {
	const mark = fc.record({ at: place, count: fc.constantFrom(1, 2, 12, 120), town: fc.nat(500) });
	fc.assert(
		fc.property(
			fc.array(mark, { maxLength: 25 }),
			fc.double({ min: 6, max: 12, noNaN: true }),
			(marks, zoom) => {
				// Half of them stand at towns, as the real ones do.
				const obstacles = marks.map(({ at, count, town }) => {
					const row = town % 2 ? labels[town % labels.length] : undefined;
					return obstacleOf({ ...(row ? { lat: row[1], lng: row[2] } : at), count });
				});
				for (const label of placeLabels(labels, zoom, 'lv', obstacles)) {
					const { fontSize } = labelStyles[label.kind];
					for (const obstacle of obstacles) {
						const { x, y } = project(obstacle, zoom);
						const meets =
							label.left < x + obstacle.right &&
							label.right > x + obstacle.left &&
							label.textY - fontSize * 0.8 < y + obstacle.bottom &&
							label.textY + fontSize * 0.25 > y + obstacle.top;
						expect(meets, label.text).toBe(false);
					}
				}
			}
		)
	);
	// One mark in each town: its name finds another side.
	const towns = labels.filter(([kind]) => kind === 'capital' || kind === 'city');
	const marks = towns.map(([, lat, lng]) => obstacleOf({ lat, lng }));
	const named = placeLabels(labels, 7.3, 'lv', marks).map(({ text }) => text);
	expect(named).toEqual(expect.arrayContaining(towns.map(([, , , name]) => name)));
});
