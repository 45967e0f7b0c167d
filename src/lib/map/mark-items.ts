// Which buttons stand on the interactive map: its marks, and the members of an open group beside
// theirs. Pure.
import type { Position } from '#lib/geo/position.ts';
import { project } from '#lib/geo/projection.ts';
import type { GroupMark, Mark, SingleMark } from './clusters.ts';
import type { MapPoint } from './points.ts';
import type { Offset } from './spread.ts';

/** One button: a mark, or a member standing off its group. */
export interface Item {
	key: string;
	mark: Mark;
	offset: Offset;
}

/** A group that is open; `offsets` say where its members stand, none when they are listed. */
interface Open {
	group: GroupMark;
	members: readonly MapPoint[];
	offsets: readonly Offset[];
}

/** No distance: at the place itself. */
export const here: Offset = { x: 0, y: 0 };

const single = (point: MapPoint, key: string, at: Position): SingleMark => ({
	type: 'single',
	key,
	point,
	lat: at.lat,
	lng: at.lng
});

/** A point that is drawn by itself beside the groups it is in. */
export const itemAlone = (point: MapPoint): Item & { mark: SingleMark } => {
	const key = `a${point.id}`;
	return { key, mark: single(point, key, point), offset: here };
};

/** Pixels around a member in which another mark would touch it. */
const touching = 40;

/**
 * The marks in their order, members of the open group after it. Marks a member would stand on are
 * left out until the group is closed.
 */
export function itemsOf(marks: readonly Mark[], open: Open | null, zoom: number): Item[] {
	const middle = open?.offsets.length ? project(open.group, zoom) : null;
	const isCovered = (mark: Mark) => {
		if (!middle || !open) return false;
		const { x, y } = project(mark, zoom);
		return open.offsets.some(
			(offset) => Math.hypot(middle.x + offset.x - x, middle.y + offset.y - y) < touching
		);
	};
	return marks.flatMap((mark): Item[] => {
		const own = { key: mark.key, mark, offset: here };
		if (!open || open.group.key !== mark.key) return isCovered(mark) ? [] : [own];
		const members = open.offsets.flatMap((offset, i): Item[] => {
			const point = open.members[i];
			return point
				? [{ key: `m${point.id}`, mark: single(point, `m${point.id}`, mark), offset }]
				: [];
		});
		return [own, ...members];
	});
}
