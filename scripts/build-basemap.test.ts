// The committed basemap is what the script makes of the packages, byte for byte, and its outline is OSM's.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { feature, merge } from 'topojson-client';
import { afterAll, describe, expect, it } from 'vitest';
import type { BasemapTopology } from '#lib/map/basemap/basemap.ts';
import { inPolygons, nearestOnLine, signedArea } from './basemap/plane.ts';
import { readGeography, readLand } from './basemap/sources.ts';
import type { Position, Ring } from './basemap/sources.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tikls-basemap-'));
afterAll(() => rmSync(folder, { recursive: true }));

const outer = (polygons: Ring[][] = []) =>
	polygons
		.map(([ring]) => ring as Ring)
		.toSorted((a, b) => signedArea(b) - signedArea(a))[0] as Ring;
const osm = (readLand(['LVA']).get('LVA') ?? []).toSorted(
	(a, b) => Math.abs(signedArea(b[0] as Ring)) - Math.abs(signedArea(a[0] as Ring))
)[0] as Ring[];
const osmOutline = osm[0] as Ring;
const osmLakes = osm.slice(1).filter((ring) => Math.abs(signedArea(ring)) >= 1);
const geography = readGeography(
	new URL('../supabase/data/geography.json', import.meta.url).pathname
);

interface Areas {
	features: { id: string; properties: { name: string }; geometry: { coordinates: Ring[][] } }[];
}
const areas = JSON.parse(read('supabase/data/municipality-areas.json')) as Areas;

describe('scripts/build-basemap.ts', () => {
	it('makes the committed files, byte for byte', () => {
		const script = new URL('build-basemap.ts', import.meta.url).pathname;
		execFileSync(process.execPath, [script, folder]);
		for (const name of [
			'src/lib/map/basemap/overview.json',
			'src/lib/map/basemap/detail.json',
			'src/lib/map/basemap/labels.json',
			'supabase/data/municipality-areas.json'
		])
			expect(readFileSync(join(folder, basename(name)), 'utf8') === read(name), name).toBe(true);
	});

	it("has exactly OSM's outline of the country: the same area and no vertex beside the line", () => {
		const topology = JSON.parse(read('src/lib/map/basemap/detail.json')) as BasemapTopology;
		const land = merge(topology, topology.objects.municipalities.geometries)
			.coordinates as Ring[][];
		expect(land).toHaveLength(1);
		const outline = land[0]?.[0] as Ring;
		expect(Math.abs(signedArea(outline) / signedArea(osmOutline))).toBeCloseTo(1, 3);
		const farthest = Math.max(...outline.map((p) => nearestOnLine(p, osmOutline).distance));
		expect(farthest).toBeLessThan(0.02);
	});

	it('keeps every lake of 1 km² or more', () => {
		for (const level of ['overview', 'detail']) {
			const topology = JSON.parse(read(`src/lib/map/basemap/${level}.json`)) as BasemapTopology;
			const rings = feature(topology, topology.objects.lakes).geometry.coordinates.map(
				([ring]) => ring as Ring
			);
			const centre = (ring: Ring): Position => [
				ring.reduce((sum, [x]) => sum + x, 0) / ring.length,
				ring.reduce((sum, [, y]) => sum + y, 0) / ring.length
			];
			const missing = osmLakes.filter(
				(lake) => !rings.some((ring) => nearestOnLine(centre(lake), ring).distance < 3)
			);
			expect(missing, level).toHaveLength(0);
			expect(osmLakes.length).toBeGreaterThan(150);
		}
	});
});

describe('supabase/data/municipality-areas.json', () => {
	it("has today's 42 municipalities", () => {
		expect(areas.features.map(({ id }) => id)).toEqual(
			geography.municipalities.map(({ id }) => id)
		);
		expect(areas.features).toHaveLength(42);
	});

	it('puts every town in its own municipality and in no other', () => {
		expect(geography.towns).toHaveLength(115);
		for (const town of geography.towns) {
			const found = areas.features
				.filter(({ geometry }) => inPolygons([town.lng, town.lat], geometry.coordinates))
				.map(({ id }) => id);
			expect(found, town.name).toEqual([town.municipality]);
		}
	});

	it('covers the country without a gap, an overlap or a sliver', () => {
		const parts = areas.features.flatMap(({ id, geometry }) =>
			geometry.coordinates.map((rings) => ({
				id,
				// Rings may turn either way: the outer one counts, its holes are taken off.
				area: rings.reduce((sum, r, i) => sum + Math.abs(signedArea(r)) * (i ? -1 : 1), 0)
			}))
		);
		const total = parts.reduce((sum, { area }) => sum + area, 0);
		expect(total / Math.abs(signedArea(osmOutline))).toBeCloseTo(1, 3);
		expect(parts.filter(({ area }) => area < 20)).toEqual([]);
		const ring = outer(areas.features[0]?.geometry.coordinates);
		expect(ring.length).toBeGreaterThan(20);
		// A grid of about 3 km: inside the country exactly one owner, outside none.
		for (let lng = 20.9; lng < 28.4; lng += 0.0503)
			for (let lat = 55.6; lat < 58.2; lat += 0.0281) {
				const at: Position = [lng, lat];
				if (nearestOnLine(at, osmOutline).distance < 0.02) continue;
				const owners = areas.features.filter(({ geometry }) =>
					inPolygons(at, geometry.coordinates)
				);
				expect(owners.length, `${lat}, ${lng}`).toBe(inPolygons(at, [[osmOutline]]) ? 1 : 0);
			}
	});
});
