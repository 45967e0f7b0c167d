// When a map comes to life: the first time it can be seen. One that nobody scrolls to costs
// nothing.

/**
 * Watches an element until it is taken away.
 * @param open called once, when it first comes near to being seen; the signal tells that it was
 * taken away since
 * @param resize called whenever it has got another size
 * @returns to be called when it is taken away
 */
export function whenSeen(
	element: HTMLElement,
	open: (gone: AbortSignal) => void,
	resize: () => void
): () => void {
	const gone = new AbortController();
	const sight = new IntersectionObserver(
		(entries) => {
			if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
			sight.disconnect();
			open(gone.signal);
		},
		{ rootMargin: '100px' }
	);
	sight.observe(element);
	const size = new ResizeObserver(resize);
	size.observe(element);
	return () => {
		sight.disconnect();
		size.disconnect();
		gone.abort();
	};
}
