// What happens to the lines of the map between the sources and the files: bends too small to see
// are left out, lines that have become one are joined, and what is no longer used goes.
import { feature } from 'topojson-client';
import { topology as buildTopology } from 'topojson-server';
import { presimplify, simplify } from 'topojson-simplify';
import type {
	MultiPolygon as TopoMultiPolygon,
	Objects,
	Polygon as TopoPolygon,
	Topology
} from 'topojson-specification';
import { remoteness, weightAt } from './context.ts';
import { scaleAt } from './plane.ts';
import type { Position } from './sources.ts';

/** Areas of one kind in a topology. */
export type Collection = {
	type: 'GeometryCollection';
	geometries: (TopoPolygon | TopoMultiPolygon)[];
};

/** Weight of a bend: its triangle's area in km², less the farther it lies from the country. */
function weight(triangle: unknown): number {
	const [a, b, c] = triangle as [Position, Position, Position];
	const [kx, ky] = scaleAt(b[1]);
	const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
	return area * kx * ky * weightAt(remoteness(b));
}

/**
 * Simplifies (Visvalingam) and joins again, several times: the source cuts border rivers and lakes
 * out of both countries, which breaks their border into hundreds of short lines whose ends
 * simplification must keep. Once a gap has folded flat, both sides are the same line again, the
 * ends are no longer ends, and the next pass can go on.
 */
export function simplifyAndJoin(topology: Topology, leastBend: number): Topology {
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

/**
 * Leaves out areas that simplification has folded flat: a lake of fewer than three corners cannot
 * be filled.
 */
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
export function compact(topology: Topology): Topology {
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
export function withLakesAsOne(topology: Topology): Topology {
	const arcs = (topology.objects.lakes as Collection).geometries.flatMap((g) =>
		g.type === 'Polygon' ? [g.arcs] : g.arcs
	);
	return { ...topology, objects: { ...topology.objects, lakes: { type: 'MultiPolygon', arcs } } };
}
