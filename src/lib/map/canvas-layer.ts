// A canvas under the marks that follows the map: redrawn sharply when the map rests or is pinched,
// moved and scaled as a picture while a zoom animation runs. Gets the map handed in; what is
// painted is somebody else's business.
import type { Map as LeafletMap, Point, ZoomAnimEvent } from 'leaflet';
import type { WorldPoint } from '#lib/geo/projection.ts';

/**
 * What a painter is told: the part of the world the canvas shows, in CSS pixels at the zoom, and
 * how dense the screen is.
 */
export interface PaintFrame {
	zoom: number;
	topLeft: WorldPoint;
	width: number;
	height: number;
	pixelRatio: number;
}

export type Painter = (context: CanvasRenderingContext2D, frame: PaintFrame) => void;

/**
 * How far the canvas reaches beyond the window on every side, as a part of its size: a short drag
 * needs no repainting.
 */
const reach = 0.2;

/** Layer point a position will have when the animation that is starting has ended. */
export function futureLayerPoint(
	map: LeafletMap,
	position: [lat: number, lng: number],
	{ zoom, center }: Pick<ZoomAnimEvent, 'zoom' | 'center'>
): Point {
	const pane = map.containerPointToLayerPoint([0, 0]);
	const corner = map.project(center, zoom).subtract(map.getSize().divideBy(2));
	return map.project(position, zoom).subtract(corner).add(pane).round();
}

/** Puts a canvas into the pane; returns how to repaint it (after the theme or the data changed). */
export function addCanvasLayer(map: LeafletMap, pane: HTMLElement, painter: () => Painter | null) {
	const canvas = document.createElement('canvas');
	canvas.className = 'leaflet-zoom-animated';
	canvas.setAttribute('aria-hidden', 'true');
	pane.append(canvas);
	const context = canvas.getContext('2d');
	let drawn: { zoom: number; min: Point; max: Point; corner: [number, number] } | null = null;

	function transform({ x, y }: { x: number; y: number }, scale = 1) {
		canvas.style.transform = `translate3d(${x}px, ${y}px, 0) scale(${scale})`;
	}

	function draw() {
		const paint = painter();
		const size = map.getSize();
		if (!context || !paint || !size.x || !size.y) return;
		const min = map.containerPointToLayerPoint(size.multiplyBy(-reach)).round();
		const max = map.containerPointToLayerPoint(size.multiplyBy(1 + reach)).round();
		const { x: width, y: height } = max.subtract(min);
		// More than two device pixels per CSS pixel cannot be told apart on a map, but cost a phone
		// dearly.
		const pixelRatio = Math.min(2, window.devicePixelRatio || 1);
		const [w, h] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
		// Setting the size again would empty the canvas and make a new buffer, even when nothing
		// changes.
		if (canvas.width !== w || canvas.height !== h) {
			canvas.width = w;
			canvas.height = h;
			canvas.style.width = `${width}px`;
			canvas.style.height = `${height}px`;
		}
		const zoom = map.getZoom();
		const { x, y } = map.getPixelOrigin().add(min);
		paint(context, { zoom, topLeft: { x, y }, width, height, pixelRatio });
		const { lat, lng } = map.layerPointToLatLng(min);
		drawn = { zoom, min, max, corner: [lat, lng] };
		transform(min);
	}

	function follow() {
		if (!drawn || drawn.zoom !== map.getZoom()) return draw();
		const from = map.containerPointToLayerPoint([0, 0]);
		const to = map.containerPointToLayerPoint(map.getSize());
		const { min, max } = drawn;
		if (from.x < min.x || from.y < min.y || to.x > max.x || to.y > max.y) draw();
	}

	function animate(event: ZoomAnimEvent) {
		if (drawn)
			transform(
				futureLayerPoint(map, drawn.corner, event),
				map.getZoomScale(event.zoom, drawn.zoom)
			);
	}

	map.on({ move: follow, zoom: follow, moveend: draw, viewreset: draw, resize: draw });
	map.on('zoomanim', animate);
	return { repaint: draw };
}
