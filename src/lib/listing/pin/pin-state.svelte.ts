// What stands in the fields of a pin while somebody works on it, and what follows: whether a hand
// has set it, and whether it lies where its town does. The server decides by the same rules
// (pin.ts) when the form is sent.
import type { FilledForm } from '#lib/form/filled-form.ts';
import type { Position } from '#lib/geo/position.ts';
import {
	degrees,
	disagreement,
	isFirm,
	parsePinRead,
	pastedPoint,
	placeAmong,
	type OfferedPlace,
	type PinArea
} from './pin.ts';

export interface PinInputs {
	form(): FilledForm;
	places(): readonly OfferedPlace[];
	/** Where the pin lies that the form came with. */
	at(): PinArea | null;
}

const asNumber = (value: string) =>
	value.trim() === '' ? NaN : Number(value.trim().replace(',', '.'));

export class PinState {
	readonly #in: PinInputs;
	/** Name of the town as it stands in its field. */
	place = $derived.by(() => this.#in.form().text('place'));
	latitude = $derived.by(() => this.#in.form().text('latitude'));
	longitude = $derived.by(() => this.#in.form().text('longitude'));
	approximate = $derived.by(() => this.#in.form().checked('approximate'));
	/** A move at a close zoom took "approximate" away, which is said. */
	settled = $state(false);
	/** Null while it is asked for, and where there is nothing to ask about. */
	whereabouts = $derived.by(() => this.#in.at());

	readonly #read = $derived.by(() => parsePinRead(this.#in.form().text('pin_read')));
	/** The town of the list that was written. */
	readonly chosen = $derived.by(() => placeAmong(this.place, this.#in.places()).taken);
	/** Null while the coordinates are none. */
	readonly at = $derived.by((): Position | null => {
		const [lat, lng] = [asNumber(this.latitude), asNumber(this.longitude)];
		return Number.isFinite(lat) && Number.isFinite(lng) ? { lat, lng } : null;
	});
	/** No town moves it: a hand has set it, now or before. */
	readonly firm = $derived.by(() => {
		const [lat, lng] = [this.latitude, this.longitude];
		const stands = (point: { lat: number | null; lng: number | null }) =>
			lat === degrees(point.lat) && lng === degrees(point.lng);
		if (this.at === null || (this.chosen !== null && stands(this.chosen))) return false;
		return !stands(this.#read) || isFirm(this.#read);
	});
	/** The municipality it lies in, when the town lies in another one. */
	readonly elsewhere = $derived.by(() => disagreement(this.chosen, this.whereabouts));

	#asked: AbortController | undefined;
	#waiting: ReturnType<typeof setTimeout> | undefined;

	constructor(inputs: PinInputs) {
		this.#in = inputs;
	}

	/** Asks where the pin lies once the coordinates have been left alone for a moment. */
	askSoon = (): void => {
		clearTimeout(this.#waiting);
		this.#waiting = setTimeout(() => void this.#ask(), 300);
	};

	/** A point pasted into either box fills both. Answers where it is, null while none was pasted. */
	takePasted = (): Position | null => {
		const point = pastedPoint(this.latitude, this.longitude);
		if (point) this.put(point);
		return point;
	};

	/**
	 * Puts the pin by hand.
	 * @param close so near that houses are told apart: then it is no town's middle any more
	 */
	put = (to: Position, close = false): void => {
		this.latitude = degrees(to.lat);
		this.longitude = degrees(to.lng);
		this.settled = close && (this.approximate || this.settled);
		if (close) this.approximate = false;
		this.askSoon();
	};

	/** To the middle of the town, which is approximate; answers where that is. */
	putAtPlace(): Position | null {
		if (!this.chosen) return null;
		this.approximate = true;
		this.put(this.chosen);
		return this.chosen;
	}

	/** What was asked before does not matter any more. */
	async #ask(): Promise<void> {
		this.#asked?.abort();
		this.whereabouts = null;
		if (!this.at) return;
		this.#asked = new AbortController();
		try {
			const answer = await fetch(`/coordinator/where.json?lat=${this.at.lat}&lng=${this.at.lng}`, {
				signal: this.#asked.signal
			});
			if (answer.ok) this.whereabouts = (await answer.json()) as PinArea | null;
		} catch {
			// The server says it again when the form is sent.
		}
	}
}
