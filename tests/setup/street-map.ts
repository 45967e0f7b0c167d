// A street map around Kuldīga, and what a page shows of one.
import type { Page } from '@playwright/test';
import { project, tileSize } from '#lib/geo/projection.ts';

/** Kuldīga. */
const town = { lat: 56.968, lng: 21.969 };
/** Address of the map there, near enough for streets. */
export const near = `#map=14/${town.lat}/${town.lng}`;

/** Tiles around the town. */
export function tilesAround(zooms: readonly number[], bytes: Uint8Array) {
	const steps = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
	return zooms.flatMap((z) => {
		const { x, y } = project(town, z);
		const [column, row] = [Math.floor(x / tileSize), Math.floor(y / tileSize)];
		return steps.flatMap((dx) => steps.map((dy) => ({ z, x: column + dx, y: row + dy, bytes })));
	});
}

/** Tiles that are shown. */
export const streets = (page: Page) => page.locator('.leaflet-streets-pane .leaflet-tile-loaded');

/** Notes which tiles the page asks for. */
export function watchTiles(page: Page): string[] {
	const asked: string[] = [];
	page.on('request', (request) => {
		const { pathname } = new URL(request.url());
		if (/^\/streets\/\d/.test(pathname)) asked.push(pathname);
	});
	return asked;
}

/**
 * Colours that a tile of the map has, as `r,g,b`, the most frequent first. None of one that is
 * given up at this moment.
 */
export const coloursOf = (page: Page) =>
	streets(page)
		.first()
		.evaluate((tile) => {
			if (tile instanceof HTMLCanvasElement && tile.width === 0) return [];
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [64, 64];
			const context = canvas.getContext('2d');
			context?.drawImage(tile as HTMLCanvasElement | HTMLImageElement, 0, 0, 64, 64);
			const data = context?.getImageData(0, 0, 64, 64).data ?? new Uint8ClampedArray();
			const counted = new Map<string, number>();
			for (let i = 0; i < data.length; i += 4) {
				const colour = [...data.slice(i, i + 3)].join();
				counted.set(colour, (counted.get(colour) ?? 0) + 1);
			}
			return [...counted].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
		});
