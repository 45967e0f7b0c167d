// What is drawn must be everything: no point lost, none drawn twice, never more marks than a page
// can bear.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clusters, marksAtMost, type Mark } from './clusters.ts';
import type { MapCell, MapPoint } from './points.ts';
import { placeInView, project } from '#lib/geo/projection.ts';

function pointAt(lat: number, lng: number, id: string): MapPoint {
	return {
		id,
		lat,
		lng,
		label: id,
		note: '',
		href: '/',
		shape: 'circle',
		colour: 'blue',
		approximate: false
	};
}

const world = { south: 50, west: 15, north: 62, east: 35 };
const towns = [
	[56.95, 24.11],
	[56.5, 21.01],
	[56.65, 23.71],
	[56.97, 21.97]
] as const;

/** Points anywhere in the network, half of them at the very same town centre as others. */
const somePoints = fc
	.array(
		fc.oneof(
			fc.record({
				lat: fc.double({ min: 55.6, max: 58.1, noNaN: true }),
				lng: fc.double({ min: 20.8, max: 28.3, noNaN: true })
			}),
			fc.constantFrom(...towns).map(([lat, lng]) => ({ lat, lng }))
		),
		{ maxLength: 120 }
	)
	.map((places) => places.map(({ lat, lng }, i) => pointAt(lat, lng, `o${i}`)));

const idsOf = (clusters: Clusters, marks: readonly Mark[]) =>
	marks
		.flatMap((mark) =>
			mark.type === 'single' ? [mark.point.id] : clusters.members(mark).map(({ id }) => id)
		)
		.sort();

describe('Clusters', () => {
	it('shows every point exactly once at every zoom, and counts what a group holds', () => {
		fc.assert(
			fc.property(somePoints, fc.double({ min: 4, max: 13, noNaN: true }), (points, zoom) => {
				const clusters = new Clusters(points);
				const marks = clusters.inView(world, zoom);
				expect(idsOf(clusters, marks)).toEqual(points.map(({ id }) => id).sort());
				for (const mark of marks)
					if (mark.type === 'group') expect(clusters.members(mark)).toHaveLength(mark.count);
				expect(new Set(marks.map(({ key }) => key)).size).toBe(marks.length);
			}),
			{ numRuns: 60 }
		);
	});

	it('keeps single marks at least the spacing apart', () => {
		fc.assert(
			fc.property(somePoints, fc.integer({ min: 5, max: 13 }), (points, zoom) => {
				const singles = new Clusters(points, { spacing: 46 })
					.inView(world, zoom)
					.filter(({ type }) => type === 'single')
					.map((mark) => project(mark, zoom));
				for (const [i, a] of singles.entries())
					for (const b of singles.slice(i + 1))
						expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(45.9);
			}),
			{ numRuns: 40 }
		);
	});

	it(`never gives more than ${marksAtMost} marks, however many points are in view`, () => {
		const many = Array.from({ length: 5000 }, (_, i) =>
			pointAt(55.7 + ((i * 0.618034) % 1) * 2.3, 21 + ((i * 0.754878) % 1) * 7, `o${i}`)
		);
		const clusters = new Clusters(many);
		for (let zoom = 4; zoom <= 13; zoom++) {
			const marks = clusters.inView(world, zoom);
			expect(marks.length).toBeLessThanOrEqual(marksAtMost);
			const total = marks.reduce((sum, mark) => sum + (mark.type === 'group' ? mark.count : 1), 0);
			expect(total).toBe(many.length);
		}
	});

	it('knows a group that no zoom can part, and stands it exactly on its place', () => {
		const same = ['a', 'b', 'c'].map((id) => pointAt(56.95, 24.1056, id));
		const [mark, ...more] = new Clusters(same).inView(world, 9);
		expect(more).toEqual([]);
		expect(mark).toMatchObject({
			type: 'group',
			count: 3,
			inseparable: true,
			lat: 56.95,
			lng: 24.1056
		});
	});

	it('parts a group at the zoom it names, and not before', () => {
		const clusters = new Clusters([pointAt(56.95, 24.1, 'a'), pointAt(56.97, 24.2, 'b')]);
		const [group] = clusters.inView(world, 6);
		if (group?.type !== 'group') throw new Error('expected a group');
		expect(group.inseparable).toBe(false);
		expect(clusters.inView(world, group.partsAt - 1)).toHaveLength(1);
		expect(clusters.inView(world, group.partsAt)).toHaveLength(2);
	});

	it('finds the mark of every point, and the zoom that reaches it', () => {
		fc.assert(
			fc.property(somePoints, fc.integer({ min: 5, max: 12 }), (points, zoom) => {
				const clusters = new Clusters(points);
				const marks = clusters.inView(world, zoom);
				for (const { id } of points.slice(0, 20)) {
					const mark = clusters.markOf(marks, id);
					expect(mark && idsOf(clusters, [mark])).toContain(id);
					const reach = clusters.zoomToReach(id, zoom);
					if (reach === undefined) throw new Error('a known point has a zoom');
					const reached = clusters.markOf(clusters.inView(world, reach), id);
					expect(reached?.type === 'single' || reached?.inseparable).toBe(true);
				}
			}),
			{ numRuns: 40 }
		);
	});

	it('answers nothing for an unknown point and for an empty list', () => {
		const clusters = new Clusters([pointAt(56.95, 24.1, 'a')]);
		expect(clusters.markOf(clusters.inView(world, 8), 'z')).toBeUndefined();
		expect(clusters.zoomToReach('z', 8)).toBeUndefined();
		expect(new Clusters([]).inView(world, 8)).toEqual([]);
	});

	it('gives only what lies in the view', () => {
		const clusters = new Clusters([pointAt(56.95, 24.1, 'riga'), pointAt(56.5, 21.01, 'liepaja')]);
		const view = { centre: { lat: 56.95, lng: 24.1 }, zoom: 10, width: 400, height: 300 };
		const marks = clusters.inView({ south: 56.7, west: 23.8, north: 57.2, east: 24.4 }, 10);
		expect(marks.map(({ key }) => key)).toEqual(['priga']);
		expect(marks[0] && placeInView(marks[0], view)).toEqual({ x: 200, y: 150 });
	});
});

