// A postal address as it is written in Latvia: street and number, place, municipality, postcode.

/** The known parts of an address; whatever is not known is null. */
export interface AddressParts {
	street: string | null;
	/** Town or village, in the nominative. */
	place: string | null;
	/** Full name, e.g. "Kuldīgas novads". */
	municipality: string | null;
	/** "LV-3301" */
	postcode: string | null;
}

/**
 * The parts in their order, without those that are unknown. A state city is both the place and the
 * municipality ("Jelgava", "Jelgavas valstspilsēta"): there the place alone is enough. Nothing
 * known gives an empty list.
 */
export function addressParts(address: AddressParts): string[] {
	const isStateCity = address.place !== null && /valstspilsēta$/.test(address.municipality ?? '');
	return [
		address.street,
		address.place,
		isStateCity ? null : address.municipality,
		address.postcode
	].filter((part): part is string => part !== null && part.trim() !== '');
}
