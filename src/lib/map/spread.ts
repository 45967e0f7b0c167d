// Where the members of an opened group stand round it: a ring for a few, a spiral for more. Offsets
// in CSS pixels from the group.

/**
 * A group with more members than this opens as a list: a spiral of fifty would cover half of the
 * map.
 */
export const spreadAtMost = 16;

const ringAtMost = 8;

/** An offset in CSS pixels: x to the right, y down. */
export interface Offset {
	x: number;
	y: number;
}

/**
 * Offsets for `count` members, at least `spacing` from each other and from the middle. The first
 * stands at the top and the rest follow clockwise, so that the tab order goes round. An empty list
 * for 0 or less.
 */
export function spreadOffsets(count: number, spacing = 46): Offset[] {
	if (count <= 0) return [];
	const at = (angle: number, radius: number): Offset => ({
		x: radius * Math.sin(angle),
		y: -radius * Math.cos(angle)
	});
	if (count <= ringAtMost) {
		// A chord of a ring with n members is 2 r sin(π / n).
		const radius =
			count < 2 ? spacing : Math.max(spacing * 1.15, spacing / (2 * Math.sin(Math.PI / count)));
		return Array.from({ length: count }, (_, i) => at((2 * Math.PI * i) / count, radius));
	}
	// Archimedean spiral: one turn grows by one spacing, and each step goes one spacing along it. A
	// little is added to both, because a chord is shorter than its arc.
	const room = spacing * 1.12;
	const offsets: Offset[] = [];
	let angle = 0;
	for (let i = 0; i < count; i++) {
		const radius = room * 1.25 + (room * angle) / (2 * Math.PI);
		offsets.push(at(angle, radius));
		angle += room / radius;
	}
	return offsets;
}
