// Paints the basemap on a canvas: the same layers, widths and labels as the SVG. Shapes are made
// once per map and moved and scaled by the canvas, so a frame costs a few fills; labels are placed
// once per zoom.
import type { Basemap, Outline } from './basemap.ts';
import { labelStyles, placeLabels } from './labels.ts';
import type { LabelKind, LabelRow, Obstacle, PlacedLabel } from './labels.ts';
import type { ColourName, Palette } from './palette.ts';
import type { WorldPoint } from '#lib/geo/projection.ts';
import { strokeWidth } from './strokes.ts';
import type { Stroke } from './strokes.ts';

/** What part of the world to paint, and how. */
export interface PaintOptions {
	/** May be fractional. */
	zoom: number;
	/** World pixels (at this zoom) of the canvas's upper left corner. */
	topLeft: WorldPoint;
	/** CSS pixels of the painted area. */
	width: number;
	height: number;
	/** Device pixels per CSS pixel; the canvas must be that much larger. */
	pixelRatio: number;
	palette: Palette;
	/** Language of the names, `lv` or `en`. */
	locale: string;
	/** Names of places and areas; without them only the land is painted. */
	labels?: readonly LabelRow[];
	/** What stands on the map; names keep clear of it. */
	obstacles?: readonly Obstacle[];
	/** Fill everything with the colour of water first (default true). */
	background?: boolean;
}

interface Shapes {
	/**
	 * World pixels of zoom 0 that the paths are relative to: a canvas counts in 32-bit floats, too
	 * coarse for zoom 12.
	 */
	origin: WorldPoint;
	fills: Record<'neighbour' | 'land' | 'lake', Path2D>;
	strokes: Record<Stroke, Path2D>;
}

/**
 * Paths are kept this many times larger than zoom 0, because some browsers round small coordinates.
 */
const magnified = 2 ** 8;

const shapesOf = new WeakMap<Basemap, Shapes>();

function makeShapes(basemap: Basemap): Shapes {
	const first = basemap.land[0];
	const origin = first
		? { x: (first.west + first.east) / 2, y: (first.north + first.south) / 2 }
		: { x: 0, y: 0 };
	const at = ({ points }: Outline, i: number): [number, number] => {
		const j = (i * 2 + points.length) % points.length;
		return [
			((points[j] as number) - origin.x) * magnified,
			((points[j + 1] as number) - origin.y) * magnified
		];
	};
	const straight = (outlines: readonly Outline[], closed: boolean) => {
		const path = new Path2D();
		for (const outline of outlines) {
			path.moveTo(...at(outline, 0));
			for (let i = 1; i < outline.points.length / 2; i++) path.lineTo(...at(outline, i));
			if (closed) path.closePath();
		}
		return path;
	};
	const middle = (a: [number, number], b: [number, number]): [number, number] => [
		(a[0] + b[0]) / 2,
		(a[1] + b[1]) / 2
	];
	const rounded = (outlines: readonly Outline[]) => {
		const path = new Path2D();
		for (const outline of outlines) {
			path.moveTo(...middle(at(outline, -1), at(outline, 0)));
			for (let i = 0; i < outline.points.length / 2; i++)
				path.quadraticCurveTo(...at(outline, i), ...middle(at(outline, i), at(outline, i + 1)));
			path.closePath();
		}
		return path;
	};
	return {
		origin,
		fills: {
			neighbour: straight(basemap.neighbours, true),
			land: straight(basemap.land, true),
			lake: rounded(basemap.lakes)
		},
		strokes: {
			coast: straight(basemap.coast, false),
			foreign: straight(basemap.foreignBorders, false),
			municipality: straight(basemap.municipalityBorders, false),
			region: straight(basemap.regionBorders, false),
			state: straight(basemap.stateBorder, false)
		}
	};
}

/** Colour of a kind's name. */
export const labelColours: Readonly<Record<LabelKind, ColourName>> = {
	capital: 'label',
	city: 'label',
	centre: 'label',
	town: 'label-quiet',
	village: 'label-quiet',
	foreign: 'label-quiet',
	country: 'label-area',
	region: 'label-area',
	sea: 'label-water',
	bay: 'label-water',
	lake: 'label-water'
};

/** Names that stand on neighbours' land; the others' halo is the colour of our own. */
const abroad: ReadonlySet<LabelKind> = new Set(['foreign', 'country'] as const);

