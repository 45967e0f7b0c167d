// Keeps the view of the map in the address, so that it can be linked and comes back with "back".
// The list's own anchors (`#map`,
// `#list` on a narrow screen) stay what they are.
import { hashOf, positionFrom, type MapPosition } from '#lib/map/view-hash.ts';

/**
 * Safari allows a hundred changes of the address in thirty seconds; a held arrow key moves the map
 * more often.
 */
const pause = 400;

/** Writes views into the address of the page it was made on; `stop` when that page goes. */
export function viewAddress() {
	let last = 0;
	let waiting: ReturnType<typeof setTimeout> | undefined;

	function put(hash: string) {
		last = Date.now();
		const { pathname, search } = location;
		// Not SvelteKit's replaceState: that one would remember the address without the view for
		// "back". Its own state is kept.
		history.replaceState(history.state, '', `${pathname}${search}${hash}`);
	}

	return {
		/**
		 * @param view where the visitor moved the map; null when it shows what the address means
		 * without a view
		 * @param bare the anchor an address without a view has here: '' or '#map'
		 */
		write(view: MapPosition | null, bare: string) {
			clearTimeout(waiting);
			if (!view && !positionFrom(location.hash)) return;
			const hash = view ? hashOf(view) : bare;
			if (hash === location.hash) return;
			const now = location.href;
			const left = last + pause - Date.now();
			if (left <= 0) put(hash);
			// Meanwhile the visitor may have gone on to another address, which is not this view's.
			else waiting = setTimeout(() => location.href === now && put(hash), left);
		},
		stop: () => clearTimeout(waiting)
	};
}
