// The pins on the live map: all of a filter, or those of the tiles in view. One object per map.
import type { Filter, Subject } from '#lib/filter/filter.ts';
import type { MapCell, MapPoint } from '#lib/map/points.ts';
import type { Bounds } from '#lib/geo/position.ts';
import type { MapView } from '#lib/geo/projection.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { pointsHref } from './address.ts';
import { fetchPins } from './fetch-pins.ts';
import { areaAround, pinsAtMost } from './pins.ts';
import { PinTiles } from './pin-tiles.ts';

/** Whose pins: a filter, and how many rows its list has. */
export interface PinQuestion {
	filter: Filter;
	subject: Subject;
	locale: Locale;
	rows: number;
}

export class ShownPins {
	points = $state.raw<MapPoint[]>([]);
	cells = $state.raw<MapCell[]>([]);
	/** What is in view could not be fetched. */
	failed = $state(false);
	#asked: PinQuestion | undefined;
	#tiles: PinTiles | null = null;
	#view: MapView | undefined;

	/** More than one by one: what is not in view is not here. */
	get inTiles(): boolean {
		return this.#tiles !== null;
	}

	/**
	 * Goes over to the pins of another filter; until they are there, those of the one before stay.
	 * @throws when they cannot be had, or `signal` is aborted
	 */
	async load(question: PinQuestion, signal: AbortSignal): Promise<void> {
		const { filter, subject, locale, rows } = question;
		if (rows > pinsAtMost) {
			this.#tiles?.stop();
			this.#asked = question;
			this.#tiles = new PinTiles(
				(tile, tileSignal) =>
					fetchPins(pointsHref(filter, subject, locale, tile), subject, locale, tileSignal),
				(pins) => ({ points: this.points, cells: this.cells } = pins)
			);
			if (this.#view) await this.#tiles.show(this.#view);
			return;
		}
		const address = pointsHref(filter, subject, locale);
		const pins = await fetchPins(address, subject, locale, signal);
		if (signal.aborted) return;
		this.#tiles?.stop();
		this.#tiles = null;
		this.#asked = question;
		({ points: this.points, cells: this.cells } = pins);
	}

	/** The map shows another part. */
	see(view: MapView): void {
		this.#view = view;
		const tiles = this.#tiles;
		tiles?.show(view).then(
			() => (this.failed = false),
			(reason: unknown) => {
				if (tiles !== this.#tiles) return;
				console.warn('the places in view could not be fetched:', reason);
				this.failed = true;
			}
		);
	}

	/** The points within a box. @throws when they cannot be had */
	async within(box: Bounds): Promise<MapPoint[]> {
		if (!this.#asked) return [];
		const { filter, subject, locale } = this.#asked;
		// The box holds nothing that the filter's own area does not.
		const address = pointsHref({ ...filter, area: areaAround(box) }, subject, locale);
		return (await fetchPins(address, subject, locale)).points;
	}

	stop(): void {
		this.#tiles?.stop();
	}
}
