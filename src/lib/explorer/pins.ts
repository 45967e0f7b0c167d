// How the pins of a filter reach a map: all of them, or, when they are more than a browser should
// carry, counted in cells. The same on the server, which draws them, and in the browser.
import type { EventPoint } from '#lib/event/event.ts';
import type { Subject } from '#lib/filter/filter.ts';
import type { MapCell, MapPoint } from '#lib/map/points.ts';
import type { Bounds } from '#lib/geo/position.ts';
import type { OrganisationPoint } from '#lib/organisation/organisation.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { CellRow } from '#lib/geo/cells.ts';
import { eventMapPoints, organisationMapPoints } from './points.ts';

/**
 * Points at most that are sent one by one. Of a list with more rows the map asks for the tiles in
 * view, in which what shares a cell is counted together (docs/decisions/0021).
 */
export const pinsAtMost = 2000;

export interface Pins {
	points: MapPoint[];
	cells: MapCell[];
}

export type PinRow = OrganisationPoint | EventPoint | CellRow;

const isCell = (row: PinRow): row is CellRow => typeof row[0] === 'number';

const cellFrom = ([count, lat, lng, south, west, north, east]: CellRow): MapCell => ({
	count,
	lat,
	lng,
	bounds: { south, west, north, east }
});

/** Rows of organisations, or of events, as the map draws them. */
export function pinsFrom(rows: readonly PinRow[], subject: Subject, locale: Locale): Pins {
	const single = rows.filter((row) => !isCell(row));
	return {
		points:
			subject === 'events'
				? eventMapPoints(single as EventPoint[], locale)
				: organisationMapPoints(single as OrganisationPoint[], locale),
		cells: rows.filter(isCell).map(cellFrom)
	};
}

/** How many there are together. */
export function countOf({ points, cells }: Pins): number {
	return cells.reduce((sum, { count }) => sum + count, points.length);
}

/** The corners of everything, for the box round it. */
export function cornersOf({ points, cells }: Pins): { lat: number; lng: number }[] {
	return [
		...points,
		...cells.flatMap(({ bounds: { south, west, north, east } }) => [
			{ lat: south, lng: west },
			{ lat: north, lng: east }
		])
	];
}

/**
 * A box as a filter's area: rounded outward, and never so small that an address could not say it.
 */
export function areaAround({ south, west, north, east }: Bounds): Bounds {
	const [down, up] = [
		(degrees: number) => (Math.floor(degrees * 1e5) - 1) / 1e5,
		(degrees: number) => (Math.ceil(degrees * 1e5) + 1) / 1e5
	];
	return { south: down(south), west: down(west), north: up(north), east: up(east) };
}
