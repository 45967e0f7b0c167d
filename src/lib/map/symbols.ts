// Outlines of the marker shapes, in a box of 24 by 24 with the middle at 12, 12. One list of
// corners serves the interactive map, the server-drawn map, lists and legends, so that a shape
// learnt in one place is recognised in all.
import type { MarkerShape } from '#lib/network/network.ts';

/** A corner as x, y in the box of 24. */
export type Corner = readonly [x: number, y: number];

/** Side of the box every shape is drawn in. */
export const symbolBox = 24;

const middle = symbolBox / 2;

/** Regular polygon round the middle; the first corner points up, turned by `turn` degrees. */
function polygon(corners: number, radius: number, turn = 0, inner = radius): Corner[] {
	const steps = inner === radius ? corners : 2 * corners;
	return Array.from({ length: steps }, (_, i) => {
		const angle = ((turn - 90 + (360 / steps) * i) * Math.PI) / 180;
		const r = i % 2 && inner !== radius ? inner : radius;
		return [round(middle + r * Math.cos(angle)), round(middle + r * Math.sin(angle))];
	});
}

const round = (value: number) => Math.round(value * 100) / 100;

/**
 * Corners of every shape. The sizes differ so that the painted areas are alike (a test holds them
 * within 12 %): a triangle as wide as a square would look half its size, and a large mark reads as
 * a more important one.
 */
export const symbolCorners: Readonly<Record<MarkerShape, readonly Corner[]>> = {
	// Enough corners to be a circle at the largest size it is ever drawn (40 px).
	circle: polygon(32, 8),
	square: polygon(4, 10, 45),
	// A triangle's middle of mass lies below the middle of its box; lowered a little, it looks
	// centred.
	triangle: polygon(3, 12).map(([x, y]) => [x, round(y + 1.4)]),
	diamond: polygon(4, 10.1),
	hexagon: polygon(6, 8.9),
	star: polygon(5, 11.8, 0, 5.8),
	cross: [
		[8.7, 2.5],
		[15.3, 2.5],
		[15.3, 8.7],
		[21.5, 8.7],
		[21.5, 15.3],
		[15.3, 15.3],
		[15.3, 21.5],
		[8.7, 21.5],
		[8.7, 15.3],
		[2.5, 15.3],
		[2.5, 8.7],
		[8.7, 8.7]
	]
};

function pathOfCorners(corners: readonly Corner[]): string {
	return `M${corners.map((corner) => corner.join(' ')).join('L')}Z`;
}

const paths = new Map<MarkerShape, string>();

/** The shape's outline as the `d` of an SVG path in the box of 24. */
export function symbolPath(shape: MarkerShape): string {
	let path = paths.get(shape);
	if (path === undefined) {
		// A true arc is shorter in the page than the corners, which only the area test needs.
		path =
			shape === 'circle'
				? 'M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16Z'
				: pathOfCorners(symbolCorners[shape]);
		paths.set(shape, path);
	}
	return path;
}

/**
 * The outline round another middle and in another size, in the coordinates of a drawing; one
 * decimal is enough for a mark.
 */
export function symbolPathAt(shape: MarkerShape, x: number, y: number, size: number): string {
	const scale = size / symbolBox;
	const moved = symbolCorners[shape].map(([cx, cy]): Corner => [
		short(x + (cx - middle) * scale),
		short(y + (cy - middle) * scale)
	]);
	if (shape !== 'circle') return pathOfCorners(moved);
	const r = short(8 * scale);
	return `M${short(x)} ${short(y - 8 * scale)}a${r} ${r} 0 1 1 0 ${2 * r}a${r} ${r} 0 1 1 0-${2 * r}Z`;
}

const short = (value: number) => Math.round(value * 10) / 10;
