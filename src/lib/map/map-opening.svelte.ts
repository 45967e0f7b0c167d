// How an interactive map comes to life: it waits until it can be seen and has a size, fetches the
// library, lays the ground, and says what could not be had. Whatever fails, the server-drawn map
// stays where it is and every place remains reachable.
import { network } from '#network';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { MapState } from './map-state.svelte.ts';
import type { Ground } from './ground.ts';
import type { Bounds } from '#lib/geo/position.ts';
import type { MapView } from '#lib/geo/projection.ts';
import type { Obstacle } from '#lib/map/basemap/labels.ts';
import type { MapShape } from './shapes.ts';
import type { MapPosition } from './view-hash.ts';
import { loadStreets } from '#lib/map/streets/streets.ts';
import { whenSeen } from './when-seen.ts';

/** What could not be loaded (the map itself, or only the ground under it), and how to try again. */
export interface MapTrouble {
	what: 'map' | 'ground';
	again: () => void;
}

export interface OpeningInputs {
	bounds(): Bounds;
	position(): MapPosition | null;
	shapes(): readonly MapShape[];
	compact(): boolean;
	onmove(view: MapView, moved: boolean): void;
}

/** Half of the network's size beyond it on each side: room to move, but nobody gets lost. */
function limits(): Bounds {
	const { south, west, north, east } = network.bounds;
	const [lat, lng] = [(north - south) * 0.5, (east - west) * 0.4];
	return { south: south - lat, west: west - lng, north: north + lat, east: east + lng };
}

export class MapOpening {
	/** The map can be used: its first picture is painted. */
	ready = $state(false);
	trouble = $state.raw<MapTrouble | null>(null);
	readonly #map: MapState;
	readonly #in: OpeningInputs;
	#ground: Ground | undefined;

	constructor(map: MapState, inputs: OpeningInputs) {
		this.#map = map;
		this.#in = inputs;
	}

	/** Draws what the filter asks for, now or as soon as there is a map. */
	draw(shapes: readonly MapShape[]): void {
		this.#ground?.draw(shapes);
	}

	/** Keeps the names on the map clear of the marks. */
	avoid(obstacles: readonly Obstacle[]): void {
		this.#ground?.avoid(obstacles);
	}

	/** To be attached to the element the map fills. */
	attach = (container: HTMLElement): (() => void) =>
		whenSeen(
			container,
			(gone) => {
				const start = () => {
					this.trouble = null;
					this.#open(container, gone).catch(() => {
						if (!gone.aborted) this.trouble = { what: 'map', again: start };
					});
				};
				start();
			},
			() => {
				if (container.clientWidth && container.clientHeight) this.#map.surface?.resize();
			}
		);

	async #open(container: HTMLElement, gone: AbortSignal) {
		const [{ openMap }, { layGround }, streets] = await Promise.all([
			import('./leaflet.ts'),
			import('./ground.ts'),
			loadStreets()
		]);
		if (gone.aborted) return;
		this.#map.streets = streets;
		const locale = getLocale();
		const position = this.#in.position();
		const surface = openMap(container, {
			bounds: this.#in.bounds(),
			position,
			whole: network.bounds,
			limits: limits(),
			maxZoom: this.#map.closest,
			streets: streets && { streets, locale, bounds: network.bounds },
			compact: this.#in.compact(),
			marks: () => this.#map.standing,
			onview: (view) => this.#map.see(view),
			onsettle: (view, moved) => {
				this.#map.see(view);
				this.#map.rested();
				void lay();
				this.#in.onmove(view, moved);
			},
			onpress: () => this.#map.close()
		});
		const ground = layGround(surface, container, { locale, above: streets !== null });
		ground.draw(this.#in.shapes());
		ground.avoid(this.#map.obstacles);
		this.#ground = ground;
		// Says itself what is wrong; whoever calls it need not wait.
		const lay = (): Promise<void> =>
			ground.ready().then(
				() => {
					this.#map.labels = ground.labels();
					this.trouble = null;
				},
				() => {
					if (!gone.aborted) this.trouble = { what: 'ground', again: () => void lay() };
				}
			);
		gone.addEventListener('abort', () => {
			ground.stop();
			this.#map.surface = null;
			surface.destroy();
		});
		this.#map.see(surface.view());
		this.#map.surface = surface;
		this.#in.onmove(surface.view(), position !== null);
		await lay();
		this.ready = true;
	}
}
