// Places counted together by the database, for a map that has more of them than a browser should
// carry.
import * as v from 'valibot';

/** A cell: how many, the mean of their positions, and the box round them (WGS84 degrees). */
export type CellRow = [
	count: number,
	lat: number,
	lng: number,
	south: number,
	west: number,
	north: number,
	east: number
];

/** Which part of the world is asked about, and into how many cells its side is cut. */
export interface CellQuestion {
	/** As web maps number their tiles. */
	tile: { z: number; x: number; y: number };
	/** 1 to 65536. */
	fine: number;
}

const degrees = v.number();

export const CellTuple = v.tuple([
	v.pipe(v.number(), v.integer(), v.minValue(2)),
	degrees,
	degrees,
	degrees,
	degrees,
	degrees,
	degrees
]);
