// What a map of one pin shows at first, drawn or live.
import { network } from '#network';
import type { Bounds, Position } from '#lib/geo/position.ts';

/**
 * A box around a pin, closer for an exact one; the whole network without a pin.
 * @param approximate only the town is known
 */
export function aroundPin(at: Position | null, approximate: boolean): Bounds {
	if (!at) return network.bounds;
	const half = approximate ? 0.12 : 0.03;
	return {
		south: at.lat - half,
		west: at.lng - 1.9 * half,
		north: at.lat + half,
		east: at.lng + 1.9 * half
	};
}
