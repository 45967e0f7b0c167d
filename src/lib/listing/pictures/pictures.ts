// Where pictures of listings are served.

/** Path of a picture that was uploaded, by its id. */
export function pictureAddress(id: string): string {
	return `/pictures/${encodeURIComponent(id)}.webp`;
}
