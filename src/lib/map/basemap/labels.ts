// Which names stand on the map at a zoom, and where. Decided for the whole map at once and never
// for one window or tile, so that a name neither flickers nor is cut while the map is moved. The
// same answer on the server and in the browser: widths are estimated from a table instead of being
// measured with a font.
import { project } from '#lib/geo/projection.ts';
import type { Position } from '#lib/geo/position.ts';

/** What a label names. */
export type LabelKind =
	| 'capital'
	| 'city'
	| 'centre'
	| 'town'
	| 'village'
	| 'foreign'
	| 'country'
	| 'region'
	| 'sea'
	| 'bay'
	| 'lake';

/**
 * One label of labels.json: kind, latitude, longitude, Latvian name, and the English one where it
 * differs.
 */
export type LabelRow = readonly [LabelKind, number, number, string, string?];

/** How a kind of label is drawn; `fontSize` in CSS px, `spacing` between letters in em. */
export interface LabelStyle {
	fontSize: number;
	weight: 400 | 500 | 600;
	italic: boolean;
	spacing: number;
	/** Drawn in capitals. */
	capitals: boolean;
	/**
	 * Has a dot at its place, with the name beside it; otherwise the name is centred on its place.
	 */
	dot: number;
	minZoom: number;
	maxZoom: number;
}

const base = {
	weight: 400,
	italic: false,
	spacing: 0,
	capitals: false,
	dot: 0,
	maxZoom: 22
} as const;

/**
 * The type of every kind. basemap.css repeats sizes and weights for the SVG; a test compares the
 * two.
 */
export const labelStyles: Readonly<Record<LabelKind, LabelStyle>> = {
	capital: { ...base, fontSize: 16, weight: 600, dot: 3, minZoom: 0 },
	city: { ...base, fontSize: 13, weight: 500, dot: 2.4, minZoom: 6 },
	foreign: { ...base, fontSize: 11.5, dot: 2, minZoom: 6.4 },
	centre: { ...base, fontSize: 12, dot: 2, minZoom: 7 },
	town: { ...base, fontSize: 12, dot: 1.7, minZoom: 8.5 },
	village: { ...base, fontSize: 11, dot: 1.5, minZoom: 9.5 },
	country: { ...base, fontSize: 12, spacing: 0.16, capitals: true, minZoom: 5, maxZoom: 9 },
	sea: { ...base, fontSize: 13, italic: true, spacing: 0.06, minZoom: 5.5, maxZoom: 10 },
	bay: { ...base, fontSize: 12, italic: true, spacing: 0.04, minZoom: 6.6, maxZoom: 10 },
	region: { ...base, fontSize: 12, spacing: 0.22, capitals: true, minZoom: 6.4, maxZoom: 9.5 },
	lake: { ...base, fontSize: 11, italic: true, minZoom: 9 }
};

/**
 * A name that has found its place. `x`, `y` are world pixels at the zoom: of the dot, and of the
 * text's anchor on its baseline.
 */
export interface PlacedLabel {
	kind: LabelKind;
	text: string;
	x: number;
	y: number;
	textX: number;
	textY: number;
	anchor: 'start' | 'middle' | 'end';
	/** Where the text begins and ends, estimated, in the same pixels. */
	left: number;
	right: number;
	/** The same when its type is enlarged by {@link narrowScale}. */
	narrowLeft: number;
	narrowRight: number;
	/**
	 * Also fits when the whole map is shown small and its type is enlarged (see {@link narrowScale}).
	 */
	fitsNarrow: boolean;
}

/**
 * How much larger labels are drawn when a map made for about 640 px is shown on a phone of half
 * that width.
 */
export const narrowScale = 1.5;

const narrow = new Set("iíjlftrI'.,-()īļ");
const wide = new Set('mwMW');

/**
 * Estimated width of a text in px: a table of letter widths of common system fonts, a little on the
 * wide side.
 */
export function estimateWidth(text: string, { fontSize, weight, spacing }: LabelStyle): number {
	let em = 0;
	for (const letter of text) {
		if (narrow.has(letter)) em += 0.34;
		else if (wide.has(letter)) em += 0.88;
		else if (letter === ' ') em += 0.28;
		else em += letter === letter.toLowerCase() ? 0.56 : 0.69;
		em += spacing;
	}
	return em * fontSize * (weight >= 500 ? 1.05 : 1);
}

/** Pixels; y grows downward. */
export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** What stands on the map at a position: a box around it that names keep clear of. */
export interface Obstacle extends Position, Box {
	/** The box when the map is shown small and marks are enlarged; the same one when not given. */
	narrow?: Box;
}
type Spot = Pick<PlacedLabel, 'textX' | 'textY' | 'anchor'> & { box: Box };

