// Web addresses as people read them.

/** Longest web address shown whole; the link still leads to all of it. */
const longestShown = 60;

/**
 * A web address as a person would say it: without the protocol, "www." and a lone slash,
 * percent-encoding undone, cut with an ellipsis when long. What is no web address stays as it is.
 */
export function shownAddress(address: string): string {
	if (!URL.canParse(address)) return address;
	const url = new URL(address);
	let path = url.pathname + url.search + url.hash;
	try {
		path = decodeURI(path);
	} catch {
		// A stray percent sign: shown as it stands.
	}
	const shown = url.host.replace(/^www\./, '') + (path === '/' ? '' : path);
	return shown.length > longestShown ? `${shown.slice(0, longestShown - 1)}…` : shown;
}

/** Whether a source can be followed; others are citations in words. */
export const isWebAddress = (source: string) => /^https?:\/\//.test(source);
