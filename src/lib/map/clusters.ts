// From points and a view to what is drawn: single marks, and groups where marks would cover each
// other. Pure; knows no Leaflet and no page. The index is built once per list of points, and
// answers for any view in well under a millisecond.
import Supercluster from 'supercluster';
import type { MapCell, MapPoint } from './points.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';
import { project, tileSize } from '#lib/geo/projection.ts';

/** One point that stands alone. */
export interface SingleMark extends Position {
	type: 'single';
	/** Stable from view to view, so that elements on the page can be kept. */
	key: string;
	point: MapPoint;
}

/** Several points too close to each other to be drawn apart at this zoom. */
export interface GroupMark extends Position {
	type: 'group';
	key: string;
	/** The index's number of the group; null for a cell that stands alone. */
	id: number | null;
	count: number;
	/**
	 * Every point of it is among the points of the index; else it has cells, and its points have to
	 * be asked for.
	 */
	complete: boolean;
	/** The box round its points; without extent when all share one place. */
	bounds: Bounds;
	/** No zoom of this map parts it: it must be opened as a spread or a list. */
	inseparable: boolean;
	/** Lowest zoom at which it falls apart; of no use when `inseparable`. */
	partsAt: number;
}

export type Mark = SingleMark | GroupMark;

export interface ClusterOptions {
	/** What is only counted, beside the points. */
	cells?: readonly MapCell[];
	/** Zooms between which the map moves; whole numbers. */
	minZoom?: number;
	maxZoom?: number;
	/** Least distance between two marks in CSS pixels. */
	spacing?: number;
}

/**
 * Never more marks than this are drawn at once: each is an element with a name and a place in the
 * tab order.
 */
export const marksAtMost = 150;

/**
 * What the index carries along: of what stands alone its number among points and then cells, and of
 * all what is in it.
 */
type Box = Bounds & { index: number; count: number; complete: boolean };

type Feature = ReturnType<Supercluster<Box, Box>['getClusters']>[number];

const boxOf = ({ lat, lng }: Position, index: number): Box => ({
	south: lat,
	north: lat,
	west: lng,
	east: lng,
	index,
	count: 1,
	complete: true
});

/**
 * The zoom at which a box is as wide or high as `spacing` pixels; Infinity for one without extent.
 */
function zoomThatParts({ south, west, north, east }: Bounds, spacing: number): number {
	const [a, b] = [project({ lat: north, lng: west }, 0), project({ lat: south, lng: east }, 0)];
	const side = Math.max(b.x - a.x, b.y - a.y);
	return side > 0 ? Math.ceil(Math.log2(spacing / side)) : Infinity;
}

/**
 * The whole zoom whose groups are shown at a zoom in between: the nearest. The spacing then holds
 * within a factor of 1.4 either way; the whole number below would gather a phone's first view (zoom
 * 5.9) into twice as large groups as it has room for.
 */
export const groupingZoom = (zoom: number): number => Math.floor(zoom + 0.55);

/** The index over one list of points, and of cells where there are too many points. */
export class Clusters {
	readonly points: readonly MapPoint[];
	readonly cells: readonly MapCell[];
	readonly minZoom: number;
	readonly maxZoom: number;
	readonly #spacing: number;
	readonly #index: Supercluster<Box, Box>;
	readonly #byId: Map<string, MapPoint>;

