// Ids of rows as they stand in addresses and forms.

/** An id in its one form (RFC 9562, small letters); undefined when the text is none. */
export function uuidFrom(value: string): string | undefined {
	return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
		? value.toLowerCase()
		: undefined;
}
