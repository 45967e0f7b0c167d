// Text as it is compared: the same in the browser as `internal.fold` makes it in the database.

/** Lower case without diacritics. */
export function fold(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}+/gu, '')
		.toLowerCase();
}
