// Where the visitor has moved the map of the explorer, and the address that says so: it follows the
// map, and "back", "forward" and a typed address move the map.
import type { MapView } from '#lib/geo/projection.ts';
import { positionFrom, type MapPosition } from '#lib/map/view-hash.ts';
import { tick } from 'svelte';
import { viewAddress } from './view-address.ts';

/** What of the map is needed to move it. */
interface Movable {
	go(to: MapPosition): void;
}

export class MovedView {
	/** Whether the visitor moved it: then it shows something else than the filter says. */
	moved = $state(false);
	/** Where the map stands; undefined before it is there. */
	now: MapView | undefined;
	readonly #address = viewAddress();
	readonly #map: () => Movable | undefined;

	constructor(map: () => Movable | undefined) {
		this.#map = map;
	}

	/**
	 * The map has come to rest.
	 * @param bareHash the anchor of an address without a view; null writes no address
	 */
	settle(view: MapView, byVisitor: boolean, bareHash: string | null): void {
		this.now = view;
		this.moved = byVisitor;
		if (bareHash !== null) this.#address.write(byVisitor ? view : null, bareHash);
	}

	/** To be asked when the map comes and when the address changes: whether it names a view. */
	takeFromAddress(): MapPosition | null {
		const position = positionFrom(location.hash);
		this.moved = position !== null;
		return position;
	}

	/** The address may have changed: the map goes where it says. */
	readAddress = (): void => {
		const position = positionFrom(location.hash);
		if (!position) return;
		this.go(position).catch((fault: unknown) => console.warn('the map could not be moved:', fault));
	};

	async go(position: MapPosition): Promise<void> {
		// The bar takes its room first, or the view would be another one by half its height.
		this.moved = true;
		await tick();
		this.#map()?.go(position);
	}

	stop(): void {
		this.#address.stop();
	}
}
