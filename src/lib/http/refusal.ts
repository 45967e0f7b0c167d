// How a request for data is turned down: in plain text, for the person who wrote the
// program that asked.

/**
 * @param reason one sentence without a full stop; it is sent as plain text, so nothing in it can
 * become markup
 */
export function refusal(status: 400 | 403 | 404, reason: string): Response {
	return new Response(`${reason}\n`, {
		status,
		headers: { 'content-type': 'text/plain; charset=utf-8' }
	});
}

/**
 * Whether a text can be the name of a listing at all; the database refuses some that cannot
 * (U+0000) with an error.
 */
export function isSlug(text: string): boolean {
	return /^[a-z0-9-]{1,80}$/.test(text);
}
