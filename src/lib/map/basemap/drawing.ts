// The server's drawing of the basemap: holds the decoded files and remembers the markup of recent
// views. Only the server may run this (it carries the files with it); BasemapSvg.svelte calls it
// behind `import.meta.env.SSR`, so the browser's bundle drops it.
import type { MapView } from '#lib/geo/projection.ts';
import { decodeBasemap, levelFor } from './basemap.ts';
import type { Basemap, BasemapTopology, Level } from './basemap.ts';
import detail from './detail.json';
import labels from './labels.json';
import type { LabelRow, Obstacle } from './labels.ts';
import overview from './overview.json';
import { basemapSvg, svgMarkup } from './svg.ts';

/**
 * Views remembered: about 10 KB each. The same few (the country, each organisation's place) are
 * asked for again and again.
 */
const remembered = 200;

// Shared by all requests on purpose: both hold only public map data, never anything of a visitor.
const basemaps = /* @__PURE__ */ new Map<Level, Basemap>();
const drawings = /* @__PURE__ */ new Map<string, string>();

function basemapOf(level: Level): Basemap {
	let basemap = basemaps.get(level);
	if (!basemap) {
		const file = (level === 'overview' ? overview : detail) as unknown as BasemapTopology;
		basemaps.set(level, (basemap = decodeBasemap(file)));
	}
	return basemap;
}

/**
 * SVG markup (the inside of an `<svg>`) of a view, in the language of the names, which keep clear
 * of the obstacles.
 */
export function drawBasemap(
	view: MapView,
	locale: string,
	obstacles: readonly Obstacle[] = []
): string {
	const { centre, zoom, width, height } = view;
	const key = [
		locale,
		centre.lat.toFixed(5),
		centre.lng.toFixed(5),
		zoom.toFixed(3),
		width,
		height,
		JSON.stringify(obstacles)
	].join(' ');
	const known = drawings.get(key);
	if (known !== undefined) {
		// Put it last again: the map keeps its order, and the first is the one longest unused.
		drawings.delete(key);
		drawings.set(key, known);
		return known;
	}
	const rows = labels as unknown as readonly LabelRow[];
	const markup = svgMarkup(basemapSvg(basemapOf(levelFor(zoom)), rows, view, locale, obstacles));
	drawings.set(key, markup);
	if (drawings.size > remembered) drawings.delete(drawings.keys().next().value as string);
	return markup;
}
