// What the map draws. The map knows points, not organisations or events: whoever shows a map turns
// its things into these.
import type { MarkerColour, MarkerShape } from '#lib/network/network.ts';
import type { Bounds } from '#lib/geo/position.ts';

/** A thing with a place on the map. Positions are WGS84 degrees. */
export interface MapPoint {
	/** Unique among the points of one map. */
	id: string;
	lat: number;
	lng: number;
	/** What it is called, in the page's language; becomes the marker's accessible name. */
	label: string;
	/**
	 * Second line of the name for screen readers and the tooltip: its kind, or the date of an event.
	 */
	note: string;
	/** Where a press leads without JavaScript, and what "open" means with it. */
	href: string;
	shape: MarkerShape;
	colour: MarkerColour;
	/** Short text drawn on the pin instead of a bare shape, e.g. "12. dec." of an event. */
	badge?: string;
	/** The pin only stands at the town's centre. */
	approximate: boolean;
	/** Drawn pale: nobody has confirmed for long that it is still there. */
	pale?: boolean;
}

/**
 * Several points counted together by the server, because all of them are more than a browser should
 * carry.
 */
export interface MapCell {
	/** At least 2. */
	count: number;
	/** The mean of their positions, WGS84 degrees. */
	lat: number;
	lng: number;
	/** The box round them; without extent when all share one place. */
	bounds: Bounds;
}
