// The shapes of the map, from the sources' geometry: municipalities, neighbours and lakes in two
// levels of detail, and the municipalities' areas in full. Reads and writes nothing, so that a
// made-up country can be built as well.
import { feature, mergeArcs, quantize } from 'topojson-client';
import { topology as buildTopology } from 'topojson-server';
import type { MultiPolygon as TopoMultiPolygon, Objects, Topology } from 'topojson-specification';
import { cutCountry, neighbours } from './context.ts';
import type { Correction } from './corrections.ts';
import { divide } from './divide.ts';
import { compact, simplifyAndJoin, withLakesAsOne } from './generalise.ts';
import type { Collection } from './generalise.ts';
import { signedArea } from './plane.ts';
import type { Municipality, NaturalEarth, Ring } from './sources.ts';
import type { BasemapTopology } from '#lib/map/basemap/basemap.ts';

/** Least weight of a bend that stays (km², near the country), and the grid of what is written. */
const levels = {
	overview: { leastBend: 0.3, grid: 2.5e4 },
	detail: { leastBend: 0.01, grid: 3e5 }
};

/** Area in km² from which a lake of the country is on the map. */
const smallestLake = 1;

/** What the shapes are made of. */
export interface ShapeSources {
	/** Land by ISO alpha-3 code: the country's own under `LVA`, and its neighbours'. */
	land: ReadonlyMap<string, Ring[][]>;
	naturalEarth: NaturalEarth;
	municipalities: readonly Municipality[];
	/** The municipality of today that each Natural Earth area belongs to. */
	ofPart: ReadonlyMap<string, string>;
	corrections: readonly Correction[];
}

/** The municipalities as GeoJSON, as in supabase/data/municipality-areas.json. */
export interface Areas {
	type: 'FeatureCollection';
	features: {
		type: 'Feature';
		id: string;
		properties: { name: string; region: string };
		geometry: { type: 'MultiPolygon'; coordinates: Ring[][] };
	}[];
}

/** The shapes, and of the source what they have to agree with. */
export interface Shapes {
	/** Zoom 6 to 8. */
	overview: BasemapTopology;
	/** Zoom 9 to 12. */
	detail: BasemapTopology;
	areas: Areas;
	/** The country's outer ring in the source. */
	outline: Ring;
	/** The country's lakes in the source that must be on the map. */
	lakes: Ring[];
}

/**
 * The country's land in the source: its largest polygon, and of its holes those large enough to be
 * drawn.
 */
function countryOf(land: ShapeSources['land']): { outline: Ring; lakes: Ring[] } {
	// The one real outer ring: the source also has an empty five-point ring.
	const country = land
		.get('LVA')
		?.toSorted(
			(a, b) => Math.abs(signedArea(b[0] as Ring)) - Math.abs(signedArea(a[0] as Ring))
		)[0];
	const outline = country?.[0];
	if (!country || !outline) throw new Error('the land file has no Latvia');
	return {
		outline,
		lakes: country.slice(1).filter((ring) => Math.abs(signedArea(ring)) >= smallestLake)
	};
}

const collection = (list: { id?: string; properties?: object; rings: Ring[][] }[]) => ({
	type: 'FeatureCollection' as const,
	features: list.map(({ id, properties = {}, rings }) => ({
		type: 'Feature' as const,
		...(id && { id }),
		properties,
		geometry: { type: 'MultiPolygon' as const, coordinates: rings }
	}))
});

/**
 * Everything in one topology and in full detail, so that a border is one line however many areas
 * share it and is simplified once.
 */
function wholeMap(sources: ShapeSources, outline: Ring, lakes: readonly Ring[]) {
	const { naturalEarth, ofPart, corrections, land } = sources;
	const parts = naturalEarth.objects.lva.geometries.map((g) => {
		const id = ofPart.get(String(g.id));
		if (!id) throw new Error(`no municipality for ${g.id}`);
		return { id, polygons: g.type === 'Polygon' ? [g.arcs] : g.arcs };
	});
	const { faces, junctions } = divide(outline, naturalEarth, parts, corrections);
	const around = Object.entries(neighbours).map(([a3, id]) => ({
		id,
		...cutCountry(land.get(a3) ?? [])
	}));
	const raw = buildTopology({
		faces: collection(
			faces.map(({ municipality, rings }) => ({ properties: { municipality }, rings: [rings] }))
		),
		neighbours: collection(
			around.map(({ id, land: rings }) => ({
				id,
				rings: rings.map((ring) => [junctions.insertInto(ring)])
			}))
		),
		lakes: collection(
			[...lakes, ...around.flatMap(({ lakes: rings }) => rings)].map((ring) => ({
				rings: [[ring]]
			}))
		)
	}) as Topology;
	const objects = raw.objects as unknown as Record<'faces' | 'neighbours' | 'lakes', Collection>;
	const municipalities: Collection = {
		type: 'GeometryCollection',
		geometries: sources.municipalities.map(({ id, name, region }) => {
			const own = objects.faces.geometries.filter(
				(g) => (g.properties as { municipality: string }).municipality === id
			);
			if (!own.length) throw new Error(`${name} has no area`);
			const merged = mergeArcs(raw, own as Parameters<typeof mergeArcs>[1]);
			return { ...merged, id, properties: { name, region } } as TopoMultiPolygon;
		})
	};
	return {
		type: 'Topology' as const,
		arcs: raw.arcs,
		objects: { municipalities, neighbours: objects.neighbours, lakes: objects.lakes }
	};
}

const rounded = (value: unknown): unknown =>
	Array.isArray(value) ? value.map(rounded) : Math.round((value as number) * 1e5) / 1e5;

/** The municipalities with every bend, to about a metre. */
function areasOf({ arcs, objects: { municipalities } }: ReturnType<typeof wholeMap>): Areas {
	const full = quantize({ type: 'Topology' as const, arcs, objects: { municipalities } }, 1e6);
	const written = feature(full, full.objects.municipalities as Collection);
	return {
		type: 'FeatureCollection',
		features: written.features.map((f) => {
			const geometry = f.geometry as { type: string; coordinates: unknown };
			const coordinates =
				geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
			return {
				type: 'Feature',
				id: f.id as string,
				properties: f.properties as { name: string; region: string },
				geometry: { type: 'MultiPolygon', coordinates: rounded(coordinates) as Ring[][] }
			};
		})
	};
}

/**
 * Builds the shapes. Throws when the sources do not fit together: an area of nobody, a municipality
 * without one.
 */
export function buildShapes(sources: ShapeSources): Shapes {
	const { outline, lakes } = countryOf(sources.land);
	const whole = wholeMap(sources, outline, lakes);
	const level = ({ leastBend, grid }: { leastBend: number; grid: number }) => {
		const simplified = withLakesAsOne(simplifyAndJoin(compact(whole), leastBend));
		return quantize(simplified as Topology<Objects<object>>, grid) as unknown as BasemapTopology;
	};
	return {
		overview: level(levels.overview),
		detail: level(levels.detail),
		areas: areasOf(whole),
		outline,
		lakes
	};
}
