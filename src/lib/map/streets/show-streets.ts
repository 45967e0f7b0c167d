// When a map shows streets: from the moment somebody has zoomed in that far, in the colours of the
// theme. A line that breaks meanwhile leaves the bundled map, and the next zoom tries again.
import type { Map as LeafletMap } from 'leaflet';
import type { Bounds } from '#lib/geo/position.ts';
import { onThemeChange } from '#lib/map/basemap/palette.ts';
import { streetsFrom, type Streets } from './streets.ts';

export interface StreetOptions {
	streets: Streets;
	/** Language of the names, where the tiles have several. */
	locale: string;
	/** Nothing outside is asked for, WGS84 degrees. */
	bounds: Bounds;
}

/** Name of the pane the tiles are put in; leaflet.css makes its pictures dark. */
export const streetPane = 'streets';

/** @returns how to stop */
export function showStreets(map: LeafletMap, { streets, ...options }: StreetOptions): () => void {
	let out: Promise<(() => void) | null> | null = null;
	let stopped = false;

	function look() {
		// Tiles are of whole zooms; the one nearest to the map's is shown.
		if (out || stopped || map.getZoom() < streetsFrom - 0.5) return;
		out = import('./street-layer.ts')
			.then(async ({ addStreetLayer }) => {
				const dark = matchMedia('(prefers-color-scheme: dark)').matches;
				const remove = await addStreetLayer(map, streets, { ...options, pane: streetPane, dark });
				if (stopped) remove();
				return remove;
			})
			.catch((fault: unknown) => {
				console.warn('the street map could not be shown:', fault);
				out = null;
				return null;
			});
	}
	function anew() {
		const before = out;
		out = null;
		void before?.then((remove) => {
			remove?.();
			look();
		});
	}
	map.on('zoomend', look);
	const stopWatching = streets.format === 'vector' ? onThemeChange(anew) : () => {};
	look();
	return () => {
		stopped = true;
		stopWatching();
		map.off('zoomend', look);
		void out?.then((remove) => remove?.());
	};
}