describe('cells among the points', () => {
	const cell = (count: number, lat: number, lng: number, half = 0.01): MapCell => ({
		count,
		lat,
		lng,
		bounds: { south: lat - half, north: lat + half, west: lng - half, east: lng + half }
	});
	const cells = [cell(40, 56.95, 24.1), cell(7, 56.96, 24.13), cell(900, 56.5, 21, 0)];
	const some = [pointAt(56.951, 24.11, 'near'), pointAt(57.5, 27, 'alone')];
	const index = new Clusters(some, { cells, minZoom: 4, maxZoom: 12, spacing: 54 });
	const everywhere = { south: 50, north: 62, west: 15, east: 35 };
	const marksAt = (zoom: number) => index.inView(everywhere, zoom);

	it('count as what they hold, at every zoom', () => {
		for (let zoom = 4; zoom <= 12; zoom++) {
			const total = marksAt(zoom).reduce(
				(sum, mark) => sum + (mark.type === 'group' ? mark.count : 1),
				0
			);
			expect(total).toBe(40 + 7 + 900 + 2);
		}
	});

	it('are parted by zooming when they have an extent, and opened when they have none', () => {
		const groups = marksAt(12).filter((mark) => mark.type === 'group');
		expect(groups.find(({ count }) => count === 900)).toMatchObject({
			complete: false,
			inseparable: true
		});
		const marks = marksAt(8);
		const rough = marks.find((mark) => mark.type === 'group' && mark.count === 48);
		expect(rough).toMatchObject({ complete: false, inseparable: false });
		expect(index.markOf(marks, 'near')).toBe(rough);
	});

	it('leave what stands alone alone', () => {
		expect(index.markOf(marksAt(7), 'alone')).toMatchObject({ type: 'single' });
	});
});
