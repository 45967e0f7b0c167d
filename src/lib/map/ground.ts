// What is painted under the marks of the interactive map: chooses the level of detail, fetches it
// when it is first needed, and keeps showing the coarser one meanwhile.
import { levelFor, type Basemap } from '#lib/map/basemap/basemap.ts';
import { loadBasemap, loadLabels } from '#lib/map/basemap/files.ts';
import type { LabelRow, Obstacle } from '#lib/map/basemap/labels.ts';
import { paintBasemap } from '#lib/map/basemap/paint.ts';
import { onThemeChange, readPalette } from '#lib/map/basemap/palette.ts';
import type { Painter } from './canvas-layer.ts';
import type { MapSurface } from './leaflet.ts';
import { paintShapes } from './paint-shapes.ts';
import type { MapShape } from './shapes.ts';

/** A ground that is being kept up to date. */
export interface Ground {
	/**
	 * Loads what the present zoom needs; resolves when it is painted, rejects when it could not be
	 * fetched.
	 */
	ready(): Promise<void>;
	/** Names of towns, once they are loaded. */
	labels(): readonly LabelRow[];
	/** Draws these over it from now on. */
	draw(shapes: readonly MapShape[]): void;
	/** Keeps names clear of these from now on. */
	avoid(obstacles: readonly Obstacle[]): void;
	stop(): void;
}

/**
 * Paints the bundled basemap under a map, in the colours that hold at the element, with names in
 * the language.
 * @param options.above whether something may cover the ground, so that what was asked for is drawn
 * above that
 */
export function layGround(
	surface: MapSurface,
	element: Element,
	{ locale, above = false }: { locale: string; above?: boolean }
): Ground {
	let palette = readPalette(element);
	let basemap: Basemap | null = null;
	let labels: readonly LabelRow[] = [];
	let shapes: readonly MapShape[] = [];
	let obstacles: readonly Obstacle[] = [];
	/** What is fetched may come when the map is gone. */
	let stopped = false;

	function paint() {
		const shown = basemap;
		if (!shown || stopped) return;
		surface.paint((context, frame) => {
			paintBasemap(context, shown, { ...frame, palette, locale, labels, obstacles });
			if (!above) paintAsked(context, frame);
		});
		if (above) surface.paintOver(shapes.length ? paintAlone : null);
	}
	const paintAsked: Painter = (context, frame) => {
		const colours = { colour: palette.asked, halo: palette['label-halo'] };
		if (shapes.length) paintShapes(context, shapes, { ...frame, ...colours });
	};
	const paintAlone: Painter = (context, frame) => {
		const { width, height, pixelRatio } = frame;
		context.clearRect(0, 0, width * pixelRatio, height * pixelRatio);
		paintAsked(context, frame);
	};
	const stopWatching = onThemeChange(() => {
		palette = readPalette(element);
		paint();
	});

	return {
		labels: () => labels,
		draw(next) {
			if (shapes === next || (!shapes.length && !next.length)) return;
			shapes = next;
			paint();
		},
		avoid(next) {
			if (obstacles === next || (!obstacles.length && !next.length)) return;
			obstacles = next;
			paint();
		},
		stop() {
			stopped = true;
			stopWatching();
		},
		async ready() {
			if (stopped) return;
			const level = levelFor(surface.view().zoom);
			const [nextBasemap, nextLabels] = await Promise.all([loadBasemap(level), loadLabels()]);
			if (stopped) return;
			// The visitor may have zoomed on while this level was on its way.
			if (basemap && levelFor(surface.view().zoom) !== level) return;
			if (basemap === nextBasemap && labels === nextLabels) return;
			basemap = nextBasemap;
			labels = nextLabels;
			paint();
		}
	};
}
