// The basemap as SVG path data and labels for one view: what the server draws, and the browser when
// a page is opened without it. Colours and type are not here but in basemap.css, by class name.
import { topLeftOf } from '#lib/geo/projection.ts';
import type { MapView } from '#lib/geo/projection.ts';
import type { Basemap, Outline } from './basemap.ts';
import { clipLine, clipRing, pathData, roundedPathData, thin } from './clip.ts';
import type { Coordinates, Window } from './clip.ts';
import { labelStyles, placeLabels } from './labels.ts';
import type { LabelRow, Obstacle, PlacedLabel } from './labels.ts';
import { strokeWidth } from './strokes.ts';
import type { Stroke } from './strokes.ts';

/**
 * One layer: the class that colours it, its path, and the line width in px for borders (fills have
 * none).
 */
export interface SvgLayer {
	name: string;
	d: string;
	strokeWidth?: number;
}

/** A view drawn: layers from the bottom up, then labels, in pixels of the view. */
export interface BasemapDrawing {
	width: number;
	height: number;
	layers: SvgLayer[];
	labels: PlacedLabel[];
}

/**
 * How far beyond the edge things are kept, so that a cut fill's edge and a line's end stay out of
 * sight.
 */
const margin = 6;
/**
 * Points nearer than this many px to the one before are left out: of a whole country more of them,
 * of a town hardly any.
 */
const minAt = (zoom: number) => (zoom < 8 ? 2 : 0.8);
/**
 * The neighbours are only there for context: this many times as far apart. Every page with a map
 * carries its points.
 */
const coarser = 2.2;
/** Lakes smaller than this many px² are specks, not lakes. */
const leastLake = 9;

/** Draws a view. A name its edge would cut is left out: better none than half a one. */
export function basemapSvg(
	basemap: Basemap,
	labelRows: readonly LabelRow[],
	view: MapView,
	locale: string,
	obstacles: readonly Obstacle[] = []
): BasemapDrawing {
	const { zoom, width, height } = view;
	const corner = topLeftOf(view);
	const scale = 2 ** zoom;
	const min = minAt(zoom);
	const window: Window = {
		left: -margin,
		top: -margin,
		right: width + margin,
		bottom: height + margin
	};
	const inView = (o: Outline) =>
		o.east * scale - corner.x > window.left &&
		o.west * scale - corner.x < window.right &&
		o.south * scale - corner.y > window.top &&
		o.north * scale - corner.y < window.bottom;
	const notASpeck = (o: Outline) =>
		(o.east - o.west) * (o.south - o.north) * scale * scale >= leastLake;
	const pixels = ({ points }: Outline): Coordinates =>
		Array.from(points, (v, i) => v * scale - (i % 2 ? corner.y : corner.x));

	const fill = (
		name: string,
		outlines: readonly Outline[],
		{ rounded = false, apart = min } = {}
	): SvgLayer => ({
		name,
		d: outlines
			.filter(inView)
			.map((o) => clipRing(thin(pixels(o), apart), window))
			.map((ring) => (rounded ? roundedPathData(ring) : ring.length ? pathData(ring, true) : ''))
			.join('')
	});
	const stroke = (name: Stroke, outlines: readonly Outline[], apart = min): SvgLayer => ({
		name,
		strokeWidth: strokeWidth(name, zoom),
		d: outlines
			.filter(inView)
			.flatMap((o) => clipLine(thin(pixels(o), apart), window))
			.map((line) => pathData(line, false))
			.join('')
	});
	const layers = [
		fill('neighbours', basemap.neighbours, { apart: min * coarser }),
		stroke('foreign', basemap.foreignBorders, min * coarser),
		fill('land', basemap.land),
		stroke('municipality', basemap.municipalityBorders),
		stroke('region', basemap.regionBorders),
		fill('lakes', basemap.lakes.filter(notASpeck), { rounded: true }),
		stroke('coast', basemap.coast),
		stroke('state', basemap.stateBorder)
	].filter(({ d }) => d !== '');

	const labels = placeLabels(labelRows, zoom, locale, obstacles).flatMap((label): PlacedLabel[] => {
		const [x, y] = [label.x - corner.x, label.y - corner.y];
		const [textX, textY] = [label.textX - corner.x, label.textY - corner.y];
		const { fontSize } = labelStyles[label.kind];
		const [left, right] = [label.left - corner.x, label.right - corner.x];
		if (left < 0 || right > width) return [];
		if (textY - fontSize * 0.8 < 0 || textY + fontSize * 0.25 > height) return [];
		const [narrowLeft, narrowRight] = [label.narrowLeft - corner.x, label.narrowRight - corner.x];
		const fitsNarrow = label.fitsNarrow && narrowLeft >= 0 && narrowRight <= width;
		return [{ ...label, x, y, textX, textY, left, right, narrowLeft, narrowRight, fitsNarrow }];
	});
	return { width, height, layers, labels };
}

const escaped = (text: string) =>
	text.replace(
		/[&<>"]/g,
		(c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c
	);
const short = (value: number) => String(Math.round(value * 10) / 10);

/**
 * The drawing as SVG markup to be put inside an `<svg>` (which sets the viewBox). Nothing in it
 * needs a style attribute.
 */
export function svgMarkup({ width, height, layers, labels }: BasemapDrawing): string {
	const paths = layers.map(({ name, d, strokeWidth: line }) =>
		line === undefined
			? `<path class="bm-${name}" d="${d}"/>`
			: `<path class="bm-line bm-${name}" stroke-width="${line}" d="${d}"/>`
	);
	const dots = labels
		.filter(({ kind }) => labelStyles[kind].dot)
		.map(
			({ kind, x, y, fitsNarrow }) =>
				`<circle class="bm-dot${fitsNarrow ? '' : ' bm-roomy'}" cx="${short(x)}" cy="${short(y)}" r="${labelStyles[kind].dot}"/>`
		);
	const names = labels.map(({ kind, text, textX, textY, anchor, fitsNarrow }) => {
		const end = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
		const roomy = fitsNarrow ? '' : ' bm-roomy';
		return `<text class="bm-label bm-${kind}${roomy}" x="${short(textX)}" y="${short(textY)}"${end}>${escaped(text)}</text>`;
	});
	return `<rect class="bm-water" width="${width}" height="${height}"/>${paths.join('')}<g class="bm-labels" aria-hidden="true">${dots.join('')}${names.join('')}</g>`;
}
