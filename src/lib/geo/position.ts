// Where something is.

/** WGS84 degrees. */
export interface Position {
	lat: number;
	lng: number;
}

/**
 * A pin: where it stands, and whether it only stands at the town's centre because the street is
 * not known.
 */
export interface Pin extends Position {
	approximate: boolean;
}

/** A rectangle in WGS84 degrees, not crossing the date line. */
export interface Bounds {
	south: number;
	west: number;
	north: number;
	east: number;
}
