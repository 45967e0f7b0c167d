// What every answer of this server tells a browser about safety. Pages get their
// Content-Security-Policy from SvelteKit (svelte.config.js, with the hashes of its own scripts);
// everything else gets the strictest one from here.

/** Policy of answers that are not pages: they load and run nothing. */
const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * The page that is left when no page can be made (src/error.html) has a style sheet and an icon,
 * and runs nothing.
 */
const bare = `${nothing}; style-src 'self'; img-src 'self'`;

/**
 * Headers for one answer.
 * @param options.https whether the visitor came by https; only then may the browser be told to
 * insist on it
 * @param options.subdomains whether it is to insist on it for all names below this one too, which
 * may be somebody else's
 * @param options.page whether the answer already carries a page's own policy
 * @param options.html whether it is a page without a policy of its own
 * @param options.shared whether pages of other sites may read it, as they may read feeds
 */
export function securityHeaders(options: {
	https: boolean;
	subdomains?: boolean;
	page: boolean;
	html?: boolean;
	shared?: boolean;
}): [string, string][] {
	const headers: [string, string][] = [
		['x-content-type-options', 'nosniff'],
		['referrer-policy', 'strict-origin-when-cross-origin'],
		['cross-origin-resource-policy', options.shared ? 'cross-origin' : 'same-origin']
	];
	// What only means something to a page is left out elsewhere: a first visit brings some thirty
	// files, and their headers are not compressed.
	if (options.page)
		headers.push(
			[
				'permissions-policy',
				// "Near me" asks for the position, when it is pressed; nothing else is ever asked for.
				'geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()'
			],
			['cross-origin-opener-policy', 'same-origin'],
			['x-frame-options', 'DENY']
		);
	else headers.push(['content-security-policy', options.html ? bare : nothing]);
	if (options.https)
		headers.push([
			'strict-transport-security',
			`max-age=31536000${options.subdomains ? '; includeSubDomains' : ''}`
		]);
	return headers;
}
