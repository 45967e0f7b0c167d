// Divides the OSM land of the country among today's municipalities. Natural Earth's own outline is
// thrown away: only its inner borders are kept, cut off where they leave the OSM outline and
// carried on to its nearest point where they end before it. The outline of the result is therefore
// exactly OSM's, and the strips between the two outlines need no polygon clipping (which would
// leave slivers along the whole coast).
import type { Topology } from 'topojson-specification';
import type { Correction } from './corrections.ts';
import { cutAtEachOther, insideOf, key, walkFaces } from './faces.ts';
import type { Edge } from './faces.ts';
import { crossing, inRing, nearestOnLine, signedArea } from './plane.ts';
import type { Position, Ring } from './sources.ts';

/** One area between lines: an outer ring with its holes, and the municipality it belongs to. */
export interface Face {
	municipality: string;
	rings: Ring[];
}

type NaturalEarth = Topology & { transform?: { scale: number[]; translate: number[] } };

function decodeArcs(topology: NaturalEarth): Position[][] {
	const [sx, sy] = topology.transform?.scale ?? [1, 1];
	const [tx, ty] = topology.transform?.translate ?? [0, 0];
	return topology.arcs.map((arc) => {
		let x = 0;
		let y = 0;
		return arc.map((step) => {
			x += step[0] as number;
			y += step[1] as number;
			return [x * (sx as number) + (tx as number), y * (sy as number) + (ty as number)];
		});
	});
}

/** Inner borders: the arcs with a different municipality on each side. */
function innerBorders(
	topology: NaturalEarth,
	geometries: readonly { id: string; polygons: number[][][] }[]
): Edge[] {
	const arcs = decodeArcs(topology);
	const edges: Edge[] = arcs.map((line) => ({ line, left: null, right: null, outline: false }));
	for (const { id, polygons } of geometries)
		for (const polygon of polygons)
			polygon.forEach((ring, position) => {
				const points = ring.flatMap((i) => {
					const line = arcs[i < 0 ? ~i : i] as Position[];
					return i < 0 ? line.toReversed() : line;
				});
				const counterClockwise = signedArea([...points, points[0] as Position]) > 0;
				const areaOnLeft = counterClockwise === (position === 0);
				for (const i of ring) {
					const edge = edges[i < 0 ? ~i : i] as Edge;
					if (areaOnLeft === i >= 0) edge.left = id;
					else edge.right = id;
				}
			});
	return edges.filter((e) => e.left && e.right && e.left !== e.right);
}

/**
 * Places where inner borders meet the outline: for each of its segments the fractions and the
 * positions to insert.
 */
export class Junctions {
	private readonly at = new Map<string, { t: number; position: Position }[]>();

	add(a: Position, b: Position, t: number): Position {
		if (t < 1e-6) return a;
		if (t > 1 - 1e-6) return b;
		const position: Position = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
		const [name, fraction] =
			key(a) < key(b) ? [`${key(a)}|${key(b)}`, t] : [`${key(b)}|${key(a)}`, 1 - t];
		const list = this.at.get(name) ?? [];
		list.push({ t: fraction, position });
		list.sort((p, q) => p.t - q.t);
		this.at.set(name, list);
		return position;
	}

	/**
	 * A ring with the junctions inserted. Neighbouring countries need them too, or the common border
	 * is no longer common.
	 */
	insertInto(ring: Ring): Ring {
		const result: Ring = [];
		ring.forEach((a, i) => {
			result.push(a);
			const b = ring[i + 1];
			if (!b) return;
			const forward = this.at.get(`${key(a)}|${key(b)}`);
			const backward = this.at.get(`${key(b)}|${key(a)}`)?.toReversed();
			for (const { position } of forward ?? backward ?? []) result.push(position);
		});
		return result;
	}
}

/** Cuts a border where it crosses the outline and keeps the pieces inside. */
function cutAtOutline(edge: Edge, outline: Ring, junctions: Junctions): Edge[] {
	const pieces: Edge[] = [];
	let piece: Position[] = [];
	let inside = inRing(edge.line[0] as Position, outline);
	const close = () => {
		if (piece.length > 1) pieces.push({ ...edge, line: piece });
		piece = [];
	};
	edge.line.forEach((a, i) => {
		if (inside) piece.push(a);
		const b = edge.line[i + 1];
		if (!b) return;
		const hits: { t: number; at: Position }[] = [];
		outline.forEach((c, j) => {
			const d = outline[j + 1];
			const hit = d && crossing(a, b, c, d);
			if (hit) hits.push({ t: hit.t, at: junctions.add(c, d, hit.u) });
		});
		hits.sort((p, q) => p.t - q.t);
		for (const { at } of hits) {
			piece.push(at);
			if (inside) close();
			inside = !inside;
		}
	});
	close();
	return pieces;
}

