// The only file that imports Leaflet, and it is itself imported only when a map comes into sight: a
// page whose map is never seen loads neither the library nor its stylesheet. What the rest of the
// map needs of it is the small surface below. Leaflet's own modules, not its bundle: its tiles,
// vectors, markers and controls are never used here and weigh as much again; tiles of a street map
// (streets/) are fetched when somebody comes near enough to see one.
import type { ZoomAnimEvent } from 'leaflet';
import * as DomEvent from 'leaflet/src/dom/DomEvent.js';
import 'leaflet/src/layer/Layer.js';
import { map as createMap } from 'leaflet/src/map/index.js';
import './leaflet.css';
import { watchPresses } from './presses.ts';
import { addCanvasLayer, futureLayerPoint, type Painter } from './canvas-layer.ts';
import { project, unproject } from '#lib/geo/projection.ts';
import { fitMarks, type Marks } from './mark-room.ts';
import { showStreets, streetPane, type StreetOptions } from '#lib/map/streets/show-streets.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';
import type { MapView } from '#lib/geo/projection.ts';
import type { MapPosition } from './view-hash.ts';

/**
 * Pixels at the edges of the map that something else covers, such as a sheet with the chosen
 * organisation.
 */
export interface Inset {
	top?: number;
	right?: number;
	bottom?: number;
	left?: number;
}

export interface SurfaceOptions {
	/** The first view shows this box whole. */
	bounds: Bounds;
	/** Where the map stands at first instead, when the address says so. */
	position: MapPosition | null;
	/** The map can always be zoomed out to show this box whole. */
	whole: Bounds;
	/** The map cannot be moved beyond this box. */
	limits: Bounds;
	maxZoom: number;
	/** A small map inside a page: the wheel and one finger scroll the page, not the map. */
	compact: boolean;
	/** What stands on it. */
	marks?: () => Marks;
	/** The street map it shows near by. */
	streets?: StreetOptions | null;
	/** Called in every frame in which the view changes, except during an animated zoom. */
	onview: (view: MapView) => void;
	/**
	 * Called when the map has come to rest; `moved` says whether the visitor has moved it since it
	 * was last told to show a box.
	 */
	onsettle: (view: MapView, moved: boolean) => void;
	/** A press on the map where there is no mark. */
	onpress: () => void;
}

export interface ShowOptions {
	inset?: Inset;
	min?: number;
	max?: number;
	passing?: boolean;
}

/** A running map. Positions are WGS84 degrees, lengths CSS pixels. */
export interface MapSurface {
	/** Where marks belong; its children are moved with the map once they are placed. */
	readonly pane: HTMLElement;
	/** Farthest zoom. */
	readonly minZoom: number;
	view(): MapView;
	/** Keeps an element at a position, `offset` pixels away from it; returns how to let it go. */
	place(element: HTMLElement, position: Position, offset?: { x: number; y: number }): () => void;
	/** What draws the ground; null for plain water. Paints at once. */
	paint(painter: Painter | null): void;
	/** What is drawn over the ground, and over the streets where there are some. */
	paintOver(painter: Painter | null): void;
	panBy(x: number, y: number): void;
	zoomBy(steps: number): void;
	/**
	 * Shows the box whole and as large as it fits, at a zoom from `least` to `most`; and again when
	 * the window changes, until the visitor moves the map. `passing` is a movement of the visitor
	 * itself, as into a group.
	 */
	show(bounds: Bounds, options?: ShowOptions): void;
	/** Goes to a view that an address asks for. */
	go(position: MapPosition): void;
	/** Puts a position into the middle of what is not covered. */
	centreOn(position: Position, zoom: number, inset?: Inset): void;
	/** Moves just as far as needed for the position to be seen, and not at all when it is. */
	reveal(position: Position, inset?: Inset): void;
	/** Whether the last press ended a drag: such a press chooses nothing. */
	wasDragged(): boolean;
	/** To be called when the container's size changed. */
	resize(): void;
	destroy(): void;
}

const edge = 36;

/** So much of a pinch on a touchpad (deltaY) is one zoom. */
const pinchPerZoom = 120;

const none: Marks = { dated: false, places: [] };

