// The order in which Tab goes through the marks: by rows from the top, within a row from the left,
// as a page is read.
import type { Position } from '#lib/geo/position.ts';
import { project } from '#lib/geo/projection.ts';

/** Height of a row in CSS pixels: marks that look side by side belong to one. */
const rowHeight = 64;

/**
 * The marks in reading order at a zoom. Rows are bands of the world and not of the window, so that
 * the order stays the same while the map is moved.
 */
export function inReadingOrder<T extends Position>(marks: readonly T[], zoom: number): T[] {
	return marks
		.map((mark, index) => {
			const { x, y } = project(mark, zoom);
			return { mark, index, x, row: Math.floor(y / rowHeight) };
		})
		.sort((a, b) => a.row - b.row || a.x - b.x || a.index - b.index)
		.map(({ mark }) => mark);
}

/**
 * The marks from the nearest to a position to the farthest, as drawn on the map: what the keys 1 to
 * 9 choose from.
 */
export function nearestFirst<T extends Position>(marks: readonly T[], centre: Position): T[] {
	const from = project(centre, 0);
	const far = (mark: T) => {
		const { x, y } = project(mark, 0);
		return (x - from.x) ** 2 + (y - from.y) ** 2;
	};
	return marks
		.map((mark, index) => ({ mark, index, distance: far(mark) }))
		.sort((a, b) => a.distance - b.distance || a.index - b.index)
		.map(({ mark }) => mark);
}
