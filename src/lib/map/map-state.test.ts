// What presses and the chosen point do to the map, with a stand-in for the library that only notes
// what it was told.
import { describe, expect, it } from 'vitest';
import type { MapSurface } from './leaflet.ts';
import { MapState } from './map-state.svelte.ts';
import type { MapPoint } from './points.ts';
import { fit, type MapView } from '#lib/geo/projection.ts';

const network = { south: 55.58, west: 20.75, north: 58.18, east: 28.35 };

function pointAt(id: string, lat: number, lng: number): MapPoint {
	return {
		id,
		lat,
		lng,
		label: id.toUpperCase(),
		note: 'Partneris',
		href: `/${id}`,
		shape: 'circle',
		colour: 'blue',
		approximate: false
	};
}

/**
 * Three at one place in Rīga, one in Jūrmala close by, one in Liepāja; and twenty at one place in
 * Rēzekne.
 */
const points = [
	pointAt('a', 56.95, 24.11),
	pointAt('b', 56.95, 24.11),
	pointAt('c', 56.95, 24.11),
	pointAt('jurmala', 56.968, 23.77),
	pointAt('liepaja', 56.505, 21.011),
	...Array.from({ length: 20 }, (_, i) => pointAt(`r${i}`, 56.51, 27.34))
];

function opened(zoom = 7) {
	let selected: string | null = null;
	const told: string[] = [];
	const view: MapView = { ...fit(network, 3200, 2000), zoom };
	const surface: MapSurface = {
		pane: {} as HTMLElement,
		minZoom: 6,
		view: () => view,
		place: () => () => undefined,
		paint: () => undefined,
		paintOver: () => undefined,
		panBy: () => told.push('pan'),
		zoomBy: () => told.push('zoom'),
		show: (_box, { min } = {}) => told.push(`show from ${min}`),
		go: () => told.push('go'),
		centreOn: (_at, at) => told.push(`centre at ${at}`),
		reveal: () => told.push('reveal'),
		wasDragged: () => false,
		resize: () => undefined,
		destroy: () => undefined
	};
	const map = new MapState({
		points: () => points,
		cells: () => [],
		within: () => Promise.resolve([]),
		chosen: () => null,
		selected: () => selected,
		inset: () => ({}),
		counted: () => (count: number) => `${count} vietas`,
		locale: () => 'lv',
		select: (id) => (selected = id)
	});
	map.surface = surface;
	map.see(view);
	const markOf = (id: string) => {
		const mark = map.clusters.markOf(map.marks, id);
		if (!mark) throw new Error(`no mark shows ${id}`);
		return mark;
	};
	return { map, told, markOf, chosen: () => selected, choose: (id: string) => (selected = id) };
}

describe('MapState', () => {
	it('chooses a point that stands alone, and says its whole name', () => {
		const { map, markOf, chosen } = opened();
		map.press(markOf('liepaja'));
		expect(chosen()).toBe('liepaja');
		expect(map.said).toContain('LIEPAJA, Partneris');
	});

	it('zooms to part a group whose members stand apart, and does not open it', () => {
		const { map, markOf, told } = opened(6);
		const group = markOf('jurmala');
		expect(group).toMatchObject({ type: 'group', count: 4, inseparable: false });
		map.press(group);
		expect(told).toEqual([expect.stringMatching(/^show from \d+$/)]);
		expect(map.open).toBeNull();
	});

	it('spreads a group of one place, and closes it with the next press', () => {
		const { map, markOf } = opened(9);
		map.press(markOf('a'));
		expect(map.open?.members.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
		expect(map.open?.offsets).toHaveLength(3);
		map.press(markOf('a'));
		expect(map.open).toBeNull();
	});

	it('lists a group of one place far away, where legs would reach over half of the country', () => {
		for (const zoom of [6, 7, 8, 8.4]) {
			const { map, markOf, choose } = opened(zoom);
			const group = markOf('r3');
			if (group.type !== 'group' || !group.inseparable) throw new Error('it could be parted');
			map.press(group);
			expect(map.open?.offsets).toEqual([]);
			expect(map.open?.members).toHaveLength(20);
			map.close();
			choose('b');
			expect(map.open).toBeNull();
		}
		const close = opened(8);
		close.map.press(close.markOf('c'));
		expect(close.map.open?.offsets).toEqual([]);
		expect(close.map.open?.members.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
	});

	it('lists a group too large to be spread, when it is pressed but not when one of it is chosen elsewhere', () => {
		const { map, markOf, choose } = opened(9);
		choose('r3');
		expect(map.open).toBeNull();
		map.press(markOf('r3'));
		expect(map.open?.members).toHaveLength(20);
		expect(map.open?.offsets).toEqual([]);
	});

	it('opens the spread round a point chosen elsewhere, and lets it go when the spread is closed', () => {
		const { map, choose, chosen } = opened(9);
		choose('b');
		expect(map.open?.group.count).toBe(3);
		expect(map.close()).toBe(true);
		expect(chosen()).toBeNull();
		expect(map.close()).toBe(false);
	});

	it('goes only as close as it takes to reach a point', () => {
		const near = opened(9);
		near.map.reach('a');
		expect(near.told).toEqual(['reveal']);
		const far = opened(6);
		far.map.reach('a');
		expect(far.told).toEqual([expect.stringMatching(/^centre at (9|1[0-2])$/)]);
		far.map.reach('unknown');
		expect(far.told).toHaveLength(1);
	});

	it('says how many are in view', () => {
		const { map } = opened(6);
		map.sayView();
		expect(map.said).toContain('25 vietas');
	});
});