	constructor(points: readonly MapPoint[], options: ClusterOptions = {}) {
		const { cells = [], minZoom = 4, maxZoom = 13, spacing = 46 } = options;
		this.points = points;
		this.cells = cells;
		this.minZoom = minZoom;
		this.maxZoom = maxZoom;
		this.#spacing = spacing;
		this.#byId = new Map(points.map((point) => [point.id, point]));
		this.#index = new Supercluster<Box, Box>({
			minZoom,
			maxZoom,
			radius: spacing,
			extent: tileSize,
			reduce: (all, more) => {
				all.south = Math.min(all.south, more.south);
				all.north = Math.max(all.north, more.north);
				all.west = Math.min(all.west, more.west);
				all.east = Math.max(all.east, more.east);
				all.count += more.count;
				all.complete &&= more.complete;
			}
		});
		const boxes = [
			...points.map(boxOf),
			...cells.map(({ count, bounds }, i): Box => {
				return { ...bounds, index: points.length + i, count, complete: false };
			})
		];
		this.#index.load(
			[...points, ...cells].map(({ lat, lng }, i) => ({
				type: 'Feature',
				properties: boxes[i] as Box,
				geometry: { type: 'Point', coordinates: [lng, lat] }
			}))
		);
	}

	/** The point of that id, or undefined. */
	point(id: string): MapPoint | undefined {
		return this.#byId.get(id);
	}

	/**
	 * Marks whose position lies in the box, at a zoom. When there would be more than {@link
	 * marksAtMost}, groups of lower zooms are shown instead: larger groups, but everything is there.
	 */
	inView(bounds: Bounds, zoom: number): Mark[] {
		let z = Math.max(this.minZoom, Math.min(this.maxZoom, groupingZoom(zoom)));
		let found = this.#features(bounds, z);
		while (found.length > marksAtMost && z > this.minZoom) found = this.#features(bounds, --z);
		return found.flatMap((feature) => this.#mark(feature) ?? []);
	}

	#features({ west, south, east, north }: Bounds, zoom: number): Feature[] {
		return this.#index.getClusters([west, south, east, north], zoom);
	}

	#mark({ properties, geometry }: Feature): Mark | null {
		if ('cluster' in properties) {
			const [lng = 0, lat = 0] = geometry.coordinates;
			return this.#group(properties.cluster_id, `g${properties.cluster_id}`, properties, {
				lat,
				lng
			});
		}
		const cell = this.cells[properties.index - this.points.length];
		if (cell) return this.#group(null, `c${cell.lat} ${cell.lng}`, properties, cell);
		const point = this.points[properties.index];
		return (
			(point && { type: 'single', key: `p${point.id}`, point, lat: point.lat, lng: point.lng }) ??
			null
		);
	}

	#group(id: number | null, key: string, box: Box, at: Position): GroupMark {
		const { south, west, north, east, count, complete } = box;
		const onePlace = south === north && west === east;
		const partsAt = onePlace
			? Infinity
			: id === null
				? zoomThatParts(box, this.#spacing)
				: this.#index.getClusterExpansionZoom(id);
		return {
			type: 'group',
			key,
			id,
			count,
			complete,
			bounds: { south, west, north, east },
			inseparable: partsAt > this.maxZoom,
			partsAt,
			// The mean of equal numbers is not quite equal to them, and a town's centre should be hit
			// exactly.
			lat: onePlace ? south : at.lat,
			lng: onePlace ? west : at.lng
		};
	}

	/**
	 * Points of a group, the first `limit` of them, in the order of the list of points; of an
	 * incomplete one those that are known.
	 */
	members(group: GroupMark, limit = Infinity): MapPoint[] {
		if (group.id === null) return [];
		return this.#index
			.getLeaves(group.id, Infinity)
			.map((leaf) => leaf.properties.index)
			.sort((a, b) => a - b)
			.slice(0, limit)
			.flatMap((index) => this.points[index] ?? []);
	}

	/** The mark among `marks` that shows a point, alone or in a group; undefined when none does. */
	markOf(marks: readonly Mark[], pointId: string): Mark | undefined {
		const point = this.#byId.get(pointId);
		if (!point) return undefined;
		return marks.find((mark) =>
			mark.type === 'single' ? mark.point.id === pointId : this.#holds(mark.id, mark.bounds, point)
		);
	}

	/**
	 * Goes down only into branches whose box holds the point, so that a group of thousands is not
	 * listed to find one.
	 */
	#holds(id: number | null, box: Bounds, point: MapPoint): boolean {
		if (id === null) return false;
		const { south, north, west, east } = box;
		if (point.lat < south || point.lat > north || point.lng < west || point.lng > east)
			return false;
		return this.#index
			.getChildren(id)
			.some(({ properties }) =>
				'cluster' in properties
					? this.#holds(properties.cluster_id, properties, point)
					: this.points[properties.index]?.id === point.id
			);
	}

	/**
	 * The lowest zoom from `zoom` upward at which a point stands alone or in a group that no zoom can
	 * part and that is spread there, from `spreadFrom` on; the map's highest zoom at worst. Undefined
	 * for an unknown point.
	 */
	zoomToReach(pointId: string, zoom: number, spreadFrom = 0): number | undefined {
		const point = this.#byId.get(pointId);
		if (!point) return undefined;
		for (let z = Math.max(this.minZoom, groupingZoom(zoom)); z <= this.maxZoom; z++) {
			const degrees = ((2 * this.#spacing) / tileSize / 2 ** z) * 360;
			const around = {
				south: point.lat - degrees,
				north: point.lat + degrees,
				west: point.lng - degrees,
				east: point.lng + degrees
			};
			const marks = this.#features(around, z).flatMap((feature) => this.#mark(feature) ?? []);
			const mark = this.markOf(marks, pointId);
			if (mark && (mark.type === 'single' || (mark.inseparable && z >= spreadFrom))) return z;
		}
		return this.maxZoom;
	}
}
