// Which place's post office a postcode belongs to.
import { postcodePlaces } from '#network/postcodes';

/** The place of the longest beginning of a postcode that is known; null when none is. */
export function postcodePlace(postcode: string): string | null {
	for (let length = postcode.length; length > 1; length -= 1) {
		const place = postcodePlaces[postcode.slice(0, length)];
		if (place !== undefined) return place;
	}
	return null;
}
