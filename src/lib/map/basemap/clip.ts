// Cuts rings and lines to a window in pixels and writes them as short SVG path data. Pure; used by
// the server's drawing.

/** A window in pixels. */
export interface Window {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** x, y, x, y ... in pixels. */
export type Coordinates = number[];

/**
 * Cuts a closed ring to a window (Sutherland and Hodgman 1974). The ring does not repeat its first
 * point. A ring that falls into several pieces is joined along the window's edge, which a fill does
 * not show. Empty when nothing is left.
 */
export function clipRing(ring: Coordinates, { left, top, right, bottom }: Window): Coordinates {
	const sides = [
		[0, left, 1],
		[0, right, -1],
		[1, top, 1],
		[1, bottom, -1]
	] as const;
	let points = ring;
	for (const [axis, at, sign] of sides) {
		const result: Coordinates = [];
		const n = points.length;
		for (let i = 0; i < n; i += 2) {
			const previous = (i - 2 + n) % n;
			const here = ((points[i + axis] as number) - at) * sign;
			const before = ((points[previous + axis] as number) - at) * sign;
			if (here >= 0 !== before >= 0) {
				const t = before / (before - here);
				const x = points[previous] as number;
				const y = points[previous + 1] as number;
				result.push(x + ((points[i] as number) - x) * t, y + ((points[i + 1] as number) - y) * t);
			}
			if (here >= 0) result.push(points[i] as number, points[i + 1] as number);
		}
		points = result;
		if (points.length < 6) return [];
	}
	return points;
}

/** The parts of a line whose segments may touch the window. */
export function clipLine(line: Coordinates, { left, top, right, bottom }: Window): Coordinates[] {
	const parts: Coordinates[] = [];
	let part: Coordinates = [];
	for (let i = 0; i + 3 < line.length; i += 2) {
		const [ax, ay, bx, by] = line.slice(i, i + 4) as [number, number, number, number];
		const misses =
			(ax < left && bx < left) ||
			(ax > right && bx > right) ||
			(ay < top && by < top) ||
			(ay > bottom && by > bottom);
		if (misses) {
			if (part.length) parts.push(part);
			part = [];
		} else if (part.length) part.push(bx, by);
		else part.push(ax, ay, bx, by);
	}
	if (part.length) parts.push(part);
	return parts;
}

/** Leaves out points closer than `least` px to the one before them; keeps the ends. */
export function thin(points: Coordinates, min: number): Coordinates {
	const result: Coordinates = points.slice(0, 2);
	for (let i = 2; i < points.length; i += 2) {
		const dx = (points[i] as number) - (result[result.length - 2] as number);
		const dy = (points[i + 1] as number) - (result[result.length - 1] as number);
		if (dx * dx + dy * dy >= min * min) result.push(points[i] as number, points[i + 1] as number);
		else if (i + 2 >= points.length && result.length > 2)
			result.splice(-2, 2, points[i] as number, points[i + 1] as number);
	}
	return result;
}

/** Tenths of a pixel as the shortest number: `-.5`, `3`, `12.4`. */
function tenths(value: number): string {
	const text = String(Math.abs(value) / 10).replace(/^0\./, '.');
	return value < 0 ? `-${text}` : text;
}

/** Numbers one after the other, with a space only where two would run together. */
function joined(values: readonly number[]): string {
	let text = '';
	for (const value of values) {
		const next = tenths(value);
		text += text === '' || next.startsWith('-') ? next : ` ${next}`;
	}
	return text;
}

/**
 * Steps between points, in tenths of a pixel, without rounding errors adding up; points that round
 * onto each other fall away.
 */
function steps(points: Coordinates): { start: [number, number]; moves: number[] } {
	const rounded = points.map((v) => Math.round(v * 10));
	let x = rounded[0] as number;
	let y = rounded[1] as number;
	const start: [number, number] = [x, y];
	const moves: number[] = [];
	for (let i = 2; i < rounded.length; i += 2) {
		const dx = (rounded[i] as number) - x;
		const dy = (rounded[i + 1] as number) - y;
		if (!dx && !dy) continue;
		moves.push(dx, dy);
		x += dx;
		y += dy;
	}
	return { start, moves };
}

/** Path data of a line, or of a ring when `closed`. Empty for what has shrunk to a point. */
export function pathData(points: Coordinates, closed: boolean): string {
	const { start, moves } = steps(points);
	if (moves.length < (closed ? 4 : 2)) return '';
	return `M${joined(start)}l${joined(moves)}${closed ? 'z' : ''}`;
}

/**
 * Path data of a ring with rounded corners: a quadratic curve from the middle of each side to the
 * middle of the next, with the corner as its control. In SVG that costs no more numbers than the
 * corners alone, because `t` reflects the last control about the middle of the side, which is
 * exactly the next corner.
 */
export function roundedPathData(ring: Coordinates): string {
	const n = ring.length;
	if (n < 6) return '';
	const middles: Coordinates = [];
	for (let i = 0; i < n; i += 2) {
		const j = (i + 2) % n;
		middles.push(
			((ring[i] as number) + (ring[j] as number)) / 2,
			((ring[i + 1] as number) + (ring[j + 1] as number)) / 2
		);
	}
	// From the middle of the last side over the first corner; then on, side by side, back to where it
	// began.
	const rounded = [...middles.slice(-2), ...ring.slice(0, 2), ...middles].map((v) =>
		Math.round(v * 10)
	);
	const [x = 0, y = 0, cx = 0, cy = 0, ...rest] = rounded;
	const moves: number[] = [];
	let [px, py] = [x, y];
	for (let i = 0; i < rest.length; i += 2) {
		const [mx = 0, my = 0] = [rest[i], rest[i + 1]];
		moves.push(mx - px, my - py);
		[px, py] = [mx, my];
	}
	const first = joined([cx - x, cy - y, ...moves.slice(0, 2)]);
	return `M${joined([x, y])}q${first}t${joined(moves.slice(2))}z`;
}
