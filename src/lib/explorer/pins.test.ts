// Pins of a view, tile by tile: what is asked for, what is kept, what is given up; and rows that
// are counted or single.
import { describe, expect, it } from 'vitest';
import type { MapView } from '#lib/geo/projection.ts';
import { printTile, type Tile } from '#lib/map/tiles.ts';
import { PinTiles } from './pin-tiles.ts';
import { areaAround, cornersOf, countOf, pinsFrom, type Pins } from './pins.ts';

const view = (lng: number, zoom = 9): MapView => ({
	centre: { lat: 56.9, lng },
	zoom,
	width: 800,
	height: 600
});

/** A server that answers when it is told to, with a cell named by the tile. */
function server() {
	const asked: string[] = [];
	const aborted: string[] = [];
	const open = new Map<string, (pins: Pins | Error) => void>();
	const seen: Pins[] = [];
	const pinsOf = ({ x, y }: Tile): Pins => ({
		points: [],
		cells: [{ count: 2, lat: y, lng: x, bounds: { south: y, north: y, west: x, east: x } }]
	});
	const tiles = new PinTiles(
		(tile, signal) => {
			const name = printTile(tile);
			asked.push(name);
			return new Promise((resolve, reject) => {
				signal.addEventListener('abort', () => {
					aborted.push(name);
					reject(new Error('aborted'));
				});
				open.set(name, (pins) => (pins instanceof Error ? reject(pins) : resolve(pins)));
			});
		},
		(pins) => seen.push(pins)
	);
	const answer = () => {
		for (const [name, give] of open) {
			const [z = 0, x = 0, y = 0] = name.split('/').map(Number);
			give(pinsOf({ z, x, y }));
		}
		open.clear();
	};
	return { tiles, asked, aborted, open, seen, answer };
}

describe('tiles of pins', () => {
	it('are shown when all in view are there, and asked for once', async () => {
		const { tiles, asked, seen, answer } = server();
		const first = tiles.show(view(24));
		expect(seen).toEqual([]);
		answer();
		expect(await first).toBe(true);
		expect(countOf(seen[0] as Pins)).toBe(2 * asked.length);
		const before = asked.length;
		expect(await tiles.show(view(24.001))).toBe(true);
		expect(asked).toHaveLength(before);
		// A little further a few more are asked for, and what was there is still told.
		const further = tiles.show(view(26));
		answer();
		await further;
		expect(asked.length).toBeGreaterThan(before);
		expect(new Set(asked).size).toBe(asked.length);
		expect(countOf(seen.at(-1) as Pins)).toBeGreaterThan(2);
	});

	it('that went out of view are given up, and asked for again when they come back', async () => {
		const { tiles, asked, aborted, seen, answer } = server();
		const left = tiles.show(view(21.5));
		const gone = [...asked];
		const right = tiles.show(view(28));
		expect(aborted).toEqual(gone);
		answer();
		expect([await left, await right]).toEqual([false, true]);
		expect(seen).toHaveLength(1);
		const back = tiles.show(view(21.5));
		expect(asked.filter((name) => gone.includes(name))).toEqual([...gone, ...gone]);
		answer();
		expect(await back).toBe(true);
	});

	it('that cannot be had are a failure of the view that needs them, and of no later one', async () => {
		const { tiles, open, answer } = server();
		const failing = tiles.show(view(24));
		const [one] = open.values();
		one?.(new Error('no answer'));
		await expect(failing).rejects.toThrow('no answer');
		const again = tiles.show(view(24));
		answer();
		expect(await again).toBe(true);
	});
});

it('rows are cells by their count and points by their name', () => {
	const pins = pinsFrom(
		[
			[12, 56.9, 24.1, 56.8, 24, 57, 24.2],
			['a', 'partner', 'A', 56.5, 21, false]
		],
		'organisations',
		'lv'
	);
	expect(pins.points.map(({ id }) => id)).toEqual(['a']);
	expect(pins.cells).toMatchObject([{ count: 12, bounds: { south: 56.8, east: 24.2 } }]);
	expect(countOf(pins)).toBe(13);
	expect(cornersOf(pins)).toContainEqual({ lat: 57, lng: 24.2 });
});

it('a box without extent becomes an area that holds it', () => {
	const area = areaAround({ south: 56.5, north: 56.5, west: 24.12345, east: 24.12345 });
	expect(area.south).toBeLessThan(56.5);
	expect(area.north).toBeGreaterThan(56.5);
	expect(area.west).toBeLessThan(24.12345);
	expect(area.east - area.west).toBeLessThan(1e-4);
});
