// What marks need around the places they stand for, so that they are whole inside the map and clear
// of its buttons; and of the names under them.
import { fit, placeInView, type MapView, type Room } from '#lib/geo/projection.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';
import type { Box, Obstacle } from '#lib/map/basemap/labels.ts';

/** So far above its place a mark stands, in CSS pixels. */
export const stemLength = 19;

/**
 * Marks reach from the place 22 px (half of a thumb) to the sides and, on their stem, 41 upward;
 * below it stands the line of whom the map is owed to. Dates are wider.
 */
export const markRoom = (dated: boolean): Room => ({
	top: stemLength + 25,
	right: dated ? 38 : 26,
	bottom: 28,
	left: dated ? 38 : 26
});

/** A box made at least so wide and tall around its middle. */
export function grownTo(
	{ left, top, right, bottom }: Box,
	[width, height]: readonly [width: number, height: number]
): Box {
	const across = Math.max(0, width - (right - left)) / 2;
	const down = Math.max(0, height - (bottom - top)) / 2;
	return { left: left - across, top: top - down, right: right + across, bottom: bottom + down };
}

/** The corner at the upper left that the map's own buttons take, in CSS pixels. */
const buttons = { right: 62, bottom: 150 };

/** The marks of a map. */
export interface Marks {
	/** Whether they are dates, which take more room. */
	dated: boolean;
	places: readonly Position[];
}

/**
 * The view of a box in which every mark of it is whole and under no button of the map.
 * @param inset what else is covered
 */
export function fitMarks(
	bounds: Bounds,
	size: { width: number; height: number },
	{ dated, places }: Marks,
	{ inset = {}, maxZoom }: { inset?: Partial<Room>; maxZoom: number }
): MapView {
	const marks = markRoom(dated);
	const { top = 0, right = 0, bottom = 0, left = 0 } = inset;
	const fitted = (more: { top?: number; left?: number } = {}) =>
		fit(
			bounds,
			size.width,
			size.height,
			{
				top: marks.top + top + (more.top ?? 0),
				right: marks.right + right,
				bottom: marks.bottom + bottom,
				left: marks.left + left + (more.left ?? 0)
			},
			{ maxZoom }
		);
	const plain = fitted();
	const isCovered = places.some((place) => {
		const { x, y } = placeInView(place, plain);
		return x > 0 && y > 0 && x - marks.left < buttons.right && y - marks.top < buttons.bottom;
	});
	if (!isCovered) return plain;
	// Beside the buttons or under them, whichever shows more.
	const beside = fitted({ left: Math.max(0, buttons.right - left) });
	const below = fitted({ top: Math.max(0, buttons.bottom - top) });
	return beside.zoom >= below.zoom ? beside : below;
}

/**
 * What a mark covers of the ground: its shape on the stem, the disc of a group, the label of a
 * date.
 * @param mark how many stand together, and what is written on it
 */
export function obstacleOf({
	lat,
	lng,
	count = 1,
	badge
}: Position & { count?: number; badge?: string | undefined }): Obstacle {
	const disc = count > 999 ? 24 : count > 99 ? 21 : count > 9 ? 18 : 15;
	const half = count > 1 ? disc : badge ? badge.length * 4 + 9 : 13;
	const tall = count > 1 ? disc : badge ? 14 : 12;
	return { lat, lng, left: -half, right: half, top: -stemLength - tall, bottom: tall - stemLength };
}
