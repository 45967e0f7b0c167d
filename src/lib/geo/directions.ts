// Links that lead a visitor there. They leave the site, so they are plain links to press, and carry
// nothing but the place.
import { postalName } from '#lib/i18n/localised.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { addressParts } from './address.ts';
import type { Pin } from './position.ts';

/**
 * A text for the query of a geo: address. Brackets enclose the label there, and encodeURIComponent
 * leaves them (and other signs RFC 3986 reserves) as they are.
 */
const encoded = (text: string): string =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);

/** What is known of where it is. */
interface Destination {
	name: Localised;
	pin: Pin | null;
	street: string | null;
	place: Localised | null;
	postcode: string | null;
}

export interface Directions {
	/** Whether it leads to a known point; otherwise to a search for the address. */
	exact: boolean;
	/** On openstreetmap.org. */
	web: string;
	/** For a maps app on the device (RFC 5870; `q` as Android's apps understand it). */
	app: string;
}

const searchFor = (address: string) =>
	`https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`;

/** A map with streets on openstreetmap.org, at an address as it was typed; it may be unfinished. */
export const streetSearch = (street: string, place: string): string =>
	searchFor(
		[street, place]
			.map((part) => part.trim())
			.filter((part) => part !== '')
			.join(', ')
	);

/**
 * The way to an organisation. With an exact pin: a route to it. With a pin at the town's centre but
 * a known street: a search for that address, since a route to the wrong house helps nobody.
 * Otherwise null: "somewhere in town" is no destination.
 */
export function directions(organisation: Destination): Directions | null {
	const { pin, street } = organisation;
	const place = organisation.place && postalName(organisation.place);
	if (pin && !pin.approximate) {
		const point = `${pin.lat},${pin.lng}`;
		return {
			exact: true,
			web: `https://www.openstreetmap.org/directions?route=${encodeURIComponent(`;${point}`)}`,
			app: `geo:${point}?q=${point}(${encoded(postalName(organisation.name))})`
		};
	}
	if (!street || !place) return null;
	// The municipality is left out: search engines for addresses know streets and towns better than
	// administrative names.
	const address = addressParts({
		street,
		place,
		municipality: null,
		postcode: organisation.postcode
	}).join(', ');
	return {
		exact: false,
		web: searchFor(address),
		app: `geo:0,0?q=${encoded(address)}`
	};
}
