// Presses on the map: a hand that trembles chooses the mark it pressed, a drag that begins on a
// mark chooses nothing.
import { Draggable } from 'leaflet/src/dom/Draggable.js';

/**
 * So far (CSS pixels, along x and y together, as Leaflet counts) a press on a mark may stray and be
 * one: a tremble of 10 px in any direction.
 */
const tremble = 15;

/** Elsewhere the map follows the hand at once; Leaflet's own number. */
const leastDrag = 3;

export interface Presses {
	/** To be told when the map begins to be dragged. */
	drag(): void;
	/** Whether the last press ended a drag. */
	wasDragged(): boolean;
	stop(): void;
}

/** Watches the presses in the element of a map. */
export function watchPresses(container: HTMLElement): Presses {
	let dragged = false;
	/** The button the present press began on. */
	let pressed: Element | null = null;

	const began = ({ target }: Event) => {
		dragged = false;
		pressed = target instanceof Element ? target.closest('button') : null;
		// Read when a press moves; there is one hand, so that maps beside each other may share it.
		Draggable.mergeOptions({ clickTolerance: pressed ? tremble : leastDrag });
	};
	const ended = (event: MouseEvent) => {
		const strayed = pressed;
		pressed = null;
		if (!strayed?.isConnected || dragged || !(strayed instanceof HTMLElement)) return;
		if (event.detail === 0 || (event.target instanceof Node && strayed.contains(event.target)))
			return;
		// Begun near the edge of a mark and let go beside it: on the ground, where it would close what
		// is open, on the tip with the mark's name, or on a neighbour.
		event.stopPropagation();
		event.preventDefault();
		strayed.click();
	};
	container.addEventListener('pointerdown', began, { capture: true });
	// The tip lies beside the container.
	document.addEventListener('click', ended, { capture: true });
	return {
		drag: () => (dragged = true),
		wasDragged: () => dragged,
		stop: () => document.removeEventListener('click', ended, { capture: true })
	};
}
