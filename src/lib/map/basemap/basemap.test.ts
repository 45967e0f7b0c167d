// Properties of the committed basemap files that a reader of the map would notice if they broke.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contains, credits, decodeBasemap, levelFor, municipalityAt } from './basemap.ts';
import type { BasemapTopology, Level, Outline } from './basemap.ts';
import { project } from '#lib/geo/projection.ts';

const bytes = (name: string) => readFileSync(new URL(name, import.meta.url));
const levels: Level[] = ['overview', 'detail'];
const topologies = Object.fromEntries(
	levels.map((level) => [level, JSON.parse(bytes(`${level}.json`).toString()) as BasemapTopology])
) as Record<Level, BasemapTopology>;

interface Geography {
	towns: { name_lv: string; lat: number; lon: number; municipality: string }[];
}
const { towns } = JSON.parse(
	readFileSync(new URL('../../../../supabase/data/geography.json', import.meta.url), 'utf8')
) as Geography;

/** Area in square pixels of zoom 0. */
function area({ points }: Outline): number {
	let sum = 0;
	for (let i = 0; i < points.length; i += 2) {
		const j = (i + 2) % points.length;
		sum += (points[i] as number) * (points[j + 1] as number);
		sum -= (points[j] as number) * (points[i + 1] as number);
	}
	return sum / 2;
}
const net = (rings: Outline[]) => Math.abs(rings.reduce((sum, ring) => sum + area(ring), 0));

describe('sizes', () => {
	it.each([
		['gzip', (file: Buffer) => gzipSync(file, { level: 9 })],
		['brotli', (file: Buffer) => brotliCompressSync(file)]
	] as const)(
		'are at most 30 KB for the first view and 120 KB for everything, by %s',
		(_, pack) => {
			const [overview = 0, labels = 0, detail = 0] = ['overview', 'labels', 'detail'].map(
				(name) => pack(bytes(`${name}.json`)).length
			);
			expect(overview + labels).toBeLessThanOrEqual(30 * 1024);
			expect(overview + labels + detail).toBeLessThanOrEqual(120 * 1024);
		}
	);
});

describe.each(levels)('%s', (level) => {
	const basemap = decodeBasemap(topologies[level]);

	it('has 42 municipalities in five regions, each one piece of some size', () => {
		expect(basemap.municipalities).toHaveLength(42);
		expect(new Set(basemap.municipalities.map(({ region }) => region)).size).toBe(5);
		const whole = net(basemap.land);
		for (const { id, rings } of basemap.municipalities)
			for (const ring of rings)
				// Jūrmala, Rēzekne and Jelgava are the smallest; half of Rēzekne would be 1/3500 of the
				// country.
				expect(Math.abs(area(ring)) / whole, id).toBeGreaterThan(1 / 3500);
	});

	it('shares every border: no line belongs to more than two municipalities', () => {
		const uses = new Map<number, number>();
		const count = (arcs: unknown): void => {
			if (Array.isArray(arcs)) arcs.forEach(count);
			else {
				const arc = Number(arcs) < 0 ? ~Number(arcs) : Number(arcs);
				uses.set(arc, (uses.get(arc) ?? 0) + 1);
			}
		};
		for (const { arcs } of topologies[level].objects.municipalities.geometries) count(arcs);
		expect(Math.max(...uses.values())).toBe(2);
	});

	it('fills the country: municipalities add up to the land within 0.1 %', () => {
		const sum = basemap.municipalities.reduce((total, { rings }) => total + net(rings), 0);
		expect(Math.abs(sum / net(basemap.land) - 1)).toBeLessThan(0.001);
		expect(basemap.land).toHaveLength(1);
	});

	it('has every town on land and in its own municipality', () => {
		for (const { name_lv, lat, lon, municipality } of towns) {
			const found = municipalityAt(basemap, { lat, lng: lon })?.name;
			// Varakļāni joined Madona on 1 July 2025.
			const now = municipality === 'Varakļānu novads' ? 'Madonas novads' : municipality;
			expect(found, name_lv).toBe(now);
		}
	});

	it('has sea, lakes and neighbours where they are', () => {
		const at = (lat: number, lng: number) => project({ lat, lng }, 0);
		const inside = (rings: Outline[], lat: number, lng: number) =>
			contains(rings, at(lat, lng).x, at(lat, lng).y);
		expect(inside(basemap.land, 57.6, 23.4)).toBe(false); // Gulf of Rīga
		expect(inside(basemap.lakes, 56.77, 26.87)).toBe(true); // Lubāns
		expect(inside(basemap.neighbours, 58.38, 26.72)).toBe(true); // Tartu
		expect(inside(basemap.neighbours, 56.95, 24.1)).toBe(false); // Rīga
		expect(inside(basemap.neighbours, 60.2, 20.1)).toBe(true); // Åland
	});

	it('knows each border by its kind', () => {
		for (const list of [
			basemap.municipalityBorders,
			basemap.regionBorders,
			basemap.stateBorder,
			basemap.coast,
			basemap.foreignBorders
		])
			expect(list.length).toBeGreaterThan(0);
	});
});

describe('levelFor', () => {
	it('takes the coarse level up to zoom 8 and the fine one above', () => {
		expect([6, 8, 8.4, 9, 12].map(levelFor)).toEqual([
			'overview',
			'overview',
			'overview',
			'detail',
			'detail'
		]);
	});
});

it('names everybody the data is owed to', () => {
	expect(credits.map(({ text }) => text).join()).toMatch(
		/OpenStreetMap.*ODbL.*Natural Earth.*GeoNames.*CC BY/
	);
});
