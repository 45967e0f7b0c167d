// Whether a browser has translated the page. Chrome, Edge and their kin wrap each text they replace
// in `font` elements: what the page writes afterwards goes to text nodes that nobody sees any more,
// and one organisation's name would stand over another's contacts. No page of ours has such
// elements.

const marks = 'font, [_msttexthash]';

const isTranslated = () =>
	/(?:^|\s)translated-(?:ltr|rtl)(?:\s|$)/.test(document.documentElement.className) ||
	document.body.querySelector(marks) !== null;

/**
 * Calls `noticed` once, when somebody else has rewritten the page's texts.
 * @returns how to stop watching
 */
export function watchTranslation(noticed: () => void): () => void {
	if (isTranslated()) {
		noticed();
		return () => undefined;
	}
	const observer = new MutationObserver((mutations) => {
		const isRewritten = mutations.some(({ addedNodes }) =>
			[...addedNodes].some((node) => node instanceof Element && node.matches(marks))
		);
		if (!isRewritten && !isTranslated()) return;
		observer.disconnect();
		noticed();
	});
	observer.observe(document.documentElement, {
		childList: true,
		subtree: true,
		attributes: true,
		attributeFilter: ['class', '_msttexthash']
	});
	return () => observer.disconnect();
}
