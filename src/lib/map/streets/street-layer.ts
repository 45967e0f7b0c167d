// Tiles of the street map in a Leaflet map. Fetched when somebody first zooms in far enough:
// Leaflet's tiles and, for vector tiles, the library that draws them weigh more than all the rest
// of the map.
import type { GridLayer, Map as LeafletMap } from 'leaflet';
import * as DomUtil from 'leaflet/src/dom/DomUtil.js';
import { GridLayer as Grid } from 'leaflet/src/layer/tile/GridLayer.js';
import { TileLayer } from 'leaflet/src/layer/tile/TileLayer.js';
import type { Bounds } from '#lib/geo/position.ts';
import { streetsFrom, tilesOf, type Streets } from './streets.ts';

interface LayerOptions {
	/** Of Leaflet's panes the one they belong to. */
	pane: string;
	/** Nothing outside is asked for. */
	bounds: Bounds;
	/** Language of the names, where the tiles have several. */
	locale: string;
	dark: boolean;
}

/** Makes the layer; it shows itself from the zoom on from which there are streets. */
async function makeLayer(streets: Streets, { pane, bounds, locale, dark }: LayerOptions) {
	const { south, west, north, east } = bounds;
	const options = {
		pane,
		minZoom: streetsFrom,
		maxZoom: streets.closest,
		bounds: [
			[south, west],
			[north, east]
		] satisfies [[number, number], [number, number]],
		keepBuffer: 1,
		updateWhenZooming: false
	};
	if (streets.format === 'raster')
		return new TileLayer(tilesOf(streets), { ...options, maxNativeZoom: streets.deepest });
	// The library takes Leaflet from the window, as pages without modules have it.
	Object.assign(globalThis, { L: { GridLayer: Grid, DomUtil } });
	const { leafletLayer } = await import('protomaps-leaflet');
	return leafletLayer({
		...options,
		url: tilesOf(streets),
		maxDataZoom: streets.deepest,
		flavor: dark ? 'dark' : 'light',
		lang: locale,
		attribution: ''
	}) as unknown as GridLayer;
}

/**
 * Puts them into the map; after a change of the theme anew.
 * @returns how to take them out again
 */
export async function addStreetLayer(
	map: LeafletMap,
	streets: Streets,
	options: LayerOptions
): Promise<() => void> {
	const layer = await makeLayer(streets, options);
	map.addLayer(layer);
	return () => void map.removeLayer(layer);
}
