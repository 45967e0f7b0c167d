// A country for tests, small enough to be built in a moment and with everything that makes the real
// one hard: Natural Earth's outline is not that of the land, several of its areas make up one
// municipality, one correction moves land, a neighbour shares the border, and there are lakes on
// both sides of what is worth drawing.
import { topology } from 'topojson-server';
import type { NaturalEarth, Position, Ring } from './sources.ts';
import type { ShapeSources } from './shapes.ts';

/**
 * A closed ring through the corners, with a bend of `bend` degrees every tenth of a degree or so.
 */
function ringThrough(corners: readonly Position[], bend = 0): Ring {
	const ring: Ring = [];
	corners.forEach(([ax, ay], i) => {
		const [bx, by] = corners[(i + 1) % corners.length] as Position;
		const steps = bend ? Math.round(Math.hypot(bx - ax, by - ay) / 0.05) : 1;
		for (let step = 0; step < steps; step++) {
			const t = step / steps;
			const out = step % 2 ? bend : 0;
			// The bend goes across the side: along it nothing would be left to simplify.
			const across = ay === by ? [0, out] : [out, 0];
			ring.push([
				ax + (bx - ax) * t + (across[0] as number),
				ay + (by - ay) * t + (across[1] as number)
			]);
		}
	});
	return [...ring, ring[0] as Position];
}

const box = (west: number, south: number, east: number, north: number): Position[] => [
	[west, south],
	[east, south],
	[east, north],
	[west, north]
];

const outline = ringThrough(box(24, 56.5, 25, 57), 0.0005);
/** The side that both countries have, from west to east, exactly alike. */
const border = outline.slice(0, -1).filter(([, lat]) => lat < 56.52);

/** About 33 km². */
export const lake = ringThrough(box(24.2, 56.6, 24.3, 56.65), 0.0005);
/** Less than a quarter of a square kilometre: not worth drawing. */
const pond = ringThrough(box(24.7, 56.8, 24.708, 56.804));

/**
 * Natural Earth's areas: two that are the west today, one that is the east; all end before the
 * coast.
 */
const parts: Record<string, Position[]> = {
	'LV.SW': box(24.03, 56.53, 24.5, 56.75),
	'LV.NW': box(24.03, 56.75, 24.5, 56.97),
	'LV.EA': [
		[24.5, 56.53],
		[24.97, 56.53],
		[24.97, 56.97],
		[24.5, 56.97],
		[24.5, 56.75]
	]
};

function naturalEarth(): NaturalEarth {
	const lva = {
		type: 'FeatureCollection' as const,
		features: Object.entries(parts).map(([id, corners]) => ({
			type: 'Feature' as const,
			id,
			properties: {},
			geometry: { type: 'Polygon' as const, coordinates: [ringThrough(corners)] }
		}))
	};
	return topology({ lva }, 1e5) as NaturalEarth;
}

/**
 * A place in the west of 2009 that belongs to the east of today, in the middle of what is moved.
 */
export const moved: Position = [24.46, 56.85];

/** The sources of the made-up country. */
export const madeUpSources: ShapeSources = {
	land: new Map([
		['LVA', [[outline, lake, pond]]],
		['LTU', [[[[24, 56], [25, 56], ...border.toReversed(), [24, 56]] as Ring]]]
	]),
	naturalEarth: naturalEarth(),
	municipalities: [
		{ id: 'east', name: 'East', region: 'zemgale' },
		{ id: 'west', name: 'West', region: 'kurzeme' }
	],
	ofPart: new Map([
		['LV.SW', 'west'],
		['LV.NW', 'west'],
		['LV.EA', 'east']
	]),
	corrections: [
		{
			to: 'east',
			from: ['west'],
			reason: 'A town on the border.',
			ring: ringThrough(box(24.42, 56.8, 24.53, 56.9))
		}
	]
};