/**
 * Places a text may take, best first: beside its dot to the right, left, above, below; or centred
 * when it has none, else a line or two higher or lower.
 */
function spots(x: number, y: number, width: number, size: number, dot: number): Spot[] {
	const boxed = (textX: number, textY: number, anchor: PlacedLabel['anchor']): Spot => {
		const left = anchor === 'start' ? textX : anchor === 'end' ? textX - width : textX - width / 2;
		return {
			textX,
			textY,
			anchor,
			box: { left, top: textY - size * 0.8, right: left + width, bottom: textY + size * 0.25 }
		};
	};
	const half = size * 0.34; // from the middle of small letters to the baseline
	// The name of an area gives way up and down, and stays in it.
	if (!dot)
		return [0, -1, 1, -2, 2].map((lines) => boxed(x, y + half + 1.4 * size * lines, 'middle'));
	const gap = dot + size * 0.3;
	return [
		boxed(x + gap, y + half, 'start'),
		boxed(x - gap, y + half, 'end'),
		boxed(x, y - gap, 'middle'),
		boxed(x, y + gap + size * 0.75, 'middle')
	];
}

const meets = (a: Box, b: Box, room: number) =>
	a.left - room < b.right &&
	a.right + room > b.left &&
	a.top - room < b.bottom &&
	a.bottom + room > b.top;

/** Importance when names compete: regions keep their place against all but the largest towns. */
const order: readonly LabelKind[] = [
	'capital',
	'city',
	'region',
	'country',
	'sea',
	'bay',
	'foreign',
	'centre',
	'lake',
	'town',
	'village'
];

/**
 * Names at a zoom, in the language (`lv` or another: then the English name where there is one),
 * none touching another or an obstacle. A name that finds no place is left out.
 */
export function placeLabels(
	rows: readonly LabelRow[],
	zoom: number,
	locale: string,
	obstacles: readonly Obstacle[] = []
): PlacedLabel[] {
	const wanted = rows
		.filter(([kind]) => zoom >= labelStyles[kind].minZoom && zoom <= labelStyles[kind].maxZoom)
		.map((row, position) => ({ row, position }))
		.sort((a, b) => order.indexOf(a.row[0]) - order.indexOf(b.row[0]) || a.position - b.position);
	const boxes = obstacles.map((obstacle) => ({ at: project(obstacle, zoom), obstacle }));
	const isClear = (box: Box, isNarrow = false) =>
		!boxes.some(({ at: { x, y }, obstacle }) => {
			const { left, top, right, bottom } = (isNarrow ? obstacle.narrow : undefined) ?? obstacle;
			return meets(box, { left: x + left, top: y + top, right: x + right, bottom: y + bottom }, 1);
		});
	const taken: Box[] = [];
	const takenNarrow: Box[] = [];
	const placed: PlacedLabel[] = [];
	for (const { row } of wanted) {
		const [kind, lat, lng, latvian, english] = row;
		const style = labelStyles[kind];
		const name = locale === 'lv' ? latvian : (english ?? latvian);
		const text = style.capitals ? name.toLocaleUpperCase('lv') : name;
		const { x, y } = project({ lat, lng }, zoom);
		const width = estimateWidth(text, style);
		const room = style.dot ? 3 : 6;
		const choices = spots(x, y, width, style.fontSize, style.dot);
		const position = choices.findIndex(
			({ box }) => isClear(box) && !taken.some((t) => meets(box, t, room))
		);
		const spot = choices[position];
		if (!spot) continue;
		const dotBox = (): Box => {
			const r = style.dot + 1;
			return { left: x - r, top: y - r, right: x + r, bottom: y + r };
		};
		taken.push(spot.box);
		if (style.dot) taken.push(dotBox());
		const large = spots(x, y, width * narrowScale, style.fontSize * narrowScale, style.dot)[
			position
		];
		if (!large) continue;
		const fitsNarrow = isClear(large.box, true) && !takenNarrow.some((t) => meets(large.box, t, 2));
		if (fitsNarrow) takenNarrow.push(large.box, dotBox());
		const { textX, textY, anchor } = spot;
		const { left, right } = spot.box;
		const [narrowLeft, narrowRight] = [large.box.left, large.box.right];
		placed.push({
			...{ kind, text, x, y, textX, textY, anchor },
			...{ left, right, narrowLeft, narrowRight, fitsNarrow }
		});
	}
	return placed;
}