/** The middle of a box as the map shows it. */
function middleOf({ south, west, north, east }: Bounds): Position {
	const [a, b] = [project({ lat: north, lng: west }, 0), project({ lat: south, lng: east }, 0)];
	return unproject({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, 0);
}

/** Opens a map in an element that has a size. */
export function openMap(container: HTMLElement, options: SurfaceOptions): MapSurface {
	const { bounds, whole, limits, maxZoom, compact, position, marks = () => none } = options;
	const calm = matchMedia('(prefers-reduced-motion: reduce)');
	const size = () => ({ width: container.clientWidth, height: container.clientHeight });
	const fitting = (box: Bounds, inset: Inset = {}) =>
		fitMarks(box, size(), marks(), { inset, maxZoom });
	const first = fitting(bounds);
	// The map begins at the whole: farther away nothing of the network is seen better. The first view
	// may be larger than that, for a filter that asks for more.
	const farthest = () => Math.min(fitting(whole).zoom, fitting(bounds).zoom);

	const map = createMap(container, {
		center: position?.centre ?? first.centre,
		zoom: Math.min(maxZoom, position?.zoom ?? first.zoom),
		minZoom: farthest(),
		maxZoom,
		zoomSnap: 0,
		zoomDelta: 1,
		wheelPxPerZoomLevel: 120,
		maxBounds: [
			[limits.south, limits.west],
			[limits.north, limits.east]
		],
		maxBoundsViscosity: 0.9,
		zoomControl: false,
		attributionControl: false,
		// Map.svelte handles keys, for the marks as well as for the ground.
		keyboard: false,
		zoomAnimation: !calm.matches,
		fadeAnimation: false,
		inertia: !calm.matches,
		scrollWheelZoom: !compact,
		dragging: !(compact && matchMedia('(pointer: coarse)').matches)
	});

	const view = (): MapView => {
		const { lat, lng } = map.getCenter();
		const { x: width, y: height } = map.getSize();
		return { centre: { lat, lng }, zoom: map.getZoom(), width, height };
	};

	let painter: Painter | null = null;
	const ground = map.createPane('ground');
	const layer = addCanvasLayer(map, ground, () => painter);
	map.createPane(streetPane);
	const over = map.createPane('over');
	let overPainter: Painter | null = null;
	/** Made when there is something to draw: a canvas as large as the map is no small thing. */
	let overLayer: ReturnType<typeof addCanvasLayer> | undefined;
	const pane = map.createPane('marks');
	// Leaflet zooms on a double press; on a mark that would move away what was just chosen.
	DomEvent.on(pane, 'dblclick', DomEvent.stopPropagation);

	type Placed = { position: Position; offset: { x: number; y: number } };
	const placed = new Map<HTMLElement, Placed>();
	function put(element: HTMLElement, { offset }: Placed, at: { x: number; y: number }) {
		element.style.transform = `translate3d(${at.x + offset.x}px, ${at.y + offset.y}px, 0)`;
	}
	function putNow(element: HTMLElement, one: Placed) {
		put(element, one, map.latLngToLayerPoint([one.position.lat, one.position.lng]));
	}
	map.on('zoom viewreset', () => placed.forEach((one, element) => putNow(element, one)));
	map.on('zoomanim', (event: ZoomAnimEvent) => {
		for (const [element, one] of placed)
			put(element, one, futureLayerPoint(map, [one.position.lat, one.position.lng], event));
	});

	/**
	 * The box the map was last fitted to: it stays fitted when the window changes, until the visitor
	 * moves the map.
	 */
	let fitted: { box: Bounds; options: ShowOptions } | null = position
		? null
		: { box: bounds, options: {} };
	let moved = position !== null;
	const letGo = () => (fitted = null);
	/** The visitor takes the map in hand. */
	const takeOver = () => {
		letGo();
		moved = true;
	};
	// On a small map inside a page the wheel scrolls the page.
	for (const event of compact ? ['dblclick', 'touchmove'] : ['wheel', 'dblclick', 'touchmove'])
		container.addEventListener(event, takeOver, { passive: true });
	// Two fingers on a touchpad are told as a wheel with Ctrl: they zoom a small map as they do on a
	// touchscreen, and not the page.
	if (compact)
		container.addEventListener(
			'wheel',
			(event) => {
				if (!event.ctrlKey) return;
				event.preventDefault();
				takeOver();
				const zoom = map.getZoom() - event.deltaY / pinchPerZoom;
				map.setZoomAround(map.mouseEventToContainerPoint(event), zoom, { animate: false });
			},
			{ passive: false }
		);
	const presses = watchPresses(container);
	map.on('dragstart', () => {
		presses.drag();
		takeOver();
	});
	map.on('boxzoomstart', takeOver);

	/** The centre at which a position stands in the middle of what is not covered. */
	function uncovered(position: Position, zoom: number, inset: Inset): Position {
		const { top = 0, right = 0, bottom = 0, left = 0 } = inset;
		const { x, y } = project(position, zoom);
		return unproject({ x: x + (right - left) / 2, y: y + (bottom - top) / 2 }, zoom);
	}
	/**
	 * Where something covers a part of it the map may go farther than else: what lies at its edge
	 * must come clear of that.
	 */
	function makeRoom(inset: Inset) {
		if (!Object.values(inset).some((pixels) => pixels > 0)) return;
		const [lat, lng] = [(limits.north - limits.south) / 2, (limits.east - limits.west) / 2];
		map.setMaxBounds([
			[limits.south - lat, limits.west - lng],
			[limits.north + lat, limits.east + lng]
		]);
	}
	function move(centre: Position, zoom: number) {
		map.setView([centre.lat, centre.lng], Math.min(maxZoom, Math.max(map.getMinZoom(), zoom)), {
			animate: !calm.matches
		});
	}
	function show(box: Bounds, options: ShowOptions = {}) {
		const { inset = {}, min = 0, max = maxZoom, passing } = options;
		const view = fitting(box, inset);
		const target = Math.max(Math.min(view.zoom, max), min);
		if (target < map.getMinZoom()) map.setMinZoom(target);
		// Said before the map moves: without animation it has come to rest when `move` returns.
		fitted = passing ? null : { box, options };
		moved = passing ?? false;
		if (target === view.zoom) return move(view.centre, target);
		// At another zoom than the box asks for its middle is what is kept.
		move(uncovered(middleOf(box), target, inset), target);
	}

	const stopStreets = options.streets ? showStreets(map, options.streets) : () => {};

	const viewed = () => options.onview(view());
	/**
	 * Whether the map glides: what it shows meanwhile is no view of the visitor's, and no address.
	 */
	let isGliding = false;
	let isMeasuring = false;
	const settled = () => {
		if (isMeasuring) return;
		isGliding = false;
		options.onsettle(view(), moved);
	};
	/** Takes the container's size. Leaflet then says that it rests, also in the middle of a glide. */
	function measure(pan: boolean) {
		isMeasuring = true;
		map.invalidateSize({ animate: false, pan });
		isMeasuring = false;
	}
	map.on('move', viewed);
	map.on('movestart', () => (isGliding = true));
	map.on('moveend', settled);
	map.on('click', ({ originalEvent: { target } }) => {
		if (!(target instanceof Element && target.closest('button, a'))) options.onpress();
	});

	return {
		pane,
		get minZoom() {
			return map.getMinZoom();
		},
		view,
		place(element, position, offset = { x: 0, y: 0 }) {
			const one = { position, offset };
			placed.set(element, one);
			putNow(element, one);
			return () => {
				// Placed anew elsewhere in the meantime: that place is not ours to forget.
				if (placed.get(element) === one) placed.delete(element);
			};
		},
		paint(next) {
			painter = next;
			layer.repaint();
		},
		paintOver(next) {
			overPainter = next;
			if (!overLayer && next) overLayer = addCanvasLayer(map, over, () => overPainter);
			over.hidden = !next;
			overLayer?.repaint();
		},
		panBy(x, y) {
			takeOver();
			map.panBy([x, y], { animate: !calm.matches });
		},
		zoomBy(steps) {
			const limit = steps < 0 ? map.getMinZoom() : maxZoom;
			// Nothing is moved that cannot go any further.
			if (Math.abs(map.getZoom() - limit) < 0.01) return;
			takeOver();
			map.setZoom(map.getZoom() + steps, { animate: !calm.matches });
		},
		show,
		go({ centre, zoom }) {
			takeOver();
			// What has just come under the map has changed its size already.
			measure(false);
			move(centre, zoom);
		},
		centreOn(position, zoom, inset = {}) {
			letGo();
			makeRoom(inset);
			move(uncovered(position, zoom, inset), zoom);
		},
		reveal({ lat, lng }, inset = {}) {
			letGo();
			makeRoom(inset);
			const { top = 0, right = 0, bottom = 0, left = 0 } = inset;
			map.panInside([lat, lng], {
				paddingTopLeft: [left + edge, top + edge],
				paddingBottomRight: [right + edge, bottom + edge],
				animate: !calm.matches
			});
		},
		wasDragged: presses.wasDragged,
		resize() {
			// A bar that comes under the map takes from its height: what is seen stays where it is.
			const pan = container.clientWidth !== map.getSize().x;
			measure(pan);
			map.setMinZoom(farthest());
			if (fitted) show(fitted.box, fitted.options);
			else if (!isGliding) settled();
		},
		destroy() {
			painter = null;
			overPainter = null;
			presses.stop();
			stopStreets();
			// A window that has just changed its size is told by a timer of 200 ms, which may outlive the
			// map.
			map.off('move', viewed).off('moveend', settled);
			// Leaflet ends an animated zoom by a timer of 250 ms, which would find no map any more and
			// throw.
			setTimeout(() => map.remove(), 300);
		}
	};
}
