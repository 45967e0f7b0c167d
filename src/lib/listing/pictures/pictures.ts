// Where pictures of listings are served, and how large a file and a picture may be.

/** Largest file, in octets. */
export const maxBytes = 5 * 1024 * 1024;

/** Longest side of what is kept, in pixels. */
export const longestSide = 1600;

/** Path of a picture that was uploaded, by its id. */
export function pictureAddress(id: string): string {
	return `/pictures/${encodeURIComponent(id)}.webp`;
}
