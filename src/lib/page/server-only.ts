// A value a page needs only while it is rendered on the server, such as a drawn map. The HTML
// carries it once; the data beside the HTML, from which the browser takes over, does not carry it a
// second time.

/**
 * Holds a value on the server and null in the browser. `src/hooks.ts` tells SvelteKit how it
 * crosses over: as nothing.
 */
export class ServerOnly<T> {
	readonly value: T | null;

	constructor(value: T | null) {
		this.value = value;
	}
}
