// The map's colours, read from the tokens in basemap.css, so that the canvas follows the theme like
// everything else.

/** Every colour the painter needs; the names are those of the tokens without `--map-`. */
export const colourNames = [
	'water',
	'land',
	'neighbour',
	'lake',
	'coast',
	'foreign',
	'municipality',
	'region',
	'state',
	'label',
	'label-quiet',
	'label-water',
	'label-area',
	'label-halo',
	'dot',
	'asked'
] as const;
export type ColourName = (typeof colourNames)[number];
export type Palette = Readonly<Record<ColourName, string>> & {
	/** Font families for labels, from `--font-text`. */
	readonly font: string;
};

/** The palette that holds at an element (tokens inherit). Read it again when the theme changes. */
export function readPalette(element: Element): Palette {
	const style = getComputedStyle(element);
	const colours = Object.fromEntries(
		colourNames.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()])
	) as Record<ColourName, string>;
	return { ...colours, font: style.getPropertyValue('--font-text').trim() || 'sans-serif' };
}

/** Calls back whenever the theme changes; returns how to stop. */
export function onThemeChange(callback: () => void): () => void {
	const query = matchMedia('(prefers-color-scheme: dark)');
	query.addEventListener('change', callback);
	return () => query.removeEventListener('change', callback);
}
