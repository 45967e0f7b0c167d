// What an interactive map shows at the moment: the marks in view, the opened group, the chosen
// point, what a press or key does. The components only draw it. One object per map; nothing here is
// shared between maps or visitors.
import { m } from '#lib/paraglide/messages.js';
import type { LabelRow } from '#lib/map/basemap/labels.ts';
import { Clusters, groupingZoom, type GroupMark, type Mark } from './clusters.ts';
import type { Inset, MapSurface } from './leaflet.ts';
import { obstacleOf, type Marks } from './mark-room.ts';
import type { MapCell, MapPoint } from './points.ts';
import type { Bounds } from '#lib/geo/position.ts';
import { boundsOf, placeInView, type MapView } from '#lib/geo/projection.ts';
import { inReadingOrder, nearestFirst } from './reading-order.ts';
import type { Streets } from '#lib/map/streets/streets.ts';
import { spreadAtMost, spreadOffsets, type Offset } from './spread.ts';
import { townsOf } from './towns.ts';
import { nameOf, nameOfGroup, type Counted } from './words.ts';

/**
 * Closest zoom of a map without streets: one more would show nothing new but how coarse the coast
 * is drawn.
 */
export const closestZoom = 12;

/**
 * From this zoom on the members of one place stand round it; farther away their legs would reach
 * over half of the country, and they are listed.
 */
const spreadFrom = 9;

/** Close enough to see where in its town a point stands that is one of thousands. */
const zoomAmongMany = 11;

/** What the map is given from outside; read when needed, so that changes are seen. */
export interface MapInputs {
	points(): readonly MapPoint[];
	/** What is only counted, because there is too much of it. */
	cells(): readonly MapCell[];
	/**
	 * Asks for the points within a box, for a group of which not all are known; null when they are
	 * shown elsewhere.
	 */
	within(box: Bounds, count: number): Promise<MapPoint[] | null>;
	selected(): string | null;
	/** The selected point, also when it is none of `points`. */
	chosen(): MapPoint | null;
	inset(): Inset;
	counted(): Counted;
	locale(): string;
	select(id: string | null): void;
}

/** A group that is open: its members stand round it, or in a list. */
export interface OpenGroup {
	group: GroupMark;
	members: MapPoint[];
	/** One per member; empty when they are listed. */
	offsets: Offset[];
}

/**
 * Marks are kept ready this far beyond the window, as a part of its size, so that a slow drag
 * uncovers none too late.
 */
const reach = 0.25;

const grown = (box: Bounds): Bounds => {
	const lat = (box.north - box.south) * reach;
	const lng = (box.east - box.west) * reach;
	return {
		south: box.south - lat,
		north: box.north + lat,
		west: box.west - lng,
		east: box.east + lng
	};
};

const covers = (outer: Bounds, inner: Bounds) =>
	outer.south <= inner.south &&
	outer.north >= inner.north &&
	outer.west <= inner.west &&
	outer.east >= inner.east;

export class MapState {
	/**
	 * Whether the keyboard has gone in among the marks; until then the whole map is one stop of the
	 * Tab key.
	 */
	inside = $state(false);
	/** The keys have been told: whoever comes back to the map knows them. */
	helped = $state(false);
	readonly #in: MapInputs;
	/** The street map it shows near by. */
	streets = $state.raw<Streets | null>(null);
	readonly closest = $derived(this.streets?.closest ?? closestZoom);
	surface = $state.raw<MapSurface | null>(null);
	labels = $state.raw<readonly LabelRow[]>([]);
	view = $state.raw<MapView | null>(null);
	/** What was said last, for screen readers. */
	said = $state('');
	/** Box and zoom the marks were last asked for; changes far less often than the view. */
	#window = $state.raw<{ box: Bounds; zoom: number } | null>(null);
	/** A point of the group that was opened by hand. */
	#opened = $state.raw<string | null>(null);

