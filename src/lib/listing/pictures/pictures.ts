// Where pictures of listings are served, and how large a file may be.

/** Largest file, in octets. */
export const maxBytes = 5 * 1024 * 1024;

/** Path of a picture that was uploaded, by its id. */
export function pictureAddress(id: string): string {
	return `/pictures/${encodeURIComponent(id)}.webp`;
}
