// Which town a place on the map belongs to, from the names the basemap carries: "6 organisations:
// Rīga" says more than "6".
import { metresBetween } from '#lib/geo/distance.ts';
import type { LabelKind, LabelRow } from '#lib/map/basemap/labels.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';

const towns: ReadonlySet<LabelKind> = new Set(['capital', 'city', 'centre', 'town', 'village']);

const distanceKm = (a: Position, b: Position) => metresBetween(a, b) / 1000;

/** A town, and whether a box lies in it (within its few kilometres) or only near it. */
export interface TownOf {
	name: string;
	inside: boolean;
}

/** The towns of a group, those with most of it first; whether all of it lies in them. */
export interface TownsOf {
	names: readonly string[];
	inside: boolean;
}

/** Kilometres from a town's centre within which a place counts as that town. */
const townReach: Partial<Record<LabelKind, number>> = { capital: 9, city: 5, centre: 3 };

const otherReach = 2;
/** Beyond this a town says nothing about where the place is. */
const farthest = 40;

/** The town a box lies in, or the nearest one to its middle; null when none is near. */
export function townOf(labels: readonly LabelRow[], box: Bounds, locale: string): TownOf | null {
	const middle: Position = { lat: (box.south + box.north) / 2, lng: (box.west + box.east) / 2 };
	let best: { row: LabelRow; far: number } | null = null;
	for (const row of labels) {
		const [kind, lat, lng] = row;
		if (!towns.has(kind)) continue;
		// A large town reaches farther, so that Rīga's suburb is Rīga and not the village beside it.
		const far = distanceKm(middle, { lat, lng }) - (townReach[kind] ?? otherReach);
		if (!best || far < best.far) best = { row, far };
	}
	if (!best || best.far > farthest) return null;
	const { row } = best;
	const reach = townReach[row[0]] ?? otherReach;
	const corners = [
		{ lat: box.south, lng: box.west },
		{ lat: box.north, lng: box.east },
		{ lat: box.south, lng: box.east },
		{ lat: box.north, lng: box.west }
	];
	const inside = corners.every(
		(corner) => distanceKm(corner, { lat: row[1], lng: row[2] }) <= reach
	);
	return { name: locale === 'lv' ? row[3] : (row[4] ?? row[3]), inside };
}

/** More places than this are told by the box round them: each costs a walk over all names. */
const placesAtMost = 100;

const known = new WeakMap<readonly LabelRow[], Map<string, TownOf | null>>();

/** As {@link townOf} of one place; what was asked before is remembered. */
function townAt(labels: readonly LabelRow[], { lat, lng }: Position, locale: string) {
	const told = known.get(labels) ?? new Map<string, TownOf | null>();
	known.set(labels, told);
	const key = `${locale} ${lat} ${lng}`;
	let town = told.get(key);
	if (town === undefined) {
		town = townOf(labels, { south: lat, north: lat, west: lng, east: lng }, locale);
		told.set(key, town);
	}
	return town;
}

/**
 * The towns a group's places lie in; null when none is near.
 * @param places of all its members; empty where they are not known
 * @param box round the whole group
 */
export function townsOf(
	labels: readonly LabelRow[],
	places: readonly Position[],
	box: Bounds,
	locale: string
): TownsOf | null {
	if (places.length === 0 || places.length > placesAtMost) {
		const town = townOf(labels, box, locale);
		return town && { names: [town.name], inside: town.inside };
	}
	const counts = new Map<string, number>();
	let inside = true;
	for (const place of places) {
		const town = townAt(labels, place, locale);
		inside &&= town?.inside ?? false;
		if (town) counts.set(town.name, (counts.get(town.name) ?? 0) + 1);
	}
	const names = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
	return names.length > 0 ? { names, inside } : null;
}