	readonly #dated = $derived.by(() => this.#in.points().some(({ badge }) => badge));
	readonly #spacing = $derived(this.#dated ? 72 : 54);
	readonly clusters = $derived.by(
		() =>
			new Clusters(this.#in.points(), {
				cells: this.#in.cells(),
				minZoom: 4,
				maxZoom: this.closest,
				spacing: this.#spacing
			})
	);
	readonly marks = $derived.by((): Mark[] => {
		if (!this.#window) return [];
		const { box, zoom } = this.#window;
		return inReadingOrder(this.clusters.inView(box, zoom), zoom);
	});
	/** What the map has to show whole. */
	readonly standing = $derived.by((): Marks => ({
		dated: this.#dated,
		places: [...this.#in.points(), ...this.#in.cells()]
	}));
	/** What the marks cover of the ground. */
	readonly obstacles = $derived(
		this.marks.map((mark) =>
			obstacleOf(mark.type === 'group' ? mark : { ...mark, badge: mark.point.badge })
		)
	);
	/** A group whose members had to be asked for. */
	#fetched = $state.raw<OpenGroup | null>(null);
	readonly open = $derived.by((): OpenGroup | null => {
		if (this.#fetched) return this.#fetched;
		const id = this.#opened ?? this.#in.selected();
		const group = id === null ? undefined : this.clusters.markOf(this.marks, id);
		if (group?.type !== 'group' || !group.inseparable || !group.complete) return null;
		const listed = group.count > spreadAtMost || (this.#window?.zoom ?? 0) < spreadFrom;
		// A long list opens when it is asked for, not because one of its points was chosen elsewhere.
		if (listed && this.#opened === null) return null;
		const offsets = listed ? [] : spreadOffsets(group.count, this.#spacing);
		return { group, members: this.clusters.members(group), offsets };
	});

	/**
	 * The chosen point when no mark of its own shows it: among many it is drawn by itself, so that it
	 * can be found.
	 */
	readonly alone = $derived.by((): MapPoint | null => {
		const chosen = this.#in.chosen();
		if (!chosen || !this.clusters.cells.length) return null;
		return this.clusters.markOf(this.marks, chosen.id)?.type === 'single' ? null : chosen;
	});

	constructor(inputs: MapInputs) {
		this.#in = inputs;
	}

	/** Takes in a new view. The marks are asked for anew only when it leaves what they cover. */
	see(view: MapView): void {
		this.view = view;
		const zoom = groupingZoom(view.zoom);
		const box = boundsOf(view);
		const now = this.#window;
		if (!now || now.zoom !== zoom || !covers(now.box, box))
			this.#window = { box: grown(box), zoom };
	}

	/** Key of the mark that shows a point, alone or in a group; null when none in view does. */
	keyOf(id: string | null): string | null {
		return (id !== null && this.clusters.markOf(this.marks, id)?.key) || null;
	}

	/** Whole name of a mark. */
	nameOf(mark: Mark): string {
		if (mark.type === 'single') return nameOf(mark.point);
		const places = mark.complete ? this.clusters.members(mark) : [];
		const towns = townsOf(this.labels, places, mark.bounds, this.#in.locale());
		return nameOfGroup(mark.count, towns, this.#in.counted());
	}

	/** What pressing a mark does: chooses a point; parts, opens or closes a group. */
	press(mark: Mark): void {
		if (mark.type === 'single') return this.choose(mark.point);
		if (!mark.inseparable) {
			this.#opened = null;
			this.#fetched = null;
			const { top = 0, right = 0, bottom = 0, left = 0 } = this.#in.inset();
			const inset = { top: top + 48, right: right + 32, bottom: bottom + 32, left: left + 32 };
			// One zoom more than needed at most: two far members alone on the map would not show where
			// they are.
			const max = mark.partsAt + 1;
			return this.surface?.show(mark.bounds, { inset, min: mark.partsAt, max, passing: true });
		}
		if (this.open?.group.key === mark.key) this.close();
		else if (!mark.complete) void this.#fetch(mark);
		else this.#opened = this.clusters.members(mark, 1)[0]?.id ?? null;
	}

	/** Opens a group as a list of what the server finds in it. */
	async #fetch(group: GroupMark): Promise<void> {
		this.#asked = group.key;
		const here = () => this.#asked === group.key;
		try {
			const members = await this.#in.within(group.bounds, group.count);
			if (here() && members) this.#fetched = { group, members, offsets: [] };
		} catch {
			if (here()) this.said = m.map_list_failed();
		}
	}
	#asked: string | null = null;

	choose(point: MapPoint): void {
		this.#in.select(point.id);
		this.said = m.map_chosen({ name: nameOf(point) });
	}

	/**
	 * Closes the open group; a point chosen in it is let go too, because it would open the group
	 * again.
	 */
	close(): boolean {
		this.#asked = null;
		if (!this.open) return false;
		if (this.#fetched) {
			this.#fetched = null;
			return true;
		}
		const holdsChosen = this.open.members.some(({ id }) => id === this.#in.selected());
		this.#opened = null;
		if (holdsChosen) this.#in.select(null);
		return true;
	}

	/** What waits for the map to come to rest. */
	#resting: (() => void)[] = [];

	/** Resolves when the map has come to rest next. */
	nextRest(): Promise<void> {
		return new Promise((resolve) => this.#resting.push(resolve));
	}

	/** To be called when the map has come to rest. */
	rested(): void {
		for (const go of this.#resting.splice(0)) go();
	}

	/** Marks within the window itself, nearest to its middle first. */
	visible(): Mark[] {
		const view = this.view;
		if (!view) return [];
		const seen = this.marks.filter((mark) => {
			const { x, y } = placeInView(mark, view);
			return x >= 0 && y >= 0 && x <= view.width && y <= view.height;
		});
		return nearestFirst(seen, view.centre);
	}

	/**
	 * Says how much is in view: after keys moved the map, a screen reader has no other way to know.
	 */
	sayView(): void {
		const count = this.visible().reduce(
			(sum, mark) => sum + (mark.type === 'group' ? mark.count : 1),
			0
		);
		this.said = m.map_in_view({ counted: this.#in.counted()(count) });
	}

	/**
	 * Brings a point into view: by the least movement when it can be seen at this zoom, else as close
	 * as it takes.
	 */
	reach(id: string): void {
		const point = this.clusters.point(id);
		const surface = this.surface;
		const chosen = this.#in.chosen();
		if (surface && !point && chosen?.id === id)
			return surface.centreOn(
				chosen,
				Math.max(surface.view().zoom, zoomAmongMany),
				this.#in.inset()
			);
		if (!point || !surface) return;
		const { zoom } = surface.view();
		const mark = this.clusters.markOf(this.marks, id);
		const plain =
			mark && (mark.type === 'single' || (mark.inseparable && groupingZoom(zoom) >= spreadFrom));
		const wanted = this.clusters.zoomToReach(
			id,
			mark && !plain ? groupingZoom(zoom) + 1 : zoom,
			spreadFrom
		);
		if (plain || wanted === undefined) surface.reveal(point, this.#in.inset());
		else surface.centreOn(point, wanted, this.#in.inset());
	}
}