/** Lines from the loose ends of the borders to the nearest place of the outline. */
function extensions(edges: readonly Edge[], outline: Ring, junctions: Junctions): Edge[] {
	const ends = new Map<
		string,
		{ position: Position; left: string | null; right: string | null; count: number }
	>();
	for (const { line, left, right } of edges) {
		const first = line[0] as Position;
		const last = line[line.length - 1] as Position;
		for (const [position, l, r] of [
			[last, left, right],
			[first, right, left]
		] as const) {
			const known = ends.get(key(position));
			if (known) known.count++;
			else ends.set(key(position), { position, left: l, right: r, count: 1 });
		}
	}
	const result: Edge[] = [];
	for (const { position, left, right, count } of ends.values()) {
		if (count > 1) continue;
		const { index, t, distance } = nearestOnLine(position, outline);
		if (distance < 1e-6) continue; // cut at the outline: it ends there already
		const at = junctions.add(outline[index] as Position, outline[index + 1] as Position, t);
		result.push({ line: [position, at], left, right, outline: false });
	}
	return result;
}

/** The outline cut into edges at its junctions. */
function outlineEdges(outline: Ring, nodes: ReadonlySet<string>): Edge[] {
	const start = outline.findIndex((p) => nodes.has(key(p)));
	if (start < 0) throw new Error('no border reaches the outline');
	const open = outline.slice(0, -1);
	const turned = [...open.slice(start), ...open.slice(0, start), open[start] as Position];
	const edges: Edge[] = [];
	let line: Position[] = [];
	for (const p of turned) {
		line.push(p);
		if (line.length > 1 && nodes.has(key(p))) {
			edges.push({ line, left: null, right: null, outline: true });
			line = [p];
		}
	}
	return edges;
}

/**
 * Divides the area inside `outline` among municipalities.
 *
 * `outline` is the closed OSM ring, `geometries` tell which Natural Earth areas belong to which
 * municipality (rings of arc numbers as TopoJSON writes them), `corrections` move areas afterwards.
 * Gives the faces (several may belong to one municipality and touch) and the junctions, which rings
 * of neighbours need inserted too.
 */
export function divide(
	outline: Ring,
	topology: NaturalEarth,
	geometries: readonly { id: string; polygons: number[][][] }[],
	corrections: readonly Correction[]
): { faces: Face[]; junctions: Junctions } {
	const junctions = new Junctions();
	const inside = innerBorders(topology, geometries).flatMap((e) =>
		cutAtOutline(e, outline, junctions)
	);
	const borders = [...inside, ...extensions(inside, outline, junctions)];
	const drawn = corrections.flatMap(({ ring }) =>
		cutAtOutline({ line: [...ring], left: null, right: null, outline: false }, outline, junctions)
	);
	const inner = cutAtEachOther(borders, drawn);
	const nodes = new Set(
		inner.flatMap(({ line }) => [key(line[0] as Position), key(line[line.length - 1] as Position)])
	);
	const loops = walkFaces([...inner, ...outlineEdges(junctions.insertInto(outline), nodes)]);

	const faces: (Face & { area: number })[] = [];
	const holes: Ring[] = [];
	for (const { ring, votes } of loops) {
		const area = signedArea(ring);
		if (area < 0) {
			holes.push(ring);
			continue;
		}
		let municipality = [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
		if (!municipality) throw new Error(`an area of ${area} km² belongs to nobody`);
		const within = insideOf(ring);
		for (const { ring: moved, from, to } of corrections)
			if (from.includes(municipality) && inRing(within, moved)) municipality = to;
		faces.push({ municipality, rings: [ring], area });
	}
	faces.sort((a, b) => a.area - b.area);
	for (const hole of holes) {
		const around = faces.find(
			({ rings: [outer], area }) =>
				outer && area > -signedArea(hole) + 1e-9 && inRing(insideOf(hole.toReversed()), outer)
		);
		// The ring round everything, walked from outside, lies in no face.
		around?.rings.push(hole);
	}
	return { faces: faces.map(({ municipality, rings }) => ({ municipality, rings })), junctions };
}
