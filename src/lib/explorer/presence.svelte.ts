// Whether somebody is there. The live map weighs as much as the rest of the page, and the drawn one
// shows the same places with a link for each; so it is only fetched at the first sign of a visitor:
// a movement, a press, a key, a scroll.

const signs = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'wheel', 'scroll'] as const;

export class Presence {
	/** Becomes true once and stays so. */
	noticed = $state(false);

	/**
	 * Watches the window until the first sign; to be called when the page is mounted.
	 * @returns how to stop watching
	 */
	watch(): () => void {
		const stop = new AbortController();
		const notice = () => {
			this.noticed = true;
			stop.abort();
		};
		for (const sign of signs)
			addEventListener(sign, notice, { capture: true, passive: true, signal: stop.signal });
		return () => stop.abort();
	}
}
