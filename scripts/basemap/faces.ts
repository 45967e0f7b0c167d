// A drawing of lines in the plane, and the faces between them: cutting lines at their crossings,
// walking round every face. Knows nothing of countries; divide.ts gives the lines their meaning.
import { crossing, lineLength } from './plane.ts';
import type { Position, Ring } from './sources.ts';

/**
 * A line of the plane graph. `left` and `right` are municipalities, seen along the line; null is
 * not known (yet).
 */
export interface Edge {
	line: Position[];
	left: string | null;
	right: string | null;
	outline: boolean;
}

/** Name of a place, to know when two lines end in the same one. */
export const key = (p: Position) => `${p[0]},${p[1]}`;

/** Cuts two sets of lines at their common crossings, so that they meet in nodes. */
export function cutAtEachOther(these: readonly Edge[], those: readonly Edge[]): Edge[] {
	const cuts = new Map<Edge, { along: number; position: Position }[]>();
	for (const edge of [...these, ...those]) cuts.set(edge, []);
	for (const p of these)
		for (const q of those)
			p.line.forEach((a, i) => {
				const b = p.line[i + 1];
				if (!b) return;
				q.line.forEach((c, j) => {
					const d = q.line[j + 1];
					const hit = d && crossing(a, b, c, d);
					if (!hit) return;
					const position: Position = [a[0] + (b[0] - a[0]) * hit.t, a[1] + (b[1] - a[1]) * hit.t];
					cuts.get(p)?.push({ along: i + hit.t, position });
					cuts.get(q)?.push({ along: j + hit.u, position });
				});
			});
	return [...cuts].flatMap(([edge, places]) => {
		places.sort((a, b) => a.along - b.along);
		const pieces: Edge[] = [];
		let line: Position[] = [];
		edge.line.forEach((p, i) => {
			line.push(p);
			for (const { along, position } of places)
				if (along >= i && along < i + 1) {
					line.push(position);
					pieces.push({ ...edge, line });
					line = [position];
				}
		});
		if (line.length > 1) pieces.push({ ...edge, line });
		return pieces;
	});
}

/** A position just inside a counter-clockwise ring, beside the middle of its longest segment. */
export function insideOf(ring: Ring): Position {
	let best: [Position, Position] = [ring[0] as Position, ring[1] as Position];
	let longest = 0;
	ring.forEach((a, i) => {
		const b = ring[i + 1];
		const length = b ? Math.hypot(b[0] - a[0], b[1] - a[1]) : 0;
		if (b && length > longest) {
			longest = length;
			best = [a, b];
		}
	});
	const [a, b] = best;
	const step = 1e-3;
	return [(a[0] + b[0]) / 2 - (b[1] - a[1]) * step, (a[1] + b[1]) / 2 + (b[0] - a[0]) * step];
}

interface HalfEdge {
	line: Position[];
	left: string | null;
	outline: boolean;
	used: boolean;
}

/**
 * Walks round every face with the area on the left hand; gives its ring and the votes of its
 * borders for a municipality.
 */
export function walkFaces(edges: readonly Edge[]): { ring: Ring; votes: Map<string, number> }[] {
	const leaving = new Map<string, HalfEdge[]>();
	const twin = new Map<HalfEdge, HalfEdge>();
	const all: HalfEdge[] = [];
	const register = (half: HalfEdge) => {
		all.push(half);
		const at = key(half.line[0] as Position);
		leaving.set(at, [...(leaving.get(at) ?? []), half]);
	};
	for (const { line, left, right, outline } of edges) {
		const there: HalfEdge = { line, left, outline, used: false };
		const back: HalfEdge = { line: line.toReversed(), left: right, outline, used: false };
		twin.set(there, back).set(back, there);
		register(there);
		register(back);
	}
	const angle = ({ line: [a, b] }: HalfEdge) =>
		Math.atan2((b as Position)[1] - (a as Position)[1], (b as Position)[0] - (a as Position)[0]);
	for (const list of leaving.values()) list.sort((p, q) => angle(p) - angle(q));

	const faces = [];
	for (const first of all) {
		if (first.used) continue;
		const ring: Ring = [];
		const votes = new Map<string, number>();
		let half = first;
		do {
			half.used = true;
			ring.push(...half.line.slice(0, -1));
			if (half.left) votes.set(half.left, (votes.get(half.left) ?? 0) + lineLength(half.line));
			const back = twin.get(half) as HalfEdge;
			const around = leaving.get(key(back.line[0] as Position)) as HalfEdge[];
			// The next edge clockwise from where we came keeps the face on the left hand.
			half = around[(around.indexOf(back) - 1 + around.length) % around.length] as HalfEdge;
		} while (half !== first);
		ring.push(ring[0] as Position);
		faces.push({ ring, votes });
	}
	return faces;
}