/** By what the names keep clear of, which changes less often than the view. */
const placedFor = new WeakMap<readonly Obstacle[], Map<string, PlacedLabel[]>>();
const nothing: readonly Obstacle[] = [];

function placedAt(
	labels: readonly LabelRow[],
	zoom: number,
	locale: string,
	obstacles: readonly Obstacle[]
): PlacedLabel[] {
	let known = placedFor.get(obstacles);
	if (!known) placedFor.set(obstacles, (known = new Map()));
	const key = `${locale} ${zoom} ${labels.length}`;
	let placed = known.get(key);
	if (!placed) {
		// A pinch passes through hundreds of fractional zooms; nobody returns to exactly the same one.
		if (known.size > 24) known.clear();
		known.set(key, (placed = placeLabels(labels, zoom, locale, obstacles)));
	}
	return placed;
}

function paintLabels(
	ctx: CanvasRenderingContext2D,
	placed: readonly PlacedLabel[],
	options: PaintOptions
) {
	const { topLeft, width, height, palette } = options;
	ctx.lineJoin = 'round';
	ctx.textBaseline = 'alphabetic';
	for (const { kind, text, x, y, textX, textY, anchor, left, right } of placed) {
		const style = labelStyles[kind];
		const reach = style.fontSize + style.dot;
		if (right < topLeft.x - reach || left > topLeft.x + width + reach) continue;
		if (textY < topLeft.y - reach || textY > topLeft.y + height + 2 * reach) continue;
		const at: [number, number] = [textX - topLeft.x, textY - topLeft.y];
		ctx.font = `${style.italic ? 'italic ' : ''}${style.weight} ${style.fontSize}px ${palette.font}`;
		ctx.letterSpacing = `${style.spacing * style.fontSize}px`;
		ctx.textAlign = anchor === 'middle' ? 'center' : anchor === 'start' ? 'left' : 'right';
		if (labelColours[kind] !== 'label-water') {
			ctx.strokeStyle = palette[abroad.has(kind) ? 'neighbour' : 'label-halo'];
			ctx.lineWidth = 3;
			ctx.strokeText(text, ...at);
		}
		if (style.dot) {
			ctx.beginPath();
			ctx.arc(x - topLeft.x, y - topLeft.y, style.dot, 0, 2 * Math.PI);
			ctx.fillStyle = palette.dot;
			ctx.fill();
		}
		ctx.fillStyle = palette[labelColours[kind]];
		ctx.fillText(text, ...at);
	}
	ctx.letterSpacing = '0px';
}

/** Paints one view. Leaves the context's transform as it found it. */
export function paintBasemap(
	ctx: CanvasRenderingContext2D,
	basemap: Basemap,
	options: PaintOptions
): void {
	const { zoom, topLeft, width, height, pixelRatio, palette, background = true } = options;
	let shapes = shapesOf.get(basemap);
	if (!shapes) shapesOf.set(basemap, (shapes = makeShapes(basemap)));
	const { origin, fills, strokes } = shapes;
	const world = 2 ** zoom;
	const scale = world / magnified;

	ctx.save();
	ctx.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
	if (background) {
		ctx.fillStyle = palette.water;
		ctx.fillRect(0, 0, width, height);
	}
	ctx.save();
	ctx.translate(origin.x * world - topLeft.x, origin.y * world - topLeft.y);
	ctx.scale(scale, scale);
	ctx.lineJoin = 'round';
	ctx.lineCap = 'round';
	const fill = (name: keyof typeof fills) => {
		ctx.fillStyle = palette[name];
		ctx.fill(fills[name], 'evenodd');
	};
	const stroke = (name: Stroke) => {
		ctx.strokeStyle = palette[name];
		ctx.lineWidth = strokeWidth(name, zoom) / scale;
		ctx.stroke(strokes[name]);
	};
	fill('neighbour');
	stroke('foreign');
	fill('land');
	stroke('municipality');
	stroke('region');
	fill('lake');
	stroke('coast');
	stroke('state');
	ctx.restore();
	if (options.labels) {
		const { labels, locale, obstacles = nothing } = options;
		paintLabels(ctx, placedAt(labels, zoom, locale, obstacles), options);
	}
	ctx.restore();
}
