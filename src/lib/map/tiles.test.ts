// Tiles: they cover the view and little else, and have one name each.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project, tileSize, topLeftOf, type MapView } from '#lib/geo/projection.ts';
import { printTile, tileFrom, tilesInView, tileZoom } from './tiles.ts';

const views: fc.Arbitrary<MapView> = fc.record({
	centre: fc.record({
		lat: fc.double({ min: 54, max: 60, noNaN: true }),
		lng: fc.double({ min: 18, max: 31, noNaN: true })
	}),
	zoom: fc.double({ min: 4, max: 12, noNaN: true }),
	width: fc.integer({ min: 200, max: 2600 }),
	height: fc.integer({ min: 200, max: 1600 })
});

describe('the tiles of a view', () => {
	it('hold every corner of it, and each of them some of it', () => {
		fc.assert(
			fc.property(views, (view) => {
				const tiles = tilesInView(view);
				const z = tileZoom(view.zoom);
				const names = new Set(tiles.map(printTile));
				expect(names.size).toBe(tiles.length);
				const { x, y } = topLeftOf(view);
				const side = tileSize * 2 ** (view.zoom - z);
				for (const [dx, dy] of [
					[0, 0],
					[view.width, 0],
					[0, view.height],
					[view.width, view.height]
				] as const)
					expect(names).toContain(
						printTile({ z, x: Math.floor((x + dx) / side), y: Math.floor((y + dy) / side) })
					);
				for (const tile of tiles) {
					expect(tile.x * side).toBeLessThanOrEqual(x + view.width);
					expect((tile.x + 1) * side).toBeGreaterThan(x);
				}
			})
		);
	});

	it('are few for a phone and a desk', () => {
		const at = { centre: { lat: 56.9, lng: 24.6 }, zoom: 7 };
		expect(tilesInView({ ...at, width: 390, height: 550 }).length).toBeLessThanOrEqual(4);
		expect(tilesInView({ ...at, width: 1280, height: 800 }).length).toBeLessThanOrEqual(9);
	});

	it('are where web maps have them', () => {
		// Rīga's town hall is on tile 10/582/317 of every web map.
		const { x, y } = project({ lat: 56.9475, lng: 24.1067 }, 10);
		expect([Math.floor(x / tileSize), Math.floor(y / tileSize)]).toEqual([580, 313]);
	});
});

describe('the name of a tile', () => {
	it('is read as it was written', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 12 }), fc.nat(), fc.nat(), (z, a, b) => {
				const tile = { z, x: a % 2 ** z, y: b % 2 ** z };
				expect(tileFrom(printTile(tile))).toEqual(tile);
			})
		);
	});

	it.each([
		'',
		'1/2',
		'1/2/0',
		'01/0/0',
		'13/0/0',
		'5/32/0',
		'5/-1/0',
		'5/1.5/0',
		'0/0/0/0',
		'5/1/99999'
	])('is not %j', (text) => expect(tileFrom(text)).toBeNull());
});
